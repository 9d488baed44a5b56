# QEMU's `virt` machine with RV32IMC, the instruction set of the ESP32-C3.

include boards/VIRT_RV32/mpconfigboard.mk
include $(BOARD_DIR)/../common/board.mk
