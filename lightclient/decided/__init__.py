"""Chains whose blocks are decided by votes, each final at once: what they have in common, whatever is voted on."""
