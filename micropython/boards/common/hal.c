// Time and heap, as MicroPython asks its port for them (py/mphal.h, py/gc.h).

#include "py/gc.h"
#include "py/mphal.h"
#include "py/runtime.h"

#include "common/chip.h"

#define DEFAULT_HEAP (128 * 1024)

static uint64_t microseconds(void) {
    return chip_uptime() / 1000;
}

mp_uint_t mp_hal_ticks_us(void) {
    return microseconds();
}

mp_uint_t mp_hal_ticks_ms(void) {
    return microseconds() / 1000;
}

mp_uint_t mp_hal_ticks_cpu(void) {
    return chip_instructions();
}

uint64_t mp_hal_time_ns(void) {
    return chip_time();
}

void mp_hal_delay_us(mp_uint_t us) {
    uint64_t end = microseconds() + us;
    while (microseconds() < end) {
    }
}

void mp_hal_delay_ms(mp_uint_t ms) {
    uint64_t end = microseconds() + (uint64_t)ms * 1000;
    while (microseconds() < end) {
        mp_event_wait_ms(1);
    }
}

// The port waits for its console in a loop.
int __real_uart_rx_chr(void);

int __wrap_uart_rx_chr(void) {
    int byte = __real_uart_rx_chr();
    if (byte < 0) {
        chip_idle();
    }
    return byte;
}

// The port's main.c gives all of MICROPY_HEAP_SIZE; a run takes as much of it as it was started with.
void __real_gc_init(void *start, void *end);

void __wrap_gc_init(void *start, void *end) {
    size_t size = *chip_heap_size ? *chip_heap_size : DEFAULT_HEAP;
    __real_gc_init(start, MIN((char *)start + size, (char *)end));
}
