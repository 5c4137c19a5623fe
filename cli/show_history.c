/* cli/show_history.c: see the header. What changed, catalog/lineage.h knows; where successors lead, catalog/view.h. */
#include "cli/show_history.h"
#include "base/i18n.h"
#include "base/map.h"
#include "catalog/lineage.h"
#include "catalog/view.h"
#include "report/change.h"
#include "report/layout.h"

#define STEPS_MOST 200 /* lines of successors that are shown */

struct history {
    struct cli *cli;
    enum kind kind;
    struct span code;
    struct buf *out;
    size_t changes;
};

static int on_change(void *ctx, const struct version_info *v, const struct change *c, struct error *err)
{
    struct history *h = ctx;
    (void)err; /* memory running out shows in the buffer */
    if (h->changes++ == 0 && h->out->n > 0) /* another kind */
        buf_addc(h->out, '\n');
    version_heading(h->cli, v, h->out);
    change_text_add(h->out, c, h->cli->color, h->cli->width);
    return 0;
}

/* The steps from code to code, each once, nearest first. */
struct steps {
    struct view *view;
    enum kind kind;
    struct map codes; /* those met, in order: the list of what is still to be gone on from */
    struct buf *out;
    struct span from;
    size_t shown;
};

static int on_step(void *ctx, struct span to, enum successor_type type, struct error *err)
{
    static const char *const types[] = { [SUCCESSOR_SAME_AS] = N_("same item"), [SUCCESSOR_REPLACED_BY] = N_("replaced by"),
                                         [SUCCESSOR_POSSIBLY] = N_("possibly") };
    struct steps *s = ctx;
    struct buf line = BUF_INIT;
    layout_plain(&line, s->from);
    buf_addf(&line, " → ");
    layout_plain(&line, to);
    buf_addf(&line, _(" (%s)"), _(types[type]));
    const struct view_entry *e = view_find(s->view, s->kind, to);
    if (e) {
        buf_adds(&line, "  ");
        layout_plain(&line, view_text(s->view, e, ENTRY_NAME));
    }
    /* What two entries say is shown once. */
    buf_addc(&line, '\n');
    if (!line.failed && (s->out->n < line.n || memcmp(s->out->p + s->out->n - line.n, line.p, line.n) != 0) && s->shown++ < STEPS_MOST) {
        buf_adds(s->out, "  ");
        buf_addspan(s->out, buf_span(&line));
    }
    s->out->failed = s->out->failed || line.failed;
    buf_release(&line);
    return map_intern(&s->codes, to) == MAP_NONE ? error_memory(err) : 0;
}

static int add_steps(struct history *h, struct view *view, struct error *err)
{
    struct steps s = { .view = view, .kind = h->kind, .out = h->out };
    map_init(&s.codes);
    int status = map_intern(&s.codes, h->code) == MAP_NONE ? error_memory(err) : 0;
    for (uint32_t i = 0; status == 0 && i < s.codes.count && s.shown < STEPS_MOST; i++) {
        s.from = map_key(&s.codes, i);
        status = view_successors(view, h->kind, s.from, on_step, &s, err);
    }
    map_release(&s.codes);
    return status;
}

static void add_end(struct history *h, enum chain_end end, struct span target, date day)
{
    char text[DATE_TEXT];
    switch (end) {
    case CHAIN_NONE: break;
    case CHAIN_ONE: buf_addf(h->out, _("on %s it is %.*s\n"), date_text(day, text), SPAN_ARG(target)); break;
    case CHAIN_POSSIBLY:
        buf_addf(h->out, _("on %s it is possibly %.*s: compare before you use it\n"), date_text(day, text), SPAN_ARG(target));
        break;
    case CHAIN_SEVERAL:
        buf_addf(h->out, _("on %s several codes take its place, choose one of them: %.*s\n"), date_text(day, text), SPAN_ARG(target));
        break;
    case CHAIN_CIRCLE:
        buf_addf(h->out, _("these lead in a circle (%.*s comes twice): ask the publisher of the catalog\n"), SPAN_ARG(target));
        break;
    case CHAIN_DEAD_END:
        buf_addf(h->out, _("a dead end: %.*s is not valid on %s\n"), SPAN_ARG(target), date_text(day, text));
        break;
    }
}

static int add_chain(struct history *h, const struct version_choice *choice, struct error *err)
{
    struct view *view = view_load(h->cli->store, span_of(choice->name.region), choice->day, KIND_BIT(h->kind), err);
    enum chain_end end = CHAIN_NONE;
    struct buf target = BUF_INIT;
    if (!view)
        return -1;
    int status = view_chain(view, h->kind, h->code, choice->day, &end, &target, err);
    if (status == 0 && end != CHAIN_NONE) {
        buf_addf(h->out, "%s\n", _("successors"));
        status = add_steps(h, view, err);
        add_end(h, end, buf_span(&target), choice->day);
    }
    buf_release(&target);
    view_free(view);
    return status;
}

int show_history(struct cli *cli, const struct version_choice *choice, struct span code, struct buf *out, struct error *err)
{
    int status = 0;
    for (enum kind kind = 0; kind < KIND_COUNT && status == 0; kind++) {
        struct history h = { .cli = cli, .kind = kind, .code = code, .out = out };
        if (!(choice->name.kinds & KIND_BIT(kind)))
            continue;
        status = store_lineage(cli->store, span_of(choice->name.region), kind, code, on_change, &h, err);
        if (status == 0)
            status = add_chain(&h, choice, err);
    }
    return status;
}
