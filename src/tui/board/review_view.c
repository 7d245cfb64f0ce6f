/*
 * review_view.c - the findings of a review as a list, over the board.
 *
 * A line says the rule, the lines below it the notes or blocks concerned; each of them can be gone to. Severities are
 * words under headings, colours only repeat them. The view remembers ids, never notes.
 *
 * Invariant: what is painted are the rows made by the last layout; `at` is one of those that can be selected, if any.
 */
#include "review_view.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "dialog/box.h"
#include "nonet/message.h"

#define BOX_CELLS 76
#define NOTES_SHOWN 5 /* of one finding; the others are counted */

enum row_kind { ROW_HEADING, ROW_RULE, ROW_TARGET, ROW_QUIET };

struct row {
    enum row_kind kind;
    char *text;
    size_t finding;  /* whose row it is */
    int64_t note_id; /* where Enter leads: of a rule its first note or block */
    int block;
    bool leads;
    bool first;      /* the first of a rule's wrapped lines */
};

struct review_view {
    struct view view;
    struct store *store;
    const struct session *session;
    int64_t canvas_id;
    review_jump *jump;
    void *context;
    struct snapshot *snapshot;
    struct finding *finding;
    size_t finding_count;
    char *problem; /* why there is nothing to show; NULL = none */
    struct row *row;
    size_t count, capacity;
    size_t at, top;
    struct rectangle box;
};

static struct review_view *review_view(struct view *view)
{
    return (struct review_view *)view;
}

static enum context review_context(const struct view *view)
{
    (void)view;
    return IN_LIST;
}

/* ---- the findings ------------------------------------------------------------------------------ */

static void forget(struct review_view *review)
{
    findings_free(review->finding, review->finding_count);
    review->finding = NULL;
    review->finding_count = 0;
    free(review->problem);
    review->problem = NULL;
}

static void look(struct review_view *review)
{
    struct error err;
    enum status status = STATUS_OK;
    bool changed;
    forget(review);
    if (review->snapshot == NULL)
        status = snapshot_load(review->store, review->session, review->canvas_id, &review->snapshot, &err);
    else
        status = snapshot_update(review->snapshot, review->store, review->session, &changed, &err);
    if (status == STATUS_OK)
        status = canvas_review(review->snapshot, review->store, review->session, time_now(), &review->finding,
                               &review->finding_count, &err);
    if (status != STATUS_OK)
        review->problem = memory_copy_text(err.message);
}

/* ---- rows ---------------------------------------------------------------------------------------- */

static struct row *add_row(struct review_view *review, enum row_kind kind, const char *text, size_t length)
{
    GROW(review->row, review->count, review->capacity);
    struct row *row = &review->row[review->count++];
    *row = (struct row){.kind = kind, .text = memory_copy_bytes(text, length)};
    return row;
}

static void clear_rows(struct review_view *review)
{
    for (size_t i = 0; i < review->count; i++)
        free(review->row[i].text);
    review->count = 0;
}

/* Where a finding leads when nothing of it is picked. */
static void lead(const struct review_view *review, const struct finding *finding, struct row *row)
{
    const struct note *note =
        finding->note_count > 0 ? snapshot_note(review->snapshot, finding->note_id[0]) : NULL;
    if (note != NULL) {
        row->note_id = note->id;
        row->block = note->block;
    } else if (finding->block_count > 0) {
        row->block = finding->block[0];
    }
    row->leads = note != NULL || finding->block_count > 0;
}

static void add_rule(struct review_view *review, size_t at, enum language language, int cells, enum text_width width)
{
    const struct finding *finding = &review->finding[at];
    const char *text = finding->text.text[language];
    struct text_lines lines = {0};
    text_wrap(&lines, text, strlen(text), cells > 4 ? cells - 2 : 2, width);
    for (size_t i = 0; i < lines.count; i++) {
        struct row *row = add_row(review, ROW_RULE, text + lines.line[i].offset, lines.line[i].drawn);
        row->finding = at;
        row->first = i == 0;
        if (i == 0)
            lead(review, finding, row);
    }
    text_lines_clear(&lines);
}

static void add_quiet(struct review_view *review, size_t at, struct buffer *text)
{
    add_row(review, ROW_QUIET, buffer_text(text), text->length)->finding = at;
    buffer_clear(text);
}

