"""What runs on MicroPython and on emulated boards."""
