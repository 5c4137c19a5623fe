/* mapper/check.c: one pass over the table, then the set rules, then everything in line order to the sink. See check.h.
 * Nothing here knows a rule; nothing here prints. */
#include "mapper/check.h"
#include "base/i18n.h"
#include "mapper/check_emit.h"
#include "mapper/codes.h"
#include "mapper/crew.h"
#include "mapper/headings.h"
#include "mapper/history.h"
#include "mapper/peers.h"
#include "mapper/rules.h"

#define WORTH_CREW ((uint64_t)128 << 10) /* bytes of a table for which threads are worth while */

struct check {
    struct view *view;
    struct check_options options;
    struct peers *peers;
    struct history *history;
    struct codes *codes;
    struct worker_shared shared;
    struct worker *workers[CREW_MOST]; /* the first does what is not shared out; the others are made when there is work for them */
    size_t worker_count;
    struct headings *headings;
    struct other *previous, *centre; /* NULL: not given */
    struct buf unknown, meant, sheet; /* headings, for the summary; the name of the sheet */
};

/* One table on its way. */
struct run {
    struct check *check;
    struct table *table;
    struct spool *spool;
    struct sets *sets;
    struct tally tally;
    struct emit emit;
    struct check_summary *summary;
    const char *path;
    struct error *err;
};

static uint64_t hidden_rules(const struct check_options *options)
{
    uint64_t off = 0;
    for (int r = 0; r < RULE_COUNT; r++)
        off |= options->rule_off[r] ? RULE_BIT(r) : 0;
    return off;
}

static int need_workers(struct check *c, size_t n, struct error *err)
{
    while (c->worker_count < n) {
        struct worker *w = worker_new(&c->shared, err);
        if (!w)
            return -1;
        c->workers[c->worker_count++] = w;
        c->shared.text = worker_text(c->workers[0]);
    }
    return 0;
}

static unsigned default_kinds(const struct check_options *options)
{
    return options->kind >= 0 && options->kind < KIND_COUNT ? KIND_BIT(options->kind) : 0;
}

static struct table_options table_options_of(const struct check_options *o)
{
    return (struct table_options){ .encoding = o->encoding, .temp_dir = o->temp_dir, .kinds = default_kinds(o), .sheets = o->sheets };
}

static int open_others(struct check *c, struct error *err)
{
    struct other_reading reading = { table_options_of(&c->options), c->headings, worker_values(c->workers[0]), worker_resolver(c->workers[0]),
                                     &c->options };
    reading.options.other_sheet = true;
    if (c->options.previous && !(c->previous = other_open(c->options.previous, OTHER_PREVIOUS, &reading, err)))
        return -1;
    if (c->options.centre && !(c->centre = other_open(c->options.centre, OTHER_CENTRE, &reading, err)))
        return -1;
    return 0;
}

struct check *check_new(struct view *view, const struct check_options *options, struct error *err)
{
    struct check *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(err);
        return NULL;
    }
    c->view = view;
    c->options = *options;
    buf_init(&c->unknown);
    buf_init(&c->meant);
    buf_init(&c->sheet);
    if (hash_start(err) < 0 || !(c->peers = peers_new(view, options->day, err)) || !(c->history = history_new(view, err)) ||
        !(c->codes = codes_new(options->share_dir, view, err))) {
        check_free(c);
        return NULL;
    }
    c->shared = (struct worker_shared){ .view = view, .options = &c->options, .peers = c->peers, .history = c->history, .codes = c->codes, .off = hidden_rules(options) };
    if (need_workers(c, 1, err) < 0 ||
        !(c->headings = headings_new(options->share_dir, options->columns_file, worker_text(c->workers[0]), err)) ||
        open_others(c, err) < 0) {
        check_free(c);
        return NULL;
    }
    return c;
}

void check_free(struct check *c)
{
    if (!c)
        return;
    other_free(c->previous);
    other_free(c->centre);
    headings_free(c->headings);
    for (size_t i = 0; i < c->worker_count; i++)
        worker_free(c->workers[i]);
    codes_free(c->codes);
    history_free(c->history);
    peers_free(c->peers);
    buf_release(&c->unknown);
    buf_release(&c->meant);
    buf_release(&c->sheet);
    free(c);
}

const struct view *check_view(const struct check *c)
{
    return c->view;
}

/* ---- the rows ---- */

static int ask(void *ctx)
{
    const struct run *run = ctx;
    const struct check_options *o = &run->check->options;
    if (o->progress)
        o->progress(o->ctx, table_offset(run->table), table_size(run->table), run->tally.rows);
    if (o->stopped && o->stopped(o->ctx))
        return error_set(run->err, ERROR_STOPPED, _("stopped"));
    return 0;
}

/* Takes what came of some rows; outcomes are taken in line order. */
static int collect(void *ctx, const struct outcome *out)
{
    struct run *run = ctx;
    tally_add(&run->tally, &out->tally);
    for (size_t i = 0; i < out->count; i++) {
        if (sets_add(run->sets, &out->facts[i], run->err) < 0)
            return -1;
    }
    return out->spooled.n > 0 ? spool_add_packed(run->spool, buf_span(&out->spooled), run->err) : 0;
}

static struct values *values_of(void *hand) { return worker_values(hand); }
static int batch_of(void *hand, struct table *table, struct outcome *out) { return worker_batch(hand, table, out); }

