/*
 * canvas_resolve_sql.c - what people type for a canvas or a note, turned into ids.
 *
 * A numeral is always a number. Titles are compared exactly first and folded second; near misses are named in the
 * message, so that the next try succeeds.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

#define NEAREST_MAX 3
#define DISTANCE_MAX 4
#define NUMBERS_MAX 8

/* One too great for any row is the greatest there is, which nothing has. */
static bool parse_number(const char *text, int64_t *number)
{
    if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0')
        return false;
    *number = strtoll(text, NULL, 10);
    return true;
}

/* ---- by number --------------------------------------------------------------------------------------------- */

static enum status by_number(struct store *store, const struct session *session, int64_t number, bool trash,
                             int64_t *canvas_id, struct error *err)
{
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT id, alive FROM canvas WHERE number = ?1",
                                          NUMBERS(number), &statement, err);
    if (status != STATUS_OK)
        return status;
    bool found = statement != NULL;
    int64_t id = found ? statement_integer(statement, 0) : 0;
    bool alive = found && statement_integer(statement, 1) != 0;
    statement_reset(statement);
    if (!found || !session_sees_canvas(session, id))
        return error_set(err, STATUS_NOT_FOUND, _("there is no canvas %lld; “nonet list” shows what there is"),
                         (long long)number);
    if (alive && trash)
        return error_set(err, STATUS_NOT_FOUND, _("canvas %lld is not in the trash"), (long long)number);
    if (!alive && !trash)
        return error_set(err, STATUS_NOT_FOUND, _("canvas %lld is in the trash; “nonet restore %lld” brings it back"),
                         (long long)number, (long long)number);
    *canvas_id = id;
    return STATUS_OK;
}

/* ---- by title ------------------------------------------------------------------------------------------------ */

struct candidate {
    int64_t id, number;
    char *title;
    int distance;
};

struct candidates {
    struct candidate *list;
    size_t count, capacity;
};

/* What one pass over the titles finds. */
struct matches {
    struct candidates exact, folded;
    struct candidate near[NEAREST_MAX]; /* nearest first */
    size_t near_count;
};

static void matches_clear(struct matches *matches)
{
    for (size_t i = 0; i < matches->near_count; i++)
        free(matches->near[i].title);
    free(matches->exact.list);
    free(matches->folded.list);
}

static void candidates_add(struct candidates *candidates, int64_t id, int64_t number)
{
    GROW(candidates->list, candidates->count, candidates->capacity);
    candidates->list[candidates->count++] = (struct candidate){.id = id, .number = number};
}

static void keep_near(struct matches *matches, const char *title, int distance)
{
    size_t at = matches->near_count;
    while (at > 0 && matches->near[at - 1].distance > distance)
        at--;
    if (at == NEAREST_MAX)
        return;
    if (matches->near_count == NEAREST_MAX)
        free(matches->near[--matches->near_count].title);
    memmove(&matches->near[at + 1], &matches->near[at], (matches->near_count - at) * sizeof matches->near[0]);
    matches->near[at] = (struct candidate){.title = memory_copy_text(title), .distance = distance};
    matches->near_count++;
}

static char *fold(const char *text)
{
    struct buffer folded = {0};
    text_fold(&folded, text, strlen(text));
    return folded.data == NULL ? memory_copy_text("") : buffer_take(&folded);
}

static void consider(struct matches *matches, const char *wanted, const char *wanted_folded, int64_t id,
                     int64_t number, const char *title)
{
    if (strcmp(title, wanted) == 0)
        candidates_add(&matches->exact, id, number);
    char *folded = fold(title);
    if (strcmp(folded, wanted_folded) == 0)
        candidates_add(&matches->folded, id, number);
    /* A title that holds what was typed is nearer than one that resembles it. */
    else if (wanted_folded[0] != '\0' && strstr(folded, wanted_folded) != NULL)
        keep_near(matches, title, 0);
    else {
        int distance = text_distance(wanted, title, DISTANCE_MAX);
        if (distance <= DISTANCE_MAX && (size_t)distance < entry_clusters(wanted))
            keep_near(matches, title, 1 + distance);
    }
    free(folded);
}

