/* cli/cmd_find.c: duima find TEXT: entries by what people call them. What matches, catalog/finder.h knows. */
#include "cli/find_index.h"
#include "base/i18n.h"
#include "report/json.h"
#include "report/label.h"
#include "report/layout.h"

const struct option_row options_find[] = {
    { OPTION_CATALOG, 0, "catalog", N_("CATALOG"), N_("REGION or REGION/KIND to look in (else the only region, every kind)"), N_("Options:") },
    { OPTION_KIND, 0, "kind", N_("KIND"), N_("only this kind of catalog: drug, service, facility or consumable"), N_("Options:") },
    { OPTION_AS_OF, 0, "as-of", N_("DATE"), N_("what was in force on that day (else today)"), N_("Options:") },
    { OPTION_VERSION, 0, "version", N_("LABEL"), N_("what the version of that label has, in force or not"), N_("Options:") },
    { OPTION_LIMIT, 0, "limit", N_("NUMBER"), N_("show at most so many (20 if not said)"), N_("Options:") },
    { OPTION_FORMAT, 0, "format", N_("FORMAT"), N_("text (if not said) or ndjson"), N_("Options:") },
    { .name = NULL },
};

#define LIMIT_USUAL 20
#define LIMIT_MOST 1000000

struct place { /* a version that is looked in */
    struct version_info v;
    struct find_index index;
    struct finder_hits hits;
    size_t next; /* the first hit that is not shown */
};
struct find_run {
    struct cli *cli;
    struct version_choice choice;
    bool ndjson;
    size_t limit, total;
    struct text *text; /* of indexes that had to be made */
    struct place places[KIND_COUNT];
    size_t count;
};

static int read_limit(const char *text, size_t *out, struct error *err)
{
    size_t n = text ? strspn(text, "0123456789") : 0;
    *out = text ? 0 : LIMIT_USUAL;
    for (size_t i = 0; i < n && *out <= LIMIT_MOST; i++)
        *out = *out * 10 + (size_t)(text[i] - '0');
    if (text && (text[n] || *out < 1 || *out > LIMIT_MOST))
        return error_set(err, ERROR_USAGE, _("--limit %s: it is a number of entries, 1 to %d"), text, LIMIT_MOST);
    return 0;
}

static int read_options(struct find_run *run, const struct args *args, struct error *err)
{
    int kind;
    if (text_or_ndjson(args, &run->ndjson, err) < 0 || kind_option(args, &kind, err) < 0 || read_limit(args_value(args, OPTION_LIMIT), &run->limit, err) < 0 ||
        version_choice_read(run->cli, args, &run->choice, err) < 0)
        return -1;
    if (kind >= 0 && !(run->choice.name.kinds & KIND_BIT(kind)))
        return error_set(err, ERROR_USAGE, _("--catalog and --kind name different kinds: give one of them"));
    if (kind >= 0)
        run->choice.name.kinds = KIND_BIT(kind);
    return 0;
}

static int search(struct find_run *run, struct span query, struct error *err)
{
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        struct place *p = &run->places[run->count];
        int got = version_choice_of(run->cli, &run->choice, kind, &p->v, err);
        if (got < 0)
            return -1;
        if (got == 0)
            continue;
        run->count++;
        if (find_index_open(&p->index, run->cli, &p->v, &run->text, err) < 0 ||
            finder_search(&p->index.finder, p->index.text, query, &p->hits, err) < 0)
            return -1;
        run->total += p->hits.count;
    }
    return run->count ? 0 : version_choice_none(run->cli, &run->choice, err);
}

/* The best of what is not shown yet: of two kinds' equals, the one in the order of kinds. NULL: all is shown. */
static struct place *best_place(struct find_run *run)
{
    struct place *best = NULL;
    for (size_t i = 0; i < run->count; i++) {
        struct place *p = &run->places[i];
        if (p->next < p->hits.count && (!best || finder_compare(&p->hits.items[p->next], &best->hits.items[best->next]) < 0))
            best = p;
    }
    return best;
}

static const char *field_label(enum finder_field field)
{
    switch (field) {
    case FINDER_CODE: return entry_text_label(ENTRY_CODE);
    case FINDER_NAME: return entry_text_label(ENTRY_NAME);
    case FINDER_GENERIC: return entry_text_label(ENTRY_GENERIC);
    case FINDER_BRAND: return entry_text_label(ENTRY_BRAND);
    case FINDER_ALIAS: return _("also called");
    case FINDER_FIELD_COUNT: break;
    }
    return "";
}

static void add_object(struct buf *out, const struct version_info *v, const struct finder_hit *hit, const struct entry *e)
{
    static const char *const matches[] = { [FINDER_EXACT] = "exact", [FINDER_PREFIX] = "prefix", [FINDER_INSIDE] = "inside" };
    static const char *const fields[] = { "code", "name", "generic", "brand", "alias" };
    static const enum entry_field shown[] = { ENTRY_FIELD_CODE, ENTRY_FIELD_NAME, ENTRY_FIELD_GENERIC, ENTRY_FIELD_BRAND, ENTRY_FIELD_FORM,
                                              ENTRY_FIELD_SPEC, ENTRY_FIELD_PACK, ENTRY_FIELD_UNIT, ENTRY_FIELD_MANUFACTURER,
                                              ENTRY_FIELD_PAY_CLASS };
    struct buf text = BUF_INIT;
    buf_addc(out, '{');
    buf_addf(&text, "%s/%s@%s", v->region, kind_word(v->kind), v->label);
    json_text_member(out, "catalog", buf_span(&text));
    json_word_member(out, "match", matches[hit->match]);
    json_word_member(out, "field", fields[hit->field]);
    json_bool_member(out, "initials", hit->initials);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        buf_clear(&text);
        entry_field_add(e, shown[i], " | ", &text);
        json_text_member(out, entry_field_name(shown[i]), buf_span(&text));
        out->failed = out->failed || text.failed;
    }
    buf_adds(out, "}\n");
    buf_release(&text);
}

