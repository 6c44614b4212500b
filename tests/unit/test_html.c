#include <string.h>

#include "readers.h"

#define html_reads(page, expected) ck_reads(gj_read_html, gj_str_from(page), expected)

START_TEST(test_paragraphs_and_headings) {
    html_reads("<h1>年度报告</h1><p>第一段<b>加粗</b>文字</p><div>第二段</div>", "#1 年度报告\n第一段加粗文字\n第二段\n");
}
END_TEST

START_TEST(test_line_breaks_are_lines_in_prose) {
    html_reads("<p>第一行<br>第二行<br/></p>", "第一行\n第二行\n");
}
END_TEST

START_TEST(test_table_rows_are_fields) {
    html_reads("<table><tr><td>名称</td><td>甲</td><td>乙</td></tr><tr><td>子项</td><td>1</td><td>&nbsp;</td></tr></table>",
               "[名称|甲|乙]\n[子项|1|]\n");
}
END_TEST

START_TEST(test_spans_are_laid_out) {
    html_reads(
        "<table><tr><td rowspan=2 colspan=2>甲</td><td>乙</td></tr><tr><td>1</td></tr><tr><td>丙</td><td>丁</td><td>2</td></tr></table>",
        "[甲<2^2|乙]\n[@2 1]\n[丙|丁|2]\n");
}
END_TEST

START_TEST(test_break_inside_a_label_is_joined) {
    html_reads("<table><tr><td>第一<br>部分</td><td><p>两</p><p>段</p></td></tr></table>", "[第一部分|两段]\n");
}
END_TEST

START_TEST(test_break_between_words_is_a_space) {
    html_reads("<table><tr><td>one<br>two</td><td>x</td></tr></table>", "[one two|x]\n");
}
END_TEST

START_TEST(test_unclosed_cells_and_rows) {
    html_reads("<table><tr><td>甲<td>1<tr><td>乙<td>2</table>后文", "[甲|1]\n[乙|2]\n后文\n");
}
END_TEST

START_TEST(test_nested_markup_in_a_cell) {
    html_reads("<table><tr><td><p><span><font>1</font></span><span>2</span></p></td><td><b>3</b></td></tr></table>", "[12|3]\n");
}
END_TEST

START_TEST(test_superscript_digits_are_no_digits_of_the_number) {
    html_reads("<table><tr><td>12<sup>1</sup></td><td>3<sup>[2]</sup></td></tr></table>", "[12¹|3[²]]\n");
}
END_TEST

START_TEST(test_layout_table_gives_way) {
    html_reads("<table><tr><td>菜单</td><td><h2>标题</h2><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></td></"
               "tr></table>",
               "[菜单]\n#2 标题\n[甲|1]\n[乙|2]\n");
}
END_TEST

START_TEST(test_frame_of_one_cell_is_no_table) {
    html_reads("<table><tr><td><p>第一段</p><p>第二段</p></td></tr></table>", "第一段\n第二段\n");
}
END_TEST

START_TEST(test_number_in_a_frame_inside_a_cell) {
    html_reads("<table><tr><td>甲</td><td><table><tr><td>7</td></tr></table></td></tr></table>", "[甲|7]\n");
}
END_TEST

START_TEST(test_caption_stands_before_the_table) {
    html_reads("<table><caption>单位：件</caption><tr><td>甲</td><td>1</td></tr></table>", "单位：件\n[甲|1]\n");
}
END_TEST

START_TEST(test_scripts_and_hidden_parts_are_dropped) {
    html_reads(
        "<style>p{}</style><script>var a='<p>x</p>'</script><p>正文</p><div style='DISPLAY : none'>隐藏</div><select><option>选项</select>"
        "<p hidden>x</p><!-- 注释 --><template><p>y</p></template>",
        "正文\n");
}
END_TEST

START_TEST(test_menu_and_footer_are_dropped) {
    html_reads("<div class='top-nav'><a href='/'>首页</a><a href='/b'>栏目</a></div><ul><li><a href='c'>链接</a></li></ul><p>正文</p>"
               "<footer><p>版权所有</p></footer>",
               "正文\n");
}
END_TEST

