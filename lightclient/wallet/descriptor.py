"""Output descriptors: which scripts a wallet's keys are for, in a line of text.

    pkh(KEY)   wpkh(KEY)   sh(wpkh(KEY))   tr(KEY)          one key each
    wsh(multi(2,KEY,KEY,KEY))   wsh(sortedmulti(...))       so many of these, in sh() as well, and sh(multi(...))
    wsh(MINISCRIPT)   tr(KEY,{MINISCRIPT,{...,...}})        other conditions on keys, hashes and time

Paths with <0;1> in them stand for several descriptors, of which `which` picks one. Other functions that Core knows are
refused by name.

Source: BIP380 to BIP383, BIP379, BIP386, BIP387, BIP389; Bitcoin Core script/descriptor.cpp.
"""

from hashlib import sha256

from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.script import p2sh, p2wsh
from lightclient.crypto.ripemd160 import hash160
from lightclient.wallet import descriptor_checksum, multisig
from lightclient.wallet.descriptor_key import KeyExpression
from lightclient.wallet.errors import (
    BadThreshold,
    KeyCount,
    MisplacedFunction,
    NoSuchDescriptor,
    ScriptTooLarge,
    Unbalanced,
    UnknownFunction,
)
from lightclient.wallet.outputs import PKH, TR, WPKH, script_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.bitcoin.networks.network import Network

SH, WSH, MULTI, SORTED = "sh", "wsh", "multi", "sortedmulti"

# Where each function may stand: at the top, in sh(), in wsh().
PLACES = {
    PKH: ("",),
    WPKH: ("", SH),
    TR: ("",),
    SH: ("",),
    WSH: ("", SH),
    MULTI: (SH, WSH),
    SORTED: (SH, WSH),
}
MAX_KEYS = {SH: 15, WSH: multisig.MAX_KEYS}
MAX_REDEEM = 520  # bytes: no more can be pushed


class Descriptor:
    """One script, or with `ranged` one for each index.

    several  how many descriptors the text stands for: more than one with <0;1>

    descriptor = Descriptor("wpkh(xpub.../0/*)#checksum", MAINNET)
    descriptor.address(5)
    """

    def __init__(self, text: str, network: "Network", checksum_needed: bool = False, which: int = 0) -> None:
        """which: which of several, mostly 0 for receiving and 1 for change. Raises InvalidDescriptor, BadPath."""
        self.network = network
        self.keys: "list[KeyExpression]" = []
        self.functions: "list[str]" = []  # from the outermost to the innermost
        self.threshold = 0
        self.policy: "Any" = None  # policy.Script in wsh(), policy.Tree in tr()
        self.several = 1
        text = descriptor_checksum.take(text, checksum_needed)
        if "<" in text:
            from lightclient.wallet import multipath

            text, self.several = multipath.pick(text, which)
        elif which:
            raise NoSuchDescriptor(which, 1)
        self._parse(text, 1)
        self.ranged = any(key.ranged for key in self.keys)

    def script(self, index: int = 0) -> bytes:
        """Return the output script."""
        redeem = self.redeem_script(index)
        if redeem is not None:
            return p2sh(hash160(redeem))
        return self._unwrapped(index)

    def address(self, index: int = 0) -> str:
        """Return the address: each of these scripts has one."""
        return address_of(self.script(index), self.network) or ""

    def redeem_script(self, index: int = 0) -> "bytes | None":
        """Return what sh() hashes, None without sh()."""
        return self._unwrapped(index) if self.functions[0] == SH else None

    def witness_script(self, index: int = 0) -> "bytes | None":
        """Return what wsh() hashes, None without wsh()."""
        return self._inner(index) if WSH in self.functions else None

    def _unwrapped(self, index: int) -> bytes:
        """Return the script without sh() around it."""
        if WSH in self.functions:
            return p2wsh(sha256(self._inner(index)).digest())
        innermost = self.functions[-1]
        if innermost in (MULTI, SORTED):
            return self._multi(index)
        if self.policy:
            output: bytes = self.policy.output(index)
            return output
        return script_of(innermost, self.keys[0].key(index))

    def _inner(self, index: int) -> bytes:
        """Return the script in wsh()."""
        return self.policy.script(index) if self.policy else self._multi(index)

    def _multi(self, index: int) -> bytes:
        keys = [key.key(index) for key in self.keys]
        if self.functions[-1] == SORTED:
            keys.sort()
        return multisig.script_of(self.threshold, keys)

    # -- reading

    def _parse(self, text: str, at: int) -> None:
        """Read a function, which stands at character `at`."""
        name, opened, body = text.partition("(")
        if name not in PLACES or not opened:
            raise UnknownFunction(at)
        outer = self.functions[-1] if self.functions else ""
        if outer not in PLACES[name]:
            raise MisplacedFunction(name)
        if body[-1:] != ")":
            raise Unbalanced()
        self.functions.append(name)
        body = body[:-1]
        if name == WSH and body.partition("(")[0] not in (MULTI, SORTED, WPKH, TR, SH, WSH):
            from lightclient.wallet.policy import Script

            self.policy = Script(self, body)
        elif name in (SH, WSH):
            self._parse(body, at + len(name) + 1)
        elif name in (MULTI, SORTED):
            self._parse_multi(body, MAX_KEYS[outer], outer)
        elif "," in body and name == TR:
            from lightclient.wallet.policy import Tree

            internal, _, tree = body.partition(",")
            self.add_key(internal, True)
            self.policy = Tree(self, tree)
        else:
            self.add_key(body, name == TR, name == PKH)

    def _parse_multi(self, body: str, limit: int, outer: str) -> None:
        parts = body.split(",")
        count = len(parts) - 1
        if count > limit:
            raise KeyCount(count, limit)
        threshold = parts[0]
        if threshold not in [str(number) for number in range(1, count + 1)]:
            raise BadThreshold(count)
        self.threshold = int(threshold)
        for part in parts[1:]:
            self.add_key(part, False, outer == SH)
        size = 3 + sum([1 + key.length for key in self.keys])
        if outer == SH and size > MAX_REDEEM:
            raise ScriptTooLarge(size, MAX_REDEEM)

    def add_key(self, text: str, x_only: bool, uncompressed: bool = False) -> int:
        """Read one more key and return its number. Raises BadKeyExpression, Unbalanced."""
        if "(" in text or ")" in text:
            raise Unbalanced()
        key = KeyExpression(text, self.network, len(self.keys) + 1, x_only, uncompressed)
        key.check_scripts("(".join(self.functions), len(self.keys) + 1)
        self.keys.append(key)
        return len(self.keys) - 1
