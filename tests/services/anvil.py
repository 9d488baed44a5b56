"""anvil with a chain of its own, which makes a block of each transaction, as geth does for developers."""

from tests.services import install
from tests.services.geth import DevNode
from tests.services.process import free_port


class Anvil(DevNode):
    def __init__(self, folder):
        port = free_port()
        line = [install.anvil(), "--host", "127.0.0.1", "--port", str(port), "--chain-id", "1337", "--silent"]
        super().__init__("anvil", folder, line, port)

    def start(self):
        super().start()
        self.rpc.call("anvil_setBlockTimestampInterval", [1])  # else blocks of one second have one time
