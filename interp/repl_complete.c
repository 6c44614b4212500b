/* Completion: what may stand at the end of the statement so far. The grammar says what kind of thing may come next; the forms of the open
 * reports, the rules and the session say which. Names of a form are gathered in repl_names.c.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "repl.h"
#include "repl_complete.h"
#include "rule/expr.h"
#include "rule/parse.h"

/* ---- does a candidate match? ---- */

static gj_str folded(gj_arena *arena, gj_str s) {
    gj_buf buf = GJ_BUF_INIT;
    gj_label_fold(&buf, s);
    gj_str copy = gj_buf_copy(&buf, arena);
    gj_buf_free(&buf);
    return copy;
}

gj_fit gj_completer_fit(gj_completer *k, gj_str name) {
    if (!k->typed.n || gj_str_has_prefix(name, k->typed)) return GJ_FIT_PREFIX;
    if (gj_pinyin_begins(name, k->typed)) return GJ_FIT_INITIALS;
    gj_str typed = folded(k->arena, k->typed), label = folded(k->arena, name);
    if (!typed.n) return GJ_FIT_NONE;
    if (gj_str_has_prefix(label, typed)) return GJ_FIT_PREFIX;
    return gj_str_find(label, typed) >= 0 ? GJ_FIT_INSIDE : GJ_FIT_NONE;
}

void gj_completer_add(gj_completer *k, gj_fit fit, gj_str text, gj_str note) {
    if (fit == GJ_FIT_NONE || fit < k->best) return; /* better ones are there */
    gj_completion *c = k->out;
    if (fit > k->best) c->n = 0;
    k->best = fit;
    for (size_t i = 0; i < c->n; i++)
        if (gj_str_eq(c->items[i].text, text)) return;
    if (c->n == c->room) {
        c->room = c->room ? 2 * c->room : 32;
        gj_candidate *grown = gj_arena_array(k->arena, c->room, sizeof *grown);
        if (c->n) memcpy(grown, c->items, c->n * sizeof *grown);
        c->items = grown;
    }
    c->items[c->n++] = (gj_candidate){text, note};
}

static void offer(gj_completer *k, gj_str text, gj_str note) {
    gj_completer_add(k, gj_completer_fit(k, text), text, note);
}

/* ---- words, keywords, functions ---- */

static void offer_keywords(gj_completer *k, gj_str before) {
    const char *expected[256];
    size_t n = gj_parse_expected(before, expected, 256);
    for (size_t i = 0; i < n; i++) {
        if (expected[i][0] == '<') continue;
        const char *zh, *en, *doc;
        for (size_t w = 0; gj_keyword(w, &zh, &en, &doc); w++) {
            if (strcmp(zh, expected[i]) != 0) continue;
            gj_str note = gj_str_format(k->arena, "%s  %s", en, doc ? doc : "");
            offer(k, gj_str_from(zh), note);
            if (k->typed.n && gj_str_has_prefix(gj_str_from(en), k->typed))
                gj_completer_add(k, GJ_FIT_PREFIX, gj_str_from(en), gj_str_from(zh));
            break;
        }
    }
}

static void offer_functions(gj_completer *k) {
    for (int id = 0; id < GJ_BUILTINS; id++) {
        const gj_builtin *b = gj_builtin_describe((gj_builtin_id)id);
        const char *open = b->max ? "(" : "";
        gj_str note = gj_str_format(k->arena, "%s  %s", b->signature, b->doc[k->session->lang]);
        gj_fit fit = gj_completer_fit(k, gj_str_from(b->zh));
        gj_completer_add(k, fit, gj_str_format(k->arena, "%s%s", b->zh, open), note);
        if (k->typed.n && gj_str_has_prefix(gj_str_from(b->en), k->typed))
            gj_completer_add(k, GJ_FIT_PREFIX, gj_str_format(k->arena, "%s%s", b->en, open), note);
    }
}

static void offer_definitions(gj_completer *k) {
    const gj_rules *rules = k->session->rules;
    for (uint32_t f = 0; f < rules->nfiles; f++)
        for (const gj_node *kid = rules->files[f]->first; kid; kid = kid->next) {
            if (kid->kind != GJ_N_LET && kid->kind != GJ_N_FUNC) continue;
            gj_str text = kid->kind == GJ_N_FUNC ? gj_str_format(k->arena, "%.*s(", GJ_FMT(kid->text)) : kid->text;
            gj_str source = gj_str_trim(gj_source_slice(rules->sources, kid->span));
            const char *end = memchr(source.p, '\n', source.n);
            gj_completer_add(k, gj_completer_fit(k, kid->text), text, end ? gj_str_slice(source, 0, (size_t)(end - source.p)) : source);
        }
}

/* ---- after a colon ---- */

