/*
 * format.c - the table of formats: name, file extension, and which way each one goes.
 *
 * One row and one file a format; the command line and the screen read this table and know no format by name.
 */
#include <string.h>
#include <strings.h>

#include "internal.h"
#include "nonet/message.h"

static enum status write_text(struct store *store, const struct session *session, const struct snapshot *snapshot,
                              enum language language, struct buffer *out, struct error *err)
{
    (void)store;
    if (!(session->may & MAY_READ))
        return error_set(err, STATUS_DENIED, _("you may not read this canvas"));
    struct text_drawing how = {.language = language, .plain = true};
    canvas_draw_text(snapshot, &how, out);
    return STATUS_OK;
}

static enum status write_native(struct store *store, const struct session *session,
                                const struct snapshot *snapshot, enum language language, struct buffer *out,
                                struct error *err)
{
    (void)language;
    return native_write(store, session, snapshot, out, err);
}

static const struct format formats[] = {
    {"json", "json", N_("nonet's own, lossless"), native_read, write_native},
    {"txt", "txt", N_("plain text with headings"), NULL, write_text},
};

const struct format *format_list(size_t *count)
{
    *count = COUNT_OF(formats);
    return formats;
}

const struct format *format_by_name(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (strcasecmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

const struct format *format_by_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    if (!dot)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (strcasecmp(formats[i].extension, dot + 1) == 0)
            return &formats[i];
    return NULL;
}
