"""What the command needs of the source tree: board definitions, benchmarks, and the tools that run both.

They lie beside the library in a checkout; a wheel carries them within it. Nothing else looks for them.
"""

import sys
from pathlib import Path

CARRIED = "carried"  # the folder in a wheel (pyproject.toml)


def find() -> Path:
    """Return the folder that holds `micropython`, `benchmarks` and `tools`, and import the latter two from there.

    Raises FileNotFoundError if the library was installed without them.
    """
    library = Path(__file__).parent.parent
    for folder in (library.parent, library / CARRIED):
        if (folder / "micropython" / "boards").is_dir():
            if str(folder) not in sys.path:
                sys.path.insert(0, str(folder))
            return folder
    raise FileNotFoundError(2, "the boards are missing: install lightclient from its wheel", str(library / CARRIED))
