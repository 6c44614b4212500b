/* The alignment of a document with a form: a small form of its own, and what happens to reports on their way. */
#include "align_text.h"

static const char FORM[] = "F 年报|图书工作年度报告|图书年报\n"
                           "S 一|基本情况\n"
                           "S 二|借阅图书情况|图书借阅情况\n"
                           "S 三|读者活动情况\n"
                           "S 四|存在的问题及打算\n"
                           "T 借|0|1|各项的关系为\n"
                           "C 成人\nC 少儿\nC 合计\n"
                           "R 0|一|0|leaf|0|3|本年新借出图书数量\n"
                           "R 0|二|0|leaf|0|3|上年结转未还图书数量\n"
                           "R 0|三|0|group|0|3|本年度归还情况\n"
                           "R 1|一|1|leaf|0|3|按期归还\n"
                           "R 1|二|1|group|0|3|逾期归还\n"
                           "R 2|1|0|leaf|0|3|逾期一个月以内归还\n"
                           "R 2|2|0|leaf|0|3|逾期一个月以上并缴纳滞纳金\n"
                           "R 1|三|1|leaf|0|3|合计\n"
                           "R 0|四|0|leaf|0|3|结转下年度继续催还\n"
                           "T 活|1|2|\n"
                           "C 讲座次数\nC 展览次数\nC 总数\n"
                           "R 0||0|leaf|0|3|馆内活动\n"
                           "R 0||0|leaf|0|3|馆外活动\n";

static void read_report(const char *text) {
    read_with(FORM, text);
}

/* The whole loan table read as it should be. */
static void expect_table(void) {
    ck_assert_str_eq(cells(0, 0), "12 3 15");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    ck_assert_str_eq(cells(0, 2), "10 2 12");
    ck_assert_str_eq(cells(0, 3), "1 0 1");
    ck_assert_str_eq(cells(0, 4), "0 1 1");
    ck_assert_str_eq(cells(0, 5), "11 3 14");
    ck_assert_str_eq(cells(0, 6), "2 0 2");
}

#define HEAD "青石镇图书馆\n2022年图书工作年度报告\n一、基本情况\n全年开放310天，新增藏书1200册。\n二、借阅图书情况\n"
#define TAIL "三、读者活动情况\n"

START_TEST(tab_rows_are_read) {
    read_report(HEAD "\t\t成人\t少儿\t合计\n一、本年新借出图书数量\t\t12\t3\t15\n二、上年结转未还图书数量\t\t1\t0\t1\n三、本年度归还情况\t"
                     "（一）按期归还\t10\t2\t12\n"
                     "\t（二）逾期归还\t1.逾期一个月以内归还\t1\t0\t1\n\t\t2."
                     "逾期一个月以上并缴纳滞纳金\t0\t1\t1\n\t（三）合计\t11\t3\t14\n四、结转下年度继续催还\t\t2\t0\t2\n" TAIL);
    expect_table();
    ck_assert_uint_eq(report->nnotes, 1); /* the other table is not there */
    done();
}
END_TEST

START_TEST(a_cell_a_line_is_read) {
    read_report(HEAD "一、本年新借出图书数量\n12\n3\n15\n二、上年结转未还图书数量\n1\n0\n1\n三、本年度归还情况\n（一）按期归还\n10\n2\n12\n"
                     "（二）逾期归还\n"
                     "1.逾期一个月以内归还\n1\n0\n1\n2."
                     "逾期一个月以上并缴纳滞纳金\n0\n1\n1\n（三）合计\n11\n3\n14\n四、结转下年度继续催还\n2\n0\n2\n" TAIL);
    expect_table();
    done();
}
END_TEST

START_TEST(one_long_line_is_read) {
    read_report("青石镇图书馆2022年图书工作年度报告 一、基本情况 全年开放310天，新增藏书1200册。 二、借阅图书情况 成人 少儿 合计 "
                "一、本年新借出图书数量 12 3 15 "
                "二、上年结转未还图书数量 1 0 1 三、本年度归还情况 （一）按期归还 10 2 12 （二）逾期归还 1.逾期一个月以内归还 1 0 1 "
                "2.逾期一个月以上并缴纳滞纳金 0 1 1 （三）合计 11 3 14 四、结转下年度继续催还 2 0 2 三、读者活动情况 无。");
    expect_table();
    ck_assert(report->sections[1].found);
    done();
}
END_TEST

