#include <string.h>

#include "rule/regex.h"
#include "run/judge_internal.h"
#include "run/render.h"
#include "run/textual.h"

enum { LONGEST_SIDE = 300 }; /* bytes: a side of a comparison of texts that is worth repeating */

/* The comparison that decided: the first that failed, or that could not be judged. */
static const gj_expr *deciding(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c, gj_verdict verdict) {
    switch (x->kind) {
    case GJ_X_COMPARE: return x;
    case GJ_X_NOT: return deciding(env, x->kid[0], r, c, gj_not(verdict));
    case GJ_X_AND:
    case GJ_X_OR: /* of an 或 the last: what stands before it are the exceptions */
        for (unsigned k = 0; k < 2; k++) {
            const gj_expr *kid = x->kid[x->kind == GJ_X_OR ? 1 - k : k];
            const gj_expr *found = gj_eval(env, kid, r, c).truth == verdict ? deciding(env, kid, r, c, verdict) : NULL;
            if (found) return found;
        }
        return NULL;
    case GJ_X_IF: {
        gj_verdict condition = (gj_verdict)gj_eval(env, x->kid[0], r, c).truth;
        return condition > GJ_FAIL ? NULL : deciding(env, x->kid[condition == GJ_PASS ? 1 : 2], r, c, verdict);
    }
    default: return NULL;
    }
}

typedef struct collector {
    gj_judging *j;
    const gj_env *env;
    gj_evidence *list;
    uint32_t n, capacity;
} collector;

static void collect(void *context, const gj_expr *x, uint32_t element) {
    collector *k = context;
    const gj_report *report;
    uint32_t slot = GJ_NO_INDEX;
    if (!gj_eval_slot(k->env, x, element, &report, &slot)) return;
    const gj_cell *cell = &report->cells[slot];
    for (uint32_t i = 0; i < k->n; i++)
        if (k->list[i].cell == cell) return;
    if (k->n == k->capacity) {
        uint32_t capacity = k->capacity ? k->capacity * 2 : 8;
        gj_evidence *list = gj_arena_array(k->j->arena, capacity, sizeof *list);
        if (k->n) memcpy(list, k->list, k->n * sizeof *list);
        k->list = list;
        k->capacity = capacity;
    }
    gj_evidence *e = &k->list[k->n++];
    e->cell = cell;
    e->report = report;
    gj_scalar v = gj_eval_cell(k->env, x, element, &e->assumed);
    if (e->assumed) e->assumed_value = gj_num_clone(k->j->arena, v.num);
    gj_buf path = GJ_BUF_INIT;
    if (x->previous) gj_buf_addz(&path, "上年.");
    gj_slot_path(&path, report->form, slot);
    e->path = gj_buf_copy(&path, k->j->arena);
    gj_buf_free(&path);
}

static bool uses_previous(const gj_expr *x) {
    bool uses = x->previous;
    for (uint16_t i = 0; i < x->nkids && !uses; i++) uses = uses_previous(x->kid[i]);
    return uses;
}

static gj_str show_number(gj_arena *arena, gj_scalar s) {
    if (s.state != GJ_HAS) return GJ_STR_NONE;
    if (s.type == GJ_TYPE_TEXT) return s.text.n <= LONGEST_SIDE ? gj_str_copy(arena, s.text) : GJ_STR_NONE;
    return s.type == GJ_TYPE_NUMBER ? gj_num_str(arena, s.num) : GJ_STR_NONE;
}

/* What a reader of the finding must know of one number: assumed, inferred or missing. */
typedef enum remark { NO_REMARK, ASSUMED, INFERRED, LACKING } remark;

static remark remark_on(const gj_finding *f, const gj_evidence *e) {
    if (e->assumed) return ASSUMED;
    if (e->cell->status == GJ_NUMBER) return e->cell->inferred ? INFERRED : NO_REMARK;
    return f->verdict == GJ_UNKNOWN ? LACKING : NO_REMARK;
}

static bool same_remark(const gj_finding *f, const gj_evidence *a, const gj_evidence *b) {
    return remark_on(f, a) == remark_on(f, b) && a->cell->status == b->cell->status &&
           (!a->assumed || gj_num_cmp(a->assumed_value, b->assumed_value) == 0);
}

