"""Where machine code by viper is trusted, and what its sources may not hold."""

import re

import pytest

from lightclient.crypto import (
    blake2b_viper,
    ed25519_viper,
    keccak_viper,
    p256_viper,
    ripemd160_viper,
    secp256k1_viper,
    sha512_viper,
    viper,
    words,
)

SOURCES = [module.SOURCE for module in (blake2b_viper, keccak_viper, ripemd160_viper, sha512_viper)]
SOURCES += [words.LOAD] + [module.RUN for module in (p256_viper, secp256k1_viper, ed25519_viper)]
NONE, X86, X64, ARMV6M, ARMV7M, XTENSA, XTENSAWIN, RV32, RV64 = 0, 1, 2, 4, 5, 9, 10, 11, 12
SMALL = 0x7FFFFFFF


@pytest.mark.parametrize("machine", [X86, ARMV6M, ARMV7M, 6, 7, 8, RV32])
def test_viper_is_trusted_where_its_code_was_run(machine):
    assert viper.trusted(SMALL, machine, (1, 25, 0, ""))


@pytest.mark.parametrize("machine", [XTENSA, XTENSAWIN])
def test_viper_is_not_trusted_on_xtensa_before_it_was_mended_there(machine):
    assert not viper.trusted(SMALL, machine, (1, 25, 0, ""))
    assert not viper.trusted(SMALL, machine, (1, 22, 2, ""))
    assert viper.trusted(SMALL, machine, (1, 26, 0, ""))
    assert viper.trusted(SMALL, machine, (2, 0, 0, "preview"))


@pytest.mark.parametrize("machine", [NONE, X64, RV64, 3, 31])
def test_viper_is_not_trusted_on_machines_that_nobody_has_seen(machine):
    assert not viper.trusted(SMALL, machine, (1, 27, 0, ""))


def test_viper_is_not_trusted_where_words_are_longer():
    assert not viper.trusted((1 << 63) - 1, RV32, (1, 27, 0, ""))


@pytest.mark.parametrize("error", ["NameError", "SyntaxError", "NotImplementedError", "MemoryError"])
def test_what_a_port_cannot_compile_is_not_there(error, monkeypatch):
    monkeypatch.setattr(viper, "trusted", lambda *port: True)
    assert viper.compiled(f"raise {error}", "run") is None
    assert viper.compiled("def run(): pass", "run") is not None


@pytest.mark.parametrize("source", SOURCES)
def test_sources_hold_nothing_that_a_machine_gets_wrong(source):
    assert "~" not in source  # Xtensa, in 1.26 as well
    # A constant may lie anywhere in flash: a Cortex-M0 reads words where they are aligned alone.
    assert not re.search(r"ptr(16|32)\(constants\)", source)
