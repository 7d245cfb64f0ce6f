/*
 * check_main.h - the main() of a unit test file: NONET_TEST_MAIN("name", test_a, test_b, ...).
 *
 * Tests run in one process (CK_FORK=no) so that sanitizers see them; each is a START_TEST function.
 */
#ifndef NONET_CHECK_MAIN_H
#define NONET_CHECK_MAIN_H

#include <check.h>
#include <stdlib.h>

#include "nonet/base.h"

/* Runs the tests as one suite; 0 when all passed, the value main() returns. */
int check_main(const char *name, const TTest *const *tests, size_t count);

#define NONET_TEST_MAIN(name, ...)                                            \
    int main(void)                                                            \
    {                                                                         \
        const TTest *const tests[] = {__VA_ARGS__};                           \
        return check_main(name, tests, COUNT_OF(tests));                      \
    }

/* Fails with the error's message when a call did not succeed. */
#define ck_ok(call)                                                                   \
    do {                                                                              \
        enum status ck_status_ = (call);                                              \
        ck_assert_msg(ck_status_ == STATUS_OK, "%s: %s", #call, error.message);       \
    } while (0)

#endif
