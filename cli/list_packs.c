/* cli/list_packs.c: see the header. */
#include "cli/list_packs.h"
#include "base/i18n.h"
#include "pack/sign.h"
#include "report/json.h"
#include "report/label.h"
#include "report/layout.h"

/* ---- a table for people ---- */

struct pack_table { /* of one region */
    struct cli *cli;
    struct buf *out;
    struct buf region, cell, notes;
    struct layout_table t;
    size_t count;
};

static void cell_end(struct pack_table *x)
{
    layout_table_cell(&x->t, buf_span(&x->cell));
    x->t.text.failed = x->t.text.failed || x->cell.failed;
    buf_clear(&x->cell);
}

static void add_plain(struct pack_table *x, struct span s)
{
    layout_plain(&x->cell, s);
    cell_end(x);
}

static void add_numbers(struct pack_table *x, const struct pack_info *p)
{
    const char *comma = "";
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (p->numbers[kind] == 0)
            continue;
        buf_addf(&x->cell, "%s%s %d", comma, kind_label(kind), p->numbers[kind]);
        comma = ", ";
    }
    cell_end(x);
}

static void add_before(struct pack_table *x, const struct pack_info *p)
{
    if (!p->has_previous)
        layout_plain(&x->cell, span_of(_("it is the first")));
    else if (p->previous_label.p)
        layout_plain(&x->cell, p->previous_label);
    else
        layout_plain(&x->cell, span_of(_("one that is not here")));
    cell_end(x);
}

/* The sentence on a place in the chain that is not simply behind the last one. */
static void add_place(struct buf *out, const struct pack_info *p)
{
    if (p->place == PACK_START)
        buf_addf(out, _("  %.*s is where the packs of this store begin: the one before it was never taken in"), SPAN_ARG(p->label));
    else if (p->place == PACK_GAP && !p->has_previous)
        buf_addf(out, _("  %.*s says that it is the first one of its region, and %.*s was taken in before"), SPAN_ARG(p->label), SPAN_ARG(p->held_label));
    else if (p->place == PACK_GAP && p->previous_label.p)
        buf_addf(out, _("  %.*s comes behind %.*s, and %.*s was taken in before"), SPAN_ARG(p->label), SPAN_ARG(p->previous_label), SPAN_ARG(p->held_label));
    else if (p->place == PACK_GAP)
        buf_addf(out, _("  %.*s does not come behind %.*s: one between them is missing"), SPAN_ARG(p->label), SPAN_ARG(p->held_label));
}

static void add_notes(struct buf *notes, const struct pack_info *p)
{
    if (p->place == PACK_START || p->place == PACK_GAP) {
        add_place(notes, p);
        if (p->has_previous) {
            char hash[2 * SHA256_BYTES + 1];
            for (size_t i = 0; i < SHA256_BYTES; i++)
                snprintf(hash + 2 * i, 3, "%02x", p->previous[i]);
            buf_addf(notes, _(" (manifest SHA-256: %s)"), hash);
        }
        if (p->reason.n > 0) {
            buf_adds(notes, _("; allowed, with the reason: "));
            layout_plain(notes, p->reason);
        } else if (p->place == PACK_GAP) {
            buf_adds(notes, _("; it was there, and was dropped"));
        }
        buf_addc(notes, '\n');
    }
    if (!p->staged)
        buf_addf(notes, _("  %.*s brought nothing new: the store had its content already\n"), SPAN_ARG(p->label));
}

static void table_start(struct pack_table *x, struct span region)
{
    static const char *const heads[] = { NULL, N_("signed pack"), N_("numbers"), N_("signed with key"), N_("comes behind"), N_("taken in (UTC)"), N_("by") };
    buf_addspan(&x->region, region);
    layout_table_init(&x->t, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < x->t.columns; i++)
        layout_table_cell(&x->t, heads[i] ? span_of(_(heads[i])) : SPAN(" "));
}

static void table_end(struct pack_table *x)
{
    if (x->region.n == 0)
        return;
    layout_style(x->out, x->cli->color, STYLE_BOLD);
    buf_addf(x->out, _("%s: signed packs that were taken in"), buf_str(&x->region));
    layout_style_end(x->out, x->cli->color, STYLE_BOLD);
    buf_addc(x->out, '\n');
    layout_table_print(&x->t, x->out, x->cli->color);
    layout_table_release(&x->t);
    buf_addspan(x->out, buf_span(&x->notes));
    buf_addc(x->out, '\n');
    x->out->failed = x->out->failed || x->notes.failed || x->region.failed;
    buf_clear(&x->notes);
    buf_clear(&x->region);
}

static int on_pack(void *ctx, const struct pack_info *p, struct error *err)
{
    struct pack_table *x = ctx;
    char id[KEY_ID_TEXT];
    (void)err;
    if (!span_eq(p->region, buf_span(&x->region))) {
        table_end(x);
        table_start(x, p->region);
    }
    layout_table_cell(&x->t, SPAN(" "));
    add_plain(x, p->label);
    add_numbers(x, p);
    add_plain(x, span_of(key_id_text(p->key, id)));
    add_before(x, p);
    if (p->at.n == 20)
        buf_addf(&x->cell, "%.10s %.5s", p->at.p, p->at.p + 11);
    else
        layout_plain(&x->cell, p->at);
    cell_end(x);
    add_plain(x, p->who);
    add_notes(&x->notes, p);
    x->count++;
    return 0;
}

int list_packs(struct cli *cli, struct span region, struct buf *out, size_t *count, struct error *err)
{
    struct pack_table x = { .cli = cli, .out = out, .region = BUF_INIT, .cell = BUF_INIT, .notes = BUF_INIT };
    int status = store_packs(cli->store, region, NULL, on_pack, &x, err);
    table_end(&x);
    *count = x.count;
    buf_release(&x.region);
    buf_release(&x.cell);
    buf_release(&x.notes);
    return status;
}

/* ---- a member for programs ---- */

static int on_member(void *ctx, const struct pack_info *p, struct error *err)
{
    static const char *const places[] = { [PACK_FIRST] = "first", [PACK_START] = "start", [PACK_FOLLOWS] = "follows", [PACK_GAP] = "gap" };
    struct buf *out = ctx;
    char id[KEY_ID_TEXT];
    (void)err;
    buf_adds(out, ",\"pack\":{");
    json_text_member(out, "version", p->label);
    buf_adds(out, ",\"numbers\":{");
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        if (p->numbers[kind])
            json_number_member(out, kind_word(kind), (uint64_t)p->numbers[kind]);
    buf_addc(out, '}');
    json_word_member(out, "key", key_id_text(p->key, id));
    json_bytes_member(out, "manifest", p->manifest, sizeof p->manifest);
    json_word_member(out, "place", places[p->place]);
    if (p->has_previous)
        json_bytes_member(out, "previous", p->previous, sizeof p->previous);
    json_text_member(out, "previous_version", p->previous_label);
    json_text_member(out, "gap_reason", p->reason);
    json_text_member(out, "taken_in_at", p->at);
    json_text_member(out, "taken_in_by", p->who);
    buf_addc(out, '}');
    return 0;
}

int list_pack_member(struct cli *cli, const struct version_info *v, struct buf *out, struct error *err)
{
    return store_packs(cli->store, SPAN_NONE, v, on_member, out, err);
}
