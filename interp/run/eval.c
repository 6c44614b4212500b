#include "run/eval.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "rule/regex.h"
#include "run/listing.h"
#include "run/outline.h"
#include "run/textual.h"

gj_verdict gj_and(gj_verdict a, gj_verdict b) {
    if (a == GJ_NA || b == GJ_NA) return a == GJ_NA ? b : a;
    if (a == GJ_FAIL || b == GJ_FAIL) return GJ_FAIL;
    return a == GJ_UNKNOWN || b == GJ_UNKNOWN ? GJ_UNKNOWN : GJ_PASS;
}

gj_verdict gj_or(gj_verdict a, gj_verdict b) {
    if (a == GJ_NA || b == GJ_NA) return a == GJ_NA ? b : a;
    if (a == GJ_PASS || b == GJ_PASS) return GJ_PASS;
    return a == GJ_UNKNOWN || b == GJ_UNKNOWN ? GJ_UNKNOWN : GJ_FAIL;
}

gj_verdict gj_not(gj_verdict a) {
    return a == GJ_PASS ? GJ_FAIL : a == GJ_FAIL ? GJ_PASS : a;
}

static gj_scalar number(gj_num num) {
    return (gj_scalar){.type = GJ_TYPE_NUMBER, .state = GJ_HAS, .num = num, .lo = num, .hi = num};
}

static gj_scalar missing(gj_type type, gj_status status) {
    return (gj_scalar){.type = (uint8_t)type, .state = GJ_MISSING, .status = (uint8_t)status};
}

static gj_scalar truth(gj_verdict verdict) {
    return (gj_scalar){.type = GJ_TYPE_BOOL, .state = GJ_HAS, .truth = (uint8_t)verdict};
}

static gj_scalar text(gj_str s) {
    return (gj_scalar){.type = GJ_TYPE_TEXT, .state = GJ_HAS, .text = s};
}

/* Half a unit of the last digit written, on both sides. */
static gj_scalar written_number(const gj_env *env, gj_num num, gj_written written) {
    gj_scalar s = number(num);
    if (!env->intervals || !written.rounded) return s;
    gj_num half = gj_num_pow10(env->arena, gj_num_dec(5, 1), -written.decimals);
    s.lo = gj_num_sub(env->arena, num, half);
    s.hi = gj_num_add(env->arena, num, half);
    return s;
}

/* ---- leaves ---- */

bool gj_eval_slot(const gj_env *env, const gj_expr *x, uint32_t element, const gj_report **report, uint32_t *slot) {
    const uint32_t *slots = x->slots;
    *report = env->report;
    if (x->previous) {
        *report = env->report->previous;
        if (!*report) return false;
        uint32_t form = (*report)->form->index;
        slots = form < x->nforms ? x->slots_of[form] : NULL;
        if (!slots) return false;
    }
    *slot = slots[element];
    return *slot != GJ_NO_INDEX;
}

static const gj_policy *policy_for(const gj_expr *x, uint32_t slot, gj_status status) {
    for (uint32_t i = 0; i < x->npolicies; i++) {
        const gj_policy *p = &x->policies[i];
        if (!(p->bits >> status & 1)) continue;
        if (!p->slots) return p;
        for (uint32_t k = 0; k < p->nslots; k++)
            if (p->slots[k] == slot) return p;
    }
    return NULL;
}

gj_scalar gj_eval_cell(const gj_env *env, const gj_expr *x, uint32_t element, bool *assumed) {
    const gj_report *report;
    uint32_t slot = GJ_NO_INDEX;
    if (assumed) *assumed = false;
    if (!gj_eval_slot(env, x, element, &report, &slot)) {
        if (x->previous) return missing(GJ_TYPE_NUMBER, report ? GJ_ABSENT : GJ_NOT_THERE);
        return (gj_scalar){.type = GJ_TYPE_NUMBER, .state = GJ_NOT_APPLICABLE};
    }
    const gj_cell *cell = &report->cells[slot];
    if (cell->status == GJ_NUMBER) return written_number(env, cell->value, cell->written);
    const gj_policy *p = policy_for(x, slot, (gj_status)cell->status);
    if (!p) return missing(GJ_TYPE_NUMBER, (gj_status)cell->status);
    if (assumed) *assumed = true;
    return number(p->value);
}

