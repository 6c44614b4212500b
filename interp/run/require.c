#include "run/judge_internal.h"
#include "run/render.h"

enum { HEADINGS_SHOWN = 8 };

/* Where what one requirement asks for was found. */
typedef struct sought {
    bool found;
    gj_str heading; /* as the report prints it, for a section */
    uint32_t at;    /* offset of where it was found, for the order */
    gj_place place, near_place;
    gj_str near;
} sought;

static gj_str slice(const gj_report *report, uint32_t start, uint32_t end) {
    return report->doc && end > start ? gj_str_trim(gj_str_slice(report->doc->text, start, end)) : GJ_STR_NONE;
}

static gj_str name_of(const gj_judging *j, const gj_requirement *q) {
    const gj_form *form = j->report->form;
    const gj_table *table = &form->tables[q->kind == GJ_REQUIRED_SECTION ? 0 : q->index];
    switch (q->kind) {
    case GJ_REQUIRED_SECTION: {
        const gj_section *section = &form->sections[q->index];
        return gj_str_format(j->arena, "章 %.*s“%.*s”", GJ_FMT(section->ordinal), GJ_FMT(section->title.name));
    }
    case GJ_REQUIRED_TABLE: return gj_str_format(j->arena, "表%.*s", GJ_FMT(table->name));
    case GJ_REQUIRED_ROW: {
        const gj_row *row = &table->rows[q->row];
        return gj_str_format(j->arena, "表%.*s %.*s“%.*s”", GJ_FMT(table->name), GJ_FMT(row->path), GJ_FMT(row->label.name));
    }
    default: return gj_str_format(j->arena, "表%.*s[%.*s]", GJ_FMT(table->name), GJ_FMT(table->columns[q->column].label.name));
    }
}

static sought look(const gj_judging *j, const gj_requirement *q) {
    const gj_report *report = j->report;
    const gj_form *form = report->form;
    sought s = {.found = false};
    switch (q->kind) {
    case GJ_REQUIRED_SECTION: {
        const gj_found_section *found = &report->sections[q->index];
        s.found = found->found;
        s.at = found->heading;
        s.heading = slice(report, found->heading, found->heading_end);
        s.place = found->place;
        s.near_place = found->near_place;
        s.near = slice(report, found->near, found->near_end);
        break;
    }
    case GJ_REQUIRED_TABLE:
        s.found = report->tables[q->index].found;
        s.at = report->tables[q->index].start;
        s.place = report->tables[q->index].place;
        break;
    case GJ_REQUIRED_ROW: {
        const gj_table *table = &form->tables[q->index];
        const gj_row *row = &table->rows[q->row];
        const gj_found_row *found = &report->rows[q->index][q->row];
        s.found = found->found;
        for (uint32_t c = 0; row->slot != GJ_NO_INDEX && c < row->ncolumns; c++)
            s.found = s.found || report->cells[row->slot + c].status != GJ_ABSENT;
        s.at = found->start;
        if (found->found) s.place = gj_doc_place(report->doc, found->start);
        break;
    }
    default: {
        const gj_table *table = &form->tables[q->index];
        for (uint32_t r = 0; r < table->nrows; r++) {
            const gj_row *row = &table->rows[r];
            if (row->slot == GJ_NO_INDEX || q->column < row->column || q->column >= row->column + row->ncolumns) continue;
            const gj_cell *cell = &report->cells[row->slot + q->column - row->column];
            if (cell->status == GJ_ABSENT) continue;
            s.found = true;
            s.at = cell->at;
            s.place = gj_cell_place(report, cell);
            break;
        }
    }
    }
    return s;
}

/* The headings that were found, with their lines. */
static void add_found(const gj_judging *j, gj_buf *out, const sought *q, uint32_t n) {
    bool zh = j->options->lang == GJ_LANG_ZH;
    if (q->heading.n == 0 || n > HEADINGS_SHOWN) return;
    if (n == HEADINGS_SHOWN) {
        gj_buf_addz(out, zh ? "等" : ", …");
        return;
    }
    gj_buf_addz(out, n ? (zh ? "、" : ", ") : zh ? "：" : ": ");
    gj_buf_addf(out, zh ? "“%.*s”（第 %u 行）" : "\"%.*s\" (line %u)", GJ_FMT(q->heading), q->place.line);
}

