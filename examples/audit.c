/* Audits a report with the library:  cc audit.c $(pkg-config --cflags --libs gouji) -o audit && ./audit rules.gj report.txt
 * Exit status: 0 every rule passed, 1 some rule failed, 2 the rules are wrong, 3 the report cannot be read. */
#include <gouji.h>
#include <stdio.h>

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: audit RULES REPORT\n");
        return 2;
    }
    gj_rules *rules = gj_rules_new();
    if (gj_rules_load(rules, argv[1]) != 0 || gj_rules_compile(rules) != 0) {
        fputs(gj_rules_errors(rules, GJ_ZH), stderr);
        gj_rules_free(rules);
        return 2;
    }
    gj_audit *audit = gj_audit_file(rules, argv[2]);
    int status = 0;
    if (gj_audit_error(audit)) {
        fprintf(stderr, "%s\n", gj_audit_error(audit));
        status = 3;
    }
    for (size_t i = 0; i < gj_audit_count(audit); i++) {
        if (gj_audit_verdict_of(audit, i) != GJ_AUDIT_FAIL) continue;
        printf("%s:%u: %s: %s\n", argv[2], gj_audit_line(audit, i), gj_audit_rule(audit, i), gj_audit_message(audit, i));
        status = 1;
    }
    gj_audit_free(audit);
    gj_rules_free(rules);
    return status;
}
