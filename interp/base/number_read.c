/* number_read.c - numbers as people write them. */
#include <stdio.h>

#include "base/number.h"
#include "base/utf8.h"

#define DIGITS_MOST 60

/* ---- a cursor over characters, full-width forms narrowed ---- */

typedef struct cursor {
    gj_str s;
    size_t at;
} cursor;

#define END UINT32_MAX

static uint32_t peek(const cursor *c) {
    size_t at = c->at;
    return at < c->s.n ? gj_utf8_narrow(gj_utf8_next(c->s, &at)) : END;
}

static uint32_t take(cursor *c) {
    return c->at < c->s.n ? gj_utf8_narrow(gj_utf8_next(c->s, &c->at)) : END;
}

static uint32_t peek_second(cursor c) {
    take(&c);
    return peek(&c);
}

static bool take_if(cursor *c, uint32_t wanted) {
    if (peek(c) != wanted) return false;
    take(c);
    return true;
}

static bool take_text(cursor *c, gj_str w) {
    if (!gj_str_has_prefix(gj_str_slice(c->s, c->at, c->s.n), w)) return false;
    c->at += w.n;
    return true;
}
#define take_word(c, word) take_text((c), GJ_STR(word))

static cursor past_spaces(cursor c) {
    for (uint32_t p = peek(&c); p == ' ' || p == 0xA0; p = peek(&c)) take(&c);
    return c;
}

/* ---- Chinese numerals ---- */

static int digit_of(uint32_t c) {
    switch (c) {
    case 0x96F6 /* 零 */:
    case 0x3007 /* 〇 */: return 0;
    case 0x4E00 /* 一 */:
    case 0x58F9 /* 壹 */: return 1;
    case 0x4E8C /* 二 */:
    case 0x4E24 /* 两 */:
    case 0x8D30 /* 贰 */: return 2;
    case 0x4E09 /* 三 */:
    case 0x53C1 /* 叁 */: return 3;
    case 0x56DB /* 四 */:
    case 0x8086 /* 肆 */: return 4;
    case 0x4E94 /* 五 */:
    case 0x4F0D /* 伍 */: return 5;
    case 0x516D /* 六 */:
    case 0x9646 /* 陆 */: return 6;
    case 0x4E03 /* 七 */:
    case 0x67D2 /* 柒 */: return 7;
    case 0x516B /* 八 */:
    case 0x634C /* 捌 */: return 8;
    case 0x4E5D /* 九 */:
    case 0x7396 /* 玖 */: return 9;
    default: return -1;
    }
}

/* The power of ten that a unit numeral stands for; 0 when C is none. */
static int power_of(uint32_t c) {
    switch (c) {
    case 0x5341 /* 十 */:
    case 0x62FE /* 拾 */: return 1;
    case 0x767E /* 百 */:
    case 0x4F70 /* 佰 */: return 2;
    case 0x5343 /* 千 */:
    case 0x4EDF /* 仟 */: return 3;
    case 0x4E07 /* 万 */: return 4;
    case 0x4EBF /* 亿 */: return 8;
    default: return 0;
    }
}

static bool is_numeral(uint32_t c) {
    return c != END && (digit_of(c) >= 0 || power_of(c) > 0);
}

static int64_t ten_to(int power) {
    int64_t v = 1;
    while (power-- > 0) v *= 10;
    return v;
}

/* The numeral run between two 万 or 亿 borders, up to 9999: 三千二百五十, 十二, 零五, 两百三 (230). Each digit stands before a unit smaller
 * than the one before it, or closes the run; a closing digit that follows a unit above 十 directly counts tenths of that unit (两千三 is
 * 2300, 一万二 is 12000). BEFORE is the power of the 万 or 亿 in front of the run, 0 at the start. */