static int check_rows(struct run *run)
{
    static const struct crew_work work = { values_of, batch_of };
    const struct crew_owner owner = { run, ask, collect };
    struct check *c = run->check;
    size_t jobs = table_size(run->table) >= WORTH_CREW ? crew_size(c->options.jobs) : 1;
    void *hands[CREW_MOST];
    if (need_workers(c, jobs, run->err) < 0)
        return -1;
    for (size_t i = 0; i < jobs; i++)
        hands[i] = c->workers[i];
    return crew_run(&work, hands, jobs, run->table, &owner, run->err);
}

static void fill_summary(struct run *run)
{
    struct check_summary *s = run->summary;
    const struct tally *t = &run->tally;
    s->rows = t->rows;
    s->mapped = t->mapped;
    s->out_of_use = t->out_of_use;
    s->clean = t->clean;
    s->unknown_content = t->unknown_content;
    for (int k = 0; k < KIND_COUNT; k++)
        s->skipped_kind[k] = t->skipped_kind[k];
    s->kinds_seen = t->kinds_seen;
}

/* ---- the table ---- */

static bool option_given(const struct check_options *options, const char *option)
{
    return strcmp(option, "--previous") == 0 ? options->previous != NULL : options->centre != NULL;
}

static void add_not_run(struct check_summary *summary, enum rule rule, enum column column, const char *option)
{
    if (summary->not_run_count == sizeof summary->not_run / sizeof *summary->not_run)
        return;
    summary->not_run[summary->not_run_count].rule = rule;
    summary->not_run[summary->not_run_count].column = column;
    summary->not_run[summary->not_run_count++].option = option;
}

/* "not run: no column X", "no --previous", for the rules that lack what they need. */
static void note_not_run(struct check_summary *summary, uint64_t present, const struct check_options *options)
{
    if (options->kind >= 0)
        present |= COLUMN_BIT(COLUMN_KIND); /* --kind says what the column would */
    for (int r = 0; r < RULE_COUNT; r++) {
        const struct rule_info *info = rule_info((enum rule)r);
        size_t before = summary->not_run_count;
        if (info->option && !option_given(options, info->option)) {
            add_not_run(summary, (enum rule)r, COLUMN_NONE, info->option);
            continue;
        }
        for (const enum column *c = info->columns; *c != COLUMN_NONE; c++) {
            if (!(present & COLUMN_BIT(*c)))
                add_not_run(summary, (enum rule)r, *c, NULL);
        }
        bool any = info->any_of[0] == COLUMN_NONE;
        for (const enum column *c = info->any_of; *c != COLUMN_NONE; c++)
            any = any || (present & COLUMN_BIT(*c));
        if (!any && summary->not_run_count == before)
            add_not_run(summary, (enum rule)r, info->any_of[0], NULL);
    }
}

static int run_table(struct run *run)
{
    struct check *c = run->check;
    struct rule_context *ctx = worker_start(c->workers[0], SPAN_NONE, SPAN_NONE, run->err);
    rule_headings(ctx, run->table);
    if (ctx->findings->count > 0 || ctx->failed)
        return ctx->failed ? -1 : emit_table(&run->emit, run->err);
    note_not_run(run->summary, table_present(run->table), &c->options);
    if (check_rows(run) < 0)
        return -1;
    fill_summary(run);
    struct set_reading reading = { run->table, worker_resolver(c->workers[0]), worker_text(c->workers[0]) };
    if (sets_compare(run->sets, &reading, run->err) < 0)
        return -1;
    if (emit_extras(&run->emit, run->err) < 0)
        return -1;
    worker_start(c->workers[0], SPAN_NONE, SPAN_NONE, run->err);
    if (!run->tally.any_code && (run->tally.any_without || run->tally.rows == 0))
        rule_nothing_mapped(ctx);
    if (ctx->failed || emit_table(&run->emit, run->err) < 0)
        return -1;
    return emit_rows(&run->emit, run->err);
}

static int open_run(struct run *run)
{
    struct check *c = run->check;
    struct table_options options = table_options_of(&c->options);
    options.hash = c->options.hash_tables;
    run->table = table_open_jobs(run->path, &options, c->options.jobs, c->headings, worker_values(c->workers[0]), run->err);
    if (!run->table)
        return -1;
    buf_clear(&c->unknown);
    buf_addspan(&c->unknown, table_unknown(run->table));
    run->summary->unknown_headings = buf_span(&c->unknown);
    buf_clear(&c->meant);
    buf_addspan(&c->meant, table_meant(run->table));
    run->summary->meant_headings = buf_span(&c->meant);
    if (buf_check(&c->unknown, run->err) < 0 || buf_check(&c->meant, run->err) < 0 ||
        table_source_kept(run->table, &c->sheet, &run->summary->source, run->err) < 0)
        return -1;
    run->spool = spool_new(c->options.temp_dir, 0, run->err);
    run->sets = run->spool ? sets_new(c->previous, c->centre, run->err) : NULL;
    return run->sets ? 0 : -1;
}

int check_table(struct check *c, const char *path, const struct finding_sink *sink, struct check_summary *summary, struct error *err)
{
    struct run run = { .check = c, .summary = summary, .path = path, .err = err };
    memset(summary, 0, sizeof *summary);
    history_clear(c->history);
    int status = open_run(&run);
    if (status == 0) {
        run.emit = (struct emit){ .worker = c->workers[0], .table = run.table, .spool = run.spool, .sets = run.sets,
                                  .options = &c->options, .sink = sink, .summary = summary, .path = path };
        status = run_table(&run);
    }
    sets_free(run.sets);
    spool_free(run.spool);
    table_free(run.table);
    return status < 0 ? -1 : 0;
}
