/*
 * import_picture.c - see import_picture.h.
 */
#include "import_picture.h"

#include <string.h>

#include "check_main.h"

static void add_flat(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            buffer_add(out, "\\n");
        else
            buffer_add_char(out, *text);
    }
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Ties have no order: by text. */
static void add_ties(const struct snapshot *snapshot, const struct note *note, struct buffer *out)
{
    const char **text = memory_new(note->link_count + 1, sizeof *text);
    size_t count = 0;
    for (size_t i = 0; i < snapshot->link_total && count < note->link_count; i++)
        if (snapshot->link[i].from == note->id)
            text[count++] = snapshot_note(snapshot, snapshot->link[i].to)->text;
    qsort(text, count, sizeof *text, compare_texts);
    for (size_t i = 0; i < count; i++) {
        buffer_add(out, " ->");
        add_flat(out, text[i]);
    }
    free(text);
}

static void add_note(const struct snapshot *snapshot, const struct note *note, struct buffer *out)
{
    buffer_printf(out, "%s: ", template_block_id(snapshot->template, note->block));
    add_flat(out, note->text);
    if (*note->body) {
        buffer_add(out, " [");
        add_flat(out, note->body);
        buffer_add_char(out, ']');
    }
    if (note->group)
        buffer_printf(out, " {%s}", note->group->title);
    for (size_t i = 0; i < note->tag_count; i++)
        buffer_printf(out, " #%s", note->tag[i]);
    if (*note->told_author)
        buffer_printf(out, " author=%s", note->told_author);
    for (size_t i = 0; i < note->facet_count; i++)
        buffer_printf(out, " %s=%s", note->facet[i].key, note->facet[i].value);
    if (note->colour != NOTE_NONE)
        buffer_printf(out, " %s", note_colour_name(note->colour));
    if (*note->question)
        buffer_printf(out, " ?%s", note->question);
    add_ties(snapshot, note, out);
    buffer_add_char(out, '\n');
}

char *picture_of_canvas(struct store *store, int64_t canvas_id)
{
    struct error error;
    struct session session = session_reader(0);
    struct snapshot *snapshot;
    struct buffer out = {0};
    ck_ok(snapshot_load(store, &session, canvas_id, &snapshot, &error));
    buffer_printf(&out, "%s (%s)", snapshot->title, snapshot->template->id);
    for (size_t i = 0; i < snapshot->tag_count; i++)
        buffer_printf(&out, " #%s", snapshot->tag[i]);
    for (size_t i = 0; i < snapshot->facet_count; i++)
        buffer_printf(&out, " %s=%s", snapshot->facet[i].key, snapshot->facet[i].value);
    buffer_add_char(&out, '\n');
    for (size_t b = 0; b < snapshot->block_count; b++)
        for (size_t n = 0; n < snapshot->block[b].count; n++)
            add_note(snapshot, snapshot->block[b].note[n], &out);
    snapshot_free(snapshot);
    return buffer_take(&out);
}

static char *picture_of(struct import *import, struct buffer *report)
{
    struct error error;
    struct store *store;
    int64_t canvas_id;
    ck_ok(import_preview(import, &store, &canvas_id, &error));
    char *picture = picture_of_canvas(store, canvas_id);
    if (report) {
        buffer_reset(report);
        buffer_add(report, import_report(import));
    }
    store_close(store);
    import_close(import);
    return picture;
}

char *import_picture(const char *name, const char *text, const struct import_options *options, struct buffer *report)
{
    struct error error;
    struct import *import;
    struct import_options none = {0};
    ck_ok(import_open_bytes(name, text, strlen(text), options ? options : &none, &import, &error));
    return picture_of(import, report);
}

char *import_picture_of(const char *path, const struct import_options *options, struct buffer *report)
{
    struct error error;
    struct import *import;
    struct import_options none = {0};
    ck_ok(import_open(path, options ? options : &none, &import, &error));
    return picture_of(import, report);
}

char *import_refusal(const char *name, const char *text, size_t length)
{
    struct error error;
    struct import *import;
    struct import_options none = {0};
    enum status status = import_open_bytes(name, text, length, &none, &import, &error);
    ck_assert_int_eq(status, STATUS_INVALID);
    ck_assert_ptr_null(import);
    ck_assert(strncmp(error.message, name, strlen(name)) == 0);
    return memory_copy_text(error.message);
}
