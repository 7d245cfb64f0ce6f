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
    {"guest_of", FIELD_INTEGER}, /* 0, or the workshop whose seat this person is; then nobody goes by this name at home */
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
    {"extra", FIELD_TEXT}, {"hidden", FIELD_INTEGER}, /* 0, or the private round it was added in */
    {"late", FIELD_INTEGER}, {"votes", FIELD_INTEGER},
    {"group_id", FIELD_INTEGER},
    {"also_by", FIELD_TEXT}, /* persons whose notes were merged into it: ids with blanks between */
    {"told_author", FIELD_TEXT}, /* who wrote it as a file says, where that is another than who brought it in */
};

static const struct schema_field group_fields[] = {
    {"block", FIELD_TEXT},
    {"rank", FIELD_TEXT},
    {"title", FIELD_TEXT},
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

/* A room on a canvas, its stage as it was entered. Rows of a workshop belong to no canvas. */
static const struct schema_field workshop_fields[] = {
    {"name", FIELD_TEXT}, {"of_canvas", FIELD_INTEGER}, {"agenda", FIELD_TEXT}, {"ended", FIELD_INTEGER},
    {"stage", FIELD_INTEGER}, {"stage_started", FIELD_INTEGER}, {"stage_length", FIELD_INTEGER},
    {"deadline", FIELD_INTEGER}, {"may", FIELD_INTEGER}, {"hold", FIELD_INTEGER},
    {"called", FIELD_TEXT}, {"called_hard", FIELD_INTEGER},
    {"round", FIELD_INTEGER}, {"late", FIELD_INTEGER}, {"names", FIELD_INTEGER},
    {"vote_round", FIELD_INTEGER}, {"vote_open", FIELD_INTEGER}, /* the stage_started in which it is open */
    {"vote_number", FIELD_INTEGER}, {"vote_each", FIELD_INTEGER}, {"vote_stacking", FIELD_INTEGER},
    {"vote_among", FIELD_TEXT}, {"vote_blocks", FIELD_TEXT}, /* ids with blanks between; "" = no limit */
    {"story", FIELD_TEXT}, {"story_at", FIELD_INTEGER},
    {"shared", FIELD_TEXT}, {"code", FIELD_TEXT}, {"wrong_tries", FIELD_INTEGER}, {"wrong_last", FIELD_INTEGER},
};

static const struct schema_field seat_fields[] = {
    {"workshop_id", FIELD_INTEGER}, {"alias", FIELD_TEXT}, {"role", FIELD_INTEGER}, {"person_id", FIELD_INTEGER},
    {"token", FIELD_TEXT}, {"resume", FIELD_TEXT}, {"home", FIELD_INTEGER}, /* 1: the owner's, not confined */
    {"revoked", FIELD_INTEGER}, {"ready", FIELD_INTEGER}, /* the stage_started for which it is */
    {"hand", FIELD_INTEGER},
};

static const struct schema_field vote_fields[] = {
    {"workshop_id", FIELD_INTEGER}, {"round", FIELD_INTEGER}, {"note_id", FIELD_INTEGER},
    {"seat_id", FIELD_INTEGER}, /* 0 = people in the room */
    {"count", FIELD_INTEGER},
};

static const struct schema_field version_fields[] = { /* a moment of a canvas, by name */
    {"name", FIELD_TEXT},
    {"moment", FIELD_TEXT},
};

static const struct schema_entity entities[] = {
    {"person", false, person_fields, COUNT_OF(person_fields)},
    {"canvas", true, canvas_fields, COUNT_OF(canvas_fields)},
    {"note", true, note_fields, COUNT_OF(note_fields)},
    {"link", false, link_fields, COUNT_OF(link_fields)},
    {"tag", false, tag_fields, COUNT_OF(tag_fields)},
    {"facet", false, facet_fields, COUNT_OF(facet_fields)},
    {"workshop", false, workshop_fields, COUNT_OF(workshop_fields)},
    {"seat", false, seat_fields, COUNT_OF(seat_fields)},
    {"vote", false, vote_fields, COUNT_OF(vote_fields)},
    {"note_group", false, group_fields, COUNT_OF(group_fields)},
    {"version", false, version_fields, COUNT_OF(version_fields)},
};

static const char *const united_tables[] = {"template", NULL};

static const struct schema_dependent dependents[] = {
    {"person", "guest_of", "workshop"},
    {"seat", "workshop_id", "workshop"},
    {"vote", "workshop_id", "workshop"},
    {NULL, NULL, NULL},
};

const struct schema canvas_schema = {
    .version = 2,
    .entities = entities,
    .entity_count = COUNT_OF(entities),
    .canvas_entity = "canvas",
    /* A private round's notes and what hangs on them are their authors' alone. */
    .veil = "(c.entity = 'note' AND EXISTS (SELECT 1 FROM note n WHERE n.id = c.entity_id AND n.hidden <> 0"
            " AND n.author_id <> ?4)) OR (c.entity = 'tag' AND EXISTS (SELECT 1 FROM tag t JOIN note n"
            " ON n.id = t.owner_id WHERE t.id = c.entity_id AND n.hidden <> 0 AND n.author_id <> ?4))"
            " OR (c.entity = 'facet' AND EXISTS (SELECT 1 FROM facet f JOIN note n ON n.id = f.owner_id"
            " WHERE f.id = c.entity_id AND n.hidden <> 0 AND n.author_id <> ?4))"
            " OR (c.entity = 'link' AND EXISTS (SELECT 1 FROM link l JOIN note n ON n.id IN (l.from_id, l.to_id)"
            " WHERE l.id = c.entity_id AND n.hidden <> 0 AND n.author_id <> ?4))"
            " OR (c.entity = 'facet' AND EXISTS (SELECT 1 FROM facet f JOIN link l ON l.id = f.owner_id"
            " JOIN note n ON n.id IN (l.from_id, l.to_id)"
            " WHERE f.id = c.entity_id AND n.hidden <> 0 AND n.author_id <> ?4))",
    .lasting = "workshop_",
    .united_tables = united_tables,
    .dependents = dependents,
    /* What a canvas was made with may have been written for it alone. Undo may ask for the one it had before. */
    .unused = "DELETE FROM template WHERE hash NOT IN (SELECT CASE c.field WHEN '' THEN"
              " coalesce(c.new ->> 'template_hash', '') ELSE c.new END FROM canvas k JOIN change c ON c.entity_id = k.id"
              " AND c.field IN ('', 'template_hash') WHERE c.entity = 'canvas')",
    .side_tables =
        "CREATE TABLE IF NOT EXISTS template ("
        " hash TEXT PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE IF NOT EXISTS view_state ("
        " actor_id INTEGER NOT NULL, canvas_id INTEGER NOT NULL, \"key\" TEXT NOT NULL, value TEXT NOT NULL,"
        " PRIMARY KEY (actor_id, canvas_id, \"key\")) WITHOUT ROWID;"
        "CREATE INDEX IF NOT EXISTS person_by_updated ON person (updated);"
        "CREATE INDEX IF NOT EXISTS canvas_by_updated ON canvas (alive, updated);"
        "CREATE INDEX IF NOT EXISTS canvas_by_created ON canvas (alive, created);"
        "CREATE INDEX IF NOT EXISTS note_by_place ON note (canvas_id, block, alive, \"rank\");"
        "CREATE INDEX IF NOT EXISTS note_group_by_canvas ON note_group (canvas_id);"
        "CREATE INDEX IF NOT EXISTS link_by_canvas ON link (canvas_id);"
        "CREATE INDEX IF NOT EXISTS link_by_from ON link (from_id);"
        "CREATE INDEX IF NOT EXISTS link_by_to ON link (to_id);"
        "CREATE INDEX IF NOT EXISTS tag_by_canvas ON tag (canvas_id);"
        "CREATE INDEX IF NOT EXISTS tag_by_owner ON tag (owner_id);"
        "CREATE INDEX IF NOT EXISTS facet_by_canvas ON facet (canvas_id);"
        "CREATE INDEX IF NOT EXISTS facet_by_owner ON facet (owner_id);"
        "CREATE INDEX IF NOT EXISTS note_hidden ON note (canvas_id, block, author_id, hidden, alive)"
        " WHERE hidden <> 0 AND alive = 1;"
        "CREATE INDEX IF NOT EXISTS seat_by_workshop ON seat (workshop_id, updated);"
        "CREATE INDEX IF NOT EXISTS seat_by_token ON seat (token);"
        "CREATE INDEX IF NOT EXISTS vote_by_round ON vote (round, updated);"
        "CREATE INDEX IF NOT EXISTS version_by_canvas ON version (canvas_id);",
};
