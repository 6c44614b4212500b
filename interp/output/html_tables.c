/* A report's tables as its form lays them out. What page.js draws from later is written here too, so that the layout is known in one
 * place: the form's tables with empty cells once, and of each report only what its cells hold. */
#include "output/html.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static const char *say(gj_lang lang, const char *zh, const char *en) {
    return lang == GJ_LANG_ZH ? zh : en;
}

/* What failing findings say of one cell; a waived one says nothing. */
typedef struct cell_mark {
    uint8_t level; /* gj_level + 1; 0 when no failing finding uses it */
    bool at;       /* it is the cell that a finding is about */
    gj_buf tip;    /* what the first few of them say */
    uint32_t n;    /* how many there are */
} cell_mark;

enum { TIP_FINDINGS = 8 };

uint32_t gj_html_slot(const gj_report *report, const gj_evidence *evidence) {
    if (!evidence->cell || (evidence->report && evidence->report != report)) return GJ_NO_INDEX;
    if (evidence->cell < report->cells || evidence->cell >= report->cells + report->form->nslots) return GJ_NO_INDEX;
    return (uint32_t)(evidence->cell - report->cells);
}

static bool is_at(const gj_report *report, const gj_finding *f, uint32_t slot) {
    const gj_slot *s = &report->form->slots[slot];
    const gj_table *table = &report->form->tables[s->table];
    const gj_row *row = &table->rows[s->row];
    return f->row.n > 0 && gj_str_eq(row->path, f->row) && (f->table.n == 0 || gj_str_eq(table->name, f->table)) &&
           (f->column.n == 0 || gj_str_eq(table->columns[s->column].label.name, f->column));
}

static void mark_cells(const gj_findings *findings, cell_mark *marks) {
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        if (f->verdict != GJ_FAIL || f->waived) continue;
        for (uint32_t k = 0; k < f->ncells; k++) {
            uint32_t slot = gj_html_slot(findings->report, &f->cells[k]);
            if (slot == GJ_NO_INDEX) continue;
            cell_mark *mark = &marks[slot];
            if (mark->level == 0 || f->level + 1u < mark->level) mark->level = (uint8_t)(f->level + 1);
            if (is_at(findings->report, f, slot)) mark->at = true;
            if (mark->n++ >= TIP_FINDINGS) continue;
            if (mark->tip.n > 0) gj_buf_addc(&mark->tip, '\n');
            gj_buf_add(&mark->tip, f->rule);
            gj_buf_addc(&mark->tip, ' ');
            gj_buf_add(&mark->tip, f->title);
            gj_buf_addc(&mark->tip, '\n');
            gj_buf_add(&mark->tip, f->relation.n ? f->relation : f->message);
        }
    }
}

static cell_mark *marks_new(const gj_findings *findings, gj_lang lang) {
    size_t n = findings->report->form->nslots + 1u;
    cell_mark *marks = gj_malloc(n * sizeof *marks);
    memset(marks, 0, n * sizeof *marks);
    mark_cells(findings, marks);
    for (size_t i = 0; i < n; i++)
        if (marks[i].n > TIP_FINDINGS) gj_buf_addf(&marks[i].tip, say(lang, "\n…另有 %u 条", "\n… %u more"), marks[i].n - TIP_FINDINGS);
    return marks;
}

static void marks_free(cell_mark *marks, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) gj_buf_free(&marks[i].tip);
    free(marks);
}

static void mark_class(gj_buf *buf, const cell_mark *mark) {
    gj_buf_addf(buf, "%s%s", mark->level ? gj_level_key((gj_level)(mark->level - 1)) : "", mark->at ? " at" : "");
}

typedef struct drawing {
    gj_buf *buf;
    const gj_form *form;
    const gj_table *table;
    const gj_report *report; /* NULL: the cells stay empty */
    const cell_mark *marks;
    gj_lang lang;
    uint32_t number;
} drawing;

static void missing_name(gj_buf *buf, gj_status status, gj_lang lang) {
    gj_buf_addf(buf, "〈%s〉", gj_status_name(status, lang));
}

static void draw_cell(const drawing *d, uint32_t slot) {
    if (!d->report) {
        gj_buf_addf(d->buf, "<td data-slot=\"%u\"></td>", slot);
        return;
    }
    const gj_cell *cell = &d->report->cells[slot];
    const cell_mark *mark = &d->marks[slot];
    bool number = cell->status == GJ_NUMBER;
    gj_buf_addf(d->buf, "<td id=\"r%uc%u\"", d->number, slot);
    if (!number || mark->level) {
        gj_buf_addf(d->buf, " class=\"%s%s", number ? "" : "miss", !number && mark->level ? " " : "");
        mark_class(d->buf, mark);
        gj_buf_addc(d->buf, '"');
    }
    gj_buf_addz(d->buf, mark->tip.n > 0 ? " tabindex=\"0\">" : ">");
    if (number)
        gj_num_print(d->buf, cell->value, false);
    else
        missing_name(d->buf, (gj_status)cell->status, d->lang);
    if (mark->tip.n > 0) {
        gj_buf_addz(d->buf, "<span class=\"tip\">");
        gj_out_xml(d->buf, gj_buf_str(&mark->tip));
        gj_buf_addz(d->buf, "</span>");
    }
    gj_buf_addz(d->buf, "</td>");
}

