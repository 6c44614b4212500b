/* align_label.c - labels: folding, ordinals, likeness, and the table of the form's names. */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

enum { HAN_FIRST = 0x4E00, HAN_LAST = 0x9FFF };

/* The simplified form of a traditional character; 0 where they are the same. */
static const uint16_t simplified[HAN_LAST - HAN_FIRST + 1] = {
#define PAIR(traditional, simple) [traditional - HAN_FIRST] = simple,
#include "report/traditional.def"
#undef PAIR
};

uint32_t gj_fold_char(uint32_t c) {
    if (c >= HAN_FIRST && c <= HAN_LAST) return simplified[c - HAN_FIRST] ? simplified[c - HAN_FIRST] : c;
    if (c < 0x80) {
        bool keep = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%';
        return keep ? c : 0;
    }
    uint32_t narrow = gj_utf8_narrow(c);
    if (narrow < 0x80) return gj_fold_char(narrow);
    return c == 0x2030 || gj_utf8_is_han(c) ? c : 0;
}

static uint32_t hash_of(uint32_t c) {
    return (c * 2654435761u) >> 26; /* of 64 */
}

gj_fold gj_fold_of(const uint32_t *p, uint32_t n) {
    gj_fold fold = {p, n, 0};
    for (uint32_t i = 0; i < n; i++) fold.bits |= UINT64_C(1) << hash_of(p[i]);
    return fold;
}

/* A bracket that a remark may begin with. */
static bool opens(uint32_t c) {
    c = gj_utf8_narrow(c);
    return c == '(' || c == '[' || c == 0x3014 || c == 0x3010;
}

/* The character at *AT, as it is compared, and in PLAIN as it stands. */
static inline uint32_t next_folded(gj_str s, size_t *at, uint32_t *plain) {
    unsigned char b = (unsigned char)s.p[*at];
    if (b >= 0xE4 && b <= 0xE9 && *at + 2 < s.n) { /* Han, in three bytes: most of what there is */
        const char *p = s.p + *at;
        *plain = ((uint32_t)(b & 0x0F) << 12) | ((uint32_t)(p[1] & 0x3F) << 6) | (uint32_t)(p[2] & 0x3F);
        *at += 3;
        if (*plain >= HAN_FIRST && !simplified[*plain - HAN_FIRST]) return *plain;
    } else {
        *plain = b < 0x80 ? (++*at, b) : gj_utf8_next(s, at);
    }
    return gj_fold_char(*plain);
}

/* Folds S, and says whether a bracket opens in it. */
static gj_fold fold(gj_arena *arena, gj_str s, bool *bracket) {
    *bracket = false;
    uint32_t *p = gj_arena_raw(arena, s.n + 1, sizeof *p), n = 0; /* never more characters than bytes */
    uint64_t bits = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t c, folded = next_folded(s, &at, &c);
        if (!folded) {
            *bracket |= opens(c);
            continue;
        }
        p[n++] = folded;
        bits |= UINT64_C(1) << hash_of(folded);
    }
    return (gj_fold){p, n, bits};
}

gj_fold gj_fold_make(gj_arena *arena, gj_str s) {
    bool bracket;
    return fold(arena, s, &bracket);
}

bool gj_fold_eq(gj_fold a, gj_fold b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n * sizeof *a.p) == 0);
}

bool gj_fold_find(gj_fold whole, gj_fold part) {
    for (uint32_t i = 0; i + part.n <= whole.n; i++)
        if (whole.p[i] == part.p[0] && memcmp(whole.p + i, part.p, part.n * sizeof *part.p) == 0) return true;
    return false;
}

static uint32_t fold_hash(gj_fold f) {
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < f.n; i++) h = (h ^ f.p[i]) * 16777619u;
    return h ^ (h >> 15);
}

/* More than LIMIT bits are set. */
static bool has_more(uint64_t bits, uint32_t limit) {
    for (; bits && limit; limit--) bits &= bits - 1;
    return bits != 0;
}

