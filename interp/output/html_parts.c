#include "output/html.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static const char *say(gj_lang lang, const char *zh, const char *en) {
    return lang == GJ_LANG_ZH ? zh : en;
}

/* What failing findings say of one cell. */
typedef struct cell_mark {
    uint8_t level; /* gj_level + 1; 0 when no failing finding uses it */
    bool at;       /* it is the cell that a finding is about */
    gj_buf tip;
} cell_mark;

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
        if (f->verdict != GJ_FAIL) continue;
        for (uint32_t k = 0; k < f->ncells; k++) {
            uint32_t slot = gj_html_slot(findings->report, &f->cells[k]);
            if (slot == GJ_NO_INDEX) continue;
            cell_mark *mark = &marks[slot];
            if (mark->level == 0 || f->level + 1u < mark->level) mark->level = (uint8_t)(f->level + 1);
            if (is_at(findings->report, f, slot)) mark->at = true;
            if (mark->tip.n > 0) gj_buf_addc(&mark->tip, '\n');
            gj_buf_add(&mark->tip, f->rule);
            gj_buf_addc(&mark->tip, ' ');
            gj_buf_add(&mark->tip, f->title);
            gj_buf_addc(&mark->tip, '\n');
            gj_buf_add(&mark->tip, f->relation.n ? f->relation : f->message);
        }
    }
}

typedef struct drawing {
    gj_buf *buf;
    const gj_report *report;
    const gj_table *table;
    const cell_mark *marks;
    gj_lang lang;
    uint32_t number;
} drawing;

static void draw_cell(const drawing *d, uint32_t slot) {
    static const char *const levels[] = {"", " error", " warning", " info"};
    const gj_cell *cell = &d->report->cells[slot];
    const cell_mark *mark = &d->marks[slot];
    gj_buf_addf(d->buf, "<td id=\"r%uc%u\" class=\"%s%s%s\"", d->number, slot, cell->status == GJ_NUMBER ? "" : "miss", levels[mark->level],
                mark->at ? " at" : "");
    if (mark->tip.n > 0) {
        gj_buf_addz(d->buf, " tabindex=\"0\" data-tip=\"");
        gj_out_xml(d->buf, gj_buf_str(&mark->tip));
        gj_buf_addc(d->buf, '"');
    }
    gj_buf_addc(d->buf, '>');
    if (cell->status == GJ_NUMBER)
        gj_num_print(d->buf, cell->value, false);
    else
        gj_buf_addf(d->buf, "〈%s〉", gj_status_name((gj_status)cell->status, d->lang));
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
    if (skip) gj_buf_addf(d->buf, "<th colspan=\"%u\"%s></th>", skip, two ? " rowspan=\"2\"" : "");
    for (uint32_t i = 0; i < row->ncolumns;) {
        uint32_t n = 1;
        if (columns[i].heading.n > 0) {
            while (i + n < row->ncolumns && gj_str_eq(columns[i + n].heading, columns[i].heading)) n++;
            gj_buf_addf(d->buf, "<th colspan=\"%u\">", n);
            gj_out_xml(d->buf, columns[i].heading);
        } else {
            gj_buf_addz(d->buf, two ? "<th rowspan=\"2\">" : "<th>");
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
        gj_buf_addz(d->buf, "<th>");
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
            gj_buf_addf(d->buf, "<th class=\"row\" rowspan=\"%u\">", leaves_under(d->table, chain[n]));
        } else {
            gj_buf_addf(d->buf, "<th class=\"row\" colspan=\"%u\">", depth - depth_of(d->table, row) + 1);
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
                gj_buf_addf(d->buf, "<th colspan=\"%u\">", row->ncolumns);
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
                gj_buf_addz(d->buf, "<th>");
                gj_out_xml(d->buf, table->columns[row->column + c].label.name);
                gj_buf_addz(d->buf, "</th>");
            }
        }
        gj_buf_addz(d->buf, "</tr>\n");
    }
}

void gj_html_tables(gj_buf *buf, const gj_findings *findings, gj_lang lang, uint32_t number) {
    const gj_report *report = findings->report;
    const gj_form *form = report->form;
    cell_mark *marks = gj_malloc((form->nslots + 1) * sizeof *marks);
    memset(marks, 0, (form->nslots + 1) * sizeof *marks);
    mark_cells(findings, marks);
    for (uint32_t t = 0; t < form->ntables; t++) {
        drawing d = {buf, report, &form->tables[t], marks, lang, number};
        gj_buf_addz(buf, "<h3>");
        gj_buf_addz(buf, say(lang, "表", "Table "));
        gj_out_xml(buf, d.table->name);
        if (d.table->section != GJ_NO_INDEX) {
            gj_buf_addz(buf, " <span class=\"soft\">");
            gj_out_xml(buf, form->sections[d.table->section].title.name);
            gj_buf_addz(buf, "</span>");
        }
        gj_buf_addz(buf, "</h3>\n<table class=\"form\">\n");
        if (d.table->wide)
            wide_table(&d);
        else
            tall_table(&d);
        gj_buf_addz(buf, "</table>\n");
    }
    for (uint32_t i = 0; i < form->nslots; i++) gj_buf_free(&marks[i].tip);
    free(marks);
}

