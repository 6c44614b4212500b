/* Suites of the small modules: arena, text, utf8, source, suggest. */
#include "unit.h"

#include <string.h>

#include "base/source.h"
#include "base/suggest.h"
#include "base/utf8.h"

#define S(literal) GJ_STR(literal)

START_TEST(arena_memory_is_zeroed_and_aligned) {
    gj_arena *arena = gj_arena_new();
    for (size_t size = 0; size < 300; size++) {
        unsigned char *p = gj_arena_alloc(arena, size);
        ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) ck_assert_int_eq(p[i], 0);
        memset(p, 0xAA, size);
    }
    gj_arena_free(arena);
}
END_TEST

START_TEST(arena_large_piece_does_not_waste_the_block) {
    gj_arena *arena = gj_arena_new();
    char *a = gj_arena_alloc(arena, 16);
    memset(gj_arena_alloc(arena, 5u << 20), 1, 5u << 20);
    char *b = gj_arena_alloc(arena, 16);
    ck_assert_ptr_eq(b, a + 16);
    gj_arena_free(arena);
}
END_TEST

START_TEST(arena_memory_is_zeroed_after_a_reset) {
    gj_arena *arena = gj_arena_new();
    memset(gj_arena_alloc(arena, 4000), 0xFF, 4000);
    gj_arena_reset(arena);
    ck_assert_uint_eq(gj_arena_used(arena), 0);
    unsigned char *p = gj_arena_alloc(arena, 4000);
    for (int i = 0; i < 4000; i++) ck_assert_int_eq(p[i], 0);
    gj_arena_free(arena);
}
END_TEST

static void append_a(void *arg) {
    gj_buf_addc(arg, 'a');
}
static void append_b(void *arg) {
    gj_buf_addc(arg, 'b');
}

START_TEST(arena_defers_last_in_first_out) {
    gj_buf buf = GJ_BUF_INIT;
    gj_arena *arena = gj_arena_new();
    gj_arena_defer(arena, append_a, &buf);
    gj_arena_defer(arena, append_b, &buf);
    gj_arena_reset(arena);
    ck_assert_gj_str(gj_buf_str(&buf), "ba");
    gj_arena_free(arena);
    ck_assert_gj_str(gj_buf_str(&buf), "ba");
    gj_buf_free(&buf);
}
END_TEST

START_TEST(arena_counts_what_it_handed_out) {
    gj_arena *arena = gj_arena_new();
    gj_arena_alloc(arena, 1000);
    ck_assert_uint_ge(gj_arena_used(arena), 1000);
    ck_assert_uint_le(gj_arena_used(arena), 1100);
    gj_arena_free(arena);
}
END_TEST

START_TEST(str_finds_and_slices) {
    ck_assert_int_eq(gj_str_find(S("行政许可"), S("许可")), 6);
    ck_assert_int_eq(gj_str_find(S("行政许可"), S("处罚")), -1);
    ck_assert_int_eq(gj_str_find(S(""), S("a")), -1);
    ck_assert_int_eq(gj_str_find(S("a"), S("")), 0);
    ck_assert_gj_str(gj_str_slice(S("abcdef"), 2, 4), "cd");
    ck_assert_gj_str(gj_str_slice(S("abc"), 2, 99), "c");
    ck_assert_gj_str(gj_str_slice(S("abc"), 9, 1), "");
    ck_assert(gj_str_slice(GJ_STR_NONE, 0, 3).n == 0);
}
END_TEST

START_TEST(str_trims_ascii_and_ideographic_space) {
    ck_assert_gj_str(gj_str_trim(S(" \t　a 　b　\r\n")), "a 　b");
    ck_assert_gj_str(gj_str_trim(S("　　")), "");
    ck_assert_gj_str(gj_str_trim(GJ_STR_NONE), "");
}
END_TEST

START_TEST(str_compares) {
    ck_assert(gj_str_eq(GJ_STR_NONE, S("")));
    ck_assert(!gj_str_eq(S("a"), S("ab")));
    ck_assert_int_lt(gj_str_cmp(S("a"), S("ab")), 0);
    ck_assert_int_gt(gj_str_cmp(S("b"), S("ab")), 0);
    ck_assert_int_eq(gj_str_cmp(S("ab"), S("ab")), 0);
    ck_assert(gj_str_has_prefix(S("abc"), S("ab")) && gj_str_has_prefix(S("a"), S("")));
    ck_assert(gj_str_has_suffix(S("abc"), S("bc")) && !gj_str_has_suffix(S("c"), S("bc")));
}
END_TEST

START_TEST(str_hash_is_fnv1a) {
    ck_assert(gj_str_hash(S("")) == UINT64_C(0xcbf29ce484222325));
    ck_assert(gj_str_hash(S("foobar")) == UINT64_C(0x85944171f73967e8));
}
END_TEST

