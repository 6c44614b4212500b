/* Reading a number: what is printed reads back as the same number. */
#include "base/number.h"
#include "fuzz.h"

FUZZ_TARGET(number) {
    gj_arena *arena = gj_arena_new();
    gj_str s = fuzz_str(data, size);
    for (unsigned flags = 0; flags < 16; flags++) {
        gj_num n, again, half;
        gj_written w;
        size_t used = gj_num_read(arena, s, flags, &n, &w);
        FUZZ_PROMISE(used <= s.n);
        if (used == 0) continue;
        FUZZ_PROMISE(fuzz_within(w.unit, s));
        FUZZ_PROMISE(gj_num_cmp(gj_num_sub(arena, gj_num_add(arena, n, n), n), n) == 0);
        FUZZ_PROMISE(gj_num_div(arena, n, gj_num_int(2), &half) && gj_num_cmp(gj_num_add(arena, half, half), n) == 0);
        FUZZ_PROMISE(gj_num_cmp(gj_num_pow10(arena, gj_num_pow10(arena, n, 30), -30), n) == 0);
        gj_num rounded = gj_num_round(arena, n, 2), off = gj_num_abs(arena, gj_num_sub(arena, n, rounded));
        FUZZ_PROMISE(gj_num_cmp(off, gj_num_dec(5, 3)) <= 0);
        gj_str printed = gj_num_str(arena, n);
        gj_written plain;
        if (printed.n > 60 || gj_str_find(printed, GJ_STR("/")) >= 0) continue;
        FUZZ_PROMISE(gj_num_read(arena, printed, GJ_NUM_SIGN, &again, &plain) == printed.n && gj_num_cmp(n, again) == 0);
    }
    for (size_t from = 0; from < s.n && from < 8; from++) gj_num_is_inexact(s, from, s.n - from > 3 ? from + 3 : s.n);
    gj_unit_match(s);
    gj_arena_free(arena);
    return 0;
}