static bool read_section(cursor *c, int before, int64_t *out) {
    int64_t value = 0;
    int last = before ? before : 4; /* the power of the unit before */
    bool zero = false, any = false;
    for (;;) {
        uint32_t p = peek(c);
        int d = p == END ? -1 : digit_of(p), power = p == END ? 0 : power_of(p);
        if (power >= 4 || (d < 0 && power == 0)) break;
        if (d == 0) {
            if (zero) return false;
            zero = true;
            take(c);
            continue;
        }
        if (power) { /* only 十 goes without its digit, and only in front or after 百 and 零 */
            if (power != 1 || last <= 1) return false;
            d = 1;
        } else {
            take(c);
            p = peek(c);
            power = p == END ? 0 : power_of(p);
        }
        if (power >= 1 && power <= 3) {
            if (power >= last) return false;
            take(c);
            value += d * ten_to(power);
            last = power;
            zero = false;
            any = true;
            continue;
        }
        /* A digit without a unit closes the run. */
        bool coarse = !zero && (any ? last > 1 : before > 0);
        if (coarse && power) return false;
        value += coarse ? d * ten_to((any || before ? last : 1) - 1) : d;
        any = true;
        zero = false;
        p = peek(c);
        if (p != END && (digit_of(p) >= 0 || (power_of(p) > 0 && power_of(p) < 4))) return false;
        break;
    }
    *out = value;
    return any && !zero;
}

/* A whole number with units: 一百零五, 三十二万五千, 一亿零三百. */
static bool read_structured(cursor *c, int64_t *out) {
    int64_t total = 0, part;
    int before = 0;
    for (;;) {
        uint32_t p = peek(c);
        if (before && !is_numeral(p)) break;
        if (!read_section(c, before, &part)) return false;
        p = peek(c);
        int power = p == END ? 0 : power_of(p);
        if (power < 4) {
            total += part;
            break;
        }
        if (before && power >= before) return false;
        take(c);
        if (power == 4 && take_word(c, "亿")) power = 12; /* 万亿 */
        total += part * ten_to(power);
        before = power;
    }
    *out = total;
    return true;
}

/* Digit for digit: 二〇二二; at least three of them, or two with a 〇. Two bare digits (七八) are a guess, not a number. */
static size_t read_positional(cursor *c, char *digits) {
    size_t n = 0;
    bool zero = false, pair = false;
    for (uint32_t p = peek(c); p != END && digit_of(p) >= 0; p = peek(c)) {
        if (n == DIGITS_MOST) return 0;
        zero |= digit_of(p) == 0;
        pair |= p == 0x4E24 /* 两 */;
        digits[n++] = (char)('0' + digit_of(p));
        take(c);
    }
    digits[n] = '\0';
    return n == 1 || (!pair && (n >= 3 || (n == 2 && zero))) ? n : 0;
}

/* ---- one reading ---- */

typedef struct reading {
    gj_num value;
    int decimals;  /* as gj_written has it */
    bool fraction; /* written with a decimal point */
} reading;

/* Appends the digits at the cursor. */
static bool take_digits(cursor *c, char *digits, size_t *n) {
    while (gj_utf8_is_digit(peek(c))) {
        if (*n == DIGITS_MOST) return false;
        digits[(*n)++] = (char)take(c);
    }
    digits[*n] = '\0';
    return true;
}

/* A full-width comma between half-width digits separates two numbers as often as it groups one: nothing is read there when what follows
 * it looks like a group, rather than a guess. */
static bool at_group_comma(const cursor *c, bool wide) {
    return peek(c) == ',' && gj_utf8_is_digit(peek_second(*c)) && (wide || c->s.p[c->at] == ',');
}

static bool is_doubtful_comma(cursor c) {
    if (peek(&c) != ',' || c.s.p[c.at] == ',') return false;
    take(&c);
    int n = 0;
    while (gj_utf8_is_digit(peek(&c)) && n < 4) take(&c), n++;
    return n == 3;
}

