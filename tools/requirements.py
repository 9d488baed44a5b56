"""Print what an extra of this project requires here, a line for each package, for an installer that takes each alone.

python tools/requirements.py EXTRA      in an environment that has lightclient and pip
"""

import sys
from importlib import metadata

from pip._vendor.packaging.requirements import Requirement  # in every virtual environment, as `packaging` is not

NAME = "lightclient"


def requirements(extra: str) -> "list[str]":
    """Return the requirements of an extra and of the extras that it is made of."""
    found = []
    for line in metadata.requires(NAME) or []:
        requirement = Requirement(line)
        marker = requirement.marker
        if not marker or not marker.evaluate({"extra": extra}) or marker.evaluate({"extra": ""}):
            continue
        if requirement.name == NAME:
            found += [each for inner in sorted(requirement.extras) for each in requirements(inner)]
        else:
            found.append(f"{requirement.name}{requirement.specifier}")
    return list(dict.fromkeys(found))


if __name__ == "__main__":
    print(*requirements(sys.argv[1]), sep="\n")
