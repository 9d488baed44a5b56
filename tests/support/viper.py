"""MicroPython's viper on CPython, for functions of typed arguments, strict where a board is silent.

A word of 32 bits that does not hold what is stored in it is an OverflowError, and so is one outside its buffer.
"""

from types import SimpleNamespace


class Pointer:
    def __init__(self, memory, size, address=0):
        self.memory, self.size, self.address = memory, size, address

    def _at(self, i):
        at = self.address + i * self.size
        if not 0 <= at <= len(self.memory) - self.size:
            raise OverflowError(at)
        return slice(at, at + self.size)

    def __getitem__(self, i):
        return int.from_bytes(self.memory[self._at(i)], "little", signed=self.size == 4)

    def __setitem__(self, i, value):
        self.memory[self._at(i)] = value.to_bytes(self.size, "little", signed=self.size == 4)

    def __add__(self, distance):
        return Pointer(self.memory, self.size, self.address + distance)

    def __sub__(self, distance):
        return self + -distance


def _pointer(size):
    def cast(value):
        return Pointer(value.memory, size, value.address) if isinstance(value, Pointer) else Pointer(value, size)

    return cast


def _viper(function):
    casts = function.__annotations__.values()
    return lambda *arguments: function(*(cast(argument) for cast, argument in zip(casts, arguments, strict=True)))


def compiled(source, name):
    """Return what `lightclient.crypto.viper.compiled` returns on a board."""
    names = {"micropython": SimpleNamespace(viper=_viper), "uint": lambda address: address}
    names.update(ptr8=_pointer(1), ptr32=_pointer(4))
    exec(source, names)
    return names[name]
