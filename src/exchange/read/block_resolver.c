/*
 * block_resolver.c - which block a label from a file means: headings, table cells, keys, names of files and groups.
 *
 * Labels are folded (text_fold_label: case, marks, emoji, a leading number, camelCase, ...) and looked up among the ids,
 * titles and aliases of the templates, in both languages. Tried in this order: the whole; what stands before and
 * inside a trailing bracket; the pieces around / | : and a dash. Invariant: a label that could be two blocks of one
 * template is none, except that an id or a title goes before an alias.
 */
#include "document.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_BYTES_MAX 400 /* what is longer names no block */
#define AMBIGUOUS (-9)
#define ROUGH_LETTERS_MIN 8

struct name {
    char *folded;
    int block;
    bool alias;
};

struct known {
    struct template *own; /* ours to free, or NULL */
    const struct template *template;
    struct name *name; /* sorted */
    size_t count, capacity;
};

struct resolver {
    struct known *known;
    size_t count, capacity;
};

static char *fold(const char *label, size_t length)
{
    struct buffer folded = {0};
    text_fold_label(&folded, label, length);
    return buffer_take(&folded);
}

static void add_name(struct known *known, const char *label, int block, bool alias)
{
    char *folded = fold(label, strlen(label));
    if (!folded || !*folded) {
        free(folded);
        return;
    }
    GROW(known->name, known->count, known->capacity);
    known->name[known->count++] = (struct name){folded, block, alias};
}

static int compare_names(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    int by_text = strcmp(x->folded, y->folded);
    return by_text != 0 ? by_text : (x->alias > y->alias) - (x->alias < y->alias);
}

static void add_template(struct resolver *resolver, const struct template *template, struct template *own)
{
    GROW(resolver->known, resolver->count, resolver->capacity);
    struct known *known = &resolver->known[resolver->count++];
    *known = (struct known){.own = own, .template = template};
    for (int block = TEMPLATE_PARKING; block < (int)template->block_count; block++) {
        add_name(known, template_block_id(template, block), block, false);
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            add_name(known, template_block_title(template, block, (enum language)language, false), block, false);
            add_name(known, template_block_title(template, block, (enum language)language, true), block, false);
        }
        size_t aliases = block == TEMPLATE_PARKING ? 0 : template->block[block].alias_count;
        for (size_t i = 0; i < aliases; i++)
            add_name(known, template->block[block].alias[i], block, true);
    }
    qsort(known->name, known->count, sizeof *known->name, compare_names);
}

enum status resolver_new(const struct template *only, struct resolver **out, struct error *err)
{
    *out = memory_new(1, sizeof **out);
    if (only) {
        add_template(*out, only, NULL);
        return STATUS_OK;
    }
    struct data_file *list;
    size_t count;
    enum status status = template_list(&list, &count, err);
    if (status != STATUS_OK) {
        resolver_free(*out);
        *out = NULL;
        return status;
    }
    struct error ignored; /* somebody's broken template does not keep others from being read */
    for (size_t i = 0; i < count; i++) {
        struct template *template;
        if (template_load(list[i].id, &template, &ignored) == STATUS_OK)
            add_template(*out, template, template);
    }
    data_files_free(list, count);
    return STATUS_OK;
}

void resolver_free(struct resolver *resolver)
{
    if (!resolver)
        return;
    for (size_t i = 0; i < resolver->count; i++) {
        struct known *known = &resolver->known[i];
        for (size_t n = 0; n < known->count; n++)
            free(known->name[n].folded);
        free(known->name);
        template_free(known->own);
    }
    free(resolver->known);
    free(resolver);
}

size_t resolver_count(const struct resolver *resolver)
{
    return resolver->count;
}

const struct template *resolver_template(const struct resolver *resolver, size_t at)
{
    return resolver->known[at].template;
}

