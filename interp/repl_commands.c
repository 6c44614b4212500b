/* The commands that begin with a colon. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "repl.h"
#include "rule/format.h"

static void command_quit(gj_session *s, gj_str arg) {
    (void)arg;
    s->leaving = true;
}

/* ---- rules ---- */

static void tell_rules(gj_session *s) {
    if (!s->terminal) return;
    gj_buf_addf(&s->out, gj_session_say(s, "%u 条规则\n", "%u rules\n"), s->rules->program.nrules);
}

static void command_load(gj_session *s, gj_str arg) {
    if (!arg.n)
        gj_session_complain(s, "写成 :load 规则.gj", "write :load rules.gj");
    else if (gj_session_load(s, arg) == 0)
        tell_rules(s);
}

static void command_reload(gj_session *s, gj_str arg) {
    (void)arg;
    if (gj_session_reload(s) == 0) tell_rules(s);
}

/* What was defined, laid out as fmt does. */
static void lay_out_definitions(gj_session *s, gj_buf *out) {
    gj_buf text = GJ_BUF_INIT;
    for (size_t i = 0; i < s->ndefinitions; i++) {
        gj_str definition = gj_str_trim(s->definitions[i].text);
        if (i && memchr(definition.p, '\n', definition.n)) gj_buf_addc(&text, '\n');
        gj_buf_add(&text, definition);
        gj_buf_addc(&text, '\n');
    }
    gj_sources *sources = gj_sources_new(s->scratch);
    gj_diags diags;
    gj_diags_init(&diags, s->scratch, sources);
    if (gj_format_source(s->scratch, sources, gj_sources_add(sources, GJ_STR("<save>"), gj_buf_str(&text)), out, &diags))
        gj_buf_add(out, gj_buf_str(&text));
    gj_buf_free(&text);
}

static void command_save(gj_session *s, gj_str arg) {
    if (!s->ndefinitions) {
        gj_session_complain(s, "这次还没有定义什么", "nothing was defined in this session");
        return;
    }
    if (!arg.n) {
        lay_out_definitions(s, &s->out);
        return;
    }
    gj_buf text = GJ_BUF_INIT;
    lay_out_definitions(s, &text);
    gj_str path = gj_str_copy(s->arena, arg);
    FILE *file = fopen(path.p, gj_str_eq(s->saved, path) ? "wb" : "wxb"); /* only its own file is written over */
    bool written = file && fwrite(text.p, 1, text.n, file) == text.n;
    int error = errno;
    if (file) written = fclose(file) == 0 && written;
    if (!written) {
        gj_session_complain(s, "写不了“%s”：%s", "cannot write '%s': %s", path.p, strerror(error));
    } else {
        s->saved = path;
        gj_buf_addf(&s->out, gj_session_say(s, "写了 %zu 条定义到 %s\n", "wrote %zu definitions to %s\n"), s->ndefinitions, path.p);
    }
    gj_buf_free(&text);
}

/* ---- reports ---- */

static void command_open(gj_session *s, gj_str arg) {
    if (!arg.n) {
        gj_session_complain(s, "写成 :open 年报.txt", "write :open report.txt");
        return;
    }
    gj_strs args = {NULL, 0, 0};
    gj_strs_add(s->scratch, &args, gj_str_copy(s->scratch, arg));
    size_t before = s->nreports;
    gj_session_open(s, &args);
    if (!s->terminal || s->nreports == before) return;
    gj_report *report = gj_session_report(s);
    if (report)
        gj_buf_addf(&s->out, gj_session_say(s, "%.*s（%.*s）\n", "%.*s (%.*s)\n"), GJ_FMT(gj_report_title(s->scratch, report)),
                    GJ_FMT(report->form->name));
    else
        gj_buf_addf(&s->out, gj_session_say(s, "%zu 份报告，共 %zu 份\n", "%zu reports, %zu in all\n"), s->nreports - before, s->nreports);
}

static void command_reports(gj_session *s, gj_str arg) {
    (void)arg;
    gj_many_reports(s);
}

