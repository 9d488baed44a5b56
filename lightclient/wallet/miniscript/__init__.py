"""Miniscript: spending conditions that can be read, checked and compiled to script. Imported late."""
