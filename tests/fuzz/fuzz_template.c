/*
 * fuzz_template.c - any bytes as a template file: an answer, never a crash, and a message with it.
 */
#include <stdlib.h>
#include <string.h>

#include "nonet/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct template *template = NULL;
    struct buffer report = {0};
    struct error err = {0};
    enum status status = template_parse("fuzz.json", (const char *)bytes, length, &template, &report, &err);
    if (status == STATUS_OK) {
        /* What was accepted must be drawable and every block findable by its id. */
        for (size_t i = 0; i < template->layout_count; i++) {
            struct rectangle *out = memory_new(template->layout[i].cell_count, sizeof *out);
            layout_rectangles(&template->layout[i], 24, 80, out);
            free(out);
        }
        for (size_t i = 0; i < template->block_count; i++) {
            int block;
            if (!template_block_by_id(template, template->block[i].id, &block) || block != (int)i)
                abort();
        }
        if (report.length != 0)
            abort();
    } else if (template || status != STATUS_INVALID || report.length == 0 || err.message[0] == '\0') {
        abort();
    }
    template_free(template);
    buffer_clear(&report);
    return 0;
}
