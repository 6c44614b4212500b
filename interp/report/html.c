/* html.c - a web page as a document: libxml2 copes with the markup, the flow (flow.h) with paragraphs and tables. Here: which tags
 * are what, and which parts of a page are not the report.
 *
 * Scripts, forms' controls and what is hidden never are. A menu, a footer or a side bar is known by its tag or by its class, and is
 * forgotten at its end unless it turns out to hold a table or more text than links: pages put such classes on the strangest things.
 */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "report/charset.h"
#include "report/flow.h"
#include "report/load.h"
#include "report/markup.h"

typedef enum role {
    INLINE,  /* and every tag that is not listed */
    BLOCK,   /* begins and ends a paragraph */
    HEADING, /* h1 to h6 */
    SKIP,    /* with all that it holds */
    LINKS,   /* a block that is probably a menu or a footer */
    ITEM,    /* a block that is forgotten when it is nothing but links */
    TABLE,
    ROW,
    CELL,
    BREAK,
    LINK,
    PRE,
    TITLE,
    RAISED /* a superscript: a footnote's mark behind a number is no digit of it */
} role;

static const struct {
    const char *name;
    role role;
} tags[] = {
    {"a", LINK},           {"address", BLOCK}, {"applet", SKIP},   {"article", BLOCK}, {"aside", LINKS},    {"audio", SKIP},
    {"blockquote", BLOCK}, {"body", BLOCK},    {"br", BREAK},      {"button", SKIP},   {"canvas", SKIP},    {"caption", BLOCK},
    {"center", BLOCK},     {"datalist", SKIP}, {"dd", BLOCK},      {"del", SKIP},      {"details", BLOCK},  {"dialog", SKIP},
    {"div", BLOCK},        {"dl", BLOCK},      {"dt", BLOCK},      {"embed", SKIP},    {"fieldset", BLOCK}, {"figcaption", BLOCK},
    {"figure", BLOCK},     {"footer", LINKS},  {"form", BLOCK},    {"frameset", SKIP}, {"h1", HEADING},     {"h2", HEADING},
    {"h3", HEADING},       {"h4", HEADING},    {"h5", HEADING},    {"h6", HEADING},    {"header", BLOCK},   {"hr", BLOCK},
    {"iframe", SKIP},      {"legend", BLOCK},  {"li", ITEM},       {"main", BLOCK},    {"map", SKIP},       {"marquee", SKIP},
    {"math", SKIP},        {"menu", LINKS},    {"nav", LINKS},     {"noframes", SKIP}, {"noscript", SKIP},  {"object", SKIP},
    {"ol", BLOCK},         {"optgroup", SKIP}, {"option", SKIP},   {"p", BLOCK},       {"pre", PRE},        {"script", SKIP},
    {"section", BLOCK},    {"select", SKIP},   {"style", SKIP},    {"summary", BLOCK}, {"sup", RAISED},     {"svg", SKIP},
    {"table", TABLE},      {"td", CELL},       {"template", SKIP}, {"textarea", SKIP}, {"th", CELL},        {"title", TITLE},
    {"tr", ROW},           {"ul", BLOCK},      {"video", SKIP},    {"xmp", PRE},
};

/* Words of a class or an id that name what surrounds an article. */
static const char *const surroundings[] = {"nav",        "navbar",    "navigation",      "menu",      "menubar", "foot",
                                           "footer",     "sidebar",   "breadcrumb",      "crumb",     "crumbs",  "share",
                                           "pager",      "paging",    "pagination",      "copyright", "topbar",  "toolbar",
                                           "friendlink", "recommend", "bdsharebuttonbox"};

enum { KEEP_BYTES = 600, STYLE_BYTES = 256 };

typedef struct element {
    const xmlChar *name; /* libxml2's dictionary keeps it */
    role role;
    gj_flow_mark mark;      /* for LINKS */
    uint32_t linked, plain; /* bytes of text before it */
} element;

typedef struct page {
    htmlParserCtxtPtr parser;
    gj_flow *flow;
    element *open; /* GJ_LIMIT_DEPTH of them */
    uint32_t depth, skipping, links, pre, raised;
    uint32_t linked, plain; /* bytes of text inside and outside links */
    bool space;             /* the text so far ends in white space */
    bool in_title, too_deep;
    gj_buf title;
} page;

static role role_of(const xmlChar *name) {
    size_t low = 0, high = sizeof tags / sizeof *tags;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcasecmp((const char *)name, tags[middle].name);
        if (order == 0) return tags[middle].role;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return INLINE;
}

