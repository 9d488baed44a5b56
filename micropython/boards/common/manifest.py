# What every board has in its firmware.

include("$(MPY_DIR)/extmod/asyncio")
freeze(".", "disk.py")