static gj_scalar eval_hole(const gj_env *env, const gj_expr *x) {
    if (!env->match) return missing(x->type, GJ_ABSENT);
    const gj_hole_value *hole = &env->match->hole[x->index];
    if (!hole->present) return (gj_scalar){.type = x->type, .state = GJ_NOT_APPLICABLE};
    if (x->type == GJ_TYPE_TEXT) return text(gj_str_slice(env->searched, hole->start, hole->end));
    return written_number(env, hole->num, hole->written);
}

/* The report that X speaks of, NULL when it was not given; and which of its sections, GJ_NO_INDEX when it has none such. */
static const gj_report *section_report(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t *section) {
    const gj_report *report = x->previous ? env->report->previous : env->report;
    *section = x->row ? x->slots[r] : x->index;
    if (x->previous && report) *section = report->form->index < x->nforms ? x->slots_of[report->form->index][x->row ? r : 0] : GJ_NO_INDEX;
    if (report && (*section >= report->form->nsections || !report->sections[*section].found)) *section = GJ_NO_INDEX;
    return report;
}

static gj_scalar eval_section(const gj_env *env, const gj_expr *x, uint32_t r) {
    uint32_t section;
    const gj_report *report = section_report(env, x, r, &section);
    return report && section != GJ_NO_INDEX ? text(gj_report_section_text(report, section)) : missing(GJ_TYPE_TEXT, GJ_NOT_THERE);
}

static gj_scalar eval_label(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    switch (x->op) {
    case 0: return env->column ? text(env->column->label[c]) : env->at_column.n ? text(env->at_column) : missing(GJ_TYPE_TEXT, GJ_NONE);
    case 1: return env->row ? text(env->row->label[r]) : env->at_row.n ? text(env->at_row) : missing(GJ_TYPE_TEXT, GJ_NONE);
    case 2: return text(env->row && env->row->table ? env->row->table[r] : env->table);
    default: return text(env->row && env->row->section ? env->row->label[r] : env->section);
    }
}

/* ---- operators ---- */

/* Whether both have a value; else what comes of them. */
static bool both(gj_scalar a, gj_scalar b, gj_scalar *out) {
    if (a.state == GJ_HAS && b.state == GJ_HAS) return true;
    *out = a.state == GJ_NOT_APPLICABLE ? a : b.state == GJ_NOT_APPLICABLE ? b : a.state == GJ_MISSING ? a : b;
    out->type = GJ_TYPE_NUMBER;
    return false;
}

static gj_num least(gj_num a, gj_num b) {
    return gj_num_cmp(a, b) <= 0 ? a : b;
}

static gj_num most(gj_num a, gj_num b) {
    return gj_num_cmp(a, b) >= 0 ? a : b;
}

static bool is_exact(gj_scalar s) {
    return gj_num_cmp(s.lo, s.hi) == 0;
}

static void corners(gj_arena *arena, gj_scalar a, gj_scalar b, gj_scalar *out, gj_num (*fn)(gj_arena *, gj_num, gj_num)) {
    if (is_exact(a) && is_exact(b)) return; /* so is what comes of them */
    gj_num p = fn(arena, a.lo, b.lo), q = fn(arena, a.lo, b.hi), r = fn(arena, a.hi, b.lo), s = fn(arena, a.hi, b.hi);
    out->lo = least(least(p, q), least(r, s));
    out->hi = most(most(p, q), most(r, s));
}

static gj_num quotient(gj_arena *arena, gj_num a, gj_num b) {
    gj_num q = gj_num_int(0);
    gj_num_div(arena, a, b, &q);
    return q;
}

