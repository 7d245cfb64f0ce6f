/*
 * choices.c - the list that typing filters: matching, order, selection, painting.
 *
 * What taking a choice does is its owner's.
 *
 * Invariant: `shown` holds the indices of the entries that match the typed text, best first; `selected` is a
 * position in it, or its count where that is the row of the typed text itself.
 */
#include "choices.h"

#include <stdlib.h>
#include <string.h>

#include "field_keys.h"
#include "nonet/message.h"

enum rank { RANK_KEY, RANK_START, RANK_WORD, RANK_INSIDE, RANK_DETAIL, RANK_LETTERS, RANK_NONE };

struct entry {
    char *label, *detail, *key;
    char *folded_label, *folded_detail;
    enum role mark;
    bool ticked;
    enum rank rank;
};

struct choices {
    struct entry *entry;
    size_t count, capacity;
    size_t *shown; /* room for all entries */
    size_t shown_count, shown_capacity;
    size_t selected, top;
    bool free_text;
    char *invitation; /* NULL = the usual */
    struct text_field field;
    struct rectangle list; /* where the entries were last painted */
};

struct choices *choices_new(bool free_text)
{
    struct choices *choices = memory_new(1, sizeof *choices);
    choices->free_text = free_text;
    text_field_init(&choices->field, NULL);
    return choices;
}

void choices_invite(struct choices *choices, const char *text)
{
    free(choices->invitation);
    choices->invitation = memory_copy_text(text);
}

void choices_free(struct choices *choices)
{
    if (!choices)
        return;
    for (size_t i = 0; i < choices->count; i++) {
        struct entry *entry = &choices->entry[i];
        free(entry->label);
        free(entry->detail);
        free(entry->key);
        free(entry->folded_label);
        free(entry->folded_detail);
    }
    free(choices->entry);
    free(choices->shown);
    free(choices->invitation);
    text_field_clear(&choices->field);
    free(choices);
}

static char *folded(const char *text)
{
    struct buffer out = {0};
    text_fold(&out, text, strlen(text));
    return buffer_take(&out);
}

/* ---- matching ---------------------------------------------------------------------------------- */

static bool has_letters(const char *text, const char *letters)
{
    for (; *text && *letters; text++)
        if (*text == *letters)
            letters++;
    return *letters == '\0';
}

static enum rank rank_label(const char *label, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(label, word, length) == 0)
        return RANK_START;
    enum rank best = RANK_NONE;
    for (const char *at = strstr(label, word); at; at = strstr(at + 1, word)) {
        if (at[-1] == ' ' || at[-1] == '-')
            return RANK_WORD;
        best = RANK_INSIDE;
    }
    return best;
}

static enum rank rank_word(const struct entry *entry, const char *word)
{
    enum rank rank = rank_label(entry->folded_label, word);
    if (rank != RANK_NONE)
        return rank;
    if (strstr(entry->folded_detail, word))
        return RANK_DETAIL;
    return strlen(word) > 1 && has_letters(entry->folded_label, word) ? RANK_LETTERS : RANK_NONE;
}

/* Every word has to match; the worst one counts. */
static enum rank rank_entry(const struct entry *entry, const char *typed, const char *query)
{
    if (*typed && strcmp(entry->key, typed) == 0)
        return RANK_KEY;
    enum rank worst = RANK_START;
    for (const char *at = query + strspn(query, " "); *at && worst != RANK_NONE;) {
        size_t length = strcspn(at, " ");
        char *word = memory_copy_bytes(at, length);
        enum rank rank = rank_word(entry, word);
        worst = rank > worst ? rank : worst;
        free(word);
        at += length;
        at += strspn(at, " ");
    }
    return worst;
}

/* The typed text stands as a row of its own unless it is the label of an entry. */
static bool has_typed_row(const struct choices *choices)
{
    const char *typed = choices_typed(choices);
    if (!choices->free_text || !*typed)
        return false;
    for (size_t i = 0; i < choices->shown_count; i++)
        if (strcmp(choices->entry[choices->shown[i]].label, typed) == 0)
            return false;
    return true;
}

static size_t row_count(const struct choices *choices)
{
    return choices->shown_count + (has_typed_row(choices) ? 1 : 0);
}

