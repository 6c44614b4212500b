/* template.c - a template's text -> a tree -> steps. */
#include "rule/template.h"

#include <string.h>

#include "base/utf8.h"
#include "rule/sentence.h"
#include "rule/template_code.h"

#define TEXT_MOST       2000u
#define DEPTH_MOST      16
#define VAGUE_LESS_THAN 3u /* characters */

/* ---- the tree: a sequence is its first node; an empty one is a LITERAL without text, so that a branch is never NULL ---- */

typedef enum node_kind { LITERAL, HOLE, GAP, OPTION, CHOICE } node_kind;

typedef struct node {
    node_kind kind;
    gj_str text;          /* LITERAL, condensed */
    uint32_t hole;        /* HOLE */
    uint32_t from, to;    /* bytes of the template's text */
    struct node *branch;  /* OPTION and CHOICE: the first alternative, */
    struct node *sibling; /* and in an alternative's first node the one after it */
    struct node *prev, *next;
} node;

typedef struct parser {
    gj_arena *arena;
    gj_diags *diags;
    gj_str text;
    gj_span span;
    size_t at;
    gj_hole holes[GJ_TEMPLATE_HOLES];
    uint32_t nholes;
    int depth;
    bool failed, stray;
} parser;

/* The place of bytes [FROM, TO) of the template; the whole of it where escapes of the string make the offsets differ. */
static gj_span place(const parser *p, size_t from, size_t to) {
    if (!p->span.source || p->span.end - p->span.start != p->text.n) return p->span;
    return (gj_span){p->span.source, p->span.start + (uint32_t)from, p->span.start + (uint32_t)to};
}

static gj_diag *fail(parser *p, gj_diag_code code, size_t from, size_t to, gj_str a, gj_str b) {
    p->failed = true;
    return GJ_DIAG(p->diags, code, place(p, from, to), a, b);
}

static node *new_node(parser *p, node_kind kind, size_t from) {
    node *n = GJ_NEW(p->arena, node);
    n->kind = kind;
    n->from = (uint32_t)from;
    n->to = (uint32_t)p->at;
    return n;
}

