/* lex.c - what lexer.l cannot say with patterns: keywords, numbers with their units, strings in either kind of quotes. */
#include "lex.h"

#include <string.h>

#include "base/utf8.h"
#include "parser.h"

/* ---- keywords ---- */

static const struct keyword {
    int token;
    const char *spelling[2];
    size_t length[2];
    const char *doc;
} KEYWORDS[] = {
#define KEYWORD(token, zh, en, doc) {TOK_##token, {zh, en}, {sizeof(zh) - 1, sizeof(en) - 1}, doc},
#include "keywords.def"
#undef KEYWORD
};
enum { KEYWORD_COUNT = sizeof KEYWORDS / sizeof *KEYWORDS };

/* Most words are no keyword: the length, and three of the bytes, tell nearly always. */
#define HASH(s, n)                                                                                                                         \
    ((uint32_t)(n) << 24 | (uint32_t)(unsigned char)(s)[1] << 16 | (uint32_t)(unsigned char)(s)[(n)-2] << 8 | (unsigned char)(s)[(n)-1])

static const uint32_t HASHES[KEYWORD_COUNT][2] = {
#define KEYWORD(token, zh, en, doc) {HASH(zh, sizeof(zh) - 1), HASH(en, sizeof(en) - 1)},
#include "keywords.def"
#undef KEYWORD
};

static const struct keyword *find_keyword(gj_str word) {
    if (word.n < 2) return NULL;
    uint32_t hash = HASH(word.p, word.n);
    for (size_t i = 0; i < KEYWORD_COUNT; i++)
        for (int lang = 0; lang < 2; lang++)
            if (HASHES[i][lang] == hash && KEYWORDS[i].length[lang] == word.n && memcmp(KEYWORDS[i].spelling[lang], word.p, word.n) == 0)
                return &KEYWORDS[i];
    return NULL;
}

int gj_keyword_token(gj_str word) {
    const struct keyword *keyword = find_keyword(word);
    return keyword ? keyword->token : 0;
}

gj_str gj_keyword_name(gj_str word) {
    const struct keyword *keyword = find_keyword(word);
    return keyword && keyword->token == TOK_WORD ? gj_str_from(keyword->spelling[GJ_LANG_ZH]) : word;
}

const char *gj_keyword_spelling(int token, gj_lang lang) {
    for (size_t i = 0; i < KEYWORD_COUNT && token != TOK_WORD; i++)
        if (KEYWORDS[i].token == token) return KEYWORDS[i].spelling[lang];
    return NULL;
}

bool gj_keyword(size_t i, const char **zh, const char **en, const char **doc) {
    if (i >= KEYWORD_COUNT) return false;
    *zh = KEYWORDS[i].spelling[GJ_LANG_ZH];
    *en = KEYWORDS[i].spelling[GJ_LANG_EN];
    *doc = KEYWORDS[i].doc;
    return true;
}

/* ---- words ---- */

/* WORD with full-width letters and digits narrowed. */
static gj_str narrow(gj_arena *arena, gj_str word) {
    bool wide = false;
    for (size_t i = 0; i + 1 < word.n && !wide; i++) wide = word.p[i] == '\xEF' && (word.p[i + 1] == '\xBC' || word.p[i + 1] == '\xBD');
    if (!wide) return word;
    char *out = gj_arena_raw(arena, word.n, 1);
    size_t n = 0;
    for (size_t at = 0; at < word.n;) n += gj_utf8_put(gj_utf8_narrow(gj_utf8_next(word, &at)), out + n);
    return (gj_str){out, n};
}

int gj_lexer_word(gj_lexer *lx) {
    lx->token.text = narrow(lx->arena, gj_str_slice(lx->text, lx->token.span.start, lx->token.span.end));
    int token = gj_keyword_token(lx->token.text);
    return token ? token : TOK_WORD;
}

/* ---- numbers ---- */

static size_t digits_of(gj_str s) {
    size_t at = 0;
    while (at < s.n) {
        size_t before = at;
        uint32_t c = gj_utf8_narrow(gj_utf8_next(s, &at));
        if (c < '0' || c > '9') return before;
    }
    return at;
}