static void filter(struct choices *choices)
{
    const char *typed = choices_typed(choices);
    char *query = folded(typed);
    for (size_t i = 0; i < choices->count; i++)
        choices->entry[i].rank = rank_entry(&choices->entry[i], typed, query);
    free(query);
    choices->shown_count = 0;
    for (enum rank rank = RANK_KEY; rank < RANK_NONE; rank++)
        for (size_t i = 0; i < choices->count; i++)
            if (choices->entry[i].rank == rank)
                choices->shown[choices->shown_count++] = i;
    choices->selected = choices->top = 0;
}

void choices_add(struct choices *choices, const char *label, const char *detail, const char *key, enum role mark,
                 bool ticked)
{
    GROW(choices->entry, choices->count, choices->capacity);
    size_t index = choices->count++;
    choices->entry[index] = (struct entry){
        .label = memory_copy_text(label),
        .detail = memory_copy_text(detail ? detail : ""),
        .key = memory_copy_text(key ? key : ""),
        .folded_label = folded(label),
        .folded_detail = folded(detail ? detail : ""),
        .mark = mark,
        .ticked = ticked,
    };
    GROW(choices->shown, choices->shown_count, choices->shown_capacity);
    choices->shown[choices->shown_count++] = index;
}

void choices_select(struct choices *choices, size_t index)
{
    for (size_t i = 0; i < choices->shown_count; i++)
        if (choices->shown[i] == index)
            choices->selected = i;
}

int choices_selected(const struct choices *choices)
{
    if (choices->selected < choices->shown_count)
        return (int)choices->shown[choices->selected];
    return has_typed_row(choices) ? -1 : -2;
}

const char *choices_typed(const struct choices *choices)
{
    return buffer_text(&choices->field.text);
}

/* ---- keys -------------------------------------------------------------------------------------- */

static void step(struct choices *choices, size_t count, bool down)
{
    size_t rows = row_count(choices);
    size_t last = rows > 0 ? rows - 1 : 0;
    if (down)
        choices->selected = choices->selected + count < last ? choices->selected + count : last;
    else
        choices->selected = choices->selected > count ? choices->selected - count : 0;
}

bool choices_command(struct choices *choices, enum command command, enum text_width width)
{
    size_t page = choices->list.rows > 1 ? (size_t)choices->list.rows : 1;
    int selected = choices_selected(choices);
    switch (command) {
    case COMMAND_LIST_UP:
    case COMMAND_LIST_DOWN:
        step(choices, 1, command == COMMAND_LIST_DOWN);
        return true;
    case COMMAND_PAGE_UP:
    case COMMAND_PAGE_DOWN:
        step(choices, page, command == COMMAND_PAGE_DOWN);
        return true;
    case COMMAND_LIST_COMPLETE:
        if (selected >= 0) {
            text_field_set(&choices->field, choices->entry[selected].label);
            filter(choices);
            choices_select(choices, (size_t)selected);
        }
        return true;
    default:
        break;
    }
    char *before = memory_copy_text(choices_typed(choices));
    bool known = field_command(&choices->field, command, 1000, width);
    if (known && strcmp(before, choices_typed(choices)) != 0)
        filter(choices);
    free(before);
    return known;
}

void choices_text(struct choices *choices, const char *text, size_t length)
{
    field_insert_line(&choices->field, text, length);
    filter(choices);
}

bool choices_click(struct choices *choices, int row, int column)
{
    int at = row - choices->list.row, cell = column - choices->list.column;
    if (at < 0 || at >= choices->list.rows || cell < 0 || cell >= choices->list.columns ||
        choices->top + (size_t)at >= row_count(choices))
        return false;
    choices->selected = choices->top + (size_t)at;
    return true;
}

/* ---- painting ---------------------------------------------------------------------------------- */

struct columns {
    int head, label, detail, key;
};

/* How wide each column wants to be; `head` is that of ticks and marks. */
static struct columns measure(const struct choices *choices, enum text_width width)
{
    struct columns wide = {0};
    bool marks = false, ticks = false;
    for (size_t i = 0; i < choices->count; i++) {
        const struct entry *entry = &choices->entry[i];
        int label = text_cells_of(entry->label, width), detail = text_cells_of(entry->detail, width);
        int key = text_cells_of(entry->key, width);
        wide.label = label > wide.label ? label : wide.label;
        wide.detail = detail > wide.detail ? detail : wide.detail;
        wide.key = key > wide.key ? key : wide.key;
        marks = marks || entry->mark != ROLE_TEXT;
        ticks = ticks || entry->ticked;
    }
    wide.head = (marks ? 2 : 0) + (ticks ? 2 : 0);
    return wide;
}

