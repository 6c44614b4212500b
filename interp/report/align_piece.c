/* align_piece.c - what a field holds: pieces of label, values, or nothing. */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

/* Values. */

static bool one_of(gj_str s, const char *const *words) {
    for (; *words; words++)
        if (gj_str_eq(s, gj_str_from(*words))) return true;
    return false;
}

/* Digits and what is easily taken for one: O o l I, in a word that has nothing else. */
static bool looks_like_number(gj_str s) {
    bool round = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == 'O' || c == 'o')
            round = true;
        else if (!gj_is_digit(c) && c != '.' && c != ',' && c != 'l' && c != 'I')
            return false;
    }
    return round || (s.n > 0 && gj_is_digit(s.p[0]));
}

/* A number with its sign and unit; the signs are also written as words of two characters. */
static size_t read_signed(gj_aligner *a, gj_str s, gj_token *token) {
    static const struct {
        const char *word;
        size_t kept;
    } signs[] = {{"增加", 3}, {"减少", 3}, {"減少", 3}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        gj_str word = gj_str_from(signs[i].word);
        if (!gj_str_has_prefix(s, word) || s.n == word.n) continue;
        gj_str shorter =
            gj_str_format(a->report->arena, "%.*s%.*s", (int)signs[i].kept, i ? "减" : "增", (int)(s.n - word.n), s.p + word.n);
        return gj_num_read(a->report->arena, shorter, GJ_NUM_SIGN | GJ_NUM_UNIT, &token->value, &token->written) == shorter.n ? s.n : 0;
    }
    return gj_num_read(a->report->arena, s, GJ_NUM_SIGN | GJ_NUM_UNIT, &token->value, &token->written);
}

bool gj_begins_value(gj_str s) {
    size_t at = 0;
    uint32_t c = gj_utf8_next(s, &at);
    if (c < 0x80) return gj_utf8_is_digit(c) || (c && strchr("+-./\\Oo", (int)c));
    switch (c) {
    case 0x2013: /* dashes, strokes and minus */
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x2500:
    case 0xFF0D:
    case 0xFF0F:
    case 0x65E0: /* 无 無 */
    case 0x7121:
    case 0x3007: /* 〇 零 */
    case 0x96F6:
    case 0x589E: /* 增 减 減 */
    case 0x51CF:
    case 0x6E1B:
    case 0xFF0B: return true;
    default: return c >= 0xFF10 && c <= 0xFF19;
    }
}

/* The mark of a footnote behind a number: ①, ¹, *, [1], （注1）. */
static bool is_note_mark(gj_str s) {
    size_t at = 0;
    uint32_t marks = 0, c = gj_utf8_narrow(gj_utf8_next(s, &at)), open = c;
    bool bracket = c == '(' || c == '[' || c == 0x3014 || c == 0x3010;
    if (bracket) c = gj_utf8_narrow(gj_utf8_next(s, &at));
    bool note = c == 0x6CE8; /* 注 */
    if (bracket && note) c = at < s.n ? gj_utf8_narrow(gj_utf8_next(s, &at)) : 0;
    for (;; c = gj_utf8_narrow(gj_utf8_next(s, &at))) {
        bool digit = bracket && c >= '0' && c <= '9' && (note || open != '('); /* 12(1) may say more than 12 */
        bool raised = c == 0xB9 || c == 0xB2 || c == 0xB3 || (c >= 0x2070 && c <= 0x2079);
        if (!digit && !raised && !(c >= 0x2460 && c <= 0x2473) && c != '*' && c != 0x203B && c != 0x2605) break;
        if (++marks > 3 || at >= s.n) return !bracket && marks <= 3;
    }
    return bracket && (marks > 0 || note) && at == s.n && (c == ')' || c == ']' || c == 0x3015 || c == 0x3011);
}

bool gj_read_whole(gj_str s, int64_t *value) {
    *value = 0;
    if (s.n == 0 || s.n > GJ_WHOLE_DIGITS) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!gj_is_digit(s.p[i])) return false;
        *value = *value * 10 + (s.p[i] - '0');
    }
    return true;
}

