"""`python -m lightclient`: the command without its script."""

from lightclient.cli import main

main()
