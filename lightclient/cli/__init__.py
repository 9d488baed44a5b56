"""The `lightclient` command."""
