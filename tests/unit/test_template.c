/* Templates: what compiles, what matches. */
#include "unit.h"

#include <string.h>
#include <time.h>

#include "rule/template.h"

static gj_arena *arena;
static gj_sources *sources;
static gj_diags diags;

static void begin(void) {
    arena = gj_arena_new();
    sources = gj_sources_new(arena);
    gj_diags_init(&diags, arena, sources);
}

static void end(void) {
    gj_arena_free(arena);
}

static gj_template *compile(const char *text) {
    uint32_t id = gj_sources_add(sources, GJ_STR("t"), gj_str_from(text));
    gj_template *t;
    int failed = gj_template_compile(arena, NULL, gj_str_from(text), (gj_span){id, 0, (uint32_t)strlen(text)}, &t, &diags);
    return failed ? NULL : t;
}

static gj_template *good(const char *text) {
    gj_template *t = compile(text);
    ck_assert_msg(t != NULL, "'%s' does not compile", text);
    return t;
}

/* Every match as "matched text|n=3|p=0.496|x=词|q=-", several joined by " & ". */
static gj_str matches(const char *template, const char *text) {
    gj_template *t = good(template);
    gj_str s = gj_str_from(text);
    gj_match *m;
    bool gave_up;
    size_t n = gj_template_match(arena, t, s, &m, &gave_up);
    ck_assert(!gave_up);
    size_t nholes;
    const gj_hole *holes = gj_template_holes(t, &nholes);
    gj_buf out = GJ_BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        if (i) gj_buf_addz(&out, " & ");
        gj_buf_add(&out, gj_str_slice(s, m[i].start, m[i].end));
        for (size_t h = 0; h < nholes; h++) {
            gj_hole_value *v = &m[i].hole[h];
            gj_buf_addf(&out, "|%.*s=", GJ_FMT(holes[h].name));
            if (!v->present)
                gj_buf_addc(&out, '-');
            else if (holes[h].type <= GJ_HOLE_PERCENT)
                gj_num_print(&out, v->num, false);
            else
                gj_buf_add(&out, gj_str_slice(s, v->start, v->end));
        }
    }
    gj_str r = gj_buf_copy(&out, arena);
    gj_buf_free(&out);
    return r;
}

typedef struct expectation {
    const char *template, *text, *matches;
} expectation;

static void check_all(const expectation *e, size_t n) {
    begin();
    for (size_t i = 0; i < n; i++) {
        gj_str got = matches(e[i].template, e[i].text);
        ck_assert_msg(gj_str_eq(got, gj_str_from(e[i].matches)), "\"%s\" in \"%s\": got \"%.*s\", expected \"%s\"", e[i].template,
                      e[i].text, GJ_FMT(got), e[i].matches);
    }
    end();
}

#define CHECK(...)                                                                                                                         \
    do {                                                                                                                                   \
        const expectation list[] = {__VA_ARGS__};                                                                                          \
        check_all(list, sizeof list / sizeof *list);                                                                                       \
    } while (0)

START_TEST(a_hole_between_words) {
    CHECK({"予以公开{n}件", "全年予以公开622件。", "予以公开622件|n=622"}, {"予以公开{n}件", "部分公开622件。", ""},
          {"予以公开{n}件", "", ""}, {"{n}件规范性文件", "共制发12件规范性文件。", "12件规范性文件|n=12"});
}
END_TEST

START_TEST(every_match_is_found) {
    CHECK({"收到{n}件", "收到3件，又收到４件。去年收到五件。", "收到3件|n=3 & 收到４件|n=4 & 收到五件|n=5"});
}
END_TEST

START_TEST(white_space_and_width_never_matter) {
    CHECK({"予以公开{n}件，占{p:百分数}", "予以\n公开 622 件,占４９．６％", "予以\n公开 622 件,占４９．６％|n=622|p=0.496"},
          {"其中(含{n}件)", "其中（含 3 件）", ""}, {"其中\\(含{n}件\\)", "其中（含 3 件）", "其中（含 3 件）|n=3"},
          {"其中（含{n}件）", "其中(含3件)", "其中(含3件)|n=3"}, {"“平台”发布{n}条", "\"平台\"发布3条", "\"平台\"发布3条|n=3"},
          {"收 到 {n} 件", "收到3件", "收到3件|n=3"}, {"收到{n}件", "收　到\r\n3件", "收　到\r\n3件|n=3"});
}
END_TEST

