/* cli/cmd_rules.c: duima rules and duima explain, both printed from the rule table; explain with the example of share/examples. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "base/text.h"
#include "mapper/rule.h"
#include "report/label.h"
#include "report/layout.h"

const struct option_row options_rules[] = {
    { .name = NULL },
};
const struct option_row options_explain[] = {
    { .name = NULL },
};

int cmd_rules(struct cli *cli, const struct args *args, struct error *err)
{
    (void)args;
    struct layout_table t;
    struct buf out = BUF_INIT;
    layout_table_init(&t, 4);
    layout_table_cell(&t, span_of(_("rule")));
    layout_table_cell(&t, span_of(_("slug")));
    layout_table_cell(&t, span_of(_("severity")));
    layout_table_cell(&t, span_of(_("what it is")));
    for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
        const struct rule_info *info = rule_info(rule);
        layout_table_cell(&t, span_of(info->id));
        layout_table_cell(&t, span_of(info->slug));
        layout_table_cell(&t, span_of(severity_label(info->severity)));
        layout_table_cell(&t, span_of(_(info->title)));
    }
    layout_table_print(&t, &out, cli->color);
    layout_table_release(&t);
    int status = cli_print(cli, &out, err);
    buf_release(&out);
    return status;
}

static int unknown_rule(const char *name, struct error *err)
{
    const char *meant = rule_near(span_of(name));
    if (meant)
        return error_set(err, ERROR_USAGE, _("there is no rule \"%s\"; did you mean %s?"), name, meant);
    return error_set(err, ERROR_USAGE, _("there is no rule \"%s\"; duima rules lists them"), name);
}

static void add_part(struct buf *out, const char *label, const char *text, int width)
{
    if (!text || !*text)
        return;
    enum { TEXT_AT = 12 };
    int used = text_width(span_of(label));
    buf_adds(out, label);
    layout_blanks(out, used + 2 > TEXT_AT ? 2 : TEXT_AT - used);
    layout_wrapped(out, span_of(text), used + 2 > TEXT_AT ? used + 2 : TEXT_AT, TEXT_AT, width);
    buf_addc(out, '\n');
}

static void add_lists(struct buf *out, const struct rule_info *info, int width)
{
    struct buf list = BUF_INIT;
    for (const enum column *c = info->columns; c && *c != COLUMN_NONE; c++)
        buf_addf(&list, "%s%s (%s)", list.n > 0 ? _(", ") : "", column_label(*c), column_word(*c));
    add_part(out, _("needs:"), buf_str(&list), width);
    out->failed = out->failed || list.failed;
    buf_clear(&list);
    for (enum rule rule = 0; rule < RULE_COUNT; rule++)
        if (info->silences & (UINT64_C(1) << rule))
            buf_addf(&list, "%s%s", list.n > 0 ? " " : "", rule_info(rule)->id);
    add_part(out, _("silences:"), buf_str(&list), width);
    out->failed = out->failed || list.failed;
    buf_release(&list);
}

int cmd_explain(struct cli *cli, const struct args *args, struct error *err)
{
    enum rule rule = rule_by_name(span_of(args->operands[0]));
    if (rule == RULE_COUNT)
        return unknown_rule(args->operands[0], err);
    const struct rule_info *info = rule_info(rule);
    int width = cli->width > 0 && cli->width < 100 ? cli->width : 100;
    struct buf out = BUF_INIT;
    layout_style(&out, cli->color, STYLE_BOLD);
    buf_addf(&out, "%s %s", info->id, info->slug);
    layout_style_end(&out, cli->color, STYLE_BOLD);
    buf_addf(&out, _(" (%s)\n"), severity_label(info->severity));
    layout_wrapped(&out, span_of(_(info->title)), 0, 0, width);
    buf_adds(&out, "\n\n");
    layout_wrapped(&out, span_of(_(info->explain)), 0, 0, width);
    buf_adds(&out, "\n\n");
    add_part(&out, _("fires:"), info->fires && *info->fires ? _(info->fires) : NULL, width);
    add_part(&out, _("passes:"), info->passes && *info->passes ? _(info->passes) : NULL, width);
    add_lists(&out, info, width);
    int status = example_add(cli, rule, width, &out, err);
    if (status == 0)
        status = cli_print(cli, &out, err);
    buf_release(&out);
    return status;
}
