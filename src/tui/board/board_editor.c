/*
 * board_editor.c - a block in $EDITOR, a note a line.
 *
 * A line that begins with two spaces goes on the note above it, so notes of several lines survive the way there and
 * back. What comes back is compared with what was sent: kept lines keep their notes, colours and links.
 */
#include "board.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EDITED_MAX (8u << 20)

struct base {
    int64_t *id;
    char **text;
    size_t count;
};

static void base_take(struct base *base, const struct snapshot_block *notes)
{
    base->count = notes->count;
    base->id = memory_new(notes->count + 1, sizeof *base->id);
    base->text = memory_new(notes->count + 1, sizeof *base->text);
    for (size_t i = 0; i < notes->count; i++) {
        base->id[i] = notes->note[i]->id;
        base->text[i] = memory_copy_text(notes->note[i]->text);
    }
}

static void base_clear(struct base *base)
{
    for (size_t i = 0; i < base->count; i++)
        free(base->text[i]);
    free(base->text);
    free(base->id);
}

static void write_lines(const struct base *base, struct buffer *out)
{
    for (size_t i = 0; i < base->count; i++) {
        for (const char *at = base->text[i]; *at; at++) {
            buffer_add_char(out, *at);
            if (*at == '\n')
                buffer_add(out, "  ");
        }
        buffer_add_char(out, '\n');
    }
}

/* Each note's text, in place of the file's. Yours: free(*lines), free(text). */
static size_t read_lines(char *text, char ***lines)
{
    size_t count = 0, capacity = 0;
    char *out = text;
    *lines = NULL;
    for (char *at = text; *at;) {
        char *end = strchrnul(at, '\n'), *next = *end ? end + 1 : end;
        bool goes_on = count > 0 && strncmp(at, "  ", 2) == 0;
        if (goes_on) {
            at += 2;
            out[-1] = '\n'; /* in the place of the NUL that ended the note above */
        } else if (strspn(at, " \t\r") == (size_t)(end - at)) {
            at = next;
            continue;
        } else {
            GROW(*lines, count, capacity);
            (*lines)[count++] = out;
        }
        memmove(out, at, (size_t)(end - at));
        out += end - at;
        *out++ = '\0';
        at = next;
    }
    return count;
}

/* A file that only its owner reads, in memory where the system offers it. */
static enum status make_file(struct buffer *path, const struct buffer *text, struct error *err)
{
    const char *folder = getenv("XDG_RUNTIME_DIR");
    if (!folder || access(folder, W_OK) != 0)
        folder = getenv("TMPDIR");
    if (!folder || access(folder, W_OK) != 0)
        folder = "/tmp";
    buffer_printf(path, "%s/nonet-XXXXXX.txt", folder);
    int file = mkstemps(path->data, 4);
    if (file < 0)
        return error_set(err, STATUS_IO, _("no temporary file could be made in %s: %s"), folder, strerror(errno));
    const char *at = buffer_text(text);
    for (size_t left = text->length; left > 0;) {
        ssize_t wrote = write(file, at, left);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            enum status status = error_set(err, STATUS_IO, _("the temporary file could not be written: %s"),
                                           strerror(errno));
            close(file);
            unlink(buffer_text(path));
            return status;
        }
        at += wrote;
        left -= (size_t)wrote;
    }
    close(file);
    return STATUS_OK;
}

static void take_back(struct board *board, int block, const struct base *base, const char *path)
{
    struct error error;
    struct buffer bytes = {0}, clean = {0};
    if (!app_check(board->app, file_read(path, EDITED_MAX, &bytes, &error), &error)) {
        buffer_clear(&bytes);
        return;
    }
    text_repair(&clean, buffer_text(&bytes), bytes.length);
    buffer_add(&clean, ""); /* never without memory */
    buffer_add_char(&clean, '\n');
    char *text = buffer_take(&clean), **lines;
    size_t count = read_lines(text, &lines), kept = 0;
    const char *block_id = template_block_id(board_template(board), block);
    if (app_check(board->app,
                  canvas_block_rewrite(board->store, &board->session, board->snapshot->canvas_id, block_id, base->id,
                                       (const char *const *)base->text, base->count, (const char *const *)lines,
                                       count, &kept, &error),
                  &error)) {
        board_refresh(board);
        if (kept > 0)
            app_warning(board->app,
                        ngettext("%zu note was changed meanwhile and is as it is",
                                 "%zu notes were changed meanwhile and are as they are", kept),
                        kept);
    }
    free(lines);
    free(text);
    buffer_clear(&bytes);
}

void board_editor_run(struct board *board)
{
    struct app *app = board->app;
    struct error error;
    if (!app->run_editor) {
        app_warning(app, "%s", _("no editor can be started here"));
        return;
    }
    if (!board_own(board))
        return;
    struct base base = {0};
    struct buffer text = {0}, path = {0};
    int block = board->focus;
    base_take(&base, board_notes(board, block));
    write_lines(&base, &text);
    if (app_check(app, make_file(&path, &text, &error), &error)) {
        if (app_check(app, app->run_editor(app, buffer_text(&path), &error), &error))
            take_back(board, block, &base, buffer_text(&path));
        unlink(buffer_text(&path));
    }
    buffer_clear(&text);
    buffer_clear(&path);
    base_clear(&base);
    app_raise(app, RAISE_REDRAW | RAISE_FEED | RAISE_LAYOUT);
}
