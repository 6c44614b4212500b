#include "output/output.h"

#include <string.h>

#include "base/utf8.h"

static const gj_writer *const writers[] = {&gj_writer_text,  &gj_writer_json, &gj_writer_ndjson, &gj_writer_sarif,
                                           &gj_writer_junit, &gj_writer_csv,  &gj_writer_html};

const gj_writer *gj_writer_find(gj_str name) {
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (gj_str_eq(name, gj_str_from(writers[i]->name))) return writers[i];
    return NULL;
}

void gj_output_begin(gj_output *out, const gj_writer *writer, const gj_program *program, const bool *selected,
                     const gj_output_options *options) {
    memset(out, 0, sizeof *out);
    out->writer = writer;
    out->program = program;
    out->selected = selected;
    out->options = *options;
    if (out->options.width == 0) out->options.width = 100;
    out->arena = gj_arena_new();
    if (writer->begin) writer->begin(out);
}

void gj_output_report(gj_output *out, const gj_findings *findings) {
    gj_totals *totals = &out->totals;
    totals->reports++;
    totals->summary.pass += findings->summary.pass;
    totals->summary.fail += findings->summary.fail;
    totals->summary.unknown += findings->summary.unknown;
    totals->summary.na += findings->summary.na;
    for (int level = 0; level < 3; level++) totals->summary.fail_by_level[level] += findings->summary.fail_by_level[level];
    bool fails = false;
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        if (f->verdict == GJ_FAIL && !f->waived) fails = true;
        if (f->verdict == GJ_FAIL && f->waived) totals->waived++;
        totals->new += f->since == GJ_SINCE_NEW;
        totals->before += f->since == GJ_SINCE_BEFORE;
    }
    totals->compared = totals->compared || findings->compared;
    totals->fixed += findings->nfixed;
    if (fails) totals->with_failures++;
    out->writer->report(out, findings);
}

void gj_output_unread(gj_output *out, gj_str path, gj_str reason) {
    out->totals.reports++;
    out->totals.unread++;
    if (out->writer->unread) out->writer->unread(out, path, reason);
}

void gj_output_end(gj_output *out) {
    if (out->writer->end) out->writer->end(out);
}

void gj_output_free(gj_output *out) {
    gj_buf_free(&out->buf);
    gj_arena_free(out->arena);
}

bool gj_output_shows(const gj_output *out, const gj_finding *finding) {
    return out->options.all || finding->verdict == GJ_FAIL || finding->verdict == GJ_UNKNOWN;
}

const gj_evidence *gj_finding_anchor(const gj_finding *finding, const gj_report *report) {
    for (uint32_t i = 0; i < finding->ncells; i++) {
        const gj_evidence *e = &finding->cells[i];
        if (e->cell && e->cell->there && (!e->report || e->report == report)) return e;
    }
    return NULL;
}

uint32_t gj_finding_line(const gj_finding *finding, const gj_report *report) {
    if (finding->place.line > 0) return finding->place.line;
    const gj_evidence *anchor = gj_finding_anchor(finding, report);
    return anchor ? gj_cell_place(report, anchor->cell).line : 0;
}

gj_str gj_finding_statement(const gj_finding *finding) {
    ptrdiff_t at = finding->relation.n > 0 ? gj_str_find(finding->message, finding->relation) : -1;
    return at < 0 ? finding->relation : gj_str_slice(finding->message, (size_t)at, finding->message.n);
}

bool gj_note_rule(size_t i, const char **id, const char *title[2]) {
    static const struct {
        const char *id, *title[2];
    } notes[] = {
#define NOTE(name, id, title_zh, title_en, text_zh, text_en) {id, {title_zh, title_en}},
#include "report/notes.def"
#undef NOTE
    };
    if (i >= sizeof notes / sizeof *notes) return false;
    *id = notes[i].id;
    title[GJ_LANG_ZH] = notes[i].title[0];
    title[GJ_LANG_EN] = notes[i].title[1];
    return true;
}
