/*
 * guidance.c - prompts, templates, template check and install.
 *
 * `prompts --json` is the template's own file in one language, so that whatever a template holds reaches scripts.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define TEMPLATE_SIZE_LIMIT ((size_t)2 * 1024 * 1024)

/* ---- prompts ------------------------------------------------------------------------------------ */

static bool is_bilingual(const json_t *value)
{
    return json_is_object(value) && json_object_size(value) <= LANGUAGE_COUNT &&
           (json_object_get(value, "en") || json_object_get(value, "zh"));
}

/* A copy with every {"en","zh"} replaced by the one that is asked for. A template nests a few levels only; the
 * depth bounds the recursion all the same. */
static json_t *localised(const json_t *value, enum language language, int depth)
{
    if (depth <= 0)
        return json_null();
    if (is_bilingual(value)) {
        const json_t *text = json_object_get(value, language_code(language));
        if (!text)
            text = json_object_get(value, language_code(language_other(language)));
        return localised(text, language, depth - 1);
    }
    if (json_is_object(value)) {
        json_t *copy = json_object();
        const char *key;
        json_t *member;
        json_object_foreach((json_t *)value, key, member)
            json_object_set_new(copy, key, localised(member, language, depth - 1));
        return copy;
    }
    if (json_is_array(value)) {
        json_t *copy = json_array();
        for (size_t i = 0; i < json_array_size(value); i++)
            json_array_append_new(copy, localised(json_array_get(value, i), language, depth - 1));
        return copy;
    }
    return json_deep_copy(value);
}

/* Only the block with this id stays. */
static void keep_block(json_t *document, const char *id)
{
    json_t *blocks = json_object_get(document, "blocks");
    for (size_t i = json_array_size(blocks); i-- > 0;) {
        const char *other = json_string_value(json_object_get(json_array_get(blocks, i), "id"));
        if (!other || strcmp(other, id) != 0)
            json_array_remove(blocks, i);
    }
}

static void prompts_json(struct context *context, const struct template *template, const char *block_id)
{
    json_t *source = json_loads(template->source, 0, NULL);
    json_t *whole = localised(source, context->language, 40);
    json_decref(source);
    json_t *document = json_object();
    json_object_set_new(document, "template", json_safe(template->id));
    const char *key;
    json_t *value;
    json_object_foreach(whole, key, value) {
        if (key[0] != '$' && strcmp(key, "id") != 0 && strcmp(key, "layouts") != 0)
            json_object_set(document, key, value);
    }
    json_decref(whole);
    if (block_id)
        keep_block(document, block_id);
    print_json(&context->out, document);
}

static void print_items(struct buffer *out, enum language language, const char *title,
                        const struct template_items *items)
{
    if (items->count == 0)
        return;
    if (title)
        buffer_printf(out, "\n%s\n", title);
    for (size_t i = 0; i < items->count; i++) {
        buffer_add(out, title ? "- " : "");
        print_text(out, items->item[i].text.text[language]);
        buffer_add_char(out, '\n');
    }
}

static void print_block(struct buffer *out, enum language language, const struct template_block *block)
{
    buffer_printf(out, "\n## %d ", block->order);
    print_text(out, block->title.text[language]);
    buffer_add_char(out, '\n');
    print_items(out, language, NULL, &block->definitions);
    print_items(out, language, _("Questions"), &block->questions);
    if (block->type_count > 0)
        buffer_printf(out, "\n%s\n", _("Types"));
    for (size_t i = 0; i < block->type_count; i++) {
        const struct template_type *type = &block->type[i];
        buffer_add(out, "- ");
        print_text(out, type->title.text[language]);
        if (*type->gloss.text[language]) {
            buffer_add(out, ": ");
            print_text(out, type->gloss.text[language]);
        }
        if (*type->example.text[language]) {
            buffer_printf(out, " (%s ", _("e.g."));
            print_text(out, type->example.text[language]);
            buffer_add_char(out, ')');
        }
        buffer_add_char(out, '\n');
    }
    print_items(out, language, _("Advice"), &block->advice);
}

static void prompts_text(struct context *context, const struct template *template, int block)
{
    struct buffer *out = &context->out;
    enum language language = context->language;
    if (block >= 0) {
        print_block(out, language, &template->block[block]);
        buffer_remove(out, 0, 1);
        return;
    }
    buffer_add(out, "# ");
    print_text(out, template->title.text[language]);
    buffer_add_char(out, '\n');
    print_text(out, template->when.text[language]);
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < template->block_count; i++)
        print_block(out, language, &template->block[i]);
    if (*template->attribution.text[language]) {
        buffer_add_char(out, '\n');
        print_text(out, template->attribution.text[language]);
        buffer_add_char(out, '\n');
    }
}

