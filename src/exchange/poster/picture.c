/*
 * picture.c - texts and boxes on pages, drawn with cairo and pango: a module of its own.
 *
 * The only file that knows these libraries; it uses nothing of nonet (picture.h says why). Every text is laid out at one
 * size and scaled when it is drawn, so that a text breaks alike however large it is set and on whatever it is drawn.
 */
#include "picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <hb-ot.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAYOUT_SIZE 10.0 /* what all texts are laid out at */
#define EMOJI_SCALE 10.9 /* pixels to that, of emoji in files that are enlarged: as large as fonts have them */

/* Latin first; then Chinese in its simplified shapes, as the distributions name it. */
#define FAMILIES \
    "Noto Sans,Source Sans 3,Noto Sans CJK SC,Noto Sans SC,Source Han Sans SC,WenQuanYi Micro Hei,DejaVu Sans,sans-serif"

struct picture {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *plain, *bold;
    enum picture_kind kind;
    void (*write)(void *context, const char *bytes, size_t length);
    void *write_context;
};

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned int length)
{
    struct picture *picture = closure;
    picture->write(picture->write_context, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *make_surface(struct picture *picture, const struct picture_start *start)
{
    switch (start->kind) {
    case PICTURE_PDF:
        picture->surface = cairo_pdf_surface_create_for_stream(write_bytes, picture, start->width, start->height);
        cairo_pdf_surface_set_metadata(picture->surface, CAIRO_PDF_METADATA_TITLE, start->title);
        cairo_pdf_surface_set_metadata(picture->surface, CAIRO_PDF_METADATA_AUTHOR, start->author);
        cairo_pdf_surface_set_metadata(picture->surface, CAIRO_PDF_METADATA_CREATOR, "nonet");
        cairo_pdf_surface_set_metadata(picture->surface, CAIRO_PDF_METADATA_CREATE_DATE, start->created);
        break;
    case PICTURE_SVG:
        picture->surface = cairo_svg_surface_create_for_stream(write_bytes, picture, start->width, start->height);
        cairo_svg_surface_set_document_unit(picture->surface, CAIRO_SVG_UNIT_PT);
        break;
    case PICTURE_PNG:
        picture->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(start->width * start->scale + 0.5),
                                                      (int)(start->height * start->scale + 0.5));
        break;
    }
    return picture->surface;
}

static PangoFontDescription *make_font(PangoWeight weight)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, FAMILIES);
    pango_font_description_set_weight(font, weight);
    pango_font_description_set_absolute_size(font, LAYOUT_SIZE * PANGO_SCALE);
    return font;
}

static void make_layout(struct picture *picture, const struct picture_start *start)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    picture->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_cairo_context_set_font_options(picture->context, options);
    pango_cairo_context_set_resolution(picture->context, 72);
    pango_context_set_language(picture->context, pango_language_from_string(start->language));
    pango_context_set_round_glyph_positions(picture->context, FALSE);
    picture->layout = pango_layout_new(picture->context);
    pango_layout_set_wrap(picture->layout, PANGO_WRAP_WORD_CHAR);
    picture->plain = make_font(PANGO_WEIGHT_NORMAL);
    picture->bold = make_font(PANGO_WEIGHT_BOLD);
    cairo_font_options_destroy(options);
}

static void free_picture(struct picture *picture)
{
    if (picture->layout)
        g_object_unref(picture->layout);
    if (picture->context)
        g_object_unref(picture->context);
    if (picture->plain)
        pango_font_description_free(picture->plain);
    if (picture->bold)
        pango_font_description_free(picture->bold);
    if (picture->cairo)
        cairo_destroy(picture->cairo);
    cairo_surface_destroy(picture->surface);
    free(picture);
}

static struct picture *open_picture(const struct picture_start *start, const char **problem)
{
    struct picture *picture = calloc(1, sizeof *picture);
    if (!picture) {
        *problem = cairo_status_to_string(CAIRO_STATUS_NO_MEMORY);
        return NULL;
    }
    picture->kind = start->kind;
    picture->write = start->write;
    picture->write_context = start->context;
    cairo_status_t status = cairo_surface_status(make_surface(picture, start));
    if (status != CAIRO_STATUS_SUCCESS) {
        *problem = cairo_status_to_string(status);
        free_picture(picture);
        return NULL;
    }
    picture->cairo = cairo_create(picture->surface);
    if (start->kind == PICTURE_PNG) {
        cairo_set_source_rgb(picture->cairo, 1, 1, 1);
        cairo_paint(picture->cairo);
        cairo_scale(picture->cairo, start->scale, start->scale);
    }
    make_layout(picture, start);
    return picture;
}

/* ---- texts ------------------------------------------------------------------------------------------- */

