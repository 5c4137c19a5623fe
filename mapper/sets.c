/* mapper/sets.c: see the header. Rows whose local code stands alone, nearly all, cost a hash and a place in a radix sort; only
 * the others are read a second time, in line order. */
#include "mapper/sets.h"
#include "base/i18n.h"
#include "base/map.h"
#include "mapper/resolve.h"
#include "mapper/set_group.h"

struct key {
    uint64_t hash;   /* of the local code */
    uint64_t offset;
    uint32_t line;
    uint32_t mapped;
};
struct sets {
    struct key *keys;
    size_t n, cap;
    struct map locals, codes;  /* texts of the candidates; a member has their numbers */
    struct set_member *members; /* in line order */
    size_t member_count, member_cap;
    size_t at;                 /* the next member to hand out */
    struct buf list, key;
};

struct sets *sets_new(struct error *err)
{
    struct sets *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(err);
        return NULL;
    }
    map_init(&s->locals);
    map_init(&s->codes);
    buf_init(&s->list);
    buf_init(&s->key);
    return s;
}

void sets_free(struct sets *s)
{
    if (!s)
        return;
    free(s->keys);
    free(s->members);
    map_release(&s->locals);
    map_release(&s->codes);
    buf_release(&s->list);
    buf_release(&s->key);
    free(s);
}

int sets_add(struct sets *s, const struct row_facts *facts, struct error *err)
{
    if (s->n == s->cap) {
        size_t cap = s->cap ? s->cap + s->cap / 2 : 1024;
        struct key *keys = realloc(s->keys, cap * sizeof *keys);
        if (!keys)
            return error_memory(err);
        s->keys = keys;
        s->cap = cap;
    }
    s->keys[s->n++] = (struct key){ facts->local, facts->offset, facts->line, facts->mapped };
    return 0;
}

#define DIGIT 11 /* bits a pass; three passes sort 32 bits of the hash */
#define BINS  (1u << DIGIT)

/* One pass of a radix sort over bits 32 + shift … of `from`. */
static void sort_pass(const uint64_t *from, uint64_t *to, size_t n, unsigned shift)
{
    size_t places[BINS] = { 0 };
    for (size_t i = 0; i < n; i++)
        places[from[i] >> shift & (BINS - 1)]++;
    size_t sum = 0;
    for (size_t b = 0; b < BINS; b++) {
        size_t here = places[b];
        places[b] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++)
        to[places[from[i] >> shift & (BINS - 1)]++] = from[i];
}

/* Sets the bit of every row whose local code's hash another row has too. (Half the hash: a chance meeting costs a reading.) */
static int find_candidates(const struct sets *s, unsigned char *bits, struct error *err)
{
    uint64_t *a = calloc(s->n + 1, sizeof *a), *b = malloc((s->n + 1) * sizeof *b);
    if (!a || !b) {
        free(a);
        free(b);
        return error_memory(err);
    }
    for (size_t i = 0; i < s->n; i++)
        a[i] = (s->keys[i].hash & 0xffffffff00000000u) | i;
    sort_pass(a, b, s->n, 32);
    sort_pass(b, a, s->n, 32 + DIGIT);
    sort_pass(a, b, s->n, 32 + 2 * DIGIT);
    for (size_t i = 1; i < s->n; i++) {
        if (b[i] >> 32 != b[i - 1] >> 32)
            continue;
        uint32_t x = (uint32_t)b[i], y = (uint32_t)b[i - 1];
        bits[x / 8] |= (unsigned char)(1u << x % 8);
        bits[y / 8] |= (unsigned char)(1u << y % 8);
    }
    free(a);
    free(b);
    return 0;
}

static struct set_member *one_more(struct sets *s, struct error *err)
{
    if (s->member_count == s->member_cap) {
        size_t cap = s->member_cap ? s->member_cap * 2 : 256;
        struct set_member *members = realloc(s->members, cap * sizeof *members);
        if (!members) {
            error_memory(err);
            return NULL;
        }
        s->members = members;
        s->member_cap = cap;
    }
    struct set_member *m = &s->members[s->member_count++];
    memset(m, 0, sizeof *m);
    return m;
}

