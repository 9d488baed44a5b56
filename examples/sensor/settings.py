"""What makes a device this one: edit it and copy it to the board."""

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.ledger import GENESIS

# The ledger that it follows, and where that may start: GENESIS, or bytes, what `lightclient checkpoint make` wrote. The
# checkpoint of a private ledger brings its rules: NETWORK = network_in(CHECKPOINT), which is imported from
# lightclient.cometbft.known, lightclient.evm.known or lightclient.fabric.known.
NETWORK, CHECKPOINT = REGTEST, GENESIS
LIMIT = 4096  # bytes of the largest answer; 8192 for Ethereum and CometBFT, 16384 for Fabric
GATEWAYS = ["gw"]
BROKER = "mqtt://127.0.0.1:1883"  # "mqtts://broker.example" with TLS
CA = None  # with TLS: the file with the certificate of the authority that signed the broker's, "/ca.pem"
PASSWORD = None  # at the broker, where this device is the user NAME; None where everybody may do everything
WIFI = None  # ("name", "password") on a real board
WATCHDOG = None  # 60 on a real board: seconds after which it is reset if it hangs
NAME = "sensor-1"  # of this device: no other may have it

FLEET = "cellar"
KEY = bytes.fromhex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9")  # of the secret 3: change it
ENTRY = None  # or what in the ledger's state has the hash of the configuration in force: "0x5fbd...0aa3/0", a slot
CONFIRMATIONS = 2  # before a configuration is obeyed, on a ledger whose finality is work
INTERVAL = 600  # seconds of sleep, until a configuration says otherwise
AWAKE = 30  # seconds for the chain, and as many for a proof

# The site's log, if there is one: its witness policy (docs/audit.md) as bytes, with a line `device` for this device,
# which prints its key at its first start, and another for the desk. With None, readings are not signed.
LOG = None
LOGS = ["log"]  # names of the log's servers at the broker
SIGNER = bytes(31) + b"\5"  # a secret of P-256: change it; or "pin", or "atecc608"
PIN = b"4711"  # of the keystore; as safe as this file
ELEMENT = None  # pins of the ATECC608's I2C bus, (clock, data)
ROOM = 64  # readings kept while nobody takes them
DESK = "desk"  # whose orders are taken, by its name in the log
FAN = None  # the pin of what an order switches
