/* mapper/table.c: see the header. The loop over cells is the hot path of a check: no allocation, no Unicode work on plain text. */
#include "mapper/table.h"
#include "base/arena.h"
#include "base/i18n.h"
#include "catalog/hash.h"
#include <stddef.h>

#define REQUIRED (COLUMN_BIT(COLUMN_LOCAL_CODE) | COLUMN_BIT(COLUMN_LOCAL_NAME))

struct table {
    struct table_text *source;
    struct delimited *reader;
    bool is_reader;              /* reads pieces; source and headings are another table's */
    struct values *values;
    unsigned kinds;
    struct arena memory;
    size_t headings;
    struct span *heading;        /* [headings], as written, trimmed */
    unsigned char *column;       /* [headings], COLUMN_NONE: unknown, or named before */
    unsigned char *named;        /* [headings], the column even where it was named before */
    uint32_t positions[COLUMN_COUNT];
    uint64_t present, doubled, reversed;
    struct buf unknown;
    bool has_bad;
    char sha256[2 * SHA256_BYTES + 1]; /* "": not asked for */
    uint64_t bytes;
    struct row_fault *faults;    /* [headings] */
    struct delimited_row cells;  /* the row being read */
    struct buf own_cells;        /* its cells, where they were copied one by one */
    struct known {
        uint32_t position, column; /* position from 0 */
    } known[COLUMN_COUNT];
    size_t known_count;
};

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

static void note_unknown(struct table *t, struct span heading)
{
    if (heading.n == 0)
        return;
    for (struct span rest = buf_span(&t->unknown); rest.n > 0;) {
        size_t end = span_find(rest, SPAN("\n"));
        struct span line = { rest.p, end == (size_t)-1 ? rest.n : end };
        if (span_eq(line, heading))
            return;
        size_t step = line.n < rest.n ? line.n + 1 : line.n;
        rest.p += step;
        rest.n -= step;
    }
    if (t->unknown.n > 0)
        buf_addc(&t->unknown, '\n');
    for (size_t i = 0; i < heading.n; i++) /* a heading may have line breaks of its own */
        buf_addc(&t->unknown, heading.p[i] == '\n' || heading.p[i] == '\r' ? ' ' : heading.p[i]);
}

static int resolve_heading(struct table *t, size_t i, struct headings *headings, struct error *err)
{
    enum column column;
    bool reversed;
    if (!headings_find(headings, t->heading[i], &column, &reversed))
        return error_memory(err);
    t->column[i] = t->named[i] = (unsigned char)column;
    if (column == COLUMN_NONE) {
        note_unknown(t, t->heading[i]);
        return buf_check(&t->unknown, err);
    }
    if (t->positions[column]) {
        t->doubled |= COLUMN_BIT(column);
        t->column[i] = COLUMN_NONE;
        return 0;
    }
    t->positions[column] = (uint32_t)i + 1;
    t->known[t->known_count++] = (struct known){ (uint32_t)i, column };
    t->present |= COLUMN_BIT(column);
    if (reversed)
        t->reversed |= COLUMN_BIT(column);
    return 0;
}

static int read_headings(struct table *t, struct headings *headings, struct error *err)
{
    struct delimited_row first;
    int got = delimited_next(t->reader, &first, err);
    if (got < 0)
        return -1;
    if (got == 0)
        return error_set(err, ERROR_INPUT, _("%s has no heading row: it is empty"), table_text_name(t->source));
    size_t n = t->headings = first.n;
    t->heading = arena_alloc(&t->memory, n * sizeof *t->heading);
    t->column = arena_alloc(&t->memory, n);
    t->named = arena_alloc(&t->memory, n);
    t->faults = arena_alloc(&t->memory, n * sizeof *t->faults);
    if (!t->heading || !t->column || !t->named || !t->faults)
        return error_memory(err);
    for (size_t i = 0; i < n; i++) {
        t->heading[i] = arena_copy(&t->memory, span_trim(first.cells[i].text));
        if (!t->heading[i].p)
            return error_memory(err);
        if (resolve_heading(t, i, headings, err) < 0)
            return -1;
    }
    return 0;
}

/* The file's bytes on their way to its hash. */
struct hashing {
    struct sha256 *hash;
    uint64_t bytes;
};

static void hash_more(void *ctx, const char *p, size_t n)
{
    struct hashing *h = ctx;
    sha256_update(h->hash, p, n);
    h->bytes += n;
}

static int end_hash(struct table *t, const struct hashing *h, struct error *err)
{
    unsigned char sum[SHA256_BYTES];
    if (sha256_final(h->hash, sum, err) < 0)
        return -1;
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        t->sha256[2 * i] = "0123456789abcdef"[sum[i] >> 4];
        t->sha256[2 * i + 1] = "0123456789abcdef"[sum[i] & 15];
    }
    t->bytes = h->bytes;
    return 0;
}

