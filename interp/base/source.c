#include "base/source.h"

#include <string.h>

#include "base/utf8.h"

typedef struct source {
    gj_str name, text;
    uint32_t *line; /* offset of each line's start */
    uint32_t nlines;
} source;

struct gj_sources {
    gj_arena *arena;
    source *items;
    uint32_t n, capacity;
};

gj_sources *gj_sources_new(gj_arena *arena) {
    gj_sources *sources = GJ_NEW(arena, gj_sources);
    sources->arena = arena;
    return sources;
}

static void find_lines(gj_arena *arena, source *s) {
    uint32_t count = 1;
    const char *end = s->text.p + s->text.n;
    for (const char *p = s->text.p; (p = memchr(p, '\n', (size_t)(end - p))); p++) count++;
    s->line = gj_arena_raw(arena, count, sizeof *s->line);
    s->line[0] = 0;
    s->nlines = 1;
    for (const char *p = s->text.p; (p = memchr(p, '\n', (size_t)(end - p))); p++) s->line[s->nlines++] = (uint32_t)(p - s->text.p) + 1;
}

uint32_t gj_sources_add(gj_sources *sources, gj_str name, gj_str text) {
    if (sources->n == sources->capacity) {
        uint32_t capacity = sources->capacity ? sources->capacity * 2 : 8;
        source *items = GJ_NEW_ARRAY(sources->arena, source, capacity);
        if (sources->n) memcpy(items, sources->items, sources->n * sizeof *items);
        sources->items = items;
        sources->capacity = capacity;
    }
    source *s = &sources->items[sources->n++];
    s->name = gj_str_copy(sources->arena, name);
    s->text = gj_str_copy(sources->arena, gj_str_slice(text, 0, UINT32_MAX - 1));
    find_lines(sources->arena, s);
    return sources->n;
}

static const source *get(const gj_sources *sources, uint32_t id) {
    static const uint32_t start = 0;
    static const source nowhere = {{"", 0}, {"", 0}, (uint32_t *)&start, 1};
    return id >= 1 && id <= sources->n ? &sources->items[id - 1] : &nowhere;
}

gj_str gj_source_name(const gj_sources *sources, uint32_t id) {
    return get(sources, id)->name;
}

gj_str gj_source_text(const gj_sources *sources, uint32_t id) {
    return get(sources, id)->text;
}

gj_str gj_source_slice(const gj_sources *sources, gj_span span) {
    return gj_str_slice(get(sources, span.source)->text, span.start, span.end);
}

gj_location gj_source_locate(const gj_sources *sources, uint32_t id, uint32_t offset) {
    const source *s = get(sources, id);
    if (offset > s->text.n) offset = (uint32_t)s->text.n;
    uint32_t lo = 0, hi = s->nlines; /* the last line that starts at or before OFFSET */
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->line[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    uint32_t end = lo + 1 < s->nlines ? s->line[lo + 1] - 1 : (uint32_t)s->text.n;
    if (end > s->line[lo] && s->text.p[end - 1] == '\r') end--;
    gj_str before = gj_str_slice(s->text, s->line[lo], offset);
    return (gj_location){
        .line = lo + 1,
        .column = (uint32_t)gj_utf8_count(before) + 1,
        .offset = (uint32_t)gj_utf8_width(before),
        .text = gj_str_slice(s->text, s->line[lo], end),
    };
}

gj_span gj_span_join(gj_span a, gj_span b) {
    if (!a.source) return b;
    if (!b.source || a.source != b.source) return a;
    return (gj_span){a.source, a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}
