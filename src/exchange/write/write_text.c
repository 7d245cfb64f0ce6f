/*
 * write_text.c - plain text, as `nonet show` prints it: headings and bullets, or the boxes of a layout when one was
 * asked for.
 */
#include "writers.h"

enum status write_text(const struct export_request *request, struct buffer *out, struct error *err)
{
    (void)err;
    struct text_drawing how = {
        .layout_id = request->layout_id, .language = request->language, .plain = !request->layout_id};
    canvas_draw_text(request->snapshot, &how, out);
    if (*export_attribution(request))
        buffer_printf(out, "\n%s\n", export_attribution(request));
    return STATUS_OK;
}
