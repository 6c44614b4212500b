#include "report/numbering.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LEVELS = 9,
    MANY = 20000,     /* styles, lists and outlines kept: a hostile file may declare millions */
    HERITAGE = 32,    /* styles a style may stand on */
    LABEL_BYTES = 120 /* a longer level text is no label */
};

typedef struct style {
    gj_str id, parent;
    bool contents;
    uint32_t list, level, outline, order;
} style;

typedef struct level {
    gj_str format, text, style;
    uint32_t start, restart;
    bool decimal, tight; /* isLgl; suff is nothing */
} level;

typedef struct outline { /* abstractNum: its counters are shared by the lists that use it */
    uint32_t id;
    gj_str link, linked_from; /* numStyleLink, styleLink */
    level levels[LEVELS];
    uint32_t counter[LEVELS];
    bool counting[LEVELS];
} outline;

typedef struct list { /* num */
    uint32_t id, outline_id;
    uint32_t start[LEVELS]; /* startOverride, or INHERIT */
    bool used;
    outline *outline;
} list;

struct gj_numbering {
    gj_arena *arena;
    style *styles;
    outline **outlines;
    list *lists;
    uint32_t nstyles, noutlines, nlists;
    uint32_t styles_capacity, outlines_capacity, lists_capacity;
    /* while reading */
    bool in_style, in_list, ignored; /* ignored: past MANY */
    uint32_t current;                /* level being declared; LEVELS for none */
};

gj_numbering *gj_numbering_new(gj_arena *arena) {
    gj_numbering *n = GJ_NEW(arena, gj_numbering);
    n->arena = arena;
    return n;
}

/* Room for one more of SIZE in ITEMS. */
static void *grown(gj_arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size) {
    if (count < *capacity) return items;
    uint32_t more = *capacity == 0 ? 32 : *capacity * 2;
    char *block = gj_arena_array(arena, more, size);
    if (count > 0) memcpy(block, items, count * size);
    *capacity = more;
    return block;
}

static bool is(const char *name, const char *expected) {
    return strcmp(name, expected) == 0;
}

/* ---- styles.xml ---- */

static void style_start(void *context, const gj_xml_element *e) {
    gj_numbering *n = context;
    if (is(e->name, "style")) {
        n->in_style = n->nstyles < MANY && gj_str_eq(gj_xml_attribute(e, "type"), GJ_STR("paragraph"));
        if (!n->in_style) return;
        n->styles = grown(n->arena, n->styles, n->nstyles, &n->styles_capacity, sizeof *n->styles);
        n->styles[n->nstyles] = (style){.id = gj_str_copy(n->arena, gj_xml_attribute(e, "styleId")),
                                        .list = GJ_NUMBERING_INHERIT,
                                        .level = GJ_NUMBERING_INHERIT,
                                        .outline = GJ_NUMBERING_INHERIT,
                                        .order = n->nstyles};
        n->nstyles++;
        return;
    }
    if (!n->in_style) return;
    style *s = &n->styles[n->nstyles - 1];
    if (is(e->name, "name")) {
        gj_str name = gj_xml_attribute(e, "val");
        s->contents = name.n >= 4 && strncasecmp(name.p, "toc ", 4) == 0;
        if (name.n == 9 && strncasecmp(name.p, "heading ", 8) == 0 && name.p[8] >= '1' && name.p[8] <= '9' &&
            s->outline == GJ_NUMBERING_INHERIT)
            s->outline = (uint32_t)(name.p[8] - '1');
        if (gj_str_eq(name, GJ_STR("Title")) && s->outline == GJ_NUMBERING_INHERIT) s->outline = 0;
    } else if (is(e->name, "basedOn")) {
        s->parent = gj_str_copy(n->arena, gj_xml_attribute(e, "val"));
    } else if (is(e->name, "numId")) {
        s->list = gj_xml_number(e, "val", GJ_NUMBERING_INHERIT);
    } else if (is(e->name, "ilvl")) {
        s->level = gj_xml_number(e, "val", GJ_NUMBERING_INHERIT);
    } else if (is(e->name, "outlineLvl")) {
        s->outline = gj_xml_number(e, "val", GJ_NUMBERING_INHERIT);
    }
}

static void style_end(void *context, const char *name) {
    if (is(name, "style")) ((gj_numbering *)context)->in_style = false;
}

const gj_xml_handler gj_numbering_styles = {.start = style_start, .end = style_end};

/* ---- numbering.xml ---- */

