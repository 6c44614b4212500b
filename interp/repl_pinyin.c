/* Chinese by the first letters of how it is read. */
#include "base/utf8.h"
#include "pinyin.h"
#include "repl.h"

/* Is the character C read with LETTER first? */
static bool reads(uint32_t c, char letter) {
    if (c < 0x80) {
        char lower = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        return lower == letter;
    }
    if (c < GJ_PINYIN_FIRST || c > GJ_PINYIN_LAST) return c == 0x3007 && letter == 'l';
    if (gj_pinyin_letter[c - GJ_PINYIN_FIRST] == letter) return true;
    for (size_t i = 0; i < sizeof gj_pinyin_other / sizeof *gj_pinyin_other; i++)
        if (gj_pinyin_other[i].character == c)
            for (const char *p = gj_pinyin_other[i].letters; *p; p++)
                if (*p == letter) return true;
    return false;
}

static bool is_letter_or_digit(uint32_t c) {
    return gj_utf8_is_han(c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool gj_pinyin_begins(gj_str label, gj_str typed) {
    size_t at = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char letter = typed.p[i];
        if (letter >= 'A' && letter <= 'Z') letter = (char)(letter + 32);
        if (!((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'))) return false;
        uint32_t c = 0;
        while (at < label.n && !is_letter_or_digit(c = gj_utf8_narrow(gj_utf8_next(label, &at)))) c = 0; /* quotes, brackets, spaces */
        if (!c || !reads(c, letter)) return false;
    }
    return typed.n > 0;
}