bool gj_read_value(gj_aligner *a, gj_str s, gj_token *token) {
    if (!gj_begins_value(s)) return false;
    static const char *const dashes[] = {"-",      "--",     "---",    "/",      "\\",     "\u2014", "\u2014\u2014",
                                         "\u2013", "\uFF0D", "\u2015", "\u2500", "\uFF0F", "\u2212", NULL};
    static const char *const nothing[] = {"无", "無", NULL};
    static const char *const zero[] = {"〇", "零", NULL};
    unsigned char c = (unsigned char)s.p[0];
    int64_t whole;
    if (gj_read_whole(s, &whole)) {
        token->kind = GJ_TOKEN_NUMBER;
        token->value = gj_num_int(whole);
        token->written = (gj_written){0};
        return true;
    }
    if (s.n <= 6 && one_of(s, dashes)) return token->kind = GJ_TOKEN_DASH, true;
    if (s.n <= 3 && one_of(s, nothing)) return token->kind = GJ_TOKEN_NONE, true;
    if (s.n <= 3 && one_of(s, zero)) {
        token->kind = GJ_TOKEN_NUMBER;
        token->value = gj_num_int(0);
        token->written = (gj_written){0};
        return true;
    }
    bool digit = gj_is_digit(c);
    if (!digit && c < 0x80 && c != '+' && c != '-' && c != '.' && c != 'O' && c != 'o') return false;
    if (!digit && c >= 0x80 && s.n > 48) return false;
    if (gj_ordinal_read(s).bytes > 0) return false; /* no number has a point or a comma without a digit behind it */
    size_t n = read_signed(a, s, token);
    if (n == s.n || (n > 0 && is_note_mark(gj_str_slice(s, n, s.n)))) return token->kind = GJ_TOKEN_NUMBER, true;
    if (looks_like_number(s)) return token->kind = GJ_TOKEN_UNREADABLE, true;
    if (!digit) return false;
    size_t at = 0;
    while (at < s.n && (gj_is_digit(s.p[at]) || s.p[at] == '.' || s.p[at] == ',')) at++;
    gj_str rest = gj_str_slice(s, at, s.n);
    uint32_t ordinal = gj_ordinal_read(rest).bytes;
    if (ordinal > 0 && ordinal < rest.n) return false; /* digits that strayed in front of a label */
    if (gj_utf8_is_han(gj_utf8_next(s, &at)) || s.n > 24) return false;
    token->kind = GJ_TOKEN_UNREADABLE;
    return true;
}
/* The pieces of one line. */

static gj_piece *add_piece(gj_aligner *a, gj_pieces *list, int kind, uint32_t field, uint32_t start, uint32_t end) {
    list->p = gj_arena_grow(a->scratch, list->p, list->n, &list->capacity, 64, sizeof *list->p);
    gj_piece *piece = &list->p[list->n++];
    piece->own_field = false;
    piece->kind = (uint8_t)kind;
    piece->field = field;
    piece->start = start;
    piece->end = end;
    return piece;
}

static gj_str slice(const gj_aligner *a, uint32_t start, uint32_t end) {
    return (gj_str){a->doc->text.p + start, end - start};
}

/* May a label with this ordinal be the name? Columns have none ("（七）合计" is not the column 合计), and a name that several have is only that
 * row's whose ordinal it is. */
static bool is_numbered_name(const gj_aligner *a, uint32_t name, const gj_ordinal *ordinal) {
    for (; name != GJ_NO_INDEX; name = a->names->name[name].next) {
        const gj_name *n = &a->names->name[name];
        if (n->kind == GJ_NAME_COLUMN || n->kind == GJ_NAME_HEADING) continue;
        if (n->unique || n->kind == GJ_NAME_SECTION || n->with_ordinal) return true;
        if (gj_ordinal_eq(ordinal->bare, a->form->tables[n->table].rows[n->index].ordinal)) return true;
    }
    return false;
}

/* Where a remark in brackets begins that ends a label ("规章（2023）", "规章〔2021〕30号"); S.n when there is none. */
static uint32_t note_at(gj_str s) {
    uint32_t open = 0;
    bool closed = false;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = gj_utf8_narrow(gj_utf8_next(s, &at));
        if (!open && (c == '(' || c == '[' || c == 0x3014 || c == 0x3010)) {
            uint32_t ordinal = gj_ordinal_read(gj_str_slice(s, from, s.n)).bytes;
            if (ordinal > 0 && from + ordinal < s.n && from > 0) return (uint32_t)s.n;
            if (from >= 6) open = (uint32_t)from;
        } else if (open && (c == ')' || c == ']' || c == 0x3015 || c == 0x3011)) {
            closed = true;
        } else if (closed && !(c >= '0' && c <= '9') && c != 0x53F7 && c != ' ') { /* 号 */
            return (uint32_t)s.n;
        }
    }
    return open ? open : (uint32_t)s.n; /* one that stays open goes on elsewhere */
}

