/*
 * native_texts.c - the texts of a canvas that is to be made, taken out of the document they were read from.
 *
 * A document is mostly names, marks and numbers in texts: what is kept of a large one is a quarter of it. Invariant: nothing in
 * the canvas points into the document any more.
 */
#include <stdlib.h>
#include <string.h>

#include "native.h"

#define CHUNK_BYTES ((size_t)256 * 1024)

struct native_texts {
    struct native_texts *next;
    size_t used, capacity;
    char bytes[];
};

static void keep(struct native_canvas *canvas, const char **text)
{
    if (!*text)
        return;
    size_t size = strlen(*text) + 1;
    struct native_texts *texts = canvas->texts;
    if (!texts || texts->capacity - texts->used < size) {
        size_t capacity = size > CHUNK_BYTES ? size : CHUNK_BYTES;
        texts = memory_resize(NULL, 1, sizeof *texts + capacity);
        *texts = (struct native_texts){.next = canvas->texts, .capacity = capacity};
        canvas->texts = texts;
    }
    char *kept = texts->bytes + texts->used;
    memcpy(kept, *text, size);
    texts->used += size;
    *text = kept;
}

static void keep_labels(struct native_canvas *canvas, struct import_labels *labels)
{
    for (size_t i = 0; i < labels->tag_count; i++)
        keep(canvas, (const char **)&labels->tag[i]);
    for (size_t i = 0; i < labels->facet_count; i++) {
        keep(canvas, (const char **)&labels->facet_key[i]);
        keep(canvas, (const char **)&labels->facet_value[i]);
    }
}

void native_keep_texts(struct native_canvas *canvas)
{
    keep(canvas, &canvas->id);
    keep(canvas, &canvas->import.title);
    keep_labels(canvas, &canvas->import.labels);
    for (size_t i = 0; i < canvas->group_count; i++) {
        keep(canvas, &canvas->group[i].name);
        keep(canvas, &canvas->group[i].rank);
        keep(canvas, &canvas->group[i].title);
    }
    for (size_t i = 0; i < canvas->count; i++) {
        struct import_note *note = &canvas->note[i];
        keep(canvas, &note->name);
        keep(canvas, &note->rank);
        keep(canvas, &note->author);
        keep(canvas, &note->note.text);
        keep(canvas, &note->note.body);
        keep(canvas, &note->note.question);
        keep_labels(canvas, &note->labels);
    }
    for (size_t i = 0; i < canvas->link_count; i++)
        keep_labels(canvas, &canvas->link[i].labels);
}

void native_texts_free(struct native_texts *texts)
{
    for (struct native_texts *next; texts; texts = next) {
        next = texts->next;
        free(texts);
    }
}
