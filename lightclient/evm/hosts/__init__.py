"""What speaks to nodes of private Ethereum: for the gateway, and for the command."""
