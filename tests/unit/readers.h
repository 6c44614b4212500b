/* readers.h - a document drawn as text, so that a test of a reader can say what it expects in one string.
 *
 * A row is its fields between bars: "[规章|0|1]"; "<2" after a field is its width in grid columns, "^3" its rows, when not one; "@x"
 * its first column when columns before it are covered from above. A paragraph is its text, "#2 " before it when it is a heading.
 */
#ifndef GJ_TESTS_READERS_H
#define GJ_TESTS_READERS_H

#include "report/load.h"
#include "unit.h"

typedef int (*gj_reader)(gj_arena *, gj_str, gj_str, gj_doc **, gj_diags *);

static inline void draw_document(gj_buf *out, const gj_doc *doc) {
    for (uint32_t i = 0; i < doc->nlines; i++) {
        const gj_line *line = &doc->lines[i];
        if (line->heading) gj_buf_addf(out, "#%u ", line->heading);
        if (line->kind == GJ_LINE_BLANK) continue;
        if (line->kind == GJ_LINE_TEXT) gj_buf_add(out, gj_str_slice(doc->text, line->start, line->end));
        uint32_t x = 0;
        for (uint32_t k = 0; line->kind == GJ_LINE_ROW && k < line->nfields; k++) {
            const gj_field *f = &doc->fields[line->field + k];
            gj_buf_addz(out, k == 0 ? "[" : "|");
            if (f->x0 != x) gj_buf_addf(out, "@%u ", f->x0);
            gj_buf_add(out, gj_str_slice(doc->text, f->start, f->end));
            if (f->x1 - f->x0 > 1) gj_buf_addf(out, "<%u", f->x1 - f->x0);
            if (f->span_rows > 1) gj_buf_addf(out, "^%u", f->span_rows);
            x = f->x1;
        }
        gj_buf_addz(out, line->kind == GJ_LINE_ROW ? "]\n" : "\n");
    }
}

/* What READER makes of BYTES, drawn; the codes of the diagnostics ("E0802 ") when it refuses. The caller frees it. */
static inline char *read_and_draw(gj_reader reader, gj_str bytes) {
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_doc *doc = NULL;
    gj_buf out = GJ_BUF_INIT;
    gj_buf_addz(&out, "");
    if (reader(arena, GJ_STR("report"), bytes, &doc, &diags) == 0)
        draw_document(&out, doc);
    else
        for (const gj_diag *d = diags.first; d != NULL; d = d->next) gj_buf_addf(&out, "%s ", gj_diag_describe(d->code)->code);
    gj_arena_free(arena);
    if (out.p == NULL) out.p = gj_malloc(1), out.p[0] = '\0';
    return out.p;
}

#define ck_reads(reader, bytes, expected)                                                                                                  \
    do {                                                                                                                                   \
        char *ck_drawn = read_and_draw(reader, bytes);                                                                                     \
        ck_assert_str_eq(ck_drawn, expected);                                                                                              \
        free(ck_drawn);                                                                                                                    \
    } while (0)

#endif
