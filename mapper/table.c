/* mapper/table.c: the rows of a table. The loop over cells is the hot path of a check: no allocation, no Unicode work on plain text. */
#include "base/i18n.h"
#include "io/sheet.h"
#include "mapper/heading_row.h"
#include "mapper/table_inside.h"
#include <stddef.h>

/* How the typed columns are read, and where the value goes. All others are text. */
enum form { FORM_MONEY, FORM_NUMBER, FORM_SHARE, FORM_DATE, FORM_CLASS, FORM_FLAG, FORM_KIND };
static const struct typed {
    enum column column;
    enum form form;
} typed[] = {
    { COLUMN_KIND, FORM_KIND },
    { COLUMN_PRICE, FORM_MONEY },
    { COLUMN_PURCHASE_PRICE, FORM_MONEY },
    { COLUMN_FACTOR, FORM_NUMBER },
    { COLUMN_QUANTITY, FORM_NUMBER },
    { COLUMN_IN_USE, FORM_FLAG },
    { COLUMN_PAY_CLASS, FORM_CLASS },
    { COLUMN_SELF_PAY, FORM_SHARE },
    { COLUMN_RESTRICTED, FORM_FLAG },
    { COLUMN_VALID_FROM, FORM_DATE },
    { COLUMN_VALID_TO, FORM_DATE },
};

/* Bytes that a blank above ASCII may begin or end with: U+00A0 is C2 A0, U+3000 E3 80 80, U+FEFF EF BB BF. */
#define MAY_BEGIN 1
#define MAY_END   2
static const unsigned char odd_bytes[256] = {
    [0xC2] = MAY_BEGIN, [0xE3] = MAY_BEGIN, [0xEF] = MAY_BEGIN, [0x80] = MAY_END, [0xA0] = MAY_END, [0xBF] = MAY_END,
};

/* span_trim of what is not empty, with the usual case, nothing to trim, in line. */
static inline struct span trim(struct span s)
{
    unsigned char a = (unsigned char)s.p[0], b = (unsigned char)s.p[s.n - 1];
    bool plain = a > ' ' && b > ' ' && !(odd_bytes[a] & MAY_BEGIN) && !(odd_bytes[b] & MAY_END);
    return plain ? s : span_trim(s);
}

static void no_values(struct row *row, unsigned kinds)
{
    row->catalog_code = SPAN_NONE;
    row->price = row->purchase_price = row->factor = row->quantity = row->self_pay = AMOUNT_NONE;
    row->price_places = 0;
    row->valid_from = row->valid_to = DATE_NONE;
    row->pay_class = 0;
    row->restricted = -1;
    row->in_use = true;
    row->code_is_number = false;
    row->kinds = kinds;
    row->list_type = 0;
}

static bool read_money(struct values *v, struct row *row, enum column column, struct span s)
{
    int places;
    if (column == COLUMN_PRICE)
        return value_money(v, s, &row->price, &row->price_places);
    return value_money(v, s, &row->purchase_price, &places);
}

static bool read_number(struct values *v, struct row *row, enum column column, struct span s)
{
    if (column == COLUMN_FACTOR)
        return value_number(v, s, false, &row->factor);
    return value_number(v, s, true, &row->quantity); /* what came back may be more than what went out */
}

static bool read_flag(struct values *v, struct row *row, enum column column, struct span s, bool reversed)
{
    bool yes;
    if (!value_flag(v, s, reversed, &yes))
        return false;
    if (column == COLUMN_IN_USE)
        row->in_use = yes;
    else
        row->restricted = yes;
    return true;
}

/* Reads one field into the row; false: T102. On false the target may be half-written: clear_value mends it. */
static bool read_value(struct table *t, struct row *row, const struct typed *what)
{
    struct span s = row->cells[what->column];
    switch (what->form) {
    case FORM_MONEY:
        return read_money(t->values, row, what->column, s);
    case FORM_NUMBER:
        return read_number(t->values, row, what->column, s);
    case FORM_SHARE:
        return value_share(t->values, s, &row->self_pay);
    case FORM_DATE:
        return value_date(t->values, s, what->column == COLUMN_VALID_FROM ? &row->valid_from : &row->valid_to);
    case FORM_CLASS:
        return value_pay_class(t->values, s, &row->pay_class);
    case FORM_FLAG:
        return read_flag(t->values, row, what->column, s, (t->reversed & COLUMN_BIT(what->column)) != 0);
    case FORM_KIND:
        return value_kind(t->values, s, &row->kinds, &row->list_type);
    }
    return false;
}

