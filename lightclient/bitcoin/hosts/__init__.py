"""Between Bitcoin nodes and the gateway: adapters for nodes, an index of all headers, and answers. Hosts only."""
