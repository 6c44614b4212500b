/* Diagnostics: the queue, and the renderer. */
#include "unit.h"

#include <string.h>

#include "base/diag.h"

#define S(literal) GJ_STR(literal)

static gj_arena *arena;
static gj_sources *sources;
static gj_diags diags;

static void begin(void) {
    arena = gj_arena_new();
    sources = gj_sources_new(arena);
    gj_diags_init(&diags, arena, sources);
}

/* The span of the first WORD in source ID. */
static gj_span at(uint32_t id, const char *word) {
    gj_str w = gj_str_from(word);
    ptrdiff_t start = gj_str_find(gj_source_text(sources, id), w);
    ck_assert_int_ge(start, 0);
    return (gj_span){id, (uint32_t)start, (uint32_t)start + (uint32_t)w.n};
}

static void check_render(gj_lang lang, const char *expected) {
    gj_buf out = GJ_BUF_INIT;
    gj_diags_render(&out, &diags, lang, false);
    ck_assert_gj_str(gj_buf_str(&out), expected);
    gj_buf_free(&out);
    gj_arena_free(arena);
}

START_TEST(caret_stands_under_chinese) {
    begin();
    uint32_t id = gj_sources_add(sources, S("rules/a.gj"), S("# x\n\n  三.总计[商业公司] == 1\n"));
    gj_diag *d = GJ_DIAG(&diags, GJ_E_TEMPLATE_TYPE, at(id, "商业公司"), S("商业公司"));
    gj_diag_hint(&diags, d, "是不是“%s”？", "商业企业");
    check_render(GJ_LANG_ZH, "rules/a.gj:3:8: 错误[E0603]: 没有“商业公司”这种空\n"
                             "  3 |   三.总计[商业公司] == 1\n"
                             "    |           ^^^^^^^^\n"
                             "    = 是不是“商业企业”？\n");
}
END_TEST

START_TEST(english_heading) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("abc"));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_TYPE, at(id, "b"), S("b"));
    check_render(GJ_LANG_EN, "a.gj:1:2: error[E0603]: there is no hole of type \"b\"\n"
                             "  1 | abc\n"
                             "    |  ^\n");
}
END_TEST

START_TEST(a_tab_before_the_caret_keeps_it_in_line) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("\t总\tx == y"));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "x"), S("x"));
    check_render(GJ_LANG_EN, "a.gj:1:4: error[E0602]: there is a stray \"x\" in the template\n"
                             "  1 |     总  x == y\n"
                             "    |         ^\n");
}
END_TEST

START_TEST(two_spans_of_one_line_share_its_row) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("自然人 + 总计"));
    gj_diag *d = GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "+"), S("+"));
    gj_diag_point(&diags, d, at(id, "自然人"), S("左边"));
    gj_diag_point(&diags, d, at(id, "总计"), S("右边"));
    gj_diag_point(&diags, d, at(id, "总"), S("a fourth is ignored"));
    check_render(GJ_LANG_ZH, "a.gj:1:5: 错误[E0602]: 模板里多出一个“+”\n"
                             "  1 | 自然人 + 总计\n"
                             "    | ------ ^ ---- 右边\n"
                             "    | 左边\n");
}
END_TEST

START_TEST(spans_of_other_lines_and_sources_are_drawn_too) {
    begin();
    uint32_t a = gj_sources_add(sources, S("a.gj"), S("one\ntwo\n\n\n\n\n\n\n\n\nthree"));
    uint32_t b = gj_sources_add(sources, S("b.gj"), S("four"));
    gj_diag *d = GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(a, "three"), S("three"));
    gj_diag_point(&diags, d, at(b, "four"), S("there"));
    gj_diag_point(&diags, d, at(a, "two"), S("first here"));
    check_render(GJ_LANG_EN, "a.gj:11:1: error[E0602]: there is a stray \"three\" in the template\n"
                             "   2 | two\n"
                             "     | --- first here\n"
                             "  11 | three\n"
                             "     | ^^^^^\n"
                             "    --> b.gj:1:1\n"
                             "   1 | four\n"
                             "     | ---- there\n");
}
END_TEST

START_TEST(a_span_over_lines_underlines_the_first) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("规则 {\n}\n"));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_UNCLOSED, ((gj_span){id, 7, 10}), S("{"), S("}"));
    check_render(GJ_LANG_EN, "a.gj:1:4: error[E0601]: \"{\" is not closed in the template: \"}\" is missing\n"
                             "  1 | 规则 {\n"
                             "    |      ^\n");
}
END_TEST

START_TEST(the_end_of_the_text_has_a_caret) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("三"));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, ((gj_span){id, 3, 3}), S(""));
    check_render(GJ_LANG_EN, "a.gj:1:2: error[E0602]: there is a stray \"\" in the template\n"
                             "  1 | 三\n"
                             "    |   ^\n");
}
END_TEST

START_TEST(without_a_place_there_is_only_the_heading) {
    begin();
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, GJ_SPAN_NONE, S("x"));
    check_render(GJ_LANG_ZH, "错误[E0602]: 模板里多出一个“x”\n");
}
END_TEST

START_TEST(control_characters_never_reach_the_terminal) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("\x1b[31m x \xFF"));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "x"), S("\x1b[2J"));
    check_render(GJ_LANG_EN, "a.gj:1:7: error[E0602]: there is a stray \" [2J\" in the template\n"
                             "  1 | �[31m x �\n"
                             "    |       ^\n");
}
END_TEST

