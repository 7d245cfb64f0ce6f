/*
 * test_review.c - every rule on small canvases, the shipped examples, who may look, and canvases of any kind.
 */
#include "nonet/review.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/exchange.h"

#define DAY_MS 86400000LL

static struct error error;

/* ---- small canvases ---------------------------------------------------------------------------------------- */

/* "cs1|role=user|>vp1:prized=yes; vp1" is a note cs1 in customer_segments with a facet and a marked link to vp1. What a
 * rule must say: "severity: note note" or "severity: block block", findings parted by "; ". */
struct rule_case {
    const char *rule, *name, *template, *notes, *want;
    const char *canvas; /* facet of the canvas */
    int days;           /* since the last change */
    int family;         /* variants, itself included; 0 = 1 */
};

static const struct rule_case cases[] = {
    {"R01", "none", "bmc", "cs1; vp1", .want = "error: cs1"},
    {"R01", "linked", "bmc", "cs1; vp1|>cs1", .want = ""},
    {"R01", "lean", "lean_canvas", "cs1; uv1", .want = "error: cs1"},
    {"R02", "none", "bmc", "cs1; vp1", .want = "error: vp1"},
    {"R02", "other end", "bmc", "cs1|>vp1; vp1", .want = ""},
    {"R03", "not prized", "bmc", "cs1; cs2; vp1|>cs1", .want = "ask: cs1"},
    {"R03", "prized", "bmc", "cs1; vp1|>cs1:prized=yes", .want = ""},
    {"R03", "no is open", "bmc", "cs1; vp1|>cs1:prized=no", .want = "ask: cs1"},
    {"R05", "online work, offline routes", "bmc", "ka1|online=on; ch1|online=off", .want = "warning: channels"},
    {"R05", "reverse", "bmc", "ka1|online=off; ch1|online=on", .want = "warning: channels"},
    {"R05", "both", "bmc", "ka1|online=on; ch1|online=both", .want = ""},
    {"R05", "one offline activity", "bmc", "ka1|online=on; ka2|online=off; ch1|online=off", .want = ""},
    {"R05", "unknown", "bmc", "ka1|online=on; ch1", .want = ""},
    {"R06", "lean seven", "lean_seven", "us1; rs1", .want = "error: rs1"},
    {"R07", "nobody pays", "bmc", "cs1; cs2; rs1", .want = "error: cs1 cs2"},
    {"R07", "one does not", "bmc", "cs1; cs2; rs1|>cs1", .want = "warning: cs2"},
    {"R07", "through a payer", "bmc", "cs1; cs2|>cs1; rs1|>cs1", .want = ""},
    {"R09", "not marked", "bmc", "kr1; ka1; co1|>kr1", .want = "info: kr1"},
    {"R09", "marked", "bmc", "kr1|top_cost=yes; co1|>kr1", .want = ""},
    {"R09", "computed", "bmc", "kr1; kr2; co1|amount=10 EUR/month|>kr1; co2|amount=100 EUR/year|>kr2", .want = "info: kr1"},
    {"R10", "all users", "bmc", "cs1|role=user; cs2|role=user|>cs1", .want = "error: cs1 cs2"},
    {"R10", "user alone", "bmc", "cs1|role=user; cs2|role=payer", .want = "warning: cs1"},
    {"R10", "user with payer", "bmc", "cs1|role=user|>cs2; cs2|role=both", .want = ""},
    {"R10", "roles", "segmentation", "sp1; ro1|role=user; ro2|role=payer", .want = "warning: ro1"},
    {"R12", "two of five", "bmc", "cs1; ch1|phases=awareness,purchase|>cs1", .want = "warning: cs1"},
    {"R12", "all five", "bmc", "cs1; ch1|phases=awareness,purchase,evaluation|>cs1; ch2|type=phase.delivery,phase.after_sales|>cs1", .want = ""},
    {"R12", "no channel", "bmc", "cs1; ch1", .want = ""},
    {"R13", "missing", "personal", "ch1|stage=promote,sell", .want = "warning: channels"},
    {"R13", "all", "personal", "ch1|stage=promote,sell; ch2|type=stage.deliver", .want = ""},
    {"R15", "none", "bmc", "cr1; cr2|aim=retain; cr3|type=motive.boost", .want = "info: cr1"},
    {"R16", "dear", "bmc", "cs1; cr1|>cs1; rs1|amount=100 EUR/month|>cs1; co1|amount=2000 EUR/year|>cr1", .want = "warning: cr1"},
    {"R16", "fine", "bmc", "cs1; cr1|>cs1; rs1|amount=100 EUR/month|>cs1; co1|amount=1200 EUR/year|>cr1", .want = ""},
    {"R16", "unknown", "bmc", "cs1; cr1|>cs1; rs1|>cs1", .want = "ask: cr1"},
    {"R16", "currencies", "bmc", "cs1; cr1|>cs1; rs1|amount=1 EUR|>cs1; co1|amount=9 CNY|>cr1", .want = "ask: cr1"},
    {"R18", "none", "bmc", "kp1; kp2|why=risk; kp3|type=motive.access", .want = "info: kp1"},
    {"R20", "alone", "bmc", "cs1|type=market.multi_sided; cs2", .want = "warning: cs1"},
    {"R20", "two apart", "bmc", "cs1|type=market.multi_sided; cs2|type=market.multi_sided", .want = "warning: cs1 cs2"},
    {"R20", "joined", "bmc", "cs1|type=market.multi_sided; cs2|>cs1|type=market.multi_sided", .want = ""},
    {"R21", "mass with two", "bmc", "cs1|type=market.mass; cs2", .want = "info: cs1 cs2"},
    {"R21", "mass", "bmc", "cs1|type=market.mass", .want = ""},
    {"R21", "one segmented", "bmc", "cs1|type=market.segmented", .want = "info: cs1"},
    {"R21", "same value", "bmc", "cs1|type=market.diversified; cs2|type=market.diversified; vp1|>cs1|>cs2", .want = "info: cs1 cs2"},
    {"R21", "own values", "bmc", "cs1|type=market.diversified; cs2|type=market.diversified; vp1|>cs1; vp2|>cs2", .want = ""},
    {"R22", "none", "bmc", "vp1", .want = "info: value_propositions"},
    {"R22", "one", "bmc", "vp1; vp2|difference=yes", .want = ""},
    {"R22", "resonance", "bmc", "vp1|type=points.resonance", .want = ""},
    {"R22", "no", "bmc", "vp1|difference=no", .want = "info: value_propositions"},
    {"R23", "four", "bmc", "cs1; vp0|>cs1; vp1|>cs1; vp2|>cs1; vp3|>cs1", .want = "info: cs1"},
    {"R23", "three", "bmc", "cs1; vp0|>cs1; vp1|>cs1; vp2|>cs1", .want = ""},
    {"R24", "none", "bmc", "vp1; vp2|proof=a test; vp3|type=proof.calculator", .want = "info: vp1"},
    {"R25", "cheap but tailored", "bmc", "vp1|type=element.customization; cr1|type=form.dedicated", .want = "warning: vp1 cr1", .canvas = "cost_driver=cost_driven"},
    {"R25", "dear but cheap", "bmc", "vp1|type=element.price", .want = "warning: vp1", .canvas = "cost_driver=value_driven"},
    {"R25", "mixed", "bmc", "vp1|type=element.price; vp2", .want = "", .canvas = "cost_driver=value_driven"},
    {"R25", "by a cost", "bmc", "vp1|type=element.customization; co1|type=driver.cost_driven", .want = "warning: vp1"},
    {"R25", "unknown", "bmc", "vp1|type=element.customization", .want = ""},
    {"R26", "one", "lean_seven", "rs1", .want = "info: rs1"},
    {"R26", "two", "bmc", "rs1; rs2", .want = ""},
    {"R26", "zero", "bmc", "cs1", .want = ""},
    {"R27", "fill order", "bmc", "cs1; vp1; ch1; cr1; kp1; co1", .want = "warning: revenue_streams key_resources key_activities"},
    {"R28", "none", "bmc", "cs1", .want = "info: customer_segments"},
    {"R28", "all", "bmc", "cs1|starred=yes; cs2|starred=yes", .want = "info: cs1 cs2"},
    {"R28", "single", "bmc", "cs1|starred=yes", .want = ""},
    {"R28", "one of two", "bmc", "cs1|starred=yes; cs2", .want = ""},
    {"R28", "nine modules", "nine_modules", "cu1", .want = "info: customer"},
    {"R29", "fresh", "bmc", "cs1", .want = "", .days = 31},
    {"R29", "quarter", "bmc", "cs1", .want = "info", .days = 122},
    {"R29", "year", "bmc", "cs1", .want = "warning", .days = 396},
    {"R30", "alone", "bmc", "cs1", .want = "info", .family = 1},
    {"R30", "two", "bmc", "cs1", .want = "", .family = 2},
    {"R31", "half", "bmc", "ch1|effect=high; ch2|effect=low|cost=low", .want = "info: ch1"},
    {"R32", "loss", "bmc", "rs1|amount=10 EUR/month; co1|amount=121 EUR/year", .want = "info: cost_structure revenue_streams"},
    {"R32", "even", "bmc", "rs1|amount=10 EUR/month; co1|amount=120.0000 EUR/year", .want = ""},
    {"R32", "one unknown", "bmc", "rs1|amount=1 EUR; co1|amount=5 EUR; co2", .want = ""},
    {"R33", "outsiders", "personal", "cs1|place=external", .want = "info: customer_segments"},
    {"R33", "both", "personal", "cs1|place=external; cs2|type=place.internal", .want = ""},
    {"R34", "one", "personal", "cs1", .want = "info: cs1"},
    {"R35", "contact first", "personal", "cr1|contact=written|goal=more", .want = "ask: cr1"},
    {"R35", "all", "personal", "cr1|contact=written|goal=more|term=ongoing", .want = ""},
    {"R35", "no contact", "personal", "cr1", .want = ""},
    {"R36", "all", "personal", "cr1|term=one_off; cr2|type=term.one_off", .want = "info: cr1 cr2"},
    {"R36", "not all", "personal", "cr1|term=one_off; cr2", .want = ""},
    {"R37", "money only", "personal", "rs1|type=reward.pay; rs2|type=reward.benefits", .want = "info: revenue_streams"},
    {"R37", "more", "personal", "rs1|type=reward.network,reward.pay", .want = ""},
    {"R37", "unknown", "personal", "rs1", .want = ""},
    {"R38", "time and money", "personal", "co1|type=price.time; co2|type=price.money", .want = "info: cost_structure"},
    {"R38", "stress", "personal", "co1|type=price.stress", .want = ""},
    {"R39", "half", "personal", "kr1|type=who_i_am.interest", .want = "warning: key_resources"},
    {"R39", "both", "personal", "kr1|type=who_i_am.interest; kr2|type=what_i_have.tangible", .want = ""},
    {"R40", "one without", "lean_seven", "us1|status=untested; rs1", .want = "warning: rs1"},
    {"R40", "lean canvas", "lean_canvas", "pr1", .want = "warning: pr1"},
    {"R41", "pain", "four_perspectives", "tc1|aspect=pain; tc2|aspect=need; v1", .want = "info: tc1"},
    {"R41", "met", "four_perspectives", "tc1|aspect=pain; v1|>tc1", .want = ""},
    {"R42", "none", "bmc", "cs1; cs2|decision=no", .want = "info: cs1"},
    {"R42", "decided elsewhere", "segmentation", "sp1; sp2|>de1; de1", .want = "info: sp1"},
    {"R17", "none", "bmc", "kp1; kp2|>ka1; ka1", .want = "warning: kp1"},
    {"R19", "only a cost", "bmc", "kr1; ka1; rs1|>ka1; co1|>kr1", .want = "warning: kr1"},
    {"R10", "roles all users", "segmentation", "sp1; ro1|role=user", .want = "error: ro1"},
    {"R04", "from the other end", "bmc", "vp1; vp2; ka1|>vp2", .want = "error: vp1"},
    {"R08", "to a partner", "bmc", "co1; co2|>kp1; kp1", .want = "warning: co1"},
    {"R11", "one not reached", "bmc", "cs1; cs2|>ch1; ch1", .want = "warning: cs1"},
    {"R14", "parked notes are no answer", "bmc", "cs1|>pl1; pl1", .want = "warning: cs1"},
    {"R23", "twice the same value", "bmc", "cs1|>vp1; vp1|>cs1", .want = ""},
    {"R27", "parked notes fill nothing", "nine_modules", "pl1",
     .want = "warning: industry customer market supplier organisation competition product price technology"},
    {"R29", "to the day", "bmc", "cs1", .want = "", .days = 90},
    {"R30", "three", "bmc", "cs1", .want = "", .family = 3},
    {"R32", "large sums", "bmc",
     "rs1|amount=999999999999999.9999 EUR/day; co1|amount=999999999999999.9999 EUR/day; co2|amount=0.0001 EUR/year",
     .want = "info: cost_structure revenue_streams"},
    {"R32", "malformed", "bmc", "rs1|amount=1 EUR; co1|amount=5EUR", .want = ""},
};