static gj_scalar binary(const gj_env *env, gj_op op, gj_scalar a, gj_scalar b) {
    gj_scalar out;
    gj_arena *arena = env->arena;
    if (!both(a, b, &out)) return out;
    switch (op) {
    case GJ_OP_ADD:
        out = number(gj_num_add(arena, a.num, b.num));
        if (env->intervals) {
            out.lo = gj_num_add(arena, a.lo, b.lo);
            out.hi = gj_num_add(arena, a.hi, b.hi);
        }
        return out;
    case GJ_OP_SUB:
        out = number(gj_num_sub(arena, a.num, b.num));
        if (env->intervals) {
            out.lo = gj_num_sub(arena, a.lo, b.hi);
            out.hi = gj_num_sub(arena, a.hi, b.lo);
        }
        return out;
    case GJ_OP_MUL:
        out = number(gj_num_mul(arena, a.num, b.num));
        if (env->intervals) corners(arena, a, b, &out, gj_num_mul);
        return out;
    default:
        if (gj_num_sign(b.num) == 0) return missing(GJ_TYPE_NUMBER, GJ_NO_DIVISOR);
        out = number(quotient(arena, a.num, b.num));
        if (env->intervals) {
            if (gj_num_sign(b.lo) <= 0 && gj_num_sign(b.hi) >= 0) return missing(GJ_TYPE_NUMBER, GJ_NO_DIVISOR);
            corners(arena, a, b, &out, quotient);
        }
        return out;
    }
}

/* Can A and B be equal, within TOLERANCE? A rounded number's interval has its lower end and not its upper. */
static bool can_be_equal(gj_arena *arena, gj_scalar a, gj_scalar b, gj_num tolerance) {
    gj_num a_lo = gj_num_sub(arena, a.lo, tolerance), a_hi = gj_num_add(arena, a.hi, tolerance);
    bool exact_a = is_exact(a), exact_b = is_exact(b);
    int low = gj_num_cmp(a_lo, b.hi), high = gj_num_cmp(b.lo, a_hi);
    return (low < 0 || (low == 0 && exact_b)) && (high < 0 || (high == 0 && exact_a));
}

static gj_verdict compare(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    gj_env inner = *env;
    inner.intervals = x->op == GJ_OP_APPROX;
    gj_scalar a = gj_eval(&inner, x->kid[0], r, c), b = gj_eval(&inner, x->kid[1], r, c), out;
    gj_num tolerance = gj_num_int(0);
    if (x->kid[0]->type == GJ_TYPE_BOOL) {
        if (a.truth > GJ_FAIL || b.truth > GJ_FAIL) return a.truth == GJ_NA || b.truth == GJ_NA ? GJ_NA : GJ_UNKNOWN;
        return (a.truth == b.truth) == (x->op == GJ_OP_EQ) ? GJ_PASS : GJ_FAIL;
    }
    if (!both(a, b, &out)) return out.state == GJ_NOT_APPLICABLE ? GJ_NA : GJ_UNKNOWN;
    if (x->kid[0]->type == GJ_TYPE_TEXT) return gj_text_same(a.text, b.text) == (x->op == GJ_OP_EQ) ? GJ_PASS : GJ_FAIL;
    if (x->nkids > 2) {
        gj_scalar t = gj_eval(env, x->kid[2], r, c);
        if (t.state != GJ_HAS) return t.state == GJ_NOT_APPLICABLE ? GJ_NA : GJ_UNKNOWN;
        tolerance = gj_num_abs(env->arena, t.num);
    }
    bool holds;
    int sign = gj_num_cmp(a.num, b.num);
    bool tolerant = x->nkids > 2 && gj_num_sign(tolerance) != 0;
    bool near = tolerant && gj_num_cmp(gj_num_abs(env->arena, gj_num_sub(env->arena, a.num, b.num)), tolerance) <= 0;
    switch (x->op) {
    case GJ_OP_EQ: holds = sign == 0 || near; break;
    case GJ_OP_NE: holds = sign != 0 && !near; break;
    case GJ_OP_LT: holds = sign < 0 || near; break;
    case GJ_OP_LE: holds = sign <= 0 || near; break;
    case GJ_OP_GT: holds = sign > 0 || near; break;
    case GJ_OP_GE: holds = sign >= 0 || near; break;
    default: holds = can_be_equal(env->arena, a, b, tolerance); break;
    }
    return holds ? GJ_PASS : GJ_FAIL;
}

