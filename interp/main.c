/* main.c - arguments -> a command. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static bool wants_color(int fd) {
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(fd) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

/* For packagers: `gouji --completion bash` prints what the shell sources. */
static int print_completion(gj_cmd *cmd, const char *shell) {
    gj_buf buf = GJ_BUF_INIT;
    int status = gj_cmd_completion(&buf, gj_str_from(shell));
    if (status == 0 && !gj_cmd_write(cmd, &buf)) status = 2;
    gj_buf_free(&buf);
    return status;
}

static int run(gj_cmd *cmd, int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--completion") == 0) return print_completion(cmd, argv[2]);
    int status = gj_cmd_parse(cmd, argc, argv);
    gj_buf buf = GJ_BUF_INIT;
    if (status == 0 && cmd->version) {
        gj_buf_addf(&buf, "gouji %s\n", gj_version());
        gj_cmd_write(cmd, &buf);
    } else if (status == 0 && cmd->help) {
        gj_cmd_help(&buf, cmd);
        gj_cmd_write(cmd, &buf);
    } else if (status == 0 && cmd->command) {
        status = cmd->command->run(cmd);
    } else if (status == 0) { /* nothing was asked */
        gj_cmd_help(&buf, cmd);
        fwrite(buf.p, 1, buf.n, stderr);
        status = 2;
    } else {
        gj_cmd_show(cmd, &cmd->diags);
        fprintf(stderr, gj_cmd_say(cmd, "“gouji%s%s --help”列出用法。\n", "'gouji%s%s --help' shows the usage.\n"), cmd->command ? " " : "",
                cmd->command ? cmd->command->name : "");
    }
    gj_buf_free(&buf);
    return status;
}

/* What one report needed the next one will need: memory is not given back between them. */
static void keep_memory(void) {
    enum { ENOUGH = 32 << 20 };
    mallopt(M_TRIM_THRESHOLD, ENOUGH);
    mallopt(M_MMAP_THRESHOLD, ENOUGH);
    mallopt(M_TOP_PAD, 256 << 10);
}

int main(int argc, char **argv) {
    keep_memory();
    gj_cmd cmd = {.arena = gj_arena_new(), .color = wants_color(STDOUT_FILENO), .color_err = wants_color(STDERR_FILENO)};
    cmd.sources = gj_sources_new(cmd.arena);
    gj_diags_init(&cmd.diags, cmd.arena, cmd.sources);
    int status = run(&cmd, argc, argv);
    gj_cmd_show(&cmd, &cmd.diags);
    if (!gj_cmd_close(&cmd)) {
        gj_cmd_show(&cmd, &cmd.diags);
        if (status < 2) status = 2;
    }
    gj_arena_free(cmd.arena);
    return gj_interrupted() ? 130 : status;
}
