"""The secure element ATECC608 on an I2C bus: it makes P-256 keys that never leave it, and signs with them."""
