/*
 * test_terminals.c - the real program on terminals of every kind and size, on stores that it cannot use, and at rest.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"
#include "home.h"
#include "vscreen.h"

static void leave(struct pty *pty)
{
    pty_send(pty, "q");
    ck_assert_int_eq(pty_wait_end(pty), 0);
    pty_expect_restored(pty);
    pty_clear(pty);
}

static void expect_shown(struct pty *pty, const char *text, bool wanted)
{
    if (wanted)
        pty_expect(pty, text);
    else
        pty_expect_not(pty, text);
}

/* ---- sizes -------------------------------------------------------------------------------------------------- */

START_TEST(notes_are_typed_at_every_size)
{
    static const struct {
        int rows, columns;
    } sizes[] = {{12, 32}, {16, 40}, {20, 60}, {24, 80}, {40, 120}, {100, 300}};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        home_do(&home, WORDS("new", "Plan"));
        home_start(&home, &pty, &(struct home_start){.words = WORDS("open", "1"), .rows = sizes[i].rows,
                                                     .columns = sizes[i].columns});
        pty_expect(&pty, "Plan ");
        pty_send(&pty, "3a想法 idea");
        pty_expect(&pty, "想法 idea");
        pty_send(&pty, "\r\r");
        leave(&pty);
        home_expect_notes(&home, "1", "channels: 想法 idea\n");
        home_clear(&home);
    }
}
END_TEST

START_TEST(a_terminal_too_small_says_so_and_loses_no_text)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_start(&home, &pty, &(struct home_start){.rows = 5, .columns = 20});
    pty_expect(&pty, "nonet needs 32×12");
    leave(&pty);
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3ahalf");
    pty_expect(&pty, "half");
    pty_resize(&pty, 5, 20);
    pty_expect(&pty, "nonet needs 32×12");
    pty_send(&pty, " more");
    pty_resize(&pty, 24, 80);
    pty_expect(&pty, "half more");
    pty_resize(&pty, 1, 1);
    pty_expect_not(&pty, "half more");
    pty_send(&pty, ", kept\033");
    leave(&pty);
    home_expect_notes(&home, "1", "channels: half more, kept\n");
    home_clear(&home);
}
END_TEST

START_TEST(sizes_that_change_while_one_types_keep_the_text)
{
    static const struct {
        int rows, columns;
    } sizes[] = {{12, 32}, {100, 300}, {20, 60}, {24, 59}, {3, 3}, {24, 80}};
    struct home home;
    struct pty pty;
    struct buffer wanted = {0};
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3a");
    buffer_add(&wanted, "channels: ");
    for (int i = 0; i < 30; i++) {
        char word[16];
        snprintf(word, sizeof word, "字 w%d ", i);
        pty_resize(&pty, sizes[i % 6].rows, sizes[i % 6].columns);
        pty_send(&pty, word);
        buffer_add(&wanted, word);
        if (i % 6 == 5) {
            word[strlen(word) - 1] = '\0';
            pty_expect(&pty, word);
        }
    }
    pty_send(&pty, "end\r\r");
    buffer_add(&wanted, "end\n");
    leave(&pty);
    home_expect_notes(&home, "1", buffer_text(&wanted));
    buffer_clear(&wanted);
    home_clear(&home);
}
END_TEST

/* ---- kinds -------------------------------------------------------------------------------------------------- */

/* Whether a colour was asked for: a parameter of an `m` sequence from 30 to 49 or 90 to 107, other than 39 and 49. */
static bool asked_for_colour(const struct pty *pty)
{
    const char *end = buffer_text(&pty->bytes) + pty->bytes.length;
    for (const char *at = buffer_text(&pty->bytes); (at = memmem(at, (size_t)(end - at), "\033[", 2)); ) {
        at += 2;
        const char *stop = at + strspn(at, "0123456789;");
        while (*stop == 'm' && at < stop) {
            int value = atoi(at);
            if ((value >= 30 && value <= 49 && value != 39 && value != 49) || (value >= 90 && value <= 107))
                return true;
            at += strspn(at, "0123456789");
            at += *at == ';';
        }
    }
    return false;
}

