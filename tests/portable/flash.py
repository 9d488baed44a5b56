"""A medium for slots whose power can be cut within any write."""


class PowerCut(Exception):
    pass


class Flash:
    """Slots in memory.

    left    bytes until the power fails, counted over all writes; None: it does not
    torn    says what a broken write leaves in the slot
    writes  how many were completed
    """

    def __init__(self, torn, slots=2):
        self.slots = [b""] * slots
        self.left = None
        self.torn = torn
        self.writes = 0

    def read(self, slot):
        return self.slots[slot]

    def write(self, slot, parts):
        data = b"".join(parts)
        if self.left is not None:
            if self.left < len(data):
                self.slots[slot] = self.torn(data, self.slots[slot], self.left)
                raise PowerCut
            self.left -= len(data)
        self.slots[slot] = data
        self.writes += 1


def truncated(data, before, left):
    return data[:left]


def erased(data, before, left):
    return data[:left] + b"\xff" * (len(data) - left)


def overwritten(data, before, left):
    return data[:left] + before[left:]


TORN = (truncated, erased, overwritten)
