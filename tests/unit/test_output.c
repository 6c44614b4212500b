/* The outputs, against findings made by hand. */
#include <jansson.h>
#include <libxml/parser.h>
#include <string.h>

#include "output/cells.h"
#include "output/excerpt.h"
#include "output/output.h"
#include "output/value.h"
#include "report/load.h"
#include "unit.h"

/* A form of one table: two rows, three columns. */
static gj_column columns[] = {{.label = {.name = {"甲列", 6}}}, {.label = {.name = {"乙列", 6}}}, {.label = {.name = {"总数", 6}}}};
static gj_row rows[] = {
    {.label = {.name = {"收到", 6}}, .ordinal = {"一", 3}, .path = {"一", 3}, .parent = GJ_NO_INDEX, .first_child = GJ_NO_INDEX,
     .last_child = GJ_NO_INDEX, .next_sibling = 1, .ncolumns = 3, .slot = 0, .leaf = 0},
    {.label = {.name = {"办结", 6}}, .ordinal = {"二", 3}, .path = {"二", 3}, .parent = GJ_NO_INDEX, .first_child = GJ_NO_INDEX,
     .last_child = GJ_NO_INDEX, .next_sibling = GJ_NO_INDEX, .ncolumns = 3, .slot = 3, .leaf = 1}};
static gj_table tables[] = {{.name = {"甲", 3}, .rows = rows, .nrows = 2, .nleaves = 2, .columns = columns, .ncolumns = 3,
                             .section = GJ_NO_INDEX, .nslots = 6}};
static gj_slot slots[] = {{0, 0, 0}, {0, 0, 1}, {0, 0, 2}, {0, 1, 0}, {0, 1, 1}, {0, 1, 2}};
static gj_form form = {.name = {"样", 3}, .tables = tables, .ntables = 1, .slots = slots, .nslots = 6};
static gj_rule rules[] = {{.id = {"B01", 3}, .title = {"收到与办结", 15}, .basis = {"办法第一条", 15}, .relation = {"一 == 二", 10}},
                          {.id = {"B02", 3}, .title = {"另一条", 9}, .level = 1}};
static gj_program program = {.rules = rules, .nrules = 2};

static gj_arena *arena;
static gj_report *report;
static gj_evidence evidence[2];
static gj_finding found[3];
static gj_findings findings;

/* Puts NUMBER, which stands in the report's text, into the cell. */
static void put(uint32_t slot, int64_t number, const char *context, const char *raw) {
    gj_report_set(report, slot, gj_num_int(number), (gj_written){0});
    gj_cell *cell = &report->cells[slot];
    ptrdiff_t at = gj_str_find(report->doc->text, gj_str_from(context));
    ck_assert(at >= 0);
    cell->at = (uint32_t)at + (uint32_t)(strlen(context) - strlen(raw));
    cell->end = cell->at + (uint32_t)strlen(raw);
    cell->there = true;
}

static void set_up(const char *text) {
    arena = gj_arena_new();
    report = gj_report_empty(arena, &form, GJ_STR("报告/a&<b>.txt"));
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    ck_assert_int_eq(gj_read_plain(arena, report->path, gj_str_copy(arena, gj_str_from(text)), &report->doc, &diags), 0);
    report->organisation = GJ_STR("某市<script>局");
    report->year = 2022;
    put(0, 66, "\t66", "66");
    put(3, 67, "办结\t67", "67");
    evidence[0] = (gj_evidence){.path = GJ_STR("一[甲列]"), .cell = &report->cells[0]};
    evidence[1] = (gj_evidence){.path = GJ_STR("二[甲列]"), .cell = &report->cells[3]};
    found[0] = (gj_finding){.rule = GJ_STR("B01"), .title = GJ_STR("收到与办结"), .verdict = GJ_FAIL, .table = GJ_STR("甲"), .row = GJ_STR("一"),
                            .column = GJ_STR("甲列"), .row_label = GJ_STR("收到"), .message = GJ_STR("收到〔甲列〕：66 ≠ 67，相差 1（推定）"), .relation = GJ_STR("66 ≠ 67"),
                            .left = GJ_STR("66"), .right = GJ_STR("67"), .difference = GJ_STR("-1"), .cells = evidence, .ncells = 2,
                            .fingerprint = 0xab};
    found[1] = (gj_finding){.rule = GJ_STR("B02"), .title = GJ_STR("另一条"), .level = GJ_LEVEL_WARNING, .verdict = GJ_UNKNOWN,
                            .column = GJ_STR("乙列"), .message = GJ_STR("一[乙列] 空白")};
    found[2] = (gj_finding){.rule = GJ_STR("B02"), .title = GJ_STR("另一条"), .level = GJ_LEVEL_WARNING, .verdict = GJ_PASS};
    findings = (gj_findings){.report = report, .items = found, .n = 3, .capacity = 3, .summary = {1, 1, 1, 0, {1, 0, 0}}};
}

