/*
 * session.c - who is asking, and what that one may see and do.
 *
 * Every read of the canvas layer asks session_sees_canvas() and lets session_bind() fill the condition on notes, every
 * operation asks session_require() inside its own transaction. Nothing else decides. What a seat in a workshop may is
 * src/workshop's business, which fills the session.
 */
#include "people.h"

#include "nonet/message.h"

struct session session_owner(int64_t actor_id)
{
    return (struct session){.actor_id = actor_id, .may = MAY_ALL, .sees_hidden = true};
}

struct session session_reader(int64_t actor_id)
{
    return (struct session){.actor_id = actor_id, .may = MAY_READ, .sees_hidden = true};
}

bool session_sees_canvas(const struct session *session, int64_t canvas_id)
{
    return (session->may & MAY_READ) != 0 && (session->canvas_id == 0 || session->canvas_id == canvas_id);
}

/* On a wall nobody's own notes are shown either. */
static int64_t self(const struct session *session)
{
    return session->wall ? -1 : session->actor_id;
}

void session_bind(struct statement *statement, int at, const struct session *session)
{
    statement_bind_integer(statement, at, self(session));
    statement_bind_integer(statement, at + 1, session->sees_hidden ? 1 : 0);
}

bool session_sees_note(const struct session *session, bool hidden, int64_t author_id)
{
    return session->sees_hidden || !hidden || author_id == self(session);
}

int64_t session_veil(const struct session *session)
{
    return session->sees_hidden ? 0 : self(session);
}

static bool tells(enum names names, bool hidden)
{
    return names == NAMES_SHOWN || (names == NAMES_AFTER_REVEAL && !hidden);
}

int64_t session_author(const struct session *session, const struct people *people, int64_t author_id, bool hidden)
{
    if (author_id == 0 || author_id == self(session))
        return author_id;
    const enum names *promised = id_map_get(&people->names, author_id);
    return tells(session->names, hidden) && (!promised || tells(*promised, hidden)) ? author_id : 0;
}

enum status session_require(const struct session *session, int64_t canvas_id, unsigned needs, struct error *err)
{
    if (!session_sees_canvas(session, canvas_id))
        return error_set(err, STATUS_DENIED, _("that canvas is not part of this session"));
    if ((session->may & needs) == needs)
        return STATUS_OK;
    if ((needs & MAY_LEAD) != 0)
        return error_set(err, STATUS_DENIED, _("only a facilitator may do that"));
    if ((needs & MAY_VOTE) != 0)
        return error_set(err, STATUS_DENIED, _("there is nothing to vote on just now"));
    if ((session->may & MAY_WRITE) == 0)
        return error_set(err, STATUS_DENIED,
                         session->workshop_id != 0 ? _("just now the canvas is open for reading only")
                                                   : _("this canvas is open for reading only"));
    if ((needs & MAY_MANAGE) != 0)
        return error_set(err, STATUS_DENIED, _("canvases cannot be made, renamed or trashed in this session"));
    if ((needs & MAY_ADD) != 0)
        return error_set(err, STATUS_DENIED, _("no notes can be added just now"));
    if ((needs & MAY_MOVE) != 0)
        return error_set(err, STATUS_DENIED, _("notes cannot be moved just now"));
    if ((needs & MAY_LINK) != 0)
        return error_set(err, STATUS_DENIED, _("notes cannot be tied just now"));
    return error_set(err, STATUS_DENIED, _("notes cannot be changed just now"));
}
