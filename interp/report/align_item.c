/* align_item.c - the document as a stream of items: pieces of label, and runs of values between them. */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

enum { MAX_ITEMS = 200000, MAX_TOKENS = 600000 }; /* of a report: beyond them nothing is read */

static gj_str slice(const gj_aligner *a, uint32_t start, uint32_t end) {
    return (gj_str){a->doc->text.p + start, end - start};
}

/* Growing. */

/* A place for a token, not yet filled. */
static gj_token *add_token(gj_aligner *a) {
    a->tokens = gj_arena_grow(a->scratch, a->tokens, a->ntokens, &a->token_capacity, 512, sizeof *a->tokens);
    return &a->tokens[a->ntokens++];
}

/* A place for an item, not yet filled. */
static gj_item *new_item(gj_aligner *a) {
    a->items = gj_arena_grow(a->scratch, a->items, a->nitems, &a->item_capacity, 256, sizeof *a->items);
    return &a->items[a->nitems++];
}

/* An item, empty but for where it stands. */
static gj_item *add_item(gj_aligner *a, gj_item_kind kind, uint32_t line, uint32_t start, uint32_t end) {
    gj_item *item = new_item(a);
    memset(item, 0, sizeof *item);
    item->kind = (uint8_t)kind;
    item->line = line;
    item->start = start;
    item->end = end;
    item->name = item->bound = GJ_NO_INDEX;
    return item;
}

/* Lines. */

static bool is_value_token(const gj_token *token) {
    return token->kind <= GJ_TOKEN_UNREADABLE;
}

static void append_token(gj_aligner *a, gj_item *item, const gj_token *token, uint32_t line) {
    gj_token *added = add_token(a);
    *added = *token;
    added->line = line;
    item->ntokens++;
    if (is_value_token(token)) {
        if (item->nvalues++ == 0) item->start = token->start;
        item->end = token->end;
    }
}

/* The run that goes on over lines, if the last item is one (its tokens are the last ones). */
static gj_item *open_run(gj_aligner *a) {
    if (a->nitems == 0) return NULL;
    gj_item *item = &a->items[a->nitems - 1];
    return item->kind == GJ_ITEM_VALUES && item->lines ? item : NULL;
}

static gj_item *new_run(gj_aligner *a, uint32_t line, uint32_t start, uint32_t bound, bool lines) {
    gj_item *item = add_item(a, GJ_ITEM_VALUES, line, start, start);
    item->token = a->ntokens;
    item->bound = bound;
    item->lines = lines;
    return item;
}

/* An empty line, or one that holds an empty field. */
static void add_gap(gj_aligner *a, uint32_t line, gj_token_kind kind) {
    enum { MAX_GAP = 64 };
    gj_item *run = open_run(a);
    const gj_line *l = &a->doc->lines[line];
    if (!run) {
        if (a->nitems == 0) return;
        gj_item *last = &a->items[a->nitems - 1];
        if (last->kind != GJ_ITEM_LABEL) return;
        run = new_run(a, line, l->start, GJ_NO_INDEX, true);
    }
    uint32_t tail = 0;
    while (tail < run->ntokens && !is_value_token(&a->tokens[run->token + run->ntokens - 1 - tail])) tail++;
    if (tail < MAX_GAP) append_token(a, run, &(gj_token){.kind = (uint8_t)kind, .start = l->start, .end = l->start}, line);
}

/* A run of nothing but empty lines is no item once a label follows. */
static void close_gap(gj_aligner *a) {
    gj_item *run = open_run(a);
    if (!run || run->nvalues > 0) return;
    for (uint32_t i = 0; i < run->ntokens; i++)
        if (a->tokens[run->token + i].kind != GJ_TOKEN_SEPARATOR) return;
    a->ntokens = run->token;
    a->nitems--;
}

/* Takes the last item away: a run of blanks is but padding when a label follows. */
static void drop_run(gj_aligner *a, uint32_t run) {
    a->ntokens = a->items[run].token;
    a->nitems--;
}

static uint32_t add_label(gj_aligner *a, uint32_t line, const gj_item *label) {
    gj_item *item = new_item(a);
    *item = *label;
    item->line = line;
    return a->nitems - 1;
}

