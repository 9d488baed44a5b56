"""The root of the tree of errors, and the branches that every folder hangs its own on, in its own `errors`.

A class takes 110 bytes of a board's heap. Where those count, put the program into one file (tools/amalgamation.py),
which leaves out the errors that nothing raises.
"""


class LightClientError(Exception):
    """Root of the tree.

    An error carries the values that were wrong, in `fields` by name, or in `args`. The docstring of its class is the
    sentence, a format string over both: it is made only when somebody reads it. MicroPython keeps no docstrings and
    shows name and values.
    """

    def __init__(self, *args: object, **fields: object) -> None:
        super().__init__(*args)
        self.fields = fields

    @property
    def name(self) -> str:
        """What scripts and logs see. Does not change between releases."""
        return type(self).__name__

    def __str__(self) -> str:
        says: "str | None" = getattr(type(self), "__doc__", None)
        if says:
            return says.format(*self.args, **self.fields)
        values = [str(value) for value in self.args] + [key + "=" + str(self.fields[key]) for key in self.fields]
        return self.name + ": " + ", ".join(values)


class Malformed(LightClientError):
    """The bytes do not decode, so nothing can be said about their meaning."""


class InvalidHeader(LightClientError):
    """A header that the rules refuse. `height` is its place in the chain, set by whoever knows it."""

    height: "int | None" = None

    def __str__(self) -> str:
        says = super().__str__()
        return says if self.height is None else "height " + str(self.height) + ": " + says


class TimeTooNew(InvalidHeader):
    """time {} is more than two hours after the clock ({}): is the clock right?"""


class UnknownParent(InvalidHeader):
    """the header follows no block that is known here"""


class ForkTooDeep(InvalidHeader):
    """the fork leaves the chain below height {}, the deepest reorganisation this window survives"""


class Equivocation(InvalidHeader):
    """{who} signed two blocks at height {at}: {first} and {second}"""


class InvalidProof(LightClientError):
    """A proof that decodes but does not hold."""


class SelfTestFailed(LightClientError):
    """this interpreter computes {} wrongly: nothing it says can be trusted"""
