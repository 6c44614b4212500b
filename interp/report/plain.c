/* plain.c - text files: lines, and the fields that tabs, bars or wide gaps make of them. */
#include <string.h>

#include "base/utf8.h"
#include "report/load.h"
#include "report/normalize.h"

/* No report has as many cells; what is more stays in one piece. */
enum { MAX_FIELDS = 1000000, MAX_LINE_FIELDS = 20000 };

typedef struct gj_splitter {
    gj_arena *arena;
    gj_doc *doc;
    uint32_t line_capacity, field_capacity;
    uint32_t run;                 /* the map run that holds `counted` */
    uint32_t counted;             /* source offset up to which characters of the line are counted */
    uint32_t column;              /* of `counted`, from 1 */
    uint32_t measured, x;         /* the same in display columns, from 0 */
    uint32_t number;              /* of the source line */
    uint32_t block_end;           /* up to here lines with bars are of one table */
    bool frame_left, frame_right; /* whose lines begin, end with a bar */
} gj_splitter;

static void *grow(gj_arena *arena, void *old, uint32_t n, uint32_t *capacity, size_t size) {
    uint32_t more = *capacity ? *capacity * 2 : 256;
    void *block = gj_arena_raw(arena, more, size);
    if (n) memcpy(block, old, n * size);
    *capacity = more;
    return block;
}

/* The source offset of a text offset; offsets are asked for in ascending order, nearly. */
static uint32_t source_at(gj_splitter *s, uint32_t text) {
    const gj_doc *doc = s->doc;
    if (doc->nmap == 0) return text;
    while (s->run + 1 < doc->nmap && doc->map[s->run + 1].text <= text) s->run++;
    while (s->run > 0 && doc->map[s->run].text > text) s->run--;
    return doc->map[s->run].source + (text - doc->map[s->run].text);
}

/* The column of a text offset, in characters of the source: its bytes but those that go on with a character. */
static uint32_t column_at(gj_splitter *s, uint32_t text) {
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint32_t at = source_at(s, text);
    for (uint64_t w; s->counted + sizeof w <= at; s->counted += (uint32_t)sizeof w) {
        memcpy(&w, s->doc->source.p + s->counted, sizeof w);
        uint64_t goes_on = (w >> 7) & ~(w >> 6) & each;
        s->column += (uint32_t)sizeof w - (uint32_t)(goes_on * each >> 56);
    }
    for (; s->counted < at; s->counted++) s->column += (signed char)s->doc->source.p[s->counted] >= -64;
    return s->column;
}

/* The same in display columns: what the eye aligned is the source, not its normalised text. */
static uint32_t x_at(gj_splitter *s, uint32_t text) {
    uint32_t at = source_at(s, text);
    size_t p = s->measured;
    while (p < at) {
        unsigned char b = (unsigned char)s->doc->source.p[p];
        if (b >= 0xE4 && b <= 0xE9 && p + 3 <= at) { /* Han */
            s->x += 2;
            p += 3;
        } else if (b >= ' ' && b < 0x7F) {
            s->x++;
            p++;
        } else {
            s->x += (uint32_t)gj_utf8_width_of(gj_utf8_next(s->doc->source, &p));
        }
    }
    s->measured = (uint32_t)p;
    return s->x;
}

static gj_line *add_line(gj_splitter *s, gj_line_kind kind, uint32_t start, uint32_t end) {
    gj_doc *doc = s->doc;
    if (doc->nlines == s->line_capacity) doc->lines = grow(s->arena, doc->lines, doc->nlines, &s->line_capacity, sizeof *doc->lines);
    gj_line *line = &doc->lines[doc->nlines++];
    *line = (gj_line){.field = doc->nfields, .start = start, .end = end, .kind = (uint8_t)kind, .place = {.line = s->number, .column = 1}};
    return line;
}

static void add_field(gj_splitter *s, gj_line *line, uint32_t start, uint32_t end, uint32_t x0, uint32_t x1, gj_field_gap gap) {
    gj_doc *doc = s->doc;
    const char *p = doc->text.p;
    while (start < end && (p[start] == ' ' || p[start] == '\t')) start++;
    while (end > start && (p[end - 1] == ' ' || p[end - 1] == '\t')) end--;
    if (doc->nfields == s->field_capacity) doc->fields = grow(s->arena, doc->fields, doc->nfields, &s->field_capacity, sizeof *doc->fields);
    doc->fields[doc->nfields++] = (gj_field){.start = start,
                                             .end = end,
                                             .x0 = x0,
                                             .x1 = x1,
                                             .span_rows = 1,
                                             .gap = (uint8_t)gap,
                                             .place = {.line = s->number, .column = column_at(s, start)}};
    line->nfields++;
}

