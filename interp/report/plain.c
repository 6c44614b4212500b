/* plain.c - text files: lines at once, and the fields that tabs, bars or wide gaps make of a line when they are asked for. */
#include <string.h>

#include "base/utf8.h"
#include "report/commas.h"
#include "report/load.h"
#include "report/normalize.h"

/* No report has as many cells; what is more stays in one piece. */
enum { MAX_FIELDS = 1000000, MAX_LINE_FIELDS = 20000 };

/* What making fields needs: the document has it until every line has its own. */
struct gj_splitting {
    gj_arena *arena;
    uint32_t field_capacity;
};

/* One line on its way to fields. */
typedef struct gj_splitter {
    gj_doc *doc;
    gj_line *line;
    gj_columns columns;
    uint32_t measured, x; /* source offset up to which display columns are counted, and how many, from 0 */
} gj_splitter;

/* The same in display columns: what the eye aligned is the source, not its normalised text. */
static uint32_t x_at(gj_splitter *s, uint32_t text) {
    uint32_t at = gj_columns_source(&s->columns, text);
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

static void add_field(gj_splitter *s, uint32_t start, uint32_t end, uint32_t x0, uint32_t x1, gj_field_gap gap) {
    gj_doc *doc = s->doc;
    const char *p = doc->text.p;
    while (start < end && (p[start] == ' ' || p[start] == '\t')) start++;
    while (end > start && (p[end - 1] == ' ' || p[end - 1] == '\t')) end--;
    uint32_t *capacity = &doc->splitting->field_capacity;
    doc->fields = gj_arena_grow(doc->splitting->arena, doc->fields, doc->nfields, capacity, 256, sizeof *doc->fields);
    doc->fields[doc->nfields++] = (gj_field){.start = start,
                                             .end = end,
                                             .x0 = x0,
                                             .x1 = x1,
                                             .span_rows = 1,
                                             .gap = (uint8_t)gap,
                                             .place = {.line = s->line->place.line, .column = gj_columns_at(&s->columns, start)}};
    s->line->nfields++;
}

/* Cells between the separators SEP. A frame's bars are not cells. */
static void split_at(gj_splitter *s, char sep, gj_field_gap gap) {
    const char *p = s->doc->text.p;
    gj_extent cells = gj_line_cells(s->doc, s->line);
    uint32_t from = cells.start, end = cells.end, x = 0;
    for (uint32_t at = from; at <= end; at++) {
        while (at < end && p[at] != sep) at++;
        if (at < end && (x >= MAX_LINE_FIELDS || s->doc->nfields >= MAX_FIELDS)) continue;
        add_field(s, from, at, x, x + 1, x ? gap : GJ_GAP_NONE);
        from = at + 1;
        x++;
    }
}

/* Where the piece that stands at AT ends: before two spaces, or a space at the line's end. */
static uint32_t field_end(const char *p, uint32_t at, uint32_t end) {
    for (const char *space; (space = memchr(p + at, ' ', end - at)) != NULL; at++) {
        at = (uint32_t)(space - p);
        if (at + 1 >= end || p[at + 1] == ' ') return at;
    }
    return end;
}

gj_extent gj_next_cell(gj_str text, char sep, uint32_t *at, uint32_t end) {
    const char *p = text.p;
    uint32_t start = *at, stop;
    while (!sep && start < end && p[start] == ' ') start++;
    if (sep) {
        const char *next = memchr(p + start, sep, end - start);
        stop = next ? (uint32_t)(next - p) : end;
    } else {
        stop = field_end(p, start, end);
    }
    *at = stop + 1;
    while (start < stop && (p[start] == ' ' || p[start] == '\t')) start++;
    while (stop > start && (p[stop - 1] == ' ' || p[stop - 1] == '\t')) stop--;
    return (gj_extent){start, stop};
}

gj_extent gj_line_only_cell(const gj_doc *doc, const gj_line *line) {
    gj_extent only = {0, 0};
    if (!doc->splitting || line->split) {
        for (uint32_t i = 0; i < line->nfields; i++) {
            const gj_field *f = &doc->fields[line->field + i];
            if (f->start == f->end) continue;
            if (only.end > only.start) return (gj_extent){0, 0};
            only = (gj_extent){f->start, f->end};
        }
        return only;
    }
    if (line->kind == GJ_LINE_BLANK || line->kind == GJ_LINE_BREAK || line->holds & GJ_HOLDS_RULE) return only;
    gj_extent cells = gj_line_cells(doc, line);
    char comma = gj_line_commas(line);
    for (uint32_t at = cells.start; at < cells.end;) {
        gj_extent cell =
            comma ? gj_commas_next(doc->text, &at, cells.end, comma) : gj_next_cell(doc->text, gj_line_separator(line), &at, cells.end);
        if (cell.start == cell.end) continue;
        if (only.end > only.start) return (gj_extent){0, 0};
        only = cell;
    }
    return only;
}

/* Pieces between two spaces or more; x is the display column. */
static void split_wide(gj_splitter *s) {
    const char *p = s->doc->text.p;
    bool first = true;
    for (uint32_t at = s->line->start, end = s->line->end; at < end;) {
        if (p[at] == ' ') {
            at++;
            continue;
        }
        uint32_t from = at;
        bool full = s->line->nfields >= MAX_LINE_FIELDS || s->doc->nfields >= MAX_FIELDS;
        at = full ? end : field_end(p, at, end);
        uint32_t x0 = x_at(s, from), x1 = x_at(s, at);
        add_field(s, from, at, x0, x1, first ? GJ_GAP_NONE : GJ_GAP_WIDE);
        first = false;
    }
}

/* Cells between commas; one in quotes may go on over lines. */
static void split_commas(gj_splitter *s) {
    const char *p = s->doc->text.p;
    uint32_t start = s->line->start, end = s->line->end, x = 0;
    for (uint32_t at = start; at <= end && x < MAX_LINE_FIELDS && s->doc->nfields < MAX_FIELDS; x++) {
        gj_extent cell = gj_commas_next(s->doc->text, &at, end, gj_line_commas(s->line));
        add_field(s, cell.start, cell.end, x, x + 1, x ? GJ_GAP_TAB : GJ_GAP_NONE);
        gj_place *place = &s->doc->fields[s->doc->nfields - 1].place;
        const char *from = p + cell.start;
        for (const char *q = p + start, *newline; (newline = memchr(q, '\n', (size_t)(from - q))) != NULL; q = newline + 1) {
            place->line++;
            place->column = (uint32_t)gj_utf8_count((gj_str){newline + 1, (size_t)(from - newline - 1)}) + 1;
        }
    }
}

void gj_doc_split_line(gj_doc *doc, uint32_t index) {
    if (!doc->splitting || index >= doc->nlines || doc->lines[index].split) return;
    gj_line *line = &doc->lines[index];
    line->split = true;
    line->field = doc->nfields;
    if (line->kind == GJ_LINE_BLANK || line->kind == GJ_LINE_BREAK || line->holds & GJ_HOLDS_RULE) return;
    gj_splitter s = {.doc = doc, .line = line, .columns = gj_columns_of(doc, index)};
    s.measured = s.columns.counted;
    if (gj_line_commas(line))
        split_commas(&s);
    else if (line->holds & GJ_HOLDS_BAR)
        split_at(&s, '|', GJ_GAP_BAR);
    else if (line->holds & GJ_HOLDS_TAB)
        split_at(&s, '\t', GJ_GAP_TAB);
    else if (line->kind == GJ_LINE_ROW || doc->text.p[line->start] == ' ')
        split_wide(&s);
    else
        add_field(&s, line->start, line->end, 0, 0, GJ_GAP_NONE);
}

void gj_doc_split(gj_doc *doc) {
    for (uint32_t i = 0; i < doc->nlines; i++) gj_doc_split_line(doc, i);
    doc->splitting = NULL;
}

/* Lines. */

/* The lines of a document as they are found. */
typedef struct gj_lining {
    gj_arena *arena;
    gj_doc *doc;
    uint32_t capacity;
    uint32_t number;              /* of the source line */
    uint32_t block_end;           /* up to here lines with bars are of one table */
    bool frame_left, frame_right; /* whose lines begin, end with a bar */
    gj_commas commas;
} gj_lining;

static void add_line(gj_lining *l, gj_line_kind kind, unsigned holds, uint32_t start, uint32_t end) {
    gj_doc *doc = l->doc;
    doc->lines = gj_arena_grow(l->arena, doc->lines, doc->nlines, &l->capacity, 256, sizeof *doc->lines);
    doc->lines[doc->nlines++] =
        (gj_line){.start = start, .end = end, .kind = (uint8_t)kind, .holds = (uint8_t)holds, .place = {.line = l->number, .column = 1}};
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
    return strokes >= 3 || (s.n == 2 && s.p[0] == '|' && s.p[1] == '-'); /* the latter between the rows of a wiki's table */
}

/* Looks ahead over a table of bars (up to two lines without any in between): is it framed? An empty first cell looks like a frame on its own line. */
static void look_ahead(gj_lining *l, uint32_t start) {
    gj_str text = l->doc->text;
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
    l->block_end = at;
    l->frame_left = left == barred || (left * 5 >= barred * 4 && right * 5 >= barred * 4);
    l->frame_right = l->frame_left && right * 5 >= barred * 4;
}

/* Two spaces side by side. */
static bool has_wide_gap(const char *from, const char *to) {
    while ((from = memchr(from, ' ', (size_t)(to - from))) != NULL && from + 1 < to)
        if (*++from == ' ') return true;
    return false;
}

/* SEEN: what the line may hold that separates fields. */
static void line_up(gj_lining *l, uint32_t start, uint32_t end, unsigned seen) {
    const char *p = l->doc->text.p;
    uint32_t from = start, to = end;
    while (from < to && p[from] == ' ') from++;
    while (to > from && p[to - 1] == ' ') to--;
    if (from == to) {
        add_line(l, GJ_LINE_BLANK, 0, start, end);
        return;
    }
    if (!((unsigned char)p[from] >= 0xE3 || (p[from] >= '0' && p[from] <= '9')) && is_rule((gj_str){p + from, to - from})) {
        add_line(l, GJ_LINE_ROW, GJ_HOLDS_RULE, start, end); /* keeps its place among the lines, and has no field */
        return;
    }
    if (seen & GJ_SEEN_BAR && memchr(p + from, '|', to - from)) {
        if (start >= l->block_end) look_ahead(l, start);
        add_line(l, GJ_LINE_ROW,
                 GJ_HOLDS_BAR | (l->frame_left ? (unsigned)GJ_HOLDS_FRAME_LEFT : 0) | (l->frame_right ? (unsigned)GJ_HOLDS_FRAME_RIGHT : 0),
                 start, end);
        return;
    }
    if (seen & GJ_SEEN_TAB && memchr(p + start, '\t', end - start)) {
        add_line(l, GJ_LINE_ROW, GJ_HOLDS_TAB, start, end);
        return;
    }
    bool wide = seen & GJ_SEEN_SPACE && has_wide_gap(p + from, p + to);
    add_line(l, wide ? GJ_LINE_ROW : GJ_LINE_TEXT, 0, start, end);
}

/* Lines of the source are counted by what ends them there; the text has the same ends, all written \n. */
static void find_lines(gj_lining *l, const gj_normal *normal) {
    const char *p = l->doc->text.p;
    for (uint32_t start = 0, i = 0; i < normal->ncuts; i++) {
        uint32_t end = normal->cuts[i].end;
        unsigned seen = normal->cuts[i].seen;
        l->number++;
        uint32_t record = end; /* the end of a line of cells between commas, which may go on over lines */
        bool maybe =
            !(seen & (GJ_SEEN_TAB | GJ_SEEN_BAR | GJ_SEEN_FEED)) && (seen & GJ_SEEN_COMMA || (start < l->commas.to && l->commas.separator));
        char comma = maybe ? gj_commas_line(&l->commas, l->doc->text, start, &record) : 0;
        if (comma) {
            add_line(l, GJ_LINE_ROW, comma == ',' ? GJ_HOLDS_COMMAS : GJ_HOLDS_SEMICOLONS, start, record);
            for (; normal->cuts[i].end < record; l->number++) i++;
            start = record + 1;
            continue;
        }
        for (uint32_t from = start;;) { /* a form feed ends a page, inside a line as well */
            const char *feed = seen & GJ_SEEN_FEED ? memchr(p + from, '\f', end - from) : NULL;
            uint32_t to = feed ? (uint32_t)(feed - p) : end;
            if (to > from || (!feed && from == start)) line_up(l, from, to, seen);
            if (!feed) break;
            add_line(l, GJ_LINE_BREAK, 0, to, to + 1);
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
    gj_normalize(arena, doc->source, &normal);
    if (!normal.valid) {
        doc->source = gj_decode(arena, bytes);
        gj_normalize(arena, doc->source, &normal);
    }
    doc->text = normal.text;
    doc->map = normal.map;
    doc->nmap = normal.nmap;
    doc->splitting = GJ_NEW(arena, struct gj_splitting);
    doc->splitting->arena = arena;
    gj_lining lining = {.arena = arena, .doc = doc, .capacity = normal.ncuts + 1};
    doc->lines = gj_arena_raw(arena, lining.capacity, sizeof *doc->lines);
    find_lines(&lining, &normal);
    *out = doc;
    return 0;
}