static void command_use(gj_session *s, gj_str arg) {
    if (gj_str_eq(arg, GJ_STR("all")) || gj_str_eq(arg, GJ_STR("全部"))) {
        s->current = GJ_EVERY_REPORT;
        return;
    }
    char *end;
    gj_str text = gj_str_copy(s->scratch, arg);
    unsigned long number = arg.n ? strtoul(text.p, &end, 10) : 0;
    if (number >= 1 && number <= s->nreports && !*end) {
        s->current = number - 1;
    } else { /* a part of its title */
        size_t found = GJ_EVERY_REPORT, count = 0;
        for (size_t i = 0; i < s->nreports && arg.n; i++)
            if (gj_str_find(gj_report_title(s->scratch, s->reports[i].report), arg) >= 0 ||
                gj_str_find(s->reports[i].report->path, arg) >= 0) {
                found = i;
                count++;
            }
        if (count != 1) {
            gj_session_complain(s, "写成 :use N、:use 机构 或 :use 全部（:reports 列出）",
                                "write :use N, :use NAME or :use all (:reports lists them)");
            return;
        }
        s->current = found;
    }
    if (s->terminal) gj_buf_addf(&s->out, "%.*s\n", GJ_FMT(gj_report_title(s->scratch, gj_session_report(s))));
}

static void command_where(gj_session *s, gj_str arg) {
    gj_many_where(s, arg);
}

/* ---- the session ---- */

