"""The root of the tree of errors, and the branches that every folder hangs its own on, in its own `errors`.

A class takes 110 bytes of a board's heap, and what is not imported takes none. So a file of errors holds what is wrong
with one thing: to check a signature needs a handful.
"""


class LightClientError(Exception):
    """Root of the tree.

    An error carries in `args` the values that were wrong. The docstring of its class is the sentence, a format string
    over `args`: it is made only when somebody reads it. MicroPython keeps no docstrings and shows name and values.
    """

    @property
    def name(self) -> str:
        """What scripts and logs see. Does not change between releases."""
        return type(self).__name__

    def __str__(self) -> str:
        says = getattr(type(self), "__doc__", None)
        return says.format(*self.args) if says else self.name + ": " + ", ".join([str(value) for value in self.args])


class Malformed(LightClientError):
    """The bytes do not decode: nothing can be said about what they mean."""


class InvalidHeader(LightClientError):
    """A header that the rules refuse. `height` is its place in the chain, set by whoever knows it."""

    height: "int | None" = None

    def __str__(self) -> str:
        says = super().__str__()
        return says if self.height is None else "height " + str(self.height) + ": " + says


class TimeTooNew(InvalidHeader):
    """time {} is more than two hours after the clock ({})"""


class UnknownParent(InvalidHeader):
    """the header follows no block that is known here"""


class ForkTooDeep(InvalidHeader):
    """the fork leaves the chain below height {}, the deepest reorganisation this window survives"""


class InvalidProof(LightClientError):
    """A proof that decodes but does not hold."""


class SelfTestFailed(LightClientError):
    """this interpreter computes {} wrongly: nothing it says can be trusted"""
