/* The names of a form, for completion: in the context of the path before them. */
#include <string.h>

#include "base/utf8.h"
#include "repl_complete.h"

/* ---- pieces ---- */

static bool in_word(uint32_t c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || gj_utf8_is_han(c);
}

/* The end of the string that begins at AT (behind its quote); *ended tells whether its closing quote is there. */
static size_t string_end(gj_str text, size_t at, bool *ended, size_t *inside_end) {
    *ended = false;
    while (at < text.n) {
        size_t before = at;
        uint32_t c = gj_utf8_next(text, &at);
        if (c == '\\' && at < text.n) {
            gj_utf8_next(text, &at);
        } else if (c == '"' || c == 0xFF02 || c == 0x201D) {
            *ended = true;
            *inside_end = before;
            return at;
        }
    }
    *inside_end = at;
    return at;
}

gj_pieces gj_pieces_of(gj_arena *arena, gj_str text) {
    gj_pieces p = {GJ_NEW_ARRAY(arena, gj_piece, text.n + 1), 0};
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        uint32_t c = gj_utf8_narrow(gj_utf8_next(text, &at));
        if (gj_utf8_is_space(c)) continue;
        if (c == '#') {
            while (at < text.n && text.p[at] != '\n') at++;
            continue;
        }
        gj_piece piece = {'?', start, at, gj_str_slice(text, start, at)};
        if (c == '"' || c == 0x201C) {
            bool ended;
            size_t inside = at, inside_end;
            at = string_end(text, at, &ended, &inside_end);
            piece = (gj_piece){ended ? 'S' : 'U', start, at, gj_str_slice(text, inside, inside_end)};
        } else if (in_word(c)) {
            while (at < text.n) {
                size_t next = at;
                if (!in_word(gj_utf8_narrow(gj_utf8_next(text, &next)))) break;
                at = next;
            }
            piece = (gj_piece){'W', start, at, gj_str_slice(text, start, at)};
        } else if (c == '.' && at < text.n && text.p[at] == '.') {
            at++;
            piece.kind = 'D';
            piece.end = at;
        } else if (c < 0x80 && strchr(".()[]{},*", (int)c)) {
            piece.kind = (char)c;
        }
        p.v[p.n++] = piece;
    }
    return p;
}

/* ---- the path before a dot or a bracket ---- */

enum { MAX_STEPS = 16 };

typedef struct steps {
    gj_str v[MAX_STEPS];
    size_t n;
    bool star; /* a step is a set: what stands below it is not followed */
} steps;

/* The steps of the path that ends before piece END, first to last. */
static steps steps_before(const gj_pieces *p, size_t end) {
    steps s = {.n = 0};
    gj_str back[MAX_STEPS];
    size_t i = end, n = 0;
    while (i > 0 && n < MAX_STEPS) {
        const gj_piece *piece = &p->v[i - 1];
        if (piece->kind == 'W' || piece->kind == 'S') {
            back[n++] = piece->text;
            i--;
        } else if (piece->kind == ')' && i >= 3 && p->v[i - 2].kind == 'W' && p->v[i - 3].kind == '(') {
            back[n++] = p->v[i - 2].text;
            i -= 3;
        } else if (piece->kind == '*') {
            s.star = true;
            i--;
        } else {
            break;
        }
        if (i == 0 || p->v[i - 1].kind != '.') break;
        i--;
    }
    /* 表 二.规章: the keyword may stand apart */
    while (n > 0) s.v[s.n++] = back[--n];
    if (s.n && (gj_str_eq(s.v[0], GJ_STR("上年")) || gj_str_eq(s.v[0], GJ_STR("下级")) || gj_str_eq(s.v[0], GJ_STR("previous")))) {
        memmove(s.v, s.v + 1, --s.n * sizeof *s.v);
    }
    return s;
}

static gj_str table_name(gj_str step) {
    if (gj_str_has_prefix(step, GJ_STR("表"))) return gj_str_slice(step, strlen("表"), step.n);
    return GJ_STR_NONE;
}

/* Where STEPS lead in TABLE: a row, or GJ_NO_INDEX for the table itself. False when nowhere. */
static bool follow(const gj_table *table, const steps *s, bool from_table, uint32_t *row) {
    *row = GJ_NO_INDEX;
    for (size_t i = from_table; i < s->n; i++) {
        uint32_t next = gj_table_child(table, *row, s->v[i]);
        if (next == GJ_NO_INDEX) return false;
        *row = next;
    }
    return true;
}

/* The form whose names are offered: of the report in use, else the first that is open, else the newest. */
static const gj_form *form_of(const gj_completer *k) {
    const gj_session *s = k->session;
    const gj_report *report = gj_session_report(s);
    if (!report && s->nreports) report = s->reports[0].report;
    if (report) return report->form;
    return s->rules->program.nforms ? s->rules->program.forms[0] : NULL;
}

