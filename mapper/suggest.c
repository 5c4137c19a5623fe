/* mapper/suggest.c: see the header. Shares the rows of a table out to workers, and hands what they suggest to the sink, in line order. */
#include "mapper/suggest.h"
#include "base/i18n.h"
#include "catalog/hash.h"
#include "mapper/codes.h"
#include "mapper/crew.h"
#include "mapper/headings.h"
#include "mapper/history.h"
#include "mapper/peers.h"
#include "mapper/rules.h"
#include "mapper/suggest_worker.h"

#define WORTH_CREW ((uint64_t)16 << 10) /* bytes of a table for which threads are worth while */

struct suggester {
    struct view *view;
    struct suggest_options options;
    struct peers *peers;
    struct history *history;
    struct codes *codes;
    struct text *text; /* the index's; the workers copy it */
    struct suggest_shared shared;
    struct suggest_worker *workers[CREW_MOST]; /* the first does what is not shared out; the others are made when there is work for them */
    size_t worker_count;
    struct headings *headings;
    struct buf sheet; /* name of the last table's, for the summary */
};

/* A table on its way. */
struct tour {
    struct suggester *s;
    struct table *table;
    const char *path;
    const struct suggest_sink *sink;
    struct suggest_summary *summary;
    struct error *err;
};

static int need_workers(struct suggester *s, size_t n, struct error *err)
{
    while (s->worker_count < n) {
        struct suggest_worker *w = suggest_worker_new(&s->shared, err);
        if (!w)
            return -1;
        s->workers[s->worker_count++] = w;
    }
    return 0;
}

static struct worker *first_checker(const struct suggester *s)
{
    return suggest_worker_checker(s->workers[0]);
}

struct suggester *suggester_new(struct view *view, const struct suggest_options *options, struct error *err)
{
    struct suggester *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(err);
        return NULL;
    }
    s->view = view;
    s->options = *options;
    struct check_options *o = &s->options.check;
    struct suggest_shared *shared = &s->shared;
    if (hash_start(err) < 0 || !(s->peers = peers_new(view, o->day, err)) || !(s->history = history_new(view, err)) ||
        !(s->codes = codes_new(o->share_dir, view, err)) || !(s->text = text_new(err)) ||
        !(shared->index = suggest_index_new(view, s->text, o->day, err))) {
        suggester_free(s);
        return NULL;
    }
    shared->check = (struct worker_shared){ .view = view, .options = o, .peers = s->peers, .history = s->history, .codes = s->codes, .text = s->text };
    shared->top = options->top;
    shared->min_score = options->min_score;
    if (need_workers(s, 1, err) < 0 ||
        !(s->headings = headings_new(o->share_dir, o->columns_file, worker_text(first_checker(s)), err))) {
        suggester_free(s);
        return NULL;
    }
    return s;
}

void suggester_free(struct suggester *s)
{
    if (!s)
        return;
    headings_free(s->headings);
    for (size_t i = 0; i < s->worker_count; i++)
        suggest_worker_free(s->workers[i]);
    suggest_index_free(s->shared.index);
    text_free(s->text);
    codes_free(s->codes);
    history_free(s->history);
    peers_free(s->peers);
    buf_release(&s->sheet);
    free(s);
}

size_t suggester_memory(const struct suggester *s)
{
    return suggest_index_memory(s->shared.index) + s->worker_count * suggest_search_memory(s->shared.index);
}

/* ---- the rows ---- */

static int ask(void *ctx)
{
    const struct tour *t = ctx;
    const struct check_options *o = &t->s->options.check;
    if (o->progress)
        o->progress(o->ctx, table_offset(t->table), table_size(t->table), t->summary->rows);
    if (o->stopped && o->stopped(o->ctx))
        return error_set(t->err, ERROR_STOPPED, _("stopped"));
    return 0;
}

static int collect(void *ctx, const struct outcome *out)
{
    const struct tour *t = ctx;
    struct suggested_row *rows;
    size_t n = suggest_outcome(out, &rows);
    t->summary->rows += out->tally.rows;
    for (int k = 0; k < KIND_COUNT; k++)
        t->summary->skipped_kind[k] += out->tally.skipped_kind[k];
    t->summary->wanting += n;
    for (size_t i = 0; i < n; i++) {
        rows[i].file = t->path;
        rows[i].sheet = table_sheet(t->table);
        t->summary->helped += rows[i].count > 0 && rows[i].list[0].score >= SUGGEST_WORTH;
        t->summary->safe += rows[i].safe_code.p != NULL;
        if (t->sink->row(t->sink->ctx, &rows[i], t->err) < 0)
            return -1;
    }
    return 0;
}

static struct values *values_of(void *hand) { return worker_values(suggest_worker_checker(hand)); }
static int batch_of(void *hand, struct table *table, struct outcome *out) { return suggest_worker_batch(hand, table, out); }

static int read_rows(struct tour *t)
{
    static const struct crew_work work = { values_of, batch_of };
    const struct crew_owner owner = { t, ask, collect };
    struct suggester *s = t->s;
    size_t jobs = table_size(t->table) >= WORTH_CREW ? crew_size(s->options.check.jobs) : 1;
    void *hands[CREW_MOST];
    if (need_workers(s, jobs, t->err) < 0)
        return -1;
    for (size_t i = 0; i < jobs; i++)
        hands[i] = s->workers[i];
    return crew_run(&work, hands, jobs, t->table, &owner, t->err);
}

/* ---- a table ---- */

/* What T101 would say of the headings, as an error: there is nothing to suggest for. */
static int refuse_headings(struct tour *t)
{
    struct rule_context *ctx = worker_start(first_checker(t->s), SPAN_NONE, SPAN_NONE, t->err);
    rule_headings(ctx, t->table);
    if (ctx->failed)
        return -1;
    const struct findings *findings = worker_report(first_checker(t->s));
    if (findings->count == 0)
        return 0;
    return error_set(t->err, ERROR_INPUT, "%s: %.*s", t->path, SPAN_ARG(findings->items[0].message));
}

int suggester_table(struct suggester *s, const char *path, const struct suggest_sink *sink, struct suggest_summary *summary, struct error *err)
{
    const struct check_options *o = &s->options.check;
    struct table_options options = { .encoding = o->encoding, .temp_dir = o->temp_dir, .hash = o->hash_tables,
                                     .kinds = o->kind >= 0 && o->kind < KIND_COUNT ? KIND_BIT(o->kind) : 0, .sheets = o->sheets };
    struct tour t = { .s = s, .path = path, .sink = sink, .summary = summary, .err = err };
    memset(summary, 0, sizeof *summary);
    history_clear(s->history);
    t.table = table_open_jobs(path, &options, o->jobs, s->headings, worker_values(first_checker(s)), err);
    if (!t.table)
        return -1;
    summary->code_position = table_positions(t.table)[COLUMN_CATALOG_CODE];
    summary->key_position = table_positions(t.table)[COLUMN_LOCAL_CODE];
    int status = table_source_kept(t.table, &s->sheet, &summary->source, err);
    if (status == 0)
        status = refuse_headings(&t) < 0 ? -1 : read_rows(&t);
    table_free(t.table);
    return status < 0 ? -1 : 0;
}
