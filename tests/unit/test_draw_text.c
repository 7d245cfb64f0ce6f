/* test_draw_text.c - a canvas as text: whole notes, exact widths, corners, nothing raw. */
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "nonet/exchange.h"
#include "nonet/message.h"

static struct error error;

struct board {
    struct store *store;
    struct session session;
    struct snapshot *snapshot;
};

/* Widths are those of the locale's characters. */
static void choose_english(void)
{
    enum language language;
    ck_ok(message_init("en", &language, &error));
}

static void board_read(struct board *board, const char *text)
{
    choose_english();
    struct store_options options = {.path = ":memory:", .create = true};
    int64_t actor, id;
    ck_ok(store_open(&board->store, &options, &canvas_schema, &error));
    ck_ok(person_find(board->store, "Ana", &actor, &error));
    board->session = session_owner(actor);
    ck_ok(native_read("t", text, strlen(text), board->store, &board->session, LANGUAGE_EN, &id, &error));
    ck_ok(snapshot_load(board->store, &board->session, id, &board->snapshot, &error));
}

static void board_clear(struct board *board)
{
    snapshot_free(board->snapshot);
    store_close(board->store);
}

static const char small[] = "{\"nonet\":1,\"canvas\":{\"title\":\"Shop\"},\"notes\":["
                            "{\"id\":\"a\",\"block\":\"channels\",\"text\":\"Web\",\"colour\":\"red\",\"links\":[{\"to\":\"b\"}]},"
                            "{\"id\":\"b\",\"block\":\"customer_segments\",\"text\":\"Fans and their families\",\"tags\":[\"core\"],"
                            "\"facets\":{\"role\":\"payer\",\"starred\":\"yes\"}},"
                            "{\"block\":\"parking_lot\",\"text\":\"later\"}]}";

START_TEST(test_the_three_by_three_grid_at_80_columns)
{
    struct board board;
    board_read(&board, small);
    struct text_drawing how = {.width = 80};
    struct buffer out = {0};
    canvas_draw_text(board.snapshot, &how, &out);
    static const char expected[] =
        "Shop · Business Model Canvas\n"
        "┌─ 8 Key Partnerships  0 ─┬─ 2 Value Propositions ──┬─ 4 Customer Relationsh… ─┐\n"
        "│                         │                         │                          │\n"
        "├─ 7 Key Activities ── 0 ─┤                         ├─ 3 Channels ───────── 1 ─┤\n"
        "│                         │                         │ r Web =1                 │\n"
        "├─ 6 Key Resources ─── 0 ─┤                         ├─ 1 Customer Segments  1 ─┤\n"
        "│                         │                         │ · Fans and their         │\n"
        "│                         │                         │   families #core =1      │\n"
        "├─ 9 Cost Structure ──────┴──────── 0 ─┬─ 5 Revenue Streams ─────────────── 0 ─┤\n"
        "│                                      │                                       │\n"
        "├─ 0 Parking lot ──────────────────────┴─────────────────────────────────── 1 ─┤\n"
        "│ · later                                                                      │\n"
        "└──────────────────────────────────────────────────────────────────────────────┘\n";
    ck_assert_str_eq(out.data, expected);
    buffer_clear(&out);
    board_clear(&board);
}
END_TEST

START_TEST(test_plain_is_headings_and_bullets)
{
    struct board board;
    board_read(&board, small);
    struct text_drawing how = {.plain = true, .numbers = true};
    struct buffer out = {0};
    canvas_draw_text(board.snapshot, &how, &out);
    static const char expected[] = "# Shop\n\n## Customer Segments\n"
                                   "- 2 Fans and their families #core = Web (Role: Pays; Most important)\n";
    ck_assert(strncmp(out.data, expected, strlen(expected)) == 0);
    ck_assert_ptr_nonnull(strstr(out.data, "\n## Parking lot\n- 3 later\n"));
    buffer_clear(&out);
    board_clear(&board);
}
END_TEST

/* Every layout, width, language and style of the first example: each line is exactly as wide as the widest, and
 * no escape sequence is there unless colours were asked for. */
