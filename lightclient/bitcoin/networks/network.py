"""The rules of a Bitcoin network, as data: a network of one's own is one more record.

Source: Bitcoin Core kernel/chainparams.cpp.
"""

EPOCH = 2016  # blocks


class Network:
    """Parameters of one chain; a verifier gets them as an argument and never asks for a name.

    genesis         header of block 0
    limit_bits      easiest allowed target, compact
    interval        blocks in a difficulty epoch
    no_retargeting  difficulty never changes (regtest)
    min_difficulty  the 20-minute rule of the testnets
    bip94           testnet4: no time warp, retarget from the epoch's first block
    bip34_height, bip66_height, bip65_height
                    from these heights on the block version must be at least 2, 3, 4
    min_chainwork   a chain with less work than this is not the network's chain
    p2pkh_version, p2sh_version, hrp
                    address prefixes
    wif_version, xprv_version, xpub_version, coin_type
                    how private and extended keys are written (BIP32), and the coin of their paths (BIP44)
    challenge       script that must sign every block (BIP325, signets), else None
    """

    def __init__(
        self,
        name: str,
        genesis: bytes,
        limit_bits: int,
        interval: int = EPOCH,
        no_retargeting: bool = False,
        min_difficulty: bool = False,
        bip94: bool = False,
        bip34_height: int = 1,
        bip66_height: int = 1,
        bip65_height: int = 1,
        min_chainwork: int = 0,
        p2pkh_version: int = 111,
        p2sh_version: int = 196,
        hrp: str = "tb",
        wif_version: int = 239,
        xprv_version: int = 0x04358394,
        xpub_version: int = 0x043587CF,
        coin_type: int = 1,
        challenge: "bytes | None" = None,
    ) -> None:
        self.name = name
        self.genesis = genesis
        self.limit_bits = limit_bits
        self.interval = interval
        self.no_retargeting = no_retargeting
        self.min_difficulty = min_difficulty
        self.bip94 = bip94
        self.bip34_height = bip34_height
        self.bip66_height = bip66_height
        self.bip65_height = bip65_height
        self.min_chainwork = min_chainwork
        self.p2pkh_version = p2pkh_version
        self.p2sh_version = p2sh_version
        self.hrp = hrp
        self.wif_version = wif_version
        self.xprv_version = xprv_version
        self.xpub_version = xpub_version
        self.coin_type = coin_type
        self.challenge = challenge

    def required_version(self, height: int) -> int:
        """Return the least version that a block at `height` may have (BIP34, BIP66, BIP65)."""
        if height >= self.bip65_height:
            return 4
        if height >= self.bip66_height:
            return 3
        return 2 if height >= self.bip34_height else -(1 << 31)
