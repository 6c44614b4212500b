/* docx.c - a Word file as a document: which elements of WordprocessingML are what. The container is package.h, the numbers before
 * paragraphs numbering.h, paragraphs and tables flow.h.
 *
 * What Word shows is read: insertions, text boxes, fields' results, the numbers of lists. What it does not show is not: deletions, hidden
 * text, field codes. Footnotes stand at the end; their marks are left out, since they would be taken for digits. A table of contents is
 * left out, since it repeats every heading.
 */
#include <string.h>

#include "report/flow.h"
#include "report/load.h"
#include "report/numbering.h"
#include "report/package.h"

typedef enum role {
    OTHER,
    SKIP, /* with all that it holds */
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TEXT,
    TABLE,
    ROW,
    ROW_PROPERTIES,
    CELL,
    CELL_PROPERTIES,
    DELETION, /* of what it holds; among properties, of the paragraph's mark or of the row */
    ALTERNATIVES,
    CHOICE,
    FALLBACK,
    BOX,
    NOTE,
    PROPERTY /* has no content that matters: see property() */
} role;

static const struct {
    const char *name;
    role role;
} elements[] = {
    {"AlternateContent", ALTERNATIVES},
    {"Choice", CHOICE},
    {"Fallback", FALLBACK},
    {"br", PROPERTY},
    {"cr", PROPERTY},
    {"del", DELETION},
    {"delInstrText", SKIP},
    {"delText", SKIP},
    {"endnote", NOTE},
    {"footnote", NOTE},
    {"gridBefore", PROPERTY},
    {"gridSpan", PROPERTY},
    {"ilvl", PROPERTY},
    {"instrText", SKIP},
    {"moveFrom", DELETION},
    {"noBreakHyphen", PROPERTY},
    {"numId", PROPERTY},
    {"numberingChange", SKIP},
    {"outlineLvl", PROPERTY},
    {"p", PARAGRAPH},
    {"pPr", PARAGRAPH_PROPERTIES},
    {"pPrChange", SKIP},
    {"pStyle", PROPERTY},
    {"r", RUN},
    {"rPr", RUN_PROPERTIES},
    {"rPrChange", SKIP},
    {"rt", SKIP},
    {"sdtPr", SKIP},
    {"sectPr", SKIP},
    {"t", TEXT},
    {"tab", PROPERTY},
    {"tbl", TABLE},
    {"tblPr", SKIP},
    {"tblPrChange", SKIP},
    {"tc", CELL},
    {"tcPr", CELL_PROPERTIES},
    {"tcPrChange", SKIP},
    {"tr", ROW},
    {"trPr", ROW_PROPERTIES},
    {"trPrChange", SKIP},
    {"txbxContent", BOX},
    {"vMerge", PROPERTY},
    {"vanish", PROPERTY},
    {"vertAlign", PROPERTY},
};

typedef struct element {
    role role;
    bool chosen;   /* ALTERNATIVES: one was taken */
    bool deleted;  /* ROW; PARAGRAPH: its mark */
    bool hidden;   /* RUN */
    bool raised;   /* RUN: a superscript */
    bool labelled; /* PARAGRAPH: its properties are done with */
    bool begun;    /* CELL */
    bool contents; /* PARAGRAPH: of a table of contents */
    bool merged;   /* CELL */
    uint32_t span; /* CELL */
} element;

typedef struct reader {
    gj_flow *flow;
    gj_numbering *numbering;
    element open[GJ_LIMIT_DEPTH + 1]; /* open[0] is a sentinel; the package refuses deeper nesting */
    uint32_t depth, skipping, texts;
    gj_paragraph_style style; /* of the paragraph whose properties are being read */
    char style_id[128];
    bool join; /* the mark of the paragraph before was deleted: the next one continues it */
    gj_buf label;
} reader;

static role role_of(const char *name) {
    size_t low = 0, high = sizeof elements / sizeof *elements;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, elements[middle].name);
        if (order == 0) return elements[middle].role;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return OTHER;
}

/* The innermost open element of a role; the sentinel when there is none. A box keeps what is around it from what it holds. */
static element *innermost(reader *r, role wanted) {
    uint32_t i = r->depth;
    while (i > 0 && r->open[i].role != wanted && r->open[i].role != BOX) i--;
    return r->open[i].role == wanted ? &r->open[i] : &r->open[0];
}

static bool within(reader *r, role wanted) {
    return innermost(r, wanted) != &r->open[0];
}

/* Opens the cell in the flow once its properties are known. */
static void begin_cell(reader *r) {
    element *c = innermost(r, CELL);
    if (c->role != CELL || c->begun) return;
    c->begun = true;
    gj_flow_cell(r->flow, c->span, 1, c->merged);
}

