"""What the user trusts, from the options of a command."""

from pathlib import Path

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.chain import Chain, from_genesis
from lightclient.bitcoin.header import SIZE
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.trust_errors import NoTrustAnchor
from lightclient.cli import files, output
from lightclient.errors import UnknownParent

WHOLE = 1 << 32  # headers: a window that nothing leaves


def load(
    network: Network, checkpoint: Path | None, headers: Path | None, now: int, quiet: bool
) -> ChainAnchor | HeadersAnchor:
    """Return the trust anchor that the files hold.

    Headers are checked rule by rule from the checkpoint or, if they begin with it, from the genesis block; other
    headers are trusted as given. Raises NoTrustAnchor if there is neither file, and what the checks raise.
    """
    data = b"" if headers is None else files.read(headers)
    if checkpoint is not None:
        chain = records.parse(files.read(checkpoint), network, WHOLE)
        origin = f"checkpoint at height {chain.base.height}"
    elif headers is None:
        raise NoTrustAnchor()
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
