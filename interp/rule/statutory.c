#include "base/utf8.h"
#include "rule/statutory_parts.h"

/* A sentence is read twice: first as speaking of rows (第一项, 予以公开), then as speaking of columns (自然人, 第二列). Both readings fill two
 * sides of terms, which are built into a tree only when all of the sentence has been understood. */

enum { LONGEST_LABEL = 240, LONGEST_SENTENCE = 2000 };

/* ---- words ---- */

typedef struct phrase {
    const char *text;
    gj_op op;
} phrase;

/* Longer ones first where one begins another. */
static const phrase relations[] = {
    {"大于或等于", GJ_OP_GE}, {"小于或等于", GJ_OP_LE}, {"大于等于", GJ_OP_GE}, {"小于等于", GJ_OP_LE}, {"不得超过", GJ_OP_LE},
    {"不能超过", GJ_OP_LE},   {"不应超过", GJ_OP_LE},   {"不得大于", GJ_OP_LE}, {"不应大于", GJ_OP_LE}, {"不能大于", GJ_OP_LE},
    {"不得小于", GJ_OP_GE},   {"不应小于", GJ_OP_GE},   {"不能小于", GJ_OP_GE}, {"不得少于", GJ_OP_GE}, {"不得高于", GJ_OP_LE},
    {"不得多于", GJ_OP_LE},   {"不得低于", GJ_OP_GE},   {"不小于", GJ_OP_GE},   {"不少于", GJ_OP_GE},   {"不低于", GJ_OP_GE},
    {"不大于", GJ_OP_LE},     {"不超过", GJ_OP_LE},     {"不多于", GJ_OP_LE},   {"不高于", GJ_OP_LE},   {"不等于", GJ_OP_NE},
    {"大于", GJ_OP_GT},       {"多于", GJ_OP_GT},       {"高于", GJ_OP_GT},     {"超过", GJ_OP_GT},     {"小于", GJ_OP_LT},
    {"少于", GJ_OP_LT},       {"低于", GJ_OP_LT},       {"等于", GJ_OP_EQ},     {"==", GJ_OP_EQ},       {"＝", GJ_OP_EQ},
    {"=", GJ_OP_EQ},          {"≤", GJ_OP_LE},          {"≦", GJ_OP_LE},        {"<=", GJ_OP_LE},       {"≥", GJ_OP_GE},
    {"≧", GJ_OP_GE},          {">=", GJ_OP_GE},         {"≠", GJ_OP_NE},        {"<", GJ_OP_LT},        {"＜", GJ_OP_LT},
    {">", GJ_OP_GT},          {"＞", GJ_OP_GT},         {"为", GJ_OP_EQ},       {"是", GJ_OP_EQ},
};
static const phrase joins[] = {
    {"加上", GJ_OP_ADD}, {"减去", GJ_OP_SUB}, {"加", GJ_OP_ADD}, {"减", GJ_OP_SUB}, {"＋", GJ_OP_ADD},
    {"+", GJ_OP_ADD},    {"－", GJ_OP_SUB},   {"-", GJ_OP_SUB},  {"−", GJ_OP_SUB},
};
static const char *const links[] = {"与", "和", "及", "同", "、", "跟"};
static const char *const others[] = {"以上各项", "上述各项", "其他各项", "其余各项", "各分项", "各小项", "各项"};
static const char *const other_rows[] = {"各目", "各行"};
static const char *const other_columns[] = {"各列", "各栏"};
static const char *const sums[] = {"之总和", "之和", "的和", "总和", "相加", "合计"};
static const char *const differences[] = {"之差", "的差", "相减"};
static const char *const equals[] = {"相等", "一致", "相同"};
static const char *const through[] = {"至", "到", "—", "～", "~"};
static const char *const skipped[] = {"应当", "应该", "必须", "应", "须", "均", "都", "，",  ",",
                                      "。",   ".",    "；",   ";",  "“",  "”",  "\"", "数据"};
