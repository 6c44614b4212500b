#include "report/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "report/load.h"

enum {
    SPAN_MAX = 1000,   /* so wide a span means 'all of them', as browsers have it */
    PROSE_BYTES = 600, /* a cell that holds this much in several paragraphs is no cell of a form */
    PROSE_PARAGRAPHS = 3,
    TITLE_BYTES = 300 /* what stands before a nested table and is shorter labels it */
};

typedef struct gj_block { /* what a cell holds: a paragraph, or a table */
    gj_str text;
    unsigned heading;
    struct table *table; /* NULL for a paragraph */
    struct gj_block *next;
} block;

typedef struct cell {
    uint32_t x0, x1, rows, number, row; /* row: index in its table */
    bool wide;                          /* a span of 'all of them' */
    block *first, *last;
    struct cell *next;
} cell;

typedef struct row {
    cell *first, *last;
    uint32_t ncells, page;
    struct row *next;
} row;

typedef struct table {
    row *first, *last; /* the last is open when row_open */
    bool row_open;
    cell *open; /* the cell that takes what comes */
    uint32_t nrows, column;
    cell **above;   /* by grid column: the last cell that covered it */
    uint32_t *left; /* rows for which it still does */
    uint32_t ncolumns, capacity;
    struct table *outer;
} table;

typedef struct aside {
    gj_buf paragraph;
    unsigned heading;
    table *table; /* the innermost one when it began */
    struct aside *outer;
} aside;

struct gj_flow {
    gj_arena *arena, *scratch; /* scratch holds the outermost table */
    gj_builder builder;
    gj_buf paragraph; /* the one that is open; '\n' marks a break */
    unsigned heading;
    table *table; /* the innermost one that is open */
    aside *aside;
    uint32_t weight; /* cells and paragraphs of the outermost table */
    uint32_t ntables, rows, page;
    gj_diag_code full;
};

static void release(void *arg) {
    gj_flow *flow = arg;
    for (aside *a = flow->aside, *outer; a != NULL; a = outer) {
        outer = a->outer;
        gj_buf_free(&a->paragraph);
        free(a);
    }
    flow->table = NULL;
    flow->aside = NULL;
    gj_buf_free(&flow->paragraph);
    gj_arena_free(flow->scratch);
    flow->scratch = NULL;
    gj_builder_drop(&flow->builder);
}

gj_flow *gj_flow_new(gj_arena *arena, gj_format format) {
    gj_flow *flow = GJ_NEW(arena, gj_flow);
    flow->arena = arena;
    flow->scratch = gj_arena_new();
    gj_builder_init(&flow->builder, arena, format);
    gj_arena_defer(arena, release, flow);
    return flow;
}

void gj_flow_drop(gj_flow *flow) {
    release(flow);
}

gj_diag_code gj_flow_full(const gj_flow *flow) {
    return flow->full != GJ_DIAG_NONE ? flow->full : flow->builder.full;
}

void gj_flow_page(gj_flow *flow, unsigned page) {
    flow->page = page > UINT16_MAX ? UINT16_MAX : page;
}

gj_builder *gj_flow_builder(gj_flow *flow) {
    return &flow->builder;
}

/* Everything that a table keeps is counted, so that its memory is bounded. */
static bool weigh(gj_flow *flow, uint32_t n) {
    if (flow->table != NULL) flow->weight += n;
    if (flow->weight > GJ_LIMIT_GRID) flow->full = GJ_E_LIMIT_GRID;
    return flow->full == GJ_DIAG_NONE;
}

/* ---- lines ---- */

static gj_place at(uint32_t page, uint32_t ntable, uint32_t nrow, uint32_t ncell) {
    return (gj_place){.page = (uint16_t)page,
                      .table = (uint16_t)(ntable > UINT16_MAX ? UINT16_MAX : ntable),
                      .row = (uint16_t)(nrow > UINT16_MAX ? UINT16_MAX : nrow),
                      .cell = (uint16_t)(ncell > UINT16_MAX ? UINT16_MAX : ncell)};
}

