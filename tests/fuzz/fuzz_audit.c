/* The whole walk of a report: any bytes are judged by a rule, or the reason why not is given. */
#include "fuzz.h"
#include "gouji.h"

FUZZ_TARGET(audit) {
    static gj_rules *rules; /* compiled once; kept to the end */
    if (!rules) {
        rules = gj_rules_new();
        FUZZ_PROMISE(gj_rules_load_text(rules, "fuzz.gj", "三.总计 == 一 + 二 - 四\n") == 0);
        FUZZ_PROMISE(gj_rules_compile(rules) == 0);
    }
    gj_audit *audit = gj_audit_memory(rules, "report", data, size);
    for (size_t i = 0; i < gj_audit_count(audit); i++) FUZZ_PROMISE(gj_audit_message(audit, i) && gj_audit_rule(audit, i));
    FUZZ_PROMISE(gj_audit_error(audit) || gj_audit_json(audit));
    gj_audit_free(audit);
    return 0;
}
