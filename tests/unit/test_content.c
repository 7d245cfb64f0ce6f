/*
 * test_content.c - nothing of what the shipped data teaches got lost: each id of content_ids.txt is there, in both
 * languages.
 */
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "nonet/exchange.h"
#include "nonet/tips.h"

enum { TEMPLATES = 12, EXAMPLES = 9, TIPS = 17 };

static bool is_bilingual(const struct bilingual *text)
{
    return text->text[LANGUAGE_EN][0] && text->text[LANGUAGE_ZH][0];
}

static bool has_item(const struct template_items *items, const char *id)
{
    for (size_t i = 0; i < items->count; i++)
        if (strcmp(items->item[i].id, id) == 0)
            return is_bilingual(&items->item[i].text);
    return false;
}

static bool block_has(const struct template_block *block, const char *kind, const char *id)
{
    if (strcmp(kind, "block") == 0)
        return strcmp(block->id, id) == 0 && is_bilingual(&block->title) && block->definitions.count > 0;
    if (strcmp(kind, "question") == 0)
        return has_item(&block->questions, id);
    if (strcmp(kind, "advice") == 0)
        return has_item(&block->advice, id);
    for (size_t i = 0; strcmp(kind, "type") == 0 && i < block->type_count; i++)
        if (strcmp(block->type[i].id, id) == 0)
            return is_bilingual(&block->type[i].title);
    return false;
}

static bool deck_has(const struct template *template, const char *kind, const char *id)
{
    for (size_t i = 0; i < template->deck_count; i++) {
        const struct template_deck *deck = &template->deck[i];
        if (strcmp(kind, "deck") == 0 ? strcmp(deck->id, id) == 0 && is_bilingual(&deck->title) && deck->block_count > 0
                                      : strcmp(kind, "card") == 0 && has_item(&deck->cards, id))
            return true;
    }
    return false;
}

static bool template_has(const struct template *template, const char *kind, const char *id)
{
    if (strcmp(kind, "fact") == 0)
        return has_item(&template->facts, id);
    if (strcmp(kind, "layout") == 0)
        return template_layout_by_id(template, id) != NULL;
    for (size_t i = 0; strcmp(kind, "perspective") == 0 && i < template->perspective_count; i++)
        if (strcmp(template->perspective[i].id, id) == 0)
            return is_bilingual(&template->perspective[i].title);
    for (size_t i = 0; strcmp(kind, "order") == 0 && i < template->order_count; i++)
        if (strcmp(template->order[i].id, id) == 0)
            return is_bilingual(&template->order[i].title) && is_bilingual(&template->order[i].reason);
    for (size_t i = 0; strcmp(kind, "rule") == 0 && i < template->rule_count; i++)
        if (strcmp(template->rule[i].id, id) == 0)
            return is_bilingual(&template->rule[i].text);
    for (size_t i = 0; i < template->block_count; i++)
        if (block_has(&template->block[i], kind, id))
            return true;
    return deck_has(template, kind, id);
}

START_TEST(every_template_holds_what_it_teaches)
{
    struct error error;
    struct template *loaded[TEMPLATES];
    struct data_file *info;
    size_t count, found = 0;
    ck_ok(template_list(&info, &count, &error));
    ck_assert_uint_eq(count, TEMPLATES);
    for (size_t i = 0; i < count; i++) {
        ck_ok(template_load(info[i].id, &loaded[i], &error));
        ck_assert_msg(is_bilingual(&loaded[i]->title) && is_bilingual(&loaded[i]->when), "%s", info[i].id);
    }
    FILE *list = fopen(NONET_SOURCE_DIR "/tests/unit/content_ids.txt", "r");
    char line[200], where[64], kind[32], id[96];
    ck_assert(list != NULL);
    while (fgets(line, sizeof line, list)) {
        if (line[0] == '#')
            continue;
        ck_assert_int_eq(sscanf(line, "%63s %31s %95s", where, kind, id), 3);
        if (strcmp(kind, "note") == 0)
            continue;
        bool there = false;
        for (size_t i = 0; i < count && !there; i++)
            there = (strcmp(where, "*") == 0 || strcmp(where, info[i].id) == 0) && template_has(loaded[i], kind, id);
        ck_assert_msg(there, "missing: %s", line);
        found++;
    }
    fclose(list);
    ck_assert_uint_gt(found, 700);
    for (size_t i = 0; i < count; i++)
        template_free(loaded[i]);
    data_files_free(info, count);
}
END_TEST

/* How many notes of this example the list names. */
static size_t notes_listed(const char *example)
{
    FILE *list = fopen(NONET_SOURCE_DIR "/tests/unit/content_ids.txt", "r");
    char line[200], where[64], kind[32];
    size_t count = 0;
    ck_assert(list != NULL);
    while (fgets(line, sizeof line, list))
        if (sscanf(line, "%63s %31s", where, kind) == 2 && strcmp(where, example) == 0 && strcmp(kind, "note") == 0)
            count++;
    fclose(list);
    return count;
}

START_TEST(every_example_holds_its_notes_in_both_languages)
{
    struct error error;
    struct example_info *info;
    size_t count;
    ck_ok(example_list(LANGUAGE_ZH, &info, &count, NULL, &error));
    ck_assert_uint_eq(count, EXAMPLES);
    for (size_t i = 0; i < count; i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            struct store *store;
            struct snapshot *snapshot;
            int64_t canvas_id;
            ck_ok(example_open(info[i].id, (enum language)language, &store, &canvas_id, &error));
            struct session session = session_reader(1);
            ck_ok(snapshot_load(store, &session, canvas_id, &snapshot, &error));
            ck_assert_msg(snapshot->note_count == notes_listed(info[i].id), "%s: %zu notes", info[i].id,
                          snapshot->note_count);
            snapshot_free(snapshot);
            store_close(store);
        }
    }
    example_list_free(info, count);
}
END_TEST

START_TEST(the_tips_are_there)
{
    struct error error;
    struct tips tips;
    ck_ok(tips_load(&tips, &error));
    ck_assert_uint_eq(tips.count, TIPS);
    for (size_t i = 0; i < tips.count; i++)
        ck_assert(is_bilingual(&tips.tip[i].text));
    tips_clear(&tips);
}
END_TEST

NONET_TEST_MAIN("content", every_template_holds_what_it_teaches, every_example_holds_its_notes_in_both_languages,
                the_tips_are_there)
