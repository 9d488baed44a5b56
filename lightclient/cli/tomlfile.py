"""TOML, from files that a person has written."""

import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def parse(data: bytes) -> dict[str, Any]:
    """Return the table that TOML stands for. Raises ValueError, which says in one line what is wrong."""
    try:
        return tomllib.loads(data.decode())
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except ValueError as error:  # of TOML or UTF-8
        raise ValueError(str(error).replace("\n", " ")) from None