bool resolver_find(const struct resolver *resolver, const char *name, size_t *at)
{
    char *wanted = fold(name, strlen(name));
    bool found = false;
    for (size_t i = 0; i < resolver->count && !found && wanted; i++) {
        const struct template *template = resolver->known[i].template;
        found = strcmp(template->id, name) == 0;
        for (int language = 0; language < LANGUAGE_COUNT && !found; language++) {
            char *title = fold(template->title.text[language], strlen(template->title.text[language]));
            found = title && *title && strcmp(title, wanted) == 0;
            free(title);
        }
        *at = i;
    }
    free(wanted);
    return found;
}

/* ---- looking up ---------------------------------------------------------------------------------------- */

/* The block of this folded label: AMBIGUOUS, or TEMPLATE_PARKING - 1 when there is none. */
#define UNKNOWN (TEMPLATE_PARKING - 1)

static int look_up(const struct known *known, const char *folded)
{
    size_t low = 0, high = known->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(known->name[middle].folded, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low >= known->count || strcmp(known->name[low].folded, folded) != 0)
        return UNKNOWN;
    int block = known->name[low].block;
    for (size_t i = low + 1; i < known->count && strcmp(known->name[i].folded, folded) == 0; i++) {
        if (known->name[i].alias != known->name[low].alias)
            break;
        if (known->name[i].block != block)
            return AMBIGUOUS;
    }
    return block;
}

static int look_up_piece(const struct known *known, const char *piece, size_t length)
{
    char *folded = fold(piece, length);
    int block = folded && *folded ? look_up(known, folded) : UNKNOWN;
    free(folded);
    return block;
}

/* One more piece of a label: all pieces that name a block must name the same one. */
static int unite(int a, int b)
{
    if (a == UNKNOWN || b == UNKNOWN)
        return a == UNKNOWN ? b : a;
    return a == b ? a : AMBIGUOUS;
}

static size_t separator_at(const char *text)
{
    static const char *const separators[] = {"/", "|", ":", "：", "—", "–", "／", "｜", " - "};
    for (size_t i = 0; i < COUNT_OF(separators); i++) {
        size_t length = strlen(separators[i]);
        if (strncmp(text, separators[i], length) == 0)
            return length;
    }
    return 0;
}

static int look_up_pieces(const struct known *known, const char *label)
{
    int block = UNKNOWN;
    const char *from = label;
    for (const char *at = label;; at++) {
        size_t separator = *at ? separator_at(at) : 0;
        if (*at && separator == 0)
            continue;
        if (from != label || *at)
            block = unite(block, look_up_piece(known, from, (size_t)(at - from)));
        if (!*at)
            return block;
        from = at + separator;
        at = from - 1;
    }
}

/* "A (B)": A, and B. */
static int look_up_bracket(const struct known *known, const char *label)
{
    static const char *const opens[] = {"(", "（", "[", "【"}, *const closes[] = {")", "）", "]", "】"};
    for (size_t i = 0; i < COUNT_OF(opens); i++) {
        const char *open = strstr(label, opens[i]);
        const char *close = open ? strstr(open, closes[i]) : NULL;
        if (!close)
            continue;
        int before = look_up_piece(known, label, (size_t)(open - label));
        if (before != UNKNOWN && before != AMBIGUOUS)
            return before;
        const char *inside = open + strlen(opens[i]);
        int within = look_up_piece(known, inside, (size_t)(close - inside));
        if (within != UNKNOWN)
            return within;
    }
    return UNKNOWN;
}

static bool is_ideograph(const char *at)
{
    return (unsigned char)*at >= 0xE3;
}

/* "客户细分 Customer Segments": a run in one script before a run in the other. */
static int look_up_scripts(const struct known *known, const char *label)
{
    const char *at = label;
    while (*at && (*at == ' ' || ((unsigned char)*at & 0xC0) == 0x80 || is_ideograph(at) == is_ideograph(label)))
        at++;
    if (!*at)
        return UNKNOWN;
    return unite(look_up_piece(known, label, (size_t)(at - label)), look_up_piece(known, at, strlen(at)));
}

/* `folded` is the whole label, folded. */
static int resolve(const struct known *known, const char *label, const char *folded)
{
    int block = *folded ? look_up(known, folded) : UNKNOWN;
    if (block == UNKNOWN)
        block = look_up_bracket(known, label);
    if (block == UNKNOWN)
        block = look_up_pieces(known, label);
    if (block == UNKNOWN)
        block = look_up_scripts(known, label);
    return block;
}

