"""Stores of hosts, which share their files with other processes."""