static gj_verdict match(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    gj_scalar in = gj_eval(env, x->kid[0], r, c);
    if (in.state != GJ_HAS) return in.state == GJ_NOT_APPLICABLE ? GJ_NA : GJ_UNKNOWN;
    if (x->op == GJ_OP_HAS) {
        gj_match *matches;
        bool gave_up = false;
        size_t n = gj_text_cache_match(env->cache, env->arena, x->pattern, in.text, &matches, &gave_up);
        return n ? GJ_PASS : gave_up ? GJ_UNKNOWN : GJ_FAIL;
    }
    if (x->op == GJ_OP_MATCHES) {
        int found = gj_regex_match(x->regex, in.text, gj_text_cache_valid(env->cache, in.text), NULL, NULL);
        return found < 0 ? GJ_UNKNOWN : found ? GJ_PASS : GJ_FAIL;
    }
    gj_scalar needle = gj_eval(env, x->kid[1], r, c);
    if (needle.state != GJ_HAS) return needle.state == GJ_NOT_APPLICABLE ? GJ_NA : GJ_UNKNOWN;
    return gj_text_find(in.text, needle.text, 0, NULL, NULL) ? GJ_PASS : GJ_FAIL;
}

/* ---- aggregates ---- */

void gj_eval_range(const gj_axis *axis, bool collapse_all, uint32_t at, uint32_t *from, uint32_t *to) {
    if (axis && (collapse_all || axis->set)) {
        *from = 0;
        *to = axis->n;
    } else {
        *from = at;
        *to = at + 1;
    }
}

static gj_scalar aggregate_bool(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    const gj_expr *kid = x->kid[0];
    gj_verdict result = GJ_NA;
    int64_t holding = 0;
    bool unknown = false;
    uint32_t r0, r1, c0, c1;
    gj_eval_range(kid->row, x->collapse_all, r, &r0, &r1);
    gj_eval_range(kid->column, x->collapse_all, c, &c0, &c1);
    for (uint32_t i = r0; i < r1; i++)
        for (uint32_t j = c0; j < c1; j++) {
            gj_verdict v = gj_eval(env, kid, i, j).truth;
            result = x->op == GJ_BUILTIN_ANY ? gj_or(result, v) : gj_and(result, v);
            holding += v == GJ_PASS;
            unknown = unknown || v == GJ_UNKNOWN;
        }
    if (x->op != GJ_BUILTIN_COUNT) return truth(result);
    return unknown ? missing(GJ_TYPE_NUMBER, GJ_UNDECIDED) : number(gj_num_int(holding));
}

static gj_scalar aggregate(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    if (x->kid[0]->type == GJ_TYPE_BOOL) return aggregate_bool(env, x, r, c);
    gj_scalar result = number(gj_num_int(0)), lost = result;
    int64_t n = 0;
    for (uint16_t k = 0; k < x->nkids; k++) {
        const gj_expr *kid = x->kid[k];
        uint32_t r0, r1, c0, c1;
        gj_eval_range(kid->row, false, r, &r0, &r1);
        gj_eval_range(kid->column, false, c, &c0, &c1);
        for (uint32_t i = r0; i < r1; i++)
            for (uint32_t j = c0; j < c1; j++) {
                gj_scalar v = gj_eval(env, kid, i, j);
                if (v.state == GJ_NOT_APPLICABLE) continue;
                if (v.state == GJ_MISSING) {
                    lost = v;
                    continue;
                }
                bool first = n++ == 0;
                if (x->op == GJ_BUILTIN_SUM || x->op == GJ_BUILTIN_MEAN)
                    result = binary(env, GJ_OP_ADD, result, v);
                else if (first || (x->op == GJ_BUILTIN_MAX && gj_num_cmp(v.num, result.num) > 0) ||
                         (x->op == GJ_BUILTIN_MIN && gj_num_cmp(v.num, result.num) < 0))
                    result = v;
            }
    }
    if (x->op == GJ_BUILTIN_COUNT) return number(gj_num_int(n));
    if (lost.state == GJ_MISSING) return lost;
    if (n == 0 && x->op != GJ_BUILTIN_SUM) return missing(GJ_TYPE_NUMBER, GJ_NONE);
    return x->op == GJ_BUILTIN_MEAN ? binary(env, GJ_OP_DIV, result, number(gj_num_int(n))) : result;
}

