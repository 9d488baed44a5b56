// Entropy for Mbed TLS: QEMU's `-device virtio-rng-device,bus=virtio-mmio-bus.0`, which has it from the host's kernel.
// Registers and structures: Virtual I/O Device (VIRTIO) 1.1, sections 2.6, 3.1, 4.2.2 and 5.4.

#include <stddef.h>
#include <stdint.h>

#include "mbedtls/entropy.h"

#define REG32(offset) (*(volatile uint32_t *)(0x10001000 + (offset))) // QEMU hw/riscv/virt.c (virt_memmap)
#define DEVICE_ID REG32(0x008)
#define FEATURES REG32(0x020)
#define FEATURES_WORD REG32(0x024)
#define QUEUE REG32(0x030)
#define QUEUE_SIZE REG32(0x038)
#define QUEUE_READY REG32(0x044)
#define QUEUE_NOTIFY REG32(0x050)
#define STATUS REG32(0x070)
#define QUEUE_DESCRIPTORS REG32(0x080)
#define QUEUE_AVAILABLE REG32(0x090)
#define QUEUE_USED REG32(0x0a0)

#define RNG (4)
#define ACKNOWLEDGE (1)
#define DRIVER (2)
#define DRIVER_OK (4)
#define FEATURES_OK (8)
#define VERSION_1 (1 << 0) // in word 1 of the features
#define DEVICE_WRITES (2)

// A queue for one buffer, made anew each time.
static struct {
    uint64_t address;
    uint32_t length;
    uint16_t flags;
    uint16_t next;
} descriptor __attribute__((aligned(16)));

static struct {
    uint16_t flags;
    uint16_t count;
    uint16_t ring[1];
} available;

static volatile struct {
    uint16_t flags;
    uint16_t count;
    struct {
        uint32_t index;
        uint32_t length;
    } ring[1];
} used;

int mbedtls_hardware_poll(void *data, unsigned char *output, size_t size, size_t *got) {
    if (DEVICE_ID != RNG) {
        return MBEDTLS_ERR_ENTROPY_SOURCE_FAILED;
    }
    STATUS = 0; // reset
    STATUS = ACKNOWLEDGE | DRIVER;
    FEATURES_WORD = 1;
    FEATURES = VERSION_1;
    STATUS = ACKNOWLEDGE | DRIVER | FEATURES_OK;
    QUEUE = 0;
    QUEUE_SIZE = 1;
    QUEUE_DESCRIPTORS = (uintptr_t)&descriptor;
    QUEUE_AVAILABLE = (uintptr_t)&available;
    QUEUE_USED = (uintptr_t)&used;
    QUEUE_READY = 1;
    STATUS = ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK;

    descriptor.address = (uintptr_t)output;
    descriptor.length = size;
    descriptor.flags = DEVICE_WRITES;
    available.count = 1;
    used.count = 0;
    __asm volatile ("fence" ::: "memory"); // the device reads what was written so far
    QUEUE_NOTIFY = 0;
    while (used.count == 0) {
    }
    __asm volatile ("fence" ::: "memory");
    *got = used.ring[0].length;
    return 0;
}
