/*
 * facet_write.c - a facet's value as people read it.
 *
 * The other way from facet_check.c: ids become titles. It checks nothing; a value that the template does not know is
 * written as it is.
 */
#include "nonet/template.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/amount.h"

bool facet_has(const char *list, const char *value)
{
    size_t length = strlen(value);
    while (*list) {
        list += strspn(list, ", ");
        size_t own = strcspn(list, ","), end = own;
        while (end > 0 && list[end - 1] == ' ')
            end--;
        if (end == length && length > 0 && memcmp(list, value, length) == 0)
            return true;
        list += own;
    }
    return false;
}

static const char *value_title(const struct template_facet *facet, const char *id, enum language language)
{
    for (size_t i = 0; i < facet->value_count; i++) {
        if (strcmp(facet->value[i].id, id) == 0)
            return facet->value[i].title.text[language];
    }
    return NULL;
}

/* Types may be those of the block that the note came from. */
static const char *title_anywhere(const struct template *template, const struct template_facet *facet, const char *id,
                                  enum language language)
{
    const char *title = value_title(facet, id, language);
    for (size_t b = 0; b < template->block_count && !title && facet->kind == FACET_TYPE; b++) {
        const struct template_block *block = &template->block[b];
        for (size_t i = 0; i < block->facet_count && !title; i++) {
            if (block->facet[i].kind == FACET_TYPE)
                title = value_title(&block->facet[i], id, language);
        }
    }
    return title ? title : id;
}

void facet_write(const struct template *template, const struct template_facet *facet, const char *value,
                 enum language language, struct buffer *out)
{
    if (facet && facet->kind == FACET_AMOUNT) {
        amount_write_value(value, language, out);
        return;
    }
    if (!facet || facet->value_count == 0) {
        buffer_add(out, value);
        return;
    }
    bool first = true;
    for (const char *at = value; *at; at += strcspn(at, ",")) {
        at += strspn(at, ", ");
        size_t end = strcspn(at, ",");
        while (end > 0 && at[end - 1] == ' ')
            end--;
        char *id = memory_copy_bytes(at, end);
        if (end > 0)
            buffer_printf(out, "%s%s", first ? "" : language == LANGUAGE_ZH ? "、" : ", ",
                          title_anywhere(template, facet, id, language));
        first = first && end == 0;
        free(id);
    }
}

void facet_describe(const struct template *template, int block, const char *key, const char *value,
                    enum language language, struct buffer *out)
{
    const struct template_facet *facet = template_facet_resolve(template, block, key);
    buffer_add(out, facet ? facet->title.text[language] : key);
    if (facet && facet->kind == FACET_FLAG && strcmp(value, "yes") == 0)
        return;
    buffer_add(out, language == LANGUAGE_ZH ? "：" : ": ");
    facet_write(template, facet, value, language, out);
}
