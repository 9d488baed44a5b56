"""Shapes in CDDL, held against records with pycddl, around the weaknesses that it has in version 0.6."""

import re

import pycddl


def shape(name, text):
    """Return the rule `name` of a CDDL text as a list of pairs of schemas.

    A choice between arrays makes pycddl lose its place, so each alternative is a pair of its own. Where there is a size
    it forgets what type has to have it, so the second schema of a pair has the types alone. A field whose name is also
    that of a rule is taken for that rule, whatever its type, so a text has to do without such names.
    """
    texts = [f"root = {name}\n{_reached(name, text)}"]
    for choice in set(re.findall(r"\S+ / \w+(?=[],])", text)):
        texts = [one.replace(choice, alternative) for one in texts for alternative in choice.split(" / ")]
    return [(pycddl.Schema(one), pycddl.Schema(re.sub(r" \.size (\(\S+\)|\d+)", "", one))) for one in texts]


def _reached(name, text):
    """Return the rules of a text that one of them leads to: each choice elsewhere would double the schemas."""
    rules = dict(re.findall(r"^(\S+) (=.*?)(?=^\S+ =|\Z)", re.sub(r";.*", "", text), re.MULTILINE | re.DOTALL))
    reached = [name]
    for rule in reached:
        reached += [
            word for word in dict.fromkeys(re.findall(r"[\w-]+", rules[rule])) if word in rules and word not in reached
        ]
    return "".join(f"{rule} {rules[rule]}" for rule in reached)


def holds(shape, record):
    """Return whether a record has the shape."""
    for schemas in shape:
        try:
            for schema in schemas:
                schema.validate_cbor(record)
            return True
        except pycddl.ValidationError:
            pass
    return False


def broken(fields):
    """Yield records with a field dropped, of another type or added, at the top and in the arrays within."""
    for index, value in enumerate(fields):
        before, after = fields[:index], fields[index + 1 :]
        yield [*before, *after]
        for other in (True, 1.5, [], {}, None):
            if other != value:
                yield [*before, other, *after]
        if isinstance(value, list):
            for changed in broken(value):
                yield [*before, changed, *after]
    yield [*fields, 0]
    yield [*fields, b""]
