/* report/note_coverage.c: coverage as notes: a share that is too low; with --list each item that is not in the catalog and each drug that is not
 * stocked. The shares themselves are a sheet of figures. */
#include "base/i18n.h"
#include "report/coverage_format.h"
#include "report/label.h"
#include "report/note_build.h"

enum { RULE_BELOW, RULE_NOT_IN_CATALOG, RULE_NOT_STOCKED, RULES };
static const struct note_rule rules[RULES] = {
    [RULE_BELOW] = { "coverage-below-threshold", "below-threshold", SEVERITY_ERROR, N_("a share is lower than the agreement asks for"),
                     N_("The agreement asks that a share of the hospital's drugs be in the catalog, or that it stock a share of the catalog's, by type of "
                        "drug; this share is lower."),
                     N_("Stock more of that type, or map what is there: --list shows what lacks.") },
    [RULE_NOT_IN_CATALOG] = { "coverage-not-in-catalog", "not-in-catalog", SEVERITY_WARNING, N_("a drug of the hospital is not in the catalog"),
                              N_("It has no catalog code, or one that is not in force, or it is self-paid: it lowers the share of the hospital's drugs that are in "
                                 "the catalog."),
                              N_("Map it to a code in force, or leave it if it is meant to be self-paid.") },
    [RULE_NOT_STOCKED] = { "coverage-not-stocked", "not-stocked", SEVERITY_INFO, N_("a drug of the catalog is not stocked"),
                           N_("No item of the hospital has one of the codes of this drug: it lowers the share of the catalog's drugs that the hospital has."),
                           N_("See whether the hospital has it without a code, or under another one; else stock it where it is needed.") },
};

struct table {
    const char *file;
    struct coverage_table_facts facts;
};
struct coverage_notes {
    struct note_build build;
    struct note_run run;
    struct note_rule rules[RULES];
    struct note_catalog catalog;
    struct table *tables;
    size_t table_count, table_cap;
    struct buf name; /* of the catalog */
};

static int notes_open(struct coverage_report *r, struct error *err)
{
    struct coverage_notes *n = r->state = calloc(1, sizeof *n);
    const struct coverage_report_options *o = &r->options;
    const struct version_info *v = view_version(o->view, KIND_DRUG);
    if (!n)
        return error_memory(err);
    note_rules_translate(rules, RULES, n->rules);
    n->catalog = (struct note_catalog){ .version = v, .in_force = true };
    if (v)
        version_add(&n->name, v);
    buf_str(&n->name);
    if (buf_check(&n->name, err) < 0)
        return -1;
    n->run = (struct note_run){ .verb = "coverage", .program = o->about.program, .version = o->about.version, .day = o->day, .region = o->about.region,
                                .catalogs = &n->catalog, .catalog_count = v ? 1 : 0, .rules = n->rules, .rule_count = RULES };
    return note_build_open(&n->build, r->format, &n->run, o->write, o->ctx, &o->about, err);
}

static void notes_close(struct coverage_report *r)
{
    struct coverage_notes *n = r->state;
    if (n) {
        note_build_release(&n->build);
        buf_release(&n->name);
        free(n->tables);
    }
    free(n);
}

static int notes_table(struct coverage_report *r, const char *file, const struct coverage_table_facts *facts, struct error *err)
{
    struct coverage_notes *n = r->state;
    if (n->table_count == n->table_cap) {
        size_t cap = n->table_cap ? n->table_cap * 2 : 4;
        struct table *tables = realloc(n->tables, cap * sizeof *tables);
        if (!tables)
            return error_memory(err);
        n->tables = tables;
        n->table_cap = cap;
    }
    n->tables[n->table_count++] = (struct table){ file, *facts };
    return 0;
}

static struct note_item drug_item(struct coverage_notes *n)
{
    return (struct note_item){ .kind = kind_word(KIND_DRUG), .kind_label = kind_label(KIND_DRUG), .catalog = buf_str(&n->name) };
}

/* ---- the hospital's items ---- */

