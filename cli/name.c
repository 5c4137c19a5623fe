/* cli/name.c: how people name catalogs and versions: REGION/KIND@LABEL and its short forms. Reads the store, changes nothing. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "base/near.h"

#define ALL_KINDS (KIND_BIT(KIND_COUNT) - 1)

int region_copy(const char *text, char out[17], struct error *err)
{
    size_t n = strlen(text);
    bool good = n >= 1 && n <= 16;
    for (size_t i = 0; good && i < n; i++)
        good = strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", text[i]) != NULL;
    if (!good)
        return error_set(err, ERROR_USAGE, _("\"%s\" is no region: 1 to 16 letters, digits, _ or -, such as 430000"), text);
    memcpy(out, text, n + 1);
    return 0;
}

int only_region(struct cli *cli, const char *option, char out[17], struct error *err)
{
    struct buf regions = BUF_INIT;
    int status = store_regions(cli->store, &regions, err);
    const char *text = buf_str(&regions);
    if (status == 0 && regions.n == 0)
        status = error_set(err, ERROR_CATALOG, _("the store %s holds no catalog yet; bring one in with duima import"), buf_str(&cli->db));
    else if (status == 0 && strchr(text, ' '))
        status = error_set(err, ERROR_USAGE, _("the store holds several regions (%s): say which one: %s"), text, option);
    else if (status == 0)
        status = region_copy(text, out, err);
    buf_release(&regions);
    return status;
}

static int has_region(struct cli *cli, struct span region, struct error *err)
{
    struct buf regions = BUF_INIT;
    if (store_regions(cli->store, &regions, err) < 0) {
        buf_release(&regions);
        return -1;
    }
    int found = 0;
    struct span rest = buf_span(&regions);
    while (rest.n > 0) {
        const char *end = memchr(rest.p, ' ', rest.n);
        size_t n = end ? (size_t)(end - rest.p) : rest.n;
        found = found || span_eq((struct span){ rest.p, n }, region);
        rest.p += end ? n + 1 : n;
        rest.n -= end ? n + 1 : n;
    }
    buf_release(&regions);
    return found;
}

static int unknown_kind(struct span word, struct error *err)
{
    struct near near = near_begin(word);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        near_try(&near, span_of(kind_word(kind)));
    error_set(err, ERROR_USAGE, _("\"%.*s\" is no kind of catalog: drug, service, facility or consumable"), SPAN_ARG(word));
    return near_hint(err, near.best.p);
}

struct likeness { /* the name in the store that is most like another */
    struct near near;
    bool versions;
    struct buf best;
};

static void try_name(struct likeness *l, const char *name)
{
    near_try(&l->near, span_of(name));
    if (l->near.best.p != name)
        return;
    buf_clear(&l->best);
    buf_adds(&l->best, name);
    l->near.best = buf_span(&l->best); /* the name goes away */
}

static int try_version(void *ctx, const struct version_info *v, struct error *err)
{
    struct likeness *l = ctx;
    char name[120];
    (void)err;
    snprintf(name, sizeof name, "%s/%s%s%s", v->region, kind_word(v->kind), l->versions ? "@" : "", l->versions ? v->label : "");
    try_name(l, name);
    snprintf(name, sizeof name, "%s%s%s", v->region, l->versions ? "@" : "", l->versions ? v->label : "");
    try_name(l, name);
    if (l->versions)
        try_name(l, v->label);
    return 0;
}

int name_hint(struct cli *cli, const char *text, bool versions, struct error *err)
{
    struct likeness l = { .near = near_begin(span_of(text)), .versions = versions };
    struct error ignored;
    if (store_versions(cli->store, SPAN_NONE, ALL_KINDS, try_version, &l, &ignored) == 0 && l.best.n > 0)
        near_hint(err, buf_str(&l.best));
    buf_release(&l.best);
    return -1;
}

static int bad_name(const char *text, bool label, struct error *err)
{
    if (label)
        return error_set(err, ERROR_USAGE, _("\"%s\" names no version: write REGION/KIND@LABEL, or REGION@LABEL for all its kinds"), text);
    return error_set(err, ERROR_USAGE, _("\"%s\" names no catalog: write REGION/KIND, or REGION for all its kinds"), text);
}

