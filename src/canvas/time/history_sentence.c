/*
 * history_sentence.c - an action's deeds as a sentence in the reader's language.
 *
 * Sentences have no subject: the person's name stands before them. Not here: what the deeds were (history.c).
 */
#include "history_internal.h"

#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

#define EXCERPT_CELLS 40
#define CONTEXT_CELLS 12 /* before the difference of two long texts */

static const struct {
    const char *operation, *title;
} titles[] = {
    {"person_create", N_("new person")},
    {"canvas_create", N_("new canvas")},
    {"canvas_copy", N_("copy of a canvas")},
    {"canvas_import", N_("canvas from a file")},
    {"notes_import", N_("notes from a file")},
    {"canvas_edit", N_("edit")},
    {"canvas_rename", N_("rename")},
    {"canvas_trash", N_("canvas to the trash")},
    {"canvas_restore", N_("canvas restored")},
    {"canvas_tag", N_("tag of the canvas")},
    {"canvas_facet", N_("facet of the canvas")},
    {"note_add", N_("new note")},
    {"note_edit", N_("edit")},
    {"note_body", N_("details")},
    {"note_trash", N_("trash")},
    {"note_restore", N_("restore")},
    {"note_move", N_("move")},
    {"note_colour", N_("colour")},
    {"note_tag", N_("tag")},
    {"note_facet", N_("facet")},
    {"note_question", N_("question")},
    {"link_add", N_("tie")},
    {"link_remove", N_("untie")},
    {"link_facet", N_("facet of a tie")},
    {"note_group", N_("group")},
    {"note_merge", N_("merge")},
    {"note_split", N_("split")},
    {"group_make", N_("new group")},
    {"group_rename", N_("heading of a group")},
    {"group_dissolve", N_("group dissolved")},
    {"group_move", N_("order of groups")},
    {"block_rewrite", N_("rewrite of a block")},
    {"workshop_start", N_("workshop begun")},
    {"workshop_stage", N_("next stage")},
    {"workshop_reveal", N_("notes revealed")},
    {"workshop_stop", N_("workshop ended")},
    {"votes_close", N_("vote closed")},
    {"version_name", N_("name of a moment")},
    {"version_remove", N_("name of a moment taken away")},
    {"version_restore", N_("back to an earlier moment")},
    {"diff_pick", N_("taken over from a comparison")},
    {"undo", N_("undo")},
    {"redo", N_("redo")},
    {"skip", N_("passed over")},
};

const char *operation_title(const char *operation, enum language language)
{
    (void)language; /* messages come in the process's language */
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        if (strcmp(titles[i].operation, operation) == 0)
            return _(titles[i].title);
    }
    return operation;
}

/* ---- pieces -------------------------------------------------------------------------------------------------- */

struct wording {
    char text[192], other[192]; /* excerpts */
    const char *block;
};

static void excerpt(char *out, size_t size, const char *text)
{
    struct buffer cut = {0};
    text_elide(&cut, text, strlen(text), EXCERPT_CELLS, TEXT_NARROW);
    const char *source = buffer_text(&cut);
    size_t length = strnlen(source, size - 1);
    while (length > 0 && ((unsigned char)source[length] & 0xC0) == 0x80)
        length--;
    memcpy(out, source, length);
    out[length] = '\0';
    buffer_clear(&cut);
}

/* Where two texts begin to differ, or a little before it when that lies far in; 0 when it can be seen anyway. */
static size_t shown_from(const char *one, const char *other)
{
    size_t at = 0, length = strlen(one);
    while (at < length) {
        size_t next = text_next(one, length, at);
        if (strncmp(one + at, other + at, next - at) != 0)
            break;
        at = next;
    }
    if (text_cells(one, at, TEXT_NARROW) < EXCERPT_CELLS - CONTEXT_CELLS)
        return 0;
    size_t from = at;
    while (from > 0 && text_cells(one + from, at - from, TEXT_NARROW) < CONTEXT_CELLS)
        from = text_previous(one, length, from);
    const char *blank = from > 0 && one[from - 1] != ' ' ? memchr(one + from, ' ', at - from) : NULL;
    return blank != NULL ? (size_t)(blank - one) + 1 : from; /* at a word, where words are apart */
}

static void excerpt_from(char *out, size_t size, const char *text, size_t from)
{
    struct buffer rest = {0};
    buffer_add(&rest, from > 0 ? "…" : "");
    buffer_add(&rest, text + from);
    excerpt(out, size, buffer_text(&rest));
    buffer_clear(&rest);
}

static const char *block_title(const struct template *template, const char *id, enum language language)
{
    int block;
    if (id == NULL)
        return NULL;
    return template_block_by_id(template, id, &block) ? template_block_title(template, block, language, false) : id;
}

/* ---- deeds on notes ------------------------------------------------------------------------------------------ */

