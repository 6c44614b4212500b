/* Exact numbers: arithmetic, printing, reading. */
#include "unit.h"

#include <string.h>

#include "base/number.h"

static gj_arena *arena;

static void begin(void) {
    arena = gj_arena_new();
}
static void end(void) {
    gj_arena_free(arena);
    arena = NULL;
}

static gj_num num(const char *text) {
    gj_num n = {0};
    gj_written w;
    ck_assert_uint_eq(gj_num_read(arena, gj_str_from(text), GJ_NUM_SIGN, &n, &w), strlen(text));
    return n;
}

static void check_num(gj_num n, const char *expected) {
    ck_assert_gj_str(gj_num_str(arena, n), expected);
}

static void check_show(gj_num n, int digits, const char *expected) {
    gj_buf buf = GJ_BUF_INIT;
    gj_num_show(&buf, n, digits);
    ck_assert_gj_str(gj_buf_str(&buf), expected);
    gj_buf_free(&buf);
}

static gj_num quotient(gj_num a, gj_num b) {
    gj_num q = {0};
    ck_assert(gj_num_div(arena, a, b, &q));
    return q;
}

#define MAX gj_num_int(INT64_MAX)
#define MIN gj_num_int(INT64_MIN)

START_TEST(integers_add_and_subtract) {
    begin();
    check_num(gj_num_add(arena, gj_num_int(63), gj_num_int(-1)), "62");
    check_num(gj_num_sub(arena, gj_num_int(3), gj_num_int(66)), "-63");
    end();
}
END_TEST

START_TEST(scales_align) {
    begin();
    check_num(gj_num_add(arena, num("0.1"), num("0.02")), "0.12");
    check_num(gj_num_sub(arena, num("787.139204"), num("0.139204")), "787");
    check_num(gj_num_mul(arena, num("1.5"), num("-0.2")), "-0.3");
    end();
}
END_TEST

START_TEST(a_tenth_three_times_is_three_tenths) {
    begin();
    gj_num sum = gj_num_add(arena, gj_num_add(arena, num("0.1"), num("0.1")), num("0.1"));
    ck_assert_int_eq(gj_num_cmp(sum, num("0.3")), 0);
    end();
}
END_TEST

START_TEST(beyond_64_bits_it_stays_exact) {
    begin();
    check_num(gj_num_add(arena, MAX, gj_num_int(1)), "9223372036854775808");
    check_num(gj_num_sub(arena, MIN, gj_num_int(1)), "-9223372036854775809");
    check_num(gj_num_neg(arena, MIN), "9223372036854775808");
    check_num(gj_num_abs(arena, MIN), "9223372036854775808");
    check_num(gj_num_mul(arena, MIN, MIN), "85070591730234615865843651857942052864");
    check_num(quotient(MIN, gj_num_int(-1)), "9223372036854775808");
    end();
}
END_TEST

START_TEST(what_fits_again_is_small_again) {
    begin();
    gj_num n = gj_num_sub(arena, gj_num_add(arena, MAX, gj_num_int(1)), gj_num_int(1));
    ck_assert_ptr_null(n.big);
    ck_assert_int_eq(n.mant, INT64_MAX);
    n = gj_num_neg(arena, gj_num_neg(arena, MIN));
    ck_assert_ptr_null(n.big);
    end();
}
END_TEST

START_TEST(division_is_exact) {
    begin();
    gj_num third = quotient(gj_num_int(1), gj_num_int(3));
    check_num(third, "1/3");
    check_num(gj_num_mul(arena, third, gj_num_int(3)), "1");
    check_num(quotient(gj_num_int(622), gj_num_int(1253)), "622/1253");
    check_num(quotient(gj_num_int(1), gj_num_int(8)), "0.125");
    check_num(quotient(num("-1.5"), num("0.5")), "-3");
    end();
}
END_TEST

