/* explain: a rule, a diagnostic, or what the reader notices, in full. */
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "cmd.h"
#include "rule/code.h"

static void heading(const gj_cmd *cmd, gj_buf *buf, gj_str id, gj_str title, const char *kind) {
    if (cmd->color) gj_buf_addz(buf, "\x1b[1m");
    gj_buf_add(buf, id);
    if (title.n && !gj_str_eq(id, title)) gj_buf_addf(buf, "  %.*s", GJ_FMT(title));
    if (cmd->color) gj_buf_addz(buf, "\x1b[0m");
    gj_buf_addf(buf, "  %s\n", kind);
}

static void part(gj_buf *buf, const char *name, gj_str text) {
    if (text.n > 0) gj_buf_addf(buf, "\n%s\n  %.*s\n", name, GJ_FMT(text));
}

/* The text of a message, with … where it names something. */
static void pattern(gj_buf *buf, const char *text) {
    gj_buf_addz(buf, "  ");
    for (const char *p = text; *p; p++) {
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}') {
            gj_buf_addz(buf, "…");
            p += 2;
        } else {
            gj_buf_addc(buf, *p);
        }
    }
    gj_buf_addz(buf, "\n\n");
}

static bool explain_diagnostic(const gj_cmd *cmd, gj_buf *buf, gj_str word) {
    gj_diag_code code = gj_diag_lookup(word);
    if (code == GJ_DIAG_NONE) return false;
    const gj_diag_info *info = gj_diag_describe(code);
    static const char *const kinds[][2] = {{"错误", "error"}, {"警告", "warning"}, {"说明", "note"}};
    heading(cmd, buf, gj_str_from(info->code), GJ_STR_NONE, kinds[info->severity][cmd->lang]);
    pattern(buf, info->text[cmd->lang]);
    gj_buf_addf(buf, "%s\n", info->explain[cmd->lang]);
    return true;
}

static bool explain_note(const gj_cmd *cmd, gj_buf *buf, gj_str word) {
    static const struct {
        const char *id, *title[2], *text[2];
    } notes[] = {
#define NOTE(name, id, title_zh, title_en, text_zh, text_en) {id, {title_zh, title_en}, {text_zh, text_en}},
#include "report/notes.def"
#undef NOTE
    };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (!gj_str_eq(gj_str_from(notes[i].id), word)) continue;
        heading(cmd, buf, word, gj_str_from(notes[i].title[cmd->lang]), gj_level_name(GJ_LEVEL_WARNING, cmd->lang));
        pattern(buf, notes[i].text[cmd->lang]);
        gj_buf_addf(
            buf, "%s\n",
            gj_cmd_say(cmd, "读报告时的发现：说明报告的写法或它的文件哪里不寻常。它不由规则得出，用 --skip 可以不看。",
                       "A note of the reader: where the report, or its file, is unusual. It comes from no rule; --skip leaves it out."));
        return true;
    }
    return false;
}

static void explain_rule(const gj_cmd *cmd, gj_buf *buf, const gj_program *program, const gj_rule *rule) {
    heading(cmd, buf, rule->id, rule->title, gj_level_name((gj_level)rule->level, cmd->lang));
    part(buf, gj_cmd_say(cmd, "关系", "Relation"), rule->relation);
    part(buf, gj_cmd_say(cmd, "依据", "Basis"), rule->basis);
    if (rule->ntags > 0) {
        gj_buf tags = GJ_BUF_INIT;
        for (uint32_t i = 0; i < rule->ntags; i++) gj_buf_addf(&tags, "%s%.*s", i ? "、" : "", GJ_FMT(rule->tags[i]));
        part(buf, gj_cmd_say(cmd, "标签", "Tags"), gj_buf_str(&tags));
        gj_buf_free(&tags);
    }
    if (rule->span.source) {
        gj_location at = gj_source_locate(program->sources, rule->span.source, rule->span.start);
        gj_str name = gj_source_name(program->sources, rule->span.source);
        gj_buf_addf(buf, "\n%s  %.*s:%u\n", gj_cmd_say(cmd, "原文", "Source"), GJ_FMT(name), at.line);
        gj_str text = gj_source_slice(program->sources, rule->span);
        for (size_t from = 0; from < text.n;) {
            size_t to = from;
            while (to < text.n && text.p[to] != '\n') to++;
            gj_buf_addf(buf, "  %.*s\n", GJ_FMT(gj_str_slice(text, from, to)));
            from = to + 1;
        }
    }
}