static size_t length_of(gj_str s) {
    size_t n = 0;
    for (size_t at = 0; at < s.n;) n += !gj_utf8_is_space(gj_utf8_next(s, &at));
    return n;
}

/* The functions of a text that works something out from it. */
static gj_scalar textual(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    gj_scalar in = gj_eval(env, x->kid[0], r, c), none = {.type = x->type, .state = GJ_NOT_APPLICABLE};
    if (in.state == GJ_NOT_APPLICABLE && x->type != GJ_TYPE_BOOL) return none;
    if (in.state != GJ_HAS)
        return x->type == GJ_TYPE_BOOL ? truth(in.state == GJ_MISSING ? GJ_UNKNOWN : GJ_NA)
                                       : missing((gj_type)x->type, (gj_status)in.status);
    gj_num num = gj_num_int(0);
    gj_written written = {0};
    switch (x->op) {
    case GJ_BUILTIN_OTHER_YEAR:
        return env->report->year ? truth(gj_text_other_year(in.text, env->report->year) ? GJ_PASS : GJ_FAIL) : truth(GJ_UNKNOWN);
    case GJ_BUILTIN_NAMES:
        return env->report->organisation.n ? truth(gj_outline_names(in.text, env->report->organisation) ? GJ_PASS : GJ_FAIL)
                                           : truth(GJ_UNKNOWN);
    case GJ_BUILTIN_LIST_SUM: return gj_text_list_sum(env->arena, in.text, &num) ? number(num) : none;
    case GJ_BUILTIN_OCCURRENCES: {
        int64_t n = gj_text_count(x->regex, in.text, gj_text_cache_valid(env->cache, in.text));
        return n < 0 ? missing(GJ_TYPE_NUMBER, GJ_UNREADABLE) : number(gj_num_int(n));
    }
    case GJ_BUILTIN_NTH: {
        gj_scalar which = gj_eval(env, x->kid[1], r, c);
        int64_t k = 0;
        if (which.state != GJ_HAS || !gj_num_to_int64(which.num, &k) || k < 1) return missing(GJ_TYPE_NUMBER, GJ_UNREADABLE);
        return gj_text_number(env->arena, in.text, k, &num, &written) ? written_number(env, num, written) : none;
    }
    case GJ_BUILTIN_LAST: return gj_listing_last(env->arena, in.text, &num, &written) ? written_number(env, num, written) : none;
    case GJ_BUILTIN_HEAD_SUM:
    case GJ_BUILTIN_TAIL_SUM: {
        gj_scalar whole = gj_eval(env, x->kid[1], r, c);
        if (whole.state != GJ_HAS) return whole.state == GJ_NOT_APPLICABLE ? none : missing(GJ_TYPE_NUMBER, (gj_status)whole.status);
        bool (*add)(gj_arena *, gj_str, const gj_num *, gj_num *) =
            x->op == GJ_BUILTIN_HEAD_SUM ? gj_listing_head_sum : gj_listing_tail_sum;
        return add(env->arena, in.text, &whole.num, &num) ? number(num) : none;
    }
    case GJ_BUILTIN_REPEATED: {
        gj_str twice = gj_outline_repeated(env->arena, in.text);
        return twice.n ? text(twice) : missing(GJ_TYPE_TEXT, GJ_NONE);
    }
    default: {
        gj_scalar style = gj_eval(env, x->kid[1], r, c);
        gj_str fault = style.state != GJ_HAS                       ? GJ_STR_NONE
                       : gj_str_find(style.text, GJ_STR("…")) >= 0 ? gj_outline_listing_fault(env->arena, in.text)
                       : gj_str_find(style.text, GJ_STR("1")) >= 0 ? gj_outline_digit_fault(env->arena, in.text)
                                                                   : gj_text_ordinal_fault(env->arena, in.text, style.text);
        return fault.n ? text(fault) : missing(GJ_TYPE_TEXT, GJ_NONE);
    }
    }
}