static int add_item(struct coverage_notes *n, const char *file, const struct coverage_item *item, struct error *err)
{
    const struct span parts[] = { item->local_code, item->catalog_code, span_of(coverage_reason_word(item->reason)) };
    struct note_item out = drug_item(n);
    out.file = file;
    out.sheet = item->sheet;
    out.line = item->line;
    out.local_code = item->local_code;
    out.local_name = item->local_name;
    out.catalog_code = item->catalog_code;
    struct note *note = note_build_add(&n->build, RULE_NOT_IN_CATALOG, item->reason == COVERAGE_SELF_PAID ? SEVERITY_INFO : SEVERITY_WARNING);
    if (note) {
        note->field = column_word(COLUMN_CATALOG_CODE);
        note->label = column_label(COLUMN_CATALOG_CODE);
        note->local = item->catalog_code;
        note->fingerprint = note_build_fingerprint(&n->build, RULE_NOT_IN_CATALOG, parts, 3);
        note->message = note_build_textf(&n->build, _("not in the catalog: %s (%s)"), coverage_reason_label(item->reason), coverage_type_label(item->type));
    }
    return note_build_item(&n->build, &out, err);
}

static int end_table(struct coverage_report *r, const struct table *t, struct error *err)
{
    struct coverage_notes *n = r->state;
    const struct coverage_item *item;
    struct note_table out = { .file = t->file, .bytes = t->facts.source.bytes, .sheet = t->facts.source.sheet, .encoding = t->facts.source.encoding,
                              .separator = t->facts.source.separator, .rows = t->facts.rows };
    const struct note_not_run only_listed[] = { { RULE_NOT_IN_CATALOG, _("said with --list only") }, { RULE_NOT_STOCKED, _("said with --list only") } };
    out.not_run = only_listed;
    out.not_run_count = r->options.list ? 0 : 2;
    memcpy(out.sha256, t->facts.source.sha256, sizeof out.sha256);
    for (size_t i = 0; (item = coverage_item_at(r->coverage, i)); i++) {
        if (item->file.p != t->facts.file.p)
            continue;
        out.mapped++;
        out.clean += item->reason == COVERAGE_IN;
        if (r->options.list && item->reason != COVERAGE_IN && add_item(n, t->file, item, err) < 0)
            return -1;
    }
    return note_build_table_end(&n->build, &out, err);
}

/* ---- the catalog's drugs ---- */

static int add_drug(struct coverage_report *r, const struct coverage_drug *drug, struct error *err)
{
    struct coverage_notes *n = r->state;
    const struct view *view = r->options.view;
    struct span policy = view_text(view, drug->entry, ENTRY_POLICY_CODE), code = view_text(view, drug->entry, ENTRY_CODE);
    struct span generic = view_text(view, drug->entry, ENTRY_GENERIC), name = view_text(view, drug->entry, ENTRY_NAME);
    struct span form = view_text(view, drug->entry, ENTRY_FORM);
    struct note_value values[] = { { column_word(COLUMN_LOCAL_NAME), column_label(COLUMN_LOCAL_NAME), SPAN_NONE, name, true },
                                   { column_word(COLUMN_FORM), column_label(COLUMN_FORM), SPAN_NONE, form, true } };
    struct note_item out = drug_item(n);
    out.catalog_code = code;
    out.catalog_name = name;
    out.values = values;
    out.value_count = form.n > 0 ? 2 : 1;
    struct note *note = note_build_add(&n->build, RULE_NOT_STOCKED, SEVERITY_INFO);
    if (note) {
        note->expected = policy.n > 0 ? policy : code;
        note->fingerprint = note_build_fingerprint(&n->build, RULE_NOT_STOCKED, &note->expected, 1);
        note->message = note_build_textf(&n->build, _("not stocked: %.*s (%s), codes of it: %u"), SPAN_ARG(generic.n > 0 ? generic : name),
                                         coverage_type_label(drug->type), (unsigned)drug->entries);
    }
    return note_build_item(&n->build, &out, err);
}

/* ---- the shares ---- */

