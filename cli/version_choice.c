/* cli/version_choice.c: which version of each kind a verb looks in, as --catalog, --version and --as-of say. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "report/label.h"
#include "report/layout.h"

int version_choice_read(struct cli *cli, const struct args *args, struct version_choice *out, struct error *err)
{
    const char *catalog = args_value(args, OPTION_CATALOG);
    *out = (struct version_choice){ .name = { .kinds = ~0u }, .label = args_value(args, OPTION_VERSION), .day = cli->today };
    if (out->label && args_has(args, OPTION_AS_OF))
        return error_set(err, ERROR_USAGE, _("--version and --as-of both say which version: give one of them"));
    if (date_option(args, OPTION_AS_OF, "as-of", &out->day, err) < 0)
        return -1;
    return catalog ? catalog_name_read(cli, catalog, false, &out->name, err) : only_region(cli, _("--catalog REGION"), out->name.region, err);
}

int version_choice_of(struct cli *cli, const struct version_choice *c, enum kind kind, struct version_info *v, struct error *err)
{
    if (!(c->name.kinds & KIND_BIT(kind)))
        return 0;
    if (c->label)
        return store_version(cli->store, span_of(c->name.region), kind, span_of(c->label), v, err);
    return store_in_force(cli->store, span_of(c->name.region), kind, c->day, v, err);
}

int version_choice_none(struct cli *cli, const struct version_choice *c, struct error *err)
{
    char text[DATE_TEXT];
    if (c->label) {
        error_set(err, ERROR_REFUSED, _("%s has no version \"%s\"; duima list shows what there is"), c->name.region, c->label);
        return name_hint(cli, c->label, true, err);
    }
    return error_set(err, ERROR_CATALOG, _("no catalog of %s is in force on %s; duima list shows what there is, duima publish puts it in force"),
                     c->name.region, date_text(c->day, text));
}

void version_heading(const struct cli *cli, const struct version_info *v, struct buf *out)
{
    char from[DATE_TEXT];
    layout_style(out, cli->color, STYLE_BOLD);
    buf_addf(out, "%s/%s@%s", v->region, kind_word(v->kind), v->label);
    layout_style_end(out, cli->color, STYLE_BOLD);
    if (v->status == VERSION_PUBLISHED)
        buf_addf(out, _("  (%s, in force from %s)\n"), status_label(v->status), date_text(v->in_force_from, from));
    else
        buf_addf(out, _("  (%s)\n"), status_label(v->status));
}