void gj_read_label(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, bool folded, gj_item *label) {
    gj_str s = slice(a, start, end);
    const gj_line_label *read = gj_label_read(a, line, start, end, folded);
    *label = (gj_item){.kind = GJ_ITEM_LABEL,
                       .start = start,
                       .end = end,
                       .bound = GJ_NO_INDEX,
                       .ordinal = read->ordinal,
                       .fold = read->fold,
                       .unfolded = !read->folded,
                       .name = read->name};
    if (label->name != GJ_NO_INDEX) {
        if (label->ordinal.bytes && !is_numbered_name(a, label->name, &label->ordinal)) label->name = GJ_NO_INDEX;
        return;
    }
    if (label->ordinal.bytes > 0 && gj_names_may_be(a->names, s)) {
        gj_fold whole = gj_fold_make(a->scratch, s);
        uint32_t name = gj_names_find(a->names, whole);
        if (name != GJ_NO_INDEX) {
            label->fold = whole;
            label->unfolded = false;
            label->name = name;
            return;
        }
    }
    uint32_t note = read->bracket ? note_at(s) : (uint32_t)s.n;
    if (note == s.n || note <= label->ordinal.bytes) return;
    gj_fold before = gj_fold_make(a->scratch, gj_str_slice(s, label->ordinal.bytes, note));
    label->name = gj_names_find(a->names, before);
    if (label->name != GJ_NO_INDEX) label->fold = before;
}

static bool is_row_name(const gj_aligner *a, uint32_t name) {
    for (; name != GJ_NO_INDEX; name = a->names->name[name].next)
        if (a->names->name[name].kind <= GJ_NAME_GROUP) return true;
    return false;
}

bool gj_is_mark(char c) {
    return c == ']' || c == '*' || c == '`' || c == '_';
}

void gj_read_label_piece(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, bool folded, gj_item *label) {
    gj_read_label(a, line, start, end, folded, label);
    if (label->name != GJ_NO_INDEX || !gj_is_digit(a->doc->text.p[start])) return;
    uint32_t at = start; /* digits that strayed in front of a row's label */
    while (at < end && gj_is_digit(a->doc->text.p[at])) at++;
    gj_item rest;
    gj_read_label(a, line, at, end, false, &rest);
    if (!is_row_name(a, rest.name)) return;
    *label = rest;
    label->stray = true;
    label->start = start;
}

static void add_label_piece(gj_aligner *a, gj_pieces *list, uint32_t field, uint32_t start, uint32_t end) {
    while (start + 1 < end && gj_is_mark(a->doc->text.p[start])) start++;
    gj_read_label_piece(a, list->line, start, end, true, &add_piece(a, list, GJ_PIECE_LABEL, field, start, end)->label);
}

static void add_value_piece(gj_aligner *a, gj_pieces *list, uint32_t field, uint32_t start, uint32_t end, const gj_token *value) {
    const gj_field *f = &a->doc->fields[field];
    gj_token *token = &add_piece(a, list, GJ_PIECE_VALUE, field, start, end)->token;
    *token = *value;
    token->start = start;
    token->end = end;
    token->field = field;
    token->gap = f->gap;
    token->x0 = f->x0;
    token->x1 = f->x1;
    token->c0 = f->place.column;
    token->c1 = f->place.column + (uint32_t)gj_utf8_count(slice(a, start, end));
}

/* The next word of [at, end): a run without spaces. */
static bool next_word(const gj_aligner *a, uint32_t *at, uint32_t end, uint32_t *from, uint32_t *to) {
    const char *p = a->doc->text.p;
    while (*at < end && (p[*at] == ' ' || p[*at] == '\t' || p[*at] == '\n')) ++*at;
    if (*at >= end) return false;
    *from = *at;
    while (*at < end && p[*at] != ' ' && p[*at] != '\t' && p[*at] != '\n') ++*at;
    *to = *at;
    return true;
}

/* A list of the pieces of a label; what does not fit is dropped, and seen from N. */
typedef struct gj_cutting {
    gj_extent *piece;
    uint32_t n, room;
} gj_cutting;

static void add_cut(gj_cutting *cutting, uint32_t start, uint32_t end) {
    if (cutting->n < cutting->room) cutting->piece[cutting->n] = (gj_extent){start, end};
    cutting->n++;
}