START_TEST(an_optional_part_is_taken_when_it_is_there) {
    CHECK({"予以公开{n}件[，占{p:百分数}]", "予以公开622件，占49.6%。", "予以公开622件，占49.6%|n=622|p=0.496"},
          {"予以公开{n}件[，占{p:百分数}]", "予以公开622件，占比不高。", "予以公开622件|n=622|p=-"},
          {"[共]收到[各类]申请{n}件", "收到申请3件", "收到申请3件|n=3"},
          {"[共]收到[各类]申请{n}件", "共收到各类申请3件", "共收到各类申请3件|n=3"},
          {"收到{n}件[，其中[网络{a}件][、信函{b}件]]", "收到9件，其中网络5件、信函4件", "收到9件，其中网络5件、信函4件|n=9|a=5|b=4"},
          {"收到{n}件[，其中[网络{a}件][、信函{b}件]]", "收到9件，其中、信函4件", "收到9件，其中、信函4件|n=9|a=-|b=4"});
}
END_TEST

START_TEST(one_of_several) {
    CHECK({"(收到|受理)申请{n}(件|条)", "受理申请3条", "受理申请3条|n=3"}, {"(收到|受理)申请{n}(件|条)", "办理申请3条", ""},
          {"(收到{n}件|受理{n}条)申请", "受理3条申请", "受理3条申请|n=3"}, {"[网络|信函]申请{n}件", "信函申请3件", "信函申请3件|n=3"});
}
END_TEST

START_TEST(a_gap_stays_in_its_sentence) {
    CHECK({"收到…申请{n}件", "收到公民的各类申请3件。", "收到公民的各类申请3件|n=3"}, {"收到…申请{n}件", "收到来信。处理申请3件。", ""},
          {"收到…申请{n}件", "收到来信；处理申请3件。", ""}, {"收到…{n}件", "收到申请5次，共3件。", "收到申请5次，共3件|n=3"},
          {"收到……{n}件", "收到3件，受理2件", "收到3件|n=3"});
}
END_TEST

START_TEST(a_sentence_ends_at_a_blank_line_and_at_headings) {
    CHECK({"收到…{n}件", "收到来信\n\n共3件", ""}, {"收到…{n}件", "收到来信\n  \r\n共3件", ""}, {"收到…{n}件", "收到来信\n（二）共3件", ""},
          {"收到…{n}件", "（一）收到来信\n共3件", ""}, {"收到…{n}件", "收到来信\n二、共3件", ""}, {"收到…{n}件", "收到来信\n2.共3件", ""},
          {"收到…{n}件", "收到来信\n共3件", "收到来信\n共3件|n=3"}, {"收到…{n}万元", "收到经费\n1.35万元", "收到经费\n1.35万元|n=1.35"});
}
END_TEST

START_TEST(a_number_broken_by_the_end_of_a_line_is_one) {
    CHECK({"公开{n}条", "今年以来，本单位通过各种渠道公开1\n265条。", "公开1\n265条|n=1265"}, {"公开{n}条", "公开1\n265条。", ""},
          {"公开{n}条", "本年度公开政府信息的数量，主动公开 12\n34条。", ""}, {"公开{n}条", "公开12 34条。", ""});
}
END_TEST

START_TEST(single_spaces_may_part_thousands) {
    CHECK({"公开{n}条", "公开1 265条。", "公开1 265条|n=1265"}, {"公开{n}件", "公开2 380 件。", "公开2 380 件|n=2380"},
          {"公开{n}条", "公开12 034 567条。", "公开12 034 567条|n=12034567"},
          {"访问{n}人次", "访问4 130万人次。", "访问4 130万人次|n=41300000"}, {"公开{n}条", "公开0 265条。", ""},
          {"公开{n}条", "公开2022 265条。", ""}, {"公开{n}条", "公开1  265条。", ""}, {"公开{n}条", "公开1 265 8条。", ""},
          {"公开{n}", "公开1 265", "公开1|n=1"});
}
END_TEST

