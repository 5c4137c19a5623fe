/* mapper/set_members.c: see the header. Groups are read and compared so many rows at a time that memory does not follow the table even
 * where every local code stands twice. */
#include "mapper/set_members.h"
#include "base/i18n.h"
#include "base/map.h"

#define AT_A_TIME 65536 /* rows; a larger group is taken whole */

void set_members_init(struct set_members *m)
{
    *m = (struct set_members){ .results = NULL };
    buf_init(&m->codes);
    buf_init(&m->lines);
    buf_init(&m->fields);
}

void set_members_release(struct set_members *m)
{
    free(m->results);
    free(m->others);
    buf_release(&m->codes);
    buf_release(&m->lines);
    buf_release(&m->fields);
}

int set_read(const struct set_key *key, struct table *table, struct table_row *row, struct error *err)
{
    table_seek(table, set_key_offset(key), key->line);
    int got = table_next(table, row, err);
    if (got == 0 || (got > 0 && row->ragged))
        return error_set(err, ERROR_INPUT, _("%s changed while it was read"), table_title(table));
    return got < 0 ? -1 : 0;
}

/* ---- reading ---- */

/* Columns in which rows of one local code may differ without one of them being wrong (M803). */
#define SOFT                                                                                                            \
    (COLUMN_BIT(COLUMN_PRICE) | COLUMN_BIT(COLUMN_PURCHASE_PRICE) | COLUMN_BIT(COLUMN_QUANTITY) | COLUMN_BIT(COLUMN_VALID_FROM) |       \
     COLUMN_BIT(COLUMN_VALID_TO) | COLUMN_BIT(COLUMN_MAPPED_BY) | COLUMN_BIT(COLUMN_MAPPED_AT) | COLUMN_BIT(COLUMN_VERIFIED_BY) |         \
     COLUMN_BIT(COLUMN_VERIFIED_AT) | COLUMN_BIT(COLUMN_NOTE))

/* Is the column compared by itself, and gravely? The code is compared as the catalog spells it. */
static bool is_hard(int column)
{
    return !(SOFT & COLUMN_BIT(column)) && column != COLUMN_CATALOG_CODE;
}

static uint64_t mix(uint64_t h, uint64_t more)
{
    h = (h ^ more) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

/* Columns that are read as more than text: two ways to write one value are no difference. */
static const struct value {
    enum column column;
    size_t offset, size;
} values[] = {
#define VALUE(column, member) { COLUMN_##column, offsetof(struct row, member), sizeof((struct row *)0)->member }
    VALUE(KIND, kinds),         VALUE(KIND, list_type),   VALUE(PRICE, price),         VALUE(PURCHASE_PRICE, purchase_price),
    VALUE(FACTOR, factor),      VALUE(QUANTITY, quantity), VALUE(IN_USE, in_use),      VALUE(PAY_CLASS, pay_class),
    VALUE(SELF_PAY, self_pay),  VALUE(RESTRICTED, restricted), VALUE(VALID_FROM, valid_from), VALUE(VALID_TO, valid_to),
#undef VALUE
};

/* What a field says: the value read of it, else its text; by its letters without `how`, else without regard to width, case and traditional
 * characters (points tell 1.5g from 15g). -1: memory. */
struct how {
    struct text *text;
    struct buf key;
};
static int hash_field(const struct row *row, int column, struct how *how, uint64_t *out)
{
    bool typed = false;
    *out = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values && !(row->marked & COLUMN_BIT(column)); i++) {
        if (values[i].column == (enum column)column) {
            *out = mix(*out, hash_bytes((const char *)row + values[i].offset, values[i].size));
            typed = true;
        }
    }
    if (typed)
        return 0;
    if (how && text_fold(how->text, row->cells[column], &how->key) < 0)
        return -1;
    *out = hash_span(how ? buf_span(&how->key) : row->cells[column]);
    return 0;
}

static int hash_hard(const struct row *row, struct how *how, uint64_t *out)
{
    *out = 0;
    for (int c = 0; c < COLUMN_COUNT; c++) {
        uint64_t field;
        if (!(row->present & COLUMN_BIT(c)) || !is_hard(c))
            continue;
        if (hash_field(row, c, how, &field) < 0)
            return -1;
        *out = mix(*out, field);
    }
    return 0;
}

