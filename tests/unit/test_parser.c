/* Each construct of the language against its tree. Error messages are in test_syntax_errors.c. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "rule/parse.h"

static gj_arena *arena;
static gj_diags diags;

static gj_node *parse(const char *text, gj_parse_start start) {
    arena = gj_arena_new();
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    uint32_t source = gj_sources_add(diags.sources, GJ_STR("t.gj"), gj_str_from(text));
    gj_node *tree;
    gj_parse(arena, source, start, &tree, &diags);
    return tree;
}

static void expect_tree(const char *text, gj_parse_start start, const char *tree) {
    gj_buf out = GJ_BUF_INIT;
    gj_node *root = parse(text, start);
    gj_diags_render(&out, &diags, GJ_LANG_ZH, false);
    if (out.n == 0 && start == GJ_PARSE_EXPRESSION) gj_node_dump(&out, root);
    if (out.n == 0 && start == GJ_PARSE_FILE)
        for (gj_node *item = root->first; item; item = item->next) {
            gj_node_dump(&out, item);
            if (item->next) gj_buf_addc(&out, '\n');
        }
    ck_assert_gj_str(gj_buf_str(&out), tree);
    gj_buf_free(&out);
    gj_arena_free(arena);
}

static void expression(const char *text, const char *tree) {
    expect_tree(text, GJ_PARSE_EXPRESSION, tree);
}

static void file(const char *text, const char *tree) {
    expect_tree(text, GJ_PARSE_FILE, tree);
}

#define PATH1(a)    "(PATH (STEP \"" a "\"))"
#define PATH2(a, b) "(PATH (STEP \"" a "\") (STEP \"" b "\"))"

#define TREE(name, text, tree)                                                                                                             \
    START_TEST(name) {                                                                                                                     \
        expression(text, tree);                                                                                                            \
    }                                                                                                                                      \
    END_TEST
#define FILE_TREE(name, text, tree)                                                                                                        \
    START_TEST(name) {                                                                                                                     \
        file(text, tree);                                                                                                                  \
    }                                                                                                                                      \
    END_TEST

#define BALANCE "(COMPARE:4 " PATH2("三", "总计") " (BINARY:1 (BINARY " PATH1("一") " " PATH1("二") ") " PATH1("四") "))"

TREE(one_line_program, "三.总计 == 一 + 二 - 四", BALANCE)
TREE(full_width_forms_are_the_same_tokens, "三．总计　＝＝　一　＋　二　－　四", BALANCE)
TREE(lines_in_an_expression_do_not_matter, "三.总计\n==\n一 + 二\n- 四", BALANCE)
TREE(full_width_digits_are_a_number, "１２", "(NUM \"12\")")
TREE(product_binds_tighter_than_sum, "1 + 2 × 3 ÷ 4", "(BINARY (NUM \"1\") (BINARY:3 (BINARY:2 (NUM \"2\") (NUM \"3\")) (NUM \"4\")))")
TREE(minus_is_a_prefix, "-1 - -2", "(BINARY:1 (NEG (NUM \"1\")) (NEG (NUM \"2\")))")
TREE(and_binds_tighter_than_or, "a 或 b 且 非 c", "(OR " PATH1("a") " (AND " PATH1("b") " (NOT " PATH1("c") ")))")
TREE(english_keywords, "a or b and not c", "(OR " PATH1("a") " (AND " PATH1("b") " (NOT " PATH1("c") ")))")
TREE(brackets_group, "(1 + 2) * 3", "(BINARY:2 (BINARY (NUM \"1\") (NUM \"2\")) (NUM \"3\"))")
TREE(chained_comparison, "0 <= p < 1", "(AND (COMPARE:7 (NUM \"0\") " PATH1("p") ") (COMPARE:6 " PATH1("p") " (NUM \"1\")))")
TREE(tolerance, "x == y ± 1", "(COMPARE:4 " PATH1("x") " " PATH1("y") " (TOLERANCE (NUM \"1\")))")
TREE(approximately, "49.6% ≈ 622 / 1253", "(COMPARE:10 (NUM \"49.6%\") (BINARY:3 (NUM \"622\") (NUM \"1253\")))")
TREE(number_takes_its_unit, "787.13万元", "(NUM \"787.13万元\")")
TREE(keyword_right_behind_a_unit, "3件且 x", "(AND (NUM \"3件\") " PATH1("x") ")")
TREE(ordinals_in_a_path, "三.不予公开.4.1", "(PATH (STEP \"三\") (STEP \"不予公开\") (STEP:2 \"4\") (STEP:2 \"1\"))")
TREE(bracketed_ordinal, "三.（七）", "(PATH (STEP \"三\") (STEP:1 \"七\"))")
TREE(range_of_rows, "三.（三）..（七）", "(PATH (STEP \"三\") (STEP:5 (STEP:1 \"三\") (STEP:1 \"七\")))")
TREE(stars, "三.*.**[*]", "(PATH (STEP \"三\") (STEP:3 \"*\") (STEP:4 \"**\") (INDEX (STEP:3 \"*\")))")
TREE(list_of_rows, "三.[a, b][c、d]", "(PATH (STEP \"三\") (STEP:6 (STEP \"a\") (STEP \"b\")) (INDEX (STEP \"c\") (STEP \"d\")))")
TREE(columns_alone, "[自然人..其他]", "(PATH (INDEX (STEP:5 (STEP \"自然人\") (STEP \"其他\"))))")
TREE(quoted_step, "三.\"危及“三安全一稳定”\"", "(PATH (STEP \"三\") (STEP \"危及“三安全一稳定”\"))")
TREE(quoted_first_step, "\"a b\"[c]", "(PATH:4 (STEP \"a b\") (INDEX (STEP \"c\")))")
TREE(keywords_are_labels_after_a_dot, "三.无.合计[空白]", "(PATH (STEP \"三\") (STEP \"无\") (STEP \"合计\") (INDEX (STEP \"空白\")))")
TREE(table_in_two_words, "表 三.一", "(PATH (STEP \"表三\" / \"三\") (STEP \"一\"))")
TREE(previous_report, "上年.四[总计]", "(PATH:1 (STEP \"四\") (INDEX (STEP \"总计\")))")
TREE(subordinates, "合计(下级.表三.一)", "(CALL \"合计\" (PATH:2 (STEP \"表三\") (STEP \"一\")))")
TREE(english_name_of_a_builtin, "sum(三.*)", "(CALL \"合计\" (PATH (STEP \"三\") (STEP:3 \"*\")))")
TREE(sigma_is_a_sum, "Σ(三.*)", "(CALL \"合计\" (PATH (STEP \"三\") (STEP:3 \"*\")))")
TREE(call_with_arguments, "四舍五入(x, 1)", "(CALL \"四舍五入\" " PATH1("x") " (NUM \"1\"))")
TREE(policy_of_a_selection, "三.* 空白、无 视为 0", "(PATH (STEP \"三\") (STEP:3 \"*\") (MISSING_AS:10 (NUM \"0\")))")
TREE(exists, "存在 a 且 缺(b)", "(AND (EXISTS " PATH1("a") ") (EXISTS:1 " PATH1("b") "))")
TREE(section_contains, "章 一 包含 \"x\"", "(MATCH:11 (SECTION_REF (STEP \"一\")) (STR \"x\"))")
TREE(section_matches, "非 章 五 匹配 \"^\\d+\"", "(NOT (MATCH:12 (SECTION_REF (STEP \"五\")) (STR \"^\\\\d+\")))")
TREE(section_has, "章 一..三 有 “{n}件”", "(MATCH:13 (SECTION_REF (STEP:5 (STEP \"一\") (STEP \"三\"))) (TEMPLATE \"{n}件\"))")
TREE(choice, "若 a 则 b 否则 c", "(IF " PATH1("a") " " PATH1("b") " " PATH1("c") ")")
TREE(quotes_of_either_kind, "f(“a”, \"b”, “c\", “说\"好\"”)", "(CALL \"f\" (STR \"a\") (STR \"b\") (STR \"c\") (STR \"说\\\"好\\\"\"))")
TREE(escapes, "f(\"a\\\"b\\\\c\\{\")", "(CALL \"f\" (STR \"a\\\"b\\\\c{\"))")

FILE_TREE(statements_end_with_the_line, "a\nb; c # d\n\n\n；e",
          "(ASSERT " PATH1("a") ")\n(ASSERT " PATH1("b") ")\n(ASSERT " PATH1("c") ")\n(ASSERT " PATH1("e") ")")
FILE_TREE(a_line_may_begin_with_an_operator, "a\n  == b\n  且 c", "(ASSERT (AND (COMPARE:4 " PATH1("a") " " PATH1("b") ") " PATH1("c") "))")
FILE_TREE(a_line_may_end_in_an_operator, "a ==\nb", "(ASSERT (COMPARE:4 " PATH1("a") " " PATH1("b") "))")
FILE_TREE(brackets_hide_line_ends, "f(\na\n,\nb\n)", "(ASSERT (CALL \"f\" " PATH1("a") " " PATH1("b") "))")
FILE_TREE(first_line_may_be_an_interpreter, "#!/usr/bin/gouji\na", "(ASSERT " PATH1("a") ")")
FILE_TREE(import, "引用 \"a.gj\"", "(IMPORT \"a.gj\")")
FILE_TREE(let_and_function, "设 x = 1\n函数 f(a, b) = a / b",
          "(LET \"x\" (NUM \"1\"))\n(FUNC \"f\" (PARAM \"a\") (PARAM \"b\") (BINARY:3 " PATH1("a") " " PATH1("b") "))")
FILE_TREE(policy, "空白 视为 0\n空白、划线 视为 0 于 三, 四",
          "(POLICY:2 (NUM \"0\"))\n(POLICY:6 (NUM \"0\") " PATH1("三") " " PATH1("四") ")")
FILE_TREE(rule_with_everything, "规则 B01 \"t\" 疑问 标签 a, 勾稽 {\n  依据 \"b\"\n  若 x\n  y\n  否则 \"{列}：{y} {{z}}\"\n}",
          "(RULE \"B01\" (TITLE \"t\") (LEVEL:1) (TAGS (TAG \"a\") (TAG \"勾稽\")) (BASIS \"b\") (WHEN " PATH1("x") ") (ASSERT " PATH1(
              "y") ") "
                   "(ELSE \"{列}：{y} {{z}}\" (TEXTPART (AXIS)) (TEXTPART \"：\") (TEXTPART " PATH1("y") ") (TEXTPART \" {z}\")))")
FILE_TREE(axes_of_a_message, "否则 \"{行}{表}{章}{column}\"",
          "(ELSE \"{行}{表}{章}{column}\" (TEXTPART (AXIS:1)) (TEXTPART (AXIS:2)) (TEXTPART (AXIS:3)) (TEXTPART (AXIS)))")
FILE_TREE(when_then, "若 a 则 b\n若 a 则 b 否则 \"m\"\n若 a 则 b 否则 c\n若 a 则 {\n b\n c\n}",
          "(WHEN " PATH1("a") " (ASSERT " PATH1("b") "))\n(WHEN " PATH1("a") " (ASSERT " PATH1(
              "b") "))\n(ELSE \"m\" (TEXTPART \"m\"))\n(ASSERT "
                   "(IF " PATH1("a") " " PATH1("b") " " PATH1("c") "))\n(WHEN " PATH1("a") " (ASSERT " PATH1("b") ") "
                                                                                                                  "(ASSERT"
                                                                                                                  " " PATH1("c") "))")
FILE_TREE(message_on_the_same_line, "a == b 否则 \"m\"",
          "(ASSERT (COMPARE:4 " PATH1("a") " " PATH1("b") "))\n(ELSE \"m\" (TEXTPART \"m\"))")
FILE_TREE(tie, "勾稽 \"第一项\"\n勾稽 自述", "(TIE \"第一项\")\n(TIE_SELF)")
FILE_TREE(require, "必有 章 一..六 依次\n必有 表 三, 行 三.总计、[总计]",
          "(REQUIRE:1 (SECTION_REF (STEP:5 (STEP \"一\") (STEP \"六\"))))\n(REQUIRE (TABLE_REF \"三\") " PATH2(
              "三", "总计") " (PATH (INDEX (STEP \"总计\"))))")
FILE_TREE(claim, "凡 章 一 有 \"{n}件\" 则 n == x",
          "(CLAIM (SECTION_REF (STEP \"一\")) (TEMPLATE \"{n}件\") (COMPARE:4 " PATH1("n") " " PATH1("x") "))")
FILE_TREE(scope, "表 三 { 规则 A { 一 } }", "(SCOPE \"三\" (RULE \"A\" (ASSERT " PATH1("一") ")))")
FILE_TREE(brace_on_its_own_line, "规则 A\n{\n一\n}", "(RULE \"A\" (ASSERT " PATH1("一") "))")
FILE_TREE(
    values_of_a_test, "测例 \"t\" {\n设 一 = 2 -1 - 0 / 空白 “无。”; 二 = 0 -\n期望 B01 不通过 于 自然人, 合计\n}",
    "(TEST \"t\" (SET " PATH1("一") " (NUM \"2\") (NUM \"-1\") (MISSING:2) (NUM \"0\") (MISSING:2) (MISSING:1) (STR \"无。\")) (SET " PATH1(
        "二") " (NUM \"0\") (MISSING:2)) (EXPECT:1 \"B01\" (LABEL \"自然人\") (LABEL \"合计\")))")
FILE_TREE(targets_of_a_test, "测例 \"t\" { 设 章 五 = \"a\"; 年份 = 2022; 表样 = 年报; 上年.四 = 1; 期望 A 通过 }",
          "(TEST \"t\" (SET (SECTION_REF (STEP \"五\")) (STR \"a\")) (SET " PATH1("年份") " (NUM \"2022\")) (SET " PATH1("表样") " " PATH1(
              "年报") ") (SET (PATH:1 (STEP \"四\")) (NUM \"1\")) (EXPECT \"A\"))")
FILE_TREE(test_for_each, "测例 \"t\" 对每 x 于 1, 2 { }\n测例 \"u\" 对每 (x, y) 于 (1, 2), (3, 4) { }",
          "(TEST \"t\" (EACH (PARAM \"x\") (TUPLE (NUM \"1\")) (TUPLE (NUM \"2\"))))\n(TEST \"u\" (EACH (PARAM \"x\") (PARAM \"y\") (TUPLE "
          "(NUM \"1\") (NUM \"2\")) (TUPLE (NUM \"3\") (NUM \"4\"))))")
FILE_TREE(
    form,
    "表样 甲 \"标题\" 起 2021 止 2030 继承 乙 别名 \"a\"、b {\n章 一 \"x\" 别名 y\n章 二 \"z\" {\n表 二 横排 {\n自述 \"s\"\n列 a 单位 万元 "
    "别名 b、c, 无\n列 \"h\" {\nd, e\n}\n组 \"g\" {\n行 r\n}\n行 一 x {\n行 （一） y 别名 v\n行 1 无\n}\n}\n}\n}",
    "(FORM \"甲\" (TITLE \"标题\") (SINCE \"2021\") (UNTIL \"2030\") (EXTENDS \"乙\") (ALIAS \"a\") (ALIAS \"b\") (SECTION \"x\" / \"一\" "
    "(ALIAS \"y\")) "
    "(SECTION \"z\" / \"二\" (TABLE:1 \"二\" (NOTE \"s\") (COLUMNS (COLUMN \"a\" (UNIT \"万元\") (ALIAS \"b\") (ALIAS \"c\")) (COLUMN "
    "\"无\")) "
    "(COLUMNS:1 \"h\" (COLUMN \"d\") (COLUMN \"e\")) (GROUP \"g\" (ROW \"r\")) (ROW \"x\" / \"一\" (ROW:1 \"y\" / \"一\" (ALIAS \"v\")) "
    "(ROW \"无\" / \"1\")))))")

START_TEST(every_keyword_is_a_label) {
    const char *zh, *en, *doc;
    for (size_t i = 0; gj_keyword(i, &zh, &en, &doc); i++) {
        for (int lang = 0; lang < 2; lang++) {
            char text[200];
            snprintf(text, sizeof text, "三.%s[%s, a..%s] == 1", lang ? en : zh, lang ? en : zh, lang ? en : zh);
            gj_arena *kept = (parse(text, GJ_PARSE_EXPRESSION), arena);
            ck_assert_msg(diags.errors == 0, "%s", text);
            gj_arena_free(kept);
        }
    }
}
END_TEST

static gj_completeness completeness(const char *text) {
    return gj_parse_completeness(gj_str_from(text));
}

START_TEST(finished_or_not) {
    ck_assert_int_eq(completeness("三.总计 == 一"), GJ_COMPLETE);
    ck_assert_int_eq(completeness("三.总计 =="), GJ_INCOMPLETE);
    ck_assert_int_eq(completeness("合计(三.*"), GJ_INCOMPLETE);
    ck_assert_int_eq(completeness("规则 A {\n一 == 二"), GJ_INCOMPLETE);
    ck_assert_int_eq(completeness("规则 A {\n一 == 二\n}"), GJ_COMPLETE);
    ck_assert_int_eq(completeness("规则 A \"t\""), GJ_INCOMPLETE);
    ck_assert_int_eq(completeness("一 一"), GJ_WRONG);
    ck_assert_int_eq(completeness(""), GJ_COMPLETE);
}
END_TEST

static bool may_follow(const char *text, const char *what) {
    const char *out[100];
    size_t n = gj_parse_expected(gj_str_from(text), out, 100);
    for (size_t i = 0; i < n; i++)
        if (strcmp(out[i], what) == 0) return true;
    return false;
}

START_TEST(what_may_follow) {
    ck_assert(may_follow("三.", "<名称>"));
    ck_assert(may_follow("三[", "<列>"));
    ck_assert(may_follow("三.总计 == ", "<数>"));
    ck_assert(may_follow("规则 A ", "错误"));
    ck_assert(!may_follow("三.总计 == ", "规则"));
    ck_assert(may_follow("", "规则"));
}
END_TEST

/* Every span of the tree lies in the text and holds its kids. */
static void check_spans(const gj_node *node, size_t size) {
    ck_assert(node->span.start <= node->span.end && node->span.end <= size);
    for (const gj_node *kid = node->first; kid; kid = kid->next) check_spans(kid, size);
}