/* One line of prose; tabs make it a row of fields. */
static void emit_line(gj_flow *flow, gj_str line, unsigned heading) {
    gj_builder *b = &flow->builder;
    line = gj_str_trim(line);
    if (line.n == 0) return;
    gj_place place = at(flow->page, 0, 0, 0);
    if (memchr(line.p, '\t', line.n) == NULL) {
        gj_builder_prose(b, line, heading, 0, place);
        return;
    }
    gj_builder_begin(b, GJ_LINE_ROW, heading, 0, place);
    uint32_t piece = 0;
    for (size_t start = 0; start <= line.n; piece++) {
        const char *tab = memchr(line.p + start, '\t', line.n - start);
        size_t end = tab == NULL ? line.n : (size_t)(tab - line.p);
        gj_builder_field(b, gj_str_slice(line, start, end), GJ_GAP_TAB, piece, piece + 1, 1, place);
        start = end + 1;
    }
    gj_builder_end(b);
}

static void emit_paragraph(gj_flow *flow, gj_str text, unsigned heading) {
    for (size_t start = 0; start < text.n;) {
        const char *end = memchr(text.p + start, '\n', text.n - start);
        size_t stop = end == NULL ? text.n : (size_t)(end - text.p);
        emit_line(flow, gj_str_slice(text, start, stop), heading);
        start = stop + 1;
    }
}

/* Lines of a cell are one text: Chinese joins as it stands, words with a space. */
static void join(gj_buf *out, gj_str piece) {
    piece = gj_str_trim(piece);
    if (piece.n == 0) return;
    if (out->n > 0 && (unsigned char)out->p[out->n - 1] < 0x80 && (unsigned char)piece.p[0] < 0x80) gj_buf_addc(out, ' ');
    gj_buf_add(out, piece);
}

static void join_lines(gj_buf *out, gj_str text) {
    for (size_t start = 0; start < text.n;) {
        size_t stop = start;
        while (stop < text.n && text.p[stop] != '\n' && text.p[stop] != '\t') stop++;
        join(out, gj_str_slice(text, start, stop));
        start = stop + 1;
    }
}

static void emit_table(gj_flow *flow, const table *t);

static void emit_blocks(gj_flow *flow, const block *first) {
    for (const block *k = first; k != NULL; k = k->next) {
        if (k->table != NULL)
            emit_table(flow, k->table);
        else
            emit_paragraph(flow, k->text, k->heading);
    }
}

/* The only cell of a table that has but one, else NULL. */
static const cell *only_cell(const table *t) {
    return t->first != NULL && t->first == t->last && t->first->ncells == 1 ? t->first->first : NULL;
}

/* A cell that holds prose or a table lays out the page; a frame around a short text does not count. */
static bool lays_out(const cell *c) {
    size_t bytes = 0, paragraphs = 0;
    for (const block *k = c->first; k != NULL; k = k->next) {
        if (k->table != NULL) {
            const cell *inner = only_cell(k->table);
            if (inner == NULL || lays_out(inner)) return true;
            continue;
        }
        bytes += k->text.n;
        paragraphs++;
    }
    return paragraphs >= PROSE_PARAGRAPHS && bytes > PROSE_BYTES;
}

/* The text of a cell that is a field of a row, frames unwrapped; up to the first table, which *REST gets, in one that lays out. */
static void cell_text(gj_buf *out, const cell *c, const block **rest) {
    for (const block *k = c->first; k != NULL; k = k->next) {
        const cell *inner = k->table == NULL ? NULL : only_cell(k->table);
        if (k->table != NULL && (inner == NULL || lays_out(inner))) {
            if (rest != NULL) *rest = k;
            return;
        }
        if (inner != NULL)
            cell_text(out, inner, NULL);
        else
            join_lines(out, k->text);
    }
}

static void emit_field(gj_flow *flow, const cell *c, gj_str text, gj_place place) {
    place.cell = (uint16_t)(c->number > UINT16_MAX ? UINT16_MAX : c->number);
    gj_builder_field(&flow->builder, text, GJ_GAP_CELL, c->x0, c->x1, c->rows, place);
}

