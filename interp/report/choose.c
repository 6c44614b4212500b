/* choose.c - which of the forms a report follows: by the names that only one of them has, else by what can be read with each. */
#include <string.h>

#include "report/align_parts.h"
#include "report/choose.h"

/* One spelling of a row, a group or a column. */
typedef struct gj_word {
    gj_fold fold;
    uint32_t form, label; /* label: among the labels of all forms */
    uint32_t next;        /* of the same bucket, longer ones first; GJ_NO_INDEX ends */
} gj_word;

enum { BUCKETS = 256, TEXT_LIMIT = 1u << 20 };

typedef struct gj_words {
    gj_arena *arena;
    gj_word *word;
    uint32_t n, capacity, nlabels;
    uint32_t bucket[BUCKETS]; /* by the first character */
    uint8_t *state;           /* by label: met or not, or no proof because several forms have it */
    uint32_t *owner;          /* by label: its form */
} gj_words;

static uint32_t bucket_of(uint32_t c) {
    return (c ^ (c >> 8)) % BUCKETS;
}

/* The word spelt so in FORM, or in any other form when FORM is GJ_NO_INDEX and NOT is left out. */
static const gj_word *find_word(const gj_words *w, gj_fold fold, uint32_t form, uint32_t not ) {
    for (uint32_t i = w->bucket[bucket_of(fold.p[0])]; i != GJ_NO_INDEX; i = w->word[i].next) {
        const gj_word *word = &w->word[i];
        if ((form == GJ_NO_INDEX ? word->form != not : word->form == form) && gj_fold_eq(word->fold, fold)) return word;
    }
    return NULL;
}

static void add_spelling(gj_words *w, uint32_t form, uint32_t label, gj_str s) {
    gj_fold fold = gj_fold_make(w->arena, s);
    if (fold.n < 2 || find_word(w, fold, form, 0)) return;
    w->word = gj_arena_grow(w->arena, w->word, w->n, &w->capacity, 256, sizeof *w->word);
    w->word[w->n] = (gj_word){.fold = fold, .form = form, .label = label};
    uint32_t *at = &w->bucket[bucket_of(fold.p[0])];
    while (*at != GJ_NO_INDEX && w->word[*at].fold.n > fold.n) at = &w->word[*at].next;
    w->word[w->n].next = *at;
    *at = w->n++;
}

static void add_label(gj_words *w, uint32_t form, const gj_label *label) {
    uint32_t id = w->nlabels++;
    add_spelling(w, form, id, label->name);
    for (uint32_t i = 0; i < label->naliases; i++) add_spelling(w, form, id, label->alias[i]);
}

enum { UNSEEN, SEEN, SHARED };

/* Gathers the words of all forms, and marks the labels that more than one of them has. */
static void build_words(gj_words *w, gj_arena *arena, const gj_form *const *forms, uint32_t nforms) {
    w->arena = arena;
    memset(w->bucket, 0xFF, sizeof w->bucket);
    for (uint32_t f = 0; f < nforms; f++)
        for (uint32_t t = 0; t < forms[f]->ntables; t++) {
            const gj_table *table = &forms[f]->tables[t];
            for (uint32_t r = 0; r < table->nrows; r++) add_label(w, f, &table->rows[r].label);
            for (uint32_t c = 0; c < table->ncolumns; c++) add_label(w, f, &table->columns[c].label);
        }
    w->state = GJ_NEW_ARRAY(arena, uint8_t, w->nlabels + 1);
    w->owner = GJ_NEW_ARRAY(arena, uint32_t, w->nlabels + 1);
    memset(w->owner, 0xFF, (w->nlabels + 1) * sizeof *w->owner);
    for (uint32_t i = 0; i < w->n; i++) {
        w->owner[w->word[i].label] = w->word[i].form;
        if (find_word(w, w->word[i].fold, GJ_NO_INDEX, w->word[i].form)) w->state[w->word[i].label] = SHARED;
    }
}

/* For each form: how many of the names that only it has stand in the text, per thousand. Reads no cell. */
static void weigh(gj_arena *scratch, const gj_words *w, const gj_doc *doc, uint32_t nforms, uint16_t *evidence) {
    uint8_t *state = gj_arena_raw(scratch, w->nlabels + 1, 1);
    memcpy(state, w->state, w->nlabels + 1);
    gj_fold text = gj_fold_make(scratch, gj_str_slice(doc->text, 0, TEXT_LIMIT));
    for (uint32_t at = 0; at < text.n;) { /* the longest name at each place; a name inside it is not met */
        uint32_t step = 1;
        for (uint32_t i = w->bucket[bucket_of(text.p[at])]; i != GJ_NO_INDEX; i = w->word[i].next) {
            const gj_word *word = &w->word[i];
            if (word->fold.p[0] != text.p[at] || word->fold.n > text.n - at) continue;
            if (memcmp(word->fold.p, text.p + at, word->fold.n * sizeof *text.p) != 0) continue;
            if (state[word->label] == UNSEEN) state[word->label] = SEEN;
            step = word->fold.n;
            break;
        }
        at += step;
    }
    for (uint32_t f = 0; f < nforms; f++) {
        uint32_t own = 0, seen = 0;
        for (uint32_t i = 0; i < w->nlabels; i++) {
            if (w->owner[i] != f || state[i] == SHARED) continue;
            own++;
            seen += state[i] == SEEN;
        }
        evidence[f] = (uint16_t)(own ? 1000 * seen / own : 0);
    }
}

struct gj_reader {
    const gj_form *const *forms;
    uint32_t nforms;
    const gj_names **names; /* by form */
    uint32_t *latest;       /* the forms, those first that have come last: most reports follow them */
    gj_words words;
};