/* Rules drawn under headings, Markdown separators, the frames of drawn tables: no letter, no digit, and mostly lines. */
static bool is_rule(gj_str s) {
    size_t strokes = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = gj_utf8_next(s, &at);
        if (c == '-' || c == '=' || c == '_' || c == 0x2014 || (c >= 0x2500 && c <= 0x257F))
            strokes++;
        else if (c != '|' && c != ':' && c != '+' && c != ' ' && c != '\t' && c != '*')
            return false;
    }
    return strokes >= 3;
}

/* Looks ahead over a table of bars (up to two lines without any in between): is it framed? An empty first cell looks like a frame on its own line. */
static void look_ahead(gj_splitter *s, uint32_t start) {
    gj_str text = s->doc->text;
    uint32_t barred = 0, left = 0, right = 0, without = 0, at = start;
    enum { LINES = 200 };
    for (uint32_t lines = 0; at < text.n && without <= 2 && lines < LINES; lines++) {
        const char *newline = memchr(text.p + at, '\n', text.n - at);
        uint32_t end = newline ? (uint32_t)(newline - text.p) : (uint32_t)text.n;
        if (memchr(text.p + at, '|', end - at)) {
            uint32_t first = at, last = end;
            while (first < end && (text.p[first] == ' ' || text.p[first] == '\t')) first++;
            while (last > first && (text.p[last - 1] == ' ' || text.p[last - 1] == '\t')) last--;
            barred++;
            left += text.p[first] == '|';
            right += last > first + 1 && text.p[last - 1] == '|';
            without = 0;
        } else {
            without++;
        }
        at = end + 1;
    }
    s->block_end = at;
    s->frame_left = left == barred || (left * 5 >= barred * 4 && right * 5 >= barred * 4);
    s->frame_right = s->frame_left && right * 5 >= barred * 4;
}

/* Cells between the separators SEP. A frame's bars are not cells. */
static void split_at(gj_splitter *s, gj_line *line, uint32_t start, uint32_t end, char sep, gj_field_gap gap) {
    const char *p = s->doc->text.p;
    if (sep == '|') {
        if (start >= s->block_end) look_ahead(s, start);
        while (start < end && (p[start] == ' ' || p[start] == '\t')) start++;
        while (end > start && (p[end - 1] == ' ' || p[end - 1] == '\t')) end--;
        if (s->frame_left && start < end && p[start] == '|') start++;
        if (s->frame_right && start < end && p[end - 1] == '|') end--;
    }
    uint32_t from = start, x = 0;
    for (uint32_t at = start; at <= end; at++) {
        while (at < end && p[at] != sep) at++;
        if (at < end && (x >= MAX_LINE_FIELDS || s->doc->nfields >= MAX_FIELDS)) continue;
        add_field(s, line, from, at, x, x + 1, x ? gap : GJ_GAP_NONE);
        from = at + 1;
        x++;
    }
}

/* Two spaces side by side. */
static bool has_wide_gap(const char *from, const char *to) {
    while ((from = memchr(from, ' ', (size_t)(to - from))) != NULL && from + 1 < to)
        if (*++from == ' ') return true;
    return false;
}

/* Where the piece that stands at AT ends: before two spaces, or a space at the line's end. */
static uint32_t field_end(const char *p, uint32_t at, uint32_t end) {
    for (const char *space; (space = memchr(p + at, ' ', end - at)) != NULL; at++) {
        at = (uint32_t)(space - p);
        if (at + 1 >= end || p[at + 1] == ' ') return at;
    }
    return end;
}

/* Pieces between two spaces or more; x is the display column. */
static void split_wide(gj_splitter *s, gj_line *line, uint32_t start, uint32_t end) {
    const char *p = s->doc->text.p;
    bool first = true;
    for (uint32_t at = start; at < end;) {
        if (p[at] == ' ') {
            at++;
            continue;
        }
        uint32_t from = at;
        bool full = line->nfields >= MAX_LINE_FIELDS || s->doc->nfields >= MAX_FIELDS;
        at = full ? end : field_end(p, at, end);
        uint32_t x0 = x_at(s, from), x1 = x_at(s, at);
        add_field(s, line, from, at, x0, x1, first ? GJ_GAP_NONE : GJ_GAP_WIDE);
        first = false;
    }
}

