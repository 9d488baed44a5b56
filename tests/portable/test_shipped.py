from lightclient.bitcoin.checkpoint import format_of, parse
from lightclient.bitcoin.networks.known import NETWORKS
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.shipped import checkpoint_of
from lightclient.sync.ledger import GENESIS

HEIGHTS = {"mainnet": 830592, "testnet3": 2588550, "testnet4": 100, "signet": 2015}
PUBLIC = [network for network in NETWORKS if network.name in HEIGHTS]


def test_each_public_network_has_a_checkpoint_of_its_own():
    assert len(PUBLIC) == 4
    for network in PUBLIC:
        record = checkpoint_of(network)
        assert format_of(record) == 2 and len(record) < 330
        chain = parse(record, network)
        assert chain.tip.height == HEIGHTS[network.name] and not chain.best.headers


def test_a_network_of_ones_own_has_none_whatever_its_name():
    assert checkpoint_of(REGTEST) is None
    assert checkpoint_of(Network("mainnet", REGTEST.genesis, REGTEST.limit_bits)) is None


def test_a_chain_starts_at_the_shipped_checkpoint_and_is_not_trusted_there_yet():
    for network in PUBLIC:
        ledger, told = network.start(checkpoint_of(network), None, 12)
        assert (ledger.height, told, ledger.trusted) == (HEIGHTS[network.name], [], False)
        assert ledger.challenger().height == ledger.height
        # what an earlier run saved on the long way up from there is kept
        again, told = network.start(checkpoint_of(network), ledger.save(), 12)
        assert (again.height, told) == (ledger.height, [])


def test_a_run_that_began_at_genesis_gives_way_to_a_shipped_checkpoint():
    for network in PUBLIC:
        genesis, _ = network.start(GENESIS, None, 12)
        ledger, told = network.start(checkpoint_of(network), genesis.save(), 12)
        assert (ledger.height, told) == (HEIGHTS[network.name], ["SavedLessWork"])