/* The picture: which cells of the form a rule reads, the left side of its relations filled. */

enum { READ_RIGHT = 1, READ_LEFT = 2 };

static void mark_expression(const gj_form *form, const gj_expr *x, uint8_t *marks, uint8_t bit) {
    if (x->kind == GJ_X_CELLS && !x->previous && x->form == form) {
        size_t n = (size_t)gj_axis_size(x->row) * gj_axis_size(x->column);
        for (size_t i = 0; i < n; i++)
            if (x->slots[i] < form->nslots) marks[x->slots[i]] |= bit;
    }
    for (uint32_t i = 0; i < x->nkids; i++) {
        uint8_t side = x->kind == GJ_X_COMPARE && i == 0 && bit == READ_RIGHT ? READ_LEFT : bit;
        if (x->kid[i]) mark_expression(form, x->kid[i], marks, side);
    }
}

static void picture_row(gj_buf *buf, const gj_table *table, const gj_row *row, const uint8_t *marks, size_t stub) {
    gj_buf head = GJ_BUF_INIT;
    gj_buf_addf(&head, "%.*s %.*s", GJ_FMT(row->path), GJ_FMT(row->label.name));
    gj_buf_addz(buf, "  ");
    gj_utf8_pad(buf, gj_utf8_fit(gj_str_eq(row->path, row->label.name) ? row->path : gj_buf_str(&head), stub), stub, false);
    for (uint32_t c = 0; c < row->ncolumns; c++) {
        size_t width = gj_utf8_width(table->columns[row->column + c].label.name);
        uint8_t mark = marks[row->slot + c];
        gj_buf_add_repeat(buf, " ", 2 + (width > 2 ? width - 2 : 0) / 2);
        gj_utf8_pad(buf, mark & READ_LEFT ? GJ_STR("■") : mark ? GJ_STR("□") : GJ_STR("·"), 2, false);
        gj_buf_add_repeat(buf, " ", (width > 2 ? width - 2 : 0) - (width > 2 ? width - 2 : 0) / 2);
    }
    while (buf->p[buf->n - 1] == ' ') buf->p[--buf->n] = '\0';
    gj_buf_addc(buf, '\n');
    gj_buf_free(&head);
}

static void picture_table(gj_buf *buf, const gj_table *table, const uint8_t *marks) {
    const gj_row *before = NULL;
    size_t stub = 8;
    for (uint32_t i = 0; i < table->nrows; i++) {
        size_t width = gj_utf8_width(table->rows[i].path) + 1 + gj_utf8_width(table->rows[i].label.name);
        if (table->rows[i].slot != GJ_NO_INDEX && width > stub) stub = width > 34 ? 34 : width;
    }
    for (uint32_t i = 0; i < table->nrows; i++) {
        const gj_row *row = &table->rows[i];
        if (row->slot == GJ_NO_INDEX) continue;
        bool used = false;
        for (uint32_t c = 0; c < row->ncolumns; c++) used = used || marks[row->slot + c];
        if (!used) continue;
        if (!before || before->column != row->column || before->ncolumns != row->ncolumns) {
            gj_buf_addz(buf, "  ");
            gj_buf_add_repeat(buf, " ", stub);
            for (uint32_t c = 0; c < row->ncolumns; c++) gj_buf_addf(buf, "  %.*s", GJ_FMT(table->columns[row->column + c].label.name));
            gj_buf_addc(buf, '\n');
        }
        picture_row(buf, table, row, marks, stub);
        before = row;
    }
}

static void picture(const gj_cmd *cmd, gj_buf *buf, const gj_program *program, uint32_t rule) {
    for (uint32_t f = 0; f < program->nforms; f++) { /* the first form that has the rule's names */
        const gj_form_code *code = &program->code->forms[f];
        uint8_t *marks = gj_malloc(code->form->nslots + 1);
        memset(marks, 0, code->form->nslots + 1);
        bool any = false;
        for (uint32_t i = 0; i < code->n; i++)
            if (code->statements[i].rule == rule && code->statements[i].relation)
                mark_expression(code->form, code->statements[i].relation, marks, READ_RIGHT);
        for (uint32_t t = 0; t < code->form->ntables; t++) {
            const gj_table *table = &code->form->tables[t];
            bool used = false;
            for (uint32_t i = 0; i < table->nslots; i++) used = used || marks[table->slot + i];
            if (!used) continue;
            gj_buf_addf(buf, gj_cmd_say(cmd, "\n表%.*s（%.*s）：■ 左边，□ 右边\n", "\nTable %.*s (%.*s): ■ left side, □ right side\n"),
                        GJ_FMT(table->name), GJ_FMT(code->form->name));
            picture_table(buf, table, marks);
            any = true;
        }
        free(marks);
        if (any) return;
    }
}

