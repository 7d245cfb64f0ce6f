/*
 * test_guided.c - on the real program, from an empty canvas to a reviewed one: questions answered, paused, taken up by
 * another run, and gone through to the end; the football club told step by step.
 */
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "home.h"

struct words { /* what is on the screen in one language */
    const char *variable, *choose, *first, *second, *pause, *resume, *summary, *review, *gap;
    const char *case_title, *play, *step_one, *step_two, *told;
};

static const struct words languages[] = {
    {"NONET_LANG=en", "Guided session: in which order?", "question 1 of 2", "question 2 of 2",
     "paused at question 2 of 34; g goes on", "you were at question 2 of 34", "2 of 34 questions answered", "Review",
     "1/", "Football club", "Play the case step by step", "step 1 of 6", "step 2 of 6", "that is the whole case"},
    {"NONET_LANG=zh", "引导：按哪种次序？", "第 1 问，共 2 问", "第 2 问，共 2 问", "停在第 2 问，共 34 问；按 g 接着来",
     "上次停在第 2 问，共 34 问", "答了 2 问，共 34 问", "检查", "1/", "足球俱乐部", "一步一步看案例",
     "第 1 步，共 6 步", "第 2 步，共 6 步", "案例到此为止"},
};

static void leave(struct pty *pty)
{
    pty_send(pty, "q");
    ck_assert_int_eq(pty_wait_end(pty), 0);
    pty_expect_restored(pty);
    pty_clear(pty);
}

static void open_board(const struct home *home, struct pty *pty, const struct words *words)
{
    home_start(home, pty, &(struct home_start){.words = WORDS("open", "1"), .environment = WORDS(words->variable)});
    pty_expect(pty, "Tea house");
}

/* An empty Enter at each question: to the end. */
static void pass_the_rest(struct pty *pty, const struct words *words)
{
    for (int at = 3; at <= 34; at++) {
        char place[16];
        snprintf(place, sizeof place, "%d/34", at);
        pty_expect(pty, place);
        pty_send(pty, "\r");
    }
    pty_expect(pty, words->review);
    pty_send(pty, "\033");
    pty_expect(pty, words->summary);
}

START_TEST(an_empty_canvas_is_filled_and_reviewed)
{
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        const struct words *words = &languages[i];
        struct home home;
        struct pty pty;
        home_init(&home);
        home_do(&home, WORDS("new", "Tea house"));
        open_board(&home, &pty, words);
        pty_send(&pty, "g");
        pty_expect(&pty, words->choose);
        pty_send(&pty, "\r");
        pty_expect(&pty, words->first);
        pty_send(&pty, "游客 tourists\r街坊邻居\r\r");
        pty_expect(&pty, words->second);
        pty_send(&pty, "\033");
        pty_expect(&pty, words->pause);
        leave(&pty);

        open_board(&home, &pty, words); /* another day */
        pty_send(&pty, "g");
        pty_expect(&pty, words->resume);
        pty_send(&pty, "办公室\r\r");
        pass_the_rest(&pty, words);
        pty_send(&pty, "G");
        pty_expect(&pty, words->gap);
        leave(&pty);
        home_expect_notes(&home, "1", "customer_segments: 游客 tourists\ncustomer_segments: 街坊邻居\n"
                                      "customer_segments: 办公室\n");
        home_expect_sound(&home);
        home_clear(&home);
    }
}
END_TEST

START_TEST(the_football_club_is_told_step_by_step)
{
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        const struct words *words = &languages[i];
        struct home home;
        struct pty pty;
        home_init(&home);
        home_start(&home, &pty, &(struct home_start){.words = WORDS("open", "example:football_club"),
                                                     .environment = WORDS(words->variable)});
        pty_expect(&pty, words->case_title);
        pty_send(&pty, "g");
        pty_expect(&pty, words->play);
        pty_send(&pty, "\r");
        pty_expect(&pty, words->step_one);
        pty_send(&pty, "\r");
        pty_expect(&pty, words->step_two);
        pty_send(&pty, "\033[Z");
        pty_expect(&pty, words->step_one);
        pty_send(&pty, "\r\r\r\r\r\r");
        pty_expect(&pty, words->told);
        leave(&pty);
        home_clear(&home);
    }
}
END_TEST

NONET_TEST_MAIN("guided", an_empty_canvas_is_filled_and_reviewed, the_football_club_is_told_step_by_step)
