/* mapper/set_other.c: see the header. Hashes only choose the rows that are read again; what is found is decided by the texts. */
#include "mapper/set_other.h"
#include "base/i18n.h"
#include "base/map.h"
#include "mapper/words.h"

struct other {
    enum other_use use;
    struct table *table;
    struct resolver *resolver;
    struct match_row *rows; /* tidy */
    size_t n, cap;
    uint32_t *extras;       /* numbers of rows, in the copy's order */
    size_t extra_count;
    struct table_row row;   /* the one read last */
    struct buf list, first, name; /* codes with their lines for a message; the first of them; a name of before */
};

/* ---- reading ---- */

static int check_headings(const struct other *o, struct error *err)
{
    static const struct {
        enum column column;
        bool previous, centre;
    } needed[] = {
        { COLUMN_LOCAL_CODE, true, true },
        { COLUMN_CATALOG_CODE, true, true },
        { COLUMN_LOCAL_NAME, true, false },
    };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        enum column column = needed[i].column;
        if (!(o->use == OTHER_PREVIOUS ? needed[i].previous : needed[i].centre))
            continue;
        if (!(table_present(o->table) & COLUMN_BIT(column)))
            return error_set(err, ERROR_INPUT, _("%s has no column %s, so nothing can be compared with it: correct its headings, or name them with --columns"),
                             table_title(o->table), column_word(column));
        if (table_doubled(o->table) & COLUMN_BIT(column))
            return error_set(err, ERROR_INPUT, _("%s has two columns %s, so nothing can be compared with it: rename one of the two headings"),
                             table_title(o->table), column_word(column));
    }
    return 0;
}

static int add_row(struct other *o, struct error *err)
{
    const struct row *row = &o->row.row;
    struct span code = SPAN_NONE;
    bool ragged = o->row.ragged;
    if (row->cells[COLUMN_LOCAL_CODE].n == 0 || (row->marked & COLUMN_BIT(COLUMN_LOCAL_CODE)))
        return 0;
    if (o->use == OTHER_PREVIOUS && (ragged || !row->catalog_code.p))
        return 0;
    if (o->n == o->cap) {
        size_t cap = o->cap ? o->cap + o->cap / 2 : 1024;
        struct match_row *rows = realloc(o->rows, cap * sizeof *rows);
        if (!rows)
            return error_memory(err);
        o->rows = rows;
        o->cap = cap;
    }
    if (!ragged && row->catalog_code.p && resolve_spelling(o->resolver, row->kinds, row->catalog_code, &code, err) < 0)
        return -1;
    bool marked = (row->marked & COLUMN_BIT(COLUMN_CATALOG_CODE)) != 0; /* it has a code that cannot be read */
    o->rows[o->n++] = (struct match_row){ .local = hash_span(row->cells[COLUMN_LOCAL_CODE]), .offset = o->row.offset, .line = row->line,
                                          .code = code.p ? resolve_number(o->resolver, code) : CODE_NONE,
                                          .name = (uint32_t)(hash_span(row->cells[COLUMN_LOCAL_NAME]) >> 32),
                                          .flags = (ragged || marked ? MATCH_RAGGED : 0) | (row->in_use ? 0 : MATCH_OUT) };
    return 0;
}

#define ASK_EVERY 4096 /* rows between two questions whether to stop */

static int read_rows(struct other *o, const struct check_options *check, struct error *err)
{
    int got;
    for (size_t i = 0; (got = table_next(o->table, &o->row, err)) > 0; i++) {
        if (i % ASK_EVERY == 0 && check->stopped && check->stopped(check->ctx))
            return error_set(err, ERROR_STOPPED, _("stopped"));
        if (add_row(o, err) < 0)
            return -1;
    }
    if (got < 0)
        return -1;
    if (o->n > UINT32_MAX - 1)
        return error_set(err, ERROR_INPUT, _("%s has more than %u lines"), table_title(o->table), UINT32_MAX);
    o->n = match_tidy(o->rows, o->n);
    return 0;
}

