#include "output/cells.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "output/json.h"

void gj_cells_begin(gj_buf *buf, gj_cells_format format) {
    if (format == GJ_CELLS_CSV) gj_buf_addz(buf, "report,table,row,label,column,value,raw,status,line\n");
    if (format == GJ_CELLS_JSON) gj_buf_addc(buf, '[');
}

void gj_cells_end(gj_buf *buf, gj_cells_format format) {
    if (format == GJ_CELLS_JSON) gj_buf_addz(buf, "\n]\n");
}

static void csv_cell(gj_buf *buf, const gj_report *report, uint32_t slot) {
    const gj_slot *s = &report->form->slots[slot];
    const gj_table *table = &report->form->tables[s->table];
    const gj_row *row = &table->rows[s->row];
    const gj_cell *cell = &report->cells[slot];
    const gj_str fields[] = {report->path, table->name, row->path, row->label.name, table->columns[s->column].label.name};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        gj_out_csv(buf, fields[i], false);
        gj_buf_addc(buf, ',');
    }
    if (cell->status == GJ_NUMBER) gj_num_print(buf, cell->value, false);
    gj_buf_addc(buf, ',');
    gj_out_csv(buf, gj_cell_raw(report, cell), false);
    gj_buf_addf(buf, ",%s,", gj_status_key((gj_status)cell->status));
    if (cell->there) gj_buf_addf(buf, "%u", gj_cell_place(report, cell).line);
    gj_buf_addc(buf, '\n');
}

static json_t *json_cell(const gj_report *report, uint32_t slot) {
    const gj_slot *s = &report->form->slots[slot];
    const gj_table *table = &report->form->tables[s->table];
    const gj_row *row = &table->rows[s->row];
    const gj_cell *cell = &report->cells[slot];
    json_t *object = json_object();
    json_object_set_new(object, "report", gj_json_str(report->path));
    json_object_set_new(object, "table", gj_json_str(table->name));
    json_object_set_new(object, "row", gj_json_str(row->path));
    json_object_set_new(object, "label", gj_json_str(row->label.name));
    json_object_set_new(object, "column", gj_json_str(table->columns[s->column].label.name));
    json_object_set_new(object, "value", cell->status == GJ_NUMBER ? gj_json_num(cell->value) : json_null());
    json_object_set_new(object, "raw", gj_json_str(gj_cell_raw(report, cell)));
    json_object_set_new(object, "status", json_string(gj_status_key((gj_status)cell->status)));
    json_object_set_new(object, "line", cell->there ? json_integer(gj_cell_place(report, cell).line) : json_null());
    return object;
}

/* The table: as the form has it, a block for each run of rows with the same columns. */

static void cell_text(gj_buf *buf, const gj_cell *cell, gj_lang lang) {
    if (cell->status == GJ_NUMBER)
        gj_num_print(buf, cell->value, false);
    else
        gj_buf_addf(buf, "〈%s〉", gj_status_name((gj_status)cell->status, lang));
}

/* A row whose path is its label is named once. */
static gj_str label_of(const gj_row *row) {
    return gj_str_eq(row->path, row->label.name) ? GJ_STR_NONE : gj_utf8_fit(row->label.name, 40);
}

static size_t block_end(const gj_table *table, size_t first) {
    size_t i = first;
    for (; i < table->nrows; i++) {
        const gj_row *row = &table->rows[i];
        if (row->slot != GJ_NO_INDEX && (row->column != table->rows[first].column || row->ncolumns != table->rows[first].ncolumns)) break;
    }
    return i;
}