#define REPORT "表\t甲列\t乙列\t总数\n一、收到\t66\t \t66\n二、办结\t67\t0\t67\n"

static gj_output out;

/* What a writer makes of the findings and an unread report. */
static const char *write_all(const gj_writer *writer, gj_output_options options) {
    set_up(REPORT);
    options.lang = GJ_LANG_ZH;
    gj_output_begin(&out, writer, &program, NULL, &options);
    gj_output_report(&out, &findings);
    gj_output_unread(&out, GJ_STR("b.txt"), GJ_STR("读不了<b>"));
    gj_output_end(&out);
    return out.buf.p ? out.buf.p : "";
}

static void tear_down(void) {
    gj_output_free(&out);
    gj_arena_free(arena);
}

static void holds(const char *text, const char *part) {
    ck_assert_msg(strstr(text, part) != NULL, "no '%s' in:\n%s", part, text);
}

static void holds_not(const char *text, const char *part) {
    ck_assert_msg(strstr(text, part) == NULL, "'%s' in:\n%s", part, text);
}

START_TEST(text_marks_the_numbers_under_double_width_labels) {
    const char *text = write_all(&gj_writer_text, (gj_output_options){0});
    holds(text, "          2 │ 一、收到  66     66\n"
                "            │           ^^\n"
                "          3 │ 二、办结  67  0  67\n"
                "            │           ^^\n");
    tear_down();
}
END_TEST

START_TEST(text_says_the_relation_and_the_difference) {
    const char *text = write_all(&gj_writer_text, (gj_output_options){0});
    holds(text, "✗ B01 收到与办结  错误\n      一[甲列]  66 ≠ 67，相差 1（推定）\n      依据：办法第一条\n");
    tear_down();
}
END_TEST

START_TEST(text_ends_with_what_it_came_to) {
    const char *text = write_all(&gj_writer_text, (gj_output_options){0});
    holds(text, "2 份报告，1 份读不了，1 份有不符：错误 1，疑问 0；通过 1，无法判定 1\n");
    tear_down();
}
END_TEST

START_TEST(text_is_quiet_about_a_report_without_findings) {
    set_up(REPORT);
    findings.n = 0;
    findings.summary = (gj_summary){.pass = 7};
    gj_output_begin(&out, &gj_writer_text, &program, NULL, &(gj_output_options){.lang = GJ_LANG_EN});
    gj_output_report(&out, &findings);
    ck_assert_uint_eq(out.buf.n, 0);
    gj_output_end(&out);
    ck_assert_str_eq(out.buf.p, "1 report: 7 passed\n");
    tear_down();
}
END_TEST

START_TEST(one_number_a_line_is_shown_with_the_names_of_its_cells) {
    set_up("表\n收到\n\t66\n办结\t67\n67\n");
    put(3, 67, "\n67", "67");
    gj_mark marks[4];
    size_t n = gj_marks_of(&found[0], report, report, marks);
    gj_buf buf = GJ_BUF_INIT;
    gj_excerpt(&buf, report->doc, marks, n, &(gj_excerpt_options){.lang = GJ_LANG_ZH, .width = 80, .lines = 6});
    ck_assert_str_eq(buf.p, "    3 │ 一  甲列 66\n"
                            "    5 │ 二  甲列 67\n");
    gj_buf_free(&buf);
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_long_line_is_cut_to_what_surrounds_its_marks) {
    gj_buf line = GJ_BUF_INIT;
    gj_buf_add_repeat(&line, "前", 300);
    gj_buf_addz(&line, "\t66");
    gj_buf_add_repeat(&line, "后", 300);
    gj_buf_addz(&line, "\n办结\t67\n");
    set_up(line.p);
    gj_mark marks[4];
    size_t n = gj_marks_of(&found[0], report, report, marks);
    gj_buf buf = GJ_BUF_INIT;
    gj_excerpt(&buf, report->doc, marks, n, &(gj_excerpt_options){.lang = GJ_LANG_ZH, .width = 80, .lines = 1});
    holds(buf.p, " … 前");
    holds(buf.p, "66后");
    ck_assert_uint_lt(buf.n, 400);
    gj_buf_free(&buf);
    gj_buf_free(&line);
    gj_arena_free(arena);
}
END_TEST