static bool explain_rules(gj_cmd *cmd, gj_buf *buf, gj_str word, int *status) {
    gj_rules *rules = gj_cmd_load_rules(cmd, true);
    if (!rules) {
        *status = 2;
        return true;
    }
    bool found = false;
    for (uint32_t i = 0; i < rules->program.nrules; i++) {
        if (!gj_str_eq(rules->program.rules[i].id, word)) continue;
        if (found) gj_buf_addc(buf, '\n');
        explain_rule(cmd, buf, &rules->program, &rules->program.rules[i]);
        picture(cmd, buf, &rules->program, i);
        found = true;
    }
    if (!found) {
        gj_diag *diag = gj_cmd_complain(cmd, GJ_E_NO_TOPIC, word);
        gj_strs names = {NULL, 0, 0};
        for (uint32_t i = 0; i < rules->program.nrules; i++) gj_strs_add(cmd->arena, &names, rules->program.rules[i].id);
        ptrdiff_t near = gj_suggest(word, names.v, names.n);
        if (near >= 0) gj_diag_hint(&cmd->diags, diag, gj_cmd_say(cmd, "是不是“%.*s”？", "did you mean '%.*s'?"), GJ_FMT(names.v[near]));
        gj_cmd_show(cmd, &cmd->diags); /* names of the rules are borrowed */
    }
    gj_rules_free(rules);
    return found;
}

/* "B01  错误  收到与办理平衡  勾稽、表三" */
static void list_line(gj_cmd *cmd, gj_buf *buf, gj_str id, gj_level level, gj_str title) {
    gj_utf8_pad(buf, id, 12, false);
    gj_buf_addc(buf, ' ');
    gj_utf8_pad(buf, gj_str_from(gj_level_name(level, cmd->lang)), 8, false);
    gj_buf_addc(buf, ' ');
    gj_buf_add(buf, title);
}

/* Every rule and every note of the reader, a line each. */
static int list_rules(gj_cmd *cmd) {
    gj_rules *rules = gj_cmd_load_rules(cmd, true);
    if (!rules) return 2;
    gj_buf buf = GJ_BUF_INIT;
    for (uint32_t i = 0; i < rules->program.nrules; i++) {
        const gj_rule *rule = &rules->program.rules[i];
        list_line(cmd, &buf, rule->id, (gj_level)rule->level, rule->title);
        for (uint32_t t = 0; t < rule->ntags; t++)
            gj_buf_addf(&buf, "%s%.*s", t > 0 ? gj_cmd_say(cmd, "、", ", ") : "  #", GJ_FMT(rule->tags[t]));
        gj_buf_addc(&buf, '\n');
    }
    const char *id, *title[2];
    for (size_t i = 0; gj_note_rule(i, &id, title); i++) {
        list_line(cmd, &buf, gj_str_from(id), GJ_LEVEL_WARNING, gj_str_from(title[cmd->lang]));
        gj_buf_addc(&buf, '\n');
    }
    gj_cmd_write(cmd, &buf);
    gj_buf_free(&buf);
    gj_rules_free(rules);
    return 0;
}

int gj_cmd_explain(gj_cmd *cmd) {
    if (cmd->args.n == 0) return list_rules(cmd);
    gj_buf buf = GJ_BUF_INIT;
    int status = 0;
    for (size_t i = 0; i < cmd->args.n && status == 0; i++) {
        if (i > 0) gj_buf_addc(&buf, '\n');
        gj_str word = cmd->args.v[i];
        if (explain_diagnostic(cmd, &buf, word) || explain_note(cmd, &buf, word)) continue;
        if (!explain_rules(cmd, &buf, word, &status)) status = 2;
    }
    if (buf.n > 0) gj_cmd_write(cmd, &buf);
    gj_buf_free(&buf);
    return status;
}
