/* report/note_impact.c: what a coming version does to a hospital's rows as notes: one a field that changes, one for a code that breaks, one for a
 * price that will be above its ceiling. */
#include "base/i18n.h"
#include "report/impact_format.h"
#include "report/label.h"
#include "report/note_build.h"

enum { RULE_BREAKS, RULE_MONEY, RULE_OVER, RULE_IDENTITY, RULE_CONDITIONS, RULES };
static const struct note_rule rules[RULES] = {
    [RULE_BREAKS] = { "impact-breaks", "breaks", SEVERITY_ERROR, N_("the code ends"),
                      N_("The coming version has the code no more, or its entry has ended or is inactive on the day from which that version counts: what is "
                         "billed on it from then on is refused."),
                      N_("Map the item to another code before that day; where a successor is named, look at it first.") },
    [RULE_MONEY] = { "impact-money", "money", SEVERITY_WARNING, N_("what is paid changes"),
                     N_("The ceiling, the payment standard, the pay class or the patient's share of the code changes."),
                     N_("Have prices and pay classes ready for that day.") },
    [RULE_OVER] = { "impact-over-ceiling", "over-ceiling", SEVERITY_WARNING, N_("the price will be above the ceiling"),
                    N_("The coming version has another ceiling for the code, and the hospital's price, for the same unit, is above it."),
                    N_("Lower the price by that day.") },
    [RULE_IDENTITY] = { "impact-identity", "identity", SEVERITY_WARNING, N_("the code's item changes"),
                        N_("Name, form, specification, pack or maker of the code change: it may be another item than the hospital's from then on."),
                        N_("Compare the item with the new entry; map it to another code if it is not the same.") },
    [RULE_CONDITIONS] = { "impact-conditions", "conditions", SEVERITY_INFO, N_("the conditions change"),
                          N_("The conditions on which the fund pays change, or the dates, the category or other fields of the code."),
                          N_("Read what changes, and tell the departments that use the item.") },
};
static const size_t rule_of[IMPACT_EFFECTS] = { [IMPACT_BREAKS] = RULE_BREAKS, [IMPACT_MONEY] = RULE_MONEY, [IMPACT_IDENTITY] = RULE_IDENTITY,
                                                [IMPACT_CONDITIONS] = RULE_CONDITIONS };

/* The row's columns beside the fields of the coming entry. */
static const struct side {
    enum column column;
    enum entry_field field;
    bool always; /* else only where the field changes */
} sides[] = {
    { COLUMN_LOCAL_NAME, ENTRY_FIELD_NAME, true }, { COLUMN_FORM, ENTRY_FIELD_FORM, true },
    { COLUMN_SPEC, ENTRY_FIELD_SPEC, true },       { COLUMN_PACK, ENTRY_FIELD_PACK, true },
    { COLUMN_UNIT, ENTRY_FIELD_UNIT, false },      { COLUMN_MANUFACTURER, ENTRY_FIELD_MANUFACTURER, true },
    { COLUMN_PRICE, ENTRY_FIELD_CEILING, false },  { COLUMN_PAY_CLASS, ENTRY_FIELD_PAY_CLASS, false },
    { COLUMN_SELF_PAY, ENTRY_FIELD_SELF_PAY, false },
};
#define SIDES (sizeof sides / sizeof *sides)

struct impact_notes {
    struct note_build build;
    struct note_run run;
    struct note_rule rules[RULES];
    struct note_catalog catalogs[2 * KIND_COUNT];
    size_t catalog_count;
};

static int notes_open(struct impact_report *r, struct error *err)
{
    struct impact_notes *n = r->state = calloc(1, sizeof *n);
    const struct impact_report_options *o = &r->options;
    if (!n)
        return error_memory(err);
    note_rules_translate(rules, RULES, n->rules);
    for (size_t i = 0; i < o->pair_count; i++) {
        n->catalogs[n->catalog_count++] = (struct note_catalog){ .version = &o->pairs[i].from, .in_force = true };
        n->catalogs[n->catalog_count++] = (struct note_catalog){ .version = &o->pairs[i].to };
    }
    n->run = (struct note_run){ .verb = "impact", .program = o->about.program, .version = o->about.version, .day = o->day, .region = o->about.region,
                                .hospital_level = o->hospital_level, .scheme = o->scheme, .catalogs = n->catalogs,
                                .catalog_count = n->catalog_count, .rules = n->rules, .rule_count = RULES };
    return note_build_open(&n->build, r->format, &n->run, o->write, o->ctx, &o->about, err);
}

