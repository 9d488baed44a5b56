"""Links to a broker that only a board has: over a serial line, or over an MQTT client that is there already."""
