#include <string.h>

#include "pdf_text.h"
#include "readers.h"

static pdf p;
static gj_buf file;

static void setup(void) {
    p = (pdf){.npages = 0};
    file = GJ_BUF_INIT;
    pdf_page(&p);
}

static void reads(const char *expected) {
    ck_reads(gj_read_pdf, pdf_finish(&p, &file, ""), expected);
    gj_buf_free(&file);
}

START_TEST(test_lines_from_top_to_bottom) {
    setup();
    pdf_text(&p, 50, 300, "后一行");
    pdf_text(&p, 50, 280, "前一行");
    reads("前一行\n后一行\n");
}
END_TEST

START_TEST(test_gaps_make_fields) {
    setup();
    pdf_text(&p, 50, 300, "子项");
    pdf_text(&p, 200, 300, "1");
    pdf_text(&p, 300, 300, "2");
    reads("[@50 子项<20|@200 1<5|@300 2<5]\n");
}
END_TEST

START_TEST(test_pieces_that_touch_are_one) {
    setup();
    pdf_text(&p, 50, 300, "年度");
    pdf_text(&p, 70, 300, "报告");
    reads("年度报告\n");
}
END_TEST

START_TEST(test_ruled_table) {
    setup();
    pdf_grid(&p, 50, 100, 2, 3, 100, 20);
    pdf_text(&p, 55, 114, "甲");
    pdf_text(&p, 155, 114, "1");
    pdf_text(&p, 255, 114, "2");
    pdf_text(&p, 55, 134, "乙");
    pdf_text(&p, 255, 134, "3");
    reads("[甲|1|2]\n[乙||3]\n");
}
END_TEST

START_TEST(test_label_wrapped_in_a_ruled_cell) {
    setup();
    pdf_grid(&p, 50, 100, 2, 2, 100, 40);
    pdf_text(&p, 55, 114, "第一行的标签");
    pdf_text(&p, 55, 130, "还有一半");
    pdf_text(&p, 155, 122, "7");
    pdf_text(&p, 55, 162, "乙");
    pdf_text(&p, 155, 162, "8");
    reads("[第一行的标签还有一半|7]\n[乙|8]\n");
}
END_TEST

START_TEST(test_number_wrapped_in_a_narrow_cell) {
    setup();
    pdf_grid(&p, 50, 100, 2, 2, 40, 40);
    pdf_text(&p, 54, 120, "甲");
    pdf_text(&p, 93, 114, "492227");
    pdf_text(&p, 93, 130, "3");
    pdf_text(&p, 54, 160, "乙");
    pdf_text(&p, 93, 160, "8");
    reads("[甲|4922273]\n[乙|8]\n");
}
END_TEST

START_TEST(test_merged_cells) {
    setup();
    pdf_line(&p, 50, 100, 350, 100);
    pdf_line(&p, 150, 120, 350, 120);
    pdf_line(&p, 50, 140, 350, 140);
    pdf_line(&p, 50, 160, 350, 160);
    pdf_line(&p, 50, 100, 50, 160);
    pdf_line(&p, 150, 100, 150, 160);
    pdf_line(&p, 250, 120, 250, 160);
    pdf_line(&p, 350, 100, 350, 160);
    pdf_text(&p, 60, 124, "高");
    pdf_text(&p, 200, 114, "宽");
    pdf_text(&p, 160, 134, "1");
    pdf_text(&p, 260, 134, "2");
    pdf_text(&p, 60, 154, "丙");
    pdf_text(&p, 160, 154, "3");
    pdf_text(&p, 260, 154, "4");
    reads("[高^2|宽<2]\n[@1 1|2]\n[丙|3|4]\n");
}
END_TEST

START_TEST(test_frame_around_text_is_no_table) {
    setup();
    pdf_grid(&p, 50, 100, 1, 1, 300, 100);
    pdf_text(&p, 60, 120, "框里的字");
    reads("框里的字\n");
}
END_TEST

static void table_on_page(double y, const char *label, const char *number) {
    pdf_grid(&p, 50, y, 2, 2, 100, 20);
    pdf_text(&p, 55, y + 14, label);
    pdf_text(&p, 155, y + 14, number);
    pdf_text(&p, 55, y + 34, "末行");
    pdf_text(&p, 155, y + 34, "9");
}

START_TEST(test_table_over_two_pages_is_one) {
    setup();
    table_on_page(700, "甲", "1");
    pdf_page(&p);
    table_on_page(60, "乙", "2");
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_doc *doc = NULL;
    ck_assert_int_eq(gj_read_pdf(arena, GJ_STR("p"), pdf_finish(&p, &file, ""), &doc, &diags), 0);
    ck_assert_int_eq((int)doc->nlines, 4);
    ck_assert_int_eq(doc->lines[3].place.table, 1);
    ck_assert_int_eq(doc->lines[3].place.row, 4);
    ck_assert_int_eq(doc->lines[3].place.page, 2);
    gj_arena_free(arena);
    gj_buf_free(&file);
}
END_TEST

