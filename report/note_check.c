/* report/note_check.c: findings of a check as notes, for the formats that are written from those. */
#include "base/i18n.h"
#include "mapper/rule.h"
#include "report/format.h"
#include "report/note_build.h"
#include "report/sides.h"

struct check_notes {
    struct note_report *report;
    struct note_run run;
    struct note_rule rules[RULE_COUNT];
    struct note_catalog catalogs[KIND_COUNT];
    size_t catalog_count;
    struct buf names[KIND_COUNT]; /* "430000/drug@2026.2" */
    struct note *notes;           /* of the row */
    size_t cap;
    struct note_value values[COLUMN_COUNT];
    struct buf text;              /* of the row: the catalog's values, one behind the other */
    uint64_t risk_count[RULE_COUNT];
    int64_t risk[RULE_COUNT];     /* sums of what is new */
};

/* ---- the run ---- */

static int fill_run(struct check_notes *n, const struct report_options *o, struct error *err)
{
    for (int i = 0; i < RULE_COUNT; i++) {
        const struct rule_info *info = rule_info((enum rule)i);
        n->rules[i] = (struct note_rule){ info->id, info->slug, info->severity, _(info->title), _(info->explain), _(info->todo) };
    }
    n->catalog_count = note_catalogs_in_force(o->view, n->catalogs);
    for (size_t i = 0; i < n->catalog_count; i++) {
        struct buf *name = &n->names[n->catalogs[i].version->kind];
        version_add(name, n->catalogs[i].version);
        buf_str(name);
        if (buf_check(name, err) < 0)
            return -1;
    }
    n->run = (struct note_run){ .verb = "check", .program = o->about.program, .version = o->about.version, .day = o->day, .region = o->about.region,
                                .hospital_level = o->hospital_level, .scheme = o->scheme, .baseline = o->about.baseline, .catalogs = n->catalogs,
                                .catalog_count = n->catalog_count, .rules = n->rules, .rule_off = o->rule_off, .rule_count = RULE_COUNT };
    return 0;
}

static int notes_open(struct report *r, struct error *err)
{
    struct check_notes *n = r->state = calloc(1, sizeof *n);
    const struct report_options *o = &r->options;
    if (!n)
        return error_memory(err);
    if (fill_run(n, o, err) < 0)
        return -1;
    n->report = note_report_new(r->format, &n->run, o->write, o->ctx, o->about.temp_dir, o->about.raw, err);
    return n->report ? note_report_begin(n->report, err) : -1;
}

static void notes_close(struct report *r)
{
    struct check_notes *n = r->state;
    if (!n)
        return;
    note_report_free(n->report);
    for (int i = 0; i < KIND_COUNT; i++)
        buf_release(&n->names[i]);
    buf_release(&n->text);
    free(n->notes);
    free(n);
}

/* ---- a row ---- */

static int fill_notes(struct check_notes *n, const struct checked_row *row, const struct acceptance *marks, struct error *err)
{
    if (row->count > n->cap) {
        struct note *notes = realloc(n->notes, row->count * sizeof *notes);
        if (!notes)
            return error_memory(err);
        n->notes = notes;
        n->cap = row->count;
    }
    for (size_t i = 0; i < row->count; i++) {
        const struct finding *f = &row->findings[i];
        bool field = f->column != COLUMN_NONE, fix = f->fix_column != COLUMN_NONE;
        n->notes[i] = (struct note){
            .rule = f->rule, .severity = f->severity, .until = DATE_NONE,
            .field = field ? column_word(f->column) : NULL, .label = field ? column_label(f->column) : NULL,
            .position = field && row->positions ? row->positions[f->column] : 0,
            .local = f->local, .expected = f->expected, .message = f->message,
            .fix_field = fix ? column_word(f->fix_column) : NULL, .fix_value = f->fix_value, .fix_safe = f->fix_safe,
            .at_risk = f->at_risk, .fingerprint = f->fingerprint,
        };
        if (marks && marks[i].state != NOTE_NEW) {
            n->notes[i].state = marks[i].state;
            n->notes[i].reason = marks[i].reason;
            n->notes[i].owner = marks[i].owner;
            n->notes[i].until = marks[i].until;
        } else if (f->at_risk != AMOUNT_NONE) {
            n->risk_count[f->rule]++;
            n->risk[f->rule] += f->at_risk;
        }
    }
    return 0;
}