static void block(gj_buf *buf, const gj_report *report, const gj_table *table, size_t first, size_t end, const gj_output_options *options) {
    const gj_row *head = &table->rows[first];
    size_t *width = gj_malloc((head->ncolumns + 2u) * sizeof *width);
    gj_buf text = GJ_BUF_INIT;
    width[head->ncolumns] = width[head->ncolumns + 1] = 0;
    for (uint32_t c = 0; c < head->ncolumns; c++) {
        width[c] = gj_utf8_width(table->columns[head->column + c].label.name);
        for (size_t i = first; i < end; i++) {
            if (table->rows[i].slot == GJ_NO_INDEX) continue;
            gj_buf_clear(&text);
            cell_text(&text, &report->cells[table->rows[i].slot + c], options->lang);
            size_t w = gj_utf8_width(gj_buf_str(&text));
            if (w > width[c]) width[c] = w;
        }
    }
    for (size_t i = first; i < end; i++) {
        if (table->rows[i].slot == GJ_NO_INDEX) continue;
        size_t path = gj_utf8_width(table->rows[i].path), label = gj_utf8_width(label_of(&table->rows[i]));
        if (path > width[head->ncolumns]) width[head->ncolumns] = path;
        if (label > width[head->ncolumns + 1]) width[head->ncolumns + 1] = label;
    }
    size_t stub = 2 + width[head->ncolumns] + 2 + width[head->ncolumns + 1];
    if (options->color) gj_buf_addz(buf, "\x1b[2m");
    gj_buf_add_repeat(buf, " ", stub);
    for (uint32_t c = 0; c < head->ncolumns; c++) {
        gj_buf_addz(buf, "  ");
        gj_utf8_pad(buf, table->columns[head->column + c].label.name, width[c], true);
    }
    if (options->color) gj_buf_addz(buf, "\x1b[0m");
    gj_buf_addc(buf, '\n');
    for (size_t i = first; i < end; i++) {
        const gj_row *row = &table->rows[i];
        if (row->slot == GJ_NO_INDEX) continue;
        gj_buf_addz(buf, "  ");
        gj_utf8_pad(buf, row->path, width[head->ncolumns], false);
        gj_buf_addz(buf, "  ");
        gj_utf8_pad(buf, label_of(row), width[head->ncolumns + 1], false);
        for (uint32_t c = 0; c < row->ncolumns; c++) {
            const gj_cell *cell = &report->cells[row->slot + c];
            gj_buf_clear(&text);
            cell_text(&text, cell, options->lang);
            gj_buf_addz(buf, "  ");
            bool dim = options->color && cell->status != GJ_NUMBER;
            if (dim) gj_buf_addz(buf, "\x1b[33m");
            gj_utf8_pad(buf, gj_buf_str(&text), width[c], true);
            if (dim) gj_buf_addz(buf, "\x1b[0m");
        }
        gj_buf_addc(buf, '\n');
    }
    gj_buf_free(&text);
    free(width);
}

static void table_report(gj_buf *buf, const gj_report *report, const gj_output_options *options) {
    bool zh = options->lang == GJ_LANG_ZH;
    if (options->color) gj_buf_addz(buf, "\x1b[1m");
    gj_out_plain(buf, report->path);
    if (options->color) gj_buf_addz(buf, "\x1b[0m");
    gj_buf_addz(buf, "  ");
    gj_out_plain(buf, report->organisation);
    if (report->year) gj_buf_addf(buf, " %d", report->year);
    gj_buf_addf(buf, zh ? "  表样 %.*s（契合 %u.%u%%）\n" : "  form %.*s (fit %u.%u%%)\n", GJ_FMT(report->form->name), report->fit / 10u,
                report->fit % 10u);
    for (uint32_t t = 0; t < report->form->ntables; t++) {
        const gj_table *table = &report->form->tables[t];
        gj_buf_addf(buf, zh ? "表%.*s\n" : "table %.*s\n", GJ_FMT(table->name));
        for (size_t i = 0; i < table->nrows;) {
            if (table->rows[i].slot == GJ_NO_INDEX) {
                i++;
                continue;
            }
            size_t end = block_end(table, i);
            block(buf, report, table, i, end, options);
            i = end;
        }
    }
}

void gj_cells_report(gj_buf *buf, gj_cells_format format, const gj_report *report, uint32_t number, const gj_output_options *options) {
    if (format == GJ_CELLS_TABLE) {
        if (number > 0) gj_buf_addc(buf, '\n');
        table_report(buf, report, options);
        return;
    }
    for (uint32_t slot = 0; slot < report->form->nslots; slot++) {
        if (format == GJ_CELLS_CSV) {
            csv_cell(buf, report, slot);
        } else {
            gj_buf_addz(buf, number > 0 || slot > 0 ? ",\n  " : "\n  ");
            gj_json_dump(buf, json_cell(report, slot), 0, 0);
        }
    }
}
