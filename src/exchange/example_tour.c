/*
 * example_tour.c - the steps in which a shipped example is told.
 *
 * They stand in the file beside the canvas and are no part of it: nothing of them reaches a store.
 */
#include <stdlib.h>

#include "internal.h"

static void read_step(const json_t *object, struct example_step *step)
{
    const json_t *blocks = json_object_get(object, "blocks");
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const char *title = json_text(json_object_get(object, "title"), (enum language)i);
        step->title[i] = memory_copy_text(title ? title : "");
    }
    size_t count = json_array_size(blocks);
    step->block = memory_new(count + 1, sizeof *step->block);
    for (size_t i = 0; i < count; i++) {
        const char *id = json_string_value(json_array_get(blocks, i));
        if (id)
            step->block[step->block_count++] = memory_copy_text(id);
    }
}

enum status example_tour_load(const char *id, int64_t canvas_id, struct example_tour *out, struct error *err)
{
    json_t *document;
    *out = (struct example_tour){0};
    enum status status = example_document(id, &document, err);
    if (status != STATUS_OK)
        return status;
    const json_t *example = json_object_get(document, "example");
    const json_t *steps = json_object_get(example, "steps"), *notes = json_object_get(example, "tour");
    out->step = memory_new(json_array_size(steps) + 1, sizeof *out->step);
    for (; out->step_count < json_array_size(steps); out->step_count++)
        read_step(json_array_get(steps, out->step_count), &out->step[out->step_count]);
    out->note = memory_new(json_array_size(notes) + 1, sizeof *out->note);
    for (size_t i = 0; i < json_array_size(notes); i++) {
        const char *name = json_string_value(json_array_get(notes, i));
        if (name) /* as the reader names its rows */
            out->note[out->note_count++] = id_derive(canvas_id, 0, name);
    }
    json_decref(document);
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
