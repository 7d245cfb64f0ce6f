/*
 * import.c - a file or folder of any known format as a canvas that could be made, and making it.
 *
 * Opening reads everything into memory and places every note; only import_write() touches a store. Which format it is
 * follows from what the file holds (detect.c), then from its name. Invariant: a failed import leaves no trace.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "native.h"
#include "nonet/message.h"

struct import {
    char *name, *title, *folder;
    const struct format *format;
    struct import_options options;
    struct resolver *resolver;
    struct buffer bytes;
    struct document document;
    struct placed placed;
    struct native_canvas *native; /* nonet's own JSON: there is no document then but for its report */
};

void import_close(struct import *import)
{
    if (!import)
        return;
    placed_clear(&import->placed);
    native_close(import->native);
    document_clear(&import->document);
    resolver_free(import->resolver);
    buffer_clear(&import->bytes);
    free(import->name);
    free(import->title);
    free(import->folder);
    free(import);
}

const char *import_report(const struct import *import)
{
    return buffer_text(&import->document.report);
}

const char *import_format(const struct import *import)
{
    return import->format->name;
}

bool import_can_split(const struct import *import)
{
    return import->document.can_be_split || import->options.split;
}

/* "…/business model canvas - Acme.txt" -> "business model canvas - Acme" */
static char *title_of_path(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    size_t start = length;
    while (start > 0 && path[start - 1] != '/')
        start--;
    size_t end = length;
    while (end > start && path[end - 1] != '.')
        end--;
    struct buffer title = {0};
    text_printable(&title, path + start, (end > start + 1 ? end - 1 : length) - start, false);
    if (title.length == 0 || strcmp(title.data, "-") == 0 || strcmp(title.data, ".") == 0) {
        buffer_reset(&title);
        buffer_add(&title, _("imported"));
    }
    return buffer_take(&title);
}

/* A name that opens messages: in one line. Yours. */
static char *printable(const char *name)
{
    struct buffer out = {0};
    text_printable(&out, name, strlen(name), false);
    return out.data ? buffer_take(&out) : memory_copy_text("");
}

static char *folder_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return memory_copy_text(".");
    return slash == path ? memory_copy_text("/") : memory_copy_bytes(path, (size_t)(slash - path));
}

/* nonet's own JSON says itself which block is meant. */
static enum status look_through(struct import *import, struct error *err)
{
    struct native_source source = {
        .name = import->name,
        .bytes = buffer_text(&import->bytes),
        .length = import->bytes.length,
        .language = import->options.language,
        .template = import->options.template,
        .report = &import->document,
    };
    struct value_document *document = import->document.native;
    import->document.native = NULL;
    return native_open(&source, document, &import->native, err);
}

static const struct format *detect(const struct import *import)
{
    return format_detect(import->name, buffer_text(&import->bytes), import->bytes.length, import->options.block != NULL,
                         import->resolver);
}

/* Which format it is, and the bytes as text. nonet's own JSON is not converted: what is no UTF-8 in it is told with its line. */
static enum status choose_format(struct import *import, bool is_folder, struct error *err)
{
    const char *wanted = import->options.format;
    if (wanted) {
        import->format = format_by_name(wanted);
        if (!import->format)
            return error_set(err, STATUS_INVALID, _("unknown format “%s”: nonet formats lists them"), wanted);
        if (!import->format->read)
            return error_set(err, STATUS_INVALID, _("the format %s can be written, not read"), import->format->name);
    } else {
        import->format = is_folder ? format_by_name("folder") : detect(import);
    }
    if ((import->format->read == read_folder) != is_folder)
        return error_set(err, STATUS_INVALID, is_folder ? _("%s is a folder") : _("%s is no folder"), import->name);
    if (is_folder || import->format->read == read_native)
        return STATUS_OK;
    enum status status = source_decode(import->name, &import->bytes, &import->document.report, err);
    if (status == STATUS_OK && !wanted)
        import->format = detect(import);
    return status;
}

static enum status read_all(struct import *import, bool is_folder, struct error *err)
{
    const struct import_options *options = &import->options;
    enum status status = choose_format(import, is_folder, err);
    struct source source = {
        .name = import->name,
        .bytes = buffer_text(&import->bytes),
        .length = import->bytes.length,
        .folder = import->folder,
        .language = options->language,
        .split = options->split,
        .resolver = import->resolver,
    };
    if (status == STATUS_OK)
        status = import->format->read(&source, &import->document, err);
    if (status == STATUS_OK && import->document.native)
        status = look_through(import, err);
    buffer_clear(&import->bytes); /* there are copies of its texts: a large file is not held twice while it is written */
    if (status != STATUS_OK || import->native)
        return status;
    struct placing how = {
        .name = import->name,
        .title = import->title,
        .block = options->block,
        .template_id = options->template ? NULL : options->template_id,
        .language = options->language,
        .resolver = import->resolver,
    };
    return document_place(&import->document, &how, &import->placed, err);
}

