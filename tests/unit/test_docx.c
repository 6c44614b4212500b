#include <string.h>
#include <zip.h>

#include "base/utf8.h"
#include "readers.h"
#include "report/numbering.h"

#define BODY(x)                                                                                                                            \
    "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='w' xmlns:mc='mc' xmlns:wps='wps' xmlns:v='v'><w:body>" x                   \
    "</w:body></w:document>"
#define P(x)  "<w:p>" R(x) "</w:p>"
#define R(x)  "<w:r><w:t>" x "</w:t></w:r>"
#define TC(x) "<w:tc>" P(x) "</w:tc>"

typedef struct part {
    const char *name, *content;
} part;

/* A package of the parts, in OUT. */
static gj_str zipped(gj_buf *out, const part *parts, size_t n) {
    zip_error_t error;
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (size_t i = 0; i < n; i++)
        zip_file_add(zip, parts[i].name, zip_source_buffer(zip, parts[i].content, strlen(parts[i].content), 0), 0);
    zip_close(zip);
    zip_source_open(target);
    zip_source_seek(target, 0, SEEK_END);
    size_t size = (size_t)zip_source_tell(target);
    zip_source_seek(target, 0, SEEK_SET);
    char *bytes = gj_malloc(size);
    zip_source_read(target, bytes, size);
    gj_buf_add(out, (gj_str){bytes, size});
    free(bytes);
    zip_source_close(target);
    zip_source_free(target);
    return gj_buf_str(out);
}

static void reads(const part *parts, size_t n, const char *expected) {
    gj_buf bytes = GJ_BUF_INIT;
    ck_reads(gj_read_docx, zipped(&bytes, parts, n), expected);
    gj_buf_free(&bytes);
}

#define body_reads(x, expected) reads((part[]){{"word/document.xml", BODY(x)}}, 1, expected)

START_TEST(test_runs_are_joined) {
    body_reads("<w:p>" R("年度") "<w:proofErr/>" R("报告") "<w:r><w:t xml:space='preserve'> 1</w:t></w:r></w:p>", "年度报告 1\n");
}
END_TEST

START_TEST(test_table_with_spans) {
    body_reads("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr>" P("甲") "</w:tc>" TC(
                   "乙") "</w:tr>"
                         "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p/></w:tc>" TC("1") "</w:tr><w:tr>" TC("丙")
                             TC("丁") TC("2") "</w:tr></w:tbl>",
               "[甲<2^2|乙]\n[@2 1]\n[丙|丁|2]\n");
}
END_TEST

START_TEST(test_empty_cells_are_kept) {
    body_reads("<w:tbl><w:tr>" TC("甲") "<w:tc><w:p/></w:tc>" TC("2") "</w:tr></w:tbl>", "[甲||2]\n");
}
END_TEST

START_TEST(test_columns_before_a_row) {
    body_reads("<w:tbl><w:tr>" TC("甲") TC("1") "</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" TC("2") "</w:tr></w:tbl>",
               "[甲|1]\n[@1 2]\n");
}
END_TEST

START_TEST(test_paragraphs_of_a_cell_are_joined) {
    body_reads("<w:tbl><w:tr><w:tc>" P("第一") P("部分") "</w:tc>" TC("1") "</w:tr></w:tbl>", "[第一部分|1]\n");
}
END_TEST

START_TEST(test_deletions_are_ignored_and_insertions_kept) {
    body_reads("<w:p><w:del>"
               "<w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>" R("新") "</w:ins><w:moveFrom>" R("移") "</w:moveFrom><w:moveTo>" R(
                   "到") "</w:moveTo></w:p>",
               "新到\n");
}
END_TEST

START_TEST(test_deleted_row_is_ignored) {
    body_reads("<w:tbl><w:tr>" TC("甲") TC("1") "</w:tr><w:tr><w:trPr><w:del/></w:trPr>" TC("乙") TC("2") "</w:tr></w:tbl>", "[甲|1]\n");
}
END_TEST