#define AROUND 120 /* bytes of context at each side of a quote, before they are moved to whole characters */

void gj_html_quotes(gj_buf *buf, const gj_findings *findings, gj_lang lang) {
    const gj_doc *doc = findings->report->doc;
    bool any = false;
    for (uint32_t i = 0; doc && i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        if (f->verdict != GJ_FAIL || f->quote_end <= f->quote_at || f->quote_end > doc->text.n) continue;
        if (!any) gj_buf_addf(buf, "<h3>%s</h3>\n<div class=\"quotes\">\n", say(lang, "原文", "In the report"));
        any = true;
        size_t from = f->quote_at, to = f->quote_end;
        while (from > 0 && f->quote_at - from < AROUND && doc->text.p[from - 1] != '\n') from--;
        while (from < f->quote_at && ((unsigned char)doc->text.p[from] & 0xc0) == 0x80) from++;
        while (to < doc->text.n && to - f->quote_end < AROUND && doc->text.p[to] != '\n') to++;
        while (to > f->quote_end && to < doc->text.n && ((unsigned char)doc->text.p[to] & 0xc0) == 0x80) to--;
        gj_buf_addz(buf, "<p>…");
        gj_out_xml(buf, gj_str_slice(doc->text, from, f->quote_at));
        gj_buf_addz(buf, "<mark tabindex=\"0\" data-tip=\"");
        gj_out_xml(buf, f->rule);
        gj_buf_addc(buf, ' ');
        gj_out_xml(buf, f->message);
        gj_buf_addz(buf, "\">");
        gj_out_xml(buf, gj_str_slice(doc->text, f->quote_at, f->quote_end));
        gj_buf_addz(buf, "</mark>");
        gj_out_xml(buf, gj_str_slice(doc->text, f->quote_end, to));
        gj_buf_addf(buf, say(lang, "… <span class=\"soft\">第 %u 行</span></p>\n", "… <span class=\"soft\">line %u</span></p>\n"),
                    gj_doc_place(doc, f->quote_at).line);
    }
    if (any) gj_buf_addz(buf, "</div>\n");
}

static uint32_t failures(const gj_bar *bar) {
    return bar->fail[0] + bar->fail[1] + bar->fail[2];
}

static int by_failures(const void *a, const void *b) {
    const gj_bar *x = a, *y = b;
    uint32_t fx = failures(x), fy = failures(y);
    if (fx != fy) return fx > fy ? -1 : 1;
    if (x->unknown != y->unknown) return x->unknown > y->unknown ? -1 : 1;
    return gj_str_cmp(x->label, y->label);
}

void gj_html_chart(gj_buf *buf, gj_bar *bars, size_t n, size_t limit) {
    enum { LEFT = 210, WIDE = 250, TALL = 22 };
    qsort(bars, n, sizeof *bars, by_failures);
    if (n > limit) n = limit;
    uint32_t most = 1;
    for (size_t i = 0; i < n; i++)
        if (failures(&bars[i]) + bars[i].unknown > most) most = failures(&bars[i]) + bars[i].unknown;
    gj_buf_addf(buf, "<svg viewBox=\"0 0 %d %zu\" role=\"img\">\n", LEFT + WIDE + 80, n * TALL + 4);
    for (size_t i = 0; i < n; i++) {
        const gj_bar *bar = &bars[i];
        const struct {
            const char *name;
            uint32_t n;
        } parts[] = {{"error", bar->fail[0]}, {"warning", bar->fail[1]}, {"info", bar->fail[2]}, {"unknown", bar->unknown}};
        unsigned y = (unsigned)i * TALL + 2;
        gj_str label = gj_utf8_fit(bar->label, 30);
        gj_buf_addf(buf, "<g><title>");
        gj_out_xml(buf, bar->label);
        gj_buf_addf(buf, "</title><text x=\"%d\" y=\"%u\" text-anchor=\"end\">", LEFT - 8, y + 14);
        gj_out_xml(buf, label);
        if (label.n < bar->label.n) gj_buf_addz(buf, "…");
        gj_buf_addz(buf, "</text>");
        double x = LEFT;
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            if (parts[p].n == 0) continue;
            double width = (double)WIDE * parts[p].n / most;
            if (width < 1.5) width = 1.5;
            gj_buf_addf(buf, "<rect class=\"%s\" x=\"%.1f\" y=\"%u\" width=\"%.1f\" height=\"%d\"/>", parts[p].name, x, y + 3, width,
                        TALL - 7);
            x += width;
        }
        gj_buf_addf(buf, "<text class=\"n\" x=\"%.1f\" y=\"%u\">%u / %u</text>", x + 6, y + 14, failures(bar),
                    failures(bar) + bar->unknown + bar->pass);
        gj_buf_addz(buf, "</g>\n");
    }
    gj_buf_addz(buf, "</svg>\n");
}
