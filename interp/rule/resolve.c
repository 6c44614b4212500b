#include "rule/resolve.h"

#include <string.h>

#include "base/suggest.h"
#include "base/utf8.h"

/* One walk along a path in one table. The first failure is kept, so that the message can point at the step that failed. */
typedef struct walk {
    gj_arena *arena;
    const gj_form *form;
    const gj_table *table;
    const gj_node *failed; /* the step without a match */
    uint32_t depth;        /* how many steps matched: the deepest failure is the one worth telling */
    uint32_t at;           /* the row that the failing step was looked for under */
    bool failed_in_columns;
    bool bare;     /* the name of a table by itself is the table: no table has a row or a column called so */
    bool anywhere; /* nothing says which table is meant */
    uint32_t *rows, nrows;
    gj_str *columns;
    uint32_t ncolumns;
    bool rows_vary, rows_set, columns_vary, columns_set;
} walk;

static bool walk_fail(walk *w, const gj_node *step, uint32_t under, bool in_columns) {
    w->failed = step;
    w->at = under;
    w->failed_in_columns = in_columns;
    return false;
}

static uint32_t child(const walk *w, uint32_t parent, const gj_node *step) {
    switch (step->op) {
    case GJ_STEP_WORD: return gj_table_child(w->table, parent, step->text);
    case GJ_STEP_ORDINAL:
    case GJ_STEP_NUMBER: {
        uint32_t found = gj_table_child(w->table, parent, step->text);
        return found != GJ_NO_INDEX && gj_str_eq(w->table->rows[found].ordinal, step->text) ? found : GJ_NO_INDEX;
    }
    default: return GJ_NO_INDEX;
    }
}

static uint32_t first_child(const gj_table *table, uint32_t parent) {
    return parent == GJ_NO_INDEX ? (table->nrows ? 0 : GJ_NO_INDEX) : table->rows[parent].first_child;
}

/* Children (headings stepped over), or all leaves below, appended in the form's order. */
static void collect(walk *w, uint32_t parent, bool leaves, uint32_t *rows, uint32_t *n) {
    for (uint32_t i = first_child(w->table, parent); i != GJ_NO_INDEX; i = w->table->rows[i].next_sibling) {
        const gj_row *row = &w->table->rows[i];
        if (row->heading_only || (leaves && row->first_child != GJ_NO_INDEX))
            collect(w, i, leaves, rows, n);
        else
            rows[(*n)++] = i;
    }
}

static bool step_rows(walk *w, const gj_node *step, uint32_t parent, uint32_t *rows, uint32_t *n) {
    switch (step->op) {
    case GJ_STEP_STAR:
    case GJ_STEP_STARSTAR: {
        uint32_t before = *n;
        collect(w, parent, step->op == GJ_STEP_STARSTAR, rows, n);
        return *n > before || walk_fail(w, step, parent, false);
    }
    case GJ_STEP_RANGE: {
        uint32_t from = child(w, parent, step->first), to = child(w, parent, step->last), k = 0;
        if (from == GJ_NO_INDEX) return walk_fail(w, step->first, parent, false);
        if (to == GJ_NO_INDEX) return walk_fail(w, step->last, parent, false);
        uint32_t *all = gj_arena_raw(w->arena, w->table->nrows, sizeof *all);
        collect(w, parent, false, all, &k);
        for (uint32_t i = 0; i < k; i++)
            if (all[i] >= from && all[i] <= to) rows[(*n)++] = all[i];
        return from <= to || walk_fail(w, step, parent, false);
    }
    case GJ_STEP_LIST:
        for (const gj_node *kid = step->first; kid; kid = kid->next)
            if (!step_rows(w, kid, parent, rows, n)) return false;
        return true;
    default: {
        uint32_t found = child(w, parent, step);
        if (found == GJ_NO_INDEX) return walk_fail(w, step, parent, false);
        rows[(*n)++] = found;
        return true;
    }
    }
}

