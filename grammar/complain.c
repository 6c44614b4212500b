/* complain.c - what a syntax error says: what stands here, what could stand here, in concepts rather than tokens. */
#include "base/suggest.h"
#include "build.h"
#include "parser.h"
#include "rule/parse.h"

void gj_complain(gj_parser *P, gj_diag_code code, gj_span span) {
    GJ_DIAG0(P->diags, code, span);
}

/* ---- what was expected ---- */

enum { TOKENS = 512 }; /* more than the grammar has */

static bool has_all(const bool *has, const int *set, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!has[set[i]]) return false;
    return true;
}

static void remove_all(bool *has, const int *set, size_t n) {
    for (size_t i = 0; i < n; i++) has[set[i]] = false;
}

#define COUNT(set) (sizeof(set) / sizeof *(set))

/* A concept: when all of `sign` are possible, its name stands for them and for `covers`. */
static const int STATEMENT_SIGN[] = {TOK_LET, TOK_WHERE, TOK_REQUIRE};
static const int STATEMENT[] = {
    TOK_FORM,   TOK_SECTION,    TOK_TABLE,     TOK_IMPORT, TOK_RULE,     TOK_BASIS,   TOK_TAGS,     TOK_IF,           TOK_ELSE,
    TOK_WHERE,  TOK_REQUIRE,    TOK_TIE,       TOK_LET,    TOK_FUNCTION, TOK_TEST,    TOK_BLANK,    TOK_DASHED,       TOK_NONE,
    TOK_ABSENT, TOK_UNREADABLE, TOK_AMBIGUOUS, TOK_WORD,   TOK_NUMBER,   TOK_STRING,  TOK_LPAREN,   TOK_LBRACKET,     TOK_MINUS,
    TOK_PLUS,   TOK_STAR,       TOK_STARSTAR,  TOK_NOT,    TOK_EXISTS,   TOK_MISSING, TOK_PREVIOUS, TOK_SUBORDINATES, TOK_SEP};
static const int LABEL_SIGN[] = {TOK_WORD, TOK_STRING, TOK_THEN, TOK_PASS};
static const int LABEL[] = {TOK_WORD,    TOK_STRING,   TOK_FORM,       TOK_SECTION,   TOK_TABLE,       TOK_ROW,  TOK_COLUMN, TOK_GROUP,
                            TOK_SINCE,   TOK_UNTIL,    TOK_EXTENDS,    TOK_SELF,      TOK_IMPORT,      TOK_RULE, TOK_ERROR,  TOK_WARNING,
                            TOK_INFO,    TOK_BASIS,    TOK_TAGS,       TOK_IF,        TOK_THEN,        TOK_ELSE, TOK_WHERE,  TOK_REQUIRE,
                            TOK_ORDERED, TOK_TIE,      TOK_LET,        TOK_FUNCTION,  TOK_AS,          TOK_IN,   TOK_BLANK,  TOK_DASHED,
                            TOK_NONE,    TOK_ABSENT,   TOK_UNREADABLE, TOK_AMBIGUOUS, TOK_TEST,        TOK_EACH, TOK_EXPECT, TOK_PASS,
                            TOK_FAIL,    TOK_UNKNOWN,  TOK_NA,         TOK_AND,       TOK_OR,          TOK_NOT,  TOK_EXISTS, TOK_MISSING,
                            TOK_HAS,     TOK_CONTAINS, TOK_MATCHES,    TOK_PREVIOUS,  TOK_SUBORDINATES};
static const int EXPRESSION_SIGN[] = {TOK_WORD, TOK_NUMBER, TOK_LPAREN, TOK_MINUS};
static const int EXPRESSION[] = {TOK_WORD,    TOK_NUMBER, TOK_STRING,   TOK_LPAREN,   TOK_LBRACKET,     TOK_MINUS,
                                 TOK_PLUS,    TOK_STAR,   TOK_STARSTAR, TOK_NOT,      TOK_EXISTS,       TOK_MISSING,
                                 TOK_SECTION, TOK_TABLE,  TOK_FORM,     TOK_PREVIOUS, TOK_SUBORDINATES, TOK_IF};