/* "三、本年度办理结果", "（一）予以公开", "1. 属于国家秘密". */
static void row_label(gj_buf *buf, const gj_row *row) {
    if (row->ordinal.n > 0) {
        bool digit = row->ordinal.p[0] >= '0' && row->ordinal.p[0] <= '9';
        if (row->ordinal_paren) gj_buf_addz(buf, "（");
        gj_out_xml(buf, row->ordinal);
        gj_buf_addz(buf, row->ordinal_paren ? "）" : digit ? ". " : "、");
    }
    gj_out_xml(buf, row->label.name);
}

static uint32_t depth_of(const gj_table *table, uint32_t row) {
    uint32_t depth = 1;
    while (table->rows[row].parent != GJ_NO_INDEX) {
        row = table->rows[row].parent;
        depth++;
    }
    return depth;
}

static uint32_t leaves_under(const gj_table *table, uint32_t row) {
    if (table->rows[row].slot != GJ_NO_INDEX) return 1;
    uint32_t n = 0;
    for (uint32_t i = table->rows[row].first_child; i != GJ_NO_INDEX; i = table->rows[i].next_sibling) n += leaves_under(table, i);
    return n;
}

/* The column heads of the range that ROW uses, after SKIP columns of labels; common headings stand above what they hold. */
static void column_heads(const drawing *d, const gj_row *row, uint32_t skip) {
    const gj_column *columns = d->table->columns + row->column;
    bool two = false;
    for (uint32_t i = 0; i < row->ncolumns; i++) two = two || columns[i].heading.n > 0;
    gj_buf_addz(d->buf, "<tr>");
    if (skip) gj_buf_addf(d->buf, "<td colspan=\"%u\"%s></td>", skip, two ? " rowspan=\"2\"" : "");
    for (uint32_t i = 0; i < row->ncolumns;) {
        uint32_t n = 1;
        if (columns[i].heading.n > 0) {
            while (i + n < row->ncolumns && gj_str_eq(columns[i + n].heading, columns[i].heading)) n++;
            gj_buf_addf(d->buf, "<th scope=\"colgroup\" colspan=\"%u\">", n);
            gj_out_xml(d->buf, columns[i].heading);
        } else {
            gj_buf_addz(d->buf, two ? "<th scope=\"col\" rowspan=\"2\">" : "<th scope=\"col\">");
            gj_out_xml(d->buf, columns[i].label.name);
            if (columns[i].unit.n) {
                gj_buf_addz(d->buf, "（");
                gj_out_xml(d->buf, columns[i].unit);
                gj_buf_addz(d->buf, "）");
            }
        }
        gj_buf_addz(d->buf, "</th>");
        i += n;
    }
    gj_buf_addz(d->buf, "</tr>\n");
    if (!two) return;
    gj_buf_addz(d->buf, "<tr>");
    for (uint32_t i = 0; i < row->ncolumns; i++) {
        if (columns[i].heading.n == 0) continue;
        gj_buf_addz(d->buf, "<th scope=\"col\">");
        gj_out_xml(d->buf, columns[i].label.name);
        gj_buf_addz(d->buf, "</th>");
    }
    gj_buf_addz(d->buf, "</tr>\n");
}

/* A label of each group above ROW that begins with it, then its own. */
static void row_heads(const drawing *d, uint32_t row, uint32_t depth) {
    uint32_t chain[16], n = 0;
    for (uint32_t i = row; i != GJ_NO_INDEX && n < 16; i = d->table->rows[i].parent) chain[n++] = i;
    while (n-- > 0) {
        const gj_row *r = &d->table->rows[chain[n]];
        if (n > 0) { /* a group: only where its first leaf stands */
            uint32_t first = chain[n];
            while (d->table->rows[first].slot == GJ_NO_INDEX && d->table->rows[first].first_child != GJ_NO_INDEX)
                first = d->table->rows[first].first_child;
            if (first != row) continue;
            gj_buf_addf(d->buf, "<th class=\"row\" scope=\"rowgroup\" rowspan=\"%u\">", leaves_under(d->table, chain[n]));
        } else {
            gj_buf_addf(d->buf, "<th class=\"row\" scope=\"row\" colspan=\"%u\">", depth - depth_of(d->table, row) + 1);
        }
        row_label(d->buf, r);
        gj_buf_addz(d->buf, "</th>");
    }
}

