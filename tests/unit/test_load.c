#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "readers.h"

static void kind_is(const char *path, gj_str bytes, gj_kind expected) {
    ck_assert_int_eq(gj_load_sniff(bytes, gj_str_from(path)), expected);
}

START_TEST(test_text) {
    kind_is("a.txt", GJ_STR("一、总体情况\n"), GJ_KIND_TEXT);
    kind_is("a", GJ_STR("见 <http://www.example.gov.cn> 全文"), GJ_KIND_TEXT);
    kind_is("a", GJ_STR("\xFF\xFE\x00\x4E\x01\x4E"), GJ_KIND_TEXT);
    kind_is("a", GJ_STR("\xD5\xFD\xCE\xC4"), GJ_KIND_TEXT);
}
END_TEST

START_TEST(test_html) {
    kind_is("a.txt", GJ_STR("\n<!DOCTYPE HTML><p>x"), GJ_KIND_HTML);
    kind_is("a", GJ_STR("<table><tr><td>1"), GJ_KIND_HTML);
    kind_is("a", GJ_STR("\xFF\xFE<\0h\0t\0m\0l\0>\0"), GJ_KIND_HTML);
    kind_is("a.htm", GJ_STR("正文"), GJ_KIND_HTML);
}
END_TEST

START_TEST(test_bytes_tell_before_the_extension) {
    kind_is("a.doc", GJ_STR("<html><body>x"), GJ_KIND_HTML);
    kind_is("a.txt", GJ_STR("%PDF-1.7\n"), GJ_KIND_PDF);
    kind_is("a.docx", GJ_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), GJ_KIND_OLD_OFFICE);
}
END_TEST

START_TEST(test_packages) {
    kind_is("a", GJ_STR("PK\3\4....word/document.xml"), GJ_KIND_DOCX);
    kind_is("a", GJ_STR("PK\3\4....xl/workbook.xml"), GJ_KIND_OLD_OFFICE);
    kind_is("a.zip", GJ_STR("PK\3\4....a.txt"), GJ_KIND_BINARY);
}
END_TEST

START_TEST(test_old_office) {
    kind_is("a", GJ_STR("{\\rtf1 x}"), GJ_KIND_OLD_OFFICE);
    kind_is("a", GJ_STR("<?xml version='1.0'?><w:wordDocument>"), GJ_KIND_OLD_OFFICE);
}
END_TEST

START_TEST(test_binary) {
    kind_is("a.txt", GJ_STR("\x89PNG\r\n\x1A\n"), GJ_KIND_BINARY);
    kind_is("a.txt", GJ_STR("\1\2\3\4\5\6\7"), GJ_KIND_BINARY);
}
END_TEST

START_TEST(test_empty) {
    kind_is("a.txt", GJ_STR(""), GJ_KIND_EMPTY);
    kind_is("a.txt", GJ_STR("\xEF\xBB\xBF \r\n\t"), GJ_KIND_EMPTY);
}
END_TEST

/* ---- files ---- */

static char folder[64];

static const char *file_of(const char *name, gj_str bytes) {
    static char path[128];
    strcpy(folder, "/tmp/gouji-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    if (bytes.n > 0) ck_assert_int_eq((int)fwrite(bytes.p, bytes.n, 1, f), 1);
    fclose(f);
    return path;
}

/* Loads and reads a file; the codes of the diagnostics, or its text. */
static char *load(const char *path) {
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_str bytes;
    gj_doc *doc = NULL;
    gj_buf out = GJ_BUF_INIT;
    gj_buf_addz(&out, "");
    if (gj_load_file(arena, gj_str_from(path), &bytes, &diags) == 0 &&
        gj_load_document(arena, gj_str_from(path), bytes, &doc, &diags) == 0) {
        gj_doc_split(doc);
        draw_document(&out, doc);
    }
    for (const gj_diag *d = diags.first; d != NULL; d = d->next) gj_buf_addf(&out, "%s ", gj_diag_describe(d->code)->code);
    gj_arena_free(arena);
    return out.p;
}

static void loads(const char *path, const char *expected) {
    char *got = load(path);
    ck_assert_str_eq(got, expected);
    free(got);
}

static void forget(const char *path) {
    unlink(path);
    rmdir(folder);
}

START_TEST(test_file_that_is_not_there) {
    loads("/nonexistent/a.txt", "E0801 ");
}
END_TEST

START_TEST(test_folder_is_no_report) {
    loads("/tmp", "E0801 ");
}
END_TEST

START_TEST(test_text_file) {
    const char *path = file_of("a.txt", GJ_STR("甲\t1\n"));
    loads(path, "[甲|1]\n");
    forget(path);
}
END_TEST

START_TEST(test_page_with_a_name_of_text) {
    const char *path = file_of("a.txt", GJ_STR("<html><p>甲</p></html>"));
    loads(path, "甲\n");
    forget(path);
}
END_TEST

START_TEST(test_empty_file) {
    const char *path = file_of("a.txt", GJ_STR(""));
    loads(path, "E0803 ");
    forget(path);
}
END_TEST

START_TEST(test_page_without_text) {
    const char *path = file_of("a.html", GJ_STR("<html><body><script>x</script></body></html>"));
    loads(path, "E0803 ");
    forget(path);
}
END_TEST

START_TEST(test_picture) {
    const char *path = file_of("a.txt", GJ_STR("\x89PNG\r\n\x1A\n"));
    loads(path, "E0804 ");
    forget(path);
}
END_TEST

START_TEST(test_zeros_on_one_side_beside_control_characters_are_no_utf16) {
    char bytes[400];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i % 4);
    const char *path = file_of("a.txt", (gj_str){bytes, sizeof bytes});
    loads(path, "E0804 ");
    forget(path);
}
END_TEST

