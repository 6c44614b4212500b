/* From arguments to a gj_cmd, and the help made from the same table. */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "cmd.h"
#include "report/load.h"

typedef struct option_info {
    char letter;
    const char *name, *value[2], *doc[2];
    unsigned commands;
} option_info;

static const option_info options[GJ_OPT_COUNT] = {
#define OPTION(id, letter, name, value_zh, value_en, zh, en, commands)                                                                     \
    [GJ_OPT_##id] = {letter, name, {value_zh, value_en}, {zh, en}, commands},
#include "options.def"
#undef OPTION
};

static const gj_command commands[] = {
    {"check",
     GJ_CHECK,
     gj_cmd_check,
     {"[-r 规则]... 报告...", "[-r RULES]... REPORT..."},
     {"按规则核对报告", "judge reports by rules"},
     {"报告可以是文件、文件夹（找出里面的报告）、“-”（标准输入）、“@清单”（一行一个路径）。\n格式（-"
      "f）：text、json、ndjson、sarif、junit、csv、html。\n"
      "退出状态：0 都通过（或只有无法判定、不适用）；1 有不通过；2 用法或规则文件有错；3 有报告读不了。",
      "A report is a file, a folder (searched for report files), '-' (standard input) or '@FILE' (a list, one path a line).\n"
      "Formats (-f): text, json, ndjson, sarif, junit, csv, html.\nExit status: 0 every rule passed (or only unknown, not applicable); "
      "1 some rule failed; 2 wrong usage or an error in a rule file; 3 a report could not be read."}},
    {"repl", GJ_REPL, gj_cmd_repl, {"[报告]...", "[REPORT]..."}, {"边看报告边试规则", "explore reports, try rules"}, {"", ""}},
    {"eval",
     GJ_EVAL,
     gj_cmd_eval,
     {"表达式 报告...", "EXPR REPORT..."},
     {"算一个式子或一条关系", "one expression or relation"},
     {"例：gouji eval \"三.总计 == 一 + 二 - 四\" 年报.txt\n格式（-f）：text、json。关系不成立时退出状态为 1，式子写错时为 2。",
      "Example: gouji eval \"三.总计 == 一 + 二 - 四\" report.txt\nFormats (-f): text, json. Exit status 1 when a relation fails, 2 when "
      "the "
      "expression is wrong."}},
    {"cells",
     GJ_CELLS,
     gj_cmd_cells,
     {"报告...", "REPORT..."},
     {"读到了什么：每个格和它的位置", "what the reader read: every cell with its place"},
     {"格式（-f）：csv（默认）、json、table（在终端上的默认）。", "Formats (-f): csv (default), json, table (default on a terminal)."}},
    {"test",
     GJ_TEST,
     gj_cmd_test,
     {"[文件|文件夹]...", "[FILE|DIR]..."},
     {"运行规则文件里的测例", "run the tests (测例) in rule files"},
     {"没有参数时运行自带规则的测例。格式（-f）：text、junit。有测例不合时退出状态为 1。",
      "Without arguments the tests of the rules that ship are run. Formats (-f): text, junit. Exit status 1 when a test fails."}},
    {"fmt",
     GJ_FMT,
     gj_cmd_fmt,
     {"[--check] 文件...", "[--check] FILE..."},
     {"把规则文件排成规范的样子", "canonical layout of rule files"},
     {"改写给出的文件；“-”从标准输入读，写到标准输出。", "Rewrites the files; '-' reads standard input and writes standard output."}},
    {"explain",
     GJ_EXPLAIN,
     gj_cmd_explain,
     {"[编号|代码]...", "[ID|CODE]..."},
     {"列出规则；详细解释一条规则或一条消息", "the rules; one of them, or a diagnostic, in full"},
     {"没有参数时列出全部规则。例：gouji explain B01，gouji explain E0301，gouji explain R01",
      "Without arguments every rule is listed. Examples: gouji explain B01, gouji explain E0301, gouji explain R01"}},
};

const gj_command *gj_command_at(size_t i) {
    return i < sizeof commands / sizeof *commands ? &commands[i] : NULL;
}

static bool applies(const gj_cmd *cmd, size_t option) {
    return (options[option].commands & (cmd->command ? cmd->command->bit : 0)) != 0 || options[option].commands == GJ_EVERY;
}

static gj_str program_name(const gj_cmd *cmd) {
    return cmd->command ? gj_str_format(cmd->arena, "gouji %s", cmd->command->name) : GJ_STR("gouji");
}

static gj_str long_name(const gj_cmd *cmd, size_t option) {
    return gj_str_format(cmd->arena, "--%s", options[option].name);
}

static void split_list(gj_cmd *cmd, gj_strs *list, gj_str s) {
    for (size_t from = 0; from <= s.n;) {
        size_t to = from, width = 1;
        for (; to < s.n; to++) {
            if (s.p[to] == ',') break;
            if (to + 3 <= s.n && (memcmp(s.p + to, "，", 3) == 0 || memcmp(s.p + to, "、", 3) == 0)) {
                width = 3;
                break;
            }
        }
        gj_str item = gj_str_trim(gj_str_slice(s, from, to));
        if (item.n > 0) gj_strs_add(cmd->arena, list, item);
        from = to + width;
    }
}

bool gj_cmd_one_of(gj_cmd *cmd, const char *option, gj_str word, const char *const *choices) {
    gj_buf list = GJ_BUF_INIT;
    gj_str names[16];
    size_t n = 0;
    bool found = false;
    for (; choices[n] && n < 16; n++) {
        names[n] = gj_str_from(choices[n]);
        found = found || gj_str_eq(word, names[n]);
        gj_buf_addf(&list, "%s%s", n ? ", " : "", choices[n]);
    }
    if (!found) {
        gj_diag *diag = gj_cmd_complain(cmd, GJ_E_OPTION_BAD, gj_str_from(option), word, gj_buf_str(&list));
        ptrdiff_t near = gj_suggest(word, names, n);
        if (near >= 0) gj_diag_hint(&cmd->diags, diag, gj_cmd_say(cmd, "是不是“%s”？", "did you mean '%s'?"), choices[near]);
    }
    gj_buf_free(&list);
    return found;
}

static const char *const lang_choices[] = {"zh", "en", NULL};
static const char *const color_choices[] = {"auto", "always", "never", NULL};
static const char *const fail_on_choices[] = {"error", "warning", "info", "unknown", NULL};

static error_t bad_number(gj_cmd *cmd, gj_str word) {
    gj_cmd_complain(cmd, GJ_E_OPTION_BAD, GJ_STR("--jobs"), word, GJ_STR("1 … 256"));
    return EINVAL;
}

static error_t take_option(gj_cmd *cmd, gj_option_id id, const char *text) {
    gj_str arg = gj_str_from(text);
    switch (id) {
    case GJ_OPT_RULES: gj_strs_add(cmd->arena, &cmd->rules, arg); break;
    case GJ_OPT_FORMAT:
        cmd->format = arg;
        cmd->format_waits = true;
        break;
    case GJ_OPT_OUTPUT:
        cmd->output = arg;
        gj_strs_add(cmd->arena, &cmd->outputs, arg);
        gj_strs_add(cmd->arena, &cmd->formats, cmd->format_waits ? cmd->format : GJ_STR_NONE);
        cmd->format_waits = false;
        break;
    case GJ_OPT_ALL: cmd->all = true; break;
    case GJ_OPT_ONLY: split_list(cmd, &cmd->only, arg); break;
    case GJ_OPT_SKIP: split_list(cmd, &cmd->skip, arg); break;
    case GJ_OPT_FAIL_ON:
        if (!gj_cmd_one_of(cmd, "--fail-on", arg, fail_on_choices)) return EINVAL;
        for (int i = 0; fail_on_choices[i]; i++)
            if (gj_str_eq(arg, gj_str_from(fail_on_choices[i]))) cmd->fail_on = (gj_fail_on)i;
        break;
    case GJ_OPT_WAIVERS: cmd->waivers = arg; break;
    case GJ_OPT_BASELINE: cmd->baseline = arg; break;
    case GJ_OPT_JOBS: {
        char *end;
        errno = 0;
        unsigned long n = strtoul(text, &end, 10);
        if (errno || end == text || *end || n < 1 || n > 256 || text[0] == '-') return bad_number(cmd, arg);
        cmd->jobs = (unsigned)n;
        break;
    }
    case GJ_OPT_CHECK: cmd->check = true; break;
    case GJ_OPT_COVERAGE: cmd->coverage = true; break;
    case GJ_OPT_QUIET: cmd->quiet = true; break;
    case GJ_OPT_VERBOSE: cmd->verbose = true; break;
    case GJ_OPT_LANG: /* taken before anything could be said; here only checked */
        if (!gj_cmd_one_of(cmd, "--lang", arg, lang_choices)) return EINVAL;
        cmd->lang = gj_str_eq(arg, GJ_STR("zh")) ? GJ_LANG_ZH : GJ_LANG_EN;
        break;
    case GJ_OPT_COLOR:
        if (!gj_cmd_one_of(cmd, "--color", arg, color_choices)) return EINVAL;
        if (!gj_str_eq(arg, GJ_STR("auto"))) cmd->color = cmd->color_err = gj_str_eq(arg, GJ_STR("always"));
        break;
    case GJ_OPT_HELP: cmd->help = true; break;
    case GJ_OPT_VERSION: cmd->version = true; break;
    case GJ_OPT_COUNT: break;
    }
    return 0;
}

/* The option that WORD ("--form", "--format=json") names: exactly, or as the only one it begins; GJ_OPT_COUNT when there is none. */
static size_t find_long(const gj_cmd *cmd, gj_str word) {
    size_t found = GJ_OPT_COUNT, matches = 0;
    for (size_t i = 0; i < GJ_OPT_COUNT; i++) {
        gj_str name = gj_str_from(options[i].name);
        if (!applies(cmd, i)) continue;
        if (gj_str_eq(name, word)) return i;
        if (word.n > 0 && gj_str_has_prefix(name, word)) {
            found = i;
            matches++;
        }
    }
    return matches == 1 ? found : GJ_OPT_COUNT;
}

/* argp found something wrong with the option WORD and does not say what. */
static void explain_bad_option(gj_cmd *cmd, const char *word) {
    gj_str arg = gj_str_from(word);
    if (!gj_str_has_prefix(arg, GJ_STR("--"))) {
        for (size_t at = 1; at < arg.n; at++) {
            size_t i = 0;
            while (i < GJ_OPT_COUNT && !(applies(cmd, i) && options[i].letter == arg.p[at])) i++;
            if (i < GJ_OPT_COUNT && options[i].value[0][0]) {
                gj_cmd_complain(cmd, GJ_E_OPTION_VALUE, gj_str_format(cmd->arena, "-%c", arg.p[at]));
                return;
            }
            if (i == GJ_OPT_COUNT) {
                gj_cmd_complain(cmd, GJ_E_NO_OPTION,
                                at == 1 && (unsigned char)arg.p[1] >= 0x80 ? arg : gj_str_format(cmd->arena, "-%c", arg.p[at]),
                                program_name(cmd));
                return;
            }
        }
    }
    ptrdiff_t equals = gj_str_find(arg, GJ_STR("="));
    gj_str name = gj_str_slice(arg, 2, equals < 0 ? arg.n : (size_t)equals);
    size_t found = find_long(cmd, name);
    if (found < GJ_OPT_COUNT) {
        gj_cmd_complain(cmd, options[found].value[0][0] ? GJ_E_OPTION_VALUE : GJ_E_OPTION_PLAIN, long_name(cmd, found));
        return;
    }
    gj_diag *diag = gj_cmd_complain(cmd, GJ_E_NO_OPTION, gj_str_slice(arg, 0, name.n + 2), program_name(cmd));
    gj_str names[GJ_OPT_COUNT];
    size_t n = 0;
    for (size_t i = 0; i < GJ_OPT_COUNT; i++)
        if (applies(cmd, i)) names[n++] = gj_str_from(options[i].name);
    ptrdiff_t near = gj_suggest(name, names, n);
    if (near >= 0) gj_diag_hint(&cmd->diags, diag, gj_cmd_say(cmd, "是不是“--%.*s”？", "did you mean '--%.*s'?"), GJ_FMT(names[near]));
}

static error_t on_option(int key, char *arg, struct argp_state *state) {
    gj_cmd *cmd = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (!cmd->command) { /* the command: what follows is parsed with its options */
            for (size_t i = 0; gj_command_at(i); i++)
                if (strcmp(arg, commands[i].name) == 0) cmd->command = &commands[i];
            if (!cmd->command) {
                gj_str names[sizeof commands / sizeof *commands];
                size_t n = 0;
                for (; gj_command_at(n); n++) names[n] = gj_str_from(commands[n].name);
                gj_diag *diag = gj_cmd_complain(cmd, GJ_E_NO_COMMAND, gj_str_from(arg));
                ptrdiff_t near = gj_suggest(gj_str_from(arg), names, n);
                if (near >= 0) gj_diag_hint(&cmd->diags, diag, gj_cmd_say(cmd, "是不是“%s”？", "did you mean '%s'?"), commands[near].name);
                return EINVAL;
            }
            cmd->args.n = (size_t)state->next; /* where its own arguments begin */
            state->next = state->argc;
            return 0;
        }
        gj_strs_add(cmd->arena, &cmd->args, gj_str_from(arg));
        return 0;
    case ARGP_KEY_ERROR:
        if (cmd->diags.errors == 0 && state->next > 0) {
            const char *word = state->argv[state->next - 1];
            if (word[0] != '-' && state->next < state->argc) word = state->argv[state->next];
            explain_bad_option(cmd, word);
        }
        return 0;
    default:
        if (key < 1 || key > GJ_OPT_COUNT * 2 + 1024) return ARGP_ERR_UNKNOWN;
        for (size_t i = 0; i < GJ_OPT_COUNT; i++)
            if (key == (options[i].letter ? options[i].letter : 512 + (int)i)) return take_option(cmd, (gj_option_id)i, arg);
        return ARGP_ERR_UNKNOWN;
    }
}

