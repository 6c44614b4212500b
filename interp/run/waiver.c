#include "run/waiver.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* ---- reading ---- */

/* The next word of LINE from *AT; empty at the end. */
static gj_str next_word(gj_str line, size_t *at) {
    while (*at < line.n) { /* white space */
        size_t next = *at;
        if (!gj_utf8_is_space(gj_utf8_next(line, &next))) break;
        *at = next;
    }
    size_t from = *at;
    while (*at < line.n) {
        size_t next = *at;
        if (gj_utf8_is_space(gj_utf8_next(line, &next))) break;
        *at = next;
    }
    return gj_str_slice(line, from, *at);
}

static bool read_fingerprint(gj_str word, uint64_t *out) {
    uint64_t value = 0;
    if (word.n != 16) return false;
    for (size_t i = 0; i < word.n; i++) {
        const char *digit = strchr("0123456789abcdef", word.p[i] >= 'A' && word.p[i] <= 'F' ? word.p[i] + 32 : word.p[i]);
        if (!digit || !*digit) return false;
        value = value << 4 | (uint64_t)(strchr("0123456789abcdef", *digit) - "0123456789abcdef");
    }
    *out = value;
    return true;
}

/* 2026-03-31, or - for no end. */
static bool read_day(gj_str word, int32_t *out) {
    int32_t value = 0;
    *out = 0;
    if (gj_str_eq(word, GJ_STR("-"))) return true;
    if (word.n != 10 || word.p[4] != '-' || word.p[7] != '-') return false;
    for (size_t i = 0; i < word.n; i++) {
        if (i == 4 || i == 7) continue;
        if (word.p[i] < '0' || word.p[i] > '9') return false;
        value = value * 10 + (word.p[i] - '0');
    }
    static const int32_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t month = value / 100 % 100, day = value % 100;
    *out = value;
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

static gj_str day_text(gj_arena *arena, int32_t day) {
    return gj_str_format(arena, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

static bool read_line(gj_arena *arena, gj_str line, gj_lang lang, gj_waiver *w) {
    size_t at = 0;
    if (!read_fingerprint(next_word(line, &at), &w->fingerprint) || !read_day(next_word(line, &at), &w->until)) return false;
    w->who = gj_str_copy(arena, next_word(line, &at));
    w->reason = gj_str_copy(arena, gj_str_trim(gj_str_slice(line, at, line.n)));
    if (!w->who.n || !w->reason.n) return false;
    bool zh = lang == GJ_LANG_ZH;
    if (w->until)
        w->shown = gj_str_format(arena, zh ? "%.*s（%.*s，至 %.*s）" : "%.*s (%.*s, until %.*s)", GJ_FMT(w->reason), GJ_FMT(w->who),
                                 GJ_FMT(day_text(arena, w->until)))
                       .p;
    else
        w->shown = gj_str_format(arena, zh ? "%.*s（%.*s）" : "%.*s (%.*s)", GJ_FMT(w->reason), GJ_FMT(w->who)).p;
    return true;
}

static int by_fingerprint(const void *a, const void *b) {
    const gj_waiver *x = a, *y = b;
    return x->fingerprint < y->fingerprint ? -1 : x->fingerprint > y->fingerprint;
}

int gj_waivers_read(gj_arena *arena, uint32_t source, gj_lang lang, gj_waivers *waivers, gj_diags *diags) {
    gj_str text = gj_source_text(diags->sources, source);
    uint32_t before = diags->errors, lines = 1;
    for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
    *waivers = (gj_waivers){.items = GJ_NEW_ARRAY(arena, gj_waiver, lines)};
    for (size_t start = 0; start < text.n;) {
        const char *newline = memchr(text.p + start, '\n', text.n - start);
        size_t end = newline ? (size_t)(newline - text.p) : text.n;
        gj_str line = gj_str_trim(gj_str_slice(text, start, end));
        gj_str bom = GJ_STR("\xEF\xBB\xBF");
        if (start == 0 && gj_str_has_prefix(line, bom)) line = gj_str_slice(line, bom.n, line.n);
        gj_span span = {source, (uint32_t)start, (uint32_t)end};
        start = end + 1;
        if (line.n == 0 || line.p[0] == '#') continue;
        gj_waiver *w = &waivers->items[waivers->n];
        if (!read_line(arena, line, lang, w)) {
            GJ_DIAG0(diags, GJ_E_WAIVER_LINE, span);
            continue;
        }
        waivers->n++;
    }
    if (waivers->n) qsort(waivers->items, waivers->n, sizeof *waivers->items, by_fingerprint);
    for (uint32_t i = 1; i < waivers->n; i++)
        if (waivers->items[i].fingerprint == waivers->items[i - 1].fingerprint)
            GJ_DIAG(diags, GJ_E_WAIVER_TWICE, ((gj_span){source, 0, 0}),
                    gj_str_format(arena, "%016llx", (unsigned long long)waivers->items[i].fingerprint));
    return diags->errors > before;
}

/* ---- applying ---- */

void gj_waivers_apply(gj_arena *arena, gj_waivers *waivers, int32_t today, gj_lang lang, gj_findings *findings) {
    if (!waivers->n) return;
    for (uint32_t i = 0; i < findings->n; i++) {
        gj_finding *f = &findings->items[i];
        if (f->verdict != GJ_FAIL) continue;
        gj_waiver key = {.fingerprint = f->fingerprint};
        gj_waiver *w = bsearch(&key, waivers->items, waivers->n, sizeof key, by_fingerprint);
        if (!w) continue;
        w->used = true;
        if (!w->until || today <= w->until) {
            f->waived = w->shown;
            continue;
        }
        f->message = gj_str_format(
            arena, lang == GJ_LANG_ZH ? "%.*s（豁免已于 %.*s 到期：%.*s，%.*s）" : "%.*s (its waiver ran out on %.*s: %.*s, %.*s)",
            GJ_FMT(f->message), GJ_FMT(day_text(arena, w->until)), GJ_FMT(w->reason), GJ_FMT(w->who));
    }
}
