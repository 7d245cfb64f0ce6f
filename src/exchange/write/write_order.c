/*
 * write_order.c - what writers ask about a whole canvas: the order of its notes, their places, ties, authors.
 *
 * Reads a snapshot only. Invariant: two snapshots with the same notes in the same order give the same answers, whatever
 * their ids are.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "writers.h"

struct placed_note {
    int64_t id;
    size_t place;
};

static int compare_ids(const void *a, const void *b)
{
    int64_t x = ((const struct placed_note *)a)->id, y = ((const struct placed_note *)b)->id;
    return x < y ? -1 : x > y;
}

void export_order_init(struct export_order *order, const struct snapshot *snapshot)
{
    order->note = memory_new(snapshot->note_count + 1, sizeof *order->note);
    order->count = 0;
    struct placed_note *index = memory_new(snapshot->note_count + 1, sizeof *index);
    for (size_t i = 0; i < snapshot->block_count; i++) {
        const struct snapshot_block *block = &snapshot->block[i];
        for (size_t n = 0; n < block->count && order->count < snapshot->note_count; n++) {
            index[order->count] = (struct placed_note){block->note[n]->id, order->count + 1};
            order->note[order->count++] = block->note[n];
        }
    }
    qsort(index, order->count, sizeof *index, compare_ids);
    order->index = index;
}

void export_order_clear(struct export_order *order)
{
    free(order->note);
    free(order->index);
    *order = (struct export_order){0};
}

size_t export_place(const struct export_order *order, int64_t note_id)
{
    struct placed_note key = {.id = note_id};
    const struct placed_note *found =
        order->count ? bsearch(&key, order->index, order->count, sizeof key, compare_ids) : NULL;
    return found ? found->place : 0;
}

static int compare_places(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

size_t export_ties(const struct snapshot *snapshot, const struct export_order *order, const struct note *note,
                   size_t *out)
{
    int64_t *other = memory_new(note->link_count + 1, sizeof *other);
    size_t total = snapshot_links_of(snapshot, note->id, other), count = 0;
    for (size_t i = 0; i < total; i++) {
        const struct link *link = snapshot_link(snapshot, note->id, other[i]);
        size_t place = link && link->from == note->id ? export_place(order, other[i]) : 0;
        if (place)
            out[count++] = place;
    }
    free(other);
    qsort(out, count, sizeof *out, compare_places);
    return count;
}

static const char *facet_of(const struct note *note, const char *key)
{
    for (size_t i = 0; i < note->facet_count; i++)
        if (strcmp(note->facet[i].key, key) == 0)
            return note->facet[i].value;
    return NULL;
}

int export_votes(const struct note *note)
{
    const char *told = facet_of(note, "votes");
    if (note->votes != 0 || !told)
        return note->votes;
    long votes = strtol(told, NULL, 10);
    return votes < 0 ? 0 : votes > INT_MAX ? INT_MAX : (int)votes;
}

const struct facet *export_facet(const struct note *note, size_t index)
{
    for (size_t i = 0; i < note->facet_count; i++) {
        if (strcmp(note->facet[i].key, "votes") != 0 && index-- == 0)
            return &note->facet[i];
    }
    return NULL;
}

bool export_many_authors(const struct export_order *order)
{
    for (size_t i = 0; i < order->count; i++) {
        const struct note *note = order->note[i];
        if (note->author_id != order->note[0]->author_id || *note->also_by || *note->told_author)
            return true;
    }
    return false;
}

bool export_names_differ(const struct snapshot *snapshot, const struct export_order *order)
{
    struct buffer first = {0}, name = {0};
    bool differ = false;
    for (size_t i = 0; i < order->count && !differ; i++) {
        buffer_reset(&name);
        snapshot_authors(snapshot, order->note[i], i == 0 ? &first : &name);
        differ = i > 0 && strcmp(buffer_text(&first), buffer_text(&name)) != 0;
    }
    buffer_clear(&first);
    buffer_clear(&name);
    return differ;
}

#define AUTHORS_MAX 60 /* a line of more names says nothing */

/* Once each; a note that several wrote has their names with ", " between. */
void export_authors(const struct snapshot *snapshot, const struct export_order *order, const char *separator,
                    struct buffer *out)
{
    struct buffer names = {0};
    char **seen = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < order->count && count < AUTHORS_MAX; i++) {
        buffer_reset(&names);
        snapshot_authors(snapshot, order->note[i], &names);
        for (const char *at = buffer_text(&names); *at;) {
            const char *end = strstr(at, ", ");
            size_t length = end ? (size_t)(end - at) : strlen(at), known = 0;
            while (known < count && (strncmp(seen[known], at, length) != 0 || seen[known][length] != '\0'))
                known++;
            if (known == count && !(length == 1 && *at == '?')) {
                GROW(seen, count, capacity);
                seen[count++] = memory_copy_bytes(at, length);
                buffer_add(out, out->length > 0 ? separator : "");
                buffer_add(out, seen[count - 1]);
            }
            at += length + (end ? 2 : 0);
        }
    }
    for (size_t i = 0; i < count; i++)
        free(seen[i]);
    free(seen);
    buffer_clear(&names);
}

bool export_opens_group(const struct snapshot_block *block, size_t at)
{
    const struct note_group *group = block->note[at]->group;
    return group && (at == 0 || block->note[at - 1]->group != group);
}

const char *export_attribution(const struct export_request *request)
{
    const char *text = request->snapshot->template->attribution.text[request->language];
    return text ? text : "";
}

bool export_acts(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || (c >= 0x200e && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void export_visible(const char *text, struct buffer *out)
{
    for (size_t at = 0, length = strlen(text); at < length;) {
        size_t run = at;
        while (run < length && (unsigned char)text[run] >= ' ' && (unsigned char)text[run] < 0x7f)
            run++;
        buffer_append(out, text + at, run - at);
        at = run;
        if (at == length)
            break;
        uint32_t code;
        char mark[4];
        size_t size = text_decode(text + at, length - at, &code);
        if (code == '\n' || code == '\t' || (!export_acts(code) && code != 0xfffd))
            buffer_append(out, text + at, size);
        else
            buffer_append(out, mark, text_encode(code < 0x20 ? 0x2400 + code : 0xfffd, mark));
        at += size;
    }
}

void export_date(const struct snapshot *snapshot, char *out, size_t size)
{
    char whole[40];
    time_format_utc(snapshot->updated, whole, sizeof whole);
    whole[strcspn(whole, "T")] = '\0';
    size_t length = strlen(whole);
    if (length >= size)
        length = size - 1;
    memcpy(out, whole, length);
    out[length] = '\0';
}
