# Found by the Makefile of the port in every folder of USER_C_MODULES.

SRC_USERMOD_C += $(USERMOD_DIR)/hal.c $(USERMOD_DIR)/modboard.c $(BOARD_DIR)/chip.c
