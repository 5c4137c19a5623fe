/* report/note_build.c: see the header. */
#include "report/note_build.h"
#include "base/i18n.h"
#include "catalog/hash.h"

/* ---- figures ---- */

void note_figures_release(struct note_figures *f)
{
    arena_release(&f->memory);
    *f = (struct note_figures){ .memory = ARENA_INIT };
}

void note_figures_sheet(struct note_figures *f, const struct note_sheet *head, size_t most)
{
    f->sheets[f->count] = *head;
    f->rows[f->count] = arena_alloc(&f->memory, most * head->column_count * sizeof(struct span));
    f->sheets[f->count].cells = f->rows[f->count];
    f->failed = f->failed || !f->rows[f->count];
}

struct span *note_figures_row(struct note_figures *f)
{
    struct note_sheet *s = &f->sheets[f->count];
    return f->failed ? NULL : f->rows[f->count] + s->row_count++ * s->column_count;
}

void note_figures_sheet_end(struct note_figures *f)
{
    f->count += f->sheets[f->count].row_count > 0;
}

static struct span keep(struct note_figures *f, struct buf *text)
{
    struct span kept = arena_copy(&f->memory, text->failed ? SPAN_NONE : buf_span(text));
    f->failed = f->failed || !kept.p;
    buf_release(text);
    return kept;
}

struct span note_figures_count(struct note_figures *f, uint64_t count)
{
    struct buf text = BUF_INIT;
    buf_addf(&text, "%llu", (unsigned long long)count);
    return keep(f, &text);
}

struct span note_figures_amount(struct note_figures *f, int64_t amount, int places)
{
    struct buf text = BUF_INIT;
    if (amount == AMOUNT_NONE)
        return SPAN_NONE;
    amount_add_places(&text, amount, places);
    return keep(f, &text);
}

void note_figures_lines(struct note_figures *f, const char *id, const char *title, const struct note_line *lines, size_t count)
{
    note_figures_sheet(f, &(struct note_sheet){ .id = id, .title = title, .column_count = 3,
                                                .columns = { { "id", NULL, false }, { "what", _("what it is"), false }, { "rows", _("rows"), true } } },
                       count);
    for (size_t i = 0; i < count; i++) {
        struct span *row = note_figures_row(f);
        if (!row)
            return;
        row[0] = span_of(lines[i].id);
        row[1] = span_of(lines[i].label);
        row[2] = note_figures_count(f, lines[i].count);
    }
    note_figures_sheet_end(f);
}

/* ---- the report ---- */

void note_rules_translate(const struct note_rule *rules, size_t n, struct note_rule *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (struct note_rule){ rules[i].id, rules[i].slug, rules[i].severity, _(rules[i].title), _(rules[i].help),
                                     *rules[i].todo ? _(rules[i].todo) : "" };
}

size_t note_catalogs_in_force(const struct view *view, struct note_catalog out[KIND_COUNT])
{
    size_t n = 0;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        const struct version_info *v = view ? view_version(view, kind) : NULL;
        if (v)
            out[n++] = (struct note_catalog){ .version = v, .in_force = true };
    }
    return n;
}

int note_build_open(struct note_build *b, const struct note_format *format, const struct note_run *run, write_fn *write, void *ctx,
                    const struct note_about *about, struct error *err)
{
    b->run = run;
    b->by_rule = calloc(run->rule_count, sizeof *b->by_rule);
    if (!b->by_rule)
        return error_memory(err);
    if (hash_start(err) < 0)
        return -1;
    b->report = note_report_new(format, run, write, ctx, about->temp_dir, about->raw, err);
    return b->report ? note_report_begin(b->report, err) : -1;
}

void note_build_release(struct note_build *b)
{
    note_report_free(b->report);
    note_figures_release(&b->figures);
    arena_release(&b->memory);
    buf_release(&b->text);
    free(b->notes);
    free(b->by_rule);
}

/* ---- an item ---- */

struct note *note_build_add(struct note_build *b, size_t rule, enum severity severity)
{
    if (b->count == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 16;
        struct note *notes = realloc(b->notes, cap * sizeof *notes);
        if (!notes) {
            b->failed = true;
            return NULL;
        }
        b->notes = notes;
        b->cap = cap;
    }
    struct note *n = &b->notes[b->count++];
    *n = (struct note){ .rule = rule, .severity = severity, .until = DATE_NONE, .at_risk = AMOUNT_NONE };
    return n;
}

struct span note_build_keep(struct note_build *b, struct buf *text)
{
    struct span kept = arena_copy(&b->memory, text->failed ? SPAN_NONE : text->n > 0 ? buf_span(text) : SPAN(""));
    b->failed = b->failed || !kept.p;
    buf_clear(text);
    return kept;
}

struct span note_build_textf(struct note_build *b, const char *format, ...)
{
    va_list args;
    buf_clear(&b->text);
    va_start(args, format);
    buf_addfv(&b->text, format, args);
    va_end(args);
    return note_build_keep(b, &b->text);
}

uint64_t note_build_fingerprint(struct note_build *b, size_t rule, const struct span *parts, size_t n)
{
    buf_clear(&b->text);
    buf_adds(&b->text, b->run->rules[rule].id);
    buf_addc(&b->text, '\0');
    for (size_t i = 0; i < n; i++) {
        buf_addspan(&b->text, parts[i]);
        buf_addc(&b->text, parts[i].p ? '\0' : '\1');
    }
    b->failed = b->failed || b->text.failed;
    return hash64(buf_span(&b->text));
}

int note_build_item(struct note_build *b, struct note_item *item, struct error *err)
{
    item->notes = b->notes;
    item->count = b->count;
    for (size_t i = 0; i < b->count; i++) {
        b->by_rule[b->notes[i].rule]++;
        b->in_table[b->notes[i].severity]++;
        b->in_all[b->notes[i].severity]++;
    }
    int status = b->failed ? error_memory(err) : b->count > 0 ? note_report_item(b->report, item, err) : 0;
    b->count = 0;
    arena_clear(&b->memory);
    return status;
}

/* ---- the ends ---- */

int note_build_table_end(struct note_build *b, struct note_table *table, struct error *err)
{
    memcpy(table->by_severity, b->in_table, sizeof table->by_severity);
    memset(b->in_table, 0, sizeof b->in_table);
    b->tables++;
    b->rows += table->rows;
    b->mapped += table->mapped;
    b->clean += table->clean;
    return note_report_table_end(b->report, table, err);
}

int note_build_unread(struct note_build *b, const char *file, const char *why, struct error *err)
{
    memset(b->in_table, 0, sizeof b->in_table);
    return note_report_unread(b->report, file, why, err);
}

int note_build_end(struct note_build *b, struct error *err)
{
    struct note_totals totals = { .tables = b->tables, .rows = b->rows, .mapped = b->mapped, .clean = b->clean, .by_rule = b->by_rule,
                                  .sheets = b->figures.sheets, .sheet_count = b->figures.count };
    memcpy(totals.by_severity, b->in_all, sizeof totals.by_severity);
    return b->failed || b->figures.failed ? error_memory(err) : note_report_end(b->report, &totals, err);
}
