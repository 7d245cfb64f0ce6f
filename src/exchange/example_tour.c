/*
 * example_tour.c - the steps in which a shipped example is told.
 *
 * They stand in the file beside the canvas and are no part of it: nothing of them reaches a store.
 */
#include <stdlib.h>

#include "internal.h"

static void read_step(const struct value *object, struct example_step *step)
{
    const struct value *blocks = value_member(object, "blocks");
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const char *title = json_text(value_member(object, "title"), (enum language)i);
        step->title[i] = memory_copy_text(title ? title : "");
    }
    size_t count = value_count(blocks);
    step->block = memory_new(count + 1, sizeof *step->block);
    for (size_t i = 0; i < count; i++) {
        const char *id = value_text(value_at(blocks, i));
        if (id)
            step->block[step->block_count++] = memory_copy_text(id);
    }
}

enum status example_tour_load(const char *id, int64_t canvas_id, struct example_tour *out, struct error *err)
{
    struct value_document *document;
    *out = (struct example_tour){0};
    enum status status = example_document(id, &document, err);
    if (status != STATUS_OK)
        return status;
    const struct value *example = value_member(value_document_root(document), "example");
    const struct value *steps = value_member(example, "steps"), *notes = value_member(example, "tour");
    out->step = memory_new(value_count(steps) + 1, sizeof *out->step);
    for (; out->step_count < value_count(steps); out->step_count++)
        read_step(value_at(steps, out->step_count), &out->step[out->step_count]);
    out->note = memory_new(value_count(notes) + 1, sizeof *out->note);
    for (size_t i = 0; i < value_count(notes); i++) {
        const char *name = value_text(value_at(notes, i));
        if (name) /* as the reader names its rows */
            out->note[out->note_count++] = id_derive(canvas_id, 0, name);
    }
    value_document_free(document);
    return STATUS_OK;
}

void example_tour_clear(struct example_tour *tour)
{
    for (size_t i = 0; i < tour->step_count; i++) {
        struct example_step *step = &tour->step[i];
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            free(step->title[language]);
        for (size_t b = 0; b < step->block_count; b++)
            free(step->block[b]);
        free(step->block);
    }
    free(tour->step);
    free(tour->note);
    *tour = (struct example_tour){0};
}
