"""Whole blocks, for whoever makes proofs: the txids of every transaction and the bytes of a few.

Source: Bitcoin Core primitives/block.h; BIP34 (height in the coinbase).
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import tree
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.errors import NotCoinbase, RootMismatch, TxidMismatch
from lightclient.bitcoin.more_errors import NoTransactions
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.bitcoin.walk import walk
from lightclient.codec.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network


class Block:
    """A block whose transactions lead to the Merkle root of its header.

    txids: in order, internal byte order. `transaction` returns one of them whole, `stripped` its bytes.
    """

    def __init__(self, data: bytes) -> None:
        """Read `data`: a raw block and nothing else.

        Raises what `walk` and `tree.levels` raise, TrailingBytes, NoTransactions, NotCoinbase,
        RootMismatch.
        """
        reader = Reader(data)
        self.data = data
        self.header = reader.take(codec.SIZE)
        count = reader.compact_size("the number of transactions", tree.MAX_TRANSACTIONS)
        if not count:
            raise NoTransactions()
        self.txids: "list[bytes]" = []
        self.offsets: "list[int]" = []
        self.stripped_sizes: "list[int]" = []
        for position in range(count):
            self.offsets.append(reader.offset)
            walked = walk(reader)
            if walked.is_coinbase != (not position):
                raise NotCoinbase()
            self.txids.append(walked.txid)
            self.stripped_sizes.append(walked.stripped_size)
        self.offsets.append(reader.offset)
        reader.end()
        if tree.root(self.txids) != codec.merkle_root_of(self.header):
            raise RootMismatch()

    def transaction(self, position: int) -> Transaction:
        return parse(self.data[self.offsets[position] : self.offsets[position + 1]])

    def stripped(self, position: int) -> bytes:
        """Return the transaction at `position` without its witnesses, as its txid commits to it (BIP141)."""
        raw = self.data[self.offsets[position] : self.offsets[position + 1]]
        size = self.stripped_sizes[position]
        if size == len(raw):
            return raw
        # version, marker and flag, the part that stays, witnesses, lock time
        return raw[:4] + raw[6 : size - 2] + raw[-4:]

    def bundle(
        self,
        network: str,
        position: int,
        following: bytes = b"",
        log_proof: "tuple[int, int, bytes] | None" = None,
    ) -> Bundle:
        """Return the bundle that proves the transaction at `position`, coinbase included."""
        tx, branch = self.stripped(position), tree.branch_of(self.txids, position)
        coinbase = self.stripped(0), tree.branch_of(self.txids, 0)
        return Bundle(network, tx, position, branch, self.header, coinbase, following, log_proof)

    def position_of(self, txid: bytes) -> int:
        """Return where the transaction `txid` stands. Raises TxidMismatch if it is not in the block."""
        try:
            return self.txids.index(txid)
        except ValueError:
            raise TxidMismatch() from None

    def height(self, network: "Network") -> "int | None":
        """Return the height that the coinbase commits to, None where the network did not yet ask for it (BIP34).

        Blocks older than the rule could hold anything there, so one that claims a height below it tells nothing.
        """
        script = self.transaction(0).inputs[0][2]
        if self.header == network.genesis:
            return 0
        # A minimal script number: its length, then little-endian bytes; 1 to 16 have opcodes of their own.
        if script and 0x51 <= script[0] <= 0x60:
            height = script[0] - 0x50
        elif script and 1 <= script[0] <= 4 and len(script) > script[0]:
            height = int.from_bytes(script[1 : 1 + script[0]], "little")
        else:
            return None
        return height if int.from_bytes(self.header[:4], "little") >= 2 and height >= network.bip34_height else None