static void add_targets(struct review_view *review, size_t at, enum language language)
{
    const struct finding *finding = &review->finding[at];
    const struct template *template = review->snapshot->template;
    for (size_t i = 0; i < finding->note_count && i < NOTES_SHOWN; i++) {
        const struct note *note = snapshot_note(review->snapshot, finding->note_id[i]);
        if (note == NULL)
            continue;
        struct row *row = add_row(review, ROW_TARGET, note->text, strcspn(note->text, "\n"));
        row->finding = at;
        row->note_id = note->id;
        row->block = note->block;
        row->leads = true;
    }
    struct buffer text = {0};
    if (finding->note_count > NOTES_SHOWN) {
        buffer_printf(&text, _("and %zu more"), finding->note_count - NOTES_SHOWN);
        add_quiet(review, at, &text);
    }
    for (size_t i = 0; i < finding->block_count; i++) {
        const char *title = template_block_title(template, finding->block[i], language, false);
        struct row *row = add_row(review, ROW_TARGET, title, strlen(title));
        row->finding = at;
        row->block = finding->block[i];
        row->leads = true;
    }
    for (size_t i = 0; i < finding->missing_count; i++)
        buffer_printf(&text, "%s%s", i > 0 ? _(", ") : _("missing: "), finding->missing[i].text[language]);
    if (finding->missing_count > 0)
        add_quiet(review, at, &text);
}

static void make_rows(struct review_view *review, enum language language, int cells, enum text_width width)
{
    static const char *const headings[SEVERITY_COUNT] = {N_("Errors"), N_("Warnings"), N_("Hints"), N_("Questions")};
    clear_rows(review);
    for (int severity = 0; severity < SEVERITY_COUNT; severity++) {
        struct buffer heading = {0};
        size_t mine = 0;
        for (size_t i = 0; i < review->finding_count; i++)
            mine += review->finding[i].severity == (enum severity)severity;
        if (mine == 0)
            continue;
        if (review->count > 0)
            add_row(review, ROW_QUIET, "", 0);
        buffer_printf(&heading, "%s (%zu)", _(headings[severity]), mine);
        add_row(review, ROW_HEADING, buffer_text(&heading), heading.length)->block = severity;
        buffer_clear(&heading);
        for (size_t i = 0; i < review->finding_count; i++) {
            if (review->finding[i].severity != (enum severity)severity)
                continue;
            add_rule(review, i, language, cells, width);
            add_targets(review, i, language);
        }
    }
    const char *nothing = review->problem ? review->problem : _("Nothing found: the canvas keeps every rule.");
    if (review->count == 0)
        add_row(review, ROW_QUIET, nothing, strlen(nothing));
}

/* ---- moving ------------------------------------------------------------------------------------------ */

static bool selectable(const struct row *row)
{
    return row->kind == ROW_TARGET || (row->kind == ROW_RULE && row->first);
}

static size_t page_rows(const struct review_view *review)
{
    int rows = box_inside(review->box).rows;
    return rows > 1 ? (size_t)rows : 1;
}

/* Brings the selection, and the heading right above the first one, into sight. */
static void show_selection(struct review_view *review)
{
    size_t page = page_rows(review), last = review->count > page ? review->count - page : 0;
    size_t from = review->at;
    while (from > 0 && !selectable(&review->row[from - 1]) && review->at - from < 2)
        from--;
    if (review->top > from)
        review->top = from;
    size_t to = review->at;
    while (to + 1 < review->count && review->row[to + 1].kind == ROW_RULE && !review->row[to + 1].first)
        to++;
    if (to >= review->top + page)
        review->top = to - page + 1;
    if (review->top > last)
        review->top = last;
}

/* `step` rows that can be selected on, or as many as there are. */
static void move(struct review_view *review, bool down, size_t step)
{
    size_t at = review->at;
    while (down ? at + 1 < review->count : at > 0) {
        at = down ? at + 1 : at - 1;
        if (!selectable(&review->row[at]))
            continue;
        review->at = at;
        if (step <= 1)
            break;
        step--;
    }
    show_selection(review);
}

static void select_first(struct review_view *review)
{
    if (review->at >= review->count)
        review->at = review->count > 0 ? review->count - 1 : 0;
    while (review->at > 0 && !selectable(&review->row[review->at]))
        review->at--;
    if (review->count > 0 && !selectable(&review->row[review->at]))
        move(review, true, 1);
}

static void take(struct review_view *review, struct app *app)
{
    if (review->at >= review->count || !review->row[review->at].leads)
        return;
    struct row row = review->row[review->at];
    const struct finding *finding = &review->finding[row.finding];
    bool prime = row.note_id != 0 && finding->wants_link;
    review_jump *jump = review->jump;
    void *context = review->context;
    app_pop(app);
    jump(context, app, row.note_id, row.block, prime);
}

static enum handled review_command(struct view *view, struct app *app, enum command command)
{
    struct review_view *review = review_view(view);
    switch (command) {
    case COMMAND_LIST_UP:
        move(review, false, 1);
        return HANDLED;
    case COMMAND_LIST_DOWN:
        move(review, true, 1);
        return HANDLED;
    case COMMAND_PAGE_UP:
        move(review, false, page_rows(review));
        return HANDLED;
    case COMMAND_PAGE_DOWN:
        move(review, true, page_rows(review));
        return HANDLED;
    case COMMAND_LIST_TAKE:
        take(review, app);
        return HANDLED;
    case COMMAND_CANCEL:
        app_pop(app);
        return HANDLED;
    default:
        return PASSED;
    }
}

