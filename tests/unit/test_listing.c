/* What the items of a list add up to, and the number that a text ends with. */
#include "unit.h"

#include <string.h>

#include "run/listing.h"

static gj_arena *arena;

static void begin(void) {
    arena = gj_arena_new();
}
static void end(void) {
    gj_arena_free(arena);
    arena = NULL;
}

static const char *head(const char *text, int64_t target) {
    gj_num whole = gj_num_int(target), n;
    return gj_listing_head_sum(arena, gj_str_from(text), &whole, &n) ? gj_num_str(arena, n).p : "-";
}

static const char *tail(const char *text, int64_t target) {
    gj_num whole = gj_num_int(target), n;
    return gj_listing_tail_sum(arena, gj_str_from(text), &whole, &n) ? gj_num_str(arena, n).p : "-";
}

static const char *last(const char *text) {
    gj_num n;
    gj_written w;
    return gj_listing_last(arena, gj_str_from(text), &n, &w) ? gj_num_str(arena, n).p : "-";
}

START_TEST(as_many_items_as_make_the_total) {
    begin();
    ck_assert_str_eq(head("自然人18件、法人2件，办结20件", 20), "20");
    ck_assert_str_eq(tail("答复8件，建议58件、提案91件", 149), "149");
    end();
}
END_TEST

START_TEST(all_of_one_counting_word_when_none_make_the_total) {
    begin();
    ck_assert_str_eq(head("自然人18件、法人3件，参加人员5人", 20), "21");
    ck_assert_str_eq(tail("参加人员5人，建议58件、提案91件", 159), "149");
    end();
}
END_TEST

START_TEST(other_counting_words_belong_when_they_make_the_total) {
    begin();
    ck_assert_str_eq(tail("审计公告7篇、整改情况3篇，其他信息88条", 98), "98");
    ck_assert_str_eq(head("月报12期、公报1份、分析28篇", 41), "41");
    end();
}
END_TEST

START_TEST(an_item_may_begin_with_its_number) {
    begin();
    ck_assert_str_eq(head("17件由个人提出、3件由企业提出", 20), "20");
    end();
}
END_TEST

START_TEST(percentages_and_what_stands_in_brackets_are_passed_over) {
    begin();
    ck_assert_str_eq(head("建议33件（主办10件），占42.3%，提案45件（主办16件）", 78), "78");
    ck_assert_str_eq(head("征收（42件）、规划（19件）", 61), "61");
    end();
}
END_TEST

START_TEST(a_year_or_a_day_is_no_item) {
    begin();
    ck_assert_str_eq(tail("收到申请27件，2021年结转2件", 29), "29");
    ck_assert_str_eq(tail("12月20日，2021年", 29), "-");
    end();
}
END_TEST

START_TEST(a_list_ends_with_the_bracket_that_holds_it) {
    begin();
    ck_assert_str_eq(head("执法案卷13件）、无法提供13件", 26), "13");
    ck_assert_str_eq(tail("收到30件（网上22件、邮寄6件", 28), "28");
    end();
}
END_TEST

START_TEST(no_list_has_no_sum) {
    begin();
    ck_assert_str_eq(head("没有", 3), "-");
    ck_assert_str_eq(head("约10条、解读2条", 12), "-");
    ck_assert_str_eq(tail("占21%", 21), "-");
    ck_assert_str_eq(head("H5作品、第3次", 3), "-");
    end();
}
END_TEST

START_TEST(the_number_at_the_end) {
    begin();
    ck_assert_str_eq(last("共发布信息527条。"), "527");
    ck_assert_str_eq(last("收到申请8件，"), "8");
    ck_assert_str_eq(last("收到8件申请。"), "-");
    ck_assert_str_eq(last("比上年增长5%。"), "-");
    ck_assert_str_eq(last(""), "-");
    end();
}
END_TEST

GJ_SUITE("listing", as_many_items_as_make_the_total, all_of_one_counting_word_when_none_make_the_total,
         other_counting_words_belong_when_they_make_the_total, an_item_may_begin_with_its_number,
         percentages_and_what_stands_in_brackets_are_passed_over, a_year_or_a_day_is_no_item, a_list_ends_with_the_bracket_that_holds_it,
         no_list_has_no_sum, the_number_at_the_end)
