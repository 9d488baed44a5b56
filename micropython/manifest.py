# Freezes what a device needs of the library, and its links and slots, into a firmware:
# include(".../micropython/manifest.py") in the manifest of a board. What is installed is the list of package.json.

import json
import os

# Beside this folder in a checkout; a wheel carries this folder within the library.
library = "../" if os.path.isdir("../lightclient") else "../../../"

with open("package.json") as file:
    for target, source in json.load(file)["urls"]:
        freeze(library if source.startswith("../") else ".", target)
