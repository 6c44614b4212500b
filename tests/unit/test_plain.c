/* Decoding, normalising and splitting of text files. */
#include "unit.h"

#include "base/diag.h"
#include "report/load.h"
#include "report/normalize.h"

static gj_arena *arena;

static void setup(void) {
    arena = gj_arena_new();
}

static gj_doc *read_bytes(const char *bytes, size_t n) {
    static gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_doc *doc = NULL;
    ck_assert_int_eq(gj_read_plain(arena, GJ_STR("a.txt"), (gj_str){bytes, n}, &doc, &diags), 0);
    return doc;
}

static gj_doc *read_fields(const char *bytes, size_t n) {
    gj_doc *doc = read_bytes(bytes, n);
    gj_doc_split(doc);
    return doc;
}
#define READ(literal) read_fields((literal), sizeof(literal) - 1)

static gj_str field(const gj_doc *doc, uint32_t line, uint32_t i) {
    ck_assert_uint_lt(line, doc->nlines);
    ck_assert_uint_lt(i, doc->lines[line].nfields);
    const gj_field *f = &doc->fields[doc->lines[line].field + i];
    return gj_str_slice(doc->text, f->start, f->end);
}

START_TEST(a_byte_order_mark_is_no_character) {
    setup();
    ck_assert_gj_str(gj_decode(arena, GJ_STR("\xEF\xBB\xBF表")), "表");
    gj_arena_free(arena);
}
END_TEST

START_TEST(utf16_is_decoded_with_and_without_its_mark) {
    setup();
    ck_assert_gj_str(gj_decode(arena, GJ_STR("\xFF\xFE\x68\x88\x31\x00")), "表1");
    ck_assert_gj_str(gj_decode(arena, GJ_STR("\xFE\xFF\x88\x68\x00\x31")), "表1");
    ck_assert_gj_str(gj_decode(arena, GJ_STR("\x31\x00\x32\x00\x0A\x00\x68\x88")), "12\n表");
    gj_arena_free(arena);
}
END_TEST

START_TEST(gb18030_is_decoded) {
    setup();
    ck_assert_gj_str(gj_decode(arena, GJ_STR("\xB1\xED\xD2\xBB\xA3\xBA"
                                             "12\n")),
                     "表一：12\n");
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_bad_byte_in_utf8_does_not_make_it_gb18030) {
    setup();
    ck_assert_gj_str(gj_decode(arena, GJ_STR("借出图书\xFF数量")), "借出图书\xEF\xBF\xBD数量");
    gj_arena_free(arena);
}
END_TEST

static const char *normal(const char *text) {
    gj_normal out;
    gj_normalize(arena, gj_str_from(text), &out);
    return out.text.p;
}

START_TEST(widths_and_spaces_become_one_spelling) {
    setup();
    ck_assert_str_eq(normal("１２　ＡＢ\r\n"), "12 AB\n");
    ck_assert_str_eq(normal("１，２６５．５"), "1,265.5\n");
    ck_assert_str_eq(normal("甲，乙"), "甲，乙\n");
    ck_assert_str_eq(normal("a\xE2\x80\x8B"
                            "b\xC2\xA0"
                            "c"),
                     "ab c\n");
    gj_arena_free(arena);
}
END_TEST

START_TEST(marks_of_extractors_are_removed) {
    setup();
    ck_assert_str_eq(normal("[bookmark: _x1]甲"), "甲\n");
    ck_assert_str_eq(normal("[image: a b.png]"), "");
    ck_assert_str_eq(normal("[2021]30"), "[2021]30\n");
    gj_arena_free(arena);
}
END_TEST

START_TEST(places_are_those_of_the_original) {
    setup();
    gj_doc *doc = READ("[bookmark: x]甲\t１２\r\n乙\t3\r\n");
    ck_assert_gj_str(field(doc, 0, 1), "12");
    gj_place place = doc->fields[doc->lines[0].field + 1].place;
    ck_assert_uint_eq(place.line, 1);
    ck_assert_uint_eq(place.column, 16);
    uint32_t offset;
    gj_str line = gj_doc_source_line(doc, doc->fields[doc->lines[0].field + 1].start, &offset);
    ck_assert_gj_str(line, "[bookmark: x]甲\t１２");
    ck_assert_uint_eq(offset, 17);
    place = gj_doc_place(doc, doc->fields[doc->lines[1].field + 1].start);
    ck_assert_uint_eq(place.line, 2);
    ck_assert_uint_eq(place.column, 3);
    gj_arena_free(arena);
}
END_TEST

