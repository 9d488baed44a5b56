"""What the user trusts, from the options of a command."""

from pathlib import Path
from typing import Any

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.chain import Chain, from_genesis
from lightclient.bitcoin.header import SIZE
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.more_errors import NoTrustAnchor
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.shipped import checkpoint_of
from lightclient.cli import files, output
from lightclient.errors import UnknownParent
from lightclient.ledgers import brought, network_of

WHOLE = 1 << 32  # headers: a window that nothing leaves
WINDOW = 12  # blocks kept whole of a ledger that only serves to judge evidence


def load(
    network: Network, checkpoint: Path | None, headers: Path | None, now: int, quiet: bool
) -> ChainAnchor | HeadersAnchor:
    """Return the trust anchor that the files hold, or the shipped checkpoint if there is neither.

    Headers are checked rule by rule from the checkpoint or, if they begin with it, from the genesis block; other
    headers are trusted as given. Raises NoTrustAnchor if nothing is given for a network without a shipped checkpoint,
    and what the checks raise.
    """
    data = b"" if headers is None else files.read(headers)
    if checkpoint is not None:
        chain = records.parse(files.read(checkpoint), network, WHOLE)
        origin = f"checkpoint at height {chain.base.height}"
    elif headers is None:
        shipped = checkpoint_of(network)
        if shipped is None:
            raise NoTrustAnchor()
        chain = records.parse(shipped, network, WHOLE)
        origin = f"shipped checkpoint at height {chain.base.height}"
    elif data[:SIZE] == network.genesis:
        chain = from_genesis(network, WHOLE)
        origin = "genesis block"
    else:
        return HeadersAnchor(data, network)
    if headers is not None:
        _extend(chain, data, now, quiet)
    return ChainAnchor(chain, origin)


def _extend(chain: Chain, data: bytes, now: int, quiet: bool) -> None:
    """Take a run of headers, which may begin below the chain's base. Raises UnknownParent if it never meets it."""
    met = False
    with output.progress("headers", len(data), quiet) as done:
        for start in range(0, len(data), files.CHUNK):
            try:
                chain.extend(data[start : start + files.CHUNK], now)
                met = True
            except UnknownParent:
                if met:
                    raise
            done(start)
    if not met:
        raise UnknownParent()


def mains(checkpoints: list[Path]) -> dict[str, Any]:
    """Return the ledgers that a log may be anchored in, by id. Raises OSError, and what makes a checkpoint unusable."""
    found = {}
    for path in checkpoints:
        record = files.read(path)
        network = brought(record) or network_of(records.network_of(record), record)
        found[network.id], _ = network.start(record, None, WINDOW)
    return found