START_TEST(numbers_match_as_a_whole) {
    CHECK({"{n}件公文", "共12件公文", "12件公文|n=12"}, {"{n}件公文", "共1,265件公文", "1,265件公文|n=1265"},
          {"{n}件公文", "共１，２６５件公文", "１，２６５件公文|n=1265"}, {"{n}件公文", "共1,26件公文", ""},
          {"{n}件公文", "共1.2.3件公文", ""}, {"{n}件公文", "共三十二件公文", "三十二件公文|n=32"}, {"{n}件公文", "共七八件公文", ""},
          {"{n}件公文", "H5件公文", ""}, {"公文[{n}]…号", "公文12号", "公文12号|n=12"}, {"公文{n}", "公文12", "公文12|n=12"},
          {"公文{n}[件]", "公文3G", ""});
}
END_TEST

START_TEST(ranges_dates_and_ordinals_are_no_counts) {
    CHECK({"{n}件公文", "3-5件公文", ""}, {"{n}件公文", "3至5件公文", ""}, {"{n}件公文", "3～5件公文", ""}, {"{n}次会议", "第3次会议", ""},
          {"第{n}次会议", "第3次会议", "第3次会议|n=3"}, {"公文…{n}", "公文2022-01-05", ""},
          {"公文{a}至{b}件", "公文3至5件", "公文3至5件|a=3|b=5"}, {"截至…{n}日", "截至12月31日", "截至12月31日|n=31"});
}
END_TEST

START_TEST(inexact_counts_claim_nothing) {
    CHECK({"公开{n}条", "公开两千余条", ""}, {"公开{n}条", "公开3000余条", ""}, {"公开{n}条", "公开十几条", ""},
          {"公开{n}条", "公开近百条", ""}, {"公开…{n}条", "公开近百条", ""}, {"公开…{n}条", "公开数十条", ""},
          {"公开…{n}条", "公开约3000条", ""}, {"公开…{n}条", "公开超过 300条", ""}, {"公开{n}条", "公开50条左右", ""},
          {"公开{n}条", "公开50条以上", ""}, {"公开{n}条", "公开2500 余条", ""},
          {"公开…{n}万元", "公开后节约3万元", "公开后节约3万元|n=3"});
}
END_TEST

START_TEST(unless_the_template_says_so) {
    CHECK({"公开约{n}条", "公开约3000条", "公开约3000条|n=3000"}, {"公开{n}条左右", "公开50条左右", "公开50条左右|n=50"});
}
END_TEST

START_TEST(chinese_numerals) {
    CHECK({"公开{n}条", "公开一百零五条", "公开一百零五条|n=105"}, {"公开{n}条", "公开两千三百条", "公开两千三百条|n=2300"},
          {"公开{n}条", "公开 十 二 条", "公开 十 二 条|n=12"}, {"截至{n}年", "截至二〇二二年", "截至二〇二二年|n=2022"});
}
END_TEST

START_TEST(multipliers) {
    CHECK({"公开{n}条", "公开1.2万条", "公开1.2万条|n=12000"}, {"收费{n}万元", "收费24.448万元", "收费24.448万元|n=24.448"},
          {"收费{n}元", "收费24.448万元", "收费24.448万元|n=244480"}, {"收费{n}[万]元", "收费3万元", "收费3万元|n=30000"},
          {"访问{n}次", "访问1亿2000万次", "访问1亿2000万次|n=120000000"});
}
END_TEST

START_TEST(percentages) {
    CHECK({"占{p:百分数}", "占49.6%", "占49.6%|p=0.496"}, {"占{p:百分数}", "占４９．６％", "占４９．６％|p=0.496"},
          {"占{p:百分数}", "占49.6 %", "占49.6 %|p=0.496"}, {"占{p:百分数}", "占百分之四十九点六", "占百分之四十九点六|p=0.496"},
          {"占{p:percent}", "占3件", ""}, {"占比{p:百分数}%", "占比49.6%", "占比49.6%|p=0.496"});
}
END_TEST

START_TEST(a_number_is_no_percentage) {
    CHECK({"占比{n}", "占比49.6%", ""}, {"占比{n}%", "占比49.6%", "占比49.6%|n=49.6"}, {"占比…{n}", "占比为百分之五", ""},
          {"占百分之{n}", "占百分之五", "占百分之五|n=5"});
}
END_TEST