static void add_line_items(gj_aligner *a, uint32_t line, const gj_pieces *list) {
    uint32_t labels = 0, values = 0, blanks = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        labels += list->p[i].kind == GJ_PIECE_LABEL;
        values += list->p[i].kind == GJ_PIECE_VALUE;
        blanks += list->p[i].kind == GJ_PIECE_BLANK;
    }
    if (labels + values == 0) {
        if (blanks <= 2)
            add_gap(a, line, GJ_TOKEN_EMPTY);
        else if (a->nitems > 0 &&
                 a->items[a->nitems - 1].kind == GJ_ITEM_LABEL) { /* a label line whose cells follow on a line of their own */
            gj_item *run = new_run(a, line, a->doc->lines[line].start, GJ_NO_INDEX, false);
            for (uint32_t i = 0; i < list->n; i++) append_token(a, run, &list->p[i].token, line);
        }
        return;
    }
    if (labels == 0 && values == 1 && list->n <= 2 && list->p[list->n - 1].kind == GJ_PIECE_VALUE) { /* one cell on the line */
        gj_item *run = open_run(a);
        const gj_token *token = &list->p[list->n - 1].token;
        if (!run) run = new_run(a, line, token->start, GJ_NO_INDEX, true);
        append_token(a, run, token, line);
        return;
    }
    close_gap(a);
    uint32_t label = GJ_NO_INDEX, run = GJ_NO_INDEX;
    for (uint32_t i = 0; i < list->n; i++) {
        const gj_piece *piece = &list->p[i];
        if (piece->kind == GJ_PIECE_LABEL) {
            if (run != GJ_NO_INDEX && a->items[run].nvalues == 0) drop_run(a, run);
            run = GJ_NO_INDEX;
            if (piece->label.fold.n > 0) label = add_label(a, line, &piece->label);
            continue;
        }
        if (run == GJ_NO_INDEX) {
            new_run(a, line, piece->start, label, false);
            run = a->nitems - 1;
        }
        append_token(a, &a->items[run], &piece->token, line);
    }
}

/* Whether the line from its first byte on may be a page number; a bare number only where there are page breaks. */
static bool may_be_page_mark(const gj_aligner *a, const gj_line *line, bool breaks) {
    const char *p = a->doc->text.p;
    uint32_t at = line->start;
    while (at < line->end && (p[at] == ' ' || p[at] == '\t')) at++;
    unsigned char first = at < line->end ? (unsigned char)p[at] : 0;
    if (!gj_is_digit(first))
        return first == '-' || first == '/' || first == ',' || (first >= 0xE2 && first != 0xE4 && first != 0xE6 && first != 0xE8);
    while (at < line->end && (gj_is_digit(p[at]) || p[at] == ' ' || p[at] == '\t')) at++;
    return at < line->end || breaks;
}

/* Page numbers: "- 3 -", "第 3 页", "3 / 9", or a bare number beside a page break that is the page's. */
static bool is_page_mark(const gj_aligner *a, uint32_t line, uint32_t page) {
    const gj_line *l = &a->doc->lines[line];
    gj_str s = gj_str_trim(slice(a, l->start, l->end));
    if (s.n == 0 || s.n > 40) return false;
    uint32_t digits = 0, dashes = 0, slashes = 0, pages = 0, number = 0, runs = 0;
    bool in_digits = false, ends_dash = false, starts_dash = false;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = gj_utf8_narrow(gj_utf8_next(s, &at));
        bool digit = c >= '0' && c <= '9';
        if (digit && !in_digits) runs++;
        in_digits = digit;
        if (digit) {
            if (++digits > 8) return false;
            if (runs == 1) number = number * 10 + (c - '0');
        } else if (c == '-' || c == 0x2014 || c == 0x2013) {
            dashes++;
            starts_dash |= from == 0;
            ends_dash = at == s.n;
        } else if (c == '/') {
            slashes++;
        } else if (c == 0x9875) { /* 页 */
            pages++;
        } else if (c != ' ' && c != 0x7B2C && c != 0x5171 && c != ',' && c != 0x3001) { /* 第 共 */
            return false;
        }
    }
    if (digits == 0) return false;
    if (pages) return true;
    if (dashes >= 2 && starts_dash && ends_dash && runs == 1) return true;
    if (slashes == 1 && dashes == 0 && runs == 2) return true;
    if (dashes || slashes || runs != 1 || number != page) return false;
    for (int step = -1; step <= 1; step += 2) /* the nearest lines that are not blank */
        for (uint32_t i = line + (uint32_t)step; i < a->doc->nlines; i += (uint32_t)step) {
            if (a->doc->lines[i].kind == GJ_LINE_BLANK) continue;
            if (a->doc->lines[i].kind == GJ_LINE_BREAK) return true;
            break;
        }
    return false;
}