/* What stands before the "@": REGION/KIND, REGION, KIND or nothing. */
static int read_catalog(struct cli *cli, const char *text, struct span s, struct catalog_name *out, bool label, struct error *err)
{
    const char *slash = s.n ? memchr(s.p, '/', s.n) : NULL;
    struct span region = s, word = SPAN_NONE;
    enum kind kind;
    char copy[18];
    out->kinds = ALL_KINDS;
    if (slash) {
        region.n = (size_t)(slash - s.p);
        word = (struct span){ slash + 1, s.n - region.n - 1 };
        if (!kind_parse(word, &kind))
            return unknown_kind(word, err);
        out->kinds = KIND_BIT(kind);
    } else if (kind_parse(s, &kind)) {
        int found = has_region(cli, s, err); /* a region may be called "drug", if somebody must */
        if (found < 0)
            return -1;
        if (!found) {
            out->kinds = KIND_BIT(kind);
            region = SPAN_NONE;
        }
    }
    if (region.n == 0)
        return only_region(cli, _("REGION/KIND"), out->region, err);
    if (region.n >= sizeof copy)
        return bad_name(text, label, err);
    memcpy(copy, region.p, region.n);
    copy[region.n] = '\0';
    return region_copy(copy, out->region, err);
}

int catalog_name_read(struct cli *cli, const char *text, bool label, struct catalog_name *out, struct error *err)
{
    const char *at = strchr(text, '@');
    *out = (struct catalog_name){ .kinds = ALL_KINDS };
    if (!label && at)
        return bad_name(text, label, err);
    const char *name = at ? at + 1 : label ? text : "";
    struct span catalog = at || !label ? (struct span){ text, at ? (size_t)(at - text) : strlen(text) } : SPAN_NONE;
    size_t n = strlen(name);
    if (n >= sizeof out->label || (label && n == 0) || strpbrk(name, "@/ "))
        return bad_name(text, label, err);
    memcpy(out->label, name, n + 1);
    return read_catalog(cli, text, catalog, out, label, err);
}

int named_versions(struct cli *cli, const char *text, struct version_info v[KIND_COUNT], size_t *n, struct error *err)
{
    struct catalog_name name;
    *n = 0;
    if (catalog_name_read(cli, text, true, &name, err) < 0)
        return -1;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (!(name.kinds & KIND_BIT(kind)))
            continue;
        int found = store_version(cli->store, span_of(name.region), kind, span_of(name.label), &v[*n], err);
        if (found < 0)
            return -1;
        *n += found ? 1 : 0;
    }
    if (*n > 0)
        return 0;
    error_set(err, ERROR_REFUSED, _("there is no version \"%s\" in the store %s; duima list shows what there is"), text, buf_str(&cli->db));
    return name_hint(cli, text, true, err);
}

int date_option(const struct args *args, enum option_id id, const char *name, date *out, struct error *err)
{
    const char *text = args_value(args, id);
    if (text && !date_parse_iso(span_of(text), out))
        return error_set(err, ERROR_USAGE, _("--%s %s: it is a day, such as 2026-07-01"), name, text);
    return 0;
}

int text_or_ndjson(const struct args *args, bool *ndjson, struct error *err)
{
    const char *format = args_value(args, OPTION_FORMAT);
    *ndjson = format && strcmp(format, "ndjson") == 0;
    if (!format || *ndjson || strcmp(format, "text") == 0)
        return 0;
    error_set(err, ERROR_USAGE, _("--format %s: there is %s"), format, "text, ndjson");
    return near_hint(err, near_name(format, (const char *const[]){ "text", "ndjson" }, 2));
}

int kind_option(const struct args *args, int *out, struct error *err)
{
    const char *text = args_value(args, OPTION_KIND);
    enum kind kind;
    *out = -1;
    if (!text)
        return 0;
    if (!kind_parse(span_of(text), &kind))
        return unknown_kind(span_of(text), err);
    *out = (int)kind;
    return 0;
}