/* Where each character of a text stands in a pattern of 64 at most, as bits. */
typedef struct gj_pattern {
    gj_fold fold;
    uint64_t at[64]; /* by hash: several characters may share one */
} gj_pattern;

static uint64_t places(const gj_pattern *pattern, uint32_t c) {
    uint64_t places = 0;
    for (uint64_t rest = pattern->at[hash_of(c)]; rest; rest &= rest - 1)
        if (pattern->fold.p[__builtin_ctzll(rest)] == c) places |= rest & -rest;
    return places;
}

/* The edit distance of A, of 64 characters at most, and B: a column of the table of distances at once, as the bits of where it goes up and down
 * (Myers 1999, in the form of Hyyrö 2003). More than LIMIT when it is more than LIMIT. */
static uint32_t distance(gj_fold a, gj_fold b, uint32_t limit) {
    gj_pattern pattern = {.fold = a};
    for (uint32_t i = 0; i < a.n; i++) pattern.at[hash_of(a.p[i])] |= UINT64_C(1) << i;
    uint64_t up = ~UINT64_C(0), down = 0, last = UINT64_C(1) << (a.n - 1);
    uint32_t distance = a.n;
    for (uint32_t j = 0; j < b.n; j++) {
        uint64_t same = places(&pattern, b.p[j]), v = same | down, h = (((same & up) + up) ^ up) | same;
        uint64_t right = down | ~(h | up), left = up & h;
        distance += (right & last) != 0;
        distance -= (left & last) != 0;
        if (distance > limit + (b.n - 1 - j)) return limit + 1; /* a character left can mend one error at most */
        right = right << 1 | 1;
        up = left << 1 | ~(v | right);
        down = right & v;
    }
    return distance;
}

/* Hopeless pairs end early. */
uint32_t gj_fold_distance(gj_fold a, gj_fold b, uint32_t limit) {
    if ((a.n > b.n ? a.n - b.n : b.n - a.n) > limit) return limit + 1;
    if (has_more(a.bits & ~b.bits, limit) || has_more(b.bits & ~a.bits, limit)) return limit + 1;
    while (a.n && b.n && a.p[0] == b.p[0]) a.p++, b.p++, a.n--, b.n--;
    while (a.n && b.n && a.p[a.n - 1] == b.p[b.n - 1]) a.n--, b.n--;
    if (a.n > b.n) {
        gj_fold t = a;
        a = b;
        b = t;
    }
    if (a.n == 0) return b.n;
    return a.n > 64 ? limit + 1 : distance(a, b, limit);
}

/* Ordinals. */

static uint32_t peek(gj_str s, size_t at, size_t *next) {
    *next = at;
    return at < s.n ? gj_utf8_narrow(gj_utf8_next(s, next)) : 0;
}

static size_t skip_spaces(gj_str s, size_t at) {
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '\n')) at++;
    return at;
}

/* The numeral at AT: up to three characters of one kind. */
static size_t read_numeral(gj_str s, size_t at, bool *han) {
    size_t next;
    uint32_t c = peek(s, at, &next);
    if (c >= '0' && c <= '9') {
        *han = false;
        while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9') at++;
        return at;
    }
    *han = true;
    while (gj_utf8_is_numeral(c)) {
        at = next;
        c = peek(s, at, &next);
    }
    return at;
}

