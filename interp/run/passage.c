#include "run/passage.h"

#include <stdlib.h>

#include "rule/code.h"
#include "rule/regex.h"
#include "run/textual.h"

enum { MAX_FOUND = 10000 };

typedef struct collector {
    gj_arena *arena;
    const gj_report *report;
    gj_passage *passages;
    uint32_t n;
} collector;

static gj_slice slice_of(const gj_report *report, gj_str text) {
    if (!report->doc || !text.n || text.p < report->doc->text.p || text.p > report->doc->text.p + report->doc->text.n)
        return (gj_slice){0, 0};
    uint32_t start = (uint32_t)(text.p - report->doc->text.p);
    return (gj_slice){start, start + (uint32_t)text.n};
}

static gj_passage *passage_of(collector *c, uint32_t section) {
    for (uint32_t i = 0; i < c->n; i++)
        if (c->passages[i].section == section) return &c->passages[i];
    gj_passage *p = &c->passages[c->n++];
    gj_str text = section == GJ_NO_INDEX                                      ? (c->report->doc ? c->report->doc->text : GJ_STR_NONE)
                  : c->report->sections && c->report->sections[section].found ? gj_report_section_text(c->report, section)
                                                                              : GJ_STR_NONE;
    *p = (gj_passage){.section = section, .text = slice_of(c->report, text)};
    return p;
}

static void add_found(collector *c, gj_passage *p, size_t from, size_t to) {
    if (to <= from || p->nfound >= MAX_FOUND) return;
    if ((p->nfound & (p->nfound + 1)) == 0) { /* room for 0, 1, 3, 7, … is used up */
        gj_slice *grown = gj_arena_array(c->arena, 2 * ((size_t)p->nfound + 1), sizeof *grown);
        for (uint32_t i = 0; i < p->nfound; i++) grown[i] = p->found[i];
        p->found = grown;
    }
    p->found[p->nfound++] = (gj_slice){p->text.start + (uint32_t)from, p->text.start + (uint32_t)to};
}

/* Every place in P that the MATCH node X means. */
static void search(collector *c, const gj_expr *x, gj_passage *p) {
    p->searched = true;
    if (p->text.end == p->text.start) return;
    gj_str text = gj_str_slice(c->report->doc->text, p->text.start, p->text.end);
    if (x->op == GJ_OP_HAS) {
        gj_match *matches;
        bool gave_up;
        size_t n = gj_template_match(c->arena, x->pattern, text, &matches, &gave_up);
        for (size_t i = 0; i < n; i++) add_found(c, p, matches[i].start, matches[i].end);
        return;
    }
    for (size_t at = 0; at < text.n && p->nfound < MAX_FOUND;) {
        gj_str rest = gj_str_slice(text, at, text.n);
        size_t start = 0, end = 0;
        if (x->op == GJ_OP_MATCHES) {
            if (gj_regex_match(x->regex, rest, false, &start, &end) != 1) return;
        } else {
            gj_str needle = x->nkids > 1 && x->kid[1]->kind == GJ_X_TEXT ? x->kid[1]->text : GJ_STR_NONE;
            if (!gj_text_find(rest, needle, 0, &start, &end)) return;
        }
        add_found(c, p, at + start, at + end);
        at += end > 0 ? end : 1;
        while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80) at++;
    }
}

static void visit_sections(collector *c, const gj_expr *x, const gj_expr *match) {
    if (x->kind != GJ_X_SECTION || x->previous) return;
    for (uint32_t r = 0; r < gj_axis_size(x->row); r++) {
        gj_passage *p = passage_of(c, x->row ? x->slots[r] : x->index);
        if (match) search(c, match, p);
    }
}

static void visit(collector *c, const gj_expr *x) {
    if (x->kind == GJ_X_MATCH) visit_sections(c, x->kid[0], x);
    for (uint16_t k = 0; k < x->nkids; k++) visit(c, x->kid[k]);
}

static int by_start(const void *a, const void *b) {
    const gj_slice *x = a, *y = b;
    return x->start != y->start ? (x->start < y->start ? -1 : 1) : x->end > y->end ? -1 : x->end < y->end;
}

static void tidy(gj_passage *p) {
    if (p->nfound == 0) return;
    qsort(p->found, p->nfound, sizeof *p->found, by_start);
    uint32_t n = 1;
    for (uint32_t i = 1; i < p->nfound; i++)
        if (p->found[i].start >= p->found[n - 1].end) p->found[n++] = p->found[i];
    p->nfound = n;
}

uint32_t gj_passages(gj_arena *arena, const gj_program *program, const gj_report *report, gj_passage **out) {
    const gj_expr *x = program->code->expression[report->form->index];
    collector c = {.arena = arena, .report = report};
    c.passages = GJ_NEW_ARRAY(arena, gj_passage, report->form->nsections + 1u);
    if (x) {
        visit_sections(&c, x, NULL); /* 章 一 by itself */
        visit(&c, x);
    }
    for (uint32_t i = 0; i < c.n; i++) tidy(&c.passages[i]);
    *out = c.passages;
    return c.n;
}
