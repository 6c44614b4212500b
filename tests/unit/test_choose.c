/* test_choose.c - which of two forms a report follows: told by the names that only one of them has. */
#include <stdio.h>

#include "base/diag.h"

#include "form_text.h"
#include "report/report.h"
#include "unit.h"

static const char first[] = "F 甲|公开年报\n"
                            "S 一|概况\n"
                            "T 二|0|0\n"
                            "C 处理数量\n"
                            "R 0||0|leaf|0|1|许可\n"
                            "R 0||0|leaf|0|1|处罚\n";
static const char second[] = "F 乙|公开年报\n"
                             "S 一|概况\n"
                             "T 二|0|0\n"
                             "C 本年处理数量\n"
                             "R 0||0|leaf|0|1|许可\n"
                             "R 0||0|leaf|0|1|收费\n";

/* Tells which form TEXT is read with. TIMELY: the first is for reports up to 2020, the second for those from 2021 on. */
static const char *chosen(const char *text, bool timely) {
    static char name[16];
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_form *until = form_text(arena, first), *since = form_text(arena, second);
    if (timely) until->until = 2020, since->since = 2021;
    const gj_form *forms[2] = {until, since};
    gj_report *report = gj_report_read(arena, GJ_STR("a.txt"), gj_str_from(text), forms, 2, &diags);
    ck_assert_ptr_nonnull(report);
    snprintf(name, sizeof name, "%.*s", GJ_FMT(report->form->name));
    gj_arena_free(arena);
    return name;
}

static const char *form_of(const char *text) {
    return chosen(text, false);
}

static const char *timely_form_of(const char *text) {
    return chosen(text, true);
}

START_TEST(a_row_that_one_form_has_tells) {
    ck_assert_str_eq(form_of("许可 3\n处罚 4\n"), "甲");
    ck_assert_str_eq(form_of("许可 3\n收费 4\n"), "乙");
}
END_TEST

START_TEST(a_column_inside_a_longer_one_is_not_met) {
    ck_assert_str_eq(form_of("内容 处理数量\n许可 3\n"), "甲");
    ck_assert_str_eq(form_of("内容 本年处理数量\n许可 3\n"), "乙");
}
END_TEST

START_TEST(spaces_in_a_name_do_not_matter) {
    ck_assert_str_eq(form_of("收  费 | 3\n许 可 | 4\n"), "乙");
}
END_TEST

START_TEST(the_form_of_the_year_is_given_up_when_its_names_are_not_there) {
    ck_assert_str_eq(timely_form_of("青溪县2020年公开年报\n许可 3\n处罚 4\n"), "甲");
    ck_assert_str_eq(timely_form_of("青溪县2022年公开年报\n许可 3\n收费 4\n"), "乙");
    ck_assert_str_eq(timely_form_of("青溪县2020年公开年报\n本年处理数量\n许可 3\n收费 4\n"), "乙"); /* its tables are another's */
    ck_assert_str_eq(timely_form_of("青溪县2022年公开年报\n处理数量\n许可 3\n处罚 4\n"), "甲");
    ck_assert_str_eq(timely_form_of("青溪县2020年公开年报\n许司 3\n处罚 4 5\n"), "甲"); /* damaged, and still its own */
}
END_TEST

GJ_SUITE("choose", the_form_of_the_year_is_given_up_when_its_names_are_not_there, a_row_that_one_form_has_tells,
         a_column_inside_a_longer_one_is_not_met, spaces_in_a_name_do_not_matter)
