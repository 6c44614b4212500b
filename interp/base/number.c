/* number.c - exact arithmetic: 64 bits while they last, GMP rationals behind them. Reading is in number_read.c. */
#include "base/number.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#define SCALE_MOST    18
#define EXPONENT_MOST 100
#define DECIMALS_MOST 40 /* beyond, a number is printed as a fraction */

struct gj_big {
    mpq_t q;
};

/* clang-format off */
static const int64_t POW10[SCALE_MOST + 1] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
    100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000};
/* clang-format on */

gj_num gj_num_dec(int64_t mant, uint8_t scale) {
    return (gj_num){.mant = mant, .scale = scale <= SCALE_MOST ? scale : SCALE_MOST};
}

/* ---- between the two forms ---- */

static void clear_big(void *big) {
    mpq_clear(((struct gj_big *)big)->q);
}

/* long is 64 bits on every system this runs on. */
_Static_assert(sizeof(long) == sizeof(int64_t), "GMP's si functions take an int64_t");

static void load(mpq_t out, gj_num a) {
    mpq_init(out);
    if (a.big) {
        mpq_set(out, a.big->q);
        return;
    }
    mpz_set_si(mpq_numref(out), a.mant);
    mpz_set_si(mpq_denref(out), POW10[a.scale]);
    mpq_canonicalize(out);
}

/* The least k such that q * 10^k is an integer, or -1 when there is none. */
static long decimals_needed(const mpq_t q) {
    mpz_t rest, five;
    mpz_init_set_ui(five, 5);
    mpz_init(rest);
    mp_bitcnt_t twos = mpz_scan1(mpq_denref(q), 0);
    mpz_tdiv_q_2exp(rest, mpq_denref(q), twos);
    mp_bitcnt_t fives = mpz_remove(rest, rest, five);
    bool decimal = mpz_cmp_ui(rest, 1) == 0;
    mpz_clear(rest);
    mpz_clear(five);
    return decimal ? (long)(twos > fives ? twos : fives) : -1;
}

/* out = q * 10^k, which is an integer. */
static void scale_up(mpz_t out, const mpq_t q, unsigned long k) {
    mpz_ui_pow_ui(out, 10, k);
    mpz_mul(out, out, mpq_numref(q));
    mpz_divexact(out, out, mpq_denref(q));
}

/* Takes over Q (initialised here by load) and gives the number in the smallest form that holds it. */
static gj_num store(gj_arena *arena, mpq_t q) {
    long k = decimals_needed(q);
    if (k >= 0 && k <= SCALE_MOST) {
        mpz_t mant;
        mpz_init(mant);
        scale_up(mant, q, (unsigned long)k);
        bool fits = mpz_fits_slong_p(mant);
        int64_t m = fits ? mpz_get_si(mant) : 0;
        mpz_clear(mant);
        if (fits) {
            mpq_clear(q);
            return gj_num_dec(m, (uint8_t)k);
        }
    }
    struct gj_big *big = GJ_NEW(arena, struct gj_big);
    memcpy(big->q, q, sizeof big->q); /* a move: Q is not used again */
    gj_arena_defer(arena, clear_big, big);
    return (gj_num){.big = big};
}

/* ---- arithmetic ---- */

/* Brings both to the larger scale; false when one leaves 64 bits. */
static bool align(gj_num *a, gj_num *b) {
    if (a->big || b->big) return false;
    if (a->scale == b->scale) return true;
    gj_num *low = a->scale < b->scale ? a : b, *high = low == a ? b : a;
    if (__builtin_mul_overflow(low->mant, POW10[high->scale - low->scale], &low->mant)) return false;
    low->scale = high->scale;
    return true;
}

typedef void mpq_operation(mpq_t, const mpq_t, const mpq_t);

static gj_num by_gmp(gj_arena *arena, gj_num a, gj_num b, mpq_operation *operate) {
    mpq_t x, y;
    load(x, a);
    load(y, b);
    operate(x, x, y);
    mpq_clear(y);
    return store(arena, x);
}

static void do_add(mpq_t r, const mpq_t x, const mpq_t y) {
    mpq_add(r, x, y);
}
static void do_sub(mpq_t r, const mpq_t x, const mpq_t y) {
    mpq_sub(r, x, y);
}
static void do_mul(mpq_t r, const mpq_t x, const mpq_t y) {
    mpq_mul(r, x, y);
}
static void do_div(mpq_t r, const mpq_t x, const mpq_t y) {
    mpq_div(r, x, y);
}

gj_num gj_num_add(gj_arena *arena, gj_num a, gj_num b) {
    gj_num x = a, y = b;
    int64_t sum;
    if (align(&x, &y) && !__builtin_add_overflow(x.mant, y.mant, &sum)) return gj_num_dec(sum, x.scale);
    return by_gmp(arena, a, b, do_add);
}

