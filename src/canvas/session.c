/*
 * session.c - who is asking, and what that one may see and do.
 *
 * Every read of the canvas layer asks session_sees_canvas() and session_sees_note(), every operation asks
 * session_require() inside its own transaction. Nothing else decides.
 */
#include "operation.h"

#include "nonet/message.h"

struct session session_owner(int64_t actor_id)
{
    return (struct session){.actor_id = actor_id, .may = MAY_ALL};
}

struct session session_reader(int64_t actor_id)
{
    return (struct session){.actor_id = actor_id, .may = MAY_READ};
}

bool session_sees_canvas(const struct session *session, int64_t canvas_id)
{
    return (session->may & MAY_READ) != 0 && (session->canvas_id == 0 || session->canvas_id == canvas_id);
}

bool session_sees_note(const struct session *session, int64_t canvas_id, int64_t author_id)
{
    (void)author_id; /* every note of a canvas one may see is open */
    return session_sees_canvas(session, canvas_id);
}

enum status session_require(const struct session *session, int64_t canvas_id, unsigned needs, struct error *err)
{
    if (!session_sees_canvas(session, canvas_id))
        return error_set(err, STATUS_DENIED, _("that canvas is not part of this session"));
    if ((session->may & needs) == needs)
        return STATUS_OK;
    if ((session->may & ~(unsigned)MAY_READ) == 0)
        return error_set(err, STATUS_DENIED, _("this canvas is open for reading only"));
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
