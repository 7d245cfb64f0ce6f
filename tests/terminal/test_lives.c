/*
 * test_lives.c - a program that is killed while somebody types loses nothing that it showed as saved.
 *
 * Where the sanitizers make every start slow, fewer rounds are run; NONET_TEST_FULL=1 runs all of them there too.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "check_main.h"
#include "home.h"
#include "vscreen.h"

enum { ROUNDS = 200, ROUNDS_SLOW = 120, DRAFT_EVERY = 20 };

#define PATIENCE_MS 15000
/* On a machine that is busy with other things the rounds end after this, well before the runner's patience does; one that
 * took over a draft has to be among them. */
#define ENOUGH_MS 40000
#define ROUNDS_LEAST (DRAFT_EVERY + 2)

static int rounds(void)
{
#ifdef __SANITIZE_ADDRESS__
    const char *full = getenv("NONET_TEST_FULL");
    return full && *full ? ROUNDS : ROUNDS_SLOW;
#else
    return ROUNDS;
#endif
}

/* Nobody is asked, nothing is flushed. */
static void kill_now(struct pty *pty)
{
    int state;
    kill(pty->child, SIGKILL);
    ck_assert_int_eq(waitpid(pty->child, &state, 0), pty->child);
    pty->child = 0;
    pty_clear(pty);
}

/* The number of notes at the end of the line that names the block. */
static int shown_count(struct pty *pty, const char *title)
{
    struct buffer screen = {0};
    int count = -1;
    pty_screen_text(pty, &screen);
    const char *at = strstr(buffer_text(&screen), title);
    if (at) {
        at += strlen(title);
        at += strcspn(at, "0123456789");
        const char *slash = at + strspn(at, "0123456789");
        count = atoi(*slash == '/' ? slash + 1 : at);
    }
    buffer_clear(&screen);
    return count;
}

static void wait_for_count(struct pty *pty, int count)
{
    int64_t end = time_steady() + PATIENCE_MS;
    while (shown_count(pty, "1 Customer Segments ") != count) {
        struct buffer screen = {0};
        pty_screen_text(pty, &screen);
        ck_assert_msg(time_steady() < end, "%d notes are not shown:\n%s", count, buffer_text(&screen));
        buffer_clear(&screen);
        pty_pump(pty, 20);
    }
}

/* One life: takes over what the one before left half typed, saves a note, is killed amid the next one. */
static void live_once(const struct home *home, int round, bool offered, int *saved, struct buffer *expected)
{
    struct pty pty;
    char half[64];
    snprintf(half, sizeof half, "半句 half of %d", round);
    home_board(home, &pty, &(struct home_start){.columns = 150});
    if (offered) {
        pty_expect(&pty, "your unsaved text is back");
        pty_send(&pty, "\r");
        buffer_printf(expected, "customer_segments: 半句 half of %d\n", round - 1);
        wait_for_count(&pty, ++*saved);
    }
    /* A draft may have been written in a quick round too; it is let go. */
    char keys[64];
    snprintf(keys, sizeof keys, "\x07" "1\033[Fanote %d 便签\r", round);
    pty_send(&pty, keys);
    buffer_printf(expected, "customer_segments: note %d 便签\n", round);
    wait_for_count(&pty, ++*saved);
    pty_send(&pty, half);
    if (round % DRAFT_EVERY == DRAFT_EVERY - 1)
        home_wait_draft(home, &pty, half);
    kill_now(&pty);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of `text`, which is changed, in alphabetical order. Yours: free(). */
static char **sorted_lines(char *text, size_t *count)
{
    char **line = memory_new(strlen(text) + 1, sizeof *line), *rest = NULL;
    *count = 0;
    for (char *each = strtok_r(text, "\n", &rest); each; each = strtok_r(NULL, "\n", &rest))
        line[(*count)++] = each;
    qsort(line, *count, sizeof *line, by_text);
    return line;
}

/* A draft that is taken over may stand at another place in its block: the order does not count. */
static void expect_same_notes(const struct home *home, struct buffer *expected)
{
    struct buffer notes = {0};
    size_t got_count, wanted_count;
    home_notes(home, "1", &notes);
    char **got = sorted_lines(notes.data, &got_count), **wanted = sorted_lines(expected->data, &wanted_count);
    for (size_t i = 0; i < got_count && i < wanted_count; i++)
        ck_assert_str_eq(got[i], wanted[i]);
    ck_assert_uint_eq(got_count, wanted_count);
    free(got);
    free(wanted);
    buffer_clear(&notes);
}

START_TEST(no_acknowledged_note_is_lost)
{
    struct buffer expected = {0};
    struct home home;
    int saved = 0, count = rounds();
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    int64_t end = time_steady() + ENOUGH_MS;
    for (int round = 0; round < count && (round < ROUNDS_LEAST || time_steady() < end); round++)
        live_once(&home, round, round > 0 && round % DRAFT_EVERY == 0, &saved, &expected);
    expect_same_notes(&home, &expected);
    home_expect_sound(&home);
    buffer_clear(&expected);
    home_clear(&home);
}
END_TEST

/* Each time another key: the commit is cut at another place. What is shown afterwards is whole: all or nothing. */
START_TEST(a_kill_right_after_enter_leaves_all_or_nothing)
{
    struct home home;
    struct buffer notes = {0};
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    int64_t enough = time_steady() + ENOUGH_MS;
    for (int round = 0; round < rounds() / 4 && (round < 5 || time_steady() < enough); round++) {
        struct pty pty;
        home_board(&home, &pty, NULL);
        pty_send(&pty, "\x07" "2aone two three\r");
        int64_t end = time_steady() + round % 20;
        do
            pty_pump(&pty, 1);
        while (time_steady() < end);
        kill_now(&pty);
    }
    home_notes(&home, "1", &notes);
    for (char *at = buffer_text(&notes)[0] ? notes.data : NULL; at;) {
        char *line_end = strchr(at, '\n');
        ck_assert_ptr_nonnull(line_end);
        *line_end = '\0';
        ck_assert_str_eq(at, "value_propositions: one two three");
        at = line_end[1] ? line_end + 1 : NULL;
    }
    home_expect_sound(&home);
    buffer_clear(&notes);
    home_clear(&home);
}
END_TEST

START_TEST(half_typed_text_is_offered_until_it_is_taken_or_let_go)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_do(&home, WORDS("add", "1", "channels", "old text"));
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3\r, 改了一半");
    home_wait_draft(&home, &pty, "old text, 改了一半");
    kill_now(&pty);

    home_board(&home, &pty, NULL);
    pty_expect(&pty, "your unsaved text is back");
    pty_expect(&pty, "old text, 改了一半");
    kill_now(&pty);

    home_board(&home, &pty, NULL);
    pty_expect(&pty, "your unsaved text is back");
    pty_send(&pty, "\033");
    pty_send(&pty, "q");
    ck_assert_int_eq(pty_wait_end(&pty), 0);
    pty_clear(&pty);
    home_expect_notes(&home, "1", "channels: old text, 改了一半\n");
    ck_assert(!home_has_draft(&home, NULL));

    home_board(&home, &pty, NULL);
    pty_send(&pty, "4anever mind");
    home_wait_draft(&home, &pty, "never mind");
    pty_send(&pty, "\x07");
    pty_expect_not(&pty, "never mind");
    kill_now(&pty);
    ck_assert(!home_has_draft(&home, NULL));
    home_expect_notes(&home, "1", "channels: old text, 改了一半\n");
    home_clear(&home);
}
END_TEST