static const struct {
    const char *code, *block;
} codes[] = {
    {"cs", "customer_segments"}, {"vp", "value_propositions"}, {"ch", "channels"}, {"cr", "customer_relationships"},
    {"rs", "revenue_streams"},   {"kr", "key_resources"},      {"ka", "key_activities"}, {"kp", "key_partnerships"},
    {"co", "cost_structure"},    {"us", "user_segments"},      {"uv", "unique_value"},   {"sp", "segment_profile"},
    {"ro", "roles"},             {"de", "decision"},           {"tc", "target_customers"}, {"v", "value_proposition"},
    {"pr", "problem"},           {"cu", "customer"},           {"pl", "parking_lot"},
};

struct desk {
    struct store *store;
    struct session session;
    struct template *template;
    int64_t canvas_id;
};

static void desk_init(struct desk *desk, const char *template_id)
{
    struct store_options options = {.path = ":memory:", .create = true};
    int64_t actor_id;
    *desk = (struct desk){0};
    ck_ok(store_open(&desk->store, &options, &canvas_schema, &error));
    ck_ok(person_find(desk->store, "Ann", &actor_id, &error));
    desk->session = session_owner(actor_id);
    ck_ok(template_load(template_id, &desk->template, &error));
    ck_ok(canvas_create(desk->store, &desk->session, "Plan", desk->template, &desk->canvas_id, &error));
}

