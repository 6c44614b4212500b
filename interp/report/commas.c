#include "report/commas.h"

#include <string.h>

enum {
    BLOCK_LINES = 3,   /* at least */
    LOOK_LINES = 2000, /* of a block, looked at at once */
    CELL_BYTES = 200,  /* a longer one is prose */
    QUOTED_LINES = 40  /* of the cells in quotes on one line of cells, at most */
};

/* Digits, perhaps in quotes, with a point or parted thousands, and a unit of two characters at most. */
static bool is_number(const char *p, uint32_t n) {
    enum { UNIT_BYTES = 6 };
    while (n > 0 && p[0] == ' ') p++, n--;
    while (n > 0 && p[n - 1] == ' ') n--;
    if (n > 2 && p[0] == '"' && p[n - 1] == '"') p++, n -= 2;
    uint32_t i = 0;
    while (i < n && (gj_is_digit(p[i]) || (i > 0 && (p[i] == '.' || p[i] == ',' || p[i] == ' ')))) i++;
    return i > 0 && n - i <= UNIT_BYTES && (i == n || (unsigned char)p[i] >= 0x80);
}

uint32_t gj_commas_cell(gj_str text, uint32_t at, uint32_t end, char separator) {
    uint32_t from = at;
    while (from < end && text.p[from] == ' ') from++;
    if (from < end && text.p[from] == '"') { /* up to the quote that closes it; a doubled one is part of it */
        for (uint32_t i = from + 1; i < end; i++) {
            if (text.p[i] != '"') continue;
            if (i + 1 < end && text.p[i + 1] == '"') {
                i++;
                continue;
            }
            uint32_t next = i + 1;
            while (next < end && text.p[next] == ' ') next++;
            if (next == end || text.p[next] == separator) return next;
        }
    }
    const char *p = memchr(text.p + at, separator, end - at);
    return p ? (uint32_t)(p - text.p) : end;
}

static uint32_t line_end(gj_str text, uint32_t at) {
    const char *p = memchr(text.p + at, '\n', text.n - at);
    return p ? (uint32_t)(p - text.p) : (uint32_t)text.n;
}

/* A quote that opens a cell of the line and is closed on none of its cells goes on below: the end of the line that closes it. */
static uint32_t record_end(gj_str text, uint32_t start, uint32_t end, char separator) {
    for (uint32_t more = 0; more < QUOTED_LINES; more++) {
        bool open = false;
        for (uint32_t at = start; at <= end && !open; at++) {
            uint32_t stop = gj_commas_cell(text, at, end, separator);
            open = text.p[at] == '"' && at < stop && (stop - at == 1 || (text.p[stop - 1] != '"' && text.p[stop - 1] != ' '));
            at = stop;
        }
        if (!open) return end;
        if (end >= text.n) break;
        end = line_end(text, end + 1);
    }
    return GJ_COMMAS_OPEN;
}

typedef struct gj_look {
    uint32_t cells;
    bool number; /* a cell is one */
    bool sure;   /* a separator stands where no thousands are parted */
} gj_look;

/* What the line would be as cells; no cells when it cannot be one. */
static gj_look look(gj_str text, uint32_t start, uint32_t end, char separator) {
    gj_look l = {0};
    if (end == start || memchr(text.p + start, '\t', end - start) || memchr(text.p + start, '|', end - start) ||
        memmem(text.p + start, end - start, "。", 3))
        return l;
    for (uint32_t at = start; at <= end; at++) {
        uint32_t stop = gj_commas_cell(text, at, end, separator);
        if (stop - at > CELL_BYTES) return (gj_look){0};
        l.cells++;
        l.number |= is_number(text.p + at, stop - at);
        l.sure |= stop < end && !(stop > start && gj_is_digit(text.p[stop - 1]) && gj_is_digit(text.p[stop + 1]));
        at = stop;
    }
    return l;
}

/* The lines from START on that could be cells: where they end. *CELLS: they are. */
static uint32_t block_end(gj_str text, uint32_t start, char separator, bool *cells) {
    uint32_t to = start, lines = 0, sure = 0, numbers = 0, most = 0;
    for (uint32_t at = start; at < text.n && lines < LOOK_LINES;) {
        uint32_t end = record_end(text, at, line_end(text, at), separator);
        if (end == GJ_COMMAS_OPEN) break;
        gj_look l = look(text, at, end, separator);
        if (l.cells < 2) break;
        lines++;
        sure += l.sure;
        numbers += l.number;
        if (l.cells > most) most = l.cells;
        to = end;
        at = end + 1;
    }
    *cells = lines >= BLOCK_LINES && most >= 3 && 2 * sure >= lines && 4 * numbers >= lines;
    return to;
}

char gj_commas_line(gj_commas *commas, gj_str text, uint32_t start, uint32_t *end) {
    if (start >= commas->to) {
        *commas = (gj_commas){.from = start, .to = *end};
        static const char separators[] = {',', ';'};
        for (size_t i = 0; i < sizeof separators; i++) {
            if (!memchr(text.p + start, separators[i], *end - start)) continue;
            bool cells;
            uint32_t to = block_end(text, start, separators[i], &cells);
            if (to > commas->to) commas->to = to;
            if (cells) commas->separator = separators[i];
            if (cells) break;
        }
    }
    if (!commas->separator) return 0;
    *end = record_end(text, start, *end, commas->separator);
    return commas->separator;
}

gj_extent gj_commas_next(gj_str text, uint32_t *at, uint32_t end, char separator) {
    uint32_t start = *at, stop = gj_commas_cell(text, start, end, separator);
    *at = stop + 1;
    while (start < stop && text.p[start] == ' ') start++;
    while (stop > start && text.p[stop - 1] == ' ') stop--;
    if (stop > start + 1 && text.p[start] == '"' && text.p[stop - 1] == '"') start++, stop--;
    return (gj_extent){start, stop};
}
