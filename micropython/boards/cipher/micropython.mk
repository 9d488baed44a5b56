# Switches on MicroPython's own module `cryptolib`, whose AES is axTLS's or Mbed TLS's: Debian's tarball has neither.

SRC_USERMOD_LIB_C += $(USERMOD_DIR)/aes.c
CFLAGS_USERMOD += -I$(USERMOD_DIR) -DMICROPY_PY_CRYPTOLIB=1 -DMICROPY_SSL_AXTLS=1
