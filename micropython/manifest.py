# Freezes the port, and what of the library it needs, into a firmware: include(".../micropython/manifest.py") in the
# manifest of a board. What is installed is the list of package.json.

import json

with open("package.json") as file:
    for target, source in json.load(file)["urls"]:
        freeze(source[: -len(target)] or ".", target)
