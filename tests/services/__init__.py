"""Real services for tests: brokers, a Bitcoin node and a link that fails, on free loopback ports.

A test module that needs them says `pytest_plugins = ["tests.services.fixtures"]`. What a machine lacks is installed
when it is first asked for (install.py); nothing is ever sent outside loopback by what is started here.
"""
