# The board with the library and its links frozen into its firmware, as a product would ship them: what a device
# installs, and what of the library a device needs that has keys, the field machine for its instruction set included.

import os

include("manifest.py")
include("../../manifest.py")

library = "../../.." if os.path.isdir("../../../lightclient") else "../../../../.."  # as in ../../manifest.py

with open("../../package.json") as file:
    installed = file.read()
for folder in ("bitcoin", "codec", "crypto", "crypto/machine", "keys", "wallet", "wallet/psbt"):
    for name in sorted(os.listdir(library + "/lightclient/" + folder)):
        path = "lightclient/" + folder + "/" + name
        if name.endswith(".py") and not name.endswith("thumb.py") and '"' + path + '"' not in installed:
            freeze(library, path)
