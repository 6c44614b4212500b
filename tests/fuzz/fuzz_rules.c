/* The whole walk of a rule: any text compiles against the shipped forms, or is told what is wrong; what compiles can judge. */
#include <string.h>

#include "fuzz.h"
#include "gouji.h"

FUZZ_TARGET(rules) {
    char *text = gj_malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    gj_rules *rules = gj_rules_new();
    int failed = gj_rules_load_text(rules, "fuzz.gj", text) != 0;
    if (!failed) failed = gj_rules_compile(rules) != 0;
    FUZZ_PROMISE(!failed || *gj_rules_errors(rules, GJ_ZH) != '\0');
    if (!failed) {
        static const char report[] = "2022年政府信息公开工作年度报告\n\n一、总体情况\n全年收到12件。\n";
        gj_audit *audit = gj_audit_memory(rules, "a.txt", report, sizeof report - 1);
        for (size_t i = 0; i < gj_audit_count(audit); i++) FUZZ_PROMISE(gj_audit_message(audit, i) != NULL);
        gj_audit_free(audit);
    }
    gj_rules_free(rules);
    free(text);
    return 0;
}