static const int OPERATOR_SIGN[] = {TOK_PLUS, TOK_STAR};
static const int OPERATOR[] = {TOK_PLUS,   TOK_MINUS,    TOK_STAR,    TOK_TIMES,      TOK_SLASH,    TOK_EQ,       TOK_NE,     TOK_LT,
                               TOK_LE,     TOK_GT,       TOK_GE,      TOK_APPROX,     TOK_PM,       TOK_ASSIGN,   TOK_AND,    TOK_OR,
                               TOK_HAS,    TOK_CONTAINS, TOK_MATCHES, TOK_DOT,        TOK_DOTDOT,   TOK_LBRACKET, TOK_LPAREN, TOK_BLANK,
                               TOK_DASHED, TOK_NONE,     TOK_ABSENT,  TOK_UNREADABLE, TOK_AMBIGUOUS};
static const int COMPARISON_SIGN[] = {TOK_EQ, TOK_LT};
static const int MISSING_SIGN[] = {TOK_BLANK, TOK_DASHED, TOK_NONE};
static const int MISSING[] = {TOK_BLANK, TOK_DASHED, TOK_NONE, TOK_ABSENT, TOK_UNREADABLE, TOK_AMBIGUOUS};
static const int LEVEL_SIGN[] = {TOK_ERROR, TOK_WARNING, TOK_INFO};
static const int STEP_SIGN[] = {TOK_WORD, TOK_NUMBER, TOK_STRING};
static const int STEP[] = {TOK_WORD, TOK_NUMBER, TOK_STRING, TOK_LPAREN, TOK_LBRACKET, TOK_STAR, TOK_STARSTAR};
static const int COMMA_SIGN[] = {TOK_COMMA};
static const int COMMA[] = {TOK_COMMA, TOK_LIST_COMMA};

static const struct concept {
    const int *sign;
    size_t nsign;
    const int *covers;
    size_t ncovers;
    const char *name[2];
}
CONCEPTS[] = {
    {LABEL_SIGN, COUNT(LABEL_SIGN), LABEL, COUNT(LABEL), {"一个名称", "a name"}},
    {STATEMENT_SIGN, COUNT(STATEMENT_SIGN), STATEMENT, COUNT(STATEMENT), {"一条语句", "a statement"}},
    {EXPRESSION_SIGN, COUNT(EXPRESSION_SIGN), EXPRESSION, COUNT(EXPRESSION), {"一个表达式", "an expression"}},
    {OPERATOR_SIGN, COUNT(OPERATOR_SIGN), OPERATOR, COUNT(OPERATOR), {"一个运算符", "an operator"}},
    {COMPARISON_SIGN, COUNT(COMPARISON_SIGN), OPERATOR, COUNT(OPERATOR), {"一个比较", "a comparison"}},
    {MISSING_SIGN, COUNT(MISSING_SIGN), MISSING, COUNT(MISSING), {"缺数的原因", "a reason for a missing number"}},
    {LEVEL_SIGN, COUNT(LEVEL_SIGN), LEVEL_SIGN, COUNT(LEVEL_SIGN), {"级别", "a level"}},
    {STEP_SIGN, COUNT(STEP_SIGN), STEP, COUNT(STEP), {"一个名称", "a name"}},
    {COMMA_SIGN, COUNT(COMMA_SIGN), COMMA, COUNT(COMMA), {"“，”", "','"}},
};

static const char *token_name(int token, gj_lang lang) {
    static const struct {
        int token;
        const char *name[2];
    } names[] = {
        {TOK_END, {"结尾", "the end"}},       {TOK_SEP, {"换行", "a new line"}},
        {TOK_WORD, {"一个名称", "a name"}},   {TOK_STRING, {"一个字符串", "a string"}},
        {TOK_NUMBER, {"一个数", "a number"}}, {TOK_LPAREN, {"“(”", "'('"}},
        {TOK_RPAREN, {"“)”", "')'"}},         {TOK_LBRACKET, {"“[”", "'['"}},
        {TOK_RBRACKET, {"“]”", "']'"}},       {TOK_LBRACE, {"“{”", "'{'"}},
        {TOK_RBRACE, {"“}”", "'}'"}},         {TOK_DOT, {"“.”", "'.'"}},
        {TOK_DOTDOT, {"“..”", "'..'"}},       {TOK_ASSIGN, {"“=”", "'='"}},
        {TOK_LIST_COMMA, {"“、”", "'、'"}},   {TOK_STAR, {"“*”", "'*'"}},
        {TOK_MINUS, {"“-”", "'-'"}},          {TOK_PM, {"“±”", "'±'"}},
        {TOK_PLUS, {"“+”", "'+'"}},           {TOK_SLASH, {"“/”", "'/'"}},
    };
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].token == token) return names[i].name[lang];
    return NULL;
}