static gj_scalar call(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    const gj_report *report = x->previous ? env->report->previous : env->report;
    if (!report) return missing((gj_type)x->type, GJ_NOT_THERE); /* 上年.全文, and last year's report is not there */
    switch (x->op) {
    case GJ_BUILTIN_ALL:
    case GJ_BUILTIN_ANY: return aggregate_bool(env, x, r, c);
    case GJ_BUILTIN_ROUND: {
        gj_scalar v = gj_eval(env, x->kid[0], r, c), digits = x->nkids > 1 ? gj_eval(env, x->kid[1], r, c) : number(gj_num_int(0)), out;
        int64_t d = 0;
        if (!both(v, digits, &out)) return out;
        if (!gj_num_to_int64(digits.num, &d) || d < -18 || d > 18) return missing(GJ_TYPE_NUMBER, GJ_UNREADABLE);
        return number(gj_num_round(env->arena, v.num, (int)d));
    }
    case GJ_BUILTIN_ABS: {
        gj_scalar v = gj_eval(env, x->kid[0], r, c);
        return v.state == GJ_HAS ? number(gj_num_abs(env->arena, v.num)) : v;
    }
    case GJ_BUILTIN_LENGTH: {
        gj_scalar v = gj_eval(env, x->kid[0], r, c);
        if (v.state == GJ_NOT_APPLICABLE) return (gj_scalar){.type = GJ_TYPE_NUMBER, .state = GJ_NOT_APPLICABLE};
        if (v.state != GJ_HAS) return missing(GJ_TYPE_NUMBER, (gj_status)v.status);
        return number(gj_num_int((int64_t)length_of(v.text)));
    }
    case GJ_BUILTIN_HEADING: {
        uint32_t section;
        report = section_report(env, x->kid[0], r, &section);
        if (!report || section == GJ_NO_INDEX || !report->doc) return missing(GJ_TYPE_TEXT, GJ_NOT_THERE);
        return text(gj_str_trim(gj_str_slice(report->doc->text, report->sections[section].heading, report->sections[section].heading_end)));
    }
    case GJ_BUILTIN_YEAR: return report->year ? number(gj_num_int(report->year)) : missing(GJ_TYPE_NUMBER, GJ_NOT_THERE);
    case GJ_BUILTIN_ORGANISATION: return report->organisation.n ? text(report->organisation) : missing(GJ_TYPE_TEXT, GJ_NOT_THERE);
    case GJ_BUILTIN_FORM: return text(report->form->name);
    case GJ_BUILTIN_REPORT_TITLE: return report->title.n ? text(report->title) : missing(GJ_TYPE_TEXT, GJ_NOT_THERE);
    case GJ_BUILTIN_BEFORE: return env->match ? text(gj_outline_before(env->searched, env->match->start)) : missing(GJ_TYPE_TEXT, GJ_NONE);
    case GJ_BUILTIN_SENTENCE_BEFORE:
        return env->match ? text(gj_outline_sentence_before(env->searched, env->match->start)) : missing(GJ_TYPE_TEXT, GJ_NONE);
    case GJ_BUILTIN_SENTENCE_AFTER:
        return env->match ? text(gj_outline_sentence_after(env->searched, env->match->end)) : missing(GJ_TYPE_TEXT, GJ_NONE);
    case GJ_BUILTIN_WHOLE: return text(report->doc ? report->doc->text : GJ_STR_NONE);
    case GJ_BUILTIN_NTH:
    case GJ_BUILTIN_LAST:
    case GJ_BUILTIN_HEAD_SUM:
    case GJ_BUILTIN_TAIL_SUM:
    case GJ_BUILTIN_REPEATED:
    case GJ_BUILTIN_NAMES:
    case GJ_BUILTIN_LIST_SUM:
    case GJ_BUILTIN_OCCURRENCES:
    case GJ_BUILTIN_ORDINAL_FAULT:
    case GJ_BUILTIN_OTHER_YEAR: return textual(env, x, r, c);
    default: return aggregate(env, x, r, c);
    }
}

