/* fmt: the canonical layout of rule files, written back in place. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "rule/format.h"

static bool read_file(gj_cmd *cmd, gj_str path, gj_buf *text) {
    enum { MOST = 64 << 20 };
    bool standard = gj_str_eq(path, GJ_STR("-"));
    FILE *file = standard ? stdin : fopen(path.p, "rb");
    struct stat st;
    if (file && fstat(fileno(file), &st) == 0 && S_ISDIR(st.st_mode)) {
        fclose(file);
        file = NULL;
        errno = EISDIR;
    }
    if (file == NULL) {
        gj_cmd_complain(cmd, GJ_E_FILE, path, gj_errno_words(errno));
        return false;
    }
    char block[65536];
    for (size_t n; text->n < MOST && (n = fread(block, 1, sizeof block, file)) > 0;) gj_buf_add(text, (gj_str){block, n});
    bool good = !ferror(file) && text->n < MOST;
    if (!good) gj_cmd_complain(cmd, GJ_E_FILE, path, gj_errno_words(text->n < MOST ? errno : EFBIG));
    if (!standard) fclose(file);
    return good;
}

/* Through a new file beside it that takes its place, so that a full disk never leaves half a rule file. */
static bool write_back(gj_cmd *cmd, gj_str path, gj_str text) {
    char *real = realpath(path.p, NULL);
    gj_str target = gj_str_copy(cmd->arena, gj_str_from(real ? real : path.p));
    free(real);
    gj_str temporary = gj_str_format(cmd->arena, "%s.XXXXXX", target.p);
    struct stat st;
    int fd = stat(target.p, &st) == 0 ? mkstemp((char *)temporary.p) : -1;
    FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;
    bool good = file && fchmod(fd, st.st_mode & 07777) == 0 && fwrite(text.p, 1, text.n, file) == text.n;
    if (file && fclose(file) != 0) good = false;
    if (good && rename(temporary.p, target.p) != 0) good = false;
    if (good) return true;
    gj_cmd_complain(cmd, GJ_E_WRITE, path, gj_errno_words(errno));
    if (fd >= 0) unlink(temporary.p);
    return false;
}

static int format_one(gj_cmd *cmd, gj_str path) {
    bool standard = gj_str_eq(path, GJ_STR("-"));
    gj_buf text = GJ_BUF_INIT, laid = GJ_BUF_INIT;
    int status = 2;
    if (read_file(cmd, path, &text)) {
        uint32_t source = gj_sources_add(cmd->sources, path, gj_buf_str(&text));
        if (gj_format_source(cmd->arena, cmd->sources, source, &laid, &cmd->diags) == 0) {
            bool same = gj_str_eq(gj_buf_str(&laid), gj_buf_str(&text));
            status = 0;
            if (cmd->check && !same) {
                status = 1;
                gj_buf_clear(&text);
                gj_buf_addf(&text, "%.*s\n", GJ_FMT(path));
                if (!cmd->quiet && !gj_cmd_write(cmd, &text)) status = 2;
            } else if (!cmd->check && standard) {
                if (!gj_cmd_write(cmd, &laid)) status = 2;
            } else if (!cmd->check && !same && !write_back(cmd, path, gj_buf_str(&laid))) {
                status = 2;
            }
        }
    }
    gj_cmd_show(cmd, &cmd->diags);
    gj_buf_free(&text);
    gj_buf_free(&laid);
    return status;
}

int gj_cmd_fmt(gj_cmd *cmd) {
    int status = 0;
    if (cmd->args.n == 0) {
        gj_cmd_complain(cmd, GJ_E_USAGE, GJ_STR("fmt"), gj_str_from(gj_cmd_say(cmd, "文件...", "FILE...")));
        gj_cmd_show(cmd, &cmd->diags);
        return 2;
    }
    for (size_t i = 0; i < cmd->args.n; i++) {
        int one = format_one(cmd, cmd->args.v[i]);
        if (one > status) status = one;
    }
    return gj_cmd_close(cmd) ? status : 2;
}