enum { MOST_NAMED = 5 };

static void add_name(gj_buf *out, const char *name, unsigned *n, gj_lang lang) {
    if (*n < MOST_NAMED) {
        if (*n) gj_buf_addz(out, lang == GJ_LANG_ZH ? "、" : ", ");
        gj_buf_addz(out, name);
    } else if (*n == MOST_NAMED) {
        gj_buf_addz(out, lang == GJ_LANG_ZH ? "等" : ", …");
    }
    ++*n;
}

static gj_str describe_expected(gj_parser *P, const int *expected, int count, gj_lang lang) {
    bool has[TOKENS] = {false};
    for (int i = 0; i < count; i++)
        if (expected[i] > 0 && expected[i] < TOKENS) has[expected[i]] = true;
    if (has[TOK_SEP] && has[TOK_PLUS]) has[TOK_COMMA] = has[TOK_LIST_COMMA] = false; /* only understood, to say that it is wrong */
    if (has[TOK_THEN]) has[TOK_COMMA] = false;
    gj_buf out = GJ_BUF_INIT;
    unsigned n = 0;
    for (size_t i = 0; i < COUNT(CONCEPTS); i++) {
        const struct concept *c = &CONCEPTS[i];
        if (!has_all(has, c->sign, c->nsign)) continue;
        remove_all(has, c->covers, c->ncovers);
        add_name(&out, c->name[lang], &n, lang);
    }
    for (int token = 0; token < TOKENS; token++) {
        if (!has[token] || token == TOK_BAD) continue;
        const char *name = token_name(token, lang), *keyword = gj_keyword_spelling(token, lang);
        if (name) {
            add_name(&out, name, &n, lang);
        } else if (keyword) {
            gj_str quoted = gj_str_format(P->arena, lang == GJ_LANG_ZH ? "“%s”" : "'%s'", keyword);
            add_name(&out, quoted.p, &n, lang);
        }
    }
    if (n == 0) gj_buf_addz(&out, lang == GJ_LANG_ZH ? "结尾" : "the end");
    gj_str text = gj_buf_copy(&out, P->arena);
    gj_buf_free(&out);
    return text;
}

/* ---- what stands here ---- */

static gj_str describe_token(gj_parser *P, const gj_token *token, gj_lang lang) {
    if (token->kind == TOK_END || P->tokens->ended) return gj_str_from(lang == GJ_LANG_ZH ? "结尾" : "end");
    if (token->kind == TOK_SEP && token->span.start == token->span.end) return gj_str_from(lang == GJ_LANG_ZH ? "行末" : "end of line");
    return gj_str_format(P->arena, lang == GJ_LANG_ZH ? "“%.*s”" : "'%.*s'", GJ_FMT(gj_source_slice(P->diags->sources, token->span)));
}

/* Words that people write where the language has another. */
static void add_cure(gj_parser *P, gj_diag *diag, gj_span span) {
    static const char *const cures[][2] = {
        {"等于", "=="},       {"不等于", "≠"},    {"大于", ">"},
        {"小于", "<"},        {"不小于", ">="},   {"不大于", "<="},
        {"大于等于", ">="},   {"小于等于", "<="}, {"加", "+"},
        {"减", "-"},          {"乘", "*"},        {"除以", "/"},
        {"并且", "且"},       {"或者", "或"},     {"如果", "若"},
        {"不", "非"},         {"加上", "+"},      {"减去", "-"},
        {"乘以", "*"},        {"约等于", "≈"},    {"那么", "则"},
        {"是", "=="},         {"equals", "=="},   {"—", "-"},
        {"——", "-"},          {"与", "且"},       {"严重", "错误"},
        {"警告", "疑问"},     {"建议", "提示"},   {"注意", "提示"},
        {"含", "包含"},       {"含有", "包含"},   {"包括", "包含"},
        {"失败", "不通过"},   {"成功", "通过"},   {"合格", "通过"},
        {"未知", "无法判定"}, {"在", "于"},       {"小于或等于", "<="},
        {"大于或等于", ">="}, {"不得超过", "<="}, {"不超过", "<="},
        {"不少于", ">="},     {"规則", "规则"},   {"規則", "规则"},
        {"測例", "测例"},     {"錯誤", "错误"},   {"疑問", "疑问"},
        {"標籤", "标签"},     {"依據", "依据"},   {"否則", "否则"},
        {"則", "则"},         {"設", "设"},       {"函數", "函数"},
        {"視為", "视为"},     {"表樣", "表样"},   {"無法判定", "无法判定"},
        {"不適用", "不适用"}, {"通過", "通过"},   {"不通過", "不通过"},
    };
    gj_str text = gj_source_slice(P->diags->sources, span);
    for (size_t i = 0; i < COUNT(cures) && diag->hint.n == 0; i++)
        if (gj_str_eq(text, gj_str_from(cures[i][0]))) gj_diag_hint(P->diags, diag, "%s → %s", cures[i][0], cures[i][1]);
}