static void lay_out(struct picture *picture, const char *text, const struct picture_type *type, double width)
{
    double scale = LAYOUT_SIZE / type->size;
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_line_height_new_absolute((int)(type->line * scale * PANGO_SCALE)));
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE)); /* an address has none of its own */
    pango_layout_set_font_description(picture->layout, type->bold ? picture->bold : picture->plain);
    pango_layout_set_attributes(picture->layout, attributes);
    pango_layout_set_alignment(picture->layout, type->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    pango_layout_set_width(picture->layout, width > 0 ? (int)(width * scale * PANGO_SCALE) : -1);
    pango_layout_set_text(picture->layout, text, -1);
    pango_attr_list_unref(attributes);
}

static double measure_text(struct picture *picture, const char *text, const struct picture_type *type, double width,
                           double *used)
{
    lay_out(picture, text, type, width);
    int wide, high;
    pango_layout_get_size(picture->layout, &wide, &high);
    double scale = type->size / LAYOUT_SIZE / PANGO_SCALE;
    if (used)
        *used = wide * scale;
    return high * scale;
}

static void set_colour(struct picture *picture, long colour)
{
    cairo_set_source_rgb(picture->cairo, (double)(colour >> 16 & 0xff) / 255, (double)(colour >> 8 & 0xff) / 255,
                         (double)(colour & 0xff) / 255);
}

/* ---- emoji ------------------------------------------------------------------------------------------- */

/* Cairo makes pictures of coloured glyphs, as small as they are on a screen, and no text of them in a PDF. So in files
 * that are enlarged they are pictures of our own, with their characters behind them. */
static bool is_emoji(const PangoLayoutRun *run)
{
    hb_face_t *face = hb_font_get_face(pango_font_get_hb_font(run->item->analysis.font));
    return hb_ot_color_has_png(face) || hb_ot_color_has_layers(face);
}

static bool has_emoji(PangoLayout *layout)
{
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    bool found = false;
    do {
        const PangoLayoutRun *run = pango_layout_iter_get_run_readonly(iter);
        found = run && is_emoji(run);
    } while (!found && pango_layout_iter_next_run(iter));
    pango_layout_iter_free(iter);
    return found;
}

/* The same glyphs are one picture in a file. */
static void name_image(cairo_surface_t *image, const PangoGlyphString *glyphs)
{
    size_t size = 16 + 12 * (size_t)glyphs->num_glyphs, length = 0;
    char *name = malloc(size);
    if (!name)
        return;
    for (int i = 0; i < glyphs->num_glyphs; i++)
        length += (size_t)snprintf(name + length, size - length, "-%x", (unsigned)glyphs->glyphs[i].glyph);
    if (cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_UNIQUE_ID, (unsigned char *)name, length, free, name) !=
        CAIRO_STATUS_SUCCESS)
        free(name);
}

/* Draws the glyphs of one emoji from (x, y) on its base line. */
static void draw_emoji(struct picture *picture, PangoFont *font, PangoGlyphString *glyphs, double x, double y)
{
    PangoRectangle ink;
    pango_glyph_string_extents(glyphs, font, &ink, NULL);
    double left = (double)ink.x / PANGO_SCALE, top = (double)ink.y / PANGO_SCALE;
    int width = (int)((double)ink.width / PANGO_SCALE * EMOJI_SCALE + 1);
    int height = (int)((double)ink.height / PANGO_SCALE * EMOJI_SCALE + 1);
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    cairo_t *inside = cairo_create(image);
    cairo_scale(inside, EMOJI_SCALE, EMOJI_SCALE);
    cairo_move_to(inside, -left, -top);
    pango_cairo_show_glyph_string(inside, font, glyphs);
    cairo_destroy(inside);
    name_image(image, glyphs);
    cairo_save(picture->cairo);
    cairo_translate(picture->cairo, x + left, y + top);
    cairo_scale(picture->cairo, 1 / EMOJI_SCALE, 1 / EMOJI_SCALE);
    cairo_set_source_surface(picture->cairo, image, 0, 0);
    cairo_paint(picture->cairo);
    cairo_restore(picture->cairo);
    cairo_surface_destroy(image);
}

