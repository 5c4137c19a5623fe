/* mapper/table_open.c: opens a table: what it is written in, which sheet, where its headings are and what they mean. */
#include "base/i18n.h"
#include "io/sheet.h"
#include "mapper/heading_row.h"
#include "mapper/table_inside.h"

#define REQUIRED (COLUMN_BIT(COLUMN_LOCAL_CODE) | COLUMN_BIT(COLUMN_LOCAL_NAME))

static void note_unknown(struct table *t, struct span heading)
{
    if (heading.n == 0)
        return;
    for (struct span rest = buf_span(&t->own.unknown); rest.n > 0;) {
        size_t end = span_find(rest, SPAN("\n"));
        struct span line = { rest.p, end == (size_t)-1 ? rest.n : end };
        if (span_eq(line, heading))
            return;
        size_t step = line.n < rest.n ? line.n + 1 : line.n;
        rest.p += step;
        rest.n -= step;
    }
    if (t->own.unknown.n > 0)
        buf_addc(&t->own.unknown, '\n');
    for (size_t i = 0; i < heading.n; i++) /* a heading may have line breaks of its own */
        buf_addc(&t->own.unknown, heading.p[i] == '\n' || heading.p[i] == '\r' ? ' ' : heading.p[i]);
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
        return buf_check(&t->own.unknown, err);
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

static void note(const struct table *t, const struct table_options *options, const char *sentence)
{
    if (options->sheets.note)
        options->sheets.note(options->sheets.ctx, table_title(t), sentence);
}

static int note_skipped(const struct table *t, const struct table_options *options, const struct beginning *b, const struct heading_row *at, struct error *err)
{
    struct buf text = BUF_INIT;
    if (at->first != at->last)
        buf_addf(&text, _("the headings are taken from rows %llu and %llu together"), (unsigned long long)b->lines[at->first].line,
                 (unsigned long long)b->lines[at->last].line);
    else if (at->first > 0)
        buf_addf(&text, _("the headings are in row %llu; what stands above them was left out"), (unsigned long long)b->lines[at->first].line);
    int status = buf_check(&text, err);
    if (status == 0 && text.n > 0)
        note(t, options, buf_str(&text));
    buf_release(&text);
    return status;
}

/* What the unknown headings may mean, of the columns that the table does not have. */
static int note_meant(struct table *t, struct headings *headings, struct error *err)
{
    for (struct span rest = buf_span(&t->own.unknown); rest.n > 0;) {
        size_t end = span_find(rest, SPAN("\n"));
        size_t n = end == (size_t)-1 ? rest.n : end, step = end == (size_t)-1 ? n : n + 1;
        buf_addspan(&t->own.meant, headings_near(headings, (struct span){ rest.p, n }, t->present));
        buf_addc(&t->own.meant, '\n');
        rest.p += step;
        rest.n -= step;
    }
    return buf_check(&t->own.meant, err);
}

static int take_headings(struct table *t, const struct beginning *b, const struct heading_row *at, struct headings *headings, struct error *err)
{
    struct buf text = BUF_INIT;
    int status = 0;
    size_t n = t->headings = at->width;
    t->heading = arena_alloc(&t->own.memory, n * sizeof *t->heading);
    t->column = arena_alloc(&t->own.memory, n);
    t->named = arena_alloc(&t->own.memory, n);
    t->faults = arena_alloc(&t->own.memory, n * sizeof *t->faults);
    if (!t->heading || !t->column || !t->named || !t->faults)
        return error_memory(err);
    for (size_t i = 0; i < n && status == 0; i++) {
        status = heading_row_text(headings, b->lines, at, i, &text, err);
        t->heading[i] = arena_copy(&t->own.memory, text.n > 0 ? buf_span(&text) : SPAN(""));
        if (status == 0)
            status = t->heading[i].p ? resolve_heading(t, i, headings, err) : error_memory(err);
    }
    buf_release(&text);
    return status < 0 ? -1 : note_meant(t, headings, err);
}

static int find_headings(struct table *t, const struct beginning *b, const struct table_options *options, struct headings *headings, struct error *err)
{
    struct heading_row at;
    if (heading_row_find(headings, b->lines, b->n, &at, err) < 0 || take_headings(t, b, &at, headings, err) < 0 ||
        note_skipped(t, options, b, &at, err) < 0)
        return -1;
    if (at.last + 1 < b->n) {
        delimited_seek(t->reader, b->offsets[at.last + 1], b->lines[at.last + 1].line);
    } else { /* nothing but blank rows behind it, or what is wrong there */
        struct delimited_row row;
        delimited_seek(t->reader, b->offsets[at.last], b->lines[at.last].line);
        if (delimited_next(t->reader, &row, err) < 0)
            return -1;
    }
    delimited_set_width(t->reader, t->headings);
    return 0;
}

static int read_headings(struct table *t, const struct table_options *options, struct headings *headings, struct error *err)
{
    struct beginning *b = beginning_read(t->reader, table_text_name(t->source), err);
    int status = b ? find_headings(t, b, options, headings, err) : -1;
    beginning_free(b);
    return status;
}

/* Asked in the child of a sheet that might be the table. */
static int has_headings(void *ctx, const struct sheet_line *lines, size_t n, struct error *err)
{
    struct heading_row at;
    if (heading_row_find(ctx, lines, n, &at, err) < 0)
        return -1;
    return at.sure ? (int)lines[at.last].line : 0;
}

/* "drugs.xlsx[药品]", and what was noticed. */
static int note_sheet(struct table *t, const struct table_options *options, struct error *err)
{
    const char *sheet = table_text_sheet(t->source);
    t->is_sheet = table_text_is_sheet(t->source);
    buf_adds(&t->own.title, table_text_name(t->source));
    if (sheet)
        buf_addf(&t->own.title, "[%s]", sheet);
    buf_addc(&t->own.title, '\0');
    if (buf_check(&t->own.title, err) < 0)
        return -1;
    struct span rest = span_of(table_text_notes(t->source));
    while (rest.n > 0) {
        size_t end = span_find(rest, SPAN("\n"));
        struct span line = arena_copy(&t->own.memory, (struct span){ rest.p, end == (size_t)-1 ? rest.n : end });
        if (!line.p)
            return error_memory(err);
        note(t, options, line.p);
        size_t step = line.n < rest.n ? line.n + 1 : line.n;
        rest.p += step;
        rest.n -= step;
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

static int open_source(struct table *t, const char *path, const struct table_options *options, unsigned jobs, struct headings *headings, struct error *err)
{
    struct sheet_request sheet = { .sheet = options->sheets.sheet, .other_will_do = options->other_sheet, .fits = has_headings, .ctx = headings,
                                   .stopped = options->sheets.stopped, .stopped_ctx = options->sheets.ctx, .in_child = true };
    struct table_text_options how = { .encoding = options->encoding, .temp_dir = options->temp_dir, .jobs = jobs, .sheet = &sheet };
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
    t->own = (struct table_own)TABLE_OWN_INIT;
    t->values = values;
    t->kinds = options->kinds;
    if (open_source(t, path, options, jobs, headings, err) == 0 && note_sheet(t, options, err) == 0)
        t->reader = delimited_new(t->source, 0, err);
    if (!t->reader || read_headings(t, options, headings, err) < 0) {
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
    arena_release(&t->own.memory);
    buf_release(&t->own.unknown);
    buf_release(&t->own.meant);
    buf_release(&t->own.title);
    buf_release(&t->own.cells);
    free(t);
}

uint64_t table_missing(const struct table *t) { return REQUIRED & ~t->present; }
uint64_t table_doubled(const struct table *t) { return t->doubled; }
uint64_t table_present(const struct table *t) { return t->present; }
size_t table_headings(const struct table *t) { return t->headings; }
const uint32_t *table_positions(const struct table *t) { return t->positions; }
struct span table_unknown(const struct table *t) { return buf_span(&t->own.unknown); }
struct span table_meant(const struct table *t) { return buf_span(&t->own.meant); }
const char *table_encoding(const struct table *t) { return table_text_encoding(t->source); }
const char *table_name(const struct table *t) { return table_text_name(t->source); }
const char *table_sheet(const struct table *t) { return table_text_sheet(t->source); }
const char *table_title(const struct table *t) { return t->own.title.p; }
char table_separator(const struct table *t) { return t->is_sheet ? 0 : delimited_separator(t->reader); }

void table_source(const struct table *t, struct table_source *out)
{
    *out = (struct table_source){ .encoding = table_encoding(t), .separator = table_separator(t), .sheet = table_sheet(t), .bytes = t->bytes };
    memcpy(out->sha256, t->sha256, sizeof t->sha256);
}

int table_source_kept(const struct table *t, struct buf *sheet, struct table_source *out, struct error *err)
{
    table_source(t, out);
    buf_clear(sheet);
    buf_adds(sheet, out->sheet ? out->sheet : "");
    out->sheet = out->sheet ? buf_str(sheet) : NULL;
    return buf_check(sheet, err);
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