static bool read_arabic(cursor *c, gj_arena *arena, reading *out) {
    char digits[DIGITS_MOST + 1];
    size_t n = 0;
    size_t first = c->at;
    if (!take_digits(c, digits, &n)) return false;
    bool wide = c->s.p[first] != digits[0];
    if (at_group_comma(c, wide)) {
        if (n > 3) return false;
        while (at_group_comma(c, wide)) {
            take(c);
            size_t before = n;
            if (!take_digits(c, digits, &n) || n - before != 3) return false;
        }
    } else if (n <= 3 && is_doubtful_comma(*c)) {
        return false;
    }
    size_t whole = n;
    if (peek(c) == '.' && gj_utf8_is_digit(peek_second(*c))) {
        take(c);
        if (!take_digits(c, digits, &n)) return false;
        if (peek(c) == '.' && gj_utf8_is_digit(peek_second(*c))) return false; /* 1.2.3 is no number */
        if (at_group_comma(c, wide)) return false;
    }
    out->fraction = n > whole;
    out->decimals = (int)(n - whole);
    out->value = gj_num_from_digits(arena, digits, out->decimals);
    return true;
}

static bool read_chinese(cursor *c, gj_arena *arena, reading *out) {
    cursor start = *c, run = *c;
    char digits[DIGITS_MOST + 1];
    size_t n = read_positional(&run, digits);
    int64_t value;
    if (n && !is_numeral(peek(&run))) {
        *c = run;
    } else if (read_structured(c, &value)) {
        if (is_numeral(peek(c))) return false;
        n = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)value);
    } else {
        *c = start;
        return false;
    }
    size_t whole = n;
    uint32_t second = peek_second(*c);
    if (peek(c) == 0x70B9 /* 点 */ && second != END && digit_of(second) >= 0 && second != 0x4E24 /* 两 */) {
        take(c);
        for (uint32_t p = peek(c); p != END && digit_of(p) >= 0; p = peek(c)) {
            if (n == DIGITS_MOST) return false;
            digits[n++] = (char)('0' + digit_of(p));
            take(c);
        }
        digits[n] = '\0';
        if (power_of(peek(c)) > 0 && power_of(peek(c)) < 4) return false;
    }
    out->fraction = n > whole;
    out->decimals = (int)(n - whole);
    out->value = gj_num_from_digits(arena, digits, out->decimals);
    return true;
}

static bool may_multiply(uint32_t c) {
    switch (c) {
    case 0x767E /* 百 */:
    case 0x5343 /* 千 */:
    case 0x4E07 /* 万 */:
    case 0x842C /* 萬 */:
    case 0x4EBF /* 亿 */:
    case 0x5104 /* 億 */: return true;
    default: return false;
    }
}

/* 千 万 亿 behind a number, as a power of ten; 0 when there is none. 百 and 千 go on to 万 and 亿 (3百万, 5千亿). */
static int take_multiplier(cursor *c, unsigned flags) {
    cursor m = past_spaces(*c);
    int power = 0;
    uint32_t p = peek(&m);
    if (!may_multiply(p)) return 0;
    if (m.at == c->at && (flags & GJ_NUM_CHINESE) && (p == 0x5343 /* 千 */ || p == 0x767E /* 百 */)) {
        take(&m);
        uint32_t q = peek(&m);
        if (p == 0x767E && q != 0x4E07 && q != 0x4EBF) return 0; /* 3百分点 */
        power = power_of(p);
    }
    if (take_word(&m, "万") || take_word(&m, "萬"))
        power += take_word(&m, "亿") ? 12 : 4;
    else if (take_word(&m, "亿") || take_word(&m, "億"))
        power += 8;
    if (power) *c = m;
    return power;
}

/* Multipliers, and the tail of a number in parts: 1亿2000万, 3万5000. */
static bool read_multipliers(cursor *c, gj_arena *arena, unsigned flags, reading *r) {
    bool whole = !r->fraction;
    int power = take_multiplier(c, flags);
    if (!power) return true;
    r->value = gj_num_pow10(arena, r->value, power);
    r->decimals -= power;
    while (whole && power > 0 && gj_utf8_is_digit(peek(c))) {
        reading tail;
        if (!read_arabic(c, arena, &tail) || tail.fraction) return false;
        int next = take_multiplier(c, flags);
        if (next >= power) return false;
        tail.value = gj_num_pow10(arena, tail.value, next);
        if (gj_num_cmp(tail.value, gj_num_int(ten_to(power))) >= 0) return false;
        r->value = gj_num_add(arena, r->value, tail.value);
        r->decimals = -next;
        power = next;
    }
    return !gj_utf8_is_digit(peek(c));
}

