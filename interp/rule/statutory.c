#include "rule/statutory.h"

#include "base/utf8.h"

/* The words of such sentences. Longer ones first where one begins another. */
static const struct {
    const char *word;
    int op; /* a gj_op, or SKIP */
} words[] = {
    {"大于或等于", GJ_OP_GE}, {"小于或等于", GJ_OP_LE}, {"大于等于", GJ_OP_GE}, {"小于等于", GJ_OP_LE}, {"不小于", GJ_OP_GE},
    {"不少于", GJ_OP_GE},     {"不大于", GJ_OP_LE},     {"不超过", GJ_OP_LE},   {"大于", GJ_OP_GT},     {"小于", GJ_OP_LT},
    {"等于", GJ_OP_EQ},       {"＝", GJ_OP_EQ},         {"=", GJ_OP_EQ},        {"加上", GJ_OP_ADD},    {"减去", GJ_OP_SUB},
    {"加", GJ_OP_ADD},        {"减", GJ_OP_SUB},        {"＋", GJ_OP_ADD},      {"+", GJ_OP_ADD},       {"－", GJ_OP_SUB},
    {"-", GJ_OP_SUB},         {"与", GJ_OP_ADD},        {"和", GJ_OP_ADD},
};
static const char *const skipped[] = {"之和", "之差", "的和", "的差", "应当", "应该", "应", "，", ",",
                                      "。",   ".",    "；",   ";",    "（",   "）",   "(",  ")"};

typedef struct reader {
    gj_arena *arena;
    const gj_form *form;
    uint32_t table;
    gj_str text;
    size_t at;
    gj_span span;
} reader;

static bool at_word(const reader *r, const char *word) {
    return gj_str_has_prefix(gj_str_slice(r->text, r->at, r->text.n), gj_str_from(word));
}

static void skip(reader *r) {
    for (bool again = true; again && r->at < r->text.n;) {
        again = false;
        for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++)
            if (at_word(r, skipped[i])) {
                r->at += gj_str_from(skipped[i]).n;
                again = true;
            }
    }
}

static int peek(const reader *r, size_t *length) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (at_word(r, words[i].word)) {
            *length = gj_str_from(words[i].word).n;
            return words[i].op;
        }
    return -1;
}

static gj_node *path(reader *r, gj_str first, gj_str second, gj_step second_kind) {
    gj_node *node = gj_node_new(r->arena, GJ_N_PATH, r->span);
    gj_node *step = gj_node_new(r->arena, GJ_N_STEP, r->span);
    step->text = first;
    step->op = GJ_STEP_WORD;
    gj_node_add(node, step);
    if (second.n || second_kind == GJ_STEP_STARSTAR) {
        gj_node *next = gj_node_new(r->arena, GJ_N_STEP, r->span);
        next->text = second;
        next->op = second_kind;
        gj_node_add(node, next);
    }
    return node;
}

/* What an item of the table stands for. */
static gj_node *item(reader *r, gj_str name) {
    const gj_table *table = &r->form->tables[r->table];
    uint32_t row = gj_table_child(table, GJ_NO_INDEX, name);
    if (row == GJ_NO_INDEX) return NULL;
    if (table->rows[row].slot != GJ_NO_INDEX) return path(r, name, GJ_STR_NONE, GJ_STEP_WORD);
    for (uint32_t i = table->rows[row].first_child; i != GJ_NO_INDEX; i = table->rows[i].next_sibling)
        if (table->rows[i].total) return path(r, name, table->rows[i].label.name, GJ_STEP_WORD);
    gj_node *sum = gj_node_new(r->arena, GJ_N_CALL, r->span);
    sum->text = GJ_STR("sum");
    return gj_node_add(sum, path(r, name, GJ_STR_NONE, GJ_STEP_STARSTAR));
}

/* 第一项, or a label up to the next word that is not part of it. */
static gj_node *term(reader *r) {
    skip(r);
    gj_str rest = gj_str_slice(r->text, r->at, r->text.n), ordinal = GJ_STR("第"), end = GJ_STR("项");
    if (gj_str_has_prefix(rest, ordinal)) {
        gj_str inner = gj_str_slice(rest, ordinal.n, rest.n);
        ptrdiff_t close = gj_str_find(inner, end);
        if (close <= 0 || close > 12) return NULL;
        gj_node *node = item(r, gj_str_slice(inner, 0, (size_t)close));
        if (node) r->at += ordinal.n + (size_t)close + end.n;
        return node;
    }
    for (size_t length = rest.n; length > 0; length--) { /* the longest label that stands here */
        gj_node *node = item(r, gj_str_slice(rest, 0, length));
        if (!node) continue;
        r->at += length;
        return node;
    }
    return NULL;
}

static gj_node *side(reader *r) {
    gj_node *left = term(r);
    while (left) {
        skip(r);
        size_t length = 0;
        int op = peek(r, &length);
        if (op != GJ_OP_ADD && op != GJ_OP_SUB) return left;
        r->at += length;
        gj_node *right = term(r);
        if (!right) return NULL;
        gj_node *both = gj_node_new(r->arena, GJ_N_BINARY, r->span);
        both->op = (uint32_t)op;
        left = gj_node_add(gj_node_add(both, left), right);
    }
    return NULL;
}

static gj_node *sentence_in(reader *r) {
    r->at = 0;
    gj_node *left = side(r);
    if (!left) return NULL;
    size_t length = 0;
    int op = peek(r, &length);
    if (op < GJ_OP_EQ) return NULL;
    r->at += length;
    gj_node *right = side(r);
    skip(r);
    if (!right || r->at < r->text.n) return NULL;
    gj_node *compare = gj_node_new(r->arena, GJ_N_COMPARE, r->span);
    compare->op = (uint32_t)op;
    return gj_node_add(gj_node_add(compare, left), right);
}

gj_node *gj_statutory_parse(gj_arena *arena, const gj_form *form, uint32_t table, gj_str sentence, gj_span span, gj_diags *diags) {
    gj_buf text = GJ_BUF_INIT;
    for (size_t at = 0; at < sentence.n;) {
        size_t from = at;
        uint32_t c = gj_utf8_next(sentence, &at);
        if (!gj_utf8_is_space(c)) gj_buf_add(&text, gj_str_slice(sentence, from, at));
    }
    reader r = {.arena = arena, .form = form, .text = gj_buf_copy(&text, arena), .span = span};
    gj_buf_free(&text);
    if (r.text.n > 2000) r.text.n = 0; /* a sentence, not a page */
    size_t furthest = 0;
    for (uint32_t i = 0; i < form->ntables; i++) {
        if (table != GJ_NO_INDEX && i != table) continue;
        r.table = i;
        gj_node *found = sentence_in(&r);
        if (found) return found;
        if (r.at > furthest) furthest = r.at;
    }
    if (diags) GJ_DIAG(diags, GJ_E_STATUTORY, span, r.text.n ? gj_str_slice(r.text, furthest, r.text.n) : sentence);
    return NULL;
}
