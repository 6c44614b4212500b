/* template_match.c - runs a template over a text.
 *
 * Only the sentences that hold a word of each of its anchors are looked at (rule/lexicon.h). There, a state
 * (step, position) that failed once fails always, so each is tried once: the work is bounded by steps times characters.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "rule/sentence.h"
#include "rule/template_code.h"

#define STATES_MOST 20000000u /* of one call */

typedef struct capture {
    uint32_t start, end; /* condensed bytes */
    uint16_t step;       /* the NUMBER step that read it */
    bool set;
} capture;

/* A choice not yet taken. */
typedef struct choice {
    uint16_t step;
    uint32_t at, trail;
} choice;

/* What a capture was before, to go back to. */
typedef struct undo {
    uint8_t hole;
    capture was;
} undo;

typedef struct runner {
    const gj_template *t;
    gj_str s; /* the condensed sentence */
    gj_arena *scratch;
    uint8_t *tried; /* a bit for each state */
    size_t tried_capacity;
    choice *choices;
    size_t nchoices, choices_capacity;
    undo *trail;
    uint32_t ntrail;
    size_t trail_capacity;
    capture hole[GJ_TEMPLATE_HOLES];
    uint32_t states;
    bool gave_up;
} runner;

/* ---- one number ---- */

static uint32_t char_before(gj_str s, size_t at) {
    if (at == 0) return 0;
    size_t p = at - 1;
    while (p > 0 && (s.p[p] & 0xC0) == 0x80) p--;
    return gj_utf8_next(s, &p);
}

static uint32_t char_at(gj_str s, size_t at) {
    return at < s.n ? gj_utf8_next(s, &at) : 0;
}

static size_t size_of(uint32_t c) {
    char bytes[4];
    return gj_utf8_put(c, bytes);
}

static bool is_numeral(uint32_t c) {
    switch (c) {
    case 0x96F6:
    case 0x3007:
    case 0x4E00:
    case 0x4E8C:
    case 0x4E24:
    case 0x4E09:
    case 0x56DB:
    case 0x4E94:
    case 0x516D:
    case 0x4E03:
    case 0x516B:
    case 0x4E5D:
    case 0x5341:
    case 0x767E:
    case 0x5343:
    case 0x4E07:
    case 0x4EBF:
    case 0x58F9: /* 壹 */
    case 0x8D30:
    case 0x53C1:
    case 0x8086:
    case 0x4F0D:
    case 0x9646:
    case 0x67D2:
    case 0x634C:
    case 0x7396:
    case 0x62FE: return true;
    default: return false;
    }
}

/* Between digits these make a range, a date or a longer number: . , : / - ~ — – 至 到 */
static bool is_joint(uint32_t c) {
    switch (c) {
    case '.':
    case ',':
    case ':':
    case '/':
    case '-':
    case '~':
    case 0x2014:
    case 0x2013:
    case 0x81F3:
    case 0x5230: return true;
    default: return false;
    }
}

/* The number that would start at AT is the rest of a longer one, or counts nothing (第3次, H5). */
static bool continues_before(gj_str s, size_t at) {
    uint32_t before = char_before(s, at), first = char_at(s, at);
    if (gj_utf8_is_digit(before) || gj_utf8_is_letter(before) || before == 0x7B2C /* 第 */) return true;
    if (is_numeral(first) && is_numeral(before)) return true;
    if (gj_str_has_suffix(gj_str_slice(s, 0, at), GJ_STR("百分之"))) return true;
    if (!before || !is_joint(before)) return false;
    uint32_t far = char_before(s, at - size_of(before));
    return gj_utf8_is_digit(far) || far == '%';
}

static bool continues_after(gj_str s, size_t end) {
    uint32_t after = char_at(s, end);
    if (gj_utf8_is_digit(after) || gj_utf8_is_letter(after) || after == 0x2030 /* ‰ */ || is_numeral(after)) return true;
    return after && is_joint(after) && gj_utf8_is_digit(char_at(s, end + size_of(after)));
}

static size_t read_value(gj_arena *arena, const gj_template_step *step, uint8_t type, gj_str s, gj_num *num, gj_written *written) {
    size_t used = gj_num_read(arena, s, GJ_NUM_CHINESE | (step->plain ? GJ_NUM_PLAIN : 0u), num, written);
    if (used == 0) return 0;
    if (type == GJ_HOLE_NUMBER) return written->percent ? 0 : used;
    if (step->plain && !written->percent) { /* "{p:百分数}%": the sign is the template's own */
        if (char_at(s, used) != '%') return 0;
        *num = gj_num_pow10(arena, *num, -2);
        written->decimals = (int8_t)(written->decimals + 2);
        written->percent = written->rounded = true;
    }
    return written->percent ? used : 0;
}