static void desk_clear(struct desk *desk)
{
    template_free(desk->template);
    store_close(desk->store);
}

static struct snapshot *desk_load(const struct desk *desk)
{
    struct snapshot *snapshot;
    ck_ok(snapshot_load(desk->store, &desk->session, desk->canvas_id, &snapshot, &error));
    return snapshot;
}

#define NOTES_MAX 20

struct named {
    char name[8];
    int64_t id;
};

static int64_t add_note(const struct desk *desk, const char *name)
{
    size_t length = strcspn(name, "0123456789");
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        struct note_new note = {.text = name};
        int64_t id;
        if (strlen(codes[i].code) != length || strncmp(codes[i].code, name, length) != 0)
            continue;
        ck_assert(template_block_by_id(desk->template, codes[i].block, &note.block));
        ck_ok(canvas_notes_add(desk->store, &desk->session, desk->canvas_id, desk->template, &note, 1, 0, &id, &error));
        return id;
    }
    ck_abort_msg("no block for %s", name);
    return 0;
}

static int64_t id_of(const struct named *named, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(named[i].name, name) == 0)
            return named[i].id;
    }
    ck_abort_msg("no note %s", name);
    return 0;
}

/* One word of a note: "key=value", ">other" or ">other:key=value". */
static void add_word(const struct desk *desk, const struct named *named, size_t count, int64_t id, char *word)
{
    char *facet = word, *other = NULL;
    if (word[0] == '>') {
        other = word + 1;
        facet = strchr(word, ':');
        if (facet)
            *facet++ = '\0';
        int64_t to = id_of(named, count, other);
        ck_ok(canvas_link_set(desk->store, &desk->session, id, to, true, &error));
        id = canvas_link_id(id, to);
    }
    if (!facet)
        return;
    char *value = strchr(facet, '=');
    ck_assert_ptr_nonnull(value);
    *value++ = '\0';
    if (other)
        ck_ok(canvas_link_set_facet(desk->store, &desk->session, id, facet, value, &error));
    else
        ck_ok(canvas_notes_set_facet(desk->store, &desk->session, &id, 1, facet, value, &error));
}