/* The letters that lists are walked with elsewhere; there is nothing to type here. */
static void review_text(struct view *view, struct app *app, const char *text, size_t length)
{
    static const struct {
        char letter;
        enum command command;
    } letters[] = {{'k', COMMAND_LIST_UP}, {'j', COMMAND_LIST_DOWN}, {' ', COMMAND_PAGE_DOWN}, {'q', COMMAND_CANCEL}};
    uint32_t key;
    text_decode(text, length, &key);
    key = text_narrow_key(key);
    for (size_t i = 0; i < COUNT_OF(letters); i++) {
        if (key == (uint32_t)letters[i].letter) {
            review_command(view, app, letters[i].command);
            return;
        }
    }
}

static void review_paste(struct view *view, struct app *app, const char *text, size_t length)
{
    (void)view, (void)app, (void)text, (void)length; /* a paste is no choice */
}

static void review_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    struct review_view *review = review_view(view);
    const struct rectangle list = box_inside(review->box);
    if (mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN) {
        move(review, mouse->kind == MOUSE_WHEEL_DOWN, 3);
        return;
    }
    int row = mouse->row - list.row;
    if (mouse->kind != MOUSE_PRESS || mouse->button != 1 || row < 0 || row >= list.rows ||
        mouse->column < list.column || mouse->column >= list.column + list.columns)
        return;
    size_t at = review->top + (size_t)row;
    if (at >= review->count || !selectable(&review->row[at]))
        return;
    bool again = at == review->at;
    review->at = at;
    if (again)
        take(review, app);
}

/* ---- painting ----------------------------------------------------------------------------------------- */

static void review_layout(struct view *view, struct app *app, struct rectangle area)
{
    struct review_view *review = review_view(view);
    int cells = area.columns - 4 < BOX_CELLS ? area.columns - 4 : BOX_CELLS;
    make_rows(review, app->language, cells, app->screen.width);
    review->box = box_place(area, review->count < 1000 ? (int)review->count : 1000, cells);
    select_first(review);
    show_selection(review);
}

static struct style style_of(const struct row *row)
{
    static const uint8_t headings[SEVERITY_COUNT] = {ROLE_RED, ROLE_YELLOW, ROLE_BLUE, ROLE_GREEN};
    switch (row->kind) {
    case ROW_HEADING:
        return (struct style){headings[row->block], STYLE_BOLD};
    case ROW_RULE:
        return (struct style){ROLE_DIALOG, row->first ? STYLE_BOLD : 0};
    case ROW_TARGET:
        return STYLE(ROLE_DIALOG);
    default:
        return STYLE(ROLE_DIM);
    }
}

static void review_paint(struct view *view, struct app *app, struct screen *screen)
{
    (void)app;
    struct review_view *review = review_view(view);
    const struct box_button buttons[] = {{COMMAND_LIST_TAKE, _("go there")},
                                         {COMMAND_LIST_UP, _("up")},
                                         {COMMAND_LIST_DOWN, _("down")},
                                         {COMMAND_CANCEL, _("back")}};
    struct rectangle inside = box_inside(review->box);
    box_paint(screen, review->box, _("Review"), buttons, COUNT_OF(buttons));
    for (int i = 0; i < inside.rows && review->top + (size_t)i < review->count; i++) {
        size_t at = review->top + (size_t)i;
        const struct row *row = &review->row[at];
        int indent = row->kind == ROW_HEADING ? 0 : row->kind == ROW_RULE ? 2 : 4;
        indent = review->finding_count == 0 ? 0 : indent;
        screen_elided(screen, inside.row + i, inside.column + indent, inside.columns - indent, row->text,
                      style_of(row));
        if (at == review->at && selectable(row))
            screen_restyle(screen, (struct rectangle){inside.row + i, inside.column, 1, inside.columns},
                           STYLE(ROLE_SELECTION));
    }
}

static bool review_feed(struct view *view, struct app *app)
{
    look(review_view(view));
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
    return true;
}

static void review_free(struct view *view, struct app *app)
{
    (void)app;
    struct review_view *review = review_view(view);
    clear_rows(review);
    free(review->row);
    forget(review);
    snapshot_free(review->snapshot);
    free(review);
}

static const struct view_type review_type = {
    .name = "review",
    .context = review_context,
    .command = review_command,
    .text = review_text,
    .paste = review_paste,
    .mouse = review_mouse,
    .feed = review_feed,
    .layout = review_layout,
    .paint = review_paint,
    .free = review_free,
    .dialog = true,
};

struct view *review_view_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                             review_jump *jump, void *context)
{
    (void)app;
    struct review_view *review = memory_new(1, sizeof *review);
    review->view.type = &review_type;
    review->store = store;
    review->session = session;
    review->canvas_id = canvas_id;
    review->jump = jump;
    review->context = context;
    look(review);
    return &review->view;
}
