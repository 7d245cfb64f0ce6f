/*
 * export_file.c - exported canvases as files: their names, and several at once in a folder.
 *
 * Invariant: a file stands there whole or not at all, and two canvases of one export never share a file, not even where
 * names differ by case or composition only.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "nonet/message.h"
#include "writers.h"

#define NAME_BYTES 120

enum status export_to_file(const struct format *format, const struct export_request *request, const char *path,
                           struct error *err)
{
    struct buffer bytes = {0};
    enum status status = format_write(format, request, &bytes, err);
    if (status == STATUS_OK)
        status = file_write(path, buffer_text(&bytes), bytes.length, err);
    buffer_clear(&bytes);
    return status;
}

/* What some system or shell takes for something else becomes a blank; blanks come one at a time. */
static void safe_name(const char *title, struct buffer *out)
{
    for (size_t at = 0, length = strlen(title); at < length;) {
        size_t next = text_next(title, length, at);
        uint32_t code;
        (void)text_decode(title + at, length - at, &code);
        bool unsafe = code <= ' ' || code == 0xfffd || export_acts(code) || (code < 0x80 && strchr("/\\:*?\"<>|", (int)code));
        bool idle = out->length == 0 || out->data[out->length - 1] == ' ';
        if (out->length + (next - at) > NAME_BYTES)
            break;
        if (unsafe && !idle)
            buffer_add_char(out, ' ');
        else if (!unsafe && !(out->length == 0 && (code == '.' || code == '-' || code == '~')))
            buffer_append(out, title + at, next - at);
        at = next;
    }
    while (out->length > 0 && strchr(" .", out->data[out->length - 1]))
        out->data[--out->length] = '\0';
}

/* Names that a system of the DOS line keeps for devices, whatever follows a dot. */
static bool is_device(const char *name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    size_t stem = strcspn(name, ".");
    for (size_t i = 0; i < COUNT_OF(devices); i++) {
        bool port = i >= 4 && stem == 4 && name[3] >= '0' && name[3] <= '9';
        if (strncasecmp(name, devices[i], 3) == 0 && ((i < 4 && stem == 3) || port))
            return true;
    }
    return false;
}

static char *name_of(const struct format *format, const char *title, size_t number)
{
    char extension[16];
    struct buffer name = {0}, out = {0};
    safe_name(title, &name);
    if (name.length == 0 || is_device(name.data))
        buffer_add(&out, "canvas ");
    buffer_add(&out, buffer_text(&name));
    while (out.length > 0 && out.data[out.length - 1] == ' ')
        out.data[--out.length] = '\0';
    if (number > 1)
        buffer_printf(&out, " %zu", number);
    format_extension(format, extension, sizeof extension);
    buffer_printf(&out, ".%s", extension);
    buffer_clear(&name);
    return buffer_take(&out);
}

enum status export_folder_open(struct export_folder *folder, const char *path, struct error *err)
{
    *folder = (struct export_folder){.path = memory_copy_text(path)};
    for (size_t end = strlen(path); end > 1 && folder->path[end - 1] == '/'; end--)
        folder->path[end - 1] = '\0';
    struct stat state;
    if (stat(folder->path, &state) == 0 && !S_ISDIR(state.st_mode))
        return error_set(err, STATUS_INVALID, _("%s: is no folder; several canvases need one"), path);
    return file_make_folder(folder->path, err);
}

void export_folder_clear(struct export_folder *folder)
{
    for (size_t i = 0; i < folder->count; i++)
        free(folder->name[i]);
    free(folder->name);
    free(folder->path);
    *folder = (struct export_folder){0};
}

static bool is_given(const struct export_folder *folder, const char *key)
{
    for (size_t i = 0; i < folder->count; i++)
        if (strcmp(folder->name[i], key) == 0)
            return true;
    return false;
}

char *export_folder_place(struct export_folder *folder, const struct format *format, const char *title)
{
    char *name = NULL, *key = NULL;
    for (size_t number = 1; !name; number++) {
        name = name_of(format, title, number);
        struct buffer folded = {0};
        text_fold(&folded, name, strlen(name));
        key = buffer_take(&folded);
        if (is_given(folder, key)) {
            free(name);
            free(key);
            name = NULL;
        }
    }
    GROW(folder->name, folder->count, folder->capacity);
    folder->name[folder->count++] = key;
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s", folder->path, name);
    free(name);
    return buffer_take(&path);
}
