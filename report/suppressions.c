/* report/suppressions.c: see the header. */
#include "report/suppressions.h"
#include "base/arena.h"
#include "base/i18n.h"
#include "base/near.h"
#include "base/map.h"
#include "catalog/hash.h"
#include "mapper/rule.h"

enum part { PART_RULE, PART_LOCAL_CODE, PART_REASON, PART_OWNER, PART_EXPIRES, PARTS };
static const char *const heads[PARTS] = {
    [PART_RULE] = "rule", [PART_LOCAL_CODE] = "local_code", [PART_REASON] = "reason", [PART_OWNER] = "owner", [PART_EXPIRES] = "expires",
};
#define EVERY "*"

struct entry_of_file {
    uint64_t rules; /* RULE_BITs */
    date expires;
    uint32_t line, next; /* next: the one behind it with the same local code; MAP_NONE: none */
    struct span rule, local_code, reason, owner; /* kept texts end with NUL */
    bool used;
};
struct suppressions {
    struct entry_of_file *items;
    size_t count, cap;
    struct map first, last; /* local code -> item */
    struct arena memory;
    int place[PARTS]; /* of a cell in a row; -1: no such column */
    struct buf text;
};

struct suppressions *suppressions_new(struct error *err)
{
    struct suppressions *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(err);
        return NULL;
    }
    map_init(&s->first);
    map_init(&s->last);
    arena_init(&s->memory);
    return s;
}

void suppressions_free(struct suppressions *s)
{
    if (!s)
        return;
    map_release(&s->first);
    map_release(&s->last);
    arena_release(&s->memory);
    buf_release(&s->text);
    free(s->items);
    free(s);
}

/* --- the file */

int suppressions_heading(struct suppressions *s, const struct span *cells, size_t n, struct error *err)
{
    accepted_columns(cells, n, heads, PARTS, s->place);
    for (int part = PART_RULE; part <= PART_REASON; part++)
        if (s->place[part] < 0)
            return error_set(err, ERROR_USAGE, _("no column %s: the first row of a suppressions file has rule, local_code, reason, owner, expires"),
                             heads[part]);
    return 0;
}

static int read_rules(struct span selector, uint64_t *out, struct error *err)
{
    bool off[RULE_COUNT];
    *out = 0;
    for (size_t i = 0; i < RULE_COUNT; i++)
        off[i] = true;
    if (!rule_select(selector, false, off)) {
        error_set(err, ERROR_USAGE, _("\"%.*s\" is no rule and no group of rules; duima rules lists them"), SPAN_ARG(selector));
        return near_hint(err, rule_near(selector));
    }
    off[RULE_X001] = true; /* it watches over this file */
    for (size_t i = 0; i < RULE_COUNT; i++)
        *out |= off[i] ? 0 : RULE_BIT(i);
    return *out ? 0 : error_set(err, ERROR_USAGE, _("%s cannot be suppressed: mend or delete the entry that it names"), rule_info(RULE_X001)->id);
}

static int keep(struct suppressions *s, struct span *text, struct error *err)
{
    struct span copy = arena_copy(&s->memory, *text);
    if (text->p && !copy.p)
        return error_memory(err);
    *text = copy;
    return 0;
}

static int add(struct suppressions *s, struct entry_of_file *e, struct error *err)
{
    if (keep(s, &e->rule, err) < 0 || keep(s, &e->local_code, err) < 0 || keep(s, &e->reason, err) < 0 || keep(s, &e->owner, err) < 0)
        return -1;
    if (s->count == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 64;
        struct entry_of_file *items = realloc(s->items, cap * sizeof *items);
        if (!items)
            return error_memory(err);
        s->items = items;
        s->cap = cap;
    }
    uint32_t before = map_get(&s->last, e->local_code), at = (uint32_t)s->count;
    if (map_put(&s->last, e->local_code, at) < 0 || (before == MAP_NONE && map_put(&s->first, e->local_code, at) < 0))
        return error_memory(err);
    if (before != MAP_NONE)
        s->items[before].next = at;
    s->items[s->count++] = *e;
    return 0;
}

