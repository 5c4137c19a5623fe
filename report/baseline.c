/* report/baseline.c: see the header. */
#include "report/baseline.h"
#include "base/arena.h"
#include "base/i18n.h"
#include "base/near.h"
#include "base/map.h"
#include "catalog/hash.h"
#include "mapper/rule.h"
#include "report/csv.h"

enum part { PART_FINGERPRINT, PART_RULE, PART_LOCAL_CODE, PART_LOCAL_NAME, PART_REASON, PART_OWNER, PART_EXPIRES, PARTS };
static const char *const heads[PARTS] = {
    [PART_FINGERPRINT] = "fingerprint", [PART_RULE] = "rule",   [PART_LOCAL_CODE] = "local_code", [PART_LOCAL_NAME] = "local_name",
    [PART_REASON] = "reason",           [PART_OWNER] = "owner", [PART_EXPIRES] = "expires",
};

struct known {
    enum rule rule;
    uint64_t fingerprint;
    date expires;
    uint32_t line, twin; /* twin: the line of the same entry above; 0: none */
    struct span local_code, local_name, reason, owner;
    bool used;
};
struct baseline {
    struct known *items;
    size_t count, cap;
    struct map index; /* rule and fingerprint -> item */
    struct arena memory;
    int place[PARTS]; /* of a cell in a row; -1: no such column */
    struct buf text;
};

struct baseline *baseline_new(struct error *err)
{
    struct baseline *b = calloc(1, sizeof *b);
    if (!b) {
        error_memory(err);
        return NULL;
    }
    map_init(&b->index);
    arena_init(&b->memory);
    return b;
}

void baseline_free(struct baseline *b)
{
    if (!b)
        return;
    map_release(&b->index);
    arena_release(&b->memory);
    buf_release(&b->text);
    free(b->items);
    free(b);
}

/* --- entries */

struct key {
    char bytes[sizeof(uint64_t) + 1];
};

static struct span key_of(enum rule rule, uint64_t fingerprint, struct key *key)
{
    memcpy(key->bytes, &fingerprint, sizeof fingerprint);
    key->bytes[sizeof fingerprint] = (char)rule;
    return (struct span){ key->bytes, sizeof key->bytes };
}

static struct known *find(const struct baseline *b, enum rule rule, uint64_t fingerprint)
{
    struct key key;
    uint32_t at = map_get(&b->index, key_of(rule, fingerprint, &key));
    return at == MAP_NONE ? NULL : &b->items[at];
}

static int keep(struct baseline *b, struct span *text, struct error *err)
{
    struct span copy = arena_copy(&b->memory, *text);
    if (text->p && !copy.p)
        return error_memory(err);
    *text = copy;
    return 0;
}

/* Adds an entry, its texts copied. Of two alike the first counts. */
static int add(struct baseline *b, const struct known *entry, struct error *err)
{
    struct key key;
    if (b->count == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 64;
        struct known *items = realloc(b->items, cap * sizeof *items);
        if (!items)
            return error_memory(err);
        b->items = items;
        b->cap = cap;
    }
    struct known *mine = &b->items[b->count], *twin = find(b, entry->rule, entry->fingerprint);
    *mine = *entry;
    mine->twin = twin ? twin->line : 0;
    if (keep(b, &mine->local_code, err) < 0 || keep(b, &mine->local_name, err) < 0 || keep(b, &mine->reason, err) < 0 ||
        keep(b, &mine->owner, err) < 0)
        return -1;
    if (!twin && map_put(&b->index, key_of(entry->rule, entry->fingerprint, &key), (uint32_t)b->count) < 0)
        return error_memory(err);
    b->count++;
    return 0;
}

/* --- the file */

int baseline_heading(struct baseline *b, const struct span *cells, size_t n, struct error *err)
{
    accepted_columns(cells, n, heads, PARTS, b->place);
    for (int part = PART_FINGERPRINT; part <= PART_RULE; part++)
        if (b->place[part] < 0)
            return error_set(err, ERROR_USAGE, _("no column %s: the first row of a baseline has fingerprint, rule, local_code, local_name, reason, owner, expires"),
                             heads[part]);
    return 0;
}

static struct span part_of(const struct baseline *b, enum part part, const struct span *cells, size_t n)
{
    return accepted_cell(b->place[part], cells, n);
}

static bool read_hex(struct span s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'F' ? (char)(s.p[i] + 32) : s.p[i];
        bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'f';
        if (!digit && !letter)
            return false;
        *out = *out << 4 | (uint64_t)(digit ? c - '0' : c - 'a' + 10);
    }
    return s.n == 16;
}

int baseline_row(struct baseline *b, uint32_t line, const struct span *cells, size_t n, struct error *err)
{
    struct span fingerprint = part_of(b, PART_FINGERPRINT, cells, n), rule = part_of(b, PART_RULE, cells, n), day = part_of(b, PART_EXPIRES, cells, n);
    struct known entry = { .line = line, .local_code = part_of(b, PART_LOCAL_CODE, cells, n), .local_name = part_of(b, PART_LOCAL_NAME, cells, n),
                           .reason = part_of(b, PART_REASON, cells, n), .owner = part_of(b, PART_OWNER, cells, n) };
    if (!read_hex(fingerprint, &entry.fingerprint))
        return error_set(err, ERROR_USAGE, _("\"%.*s\" is no fingerprint: 16 hexadecimal digits, as --format ndjson shows them (a spreadsheet must take them as text)"),
                         SPAN_ARG(fingerprint));
    entry.rule = rule_by_name(rule);
    if (entry.rule == RULE_COUNT) {
        error_set(err, ERROR_USAGE, _("there is no rule \"%.*s\"; duima rules lists them"), SPAN_ARG(rule));
        return near_hint(err, rule_near(rule));
    }
    if (day.n > 0 && !date_parse_loose(day, &entry.expires))
        return error_set(err, ERROR_USAGE, _("\"%.*s\" is no day (YYYY-MM-DD)"), SPAN_ARG(day));
    return add(b, &entry, err);
}