uint32_t gj_cut_label(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, gj_extent *piece, uint32_t room) {
    enum { JOIN = 6 };
    gj_cutting cutting = {.piece = piece, .room = room};
    for (;;) { /* an ordinal in front of another is what is left of a group's label */
        gj_ordinal first = gj_ordinal_read(slice(a, start, end));
        if (first.bytes == 0 || a->doc->text.p[start + first.bytes - 1] != ' ' ||
            gj_ordinal_read(slice(a, start + first.bytes, end)).bytes == 0)
            break;
        start += first.bytes;
    }
    gj_item whole;
    gj_read_label(a, line, start, end, false, &whole);
    uint32_t from[GJ_LABEL_WORDS], to[GJ_LABEL_WORDS], n = 0;
    if (whole.name == GJ_NO_INDEX)
        for (uint32_t at = start; n < GJ_LABEL_WORDS && next_word(a, &at, end, &from[n], &to[n]);) n++;
    if (n < 2) {
        add_cut(&cutting, start, end);
        return cutting.n;
    }
    gj_str whole_text = slice(a, start, end);
    uint32_t pending = GJ_NO_INDEX; /* where text that is no name began */
    for (uint32_t i = 0; i < n;) {
        uint32_t k = i + JOIN < n ? i + JOIN : n;
        gj_str word = slice(a, from[i], to[i]);
        uint32_t least = gj_ordinal_read(word).bytes == word.n && i + 1 < n ? i + 1 : i; /* an ordinal stays with its word */
        gj_item part;
        for (; k > least; k--) {
            gj_read_label(a, line, from[i], to[k - 1], false, &part);
            if (part.name != GJ_NO_INDEX) break;
        }
        if (k == least) {
            if (pending != GJ_NO_INDEX && gj_ordinal_read(gj_str_slice(whole_text, from[i] - start, whole_text.n)).bytes > 0) {
                add_cut(&cutting, pending, to[i - 1]); /* an ordinal begins another label */
                pending = GJ_NO_INDEX;
            }
            if (pending == GJ_NO_INDEX) pending = from[i];
            i = least + 1;
            continue;
        }
        if (pending != GJ_NO_INDEX) add_cut(&cutting, pending, to[i - 1]);
        pending = GJ_NO_INDEX;
        add_cut(&cutting, from[i], to[k - 1]);
        i = k;
    }
    if (cutting.n == 0)
        add_cut(&cutting, start, end);
    else if (pending != GJ_NO_INDEX)
        add_cut(&cutting, pending, end);
    return cutting.n;
}

static void add_label_words(gj_aligner *a, gj_pieces *list, uint32_t field, uint32_t start, uint32_t end) {
    gj_extent piece[2 * GJ_LABEL_WORDS];
    uint32_t n = gj_cut_label(a, list->line, start, end, piece, sizeof piece / sizeof *piece);
    for (uint32_t i = 0; i < n; i++) add_label_piece(a, list, field, piece[i].start, piece[i].end);
}

static void flush_label(gj_aligner *a, gj_pieces *list, uint32_t field, uint32_t *label, uint32_t end) {
    if (*label == GJ_NO_INDEX) return;
    add_label_words(a, list, field, *label, end);
    *label = GJ_NO_INDEX;
}

/* FOLD is a line of a row's label: its end, or three characters or more out of it. */
static bool is_part_of_leaf(const gj_aligner *a, gj_fold fold) {
    for (uint32_t i = 0; i < a->names->n && fold.n > 0; i++) {
        gj_fold name = a->names->name[i].fold;
        if (a->names->name[i].kind != GJ_NAME_LEAF || name.n < fold.n) continue;
        for (uint32_t k = fold.n >= 3 ? 0 : name.n - fold.n; k + fold.n <= name.n; k++)
            if (memcmp(name.p + k, fold.p, fold.n * sizeof *fold.p) == 0) return true;
    }
    return false;
}

/* Digits glued to the end of a row's label: where they begin, or END. */
static uint32_t glued_digits(gj_aligner *a, uint32_t line, uint32_t label, uint32_t end) {
    const char *p = a->doc->text.p;
    uint32_t at = end;
    while (at > label && gj_is_digit(p[at - 1])) at--;
    if (at > label + 1 && at < end && (p[at - 1] == '.' || p[at - 1] == ',') && gj_is_digit(p[at - 2])) { /* 959.60, 1,265 */
        at--;
        while (at > label && (gj_is_digit(p[at - 1]) || p[at - 1] == ',')) at--;
    }
    if (at == end || at < label + 3) return end;
    size_t before = at - 1;
    while (before > label && ((unsigned char)p[before] & 0xC0) == 0x80) before--;
    uint32_t c = gj_utf8_narrow(gj_utf8_next(gj_str_slice(a->doc->text, 0, at), &before));
    if (!gj_utf8_is_han(c) && c != ')' && c != 0x201D && c != '"' && c != 0x300D && c != ':') return end; /* 〔2021 */
    gj_item item;
    gj_read_label(a, line, label, at, true, &item);
    bool leaf = false;
    for (uint32_t k = item.name; k != GJ_NO_INDEX; k = a->names->name[k].next)
        leaf |= a->names->name[k].kind == GJ_NAME_LEAF || (c == ':' && a->names->name[k].kind == GJ_NAME_COLUMN);
    return leaf || is_part_of_leaf(a, item.fold) ? at : end;
}

