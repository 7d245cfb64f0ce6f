/*
 * test_poster.c - posters as files: one page while it can be, further ones when not, a picture that grows.
 *
 * How a poster looks is for eyes; here are the promises that a machine can check.
 */
#include <stdio.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/exchange.h"

static struct error error;

static void add_notes(const struct canvas_fixture *fixture, size_t count, const char *text)
{
    struct note_new *note = memory_new(count, sizeof *note);
    for (size_t i = 0; i < count; i++)
        note[i] = (struct note_new){.block = (int)(i % fixture->template->block_count), .text = text};
    ck_ok(canvas_notes_add(fixture->store, &fixture->session, fixture->canvas_id, fixture->template, note, count, 0, NULL,
                           &error));
    free(note);
}

static enum status draw(const struct canvas_fixture *fixture, const char *format, const char *layout_id,
                        struct buffer *out)
{
    struct snapshot *snapshot = canvas_fixture_load(fixture);
    struct export_request request = {.store = fixture->store,
                                     .session = &fixture->session,
                                     .snapshot = snapshot,
                                     .language = LANGUAGE_ZH,
                                     .layout_id = layout_id};
    buffer_reset(out);
    enum status status = format_write(format_by_name(format), &request, out, &error);
    snapshot_free(snapshot);
    return status;
}

static size_t pages(const struct buffer *pdf)
{
    size_t count = 0;
    for (const char *at = pdf->data; (at = memmem(at, pdf->length - (size_t)(at - pdf->data), "/Type /Page ", 12)); at++)
        count++;
    return count;
}

static uint32_t png_number(const struct buffer *png, size_t at)
{
    const unsigned char *b = (const unsigned char *)png->data + at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

START_TEST(test_one_page)
{
    struct canvas_fixture fixture;
    struct buffer out = {0};
    canvas_fixture_init(&fixture);
    ck_ok(draw(&fixture, "pdf", NULL, &out)); /* nothing on it */
    ck_assert_int_eq(memcmp(out.data, "%PDF-1.", 7), 0);
    ck_assert_uint_eq(pages(&out), 1);
    ck_assert_ptr_nonnull(memmem(out.data, out.length, "1190.5", 6));
    add_notes(&fixture, 120, "看球、吃饭、购物一处办齐 and some English 🎉");
    for (size_t i = 0; i < fixture.template->layout_count; i++) {
        if (strcmp(fixture.template->layout[i].id, "stack") == 0)
            continue; /* one column is no poster for so many */
        ck_ok(draw(&fixture, "pdf", fixture.template->layout[i].id, &out));
        ck_assert_msg(pages(&out) == 1, "%s", fixture.template->layout[i].id);
    }
    buffer_clear(&out);
    canvas_fixture_clear(&fixture);
}
END_TEST

START_TEST(test_further_pages)
{
    struct canvas_fixture fixture;
    struct buffer out = {0};
    canvas_fixture_init(&fixture);
    add_notes(&fixture, 700, "看球、吃饭、购物一处办齐 and some more words that make it longer than one line");
    ck_ok(draw(&fixture, "pdf", NULL, &out));
    ck_assert_uint_gt(pages(&out), 4); /* at a type that can be read */
    ck_assert_uint_lt(pages(&out), 15);
    ck_ok(draw(&fixture, "png", NULL, &out));
    ck_assert_int_eq(memcmp(out.data, "\x89PNG\r\n\x1a\n", 8), 0);
    ck_assert_uint_eq(png_number(&out, 16), 2381);
    ck_assert_uint_gt(png_number(&out, 20), 1684 * 2);
    ck_ok(draw(&fixture, "svg", NULL, &out));
    ck_assert_int_eq(memcmp(out.data, "<?xml", 5), 0);
    add_notes(&fixture, 6000, "看球、吃饭、购物一处办齐 and some more words that make it longer than one line");
    ck_assert_int_eq(draw(&fixture, "png", NULL, &out), STATUS_INVALID);
    ck_assert_ptr_nonnull(strstr(error.message, "pdf"));
    ck_assert_uint_eq(out.length, 0);
    buffer_clear(&out);
    canvas_fixture_clear(&fixture);
}
END_TEST

static size_t fills(const struct buffer *svg, const char *colour)
{
    size_t count = 0;
    for (const char *at = svg->data; (at = strstr(at, colour)); at++)
        count++;
    return count;
}

/* A note's bar and the flag on it that bears its letter; more than one colour: a flag of each in the foot. */
START_TEST(test_colours)
{
    static const char red[] = "fill:rgb(82.352941%,";
    static const char blue[] = "fill:rgb(24.705882%,";
    struct canvas_fixture fixture;
    struct buffer out = {0};
    canvas_fixture_init(&fixture);
    canvas_fixture_note(&fixture, "channels", "plain");
    int64_t note = canvas_fixture_note(&fixture, "channels", "first");
    ck_ok(canvas_notes_set_colour(fixture.store, &fixture.session, &note, 1, NOTE_RED, &error));
    ck_ok(draw(&fixture, "svg", NULL, &out));
    ck_assert_uint_eq(fills(&out, red), 2);
    note = canvas_fixture_note(&fixture, "channels", "second");
    ck_ok(canvas_notes_set_colour(fixture.store, &fixture.session, &note, 1, NOTE_BLUE, &error));
    ck_ok(draw(&fixture, "svg", NULL, &out));
    ck_assert_uint_eq(fills(&out, red), 3);
    ck_assert_uint_eq(fills(&out, blue), 3);
    buffer_clear(&out);
    canvas_fixture_clear(&fixture);
}
END_TEST

/* In files that are enlarged an emoji is a picture with pixels enough, once a file however often it stands there. */
START_TEST(test_emoji)
{
    struct canvas_fixture fixture;
    struct buffer out = {0};
    size_t images = 0;
    canvas_fixture_init(&fixture);
    add_notes(&fixture, 30, "看球 🎉 👨‍👩‍👧");
    ck_ok(draw(&fixture, "pdf", NULL, &out));
    for (const char *at = out.data; (at = memmem(at, out.length - (size_t)(at - out.data), "/Width ", 7)); images++) {
        at += 7;
        ck_assert_int_gt(atoi(at), 100);
    }
    ck_assert_uint_eq(images, 4); /* two, each with what is transparent in it */
    buffer_clear(&out);
    canvas_fixture_clear(&fixture);
}
END_TEST

START_TEST(test_trouble)
{
    struct canvas_fixture fixture;
    struct buffer out = {0}, text = {0};
    canvas_fixture_init(&fixture);
    while (text.length < 99000)
        buffer_add(&text, "100 KB in one note, \n\n一条便签。\xE2\x80\xAE \033[31m ");
    canvas_fixture_note(&fixture, "key_activities", text.data);
    canvas_fixture_note(&fixture, "key_activities", "x");
    buffer_reset(&text);
    for (int i = 0; i < 30000; i++)
        buffer_add_char(&text, 'w'); /* nowhere to break */
    canvas_fixture_note(&fixture, "channels", text.data);
    ck_ok(draw(&fixture, "pdf", NULL, &out));
    ck_assert_uint_gt(pages(&out), 1);
    ck_assert_uint_lt(pages(&out), 60);
    ck_assert_ptr_null(memmem(out.data, out.length, "\033[31m", 5));
    buffer_clear(&text);
    buffer_clear(&out);
    canvas_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("poster", test_one_page, test_further_pages, test_colours, test_emoji,
                test_trouble)
