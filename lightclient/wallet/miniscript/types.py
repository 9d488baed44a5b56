"""Miniscript's types: what each fragment leaves on the stack, and what can be said of those who spend it.

A type is a set of letters, one bit each.

    B base  V verify  K key  W wrapped        one of these, or the fragment is wrong
    z zero arguments  o one  n nonzero  d dissatisfiable  u unit
    e expressive  f forced  s safe  m nonmalleable  x its last opcode has no VERIFY form
    g h i j time locks: relative time, relative height, absolute time, absolute height   k none that exclude another

Source: BIP379, "Correctness properties" and after; Bitcoin Core script/miniscript.cpp (ComputeType).
"""

LETTERS = "BVKWzonduefsmxghijk"


def of(letters: str) -> int:
    found = 0
    for letter in letters:
        found |= 1 << LETTERS.find(letter)
    return found


def has(type_: int, letters: str) -> bool:
    """Tell whether a type has all of these."""
    wanted = of(letters)
    return type_ & wanted == wanted


def when(type_: int, condition: bool) -> int:
    return type_ if condition else 0


LEAVES = {
    "0": of("Bzudemsxk"),
    "1": of("Bzufmxk"),
    "pk_k": of("Konudemsxk"),
    "pk_h": of("Knudemsxk"),
    "multi": of("Bnudemsk"),
    "multi_a": of("Budemsk"),
}
HASH = of("Bonudmk")
LOCKS = of("ghij")


def older(number: int) -> int:
    return of("Bzfmxk") | of("g" if number >> 22 & 1 else "h")


def after(number: int) -> int:
    return of("Bzfmxk") | of("i" if number >= 500_000_000 else "j")


def _keeps(x: int, y: int) -> int:
    """Return the locks of two that are both needed, and k unless one excludes the other."""
    mixed = any(has(x, a) and has(y, b) for a, b in ("gh", "hg", "ij", "ji"))
    return (x | y) & LOCKS | when(x & y & of("k"), not mixed)


def _either(*types: int) -> int:
    """Return the locks of several of which one is needed, and k."""
    found, all_of = 0, of("k")
    for type_ in types:
        found |= type_ & LOCKS
        all_of &= type_
    return found | all_of


def wrapped(letter: str, x: int, tapscript: bool) -> int:
    """Return the type of a wrapper around one of type `x`. One without B, V, K and W: the wrapper does not fit."""
    locks = x & of("ghijk")
    if letter == "a":
        return locks | when(of("W"), has(x, "B")) | x & of("udfems") | of("x")
    if letter == "s":
        return locks | when(of("W"), has(x, "Bo")) | x & of("udfemsx")
    if letter == "c":
        return locks | when(of("B"), has(x, "K")) | x & of("ondfem") | of("us")
    if letter == "v":
        return locks | when(of("V"), has(x, "B")) | x & of("zonms") | of("fx")
    if letter == "n":
        return locks | x & of("Bzondfems") | of("ux")
    forced = when(of("e"), has(x, "f"))
    if letter == "j":
        return locks | forced | when(of("B"), has(x, "Bn")) | x & of("oums") | of("ndx")
    one = when(of("o"), has(x, "z")) | when(of("u"), tapscript)  # MINIMALIF is consensus in tapscript
    return locks | forced | when(of("B"), has(x, "Vz")) | one | x & of("ms") | of("ndx")


def and_v(x: int, y: int) -> int:
    return (
        when(y & of("KVB"), has(x, "V"))
        | x & of("n")
        | when(y & of("n"), has(x, "z"))
        | when((x | y) & of("o"), has(x | y, "z"))
        | x & y & of("dmz")
        | (x | y) & of("s")
        | when(of("f"), has(y, "f") or has(x, "s"))
        | y & of("ux")
        | _keeps(x, y)
    )


def and_b(x: int, y: int) -> int:
    return (
        when(x & of("B"), has(y, "W"))
        | when((x | y) & of("o"), has(x | y, "z"))
        | x & of("n")
        | when(y & of("n"), has(x, "z"))
        | when(x & y & of("e"), has(x & y, "s"))
        | x & y & of("dzm")
        | when(of("f"), has(x & y, "f") or has(x, "sf") or has(y, "sf"))
        | (x | y) & of("s")
        | of("ux")
        | _keeps(x, y)
    )


def or_b(x: int, y: int) -> int:
    return (
        when(of("B"), has(x, "Bd") and has(y, "Wd"))
        | when((x | y) & of("o"), has(x | y, "z"))
        | when(x & y & of("m"), has(x | y, "s") and has(x & y, "e"))
        | x & y & of("zse")
        | of("dux")
        | _either(x, y)
    )


def _or(x: int, y: int) -> int:
    """Return what or_c and or_d have in common."""
    return (
        when(x & of("o"), has(y, "z"))
        | when(x & y & of("m"), has(x, "e") and has(x | y, "s"))
        | x & y & of("zs")
        | of("x")
        | _either(x, y)
    )


def or_c(x: int, y: int) -> int:
    return when(y & of("V"), has(x, "Bdu")) | of("f") | _or(x, y)


def or_d(x: int, y: int) -> int:
    return when(y & of("B"), has(x, "Bdu")) | y & of("ufde") | _or(x, y)


def or_i(x: int, y: int) -> int:
    return (
        x & y & of("VBKufs")
        | when(of("o"), has(x & y, "z"))
        | when((x | y) & of("e"), has(x | y, "f"))
        | when(x & y & of("m"), has(x | y, "s"))
        | (x | y) & of("d")
        | of("x")
        | _either(x, y)
    )


def andor(x: int, y: int, z: int) -> int:
    sure = has(x, "s") or has(y, "f")
    locks = _keeps(x, y)
    return (
        when(y & z & of("BKV"), has(x, "Bdu"))
        | x & y & z & of("z")
        | when((x | y & z) & of("o"), has(x | y & z, "z"))
        | y & z & of("u")
        | when(z & of("fe"), sure)
        | z & of("d")
        | when(x & y & z & of("m"), has(x, "e") and has(x | y | z, "s"))
        | z & (x | y) & of("s")
        | of("x")
        | (locks | z) & LOCKS
        | locks & z & of("k")
    )


def thresh(threshold: int, types: "list[int]") -> int:
    arguments = safe = 0
    locks = of("k")
    fits, expressive, firm = True, True, True
    for place, type_ in enumerate(types):
        fits = fits and has(type_, "Wdu" if place else "Bdu")
        expressive = expressive and has(type_, "e")
        firm = firm and has(type_, "m")
        safe += has(type_, "s")
        arguments += 0 if has(type_, "z") else 1 if has(type_, "o") else 2
        locks = _keeps(locks, type_) if threshold > 1 else _either(locks, type_)
    count = len(types)
    return (
        when(of("B"), fits)
        | of("du")
        | when(of("z"), arguments == 0)
        | when(of("o"), arguments == 1)
        | when(of("e"), expressive and safe == count)
        | when(of("m"), expressive and firm and safe >= count - threshold)
        | when(of("s"), safe >= count - threshold + 1)
        | locks
    )
