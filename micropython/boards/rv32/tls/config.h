// Mbed TLS as MicroPython has it on boards without an operating system (ports/rp2/mbedtls/mbedtls_config_port.h): its
// memory is Python's heap, and a certificate must be good at the time that it is.
#pragma once

#include <time.h>

time_t board_seconds(time_t *result);

#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_PLATFORM_TIME_MACRO board_seconds
#define MBEDTLS_PLATFORM_MS_TIME_ALT
#define MBEDTLS_PLATFORM_GMTIME_R_ALT
#define MICROPY_MBEDTLS_CONFIG_BARE_METAL (1)

#include "extmod/mbedtls/mbedtls_config_common.h"
