/* number.h - exact numbers.
 *
 * A gj_num is mant / 10^scale while that fits 64 bits, and a GMP rational (owned by the arena that made it) beyond. There
 * is no binary floating point between a report's text and its verdict. Numbers are immutable values.
 */
#ifndef GJ_BASE_NUMBER_H
#define GJ_BASE_NUMBER_H

#include "base/text.h"

struct gj_big; /* a GMP rational; see number.c */

typedef struct gj_num {
    int64_t mant;
    const struct gj_big *big; /* when not NULL it is the value, and mant and scale are 0 */
    uint8_t scale;            /* 0 to 18 */
} gj_num;

/* How a number was written: what decides what `≈` allows (design: language, section 6). */
typedef struct gj_written {
    int8_t decimals; /* the last digit written stands for 10^-decimals of the value; 49.6% has 3, 1.2万 has -3 */
    bool rounded;    /* written with decimals or as a percentage: stands for the interval that rounds to it; else exact */
    bool percent;
    gj_str unit; /* 件, 万元, …, or empty; borrowed from the text it was read from */
} gj_written;

static inline gj_num gj_num_int(int64_t value) {
    return (gj_num){.mant = value};
}

gj_num gj_num_dec(int64_t mant, uint8_t scale); /* mant / 10^scale; scale at most 18 */

/* DIGITS (ASCII, NUL-terminated, at least one) with the last DECIMALS of them, at most as many and at most 100, behind the point. */
gj_num gj_num_from_digits(gj_arena *arena, const char *digits, int decimals);

/* Arithmetic. The arena is used only when the result leaves 64 bits. */
gj_num gj_num_add(gj_arena *arena, gj_num a, gj_num b);
gj_num gj_num_sub(gj_arena *arena, gj_num a, gj_num b);
gj_num gj_num_mul(gj_arena *arena, gj_num a, gj_num b);
bool gj_num_div(gj_arena *arena, gj_num a, gj_num b, gj_num *out); /* false when b is zero */
gj_num gj_num_neg(gj_arena *arena, gj_num a);
gj_num gj_num_abs(gj_arena *arena, gj_num a);
gj_num gj_num_round(gj_arena *arena, gj_num a, int digits);   /* half away from zero (四舍五入); digits may be negative */
gj_num gj_num_pow10(gj_arena *arena, gj_num a, int exponent); /* a * 10^exponent, exactly; |exponent| at most 100 */
int gj_num_cmp(gj_num a, gj_num b);                           /* -1, 0, 1; exact, never allocates from an arena */
int gj_num_sign(gj_num a);
bool gj_num_is_integer(gj_num a);
/* gj_num_to_int64 of what has a point or leaves 64 bits. */
bool gj_num_to_int64_rare(gj_num a, int64_t *out);

/* False when it is not an integer of 64 bits. */
static inline bool gj_num_to_int64(gj_num a, int64_t *out) {
    if (a.big || a.scale) return gj_num_to_int64_rare(a, out);
    *out = a.mant;
    return true;
}

double gj_num_to_double(gj_num a);              /* for charts only, never for a verdict */
gj_num gj_num_clone(gj_arena *arena, gj_num a); /* owned by ARENA, whoever owned A */

/* An exact decimal when there is one of at most 40 digits after the point ("-1", "24.448"), trailing zeros kept as scale says
 * only if KEEP_ZEROS; else a fraction "622/1253". */
void gj_num_print(gj_buf *buf, gj_num a, bool keep_zeros);
gj_str gj_num_str(gj_arena *arena, gj_num a);

/* For people: at most DIGITS decimals, rounded, with "≈" in front when something was cut ("≈0.4964"). */
void gj_num_show(gj_buf *buf, gj_num a, int digits);

/* Reads one number as people write it from the start of S: half- and full-width digits, one sign, thousands separators (in
 * groups of three), decimals, Chinese numerals (十二, 一百零五, 两千三百, 〇), then 万 / 亿 multipliers, then % / ％ / 百分之…, and a
 * unit of units.def. The value is scaled by multiplier and percent, never by the unit.
 * Returns the bytes consumed, 0 when S does not start with a number or the number does not fit (more than 60 digits, misplaced
 * separators). NUM and WRITTEN are set only when it returns more than 0. Inexact claims (两千余, 十几, 数百) give 0.
 * FLAGS: GJ_NUM_CHINESE allows Chinese numerals, GJ_NUM_UNIT consumes a unit, GJ_NUM_SIGN allows + - － 减 增 before it. */
enum {
    GJ_NUM_CHINESE = 1,
    GJ_NUM_UNIT = 2,
    GJ_NUM_SIGN = 4,
    GJ_NUM_PLAIN = 8 /* stops before 千 / 万 / 亿 behind digits, and before %: for text that goes on with them ("{n}万元") */
};
size_t gj_num_read(gj_arena *arena, gj_str s, unsigned flags, gj_num *num, gj_written *written);

/* Whether the words around the number at [START, END) of TEXT make it inexact, so that it claims nothing: 约, 近, 逾, 超过, … before it, 余, 多,
 * 左右, 以上, … behind it or behind its unit. */
bool gj_num_is_inexact(gj_str text, size_t start, size_t end);

/* Units: the dimension of a unit word ("件" counts, "万元" money), or 0 when unknown; and its scale as a power of ten
 * relative to the dimension's base (万元 is 4 against 元). From base/units.def. */
int gj_unit_dimension(gj_str unit);
int gj_unit_exponent(gj_str unit);
/* The longest unit of units.def that S starts with; empty when none. */
gj_str gj_unit_match(gj_str s);

#endif
