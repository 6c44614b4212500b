/* What the functions of text work out from a piece of the narrative. */
#include "unit.h"

#include <string.h>

#include "run/textual.h"

static gj_arena *arena;

static void begin(void) {
    arena = gj_arena_new();
}
static void end(void) {
    gj_arena_free(arena);
    arena = NULL;
}

static gj_str S(const char *text) {
    return gj_str_from(text);
}

static const char *sum(const char *text) {
    gj_num n;
    return gj_text_list_sum(arena, S(text), &n) ? gj_num_str(arena, n).p : "-";
}

static const char *nth(const char *text, int64_t k) {
    gj_num n;
    gj_written w;
    return gj_text_number(arena, S(text), k, &n, &w) ? gj_num_str(arena, n).p : "-";
}

START_TEST(a_list_adds_up_to_its_items) {
    begin();
    ck_assert_str_eq(sum("主办9件、协办7件、分办3件"), "19");
    ck_assert_str_eq(sum("通知 10 条，解读 20 条"), "30");
    ck_assert_str_eq(sum("通知１０条；解读2条"), "12");
    end();
}
END_TEST

START_TEST(a_list_ends_where_its_mark_or_its_unit_changes) {
    begin();
    ck_assert_str_eq(sum("主办9件、协办7件、分办3件，办理提案16件，主办15件、协办1件"), "19");
    ck_assert_str_eq(sum("主办15件、协办1件均已办结"), "16");
    ck_assert_str_eq(sum("征集11期，访谈1期，发布83次"), "12");
    ck_assert_str_eq(sum("主办9件、协办7件（含转办2件）"), "16");
    ck_assert_str_eq(sum("9件、协办7件"), "16");
    end();
}
END_TEST

START_TEST(what_is_not_a_list_has_no_sum) {
    begin();
    ck_assert_str_eq(sum(""), "-");
    ck_assert_str_eq(sum("重点领域信息5385条"), "-");
    ck_assert_str_eq(sum("占21%、23%"), "-");
    ck_assert_str_eq(sum("通知约10条、解读2条"), "-");
    ck_assert_str_eq(sum("9件、7件"), "-");
    end();
}
END_TEST

START_TEST(numbers_are_counted_from_one) {
    begin();
    ck_assert_str_eq(nth("予以公开14件、部分公开15件", 1), "14");
    ck_assert_str_eq(nth("予以公开14件、部分公开15件", 2), "15");
    ck_assert_str_eq(nth("予以公开14件、部分公开15件", 3), "-");
    ck_assert_str_eq(nth("21%、 2.5 %", 2), "0.025");
    end();
}
END_TEST

START_TEST(another_year_is_seen_and_a_document_number_is_not) {
    ck_assert(gj_text_other_year(S("比 2021 年增加"), 2022));
    ck_assert(gj_text_other_year(S("２０２１年"), 2022));
    ck_assert(!gj_text_other_year(S("2022年收到，共12021件，〔2021〕30号"), 2022));
    ck_assert(!gj_text_other_year(S("12021年"), 2022));
}
END_TEST

static const char *fault(const char *text, const char *style) {
    gj_str s = gj_text_ordinal_fault(arena, S(text), S(style));
    return s.n ? s.p : "-";
}

START_TEST(a_series_of_ordinals_goes_up_by_one) {
    begin();
    ck_assert_str_eq(fault("（一）甲\n（二）乙\n（三）丙", "（一）"), "-");
    ck_assert_str_eq(fault("（一）甲\n（二）乙\n（四）丁", "（一）"), "（四）→（三）");
    ck_assert_str_eq(fault("（一）甲\n（二）乙\n（二）丙", "（一）"), "（二）→（三）");
    ck_assert_str_eq(fault("(一)甲\n (二) 乙\n（三）丙", "（一）"), "-");
    ck_assert_str_eq(fault("（九）甲", "（一）"), "（九）→（一）");
    ck_assert_str_eq(fault("（一）\n（二）\n（三）\n（四）\n（五）\n（六）\n（七）\n（八）\n（九）\n（十）\n（十一）\n（十三）", "（一）"),
                     "（十三）→（十二）");
    end();
}
END_TEST