static void begin_outline(gj_numbering *n, const gj_xml_element *e) {
    n->ignored = n->noutlines >= MANY;
    n->in_list = false;
    n->current = LEVELS;
    if (n->ignored) return;
    n->outlines = grown(n->arena, n->outlines, n->noutlines, &n->outlines_capacity, sizeof(outline *));
    outline *o = GJ_NEW(n->arena, outline);
    o->id = gj_xml_number(e, "abstractNumId", GJ_NUMBERING_INHERIT);
    for (int i = 0; i < LEVELS; i++) o->levels[i].restart = GJ_NUMBERING_INHERIT;
    n->outlines[n->noutlines++] = o;
}

static void begin_list(gj_numbering *n, const gj_xml_element *e) {
    n->ignored = n->nlists >= MANY;
    n->in_list = true;
    n->current = LEVELS;
    if (n->ignored) return;
    n->lists = grown(n->arena, n->lists, n->nlists, &n->lists_capacity, sizeof *n->lists);
    list *l = &n->lists[n->nlists++];
    *l = (list){.id = gj_xml_number(e, "numId", GJ_NUMBERING_INHERIT)};
    for (int i = 0; i < LEVELS; i++) l->start[i] = GJ_NUMBERING_INHERIT;
}

static void list_start(void *context, const gj_xml_element *e) {
    gj_numbering *n = context;
    if (is(e->name, "abstractNum")) {
        begin_outline(n, e);
        return;
    }
    if (is(e->name, "num")) {
        begin_list(n, e);
        return;
    }
    if (n->ignored) return;
    if (n->in_list) {
        if (n->nlists == 0) return;
        list *l = &n->lists[n->nlists - 1];
        if (is(e->name, "abstractNumId"))
            l->outline_id = gj_xml_number(e, "val", GJ_NUMBERING_INHERIT);
        else if (is(e->name, "lvlOverride"))
            n->current = gj_xml_number(e, "ilvl", LEVELS);
        else if (is(e->name, "startOverride") && n->current < LEVELS)
            l->start[n->current] = gj_xml_number(e, "val", 1);
        return;
    }
    if (n->noutlines == 0) return;
    outline *o = n->outlines[n->noutlines - 1];
    gj_str value = gj_xml_attribute(e, "val");
    if (is(e->name, "lvl"))
        n->current = gj_xml_number(e, "ilvl", LEVELS);
    else if (is(e->name, "numStyleLink"))
        o->link = gj_str_copy(n->arena, value);
    else if (is(e->name, "styleLink"))
        o->linked_from = gj_str_copy(n->arena, value);
    if (n->current >= LEVELS) return;
    level *v = &o->levels[n->current];
    if (is(e->name, "start"))
        v->start = gj_xml_number(e, "val", 1);
    else if (is(e->name, "numFmt"))
        v->format = gj_str_copy(n->arena, value);
    else if (is(e->name, "lvlText"))
        v->text = gj_str_copy(n->arena, gj_str_slice(value, 0, value.n > LABEL_BYTES ? 0 : value.n));
    else if (is(e->name, "pStyle"))
        v->style = gj_str_copy(n->arena, value);
    else if (is(e->name, "suff"))
        v->tight = gj_str_eq(value, GJ_STR("nothing"));
    else if (is(e->name, "lvlRestart"))
        v->restart = gj_xml_number(e, "val", GJ_NUMBERING_INHERIT);
    else if (is(e->name, "isLgl"))
        v->decimal = gj_xml_on(e);
}

static void list_end(void *context, const char *name) {
    gj_numbering *n = context;
    if (is(name, "lvl") || is(name, "lvlOverride")) n->current = LEVELS;
}

const gj_xml_handler gj_numbering_lists = {.start = list_start, .end = list_end};

/* ---- looking up ---- */

