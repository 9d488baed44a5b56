// AES with keys of 128 and 256 bits, for the interpreters of the tests. Source: FIPS 197.
// Small and plain: its tables are looked up at secret places. Real boards have their chip's AES or Mbed TLS.

#include <string.h>

#include "lib/axtls/crypto/crypto.h"

static uint8_t substitute[256], restore[256];

static uint8_t times_two(uint8_t x) {
    return x << 1 ^ (x & 0x80 ? 0x1b : 0);
}

static uint8_t times(uint8_t x, uint8_t y) {
    uint8_t product = 0;
    for (; y; y >>= 1, x = times_two(x)) {
        product ^= y & 1 ? x : 0;
    }
    return product;
}

// 5.1.1: the inverse in the field, then bits mixed. 3 generates the field: its powers meet every element but 0.
static void fill_tables(void) {
    uint8_t power[256], log[256];
    for (int i = 0, x = 1; i < 255; i++, x = times(x, 3)) {
        power[i] = x;
        log[x] = i;
    }
    for (int i = 0; i < 256; i++) {
        uint8_t inverse = i ? power[(255 - log[i]) % 255] : 0;
        uint8_t mixed = 0x63;
        for (int turn = 0; turn < 5; turn++) {
            mixed ^= inverse << turn | inverse >> (8 - turn);
        }
        substitute[i] = mixed;
        restore[mixed] = i;
    }
}

void AES_set_key(AES_CTX *ctx, const uint8_t *key, const uint8_t *iv, AES_MODE mode) {
    int size = mode == AES_MODE_128 ? 16 : 32;
    ctx->rounds = size / 4 + 6;
    fill_tables();
    memcpy(ctx->schedule, key, size);
    if (iv) {
        memcpy(ctx->iv, iv, 16);
    }
    uint8_t constant = 1;
    for (int at = size; at < 16 * (ctx->rounds + 1); at += 4) { // 5.2
        uint8_t word[4];
        memcpy(word, ctx->schedule + at - 4, 4);
        if (at % size == 0) {
            uint8_t first = word[0];
            for (int i = 0; i < 3; i++) {
                word[i] = substitute[word[i + 1]];
            }
            word[3] = substitute[first];
            word[0] ^= constant;
            constant = times_two(constant);
        } else if (at % size == 16) {
            for (int i = 0; i < 4; i++) {
                word[i] = substitute[word[i]];
            }
        }
        for (int i = 0; i < 4; i++) {
            ctx->schedule[at + i] = ctx->schedule[at + i - size] ^ word[i];
        }
    }
}

void AES_convert_key(AES_CTX *ctx) {
    (void)ctx; // decryption takes the same schedule from its end
}

static void add_key(const AES_CTX *ctx, uint8_t *state, int round) {
    for (int i = 0; i < 16; i++) {
        state[i] ^= ctx->schedule[16 * round + i];
    }
}

// Substitute each byte by `table`, and turn row r of the columns by r places: to the left, or with 3 to the right.
static void substitute_and_shift(uint8_t *state, const uint8_t *table, int turn) {
    uint8_t before[16];
    memcpy(before, state, 16);
    for (int i = 0; i < 16; i++) {
        state[i] = table[before[(i + 4 * turn * (i % 4)) % 16]];
    }
}

// Multiply each column by a polynomial, given by its coefficients (5.1.3, 5.3.3).
static void mix(uint8_t *state, const uint8_t *factors) {
    for (int column = 0; column < 16; column += 4) {
        uint8_t before[4];
        memcpy(before, state + column, 4);
        for (int i = 0; i < 4; i++) {
            state[column + i] = 0;
            for (int j = 0; j < 4; j++) {
                state[column + i] ^= times(before[(i + j) % 4], factors[j]);
            }
        }
    }
}

static void encrypt(const AES_CTX *ctx, uint8_t *state) {
    static const uint8_t factors[] = {2, 3, 1, 1};
    add_key(ctx, state, 0);
    for (int round = 1; round <= ctx->rounds; round++) {
        substitute_and_shift(state, substitute, 1);
        if (round != ctx->rounds) {
            mix(state, factors);
        }
        add_key(ctx, state, round);
    }
}

static void decrypt(const AES_CTX *ctx, uint8_t *state) {
    static const uint8_t factors[] = {14, 11, 13, 9};
    for (int round = ctx->rounds; round > 0; round--) {
        add_key(ctx, state, round);
        if (round != ctx->rounds) {
            mix(state, factors);
        }
        substitute_and_shift(state, restore, 3);
    }
    add_key(ctx, state, 0);
}

static void on_words(const AES_CTX *ctx, uint32_t *data, void (*cipher)(const AES_CTX *, uint8_t *)) {
    uint8_t state[16];
    for (int i = 0; i < 16; i++) {
        state[i] = data[i / 4] >> (24 - 8 * (i % 4));
    }
    cipher(ctx, state);
    for (int i = 0; i < 4; i++) {
        const uint8_t *bytes = state + 4 * i;
        data[i] = (uint32_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    }
}

void AES_encrypt(const AES_CTX *ctx, uint32_t *data) {
    on_words(ctx, data, encrypt);
}

void AES_decrypt(const AES_CTX *ctx, uint32_t *data) {
    on_words(ctx, data, decrypt);
}

void AES_cbc_encrypt(AES_CTX *ctx, const uint8_t *in, uint8_t *out, int length) {
    for (; length > 0; length -= 16, in += 16, out += 16) {
        for (int i = 0; i < 16; i++) {
            ctx->iv[i] ^= in[i];
        }
        encrypt(ctx, ctx->iv);
        memcpy(out, ctx->iv, 16);
    }
}

void AES_cbc_decrypt(AES_CTX *ctx, const uint8_t *in, uint8_t *out, int length) {
    for (; length > 0; length -= 16, in += 16, out += 16) {
        uint8_t state[16], next[16];
        memcpy(state, in, 16);
        memcpy(next, in, 16);
        decrypt(ctx, state);
        for (int i = 0; i < 16; i++) {
            out[i] = state[i] ^ ctx->iv[i];
        }
        memcpy(ctx->iv, next, 16);
    }
}