START_TEST(half_typed_longer_text_is_offered_too)
{
    struct home home;
    struct pty pty;
    const struct home_start again = {.words = WORDS("open", "1")};
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_do(&home, WORDS("add", "1", "channels", "short"));
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3o");
    pty_expect(&pty, "Note 1");
    pty_send(&pty, "e");
    pty_send(&pty, "one long 段落");
    home_wait_draft(&home, &pty, "one long 段落");
    kill_now(&pty);

    home_start(&home, &pty, &again);
    pty_expect(&pty, "your unsaved text is back");
    pty_expect(&pty, "one long 段落");
    pty_send(&pty, ", ended\033");
    pty_expect(&pty, "one long 段落, ended");
    pty_expect_not(&pty, "discard");
    kill_now(&pty);
    ck_assert(!home_has_draft(&home, NULL));
    home_expect_notes(&home, "1", "channels: short\n");

    home_board(&home, &pty, NULL);
    pty_send(&pty, "3o");
    pty_expect(&pty, "one long 段落, ended");
    pty_send(&pty, "e not this");
    home_wait_draft(&home, &pty, "one long 段落, ended not this");
    pty_send(&pty, "\x07");
    pty_expect_not(&pty, "not this");
    kill_now(&pty);
    ck_assert(!home_has_draft(&home, NULL));
    home_clear(&home);
}
END_TEST

START_TEST(half_typed_text_is_not_offered_to_others)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3aAna's own");
    home_wait_draft(&home, &pty, "Ana's own");
    kill_now(&pty);
    home_board(&home, &pty, &(struct home_start){.user = "Li"});
    pty_send(&pty, "4aLi's\r");
    pty_expect(&pty, "Li's");
    kill_now(&pty);
    home_board(&home, &pty, NULL);
    pty_expect(&pty, "Ana's own");
    pty_expect(&pty, "Li's");
    kill_now(&pty);
    home_expect_notes(&home, "1", "customer_relationships: Li's\n");
    home_clear(&home);
}
END_TEST

NONET_TEST_MAIN("lives", no_acknowledged_note_is_lost, a_kill_right_after_enter_leaves_all_or_nothing,
                half_typed_text_is_offered_until_it_is_taken_or_let_go, half_typed_longer_text_is_offered_too,
                half_typed_text_is_not_offered_to_others)
