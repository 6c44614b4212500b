/* align_rows.c - where each table stands, and which of its labels is which row: the alignment of items with leaf rows.
 *
 * Labels that are spelt as the form has them, and can be nothing else, are anchors; the heaviest chain of anchors in the form's order fixes the
 * frame. Between anchors a dynamic programme finds the cheapest explanation: a row is a window of items whose labels, joined, are like the
 * row's label and which holds its values; other items are skipped, other rows are absent. All costs stand in one table below.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

enum {
    COST_ERROR = 2, /* a character of a label that is not as it should be */
    COST_ERRORS_MOST = 9,
    COST_TRUNCATED = 3, /* a label of which only the beginning or the end is there */
    COST_LONGER = 4,    /* the right ordinal and a name, and more words behind it */
    COST_WRONG_ORDINAL = 1,
    COST_VALUES_FIRST = 4, /* the label stands behind its values */
    COST_VALUES_TAKEN = 9, /* the same, and a text that is no row's stands in front of them */
    COST_LABEL_AROUND = 1, /* the label goes on behind its values */
    COST_NO_LABEL = 9,     /* values without a label */
    COST_ROW_BLANK = 1,    /* a label followed by blanks */
    COST_ROW_BARE = 3,     /* a label followed by nothing */
    COST_FEW = 1,          /* fewer values than columns, with blanks between */
    COST_UNEVEN = 3,       /* fewer or more values than columns */
    COST_TORN = 10,        /* values taken from the label on their line */
    COST_RUNS = 1,         /* values in several runs */
    COST_ABSENT = 7,       /* a row that is not there */
    COST_SKIP_TEXT = 2,    /* text that is no name of the form */
    COST_SKIP_ROW = 3,     /* a row's label that is not used */
    COST_SKIP_VALUES = 10,
    COST_SKIP_BOUND = 8, /* values behind a label that is no row's */
    COST_SKIP_FEW = 5,   /* a stray number */
    COST_INFINITE = 1 << 28,
    COST_FOREIGN_PIECE = 1, /* several pieces that do not make up the label: rather is one of them no piece of it */
    COST_FRAGMENT = 4,      /* a piece of a group's label taken for one of a row's */
    MAX_WINDOW = 24,
    MAX_PIECES = 16,
    MAX_STATES = 1 << 21
};

/* The spellings of each leaf row. */
typedef struct gj_leaf {
    uint32_t row, ncolumns;
    uint32_t name, nnames; /* range of gj_frame.folds */
    uint32_t longest;      /* characters of the longest text in several pieces that may pass for one of them */
    uint32_t anchor;       /* the item that is certainly its label, or GJ_NO_INDEX */
} gj_leaf;

typedef struct gj_frame {
    gj_aligner *a;
    uint32_t table;
    const gj_table *form;
    gj_leaf *leaf;
    uint32_t nleaves;
    gj_fold *folds;
    uint32_t nfolds;
    uint32_t *anchor; /* by item of the zone: the leaf it is the label of, or GJ_NO_INDEX */
    gj_zone zone;
} gj_frame;

/* Hits: labels spelt as the form has them. */

typedef struct gj_hit {
    uint32_t item, row, weight;
} gj_hit;

typedef struct gj_hits {
    gj_hit *hit;
    uint32_t n, capacity;
} gj_hits;

static void add_hit(gj_aligner *a, gj_hits *hits, gj_hit hit) {
    hits->hit = gj_arena_grow(a->scratch, hits->hit, hits->n, &hits->capacity, 64, sizeof *hits->hit);
    hits->hit[hits->n++] = hit;
}

/* The row of TABLE that a label item certainly or probably is: weight 2 when nothing else is spelt so, 1 when its ordinal tells. */
static gj_hit hit_of(const gj_aligner *a, uint32_t item, uint32_t table) {
    const gj_item *it = &a->items[item];
    gj_hit hit = {.item = item, .row = GJ_NO_INDEX};
    if (it->kind != GJ_ITEM_LABEL || it->used) return hit;
    for (uint32_t k = it->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
        const gj_name *name = &a->names->name[k];
        if (name->kind > GJ_NAME_GROUP || name->table != table) continue;
        const gj_row *row = &a->form->tables[table].rows[name->index];
        bool ordinal = name->with_ordinal || (it->ordinal.bytes && row->ordinal.n && gj_ordinal_eq(it->ordinal.bare, row->ordinal) &&
                                              it->ordinal.paren == row->ordinal_paren);
        uint32_t weight = name->unique ? (ordinal ? 3 : 2) : ordinal ? 2 : 0;
        if (weight > hit.weight) {
            hit.weight = weight;
            hit.row = name->index;
        }
    }
    return hit;
}

