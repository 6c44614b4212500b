/* Tables laid out otherwise than the form has them: columns in another order, rows as columns, cells between commas. */
#include "align_text.h"

static const char FORM[] = "F 年报|图书工作年度报告|图书年报\n"
                           "S 一|借阅图书情况\n"
                           "S 二|读者活动情况\n"
                           "T 借|0|0|\n"
                           "C 个人\nC 企业|单位读者\nC 学校|单位读者\nC 合计\n"
                           "R 0|一|0|leaf|0|4|本年新借出图书数量\n"
                           "R 0|二|0|leaf|0|4|上年结转未还图书数量\n"
                           "R 0|三|0|leaf|0|4|结转下年度继续催还\n"
                           "T 活|1|1|\n"
                           "C 讲座次数\nC 展览次数\nC 总数\n"
                           "R 0||0|leaf|0|3|馆内活动\n"
                           "R 0||0|leaf|0|3|馆外活动\n";

#define HEAD "青石镇图书馆\n2022年图书工作年度报告\n一、借阅图书情况\n"
#define TAIL "二、读者活动情况\n"

static void read_report(const char *text) {
    read_with(FORM, text);
}

static void expect_loans(void) {
    ck_assert_str_eq(cells(0, 0), "12 3 4 19");
    ck_assert_str_eq(cells(0, 1), "1 0 2 3");
    ck_assert_str_eq(cells(0, 2), "2 5 0 7");
}

/* Columns. */

START_TEST(a_total_in_front_is_known_from_one_line_that_names_all) {
    read_report(HEAD "项目 合计 个人 单位读者\n企业 学校\n一、本年新借出图书数量 19 12 3 4\n"
                     "二、上年结转未还图书数量 3 1 0 2\n三、结转下年度继续催还 7 2 5 0\n" TAIL);
    expect_loans();
    done();
}
END_TEST

START_TEST(the_second_line_orders_the_columns_under_a_common_heading) {
    read_report(HEAD "项目 个人 单位读者 合计\n学校 企业\n一、本年新借出图书数量 12 4 3 19\n"
                     "二、上年结转未还图书数量 1 2 0 3\n三、结转下年度继续催还 2 0 5 7\n" TAIL);
    expect_loans();
    done();
}
END_TEST

START_TEST(a_total_that_spans_both_lines_changes_no_order) {
    read_report(HEAD "项目 读者 合计\n个人 单位读者\n企业 学校\n一、本年新借出图书数量 12 3 4 19\n"
                     "二、上年结转未还图书数量 1 0 2 3\n三、结转下年度继续催还 2 5 0 7\n" TAIL);
    expect_loans();
    done();
}
END_TEST

START_TEST(a_heading_of_several_lines_orders_by_its_fields) {
    read_report(HEAD "项目\t合计\t读者\t\t\n\t\t个人\t单位读者\t\n\t\t\t企业\t学校\n一、本年新借出图书数量\t19\t12\t3\t4\n"
                     "二、上年结转未还图书数量\t3\t1\t0\t2\n三、结转下年度继续催还\t7\t2\t5\t0\n" TAIL);
    expect_loans();
    done();
}
END_TEST

START_TEST(a_heading_of_several_lines_orders_by_where_its_names_stand) {
    read_report(HEAD "项目                      合计   个人     单位读者\n"
                     "                                        企业    学校\n"
                     "一、本年新借出图书数量     19     12      3       4\n"
                     "二、上年结转未还图书数量   3      1       0       2\n"
                     "三、结转下年度继续催还     7      2       5       0\n" TAIL);
    expect_loans();
    done();
}
END_TEST

START_TEST(names_below_each_other_without_a_common_heading_are_in_order) {
    read_report(HEAD "项目\n合计\n个人\n企业\n学校\n一、本年新借出图书数量\n19\n12\n3\n4\n"
                     "二、上年结转未还图书数量\n3\n1\n0\n2\n三、结转下年度继续催还\n7\n2\n5\n0\n" TAIL);
    expect_loans();
    done();
}
END_TEST

START_TEST(a_blank_moves_with_its_column) {
    read_report(HEAD "项目\t合计\t个人\t企业\t学校\n一、本年新借出图书数量\t19\t12\t3\t4\n"
                     "二、上年结转未还图书数量\t3\t1\t\t2\n三、结转下年度继续催还\t7\t2\t5\t0\n" TAIL);
    ck_assert_str_eq(cells(0, 1), "1 _ 2 3");
    done();
}
END_TEST

