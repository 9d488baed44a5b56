"""Between full nodes and devices: adapters for nodes, and an index of all headers. Hosts only."""