START_TEST(division_by_zero_is_refused) {
    begin();
    gj_num q;
    ck_assert(!gj_num_div(arena, gj_num_int(1), gj_num_int(0), &q));
    ck_assert(!gj_num_div(arena, gj_num_int(1), num("0.00"), &q));
    end();
}
END_TEST

START_TEST(rounding_is_half_away_from_zero) {
    begin();
    check_num(gj_num_round(arena, num("0.5"), 0), "1");
    check_num(gj_num_round(arena, num("-0.5"), 0), "-1");
    check_num(gj_num_round(arena, num("0.49"), 0), "0");
    check_num(gj_num_round(arena, num("-2.45"), 1), "-2.5");
    check_num(gj_num_round(arena, num("-2.44"), 1), "-2.4");
    check_num(gj_num_round(arena, num("2.345"), 2), "2.35");
    check_num(gj_num_round(arena, num("1.5"), 4), "1.5");
    check_num(gj_num_round(arena, gj_num_int(1250), -2), "1300");
    check_num(gj_num_round(arena, gj_num_int(-1250), -2), "-1300");
    check_num(gj_num_round(arena, gj_num_int(49), -2), "0");
    end();
}
END_TEST

START_TEST(rounding_works_at_the_extremes) {
    begin();
    check_num(gj_num_round(arena, gj_num_dec(INT64_MAX, 18), 17), "9.22337203685477581");
    check_num(gj_num_round(arena, gj_num_dec(INT64_MIN, 18), 0), "-9");
    check_num(gj_num_round(arena, MAX, -1), "9223372036854775810");
    check_num(gj_num_round(arena, MIN, -18), "-9000000000000000000");
    check_num(gj_num_round(arena, MAX, -1000), "0");
    check_num(gj_num_round(arena, MAX, 1000), "9223372036854775807");
    end();
}
END_TEST

START_TEST(fractions_round) {
    begin();
    check_num(gj_num_round(arena, quotient(gj_num_int(622), gj_num_int(1253)), 3), "0.496");
    check_num(gj_num_round(arena, quotient(gj_num_int(-2), gj_num_int(3)), 0), "-1");
    check_num(gj_num_round(arena, quotient(gj_num_int(-1), gj_num_int(3)), 0), "0");
    end();
}
END_TEST

START_TEST(powers_of_ten) {
    begin();
    check_num(gj_num_pow10(arena, num("1.2"), 4), "12000");
    check_num(gj_num_pow10(arena, num("49.6"), -2), "0.496");
    check_num(gj_num_pow10(arena, gj_num_int(1), -18), "0.000000000000000001");
    check_num(gj_num_pow10(arena, gj_num_int(1), -20), "0.00000000000000000001");
    check_num(gj_num_pow10(arena, MAX, 2), "922337203685477580700");
    check_num(gj_num_pow10(arena, gj_num_pow10(arena, MAX, 50), -50), "9223372036854775807");
    end();
}
END_TEST

START_TEST(comparing) {
    begin();
    ck_assert_int_eq(gj_num_cmp(num("1.50"), num("1.5")), 0);
    ck_assert_int_eq(gj_num_cmp(num("-0.1"), num("0")), -1);
    ck_assert_int_eq(gj_num_cmp(gj_num_dec(INT64_MAX, 0), gj_num_dec(INT64_MAX, 18)), 1);
    ck_assert_int_eq(gj_num_cmp(gj_num_dec(INT64_MIN, 0), gj_num_dec(INT64_MIN, 18)), -1);
    ck_assert_int_eq(gj_num_cmp(gj_num_add(arena, MAX, gj_num_int(1)), MAX), 1);
    ck_assert_int_eq(gj_num_cmp(quotient(gj_num_int(1), gj_num_int(3)), num("0.333333333333")), 1);
    ck_assert_int_eq(gj_num_cmp(quotient(gj_num_int(2), gj_num_int(6)), quotient(gj_num_int(1), gj_num_int(3))), 0);
    ck_assert_int_eq(gj_num_sign(quotient(gj_num_int(-1), gj_num_int(3))), -1);
    end();
}
END_TEST