gj_ordinal gj_ordinal_read(gj_str s) {
    gj_ordinal none = {0}, ordinal = {0};
    if (s.n == 0) return none;
    unsigned char b = (unsigned char)s.p[0]; /* most texts begin with no ordinal: seen from the first byte */
    if (b < 0x80 && b != '(' && (b < '0' || b > '9')) return none;
    if (b == 0xE6 || b == 0xE8 || b == 0xE9) return none; /* Han, and no numeral */
    size_t at = 0, next;
    uint32_t c = peek(s, 0, &next);
    if (gj_utf8_is_han(c) && c != 0x7B2C && !gj_utf8_is_numeral(c)) return none;
    if (c >= 0x2460 && c <= 0x2473) { /* ① … */
        ordinal.bare = gj_str_slice(s, 0, next);
        ordinal.bytes = (uint32_t)skip_spaces(s, next);
        return ordinal;
    }
    bool part = false;
    if (c == '(') {
        ordinal.paren = true;
        at = skip_spaces(s, next);
    } else if (c == 0x7B2C) { /* 第 */
        part = true;
        at = skip_spaces(s, next);
    }
    size_t from = at;
    at = read_numeral(s, at, &ordinal.han);
    if (at == from || at - from > 9) return none;
    ordinal.bare = gj_str_slice(s, from, at);
    at = skip_spaces(s, at);
    c = peek(s, at, &next);
    if (part) { /* 第三部分、 */
        if (c != 0x90E8) return none;
        at = next;
        c = peek(s, at, &next);
        if (c != 0x5206) return none;
        at = skip_spaces(s, next);
        c = peek(s, at, &next);
        if (c == 0x3001 || c == ':') at = next;
        ordinal.bytes = (uint32_t)skip_spaces(s, at);
        return ordinal;
    }
    if (ordinal.paren) {
        if (c != ')') return none;
        at = next;
        c = peek(s, at, &next);
        if (c == 0x3001 || c == '.' || c == ',') at = next;
    } else {
        if (c == '\\' && next < s.n && s.p[next] == '.') c = peek(s, next, &next); /* of Markdown */
        bool mark = c == 0x3001 || c == '.' || c == ',' || c == ')' || c == 0xFF64 || c == ':' || c == 0xB7 || c == 0x3002;
        if (!mark) return none;
        at = next;
        c = peek(s, at, &next);
        if (!ordinal.han && c >= '0' && c <= '9') return none; /* 3.5 is a number */
        if (c == 0x3001 || c == '.') at = next;
    }
    ordinal.bytes = (uint32_t)skip_spaces(s, at);
    return ordinal;
}

bool gj_ordinal_eq(gj_str a, gj_str b) {
    size_t i = 0, j = 0;
    while (i < a.n && j < b.n)
        if (gj_utf8_narrow(gj_utf8_next(a, &i)) != gj_utf8_narrow(gj_utf8_next(b, &j))) return false;
    return i == a.n && j == b.n;
}

uint32_t gj_ordinal_value(gj_str bare) {
    uint32_t value = 0;
    for (size_t at = 0; at < bare.n;) {
        uint32_t c = gj_utf8_narrow(gj_utf8_next(bare, &at));
        if (c >= 0x2460 && c <= 0x2473) return c - 0x2460 + 1;
        if (c == 0x5341) { /* 十: times ten, alone it is ten */
            value = value ? value * 10 : 10;
            continue;
        }
        if (gj_utf8_is_digit(c))
            value = value * 10 + (c - '0');
        else
            value += (uint32_t)gj_utf8_numeral(c);
    }
    return value;
}

/* The table of names. */

typedef struct gj_name_list {
    gj_names *names;
    gj_arena *arena;
    uint32_t capacity;
    gj_str *spelling; /* of each name; empty for those that are not spelt so in the form */
} gj_name_list;

static void add_fold(gj_name_list *list, gj_name name) {
    gj_names *names = list->names;
    if (name.fold.n == 0) return;
    if (names->n == list->capacity) {
        uint32_t capacity = list->capacity ? list->capacity * 2 : 128;
        gj_name *more = gj_arena_raw(list->arena, capacity, sizeof *more);
        if (names->n) memcpy(more, names->name, names->n * sizeof *more);
        names->name = more;
        gj_str *spellings = gj_arena_array(list->arena, capacity, sizeof *spellings);
        if (names->n) memcpy(spellings, list->spelling, names->n * sizeof *spellings);
        list->spelling = spellings;
        list->capacity = capacity;
    }
    if (name.fold.n > names->longest) names->longest = name.fold.n;
    names->name[names->n++] = name;
}