START_TEST(test_every_layout_keeps_its_width)
{
    choose_english();
    static const int widths[] = {1, 32, 40, 59, 60, 80, 100, 133, 200};
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        struct store *store;
        int64_t id;
        struct session reader = session_reader(0);
        struct snapshot *snapshot;
        ck_ok(example_open("football_club", (enum language)language, &store, &id, &error));
        ck_ok(snapshot_load(store, &reader, id, &snapshot, &error));
        for (size_t l = 0; l < snapshot->template->layout_count; l++) {
            for (size_t w = 0; w < COUNT_OF(widths) * 2; w++) {
                struct text_drawing how = {.layout_id = snapshot->template->layout[l].id,
                                           .width = widths[w / 2],
                                           .ascii = w % 2,
                                           .language = (enum language)language};
                struct buffer out = {0};
                canvas_draw_text(snapshot, &how, &out);
                int expected = -1;
                for (char *line = strchr(out.data, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
                    size_t length = strcspn(line, "\n");
                    int cells = text_cells(line, length, TEXT_NARROW);
                    if (expected < 0)
                        expected = cells;
                    ck_assert_msg(cells == expected, "%s at %d: %.*s", how.layout_id, how.width, (int)length, line);
                }
                ck_assert_int_ge(expected, widths[w / 2]);
                ck_assert_ptr_null(strchr(out.data, '\033'));
                if (how.ascii && language == LANGUAGE_EN)
                    ck_assert_ptr_null(strstr(out.data, "─"));
                buffer_clear(&out);
            }
        }
        snapshot_free(snapshot);
        store_close(store);
    }
}
END_TEST

START_TEST(test_control_characters_never_come_out)
{
    struct board board;
    board_read(&board, "{\"nonet\":1,\"canvas\":{\"title\":\"a\\u001b[31mb\"},\"notes\":["
                       "{\"block\":\"channels\",\"text\":\"x\\u001b]0;t\\u0007y\\nz\\u009bw\",\"tags\":[\"q\\u001b\"],"
                       "\"body\":\"b\\u001bb\"}]}");
    for (int plain = 0; plain < 2; plain++) {
        struct text_drawing how = {.width = 80, .plain = plain != 0};
        struct buffer out = {0};
        canvas_draw_text(board.snapshot, &how, &out);
        for (size_t i = 0; i < out.length; i++)
            ck_assert((unsigned char)out.data[i] >= 0x20 || out.data[i] == '\n');
        ck_assert_ptr_null(strstr(out.data, "\xC2\x9B"));
        buffer_clear(&out);
    }
    board_clear(&board);
}
END_TEST

START_TEST(test_colours_mark_notes_only_when_asked)
{
    struct board board;
    board_read(&board, small);
    struct text_drawing how = {.width = 80, .colour = true};
    struct buffer out = {0};
    canvas_draw_text(board.snapshot, &how, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "│ \033[31m■\033[0m Web =1                 │\n"));
    buffer_reset(&out);
    how = (struct text_drawing){.width = 80, .text_width = TEXT_WIDE};
    canvas_draw_text(board.snapshot, &how, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "| r Web =1                 |\n"));
    buffer_clear(&out);
    board_clear(&board);
}
END_TEST

START_TEST(test_the_legend_names_signs_that_occur)
{
    struct board board;
    board_read(&board, small);
    static const struct {
        struct text_drawing how;
        const char *end;
    } table[] = {
        {{.width = 80, .legend = true}, "┘\nr red  =2 tied to 2 notes  # tag\n"},
        {{.width = 80, .legend = true, .colour = true}, "┘\n=2 tied to 2 notes  # tag\n"},
        {{.width = 80, .legend = true, .colour = true, .ascii = true}, "+\nr red  =2 tied to 2 notes  # tag\n"},
        {{.width = 80}, "┘\n"},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct buffer out = {0};
        canvas_draw_text(board.snapshot, &table[i].how, &out);
        size_t length = strlen(table[i].end);
        ck_assert_msg(out.length > length && strcmp(out.data + out.length - length, table[i].end) == 0, "%zu: %s", i,
                      out.data);
        buffer_clear(&out);
    }
    board_clear(&board);
    board_read(&board, "{\"nonet\":1,\"canvas\":{\"title\":\"Bare\"},\"notes\":["
                       "{\"block\":\"channels\",\"text\":\"Web\"}]}");
    struct text_drawing how = {.width = 80, .legend = true};
    struct buffer out = {0};
    canvas_draw_text(board.snapshot, &how, &out);
    ck_assert_str_eq(out.data + out.length - strlen("┘\n"), "┘\n");
    buffer_clear(&out);
    board_clear(&board);
}
END_TEST

NONET_TEST_MAIN("draw_text", test_the_three_by_three_grid_at_80_columns, test_plain_is_headings_and_bullets,
                test_every_layout_keeps_its_width, test_control_characters_never_come_out,
                test_colours_mark_notes_only_when_asked, test_the_legend_names_signs_that_occur)
