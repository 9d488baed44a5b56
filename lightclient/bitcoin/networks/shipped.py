"""The checkpoints that come with the package: a trust anchor for each public network, made from real headers.

They are where a chain starts, not how far it must come: each lies below its network's minimum work, so a chain that
starts there is catching up until it has reached that. docs/formats.md says how they are made. A board imports only its
own, such as shipped_testnet4.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network


def checkpoint_of(network: "Network") -> "bytes | None":
    """Return the shipped checkpoint of `network`, None if it is not one of the four public ones.

    What counts is the genesis block: a private network that only has the name of a public one gets no checkpoint.
    """
    genesis = network.id[7:]
    if genesis == "000000000019d6689c085ae165831e93":
        from lightclient.bitcoin.networks.shipped_mainnet import CHECKPOINT
    elif genesis == "000000000933ea01ad0ee984209779ba":
        from lightclient.bitcoin.networks.shipped_testnet3 import CHECKPOINT
    elif genesis == "00000000da84f2bafbbc53dee25a72ae":
        from lightclient.bitcoin.networks.shipped_testnet4 import CHECKPOINT
    elif genesis == "00000008819873e925422c1ff0f99f7c":
        from lightclient.bitcoin.networks.shipped_signet import CHECKPOINT
    else:
        return None
    return CHECKPOINT
