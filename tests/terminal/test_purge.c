/*
 * test_purge.c - a canvas is really deleted while another program shows it: nothing of its texts stays on that screen, in
 * that program's drafts, or in the files.
 */
#include <string.h>

#include "check_main.h"
#include "home.h"

#define SECRET "under seal"

static void make_secret(const struct home *home)
{
    home_do(home, WORDS("new", "Tea house"));
    home_do(home, WORDS("new", "Merger"));
    home_do(home, WORDS("add", "2", "channels", SECRET));
    home_do(home, WORDS("version", "2", "First"));
    home_do(home, WORDS("note", "1", "--text", SECRET " still"));
}

static void purge(const struct home *home)
{
    home_do(home, WORDS("remove", "2"));
    home_do(home, WORDS("purge", "2"));
}

static bool file_holds(const struct home *home, const char *name, const char *text)
{
    struct buffer path = {0}, bytes = {0};
    struct error error;
    bool holds = false;
    if (file_read(home_path(home, name, &path), (size_t)1 << 26, &bytes, &error) == STATUS_OK)
        holds = memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;
    buffer_clear(&path);
    buffer_clear(&bytes);
    return holds;
}

/* From the browser to what the keys open, which shows the secret; after the purge the browser is there, and says why. */
static void watch_from(const char *keys, const char *shown)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    make_secret(&home);
    home_start(&home, &pty, &(struct home_start){.environment = WORDS("NONET_LANG=en")});
    pty_expect(&pty, "Merger");
    pty_send(&pty, keys);
    pty_expect(&pty, shown);
    pty_expect(&pty, SECRET);
    purge(&home);
    pty_expect(&pty, "this canvas was purged meanwhile");
    pty_expect(&pty, "Tea house");
    pty_expect_not(&pty, SECRET);
    pty_expect_not(&pty, "Merger");
    pty_send(&pty, "q");
    ck_assert_int_eq(pty_wait_end(&pty), 0);
    pty_expect_restored(&pty);
    pty_clear(&pty);
    home_expect_sound(&home);
    home_clear(&home);
}

START_TEST(a_board_closes)
{
    watch_from("\r", "new note");
}
END_TEST

START_TEST(a_history_closes)
{
    watch_from("\rHp", "[First]");
}
END_TEST

START_TEST(a_comparison_closes)
{
    watch_from("\rHpD", "Comparison");
}
END_TEST

START_TEST(what_lies_on_top_closes_too)
{
    watch_from("\rHp:", "Command");
}
END_TEST

START_TEST(a_note_that_is_read_closes)
{
    watch_from("\r3o", "write more");
}
END_TEST

START_TEST(the_preview_of_the_trash_is_gone)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    make_secret(&home);
    home_do(&home, WORDS("remove", "2"));
    home_start(&home, &pty, &(struct home_start){.environment = WORDS("NONET_LANG=en"), .rows = 24, .columns = 110});
    pty_expect(&pty, "Tea house");
    pty_send(&pty, "T");
    pty_expect(&pty, SECRET);
    home_do(&home, WORDS("purge", "2"));
    pty_expect_not(&pty, SECRET);
    pty_expect_not(&pty, "Merger");
    pty_send(&pty, "qq");
    ck_assert_int_eq(pty_wait_end(&pty), 0);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

/* What is typed meanwhile is the typist's: it goes to the terminal's clipboard, and into no draft. */
START_TEST(what_is_typed_is_handed_over)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    make_secret(&home);
    home_start(&home, &pty, &(struct home_start){.words = WORDS("open", "2"), .environment = WORDS("NONET_LANG=en")});
    pty_expect(&pty, SECRET);
    pty_send(&pty, "3a and mine");
    pty_expect(&pty, "and mine");
    purge(&home);
    ck_assert_int_eq(pty_wait_end(&pty), 1); /* the board was all there was */
    pty_expect_restored(&pty);
    ck_assert_ptr_nonnull(strstr(buffer_text(&pty.bytes), "]52;c;"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&pty.bytes), "purged meanwhile; what you were typing is on the clipboard"));
    pty_clear(&pty);
    static const char *const files[] = {"store.db", "store.db-wal", "store.db-live", "store.db-live-wal"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        ck_assert_msg(!file_holds(&home, files[i], SECRET), "%s", files[i]);
        ck_assert_msg(!file_holds(&home, files[i], "and mine"), "%s", files[i]);
    }
    home_expect_sound(&home);
    home_clear(&home);
}
END_TEST

NONET_TEST_MAIN("terminal_purge", a_board_closes, a_history_closes, a_comparison_closes, what_lies_on_top_closes_too,
                a_note_that_is_read_closes, the_preview_of_the_trash_is_gone, what_is_typed_is_handed_over)
