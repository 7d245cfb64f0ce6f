/*
 * report.c - the minutes of a workshop, as Markdown.
 *
 * People from the seats, times from the journal, the rest from the canvas as it is now. Not here: names of authors that
 * the workshop does not tell, and notes that are still hidden; both are only counted.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

struct stage_time {
    int stage;
    int64_t began;
};

struct minutes {
    const struct workshop *room;
    const struct snapshot *canvas;
    enum language language;
    struct buffer *out;
    struct stage_time *time;
    size_t time_count, time_capacity;
    int stage; /* at hand while the journal is read */
};

/* ---- texts -------------------------------------------------------------------------------------------------- */

/* A user's text in one line of Markdown: nothing in it is markup, and nothing of it moves a terminal. */
static void add_text(struct buffer *out, const char *text)
{
    struct buffer safe = {0};
    text_printable(&safe, text, strlen(text), true);
    for (const char *at = buffer_text(&safe); *at; at++) {
        if (strchr("\\`*_[]<>|#", *at))
            buffer_add_char(out, '\\');
        if (*at == '\n' || *at == '\t')
            buffer_add(out, *at == '\n' ? " / " : " ");
        else
            buffer_add_char(out, *at);
    }
    buffer_clear(&safe);
}

static void add_heading(struct buffer *out, const char *text)
{
    buffer_printf(out, "\n## %s\n\n", text);
}

static const char *local(const struct minutes *minutes, const struct bilingual *text)
{
    return text->text[minutes->language];
}

/* ---- times -------------------------------------------------------------------------------------------------------- */

static bool read_feed(void *context, const struct feed_action *action, const struct feed_change *change)
{
    struct minutes *minutes = context;
    (void)action;
    if (!change || strcmp(change->entity, "workshop") != 0 || change->row_id != minutes->room->id)
        return true;
    if (strcmp(change->field, "stage") == 0)
        minutes->stage = atoi(change->new_text);
    if (strcmp(change->field, "stage_started") == 0) {
        GROW(minutes->time, minutes->time_count, minutes->time_capacity);
        minutes->time[minutes->time_count++] =
            (struct stage_time){minutes->stage, strtoll(change->new_text, NULL, 10)};
    }
    return true;
}

static void add_course(struct minutes *minutes)
{
    struct buffer *out = minutes->out;
    const struct workshop *room = minutes->room;
    char at[40];
    add_heading(out, _("Course"));
    for (size_t i = 0; i < minutes->time_count; i++) {
        const struct stage_time *time = &minutes->time[i];
        if (time->stage < 0 || (size_t)time->stage >= room->agenda->stage_count)
            continue;
        const struct stage *stage = &room->agenda->stage[time->stage];
        int64_t until = i + 1 < minutes->time_count ? minutes->time[i + 1].began : room->ended;
        time_format_local(time->began, at, sizeof at);
        buffer_printf(out, "%zu. %s  **", i + 1, at);
        add_text(out, local(minutes, &stage->title));
        buffer_add(out, "**");
        if (until != 0 && stage->minutes > 0)
            buffer_printf(out, _(", %lld min of %d"), (long long)((until - time->began + 30000) / 60000), stage->minutes);
        else if (until != 0)
            buffer_printf(out, _(", %lld min"), (long long)((until - time->began + 30000) / 60000));
        buffer_add_char(out, '\n');
    }
}

/* ---- people --------------------------------------------------------------------------------------------------------- */

static size_t notes_of(const struct snapshot *canvas, int64_t person_id)
{
    size_t count = 0;
    for (size_t b = 0; b < canvas->block_count; b++) {
        for (size_t i = 0; i < canvas->block[b].count; i++)
            count += canvas->block[b].note[i]->author_id == person_id;
    }
    return count;
}

static void add_people(struct minutes *minutes)
{
    struct buffer *out = minutes->out;
    add_heading(out, _("People"));
    for (size_t i = 0; i < minutes->room->seat_count; i++) {
        const struct seat *seat = &minutes->room->seat[i];
        buffer_add(out, "- ");
        add_text(out, seat->alias);
        buffer_printf(out, " (%s)", seat_role_title(seat->role));
        if (minutes->room->names != NAMES_NEVER) {
            size_t notes = notes_of(minutes->canvas, seat->person_id);
            buffer_printf(out, ngettext(", %zu note", ", %zu notes", notes), notes);
        }
        buffer_add_char(out, '\n');
    }
    if (minutes->room->seat_count == 0)
        buffer_printf(out, "%s\n", _("Nobody but the owner."));
}

/* ---- what came out ---------------------------------------------------------------------------------------------------- */

struct voted {
    const struct note *note;
    size_t place;
};

