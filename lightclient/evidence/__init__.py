"""Evidence, verdicts and policies: one answer for every ledger."""