/* The bytes of the number at AT that STEP accepts, 0 when there is none. */
static size_t match_number(runner *r, const gj_template_step *step, size_t at) {
    uint32_t first = char_at(r->s, at);
    if (!gj_utf8_is_digit(first) && !is_numeral(first)) return 0;
    if (gj_utf8_is_digit(first) && gj_utf8_is_digit(char_before(r->s, at))) return 0;
    if (!step->own_before && continues_before(r->s, at)) return 0;
    gj_num num;
    gj_written written;
    uint8_t type = r->t->holes[step->hole].type;
    size_t used = read_value(r->scratch, step, type, gj_str_slice(r->s, at, r->s.n), &num, &written);
    if (used == 0 || (!step->own_after && continues_after(r->s, at + used))) return 0;
    gj_str context = gj_str_slice(r->s, step->own_before ? at : 0, step->hedged_after ? at + used : r->s.n);
    size_t start = step->own_before ? 0 : at;
    return gj_num_is_inexact(context, start, start + used) ? 0 : used;
}

/* ---- one sentence ---- */

static bool is_word_character(uint32_t c) {
    return gj_utf8_is_han(c) || gj_utf8_is_digit(c) || gj_utf8_is_letter(c) || c == '_' || c == 0xB7 || (c >= 0xC0 && c < 0x2000);
}

static void *grow(void *items, size_t *capacity, size_t size) {
    *capacity = *capacity ? *capacity * 2 : 64;
    return gj_realloc(items, *capacity * size);
}

static void set_hole(runner *r, uint8_t hole, capture value) {
    if (r->ntrail == r->trail_capacity) r->trail = grow(r->trail, &r->trail_capacity, sizeof *r->trail);
    r->trail[r->ntrail++] = (undo){hole, r->hole[hole]};
    r->hole[hole] = value;
}

static void push_choice(runner *r, uint16_t step, size_t at) {
    if (r->nchoices == r->choices_capacity) r->choices = grow(r->choices, &r->choices_capacity, sizeof *r->choices);
    r->choices[r->nchoices++] = (choice){step, (uint32_t)at, r->ntrail};
}

static bool first_visit(runner *r, uint16_t step, size_t at) {
    size_t state = step * (r->s.n + 1) + at;
    uint8_t bit = (uint8_t)(1u << (state & 7));
    if (r->tried[state >> 3] & bit) return false;
    r->tried[state >> 3] |= bit;
    if (++r->states > STATES_MOST) r->gave_up = true;
    return !r->gave_up;
}

/* Runs one step; false when it fails. *STEP and *AT move on. */
static bool advance(runner *r, uint16_t *step, size_t *at) {
    const gj_template_step *t = &r->t->step[*step];
    switch ((gj_template_op)t->op) {
    case GJ_T_LITERAL:
        if (!gj_str_has_prefix(gj_str_slice(r->s, *at, r->s.n), t->text)) return false;
        *at += t->text.n;
        break;
    case GJ_T_NUMBER: {
        size_t used = match_number(r, t, *at);
        if (used == 0) return false;
        set_hole(r, t->hole, (capture){(uint32_t)*at, (uint32_t)(*at + used), *step, true});
        *at += used;
        break;
    }
    case GJ_T_OPEN: set_hole(r, t->hole, (capture){(uint32_t)*at, (uint32_t)*at, *step, false}); break;
    case GJ_T_CLOSE: set_hole(r, t->hole, (capture){r->hole[t->hole].start, (uint32_t)*at, *step, true}); break;
    case GJ_T_ANY:
        if (*at == r->s.n) return false;
        gj_utf8_next(r->s, at);
        break;
    case GJ_T_WORD:
        if (*at == r->s.n || !is_word_character(gj_utf8_next(r->s, at))) return false;
        break;
    case GJ_T_SPLIT: {
        uint64_t here = *at < r->s.n ? gj_template_set_bit(char_at(r->s, *at)) : UINT64_MAX;
        bool other = t->starts[1] & here;
        if (t->starts[0] & here) {
            if (other) push_choice(r, t->other, *at);
            break;
        }
        *step = t->other;
        return other;
    }
    case GJ_T_MATCH: break;
    }
    *step = t->next;
    return true;
}

/* Whether the template matches from START; *END is behind the match, r->hole has its holes. */
static bool match_from(runner *r, size_t start, size_t *end) {
    r->nchoices = 0;
    r->ntrail = 0;
    memset(r->hole, 0, r->t->nholes * sizeof *r->hole);
    push_choice(r, r->t->start, start);
    while (r->nchoices > 0) {
        choice c = r->choices[--r->nchoices];
        while (r->ntrail > c.trail) {
            r->ntrail--;
            r->hole[r->trail[r->ntrail].hole] = r->trail[r->ntrail].was;
        }
        uint16_t step = c.step;
        size_t at = c.at;
        while (first_visit(r, step, at)) {
            if (r->t->step[step].op == GJ_T_MATCH) {
                *end = at;
                return true;
            }
            if (!advance(r, &step, &at)) break;
        }
        if (r->gave_up) return false;
    }
    return false;
}

/* ---- all sentences ---- */

typedef struct matches {
    gj_match *items;
    size_t n, capacity;
} matches;

static uint32_t source_start(const gj_prose *prose, size_t at) {
    return gj_condensed_start(prose->all, at) - prose->shift;
}