static bool is_word_character(uint32_t c) {
    return gj_utf8_is_han(c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_word(gj_str s) {
    if (s.n == 0 || (s.p[0] >= '0' && s.p[0] <= '9')) return false;
    for (size_t at = 0; at < s.n;)
        if (!is_word_character(gj_utf8_next(s, &at))) return false;
    return true;
}

static bool hole_type(gj_str word, gj_hole_type *type) {
    static const struct {
        const char *zh, *en;
        gj_hole_type type;
    } types[] = {{"数", "number", GJ_HOLE_NUMBER},
                 {"百分数", "percent", GJ_HOLE_PERCENT},
                 {"词", "word", GJ_HOLE_WORD},
                 {"文", "text", GJ_HOLE_TEXT}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!gj_str_eq(word, gj_str_from(types[i].zh)) && !gj_str_eq(word, gj_str_from(types[i].en))) continue;
        *type = types[i].type;
        return true;
    }
    return false;
}

/* The hole of this name: a new one, or the one that another alternative has. USED are the holes of this alternative so far. */
static node *add_hole(parser *p, size_t from, gj_str name, gj_hole_type type, bool optional, uint32_t *used) {
    uint32_t i = 0;
    while (i < p->nholes && !gj_str_eq(p->holes[i].name, name)) i++;
    if (i < p->nholes && ((*used >> i & 1) || p->holes[i].type != type)) {
        gj_diag *d = fail(p, GJ_E_TEMPLATE_TWICE, from, p->at, name, GJ_STR_NONE);
        gj_diag_point(p->diags, d, p->holes[i].span, GJ_STR_NONE);
        return NULL;
    }
    if (i == p->nholes) {
        if (i == GJ_TEMPLATE_HOLES) {
            fail(p, GJ_E_TEMPLATE_LARGE, from, p->at, GJ_STR_NONE, GJ_STR_NONE);
            return NULL;
        }
        p->holes[p->nholes++] = (gj_hole){gj_str_copy(p->arena, name), (uint8_t)type, optional, place(p, from, p->at)};
    }
    *used |= UINT32_C(1) << i;
    node *n = new_node(p, HOLE, from);
    n->hole = i;
    return n;
}

/* {name} or {name:type}; the cursor stands behind the brace. */
static node *parse_hole(parser *p, bool optional, uint32_t *used) {
    size_t from = p->at - 1;
    ptrdiff_t length = gj_str_find(gj_str_slice(p->text, p->at, p->text.n), GJ_STR("}"));
    if (length < 0) {
        fail(p, GJ_E_TEMPLATE_UNCLOSED, from, from + 1, GJ_STR("{"), GJ_STR("}"));
        p->at = p->text.n;
        return NULL;
    }
    gj_str inside = gj_str_slice(p->text, p->at, p->at + (size_t)length);
    p->at += (size_t)length + 1;
    gj_str name = inside, type_name = GJ_STR("数");
    ptrdiff_t colon = gj_str_find(inside, GJ_STR(":")), wide = gj_str_find(inside, GJ_STR("："));
    if (colon >= 0 || wide >= 0) {
        size_t at = (size_t)(colon >= 0 ? colon : wide);
        name = gj_str_slice(inside, 0, at);
        type_name = gj_str_trim(gj_str_slice(inside, at + (colon >= 0 ? 1 : 3), inside.n));
    }
    name = gj_str_trim(name);
    gj_hole_type type;
    if (!is_word(name))
        fail(p, GJ_E_TEMPLATE_NAME, from, p->at, name, GJ_STR_NONE);
    else if (!hole_type(type_name, &type))
        fail(p, GJ_E_TEMPLATE_TYPE, from, p->at, type_name, GJ_STR_NONE);
    else
        return add_hole(p, from, name, type, optional, used);
    return NULL;
}

static node *parse_sequence(parser *p, char closer, bool optional, uint32_t *used);

/* [ … ] or ( … | … ); the cursor stands behind the opening bracket. */
static node *parse_group(parser *p, char opener, uint32_t *used) {
    size_t from = p->at - 1;
    char closer = opener == '[' ? ']' : ')';
    if (p->depth == DEPTH_MOST) {
        fail(p, GJ_E_TEMPLATE_LARGE, from, from + 1, GJ_STR_NONE, GJ_STR_NONE);
        p->at = p->text.n;
        return NULL;
    }
    p->depth++;
    node *first = NULL, **last = &first;
    uint32_t before = *used;
    bool more = true, closed = false;
    while (more) {
        uint32_t branch_used = before;
        *last = parse_sequence(p, closer, true, &branch_used);
        *used |= branch_used;
        last = &(*last)->sibling;
        closed = p->at < p->text.n && p->text.p[p->at] == closer;
        more = p->at < p->text.n && !closed;
        if (p->at < p->text.n) p->at++;
    }
    p->depth--;
    if (!closed) {
        if (!p->failed) fail(p, GJ_E_TEMPLATE_UNCLOSED, from, from + 1, (gj_str){&p->text.p[from], 1}, (gj_str){&closer, 1});
        return NULL;
    }
    node *n = new_node(p, opener == '[' ? OPTION : CHOICE, from);
    n->branch = first;
    return n;
}

/* Literal text up to the next sign. */
static node *parse_literal(parser *p) {
    size_t from = p->at;
    gj_buf plain = GJ_BUF_INIT;
    while (p->at < p->text.n) {
        char c = p->text.p[p->at];
        if (c == '\\' && p->at + 1 < p->text.n)
            p->at++;
        else if (strchr("{}[]()|", c) && c)
            break;
        else if (gj_str_has_prefix(gj_str_slice(p->text, p->at, p->text.n), GJ_STR("…")))
            break;
        size_t start = p->at;
        gj_utf8_next(p->text, &p->at);
        gj_buf_add(&plain, gj_str_slice(p->text, start, p->at));
    }
    gj_condensed condensed = {0};
    gj_condense(&condensed, gj_buf_str(&plain), 0, plain.n);
    node *n = new_node(p, LITERAL, from);
    n->text = gj_buf_copy(&condensed.text, p->arena);
    gj_condensed_free(&condensed);
    gj_buf_free(&plain);
    return n;
}

/* Elements up to CLOSER or | (not taken), or up to the end. */
static node *parse_sequence(parser *p, char closer, bool optional, uint32_t *used) {
    node *first = NULL, *last = NULL;
    while (p->at < p->text.n) {
        char c = p->text.p[p->at];
        node *n = NULL;
        if (closer && (c == closer || c == '|')) break;
        if (c == '{') {
            p->at++;
            n = parse_hole(p, optional, used);
        } else if (c == '[' || c == '(') {
            p->at++;
            n = parse_group(p, c, used);
        } else if (c && strchr("]})|", c)) {
            p->at++;
            if (!p->stray) fail(p, GJ_E_TEMPLATE_STRAY, p->at - 1, p->at, (gj_str){&p->text.p[p->at - 1], 1}, GJ_STR_NONE);
            p->stray = true; /* those behind it are stray because of it */
        } else if (gj_str_has_prefix(gj_str_slice(p->text, p->at, p->text.n), GJ_STR("…"))) {
            size_t from = p->at;
            while (gj_str_has_prefix(gj_str_slice(p->text, p->at, p->text.n), GJ_STR("…"))) p->at += strlen("…");
            n = new_node(p, GAP, from);
        } else {
            n = parse_literal(p);
            if (n->text.n == 0) n = NULL;
        }
        if (!n) continue;
        n->prev = last;
        if (last)
            last->next = n;
        else
            first = n;
        last = n;
    }
    return first ? first : new_node(p, LITERAL, p->at);
}

/* ---- what the tree must be ---- */

enum { NUMBER_END = 1, TEXT_END = 2, GAP_END = 4 };

/* BEFORE: what may stand right before the sequence; returns what may stand at its end. */
static unsigned check_borders(parser *p, const node *n, unsigned before) {
    for (; n; n = n->next) {
        unsigned after = 0;
        switch (n->kind) {
        case LITERAL: after = n->text.n ? 0 : before; break;
        case GAP: after = GAP_END; break;
        case HOLE: {
            bool text = p->holes[n->hole].type >= GJ_HOLE_WORD;
            after = text ? TEXT_END : NUMBER_END;
            if (before & (NUMBER_END | TEXT_END | (text ? GAP_END : 0u)))
                fail(p, GJ_E_TEMPLATE_ADJACENT, n->from, n->to, p->holes[n->hole].name, GJ_STR_NONE);
            break;
        }
        case OPTION: after = before | check_borders(p, n->branch, before); break;
        case CHOICE:
            for (const node *b = n->branch; b; b = b->sibling) after |= check_borders(p, b, before);
            break;
        }
        if (n->kind == GAP && (before & TEXT_END)) fail(p, GJ_E_TEMPLATE_ADJACENT, n->from, n->to, GJ_STR("…"), GJ_STR_NONE);
        before = after;
    }
    return before;
}

/* Characters, punctuation aside, that every match of the sequence holds outside its holes. */
static uint32_t literal_size(const node *n) {
    uint32_t size = 0;
    for (; n; n = n->next) {
        if (n->kind == LITERAL) {
            for (size_t at = 0; at < n->text.n;) size += is_word_character(gj_utf8_next(n->text, &at));
        } else if (n->kind == CHOICE) {
            uint32_t least = UINT32_MAX;
            for (const node *b = n->branch; b; b = b->sibling) {
                uint32_t s = literal_size(b);
                if (s < least) least = s;
            }
            size += least;
        }
    }
    return size;
}

/* An anchor in the making. */
#define RUNS_MOST 48u

typedef struct runs {
    gj_str run[RUNS_MOST];
    uint32_t n;
    size_t least; /* bytes of the shortest */
} runs;

static bool is_rarer(const runs *a, const runs *b) {
    return a->n > 0 && (a->least > b->least || (a->least == b->least && a->n < b->n));
}

static void literal_runs(gj_str text, runs *out) {
    *out = (runs){.n = 0};
    for (size_t at = 0; at < text.n;) {
        size_t start = at, end = at;
        for (uint32_t c; at < text.n && (c = gj_utf8_next(text, &at)) < 0x10000 && gj_utf8_is_han(c);) end = at;
        if (end - start <= out->least) continue;
        out->n = 1;
        out->run[0] = gj_str_slice(text, start, end);
        out->least = end - start;
    }
}

static void node_runs(const node *n, runs *out);

static void best_runs(const node *n, runs *out) {
    *out = (runs){.n = 0};
    for (; n; n = n->next) {
        runs one;
        node_runs(n, &one);
        if (is_rarer(&one, out)) *out = one;
    }
}

/* Of a choice, what its alternatives hold between them; nothing when one of them holds nothing. */
static void node_runs(const node *n, runs *out) {
    *out = (runs){.n = 0};
    if (n->kind == LITERAL) literal_runs(n->text, out);
    if (n->kind != CHOICE) return;
    out->least = SIZE_MAX;
    for (const node *b = n->branch; b; b = b->sibling) {
        runs one;
        best_runs(b, &one);
        if (one.n == 0 || out->n + one.n > RUNS_MOST) {
            out->n = 0;
            return;
        }
        memcpy(out->run + out->n, one.run, one.n * sizeof *one.run);
        out->n += one.n;
        if (one.least < out->least) out->least = one.least;
    }
}

/* The rarest anchors of the tree. */
static void find_anchors(gj_arena *arena, gj_lexicon *lexicon, gj_template *t, const node *n) {
    runs best[GJ_TEMPLATE_ANCHORS + 1];
    for (; n; n = n->next) {
        uint32_t i = t->nanchors;
        node_runs(n, &best[i]);
        if (best[i].n == 0) continue;
        for (; i > 0 && is_rarer(&best[i], &best[i - 1]); i--) {
            runs swap = best[i];
            best[i] = best[i - 1];
            best[i - 1] = swap;
        }
        if (t->nanchors < GJ_TEMPLATE_ANCHORS) t->nanchors++;
    }
    for (uint32_t i = 0; i < t->nanchors; i++) {
        gj_anchor *a = &t->anchor[i];
        a->n = best[i].n;
        a->word = GJ_NEW_ARRAY(arena, uint32_t, a->n);
        for (uint32_t k = 0; k < a->n; k++) a->word[k] = gj_lexicon_add(lexicon, best[i].run[k]);
    }
}

/* ---- steps, from the end to the start; a template of n bytes makes at most n + 1 ---- */

typedef struct emitter {
    const parser *p;
    gj_template *t;
} emitter;

static uint16_t emit(emitter *e, gj_template_step step) {
    e->t->step[e->t->nsteps] = step;
    return (uint16_t)e->t->nsteps++;
}

/* Whether a step that IS wanted can be reached from AT without a character. */
static bool reaches(const gj_template *t, uint16_t at, uint8_t *seen, bool (*is)(const gj_template_step *)) {
    for (; !seen[at]; at = t->step[at].next) {
        const gj_template_step *s = &t->step[at];
        seen[at] = 1;
        if (is(s)) return true;
        if (s->op != GJ_T_SPLIT && s->op != GJ_T_CLOSE) return false;
        if (s->op == GJ_T_SPLIT && reaches(t, s->other, seen, is)) return true;
    }
    return false;
}

static bool may_follow(const gj_template *t, uint16_t at, bool (*is)(const gj_template_step *)) {
    uint8_t seen[TEXT_MOST + 1] = {0};
    return reaches(t, at, seen, is);
}

static bool is_match(const gj_template_step *s) {
    return s->op == GJ_T_MATCH;
}

/* Text that a number would take for its own. */
static bool is_multiplier(const gj_template_step *s) {
    static const char *const own[] = {"百", "千", "万", "亿", "%"};
    for (size_t i = 0; s->op == GJ_T_LITERAL && i < sizeof own / sizeof *own; i++)
        if (gj_str_has_prefix(s->text, gj_str_from(own[i]))) return true;
    return false;
}

/* The characters that a match may begin with at step AT. */
static void collect_starts(const gj_template *t, uint16_t at, uint8_t *seen, gj_template_set *set) {
    for (; !seen[at]; at = t->step[at].next) {
        const gj_template_step *s = &t->step[at];
        size_t first = 0;
        seen[at] = 1;
        switch ((gj_template_op)s->op) {
        case GJ_T_LITERAL: gj_template_set_add(set, gj_utf8_next(s->text, &first)); return;
        case GJ_T_NUMBER:
            for (gj_str n = GJ_STR(GJ_TEMPLATE_NUMERALS); first < n.n;) gj_template_set_add(set, gj_utf8_next(n, &first));
            return;
        case GJ_T_ANY:
        case GJ_T_WORD:
        case GJ_T_MATCH: memset(set, 0xFF, sizeof *set); return;
        case GJ_T_SPLIT: collect_starts(t, s->other, seen, set); break;
        case GJ_T_OPEN:
        case GJ_T_CLOSE: break;
        }
    }
}

static bool hedges_after(gj_arena *arena, const node *n) {
    if (!n || n->kind != LITERAL) return false;
    gj_str text = gj_str_format(arena, "1%.*s", GJ_FMT(n->text));
    return gj_num_is_inexact(text, 0, 1);
}

static uint16_t emit_number(emitter *e, const node *n, uint16_t next) {
    gj_template_step step = {.op = GJ_T_NUMBER,
                             .hole = (uint8_t)n->hole,
                             .own_before = n->prev && n->prev->kind == LITERAL,
                             .own_after = n->next && n->next->kind == LITERAL,
                             .hedged_after = hedges_after(e->p->arena, n->next),
                             .next = next};
    uint16_t full = emit(e, step);
    if (!may_follow(e->t, next, is_multiplier)) return full;
    step.plain = true;
    uint16_t plain = emit(e, step);
    return emit(e, (gj_template_step){.op = GJ_T_SPLIT, .next = full, .other = plain});
}

/* At least one character of OP; as few as will do, or as many as there are where nothing need follow. */
static uint16_t emit_text(emitter *e, const node *n, gj_template_op op, uint16_t next) {
    bool greedy = may_follow(e->t, next, is_match);
    uint16_t close = emit(e, (gj_template_step){.op = GJ_T_CLOSE, .hole = (uint8_t)n->hole, .next = next});
    uint16_t one = emit(e, (gj_template_step){.op = (uint8_t)op});
    gj_template_step split = {.op = GJ_T_SPLIT, .next = greedy ? one : close, .other = greedy ? close : one};
    uint16_t loop = emit(e, split);
    e->t->step[one].next = loop;
    return emit(e, (gj_template_step){.op = GJ_T_OPEN, .hole = (uint8_t)n->hole, .next = one});
}

static uint16_t emit_gap(emitter *e, uint16_t next) {
    uint16_t one = emit(e, (gj_template_step){.op = GJ_T_ANY});
    uint16_t loop = emit(e, (gj_template_step){.op = GJ_T_SPLIT, .next = next, .other = one});
    e->t->step[one].next = loop;
    return loop;
}

static uint16_t emit_sequence(emitter *e, const node *first, uint16_t next);

/* B and the alternatives behind it, each tried when those before it failed, and last of all nothing where that is OPTIONAL. */
static uint16_t emit_branches(emitter *e, const node *b, bool optional, uint16_t next) {
    bool last = !b->sibling && !optional;
    uint16_t other = b->sibling ? emit_branches(e, b->sibling, optional, next) : next;
    uint16_t body = emit_sequence(e, b, next);
    return last || body == other ? body : emit(e, (gj_template_step){.op = GJ_T_SPLIT, .next = body, .other = other});
}

static uint16_t emit_sequence(emitter *e, const node *first, uint16_t next) {
    const node *n = first;
    while (n->next) n = n->next;
    for (;; n = n->prev) {
        switch (n->kind) {
        case LITERAL:
            if (n->text.n) next = emit(e, (gj_template_step){.op = GJ_T_LITERAL, .text = n->text, .next = next});
            break;
        case GAP: next = emit_gap(e, next); break;
        case HOLE: {
            uint8_t type = e->p->holes[n->hole].type;
            if (type <= GJ_HOLE_PERCENT)
                next = emit_number(e, n, next);
            else
                next = emit_text(e, n, type == GJ_HOLE_WORD ? GJ_T_WORD : GJ_T_ANY, next);
            break;
        }
        case OPTION:
        case CHOICE: next = emit_branches(e, n->branch, n->kind == OPTION, next); break;
        }
        if (n == first) return next;
    }
}

static gj_template_set starts_at(const gj_template *t, uint16_t step) {
    uint8_t seen[TEXT_MOST + 1] = {0};
    gj_template_set set = {{0}};
    collect_starts(t, step, seen, &set);
    return set;
}

static void note_starts(gj_template *t) {
    t->starts = starts_at(t, t->start);
    for (uint32_t i = 0; i < t->nsteps; i++) {
        gj_template_step *s = &t->step[i];
        if (s->op != GJ_T_SPLIT) continue;
        gj_template_set next = starts_at(t, s->next), other = starts_at(t, s->other);
        s->starts[0] = gj_template_set_fold(&next);
        s->starts[1] = gj_template_set_fold(&other);
    }
}

/* ---- the door ---- */

int gj_template_compile(gj_arena *arena, gj_lexicon *lexicon, gj_str text, gj_span span, gj_template **out, gj_diags *diags) {
    if (!lexicon) lexicon = gj_lexicon_new(arena);
    parser p = {.arena = arena, .diags = diags, .text = gj_str_copy(arena, text), .span = span};
    gj_template *t = GJ_NEW(arena, gj_template);
    *out = t;
    t->text = p.text;
    t->lexicon = lexicon;
    if (text.n > TEXT_MOST) {
        fail(&p, GJ_E_TEMPLATE_LARGE, 0, text.n, GJ_STR_NONE, GJ_STR_NONE);
        return 1;
    }
    uint32_t used = 0;
    node *tree = parse_sequence(&p, 0, false, &used);
    if (!p.failed) check_borders(&p, tree, 0);
    t->literal_size = literal_size(tree);
    if (!p.failed && t->literal_size == 0) fail(&p, GJ_E_TEMPLATE_EMPTY, 0, text.n, GJ_STR_NONE, GJ_STR_NONE);
    if (p.failed) return 1;

    t->nholes = p.nholes;
    t->holes = GJ_NEW_ARRAY(arena, gj_hole, p.nholes);
    memcpy(t->holes, p.holes, p.nholes * sizeof *t->holes);
    find_anchors(arena, lexicon, t, tree);
    t->step = GJ_NEW_ARRAY(arena, gj_template_step, text.n + 1);
    emitter e = {&p, t};
    uint16_t match = emit(&e, (gj_template_step){.op = GJ_T_MATCH});
    t->start = emit_sequence(&e, tree, match);
    note_starts(t);
    return 0;
}

struct gj_template_entry {
    const gj_template *template;
    struct gj_template_entry *next;
};

int gj_template_once(gj_templates *known, gj_arena *arena, gj_str text, gj_span span, const gj_template **out, gj_diags *diags) {
    for (struct gj_template_entry *e = known ? known->first : NULL; e; e = e->next)
        if (gj_str_eq(e->template->text, text)) {
            *out = e->template;
            return 0;
        }
    if (known && !known->lexicon) known->lexicon = gj_lexicon_new(arena);
    gj_template *fresh;
    int bad = gj_template_compile(arena, known ? known->lexicon : NULL, text, span, &fresh, diags);
    *out = fresh;
    if (bad || !known) return bad;
    struct gj_template_entry *entry = GJ_NEW(arena, struct gj_template_entry);
    *entry = (struct gj_template_entry){fresh, known->first};
    known->first = entry;
    return 0;
}

const gj_hole *gj_template_holes(const gj_template *t, size_t *count) {
    *count = t->nholes;
    return t->holes;
}

gj_str gj_template_text(const gj_template *t) {
    return t->text;
}

const gj_lexicon *gj_template_lexicon(const gj_template *t) {
    return t->lexicon;
}

bool gj_template_is_vague(const gj_template *t) {
    return t->literal_size < VAGUE_LESS_THAN;
}
