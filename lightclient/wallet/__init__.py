"""Keys of Bitcoin: from a sentence to an address, and from a key to a signature."""