bool gj_has_number_row(gj_str s) {
    int rows = 0;
    for (const char *p = s.p, *end = s.p + s.n; (p = memchr(p, ' ', (size_t)(end - p))) != NULL; p++) {
        if (p == s.p || p + 1 >= end || !gj_is_digit(p[-1]) || !gj_is_digit(p[1])) continue;
        if (++rows >= 3) return true;
    }
    return false;
}

static bool is_prose(const gj_aligner *a, const gj_line *line) {
    if (line->end - line->start <= 120 || gj_line_commas(line)) return false;
    uint32_t filled = 0, longest = 0;
    if (a->doc->splitting && !line->split) {
        gj_extent cells = gj_line_cells(a->doc, line);
        for (uint32_t at = cells.start; at < cells.end && filled <= 2;) {
            gj_extent cell = gj_next_cell(a->doc->text, gj_line_separator(line), &at, cells.end);
            filled += cell.end > cell.start;
            if (cell.end - cell.start > longest) longest = cell.end - cell.start;
        }
    }
    for (uint32_t i = 0; i < line->nfields; i++) {
        const gj_field *f = &a->doc->fields[line->field + i];
        filled += f->end > f->start;
        if (f->end - f->start > longest) longest = f->end - f->start;
    }
    if (filled > 2 || longest <= 3 * (a->names->longest + 8)) return false;
    return !gj_has_number_row(slice(a, line->start, line->end));
}

/* Plain lines: of text, with nothing in a cell but a value, or a label of one or several words, perhaps with whole numbers behind it. */

typedef struct gj_plain_piece {
    uint8_t kind;  /* GJ_PIECE_… */
    uint8_t token; /* GJ_TOKEN_… of what is no label */
    uint32_t start, end;
    gj_num value;
    gj_written written;
} gj_plain_piece;

typedef struct gj_plain_line {
    gj_plain_piece piece[64];
    uint32_t n, labels, values, blanks;
} gj_plain_line;

/* The next piece of the line: what it is and where, without a value yet; NULL when there are too many. */
static gj_plain_piece *add_plain_piece(gj_plain_line *l, int kind, uint32_t start, uint32_t end) {
    if (l->n == sizeof l->piece / sizeof *l->piece) return NULL;
    gj_plain_piece *piece = &l->piece[l->n++];
    *piece = (gj_plain_piece){.kind = (uint8_t)kind, .token = GJ_TOKEN_BLANK, .start = start, .end = end};
    l->labels += kind == GJ_PIECE_LABEL;
    l->values += kind == GJ_PIECE_VALUE;
    l->blanks += kind == GJ_PIECE_BLANK;
    return piece;
}

static bool add_plain_whole(gj_plain_line *l, uint32_t start, uint32_t end, int64_t value) {
    gj_plain_piece *piece = add_plain_piece(l, GJ_PIECE_VALUE, start, end);
    if (!piece) return false;
    piece->token = GJ_TOKEN_NUMBER;
    piece->value = gj_num_int(value);
    return true;
}

/* A value that is more than digits, or none although it begins like one. */
static bool add_plain_word(gj_aligner *a, gj_plain_line *l, gj_extent cell) {
    gj_token token = {0};
    gj_str word = slice(a, cell.start, cell.end);
    if (!gj_read_value(a, word, &token))
        return !gj_is_digit(word.p[word.n - 1]) && add_plain_piece(l, GJ_PIECE_LABEL, cell.start, cell.end);
    gj_plain_piece *piece = token.kind == GJ_TOKEN_UNREADABLE ? NULL : add_plain_piece(l, GJ_PIECE_VALUE, cell.start, cell.end);
    if (!piece) return false;
    piece->token = token.kind;
    piece->value = token.value;
    piece->written = token.written;
    return true;
}