/* A row that holds more than fields: the fields that it has first, then what its cells hold. */
static void emit_layout_row(gj_flow *flow, const row *r, unsigned ntable, gj_place place) {
    gj_buf text = GJ_BUF_INIT;
    uint32_t others = 0;
    for (const cell *c = r->first; c != NULL; c = c->next) {
        gj_buf_clear(&text);
        cell_text(&text, c, NULL);
        if (text.n > 0 && !lays_out(c)) others++;
    }
    bool begun = false;
    for (const cell *c = r->first; c != NULL; c = c->next) {
        const block *rest = NULL;
        gj_buf_clear(&text);
        cell_text(&text, c, &rest);
        bool labels = others > 0 && rest != NULL && c->first->heading == 0 && text.n > 0 && text.n < TITLE_BYTES;
        if (lays_out(c) && !labels) {
            gj_builder_end(&flow->builder);
            begun = false;
            emit_blocks(flow, c->first);
            continue;
        }
        if (!begun && text.n > 0) gj_builder_begin(&flow->builder, GJ_LINE_ROW, 0, ntable, place);
        begun = begun || text.n > 0;
        if (begun) emit_field(flow, c, gj_buf_str(&text), place);
        if (rest != NULL) {
            gj_builder_end(&flow->builder);
            begun = false;
            emit_blocks(flow, rest);
        }
    }
    gj_builder_end(&flow->builder);
    gj_buf_free(&text);
}

static void emit_table(gj_flow *flow, const table *t) {
    const cell *only = only_cell(t);
    if (only != NULL) {
        emit_blocks(flow, only->first);
        return;
    }
    unsigned ntable = ++flow->ntables;
    gj_buf text = GJ_BUF_INIT;
    uint32_t nrow = 0;
    for (const row *r = t->first; r != NULL; r = r->next) {
        gj_place place = at(r->page, ntable, ++nrow, 0);
        bool layout = false;
        for (const cell *c = r->first; c != NULL && !layout; c = c->next) layout = lays_out(c);
        if (layout) {
            emit_layout_row(flow, r, ntable, place);
            continue;
        }
        if (r->first == NULL) continue; /* every column is covered from above */
        gj_builder_begin(&flow->builder, GJ_LINE_ROW, 0, ntable, place);
        for (const cell *c = r->first; c != NULL; c = c->next) {
            gj_buf_clear(&text);
            cell_text(&text, c, NULL);
            emit_field(flow, c, gj_buf_str(&text), place);
        }
        gj_builder_end(&flow->builder);
    }
    gj_buf_free(&text);
}

/* ---- paragraphs ---- */

/* The cell that takes what comes: outside the cells of the innermost table, that of a table around it. */
static cell *taking_cell(const gj_flow *flow) {
    for (const table *t = flow->table; t != NULL; t = t->outer)
        if (t->open != NULL) return t->open;
    return NULL;
}

static void add_block(gj_flow *flow, cell *c, block value) {
    if (!weigh(flow, 1)) return;
    block *k = GJ_NEW(flow->scratch, block);
    *k = value;
    if (c->last != NULL)
        c->last->next = k;
    else
        c->first = k;
    c->last = k;
}

void gj_flow_text(gj_flow *flow, gj_str utf8) {
    if (gj_flow_full(flow) != GJ_DIAG_NONE) return;
    if (flow->paragraph.n + utf8.n > GJ_LIMIT_TEXT) {
        flow->full = GJ_E_LIMIT_TEXT;
        return;
    }
    gj_buf_add(&flow->paragraph, utf8);
}

void gj_flow_superscript(gj_flow *flow, gj_str utf8) {
    static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    for (size_t i = 0; i < utf8.n; i++) {
        bool digit = utf8.p[i] >= '0' && utf8.p[i] <= '9';
        gj_flow_text(flow, digit ? gj_str_from(raised[utf8.p[i] - '0']) : gj_str_slice(utf8, i, i + 1));
    }
}

void gj_flow_break(gj_flow *flow) {
    gj_flow_text(flow, GJ_STR("\n"));
}

void gj_flow_forget(gj_flow *flow) {
    gj_buf_clear(&flow->paragraph);
}

