/*
 * screen_fixture.c - see screen_fixture.h.
 */
#include "screen_fixture.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check_main.h"

#define TURNS_MAX 2000 /* a history plays to its end */

void screen_fixture_clock(int64_t ms)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)ms);
    setenv("NONET_TEST_CLOCK", text, 1);
}

const struct screen_size screen_fixture_sizes[4] = {
    {LANGUAGE_EN, 24, 80, "en_80x24"},
    {LANGUAGE_ZH, 24, 80, "zh_80x24"},
    {LANGUAGE_EN, 40, 120, "en_120x40"},
    {LANGUAGE_ZH, 40, 120, "zh_120x40"},
};
const struct screen_size screen_fixture_wide_sizes[4] = {
    {LANGUAGE_EN, 24, 80, "en_80x24"},
    {LANGUAGE_ZH, 24, 80, "zh_80x24"},
    {LANGUAGE_EN, 45, 140, "en_140x45"},
    {LANGUAGE_ZH, 45, 140, "zh_140x45"},
};

static const char *const linked_files[] = {"templates/bmc.json", "templates/personal.json",
                                         "examples/football_club.json", "examples/dev_lead.json",
                                         "agendas/bmc_60.json", "agendas/bmc_180.json"};

/* Screens that list templates and examples must not change because another one is shipped. */
static void link_data(const struct screen_fixture *fixture)
{
    static const char *const folders[] = {"data", "data/templates", "data/examples", "data/agendas"};
    char from[600], to[200];
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        snprintf(to, sizeof to, "%s/%s", fixture->folder, folders[i]);
        ck_assert_int_eq(mkdir(to, 0700), 0);
    }
    for (size_t i = 0; i < COUNT_OF(linked_files); i++) {
        snprintf(from, sizeof from, "%s/data/%s", NONET_SOURCE_DIR, linked_files[i]);
        snprintf(to, sizeof to, "%s/data/%s", fixture->folder, linked_files[i]);
        ck_assert_int_eq(symlink(from, to), 0);
    }
    snprintf(to, sizeof to, "%s/data", fixture->folder);
    setenv("NONET_DATA", to, 1);
    setenv("XDG_DATA_HOME", fixture->folder, 1); /* no templates of the person who runs the tests */
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    return remove(path);
}

