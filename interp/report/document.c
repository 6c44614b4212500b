#include "report/document.h"

#include <string.h>

#include "base/utf8.h"

uint32_t gj_doc_run(const gj_doc *doc, uint32_t text_offset) {
    uint32_t lo = 0, hi = doc->nmap; /* the last run that starts at or before the offset */
    while (hi - lo > 1 && hi > 0) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->map[mid].text <= text_offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

uint32_t gj_doc_source_offset(const gj_doc *doc, uint32_t text_offset) {
    if (doc->nmap == 0) return text_offset;
    const gj_map_run *run = &doc->map[gj_doc_run(doc, text_offset)];
    uint32_t at = run->source + (text_offset - run->text);
    return at <= doc->source.n ? at : (uint32_t)doc->source.n;
}

gj_str gj_doc_source_slice(const gj_doc *doc, uint32_t start, uint32_t end) {
    if (doc->nmap == 0 || end <= start) return (gj_str){doc->text.p + start, end - start};
    uint32_t run = gj_doc_run(doc, start);
    size_t from = doc->map[run].source + (start - doc->map[run].text);
    if (run + 1 == doc->nmap || doc->map[run + 1].text >= end) {
        size_t n = end - start; /* most: nothing in it was changed, but perhaps its last character */
        if (from + n <= doc->source.n && memcmp(doc->source.p + from, doc->text.p + start, n) == 0)
            return (gj_str){doc->source.p + from, n};
    }
    uint32_t last = end - 1; /* the last character: what was removed behind it is none of the slice */
    while (last > start && ((unsigned char)doc->text.p[last] & 0xC0) == 0x80) last--;
    size_t to = gj_doc_source_offset(doc, last);
    if (to < doc->source.n) gj_utf8_next(doc->source, &to);
    return to > from ? gj_str_slice(doc->source, from, to) : (gj_str){doc->text.p + start, end - start};
}

gj_extent gj_line_cells(const gj_doc *doc, const gj_line *line) {
    const char *p = doc->text.p;
    uint32_t start = line->start, end = line->end;
    if (!(line->holds & GJ_HOLDS_BAR)) return (gj_extent){start, end};
    while (start < end && (p[start] == ' ' || p[start] == '\t')) start++;
    while (end > start && (p[end - 1] == ' ' || p[end - 1] == '\t')) end--;
    if (line->holds & GJ_HOLDS_FRAME_LEFT && start < end && p[start] == '|') start++;
    if (line->holds & GJ_HOLDS_FRAME_RIGHT && start < end && p[end - 1] == '|') end--;
    return (gj_extent){start, end};
}

uint32_t gj_doc_line_at(const gj_doc *doc, uint32_t text_offset) {
    if (doc->nlines == 0) return 0;
    uint32_t lo = 0, hi = doc->nlines;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->lines[mid].start <= text_offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* The start of the line; of one that is absurdly long, a place not too far before AT. */
static uint32_t line_start(gj_str s, uint32_t at) {
    enum { FAR = 1 << 20 };
    uint32_t least = at > FAR ? at - FAR : 0;
    while (at > least && s.p[at - 1] != '\n' && s.p[at - 1] != '\r') at--;
    return at;
}

gj_place gj_doc_place(const gj_doc *doc, uint32_t text_offset) {
    if (doc->nlines == 0) return (gj_place){.line = 1, .column = 1};
    const gj_line *line = &doc->lines[gj_doc_line_at(doc, text_offset)];
    gj_place place = line->place;
    if (gj_line_commas(line)) /* a quoted cell before it may go on over lines */
        for (uint32_t i = line->start; i < text_offset && i < line->end; i++) place.line += doc->text.p[i] == '\n';
    uint32_t at = gj_doc_source_offset(doc, text_offset);
    if (at > doc->source.n) at = (uint32_t)doc->source.n;
    uint32_t start = line_start(doc->source, at);
    place.column = (uint32_t)gj_utf8_count(gj_str_slice(doc->source, start, at)) + 1;
    return place;
}

gj_str gj_doc_source_line(const gj_doc *doc, uint32_t text_offset, uint32_t *column_offset) {
    uint32_t at = gj_doc_source_offset(doc, text_offset);
    if (at > doc->source.n) at = (uint32_t)doc->source.n;
    uint32_t start = line_start(doc->source, at), end = at;
    while (end < doc->source.n && doc->source.p[end] != '\n' && doc->source.p[end] != '\r') end++;
    if (column_offset) *column_offset = at - start;
    return gj_str_slice(doc->source, start, end);
}

gj_columns gj_columns_of(const gj_doc *doc, uint32_t line) {
    uint32_t start = doc->lines[line].start;
    gj_columns c = {.doc = doc, .run = gj_doc_run(doc, start), .column = 1};
    c.counted = line_start(doc->source, gj_columns_source(&c, start)); /* what was removed from the beginning of the line counts too */
    return c;
}

uint32_t gj_columns_source(gj_columns *c, uint32_t text) {
    const gj_doc *doc = c->doc;
    if (doc->nmap == 0) return text;
    while (c->run + 1 < doc->nmap && doc->map[c->run + 1].text <= text) c->run++;
    while (c->run > 0 && doc->map[c->run].text > text) c->run--;
    uint32_t at = doc->map[c->run].source + (text - doc->map[c->run].text);
    return at <= doc->source.n ? at : (uint32_t)doc->source.n;
}

/* The source is UTF-8: its characters are its bytes but those that go on with one. Eight at a time. */
uint32_t gj_columns_at(gj_columns *c, uint32_t text) {
    const uint64_t each = UINT64_C(0x0101010101010101);
    const char *p = c->doc->source.p;
    uint32_t at = gj_columns_source(c, text);
    for (uint64_t w; c->counted + sizeof w <= at; c->counted += (uint32_t)sizeof w) {
        memcpy(&w, p + c->counted, sizeof w);
        uint64_t goes_on = (w >> 7) & ~(w >> 6) & each;
        c->column += (uint32_t)sizeof w - (uint32_t)(goes_on * each >> 56);
    }
    for (; c->counted < at; c->counted++) c->column += (signed char)p[c->counted] >= -64;
    return c->column;
}
