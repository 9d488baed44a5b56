"""Votes of weighted signers: what every ledger with instant finality has in common."""
