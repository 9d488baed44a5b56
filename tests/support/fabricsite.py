"""A channel whose blocks an orderer serves, and a member that may read it."""

from lightclient.codec.protobuf import bytes_field, message_field
from lightclient.fabric.der import OCTETS, OID, SEQUENCE, element, integer
from lightclient.fabric.hosts.blocks import parse_whole
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.payload import parse_envelope, parse_payload
from tests.portable import fabric
from tests.portable.fabric import block, config, genesis, transaction


class Chain:
    """blocks: as devices get them. messages: as orderers keep them. ids: of the transactions of a block, by number."""

    def __init__(self, count, sets=None, who="abcd", channel=fabric.CHANNEL, more=None):
        """sets: letters of the consenters that a block brings, by its number. who: those of block 0.

        more: envelopes that stand before the others of a block, by its number.
        """
        self.blocks, self.messages, self.ids = {}, {}, {}
        last = sequence = 0
        made = genesis(who=who, channel=channel)
        self._add(made, [config(who=who, channel=channel)])
        for number in range(1, count + 1):
            new = (sets or {}).get(number)
            envelopes = (more or {}).get(number, []) + [once(number, turn) for turn in range(2)]
            if new:
                sequence += 1
                envelopes = [config(who=new, sequence=sequence, channel=channel)]
            made = block(number, made.hash, envelopes, last, who[: quorum(who)], whole=bool(new))
            self._add(made, envelopes)
            if new:
                who, last = new, number
        self.network = FabricNetwork(channel, self.blocks[0].hash)

    def _add(self, made, envelopes):
        number = made.height
        self.blocks[number] = made
        self.messages[number] = message(made, envelopes)
        self.ids[number] = [id_of(each) for each in envelopes] if made.envelope is None else []


class Recorded:
    """A channel's blocks, as `Deliver` hands them out; tests/services/orderer.py has it over gRPC."""

    def __init__(self, chain):
        self.channel = chain.network.channel
        self.messages = chain.messages

    def newest(self):
        return parse_whole(self.messages[max(self.messages)])

    def blocks(self, first, last, bare):
        return [parse_whole(self.messages[number]) for number in range(first, last + 1)]

    def close(self):
        return


def quorum(who):
    return (len(who) + (len(who) - 1) // 3 + 2) // 2


def once(number, turn):
    return transaction("client", f"data {turn} of block {number}".encode())


def id_of(envelope):
    return parse_payload(parse_envelope(envelope)[0]).id()


def signatures(made):
    """Return the message Metadata with a block's signatures."""
    metadata = bytes_field(1, made.value)
    for each in made.signatures:
        metadata += message_field(2, bytes_field(2, each.signature) + bytes_field(3, each.header))
    return metadata


def message(made, envelopes):
    """Return the message Block with all of its envelopes, as orderers send it and peers show it."""
    data = b"".join([message_field(1, each) for each in envelopes])
    parts = (signatures(made), b"", b"\x00" * len(envelopes), b"")
    metadata = b"".join([message_field(1, each) for each in parts])
    return message_field(1, made.header.serialize()) + message_field(2, data) + message_field(3, metadata)


def msp_folder(folder, name="client", org="Orgx"):
    """Write what Fabric's own commands want of a member; return the folder."""
    inner = integer(1) + element(OCTETS, fabric.secret(name))
    curve = fabric.algorithm(fabric.EC_KEY, element(OID, fabric.P256))
    key = element(SEQUENCE, integer(0) + curve + element(OCTETS, element(SEQUENCE, inner)))
    for place, data in (
        ("signcerts/cert.pem", fabric.pem(fabric.member(org, name, b"client"))),
        ("keystore/priv_sk", fabric.pem(key, "PRIVATE KEY")),
    ):
        (folder / place).parent.mkdir(parents=True)
        (folder / place).write_bytes(data)
    return folder
