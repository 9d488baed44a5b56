"""What speaks to nodes of CometBFT: for the gateway, and for the command."""