static void offer_files(gj_completer *k) {
    size_t slash = k->typed.n;
    while (slash > 0 && k->typed.p[slash - 1] != '/') slash--;
    gj_str folder = gj_str_slice(k->typed, 0, slash), name = gj_str_slice(k->typed, slash, k->typed.n);
    const char *home = getenv("HOME");
    gj_str where = !folder.n ? GJ_STR(".")
                   : gj_str_has_prefix(folder, GJ_STR("~/")) && home
                       ? gj_str_format(k->arena, "%s%.*s", home, GJ_FMT(gj_str_slice(folder, 1, folder.n)))
                       : gj_str_copy(k->arena, folder);
    struct dirent **entries = NULL;
    int n = scandir(where.p, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        gj_str entry = gj_str_copy(k->arena, gj_str_from(entries[i]->d_name));
        bool hidden = entry.p[0] == '.' && !(name.n && name.p[0] == '.');
        bool folder_entry = entries[i]->d_type == DT_DIR;
        free(entries[i]);
        if (hidden || gj_str_eq(entry, GJ_STR(".")) || gj_str_eq(entry, GJ_STR(".."))) continue;
        gj_fit fit = !name.n || gj_str_has_prefix(entry, name) ? GJ_FIT_PREFIX
                     : gj_pinyin_begins(entry, name)           ? GJ_FIT_INITIALS
                                                               : GJ_FIT_NONE;
        gj_completer_add(k, fit, gj_str_format(k->arena, "%.*s%.*s%s", GJ_FMT(folder), GJ_FMT(entry), folder_entry ? "/" : ""),
                         GJ_STR_NONE);
    }
    free(entries);
}

static void offer_commands(gj_completer *k) {
    for (size_t i = 0; gj_repl_command_at(i); i++) {
        const gj_repl_command *c = gj_repl_command_at(i);
        gj_str note = gj_str_format(k->arena, "%s  %s", c->args[k->session->lang], c->doc[k->session->lang]);
        const char *space = c->argument == GJ_ARG_NONE ? "" : " ";
        offer(k, gj_str_format(k->arena, "%s%s", c->name, space), note);
        if (k->typed.n && (unsigned char)k->typed.p[0] >= 0x80) offer(k, gj_str_format(k->arena, "%s%s", c->alias, space), note);
    }
}

static void offer_rules(gj_completer *k) {
    const gj_program *p = &k->session->rules->program;
    for (uint32_t i = 0; i < p->nrules; i++)
        if (!p->rules[i].bare) {
            gj_completer_add(k, gj_completer_fit(k, p->rules[i].id), p->rules[i].id, p->rules[i].title);
            if (k->typed.n && gj_pinyin_begins(p->rules[i].title, k->typed))
                gj_completer_add(k, GJ_FIT_INITIALS, p->rules[i].id, p->rules[i].title);
        }
}

static void offer_reports(gj_completer *k) {
    for (size_t i = 0; i < k->session->nreports; i++)
        offer(k, gj_str_format(k->arena, "%zu", i + 1), gj_report_title(k->arena, k->session->reports[i].report));
}

static void offer_words(gj_completer *k, const char *const *words) {
    for (size_t i = 0; words[i]; i++) offer(k, gj_str_from(words[i]), GJ_STR_NONE);
}

/* The last word of TEXT (spaces divide) is what is typed. */
static void take_last_word(gj_completer *k, gj_str text, size_t base) {
    size_t from = text.n;
    while (from > 0 && text.p[from - 1] != ' ') from--;
    k->out->from = base + from;
    k->typed = gj_str_slice(text, from, text.n);
}

static void complete_command(gj_completer *k, gj_str before, size_t colon) {
    gj_str rest = gj_str_slice(before, colon, before.n);
    size_t n = 0;
    while (n < rest.n && rest.p[n] != ' ') n++;
    gj_str word = gj_str_slice(rest, 0, n);
    if (n == rest.n) {
        k->out->from = colon;
        k->typed = word;
        offer_commands(k);
        return;
    }
    const gj_repl_command *command = NULL;
    for (size_t i = 0; gj_repl_command_at(i) && !command; i++)
        if (gj_str_eq(word, gj_str_from(gj_repl_command_at(i)->name)) || gj_str_eq(word, gj_str_from(gj_repl_command_at(i)->alias)))
            command = gj_repl_command_at(i);
    if (!command) return;
    gj_str arg = gj_str_slice(rest, n + 1, rest.n);
    size_t base = colon + n + 1;
    static const char *const options[] = {"color ", "pager ", "all ", "lang ", "on", "off", "zh", "en", NULL};
    take_last_word(k, arg, base);
    switch (command->argument) {
    case GJ_ARG_NONE: break;
    case GJ_ARG_FILE:
        k->out->from = base;
        k->typed = arg;
        offer_files(k);
        break;
    case GJ_ARG_RULE: offer_rules(k); break;
    case GJ_ARG_REPORT: offer_reports(k); break;
    case GJ_ARG_OPTION: offer_words(k, options); break;
    case GJ_ARG_TOPIC:
        for (size_t i = 0; gj_help_topic(i); i++) offer(k, gj_str_from(gj_help_topic(i)), GJ_STR_NONE);
        break;
    case GJ_ARG_NAME:
    case GJ_ARG_EXPRESSION: { /* as if the argument stood alone */
        gj_completion inner = gj_complete(k->session, k->arena, arg);
        inner.from += base;
        if (command->argument == GJ_ARG_NAME) {
            offer_rules(k);
            if (k->out->n && k->typed.n) break;
        }
        *k->out = inner;
        break;
    }
    }
}