static const char *attribute(const xmlChar **attributes, const char *name) {
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (strcasecmp((const char *)attributes[0], name) == 0) return attributes[1] == NULL ? "" : (const char *)attributes[1];
    return NULL;
}

/* STYLE without its white space holds DECLARATION. */
static bool has_style(const char *style, const char *declaration) {
    char squeezed[STYLE_BYTES];
    size_t n = 0;
    for (; *style != '\0' && n + 1 < sizeof squeezed; style++)
        if (*style != ' ' && *style != '\t' && *style != '\n' && *style != '\r') squeezed[n++] = *style;
    squeezed[n] = '\0';
    return strcasestr(squeezed, declaration) != NULL;
}

static bool is_hidden(const xmlChar **attributes) {
    if (attributes == NULL) return false;
    const char *style = attribute(attributes, "style");
    if (style != NULL && (has_style(style, "display:none") || has_style(style, "mso-hide:all"))) return true;
    return attribute(attributes, "hidden") != NULL;
}

static bool names_surroundings(const char *words) {
    if (words == NULL) return false;
    while (*words != '\0') {
        size_t n = strcspn(words, " \t\r\n_-");
        for (size_t i = 0; i < sizeof surroundings / sizeof *surroundings; i++)
            if (n == strlen(surroundings[i]) && strncasecmp(words, surroundings[i], n) == 0) return true;
        words += n;
        words += strspn(words, " \t\r\n_-");
    }
    return false;
}

static uint32_t span(const xmlChar **attributes, const char *name) {
    const char *value = attribute(attributes, name);
    if (value == NULL) return 1;
    uint32_t n = 0;
    while (*value == ' ' || *value == '"') value++;
    if (*value < '0' || *value > '9') return 1;
    for (; *value >= '0' && *value <= '9'; value++)
        if (n < 1000000) n = n * 10 + (uint32_t)(*value - '0');
    return n;
}

static void stop(page *p) {
    xmlStopParser(p->parser);
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes) {
    page *p = context;
    if (p->depth == GJ_LIMIT_DEPTH) {
        p->too_deep = true;
        stop(p);
        return;
    }
    element *e = &p->open[p->depth++];
    *e = (element){.name = name, .role = role_of(name), .linked = p->linked, .plain = p->plain};
    if (p->skipping > 0 || e->role == SKIP || is_hidden(attributes)) {
        e->role = SKIP;
        p->skipping++;
        return;
    }
    if (e->role == BLOCK && strcasecmp((const char *)name, "body") != 0 &&
        (names_surroundings(attribute(attributes, "class")) || names_surroundings(attribute(attributes, "id"))))
        e->role = LINKS;
    switch (e->role) {
    case INLINE:
    case SKIP: return;
    case LINKS:
    case ITEM: e->mark = gj_flow_here(p->flow); break;
    case BLOCK: gj_flow_paragraph(p->flow, 0); break;
    case HEADING: gj_flow_paragraph(p->flow, (unsigned)(name[1] - '0')); break;
    case TABLE: gj_flow_table(p->flow); break;
    case ROW: gj_flow_row(p->flow); break;
    case CELL: gj_flow_cell(p->flow, span(attributes, "colspan"), span(attributes, "rowspan"), false); break;
    case BREAK: gj_flow_break(p->flow); break;
    case LINK:
        if (attribute(attributes, "href") != NULL)
            p->links++;
        else
            e->role = INLINE;
        return;
    case PRE:
        p->pre++;
        gj_flow_paragraph(p->flow, 0);
        break;
    case TITLE: p->in_title = true; return;
    case RAISED: p->raised++; return;
    }
    p->space = true;
    if (gj_flow_full(p->flow) != GJ_DIAG_NONE) stop(p);
}

/* What a menu, a footer or a list of links holds is forgotten unless it looks like the report's own. */
static void end_surroundings(page *p, const element *e) {
    uint32_t linked = p->linked - e->linked, plain = p->plain - e->plain;
    bool keep = gj_flow_rows_since(p->flow, e->mark) >= 2;
    keep = keep || (e->role == ITEM ? plain > 0 || linked == 0 : plain > KEEP_BYTES && plain > linked);
    gj_flow_paragraph(p->flow, 0);
    if (!keep) gj_flow_rewind(p->flow, e->mark);
}

