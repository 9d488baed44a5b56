"""MQTT: packets and a connection without I/O, for every interpreter; in `hosts/` the driver over paho-mqtt."""