START_TEST(test_title_in_a_header_is_kept) {
    html_reads("<header class='header'><h1>年度报告</h1></header><p>正文</p>", "#1 年度报告\n正文\n");
}
END_TEST

START_TEST(test_table_in_a_footer_is_kept) {
    html_reads("<div class='footer'><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></div>", "[甲|1]\n[乙|2]\n");
}
END_TEST

START_TEST(test_item_of_text_is_kept) {
    html_reads("<ul><li>一条<a href='x'>链接</a></li></ul>", "一条链接\n");
}
END_TEST

START_TEST(test_text_in_pre_keeps_its_lines) {
    html_reads("<pre>甲\t1\t2\n乙\t3\t4</pre>", "[甲|1|2]\n[乙|3|4]\n");
}
END_TEST

START_TEST(test_byte_order_mark) {
    html_reads("\xEF\xBB\xBF<p>正文</p>", "正文\n");
}
END_TEST

START_TEST(test_declared_gb2312) {
    html_reads("<meta http-equiv=Content-Type content='text/html; charset=gb2312'><p>\xD5\xFD\xCE\xC4</p>", "正文\n");
}
END_TEST

START_TEST(test_gb18030_without_a_word) {
    html_reads("<p>\xD5\xFD\xCE\xC4</p>", "正文\n");
}
END_TEST

START_TEST(test_utf8_that_claims_to_be_gbk) {
    html_reads("<meta charset=gbk><p>正文</p>", "正文\n");
}
END_TEST

START_TEST(test_utf16_with_a_mark) {
    static const char page[] = "\xFF\xFE<\0p\0>\0\x63\x6B\x87\x65<\0/\0p\0>";
    ck_reads(gj_read_html, ((gj_str){page, sizeof page}), "正文\n");
}
END_TEST

START_TEST(test_declared_big5) {
    html_reads("<meta charset='big5'><p>\xA4\xA4\xA4\xE5</p>", "中文\n");
}
END_TEST

START_TEST(test_unknown_charset_is_an_error) {
    html_reads("<meta charset='x-unknown'><p>\xD5\xFD</p>", "E0817 ");
}
END_TEST

START_TEST(test_full_width_digits_become_plain) {
    html_reads("<table><tr><td>甲</td><td>１２</td></tr></table>", "[甲|12]\n");
}
END_TEST

START_TEST(test_span_of_all_columns) {
    html_reads("<table><tr><td colspan=999999999>题</td></tr><tr><td>甲</td><td>1</td><td>2</td></tr></table>", "[题<3]\n[甲|1|2]\n");
}
END_TEST

START_TEST(test_rowspan_beyond_the_table) {
    html_reads("<table><tr><td rowspan=999999999>甲</td><td>1</td></tr><tr><td>2</td></tr></table>", "[甲^2|1]\n[@1 2]\n");
}
END_TEST

START_TEST(test_place_of_a_cell) {
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_doc *doc = NULL;
    gj_str page = GJ_STR("<table><tr><td>a<td>b</table><p>x<table><tr><td>a<td>b<tr><td>甲<td>1</table>");
    ck_assert_int_eq(gj_read_html(arena, GJ_STR("p"), page, &doc, &diags), 0);
    gj_place place = doc->fields[doc->nfields - 1].place;
    ck_assert_int_eq(place.table, 2);
    ck_assert_int_eq(place.row, 2);
    ck_assert_int_eq(place.cell, 2);
    ck_assert_int_eq((int)place.line, 4);
    ck_assert_int_eq((int)place.column, 3);
    gj_arena_free(arena);
}
END_TEST

static gj_str repeated(gj_buf *out, const char *start, const char *piece, size_t times) {
    gj_buf_addz(out, start);
    gj_buf_add_repeat(out, piece, times);
    return gj_buf_str(out);
}

START_TEST(test_nesting_is_limited) {
    gj_buf page = GJ_BUF_INIT;
    ck_reads(gj_read_html, repeated(&page, "", "<b>", 100000), "E0808 ");
    gj_buf_free(&page);
}
END_TEST

