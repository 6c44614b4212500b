/* template_anchor.c - finds what every match holds, so that nearly all of a text is never looked at closely. */
#include "base/utf8.h"
#include "rule/template_code.h"

static bool is_anchor_at(gj_str text, size_t at, const gj_anchor *anchor) {
    for (uint32_t i = 0; i < anchor->n; i++)
        if (gj_str_has_prefix(gj_str_slice(text, at, text.n), anchor->run[i])) return true;
    return false;
}

/* The Han characters of a run are three bytes each, so their last two hold the ten bits that the set is asked for. */
ptrdiff_t gj_anchor_find(gj_str text, size_t from, const gj_anchor *anchor) {
    if (anchor->n == 1) {
        ptrdiff_t hit = gj_str_find(gj_str_slice(text, from, text.n), anchor->run[0]);
        return hit < 0 ? -1 : hit + (ptrdiff_t)from;
    }
    const unsigned char *p = (const unsigned char *)text.p;
    for (size_t at = from; at + 2 < text.n;) {
        if ((p[at] & 0xF0) != 0xE0 || (p[at + 1] & 0xC0) != 0x80) {
            at++;
            continue;
        }
        uint32_t low = (uint32_t)(p[at + 1] & 0x3F) << 6 | (p[at + 2] & 0x3Fu);
        if (gj_template_set_has(&anchor->starts, low) && is_anchor_at(text, at, anchor)) return (ptrdiff_t)at;
        at += 3;
    }
    return -1;
}
