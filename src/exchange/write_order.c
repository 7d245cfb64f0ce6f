/*
 * write_order.c - what writers ask about a whole canvas: the order of its notes, their places, ties, authors.
 *
 * Reads a snapshot only. Invariant: two snapshots with the same notes in the same order give the same answers, whatever
 * their ids are.
 */
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

bool export_many_authors(const struct export_order *order)
{
    for (size_t i = 0; i < order->count; i++)
        if (order->note[i]->author_id != order->note[0]->author_id || *order->note[i]->also_by)
            return true;
    return false;
}

static void add_author(const struct snapshot *snapshot, int64_t author, const char *separator, struct buffer *out)
{
    const char *name = snapshot_person(snapshot, author);
    if (strcmp(name, "?") == 0)
        return;
    buffer_add(out, out->length > 0 ? separator : "");
    buffer_add(out, name);
}

void export_authors(const struct snapshot *snapshot, const struct export_order *order, const char *separator,
                    struct buffer *out)
{
    int64_t *seen = NULL, author;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < order->count; i++) {
        for (size_t n = 0; (author = snapshot_author(snapshot, order->note[i], n)) != 0; n++) {
            size_t at = 0;
            while (at < count && seen[at] != author)
                at++;
            if (at < count)
                continue;
            GROW(seen, count, capacity);
            seen[count++] = author;
            add_author(snapshot, author, separator, out);
        }
    }
    free(seen);
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