START_TEST(words_and_texts) {
    CHECK({"由{x:词}负责办理", "由市信访局负责办理", "由市信访局负责办理|x=市信访局"}, {"由{x:词}负责办理", "由“一局”负责办理", ""},
          {"通过{x:文}公开{n}条", "通过报纸、电视公开3条", "通过报纸、电视公开3条|x=报纸、电视|n=3"},
          {"通过{x:文}公开{n}条", "通过公开3条", ""}, {"负责人为{x:词}", "负责人为张三，电话略", "负责人为张三|x=张三"},
          {"负责人为{x:word}[（{n}岁）]", "负责人为张三（40岁）", "负责人为张三（40岁）|x=张三|n=40"},
          {"原因是{x:文}", "原因是人少、事多。", "原因是人少、事多。|x=人少、事多。"});
}
END_TEST

START_TEST(shortest_first_then_as_far_as_needed) {
    CHECK({"收到…{n}件，办结{m}件", "收到3件，收到4件，办结5件", "收到3件，收到4件，办结5件|n=4|m=5"});
}
END_TEST

START_TEST(holes_say_how_the_number_was_written) {
    begin();
    gj_match *m;
    bool gave_up;
    const char *text = "占49.6%，收费24.448万元";
    ck_assert_uint_eq(gj_template_match(arena, good("占{p:百分数}，收费{n}万元"), gj_str_from(text), &m, &gave_up), 1);
    ck_assert(m[0].hole[0].written.percent && m[0].hole[0].written.rounded);
    ck_assert_int_eq(m[0].hole[0].written.decimals, 3);
    ck_assert_gj_str(m[0].hole[1].written.unit, "万元");
    ck_assert_gj_str(gj_str_slice(gj_str_from(text), m[0].hole[1].start, m[0].hole[1].end), "24.448");
    end();
}
END_TEST

START_TEST(holes_are_described) {
    begin();
    size_t n;
    const gj_hole *h = gj_template_holes(good("收到{n}件[，占{p:百分数}]"), &n);
    ck_assert_uint_eq(n, 2);
    ck_assert_gj_str(h[0].name, "n");
    ck_assert(!h[0].optional && h[1].optional);
    ck_assert_int_eq(h[1].type, GJ_HOLE_PERCENT);
    ck_assert_uint_eq(h[0].span.start, 6);
    ck_assert_uint_eq(h[0].span.end, 9);
    end();
}
END_TEST

START_TEST(a_vague_template_is_told) {
    begin();
    ck_assert(gj_template_is_vague(good("{n}件")));
    ck_assert(gj_template_is_vague(good("共{n}件[规范性文件]")));
    ck_assert(!gj_template_is_vague(good("收到{n}件")));
    end();
}
END_TEST

static void check_error(const char *template, gj_diag_code code, uint32_t start, uint32_t stop) {
    begin();
    ck_assert_msg(compile(template) == NULL, "'%s' compiles", template);
    ck_assert_ptr_nonnull(diags.first);
    const gj_diag *d = diags.first;
    ck_assert_msg(d->code == code && d->span[0].start == start && d->span[0].end == stop, "'%s': %s at %u..%u", template,
                  gj_diag_describe(d->code)->code, d->span[0].start, d->span[0].end);
    end();
}

START_TEST(bad_templates_are_told_with_their_place) {
    check_error("收到[{n}件", GJ_E_TEMPLATE_UNCLOSED, 6, 7);
    check_error("收到{n件", GJ_E_TEMPLATE_UNCLOSED, 6, 7);
    check_error("收到(件|条", GJ_E_TEMPLATE_UNCLOSED, 6, 7);
    check_error("收到(件\\)", GJ_E_TEMPLATE_UNCLOSED, 6, 7);
    check_error("收到]", GJ_E_TEMPLATE_STRAY, 6, 7);
    check_error("收到|办结", GJ_E_TEMPLATE_STRAY, 6, 7);
    check_error("收到}", GJ_E_TEMPLATE_STRAY, 6, 7);
    check_error("收到{n:整数}", GJ_E_TEMPLATE_TYPE, 6, 16);
    check_error("收到{}", GJ_E_TEMPLATE_NAME, 6, 8);
    check_error("收到{1a}", GJ_E_TEMPLATE_NAME, 6, 10);
    check_error("收到{n}{m}", GJ_E_TEMPLATE_ADJACENT, 9, 12);
    check_error("收到{n}[，]{m}", GJ_E_TEMPLATE_ADJACENT, 14, 17);
    check_error("收到{x:词}…", GJ_E_TEMPLATE_ADJACENT, 13, 16);
    check_error("收到{n}件{n}条", GJ_E_TEMPLATE_TWICE, 12, 15);
    check_error("收到({n}件|{n:百分数})", GJ_E_TEMPLATE_TWICE, 14, 27);
    check_error("{n}", GJ_E_TEMPLATE_EMPTY, 0, 3);
    check_error("…[收到]{n}", GJ_E_TEMPLATE_EMPTY, 0, 14);
    check_error("(收到|)", GJ_E_TEMPLATE_EMPTY, 0, 9);
    check_error("", GJ_E_TEMPLATE_EMPTY, 0, 0);
}
END_TEST