static bool is_set(const gj_node *step) {
    return step->op == GJ_STEP_STAR || step->op == GJ_STEP_STARSTAR || step->op == GJ_STEP_RANGE || step->op == GJ_STEP_LIST;
}

static void add_column(walk *w, gj_str label) {
    for (uint32_t i = 0; i < w->ncolumns; i++)
        if (gj_str_eq(w->columns[i], label)) return;
    w->columns[w->ncolumns++] = label;
}

/* A column may be asked of rows that do not all have it; a single row must. */
static uint32_t find_column(const walk *w, gj_str name) {
    for (uint32_t i = 0; i < w->nrows; i++) {
        uint32_t found = gj_table_column(w->table, w->rows[i], name);
        if (found != GJ_NO_INDEX) return found;
    }
    return w->nrows == 0 ? gj_table_column(w->table, GJ_NO_INDEX, name) : GJ_NO_INDEX;
}

static void all_columns(walk *w) {
    for (uint32_t i = 0; i < w->table->ncolumns; i++)
        for (uint32_t r = 0; r < w->nrows; r++) {
            const gj_row *row = &w->table->rows[w->rows[r]];
            if (i >= row->column && i < row->column + row->ncolumns) {
                add_column(w, w->table->columns[i].label.name);
                break;
            }
        }
}

static bool step_columns(walk *w, const gj_node *step) {
    switch (step->op) {
    case GJ_STEP_STAR:
    case GJ_STEP_STARSTAR: all_columns(w); return true;
    case GJ_STEP_RANGE: {
        uint32_t from = find_column(w, step->first->text), to = find_column(w, step->last->text);
        if (from == GJ_NO_INDEX) return walk_fail(w, step->first, GJ_NO_INDEX, true);
        if (to == GJ_NO_INDEX) return walk_fail(w, step->last, GJ_NO_INDEX, true);
        if (from > to) return walk_fail(w, step, GJ_NO_INDEX, true);
        for (uint32_t i = from; i <= to; i++) add_column(w, w->table->columns[i].label.name);
        return true;
    }
    case GJ_STEP_LIST:
        for (const gj_node *kid = step->first; kid; kid = kid->next)
            if (!step_columns(w, kid)) return false;
        return true;
    default: {
        uint32_t found = find_column(w, step->text);
        if (found == GJ_NO_INDEX) return walk_fail(w, step, GJ_NO_INDEX, true);
        add_column(w, w->table->columns[found].label.name);
        return true;
    }
    }
}

/* Rows that have at least one of the chosen columns. */
static void keep_rows_with_columns(walk *w) {
    uint32_t kept = 0;
    for (uint32_t r = 0; r < w->nrows; r++)
        for (uint32_t c = 0; c < w->ncolumns; c++)
            if (gj_table_column(w->table, w->rows[r], w->columns[c]) != GJ_NO_INDEX) {
                w->rows[kept++] = w->rows[r];
                break;
            }
    w->nrows = kept;
}

/* "表三" names table 三. */
static bool names_table(const gj_table *table, gj_str step) {
    gj_str prefix = GJ_STR("表");
    return gj_str_has_prefix(step, prefix) && gj_str_eq(gj_str_slice(step, prefix.n, step.n), table->name);
}