START_TEST(labels_wrap_around_their_numbers) {
    read_report(HEAD "一、本年新借出\n12 3 15\n图书数量\n二、上年结转未还\n图书数量 1 0 1\n三、本 （一）按期归还 10 2 12\n年度归 "
                     "1.逾期一个月以内\n还情况 （二）逾 1 0 1\n归还\n"
                     "期归还 2.逾期一个月以上 0 1 1\n并缴纳滞纳金\n（三）合计 11 3 14\n四、结转下年度继续催还 2 0 2\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 15");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    ck_assert_str_eq(cells(0, 2), "10 2 12");
    ck_assert_str_eq(cells(0, 3), "1 0 1");
    ck_assert_str_eq(cells(0, 4), "0 1 1");
    ck_assert_str_eq(cells(0, 5), "11 3 14");
    done();
}
END_TEST

START_TEST(one_number_too_many_like_its_neighbour_is_dropped_and_noted) {
    read_report(HEAD "一、本年新借出图书数量\t12\t0\t0\t12\n二、上年结转未还图书数量\t1\t0\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 0 12");
    ck_assert_uint_eq(notes(GJ_NOTE_EXTRA_NUMBERS), 1);
    ck_assert(report->cells[0].inferred);
    done();
}
END_TEST

START_TEST(one_number_too_many_that_could_be_any_is_ambiguous) {
    read_report(HEAD "一、本年新借出图书数量\t12\t3\t7\t15\n二、上年结转未还图书数量\t1\t0\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "? ? ?");
    ck_assert_uint_eq(notes(GJ_NOTE_AMBIGUOUS_ROW), 1);
    done();
}
END_TEST

START_TEST(too_few_numbers_are_never_shifted) {
    read_report(HEAD "一、本年新借出图书数量 12 15\n二、上年结转未还图书数量 1 0 1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "? ? ?");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(a_blank_between_numbers_keeps_its_column) {
    read_report(HEAD "一、本年新借出图书数量\t12\t\t15\n二、上年结转未还图书数量\t1\t0\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 _ 15");
    done();
}
END_TEST

START_TEST(a_blank_line_between_cells_is_a_blank_cell) {
    read_report(
        HEAD "一、本年新借出图书数量\n12\n\n15\n二、上年结转未还图书数量\n1\n0\n1\n三、本年度归还情况\n（一）按期归还\n10\n2\n12\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 _ 15");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(blanks_by_eye_are_known_from_the_other_rows) {
    read_report(HEAD "                              成人    少儿    合计\n一、本年新借出图书数量          12       3      "
                     "15\n二、上年结转未还图书数量         1               1\n"
                     "（一）按期归还                  10       2      12\n" TAIL);
    ck_assert_str_eq(cells(0, 1), "1 _ 1");
    done();
}
END_TEST

START_TEST(a_blank_row_takes_no_numbers_from_the_next) {
    read_report(HEAD
                "一、本年新借出图书数量\n\n\n\n二、上年结转未还图书数量\n1\n0\n1\n三、本年度归还情况\n（一）按期归还\n10\n2\n12\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "_ _ _");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(glued_digits_are_split_when_nothing_else_is_possible) {
    read_report(HEAD "一、本年新借出图书数量000\n二、上年结转未还图书数量 1 0 1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "0 0 0");
    done();
}
END_TEST

START_TEST(glued_digits_that_could_be_two_readings_are_ambiguous) {
    read_report(HEAD "一、本年新借出图书数量1215\n二、上年结转未还图书数量 1 0 1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "? ? ?");
    done();
}
END_TEST

START_TEST(a_wrong_character_in_a_label_is_noted) {
    read_report(HEAD "一、本年新借出图书数量\t12\t3\t15\n二、上年结转末还图书数量\t1\t0\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 1);
    done();
}
END_TEST

START_TEST(a_stray_digit_in_front_of_a_label_is_no_value) {
    read_report(HEAD "一、本年新借出图书数量\n12\n3\n15\n0二、上年结转未还图书数量\n1\n0\n1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 15");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 1);
    done();
}
END_TEST

START_TEST(a_stray_digit_behind_a_label_is_no_value_where_the_values_follow) {
    read_report(HEAD
                "一、本年新借出图书数量\n12\n3\n15\n二、上年结转未还图书数量1\n1\n0\n1\n三、本年度归还情况\n（一）按期归还\n10\n2\n12\n"
                "（二）逾期归还\n"
                "1.逾期一个月以内归还\n1\n0\n1\n2."
                "逾期一个月以上并缴纳滞纳金\n0\n1\n1\n（三）合计\n11\n3\n14\n四、结转下年度继续催还\n2\n0\n2\n" TAIL);
    expect_table();
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 1);
    done();
    read_report(HEAD "\t\t成人\t少儿\t合计\n一、本年新借出图书数量\t\t12\t3\t15\n二、上年结转未还图书数量1\t\t1\t0\t1\n三、本年度归还情况\t"
                     "（一）按期归还\t10\t2\t12\n"
                     "\t（二）逾期归还\t1.逾期一个月以内归还\t1\t0\t1\n\t\t2."
                     "逾期一个月以上并缴纳滞纳金\t0\t1\t1\n\t（三）合计\t11\t3\t14\n四、结转下年度继续催还\t\t2\t0\t2\n" TAIL);
    expect_table();
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 1);
    done();
    read_report(HEAD "一、本年新借出图书数量 12 3 15\n二、上年结转未还图书数量1 1 0 1\n三、本年度归还情况\n（一）按期归还 10 2 12\n"
                     "（二）逾期归还\n1.逾期一个月以内归还 1 0 1\n2.逾期一个月以上并缴纳滞纳金 0 1 1\n（三）合计 11 3 14\n"
                     "四、结转下年度继续催还 2 0 2\n" TAIL);
    expect_table();
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 1);
    done();
    read_report(HEAD "一、本年新借出图书数量12 3 15\n二、上年结转未还图书数量1 0 0 1\n三、本年度归还情况\n（一）按期归还10 2 12\n"
                     "（二）逾期归还\n1.逾期一个月以内归还1 0 1\n2.逾期一个月以上并缴纳滞纳金0 1 1\n（三）合计11 3 14\n"
                     "四、结转下年度继续催还2 0 2\n" TAIL); /* here first values are glued to their labels */
    expect_table();
    ck_assert_uint_eq(notes(GJ_NOTE_EXTRA_NUMBERS), 1);
    done();
}
END_TEST

START_TEST(digits_in_remarks_are_no_values) {
    read_report(HEAD "一、本年新借出图书数量（2022）\t12\t3\t15\n二、上年结转未还图书数量〔2021〕30号\t1\t0\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 15");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(a_row_of_the_reporters_own_is_noted_and_takes_no_place) {
    read_report(HEAD "一、本年新借出图书数量\t12\t3\t15\n其中：网上预约\t5\t1\t6\n二、上年结转未还图书数量\t1\t0\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 15");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    ck_assert_uint_eq(notes(GJ_NOTE_UNPLACED_ROW), 1);
    done();
}
END_TEST

START_TEST(a_group_with_numbers_of_its_own_gives_them_to_no_row) {
    read_report(HEAD "（一）按期归还\n10\n2\n12\n（二）逾期归还\n1\n1\n2\n（三）合计\n11\n3\n14\n四、结转下年度继续催还\n2\n0\n2\n" TAIL);
    ck_assert_str_eq(cells(0, 3), "x x x");
    ck_assert_str_eq(cells(0, 4), "x x x");
    ck_assert_str_eq(cells(0, 5), "11 3 14");
    done();
}
END_TEST

START_TEST(a_table_cut_off_says_so) {
    read_report(HEAD "（三）合计\t11\t3\t14\n四、结转下年度继续催还\t2\t0\t2\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "x x x");
    ck_assert_str_eq(cells(0, 5), "11 3 14");
    ck_assert_uint_eq(notes(GJ_NOTE_TABLE_CUT), 1);
    done();
}
END_TEST

START_TEST(a_row_that_stands_twice_with_other_numbers_is_doubtful) {
    read_report(HEAD "一、本年新借出图书数量\t12\t3\t15\n二、上年结转未还图书数量\t1\t0\t1\n一、本年新借出图书数量\t12\t4\t16\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "? ? ?");
    ck_assert_uint_eq(notes(GJ_NOTE_DUPLICATE_ROW), 1);
    done();
}
END_TEST

START_TEST(numbers_as_people_write_them) {
    read_report(HEAD "一、本年新借出图书数量\t１，２６５件\t-\t无\n二、上年结转未还图书数量\tO\t〇\t减4\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "1265 - 无");
    ck_assert_str_eq(cells(0, 1), "! 0 -4");
    ck_assert_uint_eq(notes(GJ_NOTE_UNREADABLE_NUMBER), 1);
    done();
}
END_TEST

START_TEST(page_numbers_and_repeated_headings_are_skipped) {
    read_report(HEAD "成人\t少儿\t合计\n一、本年新借出图书数量\t12\t3\t15\n- 3 "
                     "-\n\f成人\t少儿\t合计\n二、上年结转未还图书数量\t1\t0\t1\n第 4 页\n（一）按期归还\t10\t2\t12\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 15");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    ck_assert_str_eq(cells(0, 2), "10 2 12");
    done();
}
END_TEST

START_TEST(traditional_characters_are_the_same_label) {
    read_report(HEAD "一、本年新借出圖書數量\t12\t3\t15\n二、上年結轉未還圖書數量\t1\t0\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 0);
    done();
}
END_TEST

START_TEST(a_heading_in_another_order_places_the_numbers) {
    read_report(HEAD "项目\t合计\t成人\t少儿\n一、本年新借出图书数量\t15\t12\t3\n二、上年结转未还图书数量\t1\t1\t0\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 15");
    ck_assert_str_eq(cells(0, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(a_column_that_the_heading_lacks_is_absent) {
    read_report(HEAD "项目\t成人\t合计\n一、本年新借出图书数量\t12\t15\n二、上年结转未还图书数量\t1\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 x 15");
    ck_assert_str_eq(cells(0, 1), "1 x 1");
    done();
}
END_TEST

START_TEST(a_heading_of_two_lines_changes_no_order) {
    read_report(HEAD "项目\t合计\t其中\t\n\t\t成人\t少儿\n一、本年新借出图书数量\t12\t3\t15\n二、上年结转未还图书数量\t1\t0\t1\n" TAIL);
    ck_assert_str_eq(cells(0, 0), "12 3 15");
    done();
}
END_TEST

#define WIDE "三、读者活动情况\n馆内活动\t\t\t馆外活动\t\t\n讲座次数\t展览次数\t总数\t讲座次数\t展览次数\t总数\n"

START_TEST(a_wide_table_is_one_line_of_numbers) {
    read_report(HEAD WIDE "5\t2\t7\t1\t0\t1\n");
    ck_assert_str_eq(cells(1, 0), "5 2 7");
    ck_assert_str_eq(cells(1, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(a_wide_table_laid_out_row_by_row_is_read_too) {
    read_report(HEAD "三、读者活动情况\n\t讲座次数\t展览次数\t总数\n馆内活动\t5\t2\t7\n馆外活动\t1\t0\t1\n");
    ck_assert_str_eq(cells(1, 0), "5 2 7");
    ck_assert_str_eq(cells(1, 1), "1 0 1");
    done();
}
END_TEST

START_TEST(a_wide_table_that_lost_a_number_is_ambiguous) {
    read_report(HEAD WIDE "5\n2\n7\n1\n1\n\n四、存在的问题及打算\n");
    ck_assert_str_eq(cells(1, 0), "? ? ?");
    done();
}
END_TEST

START_TEST(the_title_tells_organisation_and_year) {
    read_report("青石镇图书馆\n\n2022 年图书工作年度报告\n一、基本情况\n");
    ck_assert_gj_str(report->organisation, "青石镇图书馆");
    ck_assert_int_eq(report->year, 2022);
    done();
    read_report("二〇二一年青石镇图书馆图书年报\n一、基本情况\n");
    ck_assert_gj_str(report->organisation, "青石镇图书馆");
    ck_assert_int_eq(report->year, 2021);
    done();
}
END_TEST

START_TEST(sections_are_found_behind_a_table_of_contents) {
    read_report("目录\n一、基本情况\n二、借阅图书情况\n三、读者活动情况\n四、存在的问题及打算\n\n一、基本情况\n正文甲。\n二、图书借阅情况\n"
                "正文乙。\n三、读者活动情况\n正文丙。\n四、存在的问题及打算\n正文丁。\n");
    ck_assert_gj_str(gj_report_section_text(report, 0), "正文甲。");
    ck_assert_gj_str(gj_report_section_text(report, 3), "正文丁。");
    ck_assert_uint_eq(report->sections[1].place.line, 9);
    done();
}
END_TEST

START_TEST(a_wrong_ordinal_of_a_heading_is_noted) {
    read_report("一、基本情况\n正文。\n一、借阅图书情况\n正文。\n");
    ck_assert(report->sections[1].found);
    ck_assert_gj_str(report->sections[1].ordinal, "一");
    ck_assert_uint_eq(notes(GJ_NOTE_WRONG_ORDINAL), 1);
    done();
}
END_TEST

START_TEST(a_missing_heading_names_its_nearest_candidate) {
    read_report("一、基本情况\n正文。\n二、图书馆情况\n正文。\n");
    ck_assert(!report->sections[1].found || report->sections[1].match < 100);
    done();
}
END_TEST

START_TEST(the_printed_relation_is_found) {
    read_report(HEAD
                "（各项的关系为：第一项加第二项之和，\n等于第三项加第四项之和）\t成人\t少儿\t合计\n一、本年新借出图书数量\t12\t3\t15\n");
    ck_assert_gj_str(report->tables[0].relation, "第一项加第二项之和，等于第三项加第四项之和");
    done();
}
END_TEST

START_TEST(hostile_texts_are_survived) {
    read_report("");
    done();
    read_report("\n\n\n\f\f\f\t\t\t|||");
    done();
    gj_buf text = GJ_BUF_INIT;
    for (int i = 0; i < 20000; i++) gj_buf_addz(&text, "（三）合计\t1\n");
    read_report(text.p);
    ck_assert_uint_lt(report->nnotes, 50000);
    done();
    gj_buf_clear(&text);
    for (int i = 0; i < 100000; i++) gj_buf_addz(&text, "1 ");
    read_report(text.p);
    done();
    gj_buf_free(&text);
}
END_TEST

static uint32_t edits(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m) {
    uint32_t row[80];
    for (uint32_t i = 0; i <= n; i++) row[i] = i;
    for (uint32_t j = 1; j <= m; j++) {
        uint32_t diagonal = row[0];
        row[0] = j;
        for (uint32_t i = 1; i <= n; i++) {
            uint32_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[i];
            if (row[i] + 1 < best) best = row[i] + 1;
            if (row[i - 1] + 1 < best) best = row[i - 1] + 1;
            row[i] = best;
        }
    }
    return row[n];
}

START_TEST(the_distance_on_bits_is_the_edit_distance) {
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        uint32_t a[64], b[64], n[2];
        for (int k = 0; k < 2; k++) {
            seed = seed * 1664525 + 1013904223;
            n[k] = (seed >> 8) % (round % 10 ? 12 : 65);
            for (uint32_t i = 0; i < n[k]; i++) {
                seed = seed * 1664525 + 1013904223;
                (k ? b : a)[i] = 0x4E00 + (seed >> 10) % (round % 3 ? 4 : 90); /* few characters, or many that share their hash */
            }
        }
        uint32_t right = edits(a, n[0], b, n[1]), limit = (seed >> 5) % 66;
        uint32_t found = gj_fold_distance(gj_fold_of(a, n[0]), gj_fold_of(b, n[1]), limit);
        ck_assert_msg(right <= limit ? found == right : found > limit, "round %d: %u, not %u (limit %u)", round, found, right, limit);
    }
}
END_TEST

#define BROKEN(first, rest)                                                                                                                \
    HEAD "  一、本年新借出图书数量        12     3    15\n  二、上年结转未还图书数量       1     0     1\n"         \
         "  三、本年度    （一）按期归还      10     2    12\n  归还情况      （二）逾期     1.逾期一个月以内归还   1   0   1\n" first     \
         "                                                     0     1     1\n" rest                                                       \
         "                （三）合计            11     3    14\n  四、结转下年度继续催还            2     0     2\n" TAIL

START_TEST(a_label_broken_around_its_numbers_is_put_together) {
    read_report(BROKEN("                              2.逾期一个月以上并缴纳\n", "                滞纳金\n"));
    expect_table();
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 0);
    done();
    read_report(BROKEN("                              2.逾期一个月以\n                             上并\n",
                       "                缴纳滞纳金\n")); /* in three */
    expect_table();
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 0);
    done();
    read_report(BROKEN("                              2.逾期一个月以上并缴纳\n                归还\n",
                       "                滞纳金\n")); /* a piece of the group's */
    expect_table();
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 0);
    done();
    read_report(BROKEN("                              2.逾期一个月以上并缴纳\n                逾期归还", "                滞纳金\n"));
    expect_table(); /* the numbers stand on the line of the group's label */
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 0);
    done();
}
END_TEST

START_TEST(a_wrong_piece_of_a_broken_label_is_still_noted) {
    read_report(BROKEN("                              2.逾期一个月以上并缴讷\n", "                滞纳金\n"));
    expect_table();
    ck_assert_uint_eq(notes(GJ_NOTE_STRAY_CHARACTER), 1);
    done();
}
END_TEST

GJ_SUITE("align", tab_rows_are_read, a_cell_a_line_is_read, one_long_line_is_read, labels_wrap_around_their_numbers,
         one_number_too_many_like_its_neighbour_is_dropped_and_noted, one_number_too_many_that_could_be_any_is_ambiguous,
         too_few_numbers_are_never_shifted, a_blank_between_numbers_keeps_its_column, a_blank_line_between_cells_is_a_blank_cell,
         blanks_by_eye_are_known_from_the_other_rows, a_blank_row_takes_no_numbers_from_the_next,
         glued_digits_are_split_when_nothing_else_is_possible, glued_digits_that_could_be_two_readings_are_ambiguous,
         a_wrong_character_in_a_label_is_noted, a_stray_digit_in_front_of_a_label_is_no_value,
         a_stray_digit_behind_a_label_is_no_value_where_the_values_follow, digits_in_remarks_are_no_values,
         a_row_of_the_reporters_own_is_noted_and_takes_no_place, a_group_with_numbers_of_its_own_gives_them_to_no_row,
         a_table_cut_off_says_so, a_row_that_stands_twice_with_other_numbers_is_doubtful, numbers_as_people_write_them,
         page_numbers_and_repeated_headings_are_skipped, traditional_characters_are_the_same_label,
         a_heading_in_another_order_places_the_numbers, a_column_that_the_heading_lacks_is_absent, a_heading_of_two_lines_changes_no_order,
         a_wide_table_is_one_line_of_numbers, a_wide_table_laid_out_row_by_row_is_read_too, a_wide_table_that_lost_a_number_is_ambiguous,
         the_title_tells_organisation_and_year, sections_are_found_behind_a_table_of_contents, a_wrong_ordinal_of_a_heading_is_noted,
         a_missing_heading_names_its_nearest_candidate, the_printed_relation_is_found, hostile_texts_are_survived,
         the_distance_on_bits_is_the_edit_distance, a_label_broken_around_its_numbers_is_put_together,
         a_wrong_piece_of_a_broken_label_is_still_noted)
