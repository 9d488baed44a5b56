// The chip of board cm3: Cortex-M3 on Arm's MPS2. Addresses: Arm Application Note AN385, table 3-1.
// Peripherals: Cortex-M System Design Kit Technical Reference Manual (Arm DDI 0479), chapter 4.

#include "common/chip.h"

#define REG32(address) (*(volatile uint32_t *)(address))

// The first word of the 16 MB PSRAM; program, heap and stack are in the 4 MB at 0.
volatile uint32_t *const chip_heap_size = &REG32(0x21000000);

#define TIMER_CONTROL REG32(0x40000000)
#define TIMER_VALUE REG32(0x40000004)
#define TIMER_RELOAD REG32(0x40000008)

// APB timer 0 counts down at 25 MHz, 40 ns a step; whoever asks at least every 171 s misses no round.
uint64_t chip_uptime(void) {
    static uint64_t steps;
    if (!TIMER_CONTROL) {
        TIMER_RELOAD = TIMER_VALUE = 0xffffffff;
        TIMER_CONTROL = 1;
    }
    steps += (uint32_t)(~TIMER_VALUE - (uint32_t)steps);
    return steps * 40;
}

uint64_t chip_time(void) { // MPS2 has no real-time clock
    return chip_uptime();
}

uint64_t chip_instructions(void) { // under `-icount shift=0` an instruction takes a nanosecond
    return chip_uptime();
}

// APB UART 0 is the console, 1 the second.
#define UART_DATA REG32(0x40005000)
#define UART_STATE REG32(0x40005004)
#define UART_CONTROL REG32(0x40005008)
#define UART_INTERRUPTS REG32(0x4000500c)
#define UART_DIVIDER REG32(0x40005010)
#define CONSOLE_CONTROL REG32(0x40004008)
#define CONSOLE_INTERRUPTS REG32(0x4000400c)
#define STATE_TRANSMIT_FULL (1 << 0)
#define STATE_RECEIVE_FULL (1 << 1)
#define CONTROL_TRANSMIT (1 << 0)
#define CONTROL_RECEIVE (1 << 1)
#define CONTROL_RECEIVE_INTERRUPT (1 << 3)
#define INTERRUPT_RECEIVED (1 << 1)

// SysTick, at 25 MHz. A pending exception ends WFI where PRIMASK keeps it from being taken: Armv7-M Architecture
// Reference Manual, B1.5.19, B3.3 and B3.4.
#define SYSTICK_CONTROL REG32(0xe000e010)
#define SYSTICK_RELOAD REG32(0xe000e014)
#define SYSTICK_VALUE REG32(0xe000e018)
#define INTERRUPT_CONTROL REG32(0xe000ed04)
#define NVIC_SET_ENABLE REG32(0xe000e100)
#define NVIC_CLEAR_ENABLE REG32(0xe000e180)
#define NVIC_CLEAR_PENDING REG32(0xe000e280)
#define BOTH_RECEIVE (1 << 0 | 1 << 2) // QEMU hw/arm/mps2.c (uartirq)

void chip_idle(void) {
    CONSOLE_CONTROL |= CONTROL_RECEIVE_INTERRUPT;
    SYSTICK_RELOAD = 25000 - 1;
    SYSTICK_VALUE = 0;
    __asm volatile ("cpsid i" : : : "memory");
    SYSTICK_CONTROL = 7; // the processor's clock, an exception at zero, on
    NVIC_SET_ENABLE = BOTH_RECEIVE;
    __asm volatile ("wfi" : : : "memory");
    SYSTICK_CONTROL = 0;
    INTERRUPT_CONTROL = 1 << 25; // PENDSTCLR
    CONSOLE_INTERRUPTS = INTERRUPT_RECEIVED; // writing clears
    UART_INTERRUPTS = INTERRUPT_RECEIVED;
    NVIC_CLEAR_ENABLE = BOTH_RECEIVE;
    NVIC_CLEAR_PENDING = BOTH_RECEIVE;
    __asm volatile ("cpsie i" : : : "memory");
}

bool chip_uart_open(void) {
    UART_DIVIDER = 16;
    UART_CONTROL = CONTROL_TRANSMIT | CONTROL_RECEIVE | CONTROL_RECEIVE_INTERRUPT;
    return true;
}

bool chip_uart_readable(void) {
    return UART_STATE & STATE_RECEIVE_FULL;
}

bool chip_uart_writable(void) {
    return !(UART_STATE & STATE_TRANSMIT_FULL);
}

uint8_t chip_uart_read(void) {
    return UART_DATA;
}

void chip_uart_write(uint8_t byte) {
    UART_DATA = byte;
}
