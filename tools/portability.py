"""Refuse in portable files what MicroPython 1.25 lacks, or does differently without saying so.

    python tools/portability.py [FILE ...]        default: every portable file of lightclient/ and micropython/

Prints `path:line: CODE message`, where the message ends with the way out, and exits with 1 if there is
anything to print. tests/boards/test_portability.py has examples of every rule and tries them on both interpreters.
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Beside this in a checkout; a wheel carries the rest of the sources within the package.
LIBRARY = ROOT / "lightclient" if (ROOT / "lightclient").is_dir() else ROOT.parent

# What runs on CPython alone, and so may do as it likes.
HOST_ONLY = (
    "lightclient/audit/hosts/",
    "lightclient/bitcoin/hosts/",
    "lightclient/__main__.py",
    "lightclient/cli/",
    "lightclient/client.py",
    "lightclient/cometbft/hosts/",
    "lightclient/crypto/hosts/",
    "lightclient/decided/hosts/",
    "lightclient/evm/hosts/",
    "lightclient/fabric/hosts/",
    "lightclient/gateway/",
    "lightclient/keys/hosts/",
    "lightclient/merkle/hosts/",
    "lightclient/mqtt/hosts/",
    "lightclient/opentimestamps/hosts/",
    "lightclient/store/hosts/",
    "lightclient/till/",
    "lightclient/web/",
    "lightclient/waiting.py",
)

# What only a board has: there the folder `micropython` is in sys.path, for the name is taken.
BOARD = ("micropython/links", "micropython/memory")
ELEMENT = "micropython/atecc608"

# Curves in machine code: of no use without the routines in NATIVE, which are assembler that mpy-cross compiles for one
# -march each. No other interpreter can even import those, and sources for all boards go without the whole folder.
MACHINE = "lightclient/crypto/machine/"
NATIVE = {
    MACHINE + name + ".py": architecture
    for routine in ("", "sha512_", "keccak_", "ripemd160_", "blake2b_", "bls_")
    for name, architecture in ((routine + "rv32", "rv32imc"), (routine + "thumb", "armv7m"))
}

# The roots of imports that are ours.
OURS = ("lightclient", "links", "memory", "atecc608")

# Compiling on a board takes three to four times the source in heap.
MAX_SOURCE = 9 * 1024

# Tables are one bytes literal each, which the compiler takes in a piece: little more than its bytes in heap.
TABLES = ("_table.py", "_comb.py", "_program.py")
MAX_TABLE = 20 * 1024

# Where text is decoded: MicroPython takes overlong forms and surrogates, so the bytes are looked at as well.
DECODERS = "lightclient/codec/"

RULES = {
    "ANNOTATION": "CPython evaluates it and MicroPython does not: put quotes around it",
    "ASSERT": "an assert vanishes under -O: raise an error that says what is wrong",
    "ATTRIBUTE": "MicroPython has no .{}: {}",
    "BOOL": "isinstance(True, int) is False on MicroPython: write type(x) is int",
    "BUILTIN": "MicroPython has no {}: use its base class, such as OSError or ValueError",
    "CHAIN": "MicroPython drops the cause and prints a warning: raise without `from`",
    "DECODE": "MicroPython takes malformed UTF-8: decode text in " + DECODERS + ", which looks twice",
    "DECORATOR": "only property, staticmethod, classmethod and micropython's own: call the function instead",
    "DISPLAY": "a star in a display is a syntax error on MicroPython: write a + b, or a | b",
    "FSTRING": "MicroPython formats the plain strings beside an f-string as well: use str.format()",
    "HOOK": "MicroPython never calls {}: give it a name and call it",
    "IMPORT": "MicroPython has no {}: do without, or import it under `if TYPE_CHECKING:`",
    "KEYWORD": "{}() takes no {}= on MicroPython: pass it by position or do without",
    "MEMBER": "MicroPython has no {}.{}: do without, or `try:` it",
    "POW": "MicroPython answers 0 to a negative exponent: write pow(x, p - 2, p), or use Euclid",
    "PRINT": "a library does not print: return the value or raise",
    "SIZE": "over {} bytes, too much to compile on a board: split the file",
    "STEP": "MicroPython steps through lists only: use reversed(), or index with range()",
    "SUBCLASS": "to MicroPython's own functions a subclass is not a {}: hold one in the class",
    "SYNTAX": "a syntax error on MicroPython: {}",
    "TYPE_CHECKING": "write TYPE_CHECKING = False: type checkers know better, boards need not",
}

# The modules that both interpreters have, and in them the names that both have.
MODULES = {
    "array": "array",
    "asyncio": "CancelledError Event Lock StreamReader StreamWriter Task TimeoutError create_task "
    "current_task gather get_event_loop new_event_loop open_connection run sleep start_server wait_for",
    "binascii": "a2b_base64 b2a_base64 crc32 hexlify unhexlify",
    "collections": "OrderedDict deque namedtuple",
    "errno": "EACCES EADDRINUSE EAGAIN ECONNABORTED ECONNREFUSED ECONNRESET EEXIST EHOSTUNREACH "
    "EINPROGRESS EINVAL EIO EISDIR ENOBUFS ENODEV ENOENT ENOMEM ENOTCONN EPERM ETIMEDOUT errorcode",
    "gc": "collect disable enable isenabled",
    "hashlib": "sha256",
    "io": "BytesIO IOBase StringIO open",
    "json": "dump dumps load loads",
    "math": "ceil exp floor inf isfinite isinf isnan log log2 log10 nan sqrt trunc",
    "os": "chdir getcwd listdir mkdir remove rename rmdir stat statvfs unlink urandom",
    "random": "choice getrandbits randint random randrange seed uniform",
    "select": "POLLERR POLLHUP POLLIN POLLOUT poll",
    "socket": "AF_INET AF_INET6 SOCK_DGRAM SOCK_STREAM SOL_SOCKET SO_REUSEADDR getaddrinfo socket",
    "struct": "calcsize pack pack_into unpack unpack_from",
    "sys": "argv byteorder exit implementation maxsize modules path platform stderr stdin stdout version",
    "time": "gmtime localtime mktime sleep time time_ns",
}

# Attributes that no object of MicroPython has, with what to write in their place.
ATTRIBUTES = {
    "bit_length bit_count": "shift in a loop, or compare with a power of two",
    "hexdigest": "write digest().hex()",
    "digest_size block_size": "write the number",
    "copy": "write list(x), dict(x) or bytearray(x); a hash cannot be copied",
    "cast itemsize nbytes tolist": "use struct, len() or list()",
    "tobytes": "write bytes(x)",
    "isascii": "compare len(x.encode()) with len(x)",
    "removeprefix removesuffix": "use startswith() or endswith() and a slice",
    "isalnum isdecimal isidentifier isprintable casefold swapcase title capitalize": "look at the characters",
    "zfill ljust rjust expandtabs": "use format()",
    "format_map translate maketrans": "use a loop",
    "_replace _fields _asdict": "write the fields out",
    "with_traceback add_note __cause__ __context__ __traceback__": "an error carries its args alone",
    "__annotations__ __doc__ __mro__ __subclasses__": "it is not kept",
}

# Functions of C, which take no keywords on MicroPython, and the keywords they have on CPython.
KEYWORDS = {
    "from_bytes": "byteorder signed",
    "to_bytes": "length byteorder signed",
    "int": "base",
    "pow": "base exp mod",
    "round": "ndigits",
    "sum": "start",
    "zip": "strict",
    "bytes": "encoding errors",
    "str": "encoding errors",
    "encode": "encoding errors",
    "decode": "encoding errors",
    "hex": "sep bytes_per_sep",
    "split": "sep maxsplit",
    "rsplit": "sep maxsplit",
    "deque": "maxlen",
    "namedtuple": "rename defaults module",
    "sha256": "usedforsecurity",
    "unpack_from": "offset",
    "dumps": "indent sort_keys",
}

# Builtins of CPython that are a NameError on MicroPython, in an `except` only when it is reached.
BUILTINS = (
    "BlockingIOError BrokenPipeError BufferError ChildProcessError ConnectionAbortedError ConnectionError "
    "ConnectionRefusedError ConnectionResetError EnvironmentError ExceptionGroup FileExistsError "
    "FileNotFoundError IOError InterruptedError IsADirectoryError ModuleNotFoundError NotADirectoryError "
    "PermissionError RecursionError ReferenceError SystemError TimeoutError UnboundLocalError "
    "UnicodeDecodeError UnicodeEncodeError Warning DeprecationWarning RuntimeWarning UserWarning "
    "aiter anext ascii breakpoint vars"
)

# Methods that CPython calls by itself and MicroPython does not.
HOOKS = "__init_subclass__ __set_name__ __format__ __index__ __bytes__ __missing__ __del__ __round__ __getattribute__"

# (0,) + Sub() is a segmentation fault, 1 + Sub() a TypeError, len(Sub()) as well.
SEALED = "int float str bytes bytearray tuple list dict set frozenset"

DECORATORS = "property staticmethod classmethod"


def place_of(file):
    """Return the path of a source file in the repository, wherever it lies here."""
    return file.relative_to(ROOT if file.is_relative_to(ROOT) else LIBRARY.parent).as_posix()


def portable_files():
    """Return the files of lightclient/ that have to run on MicroPython, in order."""
    files = [(place_of(file), file) for file in sorted(LIBRARY.rglob("*.py"))]
    left_out = (*HOST_ONLY, *NATIVE)
    return [file for place, file in files if place.startswith("lightclient/") and not place.startswith(left_out)]


def native_files():
    """Return the files of NATIVE, in order."""
    return [LIBRARY.parent / place for place in NATIVE]


def board_files():
    """Return the files of links and slots that only a board has, which it imports as `links` and `memory`."""
    return sorted(file for folder in BOARD for file in (ROOT / folder).glob("*.py"))


def element_files():
    """Return the files of the secure element, which a board imports as `atecc608`."""
    return sorted((ROOT / ELEMENT).glob("*.py"))


def check(source, path):
    """Return what is wrong with `source`, the text of the file `path`, as (line, code, message) in order."""
    visitor = Visitor(may_decode=DECODERS in path)
    limit = MAX_TABLE if path.endswith(TABLES) else MAX_SOURCE
    if len(source.encode()) > limit:
        visitor.refuse(1, "SIZE", limit)
    visitor.visit(ast.parse(source))
    return sorted(visitor.found)


def name_of(node):
    """Return the last name in `node`: "c" for both c and a.b.c, and "" for anything else."""
    return getattr(node, "id", "") or getattr(node, "attr", "")


def is_in(name, names):
    return name in names.split()


def mentions(node, *names):
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))


def tells_bool_apart(node):
    """Return whether `node` names bool or asks whether something `is True`."""
    comparisons = [part for part in ast.walk(node) if isinstance(part, ast.Compare)]
    sides = [side for part in comparisons for side in part.comparators if isinstance(side, ast.Constant)]
    return mentions(node, "bool") or any(side.value is True or side.value is False for side in sides)


class Visitor(ast.NodeVisitor):
    """Collects in `found` what is wrong with a tree."""

    def __init__(self, may_decode):
        self.found = []
        self.may_decode = may_decode
        self.modules = {}  # name in this file: module that was imported under it
        self.detecting = False  # inside a `try` that is ready to find something missing
        self.minds_bool = False  # inside a function that tells bool from int

    def refuse(self, line, code, *values):
        self.found.append((line, code, RULES[code].format(*values)))

    # -- what is not there

    def visit_If(self, node):
        """What is under `if TYPE_CHECKING:` never runs."""
        for child in node.orelse if name_of(node.test) == "TYPE_CHECKING" else ast.iter_child_nodes(node):
            self.visit(child)

    def visit_Try(self, node):
        """`try: import fast` and `except ImportError:` is how to use what only some interpreters have."""
        types = [handler.type for handler in node.handlers if handler.type]
        outer = self.detecting
        self.detecting = outer or any(mentions(type_, "ImportError", "AttributeError") for type_ in types)
        for child in node.body:
            self.visit(child)
        self.detecting = outer
        for child in node.handlers + node.orelse + node.finalbody:
            self.visit(child)

    def need_module(self, line, name):
        if name not in MODULES and name.split(".")[0] not in OURS and not self.detecting:
            self.refuse(line, "IMPORT", name)

    def need_member(self, line, module, name):
        if module in MODULES and not is_in(name, MODULES[module]) and not self.detecting:
            self.refuse(line, "MEMBER", module, name)

    def visit_Import(self, node):
        for alias in node.names:
            self.need_module(node.lineno, alias.name)
            self.modules[alias.asname or alias.name] = alias.name

    def visit_ImportFrom(self, node):
        if node.level == 0:
            self.need_module(node.lineno, node.module)
            for alias in node.names:
                self.need_member(node.lineno, node.module, alias.name)

    def visit_Attribute(self, node):
        self.need_member(node.lineno, self.modules.get(name_of(node.value)), node.attr)
        for names, way_out in ATTRIBUTES.items():
            if is_in(node.attr, names):
                self.refuse(node.lineno, "ATTRIBUTE", node.attr, way_out)
        self.generic_visit(node)

    def visit_Name(self, node):
        if is_in(node.id, BUILTINS):
            self.refuse(node.lineno, "BUILTIN", node.id)

    # -- calls

    def visit_Call(self, node):
        name = name_of(node.func)
        for keyword in node.keywords:
            if name in KEYWORDS and keyword.arg and is_in(keyword.arg, KEYWORDS[name]):
                self.refuse(node.lineno, "KEYWORD", name, keyword.arg)
        if isinstance(node.func, ast.Attribute) and name == "decode" and not self.may_decode:
            self.refuse(node.lineno, "DECODE")
        if isinstance(node.func, ast.Name):
            self.check_call_of_builtin(node.lineno, name, node.args)
        self.generic_visit(node)

    def check_call_of_builtin(self, line, name, args):
        if name == "pow" and len(args) == 3 and isinstance(getattr(args[1], "op", None), ast.USub):
            self.refuse(line, "POW")
        if name == "isinstance" and mentions(args[1], "int") and not self.minds_bool:
            self.refuse(line, "BOOL")
        if name == "str" and len(args) > 1 and not self.may_decode:
            self.refuse(line, "DECODE")
        if name == "print":
            self.refuse(line, "PRINT")

    # -- expressions

    def visit_Slice(self, node):
        if node.step:
            self.refuse(node.lineno, "STEP")
        self.generic_visit(node)

    def visit_display(self, node):
        if isinstance(getattr(node, "ctx", None), ast.Store):  # a, *b = c is well
            return
        if any(isinstance(item, ast.Starred) for item in node.elts):
            self.refuse(node.lineno, "DISPLAY")
        self.generic_visit(node)

    visit_List = visit_Tuple = visit_Set = visit_display

    def visit_Dict(self, node):
        if None in node.keys:
            self.refuse(node.lineno, "DISPLAY")
        self.generic_visit(node)

    def visit_JoinedStr(self, node):
        texts = [part.value for part in node.values if isinstance(part, ast.Constant)]
        if any("{" in text or "}" in text for text in texts):
            self.refuse(node.lineno, "FSTRING")
        self.generic_visit(node)

    def visit_comprehension_of(self, node):
        if any(isinstance(part, ast.Await) or getattr(part, "is_async", 0) for part in ast.walk(node)):
            self.refuse(node.lineno, "SYNTAX", "await in a loop, not in a comprehension")
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_of

    # -- statements

    def visit_Match(self, node):
        self.refuse(node.lineno, "SYNTAX", "write if and elif, not match")
        self.generic_visit(node)

    def visit_TryStar(self, node):
        self.refuse(node.lineno, "SYNTAX", "write except, not except*")
        self.generic_visit(node)

    def visit_Raise(self, node):
        from_none = isinstance(node.cause, ast.Constant)
        if node.cause and not from_none:
            self.refuse(node.lineno, "CHAIN")
        self.generic_visit(node)

    def visit_Assert(self, node):
        self.refuse(node.lineno, "ASSERT")
        self.generic_visit(node)

    def visit_Assign(self, node):
        names = [name_of(target) for target in node.targets]
        if "TYPE_CHECKING" in names and getattr(node.value, "value", None) is not False:
            self.refuse(node.lineno, "TYPE_CHECKING")
        self.generic_visit(node)

    def visit_AnnAssign(self, node):
        self.check_annotation(node.annotation)
        self.visit(node.target)
        if node.value:
            self.visit(node.value)

    def check_annotation(self, node):
        plain = isinstance(node, ast.Name)
        if not plain and not isinstance(node, ast.Constant):
            self.refuse(node.lineno, "ANNOTATION")

    # -- definitions

    def visit_FunctionDef(self, node):
        self.check_decorators(node)
        if is_in(node.name, HOOKS):
            self.refuse(node.lineno, "HOOK", node.name)
        if node.args.posonlyargs:
            self.refuse(node.lineno, "SYNTAX", "leave out the / for positional-only parameters")
        if node.returns:
            self.check_annotation(node.returns)
        self.visit(node.args)

        outer = self.minds_bool
        self.minds_bool = outer or any(tells_bool_apart(child) for child in node.body)
        for child in node.body:
            self.visit(child)
        self.minds_bool = outer

    def visit_AsyncFunctionDef(self, node):
        if any(isinstance(part, ast.Yield) for part in ast.walk(node)):
            self.refuse(node.lineno, "SYNTAX", "write a class with __anext__, not an asynchronous generator")
        self.visit_FunctionDef(node)

    def visit_arg(self, node):
        if node.annotation:
            self.check_annotation(node.annotation)

    def visit_ClassDef(self, node):
        self.check_decorators(node)
        for base in node.bases:
            if is_in(name_of(base), SEALED):
                self.refuse(node.lineno, "SUBCLASS", base.id)
        for child in node.bases + node.body:
            self.visit(child)

    def check_decorators(self, node):
        for decorator in node.decorator_list:
            of_micropython = name_of(getattr(decorator, "value", None)) == "micropython"
            if not of_micropython and not is_in(name_of(decorator), DECORATORS):
                self.refuse(decorator.lineno, "DECORATOR")


def main(arguments):
    wrong = False
    files = [Path(argument).resolve() for argument in arguments]
    for file in files or portable_files() + board_files() + element_files():
        path = file.relative_to(ROOT).as_posix()
        for line, code, message in check(file.read_text(encoding="utf-8"), path):
            print(f"{path}:{line}: {code} {message}")
            wrong = True
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
