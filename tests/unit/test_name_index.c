/* test_name_index.c - names to places: many, the same twice, none. */
#include <stdio.h>
#include <stdlib.h>

#include "check_main.h"
#include "read/name_index.h"

START_TEST(test_names_are_found_again_and_the_first_of_two_stays)
{
    enum { NAMES = 5000 };
    struct name_index index = {0};
    char(*name)[16] = memory_new(NAMES, sizeof *name);
    size_t place;
    ck_assert(!name_index_find(&index, "", &place));
    for (size_t i = 0; i < NAMES; i++) {
        snprintf(name[i], sizeof name[i], i % 2 ? "n%zu" : "名%zu", i);
        ck_assert(name_index_add(&index, name[i], i));
        ck_assert(!name_index_add(&index, name[i], i + 1));
    }
    for (size_t i = 0; i < NAMES; i++)
        ck_assert(name_index_find(&index, name[i], &place) && place == i);
    ck_assert(!name_index_find(&index, "n0", &place));
    ck_assert(!name_index_find(&index, NULL, &place));
    ck_assert(name_index_add(&index, "", 7) && name_index_find(&index, "", &place) && place == 7);
    name_index_clear(&index);
    ck_assert(!name_index_find(&index, "n1", &place));
    free(name);
}
END_TEST

NONET_TEST_MAIN("name_index", test_names_are_found_again_and_the_first_of_two_stays)