START_TEST(spans_lie_in_the_text) {
    const char *text = "规则 A { 若 x; 三.总计[a] == 合计(b.*) ± 1\n 否则 \"{三.总计} {一}\" }";
    check_spans(parse(text, GJ_PARSE_FILE), strlen(text));
    gj_arena_free(arena);
}
END_TEST

START_TEST(placeholder_spans_point_into_the_file) {
    gj_node *root = parse("否则 \"应为 {一 + 二}\"", GJ_PARSE_FILE);
    gj_node *expr = root->first->last->first;
    ck_assert_gj_str(gj_source_slice(diags.sources, expr->span), "一 + 二");
    gj_arena_free(arena);
}
END_TEST

START_TEST(deep_nesting_is_an_error) {
    size_t n = 200000;
    char *text = gj_malloc(n + 1);
    memset(text, '(', n);
    text[n] = '\0';
    parse(text, GJ_PARSE_FILE);
    ck_assert_uint_eq(diags.errors, 1);
    ck_assert_int_eq(diags.first->code, GJ_E_TOO_DEEP);
    gj_arena_free(arena);
    free(text);
}
END_TEST

START_TEST(reading_stops_after_many_errors) {
    gj_buf buf = GJ_BUF_INIT;
    gj_buf_add_repeat(&buf, "规则 A { 一 二\n", 100000);
    parse(buf.p, GJ_PARSE_FILE);
    ck_assert_uint_lt(diags.errors, 1100);
    gj_arena_free(arena);
    gj_buf_free(&buf);
}
END_TEST