static const char *const wrapping[] = {"（", "(", "）", ")"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static gj_str rest(const gj_tie_reader *r) {
    return gj_str_slice(r->text, r->at, r->end);
}

static bool take(gj_tie_reader *r, const char *text) {
    gj_str word = gj_str_from(text);
    if (!gj_str_has_prefix(rest(r), word)) return false;
    r->at += word.n;
    return true;
}

static bool take_one(gj_tie_reader *r, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (take(r, list[i])) return true;
    return false;
}

/* Up to here the sentence makes sense. */
static void understood(gj_tie_reader *r) {
    if (r->at > r->furthest) r->furthest = r->at;
}

#define TAKE_ONE(R, LIST) take_one(R, LIST, COUNT(LIST))

static void skip(gj_tie_reader *r) {
    while (r->at < r->end && TAKE_ONE(r, skipped)) continue;
}

/* （七）, without moving when there is none. */
static bool take_bracketed(gj_tie_reader *r, gj_str *ordinal) {
    size_t before = r->at;
    if (take(r, "（") || take(r, "(")) {
        gj_str inner = rest(r);
        for (size_t n = 0; n < inner.n && n <= 12;) {
            if (gj_str_has_prefix(gj_str_slice(inner, n, inner.n), GJ_STR("）")) || inner.p[n] == ')') {
                *ordinal = gj_str_slice(inner, 0, n);
                r->at += n;
                (void)(take(r, "）") || take(r, ")"));
                if (n > 0) return true;
                break;
            }
            gj_utf8_next(inner, &n);
        }
    }
    r->at = before;
    return false;
}

/* ---- rows and columns by name ---- */

/* What may begin or end a label in running text: punctuation belongs to the sentence. */
static bool is_of_word(uint32_t c) {
    c = gj_utf8_narrow(c);
    return c >= 0x80 ? gj_utf8_is_han(c) : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%';
}

static unsigned depth_of(const gj_table *table, uint32_t row) {
    unsigned depth = 0;
    for (uint32_t up = table->rows[row].parent; up != GJ_NO_INDEX; up = table->rows[up].parent) depth++;
    return depth;
}

/* The row of this label, the shallowest one; none when two stand equally deep. UNDER restricts it to the rows right below one. */
static uint32_t row_labelled(const gj_table *table, gj_str label, uint32_t under) {
    uint32_t found = GJ_NO_INDEX;
    bool twice = false;
    for (uint32_t i = 0; i < table->nrows; i++) {
        const gj_row *row = &table->rows[i];
        if (row->heading_only || (under != GJ_NO_INDEX && row->parent != under) || !gj_label_is(&row->label, label)) continue;
        unsigned deep = depth_of(table, i), before = found == GJ_NO_INDEX ? deep + 1 : depth_of(table, found);
        if (deep == before) twice = true;
        if (deep >= before) continue;
        found = i;
        twice = false;
    }
    return twice ? GJ_NO_INDEX : found;
}

static uint32_t row_bracketed(const gj_table *table, gj_str ordinal, uint32_t under) {
    uint32_t found = GJ_NO_INDEX;
    for (uint32_t i = 0; i < table->nrows; i++) {
        const gj_row *row = &table->rows[i];
        if (!row->ordinal_paren || (under != GJ_NO_INDEX && row->parent != under) || !gj_str_eq(row->ordinal, ordinal)) continue;
        if (found != GJ_NO_INDEX) return GJ_NO_INDEX;
        found = i;
    }
    return found;
}

static uint32_t row_numbered(const gj_table *table, gj_str ordinal) {
    uint32_t found = gj_table_child(table, GJ_NO_INDEX, ordinal);
    if (found != GJ_NO_INDEX && gj_str_eq(table->rows[found].ordinal, ordinal)) return found;
    size_t at = 0;
    uint32_t c = ordinal.n ? gj_utf8_next(ordinal, &at) : 0; /* 第1项 is 第一项 */
    char han[4];
    if (at == ordinal.n && gj_utf8_is_digit(c) && c != '0')
        return row_numbered(table, (gj_str){han, gj_utf8_put(gj_utf8_numeral_of((int)(c - '0')), han)});
    return GJ_NO_INDEX;
}

typedef uint32_t find_label(const gj_tie_reader *r, gj_str label, uint32_t under);

static uint32_t find_row(const gj_tie_reader *r, gj_str label, uint32_t under) {
    return row_labelled(r->table, label, under);
}

static uint32_t find_column(const gj_tie_reader *r, gj_str label, uint32_t under) {
    (void)under;
    return gj_table_column(r->table, r->within, label);
}

/* The longest label that stands here. */
static bool take_label(gj_tie_reader *r, find_label *find, uint32_t under, uint32_t *index) {
    gj_str here = rest(r);
    size_t first = 0, last = r->at, best = 0;
    if (here.n == 0 || !is_of_word(gj_utf8_next(here, &first))) return false;
    for (size_t n = 0; n < here.n && n < LONGEST_LABEL;) {
        if (!is_of_word(gj_utf8_next(here, &n))) continue;
        uint32_t found = find(r, gj_str_slice(here, 0, n), under);
        if (found == GJ_NO_INDEX) continue;
        *index = found;
        best = n;
    }
    r->at = last + best;
    return best > 0;
}

/* ---- terms ---- */

static bool add_term(gj_tie_side *s, gj_tie_term t) {
    if (s->n == GJ_TIE_TERMS) return false;
    s->term[s->n++] = t;
    return true;
}

/* From the row that was named on: its own label (一、本年新收), or a row below it (三、（七）总计, 第三项第（七）目). */
static void deeper(gj_tie_reader *r, uint32_t *row) {
    for (;;) {
        size_t before = r->at;
        gj_str ordinal;
        uint32_t next = GJ_NO_INDEX;
        (void)(take(r, "中的") || take(r, "的") || take(r, "中") || take(r, "、") || take(r, "．") || take(r, "."));
        bool nth = take(r, "第");
        if (take_bracketed(r, &ordinal)) {
            next = row_bracketed(r->table, ordinal, *row);
            if (next != GJ_NO_INDEX) (void)(take(r, "小项") || take(r, "项") || take(r, "目"));
        } else if (!nth) {
            size_t here = r->at;
            uint32_t own;
            if (!take_label(r, find_row, *row, &next)) {
                next = GJ_NO_INDEX;
                r->at = here;
                if (take_label(r, find_row, r->table->rows[*row].parent, &own) && own == *row) return;
            }
        }
        if (next == GJ_NO_INDEX) {
            r->at = before;
            return;
        }
        *row = next;
    }
}

static bool add_row(gj_tie_reader *r, gj_tie_side *s, gj_tie_term t, uint32_t row) {
    deeper(r, &row);
    t.index = row;
    return add_term(s, t);
}

/* 第一项; 第一、二项 names two. */
static bool take_items(gj_tie_reader *r, gj_tie_side *s, gj_tie_term t) {
    size_t before = r->at, inner = before;
    uint32_t from = s->n;
    if (!take(r, "第")) return false;
    for (inner = r->at; r->at < r->end;) {
        bool comma = gj_str_has_prefix(rest(r), GJ_STR("、")), close = gj_str_has_prefix(rest(r), GJ_STR("项"));
        if (!comma && !close) {
            gj_utf8_next(r->text, &r->at);
            if (r->at - inner > 24) break;
            continue;
        }
        uint32_t row = row_numbered(r->table, gj_str_slice(r->text, inner, r->at));
        if (row == GJ_NO_INDEX || (comma && !add_term(s, (gj_tie_term){.kind = GJ_TIE_ROW, .index = row, .op = t.op, .linked = t.linked})))
            break;
        if (close) {
            take(r, "项");
            return add_row(r, s, t, row);
        }
        take(r, "、");
        t.op = GJ_OP_ADD;
        inner = r->at;
    }
    s->n = from;
    r->at = before;
    return false;
}

/* 一, 三: an ordinal without 第 and 项, the longest. */
static bool take_ordinal(gj_tie_reader *r, uint32_t *row) {
    size_t before = r->at;
    for (int length = 3; length > 0; length--) {
        size_t at = before;
        for (int i = 0; i < length && at < r->end; i++) gj_utf8_next(r->text, &at);
        gj_str ordinal = gj_str_slice(r->text, before, at);
        if (gj_utf8_count(ordinal) < (size_t)length || (unsigned char)ordinal.p[0] < 0x80) continue;
        *row = row_numbered(r->table, ordinal);
        if (*row == GJ_NO_INDEX) continue;
        r->at = at;
        (void)take(r, "项");
        return true;
    }
    return false;
}

static bool take_number(gj_tie_reader *r, gj_num *num) {
    gj_str here = rest(r);
    size_t n = 0;
    int64_t value = 0;
    while (n < here.n && n < 15 && here.p[n] >= '0' && here.p[n] <= '9') value = value * 10 + (here.p[n++] - '0');
    if (n == 0) return false;
    r->at += n;
    *num = gj_num_int(value);
    (void)(take(r, "件") || take(r, "条"));
    return true;
}

static bool take_nth_column(gj_tie_reader *r, uint32_t *column) {
    size_t before = r->at;
    if (take(r, "第") && r->at < r->end) {
        uint32_t n = (uint32_t)gj_utf8_numeral(gj_utf8_next(r->text, &r->at));
        if (n > 0 && n <= r->table->ncolumns && (take(r, "列") || take(r, "栏"))) {
            *column = n - 1;
            return true;
        }
    }
    r->at = before;
    return false;
}

static bool take_term(gj_tie_reader *r, gj_tie_side *s, gj_op op, bool linked) {
    gj_tie_term t = {.op = op, .linked = linked};
    gj_str ordinal;
    skip(r);
    if (TAKE_ONE(r, others) || (r->columns ? TAKE_ONE(r, other_columns) : TAKE_ONE(r, other_rows))) {
        t.kind = GJ_TIE_OTHERS;
        (void)take(r, "数");
        return add_term(s, t);
    }
    if (r->columns) {
        t.kind = GJ_TIE_COLUMN;
        if (take_nth_column(r, &t.index) || take_label(r, find_column, GJ_NO_INDEX, &t.index)) return add_term(s, t);
    } else {
        t.kind = GJ_TIE_ROW;
        uint32_t row;
        if (take_items(r, s, t)) return true;
        size_t before = r->at;
        bool nth = take(r, "第");
        if (take_bracketed(r, &ordinal)) {
            row = row_bracketed(r->table, ordinal, GJ_NO_INDEX);
            if (row != GJ_NO_INDEX && nth) (void)(take(r, "小项") || take(r, "项") || take(r, "目"));
            return row != GJ_NO_INDEX && add_row(r, s, t, row);
        }
        r->at = before;
        if (take_label(r, find_row, GJ_NO_INDEX, &row) || take_ordinal(r, &row)) return add_row(r, s, t, row);
    }
    t.kind = GJ_TIE_NUMBER;
    if (take_number(r, &t.num)) return add_term(s, t);
    size_t before = r->at;
    if (TAKE_ONE(r, wrapping) && take_term(r, s, op, linked)) return true;
    r->at = before;
    return false;
}

/* （一）至（六）: the rows or columns between, of one parent. */
static bool take_range(gj_tie_reader *r, gj_tie_side *s) {
    gj_tie_term from = s->term[s->n - 1];
    uint32_t n = s->n;
    size_t before = r->at;
    if (from.kind == GJ_TIE_OTHERS || from.kind == GJ_TIE_NUMBER || !TAKE_ONE(r, through) || !take_term(r, s, GJ_OP_ADD, from.linked)) {
        s->n = n;
        r->at = before;
        return false;
    }
    uint32_t to = s->term[s->n - 1].index;
    s->n = n;
    if (s->term[n].kind != from.kind || to <= from.index) return false;
    for (uint32_t i = from.index + 1; i <= to; i++) {
        if (from.kind == GJ_TIE_ROW && r->table->rows[i].parent != r->table->rows[from.index].parent) continue;
        if (!add_term(s, (gj_tie_term){.kind = from.kind, .index = i, .op = from.op, .linked = from.linked})) return false;
    }
    return true;
}

static bool take_side(gj_tie_reader *r, gj_tie_side *s) {
    s->n = 0;
    if (!take_term(r, s, GJ_OP_ADD, false)) return false;
    for (;;) {
        take_range(r, s);
        understood(r);
        while (TAKE_ONE(r, sums))
            for (uint32_t i = 0; i < s->n; i++) s->term[i].linked = false;
        if (TAKE_ONE(r, differences)) /* 第一项与第四项之差 */
            for (uint32_t i = 1; i < s->n; i++)
                if (s->term[i].linked) s->term[i].op = GJ_OP_SUB;
        understood(r);
        size_t before = r->at;
        bool more = false;
        for (size_t i = 0; i < COUNT(joins) && !more; i++) { /* 加上年结转 is 加 上年结转, not 加上 年结转 */
            r->at = before;
            skip(r);
            more = take(r, joins[i].text) && take_term(r, s, joins[i].op, false);
        }
        for (size_t i = 0; i < COUNT(links) && !more; i++) {
            r->at = before;
            skip(r);
            more = take(r, links[i]) && take_term(r, s, GJ_OP_ADD, true);
        }
        if (more) continue;
        r->at = before;
        return true;
    }
}

static void skip_end(gj_tie_reader *r) {
    do skip(r);
    while (r->at < r->end && TAKE_ONE(r, wrapping));
}

static bool take_whole_side(gj_tie_reader *r, size_t from, size_t to, gj_tie_side *s) {
    size_t end = r->end;
    r->at = from;
    r->end = to;
    bool good = take_side(r, s);
    if (good) skip_end(r);
    good = good && r->at == to;
    r->end = end;
    return good;
}

/* 甲与乙相等: where the 与 between the two sides stands is found by trying, behind 之和 first. */
static bool take_equal(gj_tie_reader *r, gj_tie_side *left, gj_tie_side *right) {
    for (size_t e = 0; e < COUNT(equals); e++) {
        gj_str text = gj_str_slice(r->text, 0, r->end), word = gj_str_from(equals[e]);
        while (gj_str_has_suffix(text, GJ_STR("。")) || gj_str_has_suffix(text, GJ_STR("）"))) text.n -= GJ_STR("。").n;
        if (!gj_str_has_suffix(text, word)) continue;
        size_t to = text.n - word.n;
        for (int behind_sum = 1; behind_sum >= 0; behind_sum--)
            for (size_t at = 0; at < to; gj_utf8_next(r->text, &at))
                for (size_t i = 0; i < COUNT(links); i++) {
                    gj_str link = gj_str_from(links[i]), before = gj_str_slice(r->text, 0, at);
                    bool sum = gj_str_has_suffix(before, GJ_STR("和")) || gj_str_has_suffix(before, GJ_STR("差")) ||
                               gj_str_has_suffix(before, GJ_STR("，"));
                    if (!gj_str_has_prefix(gj_str_slice(r->text, at, to), link) || sum != (behind_sum == 1)) continue;
                    if (take_whole_side(r, 0, at, left) && take_whole_side(r, at + link.n, to, right)) return true;
                }
    }
    return false;
}

/* ---- the sentence ---- */

static gj_node *sentence_in(gj_tie_reader *r, size_t from) {
    gj_tie_side left, right;
    r->at = from;
    if (take_side(r, &left)) {
        skip_end(r);
        for (size_t i = 0; i < COUNT(relations); i++) {
            size_t before = r->at;
            if (!take(r, relations[i].text)) continue;
            understood(r);
            bool good = take_side(r, &right);
            if (good) skip_end(r);
            if (good && r->at == r->end) return gj_tie_build(r, relations[i].op, &left, &right);
            r->at = before;
            break;
        }
    }
    return from == 0 && take_equal(r, &left, &right) ? gj_tie_build(r, GJ_OP_EQ, &left, &right) : NULL;
}

/* Of the columns of one row, when the sentence begins with its name: 行政复议的总计等于…. */
static gj_node *sentence_in_columns(gj_tie_reader *r) {
    r->within = GJ_NO_INDEX;
    gj_node *found = sentence_in(r, 0);
    uint32_t row;
    r->at = 0;
    if (found || !take_label(r, find_row, GJ_NO_INDEX, &row) || r->table->rows[row].slot == GJ_NO_INDEX) return found;
    (void)(take(r, "中的") || take(r, "的") || take(r, "中") || take(r, "："));
    skip(r);
    r->within = row;
    return sentence_in(r, r->at);
}

static void complain_of_several(const gj_form *form, uint64_t tables, gj_str sentence, gj_span span, gj_diags *diags) {
    gj_buf list = GJ_BUF_INIT;
    for (uint32_t i = 0; i < form->ntables && i < 64; i++)
        if (tables >> i & 1) gj_buf_addf(&list, "%s表%.*s", list.n ? "、" : "", GJ_FMT(form->tables[i].name));
    GJ_DIAG(diags, GJ_E_AMBIGUOUS_NAME, span, sentence, gj_buf_copy(&list, diags->arena));
    gj_buf_free(&list);
}

/* Without white space, and without what introduces it (本表的关系为：…). */
static gj_str plain_sentence(gj_arena *arena, gj_str sentence) {
    gj_buf text = GJ_BUF_INIT;
    for (size_t at = 0; at < sentence.n;) {
        size_t from = at;
        uint32_t c = gj_utf8_next(sentence, &at);
        if (gj_utf8_is_space(c)) continue;
        gj_buf_add(&text, gj_str_slice(sentence, from, at));
        if (gj_utf8_narrow(c) == ':') gj_buf_clear(&text);
    }
    gj_str plain = gj_buf_copy(&text, arena);
    gj_buf_free(&text);
    return plain.n > LONGEST_SENTENCE ? GJ_STR_NONE : plain; /* a sentence, not a page */
}

gj_node *gj_statutory_parse(gj_arena *arena, const gj_form *form, uint32_t table, gj_str sentence, gj_span span, gj_diags *diags) {
    gj_tie_reader r = {.arena = arena, .form = form, .text = plain_sentence(arena, sentence), .span = span, .within = GJ_NO_INDEX};
    r.end = r.text.n;
    for (int columns = 0; columns < 2; columns++) {
        gj_node *found = NULL;
        uint64_t tables = 0;
        r.columns = columns == 1;
        for (uint32_t i = 0; i < form->ntables; i++) {
            if (table != GJ_NO_INDEX && i != table) continue;
            r.table = &form->tables[i];
            gj_node *here = r.columns ? sentence_in_columns(&r) : sentence_in(&r, 0);
            if (!here) continue;
            found = here;
            tables |= UINT64_C(1) << (i < 63 ? i : 63);
        }
        if (tables & (tables - 1)) {
            if (diags) complain_of_several(form, tables, sentence, span, diags);
            return NULL;
        }
        if (found) return found;
    }
    gj_str left = gj_str_slice(r.text, r.furthest, r.text.n);
    if (diags)
        GJ_DIAG(diags, GJ_E_STATUTORY, span,
                left.n ? left
                       : GJ_STR("（句末）\x1f"
                                "(its end)"));
    return NULL;
}
