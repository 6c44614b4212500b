/* check_explain.c - names that mean nothing, as people write them: what was meant. */
#include "base/suggest.h"
#include "base/utf8.h"
#include "rule/check_parts.h"

enum { LONGEST_WORD = 200 }; /* bytes: nobody runs together more than that */

/* Whether NAME is something by itself: a row of the top level, a column, or a definition. */
static bool is_known(const gj_checker *k, gj_str name) {
    for (const gj_binding *b = k->bindings; b; b = b->outer)
        if (gj_str_eq(b->name, name)) return true;
    for (uint32_t i = 0; i < k->form->ntables; i++)
        if (gj_table_child(&k->form->tables[i], GJ_NO_INDEX, name) != GJ_NO_INDEX ||
            gj_table_column(&k->form->tables[i], GJ_NO_INDEX, name) != GJ_NO_INDEX)
            return true;
    return false;
}

/* A word such as 二且三, or 一加二, is two names and an operator that lack a space. */
static bool glued(gj_checker *k, gj_str word, gj_span span) {
    static const struct {
        const char *word, *meant;
    } operators[] = {{"不等于", "!="}, {"不大于", "<="}, {"不小于", ">="}, {"等于", "=="}, {"大于", ">"}, {"小于", "<"},
                     {"减去", "-"},    {"除以", "/"},    {"乘以", "*"},    {"加", "+"},    {"减", "-"},   {"乘", "*"},
                     {"且", "且"},     {"或", "或"},     {"非", "非"},     {"有", "有"},   {"则", "则"}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        gj_str op = gj_str_from(operators[i].word);
        ptrdiff_t at = gj_str_find(word, op);
        if (at <= 0 || (size_t)at + op.n >= word.n) continue;
        gj_str left = gj_str_slice(word, 0, (size_t)at), right = gj_str_slice(word, (size_t)at + op.n, word.n);
        if (!is_known(k, left) && !is_known(k, right)) continue;
        gj_diag *d = GJ_DIAG(k->diags, GJ_E_GLUED_KEYWORD, span, word, op);
        gj_diag_hint(k->diags, d, "%.*s → %.*s %s %.*s", GJ_FMT(word), GJ_FMT(left), operators[i].meant, GJ_FMT(right));
        return true;
    }
    return false;
}

static bool mean(gj_checker *k, gj_span span, gj_str word, gj_str meant) {
    GJ_DIAG(k->diags, GJ_E_UNKNOWN_NAME_NEAR, span, word, meant);
    return true;
}

/* 章五, 五: a section, whose name stands behind 章. */
static bool means_section(gj_checker *k, gj_str word, gj_span span) {
    gj_str section = GJ_STR("章"), rest = gj_str_has_prefix(word, section) ? gj_str_slice(word, section.n, word.n) : word;
    if (rest.n == 0 || gj_form_section(k->form, rest) == GJ_NO_INDEX) return false;
    return mean(k, span, word, gj_str_format(k->arena, "章 %.*s", GJ_FMT(rest)));
}

/* 表五: a table that the form does not have. */
static bool means_table(gj_checker *k, gj_str word, gj_span span) {
    gj_str table = GJ_STR("表");
    if (!gj_str_has_prefix(word, table)) return false;
    for (uint32_t i = 0; i < k->form->ntables; i++)
        if (gj_str_eq(gj_str_slice(word, table.n, word.n), k->form->tables[i].name)) return false;
    return gj_check_no_table(k, word, span);
}

bool gj_check_no_table(gj_checker *k, gj_str word, gj_span span) {
    bool apart = gj_str_find(word, GJ_STR(" ")) > 0; /* 表 五 or 表五: as it was written */
    if (k->form->ntables == 0) return false;
    gj_buf list = GJ_BUF_INIT;
    for (uint32_t i = 0; i < k->form->ntables; i++)
        gj_buf_addf(&list, "%s表%s%.*s", i ? "、" : "", apart ? " " : "", GJ_FMT(k->form->tables[i].name));
    GJ_DIAG(k->diags, GJ_E_UNKNOWN_NAME_HERE, span, word, gj_buf_copy(&list, k->diags->arena));
    gj_buf_free(&list);
    return true;
}

