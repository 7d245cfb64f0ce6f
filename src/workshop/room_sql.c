/*
 * room_sql.c - the rows of workshops and seats, read.
 *
 * Not here: writing, which goes through the journal, and any decision. Every function leaves its statement reset.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

/* ---- workshops ------------------------------------------------------------------------------------------- */

#define ROOM_COLUMNS                                                                                                \
    "id, of_canvas, created, ended, updated, stage, stage_started, stage_length, deadline, may, hold, called_hard," \
    " round, late, names, vote_round, vote_open, vote_number, vote_each, vote_stacking, story_at, wrong_tries,"     \
    " wrong_last, shared <> '', name, called, vote_among, vote_blocks, story"

static void take_room(struct statement *statement, struct room *out)
{
    int64_t *const numbers[] = {
        &out->id,         &out->canvas_id,   &out->started,   &out->ended,         &out->updated,  &out->stage,
        &out->stage_started, &out->stage_length, &out->deadline, &out->may,        &out->hold,     &out->called_hard,
        &out->round,      &out->late,        &out->names,     &out->vote_round,    &out->vote_open, &out->vote_number,
        &out->vote_each,  &out->vote_stacking, &out->story_at, &out->wrong_tries,  &out->wrong_last,
        &out->has_code};
    char **const texts[] = {&out->name, &out->called, &out->vote_among, &out->vote_blocks, &out->story};
    int column = 0;
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        *numbers[i] = statement_integer(statement, column++);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = memory_copy_text(statement_text(statement, column++));
}

