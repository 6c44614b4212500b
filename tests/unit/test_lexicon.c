/* The words of templates found in one pass; that they never lose a match; a part of a text that shares what was made of the whole. */
#include "unit.h"

#include <stdint.h>

#include "base/utf8.h"
#include "rule/template.h"

static uint64_t state = 88172645463325252u;

static uint32_t random_below(uint32_t n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state % n);
}

/* ---- the pass ---- */

/* The sentences of TEXT, which is prepared, that hold WORD: "0,2". */
static gj_str sentences_with(gj_arena *arena, const gj_prose *prose, uint32_t word) {
    gj_buf out = GJ_BUF_INIT;
    for (uint32_t i = 0; i < prose->end; i++)
        if (gj_holdings_row(&prose->holds, word)[i / 64] >> i % 64 & 1) gj_buf_addf(&out, out.n ? ",%u" : "%u", i);
    gj_str s = gj_buf_copy(&out, arena);
    gj_buf_free(&out);
    return s;
}

START_TEST(a_word_is_found_in_the_sentences_that_hold_it) {
    gj_arena *arena = gj_arena_new();
    gj_lexicon *lexicon = gj_lexicon_new(arena);
    uint32_t one = gj_lexicon_add(lexicon, GJ_STR("件")), two = gj_lexicon_add(lexicon, GJ_STR("收到"));
    uint32_t longer = gj_lexicon_add(lexicon, GJ_STR("收到来信")), last = gj_lexicon_add(lexicon, GJ_STR("到来"));
    const gj_prose *prose = gj_prose_new(arena, GJ_STR("收到申请3件。收 到来电。又收到来信2封。收入。到。来件"), lexicon);
    ck_assert_gj_str(sentences_with(arena, prose, one), "0,5");
    ck_assert_gj_str(sentences_with(arena, prose, two), "0,1,2");
    ck_assert_gj_str(sentences_with(arena, prose, longer), "2");
    ck_assert_gj_str(sentences_with(arena, prose, last), "1,2");
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_word_does_not_reach_into_the_next_sentence) {
    gj_arena *arena = gj_arena_new();
    gj_lexicon *lexicon = gj_lexicon_new(arena);
    uint32_t word = gj_lexicon_add(lexicon, GJ_STR("收到"));
    ck_assert_gj_str(sentences_with(arena, gj_prose_new(arena, GJ_STR("全部接收\n\n到期"), lexicon), word), "");
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_word_has_one_number_and_more_words_than_room_keep_theirs) {
    gj_arena *arena = gj_arena_new();
    gj_lexicon *lexicon = gj_lexicon_new(arena);
    enum { N = 5000 };
    char bytes[7] = "";
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < N; i++) {
            char *p = bytes;
            for (uint32_t c = 0x4E00 + i % 97, k = 0; k < 2; k++, c = 0x5000 + i, p += 3) {
                p[0] = (char)(0xE0 | c >> 12);
                p[1] = (char)(0x80 | (c >> 6 & 63));
                p[2] = (char)(0x80 | (c & 63));
            }
            ck_assert_uint_eq(gj_lexicon_add(lexicon, (gj_str){bytes, 6}), i);
        }
    ck_assert_uint_eq(gj_lexicon_size(lexicon), N);
    gj_arena_free(arena);
}
END_TEST

/* ---- nothing is lost ---- */

static const char *const PIECES[] = {"收到", "申请", "件",   "公开", "依申请公开", "3",  "12", "二十", "约",   "。",
                                     "，",   "；",   "\n",   "\n\n", " ",          "　", "5%", "年",   "共",   "（一）",
                                     "一、", "1. ",  "其中", "是",   "2023",       "：", "·",  "x",    "，\n", "收"};
enum { NPIECES = sizeof PIECES / sizeof *PIECES };

static void add_pieces(gj_buf *out, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) gj_buf_addz(out, PIECES[random_below(NPIECES)]);
}