START_TEST(tabs_make_fields_empty_ones_too) {
    setup();
    gj_doc *doc = READ("\t甲\t\t1\t\n");
    ck_assert_uint_eq(doc->lines[0].nfields, 5);
    ck_assert_gj_str(field(doc, 0, 0), "");
    ck_assert_gj_str(field(doc, 0, 3), "1");
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_frame_of_bars_is_no_cell) {
    setup();
    gj_doc *doc = READ("| 甲 | 乙 |\n|---|:--:|\n|  | 2 |\n");
    ck_assert_uint_eq(doc->lines[0].nfields, 2);
    ck_assert_uint_eq(doc->lines[1].nfields, 0);
    ck_assert_uint_eq(doc->lines[2].nfields, 2);
    gj_arena_free(arena);
}
END_TEST

START_TEST(bars_without_a_frame_keep_their_outer_cells) {
    setup();
    gj_doc *doc = READ("甲 | 乙 | 丙\n | 2 | \n丁 | 3 | 4\n戊 | 3 | 4\n己 | 3 | 4\n");
    ck_assert_uint_eq(doc->lines[1].nfields, 3);
    ck_assert_gj_str(field(doc, 1, 1), "2");
    gj_arena_free(arena);
}
END_TEST

START_TEST(commas_part_cells_in_a_block_that_looks_like_cells) {
    setup();
    gj_doc *doc = READ("借书,还书,合计\n12,\"1,265\",1277\n\"广场,\n公园\",,3\n");
    ck_assert_uint_eq(doc->nlines, 3);
    ck_assert_gj_str(field(doc, 1, 1), "1,265");
    ck_assert_gj_str(field(doc, 2, 0), "广场,\n公园");
    ck_assert_gj_str(field(doc, 2, 1), "");
    ck_assert_gj_str(field(doc, 2, 2), "3");
    ck_assert_uint_eq(doc->fields[doc->lines[2].field + 2].place.line, 4);
    ck_assert_uint_eq(doc->fields[doc->lines[2].field + 2].place.column, 6);
    gj_arena_free(arena);
}
END_TEST

START_TEST(semicolons_part_cells_too) {
    setup();
    gj_doc *doc = READ("借书;还书;合计\n12;3;15\n1;;1\n");
    ck_assert_gj_str(field(doc, 1, 2), "15");
    ck_assert_gj_str(field(doc, 2, 1), "");
    gj_arena_free(arena);
}
END_TEST

START_TEST(what_parts_the_rows_of_a_wiki_table_is_no_cell) {
    setup();
    gj_doc *doc = READ("| 借书\n| 12\n|-\n| 还书\n| 3\n");
    ck_assert_uint_eq(doc->lines[2].nfields, 0);
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_comma_in_prose_or_in_a_number_parts_nothing) {
    setup();
    gj_doc *doc =
        READ("第一行,说的是借书,没有数\n第二行,说的是还书,没有数\n第三行,说的是读者,没有数\n\n借书 1,265\n还书 2,300\n合计 3,565\n");
    ck_assert_uint_eq(doc->lines[0].nfields, 1);
    ck_assert_uint_eq(doc->lines[4].nfields, 1);
    gj_arena_free(arena);
}
END_TEST

START_TEST(wide_gaps_keep_display_columns) {
    setup();
    gj_doc *doc = READ("借出图书   12     3\n");
    const gj_field *f = &doc->fields[doc->lines[0].field];
    ck_assert_uint_eq(doc->lines[0].nfields, 3);
    ck_assert_uint_eq(f[1].x0, 11);
    ck_assert_uint_eq(f[1].x1, 13);
    ck_assert_uint_eq(f[2].x0, 18);
    gj_arena_free(arena);
}
END_TEST

START_TEST(page_breaks_and_empty_lines_are_kept) {
    setup();
    gj_doc *doc = READ("甲\n\n\f乙\n");
    ck_assert_uint_eq(doc->nlines, 4);
    ck_assert_uint_eq(doc->lines[1].kind, GJ_LINE_BLANK);
    ck_assert_uint_eq(doc->lines[2].kind, GJ_LINE_BREAK);
    ck_assert_uint_eq(doc->lines[3].place.line, 3);
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_text_without_changes_is_not_copied) {
    setup();
    gj_normal same, other;
    gj_str text = GJ_STR("甲，乙。\n丙\t1\n");
    gj_normalize(arena, text, &same);
    ck_assert_ptr_eq(same.text.p, text.p);
    ck_assert_ptr_null(same.map);
    gj_normalize(arena, GJ_STR("甲，乙。\n丙\t１\n"), &other);
    ck_assert_gj_str(other.text, "甲，乙。\n丙\t1\n");
    ck_assert_uint_gt(other.nmap, 0);
    gj_arena_free(arena);
}
END_TEST

