"""Calendars: the servers that put digests into a chain."""