START_TEST(json_has_the_contract_s_fields) {
    const char *text = write_all(&gj_writer_json, (gj_output_options){0});
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    json_t *first = json_array_get(json_object_get(root, "reports"), 0);
    ck_assert_uint_eq(json_array_size(json_object_get(first, "findings")), 2);
    json_t *f = json_array_get(json_object_get(first, "findings"), 0);
    static const char *const keys[] = {"rule", "title", "level", "verdict", "at", "message", "left", "right", "difference", "cells", "quote",
                                       "place", "fingerprint"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) ck_assert_msg(json_object_get(f, keys[i]) != NULL, "%s", keys[i]);
    ck_assert_str_eq(json_string_value(json_object_get(f, "fingerprint")), "00000000000000ab");
    ck_assert_str_eq(json_string_value(json_object_get(f, "difference")), "-1");
    json_t *cell = json_array_get(json_object_get(f, "cells"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(cell, "value")), "66");
    ck_assert_int_eq(json_integer_value(json_object_get(cell, "line")), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(cell, "column")), 6);
    json_decref(root);
    tear_down();
}
END_TEST

START_TEST(json_names_an_unread_report_with_its_error) {
    const char *text = write_all(&gj_writer_json, (gj_output_options){0});
    json_t *root = json_loads(text, 0, NULL);
    json_t *second = json_array_get(json_object_get(root, "reports"), 1);
    ck_assert_str_eq(json_string_value(json_object_get(second, "path")), "b.txt");
    ck_assert_str_eq(json_string_value(json_object_get(second, "error")), "读不了<b>");
    json_decref(root);
    tear_down();
}
END_TEST

START_TEST(all_adds_what_passed) {
    const char *text = write_all(&gj_writer_json, (gj_output_options){.all = true});
    holds(text, "\"verdict\": \"pass\"");
    tear_down();
}
END_TEST

START_TEST(json_replaces_bytes_that_are_not_utf8) {
    json_t *value = gj_json_str((gj_str){"a\xff z", 4});
    ck_assert_str_eq(json_string_value(value), "a\xef\xbf\xbd z");
    json_decref(value);
}
END_TEST

START_TEST(ndjson_is_one_object_a_line) {
    const char *text = write_all(&gj_writer_ndjson, (gj_output_options){0});
    const char *end = strchr(text, '\n');
    json_t *root = json_loadb(text, (size_t)(end - text), 0, NULL);
    ck_assert_str_eq(json_string_value(json_object_get(root, "form")), "样");
    json_decref(root);
    root = json_loads(end + 1, 0, NULL);
    ck_assert_ptr_nonnull(json_object_get(root, "error"));
    json_decref(root);
    tear_down();
}
END_TEST

START_TEST(sarif_results_point_at_rule_region_and_fingerprint) {
    const char *text = write_all(&gj_writer_sarif, (gj_output_options){0});
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(json_string_value(json_object_get(root, "version")), "2.1.0");
    json_t *run = json_array_get(json_object_get(root, "runs"), 0);
    json_t *result = json_array_get(json_object_get(run, "results"), 0);
    const char *rule, *level, *uri, *print;
    int index, line, column, end;
    ck_assert_int_eq(json_unpack(result, "{s:s, s:i, s:s, s:[{s:{s:{s:s}, s:{s:i, s:i, s:i}}}], s:{s:s}}", "ruleId", &rule, "ruleIndex", &index, "level",
                                 &level, "locations", "physicalLocation", "artifactLocation", "uri", &uri, "region", "startLine", &line,
                                 "startColumn", &column, "endColumn", &end, "partialFingerprints", "gouji/v1", &print),
                     0);
    ck_assert_str_eq(rule, "B01");
    ck_assert_str_eq(level, "error");
    ck_assert_str_eq(uri, "%E6%8A%A5%E5%91%8A/a%26%3Cb%3E.txt");
    ck_assert_int_eq(index, 0);
    ck_assert_int_eq(line, 2);
    ck_assert_int_eq(column, 6);
    ck_assert_int_eq(end, 8);
    json_t *open = json_array_get(json_object_get(run, "results"), 1);
    ck_assert_str_eq(json_string_value(json_object_get(open, "kind")), "open");
    ck_assert_str_eq(json_string_value(json_object_get(open, "level")), "none");
    json_decref(root);
    tear_down();
}
END_TEST

static size_t count_of(const char *text, const char *part) {
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, part)) != NULL; p += strlen(part)) n++;
    return n;
}

START_TEST(junit_is_well_formed_with_a_case_a_rule) {
    const char *text = write_all(&gj_writer_junit, (gj_output_options){0});
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), "out.xml", NULL, XML_PARSE_NONET);
    ck_assert_ptr_nonnull(doc);
    xmlFreeDoc(doc);
    ck_assert_uint_eq(count_of(text, "<testcase "), 3);
    holds(text, "tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"");
    holds(text, "<error type=\"unread\" message=\"读不了&lt;b&gt;\"/>");
    tear_down();
}
END_TEST