/* A template of a few literals, holes, options and choices; it may be a bad one. */
static void add_template(gj_buf *out) {
    static const char *const literals[] = {"收到", "申请", "件", "公开", "依申请公开", "年", "共", "其中", "，", "收"};
    enum { NLITERALS = sizeof literals / sizeof *literals };
    uint32_t n = 1 + random_below(5);
    for (uint32_t i = 0; i < n; i++) {
        const char *a = literals[random_below(NLITERALS)], *b = literals[random_below(NLITERALS)];
        switch (random_below(7)) {
        case 0: gj_buf_addf(out, "[%s]", a); break;
        case 1: gj_buf_addf(out, "(%s|%s)", a, b); break;
        case 2: gj_buf_addf(out, "{n%u}%s", i, a); break;
        case 3: gj_buf_addf(out, "{m%u:文}%s", i, a); break;
        case 4: gj_buf_addf(out, "(%s|[%s]%s)…%s", a, b, a, b); break;
        default: gj_buf_addz(out, a); break;
        }
    }
}

static void check_same_matches(gj_arena *arena, const gj_template *t, const gj_prose *a, const gj_prose *b) {
    gj_match *x, *y;
    bool stopped[2];
    size_t n = gj_template_match_prose(arena, t, a, &x, &stopped[0]), m = gj_template_match_prose(arena, t, b, &y, &stopped[1]), holes;
    gj_str template = gj_template_text(t);
    gj_template_holes(t, &holes);
    ck_assert_msg(n == m, "%zu and %zu matches of '%.*s' in '%.*s'", n, m, GJ_FMT(template), GJ_FMT(a->text));
    ck_assert(stopped[0] == stopped[1]);
    for (size_t i = 0; i < n; i++) {
        ck_assert_uint_eq(x[i].start, y[i].start);
        ck_assert_uint_eq(x[i].end, y[i].end);
        for (size_t h = 0; h < holes; h++) {
            ck_assert(x[i].hole[h].present == y[i].hole[h].present);
            ck_assert_uint_eq(x[i].hole[h].start, y[i].hole[h].start);
            ck_assert_uint_eq(x[i].hole[h].end, y[i].hole[h].end);
        }
    }
}

/* A template tries every sentence of a text that was prepared for another lexicon. */
START_TEST(the_words_never_lose_a_match) {
    size_t found = 0;
    for (uint32_t round = 0; round < 400; round++) {
        gj_arena *arena = gj_arena_new();
        gj_diags diags;
        gj_diags_init(&diags, arena, gj_sources_new(arena));
        gj_lexicon *lexicon = gj_lexicon_new(arena);
        gj_template *templates[10];
        size_t n = 0;
        for (int i = 0; i < 10; i++) {
            gj_buf text = GJ_BUF_INIT;
            add_template(&text);
            if (!gj_template_compile(arena, lexicon, gj_buf_str(&text), GJ_SPAN_NONE, &templates[n], &diags)) n++;
            gj_buf_free(&text);
        }
        gj_buf text = GJ_BUF_INIT;
        add_pieces(&text, 20 + random_below(600));
        const gj_prose *all = gj_prose_new(arena, gj_buf_str(&text), gj_lexicon_new(arena));
        const gj_prose *prose = gj_prose_new(arena, gj_buf_str(&text), lexicon);
        for (size_t i = 0; i < n; i++) {
            gj_match *m;
            bool gave_up;
            check_same_matches(arena, templates[i], prose, all);
            found += gj_template_match_prose(arena, templates[i], prose, &m, &gave_up) > 0;
        }
        gj_buf_free(&text);
        gj_arena_free(arena);
    }
    ck_assert_uint_gt(found, 400); /* else the property was not tried */
}
END_TEST

