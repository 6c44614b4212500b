#include "rule/ast.h"

static const char *const NAMES[GJ_N_COUNT] = {
#define NODE(name, layout) #name,
#include "rule/ast.def"
#undef NODE
};

gj_node *gj_node_new(gj_arena *arena, gj_kind_of_node kind, gj_span span) {
    gj_node *node = GJ_NEW(arena, gj_node);
    node->kind = (uint16_t)kind;
    node->span = span;
    return node;
}

gj_node *gj_node_add(gj_node *parent, gj_node *kid) {
    if (kid == NULL) return parent;
    kid->next = NULL;
    if (parent->last)
        parent->last->next = kid;
    else
        parent->first = kid;
    parent->last = kid;
    if (parent->nkids < UINT16_MAX) parent->nkids++;
    return parent;
}

gj_node *gj_node_add_all(gj_node *parent, gj_node *list) {
    while (list) {
        gj_node *next = list->next;
        gj_node_add(parent, list);
        list = next;
    }
    return parent;
}

gj_node *gj_node_kid(const gj_node *node, unsigned i) {
    gj_node *kid = node->first;
    while (kid && i-- > 0) kid = kid->next;
    return kid;
}

gj_node *gj_node_find(const gj_node *node, gj_kind_of_node kind) {
    for (gj_node *kid = node->first; kid; kid = kid->next)
        if (kid->kind == kind) return kid;
    return NULL;
}

const char *gj_node_name(gj_kind_of_node kind) {
    return (unsigned)kind < GJ_N_COUNT ? NAMES[kind] : "?";
}

static void dump_text(gj_buf *out, gj_str text) {
    gj_buf_addz(out, " \"");
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\') gj_buf_addc(out, '\\');
        if (text.p[i] == '\n')
            gj_buf_addz(out, "\\n");
        else
            gj_buf_addc(out, text.p[i]);
    }
    gj_buf_addc(out, '"');
}

void gj_node_dump(gj_buf *out, const gj_node *node) {
    gj_buf_addc(out, '(');
    gj_buf_addz(out, gj_node_name((gj_kind_of_node)node->kind));
    if (node->op) gj_buf_addf(out, ":%u", node->op);
    if (node->text.n) dump_text(out, node->text);
    if (node->text2.n) {
        gj_buf_addz(out, " /");
        dump_text(out, node->text2);
    }
    for (const gj_node *kid = node->first; kid; kid = kid->next) {
        gj_buf_addc(out, ' ');
        gj_node_dump(out, kid);
    }
    gj_buf_addc(out, ')');
}