/* The heaviest chain of hits in [from, to) whose rows ascend; it is left in HITS. Returns its weight. */
static uint32_t chain(gj_aligner *a, gj_hits *hits) {
    enum { MAX_HITS = 1500 };
    if (hits->n == 0) return 0;
    if (hits->n > MAX_HITS) hits->n = MAX_HITS;
    uint32_t *best = gj_arena_raw(a->scratch, hits->n, sizeof *best), *before = gj_arena_raw(a->scratch, hits->n, sizeof *before), top = 0;
    for (uint32_t i = 0; i < hits->n; i++) {
        best[i] = hits->hit[i].weight;
        before[i] = GJ_NO_INDEX;
        for (uint32_t k = i; k-- > 0;)
            if (hits->hit[k].row < hits->hit[i].row && best[k] + hits->hit[i].weight > best[i]) {
                best[i] = best[k] + hits->hit[i].weight;
                before[i] = k;
            }
        if (best[i] > best[top]) top = i;
    }
    uint32_t weight = best[top], n = 0;
    for (uint32_t i = top; i != GJ_NO_INDEX; i = before[i]) n++;
    gj_hit *kept = gj_arena_raw(a->scratch, n, sizeof *kept);
    for (uint32_t i = top, k = n; i != GJ_NO_INDEX; i = before[i]) kept[--k] = hits->hit[i];
    *hits = (gj_hits){.hit = kept, .n = n, .capacity = n};
    return weight;
}

static void collect_hits(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to, gj_hits *hits) {
    hits->n = 0;
    for (uint32_t i = from; i < to; i++) {
        if (a->items[i].name == GJ_NO_INDEX) continue;
        gj_hit hit = hit_of(a, i, table);
        if (hit.weight > 0) add_hit(a, hits, hit);
    }
}

/* Items of [from, to): up to the next barrier. */
static uint32_t segment_end(const gj_aligner *a, uint32_t from) {
    while (from < a->nitems && a->items[from].kind != GJ_ITEM_BARRIER) from++;
    return from;
}

static bool has_values(const gj_aligner *a, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (a->items[i].kind == GJ_ITEM_VALUES && a->items[i].nvalues > 0) return true;
    return false;
}

/* Those of HITS, which are in order, whose items are in [from, to); borrowed. */
static gj_hits hits_between(const gj_hits *hits, uint32_t from, uint32_t to) {
    uint32_t first = 0, n = 0;
    while (first < hits->n && hits->hit[first].item < from) first++;
    while (first + n < hits->n && hits->hit[first + n].item < to) n++;
    return (gj_hits){.hit = hits->hit + first, .n = n, .capacity = n};
}

static gj_zone zone_of(const gj_hits *hits) {
    return (gj_zone){.from = hits->hit[0].item, .to = hits->hit[hits->n - 1].item + 1, .hits = hits->n};
}

/* The stretch between barriers that is heaviest with the table's labels, and what goes on with it behind or before. */
static gj_zone find_zone(gj_aligner *a, uint32_t table) {
    gj_zone zone = {0};
    gj_hits all = {0};
    uint32_t best = 0, best_from = 0, best_to = 0;
    collect_hits(a, table, 0, a->nitems, &all);
    for (uint32_t k = 0; k < all.n;) { /* the stretches that have any */
        uint32_t from = all.hit[k].item, to = segment_end(a, from);
        while (from > 0 && a->items[from - 1].kind != GJ_ITEM_BARRIER) from--;
        gj_hits hits = hits_between(&all, from, to);
        k += hits.n;
        uint32_t weight = chain(a, &hits);
        if (weight > 0 && !has_values(a, from, to)) weight = 1;
        if (weight > best) {
            best = weight;
            best_from = from;
            best_to = to;
            zone = zone_of(&hits);
        }
    }
    if (best == 0) return zone;
    /* a table cut in two by a line of prose goes on behind it with later rows, or began before it with earlier ones */
    for (int grown = 0; grown < 4; grown++) {
        uint32_t to = best_to < a->nitems ? segment_end(a, best_to + 1) : best_to;
        gj_hits hits = hits_between(&all, best_from, to);
        if (to == best_to || hits_between(&all, best_to, to).n == 0) break;
        uint32_t weight = chain(a, &hits);
        if (weight < best + 2) break;
        best = weight;
        best_to = to;
        zone = zone_of(&hits);
    }
    for (int grown = 0; grown < 4 && best_from > 0; grown++) {
        uint32_t from = best_from - 1;
        while (from > 0 && a->items[from - 1].kind != GJ_ITEM_BARRIER) from--;
        gj_hits hits = hits_between(&all, from, best_to);
        if (hits_between(&all, from, best_from).n == 0) break;
        uint32_t weight = chain(a, &hits);
        if (weight < best + 2) break;
        best = weight;
        best_from = from;
        zone = zone_of(&hits);
    }
    return zone;
}