START_TEST(test_file_over_the_limit) {
    const char *path = file_of("a.txt", GJ_STR("x"));
    ck_assert_int_eq(truncate(path, 200 << 20), 0);
    loads(path, "E0802 ");
    forget(path);
}
END_TEST

START_TEST(test_device_without_end) {
    loads("/dev/zero", "E0802 ");
}
END_TEST

START_TEST(test_standard_input) {
    const char *path = file_of("a.txt", GJ_STR("甲\n"));
    ck_assert_ptr_nonnull(freopen(path, "rb", stdin));
    loads("-", "甲\n");
    forget(path);
}
END_TEST

START_TEST(test_old_word_without_libreoffice) {
    setenv("GOUJI_SOFFICE", "/nonexistent", 1);
    const char *path = file_of("a.doc", GJ_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
    loads(path, "E0815 ");
    forget(path);
}
END_TEST

START_TEST(test_old_word_with_a_password) {
    const char *path = file_of("a.docx", GJ_STR("\xD0\xCF\x11\xE0 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"));
    loads(path, "E0812 ");
    forget(path);
}
END_TEST

/* A converter that writes SCRIPT's idea of a result. */
static void converts(const char *name, gj_str bytes, const char *script, const char *expected) {
    char program[128];
    strcpy(program, file_of("soffice", gj_str_from(script)));
    chmod(program, 0700);
    setenv("GOUJI_SOFFICE", program, 1);
    char own[64];
    strcpy(own, folder);
    const char *path = file_of(name, bytes);
    loads(path, expected);
    forget(path);
    unlink(program);
    rmdir(own);
    unsetenv("GOUJI_SOFFICE");
}

START_TEST(test_old_sheet_is_converted) {
    converts("a.xls", GJ_STR("\xD0\xCF\x11\xE0 W\0o\0r\0k\0b\0o\0o\0k\0"),
             "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = --outdir ] && out=$2; shift; done\nmkdir -p \"$out\"\n"
             "echo '<table><tr><td>甲<td>1<tr><td>乙<td>2</table>' >\"$out/report.html\"\n",
             "[甲|1]\n[乙|2]\n");
}
END_TEST

START_TEST(test_conversion_that_fails) {
    converts("a.doc", GJ_STR("\xD0\xCF\x11\xE0"), "#!/bin/sh\nexit 3\n", "E0816 ");
}
END_TEST

START_TEST(test_conversion_without_a_result) {
    converts("a.doc", GJ_STR("\xD0\xCF\x11\xE0"), "#!/bin/sh\nexit 0\n", "E0816 ");
}
END_TEST

GJ_SUITE("load", test_text, test_html, test_bytes_tell_before_the_extension, test_packages, test_old_office, test_binary, test_empty,
         test_file_that_is_not_there, test_folder_is_no_report, test_text_file, test_page_with_a_name_of_text, test_empty_file,
         test_page_without_text, test_picture, test_zeros_on_one_side_beside_control_characters_are_no_utf16, test_file_over_the_limit,
         test_device_without_end, test_standard_input, test_old_word_without_libreoffice, test_old_word_with_a_password,
         test_old_sheet_is_converted, test_conversion_that_fails, test_conversion_without_a_result)