void gj_flow_paragraph(gj_flow *flow, unsigned heading) {
    gj_str text = gj_buf_str(&flow->paragraph);
    if (gj_str_trim(text).n > 0 && gj_flow_full(flow) == GJ_DIAG_NONE) {
        cell *c = taking_cell(flow);
        if (c != NULL)
            add_block(flow, c, (block){.text = gj_str_copy(flow->scratch, text), .heading = flow->heading});
        else
            emit_paragraph(flow, text, flow->heading);
    }
    gj_buf_clear(&flow->paragraph);
    flow->heading = heading;
}

/* ---- tables ---- */

void gj_flow_table(gj_flow *flow) {
    if (!weigh(flow, 1)) return;
    gj_flow_paragraph(flow, 0);
    table *t = GJ_NEW(flow->scratch, table);
    t->outer = flow->table;
    flow->table = t;
}

static void make_room(gj_flow *flow, table *t, uint32_t columns) {
    if (columns <= t->capacity) return;
    uint32_t capacity = t->capacity == 0 ? 16 : t->capacity;
    while (capacity < columns) capacity *= 2;
    cell **above = GJ_NEW_ARRAY(flow->scratch, cell *, capacity);
    uint32_t *left = GJ_NEW_ARRAY(flow->scratch, uint32_t, capacity);
    if (t->capacity > 0) {
        memcpy(above, t->above, t->capacity * sizeof *above);
        memcpy(left, t->left, t->capacity * sizeof *left);
    }
    t->above = above;
    t->left = left;
    t->capacity = capacity;
}

void gj_flow_cell_end(gj_flow *flow) {
    table *t = flow->table;
    if (t == NULL || t->open == NULL) return;
    gj_flow_paragraph(flow, 0);
    t->open = NULL;
}

void gj_flow_row_end(gj_flow *flow) {
    table *t = flow->table;
    if (t == NULL || !t->row_open) return;
    gj_flow_cell_end(flow);
    for (uint32_t i = 0; i < t->ncolumns; i++)
        if (t->left[i] > 0) t->left[i]--;
    if (t->last->ncells >= 2) flow->rows++;
    t->row_open = false;
}

void gj_flow_row(gj_flow *flow) {
    table *t = flow->table;
    if (t == NULL) return;
    gj_flow_row_end(flow);
    if (!weigh(flow, 1)) return;
    row *r = GJ_NEW(flow->scratch, row);
    r->page = flow->page;
    if (t->last != NULL)
        t->last->next = r;
    else
        t->first = r;
    t->last = r;
    t->nrows++;
    t->row_open = true;
    t->column = 0;
}

void gj_flow_row_forget(gj_flow *flow) {
    table *t = flow->table;
    if (t == NULL || !t->row_open) return;
    gj_buf_clear(&flow->paragraph);
    t->last->first = t->last->last = NULL;
    t->last->ncells = 0;
    t->row_open = false;
    t->open = NULL;
}

void gj_flow_skip(gj_flow *flow, uint32_t count) {
    table *t = flow->table;
    if (t == NULL || !t->row_open || count > SPAN_MAX || !weigh(flow, count)) return;
    t->column += count;
}

void gj_flow_cell(gj_flow *flow, uint32_t colspan, uint32_t rowspan, bool merged) {
    table *t = flow->table;
    if (t == NULL) return;
    gj_flow_cell_end(flow);
    if (!t->row_open) gj_flow_row(flow);
    gj_flow_paragraph(flow, 0); /* what stood between the cells */
    bool wide = colspan >= SPAN_MAX;
    if (colspan == 0 || wide) colspan = 1;
    while (!merged && t->column < t->ncolumns && t->left[t->column] > 0) t->column++;
    uint32_t x0 = t->column, x1 = x0 + colspan;
    if (wide && t->ncolumns > x1) x1 = t->ncolumns;
    if (!weigh(flow, colspan)) return;
    make_room(flow, t, x1);
    t->column = x1;
    cell *c = merged && x0 < t->ncolumns ? t->above[x0] : NULL;
    if (c != NULL) {
        c->rows = t->nrows - c->row;
    } else {
        c = GJ_NEW(flow->scratch, cell);
        *c = (cell){.x0 = x0,
                    .x1 = x1,
                    .rows = rowspan == 0 ? UINT32_MAX : rowspan,
                    .number = t->last->ncells + 1,
                    .row = t->nrows - 1,
                    .wide = wide};
        if (t->last->last != NULL)
            t->last->last->next = c;
        else
            t->last->first = c;
        t->last->last = c;
        merged = false;
    }
    t->last->ncells++;
    for (uint32_t i = x0; i < x1; i++) {
        t->above[i] = c;
        t->left[i] = merged ? 1 : c->rows;
    }
    if (x1 > t->ncolumns) t->ncolumns = x1;
    t->open = c;
}

