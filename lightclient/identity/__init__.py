"""Identity of devices: signed messages, keys and claims, and protection against replay."""
