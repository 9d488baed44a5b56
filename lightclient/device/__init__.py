"""A device on a ledger: a broker, a clock, entropy and a loop around the library. It verifies nothing."""