gj_num gj_num_sub(gj_arena *arena, gj_num a, gj_num b) {
    gj_num x = a, y = b;
    int64_t difference;
    if (align(&x, &y) && !__builtin_sub_overflow(x.mant, y.mant, &difference)) return gj_num_dec(difference, x.scale);
    return by_gmp(arena, a, b, do_sub);
}

gj_num gj_num_mul(gj_arena *arena, gj_num a, gj_num b) {
    int64_t product;
    if (!a.big && !b.big && a.scale + b.scale <= SCALE_MOST && !__builtin_mul_overflow(a.mant, b.mant, &product))
        return gj_num_dec(product, (uint8_t)(a.scale + b.scale));
    return by_gmp(arena, a, b, do_mul);
}

bool gj_num_div(gj_arena *arena, gj_num a, gj_num b, gj_num *out) {
    if (gj_num_sign(b) == 0) return false;
    bool whole = !a.big && !b.big && a.scale == 0 && b.scale == 0 && !(a.mant == INT64_MIN && b.mant == -1);
    if (whole && a.mant % b.mant == 0)
        *out = gj_num_int(a.mant / b.mant);
    else
        *out = by_gmp(arena, a, b, do_div);
    return true;
}

gj_num gj_num_neg(gj_arena *arena, gj_num a) {
    if (!a.big && a.mant != INT64_MIN) return (gj_num){.mant = -a.mant, .scale = a.scale};
    return gj_num_sub(arena, gj_num_int(0), a);
}

gj_num gj_num_abs(gj_arena *arena, gj_num a) {
    return gj_num_sign(a) < 0 ? gj_num_neg(arena, a) : a;
}

/* q = the integer nearest to q, halves away from zero. */
static void round_to_integer(mpq_t q) {
    mpz_t twice;
    mpz_init(twice);
    bool negative = mpq_sgn(q) < 0;
    mpz_abs(mpq_numref(q), mpq_numref(q));
    mpz_mul_2exp(twice, mpq_numref(q), 1);
    mpz_add(twice, twice, mpq_denref(q));
    mpz_mul_2exp(mpq_denref(q), mpq_denref(q), 1);
    mpz_fdiv_q(mpq_numref(q), twice, mpq_denref(q));
    mpz_set_ui(mpq_denref(q), 1);
    if (negative) mpz_neg(mpq_numref(q), mpq_numref(q));
    mpz_clear(twice);
}

/* q *= 10^exponent */
static void shift(mpq_t q, int exponent) {
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, (unsigned long)abs(exponent));
    if (exponent >= 0)
        mpz_mul(mpq_numref(q), mpq_numref(q), power);
    else
        mpz_mul(mpq_denref(q), mpq_denref(q), power);
    mpq_canonicalize(q);
    mpz_clear(power);
}

static int clamp_exponent(int e) {
    return e > EXPONENT_MOST ? EXPONENT_MOST : e < -EXPONENT_MOST ? -EXPONENT_MOST : e;
}

gj_num gj_num_round(gj_arena *arena, gj_num a, int digits) {
    digits = clamp_exponent(digits);
    if (!a.big && a.scale <= digits) return a;
    if (!a.big && digits >= 0) {
        int64_t unit = POW10[a.scale - digits], rest = a.mant % unit, kept = a.mant / unit;
        if (rest >= unit - rest && rest > 0) kept++;
        if (rest < 0 && -rest >= unit + rest) kept--;
        return gj_num_dec(kept, (uint8_t)digits);
    }
    mpq_t q;
    load(q, a);
    shift(q, digits);
    round_to_integer(q);
    shift(q, -digits);
    return store(arena, q);
}

gj_num gj_num_pow10(gj_arena *arena, gj_num a, int exponent) {
    exponent = clamp_exponent(exponent);
    if (!a.big) {
        int scale = a.scale - exponent;
        int64_t mant = a.mant;
        if (scale >= 0 && scale <= SCALE_MOST) return gj_num_dec(mant, (uint8_t)scale);
        if (scale < 0 && -scale <= SCALE_MOST && !__builtin_mul_overflow(mant, POW10[-scale], &mant)) return gj_num_int(mant);
    }
    mpq_t q;
    load(q, a);
    shift(q, exponent);
    return store(arena, q);
}

/* ---- comparing and converting ---- */

int gj_num_cmp(gj_num a, gj_num b) {
    if (!a.big && !b.big) {
        /* 2^63 * 10^18 < 2^127 */
        __int128 x = (__int128)a.mant * POW10[b.scale], y = (__int128)b.mant * POW10[a.scale];
        return (x > y) - (x < y);
    }
    mpq_t x, y;
    load(x, a);
    load(y, b);
    int c = mpq_cmp(x, y);
    mpq_clear(x);
    mpq_clear(y);
    return (c > 0) - (c < 0);
}