static void tell_place(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    bool one = done->count == 1;
    if (deed == DEED_ADDED) {
        if (one)
            buffer_printf(out, _("added “%s” to %s"), words->text, words->block);
        else if (words->block != NULL)
            buffer_printf(out, _("added %zu notes to %s"), done->count, words->block);
        else
            buffer_printf(out, _("added %zu notes"), done->count);
    } else if (done->within && words->block != NULL) {
        if (one)
            buffer_printf(out, _("moved “%s” within %s"), words->text, words->block);
        else
            buffer_printf(out, _("moved %zu notes within %s"), done->count, words->block);
    } else if (one) {
        buffer_printf(out, _("moved “%s” to %s"), words->text, words->block);
    } else if (words->block != NULL) {
        buffer_printf(out, _("moved %zu notes to %s"), done->count, words->block);
    } else {
        buffer_printf(out, _("moved %zu notes"), done->count);
    }
}

static void tell_colour(struct buffer *out, const struct deed_done *done, const struct wording *words)
{
    enum note_colour colour;
    bool one = done->count == 1;
    if (done->many_details) {
        buffer_printf(out, _("changed the colour of %zu notes"), done->count);
        return;
    }
    if (!note_colour_by_name(done->detail, &colour) || colour == NOTE_NONE) {
        if (one)
            buffer_printf(out, _("took the colour off “%s”"), words->text);
        else
            buffer_printf(out, _("took the colour off %zu notes"), done->count);
        return;
    }
    if (one)
        buffer_printf(out, _("coloured “%s” %s"), words->text, note_colour_title(colour));
    else
        buffer_printf(out, _("coloured %zu notes %s"), done->count, note_colour_title(colour));
}

static void tell_one(struct buffer *out, enum deed deed, const struct wording *words)
{
    if (deed == DEED_RESTORED)
        buffer_printf(out, _("brought “%s” back from the trash"), words->text);
    else if (deed == DEED_TRASHED)
        buffer_printf(out, _("moved “%s” to the trash"), words->text);
    else if (deed == DEED_REWORDED)
        buffer_printf(out, _("changed “%s” to “%s”"), words->other, words->text);
    else if (deed == DEED_BODY)
        buffer_printf(out, _("changed the details of “%s”"), words->text);
    else
        buffer_printf(out, _("tied “%s” to a question"), words->text);
}

static void tell_several(struct buffer *out, enum deed deed, size_t count)
{
    if (deed == DEED_RESTORED)
        buffer_printf(out, _("brought %zu notes back from the trash"), count);
    else if (deed == DEED_TRASHED)
        buffer_printf(out, _("moved %zu notes to the trash"), count);
    else if (deed == DEED_REWORDED)
        buffer_printf(out, _("reworded %zu notes"), count);
    else if (deed == DEED_BODY)
        buffer_printf(out, _("changed the details of %zu notes"), count);
    else
        buffer_printf(out, _("tied %zu notes to a question"), count);
}

static void tell_note(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    if (deed == DEED_COLOURED)
        tell_colour(out, done, words);
    else if (done->count == 1)
        tell_one(out, deed, words);
    else
        tell_several(out, deed, done->count);
}

/* ---- relations ------------------------------------------------------------------------------------------------- */

static void tell_tag(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    bool on = deed == DEED_TAGGED;
    if (done->many_details && done->many_notes)
        buffer_add(out, on ? _("gave tags to several notes") : _("took tags off several notes"));
    else if (done->many_details)
        buffer_printf(out, on ? _("gave %zu tags to “%s”") : _("took %zu tags off “%s”"), done->count, words->text);
    else if (done->of_canvas)
        buffer_printf(out, on ? _("tagged the canvas “%s”") : _("took the tag “%s” off the canvas"), done->detail);
    else if (done->count == 1)
        buffer_printf(out, on ? _("gave the tag “%s” to “%s”") : _("took the tag “%s” off “%s”"), done->detail,
                      words->text);
    else
        buffer_printf(out, on ? _("gave the tag “%s” to %zu notes") : _("took the tag “%s” off %zu notes"),
                      done->detail, done->count);
}

static void tell_facet(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    bool set = deed == DEED_FACET_SET;
    if (done->many_details && done->many_notes) {
        buffer_add(out, set ? _("set facets of several notes") : _("cleared facets of several notes"));
    } else if (done->many_details) {
        buffer_printf(out, set ? _("set %zu facets of “%s”") : _("cleared %zu facets of “%s”"), done->count,
                      words->text);
    } else if (set) {
        if (done->of_canvas)
            buffer_printf(out, _("set “%s” of the canvas to “%s”"), done->detail, done->value);
        else if (done->count == 1)
            buffer_printf(out, _("set “%s” of “%s” to “%s”"), done->detail, words->text, done->value);
        else
            buffer_printf(out, _("set “%s” of %zu notes to “%s”"), done->detail, done->count, done->value);
    } else if (done->of_canvas) {
        buffer_printf(out, _("cleared “%s” of the canvas"), done->detail);
    } else if (done->count == 1) {
        buffer_printf(out, _("cleared “%s” of “%s”"), done->detail, words->text);
    } else {
        buffer_printf(out, _("cleared “%s” of %zu notes"), done->detail, done->count);
    }
}