/* The sections that the relation speaks of and that are not there. */
static void add_lacking_sections(const gj_judging *j, gj_buf *out, const gj_expr *x, uint32_t r) {
    const gj_report *report = x->previous ? j->report->previous : j->report;
    if (x->kind == GJ_X_SECTION && report) {
        gj_env env = {.report = j->report};
        if (gj_eval(&env, x, x->row ? r : 0, 0).state != GJ_MISSING) return;
        gj_buf_addz(out, j->options->lang == GJ_LANG_ZH ? "（没有" : " (there is no ");
        gj_render_section(out, j->report->form, x, r);
        gj_buf_addz(out, j->options->lang == GJ_LANG_ZH ? "）" : ")");
    }
    for (uint16_t i = 0; i < x->nkids; i++) add_lacking_sections(j, out, x->kid[i], r);
}

/* Cells of which the same is to be said are named together: "（一[总计]、二[总计] 等 7 处 缺行）". */
static void add_remarks(gj_judging *j, gj_buf *out, const gj_finding *f, const gj_expr *relation, uint32_t row) {
    enum { NAMED = 3 };
    bool zh = j->options->lang == GJ_LANG_ZH;
    for (uint32_t i = 0; i < f->ncells; i++) {
        const gj_evidence *e = &f->cells[i];
        remark what = remark_on(f, e);
        bool told = what == NO_REMARK;
        for (uint32_t k = 0; k < i && !told; k++) told = same_remark(f, &f->cells[k], e);
        if (told) continue;
        uint32_t n = 0;
        gj_buf_addz(out, zh ? "（" : " (");
        for (uint32_t k = i; k < f->ncells; k++) {
            if (!same_remark(f, &f->cells[k], e)) continue;
            if (n++ < NAMED) gj_buf_addf(out, "%s%.*s", n > 1 ? (zh ? "、" : ", ") : "", GJ_FMT(f->cells[k].path));
        }
        if (n > NAMED) gj_buf_addf(out, zh ? " 等 %u 处" : " and others, %u in all,", n);
        const char *reason = gj_status_name((gj_status)e->cell->status, j->options->lang);
        switch (what) {
        case ASSUMED:
            gj_buf_addf(out, zh ? " %s，按 " : " %s, counted as ", reason);
            gj_num_print(out, e->assumed_value, false);
            gj_buf_addz(out, zh ? " 计" : "");
            break;
        case INFERRED:
            gj_buf_addz(out, zh ? " 所在行数字个数不对，值由推定得出" : " inferred: the row has a wrong count of numbers");
            break;
        default: gj_buf_addf(out, " %s", reason); break;
        }
        gj_buf_addz(out, zh ? "）" : ")");
    }
    if (f->verdict == GJ_UNKNOWN) add_lacking_sections(j, out, relation, row);
    if (uses_previous(relation) && !j->report->previous) {
        const gj_report *r = j->report;
        if (zh)
            gj_buf_addf(out, "（缺“%.*s”%d 年的报告）", GJ_FMT(r->organisation), r->year - 1);
        else
            gj_buf_addf(out, " (the %d report of \"%.*s\" is not given)", r->year - 1, GJ_FMT(r->organisation));
    }
}

static void add_labels(gj_buf *out, const gj_finding *f) {
    size_t before = out->n;
    if (f->row_label.n) gj_buf_add(out, f->row_label);
    if (f->column.n) gj_buf_addf(out, out->n > before ? "〔%.*s〕" : "%.*s", GJ_FMT(f->column));
    bool says = gj_str_find(f->relation, GJ_STR("章 ")) >= 0; /* the relation names its sections itself */
    if (out->n == before && f->section.n && !says) gj_buf_addf(out, "章 %.*s", GJ_FMT(f->section));
    if (out->n > before) gj_buf_addz(out, "：");
}