/* Spans end where the table ends: 'all of them' are the columns that it has, and no cell covers a row that is not there. */
static void clip(table *t) {
    for (row *r = t->first; r != NULL; r = r->next)
        for (cell *c = r->first; c != NULL; c = c->next) {
            if (c->wide && t->ncolumns > c->x1) c->x1 = t->ncolumns;
            if (c->rows > t->nrows - c->row) c->rows = t->nrows - c->row;
        }
}

void gj_flow_table_end(gj_flow *flow) {
    table *t = flow->table;
    if (t == NULL) return;
    gj_flow_row_end(flow);
    gj_flow_paragraph(flow, 0);
    clip(t);
    flow->table = t->outer;
    cell *c = taking_cell(flow);
    if (c != NULL) {
        add_block(flow, c, (block){.table = t});
        return;
    }
    if (gj_flow_full(flow) == GJ_DIAG_NONE) emit_table(flow, t);
    if (flow->table == NULL) {
        gj_arena_reset(flow->scratch);
        flow->weight = 0;
    }
}

/* ---- asides and marks ---- */

void gj_flow_aside(gj_flow *flow) {
    aside *a = gj_malloc(sizeof *a);
    *a = (aside){.paragraph = flow->paragraph, .heading = flow->heading, .table = flow->table, .outer = flow->aside};
    flow->aside = a;
    flow->paragraph = GJ_BUF_INIT;
    flow->heading = 0;
}

void gj_flow_aside_end(gj_flow *flow) {
    aside *a = flow->aside;
    if (a == NULL) return;
    gj_flow_paragraph(flow, 0);
    while (flow->table != NULL && flow->table != a->table) gj_flow_table_end(flow);
    gj_buf_free(&flow->paragraph);
    flow->paragraph = a->paragraph;
    flow->heading = a->heading;
    flow->aside = a->outer;
    free(a);
}

gj_flow_mark gj_flow_here(gj_flow *flow) {
    gj_flow_paragraph(flow, 0);
    cell *c = taking_cell(flow);
    return (gj_flow_mark){.document = gj_builder_here(&flow->builder), .last = c == NULL ? NULL : c->last, .cell = c, .rows = flow->rows};
}

void gj_flow_rewind(gj_flow *flow, gj_flow_mark mark) {
    gj_flow_forget(flow);
    cell *c = taking_cell(flow);
    if (c != mark.cell) return;
    if (c == NULL) {
        gj_builder_rewind(&flow->builder, mark.document);
        return;
    }
    c->last = mark.last;
    if (c->last != NULL)
        c->last->next = NULL;
    else
        c->first = NULL;
}

uint32_t gj_flow_rows_since(const gj_flow *flow, gj_flow_mark mark) {
    return flow->rows - mark.rows;
}

int gj_flow_finish(gj_flow *flow, gj_str path, gj_str title, gj_doc **doc, gj_diags *diags) {
    while (flow->aside != NULL) gj_flow_aside_end(flow);
    while (flow->table != NULL) gj_flow_table_end(flow);
    gj_flow_paragraph(flow, 0);
    int failed = 1;
    if (flow->full == GJ_DIAG_NONE) {
        failed = gj_builder_finish(&flow->builder, path, title, doc, diags);
    } else {
        uint32_t limit = flow->full == GJ_E_LIMIT_GRID ? GJ_LIMIT_GRID : GJ_LIMIT_TEXT;
        GJ_DIAG(diags, flow->full, GJ_SPAN_NONE, path, gj_str_format(diags->arena, "%u", limit));
    }
    gj_flow_drop(flow);
    return failed;
}