static void fill(const struct desk *desk, const char *notes)
{
    struct named named[NOTES_MAX];
    char *rest[NOTES_MAX];
    size_t count = 0;
    char *copy = memory_copy_text(notes), *at = NULL;
    for (char *line = strtok_r(copy, ";", &at); line; line = strtok_r(NULL, ";", &at)) {
        ck_assert_uint_lt(count, NOTES_MAX);
        line += strspn(line, " ");
        rest[count] = strchr(line, '|');
        if (rest[count])
            *rest[count]++ = '\0';
        snprintf(named[count].name, sizeof named[count].name, "%s", line);
        named[count].id = add_note(desk, line);
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        for (char *word = rest[i] ? strtok_r(rest[i], "|", &at) : NULL; word; word = strtok_r(NULL, "|", &at))
            add_word(desk, named, count, named[i].id, word);
    }
    free(copy);
}

/* What one rule says, as a case writes it. Yours. */
static char *findings_of(const struct snapshot *snapshot, const struct finding *finding, size_t count, const char *rule)
{
    struct buffer out = {0};
    buffer_add(&out, "");
    for (size_t i = 0; i < count; i++) {
        if (strcmp(finding[i].rule, rule) != 0)
            continue;
        buffer_printf(&out, "%s%s", out.length > 0 ? "; " : "", severity_name(finding[i].severity));
        for (size_t k = 0; k < finding[i].note_count; k++)
            buffer_printf(&out, "%s %s", k == 0 ? ":" : "", snapshot_note(snapshot, finding[i].note_id[k])->text);
        for (size_t k = 0; k < finding[i].block_count; k++)
            buffer_printf(&out, "%s %s", k == 0 ? ":" : "",
                          template_block_id(snapshot->template, finding[i].block[k]));
    }
    return buffer_take(&out);
}

