"""What a device is installed: the list that mip and the manifest go by is what the port imports."""

import json

from tests.conftest import ROOT
from tools import profile


def test_the_list_is_what_is_imported():
    assert (ROOT / "micropython/package.json").read_text() == profile.package(), "python -m tools.profile makes it anew"


def test_every_file_of_the_list_is_there_and_goes_where_it_is_imported_from():
    for target, source in json.loads(profile.package())["urls"]:
        assert (ROOT / "micropython" / source).is_file()
        assert target.split("/")[0] in ("lightclient", "port")


def test_a_device_is_not_given_what_only_keys_or_hosts_need():
    targets = " ".join(target for target, _ in json.loads(profile.package())["urls"])
    for needless in ("gateway", "cli", "client.py", "secp256k1", "ed25519", "address", "filters"):
        assert needless not in targets.replace("lightclient/", "")
