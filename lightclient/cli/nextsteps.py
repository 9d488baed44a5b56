"""What to try after the demonstration. Plain text, for the demonstration also runs where no package is installed."""

NEXT = """\
What to try next:

  firmware   docs/quickstart-firmware.md: your program on an emulated board
             docs/porting.md: from an empty ESP32 to a verified payment
  payments   docs/quickstart-payments.md: follow a payment in a dozen lines
             .venv/bin/python -m examples.run mpos: a terminal on MicroPython
  CI         docs/quickstart-ci.md: verify evidence, test an application
             lightclient verify: exit 0 proved, 3 not yet, 1 refused, 2 usage"""