static int add_below(struct coverage_report *r, enum coverage_measure measure, enum coverage_type type, struct error *err)
{
    struct coverage_notes *n = r->state;
    const struct coverage_share *s = coverage_share(r->coverage, measure, type);
    struct note_item out = drug_item(n);
    struct buf text = BUF_INIT;
    if (coverage_judge(s) != COVERAGE_BELOW)
        return 0;
    struct note *note = note_build_add(&n->build, RULE_BELOW, SEVERITY_ERROR);
    coverage_add_percent(&text, coverage_share_value(s));
    struct span is = note_build_keep(&n->build, &text);
    coverage_add_percent(&text, s->least);
    struct span least = note_build_keep(&n->build, &text);
    buf_release(&text);
    const struct span parts[] = { span_of(coverage_measure_word(measure)), span_of(coverage_type_word(type)), least };
    if (note) {
        note->local = is;
        note->expected = least;
        note->fingerprint = note_build_fingerprint(&n->build, RULE_BELOW, parts, 3);
        note->message = measure == COVERAGE_ITEMS
                            ? note_build_textf(&n->build, _("%s: of the hospital's drugs %.*s are in the catalog, and the agreement asks for %.*s"),
                                               coverage_type_label(type), SPAN_ARG(is), SPAN_ARG(least))
                            : note_build_textf(&n->build, _("%s: of the catalog's drugs the hospital has %.*s, and the agreement asks for %.*s"),
                                               coverage_type_label(type), SPAN_ARG(is), SPAN_ARG(least));
    }
    return note_build_item(&n->build, &out, err);
}

static void add_share(struct coverage_report *r, enum coverage_measure measure, enum coverage_type type)
{
    static const char *const words[] = { [COVERAGE_NOT_ASKED] = "", [COVERAGE_MET] = "yes", [COVERAGE_BELOW] = "no" };
    struct note_figures *f = &((struct coverage_notes *)r->state)->build.figures;
    const struct coverage_share *s = coverage_share(r->coverage, measure, type);
    struct span *row = coverage_is_said(s, type) ? note_figures_row(f) : NULL;
    if (!row)
        return;
    row[0] = span_of(coverage_measure_word(measure));
    row[1] = span_of(coverage_type_word(type));
    row[2] = span_of(measure == COVERAGE_ITEMS ? _("the hospital's drugs that are in the catalog") : _("the catalog's drugs that the hospital has"));
    row[3] = span_of(coverage_type_label(type));
    row[4] = note_figures_count(f, s->all);
    row[5] = note_figures_count(f, s->with);
    row[6] = note_figures_amount(f, coverage_share_value(s), 4);
    row[7] = note_figures_amount(f, s->least, 4);
    row[8] = span_of(words[coverage_judge(s)]);
    row[9] = span_of(coverage_verdict_label(coverage_judge(s)));
}

static void shares_sheet(struct coverage_report *r)
{
    struct note_figures *f = &((struct coverage_notes *)r->state)->build.figures;
    note_figures_sheet(f, &(struct note_sheet){ .id = "shares", .title = _("Shares"), .column_count = 10,
                                                .columns = { { "measure", NULL, false }, { "type", NULL, false },
                                                             { "what", _("what it is"), false }, { "label", _("type"), false }, { "all", _("all"), true },
                                                             { "with", _("with"), true }, { "share", _("share"), true }, { "least", _("at least"), true },
                                                             { "met", NULL, false }, { "verdict", _("verdict"), false } } },
                       COVERAGE_MEASURES * COVERAGE_TYPES);
    for (enum coverage_measure m = 0; m < COVERAGE_MEASURES; m++)
        for (enum coverage_type t = 0; t < COVERAGE_TYPES; t++)
            add_share(r, m, t);
    note_figures_sheet_end(f);
}

static int notes_end(struct coverage_report *r, struct error *err)
{
    struct coverage_notes *n = r->state;
    const struct coverage_drug *drug;
    for (size_t i = 0; i < n->table_count; i++)
        if (end_table(r, &n->tables[i], err) < 0)
            return -1;
    for (enum coverage_measure m = 0; m < COVERAGE_MEASURES; m++)
        for (enum coverage_type t = 0; t < COVERAGE_TYPES; t++)
            if (add_below(r, m, t, err) < 0)
                return -1;
    for (size_t i = 0; r->options.list && (drug = coverage_drug_at(r->coverage, i)); i++)
        if (!drug->stocked && add_drug(r, drug, err) < 0)
            return -1;
    shares_sheet(r);
    return note_build_end(&n->build, err);
}

const struct coverage_ops coverage_notes = { .open = notes_open, .table = notes_table, .end = notes_end, .close = notes_close };