gj_reader *gj_reader_new(gj_arena *arena, const gj_form *const *forms, uint32_t nforms) {
    gj_reader *reader = GJ_NEW(arena, gj_reader);
    if (nforms == 0) { /* reports without any form: a form that has nothing */
        const gj_form **none = GJ_NEW_ARRAY(arena, const gj_form *, 1);
        none[0] = GJ_NEW(arena, gj_form);
        forms = none;
        nforms = 1;
    }
    reader->forms = forms;
    reader->nforms = nforms;
    reader->names = GJ_NEW_ARRAY(arena, const gj_names *, nforms + 1);
    reader->latest = GJ_NEW_ARRAY(arena, uint32_t, nforms + 1);
    for (uint32_t i = 0; i < nforms; i++) {
        reader->names[i] = gj_names_new(arena, forms[i]);
        uint32_t k = i;
        for (; k > 0 && forms[reader->latest[k - 1]]->since < forms[i]->since; k--) reader->latest[k] = reader->latest[k - 1];
        reader->latest[k] = i;
    }
    if (nforms > 1) build_words(&reader->words, arena, forms, nforms);
    return reader;
}

/* Rows of which every cell was read without doubt. */
static uint32_t sure_rows(const gj_report *report) {
    const gj_form *form = report->form;
    uint32_t rows = 0;
    for (uint32_t t = 0; t < form->ntables; t++)
        for (uint32_t r = 0; r < form->tables[t].nrows; r++) {
            const gj_row *row = &form->tables[t].rows[r];
            if (row->slot == GJ_NO_INDEX) continue;
            bool sure = row->ncolumns > 0;
            for (uint32_t c = 0; c < row->ncolumns; c++) {
                const gj_cell *cell = &report->cells[row->slot + c];
                sure &= cell->status != GJ_ABSENT && cell->status != GJ_AMBIGUOUS && !cell->inferred;
            }
            rows += sure;
        }
    return rows;
}

static gj_report *align_with(gj_arena *arena, gj_str path, gj_doc *doc, const gj_reader *reader, uint32_t form) {
    gj_report *report = gj_report_empty(arena, reader->forms[form], path);
    gj_align(report, doc, reader->names[form]);
    return report;
}

static uint32_t count_leaves(const gj_form *form) {
    uint32_t leaves = 0;
    for (uint32_t t = 0; t < form->ntables; t++) leaves += form->tables[t].nleaves;
    return leaves;
}

/* A report with the first form of its time, aligned as far as the year tells. */
typedef struct gj_timely {
    uint32_t form; /* GJ_NO_INDEX when there is none */
    gj_report *report;
    gj_alignment *alignment; /* NULL once it is finished or dropped */
} gj_timely;

static gj_timely begin_timely(gj_arena *arena, gj_str path, gj_doc *doc, const gj_reader *reader) {
    for (uint32_t k = 0; k < reader->nforms; k++) {
        uint32_t form = reader->latest[k];
        gj_report *report = gj_report_empty(arena, reader->forms[form], path);
        gj_alignment *alignment = gj_align_begin(report, doc, reader->names[form]);
        if (gj_is_of_its_time(report)) return (gj_timely){form, report, alignment};
        gj_align_drop(alignment);
    }
    return (gj_timely){.form = GJ_NO_INDEX};
}

/* Finishes it, if it is begun; whether every row of it was read without doubt. */
static bool finish_timely(gj_timely *timely, const gj_reader *reader) {
    if (timely->form == GJ_NO_INDEX) return false;
    if (timely->alignment) gj_align_finish(timely->alignment);
    timely->alignment = NULL;
    return sure_rows(timely->report) == count_leaves(reader->forms[timely->form]);
}

gj_report *gj_align_best(gj_arena *arena, gj_str path, gj_doc *doc, const gj_reader *reader) {
    enum { AHEAD = 150 };
    const gj_form *const *forms = reader->forms;
    uint32_t nforms = reader->nforms;
    if (nforms == 1) return align_with(arena, path, doc, reader, 0);
    gj_timely timely = begin_timely(arena, path, doc, reader);
    if (timely.alignment && gj_align_look(timely.alignment) && finish_timely(&timely, reader))
        return timely.report; /* no other can do better */
    gj_arena *scratch = gj_arena_new();
    uint16_t *evidence = GJ_NEW_ARRAY(scratch, uint16_t, nforms);
    weigh(scratch, &reader->words, doc, nforms, evidence);
    uint32_t best = 0, first = 0, second = 0;
    for (uint32_t i = 0; i < nforms; i++) {
        if (evidence[i] > first) {
            second = first;
            first = evidence[i];
            best = i;
        } else if (evidence[i] > second) {
            second = evidence[i];
        }
    }
    gj_arena_free(scratch);
    if (first >= second + AHEAD && best != timely.form) {
        gj_align_drop(timely.alignment);
        return align_with(arena, path, doc, reader, best);
    }
    /* the names, where they tell, tell for the timely form */
    if (finish_timely(&timely, reader) || first >= second + AHEAD) return timely.report;
    gj_report *chosen = NULL;
    uint64_t most = 0;
    for (uint32_t i = 0; i < nforms; i++) {
        gj_report *report = i == timely.form ? timely.report : align_with(arena, path, doc, reader, i);
        uint32_t leaves = count_leaves(forms[i]);
        uint64_t share = leaves ? 1000u * (uint64_t)sure_rows(report) / leaves : 0;
        bool better = !chosen || share > most || (share == most && report->fit > chosen->fit) ||
                      (share == most && report->fit == chosen->fit && gj_is_of_its_time(report) && !gj_is_of_its_time(chosen));
        if (!better) continue;
        chosen = report;
        most = share;
    }
    return chosen;
}
