from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.wallet.accounts import Account, path
from lightclient.wallet.bip32 import master
from lightclient.wallet.errors import NoSuchChild, UnknownPurpose
from lightclient.wallet.path import HARDENED, serialize
from tests.portable.support import raises

# The seed of "abandon abandon ... about".
SEED = bytes.fromhex(
    "5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc1"
    "9a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4"
)


def test_paths_of_accounts():
    assert serialize(path(84, MAINNET)) == "m/84h/0h/0h"
    assert serialize(path(86, TESTNET4, 3)) == "m/86h/1h/3h"


def test_addresses_as_other_wallets_show_them():
    root = master(SEED)
    for purpose, address in (
        (44, "1LqBGSKuX5yYUonjxT5qGfpUsXKYYWeabA"),
        (49, "37VucYSaXLCAsxYyAPfbSi9eh4iEcbShgf"),
        (84, "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"),
        (86, "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr"),
    ):
        assert Account.of(root, purpose, MAINNET).address(0) == address


def test_an_account_needs_no_private_key():
    account = Account.of(master(SEED), 84, TESTNET4)
    watched = Account(account.key.public(), 84, TESTNET4)
    assert watched.address(5, 1) == account.address(5, 1)
    assert watched.child(0).secret is None
    for index, change in ((-1, 0), (HARDENED, 0), (0, 2), (0, HARDENED)):
        with raises(NoSuchChild):
            account.address(index, change)
    with raises(UnknownPurpose):
        Account(account.key, 45, TESTNET4)