static void close_element(page *p, const element *e) {
    switch (e->role) {
    case INLINE:
    case BREAK: return;
    case SKIP: p->skipping--; return;
    case LINK: p->links--; return;
    case TITLE: p->in_title = false; return;
    case RAISED: p->raised--; return;
    case LINKS:
    case ITEM: end_surroundings(p, e); break;
    case PRE:
        p->pre--;
        gj_flow_paragraph(p->flow, 0);
        break;
    case BLOCK:
    case HEADING: gj_flow_paragraph(p->flow, 0); break;
    case TABLE: gj_flow_table_end(p->flow); break;
    case ROW: gj_flow_row_end(p->flow); break;
    case CELL: gj_flow_cell_end(p->flow); break;
    }
    p->space = true;
}

static void end_element(void *context, const xmlChar *name) {
    page *p = context;
    uint32_t at = p->depth;
    while (at > 0 && !xmlStrEqual(p->open[at - 1].name, name)) at--;
    if (at == 0) return;
    while (p->depth >= at) close_element(p, &p->open[--p->depth]);
}

static void add_text(page *p, gj_str s) {
    (p->links > 0 ? &p->linked : &p->plain)[0] += (uint32_t)s.n;
    if (p->raised > 0)
        gj_flow_superscript(p->flow, s);
    else
        gj_flow_text(p->flow, s);
}

/* White space of the markup is one space; that of <pre>, and what is not ASCII (&nbsp;), is the author's. */
static void characters(void *context, const xmlChar *text, int length) {
    page *p = context;
    gj_str s = {(const char *)text, (size_t)length};
    if (p->in_title) {
        gj_buf_add(&p->title, s);
        return;
    }
    if (p->skipping > 0) return;
    if (p->pre > 0) {
        add_text(p, s);
        return;
    }
    for (size_t start = 0; start < s.n;) {
        size_t end = start;
        while (end < s.n && strchr(" \t\r\n\f", s.p[end]) == NULL) end++;
        if (end > start) {
            add_text(p, gj_str_slice(s, start, end));
            p->space = false;
        }
        start = end;
        while (start < s.n && strchr(" \t\r\n\f", s.p[start]) != NULL) start++;
        if (start > end && !p->space) {
            gj_flow_text(p->flow, GJ_STR(" "));
            p->space = true;
        }
    }
    if (gj_flow_full(p->flow) != GJ_DIAG_NONE) stop(p);
}

static int parse(page *p, gj_str text) {
    static htmlSAXHandler handler = {.startElement = start_element,
                                     .endElement = end_element,
                                     .characters = characters,
                                     .ignorableWhitespace = characters,
                                     .initialized = 1};
    xmlInitParser(); /* safe to call at once from several threads; what libxml2 would do by itself later is not */
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text.p, (int)text.n);
    if (parser == NULL) return 1;
    *parser->sax = handler;
    parser->userData = p;
    p->parser = parser;
    htmlCtxtUseOptions(parser, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser);
    while (p->depth > 0 && !p->too_deep) close_element(p, &p->open[--p->depth]);
    htmlFreeParserCtxt(parser);
    return 0;
}

int gj_read_html(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags) {
    char charset[32] = "";
    gj_charset_of_page(bytes, charset);
    gj_buf text = GJ_BUF_INIT;
    if (gj_charset_decode(&text, bytes, charset) != 0) {
        GJ_DIAG(diags, GJ_E_ENCODING, GJ_SPAN_NONE, path, gj_str_from(charset));
        return 1;
    }
    if (gj_markup_over(&(gj_markup_guard){0}, gj_buf_str(&text))) {
        GJ_DIAG(diags, GJ_E_LIMIT_ATTRIBUTES, GJ_SPAN_NONE, path, gj_str_format(diags->arena, "%u", GJ_LIMIT_ATTRIBUTES));
        gj_buf_free(&text);
        return 1;
    }
    page p = {.flow = gj_flow_new(arena, GJ_FORMAT_HTML), .space = true};
    p.open = GJ_NEW_ARRAY(arena, element, GJ_LIMIT_DEPTH);
    int failed = text.n == 0 ? 0 : parse(&p, gj_buf_str(&text));
    gj_buf_free(&text);
    if (failed || p.too_deep) {
        GJ_DIAG(diags, GJ_E_LIMIT_DEPTH, GJ_SPAN_NONE, path, gj_str_format(diags->arena, "%u", GJ_LIMIT_DEPTH));
        gj_flow_drop(p.flow);
        failed = 1;
    } else {
        failed = gj_flow_finish(p.flow, path, gj_buf_str(&p.title), doc, diags);
    }
    gj_buf_free(&p.title);
    return failed;
}