/* Yours; NULL: it is nothing, or too long for a name. */
static char *fold_whole(const char *label)
{
    size_t length = strlen(label);
    return length == 0 || length > LABEL_BYTES_MAX ? NULL : fold(label, length);
}

bool resolver_block(const struct resolver *resolver, size_t at, const char *label, int *block)
{
    char *folded = fold_whole(label);
    int found = folded ? resolve(&resolver->known[at], label, folded) : UNKNOWN;
    free(folded);
    if (found == UNKNOWN || found == AMBIGUOUS)
        return false;
    *block = found;
    return true;
}

/* Signs and words that stand between two things: "Channels & Distribution". */
static size_t joint_at(const char *text)
{
    static const char *const joints[] = {"&", "＆", "+", ",", "，", "、", " and ", " And ", " or ", "与", "和", "及"};
    for (size_t i = 0; i < COUNT_OF(joints); i++)
        if (strncmp(text, joints[i], strlen(joints[i])) == 0)
            return strlen(joints[i]);
    return 0;
}

/* Without signs of money, exclamation and question behind it. */
static size_t word_length(const char *text, size_t length)
{
    while (length > 0 && strchr(" $!?.*~", text[length - 1]))
        length--;
    return length;
}

bool resolver_block_loosely(const struct resolver *resolver, size_t at, const char *label, int *block)
{
    int found = UNKNOWN;
    const char *from = label;
    if (strlen(label) > LABEL_BYTES_MAX)
        return false;
    for (const char *to = label;; to++) {
        size_t joint = *to ? joint_at(to) : 0;
        if (*to && joint == 0)
            continue;
        found = unite(found, look_up_piece(&resolver->known[at], from, word_length(from, (size_t)(to - from))));
        if (!*to)
            break;
        from = to + joint;
        to = from - 1;
    }
    if (found == UNKNOWN || found == AMBIGUOUS)
        return false;
    *block = found;
    return true;
}

/* One letter makes another word of a short one: 成本结构 and 资本结构. */
static size_t letters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

bool resolver_block_roughly(const struct resolver *resolver, size_t at, const char *label, int *block)
{
    const struct known *known = &resolver->known[at];
    char *folded = strlen(label) <= LABEL_BYTES_MAX ? fold(label, strlen(label)) : NULL;
    int found = UNKNOWN;
    if (folded && letters(folded) >= ROUGH_LETTERS_MIN) {
        for (size_t i = 0; i < known->count; i++) {
            if (letters(known->name[i].folded) >= ROUGH_LETTERS_MIN && text_distance(folded, known->name[i].folded, 1) <= 1)
                found = unite(found, known->name[i].block);
        }
    }
    free(folded);
    if (found == UNKNOWN || found == AMBIGUOUS)
        return false;
    *block = found;
    return true;
}

bool resolver_knows(const struct resolver *resolver, const char *label)
{
    char *folded = fold_whole(label);
    bool known = false;
    for (size_t i = 0; i < resolver->count && folded && !known; i++) {
        int block = resolve(&resolver->known[i], label, folded);
        known = block != UNKNOWN && block != AMBIGUOUS;
    }
    free(folded);
    return known;
}

size_t resolver_count_known(const struct resolver *resolver, const char *const *labels, size_t count)
{
    size_t most = 0;
    for (size_t t = 0; t < resolver->count; t++) {
        size_t blocks = resolver->known[t].template->block_count, different = 0;
        bool *seen = memory_new(blocks + 1, sizeof *seen);
        for (size_t i = 0; i < count; i++) {
            int block;
            if (!resolver_block(resolver, t, labels[i], &block))
                continue;
            size_t slot = block == TEMPLATE_PARKING ? blocks : (size_t)block;
            different += !seen[slot] && block != TEMPLATE_PARKING;
            seen[slot] = true;
        }
        free(seen);
        most = different > most ? different : most;
    }
    return most;
}
