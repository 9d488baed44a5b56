"""What tests need that MicroPython has no pytest for."""


class raises:
    """`with raises(BadBits) as caught:` passes if exactly that is raised; `caught.error` is the error."""

    def __init__(self, error):
        self.wanted = error
        self.error = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            raise AssertionError(f"{self.wanted.__name__} was not raised")
        self.error = error
        return kind is self.wanted