/* From STEP on, under the top level of the table. */
static bool walk_steps(walk *w, const gj_node *path, const gj_node *step) {
    const gj_table *table = w->table;
    size_t capacity = (size_t)table->nrows * 2 + 1;
    uint32_t *rows = gj_arena_raw(w->arena, capacity, sizeof *rows), n = 0;
    w->columns = gj_arena_raw(w->arena, (size_t)table->ncolumns + 1, sizeof *w->columns);
    w->ncolumns = 0;
    bool at_top = true;
    const gj_node *column_step = NULL;
    for (; step && step->kind == GJ_N_STEP; step = step->next, at_top = false) {
        uint32_t *next = gj_arena_raw(w->arena, capacity, sizeof *next), k = 0;
        bool found = true;
        for (uint32_t i = 0; found && i < (at_top ? 1 : n); i++) {
            if (k + table->nrows > capacity) return walk_fail(w, step, GJ_NO_INDEX, false);
            found = step_rows(w, step, at_top ? GJ_NO_INDEX : rows[i], next, &k);
        }
        if (!found) { /* a child row first, then a column */
            bool last = !step->next || step->next->kind != GJ_N_STEP;
            bool plain = step->op == GJ_STEP_WORD || step->op == GJ_STEP_RANGE || step->op == GJ_STEP_LIST;
            if (!last || !plain || gj_node_find(path, GJ_N_INDEX)) return false;
            column_step = step;
            break;
        }
        w->depth++;
        w->rows_set = w->rows_set || is_set(step);
        memcpy(rows, next, k * sizeof *rows);
        n = k;
    }
    w->rows_vary = w->rows_set;
    if (at_top) { /* no row was named: for each row */
        collect(w, GJ_NO_INDEX, true, rows, &n);
        w->rows_vary = true;
    }
    w->rows = rows;
    w->nrows = n;
    const gj_node *index = gj_node_find(path, GJ_N_INDEX);
    const gj_node *failed = w->failed;
    uint32_t at = w->at;
    if (column_step) {
        if (!step_columns(w, column_step)) {
            w->failed = failed; /* the row that was not there says more than the column that was not */
            w->at = at;
            w->failed_in_columns = false;
            return false;
        }
        w->failed = NULL;
        w->columns_set = w->columns_vary = is_set(column_step);
        keep_rows_with_columns(w);
    } else if (index) {
        for (const gj_node *kid = index->first; kid; kid = kid->next)
            if (!step_columns(w, kid)) return false;
        w->columns_set = w->columns_vary = index->nkids > 1 || (index->first && is_set(index->first));
        keep_rows_with_columns(w);
    } else {
        all_columns(w);
        w->columns_vary = true;
    }
    return true;
}

/* Where the path may start in this table, in order: after its own name (表三.…), at its rows, or after its bare name (四.行政复议). */
static bool walk_table(walk *w, const gj_node *path) {
    const gj_node *first = path->first;
    bool step = first && first->kind == GJ_N_STEP;
    if (step && first->op == GJ_STEP_WORD && !(path->op & 4) && names_table(w->table, first->text)) return walk_steps(w, path, first->next);
    if (walk_steps(w, path, first)) return true;
    bool goes_on = step && first->next && first->next->kind == GJ_N_STEP;
    if (step && first->op == GJ_STEP_WORD && (goes_on || w->bare) && gj_str_eq(first->text, w->table->name)) {
        walk again = {.arena = w->arena, .form = w->form, .table = w->table};
        bool found = walk_steps(&again, path, first->next);
        again.depth++;
        if (found || again.depth > w->depth) *w = again; /* also where it only came further */
        return found;
    }
    return false;
}

/* A path whose first step is the name of a table starts there and nowhere else. */
static uint32_t named_table(const gj_form *form, const gj_node *path) {
    const gj_node *first = path->first;
    if (!first || first->kind != GJ_N_STEP || first->op != GJ_STEP_WORD || (path->op & 4)) return GJ_NO_INDEX;
    for (uint32_t i = 0; i < form->ntables; i++)
        if (names_table(&form->tables[i], first->text)) return i;
    return GJ_NO_INDEX;
}

static gj_table_bits tables_with(gj_arena *arena, const gj_form *form, uint32_t scope, const gj_node *path, bool bare) {
    gj_table_bits bits = 0;
    for (uint32_t i = 0; i < form->ntables; i++) {
        if (scope != GJ_NO_INDEX && i != scope) continue;
        walk w = {.arena = arena, .form = form, .table = &form->tables[i], .bare = bare};
        if (walk_table(&w, path)) bits |= (gj_table_bits)1 << (i < 63 ? i : 63);
    }
    return bits;
}