START_TEST(test_every_rule_says_what_it_must)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct rule_case *one = &cases[i];
        struct desk desk;
        struct finding *finding;
        size_t count;
        desk_init(&desk, one->template);
        fill(&desk, one->notes);
        if (one->canvas) {
            const char *equals = strchr(one->canvas, '=');
            char *key = memory_copy_bytes(one->canvas, (size_t)(equals - one->canvas));
            ck_ok(canvas_set_facet(desk.store, &desk.session, desk.canvas_id, key, equals + 1, &error));
            free(key);
        }
        struct snapshot *snapshot = desk_load(&desk);
        for (int copy = 1; copy < one->family; copy++) {
            int64_t id;
            ck_ok(canvas_copy(desk.store, &desk.session, snapshot, "Variant", &id, &error));
        }
        ck_ok(canvas_review(snapshot, desk.store, &desk.session, snapshot->updated + one->days * DAY_MS, &finding,
                            &count, &error));
        char *got = findings_of(snapshot, finding, count, one->rule);
        ck_assert_msg(strcmp(got, one->want) == 0, "%s %s: “%s”, not “%s”", one->rule, one->name, got, one->want);
        free(got);
        findings_free(finding, count);
        snapshot_free(snapshot);
        desk_clear(&desk);
    }
}
END_TEST

static const struct {
    const char *template, *rule, *notes, *want_en, *want_zh;
} lacks[] = {
    {"bmc", "R12", "cs1; ch1|phases=awareness,purchase|>cs1", "Evaluation+Delivery+After-sales", NULL},
    {"bmc", "R31", "ch1|cost=low; ch2|effect=low", "Effect+Cost", NULL},
    {"bmc", "R28", "cs1", "Most important", "最要紧"},
    {"personal", "R35", "cr1|contact=written", "Goal+Term", NULL},
};

