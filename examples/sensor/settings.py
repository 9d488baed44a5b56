"""What makes a device this one: edit it and copy it to the board."""

from lightclient.bitcoin.networks.regtest import REGTEST

NETWORK = REGTEST
CHECKPOINT = None  # bytes, as `lightclient checkpoint` prints them; None follows the chain from its first block
GATEWAYS = ["gw"]
BROKER = "127.0.0.1", 1883
WIFI = None  # ("name", "password") on a real board
NAME = "sensor-1"  # of this device: no other may have it

FLEET = "cellar"
KEY = bytes.fromhex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9")  # of the secret 3: change it
CONFIRMATIONS = 2  # of its anchor, before a configuration is obeyed
INTERVAL = 600  # seconds of sleep, until a configuration says otherwise
AWAKE = 30  # seconds for the chain, and as many for a proof from each gateway
