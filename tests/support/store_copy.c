/*
 * store_copy.c - see store_copy.h.
 */
#include "store_copy.h"

#include <stdio.h>

#include "check_main.h"

void copy_open(struct copy *copy)
{
    struct error error;
    struct store_options options = {.path = copy->path, .now = fixture_clock};
    ck_ok(store_open(&copy->store, &options, &fixture_schema, &error));
}

void copy_make(struct fixture *fixture, struct store *from, const char *name, struct copy *copy)
{
    struct error error;
    snprintf(copy->path, sizeof copy->path, "%s/%s", fixture->folder, name);
    ck_ok(store_backup(from, copy->path, &error));
    copy_open(copy);
}

void copy_close(struct copy *copy)
{
    store_close(copy->store);
    copy->store = NULL;
}

struct merge_report copy_merge(struct store *store, const char *path)
{
    struct error error;
    struct merge_report report;
    ck_ok(store_merge(store, path, &report, &error));
    return report;
}

size_t copy_take(struct store *store, const char *path)
{
    struct merge_report report = copy_merge(store, path);
    size_t actions = report.actions;
    merge_report_clear(&report);
    return actions;
}

char *copy_state(struct store *store)
{
    struct error error;
    struct statement *statement;
    bool row;
    struct buffer out = {0};
    char *rows = fixture_dump(store, false);
    buffer_add(&out, rows);
    free(rows);
    ck_ok(store_prepare(store,
                        "SELECT a.id || ' ' || a.site || ' ' || a.clock || ' ' || a.canvas_id || ' ' || a.actor_id || ' '"
                        " || a.operation || ' ' || a.undoes_id || ' ' || coalesce(c.entity_id || c.field || c.ordinal"
                        " || coalesce(c.old, '-') || c.new, '') FROM action a LEFT JOIN change c ON c.action_seq = a.seq"
                        " ORDER BY a.id, c.ordinal",
                        &statement, &error));
    for (;;) {
        ck_ok(statement_step(statement, &row, &error));
        if (!row)
            break;
        buffer_printf(&out, "%s\n", statement_text(statement, 0));
    }
    return buffer_take(&out);
}
