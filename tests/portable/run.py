"""Run the portable tests without pytest, from the root of the repository:

    micropython tests/portable/run.py [test_errors ...]

A test is a function `test_*` that takes nothing and asserts, in a module `test_*` of this folder.
Works on CPython too, where pytest finds the same tests by itself.
"""

import gc
import os
import sys

try:
    from sys import print_exception
except ImportError:  # CPython
    from traceback import print_exception

HERE = "tests/portable"


def failed(label, error):
    print(f"FAILED {label}")
    print_exception(error)


def run(name):
    """Run the tests of one module and return how many passed and failed; not to import is one failure."""
    try:
        module = __import__(HERE.replace("/", ".") + "." + name, None, None, ["*"])
    except Exception as error:
        failed(name, error)
        return 0, 1
    tests = [test for test in sorted(dir(module)) if test.startswith("test_")]
    passed = 0
    for test in tests:
        gc.collect()
        try:
            getattr(module, test)()
            passed += 1
        except Exception as error:
            failed(f"{name}.{test}", error)
    print(f"{name}: {passed} passed, {len(tests) - passed} failed")
    return passed, len(tests) - passed


def main(names):
    sys.path[0] = "."  # imports start at the root, not beside this file
    sys.path.append("micropython")  # for `links` and `memory`, which lie there on a board too
    found = [file[:-3] for file in os.listdir(HERE) if file.startswith("test_") and file.endswith(".py")]
    results = [run(name) for name in names or sorted(found)]
    passed = sum(result[0] for result in results)
    failures = sum(result[1] for result in results)
    print(f"{passed} passed, {failures} failed")
    return 1 if failures or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