/* ---- offering ---- */

static bool is_plain(gj_str label) {
    for (size_t at = 0; at < label.n;)
        if (!in_word(gj_utf8_next(label, &at))) return false;
    return label.n > 0;
}

/* LABEL as it is written in a path: a word, or a string. */
static gj_str written(const gj_completer *k, gj_str label) {
    if (is_plain(label) && !k->quoted) return label;
    return gj_str_format(k->arena, "\"%.*s\"", GJ_FMT(label));
}

static gj_fit fit_label(gj_completer *k, const gj_label *label) {
    gj_fit best = gj_completer_fit(k, label->name);
    for (uint32_t i = 0; i < label->naliases; i++) { /* an alias leads to the name */
        gj_fit fit = gj_completer_fit(k, label->alias[i]);
        if (fit > best) best = fit;
    }
    return best;
}

static gj_str ordinal_of(const gj_completer *k, const gj_row *row) {
    return gj_str_format(k->arena, row->ordinal_paren ? "（%.*s）" : "%.*s", GJ_FMT(row->ordinal));
}

static gj_str row_note(const gj_completer *k, const gj_table *table, const gj_row *row) {
    uint32_t kids = 0;
    for (uint32_t i = row->first_child; i != GJ_NO_INDEX; i = table->rows[i].next_sibling) kids++;
    gj_str note = gj_str_eq(row->path, row->label.name) ? gj_str_format(k->arena, "表%.*s", GJ_FMT(table->name))
                                                        : gj_str_format(k->arena, "表%.*s  %.*s", GJ_FMT(table->name), GJ_FMT(row->path));
    return kids ? gj_str_format(k->arena, k->session->lang == GJ_LANG_ZH ? "%.*s  下有 %u 行" : "%.*s  %u rows below", GJ_FMT(note), kids)
                : note;
}

static void offer_row(gj_completer *k, const gj_table *table, const gj_row *row) {
    gj_fit by_label = fit_label(k, &row->label);
    gj_completer_add(k, by_label, written(k, row->label.name), row_note(k, table, row));
    if (!row->ordinal.n || !k->typed.n || by_label == GJ_FIT_PREFIX) return;
    gj_str ordinal = ordinal_of(k, row);
    if (gj_str_has_prefix(ordinal, k->typed)) gj_completer_add(k, GJ_FIT_PREFIX, ordinal, row->label.name);
}

static uint32_t first_row(const gj_table *table, uint32_t parent) {
    return parent == GJ_NO_INDEX ? (table->nrows ? 0 : GJ_NO_INDEX) : table->rows[parent].first_child;
}

/* The rows under PARENT, headings stepped over. */
static void offer_children(gj_completer *k, const gj_table *table, uint32_t parent) {
    for (uint32_t i = first_row(table, parent); i != GJ_NO_INDEX; i = table->rows[i].next_sibling) {
        if (table->rows[i].heading_only)
            offer_children(k, table, i);
        else
            offer_row(k, table, &table->rows[i]);
    }
}

static bool has_children(const gj_table *table, uint32_t row) {
    return first_row(table, row) != GJ_NO_INDEX;
}

static void offer_columns(gj_completer *k, const gj_table *table, uint32_t row) {
    uint32_t from = 0, n = table->ncolumns;
    if (row != GJ_NO_INDEX && table->rows[row].slot != GJ_NO_INDEX) {
        from = table->rows[row].column;
        n = table->rows[row].ncolumns;
    }
    for (uint32_t i = from; i < from + n && i < table->ncolumns; i++) {
        const gj_column *column = &table->columns[i];
        gj_str note = gj_str_format(k->arena, "表%.*s", GJ_FMT(table->name));
        if (column->heading.n) note = gj_str_format(k->arena, "%.*s  %.*s", GJ_FMT(note), GJ_FMT(column->heading));
        if (column->unit.n) note = gj_str_format(k->arena, "%.*s  %.*s", GJ_FMT(note), GJ_FMT(column->unit));
        gj_completer_add(k, fit_label(k, &column->label), written(k, column->label.name), note);
    }
}

/* A table to begin in, when the first step names one. */
static uint32_t table_of(const gj_form *form, gj_str step) {
    gj_str name = table_name(step);
    return name.n ? gj_form_table(form, name) : GJ_NO_INDEX;
}

