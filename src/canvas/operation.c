/*
 * operation.c - how every operation begins and ends, and how typed text is cleaned.
 *
 * Not here: what any operation does. The invariant: an operation that fails leaves nothing behind (its own
 * transaction is rolled back; inside a group the group's owner does that), and the session is asked inside the
 * transaction, so that what it says holds until the commit.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

#define TITLE_CLUSTERS_MAX 200
#define WORD_CLUSTERS_MAX 200

static enum status check_canvas(struct store *store, int64_t canvas_id, enum operation_on on, struct error *err)
{
    if (on == ON_NEW_CANVAS)
        return STATUS_OK;
    struct canvas_row row;
    enum status status = row_canvas(store, canvas_id, &row, err);
    if (status != STATUS_OK)
        return status;
    if (on == ON_LIVING_CANVAS && !row.alive)
        status = error_set(err, STATUS_INVALID, _("canvas %lld “%s” is in the trash; restore it first"),
                           (long long)row.number, row.title);
    row_canvas_clear(&row);
    return status;
}

enum status operation_begin(struct operation *operation, struct store *store, const struct session *session,
                            int64_t canvas_id, const char *name, unsigned needs, enum operation_on on,
                            struct error *err)
{
    *operation = (struct operation){
        .store = store, .canvas_id = canvas_id, .session = *session, .joined = store_action_is_open(store)};
    enum status status;
    if (!operation->joined) {
        status = store_action_begin(store, canvas_id, session->actor_id, name, err);
        if (status != STATUS_OK)
            return status;
    } else if (on == ON_NEW_CANVAS) {
        return error_set(err, STATUS_INVALID, _("a canvas cannot be made inside a group of edits"));
    }
    status = session->renew == NULL ? STATUS_OK : session->renew(&operation->session, store, err);
    if (status == STATUS_OK)
        status = session_require(&operation->session, canvas_id, needs, err);
    if (status == STATUS_OK)
        status = check_canvas(store, canvas_id, on, err);
    if (status != STATUS_OK && !operation->joined)
        store_rollback(store);
    return status;
}

enum status operation_end(struct operation *operation, enum status status, struct error *err)
{
    if (operation->joined)
        return status;
    if (status == STATUS_OK)
        return store_action_commit(operation->store, NULL, err);
    store_rollback(operation->store);
    return status;
}

enum status canvas_group_begin(struct store *store, const struct session *session, int64_t canvas_id,
                               const char *operation, struct error *err)
{
    if (store_action_is_open(store))
        return error_set(err, STATUS_INVALID, _("a group of edits is open already"));
    struct operation group;
    return operation_begin(&group, store, session, canvas_id, operation, MAY_READ, ON_ANY_CANVAS, err);
}

enum status canvas_group_end(struct store *store, bool commit, struct error *err)
{
    if (commit)
        return store_action_commit(store, NULL, err);
    store_rollback(store);
    return STATUS_OK;
}

/* ---- typed text -------------------------------------------------------------------------------------- */

#define IDEOGRAPHIC_SPACE "\xE3\x80\x80"

static bool is_blank_at(const char *text, size_t length, size_t at, size_t *width)
{
    if (strchr(" \t\n", text[at]) != NULL && text[at] != '\0') {
        *width = 1;
        return true;
    }
    *width = 3;
    return at + 3 <= length && memcmp(text + at, IDEOGRAPHIC_SPACE, 3) == 0;
}

/* Repaired, and without blanks around it. Yours. */
static char *clean(const char *text)
{
    struct buffer repaired = {0};
    text_repair(&repaired, text, strlen(text));
    const char *data = buffer_text(&repaired);
    size_t from = 0, to = repaired.length, width = 0;
    while (from < to && is_blank_at(data, to, from, &width))
        from += width;
    while (to > from) {
        if (is_blank_at(data, to, to - 1, &width) && width == 1)
            to--;
        else if (to - from >= 3 && is_blank_at(data, to, to - 3, &width) && width == 3)
            to -= 3;
        else
            break;
    }
    char *result = memory_copy_bytes(data + from, to - from);
    buffer_clear(&repaired);
    return result;
}

size_t entry_clusters(const char *text)
{
    size_t count = 0, length = strlen(text);
    for (size_t at = 0; at < length; at = text_next(text, length, at))
        count++;
    return count;
}

static void flatten(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n' || *text == '\t')
            *text = ' ';
    }
}

enum status entry_title(const char *text, char **out, struct error *err)
{
    char *title = clean(text);
    flatten(title);
    if (title[0] == '\0') {
        free(title);
        return error_set(err, STATUS_INVALID, _("a canvas needs a title"));
    }
    if (entry_clusters(title) > TITLE_CLUSTERS_MAX) {
        free(title);
        return error_set(err, STATUS_INVALID, _("the title is longer than %d characters"), TITLE_CLUSTERS_MAX);
    }
    *out = title;
    return STATUS_OK;
}

enum status entry_note(const char *text, char **out, struct error *err)
{
    char *cleaned = clean(text);
    if (strlen(cleaned) > NOTE_BYTES_MAX) {
        free(cleaned);
        return error_set(err, STATUS_INVALID, _("a note holds at most 100 KB of text; split it, or keep it in a file"));
    }
    *out = cleaned;
    return STATUS_OK;
}

enum status entry_word(const char *text, const char *what, char **out, struct error *err)
{
    char *word = clean(text);
    flatten(word);
    if (entry_clusters(word) > WORD_CLUSTERS_MAX) {
        free(word);
        return error_set(err, STATUS_INVALID, _("the %s is longer than %d characters"), what, WORD_CLUSTERS_MAX);
    }
    *out = word;
    return STATUS_OK;
}

/* A tag is written with a sign before it on the screen; whoever types the sign too means the same tag. */
static const char *without_sign(const char *tag)
{
    static const char *const dropped[] = {"#", "＃", " ", "\t", "\n", "\r", "　"};
    for (size_t i = 0; i < COUNT_OF(dropped);) {
        size_t length = strlen(dropped[i]);
        bool here = strncmp(tag, dropped[i], length) == 0;
        tag += here ? length : 0;
        i = here ? 0 : i + 1;
    }
    return tag;
}

enum status entry_tag(const char *text, char **out, struct error *err)
{
    return entry_word(without_sign(text), _("tag"), out, err);
}
