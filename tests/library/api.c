/* The promises of gouji.h, one line each: "ok NAME" or "not ok NAME". Run in tests/cli. */
#include <gouji.h>
#include <stdio.h>
#include <string.h>

static void fact(const char *name, int holds) {
    printf("%s %s\n", holds ? "ok" : "not ok", name);
}

static gj_rules *compiled(const char *text, gj_language language) {
    gj_rules *rules = gj_rules_new();
    gj_rules_language(rules, language);
    gj_rules_load_text(rules, "mine.gj", text);
    gj_rules_compile(rules);
    return rules;
}

static void of_rules(void) {
    gj_rules *rules = gj_rules_new();
    fact("a folder that is not there is an error", gj_rules_load(rules, "no/such") != 0);
    fact("which is told in English", strstr(gj_rules_errors(rules, GJ_EN), "no such file or folder") != NULL);
    fact("and in Chinese", strstr(gj_rules_errors(rules, GJ_ZH), "没有这个文件或文件夹") != NULL);
    fact("rules with errors do not compile", gj_rules_compile(rules) != 0);
    gj_audit *audit = gj_audit_file(rules, "reports/bad.txt");
    fact("and audit nothing", gj_audit_error(audit) != NULL && gj_audit_count(audit) == 0);
    gj_audit_free(audit);
    gj_rules_free(rules);
    rules = gj_rules_new();
    audit = gj_audit_file(rules, "reports/bad.txt");
    fact("rules that were not compiled audit nothing", strcmp(gj_audit_error(audit), "规则没有编译，或者有错") == 0);
    fact("and their json says so", strstr(gj_audit_json(audit), "\"error\": \"规则没有编译，或者有错\"") != NULL);
    gj_audit_free(audit);
    gj_rules_free(rules);
    gj_rules_free(NULL);
    gj_audit_free(NULL);
    fact("a name that no form has is an error",
         (rules = compiled("三.没有这行 == 1", GJ_EN)) && strstr(gj_rules_errors(rules, GJ_EN), "mine.gj:1:3"));
    gj_rules_free(rules);
}

static void of_an_audit(void) {
    gj_rules *rules = compiled("规则 甲 \"平衡\" 疑问 { 三.总计 == 一 + 二 - 四 }", GJ_EN);
    fact("no error is an empty string", strcmp(gj_rules_errors(rules, GJ_EN), "") == 0);
    gj_audit *audit = gj_audit_file(rules, "reports/bad.txt");
    size_t i = 0;
    while (i < gj_audit_count(audit) && (gj_audit_verdict_of(audit, i) != GJ_AUDIT_FAIL || gj_audit_rule(audit, i)[0] == 'R')) i++;
    fact("a finding has its rule", strcmp(gj_audit_rule(audit, i), "甲") == 0);
    fact("its title", strcmp(gj_audit_title(audit, i), "平衡") == 0);
    fact("its level", gj_audit_level_of(audit, i) == GJ_AUDIT_WARNING);
    fact("its line", gj_audit_line(audit, i) == 51);
    fact("its message in the language that was asked for", strstr(gj_audit_message(audit, i), "off by 1") != NULL);
    fact("its fingerprint",
         strspn(gj_audit_fingerprint(audit, i), "0123456789abcdef") == 16 && strlen(gj_audit_fingerprint(audit, i)) == 16);
    fact("a string stays where it is", gj_audit_message(audit, i) == gj_audit_message(audit, i));
    fact("past the end there is nothing", !gj_audit_rule(audit, 9999) && !gj_audit_message(audit, 9999) && gj_audit_line(audit, 9999) == 0);
    fact("who, when, and in which form", strcmp(gj_audit_organisation(audit), "白沙县档案局") == 0 && gj_audit_year(audit) == 2023 &&
                                             strcmp(gj_audit_form(audit), "年报2021") == 0);
    fact("totals", gj_audit_total(audit, GJ_AUDIT_FAIL) >= 1 && gj_audit_total(audit, GJ_AUDIT_PASS) >= 1);
    gj_audit_free(audit);

    audit = gj_audit_file(rules, "reports/none.txt");
    fact("a report that cannot be read says why",
         strcmp(gj_audit_error(audit), "cannot read 'reports/none.txt': no such file or folder") == 0);
    fact("and is of nobody",
         strcmp(gj_audit_organisation(audit), "") == 0 && gj_audit_year(audit) == 0 && strcmp(gj_audit_form(audit), "") == 0);
    gj_audit_free(audit);

    char bytes[] = "某局2023年政府信息公开工作年度报告\n一、总体情况\n收到申请3件。\n";
    audit = gj_audit_memory(rules, "memory", bytes, sizeof bytes - 1);
    memset(bytes, 'x', sizeof bytes);
    fact("a report in memory", !gj_audit_error(audit) && strstr(gj_audit_json(audit), "\"path\": \"memory\"") != NULL);
    fact("whose bytes need to live no longer than the call", strcmp(gj_audit_organisation(audit), "某局") == 0);
    gj_audit_free(audit);
    audit = gj_audit_memory(rules, "nothing", "", 0);
    fact("no bytes are an error", gj_audit_error(audit) != NULL);
    gj_audit_free(audit);
    gj_rules_free(rules);

    rules = compiled("规则 乙 \"承上\" { 上年.四 == 二 }", GJ_ZH);
    audit = gj_audit_file(rules, "reports/good.txt");
    fact("the year before is unknown when it is not given", gj_audit_total(audit, GJ_AUDIT_UNKNOWN) > 0);
    gj_audit_free(audit);
    audit = gj_audit_file_after(rules, "reports/good.txt", "reports/last.txt");
    fact("and compared when it is", gj_audit_total(audit, GJ_AUDIT_UNKNOWN) == 0 && gj_audit_total(audit, GJ_AUDIT_PASS) > 0);
    gj_audit_free(audit);
    gj_rules_free(rules);
}

int main(void) {
    of_rules();
    of_an_audit();
    return 0;
}
