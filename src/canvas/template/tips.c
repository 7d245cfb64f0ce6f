/*
 * tips.c - reads the facilitation tips.
 *
 * The file is {"tips": [{"id", "origin", "text": {"en", "zh"}}]}. Invariant: every tip handed out has an id and its text
 * in both languages.
 */
#include "nonet/tips.h"

#include <stdlib.h>

#include "nonet/message.h"
#include "nonet/value.h"

enum { TIPS_BYTES_MAX = 256 * 1024, TIPS_DEPTH_MAX = 8 };

static bool read_tip(const struct value *object, struct template_item *out)
{
    const struct value *text = value_member(object, "text");
    const char *origin = value_text(value_member(object, "origin"));
    *out = (struct template_item){.id = value_text(value_member(object, "id")), .origin = origin ? origin : "A", .kind = ""};
    bool whole = out->id != NULL;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const struct value *one = value_member(text, language_code((enum language)i));
        out->text.text[i] = value_text(one);
        whole = whole && out->text.text[i] != NULL && !one->control;
    }
    return whole;
}

static enum status read_tips(const char *path, const struct value *root, struct tips *out, struct error *err)
{
    const struct value *list = value_member(root, "tips");
    size_t count = value_is(list, VALUE_ARRAY) ? value_count(list) : 0;
    if (count == 0)
        return error_set(err, STATUS_INVALID, _("%s: there are no tips in it"), path);
    out->tip = memory_new(count, sizeof *out->tip);
    for (; out->count < count; out->count++) {
        if (!read_tip(value_at(list, out->count), &out->tip[out->count]))
            return error_set(err, STATUS_INVALID, _("%s: tip %zu needs an id and a text in both languages"), path,
                             out->count + 1);
    }
    return STATUS_OK;
}

enum status tips_load(struct tips *out, struct error *err)
{
    char *folder;
    struct buffer path = {0}, bytes = {0};
    *out = (struct tips){0};
    enum status status = data_folder(&folder, err);
    if (status != STATUS_OK)
        return status;
    buffer_printf(&path, "%s/tips/facilitation.json", folder);
    free(folder);
    status = file_read(buffer_text(&path), TIPS_BYTES_MAX, &bytes, err);
    if (status == STATUS_OK) {
        struct value_wrong wrong;
        struct value_limits limits = {.depth = TIPS_DEPTH_MAX};
        struct value_document *document = value_document_parse(buffer_text(&bytes), bytes.length, &limits, &wrong);
        out->document = document;
        status = read_tips(buffer_text(&path), document ? value_document_root(document) : NULL, out, err);
    }
    if (status != STATUS_OK)
        tips_clear(out);
    buffer_clear(&path);
    buffer_clear(&bytes);
    return status;
}

void tips_clear(struct tips *tips)
{
    free(tips->tip);
    value_document_free(tips->document);
    *tips = (struct tips){0};
}