enum status room_read(struct store *store, int64_t workshop_id, struct room *out, struct error *err)
{
    *out = (struct room){0};
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT " ROOM_COLUMNS " FROM workshop WHERE id = ?1 AND alive = 1",
                                          NUMBERS(workshop_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such workshop"));
    take_room(statement, out);
    statement_reset(statement);
    return STATUS_OK;
}

void room_clear(struct room *room)
{
    free(room->name);
    free(room->called);
    free(room->vote_among);
    free(room->vote_blocks);
    free(room->story);
    *room = (struct room){0};
}

enum status room_agenda(struct store *store, int64_t workshop_id, struct agenda **out, struct error *err)
{
    *out = NULL;
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT name, agenda FROM workshop WHERE id = ?1",
                                          NUMBERS(workshop_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such workshop"));
    char *name = memory_copy_text(statement_text(statement, 0)), *text = memory_copy_text(statement_text(statement, 1));
    statement_reset(statement);
    status = agenda_parse(name, text, strlen(text), out, NULL, err);
    free(name);
    free(text);
    return status;
}

/* One integer by one text; 0 without a row. */
static enum status find_by_text(struct store *store, const char *sql, const char *text, int64_t *out,
                                struct error *err)
{
    *out = 0;
    struct statement *statement;
    enum status status = store_prepare(store, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_text(statement, 1, text);
    bool row;
    status = statement_step(statement, &row, err);
    if (status != STATUS_OK || !row)
        return status;
    *out = statement_integer(statement, 0);
    statement_reset(statement);
    return STATUS_OK;
}

enum status room_of_shared(struct store *store, const char *token, int64_t *workshop_id, struct error *err)
{
    return find_by_text(store, "SELECT id FROM workshop WHERE shared = ?1 AND shared <> '' AND alive = 1 AND ended = 0",
                        token, workshop_id, err);
}

enum status room_stamp(struct store *store, int64_t workshop_id, struct room_stamp *out, struct error *err)
{
    struct statement *statement;
    enum status status = store_select_row(
        store,
        "SELECT w.updated, (SELECT count(*) FROM seat WHERE workshop_id = w.id),"
        " (SELECT max(updated) FROM seat WHERE workshop_id = w.id),"
        " (SELECT max(updated) FROM vote WHERE round = w.vote_round),"
        /* While a vote is open: the votes on notes that went to the trash, and are free again. */
        " CASE WHEN w.vote_open = w.stage_started THEN (SELECT count(*) FROM vote v JOIN note n ON n.id = v.note_id"
        " WHERE v.round = w.vote_round AND n.alive = 0) ELSE 0 END,"
        " (SELECT count(*) FROM note WHERE canvas_id = w.of_canvas AND hidden <> 0 AND alive = 1),"
        " (SELECT alive FROM canvas WHERE id = w.of_canvas) FROM workshop w WHERE w.id = ?1",
        NUMBERS(workshop_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such workshop"));
    int64_t *const numbers[] = {&out->room,        &out->seats,  &out->seat_newest,
                                &out->vote_newest, &out->votes_free, &out->hidden, &out->canvas};
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        *numbers[i] = statement_integer(statement, (int)i);
    statement_reset(statement);
    return STATUS_OK;
}

enum status room_has_writing(struct store *store, const struct room *room, bool hidden_only, bool *out,
                             struct error *err)
{
    *out = false;
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT EXISTS (SELECT 1 FROM note n JOIN person p ON p.id = n.author_id"
                                          " WHERE n.canvas_id = ?1 AND p.guest_of = ?2 AND (n.hidden <> 0 OR NOT ?3))",
                                          NUMBERS(room->canvas_id, room->id, hidden_only), &statement, err);
    if (status != STATUS_OK || !statement)
        return status;
    *out = statement_integer(statement, 0) != 0;
    statement_reset(statement);
    return STATUS_OK;
}

/* ---- seats -------------------------------------------------------------------------------------------------- */

#define SEAT_COLUMNS "id, workshop_id, person_id, role, home, revoked, ready, hand, resume <> '', alias"

static void take_seat(struct statement *statement, struct seat_row *out)
{
    int64_t *const numbers[] = {&out->id,   &out->workshop_id, &out->person_id, &out->role,
                                &out->home, &out->revoked,     &out->ready,     &out->hand,
                                &out->claimed};
    int column = 0;
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        *numbers[i] = statement_integer(statement, column++);
    out->alias = memory_copy_text(statement_text(statement, column));
}

enum status seat_read(struct store *store, int64_t seat_id, struct seat_row *out, struct error *err)
{
    *out = (struct seat_row){0};
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT " SEAT_COLUMNS " FROM seat WHERE id = ?1 AND alive = 1",
                                          NUMBERS(seat_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such seat"));
    take_seat(statement, out);
    statement_reset(statement);
    return STATUS_OK;
}

void seat_row_clear(struct seat_row *row)
{
    free(row->alias);
    *row = (struct seat_row){0};
}

/* Up to two texts of one row; NOT_FOUND without it. They are yours. */
static enum status read_texts(struct store *store, const char *sql, int64_t id, char **first, char **second,
                              struct error *err)
{
    struct statement *statement;
    enum status status = store_select_row(store, sql, NUMBERS(id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such workshop"));
    *first = memory_copy_text(statement_text(statement, 0));
    if (second)
        *second = memory_copy_text(statement_text(statement, 1));
    statement_reset(statement);
    return STATUS_OK;
}

enum status seat_resume(struct store *store, int64_t seat_id, char **resume, struct error *err)
{
    *resume = NULL;
    return read_texts(store, "SELECT resume FROM seat WHERE id = ?1", seat_id, resume, NULL, err);
}

enum status room_door(struct store *store, int64_t workshop_id, char **shared, char **code, struct error *err)
{
    *shared = *code = NULL;
    return read_texts(store, "SELECT shared, code FROM workshop WHERE id = ?1", workshop_id, shared, code, err);
}

enum status seats_read(struct store *store, int64_t workshop_id, struct seat_row **out, size_t *count,
                       struct error *err)
{
    *out = NULL;
    *count = 0;
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT " SEAT_COLUMNS " FROM seat WHERE workshop_id = ?1 AND alive = 1 ORDER BY alias, id", &statement,
        err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, workshop_id);
    size_t capacity = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(*out, *count, capacity);
        take_seat(statement, &(*out)[(*count)++]);
    }
    return status;
}

void seats_free(struct seat_row *seats, size_t count)
{
    for (size_t i = 0; i < count; i++)
        seat_row_clear(&seats[i]);
    free(seats);
}

enum status seat_of_token(struct store *store, const char *token, int64_t *seat_id, struct error *err)
{
    return find_by_text(store, "SELECT id FROM seat WHERE token = ?1 AND token <> '' AND alive = 1", token, seat_id,
                        err);
}

/* ---- the list -------------------------------------------------------------------------------------------------- */

enum status workshop_list(struct store *store, struct workshop_info **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    struct statement *statement;
    enum status status = store_prepare(
        store,
        "SELECT w.id, w.of_canvas, w.created, w.ended, w.name, (SELECT title FROM canvas WHERE id = w.of_canvas),"
        " (SELECT count(*) FROM seat WHERE workshop_id = w.id AND alive = 1 AND revoked = 0)"
        " FROM workshop w WHERE w.alive = 1 ORDER BY w.ended <> 0, w.created DESC, w.id",
        &statement, err);
    if (status != STATUS_OK)
        return status;
    size_t capacity = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(*out, *count, capacity);
        (*out)[(*count)++] = (struct workshop_info){.id = statement_integer(statement, 0),
                                                    .canvas_id = statement_integer(statement, 1),
                                                    .started = statement_integer(statement, 2),
                                                    .ended = statement_integer(statement, 3),
                                                    .name = memory_copy_text(statement_text(statement, 4)),
                                                    .canvas_title = memory_copy_text(statement_text(statement, 5)),
                                                    .seats = (size_t)statement_integer(statement, 6)};
    }
    if (status == STATUS_OK)
        name_places(*out, *count);
    return status;
}

void workshop_list_free(struct workshop_info *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].name);
        free(list[i].canvas_title);
    }
    free(list);
}