START_TEST(a_part_matches_as_it_would_alone) {
    size_t parts = 0;
    for (uint32_t round = 0; round < 3000; round++) {
        gj_arena *arena = gj_arena_new();
        gj_diags diags;
        gj_diags_init(&diags, arena, gj_sources_new(arena));
        gj_lexicon *lexicon = gj_lexicon_new(arena);
        gj_template *t;
        gj_buf pattern = GJ_BUF_INIT, text = GJ_BUF_INIT;
        add_template(&pattern);
        bool bad = gj_template_compile(arena, lexicon, gj_buf_str(&pattern), GJ_SPAN_NONE, &t, &diags) != 0;
        gj_buf before = GJ_BUF_INIT;
        add_pieces(&before, random_below(8));
        if (random_below(2)) gj_buf_addz(&before, "\n");
        gj_buf_add(&text, gj_buf_str(&before));
        add_pieces(&text, 5 + random_below(60));
        size_t end = text.n;
        if (random_below(2)) gj_buf_addz(&text, "\n");
        add_pieces(&text, random_below(8));
        gj_str part = gj_str_trim(gj_str_slice(gj_buf_str(&text), before.n, end));
        const gj_prose *whole = gj_prose_new(arena, gj_buf_str(&text), lexicon), *shared = gj_prose_part(arena, whole, part);
        if (!bad && shared) {
            parts++;
            check_same_matches(arena, t, shared, gj_prose_new(arena, part, lexicon));
        }
        gj_buf_free(&pattern);
        gj_buf_free(&before);
        gj_buf_free(&text);
        gj_arena_free(arena);
    }
    ck_assert_uint_gt(parts, 300);
}
END_TEST

START_TEST(a_part_that_cuts_a_sentence_is_read_by_itself) {
    gj_arena *arena = gj_arena_new();
    gj_str text = GJ_STR("一、总体情况\n收到申请3件，\n答复2件。\n二、其他\n");
    const gj_prose *whole = gj_prose_new(arena, text, gj_lexicon_new(arena));
    size_t line = (size_t)gj_str_find(text, GJ_STR("收到")), next = (size_t)gj_str_find(text, GJ_STR("答复"));
    size_t heading = (size_t)gj_str_find(text, GJ_STR("二、"));
    ck_assert_ptr_nonnull(gj_prose_part(arena, whole, gj_str_slice(text, line, heading - 1)));
    ck_assert_ptr_null(gj_prose_part(arena, whole, gj_str_slice(text, next, heading - 1)));
    ck_assert_ptr_null(gj_prose_part(arena, whole, gj_str_slice(text, line, next - 1)));
    ck_assert_ptr_null(gj_prose_part(arena, whole, gj_str_slice(text, line + 3, heading - 1)));
    ck_assert_ptr_null(gj_prose_part(arena, whole, GJ_STR("收到")));
    gj_arena_free(arena);
}
END_TEST

START_TEST(a_prepared_text_knows_whether_it_is_utf8) {
    static const char *const texts[] = {"收到3件，全部答复。\n",  "a\xE6\x94。", "\xEF\xBF\xBD。", "x\xFF", "\xED\xA0\x80",
                                        "“é”\t１\xF0\x9F\x98\x80"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        gj_arena *arena = gj_arena_new();
        gj_str text = gj_str_from(texts[i]);
        const gj_prose *prose = gj_prose_new(arena, text, gj_lexicon_new(arena));
        ck_assert_msg(prose->all->invalid == !gj_utf8_valid(text, NULL), "'%s'", texts[i]);
        gj_arena_free(arena);
    }
}
END_TEST

GJ_SUITE("lexicon", a_word_is_found_in_the_sentences_that_hold_it, a_word_does_not_reach_into_the_next_sentence,
         a_word_has_one_number_and_more_words_than_room_keep_theirs, the_words_never_lose_a_match, a_part_matches_as_it_would_alone,
         a_part_that_cuts_a_sentence_is_read_by_itself, a_prepared_text_knows_whether_it_is_utf8)