static void clear_value(struct row *row, enum column column)
{
    struct row none;
    no_values(&none, row->kinds);
    row->price = column == COLUMN_PRICE ? none.price : row->price;
    row->purchase_price = column == COLUMN_PURCHASE_PRICE ? none.purchase_price : row->purchase_price;
    row->factor = column == COLUMN_FACTOR ? none.factor : row->factor;
    row->quantity = column == COLUMN_QUANTITY ? none.quantity : row->quantity;
    row->self_pay = column == COLUMN_SELF_PAY ? none.self_pay : row->self_pay;
    row->valid_from = column == COLUMN_VALID_FROM ? none.valid_from : row->valid_from;
    row->valid_to = column == COLUMN_VALID_TO ? none.valid_to : row->valid_to;
}

static void mark(struct table *t, struct table_row *out, enum fault_type type, uint32_t position, struct span text)
{
    enum column column = (enum column)t->column[position - 1];
    t->faults[out->fault_count++] = (struct row_fault){ type, column, position, text };
    if (column != COLUMN_NONE) {
        out->row.marked |= COLUMN_BIT(column);
        out->row.filled &= ~COLUMN_BIT(column);
    }
}

#define CODES                                                                                                               \
    (COLUMN_BIT(COLUMN_LOCAL_CODE) | COLUMN_BIT(COLUMN_CATALOG_CODE) | COLUMN_BIT(COLUMN_STANDARD_CODE) | COLUMN_BIT(COLUMN_APPROVAL_NO) |    \
     COLUMN_BIT(COLUMN_REGISTRATION))
#define MAY_BE_DAYS                                                                                                         \
    (COLUMN_BIT(COLUMN_VALID_FROM) | COLUMN_BIT(COLUMN_VALID_TO) | COLUMN_BIT(COLUMN_MAPPED_AT) | COLUMN_BIT(COLUMN_VERIFIED_AT) | COLUMN_BIT(COLUMN_NOTE))

/* What a workbook did to the fields of the row; a field that is marked already is left. */
static void read_marks(struct table *t, struct table_row *out)
{
    for (size_t i = 0; i < t->known_count; i++) {
        struct known k = t->known[i];
        uint64_t bit = COLUMN_BIT(k.column);
        unsigned char what = k.position < t->cells.n ? t->cells.cells[k.position].mark : 0;
        struct span s = out->row.cells[k.column];
        if (!(out->row.filled & bit))
            continue;
        out->row.code_is_number |= what == SHEET_NUMBER && k.column == COLUMN_CATALOG_CODE;
        if (what == SHEET_ERROR)
            mark(t, out, s.p[0] == '=' ? FAULT_FORMULA : FAULT_ERROR, k.position + 1, s);
        else if ((bit & CODES) && (what == SHEET_LOST || value_is_scientific(s)))
            mark(t, out, FAULT_DIGITS, k.position + 1, s);
        else if (what == SHEET_DAY && !(bit & MAY_BE_DAYS))
            mark(t, out, FAULT_DAY, k.position + 1, s);
    }
}

static void read_values(struct table *t, struct table_row *out)
{
    struct row *row = &out->row;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        enum column column = typed[i].column;
        if (!(row->filled & COLUMN_BIT(column)) || read_value(t, row, &typed[i]))
            continue;
        clear_value(row, column);
        mark(t, out, FAULT_VALUE, t->positions[column], row->cells[column]);
    }
    if (row_has(row, COLUMN_CATALOG_CODE))
        row->catalog_code = row->cells[COLUMN_CATALOG_CODE];
}

/* The row's cells with their text copied into `text`: *moved is how far. Cells that do not lie in the row's piece are copied one by
 * one, and the table's own array of cells then stands for the reader's. */
static int keep_text(struct table *t, struct buf *text, ptrdiff_t *moved, struct error *err)
{
    struct delimited_row *row = &t->cells;
    size_t need = row->raw.n;
    for (size_t i = 0; row->apart && i < row->n; i++)
        need += row->cells[i].text.n;
    buf_clear(text);
    char *to = buf_room(text, need + 1);
    if (!to)
        return error_memory(err);
    memcpy(to, row->raw.p, row->raw.n);
    *moved = (ptrdiff_t)((uintptr_t)to - (uintptr_t)row->raw.p);
    if (!row->apart)
        return 0;
    buf_clear(&t->own.cells);
    buf_add(&t->own.cells, row->cells, row->n * sizeof *row->cells);
    if (buf_check(&t->own.cells, err) < 0)
        return -1;
    struct cell *cells = (struct cell *)(void *)t->own.cells.p;
    to += row->raw.n;
    for (size_t i = 0; i < row->n; i++) {
        memcpy(to, cells[i].text.p, cells[i].text.n);
        cells[i].text.p = to;
        to += cells[i].text.n;
    }
    row->cells = cells;
    *moved = 0;
    return 0;
}

