"""Secrets by name, which sign and never leave: the keystore, for any ledger."""
