"""What makes a terminal this one: edit it and copy it to the board."""

from lightclient.bitcoin.networks.regtest import REGTEST

NETWORK = REGTEST
CHECKPOINT = None  # bytes, as `lightclient checkpoint` prints them; None follows the chain from its first block
GATEWAYS = ["gw"]
BROKER = "127.0.0.1", 1883
WIFI = None  # ("name", "password") on a real board
NAME = "till-1"  # of this terminal: no other may have it
OLED = None  # (pin of the clock, pin of the data) of an SSD1306 on I2C; None prints

# Of one account, as a wallet exports it for watching: whoever takes the terminal apart sees what it earned, no more.
XPUB = "tpubDDH1ndozCcuGXjVaXnB4NHUWbKfMTYfxH3wuU1GFvCXtEZZqsMY6NxBdgdaebExgDAVicckGNJDU8wVfRUWWMaov5jX4zPaDorqe75QwjAC"
PURPOSE = 84  # which addresses: 44 p2pkh, 49 p2wpkh in p2sh, 84 p2wpkh, 86 p2tr
PRICE = 50_000  # satoshi
CONFIRMATIONS = 2
