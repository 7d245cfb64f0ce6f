/*
 * template_place.c - the line in which a value of a parsed JSON document begins.
 *
 * jansson keeps no positions, and a template is nearly always right, so nothing is recorded while
 * reading: only for a message is the value's number in document order looked up in the tree and the
 * source counted up to it. It is not a parser: the source is known to be valid JSON.
 *
 * Invariant: the n-th value of the tree (objects in insertion order, no duplicate keys) is the n-th
 * value of the source.
 */
#include "template_reader.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The end of the string that begins at `at`. */
static size_t skip_string(const char *bytes, size_t length, size_t at)
{
    for (at++; at < length && bytes[at] != '"'; at++) {
        if (bytes[at] == '\\')
            at++;
    }
    return at < length ? at + 1 : length;
}

static bool is_key(const char *bytes, size_t length, size_t after)
{
    while (after < length && is_space(bytes[after]))
        after++;
    return after < length && bytes[after] == ':';
}

/* The offset of value number `wanted` (from 0) in document order. */
static size_t value_offset(const char *bytes, size_t length, size_t wanted)
{
    size_t at = 0;
    while (at < length) {
        size_t start = at;
        bool value = true;
        if (bytes[at] == '"') {
            at = skip_string(bytes, length, at);
            value = !is_key(bytes, length, at);
        } else if (bytes[at] == '{' || bytes[at] == '[') {
            at++;
        } else if (is_space(bytes[at]) || strchr("}],:", bytes[at])) {
            at++;
            value = false;
        } else {
            while (at < length && !is_space(bytes[at]) && !strchr("}],:", bytes[at]))
                at++;
        }
        if (value && wanted-- == 0)
            return start;
    }
    return length;
}

static size_t value_count(const json_t *value)
{
    size_t count = 1;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            count += value_count(json_array_get(value, i));
    } else if (json_is_object(value)) {
        const char *key;
        json_t *member;
        json_object_foreach ((json_t *)value, key, member)
            count += value_count(member);
    }
    return count;
}

/* Adds to *number the values before `wanted` below and including `value`; false if it is not there. */
static bool find_container(const json_t *value, const json_t *wanted, size_t *number)
{
    if (value == wanted)
        return true;
    ++*number;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            if (find_container(json_array_get(value, i), wanted, number))
                return true;
        }
    } else if (json_is_object(value)) {
        const char *key;
        json_t *member;
        json_object_foreach ((json_t *)value, key, member) {
            if (find_container(member, wanted, number))
                return true;
        }
    }
    return false;
}

/* How many values after `parent` its member or element comes; 0 if it has none such. */
static size_t distance_in(const json_t *parent, const char *key, size_t index)
{
    size_t distance = 1;
    if (!key && index < json_array_size(parent)) {
        for (size_t i = 0; i < index; i++)
            distance += value_count(json_array_get(parent, i));
        return distance;
    }
    if (!key || !json_object_get(parent, key))
        return 0;
    const char *other;
    json_t *member;
    json_object_foreach ((json_t *)parent, other, member) {
        if (strcmp(other, key) == 0)
            break;
        distance += value_count(member);
    }
    return distance;
}

size_t template_place_line(const char *bytes, size_t length, const json_t *root, const json_t *parent,
                           const char *key, size_t index)
{
    size_t number = 0;
    if (!find_container(root, parent, &number))
        return 1;
    size_t offset = value_offset(bytes, length, number + distance_in(parent, key, index));
    size_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    return line;
}

size_t template_place_too_deep(const char *bytes, size_t length, int depth)
{
    size_t line = 1, at = 0;
    int open = 0;
    while (at < length) {
        size_t start = at;
        at = bytes[at] == '"' ? skip_string(bytes, length, at) : at + 1;
        char c = bytes[start];
        if (c == '{' || c == '[')
            open++;
        else if (c == '}' || c == ']')
            open--;
        if (open > depth)
            return line;
        for (size_t i = start; i < at; i++)
            line += bytes[i] == '\n';
    }
    return 0;
}