/* Widens a zone to the neighbouring barriers or tables. */
static void widen(const gj_aligner *a, gj_zone *zones, uint32_t table) {
    gj_zone *zone = &zones[table];
    uint32_t from = zone->from, to = zone->to, low = 0, high = a->nitems;
    for (uint32_t t = 0; t < a->form->ntables; t++) {
        if (t == table || zones[t].hits == 0) continue;
        if (zones[t].to <= from && zones[t].to > low) low = zones[t].to;
        if (zones[t].from >= to && zones[t].from < high) high = zones[t].from;
    }
    while (from > low && a->items[from - 1].kind != GJ_ITEM_BARRIER) from--;
    while (to < high && a->items[to].kind != GJ_ITEM_BARRIER) to++;
    zone->from = from;
    zone->to = to;
}

static bool in_other_zone(const gj_zone *zones, uint32_t n, uint32_t table, uint32_t item) {
    for (uint32_t t = 0; t < n; t++)
        if (t != table && zones[t].hits > 0 && item >= zones[t].from && item < zones[t].to) return true;
    return false;
}

void gj_align_zones(gj_aligner *a, gj_zone *zones) {
    const gj_form *form = a->form;
    for (uint32_t t = 0; t < form->ntables; t++) zones[t] = find_zone(a, t);
    gj_zone *narrow = gj_arena_raw(a->scratch, form->ntables + 1, sizeof *narrow);
    memcpy(narrow, zones, form->ntables * sizeof *narrow);
    for (uint32_t t = 0; t < form->ntables; t++) {
        if (zones[t].hits > 0) {
            gj_zone kept = narrow[t];
            widen(a, narrow, t);
            zones[t] = narrow[t];
            narrow[t] = kept;
            continue;
        }
        /* no label is spelt right: what its section holds */
        uint32_t s = form->tables[t].section;
        if (s == GJ_NO_INDEX || !a->report->sections[s].found) continue;
        const gj_found_section *section = &a->report->sections[s];
        gj_zone zone = {.from = a->nitems, .to = 0};
        for (uint32_t i = 0; i < a->nitems; i++) {
            if (a->items[i].start < section->body || a->items[i].start >= section->body_end) continue;
            if (in_other_zone(narrow, form->ntables, t, i)) {
                if (zone.to > 0) break;
                continue;
            }
            if (i < zone.from) zone.from = i;
            zone.to = i + 1;
        }
        if (zone.from < zone.to && has_values(a, zone.from, zone.to)) zones[t] = zone;
    }
}

/* The frame of one table. */