static int parse_stage(gj_cmd *cmd, int argc, char **argv, unsigned flags) {
    struct argp_option list[GJ_OPT_COUNT + 1];
    size_t n = 0;
    for (size_t i = 0; i < GJ_OPT_COUNT; i++) {
        if (!applies(cmd, i)) continue;
        list[n++] = (struct argp_option){.name = options[i].name,
                                         .key = options[i].letter ? options[i].letter : 512 + (int)i,
                                         .arg = options[i].value[0][0] ? options[i].value[1] : NULL};
    }
    list[n] = (struct argp_option){.name = NULL};
    const struct argp argp = {.options = list, .parser = on_option};
    return argp_parse(&argp, argc, argv, flags | ARGP_NO_ERRS | ARGP_NO_EXIT | ARGP_NO_HELP, NULL, cmd) ? 2 : 0;
}

/* The language must be known before the first complaint, wherever --lang stands. */
static gj_lang choose_language(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *value = NULL;
        if (strncmp(argv[i], "--lang=", 7) == 0)
            value = argv[i] + 7;
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            value = argv[i + 1];
        if (value) return strcmp(value, "en") == 0 ? GJ_LANG_EN : GJ_LANG_ZH;
    }
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return strncmp(value, "zh", 2) == 0 ? GJ_LANG_ZH : GJ_LANG_EN;
    }
    return GJ_LANG_EN;
}

