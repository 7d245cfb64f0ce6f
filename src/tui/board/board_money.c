/*
 * board_money.c - what the amounts of a block come to, and what is left between the two sides.
 *
 * The texts are made once a change of the canvas, not once a frame: a block may hold thousands of notes.
 *
 * Invariant: a balance is shown only where every note of both sides has an amount and all of them can be added up.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/amount.h"

static bool has_amounts(const struct template_block *block)
{
    for (size_t i = 0; i < block->facet_count; i++) {
        if (block->facet[i].kind == FACET_AMOUNT)
            return true;
    }
    return false;
}

static char *write_sum(const struct board *board, int block)
{
    bool plain = board->app->screen.ascii || board->width == TEXT_WIDE;
    struct amount_totals totals = {0};
    struct buffer text = {0};
    amount_totals_add(&totals, board_notes(board, block));
    for (size_t i = 0; i < totals.count; i++) {
        buffer_add(&text, i > 0 ? " + " : plain ? "= " : "Σ ");
        amount_write(&totals.sum[i], board->app->language, &text);
    }
    if (totals.count > 0 && totals.unknown > 0)
        buffer_add(&text, " + ?");
    amount_totals_clear(&totals);
    char *sum = text.length > 0 ? memory_copy_text(buffer_text(&text)) : NULL;
    buffer_clear(&text);
    return sum;
}

static char *write_balance(const struct board *board)
{
    int cost, revenue;
    char *balance = NULL;
    if (!template_balance_blocks(board_template(board), &cost, &revenue))
        return NULL;
    struct amount_totals paid = {0}, earned = {0};
    amount_totals_add(&paid, board_notes(board, cost));
    amount_totals_add(&earned, board_notes(board, revenue));
    if (paid.count == 1 && earned.count == 1 && paid.unknown + earned.unknown == 0 &&
        amount_alike(&paid.sum[0], &earned.sum[0])) {
        struct amount rest = amount_between(earned.sum, paid.sum);
        int order = amount_compare(earned.sum, paid.sum);
        struct buffer text = {0};
        buffer_printf(&text, "%s %s", _("balance"), order < 0 ? "-" : order > 0 ? "+" : "");
        amount_write(&rest, board->app->language, &text);
        balance = memory_copy_text(buffer_text(&text));
        buffer_clear(&text);
    }
    amount_totals_clear(&paid);
    amount_totals_clear(&earned);
    return balance;
}

void board_money_clear(struct board *board)
{
    struct board_money *money = &board->money;
    for (size_t i = 0; i < money->count; i++)
        free(money->sum[i]);
    free(money->sum);
    free(money->balance);
    *money = (struct board_money){0};
}

static void bring_up_to_date(struct board *board)
{
    struct board_money *money = &board->money;
    const struct template *template = board_template(board);
    if (money->sum && money->canvas_id == board->snapshot->canvas_id && money->seq == board->snapshot->last_seq &&
        money->language == board->app->language)
        return;
    board_money_clear(board);
    money->canvas_id = board->snapshot->canvas_id;
    money->seq = board->snapshot->last_seq;
    money->language = board->app->language;
    money->sum = memory_new(template->block_count, sizeof *money->sum);
    money->count = template->block_count;
    for (size_t i = 0; i < money->count; i++) {
        if (has_amounts(&template->block[i]))
            money->sum[i] = write_sum(board, (int)i);
    }
    money->balance = write_balance(board);
}

const char *board_money_sum(struct board *board, int block)
{
    bring_up_to_date(board);
    return block >= 0 && (size_t)block < board->money.count ? board->money.sum[block] : NULL;
}

const char *board_money_balance(struct board *board)
{
    bring_up_to_date(board);
    return board->money.balance;
}