/* What the rule's author says of it, and then what is missing. */
static void add_message(const gj_judging *j, const gj_statement *s, const gj_finding *f, gj_buf *text) {
    if (!s->message || (f->verdict != GJ_FAIL && f->verdict != GJ_UNKNOWN)) return;
    bool zh = j->options->lang == GJ_LANG_ZH;
    gj_buf whole = GJ_BUF_INIT;
    gj_env env = {
        .arena = j->scratch, .report = j->report, .at_row = f->row, .at_column = f->column, .table = f->table, .section = f->section};
    gj_render_message(&whole, &env, j->options->lang, s->message, 0, 0);
    gj_buf_addf(&whole, zh ? "（%.*s）" : " (%.*s)", GJ_FMT(gj_buf_str(text)));
    gj_buf_free(text);
    *text = whole;
}

void gj_require_judge(gj_judging *j, const gj_statement *s, gj_verdict forced) {
    const gj_rule *rule = &j->program->rules[s->rule];
    bool zh = j->options->lang == GJ_LANG_ZH;
    gj_buf text = GJ_BUF_INIT;
    gj_place place = {0};
    gj_str section = GJ_STR_NONE, table = GJ_STR_NONE;
    const gj_requirement *before = NULL; /* the last that was in its order */
    gj_verdict verdict = GJ_PASS;
    uint32_t last = 0, nfound = 0, first_bad = GJ_NO_INDEX;
    for (uint32_t i = 0; i < s->nrequire && forced == GJ_PASS; i++) {
        sought q = look(j, &s->require[i]);
        bool disorder = q.found && s->ordered && nfound > 0 && q.at < last;
        if (q.found && (!nfound || q.at >= last)) {
            last = q.at;
            before = &s->require[i];
        }
        nfound += q.found;
        if (q.found && !disorder) {
            if (place.line == 0) place = q.place;
            continue;
        }
        verdict = GJ_FAIL;
        gj_str name = name_of(j, &s->require[i]);
        if (text.n) gj_buf_addz(&text, zh ? "；" : "; ");
        if (disorder)
            gj_buf_addf(&text, zh ? "%.*s应在%.*s之后" : "%.*s should stand after %.*s", GJ_FMT(name), GJ_FMT(name_of(j, before)));
        else
            gj_buf_addf(&text, zh ? "没有找到%.*s" : "%.*s was not found", GJ_FMT(name));
        if (!q.found && q.near.n)
            gj_buf_addf(&text, zh ? "，最接近的是第 %u 行“%.*s”" : ", the nearest is line %u \"%.*s\"", q.near_place.line, GJ_FMT(q.near));
        if (first_bad == GJ_NO_INDEX) {
            first_bad = i;
            place = disorder ? q.place : q.near_place;
        }
    }
    if (forced != GJ_PASS) verdict = forced;
    if (!gj_judging_count(j, rule, verdict)) {
        gj_buf_free(&text);
        return;
    }
    const gj_requirement *at = &s->require[first_bad == GJ_NO_INDEX ? 0 : first_bad];
    const gj_form *form = j->report->form;
    if (s->nrequire == 1 || first_bad != GJ_NO_INDEX) {
        if (at->kind == GJ_REQUIRED_SECTION)
            section = form->sections[at->index].ordinal.n ? form->sections[at->index].ordinal : form->sections[at->index].title.name;
        else
            table = form->tables[at->index].name;
    }
    gj_finding *f = gj_judging_add(j, s, verdict);
    f->section = section;
    f->table = table;
    if (at->kind == GJ_REQUIRED_ROW && s->nrequire == 1) f->row = form->tables[at->index].rows[at->row].path;
    if (at->kind == GJ_REQUIRED_COLUMN && s->nrequire == 1) f->column = form->tables[at->index].columns[at->column].label.name;
    f->place = place;
    if (forced != GJ_PASS) {
        gj_buf_addz(&text, forced == GJ_NA ? (zh ? "前提不成立，不适用" : "its condition does not hold, not applicable")
                           : zh            ? "前提无法判定"
                                           : "its condition cannot be decided");
    } else if (text.n == 0) {
        gj_buf_addf(&text, zh ? "%u 项都已找到" : "all %u were found", s->nrequire);
        for (uint32_t i = 0; i < s->nrequire; i++) {
            sought q = look(j, &s->require[i]);
            add_found(j, &text, &q, i);
        }
    }
    add_message(j, s, f, &text);
    f->message = gj_buf_copy(&text, j->arena);
    gj_buf_free(&text);
    /* The place of a requirement is the requirement, not what happens to be missing of it. */
    gj_finding whole = *f;
    whole.section = whole.table = whole.row = whole.column = GJ_STR_NONE;
    f->fingerprint = gj_evidence_fingerprint(j, s, &whole, 0);
}