static int read_member(struct set_member *m, const struct set_key *key, const struct set_reading *reading, struct error *err)
{
    struct table_row row = { .offset = 0 };
    if (set_read(key, reading->table, &row, err) < 0)
        return -1;
    m->from = row.row.valid_from == DATE_NONE ? 0 : row.row.valid_from;
    m->to = row.row.valid_to == DATE_NONE || row.row.valid_to >= 20990101 ? INT32_MAX : row.row.valid_to;
    for (size_t i = 0; i < row.fields; i++)
        m->all = mix(m->all, hash_span(table_field(reading->table, i)));
    (void)hash_hard(&row.row, NULL, &m->hard); /* no memory without `how` */
    m->mapped = (key->place & KEY_MAPPED) && row.row.catalog_code.p && row_has(&row.row, COLUMN_LOCAL_CODE);
    if (!m->mapped)
        return 0;
    struct span code;
    if (resolve_spelling(reading->resolver, row.row.kinds, row.row.catalog_code, &code, err) < 0)
        return -1;
    m->code = resolve_number(reading->resolver, code);
    return 0;
}

/* ---- comparing ---- */

static struct set_result *one_more(struct set_members *m, struct error *err)
{
    if (m->count == m->cap) {
        size_t cap = m->cap ? m->cap + m->cap / 2 : 256;
        struct set_result *results = realloc(m->results, cap * sizeof *results);
        if (!results) {
            error_memory(err);
            return NULL;
        }
        m->results = results;
        m->cap = cap;
    }
    struct set_result *r = &m->results[m->count++];
    memset(r, 0, sizeof *r);
    return r;
}

static int keep_others(struct set_members *m, const struct set_member *group, const struct set_others *others, struct error *err)
{
    if (m->other_count + others->n > m->other_cap) {
        size_t cap = m->other_cap ? m->other_cap + m->other_cap / 2 : 256;
        uint32_t *list = realloc(m->others, cap * sizeof *list);
        if (!list)
            return error_memory(err);
        m->others = list;
        m->other_cap = cap;
    }
    for (size_t i = 0; i < others->n; i++)
        m->others[m->other_count++] = group[others->members[i]].key;
    return 0;
}

static uint32_t key_of(const struct set_member *group, uint32_t at)
{
    return at == SET_NONE ? SET_NONE : group[at].key;
}

static int keep_result(struct set_members *m, struct set_keys *keys, const struct set_member *group, size_t n, size_t at, struct error *err)
{
    const struct set_member *one = &group[at];
    struct set_result *r = one_more(m, err);
    if (!r)
        return -1;
    keys->items[one->key].place |= KEY_MEMBER;
    *r = (struct set_result){ .key = one->key, .partner = key_of(group, one->partner), .differs = key_of(group, one->differs),
                              .others = (uint32_t)m->other_count, .found = one->found };
    struct set_others twice = { .n = 0 }, again = { .n = 0 };
    if (one->found & SET_TWICE)
        set_others(group, n, at, false, &twice);
    if (one->found & SET_AGAIN)
        set_others(group, n, at, true, &again);
    r->twice = (unsigned char)twice.n;
    r->again = (unsigned char)again.n;
    r->more_twice = twice.more;
    r->more_again = again.more;
    return keep_others(m, group, &twice, err) < 0 ? -1 : keep_others(m, group, &again, err);
}

/* Some groups on their way: their rows side by side as in the order, and in the order in which they are read. */
struct portion {
    struct set_member *members;
    uint64_t *reading; /* number of the key, and of the member */
    size_t n, cap;
    struct set_room room;
    struct how how;
};

