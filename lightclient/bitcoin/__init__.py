"""Bitcoin: header rules, proofs, transactions, scripts, addresses, filters."""
