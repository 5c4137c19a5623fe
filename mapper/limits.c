/* mapper/limits.c: see the header. */
#include "mapper/limits.h"
#include "base/i18n.h"
#include "base/share.h"

struct limits {
    int64_t markup[LIST_TYPES_MOST];
};

static int on_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct limits *l = ctx;
    int64_t type, limit = AMOUNT_NONE;
    (void)line;
    (void)n;
    if (amount_parse(fields[0], '.', &type) != DECIMAL_OK || type <= 0 || type % AMOUNT_SCALE || type / AMOUNT_SCALE >= LIST_TYPES_MOST)
        return error_set(err, ERROR_USAGE, _("'%.*s' is not a list type (101 to 301)"), SPAN_ARG(fields[0]));
    if (!span_is(span_trim(fields[1]), "off") && (amount_parse(fields[1], '.', &limit) != DECIMAL_OK || limit <= 0))
        return error_set(err, ERROR_USAGE, _("“%.*s” is neither a limit such as 1.00 nor “off”"), SPAN_ARG(fields[1]));
    l->markup[type / AMOUNT_SCALE] = limit;
    return 0;
}

struct limits *limits_new(const char *share_dir, struct error *err)
{
    struct limits *l = calloc(1, sizeof *l);
    if (!l) {
        error_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < LIST_TYPES_MOST; i++)
        l->markup[i] = AMOUNT_NONE;
    if (share_read(share_dir, "limits.tsv", 2, on_line, l, err) < 0) {
        limits_free(l);
        return NULL;
    }
    return l;
}

void limits_free(struct limits *l)
{
    free(l);
}

int64_t limits_markup(const struct limits *l, int list_type)
{
    return list_type > 0 && list_type < LIST_TYPES_MOST ? l->markup[list_type] : AMOUNT_NONE;
}
