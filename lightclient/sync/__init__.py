"""Following gateways: state machines without I/O, for any ledger."""
