"""What `with device.awake(seconds) as status:` does, blocking and under asyncio."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.device.status import Status


class Awake:
    """What `with device.awake(seconds) as status:` does: catch up, and in any case save and say good-bye."""

    def __init__(self, device: "Any", seconds: float) -> None:
        self.device = device
        self.seconds = seconds

    def __enter__(self) -> "Status":
        try:
            self.device.catch_up(self.seconds)
        except BaseException:
            self.device.sleep()
            raise
        status: "Status" = self.device.status()
        return status

    def __exit__(self, *error: object) -> None:
        self.device.sleep()

    async def __aenter__(self) -> "Status":
        self.device.start()
        try:
            await self.device.catch_up(self.seconds)
        except BaseException:
            await self.device.sleep()
            raise
        status: "Status" = self.device.status()
        return status

    async def __aexit__(self, *error: object) -> None:
        await self.device.sleep()