/* Begins the paragraph's text once its properties are known: its label, and whether it is a heading. */
static void begin_paragraph(reader *r) {
    element *p = innermost(r, PARAGRAPH);
    if (p->role != PARAGRAPH || p->labelled) return;
    p->labelled = true;
    p->contents = gj_numbering_is_contents(r->numbering, &r->style);
    bool joined = r->join;
    r->join = false;
    if (!joined) gj_flow_paragraph(r->flow, gj_numbering_heading(r->numbering, &r->style));
    if (joined || p->deleted || p->contents) return;
    gj_buf_clear(&r->label);
    gj_numbering_label(r->numbering, &r->style, &r->label);
    gj_flow_text(r->flow, gj_buf_str(&r->label));
}

static void end_paragraph(reader *r, const element *p) {
    if (p->contents)
        gj_flow_forget(r->flow);
    else if (p->deleted)
        r->join = true;
    else
        gj_flow_paragraph(r->flow, 0);
}

static void property(reader *r, const gj_xml_element *e) {
    const char *name = e->name;
    if (within(r, PARAGRAPH_PROPERTIES)) {
        gj_str value = gj_xml_attribute(e, "val");
        if (strcmp(name, "pStyle") == 0 && value.n < sizeof r->style_id) {
            if (value.n > 0) memcpy(r->style_id, value.p, value.n);
            r->style.style = (gj_str){r->style_id, value.n};
        } else if (strcmp(name, "numId") == 0) {
            r->style.list = gj_xml_number(e, "val", 0);
        } else if (strcmp(name, "ilvl") == 0) {
            r->style.level = gj_xml_number(e, "val", 0);
        } else if (strcmp(name, "outlineLvl") == 0) {
            r->style.outline = gj_xml_number(e, "val", 9);
        }
    } else if (within(r, CELL_PROPERTIES)) {
        if (strcmp(name, "gridSpan") == 0) innermost(r, CELL)->span = gj_xml_number(e, "val", 1);
        if (strcmp(name, "vMerge") == 0) innermost(r, CELL)->merged = !gj_str_eq(gj_xml_attribute(e, "val"), GJ_STR("restart"));
    } else if (within(r, ROW_PROPERTIES)) {
        if (strcmp(name, "gridBefore") == 0) gj_flow_skip(r->flow, gj_xml_number(e, "val", 0));
    } else if (within(r, RUN)) {
        element *run = innermost(r, RUN);
        if (strcmp(name, "vanish") == 0)
            run->hidden = gj_xml_on(e);
        else if (strcmp(name, "vertAlign") == 0)
            run->raised = gj_str_eq(gj_xml_attribute(e, "val"), GJ_STR("superscript"));
        else if (run->hidden)
            return;
        else if (strcmp(name, "tab") == 0)
            gj_flow_text(r->flow, GJ_STR("\t"));
        else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0)
            gj_flow_break(r->flow);
        else if (strcmp(name, "noBreakHyphen") == 0)
            gj_flow_text(r->flow, GJ_STR("-"));
    }
}

/* The role of an element where it stands. */
static role role_here(reader *r, const gj_xml_element *e) {
    role kind = role_of(e->name);
    if (kind == DELETION && within(r, PARAGRAPH_PROPERTIES)) {
        innermost(r, PARAGRAPH)->deleted = true;
        return OTHER;
    }
    if (kind == DELETION && within(r, ROW_PROPERTIES)) {
        innermost(r, ROW)->deleted = true;
        return OTHER;
    }
    if (kind == DELETION) return SKIP;
    if (kind == CHOICE || kind == FALLBACK) { /* the same content twice: the first is taken */
        element *both = &r->open[r->depth];
        if (both->role != ALTERNATIVES) return OTHER;
        if (both->chosen) return SKIP;
        both->chosen = true;
        return OTHER;
    }
    if (kind == NOTE) { /* the lines between text and notes are notes too */
        gj_str type = gj_xml_attribute(e, "type");
        return type.n > 0 && !gj_str_eq(type, GJ_STR("normal")) ? SKIP : NOTE;
    }
    return kind;
}

static void start(void *context, const gj_xml_element *e) {
    reader *r = context;
    role kind = r->skipping > 0 ? SKIP : role_here(r, e);
    if (kind == PROPERTY) property(r, e);
    if (kind == BOX) begin_paragraph(r);
    r->open[++r->depth] = (element){.role = kind, .span = 1};
    switch (kind) {
    case SKIP: r->skipping++; break;
    case PARAGRAPH:
        begin_cell(r);
        r->style = (gj_paragraph_style){.list = GJ_NUMBERING_INHERIT, .level = GJ_NUMBERING_INHERIT, .outline = GJ_NUMBERING_INHERIT};
        break;
    case RUN: begin_paragraph(r); break;
    case TEXT: r->texts++; break;
    case TABLE:
        begin_cell(r);
        r->join = false;
        gj_flow_table(r->flow);
        break;
    case ROW: gj_flow_row(r->flow); break;
    case BOX: gj_flow_aside(r->flow); break;
    default: break;
    }
}

