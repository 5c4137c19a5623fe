/* mapper/batch.c: see the header. The text of a row is copied in one piece, and its spans moved along. */
#include "mapper/batch.h"

struct batch {
    struct kept {
        struct table_row row;
        struct row_fault *faults;
        size_t fault_cap;
        char *text;
        size_t cap;
    } kept[BATCH_ROWS];
};

struct batch *batch_new(struct error *err)
{
    struct batch *b = calloc(1, sizeof *b);
    if (!b)
        error_memory(err);
    return b;
}

void batch_free(struct batch *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < BATCH_ROWS; i++) {
        free(b->kept[i].faults);
        free(b->kept[i].text);
    }
    free(b);
}

struct table_row *batch_row(struct batch *b, size_t i)
{
    return &b->kept[i].row;
}

/* Where the row's fields lie in the reader's window, as far as they lie in one piece, and how long the others are. */
struct layout {
    const char *begin, *end;
    size_t others;
};

static struct layout lay_out(const struct table *t, size_t fields)
{
    struct span first = table_field(t, 0);
    struct layout l = { first.p, first.p + first.n, 0 };
    for (size_t i = 1; i < fields; i++) {
        struct span s = table_field(t, i);
        if ((uintptr_t)s.p - (uintptr_t)l.end <= 3) /* a separator and two quotes stand between */
            l.end = s.p + s.n;
        else
            l.others += s.n;
    }
    return l;
}

/* Copies a span that does not lie in the piece. */
static struct span copy_other(struct span s, char **to)
{
    memcpy(*to, s.p, s.n);
    struct span copy = { *to, s.n };
    *to += s.n;
    return copy;
}

static inline bool inside(const struct layout *l, struct span s)
{
    return (uintptr_t)s.p >= (uintptr_t)l->begin && (uintptr_t)s.p + s.n <= (uintptr_t)l->end;
}

static int keep_faults(struct kept *k, const struct layout *l, char **to, struct error *err)
{
    const struct table_row *from = &k->row;
    if (from->fault_count > k->fault_cap) {
        struct row_fault *faults = realloc(k->faults, from->fault_count * sizeof *faults);
        if (!faults)
            return error_memory(err);
        k->faults = faults;
        k->fault_cap = from->fault_count;
    }
    memcpy(k->faults, from->faults, from->fault_count * sizeof *from->faults);
    k->row.faults = k->faults;
    for (size_t i = 0; i < from->fault_count; i++) {
        struct span *s = &k->faults[i].text;
        if (inside(l, *s))
            s->p = k->text + (s->p - l->begin);
        else
            *s = copy_other(*s, to);
    }
    return 0;
}

/* k->row is as the table handed it out. */
static int keep(struct kept *k, const struct table *t, struct error *err)
{
    struct layout l = lay_out(t, k->row.fields);
    size_t piece = (size_t)(l.end - l.begin), need = piece + 3 * l.others; /* a field, its fault, and the code */
    if (need > k->cap) {
        char *text = realloc(k->text, need + 256);
        if (!text)
            return error_memory(err);
        k->text = text;
        k->cap = need + 256;
    }
    if (piece > 0)
        memcpy(k->text, l.begin, piece);
    char *to = k->text + piece;
    for (uint64_t columns = k->row.row.present; columns; columns &= columns - 1) {
        struct span *s = &k->row.row.cells[__builtin_ctzll(columns)];
        if (inside(&l, *s))
            s->p = k->text + (s->p - l.begin);
        else if (s->p)
            *s = copy_other(*s, &to);
    }
    if (k->row.row.catalog_code.p)
        k->row.row.catalog_code = k->row.row.cells[COLUMN_CATALOG_CODE];
    return k->row.fault_count ? keep_faults(k, &l, &to, err) : 0;
}

int batch_read(struct batch *b, struct table *t, struct error *err)
{
    for (int n = 0; n < BATCH_ROWS; n++) {
        int got = table_next(t, &b->kept[n].row, err);
        if (got <= 0)
            return got < 0 ? -1 : n;
        if (keep(&b->kept[n], t, err) < 0)
            return -1;
    }
    return BATCH_ROWS;
}
