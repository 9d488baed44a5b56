// What the two chips do differently: chip.c of each board defines it, common/ builds on it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Where QEMU's loader puts the size of the heap; 0 if it was not told to.
extern volatile uint32_t *const chip_heap_size;

// Instructions since reset. Exact, or in steps of 40 on cm3, under `-icount shift=0`, else without meaning.
uint64_t chip_instructions(void);

// Nanoseconds since reset, and since 1970; a board without a clock gives the first for the second.
uint64_t chip_uptime(void);
uint64_t chip_time(void);

// Stop until a byte has come or a millisecond is over, so that the emulator's processor is free for others.
void chip_idle(void);

// The second UART. chip_uart_open returns false if QEMU was started without one.
bool chip_uart_open(void);
bool chip_uart_readable(void);
bool chip_uart_writable(void);
uint8_t chip_uart_read(void);
void chip_uart_write(uint8_t byte);
