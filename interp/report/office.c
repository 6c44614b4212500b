/* office.c - old Word, WPS and spreadsheet files: LibreOffice knows them, and makes a docx or a page of them that we read. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "report/load.h"

extern char **environ;

enum { PATIENCE = 120 /* seconds */, NAP = 50000000 /* ns */ };

static int fail(gj_diags *diags, gj_diag_code code, gj_str path, gj_str what) {
    GJ_DIAG(diags, code, GJ_SPAN_NONE, path, what);
    return 1;
}

/* $GOUJI_SOFFICE, or the first soffice on the PATH or where LibreOffice installs itself; empty when there is none. */
static gj_str find_soffice(gj_arena *arena) {
    const char *given = getenv("GOUJI_SOFFICE");
    if (given != NULL) return access(given, X_OK) == 0 ? gj_str_copy(arena, gj_str_from(given)) : GJ_STR_NONE;
    const char *path = getenv("PATH");
    gj_str folders = gj_str_format(arena, "%s:/usr/lib/libreoffice/program:/opt/libreoffice/program:/snap/bin", path == NULL ? "" : path);
    for (size_t from = 0; from <= folders.n;) {
        size_t to = from;
        while (to < folders.n && folders.p[to] != ':') to++;
        gj_str file = gj_str_format(arena, "%.*s/soffice", (int)(to - from), folders.p + from);
        if (to > from && access(file.p, X_OK) == 0) return file;
        from = to + 1;
    }
    return GJ_STR_NONE;
}

static int remove_one(const char *path, const struct stat *status, int flag, struct FTW *where) {
    (void)status, (void)flag, (void)where;
    return remove(path);
}

static bool write_file(const char *path, gj_str bytes) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return false;
    size_t done = 0;
    while (done < bytes.n) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno != EINTR) break;
        if (n > 0) done += (size_t)n;
    }
    return close(fd) == 0 && done == bytes.n;
}

/* Runs a program quietly in a process group of its own; false when it fails or takes longer than PATIENCE. */
static bool run(char *const *arguments) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    pid_t child;
    bool ran = posix_spawn(&child, arguments[0], &files, &attributes, arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    if (!ran) return false;
    int status = 0;
    for (long waited = 0; waitpid(child, &status, WNOHANG) == 0; waited++) {
        if (waited > PATIENCE * (1000000000L / NAP)) {
            kill(-child, SIGKILL);
            waitpid(child, &status, 0);
            return false;
        }
        nanosleep(&(struct timespec){0, NAP}, NULL);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* A word of UTF-16LE, as names of streams stand in an OLE file. */
static bool holds_wide(gj_str bytes, const char *word) {
    char wide[64];
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++) wide[2 * i] = word[i], wide[2 * i + 1] = '\0';
    return memmem(bytes.p, bytes.n, wide, 2 * n) != NULL;
}

static bool is_sheet(gj_str bytes, gj_str extension) {
    static const char *const sheets[] = {"xls", "xlsx", "et", "ods"};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (extension.n == strlen(sheets[i]) && strncasecmp(extension.p, sheets[i], extension.n) == 0) return true;
    return holds_wide(bytes, "Workbook") || memmem(bytes.p, bytes.n, "xl/workbook", 11) != NULL;
}

/* The extension that tells LibreOffice the format; "doc" when the path has none that could be one. */
static gj_str extension_of(gj_arena *arena, gj_str path) {
    size_t at = path.n;
    while (at > 0 && ((path.p[at - 1] >= 'a' && path.p[at - 1] <= 'z') || (path.p[at - 1] >= 'A' && path.p[at - 1] <= 'Z'))) at--;
    bool named = at > 0 && path.p[at - 1] == '.' && path.n - at >= 2 && path.n - at <= 5;
    return named ? gj_str_copy(arena, gj_str_slice(path, at, path.n)) : GJ_STR("doc");
}

/* Converts inside FOLDER, and reads what came out. */
static int convert(gj_arena *arena, gj_str soffice, const char *folder, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags) {
    gj_str extension = extension_of(arena, path);
    bool sheet = is_sheet(bytes, extension);
    gj_str in = gj_str_format(arena, "%s/report.%s", folder, extension.p);
    gj_str out = gj_str_format(arena, "%s/out/report.%s", folder, sheet ? "html" : "docx");
    gj_str profile = gj_str_format(arena, "-env:UserInstallation=file://%s/profile", folder);
    gj_str out_folder = gj_str_format(arena, "%s/out", folder);
    if (!write_file(in.p, bytes)) return fail(diags, GJ_E_OFFICE_FAILED, path, gj_errno_words(errno));
    const char *arguments[] = {
        soffice.p,  profile.p,    "--headless", "--norestore", "--nolockcheck", "--convert-to", sheet ? "html" : "docx:MS Word 2007 XML",
        "--outdir", out_folder.p, in.p,         NULL};
    if (!run((char *const *)(uintptr_t)arguments)) return fail(diags, GJ_E_OFFICE_FAILED, path, GJ_STR("soffice"));
    gj_str converted;
    if (access(out.p, R_OK) != 0) return fail(diags, GJ_E_OFFICE_FAILED, path, GJ_STR("soffice"));
    if (gj_load_file(arena, out, &converted, diags) != 0) return 1;
    return sheet ? gj_read_html(arena, path, converted, doc, diags) : gj_read_docx(arena, path, converted, doc, diags);
}

int gj_read_old_office(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags) {
    if (holds_wide(bytes, "EncryptedPackage")) return fail(diags, GJ_E_LOCKED, path, GJ_STR(""));
    gj_str soffice = find_soffice(arena);
    if (soffice.n == 0) return fail(diags, GJ_E_OLD_OFFICE, path, extension_of(arena, path));
    const char *temporary = getenv("TMPDIR");
    gj_str folder = gj_str_format(arena, "%s/gouji-XXXXXX", temporary == NULL || *temporary != '/' ? "/tmp" : temporary);
    char *name = (char *)(uintptr_t)folder.p; /* our own copy */
    if (mkdtemp(name) == NULL) return fail(diags, GJ_E_OFFICE_FAILED, path, gj_errno_words(errno));
    int failed = convert(arena, soffice, name, path, bytes, doc, diags);
    nftw(name, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return failed;
}
