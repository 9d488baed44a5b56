"""The root of the tree of errors, and the branches that every folder hangs its own on.

An error carries the values that were wrong in `args`; the sentence is made only when somebody reads it, so that
raising costs a board no formatting. `name` is what scripts and logs see and does not change between releases.

Apart from `errors`, because a class takes 150 bytes of a board's heap: to check a signature needs a handful.
"""


class LightClientError(Exception):
    """Root of the tree. `says` is a format string over `args`."""

    says = ""

    @property
    def name(self) -> str:
        return type(self).__name__

    def __str__(self) -> str:
        return self.says.format(*self.args)


class Malformed(LightClientError):
    """The bytes do not decode: nothing can be said about what they mean."""


class SelfTestFailed(LightClientError):
    says = "this interpreter computes {} wrongly: nothing it says can be trusted"
