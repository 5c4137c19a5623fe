/* report/note_suggest.c: suggestions as notes: one a candidate, best first, and one for a row to which nothing comes close. */
#include "base/i18n.h"
#include "report/label.h"
#include "report/note_build.h"
#include "report/suggestions_impl.h"

enum { RULE_CANDIDATE, RULE_SAFE, RULE_CURRENT, RULE_NOTHING, RULES };
static const struct note_rule rules[RULES] = {
    [RULE_CANDIDATE] = { "suggest-candidate", "candidate", SEVERITY_WARNING, N_("an entry that the item may be"),
                         N_("The row has no catalog code, or one that a check finds wrong, and this entry in force comes close. The score is the "
                            "probability that it is the right one; what agrees and what differs is said with it. A person decides."),
                         N_("Compare the item with the entry, and put its code into the row if it is the same.") },
    [RULE_SAFE] = { "suggest-safe", "safe", SEVERITY_WARNING, N_("the entry that the item is"),
                    N_("The row has no catalog code, or one that was replaced or is spelled otherwise, and the rules leave one entry alone: a program may "
                       "fill in its code."),
                    N_("Put the code into the row, or let duima suggest --apply do it.") },
    [RULE_CURRENT] = { "suggest-current", "current", SEVERITY_INFO, N_("the entry whose code the row has comes close"),
                       N_("A check finds that the code is not this item's, and yet its entry is among those that come close: perhaps the row's own data are "
                          "wrong, and not its code."),
                       N_("See what duima check says of the row, and correct what differs, or take another code.") },
    [RULE_NOTHING] = { "suggest-nothing", "nothing", SEVERITY_WARNING, N_("nothing in the catalog comes close"),
                       N_("The row has no catalog code, or one that a check finds wrong, and no entry in force looks like its item: it may be called "
                          "otherwise there, or not be in the catalog at all."),
                       N_("Look for it with duima find; if the catalog does not have it, mark the row as self-paid.") },
};

/* What stands side by side for the best candidate: which part of the comparison says that it differs. */
static const struct side {
    enum column column;
    unsigned parts; /* SUGGEST_BITs */
} sides[] = {
    { COLUMN_LOCAL_NAME, SUGGEST_BIT(SUGGEST_NAME) },     { COLUMN_GENERIC_NAME, SUGGEST_BIT(SUGGEST_GENERIC) },
    { COLUMN_BRAND_NAME, SUGGEST_BIT(SUGGEST_BRAND) },    { COLUMN_FORM, SUGGEST_BIT(SUGGEST_FORM) },
    { COLUMN_SPEC, SUGGEST_BIT(SUGGEST_STRENGTH) },       { COLUMN_PACK, SUGGEST_BIT(SUGGEST_PACK) },
    { COLUMN_MANUFACTURER, SUGGEST_BIT(SUGGEST_MAKER) },  { COLUMN_APPROVAL_NO, SUGGEST_BIT(SUGGEST_APPROVAL) },
    { COLUMN_STANDARD_CODE, SUGGEST_BIT(SUGGEST_STANDARD_CODE) }, { COLUMN_PRICE, SUGGEST_BIT(SUGGEST_PRICE) },
};
#define SIDES (sizeof sides / sizeof *sides)

struct suggest_notes {
    struct note_build build;
    struct note_run run;
    struct note_rule rules[RULES];
    struct note_catalog catalogs[KIND_COUNT];
    size_t catalog_count;
    struct buf text;
};

static int notes_open(struct suggestions *r, struct error *err)
{
    struct suggest_notes *n = r->state = calloc(1, sizeof *n);
    const struct suggestions_options *o = &r->options;
    if (!n)
        return error_memory(err);
    note_rules_translate(rules, RULES, n->rules);
    n->catalog_count = note_catalogs_in_force(o->view, n->catalogs);
    n->run = (struct note_run){ .verb = "suggest", .program = o->about.program, .version = o->about.version, .day = o->day, .region = o->about.region,
                                .catalogs = n->catalogs, .catalog_count = n->catalog_count, .rules = n->rules, .rule_count = RULES };
    return note_build_open(&n->build, r->format, &n->run, o->write, o->ctx, &o->about, err);
}