START_TEST(a_long_line_is_cut_around_the_mark) {
    begin();
    gj_buf text = GJ_BUF_INIT;
    gj_buf_add_repeat(&text, "总计 + ", 1000);
    gj_buf_addz(&text, "错 ");
    gj_buf_add_repeat(&text, "+ 总计", 1000);
    uint32_t id = gj_sources_add(sources, S("a.gj"), gj_buf_str(&text));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "错"), S("错"));
    gj_buf_clear(&text);
    gj_diags_render(&text, &diags, GJ_LANG_EN, false);
    char *line = strchr(text.p, '\n') + 1, *under = strchr(line, '\n') + 1;
    under[-1] = '\0';
    ck_assert_uint_lt(strlen(line), 300);
    ck_assert_ptr_nonnull(strstr(line, "…"));
    ck_assert_ptr_nonnull(strstr(line, "错"));
    gj_buf_free(&text);
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_cut_line_still_lines_up) {
    begin();
    gj_buf text = GJ_BUF_INIT;
    gj_buf_add_repeat(&text, "x", 200);
    gj_buf_addz(&text, "总");
    uint32_t id = gj_sources_add(sources, S("a.gj"), gj_buf_str(&text));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "总"), S("总"));
    gj_buf_free(&text);
    check_render(GJ_LANG_EN, "a.gj:1:201: error[E0602]: there is a stray \"总\" in the template\n"
                             "  1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx总\n"
                             "    |                                           ^^\n");
}
END_TEST

START_TEST(drawn_in_the_order_of_their_places) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("a b"));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "b"), S("b"));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "a"), S("a"));
    check_render(GJ_LANG_EN, "a.gj:1:1: error[E0602]: there is a stray \"a\" in the template\n"
                             "  1 | a b\n    | ^\n"
                             "a.gj:1:3: error[E0602]: there is a stray \"b\" in the template\n"
                             "  1 | a b\n    |   ^\n");
}
END_TEST

START_TEST(the_same_at_the_same_place_is_queued_once) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("a b"));
    gj_diag *first = GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "b"), S("b"));
    gj_diag *again = GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "b"), S("b"));
    gj_diag_hint(&diags, again, "not shown");
    ck_assert_ptr_ne(first, again);
    ck_assert_uint_eq(first->hint.n, 0);
    ck_assert_uint_eq(diags.errors, 1);
    gj_arena_free(arena);
}
END_TEST

START_TEST(beyond_the_limit_they_are_counted) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("abcdefgh"));
    diags.limit = 1;
    for (uint32_t i = 0; i < 5; i++) GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, ((gj_span){id, i, i + 1}), S("x"));
    ck_assert_uint_eq(diags.errors, 5);
    check_render(GJ_LANG_EN, "a.gj:1:1: error[E0602]: there is a stray \"x\" in the template\n"
                             "  1 | abcdefgh\n    | ^\n"
                             "4 more errors are not shown\n");
}
END_TEST

START_TEST(a_code_is_found_in_any_case) {
    ck_assert_int_eq(gj_diag_lookup(S("e0602")), GJ_E_TEMPLATE_STRAY);
    ck_assert_int_eq(gj_diag_lookup(S("E9999")), GJ_DIAG_NONE);
    ck_assert_int_eq(gj_diag_lookup(S("")), GJ_DIAG_NONE);
}
END_TEST

START_TEST(every_diagnostic_is_complete_and_its_code_unique) {
    for (unsigned i = 1; i < GJ_DIAG_COUNT; i++) {
        const gj_diag_info *info = gj_diag_describe((gj_diag_code)i);
        ck_assert_int_eq(gj_diag_lookup(gj_str_from(info->code)), (int)i);
        for (int lang = 0; lang < 2; lang++) {
            ck_assert_msg(info->text[lang] && *info->text[lang], "%s has no text", info->code);
            ck_assert_msg(info->explain[lang] && *info->explain[lang], "%s has no explanation", info->code);
        }
    }
}
END_TEST

START_TEST(colour_wraps_what_is_marked) {
    begin();
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("ab"));
    GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, at(id, "b"), S("b"));
    gj_buf out = GJ_BUF_INIT;
    gj_diags_render(&out, &diags, GJ_LANG_EN, true);
    ck_assert_ptr_nonnull(strstr(out.p, "\033[1;31m^\033[0m"));
    gj_buf_free(&out);
    gj_arena_free(arena);
}
END_TEST

GJ_SUITE("diag", caret_stands_under_chinese, english_heading, a_tab_before_the_caret_keeps_it_in_line, two_spans_of_one_line_share_its_row,
         spans_of_other_lines_and_sources_are_drawn_too, a_span_over_lines_underlines_the_first, the_end_of_the_text_has_a_caret,
         without_a_place_there_is_only_the_heading, control_characters_never_reach_the_terminal, a_long_line_is_cut_around_the_mark,
         a_cut_line_still_lines_up, drawn_in_the_order_of_their_places, the_same_at_the_same_place_is_queued_once,
         beyond_the_limit_they_are_counted, a_code_is_found_in_any_case, every_diagnostic_is_complete_and_its_code_unique,
         colour_wraps_what_is_marked)
