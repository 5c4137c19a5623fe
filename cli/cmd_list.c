/* cli/cmd_list.c: duima list: which versions there are of each catalog, and from when to when each is in force. */
#include "cli/list_format.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/list_packs.h"
#include "report/label.h"
#include "report/layout.h"

const struct option_row options_list[] = {
    { OPTION_EVENTS, 0, "events", NULL, N_("also what happened to each version: by whom, when, why, which checks were overruled"), N_("Options:") },
    { OPTION_PACKS, 0, "packs", NULL, N_("also the signed packs that were taken in: which keys, one behind the other, and why one is missing"), N_("Options:") },
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), N_("text (if not said) or ndjson"), N_("Options:") },
    { .name = NULL },
};

struct versions {
    struct version_info *items;
    size_t count;
    struct catalog_name *name; /* NULL: all */
};

static int on_version(void *ctx, const struct version_info *v, struct error *err)
{
    struct versions *all = ctx;
    struct version_info *items = realloc(all->items, (all->count + 1) * sizeof *items);
    if (!items)
        return error_memory(err);
    all->items = items;
    all->items[all->count++] = *v;
    return 0;
}

static bool same_catalog(const struct version_info *a, const struct version_info *b)
{
    return a->kind == b->kind && strcmp(a->region, b->region) == 0;
}

/* Does b take over from a? The latest day wins, then the higher number. */
static bool follows(const struct version_info *b, const struct version_info *a)
{
    return b->in_force_from > a->in_force_from || (b->in_force_from == a->in_force_from && b->number > a->number);
}

/* The day from which another version is in force in v's place; DATE_NONE: none is. */
static date followed_from(const struct versions *all, const struct version_info *v)
{
    date from = DATE_NONE;
    for (size_t i = 0; i < all->count; i++) {
        const struct version_info *other = &all->items[i];
        if (other->status != VERSION_PUBLISHED || !same_catalog(other, v) || other->id == v->id || !follows(other, v))
            continue;
        if (from == DATE_NONE || other->in_force_from < from)
            from = other->in_force_from;
    }
    return from;
}

static struct in_force_range range_of(const struct versions *all, const struct version_info *v, date today)
{
    struct in_force_range range = { .never = v->status != VERSION_PUBLISHED, .from = v->in_force_from };
    if (range.never)
        return range;
    date next = followed_from(all, v);
    range.never = next != DATE_NONE && next <= v->in_force_from;
    range.to = next == DATE_NONE ? DATE_NONE : date_add_days(next, -1);
    range.now = !range.never && v->in_force_from <= today && (range.to == DATE_NONE || range.to >= today);
    return range;
}

/* "2026-01-01 – 2026-06-30" into out. */
static void add_range(const struct version_info *v, const struct in_force_range *range, struct buf *out)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    if (v->status != VERSION_PUBLISHED)
        return;
    if (range->never)
        buf_adds(out, _("never: replaced the same day"));
    else
        buf_addf(out, range->to == DATE_NONE ? "%s –%s" : "%s – %s", date_text(range->from, from), date_text(range->to, to));
}

/* The file, and what its changes were put on. */
static void add_source(struct layout_table *t, const struct version_info *v)
{
    struct buf text = BUF_INIT;
    const char *slash = strrchr(v->source, '/');
    buf_adds(&text, slash ? slash + 1 : v->source);
    if (v->base[0])
        buf_addf(&text, _(", on %s"), v->base);
    layout_table_cell(t, buf_span(&text));
    t->text.failed = t->text.failed || text.failed;
    buf_release(&text);
}

static void add_row(struct layout_table *t, const struct versions *all, const struct version_info *v, const struct cli *cli, bool *any_now)
{
    struct buf range = BUF_INIT;
    struct in_force_range days = range_of(all, v, cli->today);
    add_range(v, &days, &range);
    *any_now = *any_now || days.now;
    layout_table_cell(t, days.now ? SPAN("*") : SPAN(" "));
    layout_table_cell(t, span_of(v->label));
    layout_table_cell(t, span_of(status_label(v->status)));
    layout_table_cell(t, buf_span(&range));
    layout_table_number(t, v->entries);
    layout_table_cell(t, span_of(v->who));
    layout_table_cell(t, (struct span){ v->at, strlen(v->at) < 10 ? strlen(v->at) : 10 });
    add_source(t, v);
    t->text.failed = t->text.failed || range.failed;
    buf_release(&range);
}

static void add_notes(struct buf *out, const struct version_info *v, date today)
{
    char day[DATE_TEXT];
    if (v->expires != DATE_NONE && v->expires < today && v->status != VERSION_WITHDRAWN)
        buf_addf(out, _("  %s expired on %s: nothing may be checked against it after that day\n"), v->label, date_text(v->expires, day));
    if (v->fragment)
        buf_addf(out, _("  %s is a part of a catalog only\n"), v->label);
    if (v->status == VERSION_STAGED && v->effective != DATE_NONE)
        buf_addf(out, _("  %s is meant to be in force from %s\n"), v->label, date_text(v->effective, day));
}