static void notes_close(struct impact_report *r)
{
    struct impact_notes *n = r->state;
    if (n)
        note_build_release(&n->build);
    free(n);
}

/* ---- a row ---- */

static struct note *add(struct impact_report *r, const struct impact_row *row, size_t rule, const struct span *values, size_t count)
{
    struct impact_notes *n = r->state;
    struct note *note = note_build_add(&n->build, rule, rules[rule].severity);
    struct span parts[5] = { row->row->cells[COLUMN_LOCAL_CODE], row->from->text[ENTRY_CODE] };
    if (!note)
        return NULL;
    for (size_t i = 0; i < count; i++)
        parts[2 + i] = values[i];
    note->fingerprint = note_build_fingerprint(&n->build, rule, parts, 2 + count);
    note->message = note_build_keep(&n->build, &r->line);
    return note;
}

static void add_break(struct impact_report *r, const struct impact_row *row)
{
    buf_clear(&r->line);
    impact_add_break(r, row);
    struct note *note = add(r, row, RULE_BREAKS, &row->successor, 1);
    if (!note)
        return;
    note->field = column_word(COLUMN_CATALOG_CODE);
    note->label = column_label(COLUMN_CATALOG_CODE);
    note->local = row->from->text[ENTRY_CODE];
    if (row->successor.n == 0)
        return;
    note->expected = note->fix_value = row->successor;
    note->fix_field = note->field;
}

static void add_field(struct impact_report *r, const struct impact_row *row, enum entry_field f)
{
    struct impact_notes *n = r->state;
    impact_field_texts(r, row, f);
    struct span values[] = { span_of(entry_field_name(f)), note_build_keep(&n->build, &r->text[0]), note_build_keep(&n->build, &r->text[1]) };
    buf_clear(&r->line);
    impact_add_field(r, row, f);
    struct note *note = add(r, row, rule_of[impact_of(change_of_field(f))], values, 3);
    if (!note)
        return;
    note->field = entry_field_name(f);
    note->label = entry_field_label(f);
    note->local = values[1].n > 0 ? values[1] : SPAN_NONE;
    note->expected = values[2].n > 0 ? values[2] : SPAN_NONE;
}

static void add_over(struct impact_report *r, const struct impact_row *row)
{
    struct impact_notes *n = r->state;
    struct buf ceiling = BUF_INIT;
    amount_add_places(&ceiling, row->money.ceiling[1], 2);
    struct span values[] = { row->row->cells[COLUMN_PRICE], note_build_keep(&n->build, &ceiling) };
    buf_release(&ceiling);
    buf_clear(&r->line);
    impact_add_over(r, row);
    struct note *note = add(r, row, RULE_OVER, values, 2);
    if (!note)
        return;
    note->field = column_word(COLUMN_PRICE);
    note->label = column_label(COLUMN_PRICE);
    note->local = values[0];
    note->expected = values[1];
    note->at_risk = row->money.at_risk;
}

static size_t fill_values(struct impact_report *r, const struct impact_row *row, struct note_value *values)
{
    struct impact_notes *n = r->state;
    const struct entry *entry = row->to ? row->to : row->from;
    size_t count = 0;
    for (size_t i = 0; i < SIDES; i++) {
        bool changes = row->fields >> sides[i].field & 1;
        struct span mine = row->row->cells[sides[i].column];
        struct note_value *v = &values[count];
        if (!changes && !sides[i].always)
            continue;
        *v = (struct note_value){ column_word(sides[i].column), column_label(sides[i].column), mine.n > 0 ? mine : SPAN_NONE, SPAN_NONE, changes };
        buf_clear(&r->line);
        if (entry_field_add(entry, sides[i].field, " | ", &r->line))
            v->catalog = note_build_keep(&n->build, &r->line);
        count += v->local.n > 0 || v->catalog.n > 0;
    }
    return count;
}

static const struct version_info *coming(const struct impact_report *r, enum kind kind)
{
    for (size_t i = 0; i < r->options.pair_count; i++)
        if (r->options.pairs[i].to.kind == kind)
            return &r->options.pairs[i].to;
    return NULL;
}