START_TEST(integers_are_recognised) {
    begin();
    int64_t v;
    ck_assert(gj_num_to_int64(num("3.00"), &v) && v == 3);
    ck_assert(!gj_num_to_int64(num("3.01"), &v));
    ck_assert(gj_num_to_int64(MIN, &v) && v == INT64_MIN);
    gj_num beyond = gj_num_add(arena, MAX, gj_num_int(1));
    ck_assert(gj_num_is_integer(beyond) && !gj_num_to_int64(beyond, &v));
    ck_assert(!gj_num_is_integer(quotient(gj_num_int(1), gj_num_int(3))));
    end();
}
END_TEST

START_TEST(a_clone_outlives_its_arena) {
    begin();
    gj_arena *other = gj_arena_new();
    gj_num q, copy;
    ck_assert(gj_num_div(other, gj_num_int(1), gj_num_int(3), &q));
    copy = gj_num_clone(arena, q);
    gj_arena_free(other);
    check_num(copy, "1/3");
    end();
}
END_TEST

START_TEST(printing_keeps_zeros_only_when_asked) {
    begin();
    const struct {
        const char *text, *kept, *plain;
    } cases[] = {
        {"1.50", "1.50", "1.5"}, {"-0.00", "0.00", "0"}, {"10.0", "10.0", "10"}, {"-0.05", "-0.05", "-0.05"}, {"100", "100", "100"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gj_buf buf = GJ_BUF_INIT;
        gj_num_print(&buf, num(cases[i].text), true);
        ck_assert_gj_str(gj_buf_str(&buf), cases[i].kept);
        gj_buf_free(&buf);
        check_num(num(cases[i].text), cases[i].plain);
    }
    end();
}
END_TEST

START_TEST(printing_the_extremes) {
    begin();
    check_num(MIN, "-9223372036854775808");
    check_num(gj_num_dec(INT64_MIN, 18), "-9.223372036854775808");
    end();
}
END_TEST

START_TEST(more_than_forty_decimals_print_as_a_fraction) {
    begin();
    gj_num n = gj_num_pow10(arena, gj_num_int(1), -41);
    check_num(n, "1/100000000000000000000000000000000000000000");
    end();
}
END_TEST

START_TEST(showing_says_when_it_cut) {
    begin();
    check_show(quotient(gj_num_int(622), gj_num_int(1253)), 4, "≈0.4964");
    check_show(num("0.5"), 4, "0.5");
    check_show(num("0.50001"), 4, "≈0.5");
    check_show(gj_num_int(-3), 0, "-3");
    end();
}
END_TEST

/* ---- reading ---- */

#define ALL (GJ_NUM_CHINESE | GJ_NUM_UNIT | GJ_NUM_SIGN)

/* TEXT reads wholly as EXPECTED. */
static void check_reads(const char *text, const char *expected) {
    gj_num n;
    gj_written w;
    size_t used = gj_num_read(arena, gj_str_from(text), ALL, &n, &w);
    ck_assert_msg(used == strlen(text), "'%s': %zu bytes read", text, used);
    gj_str got = gj_num_str(arena, n);
    ck_assert_msg(gj_str_eq(got, gj_str_from(expected)), "'%s' read as %.*s, not %s", text, GJ_FMT(got), expected);
}

/* The number at the start of TEXT ends where REST begins. */
static void check_leaves(const char *text, unsigned flags, const char *expected, const char *rest) {
    gj_num n;
    gj_written w;
    size_t used = gj_num_read(arena, gj_str_from(text), flags, &n, &w);
    ck_assert_msg(used > 0, "'%s' is not read", text);
    ck_assert_str_eq(text + used, rest);
    ck_assert_gj_str(gj_num_str(arena, n), expected);
}

static void check_refused(const char *text) {
    gj_num n;
    gj_written w;
    size_t used = gj_num_read(arena, gj_str_from(text), ALL, &n, &w);
    ck_assert_msg(used == 0, "'%s' is read", text);
}

typedef struct pair {
    const char *text, *value;
} pair;

#define CHECK_ALL_READ(pairs)                                                                                                              \
    do {                                                                                                                                   \
        begin();                                                                                                                           \
        for (size_t i = 0; i < sizeof(pairs) / sizeof *(pairs); i++) check_reads((pairs)[i].text, (pairs)[i].value);                       \
        end();                                                                                                                             \
    } while (0)

START_TEST(reads_digits_of_both_widths) {
    const pair p[] = {{"0", "0"}, {"12", "12"}, {"１２", "12"}, {"１２.５", "12.5"}, {"１２．５", "12.5"}, {"007", "7"}, {"3.10", "3.1"}};
    CHECK_ALL_READ(p);
}
END_TEST

START_TEST(reads_thousands_separators) {
    const pair p[] = {{"1,265", "1265"}, {"1,234,567.89", "1234567.89"}, {"１，２６５", "1265"}, {"12,345件", "12345"}};
    CHECK_ALL_READ(p);
}
END_TEST

START_TEST(refuses_misplaced_separators) {
    begin();
    const char *bad[] = {"1,26", "12,3456", "1234,567", "1,,265", "1.2.3", "2022.12.31", "1.5,000"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (i == 3)
            check_leaves(bad[i], ALL, "1", ",,265");
        else
            check_refused(bad[i]);
    }
    end();
}
END_TEST

START_TEST(a_full_width_comma_between_half_width_digits_is_no_guess) {
    begin();
    check_refused("1，265");
    check_leaves("3，15", ALL, "3", "，15");
    check_leaves("2022，共", ALL, "2022", "，共");
    end();
}
END_TEST

START_TEST(reads_signs_when_asked) {
    const pair p[] = {{"+19", "19"}, {"减4", "-4"}, {"增52", "52"}, {"-3", "-3"}, {"－3", "-3"}, {"＋3", "3"}, {"−3", "-3"}};
    CHECK_ALL_READ(p);
    begin();
    gj_num n;
    gj_written w;
    ck_assert_uint_eq(gj_num_read(arena, GJ_STR("+19"), GJ_NUM_CHINESE | GJ_NUM_UNIT, &n, &w), 0);
    end();
}
END_TEST

START_TEST(reads_chinese_numerals) {
    const pair p[] = {{"零", "0"},
                      {"〇", "0"},
                      {"三", "3"},
                      {"两", "2"},
                      {"十", "10"},
                      {"十二", "12"},
                      {"二十", "20"},
                      {"九十九", "99"},
                      {"一百零五", "105"},
                      {"一百一十", "110"},
                      {"一百十五", "115"},
                      {"三百二十一", "321"},
                      {"两千三百", "2300"},
                      {"两千三", "2300"},
                      {"两千零三十", "2030"},
                      {"一千零一", "1001"},
                      {"一万二", "12000"},
                      {"一万二千", "12000"},
                      {"三十二万五千", "325000"},
                      {"一百万", "1000000"},
                      {"一亿零三百", "100000300"},
                      {"一亿二千万", "120000000"},
                      {"两万亿", "2000000000000"},
                      {"二〇二二", "2022"},
                      {"二零二二", "2022"},
                      {"一二三", "123"},
                      {"壹佰贰拾", "120"}};
    CHECK_ALL_READ(p);
}
END_TEST

START_TEST(refuses_what_is_no_chinese_numeral) {
    begin();
    const char *bad[] = {"百",   "万",     "百零五",   "七八",     "三四十",   "一百百",
                         "十十", "一百零", "三万五万", "三三两两", "一千五千", "一百零零五"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) check_refused(bad[i]);
    end();
}
END_TEST

START_TEST(chinese_numerals_only_when_asked) {
    begin();
    gj_num n;
    gj_written w;
    ck_assert_uint_eq(gj_num_read(arena, GJ_STR("十二"), GJ_NUM_UNIT, &n, &w), 0);
    end();
}
END_TEST

START_TEST(reads_multipliers) {
    const pair p[] = {{"1.2万", "12000"},           {"16万次", "160000"},  {"3亿", "300000000"},      {"1亿2000万", "120000000"},
                      {"3万5000", "35000"},         {"5千万", "50000000"}, {"3千件", "3000"},         {"3百万", "3000000"},
                      {"1.5万亿", "1500000000000"}, {"16 万", "160000"},   {"一点二亿", "120000000"}, {"１．２万件", "12000"}};
    CHECK_ALL_READ(p);
}
END_TEST

START_TEST(a_unit_of_money_is_not_a_multiplier) {
    begin();
    gj_num n;
    gj_written w;
    ck_assert_uint_eq(gj_num_read(arena, GJ_STR("787.139204万元"), ALL, &n, &w), strlen("787.139204万元"));
    check_num(n, "787.139204");
    ck_assert_gj_str(w.unit, "万元");
    ck_assert_int_eq(gj_unit_exponent(w.unit), 4);
    end();
}
END_TEST

START_TEST(plain_stops_before_a_multiplier) {
    begin();
    check_leaves("24.448万元", GJ_NUM_PLAIN, "24.448", "万元");
    check_leaves("24.448万元", 0, "244480", "元");
    check_leaves("49.6%", GJ_NUM_PLAIN, "49.6", "%");
    end();
}
END_TEST

START_TEST(reads_percentages) {
    const pair p[] = {{"49.6%", "0.496"},   {"４９．６％", "0.496"}, {"49.6 %", "0.496"},           {"100%", "1"},
                      {"百分之五", "0.05"}, {"百分之49.6", "0.496"}, {"百分之四十九点六", "0.496"}, {"百分之一百", "1"}};
    CHECK_ALL_READ(p);
}
END_TEST

START_TEST(units_end_a_number) {
    begin();
    gj_num n;
    gj_written w;
    ck_assert_uint_eq(gj_num_read(arena, GJ_STR("3件"), ALL, &n, &w), 4);
    ck_assert_gj_str(w.unit, "件");
    ck_assert_uint_eq(gj_num_read(arena, GJ_STR("3个百分点，"), ALL, &n, &w), 13);
    ck_assert_gj_str(w.unit, "个百分点");
    check_leaves("3件", GJ_NUM_CHINESE, "3", "件");
    end();
}
END_TEST

START_TEST(refuses_inexact_counts) {
    begin();
    const char *bad[] = {"两千余", "十几", "数百", "几十", "30多", "3000余件", "16余万", "16万余次", "十多万", "二十来", "几", "2500 余篇"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) check_refused(bad[i]);
    end();
}
END_TEST

START_TEST(the_words_around_make_it_inexact) {
    begin();
    const struct {
        const char *before, *number, *after;
        bool inexact;
    } cases[] = {{"共约", "3000", "件", true}, {"近", "100", "件", true},     {"超过 ", "50", "件", true},   {"", "50", "件左右", true},
                 {"", "50", "以上", true},     {"", "50", "余件", true},      {"数", "十", "件", true},      {"上", "百", "件", true},
                 {"共", "3000", "件", false},  {"节约", "30", "万元", false}, {"案件数", "15", "件", false}, {"", "50", "件，以上", false},
                 {"", "3", "", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gj_str text = gj_str_format(arena, "%s%s%s", cases[i].before, cases[i].number, cases[i].after);
        size_t start = strlen(cases[i].before);
        ck_assert_msg(gj_num_is_inexact(text, start, start + strlen(cases[i].number)) == cases[i].inexact, "%s", text.p);
    }
    end();
}
END_TEST

START_TEST(remembers_how_it_was_written) {
    begin();
    const struct {
        const char *text;
        int decimals;
        bool rounded, percent;
    } cases[] = {{"49.6%", 3, true, true}, {"50%", 2, true, true},     {"1.2万", -3, true, false},  {"3万", -4, false, false},
                 {"622", 0, false, false}, {"24.448", 3, true, false}, {"百分之五", 2, true, true}, {"3万5000", 0, false, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gj_num n;
        gj_written w;
        ck_assert_uint_gt(gj_num_read(arena, gj_str_from(cases[i].text), ALL, &n, &w), 0);
        ck_assert_msg(w.decimals == cases[i].decimals && w.rounded == cases[i].rounded && w.percent == cases[i].percent, "%s: %d %d %d",
                      cases[i].text, w.decimals, w.rounded, w.percent);
    }
    end();
}
END_TEST

START_TEST(sixty_digits_are_read_and_no_more) {
    begin();
    char digits[62];
    memset(digits, '9', 61);
    digits[61] = '\0';
    check_refused(digits);
    digits[60] = '\0';
    check_reads(digits, digits);
    end();
}
END_TEST

START_TEST(reads_the_64_bit_extremes) {
    const pair p[] = {{"9223372036854775807", "9223372036854775807"},
                      {"-9223372036854775808", "-9223372036854775808"},
                      {"9223372036854775808", "9223372036854775808"},
                      {"0.000000000000000001", "0.000000000000000001"},
                      {"922337203685477580.75", "922337203685477580.75"}};
    CHECK_ALL_READ(p);
}
END_TEST

START_TEST(refuses_what_is_no_number) {
    begin();
    const char *bad[] = {"", "-", "—", "/", "无", "O", "件", "+", "减", "百分之", ".5", ",5", " 5", "\xFF", "百分之几"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) check_refused(bad[i]);
    end();
}
END_TEST

START_TEST(units_have_dimension_and_exponent) {
    ck_assert_int_eq(gj_unit_dimension(GJ_STR("件")), gj_unit_dimension(GJ_STR("条")));
    ck_assert_int_ne(gj_unit_dimension(GJ_STR("件")), gj_unit_dimension(GJ_STR("万元")));
    ck_assert_int_eq(gj_unit_dimension(GJ_STR("呆")), 0);
    ck_assert_int_eq(gj_unit_exponent(GJ_STR("亿元")), 8);
    ck_assert_gj_str(gj_unit_match(GJ_STR("人次，")), "人次");
    ck_assert_gj_str(gj_unit_match(GJ_STR("呆")), "");
}
END_TEST

GJ_SUITE("number", integers_add_and_subtract, scales_align, a_tenth_three_times_is_three_tenths, beyond_64_bits_it_stays_exact,
         what_fits_again_is_small_again, division_is_exact, division_by_zero_is_refused, rounding_is_half_away_from_zero,
         rounding_works_at_the_extremes, fractions_round, powers_of_ten, comparing, integers_are_recognised, a_clone_outlives_its_arena,
         printing_keeps_zeros_only_when_asked, printing_the_extremes, more_than_forty_decimals_print_as_a_fraction,
         showing_says_when_it_cut, reads_digits_of_both_widths, reads_thousands_separators, refuses_misplaced_separators,
         a_full_width_comma_between_half_width_digits_is_no_guess, reads_signs_when_asked, reads_chinese_numerals,
         refuses_what_is_no_chinese_numeral, chinese_numerals_only_when_asked, reads_multipliers, a_unit_of_money_is_not_a_multiplier,
         plain_stops_before_a_multiplier, reads_percentages, units_end_a_number, refuses_inexact_counts, the_words_around_make_it_inexact,
         remembers_how_it_was_written, sixty_digits_are_read_and_no_more, reads_the_64_bit_extremes, refuses_what_is_no_number,
         units_have_dimension_and_exponent)
