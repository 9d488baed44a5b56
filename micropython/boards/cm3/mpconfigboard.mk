# QEMU's `mps2-an385` machine: Arm's MPS2 board with a Cortex-M3.

include boards/MPS2_AN385/mpconfigboard.mk
include $(BOARD_DIR)/../common/board.mk

LDFLAGS += -T $(BOARD_DIR)/unwind.ld
