/* test_text_field.c - the editable field: motions, deleting, lines, and the caret's place. */
#include <string.h>

#include "check_main.h"
#include "nonet/text.h"
#include "random_text.h"

enum action { MOVE, DELETE, KILL };

/* A field written with '|' at the caret. */
static void field_from(struct text_field *field, const char *picture)
{
    const char *bar = strchr(picture, '|');
    text_field_init(field, NULL);
    buffer_append(&field->text, picture, (size_t)(bar - picture));
    field->caret = field->text.length;
    buffer_add(&field->text, bar + 1);
}

static void check_picture(const struct text_field *field, const char *picture, size_t number)
{
    struct buffer out = {0};
    buffer_append(&out, buffer_text(&field->text), field->text.length);
    buffer_insert(&out, field->caret, "|", 1);
    ck_assert_msg(strcmp(out.data, picture) == 0, "case %zu: %s", number, out.data);
    buffer_clear(&out);
}

START_TEST(test_motions)
{
    static const struct {
        const char *before;
        enum action action;
        enum text_motion motion;
        const char *after;
    } cases[] = {
        {"ab|c", MOVE, TEXT_LEFT, "a|bc"},
        {"|abc", MOVE, TEXT_LEFT, "|abc"},
        {"abc|", MOVE, TEXT_RIGHT, "abc|"},
        {"中文|", MOVE, TEXT_LEFT, "中|文"},
        {"xe\u0301|", MOVE, TEXT_LEFT, "x|e\u0301"},
        {"x👨‍👩‍👧|", MOVE, TEXT_LEFT, "x|👨‍👩‍👧"},
        {"|👨‍👩‍👧x", MOVE, TEXT_RIGHT, "👨‍👩‍👧|x"},
        {"🇨🇳🇨🇳|", MOVE, TEXT_LEFT, "🇨🇳|🇨🇳"},
        {"|🇨🇳🇨🇳", MOVE, TEXT_RIGHT, "🇨🇳|🇨🇳"},
        {"one two|", MOVE, TEXT_WORD_LEFT, "one |two"},
        {"one |two", MOVE, TEXT_WORD_LEFT, "|one two"},
        {"one, two|  ", MOVE, TEXT_WORD_LEFT, "one, |two  "},
        {"one  |", MOVE, TEXT_WORD_LEFT, "|one  "},
        {"...|", MOVE, TEXT_WORD_LEFT, "|..."},
        {"|one two", MOVE, TEXT_WORD_RIGHT, "one| two"},
        {"one| two", MOVE, TEXT_WORD_RIGHT, "one two|"},
        {"o|ne", MOVE, TEXT_WORD_RIGHT, "one|"},
        {"one| ...", MOVE, TEXT_WORD_RIGHT, "one ...|"},
        {"|snake_case it", MOVE, TEXT_WORD_RIGHT, "snake_case| it"},
        {"|客户细分", MOVE, TEXT_WORD_RIGHT, "客|户细分"},
        {"客户，|细分", MOVE, TEXT_WORD_LEFT, "客|户，细分"},
        {"a\nb|", MOVE, TEXT_WORD_LEFT, "a\n|b"},
        {"a\n|b", MOVE, TEXT_WORD_LEFT, "|a\nb"},
        {"one\ntw|o\nx", MOVE, TEXT_LINE_START, "one\n|two\nx"},
        {"one\ntw|o\nx", MOVE, TEXT_LINE_END, "one\ntwo|\nx"},
        {"one\ntw|o\nx", MOVE, TEXT_START, "|one\ntwo\nx"},
        {"one\ntw|o\nx", MOVE, TEXT_END, "one\ntwo\nx|"},
        {"|", MOVE, TEXT_WORD_RIGHT, "|"},
        {"客户👍🏽|", DELETE, TEXT_LEFT, "客户|"},
        {"a|e\u0301b", DELETE, TEXT_RIGHT, "a|b"},
        {"one two|", DELETE, TEXT_WORD_LEFT, "one |"},
        {"客户细分|", DELETE, TEXT_WORD_LEFT, "客户细|"},
        {"a|\nb", DELETE, TEXT_RIGHT, "a|b"},
        {"a\nb|c\nd", KILL, TEXT_LINE_END, "a\nb|\nd"},
        {"a\nb|c\nd", KILL, TEXT_LINE_START, "a\n|c\nd"},
        {"ax|\u0301", DELETE, TEXT_LEFT, "a\u0301|"}, /* a mark that finds a new base */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct text_field field;
        bool (*const actions[])(struct text_field *, enum text_motion) = {text_field_move, text_field_delete,
                                                                          text_field_kill};
        field_from(&field, cases[i].before);
        bool changed = actions[cases[i].action](&field, cases[i].motion);
        check_picture(&field, cases[i].after, i);
        ck_assert_int_eq(changed, strcmp(cases[i].before, cases[i].after) != 0);
        text_field_clear(&field);
    }
}
END_TEST

