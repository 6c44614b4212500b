#include "rule/lexicon.h"

#include <string.h>

enum { NONE = UINT32_MAX, HEAD = 6 /* bytes of the longest head */, ROOM = 4 /* buckets for a word */, FILTER = 1 << 14 };

/* What a word begins with: its first character, and its second unless it has only one. */
static uint32_t head_of(uint32_t first, uint32_t second) {
    return first << 16 | second;
}

typedef struct word {
    gj_str text, rest; /* all of it, and what follows the head */
    uint32_t head;
    uint32_t next; /* of those in the same bucket */
} word;

struct gj_lexicon {
    gj_arena *arena;
    word *words;
    uint32_t n, capacity;
    uint32_t *bucket;            /* the first word of each; ROOM times capacity, which is a power of two */
    uint64_t heads[FILTER / 64]; /* a bit for each head there is, and nearly none for the others */
};

static uint32_t hash(uint32_t head) {
    uint32_t h = head * UINT32_C(2654435761);
    return h ^ h >> 17; /* the second character is all that the low half knows */
}

static uint32_t bucket_of(const gj_lexicon *l, uint32_t head) {
    return hash(head) & (l->capacity * ROOM - 1);
}

static bool may_be_head(const gj_lexicon *l, uint32_t head) {
    uint32_t bit = hash(head) & (FILTER - 1);
    return l->heads[bit / 64] >> bit % 64 & 1;
}

/* The Han character of three bytes at P. */
static uint32_t character(const unsigned char *p) {
    return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}

static bool is_long(const unsigned char *p) {
    return (*p & 0xF0) == 0xE0;
}

static void file_word(gj_lexicon *l, uint32_t i) {
    uint32_t *bucket = &l->bucket[bucket_of(l, l->words[i].head)];
    l->words[i].next = *bucket;
    *bucket = i;
}

static void grow(gj_lexicon *l) {
    l->capacity = l->capacity ? l->capacity * 2 : 64;
    word *words = gj_arena_array(l->arena, l->capacity, sizeof *words);
    if (l->n) memcpy(words, l->words, l->n * sizeof *words);
    l->words = words;
    l->bucket = gj_arena_raw(l->arena, l->capacity, ROOM * sizeof *l->bucket);
    memset(l->bucket, 0xFF, l->capacity * ROOM * sizeof *l->bucket);
    for (uint32_t i = 0; i < l->n; i++) file_word(l, i);
}

gj_lexicon *gj_lexicon_new(gj_arena *arena) {
    gj_lexicon *l = GJ_NEW(arena, gj_lexicon);
    l->arena = arena;
    grow(l);
    return l;
}

uint32_t gj_lexicon_size(const gj_lexicon *l) {
    return l->n;
}

uint32_t gj_lexicon_add(gj_lexicon *l, gj_str text) {
    const unsigned char *p = (const unsigned char *)text.p;
    uint32_t head = head_of(character(p), text.n > 3 ? character(p + 3) : 0);
    for (uint32_t i = l->bucket[bucket_of(l, head)]; i != NONE; i = l->words[i].next)
        if (gj_str_eq(l->words[i].text, text)) return i;
    if (l->n == l->capacity) grow(l);
    gj_str own = gj_str_copy(l->arena, text);
    l->words[l->n] = (word){.text = own, .rest = gj_str_slice(own, HEAD, own.n), .head = head};
    uint32_t bit = hash(head) & (FILTER - 1);
    l->heads[bit / 64] |= UINT64_C(1) << bit % 64;
    file_word(l, l->n);
    return l->n++;
}

/* Enters the words that begin with HEAD and go on with what REST begins with. */
static void enter(const gj_lexicon *l, const gj_holdings *h, uint32_t head, gj_str rest, uint32_t sentence) {
    for (uint32_t i = l->bucket[bucket_of(l, head)]; i != NONE; i = l->words[i].next)
        if (l->words[i].head == head && gj_str_has_prefix(rest, l->words[i].rest))
            gj_holdings_row(h, i)[sentence / 64] |= UINT64_C(1) << sentence % 64;
}

static void search_sentence(const gj_lexicon *l, const gj_holdings *h, gj_str s, uint32_t sentence) {
    const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
    uint32_t c = 0; /* the character at P, 0 while it is not known */
    while (end - p >= 3) {
        if (!c && !is_long(p)) {
            p++;
            continue;
        }
        uint32_t alone = head_of(c ? c : character(p), 0);
        p += 3;
        c = end - p >= 3 && is_long(p) ? character(p) : 0;
        if (may_be_head(l, alone)) enter(l, h, alone, GJ_STR_NONE, sentence);
        if (c && may_be_head(l, alone | c)) enter(l, h, alone | c, (gj_str){(const char *)p + 3, (size_t)(end - p) - 3}, sentence);
    }
}

gj_holdings gj_lexicon_search(gj_arena *arena, const gj_lexicon *l, gj_str text, const uint32_t *start, uint32_t n) {
    gj_holdings h = {.stride = n / 64 + 1, .nwords = l->n};
    h.bits = gj_arena_array(arena, (size_t)h.stride * l->n, sizeof *h.bits);
    for (uint32_t i = 0; i < n; i++) search_sentence(l, &h, gj_str_slice(text, start[i], start[i + 1]), i);
    return h;
}