bool gj_is_spaced_name(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end) {
    gj_str s = slice(a, start, end);
    const gj_line_label *label = gj_label_read(a, line, start, end, false);
    if (label->name == GJ_NO_INDEX || gj_ordinal_read(gj_str_slice(s, label->ordinal.bytes, s.n)).bytes > 0) return false;
    gj_token value;
    uint32_t from, to, at = start;
    for (bool first = true; next_word(a, &at, end, &from, &to); first = false)
        if (gj_is_digit(a->doc->text.p[to - 1]) || (!first && gj_read_value(a, slice(a, from, to), &value))) return false;
    return true;
}

/* A field that is one whole number, or one word that can be no value and has no digits glued to it: most are. */
static bool add_plain_field(gj_aligner *a, gj_pieces *list, uint32_t field) {
    const gj_field *f = &a->doc->fields[field];
    const char *p = a->doc->text.p;
    if (list->n >= GJ_MAX_PIECES) return false;
    if (gj_is_digit(p[f->start])) {
        gj_token token = {.kind = GJ_TOKEN_NUMBER};
        int64_t value;
        if (!gj_read_whole(slice(a, f->start, f->end), &value)) return false;
        token.value = gj_num_int(value);
        add_value_piece(a, list, field, f->start, f->end, &token);
    } else {
        if (gj_begins_value(slice(a, f->start, f->end)) || gj_is_digit(p[f->end - 1]) || gj_is_mark(p[f->start])) return false;
        if (memchr(p + f->start, '\t', f->end - f->start)) return false;
        if (memchr(p + f->start, ' ', f->end - f->start) && !gj_is_spaced_name(a, list->line, f->start, f->end)) return false;
        add_label_piece(a, list, field, f->start, f->end);
    }
    list->p[list->n - 1].own_field = true;
    return true;
}

bool gj_is_empty_word(gj_str s) {
    static const char *const words[] = {"NaN", "nan", "None", "null", "NULL", "&nbsp;", NULL};
    return s.n <= 6 && (s.p[0] == '&' || (s.p[0] >= 'N' && s.p[0] <= 'n')) && one_of(s, words);
}

