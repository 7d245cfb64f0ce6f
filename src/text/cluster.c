/*
 * cluster.c - grapheme clusters: where one ends, what is drawn of it and how many cells that takes.
 *
 * The rules are those of UAX #29 with one change for a terminal: nothing that needs a cell of its own
 * (a spacing vowel sign, a second leading jamo, the letter after a prefixed sign) is swallowed by the
 * cluster before it. Only emoji sequences and flags join several spacing code points. Lines and carets
 * are not decided here.
 *
 * Invariant: clusters found forwards from any cluster start and backwards from any cluster end are the
 * same ones. Work per call is linear in the one cluster (or run of flags) it looks at.
 */
#include "internal.h"

#include <unictype.h>
#include <unigbrk.h>
#include <wchar.h>

#define ZWJ         0x200Du
#define KEYCAP      0x20E3u
#define SOFT_HYPHEN 0xADu
/* "Symbol for substitute form two": neutral width, so one cell on every terminal. */
#define MARK 0x2426u

enum joint { JOINT_BREAK, JOINT_JOIN, JOINT_DEPENDS };

struct character {
    uint32_t code_point;
    size_t size;
    bool invalid;
    int property; /* GBP_ of libunistring; GBP_OTHER when the code point is plain */
};

/* Ideographs, kana and their punctuation that stand alone and are two cells everywhere. */
static bool is_wide_plain(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFC) || (c >= 0x3000 && c <= 0x3029) || (c >= 0x3041 && c <= 0x3096) ||
           (c >= 0x30A1 && c <= 0x30FA) || (c >= 0xFF01 && c <= 0xFF60);
}

static bool is_plain(uint32_t c)
{
    return (c >= 0x20 && c < 0x7f) || is_wide_plain(c);
}