int gj_cmd_parse(gj_cmd *cmd, int argc, char **argv) {
    cmd->lang = choose_language(argc, argv);
    int status = parse_stage(cmd, argc, argv, ARGP_IN_ORDER);
    if (status || !cmd->command) return status;
    size_t rest = cmd->args.n;
    cmd->args.n = 0;
    status = parse_stage(cmd, argc - (int)rest + 1, argv + rest - 1, 0);
    if (cmd->format_waits && cmd->outputs.n > 0) cmd->formats.v[cmd->outputs.n - 1] = cmd->format;
    return status;
}

/* Help */

/* Adds the lines of TEXT wrapped at 80 columns, all after INDENT but the first. */
static void wrap(gj_buf *buf, gj_str text, size_t indent) {
    for (size_t from = 0; from < text.n;) {
        size_t to = from;
        while (to < text.n && text.p[to] != '\n') to++;
        if (from > 0) gj_buf_add_repeat(buf, " ", indent);
        gj_out_wrap(buf, gj_str_slice(text, from, to), indent, indent, 80, 0);
        gj_buf_addc(buf, '\n');
        from = to + 1;
    }
}

static void option_help(gj_buf *buf, const gj_cmd *cmd) {
    gj_buf head = GJ_BUF_INIT;
    for (size_t i = 0; i < GJ_OPT_COUNT; i++) {
        if (!applies(cmd, i)) continue;
        const option_info *o = &options[i];
        gj_buf_clear(&head);
        if (o->letter)
            gj_buf_addf(&head, "  -%c, --%s", o->letter, o->name);
        else
            gj_buf_addf(&head, "      --%s", o->name);
        if (o->value[0][0]) gj_buf_addf(&head, "=%s", o->value[cmd->lang]);
        gj_utf8_pad(buf, gj_buf_str(&head), 28, false);
        if (gj_utf8_width(gj_buf_str(&head)) > 27) {
            gj_buf_addc(buf, '\n');
            gj_buf_add_repeat(buf, " ", 28);
        }
        wrap(buf, gj_str_from(o->doc[cmd->lang]), 28);
    }
    gj_buf_free(&head);
}

