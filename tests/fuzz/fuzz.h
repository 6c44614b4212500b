/* fuzz.h - a fuzz target is a function in fuzz_<name>.c that takes any bytes, must return, and aborts when a promise of a header is broken:
 * FUZZ_PROMISE. driver.c runs them all with mutated seeds; built with clang -fsanitize=fuzzer each is a libFuzzer target of its own.
 */
#ifndef GJ_FUZZ_H
#define GJ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

#define FUZZ_TARGET(name)                                                                                                                  \
    int gj_fuzz_##name(const uint8_t *data, size_t size);                                                                                  \
    int gj_fuzz_##name(const uint8_t *data, size_t size)

#define FUZZ_PROMISE(condition)                                                                                                            \
    do {                                                                                                                                   \
        if (!(condition)) {                                                                                                                \
            fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #condition);                                                \
            abort();                                                                                                                       \
        }                                                                                                                                  \
    } while (0)

static inline gj_str fuzz_str(const uint8_t *data, size_t size) {
    return (gj_str){(const char *)data, size};
}

/* PART lies within WHOLE (or is empty). */
static inline int fuzz_within(gj_str part, gj_str whole) {
    return part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

#endif
