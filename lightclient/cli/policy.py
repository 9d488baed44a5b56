"""Policy files: TOML, one setting a line."""

from pathlib import Path

from lightclient.cli import files, tomlfile
from lightclient.codec.errors import BadSchema
from lightclient.evidence.policy import Policy, policy_of


def load(path: Path | None) -> Policy:
    """Return the policy in a file, the default one if there is no file.

    Raises OSError, BadSchema for what is no TOML, UnknownSetting, BadSetting.
    """
    if path is None:
        return Policy()
    try:
        return policy_of(tomlfile.parse(files.read(path)))
    except ValueError as error:
        raise BadSchema(path.name, f"no TOML: {error}") from None
