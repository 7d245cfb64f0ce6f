/*
 * review_sql.c - the family of a canvas: what was copied from it, what it was copied from, and so on.
 *
 * A canvas in the trash, or purged, still joins those that were copied from it; it only does not count.
 */
#include "id_map.h"
#include "review_internal.h"

#include <stdlib.h>

struct tie {
    int64_t canvas_id, variant_of;
};

struct family {
    struct id_map seen;
    int64_t *id;
    size_t count, capacity;
};

static bool join(struct family *family, int64_t id)
{
    if (id_map_get(&family->seen, id) != NULL)
        return false;
    id_map_put(&family->seen, id, family);
    GROW(family->id, family->count, family->capacity);
    family->id[family->count++] = id;
    return true;
}

static enum status read_ties(struct store *store, struct tie **out, size_t *count, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store, "SELECT id, variant_of FROM canvas WHERE variant_of <> 0", &statement, err);
    if (status != STATUS_OK)
        return status;
    size_t capacity = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(*out, *count, capacity);
        (*out)[(*count)++] = (struct tie){statement_integer(statement, 0), statement_integer(statement, 1)};
    }
    return status;
}

static void join_all(struct family *family, const struct tie *tie, size_t count)
{
    /* Every pass but the last joins somebody. */
    for (bool grew = true; grew;) {
        grew = false;
        for (size_t i = 0; i < count; i++) {
            bool child = id_map_get(&family->seen, tie[i].canvas_id) != NULL;
            bool parent = id_map_get(&family->seen, tie[i].variant_of) != NULL;
            if (child != parent)
                grew = join(family, child ? tie[i].variant_of : tie[i].canvas_id) || grew;
        }
    }
}

static enum status counts(struct store *store, int64_t canvas_id, const char *template_id, bool *yes,
                          struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store, "SELECT 1 FROM canvas WHERE id = ?1 AND alive = 1 AND template_id = ?2",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    statement_bind_text(statement, 2, template_id);
    status = statement_step(statement, yes, err);
    statement_reset(statement);
    return status;
}

enum status review_family(struct store *store, int64_t canvas_id, const char *template_id, int *count,
                          struct error *err)
{
    struct tie *tie = NULL;
    size_t ties = 0;
    struct family family = {0};
    *count = 0;
    enum status status = read_ties(store, &tie, &ties, err);
    if (status == STATUS_OK) {
        join(&family, canvas_id);
        join_all(&family, tie, ties);
    }
    for (size_t i = 0; i < family.count && status == STATUS_OK; i++) {
        bool yes = false;
        status = counts(store, family.id[i], template_id, &yes, err);
        *count += yes;
    }
    free(tie);
    free(family.id);
    id_map_clear(&family.seen);
    return status;
}
