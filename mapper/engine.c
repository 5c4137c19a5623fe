/* mapper/engine.c: which rules run on a row, and in which order. Says nothing itself. */
#include "mapper/run.h"
#include "mapper/rules.h"

/* In this order: what silences others comes before them. `cells`: a row that has none of these fields needs no call. */
#define C(column) COLUMN_BIT(COLUMN_##column)
static const struct step {
    rule_fn *run;
    uint64_t rules; /* RULE_BITs of what it may find */
    uint64_t cells;
    bool in_force_only;
} steps[] = {
    { rule_kind, RULE_BIT(RULE_C110), C(KIND) | C(CATALOG_CODE), false },
    { rule_dates, RULE_BIT(RULE_C111), C(VALID_FROM) | C(VALID_TO), true },
    { rule_catalog_name, RULE_BIT(RULE_N203), C(CATALOG_NAME), false },
    { rule_name, RULE_BIT(RULE_N201) | RULE_BIT(RULE_N202), C(LOCAL_NAME) | C(GENERIC_NAME), false },
    { rule_form, RULE_BIT(RULE_D301) | RULE_BIT(RULE_D308), C(FORM), false },
    { rule_strength, RULE_BIT(RULE_D302), C(SPEC) | C(PACK), false },
    { rule_factor, RULE_BIT(RULE_D304), C(FACTOR), false },
    { rule_pack, RULE_BIT(RULE_D303), C(SPEC) | C(PACK), false },
    { rule_maker, RULE_BIT(RULE_D305), C(MANUFACTURER), false },
    { rule_approval, RULE_BIT(RULE_D306), C(APPROVAL_NO), false },
    { rule_standard_code, RULE_BIT(RULE_D307), C(STANDARD_CODE), false },
    /* The next two say nothing, but note something for the end of the table. */
    { rule_addon, RULE_BIT(RULE_S403), C(CATALOG_CODE), true },
    { rule_price_facts, RULE_BIT(RULE_M802), C(PRICE), true },
    { rule_unit, RULE_BIT(RULE_S401), C(UNIT), true },
    { rule_excluded, RULE_BIT(RULE_S402), C(LOCAL_NAME) | C(CONTENT), true },
    { rule_registration, RULE_BIT(RULE_S404), C(REGISTRATION), true },
    { rule_ceiling, RULE_BIT(RULE_P603) | RULE_BIT(RULE_P601) | RULE_BIT(RULE_P605), C(PRICE), true },
    { rule_markup, RULE_BIT(RULE_P602), C(PURCHASE_PRICE), true },
    { rule_no_price, RULE_BIT(RULE_P604), C(CATALOG_CODE), true },
    { rule_pay, RULE_BIT(RULE_B701) | RULE_BIT(RULE_B702) | RULE_BIT(RULE_B703), C(PAY_CLASS) | C(SELF_PAY), true },
    { rule_restriction, RULE_BIT(RULE_B704), C(RESTRICTED), true },
    { rule_conditions, RULE_BIT(RULE_B705) | RULE_BIT(RULE_B706) | RULE_BIT(RULE_B708), C(CATALOG_CODE), true },
};

static void run_some(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, uint64_t rules)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const struct step *step = &steps[i];
        if (!(row->filled & step->cells) || !(step->rules & rules & ~ctx->silenced) || (step->in_force_only && !ctx->in_force))
            continue;
        step->run(ctx, row, entry);
    }
}

void run_rules(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    run_some(ctx, row, entry, UINT64_MAX);
}

bool would_speak(struct rule_context *ctx, const struct row *row, const struct view_entry *entry, uint64_t rules)
{
    struct rule_probe probe = { .found = { 0 } };
    uint64_t silenced = ctx->silenced;
    struct row_facts *facts = ctx->facts;
    ctx->probe = &probe;
    ctx->silenced = 0;
    ctx->facts = &ctx->no_facts;
    run_some(ctx, row, entry, rules);
    ctx->probe = NULL;
    ctx->silenced = silenced;
    ctx->facts = facts;
    return ((probe.found[SEVERITY_ERROR] | probe.found[SEVERITY_WARNING]) & rules) != 0;
}

size_t run_order(uint64_t *rules, size_t most)
{
    size_t n = sizeof steps / sizeof *steps;
    for (size_t i = 0; i < n && i < most; i++)
        rules[i] = steps[i].rules;
    return n;
}
