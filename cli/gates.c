/* cli/gates.c: --allow of the verbs that publish, and what they say of each check that fails. */
#include "cli/gates.h"
#include "base/i18n.h"

static int on_trip(void *ctx, enum gate gate, bool allowed, const char *sentence, struct error *err)
{
    struct cli *cli = ctx;
    (void)err;
    if (allowed)
        cli_warn(cli, _("check %s, published all the same: %s"), gate_word(gate), sentence);
    else
        cli_error(cli, _("check %s: %s"), gate_word(gate), sentence);
    return 0;
}

static int unknown_gate(struct span word, struct error *err)
{
    struct buf all = BUF_INIT;
    for (enum gate gate = 0; gate < GATE_COUNT; gate++)
        buf_addf(&all, "%s%s", gate ? _(", ") : "", gate_word(gate));
    error_set(err, ERROR_USAGE, _("--allow: there is no check \"%.*s\"; there are %s"), SPAN_ARG(word), buf_str(&all));
    buf_release(&all);
    return -1;
}

/* Words parted by commas. */
static int read_words(const char *list, unsigned *allowed, struct error *err)
{
    struct span rest = span_of(list);
    do {
        const char *comma = rest.n ? memchr(rest.p, ',', rest.n) : NULL;
        size_t n = comma ? (size_t)(comma - rest.p) : rest.n;
        struct span word = span_trim((struct span){ rest.p, n });
        enum gate gate = gate_by_word(word);
        if (gate == GATE_COUNT)
            return unknown_gate(word, err);
        *allowed |= GATE_BIT(gate);
        n += comma != NULL;
        rest = (struct span){ rest.p + n, rest.n - n };
    } while (rest.n > 0);
    return 0;
}

int gates_read(struct cli *cli, const struct args *args, struct gate_options *out, struct error *err)
{
    const char *reason = args_value(args, OPTION_REASON);
    *out = (struct gate_options){ .today = cli->today, .on_trip = on_trip, .ctx = cli };
    for (size_t i = 0; i < args->count; i++)
        if (args->items[i].id == OPTION_ALLOW && read_words(args->items[i].value, &out->allowed, err) < 0)
            return -1;
    if (out->allowed && (!reason || span_trim(span_of(reason)).n == 0))
        return error_set(err, ERROR_USAGE, _("a check is overruled for a reason, which is kept with the version: say it with --reason TEXT"));
    return 0;
}

struct gate_options gates_told(struct cli *cli)
{
    return (struct gate_options){ .allowed = GATE_BIT(GATE_COUNT) - 1, .today = cli->today, .on_trip = on_trip, .ctx = cli };
}