/* Digits, or digits with decimals. */
static size_t plain_number(gj_str s) {
    size_t n = digits_of(s), at = n;
    if (at == s.n || gj_utf8_narrow(gj_utf8_next(s, &at)) != '.') return n;
    size_t decimals = digits_of(gj_str_slice(s, at, s.n));
    return decimals ? at + decimals : n;
}

static bool is_word_char(uint32_t c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || gj_utf8_is_han(c);
}

/* Whether REST, what stands right behind a number and its unit, leaves them whole: the unit of `3件` is not taken from `3件数`, but the
 * words of `3件且` are two. */
static bool ends_well(gj_str rest) {
    enum { LONGEST_KEYWORD = 24 };
    size_t at = 0;
    while (at < rest.n && at <= LONGEST_KEYWORD) {
        size_t before = at;
        if (is_word_char(gj_utf8_narrow(gj_utf8_next(rest, &at)))) continue;
        at = before;
        break;
    }
    return at == 0 || gj_keyword_token(gj_str_slice(rest, 0, at)) != 0;
}

size_t gj_lexer_number(gj_lexer *lx, size_t length) {
    uint32_t start = lx->token.span.start;
    gj_str s = gj_str_slice(lx->text, start, start + length);
    size_t used = plain_number(s), read = 0;
    if (lx->last == TOK_DOT || lx->last == TOK_DOTDOT) { /* an ordinal of a path */
        used = digits_of(s);
    } else {
        read = gj_num_read(lx->arena, s, GJ_NUM_UNIT, &lx->token.num, &lx->token.written);
        if (read > used && ends_well(gj_str_slice(lx->text, start + read, lx->end))) used = read;
    }
    if (read != used) read = gj_num_read(lx->arena, gj_str_slice(s, 0, used), 0, &lx->token.num, &lx->token.written);
    lx->token.span.end = lx->at = start + (uint32_t)used;
    lx->token.text = gj_str_slice(s, 0, used);
    if (read != used) GJ_DIAG0(lx->diags, GJ_E_NUMBER_TOO_LONG, lx->token.span);
    return used;
}

/* ---- strings ---- */

enum quote { NOT_A_QUOTE, PLAIN, OPENING, CLOSING };

static enum quote quote_at(gj_str s, size_t at, size_t *length) {
    *length = 1;
    if (s.p[at] == '"') return PLAIN;
    *length = 3;
    if (at + 3 > s.n) return NOT_A_QUOTE;
    if (memcmp(s.p + at, "“", 3) == 0) return OPENING;
    if (memcmp(s.p + at, "”", 3) == 0) return CLOSING;
    if (memcmp(s.p + at, "＂", 3) == 0) return PLAIN;
    return NOT_A_QUOTE;
}

/* The offset of the quote that closes a string whose inside begins at FROM, or of the line's end (*LENGTH is then 0). Plain quotes close at
 * the next plain quote; what stands in “ ” inside them is text. Opened by “, a string closes at the matching ”, and a pair of plain quotes
 * on the way is text; when there is no such ”, the next plain quote closes it. */
static size_t closing_quote(gj_str s, size_t from, enum quote opened, size_t *length) {
    enum { FARTHEST = 4096 }; /* how far a matching ” is looked for past a plain quote */
    size_t depth = 0, plain = 0, first_plain = 0;
    for (size_t at = from; at < s.n && s.p[at] != '\n';) {
        if (s.p[at] == '\\' && at + 1 < s.n && s.p[at + 1] != '\n') {
            at += 2;
            continue;
        }
        if (plain && at - from > FARTHEST) break;
        enum quote quote = quote_at(s, at, length);
        if (quote == PLAIN && opened != OPENING) return at;
        if (quote == PLAIN && plain++ == 0) first_plain = at;
        if (quote == OPENING) depth++;
        if (quote == CLOSING && depth == 0 && plain % 2 == 0) return at;
        if (quote == CLOSING && depth == 0) break;
        if (quote == CLOSING) depth--;
        at += quote == NOT_A_QUOTE ? 1 : *length;
    }
    if (plain) {
        quote_at(s, first_plain, length);
        return first_plain;
    }
    *length = 0;
    const char *line_end = memchr(s.p + from, '\n', s.n - from);
    return line_end ? (size_t)(line_end - s.p) : s.n;
}

