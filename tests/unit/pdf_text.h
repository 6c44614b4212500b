/* pdf_text.h - small PDFs for tests: text at places and lines between places, on pages of A4. Chinese stands in a font that is not
 * embedded, with a map to Unicode, so that no font is needed. Lengths are points from the upper left corner. */
#ifndef GJ_TESTS_PDF_TEXT_H
#define GJ_TESTS_PDF_TEXT_H

#include <stdio.h>

#include "base/text.h"
#include "base/utf8.h"

enum { PDF_PAGES = 8 };

typedef struct pdf {
    gj_buf pages[PDF_PAGES]; /* content streams */
    int npages;
} pdf;

static inline void pdf_page(pdf *p) {
    p->pages[p->npages++] = GJ_BUF_INIT;
}

static inline void pdf_text(pdf *p, double x, double y, const char *utf8) {
    gj_buf *out = &p->pages[p->npages - 1];
    gj_str s = gj_str_from(utf8);
    gj_buf_addf(out, "BT /F 10 Tf %.2f %.2f Td <", x, 842 - y);
    for (size_t at = 0; at < s.n;) gj_buf_addf(out, "%04X", gj_utf8_next(s, &at));
    gj_buf_addz(out, "> Tj ET\n");
}

static inline void pdf_line(pdf *p, double x0, double y0, double x1, double y1) {
    gj_buf_addf(&p->pages[p->npages - 1], "0.5 w %.2f %.2f m %.2f %.2f l S\n", x0, 842 - y0, x1, 842 - y1);
}

/* Every side of a grid of ROWS x COLUMNS cells of WIDTH x HEIGHT. */
static inline void pdf_grid(pdf *p, double x, double y, int rows, int columns, double width, double height) {
    for (int i = 0; i <= rows; i++) pdf_line(p, x, y + i * height, x + columns * width, y + i * height);
    for (int i = 0; i <= columns; i++) pdf_line(p, x + i * width, y, x + i * width, y + rows * height);
}

static inline void pdf_object(gj_buf *out, size_t *offsets, int n, const char *body) {
    offsets[n] = out->n;
    gj_buf_addf(out, "%d 0 obj\n%s\nendobj\n", n, body);
}

/* The file; frees the pages. The caller frees OUT. */
static inline gj_str pdf_finish(pdf *p, gj_buf *out, const char *trailer) {
    enum { CATALOG = 1, TREE, FONT, DESCENDANT, DESCRIPTOR, UNICODE, FIRST };
    size_t offsets[FIRST + 2 * PDF_PAGES] = {0};
    gj_buf body = GJ_BUF_INIT;
    gj_buf_addz(out, "%PDF-1.4\n");
    pdf_object(out, offsets, CATALOG, "<</Type/Catalog/Pages 2 0 R>>");
    gj_buf_addz(&body, "<</Type/Pages/Kids[");
    for (int i = 0; i < p->npages; i++) gj_buf_addf(&body, "%d 0 R ", FIRST + 2 * i);
    gj_buf_addf(&body, "]/Count %d>>", p->npages);
    pdf_object(out, offsets, TREE, body.p);
    pdf_object(out, offsets, FONT, "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>");
    pdf_object(out, offsets, DESCENDANT,
               "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
               "/FontDescriptor 5 0 R/DW 1000/W[32[500] 40 126 500]>>");
    pdf_object(out, offsets, DESCRIPTOR,
               "<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight "
               "700/StemV 80>>");
    gj_buf_clear(&body);
    const char *map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
                      "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
    gj_buf_addz(&body, map);
    for (unsigned high = 0; high < 256; high += 64) {
        gj_buf_addz(&body, "64 beginbfrange\n");
        for (unsigned i = high; i < high + 64; i++) gj_buf_addf(&body, "<%02X00> <%02XFF> <%02X00>\n", i, i, i);
        gj_buf_addz(&body, "endbfrange\n");
    }
    gj_buf_addz(&body, "endcmap end end\n");
    gj_buf stream = GJ_BUF_INIT;
    gj_buf_addf(&stream, "<</Length %zu>>stream\n%sendstream", body.n, body.p);
    pdf_object(out, offsets, UNICODE, stream.p);
    for (int i = 0; i < p->npages; i++) {
        gj_buf_clear(&body);
        gj_buf_addf(&body, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>",
                    FIRST + 2 * i + 1);
        pdf_object(out, offsets, FIRST + 2 * i, body.p);
        gj_buf_clear(&stream);
        gj_buf_addf(&stream, "<</Length %zu>>stream\n%sendstream", p->pages[i].n, p->pages[i].p == NULL ? "" : p->pages[i].p);
        pdf_object(out, offsets, FIRST + 2 * i + 1, stream.p);
        gj_buf_free(&p->pages[i]);
    }
    size_t table = out->n;
    int count = FIRST + 2 * p->npages;
    gj_buf_addf(out, "xref\n0 %d\n0000000000 65535 f \n", count);
    for (int i = 1; i < count; i++) gj_buf_addf(out, "%010zu 00000 n \n", offsets[i]);
    gj_buf_addf(out, "trailer <</Size %d/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n", count, trailer, table);
    gj_buf_free(&body);
    gj_buf_free(&stream);
    p->npages = 0;
    return gj_buf_str(out);
}

#endif
