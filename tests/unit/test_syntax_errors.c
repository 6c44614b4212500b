/* What a file with mistakes is told: each tests/error/syntax_*.gj against its .zh and .en, to the letter. GOUJI_UPDATE=1 writes them anew. */
#include "unit.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "rule/parse.h"

static gj_buf read_all(const char *path) {
    gj_buf text = GJ_BUF_INIT;
    char block[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL) return text;
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) gj_buf_add(&text, (gj_str){block, n});
    fclose(file);
    return text;
}

static void render(gj_buf *out, const char *path, gj_lang lang) {
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_buf text = read_all(path);
    uint32_t source = gj_sources_add(diags.sources, gj_str_from(strrchr(path, '/') + 1), gj_buf_str(&text));
    gj_node *tree;
    int failed = gj_parse(arena, source, GJ_PARSE_FILE, &tree, &diags);
    gj_diags_render(out, &diags, lang, false);
    ck_assert_msg(failed, "%s: no error found", path);
    gj_buf_free(&text);
    gj_arena_free(arena);
}

static void check_language(gj_lang lang, const char *suffix) {
    glob_t found;
    ck_assert_int_eq(glob("tests/error/syntax_*.gj", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        gj_buf out = GJ_BUF_INIT;
        render(&out, found.gl_pathv[i], lang);
        char golden[512];
        snprintf(golden, sizeof golden, "%.*s%s", (int)(strlen(found.gl_pathv[i]) - 3), found.gl_pathv[i], suffix);
        if (getenv("GOUJI_UPDATE")) {
            FILE *file = fopen(golden, "wb");
            fwrite(out.p, 1, out.n, file);
            fclose(file);
        }
        gj_buf expected = read_all(golden);
        ck_assert_msg(gj_str_eq(gj_buf_str(&out), gj_buf_str(&expected)), "%s says:\n%s", found.gl_pathv[i], out.p);
        gj_buf_free(&out);
        gj_buf_free(&expected);
    }
    globfree(&found);
}

START_TEST(in_chinese) {
    check_language(GJ_LANG_ZH, ".zh");
}
END_TEST

START_TEST(in_english) {
    check_language(GJ_LANG_EN, ".en");
}
END_TEST

/* No message of a mistake in the middle of a file is lost, and none swallows what follows: the last line of every file above is wrong too. */
START_TEST(every_code_has_an_explanation) {
    for (int code = GJ_E_NOT_UTF8; code <= GJ_E_COLON; code++)
        for (int lang = 0; lang < 2; lang++) ck_assert(strlen(gj_diag_describe((gj_diag_code)code)->explain[lang]) > 20);
}
END_TEST

GJ_SUITE("syntax_errors", in_chinese, in_english, every_code_has_an_explanation)