START_TEST(deep_and_long_templates_are_refused) {
    begin();
    gj_buf b = GJ_BUF_INIT;
    gj_buf_addz(&b, "收到");
    gj_buf_add_repeat(&b, "[", 100000);
    ck_assert_ptr_null(compile(b.p));
    gj_buf_clear(&b);
    gj_buf_addz(&b, "收到");
    gj_buf_add_repeat(&b, "[", 500);
    ck_assert_ptr_null(compile(b.p));
    ck_assert_int_eq(diags.last->code, GJ_E_TEMPLATE_LARGE);
    gj_buf_free(&b);
    end();
}
END_TEST

START_TEST(nested_options_do_not_explode) {
    begin();
    gj_buf t = GJ_BUF_INIT, text = GJ_BUF_INIT;
    gj_buf_addz(&t, "收到");
    gj_buf_add_repeat(&t, "([a]|[b])", 200);
    gj_buf_addz(&t, "{x:词}");
    gj_buf_addz(&text, "收到");
    gj_buf_add_repeat(&text, "ab", 5000);
    gj_match *m;
    bool gave_up;
    ck_assert_uint_eq(gj_template_match(arena, good(t.p), gj_buf_str(&text), &m, &gave_up), 1);
    gj_buf_free(&t);
    gj_buf_free(&text);
    end();
}
END_TEST

START_TEST(a_hostile_text_is_given_up_in_time) {
    begin();
    gj_buf text = GJ_BUF_INIT;
    gj_buf_add_repeat(&text, "收到", 2000000);
    gj_match *m;
    bool gave_up;
    clock_t start = clock();
    gj_template_match(arena, good("收到…收到…收到…收到…收到{n}件"), gj_buf_str(&text), &m, &gave_up);
    ck_assert(gave_up);
    ck_assert((clock() - start) / CLOCKS_PER_SEC < 20);
    gj_buf_free(&text);
    end();
}
END_TEST

START_TEST(invalid_bytes_are_stepped_over) {
    CHECK({"收到…{n}件", "收到\xFF\xE6\x94\x80 3件", "收到\xFF\xE6\x94\x80 3件|n=3"}, {"收到{n}件", "收到3\xE4\xBB", ""},
          {"通过{t:文}公开{n}件", "通过\xA7\x86公开3件", "通过\xA7\x86公开3件|t=\xA7\x86|n=3"});
}
END_TEST

GJ_SUITE("template", a_hole_between_words, every_match_is_found, white_space_and_width_never_matter,
         an_optional_part_is_taken_when_it_is_there, one_of_several, a_gap_stays_in_its_sentence,
         a_sentence_ends_at_a_blank_line_and_at_headings, a_number_broken_by_the_end_of_a_line_is_one, single_spaces_may_part_thousands,
         numbers_match_as_a_whole, ranges_dates_and_ordinals_are_no_counts, inexact_counts_claim_nothing, unless_the_template_says_so,
         chinese_numerals, multipliers, percentages, a_number_is_no_percentage, words_and_texts, shortest_first_then_as_far_as_needed,
         holes_say_how_the_number_was_written, holes_are_described, a_vague_template_is_told, bad_templates_are_told_with_their_place,
         deep_and_long_templates_are_refused, nested_options_do_not_explode, a_hostile_text_is_given_up_in_time,
         invalid_bytes_are_stepped_over)