/* Words with their lengths. */
#define WORD(word)                                                                                                                         \
    { (word), sizeof(word) - 1 }

static bool at_word_of(const cursor *c, const gj_str *words, size_t n) {
    gj_str rest = gj_str_slice(c->s, c->at, c->s.n);
    for (size_t i = 0; i < n; i++)
        if (gj_str_has_prefix(rest, words[i])) return true;
    return false;
}

/* What the words behind a number that is only about begin with. */
static bool may_be_inexact(uint32_t c) {
    switch (c) {
    case 0x4F59 /* 余 */:
    case 0x591A /* 多 */:
    case 0x51E0 /* 几 */:
    case 0x6765 /* 来 */:
    case 0x8BB8 /* 许 */:
    case 0x6570 /* 数 */:
    case 0x5DE6 /* 左 */:
    case 0x4E0A /* 上 */:
    case 0x4EE5 /* 以 */: return true;
    default: return false;
    }
}

/* 两千余, 十几, 30多, 十来: only about. */
static bool at_inexact(const cursor *c) {
    static const gj_str words[] = {WORD("余"),   WORD("多"),   WORD("几"),   WORD("来"),  WORD("许"),
                                   WORD("数十"), WORD("数百"), WORD("数千"), WORD("数万")};
    cursor next = past_spaces(*c);
    if (!may_be_inexact(peek(&next))) return false;
    return at_word_of(&next, words, sizeof words / sizeof *words) && peek_second(next) != 0x989D /* 余额, 多额 */;
}

size_t gj_num_read(gj_arena *arena, gj_str s, unsigned flags, gj_num *num, gj_written *written) {
    cursor c = {s, 0};
    bool negative = false;
    if (flags & GJ_NUM_SIGN) {
        if (take_if(&c, '-') || take_if(&c, 0x2212) || take_word(&c, "减少") || take_word(&c, "减") || take_word(&c, "減少") ||
            take_word(&c, "減"))
            negative = true;
        else if (!take_if(&c, '+') && !take_word(&c, "增加"))
            take_word(&c, "增");
    }
    bool percent = false, worded = false;
    if ((flags & GJ_NUM_CHINESE) && take_word(&c, "百分之")) percent = worded = true;
    reading r;
    uint32_t first = peek(&c);
    gj_str unit = GJ_STR_NONE;
    if (gj_utf8_is_digit(first)) {
        if (!read_arabic(&c, arena, &r)) return 0;
    } else if (!(flags & GJ_NUM_CHINESE) || !is_numeral(first) || !read_chinese(&c, arena, &r)) {
        return 0;
    }
    if (at_inexact(&c)) return 0;
    if (flags & GJ_NUM_UNIT) {
        cursor u = past_spaces(c);
        unit = gj_unit_match(gj_str_slice(s, u.at, s.n));
        if (unit.n) c.at = u.at + unit.n;
    }
    if (!unit.n && !worded && !(flags & GJ_NUM_PLAIN)) {
        if (!read_multipliers(&c, arena, flags, &r) || at_inexact(&c)) return 0;
        cursor sign = past_spaces(c);
        if (take_if(&sign, '%')) {
            percent = true;
            c = sign;
        } else if (flags & GJ_NUM_UNIT) {
            unit = gj_unit_match(gj_str_slice(s, sign.at, s.n));
            if (unit.n) c.at = sign.at + unit.n;
        }
    }
    if (percent) {
        r.value = gj_num_pow10(arena, r.value, -2);
        r.decimals += 2;
    }
    *num = negative ? gj_num_neg(arena, r.value) : r.value;
    *written = (gj_written){.decimals = (int8_t)r.decimals, .rounded = r.fraction || percent, .percent = percent, .unit = unit};
    return c.at;
}

/* ---- what stands around a number ---- */

