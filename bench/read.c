/* read.c - how fast reading alone is: reports in memory, read again and again into cells. Prints bytes a second. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "report/load.h"
#include "walks.h"

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: read ROUNDS REPORT...\n");
        return 2;
    }
    gj_rules *rules = gj_rules_new();
    if (gj_rules_compile(rules)) {
        fputs(gj_rules_errors(rules, GJ_EN), stderr);
        return 2;
    }
    gj_arena *kept = gj_arena_new(), *arena = gj_arena_new();
    size_t n = (size_t)argc - 2, size = 0;
    gj_str *bytes = GJ_NEW_ARRAY(kept, gj_str, n);
    gj_diags diags;
    gj_diags_init(&diags, kept, gj_sources_new(kept));
    for (size_t i = 0; i < n; i++) {
        if (gj_load_file(kept, gj_str_from(argv[i + 2]), &bytes[i], &diags)) return 3;
        size += bytes[i].n;
    }
    long rounds = strtol(argv[1], NULL, 10);
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long r = 0; r < rounds; r++)
        for (size_t i = 0; i < n; i++) {
            if (!gj_reader_read(arena, gj_str_from(argv[i + 2]), bytes[i], rules->reader, &diags)) return 3;
            gj_arena_reset(arena);
        }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    printf("%.1f MB a second, %.1f us a report\n", (double)size * (double)rounds / seconds / 1e6,
           seconds / (double)rounds / (double)n * 1e6);
    gj_arena_free(arena);
    gj_arena_free(kept);
    gj_rules_free(rules);
    return 0;
}