gj_table_bits gj_resolve_tables(gj_arena *arena, const gj_form *form, uint32_t scope, const gj_node *path) {
    uint32_t named = named_table(form, path);
    if (named != GJ_NO_INDEX) scope = named;
    gj_table_bits bits = tables_with(arena, form, scope, path, false);
    return bits ? bits : tables_with(arena, form, scope, path, true);
}

static gj_str step_text(const gj_node *step) {
    return step->op == GJ_STEP_RANGE && step->first ? step->first->text : step->text;
}

/* The names that could have stood where the walk failed. */
static gj_str *candidates(const walk *w, uint32_t *count) {
    const gj_table *table = w->table;
    gj_str *names = gj_arena_raw(w->arena, (size_t)table->nrows * 2 + table->ncolumns + w->form->ntables + 1, sizeof *names);
    uint32_t n = 0, k = 0;
    if (!w->failed_in_columns) {
        uint32_t *rows = gj_arena_raw(w->arena, (size_t)table->nrows + 1, sizeof *rows);
        collect((walk *)w, w->at, false, rows, &k);
        for (uint32_t i = 0; i < k; i++) names[n++] = table->rows[rows[i]].label.name;
        for (uint32_t i = 0; i < k; i++)
            if (table->rows[rows[i]].ordinal.n) names[n++] = table->rows[rows[i]].ordinal;
    }
    if (w->failed_in_columns || w->at == GJ_NO_INDEX || k == 0)
        for (uint32_t i = 0; i < table->ncolumns; i++) names[n++] = table->columns[i].label.name;
    *count = n;
    return names;
}

/* Where nothing says which table is meant: how the rows of each begin. */
static void first_rows(const walk *w, gj_buf *list) {
    enum { OF_EACH = 4 };
    for (uint32_t t = 0; t < w->form->ntables; t++) {
        const gj_table *table = &w->form->tables[t];
        walk top = {.arena = w->arena, .form = w->form, .table = table};
        uint32_t *rows = gj_arena_raw(w->arena, (size_t)table->nrows + 1, sizeof *rows), n = 0;
        collect(&top, GJ_NO_INDEX, false, rows, &n);
        for (uint32_t i = 0; i < n && i < OF_EACH; i++) {
            const gj_row *row = &table->rows[rows[i]];
            gj_buf_addf(list, "%s%.*s", list->n ? "、" : "", GJ_FMT(row->ordinal.n ? row->ordinal : row->label.name));
        }
        if (n > OF_EACH) gj_buf_addz(list, "…");
    }
}

/* 7 and （七） are one ordinal to people: the row that was meant, or nothing. */
static gj_str ordinal_meant(const walk *w, gj_str text) {
    for (int i = 1; i <= 10; i++) {
        char bytes[4];
        gj_str han = {bytes, gj_utf8_put(gj_utf8_numeral_of(i), bytes)}, digits = gj_str_format(w->arena, "%d", i);
        if (!gj_str_eq(text, han) && !gj_str_eq(text, digits)) continue;
        uint32_t row = gj_table_child(w->table, w->at, gj_str_eq(text, han) ? digits : han);
        if (row == GJ_NO_INDEX) return GJ_STR_NONE;
        const gj_row *meant = &w->table->rows[row];
        return meant->ordinal_paren ? gj_str_format(w->arena, "（%.*s）", GJ_FMT(meant->ordinal)) : meant->ordinal;
    }
    return GJ_STR_NONE;
}

/* 自然人至其他 for 自然人..其他. */
static gj_str range_meant(const walk *w, gj_str text) {
    static const char *const words[] = {"至", "到"};
    for (unsigned i = 0; i < 2; i++) {
        gj_str word = gj_str_from(words[i]);
        ptrdiff_t at = gj_str_find(text, word);
        if (at <= 0) continue;
        gj_str from = gj_str_slice(text, 0, (size_t)at), to = gj_str_slice(text, (size_t)at + word.n, text.n);
        bool columns =
            gj_table_column(w->table, GJ_NO_INDEX, from) != GJ_NO_INDEX && gj_table_column(w->table, GJ_NO_INDEX, to) != GJ_NO_INDEX;
        bool rows = gj_table_child(w->table, w->at, from) != GJ_NO_INDEX && gj_table_child(w->table, w->at, to) != GJ_NO_INDEX;
        if (columns || rows) return gj_str_format(w->arena, "%.*s..%.*s", GJ_FMT(from), GJ_FMT(to));
    }
    return GJ_STR_NONE;
}

