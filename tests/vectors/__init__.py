"""Rules and formats against the words of others: vectors, oracles, peers, fuzzing."""