/* A label of several words, none of which could be anything else. */
static bool add_plain_words(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, gj_plain_line *l) {
    const char *p = a->doc->text.p;
    if (gj_is_spaced_name(a, line, start, end)) return add_plain_piece(l, GJ_PIECE_LABEL, start, end);
    gj_token token;
    for (uint32_t from = start, to; from < end; from = to) {
        while (from < end && p[from] == ' ') from++;
        for (to = from; to < end && p[to] != ' ';) to++;
        gj_str word = slice(a, from, to);
        if (gj_is_digit(p[to - 1]) || gj_is_mark(p[from]) || (gj_begins_value(word) && gj_read_value(a, word, &token))) return false;
    }
    gj_extent piece[sizeof l->piece / sizeof *l->piece];
    uint32_t n = gj_cut_label(a, line, start, end, piece, sizeof piece / sizeof *piece);
    if (n > sizeof piece / sizeof *piece) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!add_plain_piece(l, GJ_PIECE_LABEL, piece[i].start, piece[i].end)) return false;
    return true;
}

static bool add_plain_cell(gj_aligner *a, uint32_t line, gj_extent cell, gj_plain_line *l) {
    const char *p = a->doc->text.p;
    int64_t value;
    if (cell.start == cell.end) return add_plain_piece(l, GJ_PIECE_BLANK, cell.start, cell.end);
    if (gj_read_whole(slice(a, cell.start, cell.end), &value)) return add_plain_whole(l, cell.start, cell.end, value);
    gj_str whole = slice(a, cell.start, cell.end);
    if (gj_is_mark(whole.p[0]) || gj_is_empty_word(whole) || memchr(whole.p, '\t', whole.n)) return false;
    bool spaced = memchr(whole.p, ' ', whole.n);
    if (!spaced && gj_begins_value(whole)) return add_plain_word(a, l, cell);
    uint32_t end = cell.end;
    while (gj_is_digit(p[end - 1])) { /* whole numbers behind a label */
        while (end > cell.start && gj_is_digit(p[end - 1])) end--;
        if (end == cell.start || p[end - 1] != ' ') return false;
        while (end > cell.start && p[end - 1] == ' ') end--;
        if (end == cell.start) return false;
    }
    gj_str label = slice(a, cell.start, end);
    bool words = spaced && memchr(label.p, ' ', label.n);
    gj_token token;
    if (!words && gj_begins_value(label) && gj_read_value(a, label, &token)) return false;
    if (words ? !add_plain_words(a, line, cell.start, end, l) : !add_plain_piece(l, GJ_PIECE_LABEL, cell.start, end)) return false;
    for (uint32_t at = end; at < cell.end;) {
        uint32_t from = at;
        while (p[from] == ' ') from++;
        for (at = from; at < cell.end && gj_is_digit(p[at]);) at++;
        if (!gj_read_whole(slice(a, from, at), &value) || !add_plain_whole(l, from, at, value)) return false;
    }
    return true;
}

/* A cell that is but a whole number: most are. */
static bool add_plain_number(const gj_aligner *a, char sep, uint32_t *at, uint32_t end, gj_plain_line *l) {
    const char *p = a->doc->text.p;
    uint32_t from = *at, to;
    int64_t value = 0;
    while (from < end && p[from] == ' ') from++;
    for (to = from; to < end && gj_is_digit(p[to]) && to - from < GJ_WHOLE_DIGITS; to++) value = value * 10 + (p[to] - '0');
    uint32_t stop = to;
    while (stop < end && p[stop] == ' ') stop++;
    if (to == from || (stop < end && p[stop] != sep) || !add_plain_whole(l, from, to, value)) return false;
    *at = stop + 1;
    return true;
}

/* Appends what PIECE is as a token: where it stands on its line is not known. */
static void append_plain(gj_aligner *a, gj_item *item, const gj_plain_piece *piece, uint32_t line) {
    append_token(a, item,
                 &(gj_token){.kind = piece->token,
                             .split = true,
                             .start = piece->start,
                             .end = piece->end,
                             .line = line,
                             .field = GJ_NO_INDEX,
                             .value = piece->value,
                             .written = piece->written},
                 line);
}