static int ascending(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int make_room(struct portion *p, size_t n, struct error *err)
{
    if (n <= p->cap)
        return 0;
    struct set_member *members = realloc(p->members, n * sizeof *members);
    p->members = members ? members : p->members;
    uint64_t *reading = members ? realloc(p->reading, n * sizeof *reading) : NULL;
    p->reading = reading ? reading : p->reading;
    if (!reading)
        return error_memory(err);
    p->cap = n;
    return 0;
}

static int add_group(struct portion *p, const struct set_keys *keys, const struct set_order *o, size_t start, size_t end, struct error *err)
{
    size_t need = p->n + end - start;
    if (make_room(p, need > p->cap && need < AT_A_TIME ? need + need / 2 : need, err) < 0)
        return -1;
    for (size_t i = start; i < end; i++) {
        if (keys->items[set_order_at(o, i)].place & KEY_RAGGED)
            continue;
        p->reading[p->n] = (uint64_t)set_order_at(o, i) << 32 | p->n;
        p->members[p->n++] = (struct set_member){ .key = set_order_at(o, i), .partner = SET_NONE, .differs = SET_NONE };
    }
    return 0;
}

/* Where mapped rows on one code differ gravely by their letters, they are read once more and compared as texts are. */
static int fold_group(struct set_member *group, size_t n, const struct set_keys *keys, const struct set_reading *reading, struct how *how,
                      struct error *err)
{
    struct table_row row = { .offset = 0 };
    const struct set_member *first = NULL;
    bool differ = false;
    for (size_t i = 0; i < n; i++) {
        first = first || !group[i].mapped ? first : &group[i];
        differ = differ || (group[i].mapped && group[i].hard != first->hard);
    }
    for (size_t i = 0; differ && i < n; i++) {
        if (set_read(&keys->items[group[i].key], reading->table, &row, err) < 0)
            return -1;
        if (hash_hard(&row.row, how, &group[i].hard) < 0)
            return error_memory(err);
    }
    return 0;
}

/* Compares the rows of one local code and keeps what was found. */
static int compare_group(struct set_members *m, struct portion *p, size_t start, size_t end, struct set_keys *keys,
                         const struct set_reading *reading, struct error *err)
{
    struct set_member *group = p->members + start;
    size_t n = end - start;
    if (fold_group(group, n, keys, reading, &p->how, err) < 0 || set_group_compare(group, n, &p->room, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (group[i].found && keep_result(m, keys, group, n, i, err) < 0)
            return -1;
    }
    return 0;
}

/* Reads and compares what has gathered. */
static int compare_portion(struct set_members *m, struct portion *p, struct set_keys *keys, const struct set_reading *reading, struct error *err)
{
    if (p->n > 0)
        qsort(p->reading, p->n, sizeof *p->reading, ascending);
    for (size_t i = 0; i < p->n; i++) {
        struct set_member *member = &p->members[(uint32_t)p->reading[i]];
        if (read_member(member, &keys->items[member->key], reading, err) < 0)
            return -1;
    }
    for (size_t start = 0, end; start < p->n; start = end) {
        uint64_t local = keys->items[p->members[start].key].local;
        for (end = start + 1; end < p->n && keys->items[p->members[end].key].local == local;)
            end++;
        if (compare_group(m, p, start, end, keys, reading, err) < 0)
            return -1;
    }
    p->n = 0;
    return 0;
}

static int by_key(const void *a, const void *b)
{
    const struct set_result *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

int set_members_compare(struct set_members *m, struct set_keys *keys, const struct set_order *by_local, const struct set_reading *reading,
                        struct error *err)
{
    struct portion p = { .room = SET_ROOM_INIT, .how = { .text = reading->text, .key = BUF_INIT } };
    int status = 0;
    for (size_t i = 0, end; i < by_local->n && status == 0; i = end) {
        end = set_order_local_end(keys, by_local, i);
        if (end - i < 2)
            continue;
        if (p.n > 0 && p.n + end - i > AT_A_TIME)
            status = compare_portion(m, &p, keys, reading, err);
        if (status == 0)
            status = add_group(&p, keys, by_local, i, end, err);
    }
    if (status == 0)
        status = compare_portion(m, &p, keys, reading, err);
    free(p.members);
    free(p.reading);
    set_room_release(&p.room);
    buf_release(&p.how.key);
    if (m->count > 0)
        qsort(m->results, m->count, sizeof *m->results, by_key);
    m->at = 0;
    return status;
}

/* ---- saying ---- */

/* The rows on other codes, as a list for M801's message. */
static int list_codes(struct set_members *m, const struct set_keys *keys, const struct set_result *r, const struct set_reading *reading,
                      struct error *err)
{
    struct table_row row = { .offset = 0 };
    buf_clear(&m->codes);
    for (size_t i = 0; i < r->twice; i++) {
        const struct set_key *other = &keys->items[m->others[r->others + i]];
        struct span code;
        if (set_read(other, reading->table, &row, err) < 0 ||
            resolve_spelling(reading->resolver, row.row.kinds, row.row.catalog_code, &code, err) < 0)
            return -1;
        buf_adds(&m->codes, i > 0 ? _(", ") : "");
        buf_addf(&m->codes, _("%.*s (line %u)"), SPAN_ARG(code), other->line);
    }
    buf_adds(&m->codes, r->more_twice ? ", …" : "");
    return buf_check(&m->codes, err);
}

static int list_lines(struct set_members *m, const struct set_keys *keys, const struct set_result *r, struct error *err)
{
    buf_clear(&m->lines);
    for (size_t i = 0; i < r->again; i++) {
        buf_adds(&m->lines, i > 0 ? _(", ") : "");
        buf_addf(&m->lines, "%u", keys->items[m->others[r->others + r->twice + i]].line);
    }
    buf_adds(&m->lines, r->more_again ? ", …" : "");
    return buf_check(&m->lines, err);
}

/* What each field of a row says. */
static int read_fields(const struct set_key *key, const struct set_reading *reading, struct how *how, uint64_t fields[COLUMN_COUNT],
                       struct error *err)
{
    struct table_row row = { .offset = 0 };
    if (set_read(key, reading->table, &row, err) < 0)
        return -1;
    for (int c = 0; c < COLUMN_COUNT; c++) {
        if (hash_field(&row.row, c, how, &fields[c]) < 0)
            return error_memory(err);
    }
    return 0;
}

/* The headings of the fields in which two rows differ. */
static int list_fields(struct set_members *m, const struct set_key *a, const struct set_key *b, bool grave, const struct set_reading *reading,
                       struct error *err)
{
    struct how how = { .text = reading->text, .key = BUF_INIT };
    uint64_t ours[COLUMN_COUNT], theirs[COLUMN_COUNT];
    int status = read_fields(a, reading, &how, ours, err) < 0 ? -1 : read_fields(b, reading, &how, theirs, err);
    buf_release(&how.key);
    buf_clear(&m->fields);
    for (int c = 0; status == 0 && c < COLUMN_COUNT; c++) {
        uint32_t position = table_positions(reading->table)[c];
        if (!position || c == COLUMN_CATALOG_CODE || (grave && !is_hard(c)) || ours[c] == theirs[c])
            continue;
        buf_adds(&m->fields, m->fields.n > 0 ? _(", ") : "");
        buf_addspan(&m->fields, table_heading_at(reading->table, position));
    }
    return status < 0 ? -1 : buf_check(&m->fields, err);
}

int set_members_prepare(struct set_members *m, const struct set_keys *keys, uint32_t number, const struct set_reading *reading,
                        struct error *err)
{
    while (m->at < m->count && m->results[m->at].key < number)
        m->at++;
    const struct set_result *r = &m->results[m->at];
    if ((r->found & SET_TWICE) && list_codes(m, keys, r, reading, err) < 0)
        return -1;
    if (!(r->found & SET_AGAIN))
        return 0;
    if (list_lines(m, keys, r, err) < 0)
        return -1;
    return list_fields(m, &keys->items[r->key], &keys->items[r->differs], (r->found & SET_GRAVE) != 0, reading, err);
}

static void say_mapped_twice(struct set_members *m, struct rule_context *ctx, struct span code, const struct table_row *row)
{
    struct finding_facts facts = { .rule = RULE_M801, .severity = SEVERITY_ERROR, .column = COLUMN_CATALOG_CODE,
                                   .local = code, .expected = SPAN_NONE };
    finding_add(ctx, &facts, _("local code %.*s is mapped to other codes for the same days too: %.*s"),
                SPAN_ARG(row->row.cells[COLUMN_LOCAL_CODE]), SPAN_ARG(buf_span(&m->codes)));
}

/* What M803's fingerprint is over: the row's own fields that were compared. */
static void own_values(struct buf *key, bool grave, const struct row *row)
{
    buf_clear(key);
    for (int c = 0; c < COLUMN_COUNT; c++) {
        if (c == COLUMN_CATALOG_CODE || (grave && !is_hard(c)))
            continue;
        buf_addspan(key, row->cells[c]);
        buf_addc(key, '\0');
    }
}

static void say_duplicate_code(struct set_members *m, struct rule_context *ctx, bool grave, const struct table_row *row)
{
    struct span local = row->row.cells[COLUMN_LOCAL_CODE], lines = buf_span(&m->lines), fields = buf_span(&m->fields);
    struct buf *key = &ctx->scratch[0];
    struct finding_facts facts = { .rule = RULE_M803, .severity = grave ? SEVERITY_ERROR : SEVERITY_WARNING, .column = COLUMN_LOCAL_CODE,
                                   .local = local };
    own_values(key, grave, &row->row);
    facts.local_key = buf_span(key);
    if (key->failed)
        rule_failed(ctx);
    if (fields.n > 0)
        finding_add(ctx, &facts, _("local code %.*s stands on this catalog code again (line %.*s) with other contents in: %.*s"), SPAN_ARG(local),
                    SPAN_ARG(lines), SPAN_ARG(fields));
    else
        finding_add(ctx, &facts, _("local code %.*s stands on this catalog code again (line %.*s), the rows differing only in fields that are "
                                   "not checked, or in how they are written"), SPAN_ARG(local), SPAN_ARG(lines));
}

void set_members_findings(struct set_members *m, const struct set_keys *keys, struct rule_context *ctx, struct span code,
                          const struct table_row *row)
{
    const struct set_result *r = &m->results[m->at];
    if (r->found & SET_DUPLICATE) {
        struct finding_facts facts = { .rule = RULE_T105, .severity = SEVERITY_WARNING, .column = COLUMN_NONE };
        finding_add(ctx, &facts, _("the same row as line %u, every field alike"), keys->items[r->partner].line);
    }
    if (r->found & SET_TWICE)
        say_mapped_twice(m, ctx, code, row);
    if (r->found & SET_AGAIN)
        say_duplicate_code(m, ctx, (r->found & SET_GRAVE) != 0, row);
}
