"""What a device is installed: the lists that mip and the manifest go by are what is imported."""

import json

import pytest

from tools import profile


@pytest.mark.parametrize("name", profile.PROFILES)
def test_a_list_is_what_is_imported(name):
    listing = profile.PROFILES[name].listing
    assert listing.read_text() == profile.package(name), "python -m tools.profile makes it anew"
    for _, source in json.loads(listing.read_text())["urls"]:
        assert (listing.parent / source).is_file()


@pytest.mark.slow
def test_every_file_goes_where_it_is_imported_from():
    assert {place.split("/")[0] for place in profile.files()} == {"lightclient", "links", "memory"}
    own = {"anchors.py", "fleet.py", "hardware.py", "journal.py", "orders.py", "signer.py"}
    folders = {"atecc608", "lightclient", "links", "memory"}
    assert {place.split("/")[0] for place in profile.files("sensor")} == own | folders


@pytest.mark.slow
def test_a_sensor_is_given_the_rules_of_its_own_ledger():
    ledgers = {"sensor": "bitcoin", "sensor of CometBFT": "cometbft", "sensor of Ethereum": "evm"}
    ledgers["sensor of Fabric"] = "fabric"
    for name, ledger in ledgers.items():
        rooms = {place.split("/")[1] for place in profile.files(name) if place.startswith("lightclient/")}
        assert rooms & set(ledgers.values()) == {ledger}, name


@pytest.mark.slow
def test_only_who_wants_filters_is_given_them():
    more = set(profile.files("filters")) - set(profile.files())
    assert {place.split("/")[-1] for place in more} == {"filters.py", "siphash.py"}


@pytest.mark.slow
def test_only_who_has_timestamps_is_given_their_format():
    more = set(profile.files("timestamps")) - set(profile.files())
    rooms = {"/".join(place.split("/")[:2]) for place in more}
    assert rooms == {"lightclient/opentimestamps", "lightclient/bitcoin", "lightclient/codec", "lightclient/crypto"}
    assert "lightclient/bitcoin/stamp.py" in more and not [place for place in more if "/hosts/" in place]


def test_a_device_is_not_given_what_only_keys_or_hosts_need():
    targets = " ".join(target for target, _ in json.loads(profile.package("verify"))["urls"])
    for needless in ("gateway", "cli/", " client.py", "hosts/", "secp256k1", "ed25519", "address", "filters"):
        assert needless not in targets.replace("lightclient/", "")


@pytest.mark.slow
def test_no_device_is_given_what_needs_a_host_or_what_nothing_of_it_uses():
    for name in profile.PROFILES:
        assert not [place for place in profile.files(name) if "/hosts/" in place or "bls12_381" in place], name