static bool is_flag_letter(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

static struct character character_at(const char *bytes, size_t length)
{
    struct character c = {.property = GBP_OTHER};
    c.size = text_decode(bytes, length, &c.code_point);
    c.invalid = text_is_invalid(c.size, c.code_point);
    if (!c.invalid && !is_plain(c.code_point))
        c.property = uc_graphemeclusterbreak_property(c.code_point);
    return c;
}

static bool is_control(int property)
{
    return property == GBP_CONTROL || property == GBP_CR || property == GBP_LF;
}

static bool has_no_cell(uint32_t code_point)
{
    return wcwidth((wchar_t)code_point) == 0;
}

static bool is_hangul_pair(int a, int b)
{
    if (b == GBP_V)
        return a == GBP_L || a == GBP_V || a == GBP_LV;
    return b == GBP_T && (a == GBP_LV || a == GBP_V || a == GBP_LVT || a == GBP_T);
}

/* What two neighbours alone say. Flags and emoji sequences depend on what stands before them. */
static enum joint joint_between(const struct character *a, const struct character *b)
{
    if (a->invalid || b->invalid || is_control(a->property) || is_control(b->property))
        return JOINT_BREAK;
    if (b->property == GBP_EXTEND || b->property == GBP_ZWJ)
        return JOINT_JOIN;
    if (b->property == GBP_SPACINGMARK)
        return has_no_cell(b->code_point) ? JOINT_JOIN : JOINT_BREAK;
    if (a->property == GBP_PREPEND)
        return has_no_cell(a->code_point) ? JOINT_JOIN : JOINT_BREAK;
    if (is_hangul_pair(a->property, b->property))
        return has_no_cell(b->code_point) ? JOINT_JOIN : JOINT_BREAK;
    if (a->property == GBP_RI && b->property == GBP_RI)
        return JOINT_DEPENDS;
    if (a->property == GBP_ZWJ && uc_is_property_extended_pictographic(b->code_point))
        return JOINT_DEPENDS;
    return JOINT_BREAK;
}

static bool is_bidi_control(uint32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* The mark for a code point that must not reach a terminal, 0 for one that may. */
static uint32_t mark_for(uint32_t c)
{
    if (c < 0x20)
        return 0x2400 + c;
    if (c == 0x7F)
        return 0x2421;
    if ((c >= 0x80 && c < 0xA0) || is_bidi_control(c) || c == 0x2028 || c == 0x2029)
        return MARK;
    return 0;
}

static void draw_alone(struct text_cluster *out, uint32_t glyph, int cells)
{
    out->glyph[0] = glyph;
    out->glyph_count = 1;
    out->cells = cells;
}

/* The base of a cluster. Returns false when nothing more of the cluster is drawn on top of it. */
static bool draw_base(struct text_cluster *out, uint32_t c, enum text_width width)
{
    uint32_t mark = mark_for(c);
    int cells = mark || c == SOFT_HYPHEN ? 0 : wcwidth((wchar_t)c);
    if (cells < 0)
        mark = MARK;
    if (mark) {
        draw_alone(out, mark, 1);
        return false;
    }
    if (cells > 0) {
        draw_alone(out, c, cells == 1 && width == TEXT_WIDE && text_is_ambiguous(c) ? 2 : cells);
        return true;
    }
    if (uc_is_property_default_ignorable_code_point(c) || uc_is_general_category(c, UC_CATEGORY_Cf))
        return true;
    if (!uc_is_general_category(c, UC_CATEGORY_M)) {
        draw_alone(out, MARK, 1);
        return false;
    }
    /* A combining mark without a base gets a space: terminals lose it at the left edge. */
    draw_alone(out, ' ', 1);
    out->glyph[out->glyph_count++] = c;
    return true;
}

/* What follows the base. Returns false when the rest is not drawn. */
static bool draw_more(struct text_cluster *out, uint32_t c)
{
    if (c == ZWJ)
        return false;
    if (is_flag_letter(c) && is_flag_letter(out->glyph[0])) {
        out->glyph[1] = c;
        out->glyph_count = 2;
        out->cells = 2;
        return false;
    }
    if (out->glyph_count < TEXT_GLYPH_MAX && c != KEYCAP && has_no_cell(c) &&
        !uc_is_property_default_ignorable_code_point(c))
        out->glyph[out->glyph_count++] = c;
    return out->glyph_count < TEXT_GLYPH_MAX;
}

/* Decides what joint_between() cannot, from the cluster so far. */
struct history {
    int flags;     /* flag letters at the end */
    uint32_t core; /* the last code point that is not an extending one */
    bool sequence; /* an emoji and a joiner are at the end: another emoji joins */
};

static void remember(struct history *history, const struct character *c)
{
    history->flags = c->property == GBP_RI ? history->flags + 1 : 0;
    history->sequence = c->property == GBP_ZWJ && uc_is_property_extended_pictographic(history->core);
    if (c->property != GBP_EXTEND)
        history->core = c->code_point;
}

static bool is_joined(const struct history *history, const struct character *a, const struct character *b)
{
    enum joint joint = joint_between(a, b);
    if (joint != JOINT_DEPENDS)
        return joint == JOINT_JOIN;
    return a->property == GBP_RI ? history->flags % 2 == 1 : history->sequence;
}

void text_cluster_at(const char *bytes, size_t length, enum text_width width, struct text_cluster *out)
{
    *out = (struct text_cluster){.length = 1};
    if (text_is_plain(bytes, length, 0)) {
        draw_alone(out, (unsigned char)bytes[0], 1);
        return;
    }
    struct character c = character_at(bytes, length);
    out->length = c.size;
    if (is_wide_plain(c.code_point) &&
        (c.size == length || is_plain(character_at(bytes + c.size, length - c.size).code_point))) {
        draw_alone(out, c.code_point, 2);
        return;
    }
    bool open = draw_base(out, c.code_point, width);
    struct history history = {0};
    while (out->length < length) {
        struct character next = character_at(bytes + out->length, length - out->length);
        remember(&history, &c);
        if (!is_joined(&history, &c, &next))
            break;
        if (open)
            open = out->glyph_count == 0 ? draw_base(out, next.code_point, width)
                                         : draw_more(out, next.code_point);
        out->length += next.size;
        c = next;
    }
}

size_t text_next(const char *bytes, size_t length, size_t at)
{
    if (at >= length)
        return length;
    if (text_is_plain(bytes, length, at))
        return at + 1;
    struct text_cluster cluster;
    text_cluster_at(bytes + at, length - at, TEXT_NARROW, &cluster);
    return at + cluster.length;
}

/* A place inside a character is moved to its end. */
static size_t character_end(const char *bytes, size_t length, size_t at)
{
    if (at >= length)
        return length;
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        uint32_t code_point;
        size_t size = text_decode(bytes + at - back, length - (at - back), &code_point);
        if (size > back)
            return at - back + size;
    }
    return at;
}

size_t text_previous(const char *bytes, size_t length, size_t at)
{
    at = character_end(bytes, length, at);
    if (at == 0)
        return 0;
    if ((unsigned char)bytes[at - 1] < 0x80 && (at == 1 || (unsigned char)bytes[at - 2] < 0x80))
        return at - 1;
    /* Back to a place that is a cluster start whatever stands before it, then forwards again. */
    size_t start = text_character_before(bytes, length, at);
    struct character c = character_at(bytes + start, length - start);
    while (start > 0) {
        size_t before = text_character_before(bytes, length, start);
        struct character previous = character_at(bytes + before, length - before);
        if (joint_between(&previous, &c) == JOINT_BREAK)
            break;
        start = before;
        c = previous;
    }
    for (;;) {
        size_t next = text_next(bytes, length, start);
        if (next >= at)
            return start;
        start = next;
    }
}

int text_cells(const char *bytes, size_t length, enum text_width width)
{
    int cells = 0;
    struct text_cluster cluster;
    for (size_t at = 0; at < length;) {
        if (text_is_plain(bytes, length, at)) {
            cells++;
            at++;
            continue;
        }
        text_cluster_at(bytes + at, length - at, width, &cluster);
        cells += cluster.cells;
        at += cluster.length;
    }
    return cells;
}

size_t text_fit(const char *bytes, size_t length, int cells, enum text_width width, int *used)
{
    int total = 0;
    size_t at = 0;
    struct text_cluster cluster;
    while (at < length && cells >= 0) {
        text_cluster_at(bytes + at, length - at, width, &cluster);
        if (cluster.cells > cells - total)
            break;
        total += cluster.cells;
        at += cluster.length;
    }
    if (used)
        *used = total;
    return at;
}