static void repeated(const char *unit, size_t n) {
    gj_buf buf = GJ_BUF_INIT;
    gj_buf_add_repeat(&buf, unit, n);
    gj_buf_addz(&buf, "1");
    parse(buf.p, GJ_PARSE_FILE);
    ck_assert_uint_ge(diags.errors, 1);
    gj_arena_free(arena);
    gj_buf_free(&buf);
}

START_TEST(endless_chains_are_an_error) {
    repeated("1+", 200000);
    repeated("-", 200000);
    repeated("非 ", 200000);
    repeated("1<", 200000);
    repeated("{", 200000);
    repeated("规则 a {\n", 100000);
    repeated("\"", 200001);
    repeated("“\"", 100000);
}
END_TEST

GJ_SUITE("parser", one_line_program, full_width_forms_are_the_same_tokens, lines_in_an_expression_do_not_matter,
         full_width_digits_are_a_number, product_binds_tighter_than_sum, minus_is_a_prefix, and_binds_tighter_than_or, english_keywords,
         brackets_group, chained_comparison, tolerance, approximately, number_takes_its_unit, keyword_right_behind_a_unit,
         ordinals_in_a_path, bracketed_ordinal, range_of_rows, stars, list_of_rows, columns_alone, quoted_step, quoted_first_step,
         keywords_are_labels_after_a_dot, table_in_two_words, previous_report, subordinates, english_name_of_a_builtin, sigma_is_a_sum,
         call_with_arguments, policy_of_a_selection, exists, section_contains, section_matches, section_has, choice, quotes_of_either_kind,
         escapes, statements_end_with_the_line, a_line_may_begin_with_an_operator, a_line_may_end_in_an_operator, brackets_hide_line_ends,
         first_line_may_be_an_interpreter, import, let_and_function, policy, rule_with_everything, axes_of_a_message, when_then,
         message_on_the_same_line, tie, require, claim, scope, brace_on_its_own_line, values_of_a_test, targets_of_a_test, test_for_each,
         form, every_keyword_is_a_label, finished_or_not, what_may_follow, spans_lie_in_the_text, placeholder_spans_point_into_the_file,
         deep_nesting_is_an_error, endless_chains_are_an_error, reading_stops_after_many_errors)
