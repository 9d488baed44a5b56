"""Partially signed transactions (PSBT), versions 0 and 2, read and written map by map."""
