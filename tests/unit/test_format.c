/* The canonical layout: what becomes of a text, and what holds of every rule file there is. */
#include "unit.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "rule/format.h"
#include "rule/parse.h"

static int format(const char *text, gj_buf *out) {
    gj_arena *arena = gj_arena_new();
    gj_sources *sources = gj_sources_new(arena);
    gj_diags diags;
    gj_diags_init(&diags, arena, sources);
    int bad = gj_format_source(arena, sources, gj_sources_add(sources, GJ_STR("t.gj"), gj_str_from(text)), out, &diags);
    gj_arena_free(arena);
    return bad;
}

static void becomes(const char *text, const char *laid) {
    gj_buf once = GJ_BUF_INIT, twice = GJ_BUF_INIT;
    ck_assert_int_eq(format(text, &once), 0);
    ck_assert_gj_str(gj_buf_str(&once), laid);
    format(once.p ? once.p : "", &twice);
    ck_assert_msg(gj_str_eq(gj_buf_str(&once), gj_buf_str(&twice)), "again: %s", twice.p);
    gj_buf_free(&once);
    gj_buf_free(&twice);
}

#define LAYOUT(name, text, laid)                                                                                                           \
    START_TEST(name) {                                                                                                                     \
        becomes(text, laid);                                                                                                               \
    }                                                                                                                                      \
    END_TEST

LAYOUT(full_width_becomes_half_width, "三．总计　＝＝ 一＋二－四；Ｂ１>=１２％", "三.总计 == 一 + 二 - 四\nB1 >= 12%\n")
LAYOUT(ordinals_keep_full_width_brackets, "三.(七)==三.（一）..(三)", "三.（七） == 三.（一）..（三）\n")
LAYOUT(operators_have_spaces, "a+b*-c>=(d-1)/2±1", "a + b * -c >= (d - 1) / 2 ± 1\n")
LAYOUT(paths_have_none, "三 . 不予公开 . * [ 自然人 .. 其他 ]==合计 ( 三.* )", "三.不予公开.*[自然人..其他] == 合计(三.*)\n")
LAYOUT(statements_get_their_lines, "a;b\n\n\n\nc  # 尾\n# 独\nd", "a\nb\n\nc  # 尾\n# 独\nd\n")
LAYOUT(blocks_are_indented, "规则 A {\n\n一==二\n  表 三 {\n 三\n}\n\n}", "规则 A {\n    一 == 二\n    表 三 {\n        三\n    }\n}\n")
LAYOUT(a_block_on_one_line_stays, "规则 A{一==二;否则 \"x\"}", "规则 A { 一 == 二; 否则 \"x\" }\n")
LAYOUT(lines_are_joined_where_they_fit, "a ==\n  b\n  且 c", "a == b 且 c\n")
LAYOUT(a_comment_keeps_its_line_end, "a == b +  # 一\n c\n且 d", "a == b +  # 一\n    c 且 d\n")
LAYOUT(comments_of_a_block, "规则 A { # 头\n # 中\n 一\n # 尾\n}  # 后\n", "规则 A {  # 头\n    # 中\n    一\n    # 尾\n}  # 后\n")
LAYOUT(first_line_stays, "#!/usr/bin/gouji\n\na", "#!/usr/bin/gouji\n\na\n")
LAYOUT(curly_quotes_become_plain, "引用 “a.gj”", "引用 \"a.gj\"\n")
LAYOUT(quotes_that_hold_quotes_stay, "章 一 有 “说\"好\"”", "章 一 有 “说\"好\"”\n")
LAYOUT(values_of_a_test_stay_together, "测例 \"t\" {\n设 一=2 -1 - 3 /;二 = 0\n期望 A 通过 }",
       "测例 \"t\" {\n    设 一 = 2 -1 - 3 /; 二 = 0\n    期望 A 通过\n}\n")
