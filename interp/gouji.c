#include "walks.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/load.h"
#include "rule/compile.h"
#include "rule/parse.h"

enum { MAX_RULE_FILE = 16 << 20, MAX_FILES = 4096 };

const char *gj_version(void) {
    return GJ_VERSION;
}

/* ---- where things are ---- */

static bool is_dir(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A folder of ours: one of the same name may stand beside the program that uses the library. */
static bool holds_rules(const char *path) {
    DIR *folder = opendir(path);
    bool found = false;
    for (const struct dirent *entry; folder && !found && (entry = readdir(folder)) != NULL;)
        found = gj_str_has_suffix(gj_str_from(entry->d_name), GJ_STR(".gj"));
    if (folder) closedir(folder);
    return found;
}

gj_str gj_data_dir(gj_arena *arena, const char *name) {
    const char *home = getenv("GOUJI_HOME");
    gj_str candidates[5];
    size_t n = 0;
    if (home && *home) candidates[n++] = gj_str_format(arena, "%s/%s", home, name);
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length > 0) {
        self[length] = '\0';
        char *slash = strrchr(self, '/');
        if (slash) *slash = '\0';
        for (int up = 0; up < 2; up++) { /* build/gouji, build/asan/gouji */
            candidates[n++] = gj_str_format(arena, "%s/%s%s", self, up ? "../../" : "../", name);
        }
    }
    if (length > 0) candidates[n++] = gj_str_format(arena, "%s/../share/gouji/%s", self, name); /* bin/gouji, wherever it was moved */
    candidates[n++] = gj_str_format(arena, "%s/%s", GJ_DATADIR, name);
    for (size_t i = 0; i < n; i++)
        if (holds_rules(candidates[i].p)) return candidates[i];
    return GJ_STR_NONE;
}

/* ---- the walk of a rule: source -> parse -> (forms, check, compile) -> program ---- */

gj_rules *gj_rules_new(void) {
    gj_arena *arena = gj_arena_new();
    gj_rules *rules = GJ_NEW(arena, gj_rules);
    rules->arena = arena;
    rules->sources = gj_sources_new(arena);
    gj_diags_init(&rules->diags, arena, rules->sources);
    rules->lang = GJ_LANG_ZH;
    return rules;
}

void gj_rules_free(gj_rules *rules) {
    if (rules) gj_arena_free(rules->arena);
}

static int load_path(gj_rules *rules, gj_str path, gj_span from);

static void add_file(gj_rules *rules, const gj_node *tree) {
    if (rules->nfiles == rules->capacity) {
        rules->capacity = rules->capacity ? rules->capacity * 2 : 16;
        const gj_node **files = gj_arena_array(rules->arena, rules->capacity, sizeof *files);
        if (rules->nfiles) memcpy(files, rules->files, rules->nfiles * sizeof *files);
        rules->files = files;
    }
    rules->files[rules->nfiles++] = tree;
}

/* Imports are loaded before the file that names them; a file is loaded once. */
static int load_imports(gj_rules *rules, const gj_node *tree, gj_str name) {
    int bad = 0;
    for (const gj_node *kid = tree->first; kid; kid = kid->next) {
        if (kid->kind != GJ_N_IMPORT) continue;
        size_t folder = name.n;
        while (folder > 0 && name.p[folder - 1] != '/') folder--;
        bool absolute = kid->text.n && kid->text.p[0] == '/';
        gj_str path = gj_str_format(rules->arena, "%.*s%.*s", absolute ? 0 : (int)folder, name.p, GJ_FMT(kid->text));
        bad |= load_path(rules, path, kid->span);
    }
    return bad;
}

static int load_source(gj_rules *rules, gj_str name, gj_str text) {
    uint32_t source = gj_sources_add(rules->sources, name, text);
    gj_node *tree = NULL;
    int bad = gj_parse(rules->arena, source, GJ_PARSE_FILE, &tree, &rules->diags);
    bad |= load_imports(rules, tree, name);
    add_file(rules, tree);
    return bad;
}

/* A file on its way in: what it imports is loaded before it. */
typedef struct gj_loading {
    gj_str path;
    const struct gj_loading *outer;
} gj_loading;

static bool already_loaded(const gj_rules *rules, gj_str path) {
    for (const gj_loading *l = rules->loading; l; l = l->outer)
        if (gj_str_eq(l->path, path)) return true;
    for (uint32_t i = 0; i < rules->nfiles; i++)
        if (gj_str_eq(gj_source_name(rules->sources, rules->files[i]->span.source), path)) return true;
    return false;
}

/* The whole of a file, a pipe too; false when it cannot be read or is too large. */
static bool slurp(gj_arena *arena, const char *path, gj_str *text, const char **why) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        *why = gj_errno_words(errno).p;
        return false;
    }
    gj_buf bytes = GJ_BUF_INIT;
    char piece[1 << 14];
    for (size_t n; bytes.n <= MAX_RULE_FILE && (n = fread(piece, 1, sizeof piece, file)) > 0;) gj_buf_add(&bytes, (gj_str){piece, n});
    bool failed = ferror(file) != 0;
    if (failed) *why = gj_errno_words(errno).p;
    if (bytes.n > MAX_RULE_FILE) *why = "超过 16 MiB\x1flarger than 16 MiB";
    bool whole = !failed && bytes.n <= MAX_RULE_FILE;
    if (whole) *text = gj_buf_copy(&bytes, arena);
    gj_buf_free(&bytes);
    fclose(file);
    return whole;
}