START_TEST(csv_opens_in_a_spreadsheet) {
    const char *text = write_all(&gj_writer_csv, (gj_output_options){0});
    ck_assert_int_eq(strncmp(text, "\xef\xbb\xbfreport,", 10), 0);
    ck_assert_uint_eq(count_of(text, "\r\n"), 4);
    tear_down();
}
END_TEST

START_TEST(a_spreadsheet_field_is_never_a_formula) {
    gj_buf buf = GJ_BUF_INIT;
    gj_out_csv(&buf, GJ_STR("=1+2"), true);
    gj_out_csv(&buf, GJ_STR("+A1"), true);
    gj_out_csv(&buf, GJ_STR("-1"), true);
    gj_out_csv(&buf, GJ_STR("a\"b"), true);
    gj_out_csv(&buf, GJ_STR("＝1"), true);
    ck_assert_str_eq(buf.p, "\"'=1+2\"\"'+A1\"-1\"a\"\"b\"\"'＝1\"");
    gj_buf_free(&buf);
}
END_TEST

START_TEST(html_escapes_what_the_report_says) {
    const char *text = write_all(&gj_writer_html, (gj_output_options){0});
    holds_not(text, "<script>局");
    holds(text, "某市&lt;script&gt;局");
    holds(text, "a&amp;&lt;b&gt;.txt");
    ck_assert_uint_eq(count_of(text, "<script"), 1);
    tear_down();
}
END_TEST

START_TEST(html_marks_the_failing_cells) {
    const char *text = write_all(&gj_writer_html, (gj_output_options){0});
    holds(text, "<td id=\"r1c0\" class=\"error at\" tabindex=\"0\">66<span class=\"tip\">B01 收到与办结\n66 ≠ 67</span></td>");
    holds(text, "<td id=\"r1c3\" class=\"error\" tabindex");
    holds(text, "<td id=\"r1c1\" class=\"miss\">");
    tear_down();
}
END_TEST

START_TEST(cells_csv_is_the_contract_s) {
    set_up(REPORT);
    gj_buf buf = GJ_BUF_INIT;
    gj_cells_begin(&buf, GJ_CELLS_CSV);
    gj_cells_report(&buf, GJ_CELLS_CSV, report, 0, &(gj_output_options){0});
    holds(buf.p, "report,table,row,label,column,value,raw,status,line\n报告/a&<b>.txt,甲,一,收到,甲列,66,66,number,2\n");
    holds(buf.p, "报告/a&<b>.txt,甲,一,收到,乙列,,,absent,\n");
    gj_buf_free(&buf);
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_terminal_gets_no_control_characters) {
    gj_buf buf = GJ_BUF_INIT;
    gj_out_plain(&buf, GJ_STR("a\x1b[31m\tb\xe2\x80\xae"));
    ck_assert_str_eq(buf.p, "a\xef\xbf\xbd[31m  b\xef\xbf\xbd");
    gj_buf_free(&buf);
}
END_TEST

START_TEST(a_value_is_a_table_aligned_by_display_width) {
    gj_str value_rows[] = {GJ_STR("收到"), GJ_STR("ab")}, value_columns[] = {GJ_STR("甲列"), GJ_STR("n")};
    gj_value_item items[] = {{.num = gj_num_int(7)}, {.num = gj_num_int(12345)}, {.missing = true, .status = GJ_BLANK}, {.num = gj_num_int(0)}};
    gj_value value = {.kind = GJ_VAL_NUMBER, .rows = value_rows, .columns = value_columns, .nrows = 2, .ncolumns = 2, .items = items};
    gj_buf buf = GJ_BUF_INIT;
    gj_value_draw(&buf, &value, &(gj_output_options){.lang = GJ_LANG_ZH, .width = 80});
    ck_assert_str_eq(buf.p, "          甲列      n\n收到         7  12345\nab    〈空白〉      0\n");
    gj_buf_free(&buf);
}
END_TEST

GJ_SUITE("output", text_marks_the_numbers_under_double_width_labels, text_says_the_relation_and_the_difference, text_ends_with_what_it_came_to,
         text_is_quiet_about_a_report_without_findings, one_number_a_line_is_shown_with_the_names_of_its_cells,
         a_long_line_is_cut_to_what_surrounds_its_marks, json_has_the_contract_s_fields, json_names_an_unread_report_with_its_error,
         all_adds_what_passed, json_replaces_bytes_that_are_not_utf8, ndjson_is_one_object_a_line,
         sarif_results_point_at_rule_region_and_fingerprint, junit_is_well_formed_with_a_case_a_rule, csv_opens_in_a_spreadsheet,
         a_spreadsheet_field_is_never_a_formula, html_escapes_what_the_report_says, html_marks_the_failing_cells, cells_csv_is_the_contract_s,
         a_terminal_gets_no_control_characters, a_value_is_a_table_aligned_by_display_width)
