#include "report/formats.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MODULE "gouji-formats.so"

/* The folder of the program or shared library that this code is in, with its last slash. */
static gj_str own_folder(gj_arena *arena) {
    Dl_info info;
    char resolved[PATH_MAX];
    if (!dladdr((const void *)gj_formats_load, &info) || !info.dli_fname) return GJ_STR_NONE;
    const char *file = strchr(info.dli_fname, '/') ? info.dli_fname : "/proc/self/exe"; /* a program found on the path */
    if (!realpath(file, resolved)) return GJ_STR_NONE;
    gj_str self = gj_str_copy(arena, gj_str_from(resolved));
    while (self.n && self.p[self.n - 1] != '/') self.n--;
    return self;
}

gj_str gj_formats_companion(gj_arena *arena, const char *name) {
    static const char *const places[] = {"", "../", "gouji/", "../lib/gouji/"};
    gj_str own = own_folder(arena);
    for (size_t i = 0; own.n && i < sizeof places / sizeof *places; i++) {
        gj_str path = gj_str_format(arena, "%.*s%s%s", GJ_FMT(own), places[i], name);
        if (access(path.p, R_OK) == 0) return path;
    }
    gj_str installed = gj_str_format(arena, "%s/%s", GJ_LIBDIR, name);
    return access(installed.p, R_OK) == 0 ? installed : GJ_STR_NONE;
}

/* The system counts the loads of a module and keeps it until the process ends, so nothing is remembered here. */
const gj_formats *gj_formats_load(gj_str path, gj_diags *diags) {
    gj_str file = gj_formats_companion(diags->arena, MODULE);
    void *module = file.n ? dlopen(file.p, RTLD_NOW | RTLD_LOCAL) : NULL;
    const gj_formats *formats = module ? dlsym(module, "gj_formats_table") : NULL;
    if (!formats) GJ_DIAG(diags, GJ_E_REPORT_MODULE, GJ_SPAN_NONE, path, gj_str_from(MODULE));
    return formats;
}
