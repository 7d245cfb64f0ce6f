/*
 * snapshot_template.c - which template a canvas is shown with.
 *
 * A canvas keeps the template it was made with. The file of that id is used instead when it is the very same (it
 * need not be parsed a second time) or newer and without the loss of a block that holds notes. Without the file the
 * kept copy always does.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

static enum status parse_kept(const char *id, const char *source, struct template **out, struct error *err)
{
    enum status status = template_parse(id, source, strlen(source), out, NULL, err);
    return status == STATUS_OK ? STATUS_OK : error_context(err, _("the template kept with the canvas is damaged"));
}

enum status canvas_template(struct store *store, const char *hash, const char *id, int64_t canvas_id,
                            struct template **out, struct error *err)
{
    struct template *file = NULL;
    struct error ignored;
    if (template_load(id, &file, &ignored) != STATUS_OK)
        file = NULL;
    if (file != NULL && strcmp(file->hash, hash) == 0) {
        *out = file;
        return STATUS_OK;
    }
    char *source;
    int version;
    enum status status = row_template_source(store, hash, &source, &version, err);
    if (status != STATUS_OK) {
        /* A store that lost the copy is still readable with the file. */
        if (status == STATUS_NOT_FOUND && file != NULL) {
            *out = file;
            return STATUS_OK;
        }
        template_free(file);
        return status;
    }
    bool fits = false;
    if (file != NULL && file->version > version)
        status = row_canvas_fits(store, canvas_id, file, &fits, err);
    if (status == STATUS_OK && fits) {
        *out = file;
        file = NULL;
    } else if (status == STATUS_OK) {
        status = parse_kept(id, source, out, err);
    }
    template_free(file);
    free(source);
    return status;
}