/* Who the item is, and what findings are about. The code is said by the item itself, but where a finding is about it. */
static bool is_shown(const struct checked_row *row, enum column column)
{
    return side_concerned(row, column) || side_identity(column);
}

/* The values side by side; their number. */
static size_t fill_values(struct check_notes *n, const struct report_options *o, const struct checked_row *row)
{
    struct label_context context = { o->view, o->hospital_level, o->scheme };
    size_t begin[COLUMN_COUNT + 1], count = 0;
    buf_clear(&n->text);
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        if (!is_shown(row, column))
            continue;
        struct note_value *v = &n->values[count];
        *v = (struct note_value){ column_word(column), column_label(column), span_trim(row->cells[column]), SPAN_NONE, side_concerned(row, column) };
        begin[count] = n->text.n;
        side_catalog(&context, row, column, &n->text);
        if (v->local.n > 0 || n->text.n > begin[count])
            count++;
    }
    begin[count] = n->text.n;
    for (size_t i = 0; i < count; i++) /* the text moves no more */
        if (begin[i + 1] > begin[i])
            n->values[i].catalog = (struct span){ n->text.p + begin[i], begin[i + 1] - begin[i] };
    return count;
}

static struct span said(struct span s)
{
    s = span_trim(s);
    return s.n > 0 ? s : SPAN_NONE;
}

static int notes_row(struct report *r, const struct checked_row *row, struct error *err)
{
    struct check_notes *n = r->state;
    struct note_item item = { .file = row->file, .sheet = row->sheet, .line = row->line, .whole_table = row->whole_table, .values = n->values, .count = row->count };
    if (fill_notes(n, row, r->marks, err) < 0)
        return -1;
    item.notes = n->notes;
    if (row->cells) {
        item.local_code = said(row->cells[COLUMN_LOCAL_CODE]);
        item.local_name = said(row->cells[COLUMN_LOCAL_NAME]);
        item.catalog_code = said(row->cells[COLUMN_CATALOG_CODE]);
        item.value_count = row->whole_table ? 0 : fill_values(n, &r->options, row);
    }
    if (row->entry)
        item.catalog_name = view_text(r->options.view, row->entry, ENTRY_NAME);
    if (row->kind_known && !row->whole_table) {
        item.kind = kind_word(row->kind);
        item.kind_label = kind_label(row->kind);
        item.catalog = n->names[row->kind].n > 0 ? buf_str(&n->names[row->kind]) : NULL;
    }
    if (buf_check(&n->text, err) < 0)
        return -1;
    return note_report_item(n->report, &item, err);
}

/* ---- a table, and the end ---- */

/* "no column price; no column unit": why a rule did not run. */
static const char *why_not(struct arena *memory, const struct check_summary *s, size_t i)
{
    struct buf text = BUF_INIT;
    enum rule rule = s->not_run[i].rule;
    for (; i < s->not_run_count && s->not_run[i].rule == rule; i++) {
        buf_adds(&text, text.n > 0 ? _("; ") : "");
        const char *label = column_label(s->not_run[i].column), *word = column_word(s->not_run[i].column);
        if (s->not_run[i].option)
            buf_addf(&text, _("no %s TABLE"), s->not_run[i].option);
        else if (label_is_word(label, word))
            buf_addf(&text, _("no column %s"), word);
        else
            buf_addf(&text, _("no column %s (%s)"), label, word);
    }
    struct span kept = arena_copy(memory, text.failed ? SPAN_NONE : buf_span(&text));
    buf_release(&text);
    return kept.p;
}

static uint64_t accepted_of(const struct check_summary *s)
{
    uint64_t n = 0;
    for (int i = 0; i < SEVERITY_COUNT; i++)
        n += s->known[i] + s->suppressed[i];
    return n;
}

