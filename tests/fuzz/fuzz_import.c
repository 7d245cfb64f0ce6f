/*
 * fuzz_import.c - any bytes as a file of each format: a canvas, or a refusal that names the file.
 *
 * The first byte chooses the format (0-9; anything else lets the content decide), the rest is the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const formats[] = {"md", "csv", "tsv", "canvas", "canvascreator", "tobias", "blocks", "yaml",
                                          "list", "leantime"};
    static struct template *template; /* loaded once: only one kind of canvas is asked for */
    struct error err = {0};
    if (!template && template_load("bmc", &template, &err) != STATUS_OK)
        abort();
    if (length == 0)
        return 0;
    struct import_options options = {.template = template, .split = length % 2 == 1};
    if (bytes[0] >= '0' && bytes[0] <= '9' && format_by_name(formats[bytes[0] - '0']))
        options.format = formats[bytes[0] - '0'];
    if (bytes[0] == '8')
        options.block = "channels";
    struct import *import;
    enum status status =
        import_open_bytes("fuzz.x", (const char *)bytes + 1, length - 1, &options, &import, &err);
    if (status != STATUS_OK) {
        if (status != STATUS_INVALID || strncmp(err.message, "fuzz.x", 6) != 0 || !text_is_valid(err.message, strlen(err.message)))
            abort();
        return 0;
    }
    const char *report = import_report(import);
    for (const char *c = report; *c; c++)
        if ((unsigned char)*c < ' ' && *c != '\n')
            abort();
    struct store *store;
    int64_t canvas_id;
    status = import_preview(import, &store, &canvas_id, &err);
    if (status != STATUS_OK && status != STATUS_INVALID)
        abort();
    if (status == STATUS_OK) {
        struct session session = session_reader(0);
        struct snapshot *snapshot;
        if (snapshot_load(store, &session, canvas_id, &snapshot, &err) != STATUS_OK)
            abort();
        snapshot_free(snapshot);
        store_close(store);
    }
    import_close(import);
    return 0;
}