enum exit_code command_prompts(struct context *context, const struct arguments *arguments)
{
    struct template *template = NULL;
    int block = -1;
    enum status status = template_resolve(arguments->word[0], &template, &context->error);
    if (status == STATUS_OK && arguments->word_count > 1) {
        status = template_block_resolve(template, arguments->word[1], context->language, &block, &context->error);
        if (status == STATUS_OK && block < 0)
            status = error_set(&context->error, STATUS_NOT_FOUND, _("the parking lot has no questions"));
    }
    if (status == STATUS_OK && arguments_given(arguments, "json"))
        prompts_json(context, template, block >= 0 ? template->block[block].id : NULL);
    else if (status == STATUS_OK)
        prompts_text(context, template, block);
    template_free(template);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

/* ---- templates ---------------------------------------------------------------------------------- */

static void template_line(struct context *context, const struct template *template, json_t *array, int id_cells)
{
    enum language language = context->language;
    if (array) {
        json_t *object = json_object();
        json_object_set_new(object, "id", json_safe(template->id));
        json_object_set_new(object, "title", json_safe(template->title.text[language]));
        json_object_set_new(object, "summary", json_safe(template->when.text[language]));
        json_object_set_new(object, "blocks", json_integer((json_int_t)template->block_count));
        json_array_append_new(array, object);
        return;
    }
    print_column(&context->out, template->id, id_cells);
    buffer_add(&context->out, "  ");
    print_text(&context->out, template->title.text[language]);
    buffer_add_char(&context->out, '\n');
    buffer_add_spaces(&context->out, id_cells + 2);
    print_text(&context->out, template->when.text[language]);
    buffer_add_char(&context->out, '\n');
}

enum exit_code command_templates(struct context *context, const struct arguments *arguments)
{
    struct data_file *list;
    size_t count;
    if (template_list(&list, &count, &context->error) != STATUS_OK)
        return fail(context);
    int id_cells = 0;
    for (size_t i = 0; i < count; i++) {
        int cells = text_cells_of(list[i].id, TEXT_NARROW);
        id_cells = cells > id_cells ? cells : id_cells;
    }
    json_t *array = arguments_given(arguments, "json") ? json_array() : NULL;
    for (size_t i = 0; i < count; i++) {
        struct template *template;
        if (template_load(list[i].id, &template, &context->error) == STATUS_OK) {
            template_line(context, template, array, id_cells);
            template_free(template);
        } else {
            buffer_add(&context->notices, "nonet: ");
            print_text(&context->notices, context->error.message);
            buffer_add_char(&context->notices, '\n');
        }
    }
    data_files_free(list, count);
    if (array)
        print_json(&context->out, array);
    return EXIT_DONE;
}

/* ---- template check, install -------------------------------------------------------------------- */

static enum status check_template(struct context *context, const char *path, struct buffer *bytes,
                                  struct template **template)
{
    *template = NULL;
    enum status status = file_read_any(path, TEMPLATE_SIZE_LIMIT, bytes, &context->error);
    if (status != STATUS_OK)
        return status;
    struct buffer report = {0};
    status = template_parse(path, buffer_text(bytes), bytes->length, template, &report, &context->error);
    if (status != STATUS_OK && report.length > 0) {
        /* The first problem is the error itself; the others follow it. */
        const char *rest = strchr(report.data, '\n');
        if (rest && rest[1])
            text_printable(&context->notices, rest + 1, strlen(rest + 1), true);
    }
    buffer_clear(&report);
    return status;
}

static enum status install_template(struct context *context, const struct template *template,
                                    const struct buffer *bytes)
{
    char *folder = data_user_folder("templates");
    if (!folder)
        return error_set(&context->error, STATUS_INVALID, _("there is no home folder to keep templates in"));
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s.json", folder, template->id);
    free(folder);
    enum status status = file_make_parents(path.data, &context->error);
    if (status == STATUS_OK)
        status = file_write(path.data, buffer_text(bytes), bytes->length, &context->error);
    if (status == STATUS_OK)
        buffer_printf(&context->out, "%s\n", path.data);
    buffer_clear(&path);
    return status;
}

enum exit_code command_template(struct context *context, const struct arguments *arguments)
{
    const char *what = arguments->word[0], *path = arguments->word[1];
    bool install = strcmp(what, "install") == 0;
    if (!install && strcmp(what, "check") != 0)
        return fail_usage(command_find("template"), _("the second word is check or install"));
    struct buffer bytes = {0};
    struct template *template;
    enum status status = check_template(context, path, &bytes, &template);
    if (status == STATUS_OK && strspn(template->id, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(template->id))
        status = error_set(&context->error, STATUS_INVALID,
                           _("%s: the id of a template is made of small letters, digits and _"), path);
    if (status == STATUS_OK && install) {
        status = install_template(context, template, &bytes);
    } else if (status == STATUS_OK) {
        print_text(&context->out, path);
        buffer_printf(&context->out, _(": sound: template %s, %zu blocks, %zu layouts\n"), template->id,
                      template->block_count, template->layout_count);
    }
    enum exit_code result = status == STATUS_OK ? EXIT_DONE : fail(context);
    template_free(template);
    buffer_clear(&bytes);
    return result;
}
