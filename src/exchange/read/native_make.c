/*
 * native_make.c - makes a canvas of a document that was looked through, and copies canvases.
 *
 * What is wrong in a document was told when it was opened (native_read.c). Invariant: one action, all of it or nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "native.h"
#include "nonet/message.h"

static void labels_clear(struct import_labels *labels)
{
    free((void *)labels->tag);
    free((void *)labels->facet_key);
    free((void *)labels->facet_value);
}

void native_close(struct native_canvas *canvas)
{
    if (!canvas)
        return;
    for (size_t i = 0; i < canvas->group_count && canvas->group; i++)
        free((char *)canvas->group[i].extra);
    for (size_t i = 0; i < canvas->count && canvas->note; i++) {
        labels_clear(&canvas->note[i].labels);
        free((char *)canvas->note[i].extra);
    }
    for (size_t i = 0; i < canvas->link_count; i++) {
        labels_clear(&canvas->link[i].labels);
        free((char *)canvas->link[i].extra);
    }
    labels_clear(&canvas->import.labels);
    free((char *)canvas->import.extra);
    free(canvas->group);
    free(canvas->note);
    free(canvas->link);
    free(canvas->place);
    template_free(canvas->own_template);
    native_texts_free(canvas->texts);
    free(canvas);
}

/* A file's own id stays when it is one of ours, else one follows from the canvas and what the file calls it. */
static void name_rows(struct native_canvas *canvas, int64_t canvas_id, bool new_ids)
{
    for (size_t i = 0; i < canvas->group_count; i++) {
        struct import_group *group = &canvas->group[i];
        if (new_ids || !json_id_parse(group->name, &group->id))
            group->id = 0;
    }
    for (size_t i = 0; i < canvas->count; i++) {
        struct import_note *note = &canvas->note[i];
        if (!json_id_parse(note->name, &note->note.id))
            note->note.id = 0;
        else if (new_ids) /* as canvas_copy() names it, so that "the same" note is found again */
            note->note.id = id_derive(canvas_id, note->note.id, "copy");
    }
}

/* What the store did not take, with its place in the file. */
static enum status refuse(const struct native_canvas *canvas, size_t failed, struct error *err)
{
    struct error cause = *err;
    if (canvas->source.length == 0)
        return error_set(err, STATUS_INVALID, "%s: %s", canvas->source.name, cause.message);
    struct native_place place = failed < canvas->count ? canvas->place[failed] : canvas->head;
    return error_set(err, STATUS_INVALID, "%s:%u:%u: %s", canvas->source.name, place.line, place.column, cause.message);
}

enum status native_make(struct native_canvas *canvas, struct store *store, const struct session *session, int64_t into,
                        int64_t *canvas_id, struct error *err)
{
    enum status status = STATUS_OK;
    if (canvas->source.length > 0)
        status = import_know_own(canvas->note, canvas->count, store, session, err);
    if (status != STATUS_OK)
        return status;
    bool new_ids = canvas->source.new_ids || into != 0;
    struct canvas_import import = canvas->import;
    import.copy = new_ids && into == 0;
    import.into = into;
    import.group = canvas->group;
    import.group_count = canvas->group_count;
    import.note = canvas->note;
    import.note_count = canvas->count;
    import.link = canvas->link;
    import.link_count = canvas->link_count;
    if (new_ids)
        import.id = id_new();
    else if (canvas->id && !json_id_parse(canvas->id, &import.id))
        import.id = id_derive(0, 0, canvas->id);
    name_rows(canvas, import.id, new_ids);
    size_t failed;
    status = canvas_import(store, session, &import, canvas_id, &failed, err);
    return status == STATUS_INVALID ? refuse(canvas, failed, err) : status;
}

static enum status open_and_make(const struct native_source *source, struct value_document *document,
                                 struct store *store, const struct session *session, int64_t *canvas_id,
                                 struct error *err)
{
    struct native_canvas *canvas;
    enum status status = native_open(source, document, &canvas, err);
    if (status == STATUS_OK)
        status = native_make(canvas, store, session, 0, canvas_id, err);
    native_close(canvas);
    return status;
}

enum status native_read(const char *name, const char *bytes, size_t length, struct store *store,
                        const struct session *session, enum language language, int64_t *canvas_id,
                        struct error *err)
{
    struct value_document *document;
    enum status status = json_document(name, bytes, length, JSON_TWINS_REFUSED, &document, err);
    if (status != STATUS_OK)
        return status;
    struct native_source source = {.name = name, .bytes = bytes, .length = length, .language = language};
    return open_and_make(&source, document, store, session, canvas_id, err);
}

/* ---- copies ------------------------------------------------------------------------------------------- */

enum status native_copy_snapshot(struct store *from, const struct snapshot *snapshot, const char *title,
                                 struct store *to, const struct session *session, int64_t *canvas_id,
                                 struct error *err)
{
    struct buffer text = {0};
    enum status status = native_document(from, snapshot, true, &text, err);
    struct value_document *document = NULL;
    struct value_wrong wrong;
    struct value_limits limits = {.depth = NATIVE_DEPTH_LIMIT};
    if (status == STATUS_OK)
        document = value_document_parse(text.data, text.length, &limits, &wrong);
    buffer_clear(&text);
    if (status == STATUS_OK && !document)
        status = error_set(err, STATUS_INVALID, _("the canvas holds a text that cannot be written as JSON"));
    if (status != STATUS_OK)
        return status;
    struct native_source source = {.name = snapshot->title,
                                   .bytes = "",
                                   .title = title,
                                   .template = snapshot->template,
                                   .copy_of = from == to ? snapshot->canvas_id : 0,
                                   .new_ids = true};
    return open_and_make(&source, document, to, session, canvas_id, err);
}
