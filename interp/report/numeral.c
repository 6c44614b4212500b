/* numeral.c - the number formats of Word's lists. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "report/numbering.h"

static void add_char(gj_buf *out, uint32_t c) {
    char bytes[4];
    gj_buf_add(out, (gj_str){bytes, gj_utf8_put(c, bytes)});
}

/* The N-th character (from 0) of a string of Chinese characters. */
static void add_nth(gj_buf *out, const char *characters, uint32_t n) {
    gj_buf_add(out, (gj_str){characters + 3 * (size_t)n, 3});
}

/* 1 to 99999 as one counts: 十, 十一, 二十, 一百零五. DIGITS are zero to nine, UNITS ten, hundred, thousand, ten thousand. */
static void add_counting(gj_buf *out, uint32_t n, const char *digits, const char *units, bool short_ten) {
    uint32_t power = 10000;
    bool any = false, zero = false;
    for (int unit = 3; unit >= -1; unit--, power /= 10) {
        uint32_t digit = n / power % 10;
        if (digit == 0) {
            zero = any;
            continue;
        }
        if (zero) add_nth(out, digits, 0);
        zero = false;
        if (!(short_ten && !any && unit == 0 && digit == 1)) add_nth(out, digits, digit);
        if (unit >= 0) add_nth(out, units, (uint32_t)unit);
        any = true;
    }
}

static void add_digits(gj_buf *out, uint32_t n, const char *digits) {
    char decimal[16];
    int length = snprintf(decimal, sizeof decimal, "%u", n);
    for (int i = 0; i < length; i++) add_nth(out, digits, (uint32_t)(decimal[i] - '0'));
}

static void add_roman(gj_buf *out, uint32_t n, bool upper) {
    static const struct {
        uint32_t value;
        const char *lower, *upper;
    } steps[] = {{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"}, {400, "cd", "CD"}, {100, "c", "C"}, {90, "xc", "XC"}, {50, "l", "L"},
                 {40, "xl", "XL"}, {10, "x", "X"},    {9, "ix", "IX"}, {5, "v", "V"},     {4, "iv", "IV"}, {1, "i", "I"}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        for (; n >= steps[i].value; n -= steps[i].value) gj_buf_addz(out, upper ? steps[i].upper : steps[i].lower);
}

typedef enum family {
    LETTERS, /* a to z, then aa */
    ROMAN,
    COUNTING,
    DIGITS,   /* digit by digit */
    CYCLE,    /* one of a row of characters */
    ENCLOSED, /* a block of Unicode */
    ZERO,     /* 01 */
    NOTHING
} family;

#define DIGITS_PLAIN "〇一二三四五六七八九"
#define DIGITS_ZERO  "零一二三四五六七八九"
#define UNITS_PLAIN  "十百千万"

static const struct {
    const char *name;
    family family;
    uint32_t base, count; /* LETTERS, ENCLOSED: the first character; CYCLE, ENCLOSED: how many there are */
    const char *digits, *units;
} formats[] = {
    {"chineseCounting", COUNTING, 1, 0, DIGITS_ZERO, UNITS_PLAIN},
    {"chineseCountingThousand", COUNTING, 1, 0, DIGITS_ZERO, UNITS_PLAIN},
    {"taiwaneseCounting", COUNTING, 1, 0, DIGITS_ZERO, UNITS_PLAIN},
    {"taiwaneseCountingThousand", COUNTING, 1, 0, DIGITS_ZERO, UNITS_PLAIN},
    {"japaneseCounting", COUNTING, 1, 0, DIGITS_PLAIN, UNITS_PLAIN},
    {"koreanCounting", COUNTING, 1, 0, DIGITS_PLAIN, UNITS_PLAIN},
    {"chineseLegalSimplified", COUNTING, 0, 0, "零壹贰叁肆伍陆柒捌玖", "拾佰仟萬"},
    {"ideographLegalTraditional", COUNTING, 0, 0, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬"},
    {"ideographDigital", DIGITS, 0, 0, DIGITS_PLAIN, NULL},
    {"japaneseDigitalTenThousand", DIGITS, 0, 0, DIGITS_PLAIN, NULL},
    {"taiwaneseDigital", DIGITS, 0, 0, DIGITS_PLAIN, NULL},
    {"decimalFullWidth", DIGITS, 0, 0, "０１２３４５６７８９", NULL},
    {"decimalFullWidth2", DIGITS, 0, 0, "０１２３４５６７８９", NULL},
    {"ideographTraditional", CYCLE, 0, 10, "甲乙丙丁戊己庚辛壬癸", NULL},
    {"ideographZodiac", CYCLE, 0, 12, "子丑寅卯辰巳午未申酉戌亥", NULL},
    {"decimalEnclosedCircle", ENCLOSED, 0x2460, 20, NULL, NULL},
    {"decimalEnclosedCircleChinese", ENCLOSED, 0x2460, 20, NULL, NULL},
    {"decimalEnclosedParen", ENCLOSED, 0x2474, 20, NULL, NULL},
    {"decimalEnclosedFullstop", ENCLOSED, 0x2488, 20, NULL, NULL},
    {"ideographEnclosedCircle", ENCLOSED, 0x3280, 10, NULL, NULL},
    {"lowerLetter", LETTERS, 'a', 0, NULL, NULL},
    {"upperLetter", LETTERS, 'A', 0, NULL, NULL},
    {"lowerRoman", ROMAN, 'a', 0, NULL, NULL},
    {"upperRoman", ROMAN, 'A', 0, NULL, NULL},
    {"decimalZero", ZERO, 0, 0, NULL, NULL},
    {"none", NOTHING, 0, 0, NULL, NULL},
    {"bullet", NOTHING, 0, 0, NULL, NULL},
};

void gj_numeral_add(gj_buf *out, uint32_t n, gj_str format) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (!gj_str_eq(format, gj_str_from(formats[i].name))) continue;
        uint32_t base = formats[i].base, count = formats[i].count;
        switch (formats[i].family) {
        case NOTHING: return;
        case COUNTING:
            if (n == 0 || n > 99999) break;
            add_counting(out, n, formats[i].digits, formats[i].units, base == 1);
            return;
        case DIGITS: add_digits(out, n, formats[i].digits); return;
        case CYCLE:
            if (n == 0 || n > count) break;
            add_nth(out, formats[i].digits, n - 1);
            return;
        case ENCLOSED:
            if (n == 0 || n > count) break;
            add_char(out, base + n - 1);
            return;
        case LETTERS:
            if (n == 0 || n > 26 * 10) break;
            for (uint32_t times = 0; times <= (n - 1) / 26; times++) add_char(out, base + (n - 1) % 26);
            return;
        case ROMAN:
            if (n == 0 || n > 4000) break;
            add_roman(out, n, base == 'A');
            return;
        case ZERO: gj_buf_addf(out, "%02u", n); return;
        }
        break;
    }
    gj_buf_addf(out, "%u", n);
}
