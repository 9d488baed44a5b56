"""RFC 9162 Merkle logs."""
