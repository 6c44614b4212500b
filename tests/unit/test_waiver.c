/* Waivers: findings that someone has answered for. */
#include "unit.h"

#include <string.h>

#include "run/waiver.h"

static gj_arena *arena;
static gj_diags diags;
static gj_waivers waivers;

static int read(const char *text) {
    arena = gj_arena_new();
    gj_sources *sources = gj_sources_new(arena);
    gj_diags_init(&diags, arena, sources);
    uint32_t source = gj_sources_add(sources, GJ_STR("w"), gj_str_from(text));
    return gj_waivers_read(arena, source, GJ_LANG_EN, &waivers, &diags);
}

static gj_finding finding(uint64_t fingerprint, gj_verdict verdict) {
    return (gj_finding){.fingerprint = fingerprint, .verdict = (uint8_t)verdict, .message = GJ_STR("off")};
}

static gj_finding apply(gj_finding f, int32_t today) {
    gj_findings all = {.items = &f, .n = 1};
    gj_waivers_apply(arena, &waivers, today, GJ_LANG_EN, &all);
    return f;
}

START_TEST(a_line_says_which_until_when_who_and_why) {
    ck_assert_int_eq(read("# comment\n\n00000000000000ff 2026-03-31 Li counted by another measure\n"), 0);
    ck_assert_uint_eq(waivers.n, 1);
    ck_assert(waivers.items[0].fingerprint == 0xff && waivers.items[0].until == 20260331);
    ck_assert_gj_str(waivers.items[0].who, "Li");
    ck_assert_gj_str(waivers.items[0].reason, "counted by another measure");
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_failure_is_waived_up_to_the_last_day) {
    read("00000000000000FF 2026-03-31 Li known\n");
    ck_assert_str_eq(apply(finding(255, GJ_FAIL), 20260331).waived, "known (Li, until 2026-03-31)");
    ck_assert_ptr_null(apply(finding(255, GJ_FAIL), 20260401).waived);
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_waiver_that_ran_out_says_so) {
    read("00000000000000ff 2026-03-31 Li known\n");
    ck_assert_gj_str(apply(finding(255, GJ_FAIL), 20260401).message, "off (its waiver ran out on 2026-03-31: known, Li)");
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_waiver_may_have_no_end) {
    read("00000000000000ff - Li known\n");
    ck_assert_str_eq(apply(finding(255, GJ_FAIL), 99990101).waived, "known (Li)");
    gj_arena_free(arena);
}
END_TEST

START_TEST(other_findings_and_other_verdicts_are_left_alone) {
    read("00000000000000ff - Li known\n");
    ck_assert_ptr_null(apply(finding(254, GJ_FAIL), 20260101).waived);
    ck_assert_ptr_null(apply(finding(255, GJ_UNKNOWN), 20260101).waived);
    gj_arena_free(arena);
}
END_TEST

START_TEST(what_is_no_waiver_is_told) {
    static const char *const bad[] = {"ff - Li known",
                                      "00000000000000fg - Li known",
                                      "00000000000000ff 2026-13-01 Li known",
                                      "00000000000000ff 2026-3-1 Li known",
                                      "00000000000000ff - Li",
                                      "00000000000000ff"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(read(bad[i]) != 0, "'%s' is taken", bad[i]);
        ck_assert_int_eq(diags.first->code, GJ_E_WAIVER_LINE);
        gj_arena_free(arena);
    }
}
END_TEST

START_TEST(a_fingerprint_is_waived_once) {
    ck_assert_int_ne(read("00000000000000ff - Li known\n00000000000000ff - Wang known too\n"), 0);
    ck_assert_int_eq(diags.first->code, GJ_E_WAIVER_TWICE);
    gj_arena_free(arena);
}
END_TEST

START_TEST(an_empty_file_waives_nothing) {
    ck_assert_int_eq(read(""), 0);
    ck_assert_ptr_null(apply(finding(255, GJ_FAIL), 20260101).waived);
    gj_arena_free(arena);
}
END_TEST

GJ_SUITE("waiver", a_line_says_which_until_when_who_and_why, a_failure_is_waived_up_to_the_last_day, a_waiver_that_ran_out_says_so,
         a_waiver_may_have_no_end, other_findings_and_other_verdicts_are_left_alone, what_is_no_waiver_is_told,
         a_fingerprint_is_waived_once, an_empty_file_waives_nothing)