static int notes_table_end(struct report *r, const char *file, const struct check_summary *s, struct error *err)
{
    struct check_notes *n = r->state;
    struct arena memory = ARENA_INIT;
    struct note_table table = { .file = file, .bytes = s->source.bytes, .sheet = s->source.sheet, .encoding = s->source.encoding, .separator = s->source.separator, .rows = s->rows, .mapped = s->mapped,
                                .clean = s->clean, .accepted = accepted_of(s), .unknown_headings = s->unknown_headings };
    memcpy(table.sha256, s->source.sha256, sizeof table.sha256);
    memcpy(table.by_severity, s->by_severity, sizeof table.by_severity);
    struct note_not_run *list = arena_alloc(&memory, (s->not_run_count + 1) * sizeof *list);
    bool ok = list != NULL;
    for (size_t i = 0; i < s->not_run_count && ok; i++) {
        if (i > 0 && s->not_run[i].rule == s->not_run[i - 1].rule)
            continue;
        struct note_not_run *one = &list[table.not_run_count++];
        *one = (struct note_not_run){ s->not_run[i].rule, why_not(&memory, s, i) };
        ok = one->why != NULL;
    }
    table.not_run = list;
    int status = ok ? note_report_table_end(n->report, &table, err) : error_memory(err);
    arena_release(&memory);
    return status;
}

/* What was paid too much, by rule. */
static void risk_sheet(struct note_figures *f, const struct check_notes *n)
{
    note_figures_sheet(f, &(struct note_sheet){ .id = "risk", .title = _("Money at risk, by rule"), .column_count = 4,
                                                .columns = { { "rule", _("rule"), false }, { "title", _("what it is"), false },
                                                             { "findings", _("findings"), true }, { "yuan", _("yuan"), true } } }, RULE_COUNT);
    for (int rule = 0; rule < RULE_COUNT; rule++) {
        struct span *row = n->risk_count[rule] > 0 ? note_figures_row(f) : NULL;
        if (!row)
            continue;
        row[0] = span_of(n->rules[rule].id);
        row[1] = span_of(n->rules[rule].title);
        row[2] = note_figures_count(f, n->risk_count[rule]);
        row[3] = note_figures_amount(f, n->risk[rule], 2);
    }
    note_figures_sheet_end(f);
}

/* Rows that were not checked, since no catalog of their kind is in force. */
static void skipped_sheet(struct note_figures *f, const struct check_summary *t)
{
    note_figures_sheet(f, &(struct note_sheet){ .id = "skipped", .title = _("Rows that were skipped: no catalog in force"), .column_count = 3,
                                                .columns = { { "id", NULL, false }, { "kind", _("kind"), false }, { "rows", _("rows"), true } } },
                       KIND_COUNT);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        struct span *row = t->skipped_kind[kind] > 0 ? note_figures_row(f) : NULL;
        if (!row)
            continue;
        row[0] = span_of(kind_word(kind));
        row[1] = span_of(kind_label(kind));
        row[2] = note_figures_count(f, t->skipped_kind[kind]);
    }
    note_figures_sheet_end(f);
}

static int notes_unread(struct report *r, const char *file, const char *why, struct error *err)
{
    struct check_notes *n = r->state;
    return note_report_unread(n->report, file, why, err);
}

static int notes_end(struct report *r, struct error *err)
{
    struct check_notes *n = r->state;
    const struct check_summary *t = &r->total;
    struct note_figures f = { .memory = ARENA_INIT };
    risk_sheet(&f, n);
    skipped_sheet(&f, t);
    struct note_totals totals = { .tables = r->tables, .rows = t->rows, .mapped = t->mapped, .clean = t->clean, .accepted = accepted_of(t),
                                  .by_rule = t->by_rule, .sheets = f.sheets, .sheet_count = f.count };
    memcpy(totals.by_severity, t->by_severity, sizeof totals.by_severity);
    int status = f.failed ? error_memory(err) : note_report_end(n->report, &totals, err);
    note_figures_release(&f);
    return status;
}

const struct report_ops report_notes = { .open = notes_open, .row = notes_row, .table_end = notes_table_end, .unread = notes_unread, .end = notes_end, .close = notes_close };