START_TEST(test_deleted_paragraph_mark_joins) {
    body_reads("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R("前") "</w:p>" P("后"), "前后\n");
}
END_TEST

START_TEST(test_superscript_digits_are_no_digits_of_the_number) {
    body_reads("<w:p>" R("12") "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>1</w:t></w:r></w:p>", "12¹\n");
}
END_TEST

START_TEST(test_hidden_text_and_field_codes) {
    body_reads("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>" R("显") "</w:p>",
               "显\n");
}
END_TEST

START_TEST(test_text_box_is_taken_once) {
    body_reads("<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>" P(
                   "框") "</w:txbxContent></wps:txbx></mc:Choice>"
                         "<mc:Fallback><v:textbox><w:txbxContent>" P(
                             "框") "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>" R("文") "</w:p>",
               "框\n文\n");
}
END_TEST

START_TEST(test_breaks_and_tabs) {
    body_reads("<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>乙</w:t></w:r></w:p>", "[甲|1]\n乙\n");
}
END_TEST

START_TEST(test_footnotes_stand_at_the_end) {
    reads((part[]){{"word/document.xml", BODY("<w:p>" R("12") "<w:r><w:footnoteReference w:id='1'/></w:r></w:p>")},
                   {"word/footnotes.xml", "<w:footnotes xmlns:w='w'><w:footnote w:type='separator'>" P(
                                              "线") "</w:footnote><w:footnote w:id='1'>" P("注") "</w:footnote></w:footnotes>"}},
          2, "12\n注\n");
}
END_TEST

static const char *const lists =
    "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='5'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='H1'/><w:suff w:val='nothing'/><w:lvlText "
    "w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%3.'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='5'/></w:num><w:num w:numId='4'><w:abstractNumId w:val='5'/>"
    "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num></w:numbering>";
static const char *const styles = "<w:styles xmlns:w='w'><w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading "
                                  "1'/><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>"
                                  "<w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='mine'/><w:basedOn w:val='H1'/></w:style>"
                                  "<w:style w:type='paragraph' w:styleId='T1'><w:name w:val='toc 1'/></w:style></w:styles>";

#define STYLED(style, x)       "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr>" R(x) "</w:p>"
#define LISTED(list, level, x) "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" list "'/></w:numPr></w:pPr>" R(x) "</w:p>"
#define numbered_reads(x, expected)                                                                                                        \
    reads((part[]){{"word/document.xml", BODY(x)}, {"word/numbering.xml", lists}, {"word/styles.xml", styles}}, 3, expected)

START_TEST(test_number_in_the_style_of_a_heading) {
    numbered_reads(STYLED("H1", "情况") STYLED("Mine", "问题"), "#1 一、情况\n#1 二、问题\n");
}
END_TEST

START_TEST(test_levels_of_a_list) {
    numbered_reads(LISTED("3", "0", "甲") LISTED("3", "1", "乙") LISTED("3", "1", "丙") LISTED("3", "2", "丁") LISTED("3", "0", "戊")
                       LISTED("3", "1", "己"),
                   "一、甲\n（一）乙\n（二）丙\n1. 丁\n二、戊\n（一）己\n");
}
END_TEST

START_TEST(test_list_that_starts_again) {
    numbered_reads(LISTED("3", "0", "甲") LISTED("3", "0", "乙") LISTED("4", "0", "丙"), "一、甲\n二、乙\n一、丙\n");
}
END_TEST

START_TEST(test_list_numbers_in_cells) {
    numbered_reads("<w:tbl><w:tr><w:tc>" LISTED("3", "2", "甲") "</w:tc>" TC("1") "</w:tr><w:tr><w:tc>" LISTED("3", "2", "乙") "</w:tc>" TC(
                       "2") "</w:tr></w:tbl>",
                   "[1. 甲|1]\n[2. 乙|2]\n");
}
END_TEST

START_TEST(test_contents_are_left_out) {
    numbered_reads(STYLED("T1", "一、情况 1") STYLED("H1", "情况"), "#1 一、情况\n");
}
END_TEST

START_TEST(test_number_taken_away) {
    numbered_reads("<w:p><w:pPr><w:pStyle w:val='H1'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>" R("题") "</w:p>", "#1 题\n");
}
END_TEST

static void numeral_is(uint32_t n, const char *format, const char *expected) {
    gj_buf out = GJ_BUF_INIT;
    gj_numeral_add(&out, n, gj_str_from(format));
    ck_assert_gj_str(gj_buf_str(&out), expected);
    gj_buf_free(&out);
}

START_TEST(test_numerals) {
    numeral_is(10, "chineseCounting", "十");
    numeral_is(11, "chineseCountingThousand", "十一");
    numeral_is(20, "chineseCounting", "二十");
    numeral_is(105, "chineseCountingThousand", "一百零五");
    numeral_is(110, "chineseCounting", "一百一十");
    numeral_is(3, "chineseLegalSimplified", "叁");
    numeral_is(10, "chineseLegalSimplified", "壹拾");
    numeral_is(12, "decimalFullWidth", "１２");
    numeral_is(3, "decimalEnclosedCircle", "③");
    numeral_is(2, "ideographTraditional", "乙");
    numeral_is(27, "lowerLetter", "aa");
    numeral_is(14, "upperRoman", "XIV");
    numeral_is(7, "decimalZero", "07");
    numeral_is(7, "somethingElse", "7");
}
END_TEST

START_TEST(test_title_of_the_properties) {
    gj_buf bytes = GJ_BUF_INIT;
    zipped(&bytes,
           (part[]){{"word/document.xml", BODY(P("文"))},
                    {"docProps/core.xml", "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:title>题</dc:title></cp:coreProperties>"}},
           2);
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_doc *doc = NULL;
    ck_assert_int_eq(gj_read_docx(arena, GJ_STR("p"), gj_buf_str(&bytes), &doc, &diags), 0);
    ck_assert_gj_str(doc->title, "题");
    gj_arena_free(arena);
    gj_buf_free(&bytes);
}
END_TEST

START_TEST(test_main_part_of_another_name) {
    reads((part[]){{"_rels/.rels",
                    "<Relationships xmlns='r'><Relationship Type='http://x/officeDocument' Target='/doc/main.xml'/></Relationships>"},
                   {"doc/main.xml", BODY(P("文"))}},
          2, "文\n");
}
END_TEST

START_TEST(test_no_main_part) {
    reads((part[]){{"a.txt", "x"}}, 1, "E0810 ");
}
END_TEST

START_TEST(test_broken_xml) {
    reads((part[]){{"word/document.xml", "<w:document xmlns:w='w'><w:body><w:p>"}}, 1, "E0810 ");
}
END_TEST

START_TEST(test_entities_are_refused) {
    reads((part[]){{"word/document.xml", "<!DOCTYPE d [<!ENTITY a 'xxxx'><!ENTITY b '&a;&a;'>]><d>&b;</d>"}}, 1, "E0811 ");
}
END_TEST

static char *repeated(const char *start, const char *piece, size_t times, const char *end) {
    gj_buf out = GJ_BUF_INIT;
    gj_buf_addz(&out, start);
    gj_buf_add_repeat(&out, piece, times);
    gj_buf_addz(&out, end);
    return out.p;
}

START_TEST(test_nesting_is_limited) {
    char *xml = repeated("<w:document xmlns:w='w'>", "<w:p>", 100000, "");
    reads((part[]){{"word/document.xml", xml}}, 1, "E0808 ");
    free(xml);
}
END_TEST

START_TEST(test_unpacking_is_limited) {
    char *xml = repeated("<w:document xmlns:w='w'>", "                ", (256u << 20) / 16, "</w:document>");
    reads((part[]){{"word/document.xml", xml}}, 1, "E0806 ");
    free(xml);
}
END_TEST

START_TEST(test_attributes_are_limited) {
    char *xml = repeated("<w:document xmlns:w='w'", " a=''", 100000, "/>");
    reads((part[]){{"word/document.xml", xml}}, 1, "E0820 ");
    free(xml);
}
END_TEST

START_TEST(test_columns_are_limited) {
    char *xml = repeated("<w:document xmlns:w='w'><w:tbl><w:tr>", "<w:tc><w:tcPr><w:gridSpan w:val='999'/></w:tcPr><w:p/></w:tc>", 200,
                         "</w:tr></w:tbl></w:document>");
    reads((part[]){{"word/document.xml", xml}}, 1, "E0807 ");
    free(xml);
}
END_TEST

/* Reading any prefix, and any file with one bit changed, ends and keeps the sanitizers silent. */
START_TEST(test_broken_packages_are_survived) {
    gj_buf bytes = GJ_BUF_INIT;
    zipped(&bytes,
           (part[]){{"word/document.xml", BODY(STYLED("H1", "甲") "<w:tbl><w:tr>" TC("乙") TC("1") "</w:tr></w:tbl>")},
                    {"word/numbering.xml", lists},
                    {"word/styles.xml", styles}},
           3);
    for (size_t n = 0; n < bytes.n; n += 3) free(read_and_draw(gj_read_docx, (gj_str){bytes.p, n}));
    for (size_t n = 0; n < bytes.n; n++) {
        bytes.p[n] = (char)(bytes.p[n] ^ (1 << (n % 8)));
        free(read_and_draw(gj_read_docx, gj_buf_str(&bytes)));
        bytes.p[n] = (char)(bytes.p[n] ^ (1 << (n % 8)));
    }
    gj_buf_free(&bytes);
}
END_TEST

GJ_SUITE("docx", test_runs_are_joined, test_table_with_spans, test_empty_cells_are_kept, test_columns_before_a_row,
         test_paragraphs_of_a_cell_are_joined, test_deletions_are_ignored_and_insertions_kept, test_deleted_row_is_ignored,
         test_deleted_paragraph_mark_joins, test_superscript_digits_are_no_digits_of_the_number, test_hidden_text_and_field_codes, test_text_box_is_taken_once, test_breaks_and_tabs,
         test_footnotes_stand_at_the_end, test_number_in_the_style_of_a_heading, test_levels_of_a_list, test_list_that_starts_again,
         test_list_numbers_in_cells, test_contents_are_left_out, test_number_taken_away, test_numerals, test_title_of_the_properties,
         test_main_part_of_another_name, test_no_main_part, test_broken_xml, test_entities_are_refused, test_nesting_is_limited,
         test_unpacking_is_limited, test_attributes_are_limited, test_columns_are_limited, test_broken_packages_are_survived)