static gj_str lower(gj_parser *P, gj_str word) {
    char *out = gj_arena_raw(P->arena, word.n + 1, 1);
    for (size_t i = 0; i < word.n; i++) out[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
    return (gj_str){out, word.n};
}

/* RULE for rule, 视为0 for 视为 0: a keyword in another case, or run into what follows it. */
static void add_keyword_hidden(gj_parser *P, gj_diag *diag, const gj_token *token) {
    if (token->kind != TOK_WORD || diag->hint.n) return;
    gj_str word = token->text, small = lower(P, word);
    if (!gj_str_eq(small, word) && gj_keyword_token(small)) {
        gj_diag_hint(P->diags, diag, "%.*s → %.*s", GJ_FMT(word), GJ_FMT(small));
        return;
    }
    for (size_t n = 6; n < word.n; n += 3) { /* of two characters or more */
        gj_str first = gj_str_slice(word, 0, n), rest = gj_str_slice(word, n, word.n);
        int kind = (unsigned char)rest.p[0] < 0x80 || ((unsigned char)rest.p[0] & 0xC0) == 0xC0 ? gj_keyword_token(first) : 0;
        if (kind == 0 || kind == TOK_WORD) continue;
        gj_diag_hint(P->diags, diag, "%.*s → %.*s %.*s", GJ_FMT(word), GJ_FMT(first), GJ_FMT(rest));
        return;
    }
}

/* A keyword misspelt by one character, its first being right: 规测 for 规则. */
static void add_keyword_meant(gj_parser *P, gj_diag *diag, const gj_token *token) {
    if (token->kind != TOK_WORD || diag->hint.n) return;
    const char *zh, *en, *doc;
    for (size_t i = 0; gj_keyword(i, &zh, &en, &doc); i++) {
        gj_str keyword = gj_str_from(token->text.p[0] & 0x80 ? zh : en);
        size_t first = token->text.p[0] & 0x80 ? 3 : 2; /* bytes that must agree */
        if (token->text.n < 4 || !gj_str_has_prefix(token->text, gj_str_slice(keyword, 0, first))) continue;
        if (keyword.n > 3 && gj_edit_distance(token->text, keyword, 1) == 1) {
            gj_diag_hint(P->diags, diag, "%.*s → %.*s", GJ_FMT(token->text), GJ_FMT(keyword));
            return;
        }
    }
}

static bool is_operator(int kind) {
    static const int set[] = {TOK_PLUS, TOK_MINUS, TOK_STAR, TOK_TIMES, TOK_SLASH, TOK_PM, TOK_ASSIGN,
                              TOK_EQ,   TOK_NE,    TOK_LT,   TOK_LE,    TOK_GT,    TOK_GE, TOK_APPROX};
    for (size_t i = 0; i < COUNT(set); i++)
        if (set[i] == kind) return true;
    return false;
}

static bool is_comparison(int kind) {
    return kind >= TOK_EQ && kind <= TOK_APPROX;
}

static bool wants_more(int kind) {
    return kind == TOK_IF || kind == TOK_THEN || kind == TOK_ELSE || kind == TOK_WHERE || kind == TOK_AND || kind == TOK_OR ||
           kind == TOK_NOT || kind == TOK_EXISTS || kind == TOK_MISSING || kind == TOK_CONTAINS || kind == TOK_MATCHES;
}

static bool expects(const int *expected, int count, int token) {
    for (int i = 0; i < count; i++)
        if (expected[i] == token) return true;
    return false;
}

/* The rest of the line from the last token on, up to a brace. */
static gj_str rest_of_line(gj_parser *P, uint32_t from) {
    gj_str source = gj_source_text(P->diags->sources, P->token.span.source);
    uint32_t to = from;
    while (to < source.n && source.p[to] != '\n' && source.p[to] != '{') to++;
    return gj_str_slice(source, from, to);
}

static bool has_comparison(gj_str text) {
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '=' || text.p[i] == '<' || text.p[i] == '>') return true;
    return false;
}

