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

/* Equal as written, or equal once folded; a label that folds to nothing is only equal as written. */
static bool same_label(gj_str a, gj_str b) {
    if (gj_str_eq(a, b)) return true;
    gj_buf x = GJ_BUF_INIT, y = GJ_BUF_INIT;
    gj_label_fold(&x, a);
    gj_label_fold(&y, b);
    bool same = x.n > 0 && gj_str_eq(gj_buf_str(&x), gj_buf_str(&y));
    gj_buf_free(&x);
    gj_buf_free(&y);
    return same;
}

bool gj_label_is(const gj_label *label, gj_str name) {
    if (label->name.n > 0 && same_label(label->name, name)) return true;
    for (uint32_t i = 0; i < label->naliases; i++)
        if (same_label(label->alias[i], name)) return true;
    return false;
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
static uint32_t find_child(const gj_table *table, uint32_t parent, gj_str name, bool by_ordinal) {
    uint32_t i = parent == GJ_NO_INDEX ? (table->nrows ? 0 : GJ_NO_INDEX) : table->rows[parent].first_child;
    for (; i != GJ_NO_INDEX; i = table->rows[i].next_sibling) {
        const gj_row *row = &table->rows[i];
        if (row->heading_only) {
            uint32_t inner = find_child(table, i, name, by_ordinal);
            if (inner != GJ_NO_INDEX) return inner;
        } else if (by_ordinal ? row->ordinal.n > 0 && gj_str_eq(row->ordinal, name) : gj_label_is(&row->label, name)) {
            return i;
        }
    }
    return GJ_NO_INDEX;
}

uint32_t gj_table_child(const gj_table *table, uint32_t parent, gj_str name) {
    uint32_t found = find_child(table, parent, name, true);
    return found != GJ_NO_INDEX ? found : find_child(table, parent, name, false);
}

uint32_t gj_table_column(const gj_table *table, uint32_t row, gj_str name) {
    uint32_t from = 0, to = table->ncolumns;
    if (row != GJ_NO_INDEX) {
        from = table->rows[row].column;
        to = from + table->rows[row].ncolumns;
    }
    for (uint32_t i = from; i < to; i++)
        if (gj_label_is(&table->columns[i].label, name)) return i;
    return GJ_NO_INDEX;
}

void gj_slot_path(gj_buf *out, const gj_form *form, uint32_t slot) {
    const gj_slot *s = &form->slots[slot];
    const gj_table *table = &form->tables[s->table];
    gj_buf_add(out, table->rows[s->row].path);
    gj_buf_addf(out, "[%.*s]", GJ_FMT(table->columns[s->column].label.name));
}
