/*
 * facets.c - FACET=VALUE as an argument.
 *
 * What may stand there is the template's business; nothing is stored here.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum status facet_of_pair(struct context *context, const struct template *template, int block, const char *pair,
                          char **key, char **value)
{
    const char *equals = strchr(pair, '=');
    *key = memory_copy_bytes(pair, equals ? (size_t)(equals - pair) : strlen(pair));
    const struct template_facet *facet = template_facet_resolve(template, block, *key);
    if (facet) {
        free(*key);
        *key = memory_copy_text(facet->id);
    }
    enum status status = facet_check(template, block, *key, equals ? equals + 1 : "", context->language, value,
                                     &context->error);
    if (status != STATUS_OK)
        free(*key);
    return status;
}