START_TEST(lines_are_cut_where_they_end_and_say_what_they_hold) {
    setup();
    gj_normal out;
    gj_normalize(arena, GJ_STR("甲　乙\r\n丙\t丁\r戊│己\n\f\n末"), &out);
    ck_assert_gj_str(out.text, "甲 乙\n丙\t丁\n戊|己\n\f\n末\n");
    static const struct {
        uint32_t end;
        unsigned seen;
    } expected[] = {{7, GJ_SEEN_SPACE}, {15, GJ_SEEN_TAB}, {23, GJ_SEEN_BAR}, {25, GJ_SEEN_FEED}, {29, 0}};
    ck_assert_uint_eq(out.ncuts, 5);
    for (uint32_t i = 0; i < out.ncuts; i++) {
        ck_assert_uint_eq(out.cuts[i].end, expected[i].end);
        ck_assert_uint_eq(out.cuts[i].seen, expected[i].seen);
    }
    gj_arena_free(arena);
}
END_TEST

START_TEST(what_is_no_utf8_is_told) {
    static const char *const bad[] = {"甲\xFF", "\xE4\xB8", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE7甲甲甲甲"};
    setup();
    gj_normal out;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        gj_normalize(arena, gj_str_from(bad[i]), &out);
        ck_assert_msg(!out.valid, "%zu passes for UTF-8", i);
    }
    gj_normalize(arena, GJ_STR("甲\0乙"), &out);
    ck_assert(!out.valid);
    gj_normalize(arena, GJ_STR("甲\xF0\xA0\x80\x80é乙"), &out);
    ck_assert(out.valid);
    gj_arena_free(arena);
}
END_TEST