/* `moved`: what to add to the reader's pointers. */
static struct span cell_text(const struct table *t, size_t i, ptrdiff_t moved)
{
    struct span s = t->cells.cells[i].text;
    return (struct span){ (const char *)((uintptr_t)s.p + (uintptr_t)moved), s.n };
}

/* A code is kept with the blanks around it: they are a matter of its spelling (C108). Tabs and line ends are not: exports put them there so that
 * a spreadsheet takes a code as text. */
static struct span code_text(struct span s)
{
    const struct span around[] = { SPAN("\t"), SPAN("\r"), SPAN("\n"), SPAN("\xEF\xBB\xBF") };
    for (size_t i = 0; i < sizeof around / sizeof *around;) {
        bool first = span_starts(s, around[i]), last = !first && span_ends(s, around[i]);
        s.p += first ? around[i].n : 0;
        s.n -= first || last ? around[i].n : 0;
        i = first || last ? 0 : i + 1;
    }
    return s;
}

static void read_fields(struct table *t, struct table_row *out, ptrdiff_t moved)
{
    struct row *row = &out->row;
    uint64_t filled = 0;
    size_t n = t->cells.n;
    if (row->present != t->present) /* it was another table's: what that had and this has not is gone */
        memset(row->cells, 0, sizeof row->cells);
    row->present = t->present;
    row->marked = 0;
    no_values(row, t->kinds);
    for (size_t i = 0; i < t->known_count; i++) {
        struct known k = t->known[i];
        struct span whole = k.position < n ? cell_text(t, k.position, moved) : SPAN_NONE, s = whole;
        if (s.n > 0) {
            s = trim(s);
            filled |= (uint64_t)(s.n > 0) << k.column;
        }
        if (k.column == COLUMN_CATALOG_CODE && s.n > 0 && s.n != whole.n)
            s = code_text(whole);
        row->cells[k.column] = s;
    }
    row->filled = filled;
    if (out->ragged)
        return;
    for (size_t i = 0; t->has_bad && i < n; i++) {
        if (t->cells.cells[i].bad)
            mark(t, out, FAULT_ENCODING, (uint32_t)i + 1, cell_text(t, i, moved));
    }
    if (t->is_sheet)
        read_marks(t, out);
    read_values(t, out);
}

static int next(struct table *t, struct table_row *out, struct buf *text, struct error *err)
{
    int got;
    ptrdiff_t moved = 0;
    do
        got = delimited_next(t->reader, &t->cells, err);
    while (got > 0 && row_is_blank(&t->cells));
    if (got <= 0)
        return got;
    if (t->cells.line > UINT32_MAX)
        return error_set(err, ERROR_INPUT, _("%s has more than %u lines"), table_name(t), UINT32_MAX);
    bool stays = t->is_reader && !t->cells.apart; /* a piece stands still */
    if (text && !stays && keep_text(t, text, &moved, err) < 0)
        return -1;
    out->row.line = (uint32_t)t->cells.line;
    out->offset = t->cells.offset;
    out->fields = t->cells.n;
    out->ragged = t->cells.n != t->headings;
    out->faults = t->faults;
    out->fault_count = 0;
    read_fields(t, out, moved);
    return 1;
}

int table_next(struct table *t, struct table_row *out, struct error *err)
{
    return next(t, out, NULL, err);
}

int table_next_kept(struct table *t, struct table_row *out, struct buf *text, struct buf *faults, struct error *err)
{
    int got = next(t, out, text, err);
    if (got <= 0 || out->fault_count == 0)
        return got;
    buf_clear(faults);
    buf_add(faults, out->faults, out->fault_count * sizeof *out->faults);
    if (buf_check(faults, err) < 0)
        return -1;
    out->faults = (const struct row_fault *)(const void *)faults->p;
    return 1;
}

struct span table_field(const struct table *t, size_t i)
{
    return t->cells.cells[i].text;
}

void table_seek(struct table *t, uint64_t offset, uint32_t line)
{
    delimited_seek(t->reader, offset, line);
}

int table_piece(struct table *t, size_t want, struct delimited_piece *out, struct error *err)
{
    return delimited_piece(t->reader, want, out, err);
}

struct table *table_reader(const struct table *t, struct values *values, struct error *err)
{
    struct table *r = malloc(sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    *r = *t;
    r->is_reader = true;
    r->values = values;
    r->own = (struct table_own)TABLE_OWN_INIT;
    r->reader = delimited_reader(t->reader, err);
    r->faults = r->reader ? arena_alloc(&r->own.memory, r->headings * sizeof *r->faults) : NULL;
    if (r->faults)
        return r;
    if (r->reader)
        error_memory(err);
    table_free(r);
    return NULL;
}

void table_feed(struct table *t, const struct delimited_piece *piece)
{
    delimited_feed(t->reader, piece);
}