LAYOUT(values_on_lines_of_their_own_say_set, "测例 \"t\" {\n设 一=2\n二 = 0 }", "测例 \"t\" {\n    设 一 = 2\n    设 二 = 0\n}\n")
LAYOUT(calls_and_keywords, "存在 (a) 且 非(b) 或 f (c)", "存在(a) 且 非 (b) 或 f(c)\n")
LAYOUT(forms, "表样 甲{章 一 \"x\"{表 三{列 a,b 别名 c 、 d\n行(一)x{行 1 y}}}}",
       "表样 甲 {\n    章 一 \"x\" {\n        表 三 {\n            列 a, b 别名 c、d\n            行 （一） x { 行 1 y }\n        }\n    "
       "}\n}\n")
LAYOUT(
    a_long_line_is_broken_where_it_is_loosest,
    "凡 章 一 有 \"一二三四五六七八九十一二三四五六七八九十{n}件\" 则 n == 一.一二三四五六七八九十 且 n == 二.一二三四五六七八九十",
    "凡 章 一 有 \"一二三四五六七八九十一二三四五六七八九十{n}件\"\n    则 n == 一.一二三四五六七八九十 且 n == 二.一二三四五六七八九十\n")
LAYOUT(long_lists_are_filled, "列甲列甲列甲列甲列甲列甲列甲 == f(一二三四五六七八九十, 一二三四五六七八九十, 一二三四五六七八九十百)",
       "列甲列甲列甲列甲列甲列甲列甲\n    == f(一二三四五六七八九十, 一二三四五六七八九十, 一二三四五六七八九十百)\n")
LAYOUT(nothing_stays_nothing, "", "")

START_TEST(a_file_with_errors_is_left_alone) {
    gj_buf out = GJ_BUF_INIT;
    ck_assert_int_ne(format("a ==", &out), 0);
    ck_assert_uint_eq(out.n, 0);
    gj_buf_free(&out);
}
END_TEST

static void dump(const char *text, gj_buf *out) {
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_node *tree;
    gj_parse(arena, gj_sources_add(diags.sources, GJ_STR("t.gj"), gj_str_from(text)), GJ_PARSE_FILE, &tree, &diags);
    gj_node_dump(out, tree);
    gj_arena_free(arena);
}

static void check_file(const char *path) {
    gj_buf text = GJ_BUF_INIT, once = GJ_BUF_INIT, twice = GJ_BUF_INIT, before = GJ_BUF_INIT, after = GJ_BUF_INIT;
    char block[4096];
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) gj_buf_add(&text, (gj_str){block, n});
    fclose(file);
    if (format(text.p, &once) == 0) {
        format(once.p, &twice);
        dump(text.p, &before);
        dump(once.p, &after);
        ck_assert_msg(gj_str_eq(gj_buf_str(&once), gj_buf_str(&twice)), "%s: formatting twice changes it", path);
        ck_assert_msg(gj_str_eq(gj_buf_str(&before), gj_buf_str(&after)), "%s: formatting changes its tree", path);
        ck_assert_msg(strstr(once.p, " \n") == NULL, "%s: a space ends a line", path);
    }
    gj_buf_free(&text), gj_buf_free(&once), gj_buf_free(&twice), gj_buf_free(&before), gj_buf_free(&after);
}

START_TEST(every_rule_file_formats_to_itself_and_means_the_same) {
    static const char *const patterns[] = {"stdlib/*.gj", "rules/*.gj", "examples/*.gj", "tests/lang/*.gj", "tests/lang/*/*.gj"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        glob_t found;
        if (glob(patterns[i], 0, NULL, &found) == 0)
            for (size_t k = 0; k < found.gl_pathc; k++) check_file(found.gl_pathv[k]);
        globfree(&found);
    }
}
END_TEST

GJ_SUITE("format", full_width_becomes_half_width, ordinals_keep_full_width_brackets, operators_have_spaces, paths_have_none,
         statements_get_their_lines, blocks_are_indented, a_block_on_one_line_stays, lines_are_joined_where_they_fit,
         a_comment_keeps_its_line_end, comments_of_a_block, first_line_stays, curly_quotes_become_plain, quotes_that_hold_quotes_stay,
         values_of_a_test_stay_together, values_on_lines_of_their_own_say_set, calls_and_keywords, forms,
         a_long_line_is_broken_where_it_is_loosest, long_lists_are_filled, nothing_stays_nothing, a_file_with_errors_is_left_alone,
         every_rule_file_formats_to_itself_and_means_the_same)
