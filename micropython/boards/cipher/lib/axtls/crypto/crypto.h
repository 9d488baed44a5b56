// What MicroPython's extmod/modcryptolib.c asks of axTLS, under the names that axTLS gives it.
#pragma once

#include <stdint.h>

typedef struct {
    uint8_t rounds;
    uint8_t schedule[15 * 16];
    uint8_t iv[16];
} AES_CTX;

typedef enum {
    AES_MODE_128,
    AES_MODE_256,
} AES_MODE;

// iv: 16 bytes, or NULL where blocks are encrypted on their own.
void AES_set_key(AES_CTX *ctx, const uint8_t *key, const uint8_t *iv, AES_MODE mode);

// Called once before the first decryption.
void AES_convert_key(AES_CTX *ctx);

// data: a block as four numbers, each of four of its bytes, the first byte on top.
void AES_encrypt(const AES_CTX *ctx, uint32_t *data);
void AES_decrypt(const AES_CTX *ctx, uint32_t *data);

// length: a multiple of 16. in and out may be the same.
void AES_cbc_encrypt(AES_CTX *ctx, const uint8_t *in, uint8_t *out, int length);
void AES_cbc_decrypt(AES_CTX *ctx, const uint8_t *in, uint8_t *out, int length);
