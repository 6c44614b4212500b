/* Which files a command line means by its reports. */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "report/load.h"

static int by_name(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* True when a -o writes to the file that INFO is of: an output of an earlier run is no report, and a report is not to be overwritten. */
static bool is_output(const gj_cmd *cmd, const struct stat *info) {
    struct stat output;
    for (size_t i = 0; i < cmd->outputs.n; i++)
        if (!gj_sink_is_stdout(cmd->outputs.v[i]) && stat(cmd->outputs.v[i].p, &output) == 0 && S_ISREG(output.st_mode) &&
            output.st_dev == info->st_dev && output.st_ino == info->st_ino)
            return true;
    return false;
}

/* What a report is called. */
static bool has_report_name(const char *name) {
    static const char *const extensions[] = {"txt", "text", "md", "markdown", "html", "htm", "xhtml", "shtml", "docx", "pdf", "doc", "wps"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; name[0] != '.' && dot && i < sizeof extensions / sizeof *extensions; i++)
        if (strcasecmp(dot + 1, extensions[i]) == 0) return true;
    return false;
}

/* By its name; a file without an extension is looked into. */
static bool is_report_file(const FTSENT *entry) {
    if (entry->fts_name[0] == '.') return false;
    if (strrchr(entry->fts_name, '.')) return has_report_name(entry->fts_name);
    char head[4096];
    int fd = open(entry->fts_accpath, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    ssize_t n = read(fd, head, sizeof head);
    close(fd);
    if (n <= 0) return false;
    gj_kind kind = gj_load_sniff((gj_str){head, (size_t)n}, gj_str_from(entry->fts_path));
    return kind == GJ_KIND_TEXT || kind == GJ_KIND_HTML || kind == GJ_KIND_DOCX || kind == GJ_KIND_PDF;
}

static void walk_folder(gj_cmd *cmd, gj_str folder, gj_strs *list, int *status) {
    size_t before = list->n, end = folder.n;
    while (end > 1 && folder.p[end - 1] == '/') end--; /* so that paths have one slash */
    char *roots[] = {(char *)(uintptr_t)gj_str_copy(cmd->arena, gj_str_slice(folder, 0, end)).p, NULL};
    FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *entry; walk && (entry = fts_read(walk)) != NULL;) {
        if (entry->fts_info == FTS_D && entry->fts_level > 0 && entry->fts_name[0] == '.')
            fts_set(walk, entry, FTS_SKIP);
        else if ((entry->fts_info == FTS_F && is_report_file(entry) && !is_output(cmd, entry->fts_statp)) ||
                 (entry->fts_info == FTS_SLNONE && has_report_name(entry->fts_name))) /* a link to nothing: said when it is read */
            gj_strs_add(cmd->arena, list, gj_str_copy(cmd->arena, gj_str_from(entry->fts_path)));
        else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_NS || entry->fts_info == FTS_ERR) {
            gj_cmd_complain(cmd, GJ_E_REPORT_OPEN, gj_str_copy(cmd->arena, gj_str_from(entry->fts_path)), gj_errno_words(entry->fts_errno));
            if (*status < 2) *status = 3;
        }
    }
    if (walk) fts_close(walk);
    if (list->n == before) {
        gj_cmd_complain(cmd, GJ_E_NO_REPORTS, folder);
        if (*status < 2) *status = 3;
    }
}

static void add_argument(gj_cmd *cmd, gj_str arg, bool from_list, gj_strs *list, int *status);

static void read_list(gj_cmd *cmd, gj_str path, gj_strs *list, int *status) {
    FILE *file = gj_str_eq(path, GJ_STR("-")) ? stdin : fopen(path.p, "rb");
    char *line = NULL;
    size_t room = 0;
    struct stat info;
    if (file && fstat(fileno(file), &info) == 0 && S_ISDIR(info.st_mode)) {
        fclose(file);
        file = NULL;
        errno = EISDIR;
    }
    if (!file) {
        gj_cmd_complain(cmd, GJ_E_LIST, path, gj_errno_words(errno));
        if (*status < 2) *status = 3;
        return;
    }
    for (ssize_t n; (n = getline(&line, &room, file)) >= 0;) {
        gj_str name = gj_str_trim((gj_str){line, (size_t)n});
        if (name.n > 0) add_argument(cmd, gj_str_copy(cmd->arena, name), true, list, status);
    }
    free(line);
    if (file != stdin) fclose(file);
}

static void add_argument(gj_cmd *cmd, gj_str arg, bool from_list, gj_strs *list, int *status) {
    struct stat info;
    if (!from_list && arg.n > 1 && arg.p[0] == '@')
        read_list(cmd, gj_str_slice(arg, 1, arg.n), list, status);
    else if (gj_str_eq(arg, GJ_STR("-")) || stat(arg.p, &info) != 0)
        gj_strs_add(cmd->arena, list, arg);
    else if (S_ISDIR(info.st_mode))
        walk_folder(cmd, arg, list, status);
    else if (is_output(cmd, &info)) {
        gj_cmd_complain(cmd, GJ_E_OUTPUT_IS_REPORT, arg);
        *status = 2;
    } else
        gj_strs_add(cmd->arena, list, arg); /* what cannot be read is said when it is read */
}

gj_strs gj_cmd_reports(gj_cmd *cmd, size_t first, int *status) {
    gj_strs list = {NULL, 0, 0};
    if (cmd->args.n <= first) {
        gj_cmd_complain(cmd, GJ_E_USAGE, gj_str_format(cmd->arena, "gouji %s", cmd->command->name),
                        gj_str_from(gj_cmd_say(cmd, "报告（文件、文件夹、“-”或“@清单”）", "a report (a file, a folder, '-' or '@FILE')")));
        *status = 2;
        return list;
    }
    for (size_t i = first; i < cmd->args.n; i++) add_argument(cmd, cmd->args.v[i], false, &list, status);
    return list;
}
