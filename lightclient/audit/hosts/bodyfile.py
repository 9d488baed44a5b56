"""Whether a record is of a file: its body lies in the record, or its hash does."""

from typing import NamedTuple

from lightclient.audit.entry import Entry
from lightclient.audit.hosts.errors import NotOfAFile
from lightclient.evidence.verdict import Verdict

FILE = "file"  # the check of a verdict


class File(NamedTuple):
    """What is known of a file. digest: its SHA-256."""

    size: int
    digest: bytes


def check_file(verdict: Verdict, file: File) -> None:
    """Check that a verdict is on the record of a file, and add that to its checks. Raises NotOfAFile, OtherBody."""
    if not isinstance(verdict.subject, Entry):
        raise NotOfAFile()
    verdict.subject.record.check_digest(*file)
    verdict.checks += (FILE,)
