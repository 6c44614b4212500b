#include "run/listing.h"

#include "base/utf8.h"

enum { ITEMS_MOST = 64, TEXT_MOST = 4096 /* bytes of a list */ };

typedef struct item {
    gj_num num;
    gj_written written;
    uint32_t start, end; /* bytes of the text */
    uint16_t depth;      /* of brackets */
    bool inexact;
} item;

static uint32_t narrow_at(gj_str s, size_t *at) {
    return gj_utf8_narrow(gj_utf8_next(s, at));
}

/* 2021年, 5月, 20日: when, not how many. */
static bool is_time(gj_str unit) {
    return gj_str_eq(unit, GJ_STR("年")) || gj_str_eq(unit, GJ_STR("月")) || gj_str_eq(unit, GJ_STR("日"));
}

/* The numbers of TEXT that count something: those with a unit, years and days not. */
static size_t read_items(gj_arena *arena, gj_str text, item *out) {
    size_t n = 0;
    uint16_t depth = 0;
    uint32_t before = 0;
    for (size_t at = 0; at < text.n && n < ITEMS_MOST;) {
        size_t start = at;
        uint32_t c = narrow_at(text, &at);
        if (c == '(') depth++;
        if (c == ')' && depth) depth--;
        if (!gj_utf8_is_digit(c) || gj_utf8_is_letter(before) || before == 0x7B2C /* 第 */) {
            while (gj_utf8_is_digit(c) && at < text.n) { /* the rest of what counts nothing */
                size_t next = at;
                if (!gj_utf8_is_digit(narrow_at(text, &next))) break;
                at = next;
            }
            before = c;
            continue;
        }
        item *x = &out[n];
        *x = (item){.start = (uint32_t)start, .depth = depth};
        size_t read = gj_num_read(arena, gj_str_slice(text, start, text.n), GJ_NUM_UNIT, &x->num, &x->written);
        if (!read) {
            for (size_t next = at; next < text.n && gj_utf8_is_digit(narrow_at(text, &next)); at = next) {
            }
            before = '0';
            continue;
        }
        at = start + read;
        x->end = (uint32_t)at;
        x->inexact = gj_num_is_inexact(text, start, at);
        n += x->written.unit.n > 0 && !x->written.percent && !is_time(x->written.unit);
        before = 0;
    }
    return n;
}

/* Keeps of ITEMS those at DEPTH. */
static size_t keep_depth(item *items, size_t n, uint16_t depth) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (items[i].depth == depth) items[kept++] = items[i];
    return kept;
}

/* TEXT up to the bracket that closes what was opened before it. */
static gj_str inside(gj_str text) {
    size_t depth = 0;
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        uint32_t c = narrow_at(text, &at);
        depth += c == '(';
        if (c == ')' && depth-- == 0) return gj_str_slice(text, 0, start);
    }
    return text;
}

/* TEXT behind the last bracket that is not closed in it. */
static gj_str innermost(gj_str text) {
    size_t open[16], depth = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = narrow_at(text, &at);
        if (c == '(' && depth < sizeof open / sizeof *open) open[depth++] = at;
        if (c == ')' && depth) depth--;
    }
    return depth ? gj_str_slice(text, open[depth - 1], text.n) : text;
}

/* The items outside brackets; where all stand in brackets, the ones inside. */
static size_t list_of(gj_arena *arena, gj_str text, item *items) {
    size_t n = read_items(arena, text, items), outside = 0;
    for (size_t i = 0; i < n; i++) outside += items[i].depth == 0;
    return keep_depth(items, n, outside == 0);
}

/* Adds ITEMS from one end, one by one. Those of other counting words may belong (条, 篇, 期 are all added up as 条), but only when they make
 * the target. */
static bool add_up(gj_arena *arena, const item *items, size_t n, bool from_end, const gj_num *target, gj_num *sum) {
    gj_num total = gj_num_int(0), alike = total;
    size_t nalike = 0;
    bool one_unit = true;
    for (size_t i = 0; i < n; i++) {
        const item *x = &items[from_end ? n - 1 - i : i];
        if (x->inexact && i == 0) return false;
        if (x->inexact) break;
        one_unit = one_unit && gj_str_eq(x->written.unit, items[from_end ? n - 1 : 0].written.unit);
        total = gj_num_add(arena, total, x->num);
        if (one_unit) {
            alike = total;
            nalike++;
        }
        if (gj_num_cmp(total, *target) == 0) {
            *sum = total;
            return true;
        }
    }
    *sum = nalike > 1 ? alike : total;
    return n > 0;
}

bool gj_listing_head_sum(gj_arena *arena, gj_str text, const gj_num *target, gj_num *sum) {
    item items[ITEMS_MOST];
    size_t n = list_of(arena, inside(gj_str_slice(text, 0, text.n < TEXT_MOST ? text.n : TEXT_MOST)), items);
    return add_up(arena, items, n, false, target, sum);
}

bool gj_listing_tail_sum(gj_arena *arena, gj_str text, const gj_num *target, gj_num *sum) {
    item items[ITEMS_MOST];
    size_t from = text.n < TEXT_MOST ? 0 : text.n - TEXT_MOST;
    while (from < text.n && ((unsigned char)text.p[from] & 0xC0) == 0x80) from++;
    size_t n = list_of(arena, innermost(gj_str_slice(text, from, text.n)), items);
    return add_up(arena, items, n, true, target, sum);
}

static bool is_mark(uint32_t c) {
    return gj_utf8_is_space(c) || c == ',' || c == ';' || c == ':' || c == '(' || c == 0x3002 /* 。 */ || c == 0x3001 /* 、 */;
}

bool gj_listing_last(gj_arena *arena, gj_str text, gj_num *num, gj_written *written) {
    size_t from = text.n < 120 ? 0 : text.n - 120;
    while (from < text.n && ((unsigned char)text.p[from] & 0xC0) == 0x80) from++;
    gj_str end = gj_str_slice(text, from, text.n);
    item items[ITEMS_MOST];
    size_t n = read_items(arena, end, items);
    if (!n || items[n - 1].inexact) return false;
    for (size_t at = items[n - 1].end; at < end.n;)
        if (!is_mark(narrow_at(end, &at))) return false;
    *num = items[n - 1].num;
    *written = items[n - 1].written;
    return true;
}
