"""Programs of the field machine, written as rows of (operation, operands ...) with names for slots and labels."""

from tools.machine.operations import NUMBER


class Program:
    """Rows of one curve's programs, one after the other, and the slots that they name, in the order of naming.

    shown: the slots that are spoken of outside; the rows where programs start have labels in capitals.
    field: the operations of its prime, "" for those modulo p, "Q" for those modulo q. Rows may also be
        FINV r a    r = 1 / a in the field          IN r a, OUT r a    r = a in the field, and back, below the prime
    numbers: of the operations. slot: its bytes.
    montgomery: the names of R**2 and R**3 modulo any other prime, R == 2**256; numbers x of the field are x * R then.
    """

    def __init__(
        self,
        field: str = "",
        montgomery: tuple[str, str] | None = None,
        numbers: dict[str, int] = NUMBER,
        slot: int = 32,
    ) -> None:
        self.numbers = numbers
        self.slot = slot
        self.field = field
        self.montgomery = montgomery
        self.rows: list[list[str]] = []
        self.labels: dict[str, int] = {}
        self.slots: dict[str, int] = {}
        self.shown: list[str] = []
        self.constants: dict[str, int] = {}
        self.next = 0

    def name(self, names: str) -> None:
        for name in names.split():
            self.slots[name] = self.next
            self.next += 1

    def at(self, name: str) -> None:
        """Name slots again from the one of this name on."""
        self.next = self.slots[name]

    def size(self) -> int:
        """Return how many slots there are."""
        return max(self.slots.values()) + 1

    def show(self, names: str) -> None:
        self.name(names)
        self.shown += names.split()

    def constant(self, name: str, value: int) -> None:
        self.name(name)
        self.constants[name] = value

    def modulus(self, name: str, value: int) -> None:
        """Name a modulus and what follows it."""
        self.constant(name, value)
        self.constant(name + "'", -pow(value, -1, 1 << 32) % (1 << 32))

    def label(self, name: str) -> None:
        self.labels[name] = len(self.rows)

    def write(self, text: str) -> None:
        """Add rows, one a line: `label:` alone, or an operation and its operands; what follows a # is ignored."""
        for line in text.splitlines():
            words = line.split("#")[0].split()
            if words and words[0].endswith(":"):
                self.label(words[0][:-1])
            elif words:
                self.rows += self._field(*words)

    def _field(self, operation: str, *operands: str) -> list[list[str]]:
        """Return the rows that a row stands for."""
        r, a = (*operands, "", "")[:2]
        if self.montgomery is None:
            if operation == "IN":
                return [] if r == a else [["COPY", r, a]]
            if operation == "OUT":  # a number below 2**256, which is 2 * q + 38, may need it twice
                return [["ADDM", r, a, "zero"]] + [["ADDM", r, r, "zero"]] * (self.field == "Q")
            if operation in ("MUL", "SQR", "ADD", "SUB"):
                return [[operation + self.field, *operands]]
            return [["INV", r, a] if operation == "FINV" else [operation, *operands]]
        square, cube = self.montgomery
        if operation == "SQR":
            rows = [["MULM", r, a, a]]
            if operands[2] != "1":
                here = str(len(self.rows) + 2)
                rows += [["COUNT", str(int(operands[2]) - 1)], ["MULM", r, r, r], ["AGAIN", "0", here]]
            return rows
        if operation in ("MUL", "ADD", "SUB"):
            return [[operation + "M", *operands]]
        if operation == "FINV":
            return [["INV", r, a], ["MULM", r, r, cube]]
        names = {"IN": ["MULM", r, a, square], "OUT": ["MULM", r, a, "one"]}
        return [names.get(operation, [operation, *operands])]

    def entries(self) -> dict[str, int]:
        return {label: row for label, row in self.labels.items() if label.isupper()}

    def assembled(self) -> bytes:
        return b"".join(self._row(*row) for row in self.rows)

    def image(self) -> bytes:
        """Return the first slots, which are constants."""
        names = list(self.slots)[: len(self.constants)]
        return b"".join(self.constants[name].to_bytes(self.slot, "little") for name in names)

    def _row(self, operation: str, *operands: str) -> bytes:
        numbers = [self._number(operand) for operand in operands]
        if operation in ("CALL", "AGAIN", "JUMP"):
            row = numbers.pop()
            numbers = [numbers[0] if numbers else 0, row & 255, row >> 8]
        return bytes((self.numbers[operation], *numbers, *bytes(3 - len(numbers))))

    def _number(self, operand: str) -> int:
        return int(operand) if operand.isdigit() else (self.labels | self.slots)[operand]