/* What add_line_items makes of such a line, straight from the text; false, with nothing added, when it is not so. */
static bool add_plain_line(gj_aligner *a, uint32_t line) {
    const gj_line *text = &a->doc->lines[line];
    gj_plain_line l;
    l.n = l.labels = l.values = l.blanks = 0;
    gj_extent cells = gj_line_cells(a->doc, text);
    char sep = gj_line_separator(text);
    for (uint32_t at = cells.start; at <= cells.end;) {
        if (!sep && at == cells.end) break;
        if (sep && add_plain_number(a, sep, &at, cells.end, &l)) continue;
        gj_extent cell = gj_next_cell(a->doc->text, sep, &at, cells.end);
        if (!sep && cell.start == cell.end) break;
        if (!add_plain_cell(a, line, cell, &l)) return false;
    }
    if (l.labels + l.values == 0) {
        if (l.blanks > 2) return false;
        add_gap(a, line, GJ_TOKEN_EMPTY);
        return true;
    }
    if (l.labels == 0 && l.values == 1 && l.n <= 2 && l.piece[l.n - 1].kind == GJ_PIECE_VALUE) { /* one cell on the line */
        gj_item *run = open_run(a);
        if (!run) run = new_run(a, line, l.piece[l.n - 1].start, GJ_NO_INDEX, true);
        append_plain(a, run, &l.piece[l.n - 1], line);
        return true;
    }
    gj_item label[sizeof l.piece / sizeof *l.piece];
    bool before = false; /* behind a value or a row's label what is no label may be an unreadable value */
    for (uint32_t i = 0; i < l.n; i++) {
        if (l.piece[i].kind == GJ_PIECE_VALUE) before = true;
        if (l.piece[i].kind != GJ_PIECE_LABEL) continue;
        gj_read_label_piece(a, line, l.piece[i].start, l.piece[i].end, false, &label[i]);
        if (label[i].name == GJ_NO_INDEX && before && l.values > 0) return false;
        before = true;
    }
    close_gap(a);
    uint32_t bound = GJ_NO_INDEX, run = GJ_NO_INDEX;
    for (uint32_t i = 0; i < l.n; i++) {
        if (l.piece[i].kind == GJ_PIECE_LABEL) {
            if (run != GJ_NO_INDEX && a->items[run].nvalues == 0) drop_run(a, run);
            run = GJ_NO_INDEX;
            if (label[i].unfolded || label[i].fold.n > 0) bound = add_label(a, line, &label[i]);
            continue;
        }
        if (run == GJ_NO_INDEX) {
            new_run(a, line, l.piece[i].start, bound, false);
            run = a->nitems - 1;
        }
        append_plain(a, &a->items[run], &l.piece[i], line);
    }
    return true;
}

void gj_align_items(gj_aligner *a, bool plainly) {
    gj_pieces list = {0};
    uint32_t page = 1;
    bool breaks = false;
    for (uint32_t i = 0; i < a->doc->nlines && !breaks; i++) breaks = a->doc->lines[i].kind == GJ_LINE_BREAK;
    a->nitems = a->ntokens = 0;
    for (uint32_t i = 0; i < a->doc->nlines; i++) {
        const gj_line *line = &a->doc->lines[i];
        if (line->kind == GJ_LINE_BREAK) {
            page++;
            continue;
        }
        if (line->kind == GJ_LINE_BLANK) {
            add_gap(a, i, GJ_TOKEN_SEPARATOR);
            continue;
        }
        if (line->holds & GJ_HOLDS_RULE) continue;
        if (a->nitems >= MAX_ITEMS || a->ntokens >= MAX_TOKENS) break;
        if (a->line_role[i] == GJ_ROLE_HEADING || is_prose(a, line)) {
            close_gap(a);
            if (a->nitems == 0 || a->items[a->nitems - 1].kind != GJ_ITEM_BARRIER) add_item(a, GJ_ITEM_BARRIER, i, line->start, line->end);
            continue;
        }
        if (line->end - line->start <= 40 && may_be_page_mark(a, line, breaks) && is_page_mark(a, i, page)) continue;
        if (plainly && !gj_line_commas(line) && add_plain_line(a, i)) continue;
        gj_doc_split_line(a->doc, i);
        if (line->nfields == 0) continue;
        list.n = 0;
        list.line = i;
        for (uint32_t f = 0; f < line->nfields && list.n < GJ_MAX_PIECES; f++) gj_split_field(a, &list, line->field + f);
        gj_find_unreadable(a, &list);
        add_line_items(a, i, &list);
    }
}