static uint32_t source_stop(const gj_prose *prose, size_t end) {
    return gj_condensed_stop(prose->all, prose->source, end) - prose->shift;
}

/* BASE: where the sentence begins in the condensed text. */
static gj_hole_value hole_value(const runner *r, gj_arena *arena, const gj_prose *prose, size_t base, uint8_t hole) {
    const capture *h = &r->hole[hole];
    gj_hole_value v = {0};
    if (!h->set) return v;
    v.present = true;
    v.start = source_start(prose, base + h->start);
    v.end = source_stop(prose, base + h->end);
    const gj_template_step *step = &r->t->step[h->step];
    if (step->op == GJ_T_NUMBER) {
        read_value(arena, step, r->t->holes[hole].type, gj_str_slice(r->s, h->start, r->s.n), &v.num, &v.written);
        v.written.unit = gj_unit_match(gj_str_slice(prose->text, v.end, prose->text.n));
    }
    return v;
}

static void add_match(matches *m, const runner *r, gj_arena *arena, const gj_prose *prose, size_t base, size_t start, size_t end) {
    if (m->n == m->capacity) m->items = grow(m->items, &m->capacity, sizeof *m->items);
    gj_hole_value *holes = GJ_NEW_ARRAY(arena, gj_hole_value, r->t->nholes);
    for (uint32_t i = 0; i < r->t->nholes; i++) holes[i] = hole_value(r, arena, prose, base, (uint8_t)i);
    m->items[m->n++] = (gj_match){source_start(prose, base + start), source_stop(prose, base + end), holes};
}

static void match_sentence(runner *r, matches *m, gj_arena *arena, const gj_prose *prose, uint32_t sentence) {
    size_t base = prose->sentence[sentence];
    r->s = gj_str_slice(gj_buf_str(&prose->all->text), base, prose->sentence[sentence + 1]);
    if (r->s.n == 0) return;
    size_t bytes = (r->t->nsteps * (r->s.n + 1) + 7) / 8;
    if (bytes > r->tried_capacity) {
        r->tried = gj_realloc(r->tried, bytes);
        r->tried_capacity = bytes;
    }
    memset(r->tried, 0, bytes);
    for (size_t at = 0, end; at < r->s.n && !r->gave_up;) {
        size_t next = at;
        bool chance = gj_template_set_has(&r->t->starts, gj_utf8_next(r->s, &next));
        if (chance && match_from(r, at, &end) && end > at) {
            add_match(m, r, arena, prose, base, at, end);
            at = end;
        } else {
            at = next;
        }
    }
}

/* Of 64 sentences from 64 * PIECE on those that hold a word of every anchor, a bit for each. */
static uint64_t chances(const gj_template *t, const gj_prose *prose, uint32_t piece) {
    uint64_t all = UINT64_MAX;
    for (uint32_t a = 0; a < t->nanchors && all; a++) {
        uint64_t any = 0;
        for (uint32_t i = 0; i < t->anchor[a].n; i++) any |= gj_holdings_row(&prose->holds, t->anchor[a].word[i])[piece];
        all &= any;
    }
    return all;
}

/* The first sentence at or behind FROM that may hold a match; the prose's end when there is none. */
static uint32_t next_sentence(const gj_template *t, const gj_prose *prose, uint32_t from) {
    if (t->lexicon != prose->lexicon || prose->holds.nwords != gj_lexicon_size(t->lexicon)) return from;
    while (from < prose->end) {
        uint64_t left = chances(t, prose, from / 64) >> from % 64;
        if (left) {
            from += (uint32_t)__builtin_ctzll(left);
            break;
        }
        from = (from / 64 + 1) * 64;
    }
    return from < prose->end ? from : prose->end;
}

size_t gj_template_match_prose(gj_arena *arena, const gj_template *t, const gj_prose *prose, gj_match **out, bool *gave_up) {
    *gave_up = prose->cut;
    *out = NULL;
    uint32_t first = next_sentence(t, prose, prose->first);
    if (first == prose->end) return 0;
    runner r = {.t = t, .scratch = gj_arena_new()};
    matches m = {0};
    for (uint32_t i = first; !r.gave_up && i < prose->end; i = next_sentence(t, prose, i + 1)) {
        match_sentence(&r, &m, arena, prose, i);
        gj_arena_reset(r.scratch);
    }
    *gave_up |= r.gave_up;
    *out = GJ_NEW_ARRAY(arena, gj_match, m.n);
    if (m.n) memcpy(*out, m.items, m.n * sizeof *m.items);
    free(m.items);
    free(r.tried);
    free(r.choices);
    free(r.trail);
    gj_arena_free(r.scratch);
    return m.n;
}

size_t gj_template_match(gj_arena *arena, const gj_template *t, gj_str text, gj_match **out, bool *gave_up) {
    gj_arena *own = gj_arena_new();
    size_t n = gj_template_match_prose(arena, t, gj_prose_new(own, text, t->lexicon), out, gave_up);
    gj_arena_free(own);
    return n;
}