void gj_split_field(gj_aligner *a, gj_pieces *list, uint32_t field) {
    const gj_field *f = &a->doc->fields[field];
    if (f->start == f->end || gj_is_empty_word(slice(a, f->start, f->end))) {
        gj_piece *piece = add_piece(a, list, GJ_PIECE_BLANK, field, f->start, f->end);
        piece->token =
            (gj_token){.kind = GJ_TOKEN_BLANK, .gap = f->gap, .start = f->start, .end = f->end, .x0 = f->x0, .x1 = f->x1, .field = field};
        return;
    }
    if (add_plain_field(a, list, field)) return;
    uint32_t first = list->n, label = GJ_NO_INDEX, label_end = 0, from, to;
    for (uint32_t at = f->start; list->n < GJ_MAX_PIECES && next_word(a, &at, f->end, &from, &to);) {
        gj_token token = {0};
        bool value = gj_read_value(a, slice(a, from, to), &token);
        /* behind a bare ordinal a word is the beginning of a label */
        if (value && token.kind == GJ_TOKEN_NONE && label != GJ_NO_INDEX &&
            gj_ordinal_read(slice(a, label, label_end)).bytes == label_end - label)
            value = false;
        if (!value) {
            if (label == GJ_NO_INDEX) label = from;
            label_end = to;
            uint32_t cut = glued_digits(a, list->line, label, to);
            if (cut == to) continue;
            flush_label(a, list, field, &label, cut);
            token = (gj_token){0};
            token.glued = gj_read_value(a, slice(a, cut, to), &token);
            if (token.glued) add_value_piece(a, list, field, cut, to, &token);
            continue;
        }
        uint32_t next_from, next_to, peek = at;
        bool more = next_word(a, &peek, f->end, &next_from, &next_to);
        gj_token next;
        if (more && token.kind == GJ_TOKEN_NUMBER && token.written.unit.n == 0 && !gj_read_value(a, slice(a, next_from, next_to), &next)) {
            gj_str unit = gj_unit_match(slice(a, next_from, next_to));
            if (unit.n > 0 && unit.n == next_to - next_from) { /* "24.4 万元" */
                flush_label(a, list, field, &label, label_end);
                gj_token together = {0};
                gj_buf glued = GJ_BUF_INIT;
                gj_buf_add(&glued, slice(a, from, to));
                gj_buf_add(&glued, unit);
                bool read = gj_read_value(a, gj_buf_copy(&glued, a->report->arena), &together);
                gj_buf_free(&glued);
                add_value_piece(a, list, field, from, next_to, read ? &together : &token);
                at = peek;
                continue;
            }
            char mark = a->doc->text.p[next_from];
            if (mark == '.' && next_to > next_from + 1) { /* "1 .其他": its point stands apart */
                if (label == GJ_NO_INDEX) label = from;
                label_end = to;
                continue;
            }
            if (label == GJ_NO_INDEX && list->n == first) { /* "3 其他": an ordinal without its point */
                label = from;
                label_end = to;
                continue;
            }
        }
        flush_label(a, list, field, &label, label_end);
        add_value_piece(a, list, field, from, to, &token);
    }
    flush_label(a, list, field, &label, label_end);
    if (list->n == first + 1) {
        list->p[first].own_field = true;
        return;
    }
    bool laid_out = f->gap == GJ_GAP_NONE || f->gap == GJ_GAP_SPACE || f->gap == GJ_GAP_WIDE;
    for (uint32_t i = first; i < list->n; i++) { /* several pieces share the field: where in it does each stand? */
        gj_piece *piece = &list->p[i];
        if (piece->kind != GJ_PIECE_VALUE) continue;
        piece->token.split = true;
        if (!laid_out || f->x1 <= f->x0) continue;
        uint32_t x = f->x0 + (uint32_t)gj_utf8_width(slice(a, f->start, piece->start));
        uint32_t before = (uint32_t)gj_utf8_count(slice(a, f->start, piece->start));
        piece->token.c0 += before;
        piece->token.c1 += before;
        piece->token.x0 = x;
        piece->token.x1 = x + (uint32_t)gj_utf8_width(slice(a, piece->start, piece->end));
    }
}

/* Text that stands where a value should: in a field of its own, among values, and no label of the form. */
void gj_find_unreadable(gj_aligner *a, gj_pieces *list) {
    bool value = false;
    for (uint32_t i = 0; i < list->n; i++) value |= list->p[i].kind == GJ_PIECE_VALUE;
    if (!value) return;
    uint32_t before = GJ_NO_INDEX; /* the last piece that is not blank */
    for (uint32_t i = 0; i < list->n; i++) {
        gj_piece *piece = &list->p[i];
        if (piece->kind == GJ_PIECE_BLANK) continue;
        uint8_t gap = a->doc->fields[piece->field].gap;
        bool cell = gap == GJ_GAP_TAB || gap == GJ_GAP_BAR || gap == GJ_GAP_CELL || gap == GJ_GAP_WIDE;
        if (piece->kind == GJ_PIECE_LABEL && cell && piece->own_field && before != GJ_NO_INDEX && piece->label.name == GJ_NO_INDEX &&
            piece->label.fold.n <= 6 && piece->label.ordinal.bytes == 0 && !is_part_of_leaf(a, piece->label.fold)) {
            const gj_piece *left = &list->p[before];
            bool after_value = left->kind == GJ_PIECE_VALUE && (before > 0 || piece->label.fold.n < 3); /* behind the first it is a label */
            bool after_leaf =
                left->kind == GJ_PIECE_LABEL && left->label.name != GJ_NO_INDEX && a->names->name[left->label.name].kind == GJ_NAME_LEAF;
            if (after_value || (after_leaf && piece->label.fold.n > 0)) {
                const gj_field *f = &a->doc->fields[piece->field];
                piece->kind = GJ_PIECE_VALUE;
                piece->token = (gj_token){.kind = GJ_TOKEN_UNREADABLE,
                                          .gap = f->gap,
                                          .start = piece->start,
                                          .end = piece->end,
                                          .x0 = f->x0,
                                          .x1 = f->x1,
                                          .field = piece->field};
            }
        }
        before = i;
    }
}