static void tall_table(const drawing *d) {
    const gj_table *table = d->table;
    uint32_t depth = 1, widest = 0;
    for (uint32_t i = 0; i < table->nrows; i++) {
        if (table->rows[i].slot == GJ_NO_INDEX) continue;
        uint32_t own = depth_of(table, i);
        if (own > depth) depth = own;
        if (table->rows[i].ncolumns > widest) widest = table->rows[i].ncolumns;
    }
    const gj_row *before = NULL;
    for (uint32_t i = 0; i < table->nrows; i++) {
        const gj_row *row = &table->rows[i];
        if (row->slot == GJ_NO_INDEX) continue;
        if (!before || before->column != row->column || before->ncolumns != row->ncolumns) column_heads(d, row, depth);
        before = row;
        gj_buf_addz(d->buf, "<tr>");
        row_heads(d, i, depth);
        for (uint32_t c = 0; c < row->ncolumns; c++) draw_cell(d, row->slot + c);
        gj_buf_addz(d->buf, "</tr>\n");
    }
}

static void wide_table(const drawing *d) {
    const gj_table *table = d->table;
    for (int line = 0; line < 3; line++) {
        gj_buf_addz(d->buf, "<tr>");
        for (uint32_t i = 0; i < table->nrows; i++) {
            const gj_row *row = &table->rows[i];
            if (row->slot == GJ_NO_INDEX) continue;
            if (line == 0) {
                gj_buf_addf(d->buf, "<th scope=\"colgroup\" colspan=\"%u\">", row->ncolumns);
                if (row->parent != GJ_NO_INDEX) {
                    row_label(d->buf, &table->rows[row->parent]);
                    gj_buf_addz(d->buf, "：");
                }
                row_label(d->buf, row);
                gj_buf_addz(d->buf, "</th>");
            }
            for (uint32_t c = 0; line > 0 && c < row->ncolumns; c++) {
                if (line == 2) {
                    draw_cell(d, row->slot + c);
                    continue;
                }
                gj_buf_addz(d->buf, "<th scope=\"col\">");
                gj_out_xml(d->buf, table->columns[row->column + c].label.name);
                gj_buf_addz(d->buf, "</th>");
            }
        }
        gj_buf_addz(d->buf, "</tr>\n");
    }
}

static void draw_tables(drawing *d) {
    for (uint32_t i = 0; i < d->form->ntables; i++) {
        d->table = &d->form->tables[i];
        gj_buf_addz(d->buf, "<div class=\"scroll\"><table class=\"form\">\n<caption>");
        gj_buf_addz(d->buf, say(d->lang, "表", "Table "));
        gj_out_xml(d->buf, d->table->name);
        if (d->table->section != GJ_NO_INDEX) {
            gj_buf_addz(d->buf, " <span class=\"soft\">");
            gj_out_xml(d->buf, d->form->sections[d->table->section].title.name);
            gj_buf_addz(d->buf, "</span>");
        }
        gj_buf_addz(d->buf, "</caption>\n");
        if (d->table->wide)
            wide_table(d);
        else
            tall_table(d);
        gj_buf_addz(d->buf, "</table></div>\n");
    }
}

void gj_html_tables(gj_buf *buf, const gj_findings *findings, gj_lang lang, uint32_t number) {
    const gj_report *report = findings->report;
    cell_mark *marks = marks_new(findings, lang);
    drawing d = {.buf = buf, .form = report->form, .report = report, .marks = marks, .lang = lang, .number = number};
    draw_tables(&d);
    marks_free(marks, report->form->nslots);
}

void gj_html_template(gj_buf *buf, const gj_form *form, gj_lang lang) {
    gj_buf_addz(buf, "<template data-form=\"");
    gj_out_xml(buf, form->name);
    gj_buf_addz(buf, "\" data-missing=\"");
    for (int status = GJ_NUMBER + 1; status <= GJ_AMBIGUOUS; status++) {
        if (status > GJ_NUMBER + 1) gj_buf_addc(buf, '|');
        missing_name(buf, (gj_status)status, lang);
    }
    gj_buf_addz(buf, "\">\n");
    drawing d = {.buf = buf, .form = form, .lang = lang};
    draw_tables(&d);
    gj_buf_addz(buf, "</template>\n");
}

void gj_html_tables_later(gj_buf *buf, const gj_findings *findings, gj_lang lang) {
    const gj_report *report = findings->report;
    cell_mark *marks = marks_new(findings, lang);
    gj_buf_addz(buf, "<div class=\"later\" data-form=\"");
    gj_out_xml(buf, report->form->name);
    gj_buf_addz(buf, "\" data-cells=\"");
    for (uint32_t i = 0; i < report->form->nslots; i++) {
        if (i > 0) gj_buf_addc(buf, ' ');
        if (report->cells[i].status == GJ_NUMBER)
            gj_num_print(buf, report->cells[i].value, false);
        else
            gj_buf_addf(buf, "~%u", report->cells[i].status - GJ_NUMBER - 1u);
    }
    gj_buf_addz(buf, "\">");
    for (uint32_t i = 0; i < report->form->nslots; i++) {
        if (marks[i].tip.n == 0) continue;
        gj_buf_addf(buf, "<span hidden data-slot=\"%u\" data-class=\"", i);
        mark_class(buf, &marks[i]);
        gj_buf_addz(buf, "\">");
        gj_out_xml(buf, gj_buf_str(&marks[i].tip));
        gj_buf_addz(buf, "</span>");
    }
    gj_buf_addz(buf, "</div>\n");
    marks_free(marks, report->form->nslots);
}
