/* What a shell needs to complete the command line, made from the same list as the parser: gouji --completion bash|zsh|fish. */
#include <string.h>

#include "cmd.h"

typedef struct option {
    char letter;
    const char *name;
    bool value;
    const char *doc;
    unsigned commands;
} option;

static const option options[GJ_OPT_COUNT] = {
#define OPTION(id, letter, name, value_zh, value_en, zh, en, commands) [GJ_OPT_##id] = {letter, name, sizeof value_en > 1, en, commands},
#include "options.def"
#undef OPTION
};

/* The words that can follow an option of a command, or NULL: any, or a file. */
static const char *words_of(size_t i, unsigned command) {
    switch (i) {
    case GJ_OPT_FORMAT:
        return command == GJ_CELLS  ? "csv json table"
               : command == GJ_EVAL ? "text json"
               : command == GJ_TEST ? "text junit"
                                    : "text json ndjson sarif junit csv html";
    case GJ_OPT_FAIL_ON: return "error warning info unknown";
    case GJ_OPT_LANG: return "zh en";
    case GJ_OPT_COLOR: return "auto always never";
    default: return NULL;
    }
}

static bool takes_file(size_t i) {
    return i == GJ_OPT_RULES || i == GJ_OPT_OUTPUT || i == GJ_OPT_WAIVERS || i == GJ_OPT_BASELINE;
}

static bool has(const gj_command *command, size_t i) {
    return (options[i].commands & command->bit) != 0;
}

/* The arguments of these are files; of explain they are not. */
static bool takes_reports(const gj_command *command) {
    return command->bit != GJ_EXPLAIN;
}

/* TEXT with a backslash before each of SPECIAL. */
static void escaped(gj_buf *buf, const char *text, const char *special) {
    for (; *text; text++) {
        if (strchr(special, *text)) gj_buf_addc(buf, '\\');
        gj_buf_addc(buf, *text);
    }
}