int gj_num_sign(gj_num a) {
    return a.big ? mpq_sgn(a.big->q) : (a.mant > 0) - (a.mant < 0);
}

bool gj_num_is_integer(gj_num a) {
    return a.big ? mpz_cmp_ui(mpq_denref(a.big->q), 1) == 0 : a.mant % POW10[a.scale] == 0;
}

bool gj_num_to_int64_rare(gj_num a, int64_t *out) {
    if (!gj_num_is_integer(a)) return false;
    if (!a.big) {
        *out = a.mant / POW10[a.scale];
        return true;
    }
    if (!mpz_fits_slong_p(mpq_numref(a.big->q))) return false;
    *out = mpz_get_si(mpq_numref(a.big->q));
    return true;
}

double gj_num_to_double(gj_num a) {
    return a.big ? mpq_get_d(a.big->q) : (double)a.mant / (double)POW10[a.scale];
}

gj_num gj_num_clone(gj_arena *arena, gj_num a) {
    if (!a.big) return a;
    mpq_t q;
    load(q, a);
    return store(arena, q);
}

gj_num gj_num_from_digits(gj_arena *arena, const char *digits, int decimals) {
    int64_t small = 0;
    size_t n = 0;
    for (; digits[n] && n < SCALE_MOST; n++) small = small * 10 + (digits[n] - '0');
    if (!digits[n]) return gj_num_dec(small, (uint8_t)decimals);
    mpq_t q;
    mpq_init(q);
    mpz_set_str(mpq_numref(q), digits, 10);
    shift(q, -decimals);
    return store(arena, q);
}

/* ---- printing ---- */

/* DIGITS with a point before the last SCALE of them; trailing zeros behind it are dropped unless KEEP. */
static void put_decimal(gj_buf *buf, bool negative, const char *digits, size_t scale, bool keep) {
    size_t n = strlen(digits);
    if (negative) gj_buf_addc(buf, '-');
    if (n > scale)
        gj_buf_add(buf, (gj_str){digits, n - scale});
    else
        gj_buf_addc(buf, '0');
    size_t zeros = scale > n ? scale - n : 0; /* between the point and the digits */
    gj_str tail = {digits + (n > scale ? n - scale : 0), n > scale ? scale : n};
    while (!keep && tail.n && tail.p[tail.n - 1] == '0') tail.n--;
    if (tail.n == 0 && !(keep && scale)) return;
    gj_buf_addc(buf, '.');
    gj_buf_add_repeat(buf, "0", zeros);
    gj_buf_add(buf, tail);
}

static void put_integer(gj_buf *buf, const mpz_t z) {
    char *digits = gj_malloc(mpz_sizeinbase(z, 10) + 2);
    gj_buf_addz(buf, mpz_get_str(digits, 10, z));
    free(digits);
}

void gj_num_print(gj_buf *buf, gj_num a, bool keep_zeros) {
    if (!a.big) {
        gj_buf digits = GJ_BUF_INIT;
        uint64_t magnitude = a.mant < 0 ? -(uint64_t)a.mant : (uint64_t)a.mant;
        gj_buf_addf(&digits, "%llu", (unsigned long long)magnitude);
        put_decimal(buf, a.mant < 0, digits.p, a.scale, keep_zeros);
        gj_buf_free(&digits);
        return;
    }
    long k = decimals_needed(a.big->q);
    if (k < 0 || k > DECIMALS_MOST) {
        put_integer(buf, mpq_numref(a.big->q));
        gj_buf_addc(buf, '/');
        put_integer(buf, mpq_denref(a.big->q));
        return;
    }
    mpz_t mant;
    mpz_init(mant);
    scale_up(mant, a.big->q, (unsigned long)k);
    bool negative = mpz_sgn(mant) < 0;
    mpz_abs(mant, mant);
    gj_buf digits = GJ_BUF_INIT;
    put_integer(&digits, mant);
    put_decimal(buf, negative, digits.p, (size_t)k, keep_zeros);
    gj_buf_free(&digits);
    mpz_clear(mant);
}

gj_str gj_num_str(gj_arena *arena, gj_num a) {
    gj_buf buf = GJ_BUF_INIT;
    gj_num_print(&buf, a, false);
    gj_str s = gj_buf_copy(&buf, arena);
    gj_buf_free(&buf);
    return s;
}

void gj_num_show(gj_buf *buf, gj_num a, int digits) {
    gj_arena *scratch = gj_arena_new();
    gj_num shown = gj_num_round(scratch, a, digits);
    if (gj_num_cmp(shown, a) != 0) gj_buf_addz(buf, "≈");
    gj_num_print(buf, shown, false);
    gj_arena_free(scratch);
}
