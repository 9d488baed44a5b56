"""What the portable tests share; runs on MicroPython, where there is neither pytest nor contextlib."""


class raises:
    """`with raises(Error) as caught:` asserts that the block raises exactly Error and keeps it in `caught.error`."""

    def __init__(self, wanted):
        self.wanted = wanted
        self.error = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert kind is not None, f"{self.wanted.__name__} was not raised"
        self.error = error
        return kind is self.wanted