void gj_names_children(gj_completer *k, const gj_pieces *p, size_t dot) {
    const gj_form *form = form_of(k);
    steps s = steps_before(p, dot);
    if (!form || s.star) return;
    if (s.n == 0) { /* 上年. */
        gj_names_rows(k);
        gj_names_tables(k, "表");
        return;
    }
    uint32_t row, given = table_of(form, s.v[0]);
    if (given != GJ_NO_INDEX) {
        const gj_table *table = &form->tables[given];
        if (!follow(table, &s, true, &row)) return;
        offer_children(k, table, row);
        if (!has_children(table, row)) offer_columns(k, table, row);
        return;
    }
    bool found = false;
    for (uint32_t t = 0; t < form->ntables; t++)
        if (follow(&form->tables[t], &s, false, &row)) {
            found = true;
            offer_children(k, &form->tables[t], row);
            if (!has_children(&form->tables[t], row)) offer_columns(k, &form->tables[t], row);
        }
    uint32_t t = gj_form_table(form, s.v[0]); /* 三.本年新收: a table by its bare name */
    if (t != GJ_NO_INDEX && (!found || k->out->n == 0) && follow(&form->tables[t], &s, true, &row))
        offer_children(k, &form->tables[t], row);
}

void gj_names_columns(gj_completer *k, const gj_pieces *p, size_t bracket) {
    const gj_form *form = form_of(k);
    if (!form) return;
    steps s = steps_before(p, bracket);
    uint32_t row;
    bool found = false;
    uint32_t given = s.n ? table_of(form, s.v[0]) : GJ_NO_INDEX;
    for (uint32_t t = 0; t < form->ntables && s.n && !s.star; t++) {
        if (given != GJ_NO_INDEX && t != given) continue;
        if (!follow(&form->tables[t], &s, given != GJ_NO_INDEX, &row)) continue;
        found = true;
        offer_columns(k, &form->tables[t], row);
    }
    if (found) return;
    for (uint32_t t = 0; t < form->ntables; t++)
        if (!s.n || !s.star || follow(&form->tables[t], &s, false, &row) || given == t) offer_columns(k, &form->tables[t], GJ_NO_INDEX);
}

void gj_names_sections(gj_completer *k) {
    const gj_form *form = form_of(k);
    for (uint32_t i = 0; form && i < form->nsections; i++) {
        const gj_section *section = &form->sections[i];
        gj_fit by_ordinal = section->ordinal.n ? gj_completer_fit(k, section->ordinal) : GJ_FIT_NONE,
               by_title = fit_label(k, &section->title);
        if (k->quoted || (by_title > by_ordinal && k->typed.n && !gj_str_has_prefix(section->ordinal, k->typed)))
            gj_completer_add(k, by_title, gj_str_format(k->arena, "\"%.*s\"", GJ_FMT(section->title.name)), section->ordinal);
        else if (section->ordinal.n)
            gj_completer_add(k, by_ordinal, section->ordinal, section->title.name);
    }
}

void gj_names_tables(gj_completer *k, const char *prefix) {
    const gj_form *form = form_of(k);
    for (uint32_t i = 0; form && i < form->ntables; i++) {
        const gj_table *table = &form->tables[i];
        gj_str text = gj_str_format(k->arena, "%s%.*s", prefix, GJ_FMT(table->name));
        gj_str title = table->title.name.n                ? table->title.name
                       : table->section < form->nsections ? form->sections[table->section].title.name
                                                          : GJ_STR_NONE;
        gj_completer_add(k, gj_completer_fit(k, text), text, title);
    }
}

void gj_names_rows(gj_completer *k) {
    const gj_form *form = form_of(k);
    for (uint32_t t = 0; form && t < form->ntables; t++) offer_children(k, &form->tables[t], GJ_NO_INDEX);
}

/* A row below others, as a path of labels: 三.不予公开.属于国家秘密. */
static gj_str whole_path(gj_completer *k, const gj_table *table, const gj_row *row) {
    gj_str text = written(k, row->label.name);
    for (uint32_t i = row->parent; i != GJ_NO_INDEX; i = table->rows[i].parent) {
        const gj_row *above = &table->rows[i];
        if (above->heading_only) continue;
        bool top = above->parent == GJ_NO_INDEX && above->ordinal.n;
        gj_str step = top ? above->ordinal : written(k, above->label.name);
        text = gj_str_format(k->arena, "%.*s.%.*s", GJ_FMT(step), GJ_FMT(text));
    }
    return text;
}

void gj_names_deep(gj_completer *k) {
    const gj_form *form = form_of(k);
    for (uint32_t t = 0; form && t < form->ntables; t++)
        for (uint32_t i = 0; i < form->tables[t].nrows; i++) {
            const gj_table *table = &form->tables[t];
            const gj_row *row = &table->rows[i];
            if (row->heading_only || row->parent == GJ_NO_INDEX) continue;
            gj_completer_add(k, fit_label(k, &row->label), whole_path(k, table, row), row_note(k, table, row));
        }
}