/* Tables set crosswise, and wide ones. */

START_TEST(columns_printed_as_rows_are_read) {
    read_report(HEAD TAIL "项目\t馆外活动\t馆内活动\n总数\t1\t7\n展览次数\t\t2\n讲座次数\t1\t5\n");
    ck_assert_str_eq(cells(1, 0), "5 2 7");
    ck_assert_str_eq(cells(1, 1), "1 _ 1");
    ck_assert_uint_eq(notes(GJ_NOTE_UNPLACED_ROW), 0);
    done();
}
END_TEST

START_TEST(columns_listed_under_each_row_are_read) {
    read_report(HEAD TAIL "馆内活动\n讲座次数：5\n展览次数：2\n总数：7\n馆外活动\n讲座次数：1\n展览次数：0\n总数：1\n");
    ck_assert_str_eq(cells(1, 0), "5 2 7");
    ck_assert_str_eq(cells(1, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(a_wide_table_follows_the_order_of_its_headings) {
    read_report(HEAD TAIL "馆外活动\t\t\t馆内活动\t\t\n总数\t讲座次数\t展览次数\t总数\t讲座次数\t展览次数\n1\t1\t0\t7\t5\t2\n");
    ck_assert_str_eq(cells(1, 0), "5 2 7");
    ck_assert_str_eq(cells(1, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(a_wide_table_in_two_pieces_is_one) {
    read_report(HEAD TAIL "（一）馆内活动\n讲座次数\t展览次数\t总数\n5\t2\t7\n（二）馆外活动\n讲座次数\t展览次数\t总数\n1\t0\t1\n");
    ck_assert_str_eq(cells(1, 0), "5 2 7");
    ck_assert_str_eq(cells(1, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(the_last_row_of_one_table_is_not_left_over_in_the_next) {
    read_report(HEAD "一、本年新借出图书数量\t12\t3\t4\t19\n三、结转下年度继续催还\t2\t5\t0\t7\n"
                     "馆内活动\t\t\t馆外活动\t\t\n讲座次数\t展览次数\t总数\t讲座次数\t展览次数\t总数\n5\t2\t7\t1\t0\t1\n");
    ck_assert_str_eq(cells(0, 2), "2 5 0 7");
    ck_assert_str_eq(cells(1, 1), "1 0 1");
    ck_assert_uint_eq(notes(GJ_NOTE_UNPLACED_ROW), 0);
    done();
}
END_TEST

START_TEST(a_column_that_counts_the_rows_is_no_value) {
    read_report(HEAD "序号\t项目\t个人\t企业\t学校\t合计\n1\t一、本年新借出图书数量\t12\t3\t4\t19\n"
                     "2\t二、上年结转未还图书数量\t1\t0\t2\t3\n3\t三、结转下年度继续催还\t2\t5\t0\t7\n" TAIL);
    expect_loans();
    ck_assert_uint_eq(notes(GJ_NOTE_UNPLACED_ROW), 0);
    done();
}
END_TEST

/* Cells. */

START_TEST(a_footnotes_mark_is_no_part_of_the_number) {
    read_report(HEAD "一、本年新借出图书数量\t12①\t3[1]\t4*\t19¹\n二、上年结转未还图书数量\t1（注2）\t0\t2(5)\t3\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 4 19");
    ck_assert_str_eq(cells(0, 1), "1 0 ! 3");
    ck_assert_gj_str(raw(0, 0, 0), "12①");
    done();
}
END_TEST

START_TEST(spaces_may_part_thousands) {
    read_report(HEAD "一、本年新借出图书数量\t1 265\t3\t4\t1 272\n二、上年结转未还图书数量\t12 65\t0\t2\t3\n"
                     "三、结转下年度继续催还\t1 265\t\t0\t7\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "1265 3 4 1272");
    ck_assert_str_eq(cells(0, 1), "! 0 2 3");
    ck_assert_str_eq(cells(0, 2), "1265 _ 0 7");
    ck_assert_gj_str(raw(0, 0, 3), "1 272");
    done();
}
END_TEST

START_TEST(what_is_quoted_is_the_original) {
    read_report(HEAD "一、本年新借出图书数量\t１２\t3\u200B\t－４\t1，900\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 -4 1900");
    ck_assert_gj_str(raw(0, 0, 0), "１２");
    ck_assert_gj_str(raw(0, 0, 1), "3");
    ck_assert_gj_str(raw(0, 0, 2), "－４");
    ck_assert_gj_str(raw(0, 0, 3), "1，900");
    done();
}
END_TEST

START_TEST(a_word_for_an_empty_cell_is_a_blank) {
    read_report(HEAD "一、本年新借出图书数量\t12\tNaN\t4\t19\n二、上年结转未还图书数量\t1\t0\tnull\t3\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 _ 4 19");
    ck_assert_str_eq(cells(0, 1), "1 0 _ 3");
    done();
}
END_TEST

/* A table whose rows have different columns. */
static const char STOCK[] = "F 年报|图书工作年度报告\nS 一|馆藏情况\nT 藏|0|0|\nC 上年册数\nC 新增册数\nC 现有册数\nC 本年册数\n"
                            "R 0||0|leaf|0|3|中文图书\nR 0||0|leaf|3|1|报纸合订本\nR 0||0|leaf|3|1|电子图书\n";

START_TEST(a_merged_cell_that_is_repeated_is_one_number) {
    read_with(STOCK, "一、馆藏情况\n名称\t上年册数\t新增册数\t现有册数\n中文图书\t10\t5\t15\n名称\t本年册数\t本年册数\t本年册数\n"
                     "报纸合订本\t7\t7\t7\n电子图书\t0\t0\t0\n");
    ck_assert_str_eq(cells(0, 1), "7");
    ck_assert_str_eq(cells(0, 2), "0");
    ck_assert_uint_eq(notes(GJ_NOTE_EXTRA_NUMBERS), 0);
    done();
}
END_TEST

START_TEST(numbers_repeated_in_one_row_only_are_too_many) {
    read_with(STOCK, "一、馆藏情况\n名称\t上年册数\t新增册数\t现有册数\n中文图书\t10\t5\t15\n名称\t本年册数\n"
                     "报纸合订本\t7\t7\t7\n电子图书\t0\n");
    ck_assert_uint_eq(notes(GJ_NOTE_EXTRA_NUMBERS), 1);
    done();
}
END_TEST

/* Labels. */

START_TEST(a_name_that_goes_on_is_the_row_of_its_ordinal) {
    read_report(HEAD "一、本年新借出图书数量统计情况\t12\t3\t4\t19\n二、上年结转未还图书数量\t1\t0\t2\t3\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 4 19");
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 1);
    done();
}
END_TEST

START_TEST(numbers_of_another_style_are_no_wrong_ordinals) {
    read_report(HEAD "1.本年新借出图书数量\t12\t3\t4\t19\n2\\.**上年结转未还图书数量**\t1\t0\t2\t3\n③结转下年度继续催还\t2\t5\t0\t7\n" TAIL);
    expect_loans();
    ck_assert_uint_eq(notes(GJ_NOTE_WRONG_ORDINAL), 0);
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 0);
    done();
}
END_TEST

START_TEST(a_number_told_in_front_of_the_table_is_not_the_row_again) {
    read_report(HEAD "1.本年新借出图书数量 12 册\n一、本年新借出图书数量\t12\t3\t4\t19\n二、上年结转未还图书数量\t1\t0\t2\t3\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 4 19");
    ck_assert_uint_eq(notes(GJ_NOTE_DUPLICATE_ROW), 0);
    done();
}
END_TEST

/* What the report has besides. */

START_TEST(a_heading_that_goes_on_with_the_count_and_fits_no_section_is_noted) {
    read_report(HEAD "一、本年新借出图书数量\t12\t3\t4\t19\n" TAIL "三、志愿服务队伍建设\n有志愿者二十人。\n");
    ck_assert_uint_eq(notes(GJ_NOTE_STRANGE_HEADING), 1);
    ck_assert_str_eq(message(GJ_NOTE_STRANGE_HEADING, GJ_LANG_ZH), "标题“三、志愿服务队伍建设”在表样中没有对应的章");
    ck_assert_str_eq(message(GJ_NOTE_STRANGE_HEADING, GJ_LANG_EN), "heading \"三、志愿服务队伍建设\" fits no section of the form");
    done();
}
END_TEST

START_TEST(a_list_inside_a_section_is_no_strange_heading) {
    read_report(HEAD TAIL "一、举办讲座\n全年五场。\n二、举办展览\n全年两场。\n三、开展培训\n全年一场。\n三、四月份最多\n");
    ck_assert_uint_eq(notes(GJ_NOTE_STRANGE_HEADING), 0);
    done();
}
END_TEST

#define LOANS "一、本年新借出图书数量\t12\t3\t4\t19\n二、上年结转未还图书数量\t1\t0\t2\t3\n三、结转下年度继续催还\t2\t5\t0\t7\n"
#define PROSE "这一年里图书馆的各项工作都平稳开展，服务时间没有变化，读者满意程度继续提高，没有发生需要说明的情况，也没有收到投诉，其余事项按照往年的办法办理。\n"

START_TEST(a_table_that_stands_twice_is_noted_and_the_first_is_read) {
    read_report(HEAD LOANS TAIL PROSE "2021年图书工作年度报告\n借阅图书\n" "一、本年新借出图书数量\t9\t9\t9\t27\n二、上年结转未还图书数量\t9\t9\t9\t27\n"
                     "三、结转下年度继续催还\t9\t9\t9\t27\n");
    expect_loans();
    ck_assert_uint_eq(notes(GJ_NOTE_TABLE_TWICE), 1);
    ck_assert_str_eq(message(GJ_NOTE_TABLE_TWICE, GJ_LANG_ZH), "表借不止一张，读的是第 4 行的那一张");
    ck_assert_str_eq(message(GJ_NOTE_TABLE_TWICE, GJ_LANG_EN), "table 借 stands more than once: the one in line 4 was read");
    done();
}
END_TEST

START_TEST(a_blank_in_a_field_of_its_own_needs_no_note) {
    read_report(HEAD "一、本年新借出图书数量\t12\t3\t4\t19\n二、上年结转未还图书数量\t\t0\t2\t3\n三、结转下年度继续催还\t2\t5\t0\t7\n" TAIL);
    ck_assert_str_eq(cells(0, 1), "_ 0 2 3");
    ck_assert_uint_eq(notes(GJ_NOTE_TOO_FEW), 0);
    done();
}
END_TEST

START_TEST(a_label_that_goes_on_over_lines_is_not_misspelt) {
    read_report(HEAD "一、本年新借出图 12 3 4 19\n书数量\n二、上年结转未还图书数量 1 0 2 3\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 4 19");
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 0);
    done();
}
END_TEST

START_TEST(numbers_in_front_of_a_label_by_chance_are_doubtful) {
    read_report(HEAD "一、本年新借出图书数量\n二、上年结转未还图书数量\n1\n\n12\n3\n4\n19\n三、结转下年度继续催还\n0\n2\n" TAIL);
    ck_assert_str_eq(cells(0, 2), "? ? ? ?");
    done();
}
END_TEST

GJ_SUITE("align_layout", a_total_in_front_is_known_from_one_line_that_names_all, the_second_line_orders_the_columns_under_a_common_heading,
         a_total_that_spans_both_lines_changes_no_order, a_heading_of_several_lines_orders_by_its_fields,
         a_heading_of_several_lines_orders_by_where_its_names_stand, names_below_each_other_without_a_common_heading_are_in_order,
         a_blank_moves_with_its_column, columns_printed_as_rows_are_read, columns_listed_under_each_row_are_read,
         a_wide_table_follows_the_order_of_its_headings, a_wide_table_in_two_pieces_is_one,
         the_last_row_of_one_table_is_not_left_over_in_the_next, a_column_that_counts_the_rows_is_no_value,
         a_footnotes_mark_is_no_part_of_the_number, spaces_may_part_thousands, what_is_quoted_is_the_original,
         a_word_for_an_empty_cell_is_a_blank, a_merged_cell_that_is_repeated_is_one_number, numbers_repeated_in_one_row_only_are_too_many, a_name_that_goes_on_is_the_row_of_its_ordinal, numbers_of_another_style_are_no_wrong_ordinals,
         a_number_told_in_front_of_the_table_is_not_the_row_again,
         a_heading_that_goes_on_with_the_count_and_fits_no_section_is_noted, a_list_inside_a_section_is_no_strange_heading,
         a_table_that_stands_twice_is_noted_and_the_first_is_read, a_blank_in_a_field_of_its_own_needs_no_note,
         a_label_that_goes_on_over_lines_is_not_misspelt, numbers_in_front_of_a_label_by_chance_are_doubtful)