static void notes_close(struct suggestions *r)
{
    struct suggest_notes *n = r->state;
    if (n) {
        note_build_release(&n->build);
        buf_release(&n->text);
    }
    free(n);
}

/* ---- a row ---- */

static struct span said(struct span s)
{
    s = span_trim(s);
    return s.n > 0 ? s : SPAN_NONE;
}

/* "XJ01… may be it: 阿莫西林胶囊, 胶囊剂, 0.25g×24粒/盒, 长沙… (same name, another maker)". */
static struct span message_of(struct suggestions *r, struct suggest_notes *n, const struct suggestion *s)
{
    static const enum entry_text parts[] = { ENTRY_NAME, ENTRY_FORM, ENTRY_SPEC, ENTRY_PACK, ENTRY_MANUFACTURER };
    const struct view *view = r->options.view;
    struct span spec = view_text(view, s->entry, ENTRY_SPEC), pack = view_text(view, s->entry, ENTRY_PACK);
    buf_clear(&n->text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct span part = view_text(view, s->entry, parts[i]);
        if (part.n == 0 || (parts[i] == ENTRY_SPEC && span_find(pack, spec) != (size_t)-1)) /* 0.25g, and 0.25g×24片: the second will do */
            continue;
        buf_adds(&n->text, n->text.n > 0 ? _(", ") : "");
        buf_addspan(&n->text, part);
    }
    buf_clear(&r->scratch);
    suggest_reasons(r, s);
    suggest_remarks(r, s);
    n->build.failed = n->build.failed || n->text.failed || r->scratch.failed;
    struct span code = view_text(view, s->entry, ENTRY_CODE), what = buf_span(&n->text), why = buf_span(&r->scratch);
    if (s->safe)
        return note_build_textf(&n->build, _("%.*s is it: %.*s (%.*s)"), SPAN_ARG(code), SPAN_ARG(what), SPAN_ARG(why));
    return why.n > 0 ? note_build_textf(&n->build, _("%.*s may be it: %.*s (%.*s)"), SPAN_ARG(code), SPAN_ARG(what), SPAN_ARG(why))
                     : note_build_textf(&n->build, _("%.*s may be it: %.*s"), SPAN_ARG(code), SPAN_ARG(what));
}

static void add_candidate(struct suggestions *r, struct suggest_notes *n, const struct suggested_row *row, const struct suggestion *s, bool best)
{
    struct span code = view_text(r->options.view, s->entry, ENTRY_CODE), now = said(row->cells[COLUMN_CATALOG_CODE]);
    const struct span parts[] = { said(row->cells[COLUMN_LOCAL_CODE]), now, code };
    size_t rule = s->safe ? RULE_SAFE : s->current ? RULE_CURRENT : RULE_CANDIDATE;
    struct note *note = note_build_add(&n->build, rule, rule == RULE_SAFE || (best && rule == RULE_CANDIDATE) ? SEVERITY_WARNING : SEVERITY_INFO);
    if (!note)
        return;
    note->field = column_word(COLUMN_CATALOG_CODE);
    note->label = column_label(COLUMN_CATALOG_CODE);
    note->local = now;
    note->expected = code;
    note->score = s->score;
    if (rule != RULE_CURRENT) {
        note->fix_field = column_word(COLUMN_CATALOG_CODE);
        note->fix_value = code;
        note->fix_safe = s->safe;
    }
    note->fingerprint = note_build_fingerprint(&n->build, rule, parts, 3);
    note->message = message_of(r, n, s);
}