static void build_frame(gj_frame *f) {
    gj_aligner *a = f->a;
    const gj_table *table = f->form;
    f->leaf = GJ_NEW_ARRAY(a->scratch, gj_leaf, table->nleaves + 1);
    f->folds = GJ_NEW_ARRAY(a->scratch, gj_fold, a->names->n + 1);
    for (uint32_t r = 0; r < table->nrows; r++) {
        const gj_row *row = &table->rows[r];
        if (row->slot == GJ_NO_INDEX) continue;
        gj_leaf *leaf = &f->leaf[f->nleaves++];
        *leaf = (gj_leaf){.row = r, .ncolumns = row->ncolumns, .name = f->nfolds, .anchor = GJ_NO_INDEX};
        for (uint32_t k = a->names->table[f->table].rows; k < a->names->table[f->table].columns; k++) {
            const gj_name *name = &a->names->name[k];
            if (name->kind != GJ_NAME_LEAF || name->index != r || name->with_ordinal) continue;
            f->folds[f->nfolds++] = name->fold;
            uint32_t longest = name->fold.n * 5 / 3 + 1; /* see label_cost */
            if (longest > leaf->longest) leaf->longest = longest;
        }
        leaf->nnames = f->nfolds - leaf->name;
    }
    uint32_t m = f->zone.to - f->zone.from;
    f->anchor = gj_arena_raw(a->scratch, m + 1, sizeof *f->anchor);
    memset(f->anchor, 0xFF, (m + 1) * sizeof *f->anchor);
    gj_hits hits = {0};
    collect_hits(a, f->table, f->zone.from, f->zone.to, &hits);
    chain(a, &hits);
    for (uint32_t i = 0; i < hits.n; i++) {
        uint32_t leaf = table->rows[hits.hit[i].row].leaf;
        if (leaf == GJ_NO_INDEX || leaf >= f->nleaves) continue;
        f->anchor[hits.hit[i].item - f->zone.from] = leaf;
        f->leaf[leaf].anchor = hits.hit[i].item - f->zone.from;
    }
}

/* Marks the pieces of group labels: what stands beside several rows is read in the middle of them, a piece a line. */
static void mark_fragments(const gj_frame *f) {
    gj_aligner *a = f->a;
    for (uint32_t i = f->zone.from; i < f->zone.to; i++) {
        gj_item *item = &a->items[i];
        item->fragment = GJ_FRAGMENT_NO;
        if (item->kind != GJ_ITEM_LABEL || item->name != GJ_NO_INDEX || item->end - item->start > 48) continue;
        gj_fold whole = gj_fold_make(a->scratch, (gj_str){a->doc->text.p + item->start, item->end - item->start});
        if (whole.n == 0) continue;
        bool group = false, leaf = false;
        for (uint32_t k = a->names->table[f->table].rows; k < a->names->table[f->table].columns; k++) {
            const gj_name *name = &a->names->name[k];
            if (name->kind == GJ_NAME_GROUP ? !group : !leaf) {
                bool within = gj_fold_contains(name->fold, whole);
                group |= within && name->kind == GJ_NAME_GROUP;
                leaf |= within && name->kind == GJ_NAME_LEAF;
            }
        }
        if (group) item->fragment = leaf ? GJ_FRAGMENT_MAYBE : GJ_FRAGMENT_SURE;
    }
}

/* What a label costs as a row's. */
typedef struct gj_label_cost {
    int cost;
    uint32_t errors;
    bool truncated, wrong_ordinal;
} gj_label_cost;

static bool is_end_of(gj_fold part, gj_fold whole) {
    return part.n < whole.n && memcmp(part.p, whole.p + (whole.n - part.n), part.n * sizeof *part.p) == 0;
}

static bool is_start_of(gj_fold part, gj_fold whole) {
    return part.n < whole.n && memcmp(part.p, whole.p, part.n * sizeof *part.p) == 0;
}

/* The beginning of a row's longer label that is by itself a name of the form. */
static bool begins_leaf(const gj_frame *f, const gj_item *item, uint32_t leaf) {
    const gj_leaf *l = &f->leaf[leaf];
    gj_str ordinal = f->form->rows[l->row].ordinal;
    if (ordinal.n == 0 || item->ordinal.bytes == 0 || !gj_ordinal_eq(item->ordinal.bare, ordinal)) return false;
    for (uint32_t k = 0; k < l->nnames; k++)
        if (is_start_of(item->fold, f->folds[l->name + k])) return true;
    return false;
}

/* Another row's label ends so as well: the end says nothing. */
static bool ends_another(const gj_frame *f, uint32_t leaf, gj_fold part) {
    for (uint32_t j = 0; j < f->nleaves; j++)
        for (uint32_t k = 0; j != leaf && k < f->leaf[j].nnames; k++)
            if (is_end_of(part, f->folds[f->leaf[j].name + k])) return true;
    return false;
}

