"""Backends that are packages of hosts: one file each, imported when `backend.use` asks for it."""