struct other *other_open(const char *path, enum other_use use, const struct other_reading *reading, struct error *err)
{
    struct other *o = calloc(1, sizeof *o);
    if (!o) {
        error_memory(err);
        return NULL;
    }
    o->use = use;
    o->resolver = reading->resolver;
    buf_init(&o->list);
    buf_init(&o->first);
    buf_init(&o->name);
    o->table = table_open(path, &reading->options, reading->headings, reading->values, err);
    if (!o->table || check_headings(o, err) < 0 || read_rows(o, reading->check, err) < 0) {
        other_free(o);
        return NULL;
    }
    return o;
}

void other_free(struct other *o)
{
    if (!o)
        return;
    table_free(o->table);
    free(o->rows);
    free(o->extras);
    buf_release(&o->list);
    buf_release(&o->first);
    buf_release(&o->name);
    free(o);
}

static int read_again(struct other *o, const struct match_row *row, struct error *err)
{
    table_seek(o->table, row->offset, row->line);
    int got = table_next(o->table, &o->row, err);
    if (got == 0)
        return error_set(err, ERROR_INPUT, _("%s changed while it was read"), table_title(o->table));
    return got < 0 ? -1 : 0;
}

/* ---- matching ---- */

static int by_line(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int list_extras(struct other *o, struct error *err)
{
    size_t n = 0;
    free(o->extras);
    o->extras = NULL;
    for (size_t i = 0; i < o->n; i++)
        n += (o->rows[i].flags & MATCH_EXTRA) != 0;
    o->extra_count = 0;
    if (n == 0)
        return 0;
    uint64_t *lines = malloc(n * sizeof *lines);
    o->extras = malloc(n * sizeof *o->extras);
    if (!lines || !o->extras) {
        free(lines);
        return error_memory(err);
    }
    for (size_t i = 0; i < o->n; i++) {
        if (o->rows[i].flags & MATCH_EXTRA)
            lines[o->extra_count++] = (uint64_t)o->rows[i].line << 32 | i;
    }
    qsort(lines, n, sizeof *lines, by_line);
    for (size_t i = 0; i < n; i++)
        o->extras[i] = (uint32_t)lines[i];
    free(lines);
    return 0;
}

int other_match(struct other *o, struct set_keys *keys, const struct set_order *by_local, const uint32_t *names, struct error *err)
{
    for (size_t i = 0; i < o->n; i++)
        o->rows[i].flags &= MATCH_OUT | MATCH_RAGGED;
    if (o->use == OTHER_PREVIOUS) {
        match_previous(keys, by_local, names, o->rows, o->n);
        return 0;
    }
    match_centre(keys, by_local, o->rows, o->n);
    return list_extras(o, err);
}

/* ---- saying ---- */

#define LOOKED_AT 1000 /* rows of one local code that are read for one finding */
#define NAMED 4        /* … and codes that it names */

/* What is asked of the other table's rows of one local code, and what they say. */
struct question {
    struct rule_context *ctx;
    const struct view_entry *entry;
    const struct table_row *row; /* ours */
    struct span code;            /* ours; absent: none */
    size_t rows, listed;         /* rows of this local code, to the letter; codes found for the list */
    bool same_code, same_name, unreadable, out;
    uint32_t name_line;          /* of a row on our code under a name of another item; 0: none */
};

/* A code and its line, for the message. */
static void list_code(struct other *o, struct question *q, struct span code, uint32_t line)
{
    q->listed++;
    if (q->listed == NAMED + 1)
        buf_adds(&o->list, ", …");
    if (q->listed > NAMED)
        return;
    if (q->listed == 1)
        buf_addspan(&o->first, code);
    buf_adds(&o->list, q->listed > 1 ? _(", ") : "");
    buf_addf(&o->list, _("%.*s (line %u)"), SPAN_ARG(code), line);
}

/* Are the two names one item's: alike themselves, or both names of the entry? 1, 0, -1 memory. */
static int same_item(const struct question *q, struct span now, struct span before)
{
    struct rule_context *ctx = q->ctx;
    bool whole = q->entry ? view_kind(q->entry) != KIND_DRUG || (q->code.n > 0 && q->code.p[0] == 'Z') : false;
    enum names_verdict ours, theirs;
    if (now.n == 0 || before.n == 0 || span_eq(now, before))
        return 1;
    const struct name *a = words_name(ctx->words, now), *b = words_name(ctx->words, before);
    if (!a || !b)
        return -1;
    if (names_compare(a, b, whole ? NAMES_DROP_REMARKS : NAMES_DROP_ALL) != NAMES_OTHER)
        return 1;
    if (!q->entry)
        return 0;
    if (words_name_verdict(ctx->words, now, ctx->view, q->entry, &ours) < 0 ||
        words_name_verdict(ctx->words, before, ctx->view, q->entry, &theirs) < 0)
        return -1;
    return ours != NAMES_OTHER && theirs != NAMES_OTHER;
}

/* The row just read is on our code: is it our item? */
static int ask_name(struct other *o, struct question *q)
{
    int same = same_item(q, row_value(&q->row->row, COLUMN_LOCAL_NAME), row_value(&o->row.row, COLUMN_LOCAL_NAME));
    if (same < 0) {
        rule_failed(q->ctx);
        return -1;
    }
    q->same_name = q->same_name || same;
    if (same || q->name_line)
        return 0;
    q->name_line = o->row.row.line;
    buf_addspan(&o->name, row_value(&o->row.row, COLUMN_LOCAL_NAME));
    return 0;
}

/* One of the other table's rows. `first`: of those on its code; it goes into the list. */
static int ask_row(struct other *o, struct question *q, const struct match_row *row, bool first, struct error *err)
{
    struct span code = SPAN_NONE;
    if (read_again(o, row, err) < 0)
        return -1;
    const struct row *theirs = &o->row.row;
    if (!span_eq(theirs->cells[COLUMN_LOCAL_CODE], q->row->row.cells[COLUMN_LOCAL_CODE]))
        return 0; /* another one with the same hash */
    q->rows++;
    q->unreadable = q->unreadable || (row->flags & MATCH_RAGGED);
    q->out = (row->flags & MATCH_OUT) != 0; /* all of them are, or none */
    if (q->unreadable || !theirs->catalog_code.p)
        return 0;
    if (resolve_spelling(o->resolver, theirs->kinds, theirs->catalog_code, &code, err) < 0)
        return -1;
    if (!q->code.p || !span_eq(code, q->code)) {
        if (first)
            list_code(o, q, code, row->line);
        return 0;
    }
    q->same_code = true;
    return o->use == OTHER_PREVIOUS ? ask_name(o, q) : 0;
}

static int ask(struct other *o, struct question *q, uint64_t local, bool only_more, struct error *err)
{
    size_t end, start = match_find(o->rows, o->n, local, &end);
    end = end - start > LOOKED_AT ? start + LOOKED_AT : end;
    buf_clear(&o->list);
    buf_clear(&o->first);
    buf_clear(&o->name);
    for (size_t i = start; i < end; i++) {
        bool first = match_is_first(o->rows, start, i) && !(only_more && (o->rows[i].flags & MATCH_SEEN));
        if (ask_row(o, q, &o->rows[i], first, err) < 0)
            return -1;
    }
    return buf_check(&o->list, err) < 0 || buf_check(&o->first, err) < 0 ? -1 : buf_check(&o->name, err);
}

/* M804, M805. */
static void say_before(struct other *o, const struct question *q)
{
    struct rule_context *ctx = q->ctx;
    const struct row *row = &q->row->row;
    struct span local = row->cells[COLUMN_LOCAL_CODE], name = row_value(row, COLUMN_LOCAL_NAME), before = buf_span(&o->name);
    if (!q->same_code && q->listed > 0) {
        struct finding_facts facts = { .rule = RULE_M804, .severity = SEVERITY_WARNING, .column = COLUMN_CATALOG_CODE, .local = q->code,
                                       .expected = buf_span(&o->first) };
        finding_add(ctx, &facts, _("local code %.*s had another catalog code before: %.*s; make sure that it is still the same item"),
                    SPAN_ARG(local), SPAN_ARG(buf_span(&o->list)));
        return;
    }
    if (!q->same_code || q->same_name || q->name_line == 0)
        return;
    const struct name *ours = words_name(ctx->words, name), *theirs = words_name(ctx->words, before);
    if (!ours || !theirs) {
        rule_failed(ctx);
        return;
    }
    struct finding_facts facts = { .rule = RULE_M805, .severity = SEVERITY_ERROR, .column = COLUMN_LOCAL_NAME, .local = name,
                                   .expected = before, .local_key = ours->key, .expected_key = theirs->key };
    finding_add(ctx, &facts, _("local code %.*s was “%.*s” before (line %u) and is “%.*s” now, on the same catalog code: another item needs "
                               "a local code and a mapping of its own"),
                SPAN_ARG(local), SPAN_ARG(before), q->name_line, SPAN_ARG(name));
}

/* M807. `more`: all of this local code's rows are in the copy, which has more of them. */
static void say_centre(const struct other *o, const struct question *q, bool more)
{
    struct rule_context *ctx = q->ctx;
    struct span local = q->row->row.cells[COLUMN_LOCAL_CODE], list = buf_span(&o->list);
    struct finding_facts facts = { .rule = RULE_M807, .severity = SEVERITY_ERROR, .column = COLUMN_CATALOG_CODE, .local = q->code };
    if (q->listed > 0)
        facts.expected = buf_span(&o->first);
    if (q->unreadable || (q->same_code && !more) || (more && q->listed == 0))
        return;
    if (more)
        finding_add(ctx, &facts, _("the bureau's copy has local code %.*s on more codes than this table: %.*s; have what is wrong there ended"),
                    SPAN_ARG(local), SPAN_ARG(list));
    else if (!q->code.p && q->listed > 0)
        finding_add(ctx, &facts, _("local code %.*s has no catalog code here, but one in the bureau's copy: %.*s; have it ended there, or map the "
                                   "item"), SPAN_ARG(local), SPAN_ARG(list));
    else if (q->rows == 0)
        finding_add(ctx, &facts, _("the bureau's copy has no row of local code %.*s: report the mapping to the bureau"), SPAN_ARG(local));
    else if (q->out)
        finding_add(ctx, &facts, _("local code %.*s is out of use in the bureau's copy: report the mapping again, or mark it as out of use here"),
                    SPAN_ARG(local));
    else if (q->listed == 0)
        finding_add(ctx, &facts, _("local code %.*s has no catalog code in the bureau's copy: report the mapping again"), SPAN_ARG(local));
    else
        finding_add(ctx, &facts, _("local code %.*s has another catalog code in the bureau's copy: %.*s; report the right one to the bureau, or "
                                   "correct it here"), SPAN_ARG(local), SPAN_ARG(list));
}

int other_findings(struct other *o, struct rule_context *ctx, const struct view_entry *entry, struct span code, const struct table_row *row,
                   unsigned flags, struct error *err)
{
    struct question q = { .ctx = ctx, .entry = entry, .row = row, .code = code };
    bool more = o->use == OTHER_CENTRE && !(flags & KEY_CENTRE);
    if (!row_has(&row->row, COLUMN_LOCAL_CODE))
        return 0;
    if (ask(o, &q, hash_span(row->row.cells[COLUMN_LOCAL_CODE]), more, err) < 0)
        return -1;
    if (o->use == OTHER_PREVIOUS)
        say_before(o, &q);
    else
        say_centre(o, &q, more);
    return 0;
}

int other_next_extra(struct other *o, size_t *at, const struct table_row **row, struct error *err)
{
    if (*at >= o->extra_count)
        return 0;
    if (read_again(o, &o->rows[o->extras[(*at)++]], err) < 0)
        return -1;
    *row = &o->row;
    return 1;
}

void other_say_extra(struct other *o, struct rule_context *ctx, const struct table_row *row)
{
    struct span local = row->row.cells[COLUMN_LOCAL_CODE], code = row->row.catalog_code;
    struct finding_facts facts = { .rule = RULE_M807, .severity = SEVERITY_ERROR, .column = COLUMN_NONE, .expected = code };
    finding_add(ctx, &facts, _("the bureau's copy has local code %.*s (“%.*s”) on %.*s, line %u of %s, and this table has no such row: "
                               "have it ended there, or add the row"),
                SPAN_ARG(local), SPAN_ARG(row->row.cells[COLUMN_LOCAL_NAME]), SPAN_ARG(code), row->row.line, table_title(o->table));
}