size_t gj_lexer_string(gj_lexer *lx) {
    gj_str s = gj_str_slice(lx->text, 0, lx->end);
    uint32_t start = lx->token.span.start;
    size_t open_length, close_length;
    enum quote opened = quote_at(s, start, &open_length);
    size_t from = start + open_length, close = closing_quote(s, from, opened, &close_length);
    if (close_length == 0) { /* never closed: it ends with the line, short of a brace that opens a block */
        gj_str rest = gj_str_trim(gj_str_slice(s, from, close));
        if (rest.n && rest.p[rest.n - 1] == '{') rest = gj_str_trim(gj_str_slice(rest, 0, rest.n - 1));
        close = rest.n ? (size_t)(rest.p + rest.n - s.p) : from;
        if (!lx->quiet) GJ_DIAG0(lx->diags, GJ_E_STRING_OPEN, ((gj_span){lx->source, start, (uint32_t)close}));
    }
    lx->token.text = gj_str_slice(s, from, close);
    lx->token.span.end = lx->at = (uint32_t)(close + close_length);
    return lx->at - start;
}

gj_str gj_string_inside(gj_str quoted) {
    size_t open_length, close_length;
    if (quoted.n == 0) return quoted;
    enum quote opened = quote_at(quoted, 0, &open_length);
    return gj_str_slice(quoted, open_length, closing_quote(quoted, open_length, opened, &close_length));
}

/* ---- characters that belong nowhere ---- */

enum { MOST_BAD = 2 }; /* of a statement: with more of them it is a text without its opening quote */

void gj_lexer_bad(gj_lexer *lx, bool utf8) {
    static const struct {
        const char *written, *meant;
    } cures[] = {{"&", "且"},  {"|", "或"}, {"!", "非"},  {"！", "非"},  {"^", "×"},   {"【", "["}, {"】", "]"}, {"〔", "（"},
                 {"〕", "）"}, {"'", "\""}, {"‘", "“"},   {"’", "”"},    {"…", ".."},  {"∧", "且"}, {"∨", "或"}, {"~", "≈"},
                 {"～", ".."}, {"–", "-"},  {"·", "."},   {"•", "."},    {"・", "."},  {"「", "“"}, {"」", "”"}, {"『", "“"},
                 {"』", "”"},  {"〈", "<"}, {"〉", ">"},  {"＆", "且"},  {"｜", "或"}, {"→", "则"}, {"⇒", "则"}, {"‰", "/ 1000"},
                 {"﹣", "-"},  {"‐", "-"},  {"﹦", "=="}, {"√", "通过"}, {"∑", "合计"}};
    bool again = lx->bad_end == lx->token.span.start;
    lx->bad_end = lx->token.span.end;
    if (again || lx->quiet || (utf8 && ++lx->bad > MOST_BAD)) return;
    gj_str text = gj_str_slice(lx->text, lx->token.span.start, lx->token.span.end);
    if (!utf8) {
        gj_str byte = gj_str_format(lx->arena, "0x%02X", (unsigned char)text.p[0]);
        GJ_DIAG(lx->diags, GJ_E_NOT_UTF8, lx->token.span, byte);
        return;
    }
    gj_diag *diag = GJ_DIAG(lx->diags, GJ_E_UNKNOWN_CHARACTER, lx->token.span, text);
    for (size_t i = 0; i < sizeof cures / sizeof *cures; i++)
        if (gj_str_eq(text, gj_str_from(cures[i].written))) gj_diag_hint(lx->diags, diag, "%s → %s", cures[i].written, cures[i].meant);
}