static int open_source(struct table *t, const char *path, const struct table_options *options, unsigned jobs, struct error *err)
{
    struct table_text_options how = { .encoding = options->encoding, .temp_dir = options->temp_dir, .jobs = jobs };
    struct hashing h = { .bytes = 0 };
    if (options->hash && !(h.hash = sha256_new(err)))
        return -1;
    if (h.hash) {
        how.bytes = hash_more;
        how.ctx = &h;
    }
    t->source = table_text_open_with(path, &how, err);
    int status = !t->source || (h.hash && end_hash(t, &h, err) < 0) ? -1 : 0;
    sha256_free(h.hash);
    return status;
}

struct table *table_open(const char *path, const struct table_options *options, struct headings *headings,
                         struct values *values, struct error *err)
{
    return table_open_jobs(path, options, 1, headings, values, err);
}

struct table *table_open_jobs(const char *path, const struct table_options *options, unsigned jobs, struct headings *headings,
                              struct values *values, struct error *err)
{
    struct table *t = calloc(1, sizeof *t);
    if (!t) {
        error_memory(err);
        return NULL;
    }
    arena_init(&t->memory);
    buf_init(&t->unknown);
    buf_init(&t->own_cells);
    t->values = values;
    t->kinds = options->kinds;
    if (open_source(t, path, options, jobs, err) == 0)
        t->reader = delimited_new(t->source, 0, err);
    if (!t->reader || read_headings(t, headings, err) < 0) {
        table_free(t);
        return NULL;
    }
    t->has_bad = table_text_has_bad(t->source);
    return t;
}

void table_free(struct table *t)
{
    if (!t)
        return;
    delimited_free(t->reader);
    if (!t->is_reader)
        table_text_free(t->source);
    arena_release(&t->memory);
    buf_release(&t->unknown);
    buf_release(&t->own_cells);
    free(t);
}

uint64_t table_missing(const struct table *t) { return REQUIRED & ~t->present; }
uint64_t table_doubled(const struct table *t) { return t->doubled; }
uint64_t table_present(const struct table *t) { return t->present; }
size_t table_headings(const struct table *t) { return t->headings; }
const uint32_t *table_positions(const struct table *t) { return t->positions; }
struct span table_unknown(const struct table *t) { return buf_span(&t->unknown); }
const char *table_encoding(const struct table *t) { return table_text_encoding(t->source); }
const char *table_name(const struct table *t) { return table_text_name(t->source); }
char table_separator(const struct table *t) { return delimited_separator(t->reader); }

void table_source(const struct table *t, struct table_source *out)
{
    *out = (struct table_source){ .encoding = table_encoding(t), .separator = table_separator(t), .bytes = t->bytes };
    memcpy(out->sha256, t->sha256, sizeof t->sha256);
}

uint64_t table_size(const struct table *t) { return table_text_size(t->source); }
uint64_t table_offset(const struct table *t) { return delimited_offset(t->reader); }

struct span table_heading(const struct table *t, enum column column, size_t i)
{
    for (size_t at = 0; at < t->headings; at++) {
        if (t->named[at] == column && i-- == 0)
            return t->heading[at];
    }
    return SPAN_NONE;
}

struct span table_heading_at(const struct table *t, uint32_t position)
{
    return position >= 1 && position <= t->headings ? t->heading[position - 1] : SPAN_NONE;
}

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
    buf_clear(&t->own_cells);
    buf_add(&t->own_cells, row->cells, row->n * sizeof *row->cells);
    if (buf_check(&t->own_cells, err) < 0)
        return -1;
    struct cell *cells = (struct cell *)(void *)t->own_cells.p;
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
    read_values(t, out);
}

/* Separators and blanks only, as spreadsheets leave them behind the last row: no item. */
static bool is_blank(const struct delimited_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        if (row->cells[i].bad || (row->cells[i].text.n > 0 && trim(row->cells[i].text).n > 0))
            return false;
    }
    return true;
}

static int next(struct table *t, struct table_row *out, struct buf *text, struct error *err)
{
    int got;
    ptrdiff_t moved = 0;
    do
        got = delimited_next(t->reader, &t->cells, err);
    while (got > 0 && is_blank(&t->cells));
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
    arena_init(&r->memory);
    buf_init(&r->unknown);
    buf_init(&r->own_cells);
    r->reader = delimited_reader(t->reader, err);
    r->faults = r->reader ? arena_alloc(&r->memory, r->headings * sizeof *r->faults) : NULL;
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