uint64_t gj_evidence_fingerprint(const gj_judging *j, const gj_statement *s, const gj_finding *f, uint32_t extra) {
    const gj_report *r = j->report;
    gj_buf key = GJ_BUF_INIT;
    gj_str who = r->organisation.n ? r->organisation : r->path;
    gj_buf_addf(&key, "%.*s\x1f%.*s\x1f%d\x1f%.*s\x1f%.*s\x1f%.*s\x1f%.*s", GJ_FMT(f->rule), GJ_FMT(who), r->year, GJ_FMT(f->table),
                GJ_FMT(f->row), GJ_FMT(f->column), GJ_FMT(f->section));
    if (s && s->ordinal) gj_buf_addf(&key, "\x1f#%u", s->ordinal);
    if (extra) gj_buf_addf(&key, "\x1f@%u", extra);
    uint64_t hash = gj_str_hash(gj_buf_str(&key));
    gj_buf_free(&key);
    return hash;
}

static void set_place(const gj_judging *j, const gj_statement *s, const gj_expr *relation, uint32_t r, uint32_t c, gj_finding *f) {
    const gj_form *form = j->report->form;
    if (s->table != GJ_NO_INDEX) f->table = form->tables[s->table].name;
    f->row = s->at_row;
    f->row_label = s->at_row_label;
    f->column = s->at_column;
    if (relation->row && relation->row->section) {
        f->section = relation->row->label[r];
    } else if (relation->row) {
        f->row = relation->row->path[r];
        f->row_label = relation->row->label[r];
        if (relation->row->table) f->table = relation->row->table[r];
    }
    if (relation->column) f->column = relation->column->label[c];
}

/* The section that a relation about text speaks of. */
static const gj_expr *find_section(const gj_expr *x) {
    if (x->kind == GJ_X_SECTION && !x->row && !x->previous && x->index != GJ_NO_INDEX) return x;
    for (uint16_t i = 0; i < x->nkids; i++) {
        const gj_expr *found = find_section(x->kid[i]);
        if (found) return found;
    }
    return NULL;
}

/* 章 of a message: the section of the finding, else the one that its table stands in. */
static gj_str section_of(const gj_form *form, const gj_finding *f) {
    if (f->section.n) return f->section;
    uint32_t table = f->table.n ? gj_form_table(form, f->table) : GJ_NO_INDEX;
    uint32_t section = table == GJ_NO_INDEX ? GJ_NO_INDEX : form->tables[table].section;
    if (section == GJ_NO_INDEX) return GJ_STR_NONE;
    return form->sections[section].ordinal.n ? form->sections[section].ordinal : form->sections[section].title.name;
}

/* The part of RELATION that says that a text must not match, and that failed. */
static const gj_expr *forbidden(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    if (x->kind == GJ_X_NOT && x->kid[0]->kind == GJ_X_MATCH) return gj_eval(env, x, r, c).truth == GJ_FAIL ? x->kid[0] : NULL;
    if (x->kind != GJ_X_AND && x->kind != GJ_X_OR) return NULL;
    const gj_expr *found = forbidden(env, x->kid[0], r, c);
    return found ? found : forbidden(env, x->kid[1], r, c);
}

/* Quotes what stands where it must not. */
static void quote_forbidden(const gj_judging *j, const gj_env *env, const gj_expr *relation, uint32_t r, uint32_t c, gj_finding *f) {
    const gj_doc *doc = j->report->doc;
    const gj_expr *x = f->verdict == GJ_FAIL && doc ? forbidden(env, relation, r, c) : NULL;
    if (!x) return;
    gj_str in = gj_eval(env, x->kid[0], r, c).text;
    if (in.n == 0 || in.p < doc->text.p || in.p > doc->text.p + doc->text.n) return;
    size_t start = 0, end = 0;
    if (x->op == GJ_OP_MATCHES) {
        if (gj_regex_match(x->regex, in, gj_text_cache_valid(env->cache, in), &start, &end) != 1) return;
    } else if (x->op == GJ_OP_HAS) {
        gj_match *matches;
        bool gave_up = false;
        if (!gj_text_cache_match(env->cache, j->scratch, x->pattern, in, &matches, &gave_up)) return;
        start = matches[0].start;
        end = matches[0].end;
    } else {
        if (!gj_text_find(in, gj_eval(env, x->kid[1], r, c).text, 0, &start, &end)) return;
    }
    uint32_t base = (uint32_t)(in.p - doc->text.p);
    f->quote_at = base + (uint32_t)start;
    f->quote_end = base + (uint32_t)end;
    f->quote = gj_str_copy(j->arena, gj_str_slice(in, start, end));
    f->place = gj_doc_place(doc, f->quote_at);
}

