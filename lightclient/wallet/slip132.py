"""The prefixes of extended keys: those of BIP32, and those of SLIP132, which say what scripts the keys are for.

Only the first are written here; the others are read, because other wallets write them. What they say of scripts,
descriptors say better.

Source: BIP32, SLIP132 (the registry of version bytes).
"""

from lightclient.bitcoin.errors import WrongNetwork
from lightclient.wallet.errors import UnknownKeyVersion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network

XPUB, TPUB = 0x0488B21E, 0x043587CF

# (prefix, version, version of BIP32's public keys on the same network, scripts)
PREFIXES = (
    ("xpub", XPUB, XPUB, ""),
    ("xprv", 0x0488ADE4, XPUB, ""),
    ("ypub", 0x049D7CB2, XPUB, "sh(wpkh)"),
    ("yprv", 0x049D7878, XPUB, "sh(wpkh)"),
    ("zpub", 0x04B24746, XPUB, "wpkh"),
    ("zprv", 0x04B2430C, XPUB, "wpkh"),
    ("Ypub", 0x0295B43F, XPUB, "sh(wsh)"),
    ("Yprv", 0x0295B005, XPUB, "sh(wsh)"),
    ("Zpub", 0x02AA7ED3, XPUB, "wsh"),
    ("Zprv", 0x02AA7A99, XPUB, "wsh"),
    ("tpub", TPUB, TPUB, ""),
    ("tprv", 0x04358394, TPUB, ""),
    ("upub", 0x044A5262, TPUB, "sh(wpkh)"),
    ("uprv", 0x044A4E28, TPUB, "sh(wpkh)"),
    ("vpub", 0x045F1CF6, TPUB, "wpkh"),
    ("vprv", 0x045F18BC, TPUB, "wpkh"),
    ("Upub", 0x024289EF, TPUB, "sh(wsh)"),
    ("Uprv", 0x024285B5, TPUB, "sh(wsh)"),
    ("Vpub", 0x02575483, TPUB, "wsh"),
    ("Vprv", 0x02575048, TPUB, "wsh"),
)


class Prefix:
    """What the first four bytes of an extended key say: `name`, such as zpub, `is_private`, `scripts` or ""."""

    def __init__(self, version: int) -> None:
        """Raises UnknownKeyVersion."""
        for name, known, family, scripts in PREFIXES:
            if known == version:
                self.name = name
                self.is_private = name[1:] == "prv"
                self.scripts = scripts
                self.family = family
                return
        raise UnknownKeyVersion(version)

    def check(self, network: "Network") -> None:
        """Raise WrongNetwork unless the prefix is one of `network`."""
        if self.family != network.xpub_version:
            raise WrongNetwork(self.name, network.name)
