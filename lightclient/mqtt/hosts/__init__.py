"""The drivers of hosts, each over a package that only its own file imports."""
