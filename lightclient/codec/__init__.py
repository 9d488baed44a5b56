"""Bounded decoding and deterministic encoding."""