START_TEST(test_what_is_missing_has_a_title)
{
    for (size_t i = 0; i < COUNT_OF(lacks); i++) {
        struct desk desk;
        struct finding *finding;
        size_t count;
        struct buffer got[LANGUAGE_COUNT] = {{0}};
        desk_init(&desk, lacks[i].template);
        fill(&desk, lacks[i].notes);
        struct snapshot *snapshot = desk_load(&desk);
        ck_ok(canvas_review(snapshot, desk.store, &desk.session, snapshot->updated, &finding, &count, &error));
        for (size_t f = 0; f < count; f++) {
            for (size_t k = 0; k < finding[f].missing_count && strcmp(finding[f].rule, lacks[i].rule) == 0; k++) {
                for (int language = 0; language < LANGUAGE_COUNT; language++)
                    buffer_printf(&got[language], "%s%s", k > 0 ? "+" : "",
                                  finding[f].missing[k].text[language]);
            }
        }
        ck_assert_str_eq(buffer_text(&got[LANGUAGE_EN]), lacks[i].want_en);
        if (lacks[i].want_zh)
            ck_assert_str_eq(buffer_text(&got[LANGUAGE_ZH]), lacks[i].want_zh);
        buffer_clear(&got[0]);
        buffer_clear(&got[1]);
        findings_free(finding, count);
        snapshot_free(snapshot);
        desk_clear(&desk);
    }
}
END_TEST

/* ---- the shipped examples ----------------------------------------------------------------------------------- */

static bool is_structural(const char *template_id, const char *rule)
{
    const char *rules = strcmp(template_id, "personal") == 0
                            ? "R01 R02 R04 R06 R11 R14 R27 R34"
                            : "R01 R02 R04 R06 R07 R08 R11 R14 R17 R19 R23 R26 R27";
    return strstr(rules, rule) != NULL;
}

static json_t *example_document(const char *id)
{
    char path[300];
    json_error_t wrong;
    const char *folder = getenv("NONET_DATA");
    snprintf(path, sizeof path, "%s/examples/%s.json", folder ? folder : NONET_SOURCE_DIR "/data", id);
    json_t *document = json_load_file(path, 0, &wrong);
    ck_assert_msg(document != NULL, "%s: %s", path, wrong.text);
    return document;
}

/* { "R07": ["cs3"], ... } as the example's own file says it. */
static json_t *expected(const char *id)
{
    json_t *document = example_document(id);
    json_t *findings = json_incref(json_object_get(json_object_get(document, "example"), "findings"));
    json_decref(document);
    return findings;
}

static const char *name_of(const json_t *notes, int64_t canvas_id, int64_t note_id)
{
    for (size_t i = 0; i < json_array_size(notes); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(notes, i), "id"));
        if (id_derive(canvas_id, 0, name) == note_id)
            return name;
    }
    return "?";
}

static json_t *structural(const char *id)
{
    json_t *document = example_document(id), *got = json_object();
    struct store *store;
    int64_t canvas_id;
    struct snapshot *snapshot;
    struct finding *finding;
    size_t count;
    struct session session = session_reader(0);
    ck_ok(example_open(id, LANGUAGE_EN, &store, &canvas_id, &error));
    ck_ok(snapshot_load(store, &session, canvas_id, &snapshot, &error));
    ck_ok(canvas_review(snapshot, store, &session, snapshot->updated, &finding, &count, &error));
    for (size_t i = 0; i < count; i++) {
        if (!is_structural(snapshot->template->id, finding[i].rule))
            continue;
        json_t *list = json_object_get(got, finding[i].rule);
        if (!list) {
            list = json_array();
            json_object_set_new(got, finding[i].rule, list);
        }
        for (size_t k = 0; k < finding[i].note_count; k++)
            json_array_append_new(list, json_string(name_of(json_object_get(document, "notes"), canvas_id,
                                                            finding[i].note_id[k])));
        for (size_t k = 0; k < finding[i].block_count; k++)
            json_array_append_new(list, json_string(template_block_id(snapshot->template, finding[i].block[k])));
    }
    findings_free(finding, count);
    snapshot_free(snapshot);
    store_close(store);
    json_decref(document);
    return got;
}

