/* import/profile_columns.c: what only profiles of columns say: how many there are, what they are called, by which the layout is
 * recognised. It must never read a line of them. */
#include "import/profile_build.h"

#include "base/i18n.h"

#define COLUMNS_MOST 4096u

/* A whole number from 1 to `most`; 0: it is none. */
static unsigned read_number(struct span s, unsigned most)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.n && n <= most; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || (i == 0 && s.p[i] == '0'))
            return 0;
        n = n * 10 + (unsigned)(s.p[i] - '0');
    }
    return n <= most ? n : 0;
}

int columns_match(struct build *b, struct attributes *a, struct span width, struct error *err)
{
    struct profile *p = b->p;
    struct span separator = attribute(a, "separator"), null = attribute(a, "null");
    p->width = read_number(width, COLUMNS_MOST);
    if (!p->width)
        return build_error(b, err, _("columns=\"%.*s\" is no number from 1 to %u"), SPAN_ARG(width), COLUMNS_MOST);
    if (separator.p && !span_is(separator, "tab") && (separator.n != 1 || !strchr("|;,^~", separator.p[0])))
        return build_error(b, err, _("separator=\"%.*s\": only tab and one of | ; , ^ ~ are known"), SPAN_ARG(separator));
    p->separator = !separator.p || separator.n != 1 ? '\t' : separator.p[0];
    if (null.p && !(p->null_word = build_keep(b, null, err)).p)
        return -1;
    return 0;
}

int columns_column(struct build *b, struct attributes *a, struct error *err)
{
    const struct profile_column *others = (const struct profile_column *)(const void *)b->columns.p;
    struct span n = attribute(a, "n"), title = attribute(a, "title"), match = attribute(a, "match");
    unsigned number = read_number(n, b->p->width);
    if (!number)
        return build_error(b, err, _("<column n=\"%.*s\">: the number of a column, from 1 to %u, is needed"), SPAN_ARG(n), b->p->width);
    for (size_t i = 0; i < b->columns.n; i++)
        if (others[i].number == number)
            return build_error(b, err, _("column %u stands twice"), number);
    struct profile_column c = { .number = (uint16_t)number };
    if ((title.p && !(c.title = build_keep(b, title, err)).p) || (match.p && !(c.match = build_regex(b, match, err))))
        return -1;
    struct profile_column *at = list_add(&b->columns, sizeof *at, err);
    if (!at)
        return -1;
    *at = c;
    return 0;
}

int columns_of_path(const struct build *b, const struct path *path, uint16_t *out, struct error *err)
{
    unsigned number = path->up == 0 && path->count == 1 && !path->attribute.p ? read_number(path->steps[0], b->p->width) : 0;
    if (!number)
        return build_error(b, err, _("\"%.*s\" is no column: in this profile a path is a number from 1 to %u"), SPAN_ARG(path->text),
                           b->p->width);
    *out = (uint16_t)number;
    return 0;
}

int columns_record(struct build *b, struct error *err)
{
    struct profile_record *r = list_add(&b->records, sizeof *r, err);
    struct record_path *at = r ? list_add(&b->record_paths, sizeof *at, err) : NULL;
    if (!at)
        return -1;
    r->wait = SLOT_NONE;
    if (b->records.n > 1)
        return build_error(b, err, _("a second <%s>"), "record");
    return 0;
}

int columns_settle(struct build *b, struct error *err)
{
    b->p->column_count = b->columns.n;
    b->p->columns = list_keep(&b->columns, sizeof *b->p->columns, &b->p->memory, err);
    return b->p->columns ? 0 : -1;
}

void profile_column_name(const struct profile *p, unsigned number, struct buf *out)
{
    struct span title = SPAN_NONE;
    for (size_t i = 0; i < p->column_count; i++)
        if (p->columns[i].number == number)
            title = p->columns[i].title;
    if (title.n)
        buf_addf(out, _("column %u (%.*s)"), number, SPAN_ARG(title));
    else
        buf_addf(out, _("column %u"), number);
}