static bool names_row(const gj_table *table, gj_str name) {
    if (gj_table_child(table, GJ_NO_INDEX, name) != GJ_NO_INDEX) return true;
    for (uint32_t i = 0; i < table->nrows; i++)
        if (gj_label_is(&table->rows[i].label, name)) return true;
    return false;
}

static void complain(const walk *w, const gj_node *path, gj_diags *diags) {
    const gj_node *step = w->failed ? w->failed : path;
    gj_str text = w->failed ? step_text(w->failed) : gj_source_slice(diags->sources, path->span);
    uint32_t n = 0;
    if (step->op == GJ_STEP_STAR || step->op == GJ_STEP_STARSTAR) {
        GJ_DIAG(diags, GJ_E_NO_CHILDREN, step->span, w->at == GJ_NO_INDEX ? w->table->name : w->table->rows[w->at].label.name);
        return;
    }
    if (step->kind == GJ_N_STEP && step->op == GJ_STEP_RANGE) {
        GJ_DIAG(diags, GJ_E_EMPTY_RANGE, step->span, step->first->text, step->last->text);
        return;
    }
    gj_str meant = range_meant(w, text);
    if (meant.n == 0 && !w->failed_in_columns) meant = ordinal_meant(w, text);
    if (meant.n) {
        GJ_DIAG(diags, GJ_E_UNKNOWN_NAME_NEAR, step->span, text, meant);
        return;
    }
    gj_str *names = candidates(w, &n);
    ptrdiff_t near = gj_suggest(text, names, n);
    /* A column named where a row is wanted: 三.自然人.总计. */
    if (!w->failed_in_columns && gj_table_column(w->table, GJ_NO_INDEX, text) != GJ_NO_INDEX) {
        GJ_DIAG(diags, GJ_E_COLUMN_AS_ROW, step->span, text);
        return;
    }
    if (w->failed_in_columns && names_row(w->table, text)) {
        GJ_DIAG(diags, GJ_E_ROW_AS_COLUMN, step->span, text);
        return;
    }
    if (near < 0 && !w->failed_in_columns) { /* deeper in the table? */
        for (uint32_t i = 0; i < w->table->nrows; i++)
            if (gj_label_is(&w->table->rows[i].label, text)) {
                GJ_DIAG(diags, GJ_E_UNKNOWN_NAME_NEAR, step->span, text, w->table->rows[i].path);
                return;
            }
    }
    if (near >= 0) {
        GJ_DIAG(diags, GJ_E_UNKNOWN_NAME_NEAR, step->span, text, names[near]);
        return;
    }
    gj_buf list = GJ_BUF_INIT;
    if (w->depth == 0 && w->anywhere && !w->failed_in_columns) {
        first_rows(w, &list);
        n = 1;
    }
    bool listed = list.n > 0;
    for (uint32_t i = 0; !listed && i < n && i < 9; i++) gj_buf_addf(&list, "%s%.*s", i ? "、" : "", GJ_FMT(names[i]));
    if (!listed && n > 9) gj_buf_addz(&list, "…");
    GJ_DIAG(diags, n ? GJ_E_UNKNOWN_NAME_HERE : GJ_E_UNKNOWN_NAME, step->span, text, gj_buf_copy(&list, diags->arena));
    gj_buf_free(&list);
}