START_TEST(test_transpose)
{
    static const char *const cases[][2] = {
        {"a|b", "ba|"},
        {"ab|", "ba|"},
        {"|ab", "|ab"},
        {"a|", "a|"},
        {"|", "|"},
        {"中|文字", "文中|字"},
        {"x👍🏽|y", "xy👍🏽|"},
        {"ab|\ncd", "ba|\ncd"},
        {"ab\n|cd", "ab\n|cd"},
        {"a\n|\nb", "a\n|\nb"},
        {"a\nb|", "a\nb|"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct text_field field;
        field_from(&field, cases[i][0]);
        text_field_transpose(&field);
        check_picture(&field, cases[i][1], i);
        text_field_clear(&field);
    }
}
END_TEST

START_TEST(test_set_insert_and_yank)
{
    struct text_field field;
    text_field_init(&field, "客户\r\n细分");
    check_picture(&field, "客户\n细分|", 0);
    text_field_insert(&field, "!\xff", 2);
    check_picture(&field, "客户\n细分!\ufffd|", 1);
    text_field_yank(&field);
    check_picture(&field, "客户\n细分!\ufffd|", 2);
    ck_assert(text_field_kill(&field, TEXT_START));
    check_picture(&field, "|", 3);
    ck_assert(!text_field_kill(&field, TEXT_START));
    text_field_yank(&field);
    text_field_yank(&field);
    check_picture(&field, "客户\n细分!\ufffd客户\n细分!\ufffd|", 4);
    text_field_delete(&field, TEXT_WORD_LEFT);
    text_field_set(&field, "new");
    check_picture(&field, "new|", 5);
    text_field_move(&field, TEXT_START);
    text_field_insert(&field, "\xef\xbb\xbf>", 4);
    check_picture(&field, ">|new", 6);
    text_field_set(&field, NULL);
    check_picture(&field, "|", 7);
    text_field_insert(&field, "", 0);
    check_picture(&field, "|", 8);
    text_field_clear(&field);
}
END_TEST

START_TEST(test_inserting_into_a_cluster_moves_behind_it)
{
    struct text_field field;
    field_from(&field, "a|\u0301"); /* not a place a caret can come to; typing repairs it */
    text_field_insert(&field, "e", 1);
    check_picture(&field, "ae\u0301|", 0);
    text_field_set(&field, "🇳");
    text_field_move(&field, TEXT_START);
    text_field_insert(&field, "🇨", 4);
    check_picture(&field, "🇨🇳|", 1);
    text_field_clear(&field);
}
END_TEST

START_TEST(test_caret)
{
    static const struct {
        const char *picture;
        int cells;
        size_t line;
        int column;
    } cases[] = {
        {"|", 10, 0, 0},         {"abc|", 10, 0, 3},
        {"中文|字", 10, 0, 4},   {"one |two", 4, 1, 0},
        {"one| two", 4, 0, 3},   {"one tw|o", 4, 1, 2},
        {"a\n|", 10, 1, 0},      {"a|\nb", 10, 0, 1},
        {"abcd|efgh", 4, 1, 0},  {"abcd|", 4, 0, 4},
        {"a    |", 3, 0, 5},     {"客户细|分", 4, 1, 2},
        {"e\u0301|x", 10, 0, 1}, {"👨‍👩‍👧|", 10, 0, 2},
        {"🇨🇳🇨🇳|", 2, 1, 2},      {"a\n\n|\nb", 9, 2, 0},
    };
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct text_field field;
        struct text_lines lines = {0};
        size_t line;
        int column;
        field_from(&field, cases[i].picture);
        text_wrap(&lines, buffer_text(&field.text), field.text.length, cases[i].cells, TEXT_NARROW);
        text_field_caret(&field, &lines, TEXT_NARROW, &line, &column);
        ck_assert_msg(line == cases[i].line && column == cases[i].column, "case %zu: %zu, %d", i, line,
                      column);
        text_lines_clear(&lines);
        text_field_clear(&field);
    }
}
END_TEST