/* SEEN: what the line may hold that separates fields. */
static void split_line(gj_splitter *s, uint32_t start, uint32_t end, unsigned seen) {
    const char *p = s->doc->text.p;
    uint32_t from = start, to = end;
    while (from < to && p[from] == ' ') from++;
    while (to > from && p[to - 1] == ' ') to--;
    if (from == to) {
        add_line(s, GJ_LINE_BLANK, start, end);
        return;
    }
    bool rule = !((unsigned char)p[from] >= 0xE3 || (p[from] >= '0' && p[from] <= '9')) && is_rule((gj_str){p + from, to - from});
    if (rule) { /* keeps its place among the lines, and has no field */
        add_line(s, GJ_LINE_ROW, start, end);
        return;
    }
    if (seen & GJ_SEEN_BAR && memchr(p + from, '|', to - from)) {
        split_at(s, add_line(s, GJ_LINE_ROW, start, end), start, end, '|', GJ_GAP_BAR);
        return;
    }
    if (seen & GJ_SEEN_TAB && memchr(p + start, '\t', end - start)) {
        split_at(s, add_line(s, GJ_LINE_ROW, start, end), start, end, '\t', GJ_GAP_TAB);
        return;
    }
    bool wide = seen & GJ_SEEN_SPACE && has_wide_gap(p + from, p + to);
    gj_line *line = add_line(s, wide ? GJ_LINE_ROW : GJ_LINE_TEXT, start, end);
    if (wide || from > start)
        split_wide(s, line, start, end);
    else
        add_field(s, line, from, to, 0, 0, GJ_GAP_NONE);
}

/* Lines of SOURCE are counted by what ends them there; the text has the same ends, all written \n. */
static void split(gj_splitter *s, const gj_normal *normal) {
    gj_doc *doc = s->doc;
    const char *p = doc->text.p;
    for (uint32_t start = 0, i = 0; i < normal->ncuts; i++) {
        uint32_t end = normal->cuts[i].end;
        unsigned seen = normal->cuts[i].seen;
        s->number++;
        s->counted = source_at(s, start); /* what was removed from the beginning of the line counts too */
        while (s->counted > 0 && doc->source.p[s->counted - 1] != '\n' && doc->source.p[s->counted - 1] != '\r') s->counted--;
        s->column = 1;
        s->measured = s->counted;
        s->x = 0;
        for (uint32_t from = start;;) { /* a form feed ends a page, inside a line as well */
            const char *feed = seen & GJ_SEEN_FEED ? memchr(p + from, '\f', end - from) : NULL;
            uint32_t to = feed ? (uint32_t)(feed - p) : end;
            if (to > from || (!feed && from == start)) split_line(s, from, to, seen);
            if (!feed) break;
            add_line(s, GJ_LINE_BREAK, to, to + 1);
            from = to + 1;
            if (from == end) break;
        }
        start = end + 1;
    }
}

int gj_read_plain(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **out, gj_diags *diags) {
    (void)path;
    (void)diags;
    gj_doc *doc = GJ_NEW(arena, gj_doc);
    gj_normal normal;
    doc->format = GJ_FORMAT_TEXT;
    doc->source = gj_str_has_prefix(bytes, GJ_STR("\xEF\xBB\xBF")) ? gj_str_slice(bytes, 3, bytes.n) : bytes;
    doc->source = gj_str_copy(arena, doc->source);
    gj_normalize(arena, doc->source, &normal);
    if (!normal.valid) {
        doc->source = gj_decode(arena, bytes);
        gj_normalize(arena, doc->source, &normal);
    }
    doc->text = normal.text;
    doc->map = normal.map;
    doc->nmap = normal.nmap;
    gj_splitter s = {.arena = arena, .doc = doc, .line_capacity = normal.ncuts + 1};
    doc->lines = gj_arena_raw(arena, s.line_capacity, sizeof *doc->lines);
    split(&s, &normal);
    *out = doc;
    return 0;
}
