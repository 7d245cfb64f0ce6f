/*
 * test_agenda.c - agendas: the shipped ones, and what a wrong file is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "nonet/workshop.h"

static struct error error;

START_TEST(test_the_shipped_agendas_fit_their_canvases)
{
    static const struct {
        const char *id, *template_id;
        int minutes;
    } wanted[] = {{"bmc_60", "bmc", 60}, {"bmc_180", "bmc", 180}, {"personal_45", "personal", 45}};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        struct agenda *agenda;
        struct template *template;
        ck_ok(agenda_load(wanted[i].id, NULL, &agenda, &error));
        ck_ok(template_load(wanted[i].template_id, &template, &error));
        ck_assert_int_eq(agenda->minutes, wanted[i].minutes);
        ck_assert_uint_eq(agenda->template_count, 1);
        ck_assert_str_eq(agenda->template_id[0], wanted[i].template_id);
        for (size_t s = 0; s < agenda->stage_count; s++) {
            const struct stage *stage = &agenda->stage[s];
            int block;
            for (size_t b = 0; b < stage->block_count; b++)
                ck_assert_msg(template_block_by_id(template, stage->block[b], &block), "%s: %s", stage->id,
                              stage->block[b]);
            ck_assert_int_eq(stage->kind == STAGE_VOTE, stage->votes > 0);
            ck_assert(!stage->private || stage->kind == STAGE_DIVERGE);
        }
        template_free(template);
        agenda_free(agenda);
    }
}
END_TEST

START_TEST(test_the_shortest_for_a_kind_of_canvas)
{
    struct agenda *agenda;
    ck_ok(agenda_load(NULL, "bmc", &agenda, &error));
    ck_assert_str_eq(agenda->id, "bmc_60");
    agenda_free(agenda);
    ck_assert_int_eq(agenda_load(NULL, "no_such_kind", &agenda, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(agenda_load("no_such_agenda", NULL, &agenda, &error), STATUS_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(error.message, "bmc_180"));
}
END_TEST

#define T "{\"en\": \"a\", \"zh\": \"b\"}"
#define HEAD "{\"id\": \"x\", \"version\": 1, \"title\": " T ", \"when\": " T ",\n"

START_TEST(test_a_wrong_file_is_told_where)
{
    static const struct {
        const char *source, *message;
    } wrong[] = {
        {"", "x.json:1: this is not valid JSON"},
        {"[]", "x.json:1: an agenda is one JSON object"},
        {"{\n\"id\": \"9\"}", "x.json:1: \"version\" is missing"},
        {HEAD "\"stages\": []}", "x.json:2: an agenda has from 1 to 99 stages"},
        {HEAD "\"stages\": [\n{\"id\": \"s\", \"kind\": \"dance\", \"title\": " T ", \"prompt\": " T ", \"may\": []}]}",
         "x.json:3: \"kind\" must be one of \"gather\", \"diverge\""},
        {HEAD "\"stages\": [\n{\"id\": \"s\", \"kind\": \"vote\", \"title\": " T ", \"prompt\": " T ",\n\"may\": [\"fly\"]}]}",
         "x.json:4: \"may\" knows add, edit, move, link and vote, not \"fly\""},
        {HEAD "\"stages\": [\n{\"id\": \"s\", \"kind\": \"vote\", \"title\": " T ", \"prompt\": " T ",\n\"may\": [\"vote\"]}]}",
         "x.json:4: who may vote needs \"votes\""},
        {HEAD "\"stages\": [\n{\"id\": \"s\", \"kind\": \"vote\", \"title\": " T ", \"prompt\": " T ", \"may\": [],\n"
              "\"votes\": 0}]}", "x.json:4: \"votes\" must be a whole number from 1 to 99"},
        {HEAD "\"stages\": [\n{\"id\": \"s\", \"kind\": \"reveal\", \"title\": " T ", \"prompt\": " T ", \"may\": [],\n"
              "\"private\": true}]}", "x.json:4: a stage that reveals cannot be private"},
        {HEAD "\"stages\": [\n{\"id\": \"s\", \"kind\": \"gather\", \"title\": " T ", \"prompt\": " T ", \"may\": []},\n"
              "{\"id\": \"s\", \"kind\": \"gather\", \"title\": " T ", \"prompt\": " T ", \"may\": []}]}",
         "x.json:4: the id \"s\" is used twice"},
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct agenda *agenda;
        struct buffer report = {0};
        ck_assert_int_eq(agenda_parse("x.json", wrong[i].source, strlen(wrong[i].source), &agenda, &report, &error),
                         STATUS_INVALID);
        ck_assert_msg(strstr(buffer_text(&report), wrong[i].message) != NULL, "%s\nnot in\n%s", wrong[i].message,
                      buffer_text(&report));
        ck_assert_ptr_null(agenda);
        buffer_clear(&report);
    }
}
END_TEST

START_TEST(test_an_own_agenda_hides_a_shipped_one)
{
    char folder[] = "/tmp/nonet-agenda-XXXXXX", path[100];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    char *home = memory_copy_text(getenv("XDG_DATA_HOME"));
    setenv("XDG_DATA_HOME", folder, 1);
    snprintf(path, sizeof path, "%s/nonet/agendas/bmc_60.json", folder);
    static const char source[] = "{\"id\": \"bmc_60\", \"version\": 7, \"title\": " T ", \"when\": " T ", \"stages\": ["
                                 "{\"id\": \"s\", \"kind\": \"gather\", \"title\": " T ", \"prompt\": " T ", \"may\": []}]}";
    ck_ok(file_make_parents(path, &error));
    ck_ok(file_write(path, source, strlen(source), &error));
    struct agenda *agenda;
    ck_ok(agenda_load("bmc_60", NULL, &agenda, &error));
    ck_assert_int_eq(agenda->version, 7);
    agenda_free(agenda);
    unlink(path);
    static const char *const folders[] = {"/nonet/agendas", "/nonet", ""};
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        snprintf(path, sizeof path, "%s%s", folder, folders[i]);
        ck_assert_int_eq(rmdir(path), 0);
    }
    if (home)
        setenv("XDG_DATA_HOME", home, 1);
    else
        unsetenv("XDG_DATA_HOME");
    free(home);
}
END_TEST

NONET_TEST_MAIN("agenda", test_the_shipped_agendas_fit_their_canvases, test_the_shortest_for_a_kind_of_canvas,
                test_a_wrong_file_is_told_where, test_an_own_agenda_hides_a_shipped_one)
