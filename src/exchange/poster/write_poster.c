/*
 * write_poster.c - a canvas as a poster: PDF (A3, landscape), SVG, PNG.
 *
 * One page while the letters stay readable: the type is as large as fits, up to what a poster wants. What does not fit at the
 * smallest type goes on on further pages of a PDF, which then has a larger one, for space costs nothing any more; a picture
 * grows downwards.
 * Not here: how a block looks (poster_block.c), and cairo (picture.c).
 */
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "picture_load.h"
#include "poster.h"

#define PAGE_WIDTH 1190.55 /* A3 */
#define PAGE_HEIGHT 841.89
#define MARGIN 42.0
#define GAP 7.0
#define HEAD_GAP 15.0
#define FOOT 24.0
#define TYPE_LARGEST 16.5
#define TYPE_USUAL 14.5        /* larger only with titles that stay titles beside it */
#define TYPE_SMALLEST 7.0     /* five points when the sheet is printed on A4 */
#define TYPE_OF_PAGES 9.0      /* where there are several */
#define HEADING_LARGEST 1.12 /* ems; smaller ones break into two lines instead */
#define HEADING_FAIR 0.95
#define HEADING_SMALLEST 0.85
#define PNG_SCALE 2.0
#define PNG_HIGHEST 16000.0 /* points: what the format and its readers bear */

static double measure_cell(void *context, const struct sheet_cell *cell, double width)
{
    struct poster *poster = context;
    return poster_block_height(poster, &poster->block[cell - poster->sheet.cell], width);
}

/* ---- head and foot --------------------------------------------------------------------------------------- */

static char *title_line(const struct poster *poster)
{
    struct buffer visible = {0}, line = {0};
    export_visible(poster->request->snapshot->title, &visible);
    text_elide(&line, buffer_text(&visible), visible.length, 100, TEXT_NARROW);
    buffer_clear(&visible);
    return buffer_take(&line);
}

static char *about_line(const struct poster *poster)
{
    const struct snapshot *snapshot = poster->request->snapshot;
    enum language language = poster->request->language;
    struct buffer line = {0}, authors = {0}, visible = {0};
    char date[16];
    export_date(snapshot, date, sizeof date);
    buffer_printf(&line, "%s  ·  %s", snapshot->template->title.text[language], date);
    export_authors(snapshot, &poster->order, language == LANGUAGE_ZH ? "、" : ", ", &authors);
    if (authors.length > 0) {
        buffer_add(&line, "  ·  ");
        text_elide(&line, authors.data, authors.length, 80, TEXT_NARROW);
    }
    for (size_t i = 0; i < snapshot->tag_count; i++)
        buffer_printf(&line, "  ·  #%s", snapshot->tag[i]);
    export_visible(line.data, &visible);
    buffer_clear(&line);
    buffer_clear(&authors);
    return buffer_take(&visible);
}

/* Draws the head, or only measures it: where the blocks may begin. */
static double set_head(const struct poster *poster, bool draw)
{
    struct picture_type title = {.size = 30, .line = 38, .bold = true, .colour = POSTER_INK};
    struct picture_type about = {.size = 11.5, .line = 16, .colour = POSTER_SOFT};
    double width = poster->width - 2 * MARGIN, y = MARGIN - 8;
    char *line = title_line(poster), *below = about_line(poster);
    double used = 0, beside = 0;
    double height = poster->driver->measure(poster->picture, line, &title, width, &used);
    double small = poster->driver->measure(poster->picture, below, &about, 0, &beside);
    bool same_line = height < 1.5 * title.line && used + 22 + beside <= width;
    if (draw)
        poster->driver->text(poster->picture, line, &title, MARGIN, y, width);
    if (draw && same_line)
        poster->driver->text(poster->picture, below, &about, poster->width - MARGIN - beside,
                             y + title.line - about.line - 5, 0);
    if (draw && !same_line)
        poster->driver->text(poster->picture, below, &about, MARGIN, y + height, width);
    if (!same_line)
        small = poster->driver->measure(poster->picture, below, &about, width, NULL);
    free(line);
    free(below);
    return y + height + (same_line ? 0 : small) + HEAD_GAP;
}

