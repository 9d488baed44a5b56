"""What can go wrong between a board and its secure element, one class per cause."""

from lightclient.errors import LightClientError


class ChipError(LightClientError):
    """The chip did not do what it was asked to do, and may be asked again."""


class NotAwake(ChipError):
    """the chip does not wake up, it answers {}"""


# Its watchdog puts it to sleep within two seconds; until then it may not wake up either.
class ChipSilent(ChipError):
    """no answer to command {:#04x} within {} seconds"""


class BadCrc(ChipError):
    """the answer was damaged on the bus"""


class BadAnswer(ChipError):
    """an answer of {} bytes, wanted {}"""


class NotLocked(ChipError):
    """the chip's configuration is not locked: what it calls random is the same for everybody"""


class StatusError(ChipError):
    """The chip's own word for it."""


class Miscompare(StatusError):
    """the chip found no match"""


class ParseError(StatusError):
    """the chip knows no such command or parameter"""


class EccFault(StatusError):
    """the chip's curve arithmetic failed: retry"""


class SelfTestFault(StatusError):
    """the chip's test of itself failed: it signs no more"""


class HealthTestFault(StatusError):
    """the chip's random numbers are bad"""


class ExecutionError(StatusError):
    """the chip cannot do this now: the slot holds no such key, or its configuration forbids it"""


class WokeAgain(StatusError):
    """the chip fell asleep before it had the command"""


class WatchdogExpiring(StatusError):
    """too little time is left before the chip falls asleep"""


class CommunicationError(StatusError):
    """the command was damaged on the bus"""


class UnknownStatus(StatusError):
    """the chip answers {:#04x}"""


STATUS = {
    0x01: Miscompare,
    0x03: ParseError,
    0x05: EccFault,
    0x07: SelfTestFault,
    0x08: HealthTestFault,
    0x0F: ExecutionError,
    0x11: WokeAgain,
    0xEE: WatchdogExpiring,
    0xFF: CommunicationError,
}
