"""Write lightclient/wallet/english_table.py from the list of BIP39, 2,048 words, one a line.

python tools/wordtable.py english.txt
"""

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "lightclient" / "wallet" / "english_table.py"
WIDTH = 100

HEADER = '''"""The English words of BIP39, in order: how many letters are those of the word before, and the others.

Written by tools/wordtable.py.
"""

WORDS = (
'''


def packed(words):
    """Return the words, each without the letters that it shares with the front of the word before it."""
    text, before = "", ""
    for word in words:
        shared = 0
        while word[: shared + 1] == before[: shared + 1]:
            shared += 1
        text += str(shared) + word[shared:]
        before = word
    return text


def source(words):
    text = packed(words)
    lines = [f'    b"{text[at : at + WIDTH]}"\n' for at in range(0, len(text), WIDTH)]
    return HEADER + "".join(lines) + ")\n"


if __name__ == "__main__":
    TARGET.write_text(source(Path(sys.argv[1]).read_text().split()))