void gj_evidence_fill(gj_judging *j, const gj_statement *s, const gj_env *env, const gj_expr *relation, uint32_t r, uint32_t c,
                      gj_finding *f) {
    gj_lang lang = j->options->lang;
    set_place(j, s, relation, r, c, f);
    const gj_expr *text = find_section(relation);
    if (text && f->section.n == 0 && f->table.n == 0) {
        const gj_section *section = &j->report->form->sections[text->index];
        f->section = section->ordinal.n ? section->ordinal : section->title.name;
        if (j->report->sections[text->index].found)
            f->place = j->report->sections[text->index].place;
        else
            f->place = j->report->sections[text->index].near_place;
    }
    collector k = {.j = j, .env = env};
    gj_visit_cells(relation, r, c, collect, &k);
    f->cells = k.list;
    f->ncells = k.n;
    const gj_expr *compare = deciding(env, relation, r, c, (gj_verdict)f->verdict);
    gj_buf buf = GJ_BUF_INIT;
    bool no_divisor = false;
    if (compare && compare->kid[0]->type != GJ_TYPE_BOOL) {
        gj_scalar left = gj_eval(env, compare->kid[0], r, c), right = gj_eval(env, compare->kid[1], r, c);
        no_divisor =
            (left.state == GJ_MISSING && left.status == GJ_NO_DIVISOR) || (right.state == GJ_MISSING && right.status == GJ_NO_DIVISOR);
        f->left = show_number(j->arena, left);
        f->right = show_number(j->arena, right);
        if (left.type == GJ_TYPE_NUMBER && left.state == GJ_HAS && right.state == GJ_HAS)
            f->difference = gj_num_str(j->arena, gj_num_sub(j->scratch, left.num, right.num));
    }
    bool told = s->message && (f->verdict == GJ_FAIL || f->verdict == GJ_UNKNOWN); /* 否则: what is said when it does not hold */
    if (compare || !told) gj_render_values(&buf, env, lang, compare ? compare : relation, r, c);
    f->relation = gj_buf_copy(&buf, j->arena);
    gj_buf_clear(&buf);
    if (told) {
        gj_env here = *env;
        here.at_row = f->row_label;
        here.at_column = f->column;
        if (!here.section.n) here.section = section_of(j->report->form, f);
        gj_render_message(&buf, &here, lang, s->message, r, c);
    } else {
        add_labels(&buf, f);
        gj_buf_add(&buf, f->relation);
        bool apart = f->verdict == GJ_FAIL && f->difference.n && compare && (compare->op == GJ_OP_EQ || compare->op == GJ_OP_APPROX);
        if (apart) {
            gj_num gap = gj_num_abs(
                j->scratch, gj_num_sub(j->scratch, gj_eval(env, compare->kid[0], r, c).num, gj_eval(env, compare->kid[1], r, c).num));
            gj_buf_addz(&buf, lang == GJ_LANG_ZH ? "，相差 " : ", off by ");
            gj_num_show(&buf, gap, 6);
        }
        if (f->verdict == GJ_UNKNOWN && !gj_str_has_suffix(gj_buf_str(&buf), gj_str_from(gj_verdict_name(GJ_UNKNOWN, lang))))
            gj_buf_addz(&buf, lang == GJ_LANG_ZH ? "，无法判定" : ", cannot be decided");
        if (f->verdict == GJ_NA) gj_buf_addz(&buf, lang == GJ_LANG_ZH ? "，不适用" : ", not applicable");
    }
    if (no_divisor) gj_buf_addz(&buf, lang == GJ_LANG_ZH ? "（除数为零）" : " (division by zero)");
    add_remarks(j, &buf, f, relation, r);
    f->message = gj_buf_copy(&buf, j->arena);
    gj_buf_free(&buf);
    if (!env->match) quote_forbidden(j, env, relation, r, c, f);
}