static bool ends_with_one_of(gj_str s, const gj_str *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (gj_str_has_suffix(s, words[i])) return true;
    return false;
}
#define ENDS_WITH(s, words) ends_with_one_of((s), (words), sizeof(words) / sizeof *(words))

bool gj_num_is_inexact(gj_str text, size_t start, size_t end) {
    static const gj_str hedges[] = {WORD("约"),   WORD("近"),   WORD("逾"),   WORD("超"),     WORD("超过"),  WORD("不足"),
                                    WORD("不到"), WORD("不下"), WORD("至少"), WORD("不少于"), WORD("不低于")};
    static const gj_str not_hedges[] = {WORD("节约"), WORD("预约"), WORD("签约"), WORD("违约"), WORD("履约"), WORD("契约"), WORD("合约"),
                                        WORD("条约"), WORD("公约"), WORD("附近"), WORD("最近"), WORD("邻近"), WORD("就近")};
    static const gj_str before_power[] = {WORD("数"), WORD("上"), WORD("成"), WORD("几"), WORD("好几")}; /* 数十, 上百, 成千 */
    static const gj_str behind[] = {WORD("余"),   WORD("多"),   WORD("几"),   WORD("左右"),
                                    WORD("上下"), WORD("以上"), WORD("以下"), WORD("以内")};
    gj_str before = gj_str_trim(gj_str_slice(text, 0, start));
    if (ENDS_WITH(before, hedges) && !ENDS_WITH(before, not_hedges)) return true;
    cursor c = {text, start};
    if (power_of(peek(&c)) > 0 && ENDS_WITH(before, before_power)) return true;
    c.at = end;
    c = past_spaces(c);
    if (may_be_inexact(peek(&c)) && (at_inexact(&c) || at_word_of(&c, behind, sizeof behind / sizeof *behind))) return true;
    size_t unit = gj_unit_match(gj_str_slice(text, c.at, text.n)).n;
    c.at += unit;
    c = past_spaces(c);
    return unit && at_word_of(&c, behind + 3, sizeof behind / sizeof *behind - 3);
}

/* ---- units ---- */

enum { UNIT_NONE, UNIT_COUNT, UNIT_MONEY, UNIT_POINTS, UNIT_YEARS, UNIT_MONTHS, UNIT_DAYS, UNIT_HOURS, UNIT_MINUTES };

static const struct {
    gj_str word;
    int dimension, exponent;
} UNITS[] = {
#define UNIT(word, dimension, exponent) {WORD(word), UNIT_##dimension, exponent},
#include "base/units.def"
#undef UNIT
};

#define UNIT_N (sizeof UNITS / sizeof *UNITS)

enum { HAN = 3 }; /* bytes: every unit begins with a Han character */

/* The three bytes at P as one number. */
#define HEAD(p) ((uint32_t)(unsigned char)(p)[0] << 16 | (uint32_t)(unsigned char)(p)[1] << 8 | (unsigned char)(p)[2])

/* What each begins with. */
static const uint32_t UNIT_HEADS[] = {
#define UNIT(word, dimension, exponent) HEAD(word),
#include "base/units.def"
#undef UNIT
};

int gj_unit_dimension(gj_str unit) {
    for (size_t i = 0; i < UNIT_N; i++)
        if (gj_str_eq(unit, UNITS[i].word)) return UNITS[i].dimension;
    return 0;
}

int gj_unit_exponent(gj_str unit) {
    for (size_t i = 0; i < UNIT_N; i++)
        if (gj_str_eq(unit, UNITS[i].word)) return UNITS[i].exponent;
    return 0;
}

gj_str gj_unit_match(gj_str s) {
    size_t longest = 0;
    if (s.n < HAN) return gj_str_slice(s, 0, 0);
    uint32_t head = HEAD(s.p);
    for (size_t i = 0; i < UNIT_N; i++)
        if (UNIT_HEADS[i] == head && UNITS[i].word.n > longest && gj_str_has_prefix(s, UNITS[i].word)) longest = UNITS[i].word.n;
    return gj_str_slice(s, 0, longest);
}
