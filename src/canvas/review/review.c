/*
 * review.c - a review: all rules of a template over one canvas, and what they found.
 *
 * Not here: the checks (review_checks.c, review_amounts.c) and the index they work on (review_index.c). Nothing is
 * kept between two reviews.
 */
#include "review_internal.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "operation.h"

void positions_add(struct positions *positions, size_t note)
{
    GROW(positions->at, positions->count, positions->capacity);
    positions->at[positions->count++] = note;
}

/* ---- findings --------------------------------------------------------------------------------------------- */

struct finding *review_find(struct review *review, const struct check *check)
{
    GROW(review->finding, review->finding_count, review->finding_capacity);
    struct finding *finding = &review->finding[review->finding_count++];
    *finding = (struct finding){.rule = review->rule->id,
                                .severity = check->has_severity ? check->severity : review->rule->severity,
                                .text = review->rule->text};
    return finding;
}

void finding_set_notes(const struct review *review, struct finding *finding, const struct positions *notes)
{
    finding->note_id = memory_new(notes->count, sizeof *finding->note_id);
    finding->note_count = notes->count;
    for (size_t i = 0; i < notes->count; i++)
        finding->note_id[i] = review->note[notes->at[i]]->id;
}

void finding_add_blocks(struct finding *finding, const struct check_blocks *blocks)
{
    finding->block = memory_resize(finding->block, finding->block_count + blocks->count + 1, sizeof *finding->block);
    for (size_t i = 0; i < blocks->count; i++)
        finding->block[finding->block_count++] = blocks->block[i];
}

void findings_free(struct finding *findings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(findings[i].note_id);
        free(findings[i].block);
        free(findings[i].missing);
    }
    free(findings);
}

size_t findings_grave(const struct finding *findings, size_t count)
{
    size_t grave = 0;
    for (size_t i = 0; i < count; i++)
        grave += findings[i].severity == SEVERITY_ERROR || findings[i].severity == SEVERITY_WARNING;
    return grave;
}

const char *severity_title(enum severity severity)
{
    static const char *const titles[SEVERITY_COUNT] = {N_("error"), N_("warning"), N_("hint"), N_("to answer")};
    return _(titles[severity]);
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

static bool asks_for_variants(const struct template *template)
{
    for (size_t i = 0; i < template->rule_count; i++) {
        const struct check *check = template->rule[i].check;
        if (check->kind == CHECK_VARIANTS)
            return true;
        for (size_t k = 0; k < check->part_count; k++) {
            if (check->part[k].kind == CHECK_VARIANTS)
                return true;
        }
    }
    return false;
}

enum status canvas_review(const struct snapshot *snapshot, struct store *store, const struct session *session,
                          int64_t now, struct finding **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    struct review review = {.now = now, .family = -1};
    enum status status = session_require(session, snapshot->canvas_id, MAY_READ, err);
    if (status == STATUS_OK && session->canvas_id == 0 && asks_for_variants(snapshot->template))
        status = review_family(store, snapshot->canvas_id, snapshot->template->id, &review.family, err);
    if (status != STATUS_OK)
        return status;
    review_index(&review, snapshot);
    for (size_t i = 0; i < snapshot->template->rule_count; i++) {
        review.rule = &snapshot->template->rule[i];
        review_run(&review, review.rule->check);
    }
    review_clear(&review);
    *out = review.finding;
    *count = review.finding_count;
    return STATUS_OK;
}