void screen_fixture_init(struct screen_fixture *fixture)
{
    struct error error;
    int64_t actor_id;
    *fixture = (struct screen_fixture){.folder = "/tmp/nonet-screen-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof fixture->path, "%s/nonet.db", fixture->folder);
    ck_assert_int_eq(chdir(fixture->folder), 0); /* what is exported lands here and goes with it */
    link_data(fixture);
    setenv("TZ", "UTC", 1);
    tzset();
    screen_fixture_clock(SCREEN_FIXTURE_LONG_AGO); /* the store's clock never goes back */
    struct store_options options = {.path = fixture->path, .create = true};
    ck_ok(store_open(&fixture->store, &options, &canvas_schema, &error));
    ck_ok(person_find(fixture->store, "Ann", &actor_id, &error));
    fixture->session = session_owner(actor_id);
    screen_fixture_clock(SCREEN_FIXTURE_NOW);
}

void screen_fixture_clear(struct screen_fixture *fixture)
{
    if (fixture->app.keymap)
        app_clear(&fixture->app);
    store_close(fixture->store);
    ck_assert_int_eq(chdir("/"), 0);
    nftw(fixture->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    unsetenv("NONET_TEST_CLOCK");
}

void screen_fixture_start(struct screen_fixture *fixture, enum language language, int rows, int columns)
{
    struct error error;
    enum language found;
    if (fixture->app.keymap)
        app_clear(&fixture->app);
    ck_ok(message_init(language_code(language), &found, &error));
    struct tui_options options = {.store = fixture->store,
                                  .actor_id = fixture->session.actor_id,
                                  .actor_name = "Ann",
                                  .language = language};
    app_init(&fixture->app, &options, rows, columns);
}

static void send_key(struct screen_fixture *fixture, const char *name, size_t length)
{
    struct event event = {.type = EVENT_KEY};
    ck_assert_msg(key_parse(name, length, &event.key), "no key %.*s", (int)length, name);
    app_event(&fixture->app, &event);
    app_settle(&fixture->app);
}

void screen_fixture_type(struct screen_fixture *fixture, const char *text)
{
    for (size_t at = 0, length = strlen(text); at < length;) {
        struct event event = {.type = EVENT_KEY};
        at += text_decode(text + at, length - at, &event.key.code);
        app_event(&fixture->app, &event);
    }
    app_settle(&fixture->app);
}

void screen_fixture_keys(struct screen_fixture *fixture, const char *keys)
{
    while (*keys) {
        const char *quote = *keys == '\'' ? strchr(keys + 1, '\'') : NULL;
        size_t length = quote ? (size_t)(quote - keys) + 1 : strcspn(keys, " ");
        if (quote) {
            char *text = memory_copy_bytes(keys + 1, length - 2);
            screen_fixture_type(fixture, text);
            free(text);
        } else {
            send_key(fixture, keys, length);
        }
        keys += length;
        keys += strspn(keys, " ");
    }
}

void screen_fixture_mouse(struct screen_fixture *fixture, enum mouse_kind kind, int row, int column, bool twice)
{
    struct event event = {.type = EVENT_MOUSE,
                          .mouse = {.kind = kind, .button = 1, .row = row, .column = column, .twice = twice}};
    app_event(&fixture->app, &event);
    app_settle(&fixture->app);
}

void screen_fixture_rest(struct screen_fixture *fixture)
{
    app_settle(&fixture->app);
    for (int turn = 0; turn < TURNS_MAX; turn++) {
        bool due = false;
        for (size_t i = 0; i < fixture->app.view_count; i++) {
            struct view *view = fixture->app.view[i];
            if (!view->type->deadline || view->type->deadline(view) == 0)
                continue;
            due = true;
            view->type->tick(view, &fixture->app, INT64_MAX);
        }
        app_settle(&fixture->app);
        if (!due)
            return;
    }
    ck_abort_msg("the views never come to rest");
}

char *screen_fixture_dump(struct screen_fixture *fixture)
{
    struct buffer out = {0};
    screen_fixture_rest(fixture);
    screen_dump(&fixture->app.screen, &out);
    return buffer_take(&out);
}

bool screen_fixture_shows(struct screen_fixture *fixture, const char *text)
{
    char *dump = screen_fixture_dump(fixture);
    bool shows = strstr(dump, text) != NULL;
    free(dump);
    return shows;
}

void screen_fixture_check_paint(struct screen_fixture *fixture, const char *what, unsigned seed, int step)
{
    char *part = screen_fixture_dump(fixture);
    app_raise(&fixture->app, RAISE_PAINT);
    char *whole = screen_fixture_dump(fixture);
    ck_assert_msg(strcmp(part, whole) == 0, "%s, seed %u, step %d: the screen is\n%.1500s\ninstead of\n%.1500s", what, seed,
                  step, part, whole);
    free(part);
    free(whole);
}

void screen_fixture_golden(struct screen_fixture *fixture, const char *name)
{
    struct error error;
    struct buffer wanted = {0};
    char path[512];
    char *dump = screen_fixture_dump(fixture);
    snprintf(path, sizeof path, "%s/tests/screen/golden/%s.txt", NONET_SOURCE_DIR, name);
    if (getenv("UPDATE_GOLDEN")) {
        ck_ok(file_write(path, dump, strlen(dump), &error));
    } else {
        ck_ok(file_read(path, 1 << 20, &wanted, &error));
        if (strcmp(dump, buffer_text(&wanted)) != 0) { /* two large screens are more than Check takes in a message */
            fprintf(stderr, "%s: the screen is\n%s\ninstead of\n%s", name, dump, buffer_text(&wanted));
            ck_abort_msg("%s is not as its golden", name);
        }
    }
    buffer_clear(&wanted);
    free(dump);
}

int64_t screen_fixture_canvas(struct screen_fixture *fixture, int64_t ms, const char *template_id, const char *title,
                              const char *notes)
{
    struct error error;
    struct template *template;
    int64_t canvas_id;
    screen_fixture_clock(ms);
    ck_ok(template_load(template_id, &template, &error));
    ck_ok(canvas_create(fixture->store, &fixture->session, title, template, &canvas_id, &error));
    while (*notes) {
        size_t length = strcspn(notes, "\n"), name = strcspn(notes, ":");
        char *block = memory_copy_bytes(notes, name), *text = memory_copy_bytes(notes + name + 2, length - name - 2);
        struct note_new note = {.text = text};
        ck_assert_msg(template_block_by_id(template, block, &note.block), "no block %s", block);
        ck_ok(canvas_notes_add(fixture->store, &fixture->session, canvas_id, template, &note, 1, 0, NULL, &error));
        free(block);
        free(text);
        notes += length + (notes[length] == '\n');
    }
    template_free(template);
    return canvas_id;
}

struct session screen_fixture_other(struct screen_fixture *fixture)
{
    struct error error;
    int64_t actor_id;
    ck_ok(person_find(fixture->store, "Li", &actor_id, &error));
    return session_owner(actor_id);
}

void screen_fixture_other_saves(struct screen_fixture *fixture, int64_t note_id, const char *base, const char *text)
{
    struct error error;
    struct session session = screen_fixture_other(fixture);
    enum save_outcome outcome;
    ck_ok(canvas_note_save(fixture->store, &session, note_id, base, text, &outcome, NULL, &error));
}

void screen_fixture_feed(struct screen_fixture *fixture)
{
    app_raise(&fixture->app, RAISE_FEED);
    app_settle(&fixture->app);
}

/* ---- the ground ------------------------------------------------------------------------------------------------ */

static enum context ground_context(const struct view *view)
{
    (void)view;
    return IN_BOARD;
}

static void ground_paint(struct view *view, struct app *app, struct screen *screen)
{
    (void)view, (void)app;
    screen_string(screen, 0, 1, 20, "the board below", STYLE(ROLE_DIM));
}

static void ground_free(struct view *view, struct app *app)
{
    (void)app;
    free(view);
}

static const struct view_type ground_type = {
    .name = "ground", .context = ground_context, .paint = ground_paint, .free = ground_free};

void screen_fixture_ground(struct screen_fixture *fixture)
{
    struct view *ground = memory_new(1, sizeof *ground);
    ground->type = &ground_type;
    app_push(&fixture->app, ground);
}
