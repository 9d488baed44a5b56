// Time, as Mbed TLS asks for it (mbedtls/platform_time.h, platform_util.h).

#include "py/mphal.h"

#include "mbedtls/platform_time.h"
#include "mbedtls/platform_util.h"

time_t board_seconds(time_t *result) {
    return mp_hal_time_ns() / 1000000000;
}

mbedtls_ms_time_t mbedtls_ms_time(void) {
    return mp_hal_time_ns() / 1000000;
}

// Mbed TLS would take gmtime, whose buffer picolibc has in each thread's own memory, and there are no threads here.
struct tm *mbedtls_platform_gmtime_r(const mbedtls_time_t *seconds, struct tm *calendar) {
    return gmtime_r(seconds, calendar);
}