int suppressions_row(struct suppressions *s, uint32_t line, const struct span *cells, size_t n, struct error *err)
{
    struct span part[PARTS];
    for (int i = 0; i < PARTS; i++)
        part[i] = accepted_cell(s->place[i], cells, n);
    struct entry_of_file e = { .line = line, .next = MAP_NONE, .expires = DATE_NONE, .rule = part[PART_RULE], .local_code = part[PART_LOCAL_CODE],
                               .reason = part[PART_REASON], .owner = part[PART_OWNER] };
    if (read_rules(e.rule, &e.rules, err) < 0)
        return -1;
    if (e.local_code.n == 0)
        return error_set(err, ERROR_USAGE, _("there is no local code: name one, or write * for every row"));
    if (e.reason.n == 0)
        return error_set(err, ERROR_USAGE, _("there is no reason: say why this finding is accepted"));
    if (part[PART_EXPIRES].n > 0 && !date_parse_loose(part[PART_EXPIRES], &e.expires))
        return error_set(err, ERROR_USAGE, _("\"%.*s\" is no day (YYYY-MM-DD)"), SPAN_ARG(part[PART_EXPIRES]));
    return add(s, &e, err);
}

/* --- what is suppressed */

static bool expired(const struct entry_of_file *e, date day) { return e->expires != DATE_NONE && e->expires < day; }

/* The first entry of a local code that accepts the rule on that day. */
static struct entry_of_file *accepting(struct suppressions *s, struct span local_code, enum rule rule, date day)
{
    for (uint32_t at = map_get(&s->first, local_code); at != MAP_NONE; at = s->items[at].next)
        if ((s->items[at].rules & RULE_BIT(rule)) && !expired(&s->items[at], day))
            return &s->items[at];
    return NULL;
}

void suppressions_mark(struct suppressions *s, date day, const struct checked_row *row, struct acceptance *marks)
{
    struct span code = row->cells && !row->whole_table ? span_trim(row->cells[COLUMN_LOCAL_CODE]) : SPAN_NONE;
    for (size_t i = 0; i < row->count; i++) {
        enum rule rule = row->findings[i].rule;
        struct entry_of_file *e = code.n > 0 ? accepting(s, code, rule, day) : NULL;
        if (!e)
            e = accepting(s, SPAN(EVERY), rule, day);
        if (!e || marks[i].state != NOTE_NEW)
            continue;
        e->used = true;
        marks[i] = (struct acceptance){ NOTE_SUPPRESSED, e->reason, e->owner, e->expires };
    }
}

/* --- X001 */

static void say_stale(struct suppressions *s, const struct entry_of_file *e, date day)
{
    char text[DATE_TEXT];
    buf_clear(&s->text);
    if (expired(e, day))
        buf_addf(&s->text, _("this entry for %s expired on %s and hides nothing any more: settle the finding, or give it a later day"), e->rule.p,
                 date_text(e->expires, text));
    else
        buf_addf(&s->text, _("no finding of %s needs this entry any more: delete it"), e->rule.p);
}

/* Over the entry, and not over its line or file: as fingerprints are. */
static uint64_t stale_fingerprint(struct suppressions *s, const struct entry_of_file *e)
{
    struct buf text = BUF_INIT;
    buf_addf(&text, "X001 %.*s %.*s", SPAN_ARG(e->rule), SPAN_ARG(e->local_code));
    uint64_t hash = hash64(text.failed ? e->local_code : buf_span(&text));
    s->text.failed = s->text.failed || text.failed;
    buf_release(&text);
    return hash;
}

/* Findings of rules that are off were not seen. */
static bool rules_on(const struct entry_of_file *e, const bool rule_off[RULE_COUNT])
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if ((e->rules & RULE_BIT(i)) && rule_off[i])
            return false;
    return true;
}

int suppressions_stale(struct suppressions *s, const char *file, date day, bool unused, const bool rule_off[RULE_COUNT],
                       const struct finding_sink *sink, struct check_summary *summary, struct error *err)
{
    for (size_t i = 0; i < s->count && !rule_off[RULE_X001]; i++) {
        const struct entry_of_file *e = &s->items[i];
        bool useless = unused && !e->used && rules_on(e, rule_off);
        if (!useless && !expired(e, day))
            continue;
        struct span cells[COLUMN_COUNT] = { [COLUMN_LOCAL_CODE] = e->local_code };
        say_stale(s, e, day);
        if (buf_check(&s->text, err) < 0 || accepted_stale(file, e->line, cells, buf_span(&s->text), stale_fingerprint(s, e), sink, summary, err) < 0)
            return -1;
    }
    return 0;
}