START_TEST(a_digit_in_place_of_a_numeral_is_a_fault) {
    begin();
    ck_assert_str_eq(fault("（一）甲\n（二）乙\n（三）丙\n（4）丁\n（五）戊", "（一）"), "（4）→（四）");
    ck_assert_str_eq(fault("（一）甲\n（1）子\n（2）丑\n（3）寅\n（二）乙\n（1）子", "（一）"), "-");
    end();
}
END_TEST

START_TEST(a_series_may_begin_anew) {
    begin();
    ck_assert_str_eq(fault("（一）甲\n（二）乙\n（一）甲\n（二）乙", "（一）"), "-");
    ck_assert_str_eq(fault("一是甲。二是乙。\n一是甲；二是乙；三是丙。", "一是"), "-");
    end();
}
END_TEST

START_TEST(ordinals_inside_a_sentence_stand_behind_a_mark) {
    begin();
    ck_assert_str_eq(fault("及时调整小组。二是印发通知。三是完善。", "一是"), "二是→一是");
    ck_assert_str_eq(fault("问题：一是甲，二是乙；四是丁。", "一是"), "四是→三是");
    ck_assert_str_eq(fault("一是甲；二是乙；三是丙。\n及时调整；二是丁。", "一是"), "二是→一是");
    ck_assert_str_eq(fault("做到统一是关键。其二是说", "一是"), "-");
    end();
}
END_TEST

START_TEST(a_style_without_its_numeral_finds_nothing) {
    begin();
    ck_assert_str_eq(fault("（二）甲", "（）"), "-");
    ck_assert_str_eq(fault("", "（一）"), "-");
    end();
}
END_TEST

static int64_t count(const char *pattern, const char *text) {
    gj_arena *own = gj_arena_new();
    gj_sources *sources = gj_sources_new(own);
    gj_diags diags;
    gj_diags_init(&diags, own, sources);
    const gj_regex *regex = gj_regex_compile(own, S(pattern), (gj_span){0}, &diags);
    ck_assert_ptr_nonnull(regex);
    int64_t n = gj_text_count(regex, S(text), false);
    gj_arena_free(own);
    return n;
}

START_TEST(matches_of_a_pattern_are_counted_without_overlaps) {
    ck_assert_int_eq(count("情况|事项", "总体情况、公开情况、其他事项"), 3);
    ck_assert_int_eq(count("aa", "aaaaa"), 2);
    ck_assert_int_eq(count("x*", "甲"), 2);
    ck_assert_int_eq(count("乙", ""), 0);
}
END_TEST

START_TEST(a_pattern_is_compiled_once) {
    gj_arena *own = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, own, gj_sources_new(own));
    gj_regexes cache = {0};
    const gj_regex *first = gj_regex_once(&cache, own, S("a+"), (gj_span){0}, &diags);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_eq(gj_regex_once(&cache, own, S("a+"), (gj_span){0}, &diags), first);
    ck_assert_ptr_ne(gj_regex_once(&cache, own, S("b"), (gj_span){0}, &diags), first);
    ck_assert_ptr_ne(gj_regex_once(NULL, own, S("a+"), (gj_span){0}, &diags), first);
    ck_assert_ptr_null(gj_regex_once(&cache, own, S("("), (gj_span){0}, &diags));
    gj_arena_free(own);
}
END_TEST

GJ_SUITE("textual", a_list_adds_up_to_its_items, a_list_ends_where_its_mark_or_its_unit_changes, what_is_not_a_list_has_no_sum,
         numbers_are_counted_from_one, another_year_is_seen_and_a_document_number_is_not, a_series_of_ordinals_goes_up_by_one,
         a_digit_in_place_of_a_numeral_is_a_fault, a_series_may_begin_anew, ordinals_inside_a_sentence_stand_behind_a_mark,
         a_style_without_its_numeral_finds_nothing, matches_of_a_pattern_are_counted_without_overlaps, a_pattern_is_compiled_once)