/* ---- expressions ---- */

static bool is_word(const gj_piece *piece, const char *zh, const char *en) {
    return piece->kind == 'W' && (gj_str_eq(piece->text, gj_str_from(zh)) || gj_str_eq(piece->text, gj_str_from(en)));
}

/* The innermost [ that is open before piece END; NO_PIECE when there is none or another bracket is nearer. */
static size_t open_bracket(const gj_pieces *p, size_t end) {
    size_t depth = 0;
    for (size_t i = end; i-- > 0;) {
        char kind = p->v[i].kind;
        if (kind == ']' || kind == ')' || kind == '}') depth++;
        if (kind == '[' || kind == '(' || kind == '{') {
            if (depth == 0) return kind == '[' ? i : GJ_NO_PIECE;
            depth--;
        }
    }
    return GJ_NO_PIECE;
}

/* The signature of the function that the innermost ( belongs to. */
static gj_str signature_at(const gj_pieces *p, size_t end) {
    size_t depth = 0;
    for (size_t i = end; i-- > 0;) {
        if (p->v[i].kind == ')') depth++;
        if (p->v[i].kind != '(' || depth-- > 0) continue;
        gj_builtin_id id = i ? gj_builtin_find(p->v[i - 1].text) : GJ_BUILTINS;
        return id == GJ_BUILTINS ? GJ_STR_NONE : gj_str_from(gj_builtin_describe(id)->signature);
    }
    return GJ_STR_NONE;
}

static void offer_expression(gj_completer *k, gj_str before) {
    gj_pieces p = gj_pieces_of(k->arena, before);
    size_t n = p.n; /* pieces before the word that is typed */
    k->out->from = before.n;
    k->typed = GJ_STR_NONE;
    k->quoted = false;
    if (n && p.v[n - 1].end == before.n && (p.v[n - 1].kind == 'W' || p.v[n - 1].kind == 'U')) {
        const gj_piece *last = &p.v[--n];
        k->out->from = last->start;
        k->typed = last->text;
        k->quoted = last->kind == 'U';
    }
    /* （三 after a dot is an ordinal */
    if (n >= 2 && p.v[n - 1].kind == '(' && p.v[n - 2].kind == '.' && p.v[n - 1].end == k->out->from) {
        n--;
        k->typed = gj_str_slice(before, p.v[n].start, before.n);
        k->out->from = p.v[n].start;
    }
    k->out->hint = signature_at(&p, n);
    if (n && p.v[n - 1].kind == '.') {
        gj_names_children(k, &p, n - 1);
        return;
    }
    size_t open = open_bracket(&p, n);
    if (open != GJ_NO_PIECE) {
        gj_names_columns(k, &p, open);
        return;
    }
    if (k->quoted) return;
    if (n && is_word(&p.v[n - 1], "章", "section")) {
        gj_names_sections(k);
        return;
    }
    if (n && is_word(&p.v[n - 1], "表", "table")) {
        gj_names_tables(k, "");
        return;
    }
    gj_str so_far = gj_str_slice(before, 0, k->out->from);
    const char *expected[256];
    size_t count = gj_parse_expected(so_far, expected, 256);
    bool names = false;
    for (size_t i = 0; i < count; i++) names = names || strcmp(expected[i], "<名称>") == 0;
    if (names) {
        gj_names_rows(k);
        gj_names_tables(k, "表");
        offer_functions(k);
        offer_definitions(k);
    }
    offer_keywords(k, so_far);
    if (names && k->typed.n) gj_names_deep(k);
}

gj_completion gj_complete(const gj_session *s, gj_arena *arena, gj_str before) {
    gj_completion out = {.from = before.n};
    gj_completer k = {.session = s, .arena = arena, .out = &out};
    size_t at = 0;
    while (at < before.n && (before.p[at] == ' ' || before.p[at] == '\t')) at++;
    gj_str rest = gj_str_slice(before, at, before.n);
    size_t colon = gj_str_has_prefix(rest, GJ_STR(":")) ? 1 : gj_str_has_prefix(rest, GJ_STR("：")) ? 3 : 0;
    if (colon)
        complete_command(&k, before, at + colon);
    else
        offer_expression(&k, before);
    return out;
}