START_TEST(every_kind_of_terminal_shows_the_board)
{
    static const struct {
        const char *variable, *other;
        bool lines, colours;
    } cases[] = {
        {"TERM=xterm", "X=", true, true},
        {"TERM=xterm-256color", "X=", true, true},
        {"TERM=xterm-256color", "COLORTERM=truecolor", true, true},
        {"TERM=screen", "X=", true, true},
        {"TERM=tmux-256color", "X=", true, true},
        {"TERM=linux", "X=", true, true},
        {"TERM=vt100", "X=", false, false},
        {"TERM=vt220", "X=", false, false},
        {"TERM=xterm-256color", "NO_COLOR=1", true, false},
        {"TERM=xterm-256color", "NO_COLOR=", true, true}, /* empty is as if not set */
        {"TERM=xterm-256color", "NONET_ASCII=1", false, true},
        {"TERM=xterm-256color", "NONET_WIDE=1", false, true},
        {"TERM=xterm-256color", "LC_ALL=C", true, true},
        {"TERM=xterm-256color", "LC_ALL=no_SUCH.locale", true, true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        home_do(&home, WORDS("new", "Plan"));
        home_do(&home, WORDS("add", "1", "channels", "shop"));
        home_do(&home, WORDS("note", "1", "--colour", "red"));
        home_start(&home, &pty, &(struct home_start){.words = WORDS("open", "1"),
                                                     .environment = WORDS(cases[i].variable, cases[i].other)});
        pty_expect(&pty, "shop");
        expect_shown(&pty, "│", cases[i].lines);
        expect_shown(&pty, cases[i].lines ? "─" : "+-", true);
        pty_send(&pty, "3a想法\r\r");
        pty_expect(&pty, "想法");
        pty_send(&pty, "q");
        ck_assert_int_eq(pty_wait_end(&pty), 0);
        ck_assert_msg(asked_for_colour(&pty) == cases[i].colours, "%s %s", cases[i].variable, cases[i].other);
        pty_clear(&pty);
        home_expect_notes(&home, "1", "channels: shop (red)\nchannels: 想法\n");
        home_clear(&home);
    }
}
END_TEST

START_TEST(the_language_comes_from_where_it_is_said)
{
    static const struct {
        const char *environment[4];
        const char *shown;
    } cases[] = {
        {{"NONET_LANG=zh", "LC_ALL=C"}, "新建画布"},
        {{"NONET_LANG=", "LC_ALL=zh_CN.UTF-8"}, "新建画布"},
        {{"NONET_LANG=", "LC_ALL=", "LANG=zh_CN.UTF-8"}, "新建画布"},
        {{"NONET_LANG=", "LC_ALL=en_GB.UTF-8"}, "n makes a canvas"},
        {{"NONET_LANG=", "LC_ALL=C"}, "n makes a canvas"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        home_start(&home, &pty, &(struct home_start){.environment = cases[i].environment});
        pty_expect(&pty, cases[i].shown);
        leave(&pty);
        home_clear(&home);
    }
}
END_TEST

START_TEST(an_unknown_language_is_named_in_a_known_one)
{
    static const struct {
        const char *locale, *shown;
    } cases[] = {{"LC_ALL=C", "language “fr” is not known"}, {"LC_ALL=zh_CN.UTF-8", "没有语言“fr”"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        home_start(&home, &pty, &(struct home_start){.environment = WORDS("NONET_LANG=", cases[i].locale),
                                                     .words = WORDS("--lang", "fr")});
        pty_expect(&pty, cases[i].shown);
        ck_assert_int_eq(pty_wait_end(&pty), 2);
        pty_clear(&pty);
        home_clear(&home);
    }
}
END_TEST

/* ---- what it cannot use ------------------------------------------------------------------------------------- */

/* One line that holds `words`, exit status 1, and no sequence for the terminal. */
static void expect_refused(struct pty *pty, const char *words)
{
    ck_assert_int_eq(pty_wait_end(pty), 1);
    while (pty_pump(pty, 20))
        continue;
    const char *text = buffer_text(&pty->bytes), *end = strchr(text, '\n');
    ck_assert_msg(strncmp(text, "nonet: ", 7) == 0, "%s", text);
    ck_assert_msg(strstr(text, words) != NULL, "“%s” is not in: %s", words, text);
    ck_assert_msg(end && end[1] == '\0', "more than a line: %s", text);
    ck_assert_ptr_null(strchr(text, '\033'));
    struct termios now;
    ck_assert_int_eq(tcgetattr(pty->descriptor, &now), 0);
    ck_assert_uint_eq(now.c_lflag, pty->before.c_lflag);
    ck_assert_uint_eq(now.c_iflag, pty->before.c_iflag);
    pty_clear(pty);
}

enum spoiling { GARBAGE, CUT_SHORT, NEWER, OTHER_PROGRAM, FOLDER, SPOILINGS };

static void run_sql(const struct home *home, const char *sql)
{
    sqlite3 *store = NULL;
    ck_assert_int_eq(sqlite3_open(home->store, &store), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(store, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(store);
}

static void spoil(const struct home *home, enum spoiling how)
{
    static const char garbage[] = "this is a letter, and no store at all\n";
    if (how == CUT_SHORT || how == NEWER)
        home_do(home, WORDS("new", "Plan"));
    switch (how) {
    case GARBAGE:
        home_put(home, "store.db", garbage, sizeof garbage - 1, 0600);
        break;
    case CUT_SHORT:
        ck_assert_int_eq(truncate(home->store, 1000), 0);
        break;
    case NEWER:
        run_sql(home, "PRAGMA user_version = 9999");
        break;
    case OTHER_PROGRAM:
        run_sql(home, "CREATE TABLE songs (name TEXT); INSERT INTO songs VALUES ('la')");
        break;
    default:
        ck_assert_int_eq(mkdir(home->store, 0700), 0);
        break;
    }
}

START_TEST(a_store_that_cannot_be_used_is_refused_and_left_alone)
{
    static const char *const words[SPOILINGS] = {[GARBAGE] = "store.db", [CUT_SHORT] = "store.db", [NEWER] = "newer",
                                                 [OTHER_PROGRAM] = "store.db", [FOLDER] = "store.db"};
    for (int how = 0; how < SPOILINGS; how++) {
        struct home home;
        struct pty pty;
        struct error error;
        struct buffer before = {0}, after = {0};
        home_init(&home);
        spoil(&home, (enum spoiling)how);
        if (how != FOLDER)
            ck_ok(file_read(home.store, 1 << 24, &before, &error));
        home_start(&home, &pty, NULL);
        expect_refused(&pty, words[how]);
        if (how != FOLDER)
            ck_ok(file_read(home.store, 1 << 24, &after, &error));
        ck_assert_uint_eq(before.length, after.length);
        ck_assert_mem_eq(buffer_text(&before), buffer_text(&after), before.length);
        buffer_clear(&before);
        buffer_clear(&after);
        home_clear(&home);
    }
}
END_TEST

/* /proc takes no files, not even root's. */
START_TEST(a_folder_that_takes_no_files_is_named)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_start(&home, &pty, &(struct home_start){.environment = WORDS("NONET_STORE=/proc/nonet-test/store.db")});
    expect_refused(&pty, "/proc/nonet-test");
    home_start(&home, &pty, &(struct home_start){.words = WORDS("open", "7")});
    expect_refused(&pty, "7");
    home_clear(&home);
}
END_TEST

START_TEST(a_damaged_template_is_named_and_the_others_load)
{
    static const char broken[] = "{\n  \"id\": \"mine\",\n  \"title\": oops\n}\n";
    struct home home;
    struct pty pty;
    home_init(&home);
    home_put(&home, "share/nonet/templates/mine.json", broken, sizeof broken - 1, 0600);
    home_start(&home, &pty, &(struct home_start){.rows = 40, .columns = 160});
    pty_expect(&pty, "n makes a canvas");
    pty_send(&pty, "n");
    pty_expect(&pty, "mine.json:3");
    pty_send(&pty, "\rTea house\r");
    pty_expect(&pty, "Tea house · Business Model Canvas");
    pty_send(&pty, "q");
    leave(&pty);
    home_clear(&home);
}
END_TEST

/* ---- at rest ------------------------------------------------------------------------------------------------ */

static long wake_ups(const struct pty *pty)
{
    struct buffer status = {0};
    struct error error;
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pty->child);
    ck_ok(file_read(path, 1 << 16, &status, &error));
    const char *at = strstr(buffer_text(&status), "\nvoluntary_ctxt_switches:");
    ck_assert_ptr_nonnull(at);
    long count = atol(at + strlen("\nvoluntary_ctxt_switches:"));
    buffer_clear(&status);
    return count;
}

/* A draft is written half a second after the last key, a message goes after some seconds: quiet is when two looks a second
 * and a half apart see no difference. */
static void wait_for_rest(struct pty *pty)
{
    int64_t end = time_steady() + 20000;
    long before;
    do {
        ck_assert_msg(time_steady() < end, "it does not come to rest");
        before = wake_ups(pty);
    } while (pty_pump(pty, 1500) || wake_ups(pty) != before);
}

START_TEST(a_program_alone_at_rest_never_wakes)
{
    static const char *const keys[] = {"", "3ahalf a note", "s"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        home_do(&home, WORDS("new", "Plan"));
        home_board(&home, &pty, NULL);
        pty_send(&pty, keys[i]);
        wait_for_rest(&pty);
        long before = wake_ups(&pty);
        ck_assert(!pty_pump(&pty, 2000));
        ck_assert_int_eq(wake_ups(&pty), before);
        pty_clear(&pty);
        home_clear(&home);
    }
}
END_TEST

NONET_TEST_MAIN("terminals", notes_are_typed_at_every_size, a_terminal_too_small_says_so_and_loses_no_text,
                sizes_that_change_while_one_types_keep_the_text, every_kind_of_terminal_shows_the_board,
                the_language_comes_from_where_it_is_said, an_unknown_language_is_named_in_a_known_one,
                a_store_that_cannot_be_used_is_refused_and_left_alone,
                a_folder_that_takes_no_files_is_named, a_damaged_template_is_named_and_the_others_load,
                a_program_alone_at_rest_never_wakes)
