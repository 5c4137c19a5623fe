/* import/columns_fit.c: holds the first lines of a text against the profiles of columns. It must never take a value. */
#include "import/columns_fit.h"

#include "base/i18n.h"
#include "import/lines.h"
#include "io/sniff.h"

bool columns_is_blank(struct span line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
            return false;
    return true;
}

/* Column number `wanted` of a line (absent: it has fewer), and how many there are. */
static struct span find_column(struct span line, char separator, unsigned wanted, unsigned *count, bool *last_is_empty)
{
    struct span found = SPAN_NONE, text = line;
    for (*count = 1;; ++*count) {
        const char *to = text.n ? memchr(text.p, separator, text.n) : NULL;
        struct span one = { text.p, to ? (size_t)(to - text.p) : text.n };
        if (*count == wanted)
            found = span_trim(one);
        *last_is_empty = one.n == 0;
        if (!to)
            return found;
        text = (struct span){ to + 1, text.n - one.n - 1 };
    }
}

/* 1: fits, 0: not; *width: the number of columns does. -1. */
static int line_fits(const struct profile *p, struct span line, bool *width, struct error *err)
{
    unsigned n;
    bool last_is_empty;
    find_column(line, p->separator, 0, &n, &last_is_empty);
    *width = columns_width_fits(p, n, last_is_empty);
    int fits = *width;
    for (size_t i = 0; fits == 1 && i < p->column_count; i++)
        if (p->columns[i].match)
            fits = regex_match(p->columns[i].match, find_column(line, p->separator, p->columns[i].number, &n, &last_is_empty), err);
    return fits;
}

/* What was seen of the lines, for the error that says that none fits. */
struct look {
    unsigned columns;            /* of the first line */
    const struct profile *width; /* a profile that has as many, but other marks */
};

/* One line against all. The number of profiles that fit; -1. */
static int look_at(struct extract *x, struct span line, struct buf *fitting, struct look *look, struct error *err)
{
    int n = 0;
    bool width, last_is_empty;
    if (!look->columns)
        find_column(line, '\t', 0, &look->columns, &last_is_empty);
    for (size_t i = 0; i < x->set->count; i++) {
        const struct profile *p = x->set->at[i];
        int fits = p->width ? line_fits(p, line, &width, err) : 0;
        if (fits < 0)
            return -1;
        if (p->width && width && !fits)
            look->width = p;
        if (!fits)
            continue;
        buf_addf(fitting, "%s%.*s", n++ ? ", " : "", SPAN_ARG(p->name));
        x->chosen = i;
    }
    return buf_check(fitting, err) < 0 ? -1 : n;
}

static int none_fits(struct extract *x, struct span text, const struct look *look, struct error *err)
{
    struct buf known = BUF_INIT;
    enum sniff what = sniff(text);
    for (size_t i = 0; i < x->set->count; i++)
        if (x->set->at[i]->width)
            buf_addf(&known, "%s%.*s (%u)", known.n ? ", " : "", SPAN_ARG(x->set->at[i]->name), x->set->at[i]->width);
    if (text.n > 0 && memchr(text.p, '\r', text.n) && !memchr(text.p, '\n', text.n))
        error_set(err, ERROR_INPUT, _("%s: its lines end with a carriage return alone (CR), as on old Macs; save it with line feeds (LF or CR LF)"), x->file);
    else if (look->width)
        error_set(err, ERROR_INPUT,
                  _("%s: the first lines have the %u columns of the profile %.*s, but not the texts by which it is known; --profile %.*s reads it all the same"),
                  x->file, look->width->width, SPAN_ARG(look->width->name), SPAN_ARG(look->width->name));
    else if (!look->columns && text.n >= LINES_LOOK_MOST)
        error_set(err, ERROR_INPUT,
                  _("%s: looks like %s, not like XML, and no profile is known by a first line of more than %zu bytes; --profile NAME reads it all the same"),
                  x->file, sniff_name(what), LINES_LOOK_MOST);
    else if (!known.n)
        error_set(err, ERROR_INPUT, _("%s: looks like %s, not like XML; tables are read by 'duima check'"), x->file, sniff_name(what));
    else
        error_set(err, ERROR_INPUT,
                  _("%s: looks like %s, not like XML; tables are read by 'duima check'; tables without a heading are known by the number of their columns, "
                    "parted by TAB: %s; the first line here has %u"),
                  x->file, sniff_name(what), buf_str(&known), look->columns);
    buf_release(&known);
    return -1;
}

/* --profile NAME: it is one of columns, or this is no text for it. */
static int given(struct extract *x, struct span text, struct error *err)
{
    x->chosen = 0;
    if (x->set->at[0]->width)
        return 1;
    return error_set(err, ERROR_INPUT, _("%s: looks like %s, not like XML, which the profile %.*s reads; tables are read by 'duima check'"), x->file,
                     sniff_name(sniff(text)), SPAN_ARG(x->set->at[0]->name));
}

int columns_choose(struct extract *x, struct span text, bool at_end, struct error *err)
{
    struct look look = { 0, NULL };
    struct span rest = text;
    struct buf fitting = BUF_INIT;
    int n = 0, lines = 0;
    if (x->given)
        return given(x, text, err);
    while (n == 0 && rest.n > 0 && lines < LINES_LOOKED) {
        const char *to = memchr(rest.p, '\n', rest.n);
        struct span line = { rest.p, to ? (size_t)(to - rest.p) : rest.n };
        if (!to && !at_end)
            break;
        rest = (struct span){ line.p + line.n + (to ? 1 : 0), rest.n - line.n - (to ? 1 : 0) };
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        if (columns_is_blank(line))
            continue;
        lines++;
        n = look_at(x, line, &fitting, &look, err);
    }
    if (n > 1)
        n = error_set(err, ERROR_INPUT, _("%s: several profiles fit: %s; choose one with --profile"), x->file, buf_str(&fitting));
    else if (n == 0 && (at_end || lines == LINES_LOOKED || text.n >= LINES_LOOK_MOST))
        n = none_fits(x, text, &look, err);
    buf_release(&fitting);
    return n;
}