void choices_size(const struct choices *choices, enum text_width width, int *rows, int *columns)
{
    struct columns wide = measure(choices, width);
    size_t count = choices->count + (choices->free_text ? 1 : 0);
    *rows = 1 + (count < 1000 ? (int)count : 1000);
    *columns = wide.head + wide.label + (wide.key > 0 ? wide.key + 2 : 0) + (wide.detail > 0 ? wide.detail + 2 : 0);
}

/* Without colours a mark is the first letter of its colour's English name. */
static void paint_mark(struct screen *screen, int row, int column, enum role mark, bool selected)
{
    static const char letters[] = "yrgbp";
    if (mark < ROLE_YELLOW || mark > ROLE_PURPLE)
        return;
    char letter[2] = {letters[mark - ROLE_YELLOW], '\0'};
    bool plain = screen->marks || screen->ascii;
    struct style style = {(uint8_t)mark, selected ? STYLE_REVERSE : 0};
    screen_string(screen, row, column, 1, plain ? letter : "■", style);
}

static void paint_entry(const struct choices *choices, struct screen *screen, struct rectangle line,
                        const struct columns *wide, size_t index, bool selected)
{
    const struct entry *entry = &choices->entry[index];
    struct style quiet = STYLE(selected ? ROLE_SELECTION : ROLE_DIM);
    struct style plain = STYLE(selected ? ROLE_SELECTION : ROLE_DIALOG);
    screen_fill(screen, line, plain);
    int column = line.column, end = line.column + line.columns;
    bool ticks = wide->head == 4 || (wide->head == 2 && entry->mark == ROLE_TEXT);
    if (entry->ticked)
        screen_string(screen, line.row, column, 1, screen->ascii ? "x" : "✓", plain);
    if (ticks)
        column += 2;
    paint_mark(screen, line.row, column, entry->mark, selected);
    column = line.column + wide->head;
    int label = wide->label < end - column ? wide->label : end - column;
    screen_elided(screen, line.row, column, label, entry->label, plain);
    column += wide->label + 2;
    if (wide->key > 0 && column + wide->key <= end) {
        screen_elided(screen, line.row, column, wide->key, entry->key, selected ? plain : STYLE(ROLE_KEY));
        column += wide->key + 2;
    }
    if (column < end)
        screen_elided(screen, line.row, column, end - column, entry->detail, quiet);
}

static void paint_typed(const struct choices *choices, struct screen *screen, struct rectangle line, bool selected)
{
    struct style style = STYLE(selected ? ROLE_SELECTION : ROLE_DIALOG);
    screen_fill(screen, line, style);
    int used = screen_string(screen, line.row, line.column, line.columns, "+ ", style);
    screen_elided(screen, line.row, line.column + used, line.columns - used, choices_typed(choices), style);
}

static void keep_in_view(struct choices *choices)
{
    size_t page = choices->list.rows > 0 ? (size_t)choices->list.rows : 1;
    if (choices->selected < choices->top)
        choices->top = choices->selected;
    if (choices->selected >= choices->top + page)
        choices->top = choices->selected - page + 1;
}

void choices_paint(struct choices *choices, struct screen *screen, struct rectangle area)
{
    struct style style = {ROLE_DIALOG, STYLE_UNDERLINE};
    choices->list = (struct rectangle){area.row + 1, area.column, area.rows - 1, area.columns};
    keep_in_view(choices);
    struct columns wide = measure(choices, screen->width);
    size_t rows = row_count(choices);
    for (int i = 0; i < choices->list.rows; i++) {
        size_t at = choices->top + (size_t)i;
        struct rectangle line = {choices->list.row + i, area.column, 1, area.columns};
        if (at < choices->shown_count)
            paint_entry(choices, screen, line, &wide, choices->shown[at], at == choices->selected);
        else if (at < rows)
            paint_typed(choices, screen, line, at == choices->selected);
    }
    bool invites = choices->free_text && choices_typed(choices)[0] == '\0';
    if (rows == 0 && choices->list.rows > 0 && !invites)
        screen_elided(screen, choices->list.row, area.column, area.columns, _("nothing matches"), STYLE(ROLE_DIM));
    if (area.rows > 0)
        field_paint(screen, &choices->field, area.row, area.column, area.columns, style);
    const char *usual = choices->count > 0 ? _("or type one of your own") : _("type it");
    if (area.rows > 0 && invites)
        screen_elided(screen, area.row, area.column + 1, area.columns - 1,
                      choices->invitation ? choices->invitation : usual, STYLE(ROLE_DIM));
}