/* Columns in which rows of one local code may differ without one of them being wrong (M803). */
#define SOFT                                                                                                            \
    (COLUMN_BIT(COLUMN_PRICE) | COLUMN_BIT(COLUMN_PURCHASE_PRICE) | COLUMN_BIT(COLUMN_QUANTITY) | COLUMN_BIT(COLUMN_VALID_FROM) |       \
     COLUMN_BIT(COLUMN_VALID_TO) | COLUMN_BIT(COLUMN_MAPPED_BY) | COLUMN_BIT(COLUMN_MAPPED_AT) | COLUMN_BIT(COLUMN_VERIFIED_BY) |         \
     COLUMN_BIT(COLUMN_VERIFIED_AT) | COLUMN_BIT(COLUMN_NOTE))

static uint64_t mix(uint64_t h, uint64_t more)
{
    h = (h ^ more) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static void hash_row(struct set_member *m, const struct table *table, const struct table_row *row)
{
    for (size_t i = 0; i < row->fields; i++)
        m->all = mix(m->all, hash_span(table_field(table, i)));
    for (int c = 0; c < COLUMN_COUNT; c++) {
        if (!(row->row.present & COLUMN_BIT(c)))
            continue;
        uint64_t h = hash_span(row->row.cells[c]);
        m->fields[c] = (uint16_t)(h >> 48);
        /* The code is compared as the catalog spells it. */
        if (!(SOFT & COLUMN_BIT(c)) && c != COLUMN_CATALOG_CODE)
            m->hard = mix(m->hard, h);
    }
}

static int read_member(struct sets *s, const struct key *key, const struct table *table, const struct table_row *row,
                       struct resolver *resolver, struct error *err)
{
    struct set_member *m = one_more(s, err);
    if (!m)
        return -1;
    m->offset = key->offset;
    m->line = key->line;
    m->from = row->row.valid_from == DATE_NONE ? 0 : row->row.valid_from;
    m->to = row->row.valid_to == DATE_NONE || row->row.valid_to >= 20990101 ? INT32_MAX : row->row.valid_to;
    m->local = map_intern(&s->locals, row->row.cells[COLUMN_LOCAL_CODE]);
    if (m->local == MAP_NONE)
        return error_memory(err);
    m->mapped = key->mapped && row->row.catalog_code.p && row_has(&row->row, COLUMN_LOCAL_CODE);
    hash_row(m, table, row);
    if (!m->mapped)
        return 0;
    struct span code;
    if (resolve_spelling(resolver, row->row.kinds, row->row.catalog_code, &code, err) < 0)
        return -1;
    m->code = map_intern(&s->codes, code);
    return m->code == MAP_NONE ? error_memory(err) : 0;
}

static int read_candidates(struct sets *s, const unsigned char *bits, struct table *table, struct resolver *resolver, struct error *err)
{
    struct table_row row = { .offset = 0 };
    for (size_t i = 0; i < s->n; i++) {
        if (!(bits[i / 8] & 1u << i % 8))
            continue;
        table_seek(table, s->keys[i].offset, s->keys[i].line);
        int got = table_next(table, &row, err);
        if (got < 0)
            return -1;
        if (got == 0 || row.ragged)
            return error_set(err, ERROR_INPUT, _("%s changed while it was read"), table_name(table));
        if (read_member(s, &s->keys[i], table, &row, resolver, err) < 0)
            return -1;
    }
    return 0;
}

int sets_compare(struct sets *s, struct table *table, struct resolver *resolver, struct error *err)
{
    unsigned char *bits = calloc(s->n / 8 + 1, 1);
    if (!bits)
        return error_memory(err);
    int status = find_candidates(s, bits, err);
    if (status == 0)
        status = read_candidates(s, bits, table, resolver, err);
    free(bits);
    if (status == 0)
        status = set_groups_compare(s->members, s->member_count, s->locals.count, err);
    s->at = 0;
    if (status == 0 && s->member_count > 0 && !s->members[0].found)
        sets_advance(s);
    return status;
}

bool sets_peek(const struct sets *s, uint32_t *line, uint64_t *offset)
{
    if (s->at >= s->member_count)
        return false;
    *line = s->members[s->at].line;
    *offset = s->members[s->at].offset;
    return true;
}

void sets_advance(struct sets *s)
{
    do
        s->at++;
    while (s->at < s->member_count && !s->members[s->at].found);
}

static void say_duplicate(const struct sets *s, struct rule_context *ctx, const struct set_member *m)
{
    struct finding_facts facts = { .rule = RULE_T105, .severity = SEVERITY_WARNING, .column = COLUMN_NONE };
    finding_add(ctx, &facts, _("the same row as line %u, every field alike"), s->members[m->partner].line);
}

/* The rows that m meets, as a list for a message: at most NAMED of them, "…" for the rest. `same_code`: those on its own code. */
#define NAMED 4
static struct span name_others(struct sets *s, struct rule_context *ctx, const struct set_member *m, bool same_code)
{
    struct set_others others;
    set_others(s->members, m, same_code, NAMED, &others);
    buf_clear(&s->list);
    for (size_t i = 0; i < others.n; i++) {
        const struct set_member *o = &s->members[others.members[i]];
        buf_adds(&s->list, i > 0 ? _(", ") : "");
        if (same_code)
            buf_addf(&s->list, "%u", o->line);
        else
            buf_addf(&s->list, _("%.*s (line %u)"), SPAN_ARG(map_key(&s->codes, o->code)), o->line);
    }
    if (others.more)
        buf_adds(&s->list, ", …");
    if (s->list.failed)
        rule_failed(ctx);
    return buf_span(&s->list);
}

static void say_mapped_twice(struct sets *s, struct rule_context *ctx, const struct set_member *m, const struct table_row *row)
{
    struct span others = name_others(s, ctx, m, false);
    struct finding_facts facts = { .rule = RULE_M801, .severity = SEVERITY_ERROR, .column = COLUMN_CATALOG_CODE,
                                   .local = map_key(&s->codes, m->code), .expected = SPAN_NONE };
    finding_add(ctx, &facts, _("local code %.*s is mapped to other codes for the same days too: %.*s"),
                SPAN_ARG(row->row.cells[COLUMN_LOCAL_CODE]), SPAN_ARG(others));
}

/* The headings of the fields in which m and its partner differ, into s->key. */
static void name_fields(struct sets *s, const struct set_member *m, const struct table *table)
{
    const struct set_member *o = &s->members[m->differs];
    bool hard = m->hard != o->hard;
    buf_clear(&s->key);
    for (int c = 0; c < COLUMN_COUNT; c++) {
        uint32_t position = table_positions(table)[c];
        if (!position || m->fields[c] == o->fields[c] || (hard && (SOFT & COLUMN_BIT(c))) || c == COLUMN_CATALOG_CODE)
            continue;
        buf_adds(&s->key, s->key.n > 0 ? _(", ") : "");
        buf_addspan(&s->key, table_heading_at(table, position));
    }
}

/* What M803's fingerprint is over: the row's own fields that were compared. */
static void own_values(struct sets *s, bool hard, const struct table_row *row)
{
    buf_clear(&s->key);
    for (int c = 0; c < COLUMN_COUNT; c++) {
        if ((hard && (SOFT & COLUMN_BIT(c))) || c == COLUMN_CATALOG_CODE)
            continue;
        buf_addspan(&s->key, row->row.cells[c]);
        buf_addc(&s->key, '\0');
    }
}

static void say_duplicate_code(struct sets *s, struct rule_context *ctx, const struct set_member *m, const struct table *table,
                               const struct table_row *row)
{
    bool hard = m->hard != s->members[m->differs].hard;
    struct span local = row->row.cells[COLUMN_LOCAL_CODE], lines = name_others(s, ctx, m, true);
    struct finding_facts facts = { .rule = RULE_M803, .severity = hard ? SEVERITY_ERROR : SEVERITY_WARNING,
                                   .column = COLUMN_LOCAL_CODE, .local = local };
    name_fields(s, m, table);
    struct span fields = rule_copy(ctx, buf_span(&s->key));
    own_values(s, hard, row);
    facts.local_key = buf_span(&s->key);
    if (s->key.failed)
        rule_failed(ctx);
    if (fields.n > 0)
        finding_add(ctx, &facts, _("local code %.*s stands on this catalog code again (line %.*s) with other contents in: %.*s"), SPAN_ARG(local),
                    SPAN_ARG(lines), SPAN_ARG(fields));
    else
        finding_add(ctx, &facts, _("local code %.*s stands on this catalog code again (line %.*s), the rows differing in fields that are not "
                                   "checked"), SPAN_ARG(local), SPAN_ARG(lines));
}

void sets_findings(struct sets *s, struct rule_context *ctx, const struct table *table, const struct table_row *row)
{
    const struct set_member *m = &s->members[s->at];
    if (m->found & SET_DUPLICATE)
        say_duplicate(s, ctx, m);
    if (m->found & SET_TWICE)
        say_mapped_twice(s, ctx, m, row);
    if (m->found & SET_AGAIN)
        say_duplicate_code(s, ctx, m, table, row);
}