static void add_spelling(gj_name_list *list, gj_name name, gj_str ordinal, gj_str spelling) {
    if (spelling.n == 0) return;
    name.fold = gj_fold_make(list->arena, spelling);
    add_fold(list, name);
    if (name.fold.n > 0) list->spelling[list->names->n - 1] = spelling;
    if (ordinal.n == 0) return;
    gj_fold o = gj_fold_make(list->arena, ordinal);
    uint32_t *p = gj_arena_raw(list->arena, o.n + name.fold.n + 1, sizeof *p);
    memcpy(p, o.p, o.n * sizeof *p);
    memcpy(p + o.n, name.fold.p, name.fold.n * sizeof *p);
    name.fold = gj_fold_of(p, o.n + name.fold.n);
    name.with_ordinal = true;
    add_fold(list, name);
}

static void add_label(gj_name_list *list, gj_name_kind kind, uint32_t table, uint32_t index, gj_str ordinal, const gj_label *label) {
    gj_name name = {.kind = (uint8_t)kind, .unique = true, .table = table, .index = index, .next = GJ_NO_INDEX};
    add_spelling(list, name, ordinal, label->name);
    for (uint32_t i = 0; i < label->naliases; i++) add_spelling(list, name, ordinal, label->alias[i]);
}

static void link_names(gj_names *names, gj_arena *arena) {
    uint32_t size = 64;
    while (size < 2 * names->n) size *= 2;
    names->mask = size - 1;
    names->bucket = gj_arena_raw(arena, size, sizeof *names->bucket);
    memset(names->bucket, 0xFF, size * sizeof *names->bucket);
    for (uint32_t i = names->n; i-- > 0;) {
        gj_name *name = &names->name[i];
        uint32_t h = fold_hash(name->fold) & names->mask;
        while (names->bucket[h] != GJ_NO_INDEX && !gj_fold_eq(names->name[names->bucket[h]].fold, name->fold)) h = (h + 1) & names->mask;
        for (uint32_t k = names->bucket[h]; k != GJ_NO_INDEX; k = names->name[k].next) {
            gj_name *other = &names->name[k];
            if (other->kind == name->kind && other->table == name->table && other->index == name->index) continue;
            other->unique = name->unique = false;
        }
        name->next = names->bucket[h];
        names->bucket[h] = i;
    }
}

static uint32_t bytes_hash(gj_str s) {
    uint64_t h = s.n, w;
    size_t i = 0;
    for (; i + sizeof w <= s.n; i += sizeof w) {
        memcpy(&w, s.p + i, sizeof w);
        h = (h ^ w) * UINT64_C(0x9E3779B97F4A7C15);
    }
    w = 0;
    memcpy(&w, s.p + i, s.n - i);
    h = (h ^ w) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(h >> 32);
}

static struct gj_spelling *find_spelling(const gj_names *names, gj_str bytes) {
    uint32_t h = bytes_hash(bytes) & names->spelling_mask;
    while (names->spelling[h].bytes.n && !gj_str_eq(names->spelling[h].bytes, bytes)) h = (h + 1) & names->spelling_mask;
    return &names->spelling[h];
}

static void add_spellings(gj_names *names, gj_arena *arena, const gj_str *spelling) {
    names->spelling_mask = names->mask;
    names->spelling = gj_arena_array(arena, names->mask + 1, sizeof *names->spelling);
    for (uint32_t i = 0; i < names->n; i++)
        if (spelling[i].n)
            *find_spelling(names, spelling[i]) = (struct gj_spelling){spelling[i], gj_names_find(names, names->name[i].fold)};
}

static uint32_t start_hash(uint32_t first, uint32_t second) {
    return ((first * 31 + second) * 2654435761u) >> 20; /* of 4096 */
}

