"""Private Ethereum: chains of QBFT, IBFT and Clique, and proofs of what their headers commit to."""
