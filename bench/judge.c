/* judge.c - how fast judging alone is: one report read once, judged again and again by compiled rules. Prints checks a second. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "walks.h"

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: judge RULES REPORT [ROUNDS]\n");
        return 2;
    }
    gj_rules *rules = gj_rules_new();
    if (gj_rules_load(rules, argv[1]) || gj_rules_compile(rules)) {
        fputs(gj_rules_errors(rules, GJ_EN), stderr);
        return 2;
    }
    gj_arena *arena = gj_arena_new(), *findings = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_report *report = gj_walk_report(rules, arena, gj_str_from(argv[2]), &diags);
    if (!report) return 3;
    long rounds = argc > 3 ? strtol(argv[3], NULL, 10) : 1000000;
    gj_judge_options options = {.lang = GJ_LANG_EN, .no_notes = true};
    unsigned long checks = 0;
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long i = 0; i < rounds; i++) {
        gj_findings out;
        gj_judge(findings, &rules->program, report, &options, &out);
        checks += out.summary.pass + out.summary.fail + out.summary.unknown;
        gj_arena_reset(findings);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    printf("%lu checks in %.3f s: %.1f million a second, %.0f ns a report\n", checks, seconds, (double)checks / seconds / 1e6, seconds / (double)rounds * 1e9);
    gj_arena_free(findings);
    gj_arena_free(arena);
    gj_rules_free(rules);
    return 0;
}
