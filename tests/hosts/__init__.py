"""What runs on hosts: the command, gateways, clients, documents."""
