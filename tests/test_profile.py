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


def test_every_file_goes_where_it_is_imported_from():
    assert {place.split("/")[0] for place in profile.files()} == {"lightclient", "port"}
    assert {place.split("/")[0] for place in profile.files("sensor")} == {
        "lightclient",
        "port",
        "fleet.py",
        "hardware.py",
    }


def test_only_who_wants_filters_is_given_them():
    more = set(profile.files("filters")) - set(profile.files())
    assert {place.split("/")[-1] for place in more} == {"filters.py", "filter_errors.py", "siphash.py"}


def test_a_device_is_not_given_what_only_keys_or_hosts_need():
    targets = " ".join(target for target, _ in json.loads(profile.package("verify"))["urls"])
    for needless in ("gateway", "cli", "client.py", "secp256k1", "ed25519", "address", "filters"):
        assert needless not in targets.replace("lightclient/", "")
