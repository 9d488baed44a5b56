# Switches on MicroPython's own modules `tls` and `cryptolib`, with Mbed TLS.

MICROPY_PY_SSL = 1
MICROPY_SSL_MBEDTLS = 1
MBEDTLS_CONFIG_FILE = \"tls/config.h\"
CFLAGS_USERMOD += -DMICROPY_PY_CRYPTOLIB=1 -DMICROPY_TRACKED_ALLOC=1
SRC_USERMOD_LIB_C += $(USERMOD_DIR)/entropy.c $(USERMOD_DIR)/time.c