static void tell_tie(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    bool on = deed == DEED_TIED;
    if (done->count == 1)
        buffer_printf(out, on ? _("tied “%s” and “%s”") : _("untied “%s” and “%s”"), words->text, words->other);
    else
        buffer_printf(out, on ? _("tied %zu pairs of notes") : _("untied %zu pairs of notes"), done->count);
}

/* ---- groups ---------------------------------------------------------------------------------------------------- */

static void tell_group(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    if (deed == DEED_GROUPED && done->count == 1)
        buffer_printf(out, _("put “%s” under “%s”"), words->text, done->detail);
    else if (deed == DEED_GROUPED && done->many_details)
        buffer_printf(out, _("put %zu notes under several headings"), done->count);
    else if (deed == DEED_GROUPED)
        buffer_printf(out, _("put %zu notes under “%s”"), done->count, done->detail);
    else if (deed == DEED_UNGROUPED && done->count == 1)
        buffer_printf(out, _("took “%s” out of its group"), words->text);
    else if (deed == DEED_UNGROUPED)
        buffer_printf(out, _("took %zu notes out of their group"), done->count);
    else if (deed == DEED_GROUP_NAMED)
        buffer_printf(out, _("named a group “%s”"), words->text);
    else if (deed == DEED_GROUP_MOVED)
        buffer_printf(out, _("moved the group “%s”"), words->text);
    else if (deed == DEED_GROUP_DISSOLVED)
        buffer_printf(out, _("dissolved the group “%s”"), words->text);
    else
        buffer_printf(out, _("brought the group “%s” back"), words->text);
}

static void tell_whole(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    if (deed == DEED_MERGED)
        buffer_printf(out, _("merged %zu notes into “%s”"), done->count, words->text);
    else
        buffer_printf(out, _("split “%s” into %zu notes"), words->text, done->count);
}

/* ---- the sentence ------------------------------------------------------------------------------------------------ */

static void tell_canvas(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    (void)done;
    if (deed == DEED_CANVAS_MADE)
        buffer_printf(out, _("made the canvas “%s”"), words->text);
    else if (deed == DEED_CANVAS_RENAMED)
        buffer_printf(out, _("renamed the canvas to “%s”"), words->text);
    else if (deed == DEED_VERSION_NAMED)
        buffer_printf(out, _("named a moment “%s”"), words->text);
    else if (deed == DEED_VERSION_REMOVED)
        buffer_printf(out, _("took the name “%s” off a moment"), words->text);
    else if (deed == DEED_CANVAS_TRASHED)
        buffer_add(out, _("moved the canvas to the trash"));
    else
        buffer_add(out, _("brought the canvas back from the trash"));
}

static void tell(struct buffer *out, enum deed deed, const struct deed_done *done, const struct wording *words)
{
    if (deed <= DEED_SPLIT)
        tell_whole(out, deed, done, words);
    else if (deed <= DEED_VERSION_REMOVED)
        tell_canvas(out, deed, done, words);
    else if (deed == DEED_ADDED || deed == DEED_MOVED)
        tell_place(out, deed, done, words);
    else if (deed <= DEED_QUESTION)
        tell_note(out, deed, done, words);
    else if (deed <= DEED_UNTAGGED)
        tell_tag(out, deed, done, words);
    else if (deed <= DEED_FACET_CLEARED)
        tell_facet(out, deed, done, words);
    else if (deed <= DEED_UNTIED)
        tell_tie(out, deed, done, words);
    else
        tell_group(out, deed, done, words);
}

void history_sentence(struct buffer *out, const struct deed_done deeds[DEED_COUNT], const struct template *template,
                      enum language language)
{
    bool first = true;
    for (int deed = 0; deed < DEED_COUNT; deed++) {
        const struct deed_done *done = &deeds[deed];
        if (done->count == 0)
            continue;
        struct wording words = {.block = block_title(template, done->block, language)};
        const char *text = done->text == NULL ? "" : done->text, *other = done->other == NULL ? "" : done->other;
        size_t from = deed == DEED_REWORDED ? shown_from(text, other) : 0;
        excerpt_from(words.text, sizeof words.text, text, from);
        excerpt_from(words.other, sizeof words.other, other, from);
        if (!first)
            buffer_add(out, language == LANGUAGE_ZH ? "，" : ", ");
        tell(out, (enum deed)deed, done, &words);
        first = false;
    }
}
