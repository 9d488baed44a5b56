"""What the user trusts, from the options of a command."""

from pathlib import Path

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.anchor import ChainAnchor, HeadersAnchor
from lightclient.bitcoin.chain import Chain, from_genesis
from lightclient.bitcoin.header import SIZE
from lightclient.bitcoin.networks import Network
from lightclient.cli import files, output
from lightclient.errors import NoTrustAnchor, UnknownParent

WHOLE = 1 << 32  # headers: a window that nothing leaves


def load(
    network: Network, checkpoint: Path | None, headers: Path | None, now: int, quiet: bool
) -> ChainAnchor | HeadersAnchor:
    """Return the trust anchor that the files hold.

    Headers are checked rule by rule from the checkpoint or, if they begin with it, from the genesis block; other
    headers are trusted as given. Raises NoTrustAnchor if there is neither file, and what the checks raise.
    """
    if checkpoint is not None:
        chain = records.parse(files.read(checkpoint), network, WHOLE)
        origin = f"checkpoint at height {chain.base.height}"
        if headers is not None:
            _extend(chain, headers, now, quiet)
        return ChainAnchor(chain, origin)
    if headers is None:
        raise NoTrustAnchor()
    with open(headers, "rb"):  # a missing file is an error before its kind is looked at
        first = next(files.header_runs([headers], lambda done: None), b"")[:SIZE]
    if first == network.genesis:
        chain = from_genesis(network, WHOLE)
        _extend(chain, headers, now, quiet)
        return ChainAnchor(chain, "genesis block")
    return HeadersAnchor(files.read(headers), network)


def _extend(chain: Chain, headers: Path, now: int, quiet: bool) -> None:
    """Take a file of headers, which may begin below the chain's base. Raises UnknownParent if it never meets it."""
    met = False
    with output.progress("headers", files.size_of([headers]), quiet) as done:
        for data in files.header_runs([headers], done):
            try:
                chain.extend(data, now)
                met = True
            except UnknownParent:
                if met:
                    raise
    if not met:
        raise UnknownParent()