gj_names *gj_names_new(gj_arena *arena, const gj_form *form) {
    gj_names *names = GJ_NEW(arena, gj_names);
    names->form = form;
    gj_name_list list = {.names = names, .arena = arena};
    names->table = GJ_NEW_ARRAY(arena, struct gj_table_names, form->ntables + 1);
    for (uint32_t t = 0; t < form->ntables; t++) {
        const gj_table *table = &form->tables[t];
        names->table[t].rows = names->n;
        for (uint32_t r = 0; r < table->nrows; r++) {
            const gj_row *row = &table->rows[r];
            add_label(&list, row->slot == GJ_NO_INDEX ? GJ_NAME_GROUP : GJ_NAME_LEAF, t, r, row->ordinal, &row->label);
        }
        names->table[t].columns = names->n;
        for (uint32_t c = 0; c < table->ncolumns; c++) {
            const gj_column *column = &table->columns[c];
            add_label(&list, GJ_NAME_COLUMN, t, c, GJ_STR_NONE, &column->label);
            if (column->heading.n)
                add_spelling(&list, (gj_name){.kind = GJ_NAME_HEADING, .table = t, .index = c}, GJ_STR_NONE, column->heading);
        }
        names->table[t].end = names->n;
    }
    for (uint32_t s = 0; s < form->nsections; s++)
        add_label(&list, GJ_NAME_SECTION, GJ_NO_INDEX, s, form->sections[s].ordinal, &form->sections[s].title);
    link_names(names, arena);
    add_spellings(names, arena, list.spelling);
    for (uint32_t i = 0; i < names->n; i++) {
        gj_fold fold = names->name[i].fold;
        uint32_t h = start_hash(fold.p[0], fold.n > 1 ? fold.p[1] : 0);
        names->start[h / 64] |= UINT64_C(1) << (h % 64);
    }
    return names;
}

static bool begins_name(const gj_names *names, uint32_t first, uint32_t second) {
    uint32_t h = start_hash(first, second);
    return names->start[h / 64] >> (h % 64) & 1;
}

bool gj_names_may_be(const gj_names *names, gj_str s) {
    uint32_t c[2] = {0, 0}, n = 0, plain;
    for (size_t at = 0; at < s.n && n < 2;) {
        c[n] = next_folded(s, &at, &plain);
        n += c[n] != 0;
    }
    return n == 0 || begins_name(names, c[0], c[1]) || begins_name(names, c[0], 0);
}

uint32_t gj_names_find(const gj_names *names, gj_fold fold) {
    if (fold.n == 0 || fold.n > names->longest) return GJ_NO_INDEX;
    uint32_t h = fold_hash(fold) & names->mask;
    while (names->bucket[h] != GJ_NO_INDEX) {
        if (gj_fold_eq(names->name[names->bucket[h]].fold, fold)) return names->bucket[h];
        h = (h + 1) & names->mask;
    }
    return GJ_NO_INDEX;
}

/* The name that S is spelt like, and its fold. */
static void read_name(gj_aligner *a, gj_line_label *label, gj_str s) {
    const struct gj_spelling *spelling = find_spelling(a->names, s);
    label->folded = true;
    label->bracket = false;
    if (s.n > 0 && spelling->bytes.n > 0) {
        label->name = spelling->name;
        label->fold = a->names->name[label->name].fold;
    } else {
        label->fold = fold(a->scratch, s, &label->bracket);
        label->name = gj_names_find(a->names, label->fold);
    }
}

const gj_line_label *gj_label_read(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, bool folded) {
    gj_line_label *label = &a->label[line];
    gj_str s = {a->doc->text.p + start, end - start};
    if (label->start != start || label->end != end) {
        *label = (gj_line_label){.start = start, .end = end, .ordinal = gj_ordinal_read(s), .name = GJ_NO_INDEX};
        gj_str name = gj_str_slice(s, label->ordinal.bytes, s.n);
        if (gj_names_may_be(a->names, name)) read_name(a, label, name);
    }
    if (folded && !label->folded) {
        label->fold = fold(a->scratch, gj_str_slice(s, label->ordinal.bytes, s.n), &label->bracket);
        label->folded = true;
    }
    return label;
}

void gj_fold_items(gj_aligner *a, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        gj_item *item = &a->items[i];
        if (!item->unfolded) continue;
        item->fold = gj_fold_make(
            a->scratch, (gj_str){a->doc->text.p + item->start + item->ordinal.bytes, item->end - item->start - item->ordinal.bytes});
        item->unfolded = false;
    }
}
