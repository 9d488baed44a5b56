"""Blocks of an orderer, by its service Deliver over gRPC. Calls block; what comes is held together before it is used.

An orderer shows blocks to whoever may read the channel, so each call carries an envelope that a member has signed.
HEADER_WITH_SIG brings what devices need: header and metadata, and configuration blocks whole.

Source: Hyperledger Fabric ab.proto (SeekInfo, DeliverResponse), common.proto; common/deliver/deliver.go.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import grpc

from lightclient.codec import protobuf
from lightclient.codec.protobuf import MESSAGE, UINT, bytes_field, message_field, number_field
from lightclient.errors import Malformed
from lightclient.fabric.hosts.blocks import Whole, parse_whole
from lightclient.fabric.hosts.errors import BadOrderer
from lightclient.fabric.hosts.identity import Identity
from lightclient.gateway.errors import RpcNonsense, RpcRefused, RpcUnreachable
from lightclient.gateway.rpc import SPENT

METHOD = "/orderer.AtomicBroadcast/Deliver"
RESPONSE = {1: UINT, 2: MESSAGE}
SEEK, FAIL_IF_NOT_READY, HEADER_WITH_SIG = 5, 1, 1
SUCCESS, NOT_FOUND = 200, 404
TIMEOUT = 20.0  # seconds for one call, whole
MAX_ANSWERS = 100 << 20  # bytes of all answers to one call: as many as Fabric's own clients take of one block
URL = re.compile(r"(grpcs?)://([A-Za-z0-9_.-]{1,253}:[0-9]{1,5})/?")


class Deliver:
    """An orderer at `url`, grpc(s)://host:port, that is asked about one channel.

    ca: file of the authority that signed the orderer's certificate, the system's if None.
    """

    def __init__(self, url: str, channel: str, who: Identity, ca: str | None = None) -> None:
        """Raises BadOrderer; OSError for a file that cannot be used."""
        self._channel = opened(url, ca, MAX_ANSWERS)
        self._call = self._channel.stream_stream(METHOD)
        self.channel = channel
        self.who = who

    def newest(self) -> Whole:
        """Return the newest block; without its data, unless that is a configuration.

        Raises RpcRefused(status), RpcNonsense, RpcUnreachable, as all of these do.
        """
        (found,) = self._blocks(message_field(1, b""), message_field(1, b""), 1, True)
        return found

    def blocks(self, first: int, last: int, bare: bool) -> list[Whole]:
        """Return the blocks at some heights. bare: without their data, unless that is a configuration."""
        found = self._blocks(_place(first), _place(last), last - first + 1, bare)
        if [each.header.number for each in found] != list(range(first, last + 1)):
            raise RpcNonsense("other blocks than were asked for")
        return found

    def close(self) -> None:
        self._channel.close()

    def _blocks(self, start: bytes, stop: bytes, most: int, bare: bool) -> list[Whole]:
        info = message_field(1, start) + message_field(2, stop) + number_field(3, FAIL_IF_NOT_READY)
        question = self._envelope(info + number_field(5, HEADER_WITH_SIG if bare else 0))
        found: list[Whole] = []
        for status, block in self._answers(question):
            if block is None:
                if status != SUCCESS:
                    raise RpcRefused(status, "", "")
                break
            if len(found) == most:
                raise RpcNonsense("more blocks than were asked for")
            found.append(block)
        if not found:
            raise RpcNonsense("no block and no reason")
        return found

    def _answers(self, question: bytes) -> Iterator[tuple[int, Whole | None]]:
        """Yield (status, block) of each answer; there is no block beside a status."""
        spent = SPENT.get()
        if spent is not None:
            spent.calls += 1
        left = MAX_ANSWERS
        try:
            for data in self._call(iter([question]), timeout=TIMEOUT):
                if spent is not None:
                    spent.parsed += len(data)
                left -= len(data)
                if left < 0:
                    raise RpcNonsense(f"answers of over {MAX_ANSWERS} bytes")
                fields = protobuf.parse(data, RESPONSE, "an answer of Deliver")
                yield fields[1], None if fields[2] is None else parse_whole(fields[2])
        except grpc.RpcError as error:
            raise RpcUnreachable(error.code().name.lower().replace("_", " ")) from None
        except Malformed as error:
            raise RpcNonsense(f"an answer that does not parse ({error.name})") from None

    def _envelope(self, info: bytes) -> bytes:
        now = message_field(3, number_field(1, int(time.time())))
        header = number_field(1, SEEK) + now + bytes_field(4, self.channel.encode())
        signer = bytes_field(1, self.who.creator) + bytes_field(2, os.urandom(24))
        payload = message_field(1, bytes_field(1, header) + bytes_field(2, signer)) + bytes_field(2, info)
        return bytes_field(1, payload) + bytes_field(2, self.who.sign(payload))


def opened(url: str, ca: str | None, most: int) -> grpc.Channel:
    """Return what calls to an address go over; nothing is connected yet. most: bytes of one message that comes.

    Raises BadOrderer; OSError for a file that cannot be used.
    """
    found = URL.fullmatch(url)
    if not found:
        raise BadOrderer(why="the address is not as it should be")
    scheme, target = found.groups()
    if ca is not None and scheme == "grpc":
        raise BadOrderer(why="only grpcs has a certificate")
    options = [("grpc.max_receive_message_length", most), ("grpc.enable_http_proxy", 0)]
    if scheme == "grpc":
        return grpc.insecure_channel(target, options)
    roots = Path(ca).read_bytes() if ca is not None else None
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(roots), options)


def _place(height: int) -> bytes:
    """Return the message SeekPosition of a height."""
    return message_field(3, number_field(1, height))
