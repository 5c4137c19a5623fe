/* report/sides.c: see the header. */
#include "report/sides.h"

bool side_concerned(const struct checked_row *row, enum column column)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->findings[i].column == column)
            return true;
    return false;
}

bool side_identity(enum column column)
{
    static const enum column identity[] = { COLUMN_LOCAL_NAME, COLUMN_FORM, COLUMN_SPEC, COLUMN_PACK, COLUMN_MANUFACTURER };
    for (size_t i = 0; i < sizeof identity / sizeof identity[0]; i++)
        if (identity[i] == column)
            return true;
    return false;
}

static bool is_kind(struct span s)
{
    enum kind kind;
    return kind_parse(s, &kind);
}

/* What the finding itself has for the catalog's side, where the entry has it in another form: a ceiling is compared in the row's
 * own unit, a kind may be a list type. A kind that is one is said by the entry, in the reader's language. */
static struct span side_compared(const struct checked_row *row, enum column column)
{
    if (column != COLUMN_PRICE && column != COLUMN_KIND)
        return SPAN_NONE;
    for (size_t i = 0; i < row->count; i++)
        if (row->findings[i].column == column && row->findings[i].expected.n > 0)
            return is_kind(row->findings[i].expected) ? SPAN_NONE : row->findings[i].expected;
    return SPAN_NONE;
}

void side_catalog(const struct label_context *c, const struct checked_row *row, enum column column, struct buf *out)
{
    struct span compared = side_compared(row, column);
    if (compared.n > 0)
        buf_addspan(out, compared);
    else if (row->entry)
        entry_value(c, row->entry, column, out);
}