/* ONE: it is one piece. */
static gj_label_cost label_cost(const gj_frame *f, uint32_t leaf, gj_fold fold, const gj_ordinal *ordinal, bool one) {
    const gj_leaf *l = &f->leaf[leaf];
    const gj_row *row = &f->form->rows[l->row];
    gj_label_cost best = {.cost = COST_INFINITE};
    bool wrong = ordinal->bytes && row->ordinal.n && !gj_ordinal_eq(ordinal->bare, row->ordinal);
    bool right = ordinal->bytes && row->ordinal.n && !wrong;
    for (uint32_t k = 0; k < l->nnames; k++) {
        gj_fold name = f->folds[l->name + k];
        uint32_t longer = fold.n > name.n ? fold.n : name.n;
        uint32_t limit = longer <= 2 ? 0 : longer <= 4 ? 1 : longer * 2 / 5;
        if (right && limit == 0) limit = 1;
        bool truncated = (fold.n >= 4 && is_start_of(fold, name)) || (fold.n >= 5 && is_end_of(fold, name) && !ends_another(f, leaf, fold));
        if (!truncated && best.cost <= COST_ERRORS_MOST && limit > (uint32_t)(best.cost - 1) / COST_ERROR)
            limit = (uint32_t)(best.cost - 1) / COST_ERROR; /* more errors would cost no less */
        uint32_t d = gj_fold_distance(fold, name, limit);
        gj_label_cost cost = {.cost = COST_INFINITE};
        if (d <= limit) {
            cost.cost = (int)d * COST_ERROR < COST_ERRORS_MOST ? (int)d * COST_ERROR : COST_ERRORS_MOST;
            cost.errors = d;
        } else if (truncated) {
            cost.cost = COST_TRUNCATED;
            cost.truncated = true;
        } else if (one && right && name.n >= 4 && fold.n <= 2 * name.n + 2 && is_start_of(name, fold)) { /* a name that goes on otherwise */
            cost.cost = COST_LONGER;
            cost.errors = fold.n - name.n;
        }
        if (cost.cost < best.cost) best = cost;
        if (best.cost == 0) break;
    }
    if (best.cost < COST_INFINITE && wrong) {
        best.cost += COST_WRONG_ORDINAL + (best.errors ? 2 : 0);
        best.wrong_ordinal = true;
    }
    return best;
}

/* The dynamic programme. */

typedef struct gj_state {
    int cost;
    uint8_t move, window;
} gj_state;

enum { MOVE_NONE, MOVE_ABSENT, MOVE_SKIP, MOVE_ROW };

typedef struct gj_window {
    uint32_t pieces[MAX_PIECES], npieces;
    uint32_t runs, nvalues, nblanks;
    uint32_t first_run, last_run; /* items */
    bool label_behind, values_first, torn;
    bool group_owned; /* the values stand behind a group's label: only a row's label that goes on behind them makes them its own */
    bool joined;      /* LABEL says what its pieces cost */
    uint32_t solid;   /* characters of the pieces that cannot be a group's */
    uint8_t keep;     /* pieces whose fragment is less belong to the label */
    gj_label_cost label;
} gj_window;

static bool names_leaf(const gj_frame *f, const gj_item *item, uint32_t leaf) {
    for (uint32_t k = item->name; k != GJ_NO_INDEX; k = f->a->names->name[k].next) {
        const gj_name *name = &f->a->names->name[k];
        if (name->kind == GJ_NAME_LEAF && name->table == f->table && (leaf == GJ_NO_INDEX || name->index == f->leaf[leaf].row)) return true;
    }
    return false;
}

/* Joins the pieces of a window that are less a group's than KEEP, and says what they cost as the label of LEAF. */
static gj_label_cost join_pieces(const gj_frame *f, const gj_window *w, uint32_t leaf, uint8_t keep) {
    enum { MAX = 128 };
    uint32_t text[MAX], n = 0, joined = 0;
    const gj_item *first = NULL;
    for (uint32_t i = 0; i < w->npieces; i++) {
        const gj_item *item = &f->a->items[w->pieces[i]];
        if (item->fragment >= keep) continue;
        if (n + item->fold.n > MAX) return (gj_label_cost){.cost = COST_INFINITE};
        memcpy(text + n, item->fold.p, item->fold.n * sizeof *text);
        n += item->fold.n;
        joined++;
        if (!first) first = item;
    }
    if (!first) return (gj_label_cost){.cost = COST_INFINITE};
    gj_label_cost cost = label_cost(f, leaf, gj_fold_of(text, n), &first->ordinal, joined == 1);
    for (uint32_t i = 0; i < w->npieces && cost.cost > 0 && cost.cost < COST_INFINITE; i++)
        if (f->a->items[w->pieces[i]].fragment == GJ_FRAGMENT_SURE && keep > GJ_FRAGMENT_SURE) cost.cost += COST_FRAGMENT;
    return cost;
}

