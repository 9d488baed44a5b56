"""What only hosts can: a suite that boards have no memory for, and keystores in files."""
