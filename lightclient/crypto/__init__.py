"""Hashes, signatures and keys: native where the interpreter has them, otherwise written out here."""
