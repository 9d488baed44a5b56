# What both boards add to the board of the qemu port that they are made of.

CFLAGS += -DMP_CONFIGFILE='"$(USER_C_MODULES)/common/mpconfigport.h"' -I$(USER_C_MODULES)

# hal.c and modboard.c stand between the port's main.c and the garbage collector: heap size and peak; and hal.c between
# the port and its console.
LDFLAGS += -Wl,--wrap=gc_init -Wl,--wrap=gc_collect_end -Wl,--wrap=uart_rx_chr

MICROPY_HEAP_SIZE = 1048576  # the most that a run can ask for
MICROPY_VFS_LFS2 = 1
FROZEN_MANIFEST = $(BOARD_DIR)/manifest.py
