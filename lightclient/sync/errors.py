"""What can go wrong between a client and its gateways, one class per cause."""

from lightclient.errors import LightClientError


class BadGateways(LightClientError):
    """the gateways are {given}: pass a list of their names, at least one, each once"""


# The gateways' own words are in `reasons`, by name.
class Unanswered(LightClientError):
    """No gateway gave an answer that holds."""

    @property
    def reasons(self) -> "dict[str, str]":
        reasons: "dict[str, str]" = self.fields["reasons"]  # type: ignore[assignment]
        return reasons


class NotFound(Unanswered):
    """no gateway knows {what}: {reasons}; retry later, or ask another gateway"""


class NoAnswer(Unanswered):
    """no gateway answered in time when asked for {what}: {reasons}; check the broker and the gateways' names"""


class NodeDown(Unanswered):
    """the gateways' nodes cannot answer about {what} now: {reasons}; retry later"""


class AnswerTooLarge(Unanswered):
    """{what} is larger than this client takes: {reasons}; raise its limit"""


class Refused(Unanswered):
    """no gateway gave {what}: {reasons}; ask another gateway"""


class TooManyQuestions(LightClientError):
    """{count} questions are open already: wait for an answer"""


class ClientStopped(LightClientError):
    """the client was stopped"""
