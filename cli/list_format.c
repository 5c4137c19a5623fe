/* cli/list_format.c: see the header. */
#include "cli/list_format.h"
#include "base/i18n.h"
#include "cli/list_packs.h"
#include "report/json.h"
#include "report/layout.h"

/* ---- a table for people ---- */

static void add_plain(struct layout_table *t, struct span s)
{
    struct buf plain = BUF_INIT;
    layout_plain(&plain, s);
    layout_table_cell(t, buf_span(&plain));
    t->text.failed = t->text.failed || plain.failed;
    buf_release(&plain);
}

/* "2026-08-01 04:00" of "2026-08-01T04:00:00Z". */
static void add_time(struct layout_table *t, struct span at)
{
    struct buf text = BUF_INIT;
    if (at.n == 20)
        buf_addf(&text, "%.10s %.5s", at.p, at.p + 11);
    else
        buf_addspan(&text, at);
    layout_table_cell(t, buf_span(&text));
    t->text.failed = t->text.failed || text.failed;
    buf_release(&text);
}

struct event_table {
    struct layout_table t;
    const struct version_info *v;
};

static int on_row(void *ctx, const struct event_info *e, struct error *err)
{
    struct event_table *x = ctx;
    char day[DATE_TEXT];
    (void)err;
    layout_table_cell(&x->t, SPAN("  "));
    layout_table_cell(&x->t, span_of(x->v->label));
    layout_table_cell(&x->t, span_of(e->withdrawn ? _("withdrawn") : _("published")));
    add_time(&x->t, e->at);
    add_plain(&x->t, e->who);
    layout_table_cell(&x->t, span_of(date_text(e->effective, day)));
    add_plain(&x->t, e->allowed);
    add_plain(&x->t, e->reason);
    return 0;
}

static void add_import(struct event_table *x)
{
    layout_table_cell(&x->t, SPAN("  "));
    layout_table_cell(&x->t, span_of(x->v->label));
    layout_table_cell(&x->t, span_of(_("imported")));
    add_time(&x->t, span_of(x->v->at));
    add_plain(&x->t, span_of(x->v->who));
    layout_table_cell(&x->t, SPAN(""));
    layout_table_cell(&x->t, SPAN(""));
    layout_table_cell(&x->t, SPAN(""));
}

int list_events(struct cli *cli, const struct version_info *versions, size_t n, struct buf *out, struct error *err)
{
    static const char *const heads[] = { NULL, N_("version"), N_("event"), N_("at (UTC)"), N_("by"), N_("in force from"), N_("overruled"),
                                         N_("reason") };
    struct event_table x;
    int status = 0;
    layout_table_init(&x.t, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < x.t.columns; i++)
        layout_table_cell(&x.t, heads[i] ? span_of(_(heads[i])) : SPAN("  "));
    for (size_t i = 0; i < n && status == 0; i++) {
        x.v = &versions[i];
        add_import(&x);
        status = store_events(cli->store, x.v, on_row, &x, err);
    }
    if (status == 0)
        layout_table_print(&x.t, out, cli->color);
    layout_table_release(&x.t);
    return status;
}

/* ---- objects for programs ---- */

static const char *status_word(enum version_status status)
{
    static const char *const words[] = { [VERSION_STAGED] = "staged", [VERSION_PUBLISHED] = "published", [VERSION_WITHDRAWN] = "withdrawn" };
    return words[status];
}

static void add_day(struct buf *out, const char *name, date d)
{
    char text[DATE_TEXT];
    json_text_member(out, name, span_of(date_text(d, text)));
}

/* ,"allowed":["shrunk","backdated"] */
static void add_words(struct buf *out, const char *name, struct span list)
{
    if (list.n == 0)
        return;
    buf_addf(out, ",\"%s\":[", name);
    while (list.n > 0) {
        const char *comma = memchr(list.p, ',', list.n);
        size_t n = comma ? (size_t)(comma - list.p) : list.n;
        json_text(out, (struct span){ list.p, n });
        buf_adds(out, comma ? "," : "");
        list.p += comma ? n + 1 : n;
        list.n -= comma ? n + 1 : n;
    }
    buf_addc(out, ']');
}

static int on_event(void *ctx, const struct event_info *e, struct error *err)
{
    struct buf *out = ctx;
    (void)err;
    buf_adds(out, out->n > 0 && out->p[out->n - 1] == '[' ? "{" : ",{");
    json_word_member(out, "what", e->withdrawn ? "withdrawn" : "published");
    json_text_member(out, "at", e->at);
    json_text_member(out, "by", e->who);
    add_day(out, "in_force_from", e->effective);
    json_text_member(out, "reason", e->reason);
    add_words(out, "overruled", e->allowed);
    buf_addc(out, '}');
    return 0;
}

static void add_origin(struct buf *out, const struct version_info *v)
{
    char hash[2 * SHA256_BYTES + 1];
    for (size_t i = 0; i < sizeof v->hash; i++)
        snprintf(hash + 2 * i, 3, "%02x", v->hash[i]);
    json_text_member(out, "hash", span_of(hash));
    json_text_member(out, "title", span_of(v->title));
    json_text_member(out, "publisher", span_of(v->publisher));
    json_text_member(out, "imported_at", span_of(v->at));
    json_text_member(out, "imported_by", span_of(v->who));
    json_text_member(out, "program", span_of(v->program));
    json_text_member(out, "profile", span_of(v->profile));
    json_text_member(out, "source", span_of(v->source));
    json_text_member(out, "base", span_of(v->base));
    json_text_member(out, "numbers", span_of(v->numbers));
}

int list_object(struct cli *cli, const struct version_info *v, const struct in_force_range *range, struct buf *out, struct error *err)
{
    struct buf catalog = BUF_INIT;
    buf_addc(out, '{');
    buf_addf(&catalog, "%s/%s", v->region, kind_word(v->kind));
    json_text_member(out, "catalog", buf_span(&catalog));
    json_text_member(out, "version", span_of(v->label));
    json_number_member(out, "number", (uint64_t)v->number);
    json_word_member(out, "status", status_word(v->status));
    if (!range->never) {
        add_day(out, "in_force_from", range->from);
        add_day(out, "in_force_to", range->to);
    }
    json_bool_member(out, "in_force", range->now);
    add_day(out, "effective", v->effective);
    add_day(out, "expires", v->expires);
    json_bool_member(out, "fragment", v->fragment);
    json_number_member(out, "entries", (uint64_t)v->entries);
    json_number_member(out, "added", (uint64_t)v->added);
    json_number_member(out, "removed", (uint64_t)v->removed);
    json_number_member(out, "changed", (uint64_t)v->changed);
    add_origin(out, v);
    int status = list_pack_member(cli, v, out, err);
    buf_adds(out, ",\"events\":[");
    if (status == 0)
        status = store_events(cli->store, v, on_event, out, err);
    buf_adds(out, "]}\n");
    out->failed = out->failed || catalog.failed;
    buf_release(&catalog);
    return status;
}