/* A blank as wide as the emoji that reads as it: what is selected and found. */
static void add_hidden(struct picture *picture, const char *text, int length, double x, double y, double width)
{
    PangoFont *font = pango_context_load_font(picture->context, picture->plain);
    hb_codepoint_t blank;
    cairo_text_extents_t extents;
    if (font && hb_font_get_nominal_glyph(pango_font_get_hb_font(font), ' ', &blank)) {
        cairo_glyph_t glyph = {.index = blank};
        cairo_text_cluster_t cluster = {.num_bytes = length, .num_glyphs = 1};
        cairo_save(picture->cairo);
        cairo_translate(picture->cairo, x, y);
        cairo_set_scaled_font(picture->cairo, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
        cairo_glyph_extents(picture->cairo, &glyph, 1, &extents);
        if (extents.x_advance > 0)
            cairo_scale(picture->cairo, width / extents.x_advance, 1);
        cairo_show_text_glyphs(picture->cairo, text, length, &glyph, 1, &cluster, 1, 0);
        cairo_restore(picture->cairo);
    }
    if (font)
        g_object_unref(font);
}

static void draw_emoji_run(struct picture *picture, const char *text, PangoLayoutRun *run, double x, double y)
{
    PangoGlyphItemIter iter;
    for (bool more = pango_glyph_item_iter_init_start(&iter, run, text); more;
         more = pango_glyph_item_iter_next_cluster(&iter)) {
        bool forward = iter.start_glyph < iter.end_glyph;
        int first = forward ? iter.start_glyph : iter.end_glyph + 1;
        PangoGlyphString part = *run->glyphs;
        part.num_glyphs = forward ? iter.end_glyph - first : iter.start_glyph + 1 - first;
        part.glyphs += first;
        part.log_clusters += first;
        int before = 0;
        for (int i = 0; i < first; i++)
            before += run->glyphs->glyphs[i].geometry.width;
        double at = x + (double)before / PANGO_SCALE, width = (double)pango_glyph_string_get_width(&part) / PANGO_SCALE;
        draw_emoji(picture, run->item->analysis.font, &part, at, y);
        if (picture->kind == PICTURE_PDF)
            add_hidden(picture, text + iter.start_index, iter.end_index - iter.start_index, at, y, width);
    }
}

static void draw_runs(struct picture *picture)
{
    const char *text = pango_layout_get_text(picture->layout);
    PangoLayoutIter *iter = pango_layout_get_iter(picture->layout);
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(iter);
        PangoRectangle place;
        if (!run)
            continue;
        pango_layout_iter_get_run_extents(iter, NULL, &place);
        double x = (double)place.x / PANGO_SCALE, y = (double)pango_layout_iter_get_baseline(iter) / PANGO_SCALE;
        if (is_emoji(run)) {
            draw_emoji_run(picture, text, run, x, y);
        } else {
            cairo_move_to(picture->cairo, x, y);
            pango_cairo_show_glyph_item(picture->cairo, text, run);
        }
    } while (pango_layout_iter_next_run(iter));
    pango_layout_iter_free(iter);
}

static void draw_text(struct picture *picture, const char *text, const struct picture_type *type, double x, double y,
                      double width)
{
    lay_out(picture, text, type, width);
    set_colour(picture, type->colour);
    cairo_save(picture->cairo);
    cairo_translate(picture->cairo, x, y);
    cairo_scale(picture->cairo, type->size / LAYOUT_SIZE, type->size / LAYOUT_SIZE);
    cairo_move_to(picture->cairo, 0, 0);
    if (type->shape) {
        pango_cairo_layout_path(picture->cairo, picture->layout);
        cairo_fill(picture->cairo);
    } else if (picture->kind != PICTURE_PNG && has_emoji(picture->layout)) {
        draw_runs(picture);
    } else {
        pango_cairo_show_layout(picture->cairo, picture->layout);
    }
    cairo_restore(picture->cairo);
}

static size_t count_missing(struct picture *picture, const char *text)
{
    const struct picture_type type = {.size = LAYOUT_SIZE, .line = LAYOUT_SIZE};
    lay_out(picture, text, &type, 0);
    return (size_t)pango_layout_get_unknown_glyphs_count(picture->layout);
}

/* ---- boxes and pages ----------------------------------------------------------------------------------- */

static void draw_box(struct picture *picture, double x, double y, double width, double height, double radius,
                     long fill, long line, double line_width)
{
    const double quarter = 1.5707963267948966;
    cairo_t *cairo = picture->cairo;
    double most = (width < height ? width : height) / 2, r = radius < most ? radius : most;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + width - r, y + r, r, -quarter, 0);
    cairo_arc(cairo, x + width - r, y + height - r, r, 0, quarter);
    cairo_arc(cairo, x + r, y + height - r, r, quarter, 2 * quarter);
    cairo_arc(cairo, x + r, y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(cairo);
    if (fill != PICTURE_NO_COLOUR) {
        set_colour(picture, fill);
        cairo_fill_preserve(cairo);
    }
    if (line != PICTURE_NO_COLOUR) {
        set_colour(picture, line);
        cairo_set_line_width(cairo, line_width);
        cairo_stroke_preserve(cairo);
    }
    cairo_new_path(cairo);
}

static void next_page(struct picture *picture)
{
    cairo_show_page(picture->cairo);
}

static bool close_picture(struct picture *picture, const char **problem)
{
    cairo_status_t status = cairo_status(picture->cairo);
    if (status == CAIRO_STATUS_SUCCESS && picture->kind == PICTURE_PNG) {
        cairo_surface_flush(picture->surface);
        status = cairo_surface_write_to_png_stream(picture->surface, write_bytes, picture);
    }
    cairo_surface_finish(picture->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(picture->surface);
    if (status != CAIRO_STATUS_SUCCESS)
        *problem = cairo_status_to_string(status);
    free_picture(picture);
    return status == CAIRO_STATUS_SUCCESS;
}

const struct picture_driver *nonet_picture_driver(void)
{
    static const struct picture_driver driver = {
        .version = PICTURE_VERSION,
        .open = open_picture,
        .measure = measure_text,
        .text = draw_text,
        .box = draw_box,
        .missing = count_missing,
        .page = next_page,
        .close = close_picture,
    };
    return &driver;
}
