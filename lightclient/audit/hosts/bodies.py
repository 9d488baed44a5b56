"""Bodies that do not fit into records: kept by their SHA-256 in a folder, or in any store that speaks S3's protocol.

    bodies = bodies_of("/var/lib/bodies")
    bodies = bodies_of("s3+https://minio.example:9000/bucket/prefix", ("access key", "secret"))
    bodies.put(data)
    data = bodies.get(digest, size)          checked: nobody has to trust where it lay

All methods block; a server calls them in threads.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from lightclient.audit.hosts.errors import BadLogConfig, BodyDamaged, NoSuchBody
from lightclient.store.errors import StoreFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BODY = 16 << 20  # bytes
SECONDS = 20  # for S3 to connect, and to send more
ROLE = "the store of bodies"
S3 = ("s3", "s3+http", "s3+https")
ABSENT = ("NoSuchKey", "404", "NotFound")


class Bodies(Protocol):
    """What is kept by its SHA-256."""

    def put(self, data: bytes) -> bytes:
        """Keep a body and return its SHA-256; what is there already is written anew. Raises StoreFailed."""

    def get(self, digest: bytes, size: int) -> bytes:
        """Return the body of so many bytes with this SHA-256. Raises NoSuchBody, BodyDamaged, StoreFailed."""


def bodies_of(where: str, credentials: tuple[str, str] | None = None) -> Bodies:
    """Return the store at a path or an URL. credentials: access key and secret; without them, those of the environment.

    Raises BadLogConfig, ModuleNotFoundError for S3 without its package.
    """
    if "://" not in where:
        if credentials:
            raise BadLogConfig(key="bodies", why="a folder takes no credentials")
        return FolderBodies(Path(where))
    parts = urlsplit(where)
    bucket, _, prefix = (parts.netloc + parts.path if parts.scheme == "s3" else parts.path[1:]).partition("/")
    if parts.scheme not in S3 or not bucket or parts.query or parts.fragment or "@" in parts.netloc:
        why = "it is a folder, s3://bucket/prefix or s3+https://host:port/bucket/prefix, without a login"
        raise BadLogConfig(key="bodies", why=why)
    endpoint = None if parts.scheme == "s3" else f"{parts.scheme[3:]}://{parts.netloc}"
    return S3Bodies(bucket, prefix.strip("/"), endpoint, credentials)


class FolderBodies:
    """Files `ab/cdef...` in a folder, each put in its place whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> bytes:
        digest = sha256(data).digest()
        path = self._path(digest)
        with _failing():
            path.parent.mkdir(parents=True, exist_ok=True)
            made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            try:
                with made.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                made.replace(path)
            except BaseException:
                made.unlink(missing_ok=True)
                raise
            handle = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return digest

    def get(self, digest: bytes, size: int) -> bytes:
        try:
            with _failing(), self._path(digest).open("rb") as file:
                data = file.read(size + 1)
        except FileNotFoundError:
            raise NoSuchBody(digest=digest.hex()) from None
        return checked(data, digest, size)

    def _path(self, digest: bytes) -> Path:
        name = digest.hex()
        return self._folder / name[:2] / name[2:]


class S3Bodies:
    """Objects `prefix/abcdef...` of a bucket. The client says nothing of what it sends, and this shows no login."""

    def __init__(
        self, bucket: str, prefix: str, endpoint: str | None = None, credentials: tuple[str, str] | None = None
    ) -> None:
        """Raises ModuleNotFoundError, BadLogConfig."""
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        for name in ("boto3", "botocore", "urllib3"):  # at their finest level they write headers, and so a login
            logging.getLogger(name).setLevel(logging.WARNING)
        settings = Config(
            connect_timeout=SECONDS,
            read_timeout=SECONDS,
            retries={"total_max_attempts": 2},
            s3={"addressing_style": "path" if endpoint else "auto"},
            request_checksum_calculation="when_required",  # others than Amazon's do not all know the newer ones
            response_checksum_validation="when_required",
        )
        key, secret = credentials or (None, None)
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        try:
            self._client: Any = boto3.session.Session().client(
                "s3",
                endpoint_url=endpoint,
                aws_access_key_id=key,
                aws_secret_access_key=secret,
                region_name=region,
                config=settings,
            )
        except (BotoCoreError, ValueError):
            raise BadLogConfig(key="bodies", why="no client can be made for it") from None
        self._bucket = bucket
        self._prefix = prefix + "/" if prefix else ""

    def __repr__(self) -> str:
        return "S3Bodies()"

    def put(self, data: bytes) -> bytes:
        digest = sha256(data).digest()
        with _answering():
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + digest.hex(), Body=data)
        return digest

    def get(self, digest: bytes, size: int) -> bytes:
        with _answering(digest):
            found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + digest.hex())
            body = found["Body"]
            try:
                data = body.read(size + 1)
            finally:
                body.close()
        return checked(data, digest, size)


def checked(data: bytes, digest: bytes, size: int) -> bytes:
    """Return the data if it is what was asked for. Raises BodyDamaged."""
    if len(data) != size or sha256(data).digest() != digest:
        raise BodyDamaged(digest=digest.hex())
    return data


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreFailed(role=ROLE, reason=error.strerror or type(error).__name__) from None


@contextlib.contextmanager
def _answering(digest: bytes | None = None) -> Iterator[None]:
    """Tell what S3 answers in words of ours: its own may have addresses and keys."""
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if digest is not None and code in ABSENT:
            raise NoSuchBody(digest=digest.hex()) from None
        reason = code[:64] if code.isalnum() else "an error"
        raise StoreFailed(role=ROLE, reason=f"it answers {reason}") from None
    except (BotoCoreError, HTTPClientError, OSError) as error:
        raise StoreFailed(role=ROLE, reason=type(error).__name__) from None
