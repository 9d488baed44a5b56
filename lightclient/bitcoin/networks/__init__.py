"""The networks, a file for each: a board imports the one that it is on."""