static int by_style(const void *a, const void *b) {
    const style *x = a, *y = b;
    int order = gj_str_cmp(x->id, y->id);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

static int by_list(const void *a, const void *b) {
    const list *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static int by_outline(const void *a, const void *b) {
    const outline *x = *(outline *const *)a, *y = *(outline *const *)b;
    return (x->id > y->id) - (x->id < y->id);
}

static const style *find_style(const gj_numbering *n, gj_str id) {
    if (n->nstyles == 0 || id.n == 0) return NULL;
    style key = {.id = id};
    size_t low = 0, high = n->nstyles;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (by_style(&n->styles[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n->nstyles && gj_str_eq(n->styles[low].id, id) ? &n->styles[low] : NULL;
}

static list *find_list(const gj_numbering *n, uint32_t id) {
    list key = {.id = id};
    return n->nlists == 0 ? NULL : bsearch(&key, n->lists, n->nlists, sizeof key, by_list);
}

static outline *find_outline(const gj_numbering *n, uint32_t id) {
    outline wanted = {.id = id}, *key = &wanted;
    outline **found = n->noutlines == 0 ? NULL : bsearch(&key, n->outlines, n->noutlines, sizeof key, by_outline);
    return found == NULL ? NULL : *found;
}

void gj_numbering_ready(gj_numbering *n) {
    if (n->nstyles > 1) qsort(n->styles, n->nstyles, sizeof *n->styles, by_style);
    if (n->nlists > 1) qsort(n->lists, n->nlists, sizeof *n->lists, by_list);
    if (n->noutlines > 1) qsort(n->outlines, n->noutlines, sizeof *n->outlines, by_outline);
    outline *linked = NULL; /* the one that list styles lead to; files have one or two */
    for (uint32_t i = 0; i < n->nlists; i++) {
        outline *o = find_outline(n, n->lists[i].outline_id);
        if (o != NULL && o->link.n > 0) {
            if (linked == NULL || !gj_str_eq(linked->linked_from, o->link)) {
                linked = NULL;
                for (uint32_t k = 0; k < n->noutlines && linked == NULL && k < 1000; k++)
                    if (gj_str_eq(n->outlines[k]->linked_from, o->link)) linked = n->outlines[k];
            }
            if (linked != NULL) o = linked;
        }
        n->lists[i].outline = o;
    }
}

/* ---- paragraphs ---- */

/* The paragraph's own word, else that of the nearest style it stands on that has one; *FROM gets that style's id. */
static uint32_t inherited(const gj_numbering *n, const gj_paragraph_style *p, size_t offset, uint32_t own, gj_str *from) {
    if (own != GJ_NUMBERING_INHERIT) return own;
    gj_str id = p->style;
    for (int depth = 0; depth < HERITAGE; depth++) {
        const style *s = find_style(n, id);
        if (s == NULL) break;
        uint32_t value = *(const uint32_t *)(const void *)((const char *)s + offset);
        if (value != GJ_NUMBERING_INHERIT) {
            if (from != NULL) *from = s->id;
            return value;
        }
        id = s->parent;
    }
    return GJ_NUMBERING_INHERIT;
}

unsigned gj_numbering_heading(const gj_numbering *n, const gj_paragraph_style *p) {
    uint32_t depth = inherited(n, p, offsetof(style, outline), p->outline, NULL);
    return depth > 8 ? 0 : depth > 5 ? 6 : depth + 1;
}

bool gj_numbering_is_contents(const gj_numbering *n, const gj_paragraph_style *p) {
    const style *s = find_style(n, p->style);
    return s != NULL && s->contents;
}

/* Advances the counters of a list for a paragraph at LEVEL. */
static void count(list *l, outline *o, uint32_t at) {
    if (!l->used) {
        l->used = true;
        for (int i = 0; i < LEVELS; i++)
            if (l->start[i] != GJ_NUMBERING_INHERIT) o->counting[i] = false;
    }
    for (uint32_t i = 0; i <= at; i++) {
        uint32_t start = l->start[i] != GJ_NUMBERING_INHERIT ? l->start[i] : o->levels[i].start;
        if (!o->counting[i])
            o->counter[i] = start;
        else if (i == at)
            o->counter[i]++;
        o->counting[i] = true;
    }
    for (uint32_t i = at + 1; i < LEVELS; i++)
        if (o->levels[i].restart != 0) o->counting[i] = false;
}

void gj_numbering_label(gj_numbering *n, const gj_paragraph_style *p, gj_buf *out) {
    gj_str from = GJ_STR_NONE;
    uint32_t id = inherited(n, p, offsetof(style, list), p->list, &from);
    list *l = id == 0 || id == GJ_NUMBERING_INHERIT ? NULL : find_list(n, id);
    if (l == NULL || l->outline == NULL) return;
    outline *o = l->outline;
    uint32_t at = inherited(n, p, offsetof(style, level), p->level, NULL);
    if (from.n > 0) /* the list says which of its levels the style is */
        for (uint32_t i = 0; i < LEVELS; i++)
            if (gj_str_eq(o->levels[i].style, from)) at = i;
    if (at == GJ_NUMBERING_INHERIT) at = 0;
    if (at >= LEVELS) return;
    count(l, o, at);
    const level *v = &o->levels[at];
    if (gj_str_eq(v->format, GJ_STR("bullet"))) return;
    size_t before = out->n;
    for (size_t i = 0; i < v->text.n; i++) {
        char digit = i + 1 < v->text.n && v->text.p[i] == '%' ? v->text.p[i + 1] : '\0';
        if (digit < '1' || digit > '9') {
            gj_buf_addc(out, v->text.p[i]);
            continue;
        }
        uint32_t of = (uint32_t)(digit - '1');
        gj_numeral_add(out, o->counter[of], v->decimal ? GJ_STR("decimal") : o->levels[of].format);
        i++;
    }
    if (out->n > before && !v->tight && (unsigned char)out->p[out->n - 1] < 0x80) gj_buf_addc(out, ' ');
}