/* What the letters of colours mean, when there is more than one; ends at `right`. */
static void draw_colours(const struct poster *poster, const struct picture_type *type, double right, double y)
{
    int count = 0;
    for (int colour = NOTE_NONE + 1; colour < NOTE_COLOUR_COUNT; colour++)
        count += poster->colour[colour];
    for (int colour = NOTE_COLOUR_COUNT - 1; colour > NOTE_NONE && count > 1; colour--) {
        const char *name = _(note_colour_name((enum note_colour)colour));
        double used = 0;
        if (!poster->colour[colour])
            continue;
        poster->driver->measure(poster->picture, name, type, 0, &used);
        right -= used;
        poster->driver->text(poster->picture, name, type, right, y, 0);
        right -= (POSTER_FLAG_WIDTH + 0.45) * type->size;
        poster_flag_draw(poster, (enum note_colour)colour, right, y, type->size);
        right -= 1.3 * type->size;
    }
}

static void draw_foot(const struct poster *poster, int page, bool several)
{
    struct picture_type type = {.size = 8, .line = 11, .colour = POSTER_FAINT};
    double y = poster->height - MARGIN - type.line + 12, used = 0;
    double right = poster->width - MARGIN;
    const char *line = export_attribution(poster->request);
    if (*line)
        poster->driver->text(poster->picture, line, &type, MARGIN, y, 0);
    if (several) {
        struct buffer number = {0};
        buffer_printf(&number, "%d", page);
        poster->driver->measure(poster->picture, number.data, &type, 0, &used);
        poster->driver->text(poster->picture, number.data, &type, right - used, y, 0);
        buffer_clear(&number);
        right -= used + 3 * type.size;
    }
    type.colour = POSTER_SOFT;
    draw_colours(poster, &type, right, y);
}

/* ---- the sheet ------------------------------------------------------------------------------------------- */

/* All titles are of one size, the largest at which each stands in one line. */
static void choose_heading(struct poster *poster)
{
    double unit = (poster->width - 2 * MARGIN + GAP) / poster->sheet.columns;
    poster->heading = HEADING_LARGEST;
    for (size_t i = 0; i < poster->sheet.count; i++) {
        double width = poster->sheet.cell[i].at.column_span * unit - GAP;
        double fits = poster_block_title_fits(poster, &poster->block[i], width);
        poster->heading = fits < poster->heading ? fits : poster->heading;
    }
    poster->heading = poster->heading > HEADING_SMALLEST ? poster->heading : HEADING_SMALLEST;
}

static double place(struct poster *poster, double height, double type)
{
    struct sheet_space space = {
        .width = poster->width - 2 * MARGIN, .height = height, .gap = GAP, .row_gap = GAP, .row_least = 4 * type};
    poster->type = type;
    choose_heading(poster);
    return sheet_place(&poster->sheet, &space, measure_cell, poster);
}

static bool suits(struct poster *poster, double height, double type)
{
    bool fits = place(poster, height, type) <= height;
    return fits && (type <= TYPE_USUAL || poster->heading >= HEADING_FAIR);
}

/* The largest type with which everything fits `height`; false when even the smallest does not. More columns fit with a
 * smaller type, so what is needed does not shrink evenly: sizes are tried from the largest down, then between two. */
static bool choose_type(struct poster *poster, double height)
{
    double high = TYPE_LARGEST, low = high;
    if (place(poster, height, TYPE_SMALLEST) > height)
        return false;
    while (low > TYPE_SMALLEST && !suits(poster, height, low)) {
        high = low;
        low = low * 0.9 > TYPE_SMALLEST ? low * 0.9 : TYPE_SMALLEST;
    }
    for (int step = 0; step < 3 && high > low; step++) {
        double middle = (low + high) / 2;
        if (suits(poster, height, middle))
            low = middle;
        else
            high = middle;
    }
    return place(poster, height, low) <= height;
}