static void limits(gj_buf *buf, const gj_cmd *cmd) {
    gj_buf text = GJ_BUF_INIT;
    gj_buf_addf(
        &text,
        gj_cmd_say(cmd, "上限：一份报告 %u MB、%u 行、%u 页；docx 解压后 %u MB；一个表格 %u 格；标签嵌套 %u 层。超过时说明是哪一个。",
                   "Limits: a report of %u MB, %u lines, %u pages; a docx of %u MB unpacked; a table of %u cells; tags nested %u deep. An "
                   "error names the limit that was passed."),
        GJ_LIMIT_FILE >> 20, GJ_LIMIT_LINES, GJ_LIMIT_PAGES, GJ_LIMIT_UNPACKED >> 20, GJ_LIMIT_GRID, GJ_LIMIT_DEPTH);
    gj_buf_addc(buf, '\n');
    wrap(buf, gj_buf_str(&text), 0);
    gj_buf_free(&text);
}

void gj_cmd_help(gj_buf *buf, const gj_cmd *cmd) {
    const gj_command *command = cmd->command;
    const char *usage = gj_cmd_say(cmd, "用法", "Usage");
    if (command) {
        gj_buf_addf(buf, gj_cmd_say(cmd, "%s：gouji %s [选项] %s\n\n", "%s: gouji %s [OPTION]... %s\n\n"), usage, command->name,
                    command->args[cmd->lang]);
        wrap(buf, gj_str_from(command->brief[cmd->lang]), 0);
        gj_buf_addc(buf, '\n');
        if (command->more[cmd->lang][0]) {
            wrap(buf, gj_str_from(command->more[cmd->lang]), 0);
            gj_buf_addc(buf, '\n');
        }
    } else {
        gj_buf_addf(buf,
                    gj_cmd_say(cmd, "%s：gouji 命令 [选项] [参数]...\n\n勾稽：核对政府报告里的数字。\n\n命令：\n",
                               "%s: gouji COMMAND [OPTION]... [ARGUMENT]...\n\nGouji audits the numbers of public reports.\n\nCommands:\n"),
                    usage);
        for (size_t i = 0; gj_command_at(i); i++) {
            gj_buf head = GJ_BUF_INIT;
            gj_buf_addf(&head, "  %s %s", commands[i].name, commands[i].args[cmd->lang]);
            gj_utf8_pad(buf, gj_buf_str(&head), 36, false);
            gj_buf_addf(buf, "%s\n", commands[i].brief[cmd->lang]);
            gj_buf_free(&head);
        }
        gj_buf_addc(buf, '\n');
    }
    gj_buf_addz(buf, gj_cmd_say(cmd, "选项：\n", "Options:\n"));
    option_help(buf, cmd);
    if (!command || (command->bit & (GJ_CHECK | GJ_CELLS | GJ_EVAL | GJ_REPL))) limits(buf, cmd);
    if (!command)
        gj_buf_addz(buf, gj_cmd_say(cmd, "\n“gouji 命令 --help”说明一个命令；man gouji 是完整的手册。\n",
                                    "\n'gouji COMMAND --help' describes a command; man gouji is the whole manual.\n"));
}