/* Mistakes that are plain from the two tokens: 一(总计), [自然人-其他], 规则 B-01, 3 万, 列 甲、乙, === . */
static void add_local_cure(gj_parser *P, gj_diag *diag, const int *expected, int count) {
    const gj_token *token = &P->token;
    gj_str text = gj_source_slice(P->diags->sources, token->span), last = gj_source_slice(P->diags->sources, P->last.span);
    const gj_bracket *open = gj_tokens_open(P->tokens);
    bool adjacent = P->last.span.end == token->span.start, in_columns = open && open->open == '[';
    if (diag->hint.n) return;
    if (token->kind == TOK_LPAREN && adjacent && P->last.kind == TOK_WORD) {
        gj_str inside = gj_str_slice(rest_of_line(P, token->span.end), 0, 60);
        ptrdiff_t close = gj_str_find(inside, GJ_STR(")")), wide = gj_str_find(inside, GJ_STR("）"));
        if (close < 0 || (wide >= 0 && wide < close)) close = wide;
        if (close > 0) gj_diag_hint(P->diags, diag, "(%.*s) → [%.*s]", (int)close, inside.p, (int)close, inside.p);
    } else if (in_columns && (token->kind == TOK_MINUS || token->kind == TOK_LINE)) {
        gj_diag_hint(P->diags, diag, "%.*s → ..", GJ_FMT(text));
    } else if (expects(expected, count, TOK_LBRACE) && P->last.kind == TOK_WORD && token->kind == TOK_MINUS && adjacent) {
        gj_str rest = rest_of_line(P, P->last.span.start);
        size_t n = 0;
        while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '"') n++;
        gj_diag_hint(P->diags, diag, "%.*s → \"%.*s\"", (int)n, rest.p, (int)n, rest.p);
    } else if (P->last.kind == TOK_NUMBER && token->kind == TOK_WORD && (gj_str_eq(text, GJ_STR("万")) || gj_str_eq(text, GJ_STR("亿")))) {
        gj_diag_hint(P->diags, diag, "%.*s %.*s → %.*s%.*s", GJ_FMT(last), GJ_FMT(text), GJ_FMT(last), GJ_FMT(text));
    } else if (token->kind == TOK_LIST_COMMA && expects(expected, count, TOK_COMMA)) {
        gj_diag_hint(P->diags, diag, "、 → ，");
    }
}

/* A string without its closing quote has been complained of, and took what followed it. */
static bool is_unclosed(gj_parser *P, const gj_token *token) {
    gj_str source = gj_source_text(P->diags->sources, token->span.source);
    return token->kind == TOK_STRING && token->text.p + token->text.n == source.p + token->span.end;
}

