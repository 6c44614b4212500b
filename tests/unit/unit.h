/* unit.h - one executable a suite: GJ_SUITE(name, test, ...) lists its tests and makes main. */
#ifndef GJ_UNIT_H
#define GJ_UNIT_H

#include <check.h>
#include <stdlib.h>

#include "base/text.h"

#define GJ_SUITE(name, ...)                                                           \
    int main(void) {                                                                  \
        const TTest *tests[] = {__VA_ARGS__};                                         \
        Suite *suite = suite_create(name);                                            \
        TCase *tcase = tcase_create(name);                                            \
        tcase_set_timeout(tcase, 60);                                                 \
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) tcase_add_test(tcase, tests[i]); \
        suite_add_tcase(suite, tcase);                                                \
        SRunner *runner = srunner_create(suite);                                      \
        srunner_run_all(runner, CK_NORMAL);                                           \
        int failed = srunner_ntests_failed(runner);                                   \
        srunner_free(runner);                                                         \
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;                                  \
    }

/* A gj_str equal to a literal, with both shown when it is not. */
#define ck_assert_gj_str(s, literal)                                                  \
    do {                                                                              \
        gj_str ck_s = (s);                                                            \
        ck_assert_msg(gj_str_eq(ck_s, gj_str_from(literal)), "got '%.*s', expected '%s'", GJ_FMT(ck_s), (literal)); \
    } while (0)

#endif
