/* What stands before a place, ordinals, paragraphs that stand twice, who is named. */
#include "unit.h"

#include <string.h>

#include "run/outline.h"

static gj_arena *arena;

static void begin(void) {
    arena = gj_arena_new();
}
static void end(void) {
    gj_arena_free(arena);
    arena = NULL;
}

static const char *own(gj_str s) {
    return gj_str_format(arena, "%.*s", (int)s.n, s.p).p;
}

/* TEXT is cut at its first ^. */
static const char *around(const char *text, gj_str (*part)(gj_str, size_t)) {
    gj_str all = gj_str_from(text);
    return own(part(all, (size_t)gj_str_find(all, GJ_STR("^"))));
}

static const char *digits(const char *text) {
    return own(gj_outline_digit_fault(arena, gj_str_from(text)));
}

static const char *lists(const char *text) {
    return own(gj_outline_listing_fault(arena, gj_str_from(text)));
}

START_TEST(before_a_place_under_the_same_ordinal) {
    begin();
    ck_assert_str_eq(around("（一）甲。\n（二）乙。丙^丁", gj_outline_before), "（二）乙。丙");
    ck_assert_str_eq(around("甲。\n乙^丙", gj_outline_before), "甲。\n乙");
    ck_assert_str_eq(around("## 一、甲\n1.乙。\n  2、丙^", gj_outline_before), "  2、丙");
    ck_assert_str_eq(around("1.5倍\n乙^", gj_outline_before), "1.5倍\n乙");
    ck_assert_str_eq(around("^", gj_outline_before), "");
    end();
}
END_TEST

START_TEST(before_and_behind_a_place_in_the_same_sentence) {
    begin();
    ck_assert_str_eq(around("甲。乙，丙^丁，戊。己", gj_outline_sentence_before), "乙，丙");
    ck_assert_str_eq(around("（三）复议诉讼\n乙，丙^", gj_outline_sentence_before), "乙，丙");
    ck_assert_str_eq(around("甲。乙^丁，戊。己", gj_outline_sentence_after), "^丁，戊。");
    end();
}
END_TEST

START_TEST(ordinals_in_digits_that_do_not_follow) {
    begin();
    ck_assert_str_eq(digits("1.甲。\n2.乙。\n4.丙。"), "4.→3.");
    ck_assert_str_eq(digits("1、甲。\n2、乙。\n2、丙。"), "2、→3、");
    ck_assert_str_eq(digits("问题：1.甲；2.乙；4.丙。"), "4.→3.");
    ck_assert_str_eq(digits("（1）甲；\n（3）乙。"), "（3）→（2）");
    ck_assert_str_eq(digits("1）甲；2）乙；4）丙"), "4）→3）");
    end();
}
END_TEST

START_TEST(ordinals_in_digits_that_follow) {
    begin();
    ck_assert_str_eq(digits("（一）甲\n1.乙。\n2.丙。\n（二）丁\n1.戊。"), "");
    ck_assert_str_eq(digits("1.甲：（1）子；（2）丑。\n2.乙：（1）寅。"), "");
    ck_assert_str_eq(digits("1.甲。\n3.5万元。\n2023.1.5日"), "");
    ck_assert_str_eq(digits("7.甲。\n8.乙。"), "");
    ck_assert_str_eq(digits(""), "");
    end();
}
END_TEST

START_TEST(lists_that_skip_or_repeat) {
    begin();
    ck_assert_str_eq(lists("一是甲；三是乙。"), "三是→二是");
    ck_assert_str_eq(lists("一是甲；二是乙；二是丙。"), "二是→三是");
    ck_assert_str_eq(lists("一是甲；二是乙。措施：一是丙；三是丁。"), "三是→二是");
    end();
}
END_TEST

START_TEST(lists_in_lists) {
    begin();
    ck_assert_str_eq(lists("一是甲；二是乙：一是子，二是丑；三是丙。"), "");
    ck_assert_str_eq(lists("及时调整。二是甲。三是乙。"), "");
    ck_assert_str_eq(lists("（一）甲。一是子。\n（二）乙。三是丑。"), "");
    end();
}
END_TEST

START_TEST(a_paragraph_that_stands_twice) {
    begin();
    const char *line = "落实分管领导审核把关的制度，全年没有出现错敏信息，也没有泄密。";
    gj_str text = gj_str_format(arena, "%s\n别的一段，也有这么长，有句号也有逗号，只出现一次。\n  %s\n", line, line);
    ck_assert_str_eq(own(gj_outline_repeated(arena, text)), "落实分管领导审核把关的制度，全年没有出现错敏信息…");
    ck_assert_str_eq(own(gj_outline_repeated(arena, gj_str_from("无。\n无。\n没有标点的一行字就算它足够长也只是表格里的话\n"
                                                                "没有标点的一行字就算它足够长也只是表格里的话"))),
                     "");
    end();
}
END_TEST

START_TEST(an_organisation_is_named_in_full_or_without_its_place) {
    gj_str organisation = GJ_STR("某县水利局");
    ck_assert(gj_outline_names(GJ_STR("某县水利局全年"), organisation));
    ck_assert(gj_outline_names(GJ_STR("全年水利局收到"), organisation));
    ck_assert(!gj_outline_names(GJ_STR("全年林业局收到"), organisation));
    ck_assert(!gj_outline_names(GJ_STR("县局"), GJ_STR("某县局")));
    ck_assert(!gj_outline_names(GJ_STR("甲"), GJ_STR_NONE));
}
END_TEST

GJ_SUITE("outline", before_a_place_under_the_same_ordinal, before_and_behind_a_place_in_the_same_sentence,
         ordinals_in_digits_that_do_not_follow, ordinals_in_digits_that_follow, lists_that_skip_or_repeat, lists_in_lists,
         a_paragraph_that_stands_twice, an_organisation_is_named_in_full_or_without_its_place)