START_TEST(test_examples_break_the_rules_that_they_say)
{
    struct example_info *list;
    size_t count;
    ck_ok(example_list(LANGUAGE_EN, &list, &count, NULL, &error));
    ck_assert_uint_gt(count, 0);
    for (size_t i = 0; i < count; i++) {
        json_t *want = expected(list[i].id), *got = structural(list[i].id);
        char *said = json_dumps(got, JSON_SORT_KEYS), *wanted = want ? json_dumps(want, JSON_SORT_KEYS) : NULL;
        ck_assert_msg(wanted && strcmp(said, wanted) == 0, "%s: %s, not %s", list[i].id, said, wanted);
        free(said);
        free(wanted);
        json_decref(want);
        json_decref(got);
    }
    example_list_free(list, count);
}
END_TEST

/* ---- who may look ---------------------------------------------------------------------------------------------- */

static bool has_rule(const struct finding *finding, size_t count, const char *rule)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(finding[i].rule, rule) == 0)
            return true;
    }
    return false;
}

START_TEST(test_a_confined_session_hears_nothing_of_other_canvases)
{
    struct desk desk;
    struct finding *finding;
    size_t count;
    desk_init(&desk, "bmc");
    fill(&desk, "cs1");
    struct snapshot *snapshot = desk_load(&desk);
    struct session here = desk.session, elsewhere = desk.session, blind = desk.session;
    here.canvas_id = desk.canvas_id;
    elsewhere.canvas_id = desk.canvas_id + 1;
    blind.may = 0;

    ck_ok(canvas_review(snapshot, desk.store, &here, snapshot->updated, &finding, &count, &error));
    ck_assert(has_rule(finding, count, "R01"));
    ck_assert(!has_rule(finding, count, "R30"));
    findings_free(finding, count);
    struct session reader = session_reader(0);
    ck_ok(canvas_review(snapshot, desk.store, &reader, snapshot->updated, &finding, &count, &error));
    ck_assert(has_rule(finding, count, "R30"));
    findings_free(finding, count);
    ck_assert_int_eq(canvas_review(snapshot, desk.store, &elsewhere, 0, &finding, &count, &error), STATUS_DENIED);
    ck_assert_ptr_null(finding);
    ck_assert_int_eq(canvas_review(snapshot, desk.store, &blind, 0, &finding, &count, &error), STATUS_DENIED);
    snapshot_free(snapshot);
    desk_clear(&desk);
}
END_TEST

START_TEST(test_the_family_outlives_its_first_canvas)
{
    struct desk desk;
    struct finding *finding;
    size_t count;
    int64_t child, grandchild;
    desk_init(&desk, "bmc");
    fill(&desk, "cs1");
    struct snapshot *snapshot = desk_load(&desk), *copy;
    ck_ok(canvas_copy(desk.store, &desk.session, snapshot, "Child", &child, &error));
    ck_ok(snapshot_load(desk.store, &desk.session, child, &copy, &error));
    ck_ok(canvas_copy(desk.store, &desk.session, copy, "Grandchild", &grandchild, &error));
    /* The one in the middle joins the others, but no longer counts. */
    ck_ok(canvas_set_alive(desk.store, &desk.session, child, false, &error));
    ck_ok(canvas_review(snapshot, desk.store, &desk.session, snapshot->updated, &finding, &count, &error));
    ck_assert(!has_rule(finding, count, "R30"));
    findings_free(finding, count);
    ck_ok(canvas_set_alive(desk.store, &desk.session, grandchild, false, &error));
    ck_ok(canvas_review(snapshot, desk.store, &desk.session, snapshot->updated, &finding, &count, &error));
    ck_assert(has_rule(finding, count, "R30"));
    findings_free(finding, count);
    snapshot_free(copy);
    snapshot_free(snapshot);
    desk_clear(&desk);
}
END_TEST

