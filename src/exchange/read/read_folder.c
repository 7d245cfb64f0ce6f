/*
 * read_folder.c - a folder with one file a block, or with a .canvas that shows such files.
 *
 * Files directly in the folder count, Markdown and text; a file whose name names a block is that block, what the
 * others hold is read by its headings. What is written about the folder (README, LICENSE) is passed over, and so is what cannot
 * be read and is no block. Invariant: no file
 * outside the folder is ever opened, whatever a name or a link says.
 */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "markdown.h"
#include "nonet/message.h"
#include "vault.h"

#define FILE_BYTES_MAX ((size_t)4 * 1024 * 1024)

/* ---- one file --------------------------------------------------------------------------------------------- */

char *vault_label(const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *name = slash ? slash + 1 : file;
    const char *dot = strrchr(name, '.');
    return memory_copy_bytes(name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

static bool leads_up(const char *file)
{
    for (const char *at = file; *at;) {
        size_t size = strcspn(at, "/\\");
        if (size == 2 && at[0] == '.' && at[1] == '.')
            return true;
        at += size + (at[size] != '\0');
    }
    return false;
}

/* Where the file really lies, when that is in the folder. Yours; NULL = there is none. *outside says why. */
static char *path_inside(const char *folder, const char *file, bool *outside)
{
    struct buffer path = {0};
    struct stat info;
    buffer_printf(&path, "%s/%s", folder, file);
    char *home = realpath(folder, NULL), *real = home ? realpath(path.data, NULL) : NULL;
    buffer_clear(&path);
    size_t length = home ? strlen(home) : 0;
    *outside = real && (strncmp(real, home, length) != 0 || (length > 1 && real[length] != '/'));
    bool usable = real && !*outside && stat(real, &info) == 0 && S_ISREG(info.st_mode);
    free(home);
    if (!usable) {
        free(real);
        return NULL;
    }
    return real;
}

/* The text of a file of the folder; NOT_FOUND without a message when there is none. */
static enum status read_text(const struct source *source, const char *file, struct document *document,
                             struct buffer *out, struct error *err)
{
    bool outside = false;
    if (!source->folder)
        return STATUS_NOT_FOUND;
    char *path = file[0] == '/' || leads_up(file) ? NULL : path_inside(source->folder, file, &outside);
    if (file[0] == '/' || leads_up(file) || outside) {
        struct buffer shown = {0};
        text_printable(&shown, file, strlen(file), false);
        enum status status = error_set(err, STATUS_INVALID, _("%s: it points outside its folder: “%s”"),
                                       source->name, buffer_text(&shown));
        buffer_clear(&shown);
        return status;
    }
    if (!path)
        return STATUS_NOT_FOUND;
    enum status status = file_read(path, FILE_BYTES_MAX, out, err);
    if (status == STATUS_OK)
        status = source_decode(path, out, &document->report, err);
    free(path);
    return status;
}

enum status vault_read(const struct source *source, const char *file, size_t section, struct document *document,
                       struct error *err)
{
    struct buffer text = {0};
    enum status status = read_text(source, file, document, &text, err);
    if (status == STATUS_OK) {
        struct source inner = *source;
        inner.name = file;
        inner.bytes = buffer_text(&text);
        inner.length = text.length;
        inner.prompts = true;
        markdown_read_inside(&inner, document, section);
    } else if (status == STATUS_NOT_FOUND) {
        document_say(document, _("%s: there is no such file; the block stays empty"), file);
        status = STATUS_OK;
    }
    buffer_clear(&text);
    return status;
}

/* ---- the folder ------------------------------------------------------------------------------------------- */

struct listing {
    char **name;
    size_t count, capacity;
};

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool has_extension(const char *name, const char *extension)
{
    const char *dot = strrchr(name, '.');
    return dot && strcasecmp(dot + 1, extension) == 0;
}

static bool is_text(const char *name)
{
    return has_extension(name, "md") || has_extension(name, "markdown") || has_extension(name, "txt");
}

static enum status list_files(const struct source *source, struct listing *listing, struct error *err)
{
    DIR *stream = opendir(source->folder);
    if (!stream)
        return error_set(err, STATUS_IO, _("%s cannot be read: %m"), source->name);
    struct dirent *entry;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && (entry = readdir(stream))) {
        if (entry->d_name[0] == '.' || (!is_text(entry->d_name) && !has_extension(entry->d_name, "canvas")))
            continue;
        if (listing->count == FOLDER_FILES_MAX)
            status = error_set(err, STATUS_INVALID, _("%s: there are more than %zu files in it"), source->name,
                               FOLDER_FILES_MAX);
        GROW(listing->name, listing->count, listing->capacity);
        listing->name[listing->count++] = memory_copy_text(entry->d_name);
    }
    closedir(stream);
    if (listing->count > 0)
        qsort(listing->name, listing->count, sizeof *listing->name, compare_texts);
    return status;
}

/* Written about the folder, not about the business. */
static bool is_about(const char *label)
{
    static const char *const names[] = {"readme",       "license", "licence", "contributing", "changelog",
                                        "code of conduct", "sources", "todo",    "copying",      "authors"};
    struct buffer folded = {0};
    text_fold_label(&folded, label, strlen(label));
    bool about = false;
    for (size_t i = 0; i < COUNT_OF(names) && !about; i++)
        about = strcmp(buffer_text(&folded), names[i]) == 0;
    buffer_clear(&folded);
    return about;
}

/* A README that leads to the blocks' files opens with the name of the business. */
static void take_title(const struct source *source, const char *file, struct document *document)
{
    struct buffer text = {0};
    struct error ignored;
    if (read_text(source, file, document, &text, &ignored) == STATUS_OK && strncmp(buffer_text(&text), "# ", 2) == 0 &&
        strstr(text.data, "Key_Partners.md")) {
        free(document->title);
        char *line = memory_copy_bytes(text.data, strcspn(text.data, "\n"));
        document->title = markdown_text_of(line);
        free(line);
    }
    buffer_clear(&text);
}

/* The folder's .canvas, when it is the only one and blocks are files in it. */
static enum status read_board(const struct source *source, const struct listing *listing, struct document *out,
                              bool *done, struct error *err)
{
    const char *board = NULL;
    size_t boards = 0;
    for (size_t i = 0; i < listing->count; i++) {
        if (has_extension(listing->name[i], "canvas")) {
            board = listing->name[i];
            boards++;
        }
    }
    *done = false;
    if (boards != 1)
        return STATUS_OK;
    struct buffer text = {0}, path = {0};
    enum status status = read_text(source, board, out, &text, err);
    if (status == STATUS_OK) {
        struct source inner = *source;
        size_t length = strlen(source->name);
        buffer_printf(&path, "%s%s%s", source->name, length > 0 && source->name[length - 1] == '/' ? "" : "/", board);
        inner.name = path.data;
        inner.bytes = buffer_text(&text);
        inner.length = text.length;
        status = read_canvas(&inner, out, err);
        *done = true;
        if (!out->title)
            out->title = vault_label(board);
    }
    buffer_clear(&path);
    buffer_clear(&text);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_files(const struct source *source, const struct listing *listing, struct document *out,
                              struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < listing->count && status == STATUS_OK; i++) {
        const char *file = listing->name[i];
        char *label = vault_label(file);
        bool known = resolver_knows(source->resolver, label);
        if (!known && is_about(label)) {
            take_title(source, file, out);
            document_say(out, _("%s: passed over"), file);
        } else if (known || !has_extension(file, "txt")) {
            size_t section = known ? document_section(out, NO_SECTION, label) : NO_SECTION;
            if (is_text(file))
                status = vault_read(source, file, section, out, err);
            if (status != STATUS_OK && !known) { /* what is no block may be anything; a block's file is not left out */
                document_say(out, _("%s; it was passed over"), err->message);
                status = STATUS_OK;
            }
        }
        free(label);
    }
    return status;
}

enum status read_folder(const struct source *source, struct document *out, struct error *err)
{
    struct listing listing = {0};
    bool done = false;
    enum status status = list_files(source, &listing, err);
    if (status == STATUS_OK)
        status = read_board(source, &listing, out, &done, err);
    if (status == STATUS_OK && !done)
        status = read_files(source, &listing, out, err);
    for (size_t i = 0; i < listing.count; i++)
        free(listing.name[i]);
    free(listing.name);
    return status == STATUS_OK ? document_check(out, source->name, err) : status;
}