START_TEST(test_nested_tables_are_limited) {
    gj_buf page = GJ_BUF_INIT;
    ck_reads(gj_read_html, repeated(&page, "", "<table><tr><td>x<td>", 100000), "E0808 ");
    gj_buf_free(&page);
}
END_TEST

START_TEST(test_cells_are_limited) {
    gj_buf page = GJ_BUF_INIT;
    ck_reads(gj_read_html, repeated(&page, "<table>", "<tr><td>1<td>2", 60000), "E0807 ");
    gj_buf_free(&page);
}
END_TEST

START_TEST(test_columns_are_limited) {
    gj_buf page = GJ_BUF_INIT;
    ck_reads(gj_read_html, repeated(&page, "<table><tr>", "<td colspan=999>1", 2000), "E0807 ");
    gj_buf_free(&page);
}
END_TEST

START_TEST(test_attributes_are_limited) {
    gj_buf page = GJ_BUF_INIT;
    for (int i = 0; i < 100000; i++) gj_buf_addf(&page, i == 0 ? "<p a%d" : " a%d", i);
    gj_buf_addz(&page, ">x");
    ck_reads(gj_read_html, gj_buf_str(&page), "E0820 ");
    gj_buf_free(&page);
}
END_TEST

START_TEST(test_lines_are_limited) {
    gj_buf page = GJ_BUF_INIT;
    ck_reads(gj_read_html, repeated(&page, "", "x<br>", 2000001), "E0805 ");
    gj_buf_free(&page);
}
END_TEST

/* Reading any prefix, and any page with one byte changed, ends and keeps the sanitizers silent. */
START_TEST(test_broken_pages_are_survived) {
    static const char page[] =
        "<html><head><title>题</title><meta charset=utf-8></head><body><div class=nav><a href=x>y</a></div><h2>一</h2>"
        "<table border=1><tr><td rowspan=2 colspan=2>甲&nbsp;</td><td>1</td></tr><tr><td>2<table><tr><td>3</td>"
        "<td>4</td></tr></table></td></tr></table><p>文&#20013;</p></body></html>";
    for (size_t n = 0; n < sizeof page; n++) free(read_and_draw(gj_read_html, (gj_str){page, n}));
    for (size_t n = 0; n < sizeof page; n++) {
        char broken[sizeof page];
        memcpy(broken, page, sizeof page);
        broken[n] = (char)(broken[n] ^ (1 << (n % 8)));
        free(read_and_draw(gj_read_html, (gj_str){broken, sizeof page - 1}));
    }
}
END_TEST

GJ_SUITE("html", test_paragraphs_and_headings, test_line_breaks_are_lines_in_prose, test_table_rows_are_fields, test_spans_are_laid_out,
         test_break_inside_a_label_is_joined, test_break_between_words_is_a_space, test_unclosed_cells_and_rows,
         test_nested_markup_in_a_cell, test_superscript_digits_are_no_digits_of_the_number, test_layout_table_gives_way, test_frame_of_one_cell_is_no_table,
         test_number_in_a_frame_inside_a_cell, test_caption_stands_before_the_table, test_scripts_and_hidden_parts_are_dropped,
         test_menu_and_footer_are_dropped, test_title_in_a_header_is_kept, test_table_in_a_footer_is_kept, test_item_of_text_is_kept,
         test_text_in_pre_keeps_its_lines, test_byte_order_mark, test_declared_gb2312, test_gb18030_without_a_word,
         test_utf8_that_claims_to_be_gbk, test_utf16_with_a_mark, test_declared_big5, test_unknown_charset_is_an_error,
         test_full_width_digits_become_plain, test_span_of_all_columns, test_rowspan_beyond_the_table, test_place_of_a_cell,
         test_nesting_is_limited, test_nested_tables_are_limited, test_cells_are_limited, test_columns_are_limited,
         test_attributes_are_limited, test_lines_are_limited, test_broken_pages_are_survived)