static int notes_row(struct impact_report *r, const struct impact_row *row, struct error *err)
{
    struct impact_notes *n = r->state;
    struct note_value values[SIDES];
    const struct version_info *to = coming(r, row->kind);
    struct note_item item = { .file = row->file, .sheet = row->sheet, .line = row->row->line, .kind = kind_word(row->kind), .kind_label = kind_label(row->kind),
                              .local_code = row->row->cells[COLUMN_LOCAL_CODE], .local_name = row->row->cells[COLUMN_LOCAL_NAME],
                              .catalog_code = row->from->text[ENTRY_CODE], .catalog_name = row->from->text[ENTRY_NAME], .values = values };
    if (row->effect == IMPACT_BREAKS)
        add_break(r, row);
    for (int effect = IMPACT_MONEY; effect > IMPACT_NONE && row->to; effect--) {
        for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++)
            if ((row->fields >> f & 1) && (int)impact_of(change_of_field(f)) == effect)
                add_field(r, row, f);
        if (effect == IMPACT_MONEY && row->money.over != AMOUNT_NONE)
            add_over(r, row);
    }
    item.value_count = fill_values(r, row, values);
    buf_clear(&r->line);
    if (to)
        version_add(&r->line, to);
    item.catalog = to ? note_build_keep(&n->build, &r->line).p : NULL;
    return note_build_item(&n->build, &item, err);
}

/* ---- the ends ---- */

static int notes_table_end(struct impact_report *r, const char *file, const struct impact_table_facts *facts, struct error *err)
{
    struct impact_notes *n = r->state;
    struct note_table table = { .file = file, .bytes = facts->source.bytes, .sheet = facts->source.sheet, .encoding = facts->source.encoding, .separator = facts->source.separator,
                                .rows = facts->rows, .mapped = facts->mapped, .clean = facts->unchanged };
    struct note_not_run left_out[RULES];
    for (int effect = IMPACT_NONE + 1; effect < (int)r->options.least; effect++)
        left_out[table.not_run_count++] = (struct note_not_run){ rule_of[effect], _("rows on which a version has no graver effect are left out, by --least") };
    table.not_run = left_out;
    memcpy(table.sha256, facts->source.sha256, sizeof table.sha256);
    return note_build_table_end(&n->build, &table, err);
}

static int notes_unread(struct impact_report *r, const char *file, const char *why, struct error *err)
{
    struct impact_notes *n = r->state;
    return note_build_unread(&n->build, file, why, err);
}

static int notes_end(struct impact_report *r, const struct impact_totals *t, struct error *err)
{
    struct impact_notes *n = r->state;
    struct note_figures *f = &n->build.figures;
    struct note_line effects[IMPACT_EFFECTS];
    for (int i = 0; i < IMPACT_EFFECTS; i++) {
        enum impact_effect effect = (enum impact_effect)(IMPACT_BREAKS - i);
        effects[i] = (struct note_line){ impact_word(effect), impact_label(effect), t->effects[effect] };
    }
    const struct note_line not_counted[] = { { "not-mapped", _("without a code"), t->not_mapped }, { "out-of-use", _("out of use"), t->out_of_use },
                                        { "unknown", _("code not in force"), t->unknown }, { "other-kind", _("another kind"), t->other_kind },
                                        { "ragged", _("wrong number of fields"), t->ragged } };
    note_figures_lines(f, "effects", _("Mapped rows by effect"), effects, IMPACT_EFFECTS);
    note_figures_lines(f, "not-counted", _("Rows that do not count"), not_counted, sizeof not_counted / sizeof *not_counted);
    note_figures_sheet(f, &(struct note_sheet){ .id = "risk", .title = _("Prices above the new ceiling"), .column_count = 3,
                                                .columns = { { "over", _("rows above it"), true }, { "rows", _("rows with a quantity"), true },
                                                             { "yuan", _("yuan"), true } } }, 1);
    struct span *row = t->over > 0 ? note_figures_row(f) : NULL;
    if (row) {
        row[0] = note_figures_count(f, t->over);
        row[1] = note_figures_count(f, t->at_risk_rows);
        row[2] = note_figures_amount(f, t->at_risk, 2);
    }
    note_figures_sheet_end(f);
    return note_build_end(&n->build, err);
}

const struct impact_ops impact_notes = {
    .open = notes_open, .row = notes_row, .table_end = notes_table_end, .unread = notes_unread, .end = notes_end, .close = notes_close,
};