static void complain_ambiguous(gj_arena *arena, const gj_form *form, gj_table_bits bits, const gj_node *path, gj_diags *diags) {
    gj_str text = gj_source_slice(diags->sources, path->span);
    gj_buf list = GJ_BUF_INIT;
    for (uint32_t i = 0; i < form->ntables && i < 64; i++) {
        if (!(bits >> i & 1)) continue;
        if (list.n) gj_buf_addz(&list, "、");
        gj_buf_addf(&list, "表%.*s%s%.*s", GJ_FMT(form->tables[i].name), text.n && text.p[0] == '[' ? "" : ".", GJ_FMT(text));
    }
    GJ_DIAG(diags, GJ_E_AMBIGUOUS_NAME, path->span, text, gj_buf_copy(&list, arena));
    gj_buf_free(&list);
}

static bool single(gj_table_bits bits) {
    return bits != 0 && (bits & (bits - 1)) == 0;
}

static uint32_t index_of(gj_table_bits bits) {
    return (uint32_t)__builtin_ctzll(bits);
}

int gj_resolve(gj_arena *arena, const gj_form *form, uint32_t scope, gj_table_bits preferred, const gj_node *path, gj_selection *out,
               gj_diags *diags) {
    uint32_t named = named_table(form, path);
    if (named != GJ_NO_INDEX) scope = named;
    gj_table_bits bits = gj_resolve_tables(arena, form, scope, path);
    if (bits && !single(bits) && single(bits & preferred)) bits &= preferred;
    if (bits && !single(bits)) {
        complain_ambiguous(arena, form, bits, path, diags);
        return 1;
    }
    if (!bits) { /* tell of the table where the walk came furthest */
        walk best = {.failed = NULL};
        const gj_node *first = path->first;
        for (uint32_t i = 0; i < form->ntables; i++) {
            if (scope != GJ_NO_INDEX && i != scope) continue;
            walk w = {.arena = arena, .form = form, .table = &form->tables[i]};
            walk_table(&w, path);
            bool better = !best.table || w.depth > best.depth;
            if (!better && w.depth == best.depth && w.failed && best.failed) { /* or where a name is near */
                uint32_t n = 0, m = 0;
                gj_str *now = candidates(&best, &m), *then = candidates(&w, &n);
                better = gj_suggest(step_text(best.failed), now, m) < 0 && gj_suggest(step_text(w.failed), then, n) >= 0;
            }
            if (better) best = w;
        }
        best.anywhere = scope == GJ_NO_INDEX && form->ntables > 1;
        if (best.table)
            complain(&best, path, diags);
        else
            GJ_DIAG(diags, GJ_E_UNKNOWN_NAME, path->span, first ? step_text(first) : GJ_STR_NONE);
        return 1;
    }
    walk w = {.arena = arena, .form = form, .table = &form->tables[index_of(bits)]};
    if (!walk_table(&w, path)) {
        w = (walk){.arena = arena, .form = form, .table = &form->tables[index_of(bits)], .bare = true};
        walk_table(&w, path);
    }
    *out = (gj_selection){.table = index_of(bits),
                          .rows = w.rows,
                          .nrows = w.nrows,
                          .columns = w.columns,
                          .ncolumns = w.ncolumns,
                          .rows_vary = w.rows_vary,
                          .rows_set = w.rows_set,
                          .columns_vary = w.columns_vary,
                          .columns_set = w.columns_set,
                          .group = GJ_NO_INDEX};
    for (uint32_t i = 0; i < w.nrows; i++)
        if (w.table->rows[w.rows[i]].slot == GJ_NO_INDEX) {
            out->group = w.rows[i];
            break;
        }
    return 0;
}

uint32_t gj_selection_slot(const gj_form *form, const gj_selection *selection, uint32_t row, uint32_t column) {
    const gj_row *r = &form->tables[selection->table].rows[selection->rows[row]];
    uint32_t found = gj_table_column(&form->tables[selection->table], selection->rows[row], selection->columns[column]);
    return found == GJ_NO_INDEX || r->slot == GJ_NO_INDEX ? GJ_NO_INDEX : r->slot + (found - r->column);
}