static void add_nothing(struct suggest_notes *n, const struct suggested_row *row)
{
    const struct span parts[] = { said(row->cells[COLUMN_LOCAL_CODE]), said(row->cells[COLUMN_CATALOG_CODE]) };
    struct note *note = note_build_add(&n->build, RULE_NOTHING, SEVERITY_WARNING);
    if (!note)
        return;
    note->field = column_word(COLUMN_CATALOG_CODE);
    note->label = column_label(COLUMN_CATALOG_CODE);
    note->local = parts[1];
    note->fingerprint = note_build_fingerprint(&n->build, RULE_NOTHING, parts, 2);
    note->message = note_build_textf(&n->build, "%s", _("nothing in the catalog comes close"));
}

/* The row beside the best candidate. */
static size_t fill_values(struct suggestions *r, struct suggest_notes *n, const struct suggested_row *row, struct note_value *values)
{
    struct label_context context = { r->options.view, 0, SPAN_NONE };
    const struct suggestion *best = &row->list[0];
    size_t count = 0;
    for (size_t i = 0; i < SIDES; i++) {
        struct note_value *v = &values[count];
        *v = (struct note_value){ column_word(sides[i].column), column_label(sides[i].column), said(row->cells[sides[i].column]), SPAN_NONE,
                                  best->differ & sides[i].parts };
        buf_clear(&n->text);
        entry_value(&context, best->entry, sides[i].column, &n->text);
        if (n->text.n > 0)
            v->catalog = note_build_keep(&n->build, &n->text);
        count += v->local.n > 0 || v->catalog.n > 0;
    }
    return count;
}

static int notes_row(struct suggestions *r, const struct suggested_row *row, struct error *err)
{
    struct suggest_notes *n = r->state;
    struct note_value values[SIDES];
    struct note_item item = { .file = row->file, .sheet = row->sheet, .line = row->line, .local_code = said(row->cells[COLUMN_LOCAL_CODE]),
                              .local_name = said(row->cells[COLUMN_LOCAL_NAME]), .catalog_code = said(row->cells[COLUMN_CATALOG_CODE]) };
    for (size_t i = 0; i < row->count; i++)
        if (row->list[i].score >= SUGGEST_WORTH || row->list[i].safe)
            add_candidate(r, n, row, &row->list[i], i == 0);
    if (n->build.count == 0) {
        add_nothing(n, row);
    } else {
        enum kind kind = view_kind(row->list[0].entry);
        item.kind = kind_word(kind);
        item.kind_label = kind_label(kind);
        buf_clear(&n->text);
        version_add(&n->text, view_version(r->options.view, kind));
        item.catalog = note_build_keep(&n->build, &n->text).p;
        item.values = values;
        item.value_count = fill_values(r, n, row, values);
    }
    return note_build_item(&n->build, &item, err);
}

/* ---- the ends ---- */

static int notes_table_end(struct suggestions *r, const char *file, const struct suggest_summary *s, struct error *err)
{
    struct suggest_notes *n = r->state;
    struct note_table table = { .file = file, .bytes = s->source.bytes, .sheet = s->source.sheet, .encoding = s->source.encoding, .separator = s->source.separator, .rows = s->rows,
                                .mapped = s->rows - s->wanting, .clean = s->rows - s->wanting };
    memcpy(table.sha256, s->source.sha256, sizeof table.sha256);
    return note_build_table_end(&n->build, &table, err);
}

static int notes_unread(struct suggestions *r, const char *file, const char *why, struct error *err)
{
    struct suggest_notes *n = r->state;
    return note_build_unread(&n->build, file, why, err);
}

static int notes_end(struct suggestions *r, const struct suggest_summary *total, struct error *err)
{
    struct suggest_notes *n = r->state;
    const struct note_line lines[] = { { "rows", _("rows"), total->rows }, { "wanting", _("without a right code"), total->wanting },
                                       { "helped", _("with suggestions"), total->helped }, { "safe", _("safe to fill in"), total->safe } };
    note_figures_lines(&n->build.figures, "rows", _("Rows"), lines, sizeof lines / sizeof *lines);
    return note_build_end(&n->build, err);
}

const struct suggestions_ops suggestions_notes = {
    .open = notes_open, .row = notes_row, .table_end = notes_table_end, .unread = notes_unread, .end = notes_end, .close = notes_close,
};