/* The pieces behind the first are a remark in a bracket that the first opens, or one before them left open. */
static bool is_remark(const gj_frame *f, const gj_window *w) {
    const gj_aligner *a = f->a;
    int open = 0;
    for (uint32_t i = 0; i < w->npieces; i++) {
        const gj_item *item = &a->items[w->pieces[i]];
        if (i > 0 && open <= 0) return false;
        open += gj_open_brackets((gj_str){a->doc->text.p + item->start, item->end - item->start});
    }
    return true;
}

/* The cheapest way to join them: pieces that a group's label has may be left out. */
static void join_label(const gj_frame *f, gj_window *w, uint32_t leaf) {
    uint8_t most = GJ_FRAGMENT_NO;
    for (uint32_t i = 0; i < w->npieces; i++)
        if (f->a->items[w->pieces[i]].fragment > most) most = f->a->items[w->pieces[i]].fragment;
    w->keep = GJ_FRAGMENT_SURE + 1;
    w->label = join_pieces(f, w, leaf, w->keep);
    if (w->label.cost > COST_TRUNCATED && w->npieces > 1 && names_leaf(f, &f->a->items[w->pieces[0]], leaf) && is_remark(f, w)) {
        gj_window first = *w;
        first.npieces = 1;
        w->label = join_pieces(f, &first, leaf, w->keep);
        w->label.cost += COST_SKIP_TEXT;
    }
    for (uint8_t keep = GJ_FRAGMENT_SURE; keep >= GJ_FRAGMENT_MAYBE && most >= GJ_FRAGMENT_MAYBE; keep--) {
        gj_label_cost cost = join_pieces(f, w, leaf, keep);
        if (cost.cost >= w->label.cost) continue;
        w->label = cost;
        w->keep = keep;
    }
}

/* W, its label joined already if it has one, of SIZE items from I. */
static int window_cost(const gj_frame *f, gj_window *w, uint32_t i, uint32_t size, uint32_t leaf) {
    const gj_aligner *a = f->a;
    uint32_t ncolumns = f->leaf[leaf].ncolumns;
    int cost = 0;
    if (w->npieces == 0) {
        const gj_item *values = &a->items[w->first_run];
        bool after_text = i > 0 && a->items[f->zone.from + i - 1].kind == GJ_ITEM_LABEL; /* then they are that label's */
        if (w->runs != 1 || values->bound != GJ_NO_INDEX || w->nvalues != ncolumns || ncolumns < 2 || after_text) return COST_INFINITE;
        cost = COST_NO_LABEL;
    } else {
        if (w->label.cost >= COST_INFINITE) return COST_INFINITE;
        cost = w->label.cost;
        if (w->npieces > 1 && w->label.errors > 0) cost += COST_FOREIGN_PIECE;
    }
    if (w->nvalues == 0)
        cost += w->nblanks > 0 ? COST_ROW_BLANK : COST_ROW_BARE;
    else if (w->nvalues < ncolumns)
        cost += w->nvalues + w->nblanks >= ncolumns ? COST_FEW : COST_UNEVEN;
    else if (w->nvalues > ncolumns)
        cost += w->nvalues > 2 * ncolumns + 1 ? COST_TORN : COST_UNEVEN + (w->runs > 1 ? COST_TORN : 0);
    if (w->runs > 1) cost += COST_RUNS;
    if (w->values_first) {
        const gj_item *before = i > 0 ? &a->items[f->zone.from + i - 1] : NULL; /* values belong rather to the text in front of them */
        bool claimed = before && before->kind == GJ_ITEM_LABEL && before->name == GJ_NO_INDEX && before->fragment == GJ_FRAGMENT_NO;
        cost += claimed ? COST_VALUES_TAKEN : COST_VALUES_FIRST;
    }
    if (w->label_behind && !w->values_first) cost += COST_LABEL_AROUND;
    /* a label of the window whose own values, next on its line, are left out */
    uint32_t next = f->zone.from + i + size;
    if (next < f->zone.to) {
        const gj_item *behind = &a->items[next];
        if (behind->kind == GJ_ITEM_VALUES && behind->bound != GJ_NO_INDEX && behind->bound >= f->zone.from + i && behind->nvalues > 0)
            w->torn = true;
    }
    if (w->torn) cost += COST_TORN;
    if (w->group_owned && !w->label_behind) return COST_INFINITE;
    return cost;
}