static int add_catalog(struct cli *cli, const struct versions *all, size_t from, size_t to, bool events, struct buf *out, bool *any_now,
                       struct error *err)
{
    static const char *const heads[] = { "", N_("version"), N_("status"), N_("in force"), N_("entries"), N_("by"), N_("on"), N_("source") };
    const struct version_info *first = &all->items[from];
    struct layout_table t;
    layout_table_init(&t, sizeof heads / sizeof heads[0]);
    t.right[4] = true;
    t.width = cli->width;
    for (size_t i = 0; i < t.columns; i++)
        layout_table_cell(&t, *heads[i] ? span_of(_(heads[i])) : SPAN(" "));
    for (size_t i = from; i < to; i++)
        add_row(&t, all, &all->items[i], cli, any_now);
    layout_style(out, cli->color, STYLE_BOLD);
    buf_addf(out, "%s/%s", first->region, kind_word(first->kind));
    layout_style_end(out, cli->color, STYLE_BOLD);
    for (size_t i = to; i > from; i--) {
        if (!all->items[i - 1].title[0])
            continue;
        buf_adds(out, "  ");
        layout_plain(out, span_of(all->items[i - 1].title));
        break;
    }
    buf_addc(out, '\n');
    layout_table_print(&t, out, cli->color);
    layout_table_release(&t);
    for (size_t i = from; i < to; i++)
        add_notes(out, &all->items[i], cli->today);
    int status = events ? list_events(cli, all->items + from, to - from, out, err) : 0;
    buf_addc(out, '\n');
    return status;
}

static int add_packs(struct cli *cli, const struct versions *all, struct buf *out, struct error *err)
{
    size_t count = 0;
    int status = list_packs(cli, all->name ? span_of(all->name->region) : SPAN_NONE, out, &count, err);
    if (status == 0 && count == 0)
        cli_say(cli, "%s", _("no signed pack was taken in"));
    return status;
}

static int add_text(struct cli *cli, const struct versions *all, bool events, bool packs, struct buf *out, struct error *err)
{
    char day[DATE_TEXT];
    bool any_now = false;
    int status = 0;
    for (size_t from = 0, to; from < all->count && status == 0; from = to) {
        for (to = from + 1; to < all->count && same_catalog(&all->items[from], &all->items[to]);)
            to++;
        status = add_catalog(cli, all, from, to, events, out, &any_now, err);
    }
    if (status == 0 && packs)
        status = add_packs(cli, all, out, err);
    if (any_now)
        buf_addf(out, _("* in force on %s\n"), date_text(cli->today, day));
    return status;
}

static int print_list(struct cli *cli, const struct versions *all, bool ndjson, const struct args *args, struct error *err)
{
    struct buf out = BUF_INIT;
    int status = ndjson ? 0 : add_text(cli, all, args_has(args, OPTION_EVENTS), args_has(args, OPTION_PACKS), &out, err);
    for (size_t i = 0; ndjson && i < all->count && status == 0; i++) {
        struct in_force_range range = range_of(all, &all->items[i], cli->today);
        status = list_object(cli, &all->items[i], &range, &out, err);
    }
    if (status == 0)
        status = cli_print(cli, &out, err);
    buf_release(&out);
    return status;
}

int cmd_list(struct cli *cli, const struct args *args, struct error *err)
{
    struct catalog_name name = { .kinds = ~0u };
    struct versions all = { NULL, 0, args->operand_count > 0 ? &name : NULL };
    bool named = args->operand_count > 0, ndjson;
    if (text_or_ndjson(args, &ndjson, err) < 0)
        return -1;
    if (named && catalog_name_read(cli, args->operands[0], false, &name, err) < 0)
        return -1;
    if (store_begin_read(cli->store, err) < 0) /* versions and their events as of one moment */
        return -1;
    int status = store_versions(cli->store, named ? span_of(name.region) : SPAN_NONE, name.kinds, on_version, &all, err);
    if (status == 0 && all.count == 0) {
        if (named)
            error_set(err, ERROR_REFUSED, _("the store %s holds no catalog %s"), buf_str(&cli->db), args->operands[0]);
        if (named)
            status = name_hint(cli, args->operands[0], false, err);
        else
            cli_say(cli, _("the store %s holds no catalog yet; bring one in with duima import"), buf_str(&cli->db));
    }
    if (status == 0)
        status = print_list(cli, &all, ndjson, args, err);
    store_end_read(cli->store);
    free(all.items);
    return status;
}