static int is_rule_file(const struct dirent *entry) {
    gj_str name = gj_str_from(entry->d_name);
    return name.n > 0 && name.p[0] != '.' && (gj_str_has_suffix(name, GJ_STR(".gj")) || strchr(entry->d_name, '.') == NULL);
}

static int load_folder(gj_rules *rules, gj_str path, gj_span from) {
    struct dirent **entries = NULL;
    int n = scandir(path.p, &entries, is_rule_file, alphasort), bad = 0;
    for (int i = 0; i < n; i++) {
        gj_str inner = gj_str_format(rules->arena, "%.*s/%s", GJ_FMT(path), entries[i]->d_name);
        bool rule_file = gj_str_has_suffix(inner, GJ_STR(".gj"));
        if (rule_file || is_dir(inner.p)) bad |= load_path(rules, inner, from);
        free(entries[i]);
    }
    free(entries);
    return bad;
}

static int load_path(gj_rules *rules, gj_str path, gj_span from) {
    path = gj_str_copy(rules->arena, path);
    while (path.n > 1 && path.p[path.n - 1] == '/') path = gj_str_copy(rules->arena, gj_str_slice(path, 0, path.n - 1));
    if (rules->nfiles >= MAX_FILES) {
        GJ_DIAG(&rules->diags, GJ_E_RULE_FILE, from, path,
                gj_str_format(rules->arena,
                              "超过 %d 个文件\x1f"
                              "more than %d files",
                              MAX_FILES, MAX_FILES));
        return 1;
    }
    if (already_loaded(rules, path)) return 0;
    if (is_dir(path.p)) return load_folder(rules, path, from);
    gj_str text;
    const char *why = "";
    if (!slurp(rules->arena, path.p, &text, &why)) {
        GJ_DIAG(&rules->diags, from.source ? GJ_E_IMPORT : GJ_E_RULE_FILE, from, path, gj_str_from(why));
        return 1;
    }
    gj_loading now = {.path = path, .outer = rules->loading};
    rules->loading = &now;
    int bad = load_source(rules, path, text);
    rules->loading = now.outer;
    return bad;
}

static int load_stdlib(gj_rules *rules) {
    if (rules->stdlib_loaded) return 0;
    rules->stdlib_loaded = true;
    gj_str folder = gj_data_dir(rules->arena, "stdlib");
    return folder.n ? load_path(rules, folder, GJ_SPAN_NONE) : 0;
}

int gj_rules_load(gj_rules *rules, const char *path) {
    int bad = load_stdlib(rules);
    return load_path(rules, gj_str_from(path), GJ_SPAN_NONE) | bad;
}

int gj_rules_load_text(gj_rules *rules, const char *name, const char *text) {
    int bad = load_stdlib(rules);
    return load_source(rules, gj_str_from(name), gj_str_from(text)) | bad;
}

void gj_rules_language(gj_rules *rules, gj_language language) {
    rules->lang = language == GJ_ZH ? GJ_LANG_ZH : GJ_LANG_EN;
}

int gj_rules_compile(gj_rules *rules) {
    uint32_t before = rules->diags.errors;
    load_stdlib(rules);
    rules->program = (gj_program){.arena = rules->arena, .sources = rules->sources};
    gj_compile(&rules->program, rules->files, rules->nfiles, &rules->diags);
    rules->reader = gj_reader_new(rules->arena, rules->program.forms, rules->program.nforms);
    return rules->diags.errors > before || rules->diags.errors > 0;
}

gj_program *gj_rules_compile_expression(const gj_rules *rules, gj_arena *arena, gj_str text, gj_diags *diags) {
    uint32_t source = gj_sources_add(diags->sources, GJ_STR("<expr>"), text);
    gj_node *tree = NULL;
    gj_program *program = GJ_NEW(arena, gj_program);
    program->arena = arena;
    program->sources = diags->sources;
    if (gj_parse(arena, source, GJ_PARSE_EXPRESSION, &tree, diags)) return NULL;
    return gj_compile_expression(program, &rules->program, tree, diags) ? NULL : program;
}

const char *gj_rules_errors(const gj_rules *rules, gj_language language) {
    gj_buf out = GJ_BUF_INIT;
    gj_diags_render(&out, &rules->diags, language == GJ_ZH ? GJ_LANG_ZH : GJ_LANG_EN, false);
    gj_str copy = gj_buf_copy(&out, rules->arena);
    gj_buf_free(&out);
    return copy.n ? copy.p : "";
}

/* ---- the walk of a report: bytes -> load -> read -> align -> report ---- */

gj_report *gj_walk_report(const gj_rules *rules, gj_arena *arena, gj_str path, gj_diags *diags) {
    gj_str bytes;
    if (gj_load_file(arena, path, &bytes, diags)) return NULL;
    return gj_reader_read(arena, path, bytes, rules->reader, diags);
}
