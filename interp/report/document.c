#include "report/document.h"

#include "base/utf8.h"

uint32_t gj_doc_source_offset(const gj_doc *doc, uint32_t text_offset) {
    if (doc->nmap == 0) return text_offset;
    uint32_t lo = 0, hi = doc->nmap; /* the last run that starts at or before the offset */
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->map[mid].text <= text_offset)
            lo = mid;
        else
            hi = mid;
    }
    uint32_t at = doc->map[lo].source + (text_offset - doc->map[lo].text);
    return at <= doc->source.n ? at : (uint32_t)doc->source.n;
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
    gj_place place = doc->lines[gj_doc_line_at(doc, text_offset)].place;
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
