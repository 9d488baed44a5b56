"""What makes a terminal this one: edit it and copy it to the board."""

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.ledger import GENESIS

NETWORK = REGTEST
CHECKPOINT = GENESIS  # or bytes, what `lightclient checkpoint make` wrote: where the chain may start
GATEWAYS = ["gw"]
BROKER = "mqtt://127.0.0.1:1883"  # "mqtts://broker.example" with TLS
CA = None  # with TLS: the file with the certificate of the authority that signed the broker's, "/ca.pem"
PASSWORD = None  # at the broker, where this device is the user NAME; None where everybody may do everything
WIFI = None  # ("name", "password") on a real board
WATCHDOG = None  # 60 on a real board: seconds after which it is reset if it hangs
NAME = "till-1"  # of this terminal: no other may have it
OLED = None  # (pin of the clock, pin of the data) of an SSD1306 on I2C; None prints
PAPER = None  # (width, height) of a panel with room for a QR code: fittings.py has it
KEYS = None  # pins of the keys to ground: (amount, next, cancel); None sells at PRICE, one sale after the other
BEEPER = None  # pin of a piezo beside the keys

# Of one account, as a wallet exports it for watching: whoever takes the terminal apart sees what it earned, no more.
XPUB = "tpubDDH1ndozCcuGXjVaXnB4NHUWbKfMTYfxH3wuU1GFvCXtEZZqsMY6NxBdgdaebExgDAVicckGNJDU8wVfRUWWMaov5jX4zPaDorqe75QwjAC"
PURPOSE = 84  # which addresses: 44 p2pkh, 49 p2wpkh in p2sh, 84 p2wpkh, 86 p2tr
PRICE = 50_000  # satoshi
AMOUNTS = (10_000, 50_000, 250_000)  # from which the key picks
CONFIRMATIONS = 2