static int skip_cost(const gj_frame *f, const gj_item *item) {
    if (item->kind == GJ_ITEM_BARRIER) return 0;
    if (item->kind == GJ_ITEM_LABEL) {
        if (item->name == GJ_NO_INDEX) return item->fragment == GJ_FRAGMENT_SURE ? 0 : COST_SKIP_TEXT;
        return names_leaf(f, item, GJ_NO_INDEX) && f->a->names->name[item->name].unique ? COST_SKIP_ROW : 0;
    }
    if (item->nvalues == 0) return 0;
    if (item->bound != GJ_NO_INDEX) return COST_SKIP_BOUND;
    return item->nvalues <= 1 ? COST_SKIP_FEW : COST_SKIP_VALUES;
}

static void relax(gj_state *state, int cost, int move, uint32_t window) {
    if (cost >= state->cost) return;
    state->cost = cost;
    state->move = (uint8_t)move;
    state->window = (uint8_t)window;
}

static bool is_piece(const gj_window *w, uint32_t item) {
    for (uint32_t i = 0; i < w->npieces; i++)
        if (w->pieces[i] == item) return true;
    return false;
}

/* Tries every window that starts at item I as row LEAF. */
static void try_windows(const gj_frame *f, gj_state *states, uint32_t i, uint32_t leaf, int cost) {
    const gj_aligner *a = f->a;
    uint32_t m = f->zone.to - f->zone.from, width = f->nleaves + 1, anchor = f->leaf[leaf].anchor;
    gj_window w = {0};
    if (anchor != GJ_NO_INDEX && (anchor < i || anchor >= i + MAX_WINDOW)) return;
    for (uint32_t size = 1; size <= MAX_WINDOW && i + size <= m; size++) {
        uint32_t at = i + size - 1;
        const gj_item *item = &a->items[f->zone.from + at];
        if (item->kind == GJ_ITEM_BARRIER || item->used) return;
        if (f->anchor[at] != GJ_NO_INDEX && f->anchor[at] != leaf) return;
        if (item->kind == GJ_ITEM_LABEL) {
            bool known = item->name != GJ_NO_INDEX && !names_leaf(f, item, leaf) && !begins_leaf(f, item, leaf);
            if (known) {
                if (size == 1 || (names_leaf(f, item, GJ_NO_INDEX) && a->names->name[item->name].unique)) return;
                continue; /* a group's label in the middle of a row */
            }
            if (w.npieces == MAX_PIECES) return;
            w.pieces[w.npieces++] = f->zone.from + at;
            w.joined = false;
            if (item->fragment == GJ_FRAGMENT_NO) w.solid += item->fold.n;
            if (w.solid > f->leaf[leaf].longest && w.npieces > 1 && !names_leaf(f, &a->items[w.pieces[0]], leaf))
                return; /* and it only grows */
            if (w.runs) w.label_behind = true;
            if (w.runs && w.npieces == 1) w.values_first = true;
        } else {
            if (w.runs == 3) return;
            if (w.runs++ == 0) w.first_run = f->zone.from + at;
            w.last_run = f->zone.from + at;
            w.nvalues += item->nvalues;
            w.nblanks += item->ntokens - item->nvalues;
            if (item->bound != GJ_NO_INDEX && item->bound < f->zone.from + i && item->nvalues > 0) w.torn = true;
            if (item->bound != GJ_NO_INDEX && item->bound >= f->zone.from + i && item->nvalues > 0)
                w.group_owned = !is_piece(&w, item->bound);
        }
        if (anchor != GJ_NO_INDEX && at < anchor) continue;
        if (states[(size_t)(i + size) * width + leaf + 1].cost <= cost) continue; /* no window can do better */
        if (!w.joined && w.npieces > 0) {
            join_label(f, &w, leaf);
            w.joined = true;
        }
        gj_window end = w;
        int unit = window_cost(f, &end, i, size, leaf);
        if (unit >= COST_INFINITE) continue;
        relax(&states[(size_t)(i + size) * width + leaf + 1], cost + unit, MOVE_ROW, size);
        if (unit == 0 && (i + size >= m || a->items[f->zone.from + i + size].name != GJ_NO_INDEX)) return;
    }
}