START_TEST(buf_grows_and_stays_terminated) {
    gj_buf buf = GJ_BUF_INIT;
    for (int i = 0; i < 1000; i++) gj_buf_addf(&buf, "%d,", i);
    ck_assert_uint_eq(strlen(buf.p), buf.n);
    ck_assert(gj_str_has_suffix(gj_buf_str(&buf), S("998,999,")));
    gj_buf_clear(&buf);
    ck_assert_str_eq(buf.p, "");
    gj_buf_add_repeat(&buf, "ab", 3);
    ck_assert_gj_str(gj_buf_str(&buf), "ababab");
    gj_buf_free(&buf);
}
END_TEST

static void check_decode(gj_str s, uint32_t expected, size_t length) {
    size_t at = 0;
    ck_assert_uint_eq(gj_utf8_next(s, &at), expected);
    ck_assert_uint_eq(at, length);
}

START_TEST(utf8_decodes) {
    check_decode(S("a"), 'a', 1);
    check_decode(S("é"), 0xE9, 2);
    check_decode(S("章"), 0x7AE0, 3);
    check_decode(S("𠀀"), 0x20000, 4);
}
END_TEST

START_TEST(utf8_invalid_bytes_are_one_character_each) {
    check_decode(S("\xC0\x80"), 0xFFFD, 1);         /* overlong */
    check_decode(S("\xE0\x80\x80"), 0xFFFD, 1);     /* overlong */
    check_decode(S("\xED\xA0\x80"), 0xFFFD, 1);     /* surrogate */
    check_decode(S("\xF4\x90\x80\x80"), 0xFFFD, 1); /* beyond U+10FFFF */
    check_decode(S("\xE7\xAB"), 0xFFFD, 1);         /* cut off */
    check_decode(S("\x80"), 0xFFFD, 1);
    ck_assert_uint_eq(gj_utf8_count(S("a\xE7\xAB章")), 4);
}
END_TEST

START_TEST(utf8_valid_names_the_first_bad_byte) {
    size_t bad = 99;
    ck_assert(gj_utf8_valid(S("章节 ok 𠀀"), &bad));
    ck_assert(!gj_utf8_valid(S("章\xFF"), &bad));
    ck_assert_uint_eq(bad, 3);
}
END_TEST

START_TEST(utf8_put_is_the_inverse_of_next) {
    for (uint32_t c = 0; c < 0x110000; c += c < 0x11000 ? 1 : 97) {
        if (c >= 0xD800 && c < 0xE000) continue;
        char bytes[4];
        gj_str s = {bytes, gj_utf8_put(c, bytes)};
        size_t at = 0;
        if (gj_utf8_next(s, &at) != c || at != s.n) ck_abort_msg("U+%04X", c);
    }
}
END_TEST

START_TEST(utf8_widths) {
    ck_assert_uint_eq(gj_utf8_width(S("abc")), 3);
    ck_assert_uint_eq(gj_utf8_width(S("总计")), 4);
    ck_assert_uint_eq(gj_utf8_width(S("“总计”")), 8);
    ck_assert_uint_eq(gj_utf8_width(S("—…，（）〇")), 12);
    ck_assert_uint_eq(gj_utf8_width(S("１２％")), 6);
    ck_assert_uint_eq(gj_utf8_width(S("e\u0301")), 1);
    ck_assert_uint_eq(gj_utf8_width(S("\t")), 1);
    ck_assert_uint_eq(gj_utf8_width(S("\xFF")), 1);
}
END_TEST

START_TEST(utf8_narrow_is_for_full_width_forms_only) {
    ck_assert_uint_eq(gj_utf8_narrow(0xFF11), '1');
    ck_assert_uint_eq(gj_utf8_narrow(0xFF0C), ',');
    ck_assert_uint_eq(gj_utf8_narrow(0x3000), ' ');
    ck_assert_uint_eq(gj_utf8_narrow(0x3002), 0x3002);
    ck_assert_uint_eq(gj_utf8_narrow('a'), 'a');
}
END_TEST

START_TEST(utf8_classes) {
    ck_assert(gj_utf8_is_han(0x4E00) && gj_utf8_is_han(0x3007) && gj_utf8_is_han(0x20000));
    ck_assert(!gj_utf8_is_han('a') && !gj_utf8_is_han(0x3001) && !gj_utf8_is_han(0x3042));
    ck_assert(gj_utf8_is_space(0x3000) && gj_utf8_is_space(0xA0) && gj_utf8_is_space(0xFEFF) && gj_utf8_is_space('\n'));
    ck_assert(!gj_utf8_is_space('a') && !gj_utf8_is_space(0x3001));
}
END_TEST

START_TEST(utf8_pads_and_fits_by_columns) {
    gj_buf buf = GJ_BUF_INIT;
    gj_utf8_pad(&buf, S("总计"), 6, false);
    gj_utf8_pad(&buf, S("总"), 4, true);
    gj_utf8_pad(&buf, S("总计"), 1, true);
    ck_assert_gj_str(gj_buf_str(&buf), "总计    总总计");
    gj_buf_free(&buf);
    ck_assert_gj_str(gj_utf8_fit(S("总计a"), 3), "总");
    ck_assert_gj_str(gj_utf8_fit(S("总计a"), 5), "总计a");
    ck_assert_gj_str(gj_utf8_fit(S("总"), 1), "");
}
END_TEST

