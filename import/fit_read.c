/* import/fit_read.c: reads a whole document by a profile as import would, to look at what comes out. It must never touch a store. */
#include "import/fit.h"

#include "import/convert.h"
#include "import/import.h"

struct looking {
    const struct fit_options *options;
    const struct fit_events *events;
    struct fit_result *result;
    uint64_t told;
    /* of the record being told */
    struct fit_value *values;
    size_t n, cap;
    struct arena memory;
    struct buf work;
};

static int copy(struct arena *memory, struct span s, struct span *out, struct error *err)
{
    *out = s.p ? arena_copy(memory, s) : SPAN_NONE;
    return s.p && !out->p ? error_memory(err) : 0;
}

/* Fields in the order of an entry's; what is of one field stays as it came. */
static int by_field(const void *a, const void *b)
{
    const struct fit_value *x = a, *y = b;
    return x->rank != y->rank ? (x->rank < y->rank ? -1 : 1) : 0;
}

static uint32_t rank_of(const char *field, size_t number)
{
    enum entry_field f = 0;
    while (f < ENTRY_FIELD_COUNT && strcmp(entry_field_name(f), field) != 0)
        f++;
    return (uint32_t)f * 65536 + (uint32_t)(number < 65535 ? number : 65535);
}

static int on_value(void *ctx, const struct convert_found *found, struct error *err)
{
    struct looking *x = ctx;
    if (x->n == x->cap) {
        size_t cap = x->cap ? x->cap * 2 : 64;
        struct fit_value *more = realloc(x->values, cap * sizeof *more);
        if (!more)
            return error_memory(err);
        x->values = more;
        x->cap = cap;
    }
    struct fit_value *v = &x->values[x->n++];
    *v = (struct fit_value){ .field = found->field, .line = found->line, .bad = found->bad,
                             .rank = rank_of(found->field, x->n) };
    buf_clear(&x->work);
    for (int i = 0; i < PART_COUNT; i++)
        if (found->parts[i].n)
            buf_addf(&x->work, "%s%s %.*s", x->work.n ? ", " : "", part_name((enum part)i), SPAN_ARG(found->parts[i]));
    if (buf_check(&x->work, err) < 0 || copy(&x->memory, found->read, &v->read, err) < 0 || copy(&x->memory, found->found, &v->found, err) < 0 ||
        copy(&x->memory, found->path, &v->path, err) < 0)
        return -1;
    return x->work.n ? copy(&x->memory, buf_span(&x->work), &v->parts, err) : 0;
}

static void count_entry(struct looking *x, const struct entry *e)
{
    x->result->good++;
    x->result->kinds[e->kind]++;
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        enum entry_text text = entry_field_text(f);
        buf_clear(&x->work);
        x->result->fields[f] += text < ENTRY_TEXT_COUNT ? e->text[text].p != NULL : entry_field_add(e, f, " ", &x->work);
    }
}

static int on_record(void *ctx, const struct record *record, const struct entry *entry, struct converter *c, struct error *err)
{
    struct looking *x = ctx;
    if (entry)
        count_entry(x, entry);
    else
        x->result->bad++;
    if (x->told >= x->options->records || !x->events->record)
        return 0;
    x->told++;
    x->n = 0;
    arena_clear(&x->memory);
    struct fit_record r = { .good = entry != NULL, .line = record->line };
    if (entry)
        r.kind = entry->kind;
    if (c && (copy(&x->memory, converter_code(c), &r.code, err) < 0 || converter_each(c, on_value, x, err) < 0))
        return -1;
    if (entry) /* an entry of class C pays everything itself, whatever is written */
        for (size_t i = 0; i < x->n; i++)
            if (entry->pay_class == 'C' && strcmp(x->values[i].field, "self-pay") == 0)
                x->values[i].read = SPAN("1");
    if (x->n > 1)
        qsort(x->values, x->n, sizeof *x->values, by_field);
    r.values = x->values;
    r.n = x->n;
    return x->events->record(x->events->ctx, &r, err);
}

static int on_document(void *ctx, const struct profile *profile, const struct document_facts *f, struct error *err)
{
    struct fit_result *r = ((struct looking *)ctx)->result;
    (void)profile;
    r->ended = true;
    r->effective = f->effective;
    r->expires = f->expires;
    r->fragment = f->fragment;
    r->count = f->count;
    r->pages = f->pages;
    r->page = f->page;
    return copy(&r->memory, f->region, &r->region, err) < 0 || copy(&r->memory, f->label, &r->label, err) < 0 ||
                   copy(&r->memory, f->title, &r->title, err) < 0 || copy(&r->memory, f->publisher, &r->publisher, err) < 0
               ? -1
               : 0;
}

static int on_problem(void *ctx, bool is_error, const char *sentence, struct error *err)
{
    const struct fit_events *e = ((struct looking *)ctx)->events;
    return e->problem ? e->problem(e->ctx, is_error, sentence, err) : 0;
}

static int on_progress(void *ctx, const struct import_progress *p, struct error *err)
{
    const struct fit_events *e = ((struct looking *)ctx)->events;
    return e->progress ? e->progress(e->ctx, p->done, p->total, p->records, err) : 0;
}

static bool on_stopped(void *ctx)
{
    const struct fit_events *e = ((struct looking *)ctx)->events;
    return e->stopped && e->stopped(e->ctx);
}

int fit_read(const char *path, const struct profile *p, const struct fit_options *o, const struct fit_events *events, struct fit_result *result,
             struct error *err)
{
    struct looking x = { .options = o, .events = events, .result = result, .work = BUF_INIT };
    const struct import_look look = { &x, on_record, on_document };
    struct import_options options = { .share_dir = o->share_dir, .temp_dir = o->temp_dir, .profile = p->file.p, .kind = -1, .look = &look,
                                      .max_errors = o->problems, .in_process = o->in_process, .limits = o->limits, .fd = o->fd };
    struct import_events told = { &x, on_problem, NULL, on_progress, on_stopped };
    struct import_report report;
    *result = (struct fit_result){ .count = -1, .pages = -1, .page = -1 };
    arena_init(&result->memory);
    arena_init(&x.memory);
    int rc = import_run(NULL, &path, 1, &options, &told, &report, err);
    for (int kind = 0; kind < PROBLEM_TYPES; kind++)
        result->warnings += kind == PROBLEM_RECORD ? 0 : report.problems[kind];
    result->twice = report.rejected > 0 && (uint64_t)report.rejected > result->bad ? (uint64_t)report.rejected - result->bad : 0;
    free(x.values);
    arena_release(&x.memory);
    buf_release(&x.work);
    return rc;
}

void fit_result_release(struct fit_result *r)
{
    arena_release(&r->memory);
}
