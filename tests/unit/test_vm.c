/* The bytecode and the exact evaluator say the same of every instance, whatever the cells hold. */
#include "run/vm.h"

#include "rule/code.h"
#include "unit.h"
#include "walks.h"

static const char rules_text[] = "表样 试样 \"试样\" {\n"
                                 "  表 甲 {\n"
                                 "    列 a, b, c, 总\n"
                                 "    行 一 \"首\"\n"
                                 "    行 二 \"次\"\n"
                                 "    行 三 \"组\" { 行 1 子一; 行 2 子二; 行 3 子三; 行 4 和 汇总 }\n"
                                 "    行 四 \"尾\"\n"
                                 "  }\n"
                                 "}\n"
                                 "表 甲 {\n"
                                 "规则 V1 \"加减\" { 三.和 == 一 + 二 - 四 }\n"
                                 "规则 V2 \"逐行\" { [总] == 合计([a..c]) }\n"
                                 "规则 V3 \"组\" { 三.和 == 合计(三.1..3) }\n"
                                 "规则 V4 \"不等\" { 三.和 >= 一 且 一 > 二 或 四 != 3 }\n"
                                 "规则 V5 \"容差\" { 一 == 二 ± 2 }\n"
                                 "规则 V6 \"两层\" { 合计(三.*[a..c]) < 40 }\n"
                                 "规则 V7 \"集合\" { 三.* <= 9 }\n"
                                 "规则 V8 \"选列\" { 一[总, a] <= 二[a, 总] + 5 }\n"
                                 "规则 V9 \"否定\" { 非 (一 == 二 且 三.和 > 0) 或 非 四 < 3 }\n"
                                 "规则 V10 \"取整\" { 四舍五入(一) == 一 且 四舍五入(二 + 一, 1) >= 二 }\n"
                                 "}\n";

static uint32_t next(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void fill(gj_report *report, uint32_t *state, unsigned mess) {
    for (uint32_t slot = 0; slot < report->form->nslots; slot++) {
        uint32_t roll = next(state) % 100;
        if (roll < mess)
            gj_report_unset(report, slot, (gj_status)(GJ_BLANK + next(state) % 6));
        else if (roll < 2 * mess)
            gj_report_set(report, slot, gj_num_dec((int64_t)(next(state) % 100), 1), (gj_written){.decimals = 1, .rounded = true});
        else if (roll < 3 * mess)
            gj_report_set(report, slot, gj_num_int(INT64_MAX - (int64_t)(next(state) % 3)), (gj_written){0});
        else
            gj_report_set(report, slot, gj_num_int((int64_t)(next(state) % 6) - 1), (gj_written){0});
    }
}

static gj_rules *compiled(void) {
    gj_rules *rules = gj_rules_new();
    int failed = gj_rules_load_text(rules, "test", rules_text) | gj_rules_compile(rules);
    ck_assert_msg(!failed, "%s", gj_rules_errors(rules, GJ_EN));
    return rules;
}

static const gj_form *test_form(const gj_rules *rules) {
    for (uint32_t i = 0; i < rules->program.nforms; i++)
        if (gj_str_eq(rules->program.forms[i]->name, GJ_STR("试样"))) return rules->program.forms[i];
    return NULL;
}

START_TEST(most_relations_have_bytecode) {
    gj_rules *rules = compiled();
    const gj_form_code *code = &rules->program.code->forms[test_form(rules)->index];
    uint32_t with = 0, n = 0;
    for (uint32_t i = 0; i < code->n; i++) {
        if (code->statements[i].kind != GJ_STMT_RELATION) continue;
        n++;
        with += code->statements[i].fast != NULL;
    }
    ck_assert_uint_eq(n, 10);
    ck_assert_uint_eq(with, 10);
    gj_rules_free(rules);
}
END_TEST

START_TEST(a_row_of_columns_is_one_instruction) {
    gj_rules *rules = compiled();
    const gj_form_code *code = &rules->program.code->forms[test_form(rules)->index];
    const gj_fast *fast = code->statements[0].fast; /* 三.和 == 一 + 二 - 四 */
    ck_assert_uint_eq(fast->instances, 4);
    ck_assert_uint_eq(fast->n, 7); /* four rows, an addition, a subtraction, a comparison */
    gj_rules_free(rules);
}
END_TEST

START_TEST(bytecode_and_evaluator_agree) {
    gj_rules *rules = compiled();
    const gj_form *form = test_form(rules);
    uint32_t state = 20260101;
    gj_summary seen = {0};
    for (unsigned round = 0; round < 2000; round++) {
        gj_arena *arena = gj_arena_new();
        gj_report *report = gj_report_empty(arena, form, GJ_STR("r"));
        fill(report, &state, round % 3);
        gj_findings fast, exact;
        gj_judge_options options = {.lang = GJ_LANG_EN};
        gj_judge(arena, &rules->program, report, &options, &fast);
        options.keep_all = true;
        gj_judge(arena, &rules->program, report, &options, &exact);
        ck_assert_uint_eq(fast.summary.pass, exact.summary.pass);
        ck_assert_uint_eq(fast.summary.fail, exact.summary.fail);
        ck_assert_uint_eq(fast.summary.unknown, exact.summary.unknown);
        ck_assert_uint_eq(fast.summary.na, exact.summary.na);
        seen.pass += exact.summary.pass;
        seen.fail += exact.summary.fail;
        seen.unknown += exact.summary.unknown;
        gj_arena_free(arena);
    }
    ck_assert(seen.pass > 1000 && seen.fail > 1000 && seen.unknown > 1000); /* the cells were not all of one kind */
    gj_rules_free(rules);
}
END_TEST

GJ_SUITE("vm", most_relations_have_bytecode, a_row_of_columns_is_one_instruction, bytecode_and_evaluator_agree)
