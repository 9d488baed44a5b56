# The board with the library and the port frozen into its firmware, as a product would ship them: what a device
# installs, and what of the library a device needs that has keys.

import os

include("manifest.py")
include("../../manifest.py")

with open("../../package.json") as file:
    installed = file.read()
for folder in ("bitcoin", "codec", "crypto", "keys", "keys/psbt"):
    for name in sorted(os.listdir("../../../lightclient/" + folder)):
        path = "lightclient/" + folder + "/" + name
        if name.endswith(".py") and '"' + path + '"' not in installed:
            freeze("../../..", path)
