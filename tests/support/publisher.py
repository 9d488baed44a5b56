"""A real ZMQ publisher in front of the regtest node: what Bitcoin Core's zmqpubrawtx and zmqpubhashblock send."""

import zmq

from tests.services.process import free_port


class Publisher:
    """Tells of all that `node` takes and mines from now on. lose: messages that are counted and not sent."""

    def __init__(self, node, port=None):
        self.address = f"tcp://127.0.0.1:{port or free_port()}"
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.PUB)
        self.socket.bind(self.address)
        self.counts = {}
        self.lose = 0
        self.node = node
        self._broadcast, self._mine = node.broadcast, node.mine
        node.broadcast, node.mine = self.broadcast, self.mine

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.node.broadcast, self.node.mine = self._broadcast, self._mine
        self.close()

    def close(self):
        self.context.destroy(linger=0)

    def send(self, topic, body):
        count = self.counts[topic] = self.counts.get(topic, -1) + 1
        if self.lose:
            self.lose -= 1
        else:
            self.socket.send_multipart([topic, body, count.to_bytes(4, "little")])

    async def broadcast(self, raw):
        txid = await self._broadcast(raw)
        self.send(b"rawtx", raw)
        return txid

    def mine(self, count=1, transactions=None):
        hashes = self._mine(count, transactions)
        for block_hash in hashes:
            self.tell(block_hash)
        return hashes

    def tell(self, block_hash):
        """As Core: the hash as people see it, and each transaction of the block."""
        self.send(b"hashblock", block_hash[::-1])
        block = self.node.blocks[block_hash]
        for position in range(len(block.txids)):
            self.send(b"rawtx", block.transaction(position).serialize())
