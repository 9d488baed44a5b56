"""What a device is installed: the list that mip and the manifest go by is what the port imports."""

import json

import pytest

from tests.conftest import ROOT
from tools import profile


@pytest.mark.parametrize(
    ("example", "folder"), [("", "micropython"), ("sensor", "examples/sensor"), ("mpos", "examples/mpos")]
)
def test_the_list_is_what_is_imported(example, folder):
    text = (ROOT / folder / "package.json").read_text()
    assert text == profile.package(example), f"python -m tools.profile {example} makes it anew"
    for _, source in json.loads(text)["urls"]:
        assert (ROOT / folder / source).is_file()


def test_every_file_goes_where_it_is_imported_from():
    assert {place.split("/")[0] for place in profile.files()} == {"lightclient", "port"}
    assert {place.split("/")[0] for place in profile.files("sensor")} == {
        "lightclient",
        "port",
        "fleet.py",
        "hardware.py",
    }


def test_a_device_is_not_given_what_only_keys_or_hosts_need():
    targets = " ".join(target for target, _ in json.loads(profile.package())["urls"])
    for needless in ("gateway", "cli", "client.py", "secp256k1", "ed25519", "address", "filters"):
        assert needless not in targets.replace("lightclient/", "")
