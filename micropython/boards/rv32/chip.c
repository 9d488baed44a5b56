// The chip of board rv32: QEMU's RISC-V `virt` machine. Addresses: QEMU hw/riscv/virt.c (virt_memmap).

#include "common/chip.h"

#define REG32(address) (*(volatile uint32_t *)(address))
#define REG16(address) (*(volatile uint16_t *)(address))
#define REG8(address) (*(volatile uint8_t *)(address))

// In the RAM behind the stack of mcu/rv32/virt.ld, which nothing else uses.
volatile uint32_t *const chip_heap_size = &REG32(0x80700000);

// A 64-bit counter in two halves: read again if the low one ran over in between.

uint64_t chip_instructions(void) {  // CSRs instret, instreth: The RISC-V Instruction Set Manual I, "Zicntr"
    uint32_t low, high, again;
    do {
        __asm volatile ("rdinstreth %0\n rdinstret %1\n rdinstreth %2" : "=r" (high), "=r" (low), "=r" (again));
    } while (high != again);
    return (uint64_t)high << 32 | low;
}

uint64_t chip_uptime(void) {  // CLINT mtime, 10 MHz: RISC-V ACLINT specification, "MTIME Register"
    uint32_t low, high;
    do {
        high = REG32(0x0200bffc);
        low = REG32(0x0200bff8);
    } while (high != REG32(0x0200bffc));
    return ((uint64_t)high << 32 | low) * 100;
}

uint64_t chip_time(void) {  // goldfish RTC: TIME_LOW holds TIME_HIGH still (QEMU hw/rtc/goldfish_rtc.c)
    uint32_t low = REG32(0x00101000);
    return (uint64_t)REG32(0x00101004) << 32 | low;
}

// The SoC's own UART is the console, so the second is `-device pci-serial,addr=1`: a 16550A behind PCI.
#define PCI_CONFIG (0x30000000 + (1 << 15)) // ECAM: bus 0, device 1, function 0
#define PCI_PIO (0x03000000)
#define UART_PORT (0x1000)
#define UART (PCI_PIO + UART_PORT)
#define CONSOLE (0x10000000)

// Registers: TI PC16550D data sheet, table 2.
#define UART_DATA REG8(UART + 0)
#define UART_INTERRUPT_ENABLE REG8(UART + 1)
#define UART_FIFO_CONTROL REG8(UART + 2)
#define UART_LINE_STATUS REG8(UART + 5)
#define CONSOLE_INTERRUPT_ENABLE REG8(CONSOLE + 1)
#define INTERRUPT_DATA_AVAILABLE (1 << 0)
#define LINE_DATA_READY (1 << 0)
#define LINE_TRANSMITTER_EMPTY (1 << 5)

// RISC-V Platform-Level Interrupt Controller Specification; context 0 is M-mode of the only hart.
#define PLIC (0x0c000000)
#define PLIC_PRIORITY(source) REG32(PLIC + 4 * (source))
#define PLIC_ENABLE(source) REG32(PLIC + 0x2000 + (source) / 32 * 4)
#define PLIC_CLAIM REG32(PLIC + 0x200004)
#define CONSOLE_SOURCE (10)
#define PCI_SOURCE (33) // INTA of device 1

static void wake_by(uint32_t source) {
    PLIC_PRIORITY(source) = 1;
    PLIC_ENABLE(source) |= 1 << source % 32;
}

// A pending interrupt ends WFI where mstatus.MIE keeps it from being taken: RISC-V Privileged Architecture, "Wait for
// Interrupt". MTIMECMP as in the ACLINT specification, "MTIMECMP Registers".
void chip_idle(void) {
    static bool ready;
    if (!ready) {
        ready = true;
        CONSOLE_INTERRUPT_ENABLE = INTERRUPT_DATA_AVAILABLE;
        wake_by(CONSOLE_SOURCE);
    }
    uint64_t end = chip_uptime() / 100 + 10000;
    REG32(0x02004004) = 0xffffffff; // no interrupt from half of a new value
    REG32(0x02004000) = end;
    REG32(0x02004004) = end >> 32;
    __asm volatile ("csrs mie, %0\n wfi\n csrc mie, %0" : : "r" (1 << 11 | 1 << 7) : "memory"); // MEIE, MTIE
    PLIC_CLAIM = PLIC_CLAIM; // and completed; 0 is no source
}

bool chip_uart_open(void) {
    if (REG32(PCI_CONFIG) != 0x00021b36) { // vendor Red Hat, device 16550A (QEMU docs/specs/pci-ids)
        return false;
    }
    REG32(PCI_CONFIG + 0x10) = UART_PORT; // base address register 0
    REG16(PCI_CONFIG + 0x04) = 1; // command: answer to I/O
    UART_FIFO_CONTROL = 1;
    UART_INTERRUPT_ENABLE = INTERRUPT_DATA_AVAILABLE;
    wake_by(PCI_SOURCE);
    return true;
}

bool chip_uart_readable(void) {
    return UART_LINE_STATUS & LINE_DATA_READY;
}

bool chip_uart_writable(void) {
    return UART_LINE_STATUS & LINE_TRANSMITTER_EMPTY;
}

uint8_t chip_uart_read(void) {
    return UART_DATA;
}

void chip_uart_write(uint8_t byte) {
    UART_DATA = byte;
}