static void bash(gj_buf *buf) {
    gj_buf_addz(buf, "# bash completion for gouji\n_gouji() {\n"
                     "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words= values= files=1\n"
                     "    [ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n    [ \"$cur\" = = ] && cur=\n"
                     "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W \"");
    for (size_t c = 0; gj_command_at(c); c++) gj_buf_addf(buf, "%s ", gj_command_at(c)->name);
    gj_buf_addz(buf, "--help --version\" -- \"$cur\"))\n        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (size_t c = 0; gj_command_at(c); c++) {
        const gj_command *command = gj_command_at(c);
        gj_buf_addf(buf, "    %s)\n        words=\"", command->name);
        const char *space = "";
        for (size_t i = 0; i < GJ_OPT_COUNT; i++) {
            if (!has(command, i)) continue;
            gj_buf_addf(buf, "%s--%s", space, options[i].name);
            space = " ";
        }
        gj_buf_addz(buf, "\"\n");
        if (!takes_reports(command)) gj_buf_addz(buf, "        files=\n");
        gj_buf_addz(buf, "        case $prev in\n");
        for (size_t i = 0; i < GJ_OPT_COUNT; i++) {
            if (!has(command, i) || !options[i].value) continue;
            const char *values = words_of(i, command->bit);
            gj_buf_addz(buf, "        ");
            if (options[i].letter) gj_buf_addf(buf, "-%c|", options[i].letter);
            if (values)
                gj_buf_addf(buf, "--%s) values=\"%s\" ;;\n", options[i].name, values);
            else
                gj_buf_addf(buf, "--%s) words= files=%s ;;\n", options[i].name, takes_file(i) ? "1" : "");
        }
        gj_buf_addz(buf, "        esac ;;\n");
    }
    gj_buf_addz(buf, "    esac\n    if [ -n \"$values\" ]; then COMPREPLY=($(compgen -W \"$values\" -- \"$cur\"))\n"
                     "    elif [[ $cur == -* ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                     "    elif [ -n \"$files\" ]; then compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$cur\")); fi\n}\n"
                     "complete -F _gouji gouji\n");
}

/* 'NAME[doc]:value:(words)': a quote, a colon or a bracket in the text would end it. */
static void zsh_option(gj_buf *buf, size_t i, unsigned command) {
    const option *o = &options[i];
    const char *equals = o->value ? "=" : "";
    gj_buf_addz(buf, " \\\n        ");
    if (o->letter)
        gj_buf_addf(buf, "'(-%c --%s)'{-%c,--%s%s}'[", o->letter, o->name, o->letter, o->name, equals);
    else
        gj_buf_addf(buf, "'--%s%s[", o->name, equals);
    for (const char *p = o->doc; *p; p++) {
        if (*p == '\'') {
            gj_buf_addz(buf, "'\\''");
            continue;
        }
        if (*p == ':' || *p == '[' || *p == ']') gj_buf_addc(buf, '\\');
        gj_buf_addc(buf, *p);
    }
    gj_buf_addc(buf, ']');
    const char *words = words_of(i, command);
    if (words)
        gj_buf_addf(buf, ":value:(%s)", words);
    else if (o->value)
        gj_buf_addz(buf, takes_file(i) ? ":file:_files" : ":value: ");
    gj_buf_addc(buf, '\'');
}

static void zsh(gj_buf *buf) {
    gj_buf_addz(buf, "#compdef gouji\n# zsh completion for gouji\nlocal -a subcommands\nsubcommands=(\n");
    for (size_t c = 0; gj_command_at(c); c++)
        gj_buf_addf(buf, "    '%s:%s'\n", gj_command_at(c)->name, gj_command_at(c)->brief[GJ_LANG_EN]);
    gj_buf_addz(buf, ")\nif (( CURRENT == 2 )); then\n    _describe command subcommands\n    return\nfi\ncase $words[2] in\n");
    for (size_t c = 0; gj_command_at(c); c++) {
        const gj_command *command = gj_command_at(c);
        gj_buf_addf(buf, "%s)\n    _arguments -s '1: :' %s", command->name, takes_reports(command) ? "'*:file:_files'" : "'*: : '");
        for (size_t i = 0; i < GJ_OPT_COUNT; i++)
            if (has(command, i)) zsh_option(buf, i, command->bit);
        gj_buf_addz(buf, "\n    ;;\n");
    }
    gj_buf_addz(buf, "esac\n");
}

static void fish_option(gj_buf *buf, size_t i, const char *commands, const char *words) {
    const option *o = &options[i];
    gj_buf_addf(buf, "complete -c gouji -n \"__fish_seen_subcommand_from%s\"", commands);
    if (o->letter) gj_buf_addf(buf, " -s %c", o->letter);
    gj_buf_addf(buf, " -l %s", o->name);
    if (words)
        gj_buf_addf(buf, " -x -a \"%s\"", words);
    else if (o->value)
        gj_buf_addz(buf, takes_file(i) ? " -r -F" : " -x");
    gj_buf_addz(buf, " -d \"");
    escaped(buf, o->doc, "\"$\\");
    gj_buf_addz(buf, "\"\n");
}

static void fish(gj_buf *buf) {
    gj_buf_addz(buf, "# fish completion for gouji\n");
    for (size_t c = 0; gj_command_at(c); c++)
        gj_buf_addf(buf, "complete -c gouji -n __fish_use_subcommand -f -a %s -d \"%s\"\n", gj_command_at(c)->name,
                    gj_command_at(c)->brief[GJ_LANG_EN]);
    gj_buf_addz(buf, "complete -c gouji -n \"__fish_seen_subcommand_from explain\" -f\n");
    gj_buf all = GJ_BUF_INIT;
    for (size_t i = 0; i < GJ_OPT_COUNT; i++) {
        gj_buf_clear(&all);
        for (size_t c = 0; gj_command_at(c); c++) {
            const gj_command *command = gj_command_at(c);
            if (!has(command, i)) continue;
            gj_buf one = GJ_BUF_INIT;
            gj_buf_addf(&one, " %s", command->name);
            if (i == GJ_OPT_FORMAT)
                fish_option(buf, i, one.p, words_of(i, command->bit));
            else
                gj_buf_add(&all, gj_buf_str(&one));
            gj_buf_free(&one);
        }
        if (all.n > 0) fish_option(buf, i, all.p, words_of(i, 0));
    }
    gj_buf_free(&all);
}

int gj_cmd_completion(gj_buf *buf, gj_str shell) {
    if (gj_str_eq(shell, GJ_STR("bash")))
        bash(buf);
    else if (gj_str_eq(shell, GJ_STR("zsh")))
        zsh(buf);
    else if (gj_str_eq(shell, GJ_STR("fish")))
        fish(buf);
    else
        return 2;
    return 0;
}
