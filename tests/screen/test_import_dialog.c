/*
 * test_import_dialog.c - i: a file or folder is chosen, looked at, and made or left; nothing for a guest.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"
#include "nonet/exchange.h"
#include "screen_fixture.h"

static struct error error;

static void put(const char *path, const char *text)
{
    ck_ok(file_write(path, text, strlen(text), &error));
}

static void start(struct screen_fixture *fixture, enum language language)
{
    screen_fixture_init(fixture);
    screen_fixture_clock(SCREEN_FIXTURE_NOW);
    screen_fixture_start(fixture, language, 24, 80);
    app_push(&fixture->app, browser_new(&fixture->app));
    screen_fixture_rest(fixture);
    ck_assert_int_eq(chdir(fixture->folder), 0);
    ck_assert_int_eq(mkdir("files", 0700), 0);
    ck_assert_int_eq(chdir("files"), 0);
    ck_assert_int_eq(mkdir("vault", 0700), 0);
    put("plan.md", "# Bakery\n\n## 客户细分\n\n- Commuters\n- 学生\n\n## Founders\n\n- Ana\n\n## Channels\n\n- Shop\n");
    put("empty.md", "nothing here\n");
    put("picture.bin", "x");
    put("vault/KEY PARTNERS.md", "- Banks\n");
    put("vault/costs.md", "- Rent\n");
}

static void end(struct screen_fixture *fixture)
{
    ck_assert_int_eq(chdir("/"), 0);
    screen_fixture_clear(fixture);
}

static size_t canvases(struct screen_fixture *fixture)
{
    struct canvas_info *list;
    size_t count;
    struct canvas_filter all = {0};
    ck_ok(canvas_list(fixture->store, &fixture->session, &all, &list, &count, NULL, &error));
    canvas_list_free(list, count);
    return count;
}

START_TEST(a_file_is_looked_at_and_made)
{
    struct screen_fixture fixture;
    start(&fixture, LANGUAGE_EN);
    screen_fixture_keys(&fixture, "i");
    ck_assert(screen_fixture_shows(&fixture, "plan.md"));
    ck_assert(screen_fixture_shows(&fixture, "vault/"));
    ck_assert(!screen_fixture_shows(&fixture, "picture.bin"));
    screen_fixture_keys(&fixture, "'plan' Enter");
    screen_fixture_golden(&fixture, "import_preview_en_80x24");
    ck_assert_uint_eq(canvases(&fixture), 0);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert_uint_eq(canvases(&fixture), 0);

    screen_fixture_keys(&fixture, "i 'plan' Enter Enter");
    ck_assert_uint_eq(canvases(&fixture), 1);
    ck_assert(screen_fixture_shows(&fixture, "Imported: 4 notes."));
    ck_assert(screen_fixture_shows(&fixture, "Commuters"));
    screen_fixture_keys(&fixture, "q");
    ck_assert(screen_fixture_shows(&fixture, "Bakery"));
    end(&fixture);
}
END_TEST

START_TEST(a_folder_is_gone_into_or_is_a_canvas)
{
    struct screen_fixture fixture;
    start(&fixture, LANGUAGE_ZH);
    screen_fixture_keys(&fixture, "i 'vault' Enter");
    ck_assert(screen_fixture_shows(&fixture, "costs.md"));
    screen_fixture_keys(&fixture, "'../' Enter");
    ck_assert(screen_fixture_shows(&fixture, "plan.md"));
    screen_fixture_keys(&fixture, "'vault' Enter './' Enter");
    ck_assert(screen_fixture_shows(&fixture, "Banks"));
    ck_assert(screen_fixture_shows(&fixture, "商业模式画布"));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_uint_eq(canvases(&fixture), 1);
    end(&fixture);
}
END_TEST

START_TEST(what_cannot_be_read_is_said_and_asked_again)
{
    struct screen_fixture fixture;
    start(&fixture, LANGUAGE_EN);
    screen_fixture_keys(&fixture, "i 'empty' Enter");
    ck_assert(screen_fixture_shows(&fixture, "empty.md: nothing in it names a block"));
    ck_assert(screen_fixture_shows(&fixture, "plan.md"));
    screen_fixture_keys(&fixture, "'nosuch/file.md' Enter");
    ck_assert(screen_fixture_shows(&fixture, "Import from"));
    ck_assert_int_eq(mkfifo("pipe.md", 0600), 0); /* nobody ever writes to it */
    screen_fixture_keys(&fixture, "'pipe.md' Enter");
    ck_assert(screen_fixture_shows(&fixture, "pipe.md: this is a pipe or a device, no file"));
    screen_fixture_keys(&fixture, "Esc");
    ck_assert(!screen_fixture_shows(&fixture, "Import from"));
    ck_assert_uint_eq(canvases(&fixture), 0);
    end(&fixture);
}
END_TEST

START_TEST(lists_in_paragraphs_are_cut_up_and_whole_again)
{
    struct screen_fixture fixture;
    start(&fixture, LANGUAGE_EN);
    put("list.md", "## Channels\n\nウェブ、店、電話\n");
    screen_fixture_keys(&fixture, "i 'list' Enter");
    ck_assert(screen_fixture_shows(&fixture, "1 note "));
    ck_assert(screen_fixture_shows(&fixture, "lists cut at 、"));
    screen_fixture_keys(&fixture, "Tab");
    ck_assert(screen_fixture_shows(&fixture, "3 notes"));
    ck_assert(screen_fixture_shows(&fixture, "lists whole"));
    screen_fixture_keys(&fixture, "Tab");
    ck_assert(screen_fixture_shows(&fixture, "1 note "));
    ck_assert_int_eq(unlink("list.md"), 0); /* what is seen stays */
    screen_fixture_keys(&fixture, "Tab");
    ck_assert(screen_fixture_shows(&fixture, "1 note "));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert(screen_fixture_shows(&fixture, "Imported: 1 note."));
    ck_assert_uint_eq(canvases(&fixture), 1);

    screen_fixture_keys(&fixture, "q i 'plan' Enter Tab");
    ck_assert(screen_fixture_shows(&fixture, "4 notes"));
    ck_assert(!screen_fixture_shows(&fixture, "lists"));
    end(&fixture);
}
END_TEST

START_TEST(a_guest_reads_no_files)
{
    struct screen_fixture fixture;
    start(&fixture, LANGUAGE_EN);
    fixture.app.confined = true;
    screen_fixture_keys(&fixture, "i");
    ck_assert(!screen_fixture_shows(&fixture, "plan.md"));
    end(&fixture);
}
END_TEST

NONET_TEST_MAIN("import_dialog", a_file_is_looked_at_and_made, a_folder_is_gone_into_or_is_a_canvas,
                what_cannot_be_read_is_said_and_asked_again, lists_in_paragraphs_are_cut_up_and_whole_again, a_guest_reads_no_files)