static void end(void *context, const char *name) {
    (void)name;
    reader *r = context;
    if (r->depth == 0) return;
    element e = r->open[r->depth];
    if (e.role == PARAGRAPH || e.role == PARAGRAPH_PROPERTIES) begin_paragraph(r);
    if (e.role == CELL || e.role == CELL_PROPERTIES) begin_cell(r);
    e = r->open[r->depth--];
    switch (e.role) {
    case SKIP: r->skipping--; break;
    case PARAGRAPH: end_paragraph(r, &e); break;
    case TEXT: r->texts--; break;
    case TABLE: gj_flow_table_end(r->flow); break;
    case ROW:
        if (e.deleted) gj_flow_row_forget(r->flow);
        gj_flow_row_end(r->flow);
        break;
    case CELL: gj_flow_cell_end(r->flow); break;
    case BOX: gj_flow_aside_end(r->flow); break;
    default: break;
    }
}

static void text(void *context, gj_str s) {
    reader *r = context;
    if (r->skipping > 0 || r->texts == 0 || innermost(r, RUN)->hidden) return;
    for (size_t from = 0; from < s.n;) { /* the flow gives tabs and line ends a meaning that they do not have here */
        size_t to = from;
        while (to < s.n && strchr("\t\r\n", s.p[to]) == NULL) to++;
        (innermost(r, RUN)->raised ? gj_flow_superscript : gj_flow_text)(r->flow, gj_str_slice(s, from, to));
        if (to < s.n) gj_flow_text(r->flow, GJ_STR(" "));
        from = to + 1;
    }
}

static gj_diag_code full(void *context) {
    return gj_flow_full(((reader *)context)->flow);
}

/* ---- the title among the document's properties, and where the main part is ---- */

typedef struct look {
    gj_arena *arena;
    gj_buf title;
    bool in_title;
    char part[256];
} look;

static void look_start(void *context, const gj_xml_element *e) {
    look *l = context;
    if (strcmp(e->name, "title") == 0) l->in_title = true;
    if (strcmp(e->name, "Relationship") != 0) return;
    gj_str target = gj_xml_attribute(e, "Target");
    if (!gj_str_has_suffix(gj_xml_attribute(e, "Type"), GJ_STR("/officeDocument"))) return;
    while (target.n > 0 && target.p[0] == '/') target = gj_str_slice(target, 1, target.n);
    if (target.n == 0 || target.n >= sizeof l->part) return;
    memcpy(l->part, target.p, target.n);
    l->part[target.n] = '\0';
}

static void look_end(void *context, const char *name) {
    if (strcmp(name, "title") == 0) ((look *)context)->in_title = false;
}

static void look_text(void *context, gj_str s) {
    look *l = context;
    if (l->in_title && l->title.n < 1000) gj_buf_add(&l->title, s);
}

static const gj_xml_handler looking = {.start = look_start, .end = look_end, .text = look_text};
static const gj_xml_handler reading = {.start = start, .end = end, .text = text, .full = full};

/* The parts that go with the main one are in its folder. */
static gj_str beside(gj_arena *arena, const char *part, const char *name) {
    const char *slash = strrchr(part, '/');
    return gj_str_format(arena, "%.*s%s", slash == NULL ? 0 : (int)(slash + 1 - part), part, name);
}

static int read_parts(gj_arena *arena, gj_package *package, gj_str path, reader *r, look *l, gj_diags *diags) {
    if (gj_package_read(package, "_rels/.rels", &looking, l) != 0) return 1;
    if (l->part[0] == '\0' || !gj_package_has(package, l->part)) strcpy(l->part, "word/document.xml");
    if (!gj_package_has(package, l->part)) {
        GJ_DIAG(diags, GJ_E_DOCX_BROKEN, GJ_SPAN_NONE, path, gj_str_from(l->part));
        return 1;
    }
    if (gj_package_read(package, "docProps/core.xml", &looking, l) != 0 ||
        gj_package_read(package, beside(arena, l->part, "styles.xml").p, &gj_numbering_styles, r->numbering) != 0 ||
        gj_package_read(package, beside(arena, l->part, "numbering.xml").p, &gj_numbering_lists, r->numbering) != 0)
        return 1;
    gj_numbering_ready(r->numbering);
    static const char *const texts[] = {NULL, "footnotes.xml", "endnotes.xml"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        r->depth = r->skipping = r->texts = 0;
        gj_str part = texts[i] == NULL ? gj_str_from(l->part) : beside(arena, l->part, texts[i]);
        if (gj_package_read(package, part.p, &reading, r) != 0) return 1;
        gj_flow_paragraph(r->flow, 0);
    }
    return 0;
}

int gj_read_docx(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags) {
    gj_package *package = gj_package_open(path, bytes, diags);
    if (package == NULL) return 1;
    reader *r = GJ_NEW(arena, reader);
    r->flow = gj_flow_new(arena, GJ_FORMAT_DOCX);
    r->numbering = gj_numbering_new(arena);
    look l = {.arena = arena};
    int failed = read_parts(arena, package, path, r, &l, diags);
    gj_package_close(package);
    if (failed && gj_flow_full(r->flow) == GJ_DIAG_NONE)
        gj_flow_drop(r->flow);
    else
        failed = gj_flow_finish(r->flow, path, gj_buf_str(&l.title), doc, diags);
    gj_buf_free(&r->label);
    gj_buf_free(&l.title);
    return failed;
}
