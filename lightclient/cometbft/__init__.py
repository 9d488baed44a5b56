"""CometBFT, Tendermint before it, and what is built on them: Cosmos chains, Burrow."""