static bool *setting(gj_session *s, gj_str name) {
    const struct {
        const char *zh, *en;
        bool *value;
    } all[] = {{"颜色", "color", &s->cmd->color}, {"分页", "pager", &s->paging}, {"全列", "all", &s->cmd->all}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (gj_str_eq(name, gj_str_from(all[i].zh)) || gj_str_eq(name, gj_str_from(all[i].en))) return all[i].value;
    return NULL;
}

static void command_set(gj_session *s, gj_str arg) {
    size_t n = 0;
    while (n < arg.n && arg.p[n] != ' ' && arg.p[n] != '=') n++;
    gj_str name = gj_str_slice(arg, 0, n), word = n < arg.n ? gj_str_trim(gj_str_slice(arg, n + 1, arg.n)) : GJ_STR_NONE;
    bool on = gj_str_eq(word, GJ_STR("on")) || gj_str_eq(word, GJ_STR("开")),
         off = gj_str_eq(word, GJ_STR("off")) || gj_str_eq(word, GJ_STR("关"));
    bool *value = setting(s, name);
    if (!arg.n) {
        const char *state[] = {"off", "on"};
        gj_buf_addf(
            &s->out,
            gj_session_say(s, "颜色 %s\n分页 %s  长的输出分页\n全列 %s  :run 也列出通过的\n语言 %s  消息的语言（zh、en）\n",
                           "color %s\npager %s  page long output\nall %s  :run lists what passed too\nlang %s  of messages (zh, en)\n"),
            state[s->cmd->color], state[s->paging], state[s->cmd->all], s->lang == GJ_LANG_ZH ? "zh" : "en");
    } else if (value && (on || off)) {
        *value = on;
    } else if ((gj_str_eq(name, GJ_STR("lang")) || gj_str_eq(name, GJ_STR("语言"))) &&
               (gj_str_eq(word, GJ_STR("zh")) || gj_str_eq(word, GJ_STR("en")))) {
        s->lang = s->cmd->lang = word.p[0] == 'z' ? GJ_LANG_ZH : GJ_LANG_EN;
    } else {
        gj_session_complain(s, ":set 颜色|分页|全列 on|off，或 :set 语言 zh|en", ":set color|pager|all on|off, or :set lang zh|en");
    }
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void command_time(gj_session *s, gj_str arg) {
    double begun = now();
    gj_session_statement(s, arg);
    double took = now() - begun;
    gj_paint(s, "2");
    gj_buf_addf(&s->out, gj_session_say(s, "用时 %.2f 毫秒\n", "%.2f ms\n"), took);
    gj_unpaint(s);
}

/* What Tab would offer: for those who cannot press it. */
static void command_complete(gj_session *s, gj_str arg) {
    gj_completion c = gj_complete(s, s->scratch, arg);
    for (size_t i = 0; i < c.n; i++) {
        gj_out_plain(&s->out, c.items[i].text);
        if (c.items[i].note.n) {
            gj_buf_addc(&s->out, '\t');
            gj_out_plain(&s->out, c.items[i].note);
        }
        gj_buf_addc(&s->out, '\n');
    }
}

static const gj_repl_command commands[] = {
    {"help",
     "帮助",
     gj_command_help,
     GJ_ARG_TOPIC,
     {"[主题]", "[TOPIC]"},
     {"用法；不给主题时列出命令", "how to; without a topic, the commands"}},
    {"open",
     "打开",
     command_open,
     GJ_ARG_FILE,
     {"报告", "REPORT"},
     {"打开报告：文件、文件夹或 @清单", "opens reports: a file, a folder or @LIST"}},
    {"reports", "报告", command_reports, GJ_ARG_NONE, {"", ""}, {"列出打开的报告", "lists the open reports"}},
    {"use",
     "选用",
     command_use,
     GJ_ARG_REPORT,
     {"N|全部", "N|all"},
     {"之后的式子对第 N 份（或全部）报告", "expressions are for report N (or all) from now on"}},
    {"where",
     "条件",
     command_where,
     GJ_ARG_EXPRESSION,
     {"[关系]", "[RELATION]"},
     {"哪些报告成立，分布如何；之后只看它们（不给条件时取消）",
      "which reports satisfy it, and the spread; only these from now on (none: all again)"}},
    {"run",
     "核对",
     gj_command_run,
     GJ_ARG_RULE,
     {"[规则]...", "[RULE]..."},
     {"按规则核对，失败的在前，有编号", "judges by the rules, failures first and numbered"}},
    {"why",
     "为何",
     gj_command_why,
     GJ_ARG_NONE,
     {"[N]", "[N]"},
     {"第 N 个结论：关系、每个数和它在报告里的地方", "finding N: the relation, every number and where it stands"}},
    {"rules", "规则", gj_command_rules, GJ_ARG_RULE, {"[字词]", "[WORD]"}, {"列出规则", "lists the rules"}},
    {"source",
     "原文",
     gj_command_source,
     GJ_ARG_EXPRESSION,
     {"路径", "PATH"},
     {"一个路径在报告里的原文", "where a path stands in the report"}},
    {"cells", "格", gj_command_cells, GJ_ARG_NONE, {"", ""}, {"读到的每一格", "every cell that was read"}},
    {"whatif",
     "假如",
     gj_command_whatif,
     GJ_ARG_EXPRESSION,
     {"路径 = 数", "PATH = VALUE"},
     {"改一格，看哪些结论变了", "changes a cell: which verdicts flip?"}},
    {"undo", "撤回", gj_command_undo, GJ_ARG_NONE, {"[全部]", "[all]"}, {"撤回 :whatif", "takes :whatif back"}},
    {"load", "读入", command_load, GJ_ARG_FILE, {"规则.gj", "RULES"}, {"读入规则文件或文件夹", "loads a rule file or a folder"}},
    {"reload",
     "重读",
     command_reload,
     GJ_ARG_NONE,
     {"", ""},
     {"重读规则文件；有错时一切照旧", "reads the rule files again; on errors all stays as it was"}},
    {"save",
     "保存",
     command_save,
     GJ_ARG_FILE,
     {"[文件.gj]", "[FILE.gj]"},
     {"把这次的定义存成文件（不给文件时列出）", "saves what was defined in this session (lists it without a file)"}},
    {"doc",
     "说明",
     gj_command_doc,
     GJ_ARG_NAME,
     {"名称", "NAME"},
     {"函数、关键字、行、列、规则的说明", "what a function, keyword, row, column or rule is"}},
    {"time", "计时", command_time, GJ_ARG_EXPRESSION, {"式子", "EXPR"}, {"算一个式子，看用时", "evaluates, and tells how long it took"}},
    {"set",
     "设置",
     command_set,
     GJ_ARG_OPTION,
     {"[项 on|off]", "[NAME on|off]"},
     {"设置：颜色、分页、全列、语言", "settings: color, pager, all, lang"}},
    {"complete", "补全", command_complete, GJ_ARG_EXPRESSION, {"文字", "TEXT"}, {"列出 Tab 会补的", "lists what Tab would offer"}},
    {"quit", "离开", command_quit, GJ_ARG_NONE, {"", ""}, {"离开（也可以 Ctrl-D）", "leaves (so does Ctrl-D)"}},
};

const gj_repl_command *gj_repl_command_at(size_t i) {
    return i < sizeof commands / sizeof *commands ? &commands[i] : NULL;
}

/* By name, alias or an unambiguous beginning of the name. */
static const gj_repl_command *find_command(gj_str word) {
    const gj_repl_command *begun = NULL;
    for (size_t i = 0; gj_repl_command_at(i); i++) {
        const gj_repl_command *c = gj_repl_command_at(i);
        if (gj_str_eq(word, gj_str_from(c->name)) || gj_str_eq(word, gj_str_from(c->alias))) return c;
        if (!begun && word.n && gj_str_has_prefix(gj_str_from(c->name), word)) begun = c;
    }
    return begun;
}

static void no_command(gj_session *s, gj_str word) {
    gj_str names[sizeof commands / sizeof *commands];
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) names[i] = gj_str_from(commands[i].name);
    ptrdiff_t near = gj_suggest(word, names, sizeof commands / sizeof *commands);
    if (near >= 0)
        gj_session_complain(s, "没有命令“:%.*s”，是不是“:%.*s”？", "there is no command ':%.*s'; did you mean ':%.*s'?", GJ_FMT(word),
                            GJ_FMT(names[near]));
    else
        gj_session_complain(s, "没有命令“:%.*s”（:help 列出）", "there is no command ':%.*s' (:help lists them)", GJ_FMT(word));
}

/* 各报告 EXPR, and 各报告 凡 RELATION (which is :where). */
static bool for_each_report(gj_session *s, gj_str line) {
    static const char *const words[] = {"各报告", "each report"};
    gj_str rest = GJ_STR_NONE;
    for (size_t i = 0; i < 2 && !rest.p; i++)
        if (gj_str_has_prefix(line, gj_str_from(words[i]))) rest = gj_str_trim(gj_str_slice(line, strlen(words[i]), line.n));
    if (!rest.p) return false;
    static const char *const filters[] = {"凡", "where "};
    for (size_t i = 0; i < 2; i++)
        if (gj_str_has_prefix(rest, gj_str_from(filters[i]))) {
            gj_many_where(s, gj_str_trim(gj_str_slice(rest, strlen(filters[i]), rest.n)));
            return true;
        }
    size_t current = s->current;
    s->current = GJ_EVERY_REPORT;
    gj_session_statement(s, rest);
    s->current = current;
    return true;
}

/* What people type before they know that commands begin with a colon. */
static gj_str plain_word(gj_str line) {
    static const char *const words[][2] = {{"help", ":help"}, {"?", ":help"}, {"？", ":help"}, {"quit", ":quit"}, {"exit", ":quit"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (gj_str_eq(line, gj_str_from(words[i][0]))) return gj_str_from(words[i][1]);
    return line;
}

bool gj_session_command(gj_session *s, gj_str line) {
    line = plain_word(gj_str_trim(line));
    size_t colon = gj_str_has_prefix(line, GJ_STR(":")) ? 1 : gj_str_has_prefix(line, GJ_STR("：")) ? 3 : 0;
    if (!colon) return for_each_report(s, line);
    line = gj_str_slice(line, colon, line.n);
    size_t n = 0;
    while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t' && !gj_str_has_prefix(gj_str_slice(line, n, line.n), GJ_STR("　"))) n++;
    gj_str word = gj_str_slice(line, 0, n), arg = gj_str_trim(gj_str_slice(line, n, line.n));
    const gj_repl_command *command = find_command(word);
    if (command)
        command->run(s, arg);
    else
        no_command(s, word);
    return true;
}
