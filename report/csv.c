/* report/csv.c: see the header. */
#include "report/csv.h"

/* -1.5, +3: a spreadsheet reads it as the number that it is. */
static bool is_number(struct span s)
{
    size_t digits = 0, points = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (s.p[i] == '.' && points == 0)
            points++;
        else if (i > 0 || (s.p[i] != '-' && s.p[i] != '+'))
            return false;
    }
    return digits > 0;
}

static bool is_formula(struct span s)
{
    if (s.n == 0 || !memchr("=+-@\t\r\xEF", s.p[0], 7)) /* nearly always: none of the fronts begins otherwise */
        return false;
    static const char *const fronts[] = { "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠" };
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (span_starts(s, span_of(fronts[i])))
            return !is_number(s);
    return false;
}

void csv_cell(struct buf *out, struct span s, bool raw)
{
    bool guard = !raw && is_formula(s), quote = guard;
    for (size_t i = 0; i < s.n; i++)
        quote = quote || s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r';
    quote = quote || (s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' '));
    if (quote)
        buf_addc(out, '"');
    if (guard)
        buf_addc(out, '\'');
    if (!quote) {
        buf_addspan(out, s);
        return;
    }
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_addc(out, '"');
        buf_addc(out, s.p[i]);
    }
    buf_addc(out, '"');
}

void csv_next(struct buf *out, struct span s, bool raw)
{
    if (out->n > 0 && out->p[out->n - 1] != '\n')
        buf_addc(out, ',');
    csv_cell(out, s, raw);
}