/* The pass over the bytes takes them by blocks: what it finds does not depend on where in a block something stands, or how much follows. */
START_TEST(where_something_stands_changes_nothing) {
    static const struct {
        const char *text, *normal;
        bool valid;
    } samples[] = {{"甲　乙１２\r\n", "甲 乙12\n", true},
                   {"１，２甲，乙“丙”《丁》、\n", "1,2甲，乙“丙”《丁》、\n", true},
                   {"é·\xC2\xA0\xF0\xA0\x80\x80\xEF\xBB\xBF︰\n", "é· 𠀀︰\n", true},
                   {"[image: 图.png]甲│乙\n", "甲|乙\n", true},
                   {"甲\xFF乙\n", "甲\xFF乙\n", false},
                   {"乙\xE4\xB8\n", "乙\xE4\xB8\n", false},
                   {"\x80乙\n", "\x80乙\n", false},
                   {"\xE7甲\n", "\xE7甲\n", false},
                   {"\xED\xA0\x80\n", "\xED\xA0\x80\n", false}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        for (size_t before = 0; before <= 130; before++)
            for (size_t behind = 0; behind <= 66; behind += 3) {
                setup();
                gj_buf source = GJ_BUF_INIT, expected = GJ_BUF_INIT;
                for (size_t k = 0; k < before; k++) gj_buf_addc(&source, 'a'), gj_buf_addc(&expected, 'a');
                gj_buf_addz(&source, samples[i].text), gj_buf_addz(&expected, samples[i].normal);
                for (size_t k = 0; k < behind; k += 3) gj_buf_addz(&source, "末"), gj_buf_addz(&expected, "末");
                if (behind) gj_buf_addc(&expected, '\n');
                gj_str exact = gj_buf_copy(&source, arena); /* and nothing readable behind it, where the sanitizers look */
                char *alone = gj_malloc(exact.n);
                memcpy(alone, exact.p, exact.n);
                gj_normal out;
                gj_normalize(arena, (gj_str){alone, exact.n}, &out);
                ck_assert_msg(out.valid == samples[i].valid && out.text.n == expected.n && memcmp(out.text.p, expected.p, expected.n) == 0,
                              "sample %zu behind %zu bytes, with %zu behind it", i, before, behind);
                ck_assert_uint_eq(out.ncuts, behind ? 2 : 1);
                free(alone);
                gj_buf_free(&source);
                gj_buf_free(&expected);
                gj_arena_free(arena);
            }
}
END_TEST

START_TEST(a_cell_behind_one_of_several_lines_stands_on_the_last_of_them) {
    setup();
    const char text[] = "项目,第一列,第二列,第三列\n\"三、本年度\n办理结果\",12,0,7\n\"四、结转\n下年度\",1,0,2\n五,1,0,2\n";
    gj_doc *doc = read_bytes(text, sizeof text - 1);
    gj_doc_split(doc);
    ptrdiff_t at = gj_str_find(doc->text, GJ_STR("12,"));
    gj_place place = gj_doc_place(doc, (uint32_t)at);
    ck_assert_uint_eq(place.line, 3);
    ck_assert_uint_eq(place.column, 7);
    gj_place same = {0};
    for (uint32_t i = 0; i < doc->nfields; i++)
        if (doc->fields[i].start == (uint32_t)at) same = doc->fields[i].place;
    ck_assert_uint_eq(same.line, place.line);
    ck_assert_uint_eq(same.column, place.column);
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_line_has_fields_once_they_are_asked_for) {
    setup();
    gj_doc *doc = read_bytes("甲\t1\n乙\t2\n", 12);
    ck_assert_uint_eq(doc->nfields, 0);
    gj_doc_split_line(doc, 1);
    gj_doc_split_line(doc, 1);
    ck_assert_uint_eq(doc->nfields, 2);
    ck_assert_gj_str(field(doc, 1, 1), "2");
    gj_doc_split(doc);
    ck_assert_uint_eq(doc->nfields, 4);
    ck_assert_gj_str(field(doc, 0, 1), "1");
    gj_arena_free(arena);
}
END_TEST

START_TEST(the_only_cell_is_the_same_before_and_behind_the_split) {
    static const char text[] = "甲\n\t乙\t\n| 丙 |  |\n| 丁 | 1 |\n  戊  \n己  庚\n----\n\n辛 壬\n|  | 癸 |\n";
    setup();
    gj_doc *doc = read_bytes(text, sizeof text - 1), *split = read_fields(text, sizeof text - 1);
    ck_assert_uint_eq(doc->nlines, split->nlines);
    for (uint32_t i = 0; i < doc->nlines; i++) {
        gj_extent before = gj_line_only_cell(doc, &doc->lines[i]), behind = gj_line_only_cell(split, &split->lines[i]);
        ck_assert_msg(before.start == behind.start && before.end == behind.end, "line %u", i + 1);
    }
    gj_arena_free(arena);
}
END_TEST

START_TEST(columns_along_a_line_are_those_of_places) {
    static const char text[] = "[bookmark: x]甲　１２,乙\t“丙”\t3\r\n\t一、二 三 4 5 6 7 8 9\n";
    setup();
    gj_doc *doc = read_bytes(text, sizeof text - 1);
    for (uint32_t i = 0; i < doc->nlines; i++) {
        gj_columns columns = gj_columns_of(doc, i);
        for (uint32_t at = doc->lines[i].start; at < doc->lines[i].end; at++)
            if (((unsigned char)doc->text.p[at] & 0xC0) != 0x80)
                ck_assert_uint_eq(gj_columns_at(&columns, at), gj_doc_place(doc, at).column);
    }
    gj_arena_free(arena);
}
END_TEST

START_TEST(nothing_is_read_from_nothing) {
    setup();
    ck_assert_uint_eq(READ("")->nlines, 0);
    ck_assert_uint_eq(READ("\n")->nlines, 1);
    gj_arena_free(arena);
}
END_TEST

GJ_SUITE("plain", a_byte_order_mark_is_no_character, utf16_is_decoded_with_and_without_its_mark, gb18030_is_decoded,
         a_bad_byte_in_utf8_does_not_make_it_gb18030, widths_and_spaces_become_one_spelling, marks_of_extractors_are_removed,
         places_are_those_of_the_original, tabs_make_fields_empty_ones_too, a_frame_of_bars_is_no_cell,
         bars_without_a_frame_keep_their_outer_cells, commas_part_cells_in_a_block_that_looks_like_cells, semicolons_part_cells_too,
         what_parts_the_rows_of_a_wiki_table_is_no_cell, a_comma_in_prose_or_in_a_number_parts_nothing, wide_gaps_keep_display_columns,
         page_breaks_and_empty_lines_are_kept, a_text_without_changes_is_not_copied, lines_are_cut_where_they_end_and_say_what_they_hold,
         what_is_no_utf8_is_told, where_something_stands_changes_nothing, a_cell_behind_one_of_several_lines_stands_on_the_last_of_them,
         a_line_has_fields_once_they_are_asked_for, the_only_cell_is_the_same_before_and_behind_the_split,
         columns_along_a_line_are_those_of_places, nothing_is_read_from_nothing)
