/*
 * format.c - the table of formats: name, file extension, and which way each one goes.
 *
 * One row a format, one file a format and direction; the command line and the screen read this table and know no format
 * by name. Of two formats with the same extension the first is what a file is taken for.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "read/document.h"
#include "nonet/message.h"
#include "write/writers.h"

static const struct format formats[] = {
    {.name = "json",
     .extensions = "json",
     .title = N_("nonet's own, lossless"),
     .read = read_native,
     .write = write_native},
    {.name = "txt",
     .extensions = "txt text",
     .title = N_("plain text with headings"),
     .write = write_text},
    {.name = "md",
     .extensions = "md markdown",
     .title = N_("Markdown"),
     .read = read_markdown,
     .write = write_markdown},
    {.name = "html",
     .extensions = "html htm",
     .title = N_("a page to read and to print"),
     .write = write_html},
    {.name = "pdf",
     .extensions = "pdf",
     .title = N_("a poster, A3 landscape"),
     .binary = true,
     .write = write_pdf},
    {.name = "svg",
     .extensions = "svg",
     .title = N_("the poster as a drawing"),
     .write = write_svg},
    {.name = "png",
     .extensions = "png",
     .title = N_("the poster as a picture"),
     .binary = true,
     .write = write_png},
    {.name = "csv",
     .extensions = "csv",
     .title = N_("table, with commas"),
     .read = read_csv,
     .write = write_csv},
    {.name = "tsv",
     .extensions = "tsv tab",
     .title = N_("table, with tabs"),
     .read = read_csv,
     .write = write_tsv},
    {.name = "canvas",
     .extensions = "canvas",
     .title = N_("JSON Canvas, for Obsidian"),
     .read = read_canvas,
     .write = write_canvas},
    {.name = "canvascreator",
     .extensions = "json",
     .title = N_("CanvasCreator JSON"),
     .read = read_canvascreator,
     .write = write_canvascreator},
    {.name = "tobias",
     .extensions = "txt",
     .title = N_("Markdown of the business model canvas by tobias-zucali"),
     .read = read_tobias,
     .write = write_tobias},
    {.name = "blocks",
     .extensions = "json py",
     .title = N_("any JSON whose keys name blocks"),
     .read = read_blocks},
    {.name = "yaml",
     .extensions = "yml yaml",
     .title = N_("YAML whose keys name blocks"),
     .read = read_yaml},
    {.name = "leantime",
     .extensions = "xml",
     .title = N_("XML of Leantime"),
     .read = read_leantime},
    {.name = "list",
     .extensions = "list",
     .title = N_("a note a line, for one block"),
     .read = read_list},
    {.name = "folder",
     .extensions = "",
     .title = N_("a folder with one file a block"),
     .read = read_folder},
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

static bool has_extension(const struct format *format, const char *extension)
{
    size_t length = strlen(extension);
    const char *at = format->extensions;
    while (*at) {
        size_t word = strcspn(at, " ");
        if (word == length && strncasecmp(at, extension, word) == 0)
            return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

const struct format *format_by_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    if (!dot)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (has_extension(&formats[i], dot + 1))
            return &formats[i];
    return NULL;
}

void format_extension(const struct format *format, char *out, size_t size)
{
    snprintf(out, size, "%.*s", (int)strcspn(format->extensions, " "), format->extensions);
}

enum status format_write(const struct format *format, const struct export_request *request, struct buffer *out,
                         struct error *err)
{
    if (!(request->session->may & MAY_READ))
        return error_set(err, STATUS_DENIED, _("you may not read this canvas"));
    if (!format->write)
        return error_set(err, STATUS_INVALID, _("the format %s can be read, not written"), format->name);
    enum status status = template_layout_check(request->snapshot->template, request->layout_id, err);
    return status == STATUS_OK ? format->write(request, out, err) : status;
}
