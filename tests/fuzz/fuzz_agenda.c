/*
 * fuzz_agenda.c - any bytes as an agenda file: an answer, never a crash, and a message with it.
 */
#include <stdlib.h>
#include <string.h>

#include "nonet/workshop.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct agenda *agenda = NULL;
    struct buffer report = {0};
    struct error err = {0};
    enum status status = agenda_parse("fuzz.json", (const char *)bytes, length, &agenda, &report, &err);
    if (status == STATUS_OK) {
        if (report.length != 0 || agenda->stage_count == 0 || agenda->source == NULL)
            abort();
        for (size_t i = 0; i < agenda->stage_count; i++) {
            const struct stage *stage = &agenda->stage[i];
            bool votes = (stage->may & MAY_VOTE) != 0;
            if ((stage->may & MAY_READ) == 0 || votes != (stage->votes > 0) || stage->minutes < 0 ||
                stage->title.text[LANGUAGE_ZH] == NULL || stage->prompt.text[LANGUAGE_EN] == NULL)
                abort();
        }
    } else if (agenda || status != STATUS_INVALID || report.length == 0 || err.message[0] == '\0') {
        abort();
    }
    agenda_free(agenda);
    buffer_clear(&report);
    return 0;
}