/* ---- anything at all -------------------------------------------------------------------------------------------- */

static const char *const odd_values[] = {
    "yes", "no", "", ",", ", ,", "a,b", "type", "market.mass,market.segmented", "=", "1 EUR", "99999999999999999 EUR",
    "5 EUR/week", "5.00001 EUR", "5. EUR", " 5 EUR", "on", "online", "phase.", "motive.*", "*", "cost_driven", "user",
};
static const char *const keys[] = {"type", "amount", "online", "role", "starred", "phases", "aim", "top_cost",
                                   "decision", "status", "prized", "cost_driver", "a"};

static void fill_at_random(const struct desk *desk)
{
    int64_t ids[30];
    size_t count = 1 + (size_t)(random() % (long)COUNT_OF(ids));
    for (size_t i = 0; i < count; i++) {
        struct note_new note = {.text = "n", .block = (int)(random() % (long)(desk->template->block_count + 1)) - 1};
        ck_ok(canvas_notes_add(desk->store, &desk->session, desk->canvas_id, desk->template, &note, 1, 0, &ids[i],
                               &error));
    }
    for (int i = 0; i < 60; i++) {
        int64_t a = ids[random() % (long)count], b = ids[random() % (long)count];
        const char *key = keys[random() % (long)COUNT_OF(keys)];
        const char *value = odd_values[random() % (long)COUNT_OF(odd_values)];
        ck_ok(canvas_notes_set_facet(desk->store, &desk->session, &a, 1, key, value, &error));
        if (a == b)
            continue;
        ck_ok(canvas_link_set(desk->store, &desk->session, a, b, true, &error));
        ck_ok(canvas_link_set_facet(desk->store, &desk->session, canvas_link_id(a, b), key, value, &error));
    }
    ck_ok(canvas_set_facet(desk->store, &desk->session, desk->canvas_id, "cost_driver",
                           odd_values[random() % (long)COUNT_OF(odd_values)], &error));
}

static void check_finding(const struct snapshot *snapshot, const struct finding *finding)
{
    ck_assert(finding->note_count == 0 || finding->block_count == 0);
    ck_assert_str_ne(finding->text.text[LANGUAGE_EN], "");
    int previous = -1;
    for (size_t i = 0; i < finding->note_count; i++) {
        const struct note *note = snapshot_note(snapshot, finding->note_id[i]);
        ck_assert_ptr_nonnull(note);
        int place = note->block * 1000 + snapshot_position(snapshot, note);
        ck_assert_int_ne(note->block, TEMPLATE_PARKING);
        ck_assert_int_gt(place, previous);
        previous = place;
    }
    for (size_t i = 0; i < finding->block_count; i++)
        ck_assert(finding->block[i] >= 0 && (size_t)finding->block[i] < snapshot->template->block_count);
    for (size_t i = 0; i < finding->missing_count; i++)
        ck_assert_str_ne(finding->missing[i].text[LANGUAGE_ZH], "");
}

START_TEST(test_any_canvas_can_be_reviewed)
{
    struct data_file *list;
    size_t templates;
    srandom(20261121);
    ck_ok(template_list(&list, &templates, &error));
    for (size_t round = 0; round < 4 * templates; round++) {
        struct desk desk;
        struct finding *finding;
        size_t count;
        desk_init(&desk, list[round % templates].id);
        fill_at_random(&desk);
        struct snapshot *snapshot = desk_load(&desk);
        ck_ok(canvas_review(snapshot, desk.store, &desk.session, snapshot->updated, &finding, &count, &error));
        for (size_t i = 0; i < count; i++)
            check_finding(snapshot, &finding[i]);
        findings_free(finding, count);
        snapshot_free(snapshot);
        desk_clear(&desk);
    }
    data_files_free(list, templates);
}
END_TEST

NONET_TEST_MAIN("review", test_every_rule_says_what_it_must, test_what_is_missing_has_a_title,
                test_examples_break_the_rules_that_they_say, test_a_confined_session_hears_nothing_of_other_canvases,
                test_the_family_outlives_its_first_canvas, test_any_canvas_can_be_reviewed)