START_TEST(test_tables_with_text_between_are_two) {
    setup();
    table_on_page(700, "甲", "1");
    pdf_page(&p);
    pdf_text(&p, 50, 150, "标题");
    table_on_page(160, "乙", "2");
    reads("[甲|1]\n[末行|9]\n标题\n[乙|2]\n[末行|9]\n");
}
END_TEST

START_TEST(test_repeated_column_heads_are_read_once) {
    setup();
    table_on_page(700, "名称", "数量");
    pdf_page(&p);
    table_on_page(60, "名称", "数量");
    reads("[名称|数量]\n[末行|9]\n[末行|9]\n");
}
END_TEST

START_TEST(test_row_cut_by_the_page_is_one) {
    setup();
    pdf_grid(&p, 50, 740, 2, 3, 100, 20);
    pdf_text(&p, 55, 754, "甲");
    pdf_text(&p, 155, 754, "1");
    pdf_text(&p, 255, 754, "2");
    pdf_text(&p, 55, 774, "长的标签");
    pdf_text(&p, 155, 774, "3");
    pdf_text(&p, 255, 774, "4");
    pdf_page(&p);
    pdf_grid(&p, 50, 60, 2, 3, 100, 20);
    pdf_text(&p, 55, 74, "后一半");
    pdf_text(&p, 55, 94, "丙");
    pdf_text(&p, 155, 94, "5");
    pdf_text(&p, 255, 94, "6");
    reads("[甲|1|2]\n[长的标签后一半|3|4]\n[丙|5|6]\n");
}
END_TEST

START_TEST(test_running_heads_and_page_numbers_are_dropped) {
    setup();
    for (int i = 0; i < 3; i++) {
        char number[16];
        snprintf(number, sizeof number, "- %d -", i + 1);
        if (i > 0) pdf_page(&p);
        pdf_text(&p, 50, 40, "某某局年报");
        pdf_text(&p, 50, 400, i == 0 ? "甲" : i == 1 ? "乙" : "丙");
        pdf_text(&p, 290, 810, number);
    }
    reads("甲\n乙\n丙\n");
}
END_TEST

START_TEST(test_number_in_the_middle_of_a_page_is_kept) {
    setup();
    pdf_text(&p, 290, 400, "12");
    reads("12\n");
}
END_TEST

START_TEST(test_page_without_text_is_a_scan) {
    setup();
    pdf_line(&p, 10, 10, 100, 100);
    reads("E0814 ");
}
END_TEST

START_TEST(test_locked) {
    setup();
    pdf_text(&p, 50, 300, "文");
    const char *lock = "/Encrypt <</Filter/Standard/V 1/R 2/P -4/O<0102030405060708091011121314151617181920212223242526272829303132>"
                       "/U<0102030405060708091011121314151617181920212223242526272829303132>>>/ID[<01><01>]";
    ck_reads(gj_read_pdf, pdf_finish(&p, &file, lock), "E0812 ");
    gj_buf_free(&file);
}
END_TEST

START_TEST(test_cut_off_file) {
    setup();
    pdf_text(&p, 50, 300, "文");
    gj_str whole = pdf_finish(&p, &file, "");
    ck_reads(gj_read_pdf, gj_str_slice(whole, 0, whole.n / 2), "E0813 ");
    gj_buf_free(&file);
}
END_TEST

START_TEST(test_file_that_is_nothing_else) {
    ck_reads(gj_read_pdf, GJ_STR("%PDF-1.4\nnothing\n%%EOF"), "E0813 ");
}
END_TEST

/* Every so many bytes, one bit changed: reading ends, and the parent lives. */
START_TEST(test_broken_files_are_survived) {
    setup();
    table_on_page(100, "甲", "1");
    pdf_finish(&p, &file, "");
    for (size_t n = 7; n < file.n; n += file.n / 60) {
        file.p[n] = (char)(file.p[n] ^ (1 << (n % 8)));
        free(read_and_draw(gj_read_pdf, gj_buf_str(&file)));
        file.p[n] = (char)(file.p[n] ^ (1 << (n % 8)));
    }
    gj_buf_free(&file);
}
END_TEST

GJ_SUITE("pdf", test_lines_from_top_to_bottom, test_gaps_make_fields, test_pieces_that_touch_are_one, test_ruled_table,
         test_label_wrapped_in_a_ruled_cell, test_number_wrapped_in_a_narrow_cell, test_merged_cells, test_frame_around_text_is_no_table,
         test_table_over_two_pages_is_one, test_tables_with_text_between_are_two, test_repeated_column_heads_are_read_once,
         test_row_cut_by_the_page_is_one, test_running_heads_and_page_numbers_are_dropped, test_number_in_the_middle_of_a_page_is_kept,
         test_page_without_text_is_a_scan, test_locked, test_cut_off_file, test_file_that_is_nothing_else, test_broken_files_are_survived)
