/*
 * block_rewrite.c - makes a block read as a list of lines that somebody edited as a text.
 *
 * Not here: matching lines (line_match.c). What the editing began with decides what the person did; a note that has
 * changed since is left as it is, and what was typed over it becomes a note of its own.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "line_match.h"
#include "nonet/message.h"

struct rewrite {
    struct store *store;
    const struct session *session;
    int64_t canvas_id;
    const char *block;
    const int64_t *base_ids;
    const char *const *base_texts;
    size_t base_count;
    char **line; /* cleaned, none empty */
    size_t line_count;
    char *above; /* rank of the line before the one at hand */
    int64_t group_id; /* and the group it lies in */
    size_t kept;
};

static enum status clean_lines(struct rewrite *rewrite, const char *const *lines, size_t count, struct error *err)
{
    rewrite->line = memory_new(count + 1, sizeof *rewrite->line);
    for (size_t i = 0; i < count; i++) {
        char *line;
        enum status status = entry_note(lines[i], &line, err);
        if (status != STATUS_OK)
            return status;
        if (line[0] == '\0')
            free(line);
        else
            rewrite->line[rewrite->line_count++] = line;
    }
    return STATUS_OK;
}

static void rewrite_clear(struct rewrite *rewrite)
{
    for (size_t i = 0; i < rewrite->line_count; i++)
        free(rewrite->line[i]);
    free(rewrite->line);
    free(rewrite->above);
}

/* An editor with one line a note shows line breaks as spaces. */
static bool reads_the_same(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        if (*a != *b && !((*a == '\n' || *a == ' ') && (*b == '\n' || *b == ' ')))
            return false;
    }
    return *a == *b;
}

/* Whether the note is still what the editing began with. */
static bool is_untouched(const struct rewrite *rewrite, const struct note_row *row, size_t base)
{
    return row->alive && row->canvas_id == rewrite->canvas_id && strcmp(row->block, rewrite->block) == 0 &&
           reads_the_same(row->text, rewrite->base_texts[base]);
}

/* A rank below the line before. */
static enum status next_rank(struct rewrite *rewrite, char **rank, struct error *err)
{
    char *below;
    enum status status = row_neighbour(rewrite->store, rewrite->canvas_id, rewrite->block, rewrite->above, INT64_MAX,
                                       true, NULL, 0, &below, err);
    if (status != STATUS_OK)
        return status;
    *rank = rank_between(rewrite->above == NULL ? "" : rewrite->above, below == NULL ? "" : below);
    free(below);
    return STATUS_OK;
}

static void go_below(struct rewrite *rewrite, const char *rank)
{
    char *above = memory_copy_text(rank);
    free(rewrite->above);
    rewrite->above = above;
}

static enum status add_line(struct rewrite *rewrite, const char *text, struct error *err)
{
    char *rank;
    int64_t id = id_new();
    enum status status = next_rank(rewrite, &rank, err);
    if (status != STATUS_OK)
        return status;
    status = note_make(rewrite->store, rewrite->session, id, rewrite->block, rank, text, NULL, NOTE_NONE, NULL, err);
    if (status == STATUS_OK && rewrite->group_id != 0)
        status = note_set_group(rewrite->store, id, rewrite->group_id, err);
    go_below(rewrite, rank);
    free(rank);
    return status;
}

/* The note of a base line under its new line: reworded, and moved when it no longer stands below the line before. */
static enum status keep_line(struct rewrite *rewrite, const struct line_origin *origin, const char *text,
                             struct error *err)
{
    struct note_row row;
    enum status status = row_note(rewrite->store, rewrite->session, rewrite->base_ids[origin->old], &row, err);
    if (status != STATUS_OK)
        return status;
    if (!is_untouched(rewrite, &row, origin->old)) {
        if (!origin->same) {
            rewrite->kept++;
            status = add_line(rewrite, text, err);
        }
        row_note_clear(&row);
        return status;
    }
    if (!origin->same)
        status = store_row_set_text(rewrite->store, "note", row.id, "text", text, err);
    /* Where a group begins, ranks may begin anew. */
    bool stands = origin->stays && (rewrite->above == NULL || row.group_id != rewrite->group_id ||
                                    strcmp(row.rank, rewrite->above) > 0);
    if (status == STATUS_OK && !stands) {
        char *rank;
        status = next_rank(rewrite, &rank, err);
        if (status == STATUS_OK) {
            status = store_row_set_text(rewrite->store, "note", row.id, "rank", rank, err);
            if (status == STATUS_OK && row.group_id != rewrite->group_id)
                status = note_set_group(rewrite->store, row.id, rewrite->group_id, err);
            go_below(rewrite, rank);
            free(rank);
        }
    } else {
        go_below(rewrite, row.rank);
        rewrite->group_id = row.group_id;
    }
    row_note_clear(&row);
    return status;
}

static enum status drop_line(struct rewrite *rewrite, size_t base, struct error *err)
{
    struct note_row row;
    enum status status = row_note(rewrite->store, rewrite->session, rewrite->base_ids[base], &row, err);
    if (status != STATUS_OK)
        return status;
    if (is_untouched(rewrite, &row, base))
        status = store_row_set_integer(rewrite->store, "note", row.id, "alive", 0, err);
    else if (row.alive)
        rewrite->kept++;
    row_note_clear(&row);
    return status;
}

static enum status apply(struct rewrite *rewrite, const struct line_origin *origin, struct error *err)
{
    bool *used = memory_new(rewrite->base_count + 1, sizeof *used);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < rewrite->line_count; i++) {
        if (origin[i].old != LINE_NEW)
            used[origin[i].old] = true;
    }
    for (size_t i = 0; i < rewrite->base_count && status == STATUS_OK; i++) {
        if (!used[i])
            status = drop_line(rewrite, i, err);
    }
    for (size_t i = 0; i < rewrite->line_count && status == STATUS_OK; i++) {
        if (origin[i].old == LINE_NEW)
            status = add_line(rewrite, rewrite->line[i], err);
        else
            status = keep_line(rewrite, &origin[i], rewrite->line[i], err);
    }
    free(used);
    return status;
}

enum status canvas_block_rewrite(struct store *store, const struct session *session, int64_t canvas_id,
                                 const char *block_id, const int64_t *base_ids, const char *const *base_texts,
                                 size_t base_count, const char *const *lines, size_t line_count, size_t *kept,
                                 struct error *err)
{
    struct rewrite rewrite = {.store = store,
                              .canvas_id = canvas_id,
                              .block = block_id,
                              .base_ids = base_ids,
                              .base_texts = base_texts,
                              .base_count = base_count};
    struct operation operation;
    enum status status = clean_lines(&rewrite, lines, line_count, err);
    if (status == STATUS_OK)
        status = operation_begin(&operation, store, session, canvas_id, "block_rewrite", MAY_ADD | MAY_EDIT | MAY_MOVE,
                                 ON_LIVING_CANVAS, err);
    if (status == STATUS_OK) {
        rewrite.session = &operation.session;
        struct line_origin *origin = memory_new(rewrite.line_count + 1, sizeof *origin);
        line_match(base_texts, base_count, (const char *const *)rewrite.line, rewrite.line_count, origin);
        status = operation_end(&operation, apply(&rewrite, origin, err), err);
        free(origin);
    }
    if (kept != NULL)
        *kept = rewrite.kept;
    rewrite_clear(&rewrite);
    return status;
}