START_TEST(test_up_and_down)
{
    static const struct {
        const char *before;
        int down;
        const char *after;
    } cases[] = {
        {"abc|d\nxyz", 1, "abcd\nxyz|"},
        {"abcd\nxy|z", -1, "ab|cd\nxyz"},
        {"abcd|\nx", 1, "abcd\nx|"},
        {"a|b", 1, "a|b"},
        {"a|b", 0, "a|b"},
        {"abc|\n中文", 1, "abc\n中|文"}, /* between the cells of a character: before it */
        {"one |two three", 1, "one two |three"},
        {"one two thre|e", -1, "one two| three"}, /* not beyond the last cluster of a wrapped line */
        {"a\n|", -1, "|a\n"},
        {"a|\n", 1, "a\n|"},
    };
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct text_field field;
        field_from(&field, cases[i].before);
        bool moved = text_field_move_line(&field, cases[i].down, 5, TEXT_NARROW);
        check_picture(&field, cases[i].after, i);
        ck_assert_int_eq(moved, strcmp(cases[i].before, cases[i].after) != 0);
        text_field_clear(&field);
    }
}
END_TEST

START_TEST(test_goal_column_is_kept)
{
    struct text_field field;
    use_utf8_locale();
    field_from(&field, "abcdef|\nab\nabcdefgh");
    ck_assert(text_field_move_line(&field, 1, 20, TEXT_NARROW));
    check_picture(&field, "abcdef\nab|\nabcdefgh", 0);
    ck_assert(text_field_move_line(&field, 1, 20, TEXT_NARROW));
    check_picture(&field, "abcdef\nab\nabcdef|gh", 1);
    ck_assert(!text_field_move_line(&field, 1, 20, TEXT_NARROW));
    text_field_move(&field, TEXT_LEFT);
    ck_assert(text_field_move_line(&field, -1, 20, TEXT_NARROW));
    ck_assert(text_field_move_line(&field, -1, 20, TEXT_NARROW));
    check_picture(&field, "abcde|f\nab\nabcdefgh", 2);
    text_field_clear(&field);
}
END_TEST

static void check_field(const struct text_field *field)
{
    const char *text = buffer_text(&field->text);
    ck_assert_uint_le(field->caret, field->text.length);
    ck_assert(text_is_valid(text, field->text.length));
    size_t at = 0;
    while (at < field->caret)
        at = text_next(text, field->text.length, at);
    ck_assert_msg(at == field->caret, "the caret stands inside a cluster at %zu of %s", field->caret, text);
}

static void do_something(struct text_field *field, uint64_t *seed)
{
    enum text_motion motion = (enum text_motion)random_below(seed, TEXT_END + 1);
    struct buffer text = {0};
    switch (random_below(seed, 8)) {
    case 0:
    case 1:
    case 2:
        random_text(&text, seed, RANDOM_ANYTHING, 1 + random_below(seed, 4));
        text_field_insert(field, buffer_text(&text), text.length);
        break;
    case 3:
        text_field_delete(field, motion);
        break;
    case 4:
        text_field_kill(field, motion);
        break;
    case 5:
        if (field->text.length < 2000)
            text_field_yank(field);
        break;
    case 6:
        text_field_transpose(field);
        break;
    default:
        text_field_move_line(field, (int)random_below(seed, 2), 2 + (int)random_below(seed, 20), TEXT_NARROW);
        break;
    }
    text_field_move(field, (enum text_motion)random_below(seed, TEXT_LINE_START));
    buffer_clear(&text);
}

START_TEST(test_the_caret_never_stands_inside_a_cluster)
{
    uint64_t seed = 11;
    use_utf8_locale();
    for (int round = 0; round < 150; round++) {
        struct text_field field;
        text_field_init(&field, "");
        for (int step = 0; step < 60; step++) {
            do_something(&field, &seed);
            check_field(&field);
        }
        text_field_clear(&field);
    }
}
END_TEST

START_TEST(test_left_and_right_visit_the_same_places)
{
    uint64_t seed = 12;
    use_utf8_locale();
    for (int round = 0; round < 500; round++) {
        struct buffer text = {0};
        struct text_field field;
        size_t steps = 0;
        random_text(&text, &seed, RANDOM_ANYTHING, random_below(&seed, 30));
        text_field_init(&field, NULL);
        text_field_insert(&field, buffer_text(&text), text.length);
        text_field_move(&field, TEXT_END);
        while (text_field_move(&field, TEXT_LEFT))
            steps++;
        ck_assert_uint_eq(field.caret, 0);
        while (text_field_move(&field, TEXT_RIGHT))
            steps--;
        ck_assert_uint_eq(steps, 0);
        ck_assert_uint_eq(field.caret, field.text.length);
        text_field_clear(&field);
        buffer_clear(&text);
    }
}
END_TEST

NONET_TEST_MAIN("text_field", test_motions, test_transpose, test_set_insert_and_yank,
                test_inserting_into_a_cluster_moves_behind_it, test_caret, test_up_and_down,
                test_goal_column_is_kept, test_the_caret_never_stands_inside_a_cluster,
                test_left_and_right_visit_the_same_places)
