/*
 * buffer.c - bytes that grow. Invariant: data is NULL, or data[length] == '\0' and length < capacity.
 */
#include "nonet/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(struct buffer *buffer, size_t more)
{
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity ? buffer->capacity : 32;
    while (capacity < needed)
        capacity *= 2;
    buffer->data = memory_resize(buffer->data, capacity, 1);
    buffer->capacity = capacity;
}

/* What is known beforehand is taken as it is: nothing is copied while it grows, and no memory stays unused. */
void buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->capacity)
        return;
    buffer->data = memory_resize(buffer->data, needed, 1);
    buffer->data[buffer->length] = '\0';
    buffer->capacity = needed;
}

void buffer_clear(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

void buffer_reset(struct buffer *buffer)
{
    buffer->length = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

void buffer_insert(struct buffer *buffer, size_t at, const char *bytes, size_t length)
{
    reserve(buffer, length);
    memmove(buffer->data + at + length, buffer->data + at, buffer->length - at);
    if (length > 0)
        memcpy(buffer->data + at, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_remove(struct buffer *buffer, size_t at, size_t length)
{
    if (length == 0)
        return;
    memmove(buffer->data + at, buffer->data + at + length, buffer->length - at - length);
    buffer->length -= length;
    buffer->data[buffer->length] = '\0';
}

void buffer_append(struct buffer *buffer, const char *bytes, size_t length)
{
    reserve(buffer, length);
    if (length > 0)
        memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_add(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_add_char(struct buffer *buffer, char c)
{
    reserve(buffer, 1);
    buffer->data[buffer->length++] = c;
    buffer->data[buffer->length] = '\0';
}

void buffer_add_spaces(struct buffer *buffer, int count)
{
    for (int i = 0; i < count; i++)
        buffer_add_char(buffer, ' ');
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t room = buffer->capacity - buffer->length;
    int length = vsnprintf(room > 0 ? buffer->data + buffer->length : NULL, room, format, arguments);
    va_end(arguments);
    if (length > 0 && (size_t)length >= room) {
        reserve(buffer, (size_t)length);
        vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
    }
    va_end(again);
    if (length > 0)
        buffer->length += (size_t)length;
}

const char *buffer_text(const struct buffer *buffer)
{
    return buffer->data ? buffer->data : "";
}

char *buffer_take(struct buffer *buffer)
{
    char *text = buffer->data ? buffer->data : memory_new(1, 1);
    *buffer = (struct buffer){0};
    return text;
}
