#include "form/form.h"

#include "base/utf8.h"

void gj_label_fold(gj_buf *out, gj_str label) {
    for (size_t at = 0; at < label.n;) {
        uint32_t c = gj_utf8_narrow(gj_utf8_next(label, &at));
        bool keep = c >= 0x80 ? gj_utf8_is_han(c) : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!keep && c != '%' && c != 0x2030) continue;
        char bytes[4];
        size_t n = gj_utf8_put(c, bytes);
        gj_buf_add(out, (gj_str){bytes, n});
    }
}

/* A name being looked up: as written, and folded. */
typedef struct wanted {
    gj_str name, folded;
    gj_buf buffer;
} wanted;

static wanted want(gj_str name) {
    wanted w = {.name = name, .buffer = GJ_BUF_INIT};
    gj_label_fold(&w.buffer, name);
    w.folded = gj_buf_str(&w.buffer);
    return w;
}

/* Equal as written, or equal once folded; a label that folds to nothing is only equal as written. */
static bool is_wanted(const gj_label *label, const wanted *w) {
    for (uint32_t i = 0; i <= label->naliases; i++) {
        gj_str spelling = i ? label->alias[i - 1] : label->name;
        if (spelling.n == 0) continue;
        if (gj_str_eq(spelling, w->name)) return true;
        if (w->folded.n && label->folded && gj_str_eq(label->folded[i], w->folded)) return true;
    }
    return false;
}

bool gj_label_is(const gj_label *label, gj_str name) {
    wanted w = want(name);
    bool is = is_wanted(label, &w);
    gj_buf_free(&w.buffer);
    return is;
}

void gj_label_prepare(gj_arena *arena, gj_label *label) {
    label->folded = GJ_NEW_ARRAY(arena, gj_str, (size_t)label->naliases + 1);
    gj_buf folded = GJ_BUF_INIT;
    for (uint32_t i = 0; i <= label->naliases; i++) {
        gj_buf_clear(&folded);
        gj_label_fold(&folded, i ? label->alias[i - 1] : label->name);
        label->folded[i] = gj_buf_copy(&folded, arena);
    }
    gj_buf_free(&folded);
}

uint32_t gj_form_table(const gj_form *form, gj_str name) {
    for (uint32_t i = 0; i < form->ntables; i++)
        if (gj_str_eq(form->tables[i].name, name)) return i;
    for (uint32_t i = 0; i < form->ntables; i++)
        if (gj_label_is(&form->tables[i].title, name)) return i;
    return GJ_NO_INDEX;
}

uint32_t gj_form_section(const gj_form *form, gj_str name) {
    for (uint32_t i = 0; i < form->nsections; i++)
        if (form->sections[i].ordinal.n > 0 && gj_str_eq(form->sections[i].ordinal, name)) return i;
    for (uint32_t i = 0; i < form->nsections; i++)
        if (gj_label_is(&form->sections[i].title, name)) return i;
    return GJ_NO_INDEX;
}

/* Ordinals first, so that a row numbered 三 is never shadowed by one labelled 三. */
static uint32_t find_child(const gj_table *table, uint32_t parent, const wanted *w, bool by_ordinal) {
    uint32_t i = parent == GJ_NO_INDEX ? (table->nrows ? 0 : GJ_NO_INDEX) : table->rows[parent].first_child;
    for (; i != GJ_NO_INDEX; i = table->rows[i].next_sibling) {
        const gj_row *row = &table->rows[i];
        if (row->heading_only) {
            uint32_t inner = find_child(table, i, w, by_ordinal);
            if (inner != GJ_NO_INDEX) return inner;
        } else if (by_ordinal ? row->ordinal.n > 0 && gj_str_eq(row->ordinal, w->name) : is_wanted(&row->label, w)) {
            return i;
        }
    }
    return GJ_NO_INDEX;
}

uint32_t gj_table_child(const gj_table *table, uint32_t parent, gj_str name) {
    wanted w = {.name = name, .buffer = GJ_BUF_INIT};
    uint32_t found = find_child(table, parent, &w, true);
    if (found != GJ_NO_INDEX) return found;
    w = want(name);
    found = find_child(table, parent, &w, false);
    gj_buf_free(&w.buffer);
    return found;
}

uint32_t gj_table_column(const gj_table *table, uint32_t row, gj_str name) {
    uint32_t from = 0, to = table->ncolumns;
    if (row != GJ_NO_INDEX) {
        from = table->rows[row].column;
        to = from + table->rows[row].ncolumns;
    }
    for (uint32_t i = from; i < to; i++)
        if (gj_str_eq(table->columns[i].label.name, name)) return i;
    wanted w = want(name);
    uint32_t found = GJ_NO_INDEX;
    for (uint32_t i = from; i < to && found == GJ_NO_INDEX; i++)
        if (is_wanted(&table->columns[i].label, &w)) found = i;
    gj_buf_free(&w.buffer);
    return found;
}

void gj_slot_path(gj_buf *out, const gj_form *form, uint32_t slot) {
    const gj_slot *s = &form->slots[slot];
    const gj_table *table = &form->tables[s->table];
    gj_buf_add(out, table->rows[s->row].path);
    gj_buf_addf(out, "[%.*s]", GJ_FMT(table->columns[s->column].label.name));
}