START_TEST(source_locates_lines_and_columns) {
    gj_arena *arena = gj_arena_new();
    gj_sources *sources = gj_sources_new(arena);
    uint32_t id = gj_sources_add(sources, S("a.gj"), S("一\r\n总计 x\n"));
    ck_assert_uint_eq(id, 1);
    gj_location l = gj_source_locate(sources, id, 11);
    ck_assert_uint_eq(l.line, 2);
    ck_assert_uint_eq(l.column, 3);
    ck_assert_uint_eq(l.offset, 4);
    ck_assert_gj_str(l.text, "总计 x");
    ck_assert_gj_str(gj_source_locate(sources, id, 0).text, "一");
    ck_assert_uint_eq(gj_source_locate(sources, id, 4).line, 1);
    gj_arena_free(arena);
}
END_TEST

START_TEST(source_clamps_what_is_outside) {
    gj_arena *arena = gj_arena_new();
    gj_sources *sources = gj_sources_new(arena);
    uint32_t id = gj_sources_add(sources, S("a"), S("x\n"));
    ck_assert_uint_eq(gj_source_locate(sources, id, 999).line, 2);
    ck_assert_uint_eq(gj_source_locate(sources, 0, 5).line, 1);
    ck_assert_uint_eq(gj_source_locate(sources, 77, 5).column, 1);
    ck_assert_uint_eq(gj_source_text(sources, 77).n, 0);
    ck_assert_gj_str(gj_source_slice(sources, (gj_span){id, 0, 50}), "x\n");
    gj_arena_free(arena);
}
END_TEST

START_TEST(source_keeps_many) {
    gj_arena *arena = gj_arena_new();
    gj_sources *sources = gj_sources_new(arena);
    for (int i = 1; i <= 100; i++) gj_sources_add(sources, gj_str_format(arena, "f%d", i), gj_str_format(arena, "text %d", i));
    ck_assert_gj_str(gj_source_name(sources, 1), "f1");
    ck_assert_gj_str(gj_source_text(sources, 100), "text 100");
    gj_arena_free(arena);
}
END_TEST

START_TEST(span_join_covers_both) {
    gj_span s = gj_span_join((gj_span){1, 5, 9}, (gj_span){1, 2, 3});
    ck_assert(s.source == 1 && s.start == 2 && s.end == 9);
    s = gj_span_join(GJ_SPAN_NONE, (gj_span){1, 2, 3});
    ck_assert(s.source == 1 && s.start == 2);
}
END_TEST

START_TEST(edit_distance_counts_characters) {
    ck_assert_uint_eq(gj_edit_distance(S("总计"), S("总计"), 5), 0);
    ck_assert_uint_eq(gj_edit_distance(S("总计"), S("合计"), 5), 1);
    ck_assert_uint_eq(gj_edit_distance(S("计总"), S("总计"), 5), 1);
    ck_assert_uint_eq(gj_edit_distance(S("总计数"), S("总"), 5), 2);
    ck_assert_uint_eq(gj_edit_distance(S("abcdef"), S("uvwxyz"), 2), 3);
    ck_assert_uint_eq(gj_edit_distance(S(""), S("ab"), 5), 2);
}
END_TEST

START_TEST(suggests_the_nearest_name) {
    const gj_str names[] = {S("自然人"), S("商业企业"), S("科研机构"), S("社会公益组织"), S("法律服务机构"), S("其他"), S("总计")};
    size_t n = sizeof names / sizeof *names;
    ck_assert_int_eq(gj_suggest(S("商业公司"), names, n), 1);
    ck_assert_int_eq(gj_suggest(S("公益组织"), names, n), 3);
    ck_assert_int_eq(gj_suggest(S("总记"), names, n), 6);
    ck_assert_int_eq(gj_suggest(S("然自人"), names, n), 0);
    ck_assert_int_eq(gj_suggest(S("风马牛"), names, n), -1);
    ck_assert_int_eq(gj_suggest(S(""), names, n), -1);
    ck_assert_int_eq(gj_suggest(S("总记"), names, 0), -1);
}
END_TEST

START_TEST(suggests_nothing_for_one_other_character) {
    const gj_str names[] = {S("一"), S("二"), S("三")};
    ck_assert_int_eq(gj_suggest(S("四"), names, 3), -1);
}
END_TEST

GJ_SUITE("base", arena_memory_is_zeroed_and_aligned, arena_large_piece_does_not_waste_the_block, arena_memory_is_zeroed_after_a_reset,
         arena_defers_last_in_first_out, arena_counts_what_it_handed_out, str_finds_and_slices, str_trims_ascii_and_ideographic_space,
         str_compares, str_hash_is_fnv1a, buf_grows_and_stays_terminated, utf8_decodes, utf8_invalid_bytes_are_one_character_each,
         utf8_valid_names_the_first_bad_byte, utf8_put_is_the_inverse_of_next, utf8_widths, utf8_narrow_is_for_full_width_forms_only,
         utf8_classes, utf8_pads_and_fits_by_columns, source_locates_lines_and_columns, source_clamps_what_is_outside, source_keeps_many,
         span_join_covers_both, edit_distance_counts_characters, suggests_the_nearest_name, suggests_nothing_for_one_other_character)