static void add_cell(struct layout_table *t, struct span s)
{
    struct buf plain = BUF_INIT;
    layout_plain(&plain, s);
    layout_table_cell(t, buf_span(&plain));
    t->text.failed = t->text.failed || plain.failed;
    buf_release(&plain);
}

static void add_row(struct layout_table *t, bool kinds, const struct finder_hit *hit, const struct entry *e)
{
    struct buf how = BUF_INIT;
    buf_addf(&how, hit->initials ? _("%s, pinyin") : "%s", field_label(hit->field));
    if (kinds)
        layout_table_cell(t, span_of(kind_label(e->kind)));
    add_cell(t, e->text[ENTRY_CODE]);
    add_cell(t, e->text[ENTRY_NAME]);
    add_cell(t, e->text[ENTRY_SPEC].n ? e->text[ENTRY_SPEC] : e->text[ENTRY_MODEL]);
    add_cell(t, buf_span(&how));
    add_cell(t, e->text[ENTRY_MANUFACTURER].n ? e->text[ENTRY_MANUFACTURER] : e->text[ENTRY_UNIT]);
    t->text.failed = t->text.failed || how.failed;
    buf_release(&how);
}

/* Whether hits of more than one kind are shown; each line then says its kind. */
static bool several_kinds(const struct find_run *run)
{
    size_t n = 0;
    for (size_t i = 0; i < run->count; i++)
        n += run->places[i].hits.count > 0;
    return n > 1;
}

static int add_hits(struct find_run *run, struct layout_table *t, struct buf *out, struct error *err)
{
    struct arena memory = ARENA_INIT;
    bool kinds = several_kinds(run);
    int status = 0;
    for (size_t shown = 0; shown < run->limit && status == 0; shown++) {
        struct place *p = best_place(run);
        struct entry e;
        if (!p)
            break;
        const struct finder_hit *hit = &p->hits.items[p->next++];
        int got = store_entry(run->cli->store, &p->v, hit->code, &e, &memory, err);
        if (got == 0) /* the index is of this very content, so the code is there */
            got = error_set(err, ERROR_STORE, _("%s: the search index does not fit the store; empty the folder %s"), buf_str(&run->cli->db),
                            buf_str(&run->cli->cache_dir));
        if (got < 0)
            status = -1;
        else if (run->ndjson)
            add_object(out, &p->v, hit, &e);
        else
            add_row(t, kinds, hit, &e);
        arena_clear(&memory);
    }
    arena_release(&memory);
    return status;
}

static void add_versions(struct find_run *run, struct buf *out)
{
    for (size_t i = 0; i < run->count; i++)
        if (run->places[i].hits.count > 0)
            version_heading(run->cli, &run->places[i].v, out);
}

static int print(struct find_run *run, struct error *err)
{
    static const char *const heads[] = { N_("kind"), N_("code"), N_("name"), N_("specification"), N_("found in"), N_("maker or unit") };
    struct buf out = BUF_INIT;
    struct layout_table t;
    size_t first = several_kinds(run) ? 0 : 1;
    layout_table_init(&t, sizeof heads / sizeof *heads - first);
    for (size_t i = first; i < sizeof heads / sizeof *heads; i++)
        layout_table_cell(&t, span_of(_(heads[i])));
    int status = add_hits(run, &t, &out, err);
    if (status == 0 && !run->ndjson) {
        add_versions(run, &out);
        layout_table_print(&t, &out, run->cli->color);
    }
    if (status == 0)
        status = cli_print(run->cli, &out, err);
    if (status == 0 && !run->ndjson && run->total > run->limit)
        cli_say(run->cli, _("the best %zu of %zu entries; --limit shows more, a longer text finds fewer"), run->limit, run->total);
    layout_table_release(&t);
    buf_release(&out);
    return status;
}

static int find(struct find_run *run, const char *query, struct error *err)
{
    if (search(run, span_of(query), err) < 0)
        return -1;
    if (run->total == 0)
        return error_set(err, ERROR_REFUSED, _("no entry is called \"%s\", or has a code or pinyin initials like it; a shorter text finds more"), query);
    return print(run, err);
}

int cmd_find(struct cli *cli, const struct args *args, struct error *err)
{
    struct find_run run = { .cli = cli };
    int status = read_options(&run, args, err);
    if (status == 0)
        status = store_begin_read(cli->store, err);
    if (status == 0) {
        status = find(&run, args->operands[0], err);
        store_end_read(cli->store);
    }
    for (size_t i = 0; i < run.count; i++) {
        find_index_release(&run.places[i].index);
        finder_hits_release(&run.places[i].hits);
    }
    text_free(run.text);
    return status;
}
