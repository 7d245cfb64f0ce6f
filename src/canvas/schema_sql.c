/*
 * schema_sql.c - what a store of canvases holds.
 *
 * The journaled entities, and the plain tables and indexes beside them. Not here: any reading or writing. A
 * relation (link, tag, facet) is a row whose id follows from what it relates, so that setting it twice, here or in
 * two copies of a store, is one row.
 */
#include "nonet/canvas.h"

static const struct schema_field person_fields[] = {
    {"name", FIELD_TEXT},
};

static const struct schema_field canvas_fields[] = {
    {"title", FIELD_TEXT},
    {"template_hash", FIELD_TEXT},
    {"template_id", FIELD_TEXT},
    {"variant_of", FIELD_INTEGER},
    {"extra", FIELD_TEXT}, /* here and below: what a file said that is not known here, as JSON */
};

static const struct schema_field note_fields[] = {
    {"block", FIELD_TEXT}, {"rank", FIELD_TEXT},   {"text", FIELD_TEXT},
    {"body", FIELD_TEXT},  {"colour", FIELD_TEXT}, {"question", FIELD_TEXT},
    {"extra", FIELD_TEXT},
};

static const struct schema_field link_fields[] = {
    {"from_id", FIELD_INTEGER},
    {"to_id", FIELD_INTEGER},
    {"extra", FIELD_TEXT},
};

static const struct schema_field tag_fields[] = {
    {"owner_id", FIELD_INTEGER},
    {"name", FIELD_TEXT},
};

static const struct schema_field facet_fields[] = {
    {"owner_id", FIELD_INTEGER},
    {"key", FIELD_TEXT},
    {"value", FIELD_TEXT},
};

static const struct schema_entity entities[] = {
    {"person", false, person_fields, COUNT_OF(person_fields)},
    {"canvas", true, canvas_fields, COUNT_OF(canvas_fields)},
    {"note", true, note_fields, COUNT_OF(note_fields)},
    {"link", false, link_fields, COUNT_OF(link_fields)},
    {"tag", false, tag_fields, COUNT_OF(tag_fields)},
    {"facet", false, facet_fields, COUNT_OF(facet_fields)},
};

const struct schema canvas_schema = {
    .version = 1,
    .entities = entities,
    .entity_count = COUNT_OF(entities),
    .canvas_entity = "canvas",
    .side_tables =
        "CREATE TABLE IF NOT EXISTS template ("
        " hash TEXT PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE IF NOT EXISTS view_state ("
        " actor_id INTEGER NOT NULL, canvas_id INTEGER NOT NULL, \"key\" TEXT NOT NULL, value TEXT NOT NULL,"
        " PRIMARY KEY (actor_id, canvas_id, \"key\")) WITHOUT ROWID;"
        "CREATE INDEX IF NOT EXISTS canvas_by_updated ON canvas (alive, updated);"
        "CREATE INDEX IF NOT EXISTS canvas_by_created ON canvas (alive, created);"
        "CREATE INDEX IF NOT EXISTS note_by_place ON note (canvas_id, block, alive, \"rank\");"
        "CREATE INDEX IF NOT EXISTS link_by_canvas ON link (canvas_id);"
        "CREATE INDEX IF NOT EXISTS link_by_from ON link (from_id);"
        "CREATE INDEX IF NOT EXISTS link_by_to ON link (to_id);"
        "CREATE INDEX IF NOT EXISTS tag_by_canvas ON tag (canvas_id);"
        "CREATE INDEX IF NOT EXISTS tag_by_owner ON tag (owner_id);"
        "CREATE INDEX IF NOT EXISTS facet_by_canvas ON facet (canvas_id);"
        "CREATE INDEX IF NOT EXISTS facet_by_owner ON facet (owner_id);",
};