static enum status open_read(struct import *import, bool is_folder, struct import **out, struct error *err)
{
    const char *text = buffer_text(&import->bytes);
    enum status status = STATUS_OK;
    if (!is_folder && text[strspn(text, " \t\r\n\xEF\xBB\xBF")] == '\0' && strlen(text) == import->bytes.length)
        status = error_set(err, STATUS_INVALID, _("%s: the file is empty"), import->name);
    if (status == STATUS_OK)
        status = resolver_new(import->options.template, &import->resolver, err);
    if (status == STATUS_OK)
        status = read_all(import, is_folder, err);
    if (status == STATUS_OK)
        *out = import;
    else
        import_close(import);
    return status;
}

enum status import_open(const char *path, const struct import_options *options, struct import **out,
                        struct error *err)
{
    *out = NULL;
    struct stat info;
    bool is_input = options->any_file && strcmp(path, "-") == 0;
    bool is_folder = !is_input && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    struct import *import = memory_new(1, sizeof *import);
    import->options = *options;
    import->name = is_input ? memory_copy_text(_("the standard input")) : printable(path);
    import->title = title_of_path(path);
    import->folder = is_folder ? memory_copy_text(path) : folder_of_path(path);
    enum status status = *path ? STATUS_OK : error_set(err, STATUS_INVALID, _("name a file or a folder"));
    if (!is_folder && status == STATUS_OK)
        status = (options->any_file ? file_read_any : file_read)(path, NATIVE_SIZE_LIMIT, &import->bytes, err);
    if (status == STATUS_OK)
        return open_read(import, is_folder, out, err);
    import_close(import);
    return status;
}

enum status import_open_bytes(const char *name, const char *bytes, size_t length, const struct import_options *options,
                              struct import **out, struct error *err)
{
    *out = NULL;
    if (length > NATIVE_SIZE_LIMIT)
        return error_set(err, STATUS_INVALID, _("%s: the file is too large: at most %d MB can be read"), name,
                         (int)(NATIVE_SIZE_LIMIT / (1024 * 1024)));
    struct import *import = memory_new(1, sizeof *import);
    import->options = *options;
    import->name = printable(name);
    import->title = title_of_path(name);
    buffer_append(&import->bytes, bytes, length);
    return open_read(import, false, out, err);
}

/* ---- writing it ------------------------------------------------------------------------------------------- */

/* Readers of foreign formats keep no lines: the note is told by its beginning. */
static enum status refuse_note(const struct import *import, size_t failed, struct error *err)
{
    if (failed >= import->placed.import.note_count)
        return error_context(err, "%s", import->name);
    const char *text = import->placed.import.note[failed].note.text;
    size_t length = strcspn(text, "\n");
    struct buffer shown = {0}, begin = {0};
    text_printable(&shown, text, length < 400 ? length : text_fit(text, length, 100, TEXT_NARROW, NULL), false);
    text_elide(&begin, buffer_text(&shown), shown.length, 40, TEXT_NARROW);
    enum status status = error_context(err, _("%s: note %zu, “%s”"), import->name, failed + 1, buffer_text(&begin));
    buffer_clear(&shown);
    buffer_clear(&begin);
    return status;
}

enum status import_know_own(struct import_note *note, size_t count, struct store *store, const struct session *session,
                            struct error *err)
{
    char *own;
    enum status status = person_name(store, session->actor_id, &own, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (note[i].author && strcmp(note[i].author, own) == 0)
            note[i].author = NULL;
    free(own);
    return status;
}

enum status import_write(const struct import *import, struct store *store, const struct session *session, int64_t into,
                         int64_t *canvas_id, struct error *err)
{
    if (import->native)
        return native_make(import->native, store, session, into, canvas_id, err);
    struct canvas_import canvas = import->placed.import;
    canvas.into = into;
    struct import_note *note = memory_new(canvas.note_count + 1, sizeof *note);
    memcpy(note, canvas.note, canvas.note_count * sizeof *note);
    canvas.note = note;
    size_t failed = canvas.note_count; /* = none of them */
    enum status status = import_know_own(note, canvas.note_count, store, session, err);
    if (status == STATUS_OK)
        status = canvas_import(store, session, &canvas, canvas_id, &failed, err);
    if (status == STATUS_INVALID)
        status = refuse_note(import, failed, err);
    free(note);
    return status;
}

enum status import_preview(const struct import *import, struct store **store, int64_t *canvas_id, struct error *err)
{
    struct store_options options = {.path = ":memory:", .create = true};
    int64_t actor;
    *store = NULL;
    enum status status = store_open(store, &options, &canvas_schema, err);
    if (status == STATUS_OK)
        status = person_find(*store, "nonet", &actor, err);
    if (status == STATUS_OK) {
        struct session session = session_owner(actor);
        status = import_write(import, *store, &session, 0, canvas_id, err);
    }
    if (status != STATUS_OK) {
        store_close(*store);
        *store = NULL;
    }
    return status;
}
