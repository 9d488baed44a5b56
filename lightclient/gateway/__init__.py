"""Serves any ledger to devices over MQTT: topics, requests, costs, watches, metrics, health and logs. Hosts only."""