static int by_votes(const void *a, const void *b)
{
    const struct voted *x = a, *y = b;
    if (x->note->votes != y->note->votes)
        return x->note->votes > y->note->votes ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static void add_note(struct minutes *minutes, const struct note *note)
{
    struct buffer *out = minutes->out;
    add_text(out, note->text);
    struct buffer authors = {0};
    if (minutes->room->names != NAMES_NEVER)
        snapshot_authors(minutes->canvas, note, &authors);
    if (authors.length > 0) {
        buffer_add(out, " — ");
        add_text(out, buffer_text(&authors));
    }
    buffer_clear(&authors);
    buffer_add_char(out, '\n');
    if (note->body[0] != '\0') {
        buffer_add(out, "  > ");
        add_text(out, note->body);
        buffer_add_char(out, '\n');
    }
}

static void add_votes(struct minutes *minutes)
{
    const struct snapshot *canvas = minutes->canvas;
    struct voted *voted = memory_new(canvas->note_count + 1, sizeof *voted);
    size_t count = 0;
    for (size_t b = 0; b < canvas->block_count; b++) {
        for (size_t i = 0; i < canvas->block[b].count; i++) {
            if (canvas->block[b].note[i]->votes > 0) {
                voted[count] = (struct voted){canvas->block[b].note[i], count};
                count++;
            }
        }
    }
    qsort(voted, count, sizeof *voted, by_votes);
    add_heading(minutes->out, _("Decided by votes"));
    for (size_t i = 0; i < count; i++) {
        int votes = voted[i].note->votes;
        bool tied = (i > 0 && voted[i - 1].note->votes == votes) ||
                    (i + 1 < count && voted[i + 1].note->votes == votes);
        buffer_printf(minutes->out, "- **%d**%s ", votes, tied ? _(" (tied)") : "");
        add_text(minutes->out, template_block_title(canvas->template, voted[i].note->block, minutes->language, true));
        buffer_add(minutes->out, _(": "));
        add_note(minutes, voted[i].note);
    }
    if (count == 0)
        buffer_printf(minutes->out, "%s\n", _("Nothing was voted on."));
    free(voted);
}

static void add_block(struct minutes *minutes, size_t at)
{
    const struct snapshot_block *block = &minutes->canvas->block[at];
    for (size_t i = 0; i < block->count; i++) {
        const struct note *note = block->note[i];
        if (note->group && (i == 0 || block->note[i - 1]->group != note->group)) {
            buffer_add(minutes->out, i == 0 ? "" : "\n");
            add_text(minutes->out, note->group->title);
            buffer_printf(minutes->out, "%s\n\n", _(":"));
        }
        buffer_add(minutes->out, "- ");
        if (note->votes > 0)
            buffer_printf(minutes->out, "**%d** ", note->votes);
        if (note->late)
            buffer_printf(minutes->out, "%s ", _("(late)"));
        add_note(minutes, note);
    }
    if (block->hidden > 0)
        buffer_printf(minutes->out,
                      ngettext("- %zu note was not revealed\n", "- %zu notes were not revealed\n", block->hidden),
                      block->hidden);
    if (block->count == 0 && block->hidden == 0)
        buffer_printf(minutes->out, "%s\n", _("Nothing."));
}

static void add_canvas(struct minutes *minutes)
{
    const struct snapshot *canvas = minutes->canvas;
    size_t parking = canvas->block_count - 1;
    add_heading(minutes->out, _("Parked"));
    add_block(minutes, parking);
    add_heading(minutes->out, _("The canvas"));
    for (size_t b = 0; b < parking; b++) {
        buffer_printf(minutes->out, "%s### ", b == 0 ? "" : "\n");
        add_text(minutes->out, template_block_title(canvas->template, (int)b, minutes->language, false));
        buffer_add(minutes->out, "\n\n");
        add_block(minutes, b);
    }
}

static void add_head(struct minutes *minutes)
{
    struct buffer *out = minutes->out;
    char at[40];
    buffer_printf(out, "# %s", _("Minutes: "));
    add_text(out, minutes->room->name);
    buffer_printf(out, "\n\n- %s", _("Canvas: "));
    add_text(out, minutes->canvas->title);
    buffer_printf(out, " (%lld)\n- %s", (long long)minutes->canvas->number, _("Agenda: "));
    add_text(out, local(minutes, &minutes->room->agenda->title));
    time_format_local(minutes->room->started, at, sizeof at);
    buffer_printf(out, "\n- %s%s\n", _("Began: "), at);
    if (minutes->room->ended != 0)
        time_format_local(minutes->room->ended, at, sizeof at);
    buffer_printf(out, "- %s%s\n", _("Ended: "), minutes->room->ended != 0 ? at : _("still running"));
}

enum status workshop_report(struct store *store, const struct session *session, int64_t workshop_id,
                            enum language language, struct buffer *out, struct error *err)
{
    struct workshop *room;
    struct snapshot *canvas = NULL;
    enum status status = workshop_load(store, workshop_id, &room, err);
    if (status != STATUS_OK)
        return status;
    /* What is hidden stays hidden: minutes are handed around. */
    struct session reader = *session;
    reader.sees_hidden = false;
    reader.wall = true;
    reader.names = room->names;
    struct minutes minutes = {.room = room, .language = language, .out = out};
    if (session->workshop_id != 0 && session->workshop_id != workshop_id)
        status = error_set(err, STATUS_DENIED, _("that workshop is not part of this session"));
    else
        status = snapshot_load(store, &reader, room->canvas_id, &canvas, err);
    if (status == STATUS_OK)
        status = store_feed(store, room->canvas_id, 0, 0, read_feed, &minutes, NULL, err);
    if (status == STATUS_OK) {
        minutes.canvas = canvas;
        add_head(&minutes);
        add_people(&minutes);
        add_course(&minutes);
        add_votes(&minutes);
        add_canvas(&minutes);
    }
    free(minutes.time);
    snapshot_free(canvas);
    workshop_free(room);
    return status;
}