gj_scalar gj_eval(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    switch ((gj_expr_kind)x->kind) {
    case GJ_X_NUM: return written_number(env, x->num, x->written);
    case GJ_X_TEXT: return text(x->text);
    case GJ_X_CELLS: return gj_eval_cell(env, x, gj_expr_element(x, r, c), NULL);
    case GJ_X_SECTION: return eval_section(env, x, r);
    case GJ_X_HOLE: return eval_hole(env, x);
    case GJ_X_LABEL: return eval_label(env, x, r, c);
    case GJ_X_NEG: return binary(env, GJ_OP_SUB, number(gj_num_int(0)), gj_eval(env, x->kid[0], r, c));
    case GJ_X_BINARY: return binary(env, (gj_op)x->op, gj_eval(env, x->kid[0], r, c), gj_eval(env, x->kid[1], r, c));
    case GJ_X_SCALE: {
        gj_scalar v = gj_eval(env, x->kid[0], r, c);
        if (v.state != GJ_HAS) return v;
        v.num = gj_num_pow10(env->arena, v.num, x->exponent);
        v.lo = gj_num_pow10(env->arena, v.lo, x->exponent);
        v.hi = gj_num_pow10(env->arena, v.hi, x->exponent);
        return v;
    }
    case GJ_X_COMPARE: return truth(compare(env, x, r, c));
    case GJ_X_AND: return truth(gj_and(gj_eval(env, x->kid[0], r, c).truth, gj_eval(env, x->kid[1], r, c).truth));
    case GJ_X_OR: return truth(gj_or(gj_eval(env, x->kid[0], r, c).truth, gj_eval(env, x->kid[1], r, c).truth));
    case GJ_X_NOT: return truth(gj_not(gj_eval(env, x->kid[0], r, c).truth));
    case GJ_X_EXISTS: {
        gj_scalar v = gj_eval(env, x->kid[0], r, c);
        if (v.state == GJ_NOT_APPLICABLE) return truth(x->kid[0]->kind == GJ_X_HOLE ? (x->op ? GJ_PASS : GJ_FAIL) : GJ_NA);
        return truth((v.state == GJ_HAS) == (x->op == 0) ? GJ_PASS : GJ_FAIL);
    }
    case GJ_X_IF: {
        gj_verdict condition = gj_eval(env, x->kid[0], r, c).truth;
        if (condition == GJ_PASS) return gj_eval(env, x->kid[1], r, c);
        if (condition == GJ_FAIL) return gj_eval(env, x->kid[2], r, c);
        if (x->type == GJ_TYPE_BOOL) return truth(condition);
        return condition == GJ_NA ? (gj_scalar){.type = x->type, .state = GJ_NOT_APPLICABLE} : missing(x->type, GJ_UNDECIDED);
    }
    case GJ_X_MATCH: return truth(match(env, x, r, c));
    case GJ_X_CALL: return call(env, x, r, c);
    case GJ_X_ERROR: break;
    }
    return x->type == GJ_TYPE_BOOL ? truth(GJ_UNKNOWN) : missing(x->type, GJ_UNREADABLE);
}

void gj_visit_cells(const gj_expr *x, uint32_t r, uint32_t c, gj_visit_cell *fn, void *context) {
    if (x->kind == GJ_X_CELLS) {
        fn(context, x, gj_expr_element(x, r, c));
        return;
    }
    bool aggregates = x->kind == GJ_X_CALL && (gj_builtin_describe((gj_builtin_id)x->op)->class == GJ_CLASS_AGG ||
                                               gj_builtin_describe((gj_builtin_id)x->op)->class == GJ_CLASS_BOOL);
    for (uint16_t k = 0; k < x->nkids; k++) {
        const gj_expr *kid = x->kid[k];
        uint32_t r0 = r, r1 = r + 1, c0 = c, c1 = c + 1;
        if (aggregates) {
            gj_eval_range(kid->row, x->collapse_all, r, &r0, &r1);
            gj_eval_range(kid->column, x->collapse_all, c, &c0, &c1);
        }
        for (uint32_t i = r0; i < r1; i++)
            for (uint32_t j = c0; j < c1; j++) gj_visit_cells(kid, i, j, fn, context);
    }
}
