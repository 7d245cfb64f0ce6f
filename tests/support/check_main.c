/*
 * check_main.c - see check_main.h.
 */
#include "check_main.h"

#include <locale.h>

int check_main(const char *name, const TTest *const *tests, size_t count)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from it */
    Suite *suite = suite_create(name);
    TCase *cases = tcase_create(name);
    tcase_set_timeout(cases, 100);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(cases, tests[i]);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