static int by_rule(const void *a, const void *b)
{
    const struct known *x = a, *y = b;
    int d = strcmp(rule_info(x->rule)->id, rule_info(y->rule)->id);
    if (d == 0)
        d = span_cmp(x->local_code, y->local_code);
    return d != 0 ? d : x->fingerprint < y->fingerprint ? -1 : x->fingerprint > y->fingerprint;
}

int baseline_print(struct baseline *b, struct buf *out, struct error *err)
{
    char day[DATE_TEXT], hex[17];
    if (b->count > 1)
        qsort(b->items, b->count, sizeof *b->items, by_rule);
    map_release(&b->index); /* its numbers are no longer those of the items */
    for (int part = 0; part < PARTS; part++)
        csv_next(out, span_of(heads[part]), false);
    buf_addc(out, '\n');
    for (size_t i = 0; i < b->count; i++) {
        const struct known *k = &b->items[i];
        for (int d = 0; d < 16; d++)
            hex[d] = "0123456789abcdef"[k->fingerprint >> (60 - 4 * d) & 15];
        hex[16] = '\0';
        csv_next(out, span_of(hex), false);
        csv_next(out, span_of(rule_info(k->rule)->id), false);
        csv_next(out, k->local_code, false);
        csv_next(out, k->local_name, false);
        csv_next(out, k->reason, false);
        csv_next(out, k->owner, false);
        csv_next(out, span_of(date_text(k->expires, day)), false);
        buf_addc(out, '\n');
    }
    return buf_check(out, err);
}

int baseline_add(struct baseline *b, const struct checked_row *row, const struct acceptance *marks, const struct baseline *before, struct error *err)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct finding *f = &row->findings[i];
        const struct known *old = before ? find(before, f->rule, f->fingerprint) : NULL;
        struct known entry = { .rule = f->rule, .fingerprint = f->fingerprint };
        if (f->rule == RULE_X001 || (marks && marks[i].state == NOTE_SUPPRESSED) || find(b, f->rule, f->fingerprint))
            continue;
        if (old)
            entry = *old;
        if (!row->whole_table) {
            entry.local_code = span_trim(row->cells[COLUMN_LOCAL_CODE]);
            entry.local_name = span_trim(row->cells[COLUMN_LOCAL_NAME]);
        }
        if (add(b, &entry, err) < 0)
            return -1;
    }
    return 0;
}

int baseline_keep(struct baseline *b, const struct baseline *before, const bool rule_off[RULE_COUNT], struct error *err)
{
    for (size_t i = 0; i < before->count; i++) {
        const struct known *k = &before->items[i];
        if (rule_off[k->rule] && !find(b, k->rule, k->fingerprint) && add(b, k, err) < 0)
            return -1;
    }
    return 0;
}

/* --- what is known */

static bool expired(const struct known *k, date day) { return k->expires != DATE_NONE && k->expires < day; }

void baseline_mark(struct baseline *b, date day, const struct checked_row *row, struct acceptance *marks)
{
    for (size_t i = 0; i < row->count; i++) {
        struct known *k = find(b, row->findings[i].rule, row->findings[i].fingerprint);
        if (k)
            k->used = true;
        if (k && !expired(k, day) && marks[i].state == NOTE_NEW)
            marks[i] = (struct acceptance){ NOTE_KNOWN, k->reason, k->owner, k->expires };
    }
}

/* --- X001 */

static void say_stale(struct baseline *b, const struct known *k, date day)
{
    char text[DATE_TEXT];
    const char *id = rule_info(k->rule)->id;
    buf_clear(&b->text);
    if (expired(k, day))
        buf_addf(&b->text, _("this entry for %s expired on %s and hides nothing any more: settle the finding, or give it a later day"), id,
                 date_text(k->expires, text));
    else if (k->twin > 0)
        buf_addf(&b->text, _("line %u already has this entry for %s: delete one of them"), (unsigned)k->twin, id);
    else
        buf_addf(&b->text, _("no finding of %s needs this entry any more: delete it"), id);
}

/* Over the entry, and not over its line or file: as fingerprints are. */
static uint64_t stale_fingerprint(struct baseline *b, const struct known *k)
{
    struct key key;
    struct span entry = key_of(k->rule, k->fingerprint, &key);
    struct buf text = BUF_INIT;
    buf_addf(&text, "X001 %s %016llx", rule_info(k->rule)->id, (unsigned long long)k->fingerprint);
    uint64_t hash = hash64(text.failed ? entry : buf_span(&text));
    b->text.failed = b->text.failed || text.failed;
    buf_release(&text);
    return hash;
}

int baseline_stale(struct baseline *b, const char *file, date day, bool unused, const bool rule_off[RULE_COUNT], const struct finding_sink *sink,
                   struct check_summary *summary, struct error *err)
{
    for (size_t i = 0; i < b->count && !rule_off[RULE_X001]; i++) {
        const struct known *k = &b->items[i];
        bool useless = unused && !rule_off[k->rule] && (!k->used || k->twin > 0);
        if (!useless && !expired(k, day))
            continue;
        struct span cells[COLUMN_COUNT] = { [COLUMN_LOCAL_CODE] = k->local_code, [COLUMN_LOCAL_NAME] = k->local_name };
        say_stale(b, k, day);
        if (buf_check(&b->text, err) < 0 || accepted_stale(file, k->line, cells, buf_span(&b->text), stale_fingerprint(b, k), sink, summary, err) < 0)
            return -1;
    }
    return 0;
}