static bool is_drawn(const struct poster *poster)
{
    for (size_t i = 0; i < poster->sheet.count; i++)
        if (poster->block[i].drawn < poster->block[i].count)
            return false;
    return true;
}

/* The notes for which the sheet had no room, in four columns a page. */
static void draw_rest(struct poster *poster)
{
    double top = set_head(poster, false), bottom = poster->height - MARGIN - FOOT + 10;
    struct poster_columns columns = {.left = MARGIN, .top = top, .bottom = bottom, .gap = 18, .count = 4, .y = top};
    columns.width = (poster->width - 2 * MARGIN - 3 * columns.gap) / 4;
    poster->type = TYPE_OF_PAGES;
    int page = 1;
    for (size_t i = 0; i < poster->sheet.count;) {
        if (page == 1 || columns.column == columns.count) {
            poster->driver->page(poster->picture);
            set_head(poster, true);
            draw_foot(poster, ++page, true);
            columns.column = 0;
            columns.y = top;
        }
        if (poster_block_continue(poster, &poster->block[i], &columns))
            i++;
    }
}

static void draw_poster(struct poster *poster)
{
    double top = set_head(poster, true);
    for (size_t i = 0; i < poster->sheet.count; i++)
        poster_block_draw(poster, &poster->block[i], MARGIN, top);
    bool several = !is_drawn(poster);
    draw_foot(poster, 1, several);
    if (several)
        draw_rest(poster);
}

/* ---- fonts ----------------------------------------------------------------------------------------------- */

#define SAMPLE 200

/* Different characters that only a font for Chinese, Japanese or Korean has. */
struct sample {
    uint32_t code[SAMPLE];
    size_t count;
    struct buffer text;
};

static void add_to_sample(struct sample *sample, const char *text)
{
    for (size_t at = 0, length = strlen(text); at < length && sample->count < SAMPLE;) {
        uint32_t code;
        size_t size = text_decode(text + at, length - at, &code), known = 0;
        while (known < sample->count && sample->code[known] != code)
            known++;
        if (code >= 0x3040 && code < 0xd7b0 && known == sample->count) {
            sample->code[sample->count++] = code;
            buffer_append(&sample->text, text + at, size);
        }
        at += size;
    }
}

/* Boxes in place of characters are no poster. */
static enum status check_fonts(const struct poster *poster, struct error *err)
{
    struct sample sample = {.count = 0};
    if (poster->driver->missing(poster->picture, "Canvas") > 0)
        return error_set(err, STATUS_NOT_FOUND, _("no font is installed (on Debian: apt install fonts-noto-core "
                                                  "fonts-noto-cjk); html needs none here"));
    add_to_sample(&sample, poster->request->snapshot->title);
    for (size_t b = 0; b < poster->sheet.count; b++) {
        add_to_sample(&sample, poster->block[b].title);
        for (size_t i = 0; i < poster->block[b].count; i++) {
            add_to_sample(&sample, poster->block[b].item[i].heading);
            add_to_sample(&sample, poster->block[b].item[i].text);
            add_to_sample(&sample, poster->block[b].item[i].marks);
        }
    }
    size_t missing = poster->driver->missing(poster->picture, buffer_text(&sample.text));
    buffer_clear(&sample.text);
    if (missing == 0)
        return STATUS_OK;
    return error_set(err, STATUS_NOT_FOUND,
                     _("no installed font has the Chinese characters of this canvas (on Debian: apt install "
                       "fonts-noto-cjk); html needs none here"));
}

/* ---- the three formats ----------------------------------------------------------------------------------- */

static void append(void *context, const char *bytes, size_t length)
{
    buffer_append(context, bytes, length);
}

