from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.header import bits_of, display, hash_of
from lightclient.bitcoin.networks.known import NETWORKS, by_name
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.sync.ledger import Cadence
from tests.portable.support import raises

GENESIS_HASHES = {
    "mainnet": "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
    "testnet3": "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
    "testnet4": "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
    "signet": "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6",
    "regtest": "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206",
}


def test_genesis_blocks_are_those_of_core():
    assert {network.name: display(hash_of(network.genesis)) for network in NETWORKS} == GENESIS_HASHES


def test_genesis_blocks_have_the_work_they_claim():
    for network in NETWORKS:
        assert bits_of(network.genesis) == network.limit_bits
        assert int.from_bytes(hash_of(network.genesis), "little") <= target_of(network.limit_bits)


def test_the_least_work_of_a_network_is_more_than_its_genesis():
    for network in (MAINNET, TESTNET3, TESTNET4, SIGNET):
        assert network.min_chainwork > 1000 * work_of(target_of(network.limit_bits))
    assert REGTEST.min_chainwork == 0


def test_a_network_has_the_caip_2_id_of_its_genesis_block():
    # https://namespaces.chainagnostic.org/bip122/caip2 has the first one as its example.
    assert MAINNET.id == "bip122:000000000019d6689c085ae165831e93"
    for network in NETWORKS:
        assert network.id == "bip122:" + GENESIS_HASHES[network.name][:32]
        assert by_name(network.id) is network
    own = Network("mainnet", REGTEST.genesis, REGTEST.limit_bits)  # a name says nothing, the genesis block does
    assert own.id == REGTEST.id


def test_every_network_has_the_cadence_of_bitcoin():
    for network in NETWORKS:
        assert network.cadence == (600, 7200, 86400, 100)
        assert (network.cadence.spacing, network.cadence.stale_after) == (600, 86400)
    assert Network("own", REGTEST.genesis, REGTEST.limit_bits, cadence=Cadence(1, 2, 3, 4)).cadence.settled == 4


def test_versions_are_required_from_their_heights_on():
    table = ((227930, -(1 << 31)), (227931, 2), (363724, 2), (363725, 3), (388380, 3), (388381, 4), (900000, 4))
    assert [MAINNET.required_version(height) for height, _ in table] == [version for _, version in table]


def test_a_network_is_found_by_its_name():
    for network in NETWORKS:
        assert by_name(network.name) is network


def test_a_name_that_is_not_known_is_refused():
    for name in ("", "bitcoin", "Mainnet", "testnet"):
        with raises(WrongNetwork) as caught:
            by_name(name)
        assert caught.error.args == (name, "mainnet, testnet3, testnet4, signet, regtest")
