"""What only a host needs of Merkle trees."""