/* 三总计, 第三项: a row as people write it. */
static bool means_row(gj_checker *k, gj_str word, gj_span span) {
    for (uint32_t t = 0; t < k->form->ntables; t++) {
        const gj_table *table = &k->form->tables[t];
        gj_str nth = GJ_STR("第"), item = GJ_STR("项");
        gj_str ordinal = gj_str_slice(word, nth.n, word.n > item.n ? word.n - item.n : 0);
        if (gj_str_has_prefix(word, nth) && gj_str_has_suffix(word, item) && gj_table_child(table, GJ_NO_INDEX, ordinal) != GJ_NO_INDEX)
            return mean(k, span, word, ordinal);
        for (size_t at = 0; at < word.n;) {
            gj_utf8_next(word, &at);
            uint32_t row = at < word.n ? gj_table_child(table, GJ_NO_INDEX, gj_str_slice(word, 0, at)) : GJ_NO_INDEX;
            if (row == GJ_NO_INDEX || gj_table_child(table, row, gj_str_slice(word, at, word.n)) == GJ_NO_INDEX) continue;
            return mean(k, span, word, gj_str_format(k->arena, "%.*s.%.*s", (int)at, word.p, (int)(word.n - at), word.p + at));
        }
    }
    return false;
}

/* 全年.总计 of a definition, whose columns stand in brackets. */
static bool means_columns(gj_checker *k, const gj_node *node) {
    const gj_node *first = node->first, *second = first->next;
    if (!second || second->kind != GJ_N_STEP || second->op != GJ_STEP_WORD || second->next) return false;
    for (const gj_binding *b = k->bindings; b; b = b->outer)
        if (gj_str_eq(b->name, first->text))
            return mean(k, node->span, gj_source_slice(k->diags->sources, node->span),
                        gj_str_format(k->arena, "%.*s[%.*s]", GJ_FMT(first->text), GJ_FMT(second->text)));
    return false;
}

/* A first word that no table has and that explains itself: two names run together, a section, a definition misspelt. */
bool gj_check_explained(gj_checker *k, const gj_node *node, bool lone) {
    const gj_node *first = node->first;
    if (!first || first->kind != GJ_N_STEP || first->op != GJ_STEP_WORD || first->text.n > LONGEST_WORD) return false;
    if (gj_check_tables(k, node)) return false;
    if (means_columns(k, node)) return true;
    if (glued(k, first->text, first->span)) return true;
    if (means_table(k, first->text, first->span)) return true;
    for (const gj_binding *b = lone ? k->bindings : NULL; b; b = b->outer) {
        gj_str name = b->name;
        if (gj_suggest(first->text, &name, 1) == 0) return mean(k, node->span, first->text, name);
    }
    return means_row(k, first->text, first->span) || (lone && means_section(k, first->text, node->span));
}

/* What other programs, and people, call a function. */
gj_str gj_check_other_word(gj_str name) {
    static const char *const words[][2] = {
        {"求和", "合计"},   {"总和", "合计"},     {"加总", "合计"},     {"相加", "合计"},    {"SUM", "sum"},
        {"total", "sum"},   {"个数", "计数"},     {"数量", "计数"},     {"COUNT", "count"},  {"最大值", "最大"},
        {"最小值", "最小"}, {"平均值", "平均"},   {"均值", "平均"},     {"AVERAGE", "mean"}, {"average", "mean"},
        {"avg", "mean"},    {"取整", "四舍五入"}, {"舍入", "四舍五入"}, {"ROUND", "round"},  {"长度", "字数"},
        {"len", "length"},  {"都", "全部"},       {"所有", "全部"},     {"有一个", "任一"},  {"差", "绝对值"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (gj_str_eq(name, gj_str_from(words[i][0]))) return gj_str_from(words[i][1]);
    return GJ_STR_NONE;
}