static enum status scan_titles(struct store *store, const struct session *session, const char *wanted, bool trash,
                               struct matches *matches, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT id, number, title FROM canvas WHERE alive = ?1 ORDER BY number", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, trash ? 0 : 1);
    char *folded = fold(wanted);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        if (session_sees_canvas(session, statement_integer(statement, 0)))
            consider(matches, wanted, folded, statement_integer(statement, 0), statement_integer(statement, 1),
                     statement_text(statement, 2));
    }
    free(folded);
    return status;
}

static enum status report_ambiguous(const char *title, const struct candidates *found, struct error *err)
{
    struct buffer numbers = {0};
    for (size_t i = 0; i < found->count && i < NUMBERS_MAX; i++)
        buffer_printf(&numbers, "%s%lld", i == 0 ? "" : ", ", (long long)found->list[i].number);
    if (found->count > NUMBERS_MAX)
        buffer_add(&numbers, ", …");
    error_set(err, STATUS_INVALID, _("several canvases are called “%s”: %s. Say which by its number"), title,
              buffer_text(&numbers));
    buffer_clear(&numbers);
    return STATUS_INVALID;
}

static enum status report_missing(const char *title, const struct matches *matches, bool trash, struct error *err)
{
    if (matches->near_count == 0)
        return error_set(err, STATUS_NOT_FOUND,
                         trash ? _("there is no canvas “%s” in the trash")
                               : _("there is no canvas “%s”; “nonet list” shows what there is"),
                         title);
    struct buffer names = {0};
    for (size_t i = 0; i < matches->near_count; i++)
        buffer_printf(&names, "%s“%s”", i == 0 ? "" : ", ", matches->near[i].title);
    error_set(err, STATUS_NOT_FOUND, _("there is no canvas “%s”. Did you mean %s?"), title, buffer_text(&names));
    buffer_clear(&names);
    return STATUS_NOT_FOUND;
}

static enum status by_title(struct store *store, const struct session *session, const char *title, bool trash,
                            int64_t *canvas_id, struct error *err)
{
    struct matches matches = {0};
    enum status status = scan_titles(store, session, title, trash, &matches, err);
    if (status == STATUS_OK) {
        const struct candidates *found = matches.exact.count > 0 ? &matches.exact : &matches.folded;
        if (found->count == 1)
            *canvas_id = found->list[0].id;
        else if (found->count > 1)
            status = report_ambiguous(title, found, err);
        else
            status = report_missing(title, &matches, trash, err);
    }
    matches_clear(&matches);
    return status;
}

enum status canvas_resolve(struct store *store, const struct session *session, const char *name, bool trash,
                           int64_t *canvas_id, struct error *err)
{
    int64_t number;
    if (parse_number(name, &number))
        return by_number(store, session, number, trash, canvas_id, err);
    if (strncmp(name, "title:", 6) == 0)
        name += 6;
    if (name[0] == '\0')
        return error_set(err, STATUS_INVALID, _("name a canvas by its number or title"));
    return by_title(store, session, name, trash, canvas_id, err);
}

enum status canvas_number(struct store *store, int64_t canvas_id, int64_t *number, struct error *err)
{
    struct canvas_row row;
    enum status status = row_canvas(store, canvas_id, &row, err);
    if (status != STATUS_OK)
        return status;
    *number = row.number;
    row_canvas_clear(&row);
    return STATUS_OK;
}

enum status note_resolve(struct store *store, const struct session *session, const char *number, int64_t *note_id,
                         int64_t *canvas_id, bool *alive, struct error *err)
{
    int64_t wanted;
    if (!parse_number(number, &wanted))
        return error_set(err, STATUS_INVALID, _("“%s” is not a note's number; “nonet show” shows the numbers"),
                         number);
    struct statement *statement;
    enum status status =
        store_prepare(store, "SELECT id, canvas_id, alive FROM note WHERE number = ?1 AND" NOTE_SEEN(2, 3), &statement,
                      err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, wanted);
    session_bind(statement, 2, session);
    bool row;
    status = statement_step(statement, &row, err);
    if (status != STATUS_OK)
        return status;
    bool seen = row && session_sees_canvas(session, statement_integer(statement, 1));
    if (seen) {
        *note_id = statement_integer(statement, 0);
        *canvas_id = statement_integer(statement, 1);
        *alive = statement_integer(statement, 2) != 0;
    }
    statement_reset(statement);
    if (!seen)
        return error_set(err, STATUS_NOT_FOUND, _("there is no note %lld"), (long long)wanted);
    return STATUS_OK;
}
