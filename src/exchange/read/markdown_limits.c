/*
 * markdown_limits.c - Markdown that would cost its parser memory or time out of proportion.
 *
 * Bytes are counted here before cmark sees them: what it does with deep nesting, brackets and wide tables grows with the
 * square of their number. Invariant: what passes is parsed in time that is in proportion to its size.
 */
#include <string.h>

#include "markdown.h"
#include "nonet/message.h"

#define BYTES_MAX ((size_t)16 * 1024 * 1024)
#define LINES_MAX ((size_t)300000) /* a line, a mark and a bar each become nodes of some hundred bytes */
#define MARKS_MAX ((size_t)2000000)
#define PARAGRAPH_MARKS_MAX ((size_t)20000)
#define LEADS_MAX ((size_t)200) /* quotation and list marks at the head of a line */
#define BARS_MAX ((size_t)1000)

struct count {
    size_t lines; /* with something on them */
    size_t marks, paragraph_marks;
    size_t leads, bars; /* of the line */
};

static bool is_mark(char c)
{
    return c == '[' || c == '`' || c == '*' || c == '_';
}

static void count_line(struct count *count, const char *line, size_t size)
{
    size_t indent = strspn(line, " ");
    bool blank = true;
    count->leads = count->bars = 0;
    if (indent + 1 < size && strchr("-+*", line[indent]) && line[indent + 1] == ' ')
        count->paragraph_marks = 0; /* a bullet begins a paragraph of its own */
    for (size_t i = 0; i < size; i++) {
        char c = line[i];
        count->marks += is_mark(c);
        count->paragraph_marks += is_mark(c);
        count->bars += c == '|';
        if (blank && (c == '>' || c == '-' || c == '+' || c == '*'))
            count->leads++;
        else if (c != ' ' && c != '\t')
            blank = false;
    }
    if (blank && count->leads == 0)
        count->paragraph_marks = 0;
    count->lines += !blank || count->leads > 0;
    if (size > 0 && strspn(line, "-") == size) /* a rule of any length */
        count->leads = 0;
}

static enum status check_counts(const struct count *count, const char *name, size_t line, struct error *err)
{
    if (count->leads > LEADS_MAX)
        return error_set(err, STATUS_INVALID, _("%s:%zu: more than %zu quotation or list marks begin this line"), name,
                         line, LEADS_MAX);
    if (count->bars > BARS_MAX)
        return error_set(err, STATUS_INVALID, _("%s:%zu: more than %zu columns in a table"), name, line, BARS_MAX);
    if (count->paragraph_marks > PARAGRAPH_MARKS_MAX)
        return error_set(err, STATUS_INVALID,
                         _("%s:%zu: more than %zu of the marks [ ` * _ in one paragraph: put blank lines into it"), name,
                         line, PARAGRAPH_MARKS_MAX);
    if (count->marks > MARKS_MAX)
        return error_set(err, STATUS_INVALID, _("%s:%zu: up to here more than %zu of the marks [ ` * _: split the file"),
                         name, line, MARKS_MAX);
    if (count->lines > LINES_MAX)
        return error_set(err, STATUS_INVALID, _("%s:%zu: up to here more than %zu lines of text: split the file"), name,
                         line, LINES_MAX);
    return STATUS_OK;
}

enum status markdown_check(const char *name, const char *bytes, size_t length, struct error *err)
{
    if (length > BYTES_MAX)
        return error_set(err, STATUS_INVALID, _("%s: the file is too large: at most %d MB of Markdown can be read"), name,
                         (int)(BYTES_MAX / (1024 * 1024)));
    struct count count = {0};
    size_t line = 1;
    enum status status = STATUS_OK;
    for (size_t at = 0; at < length && status == STATUS_OK; line++) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t size = end ? (size_t)(end - (bytes + at)) : length - at;
        count_line(&count, bytes + at, size);
        status = check_counts(&count, name, line, err);
        at += size + 1;
    }
    return status;
}