static enum status start_picture(struct poster *poster, enum picture_kind kind, struct buffer *out, struct error *err)
{
    const struct snapshot *snapshot = poster->request->snapshot;
    struct buffer authors = {0};
    char created[40];
    const char *problem = "";
    time_format_utc(snapshot->updated, created, sizeof created);
    export_authors(snapshot, &poster->order, ", ", &authors);
    char *title = title_line(poster);
    struct picture_start start = {.kind = kind,
                                  .width = poster->width,
                                  .height = poster->height,
                                  .scale = PNG_SCALE,
                                  .title = title,
                                  .author = buffer_text(&authors),
                                  .created = created,
                                  .language = "zh-cn",
                                  .write = append,
                                  .context = out};
    poster->picture = poster->driver->open(&start, &problem);
    free(title);
    buffer_clear(&authors);
    return poster->picture ? STATUS_OK : error_set(err, STATUS_IO, _("the poster cannot be drawn: %s"), problem);
}

static enum status end_picture(struct poster *poster, struct error *err)
{
    const char *problem = "";
    bool done = poster->driver->close(poster->picture, &problem);
    poster->picture = NULL;
    return done ? STATUS_OK : error_set(err, STATUS_IO, _("the poster cannot be drawn: %s"), problem);
}

/* A picture has one page: where the smallest type does not fit, it is drawn again on a higher one. */
static enum status grow_picture(struct poster *poster, enum picture_kind kind, double need, struct buffer *out,
                                struct error *err)
{
    poster->height = need;
    if (need > PNG_HIGHEST)
        return error_set(err, STATUS_INVALID, _("too many notes for one picture; pdf goes on on further pages"));
    enum status status = end_picture(poster, err);
    buffer_reset(out);
    return status == STATUS_OK ? start_picture(poster, kind, out, err) : status;
}

static enum status draw(struct poster *poster, enum picture_kind kind, struct buffer *out, struct error *err)
{
    enum status status = start_picture(poster, kind, out, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < poster->sheet.count; i++)
        poster_block_init(poster, &poster->block[i], &poster->sheet.cell[i]);
    status = check_fonts(poster, err);
    double around = set_head(poster, false) + MARGIN + FOOT - 12, room = poster->height - around;
    bool fits = status == STATUS_OK && choose_type(poster, room);
    if (status == STATUS_OK && !fits && kind == PICTURE_PDF)
        place(poster, room, TYPE_OF_PAGES);
    else if (status == STATUS_OK && !fits)
        status = grow_picture(poster, kind, place(poster, 0, TYPE_SMALLEST) + around, out, err);
    if (status == STATUS_OK)
        draw_poster(poster);
    for (size_t i = 0; i < poster->sheet.count; i++)
        poster_block_clear(&poster->block[i]);
    if (!poster->picture)
        return status;
    struct error ignored;
    return end_picture(poster, status == STATUS_OK ? err : &ignored) == STATUS_OK ? status : STATUS_IO;
}

static enum status write_poster(const struct export_request *request, enum picture_kind kind, struct buffer *out,
                                struct error *err)
{
    struct poster poster = {.request = request, .width = PAGE_WIDTH, .height = PAGE_HEIGHT};
    struct buffer file = {0};
    enum status status = picture_load(&poster.driver, err);
    if (status != STATUS_OK)
        return status;
    export_order_init(&poster.order, request->snapshot);
    poster.authors = export_names_differ(request->snapshot, &poster.order);
    for (size_t i = 0; i < poster.order.count; i++) {
        poster.colour[poster.order.note[i]->colour] = true;
        poster.coloured |= poster.order.note[i]->colour != NOTE_NONE;
    }
    sheet_init(&poster.sheet, request);
    poster.block = memory_new(poster.sheet.count + 1, sizeof *poster.block);
    status = draw(&poster, kind, &file, err);
    if (status == STATUS_OK)
        buffer_append(out, buffer_text(&file), file.length);
    buffer_clear(&file);
    free(poster.block);
    sheet_clear(&poster.sheet);
    export_order_clear(&poster.order);
    return status;
}

enum status write_pdf(const struct export_request *request, struct buffer *out, struct error *err)
{
    return write_poster(request, PICTURE_PDF, out, err);
}

enum status write_svg(const struct export_request *request, struct buffer *out, struct error *err)
{
    return write_poster(request, PICTURE_SVG, out, err);
}

enum status write_png(const struct export_request *request, struct buffer *out, struct error *err)
{
    return write_poster(request, PICTURE_PNG, out, err);
}