static void read_match(const gj_frame *f, uint32_t i, uint32_t size, uint32_t leaf, gj_match *match) {
    gj_aligner *a = f->a;
    gj_window w = {0};
    *match = (gj_match){.found = true, .from = f->zone.from + i, .to = f->zone.from + i + size, .first = GJ_NO_INDEX, .last = GJ_NO_INDEX};
    for (uint32_t k = match->from; k < match->to; k++) {
        gj_item *item = &a->items[k];
        if (item->kind == GJ_ITEM_LABEL) {
            if (item->name != GJ_NO_INDEX && !names_leaf(f, item, leaf) && !begins_leaf(f, item, leaf)) continue;
            w.pieces[w.npieces++] = k;
        }
        item->used = true;
    }
    match->labelled = w.npieces > 0;
    if (!match->labelled) return;
    join_label(f, &w, leaf);
    for (uint32_t p = 0; p < w.npieces; p++) {
        if (a->items[w.pieces[p]].fragment >= w.keep) continue;
        if (match->first == GJ_NO_INDEX) match->first = w.pieces[p];
        match->last = w.pieces[p];
    }
    match->errors = w.label.errors;
    match->truncated = w.label.truncated;
    match->wrong_ordinal = w.label.wrong_ordinal;
}

void gj_align_rows(gj_aligner *a, uint32_t table, gj_zone zone, gj_match *match) {
    gj_frame f = {.a = a, .table = table, .form = &a->form->tables[table], .zone = zone};
    build_frame(&f);
    mark_fragments(&f);
    for (uint32_t j = 0; j < f.nleaves; j++) match[j] = (gj_match){0};
    uint32_t n = f.nleaves, width = n + 1;
    if (n == 0) return;
    if ((uint64_t)(zone.to - zone.from + 1) * width > MAX_STATES) f.zone.to = zone.from + MAX_STATES / width - 1;
    uint32_t m = f.zone.to - f.zone.from;
    for (uint32_t j = 0; j < n; j++)
        if (f.leaf[j].anchor != GJ_NO_INDEX && f.leaf[j].anchor >= m) f.leaf[j].anchor = GJ_NO_INDEX;
    uint32_t *most = gj_arena_raw(a->scratch, m + 1, sizeof *most); /* the last row that the anchors to come allow */
    most[m] = n;
    for (uint32_t i = m; i-- > 0;) most[i] = f.anchor[i] != GJ_NO_INDEX ? f.anchor[i] : most[i + 1];
    gj_state *states = gj_arena_raw(a->scratch, (size_t)(m + 1) * width, sizeof *states);
    for (size_t k = 0; k < (size_t)(m + 1) * width; k++) states[k].cost = COST_INFINITE;
    states[0] = (gj_state){0};
    for (uint32_t i = 0; i <= m; i++)
        for (uint32_t j = 0; j <= most[i]; j++) {
            int cost = states[(size_t)i * width + j].cost;
            if (cost >= COST_INFINITE) continue;
            if (j < n && f.leaf[j].anchor == GJ_NO_INDEX) relax(&states[(size_t)i * width + j + 1], cost + COST_ABSENT, MOVE_ABSENT, 0);
            if (i == m) continue;
            if (f.anchor[i] == GJ_NO_INDEX)
                relax(&states[(size_t)(i + 1) * width + j], cost + skip_cost(&f, &a->items[f.zone.from + i]), MOVE_SKIP, 0);
            if (j < n) try_windows(&f, states, i, j, cost);
        }
    for (uint32_t i = m, j = n; i > 0 || j > 0;) {
        const gj_state *state = &states[(size_t)i * width + j];
        if (state->cost >= COST_INFINITE) break;
        if (state->move == MOVE_ABSENT) {
            j--;
        } else if (state->move == MOVE_SKIP) {
            i--;
        } else if (state->move == MOVE_ROW) {
            i -= state->window;
            j--;
            read_match(&f, i, state->window, j, &match[j]);
        } else {
            break;
        }
    }
}