void gj_complain_syntax(gj_parser *P, const int *expected, int count) {
    const gj_token *token = &P->token;
    P->mistakes++;
    P->at_end = P->tokens->ended;
    if (token->kind == TOK_RBRACE && token->span.start == token->span.end) return; /* put in, and complained of, already */
    if (is_unclosed(P, token) || is_unclosed(P, &P->last)) return;
    gj_str text = gj_source_slice(P->diags->sources, token->span);
    gj_str last = gj_source_slice(P->diags->sources, P->last.span);
    bool wants_expression =
        expects(expected, count, TOK_NUMBER) && expects(expected, count, TOK_MINUS) && expects(expected, count, TOK_WORD);
    const gj_bracket *open = gj_tokens_open(P->tokens);

    if (P->last.kind == TOK_RULE && token->kind != TOK_BAD) {
        gj_diag *diag = GJ_DIAG0(P->diags, GJ_E_RULE_ID, P->last.span);
        if (token->kind == TOK_NUMBER) gj_diag_hint(P->diags, diag, "%.*s → \"%.*s\"", GJ_FMT(text), GJ_FMT(text));
    } else if (P->last.kind == TOK_FORM || P->last.kind == TOK_TEST || P->last.kind == TOK_LET || P->last.kind == TOK_FUNCTION) {
        if (gj_keyword_spelling(token->kind, GJ_LANG_ZH))
            GJ_DIAG(P->diags, GJ_E_KEYWORD_AS_NAME, token->span, text);
        else
            GJ_DIAG(P->diags, GJ_E_NAME_EXPECTED, P->last.span, last);
    } else if (token->kind == TOK_EQ && expects(expected, count, TOK_ASSIGN) && !expects(expected, count, TOK_PLUS)) {
        GJ_DIAG0(P->diags, GJ_E_EQUAL_FOR_ASSIGN, token->span);
    } else if (wants_expression && is_operator(P->last.kind) && (token->kind == TOK_ROW || token->kind == TOK_COLUMN)) {
        GJ_DIAG(P->diags, GJ_E_LABEL_OUTSIDE, token->span, text);
    } else if (wants_expression && is_operator(P->last.kind)) {
        gj_diag *diag = GJ_DIAG(P->diags, GJ_E_OPERAND, P->last.span, last);
        bool swapped = P->last.kind == TOK_ASSIGN && (token->kind == TOK_GT || token->kind == TOK_LT);
        if (swapped) gj_diag_hint(P->diags, diag, token->kind == TOK_GT ? "=> → >=" : "=< → <=");
        bool once_more =
            is_comparison(P->last.kind) && (token->kind == TOK_ASSIGN || token->kind == TOK_EQ) && P->last.span.end == token->span.start;
        if (once_more) gj_diag_hint(P->diags, diag, "%.*s%.*s → %.*s", GJ_FMT(last), GJ_FMT(text), GJ_FMT(last));
    } else if (wants_expression && wants_more(P->last.kind)) {
        GJ_DIAG(P->diags, GJ_E_CONDITION, P->last.span, last);
    } else if (open && token->first && !P->tokens->expression) {
        GJ_DIAG(P->diags, GJ_E_BRACKET_OPEN, open->span, gj_source_slice(P->diags->sources, open->span));
    } else if (open && (is_comparison(token->kind) || token->kind == TOK_THEN) && !expects(expected, count, token->kind)) {
        gj_diag *diag = GJ_DIAG(P->diags, GJ_E_BRACKET_OPEN, open->span, gj_source_slice(P->diags->sources, open->span));
        gj_diag_point(P->diags, diag, token->span, GJ_STR_NONE);
    } else if (token->kind == TOK_WORD && P->last.kind == TOK_WORD && expects(expected, count, TOK_LBRACE) && !wants_expression &&
               has_comparison(rest_of_line(P, token->span.end))) {
        GJ_DIAG0(P->diags, GJ_E_BLOCK_EXPECTED, token->span);
    } else if (token->kind == TOK_SEP && expects(expected, count, TOK_LBRACE) && !wants_expression) {
        GJ_DIAG0(P->diags, GJ_E_BLOCK_EXPECTED, token->span);
    } else if (!wants_expression && expects(expected, count, TOK_WORD) && gj_keyword_spelling(token->kind, GJ_LANG_ZH)) {
        GJ_DIAG(P->diags, GJ_E_KEYWORD_AS_NAME, token->span, text);
    } else {
        gj_diag *diag = GJ_DIAG(P->diags, GJ_E_UNEXPECTED, token->span, describe_token(P, token, GJ_LANG_ZH),
                                describe_expected(P, expected, count, GJ_LANG_ZH), describe_token(P, token, GJ_LANG_EN),
                                describe_expected(P, expected, count, GJ_LANG_EN));
        add_cure(P, diag, token->span);
        if (P->last.kind == TOK_WORD) add_cure(P, diag, P->last.span);
        add_local_cure(P, diag, expected, count);
        add_keyword_hidden(P, diag, &P->last);
        add_keyword_hidden(P, diag, token);
        add_keyword_meant(P, diag, token);
        bool text_wanted = token->kind == TOK_WORD && !wants_expression && expects(expected, count, TOK_STRING);
        if (text_wanted && diag->hint.n == 0) gj_diag_hint(P->diags, diag, "%.*s → \"%.*s\"", GJ_FMT(text), GJ_FMT(text));
        add_keyword_meant(P, diag, &P->last);
    }
}
