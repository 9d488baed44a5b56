from lightclient.crypto.recode import comb, wnaf

NUMBERS = (0, 1, 2, 3, 0x7F, 0x80, 0xFFFF, 0xAAAA5555, (1 << 128) - 1, 1 << 127, 0x0123456789ABCDEF0123456789ABCDEF)


def test_digits_of_the_non_adjacent_form_add_up():
    for width in (2, 4, 5, 8):
        for number in NUMBERS:
            for signed in (number, -number):
                digits = wnaf(signed, width, 128)
                assert sum(digit << i for i, digit in enumerate(digits)) == signed


def test_digits_are_odd_small_and_apart():
    for width in (2, 4, 5, 8):
        for number in NUMBERS:
            digits = list(wnaf(number, width, 128))
            for i, digit in enumerate(digits):
                assert digit == 0 or (digit & 1 and abs(digit) < 1 << width - 1)
                assert digit == 0 or not any(digits[i + 1 : i + width])


def test_columns_of_a_comb_add_up():
    teeth, columns = 6, 24
    for number in NUMBERS:
        for odd in (number | 1, -number | 1):
            total = 0
            for column in comb(odd, teeth, columns):
                total = 2 * total + sum((1 if column >> t & 1 else -1) << columns * t for t in range(teeth))
            assert total == odd
