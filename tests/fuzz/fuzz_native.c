/*
 * fuzz_native.c - any bytes as a canvas file: taken whole, or refused with a message and nothing written.
 */
#include <stdlib.h>
#include <string.h>

#include "nonet/exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct store *store;
    struct store_options options = {.path = ":memory:", .create = true};
    struct error err = {0};
    int64_t actor, canvas_id = 0, before, after;
    if (store_open(&store, &options, &canvas_schema, &err) != STATUS_OK ||
        person_find(store, "Ana", &actor, &err) != STATUS_OK || store_last_seq(store, &before, &err) != STATUS_OK)
        abort();
    struct session session = session_owner(actor);
    enum status status =
        native_read("fuzz.json", (const char *)bytes, length, store, &session, LANGUAGE_ZH, &canvas_id, &err);
    struct error other = {0};
    if (store_last_seq(store, &after, &other) != STATUS_OK)
        abort();
    if (status != STATUS_OK) {
        if (status != STATUS_INVALID || after != before || strncmp(err.message, "fuzz.json", 9) != 0)
            abort();
    } else {
        struct snapshot *snapshot;
        struct buffer out = {0};
        struct text_drawing how = {.width = 80};
        if (after != before + 1 || snapshot_load(store, &session, canvas_id, &snapshot, &err) != STATUS_OK ||
            native_write(store, &session, snapshot, &out, &err) != STATUS_OK)
            abort();
        canvas_draw_text(snapshot, &how, &out);
        buffer_clear(&out);
        snapshot_free(snapshot);
    }
    store_close(store);
    return 0;
}
