/*
 * test_block_rewrite.c - a block edited as a text: which notes its lines are, and what was changed meanwhile.
 */
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"

static struct error error;

#define LINES_MAX 8

/* Words of `text` as lines; `*copy` owns them. */
static size_t split(const char *text, char **copy, const char *out[LINES_MAX])
{
    size_t count = 0;
    *copy = memory_copy_text(text);
    char *save = NULL;
    for (char *word = strtok_r(*copy, " ", &save); word != NULL; word = strtok_r(NULL, " ", &save))
        out[count++] = word;
    return count;
}

START_TEST(test_rewrites)
{
    static const struct {
        const char *before, *after;
        size_t kept_notes; /* notes that are the same afterwards */
        size_t touched;    /* note rows that the action changes */
    } table[] = {
        {"a b c", "a b c", 3, 0},       {"a b c", "a x c", 3, 1},   {"a b c", "a c", 2, 1},
        {"a b c", "a b c d", 3, 1},     {"a b c", "z a b c", 3, 1}, {"a b c", "a y b c", 3, 1},
        {"a b c", "c a b", 3, 1},       {"a b c", "", 0, 3},        {"", "a b", 0, 2},
        {"a b c d", "d c b a", 4, 3},   {"a b c", "x y z", 3, 3},   {"a a a", "a a", 2, 1},
        {"a b c d", "a x y d", 4, 2},   {"a b", "x y z b", 2, 3},   {"a b c d e", "e b a x d", 4, 4},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct canvas_fixture f;
        canvas_fixture_init(&f);
        char *base_copy, *line_copy;
        const char *base[LINES_MAX], *lines[LINES_MAX];
        size_t base_count = split(table[i].before, &base_copy, base);
        size_t line_count = split(table[i].after, &line_copy, lines), kept;
        int64_t ids[LINES_MAX];
        for (size_t n = 0; n < base_count; n++)
            ids[n] = canvas_fixture_note(&f, "channels", base[n]);
        char *before = canvas_fixture_dump(&f);
        int64_t actions = canvas_fixture_actions(&f, NULL);
        ck_ok(canvas_block_rewrite(f.store, &f.session, f.canvas_id, "channels", ids, base, base_count, lines,
                                   line_count, &kept, &error));
        ck_assert_uint_eq(kept, 0);
        char *texts = canvas_fixture_texts(&f, "channels");
        ck_assert_msg(strcmp(texts, table[i].after) == 0, "%s to %s gave %s", table[i].before, table[i].after, texts);
        struct snapshot *snapshot = canvas_fixture_load(&f);
        size_t same = 0;
        for (size_t n = 0; n < base_count; n++)
            same += snapshot_note(snapshot, ids[n]) != NULL;
        ck_assert_msg(same == table[i].kept_notes, "%s to %s keeps %zu", table[i].before, table[i].after, same);
        snapshot_free(snapshot);
        ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions + (table[i].touched > 0 ? 1 : 0));
        if (table[i].touched > 0) {
            struct undo_outcome outcome;
            ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &outcome, &error));
            ck_assert_msg(outcome.reverted == table[i].touched, "%s to %s touches %zu", table[i].before,
                          table[i].after, outcome.reverted);
            char *undone = canvas_fixture_dump(&f);
            ck_assert_str_eq(undone, before);
            free(undone);
        }
        free(texts);
        free(before);
        free(base_copy);
        free(line_copy);
        canvas_fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_what_changed_meanwhile_is_kept)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t ids[4];
    const char *base[] = {"a", "b", "c", "d"};
    for (size_t i = 0; i < 4; i++)
        ids[i] = canvas_fixture_note(&f, "channels", base[i]);
    enum save_outcome outcome;
    ck_ok(canvas_note_save(f.store, &f.session, ids[0], "a", "A", &outcome, NULL, &error));  /* and I reword it */
    ck_ok(canvas_note_save(f.store, &f.session, ids[1], "b", "B", &outcome, NULL, &error));  /* and I drop it */
    ck_ok(canvas_notes_set_alive(f.store, &f.session, &ids[2], 1, false, &error));           /* and I leave it */
    canvas_fixture_note(&f, "channels", "new");
    const char *lines[] = {"mine", "c", "d!"};
    size_t kept;
    ck_ok(canvas_block_rewrite(f.store, &f.session, f.canvas_id, "channels", ids, base, 4, lines, 3, &kept, &error));
    ck_assert_uint_eq(kept, 2);
    struct snapshot *snapshot = canvas_fixture_load(&f);
    ck_assert_str_eq(snapshot_note(snapshot, ids[0])->text, "A");
    ck_assert_str_eq(snapshot_note(snapshot, ids[1])->text, "B");
    ck_assert_ptr_null(snapshot_note(snapshot, ids[2]));
    ck_assert_str_eq(snapshot_note(snapshot, ids[3])->text, "d!");
    ck_assert_uint_eq(snapshot->note_count, 5);
    snapshot_free(snapshot);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_line_breaks_shown_as_spaces)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "two\nlines");
    const char *base[] = {"two lines"}, *lines[] = {"two lines", "more"};
    size_t kept;
    ck_ok(canvas_block_rewrite(f.store, &f.session, f.canvas_id, "channels", &id, base, 1, lines, 2, &kept, &error));
    ck_assert_uint_eq(kept, 0);
    char *texts = canvas_fixture_texts(&f, "channels");
    ck_assert_str_eq(texts, "two\nlines more");
    free(texts);
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("block_rewrite", test_rewrites, test_what_changed_meanwhile_is_kept, test_line_breaks_shown_as_spaces)
