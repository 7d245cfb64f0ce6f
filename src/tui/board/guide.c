/*
 * guide.c - the list of questions that a guided session goes through.
 *
 * Pure: it reads a template and a snapshot and changes neither. Invariant: a question is in the list once.
 */
#include "guide.h"

#include <stdlib.h>
#include <string.h>

static void clear_steps(struct guide *guide)
{
    for (size_t i = 0; i < guide->count; i++)
        free(guide->step[i].id);
    free(guide->step);
    guide->step = NULL;
    guide->count = guide->capacity = guide->at = 0;
}

void guide_clear(struct guide *guide)
{
    clear_steps(guide);
    free(guide->order);
    example_tour_clear(&guide->tour);
    tips_clear(&guide->tips);
    *guide = (struct guide){0};
}

/* ---- the list ------------------------------------------------------------------------------------------------- */

static bool from_source(const struct template_items *questions)
{
    for (size_t i = 0; i < questions->count; i++) {
        if (strcmp(questions->item[i].origin, "S") == 0)
            return true;
    }
    return false;
}

/* Those that the source asks, then those that follow from it, added ones last. */
static void add_block(struct guide *guide, const struct template *template, int block, bool all)
{
    static const char *const origins[] = {"S", "D", "A"};
    const struct template_items *questions = &template->block[block].questions;
    size_t kinds = !all && from_source(questions) ? 1 : COUNT_OF(origins), first = guide->count;
    for (size_t o = 0; o < kinds; o++) {
        for (size_t i = 0; i < questions->count; i++) {
            if (strcmp(questions->item[i].origin, origins[o]) != 0)
                continue;
            if (!all && guide->count - first == GUIDE_PER_BLOCK)
                break;
            GROW(guide->step, guide->count, guide->capacity);
            guide->step[guide->count] = (struct guide_step){
                .id = memory_copy_text(questions->item[i].id), .block = block, .number = guide->count - first + 1};
            guide->count++;
        }
    }
    for (size_t i = first; i < guide->count; i++)
        guide->step[i].of = guide->count - first;
}

void guide_list(struct guide *guide, const struct template *template, size_t order, bool all)
{
    bool *listed = memory_new(template->block_count, sizeof *listed);
    clear_steps(guide);
    free(guide->order);
    guide->order = NULL;
    guide->all = all;
    if (order < template->order_count) {
        const struct template_order *chosen = &template->order[order];
        guide->order = memory_copy_text(chosen->id);
        for (size_t i = 0; i < chosen->block_count; i++) {
            int block = chosen->block[i];
            if (block < 0 || listed[block]) /* an order may come back to a block */
                continue;
            listed[block] = true;
            add_block(guide, template, block, all);
        }
    }
    for (size_t i = 0; i < template->block_count; i++) {
        if (!listed[i])
            add_block(guide, template, (int)i, all);
    }
    free(listed);
}

size_t guide_size(const struct template *template, bool all)
{
    struct guide guide = {0};
    guide_list(&guide, template, 0, all);
    size_t count = guide.count;
    guide_clear(&guide);
    return count;
}

size_t guide_order(const struct template *template, const char *id)
{
    for (size_t i = 0; id && i < template->order_count; i++) {
        if (strcmp(template->order[i].id, id) == 0)
            return i;
    }
    return 0;
}

/* ---- asking --------------------------------------------------------------------------------------------------- */

const struct template_item *guide_question(const struct guide *guide, const struct template *template)
{
    if (guide->at >= guide->count)
        return NULL;
    const struct guide_step *step = &guide->step[guide->at];
    if (step->block < 0 || step->block >= (int)template->block_count)
        return NULL;
    const struct template_items *questions = &template->block[step->block].questions;
    for (size_t i = 0; i < questions->count; i++) {
        if (strcmp(questions->item[i].id, step->id) == 0)
            return &questions->item[i];
    }
    return NULL;
}

size_t guide_open_from(const struct guide *guide, const struct snapshot *snapshot, size_t from)
{
    size_t at = from;
    while (at < guide->count && snapshot_answered(snapshot, guide->step[at].id))
        at++;
    return at < guide->count ? at : guide->count;
}

size_t guide_answered(const struct guide *guide, const struct snapshot *snapshot)
{
    size_t answered = 0;
    for (size_t i = 0; i < guide->count; i++)
        answered += snapshot_answered(snapshot, guide->step[i].id) ? 1 : 0;
    return answered;
}

bool guide_find(const struct guide *guide, const char *question_id, size_t *at)
{
    for (size_t i = 0; i < guide->count; i++) {
        if (strcmp(guide->step[i].id, question_id) == 0) {
            *at = i;
            return true;
        }
    }
    return false;
}
