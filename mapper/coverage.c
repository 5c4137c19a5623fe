/* mapper/coverage.c: see the header. Reads tables as a check does, and keeps one small record a local code and a drug. */
#include "mapper/coverage.h"
#include "base/i18n.h"
#include "base/map.h"
#include "mapper/codes.h"
#include "mapper/coverage_least.h"
#include "mapper/form.h"
#include "mapper/table.h"

#define ASK_EVERY 4096 /* rows between two questions whether to stop */
#define NO_DRUG UINT32_MAX

struct coverage {
    struct view *view;
    struct coverage_options options;
    const char *sheet; /* of the table being read, in memory; NULL: none */
    struct text *text;
    struct values *values;
    struct headings *headings;
    struct forms *forms;
    struct codes *codes;
    struct coverage_least least;
    struct coverage_share shares[COVERAGE_MEASURES][COVERAGE_TYPES];
    struct map drug_keys, item_keys; /* -> index */
    struct coverage_drug *drugs;
    size_t drug_count, drug_cap;
    uint32_t *drug_of; /* [view_index]: index into drugs, or NO_DRUG */
    struct coverage_item *items;
    size_t item_count, item_cap;
    struct arena memory;
    struct buf key, scratch;
    uint64_t ragged;
};

/* --- the catalog's drugs */

/* What the first letters of a national code say: XA… western, ZA… patent, T0… herbal pieces. */
static enum coverage_type type_of_code(struct span code)
{
    bool letter = code.n > 1 && code.p[1] >= 'A' && code.p[1] <= 'Z', digit = code.n > 1 && code.p[1] >= '0' && code.p[1] <= '9';
    if (letter && code.p[0] == 'X')
        return COVERAGE_WESTERN;
    if (letter && code.p[0] == 'Z')
        return COVERAGE_PATENT;
    return digit && code.p[0] == 'T' ? COVERAGE_HERBAL : COVERAGE_UNTOLD;
}

static enum coverage_type type_of_list(int list_type)
{
    static const struct {
        int list_type;
        enum coverage_type type;
    } types[] = { { 102, COVERAGE_HERBAL }, { 106, COVERAGE_HERBAL }, { 103, COVERAGE_PREPARATION }, { 104, COVERAGE_ETHNIC } };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].list_type == list_type)
            return types[i].type;
    return COVERAGE_UNTOLD;
}

static enum coverage_type type_of_entry(const struct view *v, const struct view_entry *e)
{
    struct span list = view_text(v, e, ENTRY_LIST_TYPE);
    int number = list.n == 3 ? (list.p[0] - '0') * 100 + (list.p[1] - '0') * 10 + (list.p[2] - '0') : 0;
    enum coverage_type type = type_of_list(number);
    return type != COVERAGE_UNTOLD ? type : type_of_code(view_text(v, e, ENTRY_CODE));
}

static bool in_force(const struct view_entry *e, date day)
{
    return !view_inactive(e) && (view_valid_from(e) == DATE_NONE || view_valid_from(e) <= day) &&
           (view_valid_to(e) == DATE_NONE || view_valid_to(e) >= day);
}

/* No categories asked for, or the entry's begins with one of them. */
static bool category_counts(const struct coverage *c, const struct view_entry *e)
{
    struct span rest = c->options.categories, category = view_text(c->view, e, ENTRY_CATEGORY);
    if (!rest.p)
        return true;
    while (rest.n > 0) {
        const char *comma = memchr(rest.p, ',', rest.n);
        struct span one = { rest.p, comma ? (size_t)(comma - rest.p) : rest.n };
        size_t step = comma ? one.n + 1 : one.n;
        one = span_trim(one);
        if (one.n > 0 && span_starts(category, one))
            return true;
        rest.p += step;
        rest.n -= step;
    }
    return false;
}

/* What makes entries one drug, into c->key. */
static int drug_key(struct coverage *c, const struct view_entry *e, enum coverage_type type, struct error *err)
{
    struct span policy = view_text(c->view, e, ENTRY_POLICY_CODE), name = view_text(c->view, e, ENTRY_GENERIC), form = view_text(c->view, e, ENTRY_FORM);
    buf_clear(&c->key);
    buf_addc(&c->key, (char)('0' + (int)type));
    if (policy.n > 0) {
        buf_addspan(&c->key, policy);
        return buf_check(&c->key, err);
    }
    if (text_key(c->text, name.n > 0 ? name : view_text(c->view, e, ENTRY_NAME), &c->scratch) < 0)
        return error_memory(err);
    buf_addc(&c->key, '\0');
    buf_addspan(&c->key, buf_span(&c->scratch));
    buf_addc(&c->key, '\0');
    const struct form *known = form.n > 0 ? forms_find(c->forms, c->text, form) : NULL;
    if (!known && text_key(c->text, form, &c->scratch) < 0)
        return error_memory(err);
    buf_addspan(&c->key, known ? known->cls : buf_span(&c->scratch));
    return buf_check(&c->key, err);
}

static int add_drug(struct coverage *c, const struct view_entry *e, struct error *err)
{
    enum coverage_type type = type_of_entry(c->view, e);
    if (drug_key(c, e, type, err) < 0)
        return -1;
    uint32_t at = map_intern(&c->drug_keys, buf_span(&c->key));
    if (at == MAP_NONE)
        return error_memory(err);
    int otc = coverage_least_is_otc(&c->least, c->text, view_text(c->view, e, ENTRY_FLAGS), &c->scratch);
    if (otc < 0)
        return error_memory(err);
    if (at == c->drug_count) {
        if (c->drug_count == c->drug_cap) {
            size_t cap = c->drug_cap ? c->drug_cap * 2 : 256;
            struct coverage_drug *drugs = realloc(c->drugs, cap * sizeof *drugs);
            if (!drugs)
                return error_memory(err);
            c->drugs = drugs;
            c->drug_cap = cap;
        }
        c->drugs[c->drug_count++] = (struct coverage_drug){ .entry = e, .type = type };
    }
    c->drugs[at].otc = c->drugs[at].otc || otc > 0; /* one of its entries is enough */
    c->drugs[at].entries++;
    c->drug_of[view_index(c->view, e)] = at;
    return 0;
}

static int add_drugs(struct coverage *c, struct error *err)
{
    size_t all = 0, n = view_count(c->view, KIND_DRUG);
    char day[DATE_TEXT];
    for (int k = 0; k < KIND_COUNT; k++)
        all += view_count(c->view, (enum kind)k);
    if (!view_version(c->view, KIND_DRUG))
        return error_set(err, ERROR_CATALOG, _("no catalog of drugs is in force on %s; duima list shows what there is"), date_text(c->options.day, day));
    c->drug_of = malloc((all + 1) * sizeof *c->drug_of);
    if (!c->drug_of)
        return error_memory(err);
    for (size_t i = 0; i < all; i++)
        c->drug_of[i] = NO_DRUG;
    for (size_t i = 0; i < n; i++) {
        const struct view_entry *e = view_at(c->view, KIND_DRUG, i);
        if (in_force(e, c->options.day) && view_pay_class(e) != 'C' && category_counts(c, e) && add_drug(c, e, err) < 0)
            return -1;
    }
    return 0;
}

/* --- life */

struct coverage *coverage_new(struct view *view, const struct coverage_options *options, struct error *err)
{
    struct coverage *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(err);
        return NULL;
    }
    c->view = view;
    c->options = *options;
    map_init(&c->drug_keys);
    map_init(&c->item_keys);
    arena_init(&c->memory);
    if (!(c->text = text_new(err)) || !(c->values = values_new(options->share_dir, c->text, err)) ||
        !(c->headings = headings_new(options->share_dir, options->columns_file, c->text, err)) ||
        !(c->forms = forms_new(options->share_dir, c->text, err)) || !(c->codes = codes_new(options->share_dir, view, err)) ||
        coverage_least_read(options->share_dir, options->thresholds, options->institution, c->text, &c->least, err) < 0 || add_drugs(c, err) < 0) {
        coverage_free(c);
        return NULL;
    }
    for (int m = 0; m < COVERAGE_MEASURES; m++)
        for (int t = 0; t < COVERAGE_TYPES; t++)
            c->shares[m][t].least = c->least.share[m][t];
    return c;
}

void coverage_free(struct coverage *c)
{
    if (!c)
        return;
    coverage_least_release(&c->least);
    codes_free(c->codes);
    forms_free(c->forms);
    headings_free(c->headings);
    values_free(c->values);
    text_free(c->text);
    map_release(&c->drug_keys);
    map_release(&c->item_keys);
    arena_release(&c->memory);
    buf_release(&c->key);
    buf_release(&c->scratch);
    free(c->drugs);
    free(c->drug_of);
    free(c->items);
    free(c);
}

/* --- the hospital's items */

/* The letter of an approval number: H, S (biological), J (imported, as numbers were once written) are western drugs, Z patent medicines. */
static enum coverage_type type_of_approval(struct span number)
{
    static const char prefix[] = "国药准字";
    if (span_starts(number, SPAN(prefix))) {
        number.p += sizeof prefix - 1;
        number.n -= sizeof prefix - 1;
    }
    number = span_trim(number);
    if (number.n < 2)
        return COVERAGE_UNTOLD;
    char letter = number.p[0] >= 'a' && number.p[0] <= 'z' ? (char)(number.p[0] - 32) : number.p[0];
    return strchr("HSJ", letter) ? COVERAGE_WESTERN : letter == 'Z' ? COVERAGE_PATENT : COVERAGE_UNTOLD;
}

static enum coverage_type type_of_row(const struct coverage *c, const struct row *row, const struct view_entry *e)
{
    enum coverage_type type = e ? type_of_entry(c->view, e) : type_of_list(row->list_type);
    if (type == COVERAGE_UNTOLD && !e)
        type = type_of_code(row->catalog_code);
    return type == COVERAGE_UNTOLD ? type_of_approval(row_value(row, COLUMN_APPROVAL_NO)) : type;
}

/* The entry of the row's code, of whatever kind, as written or folded. */
static int find_entry(struct coverage *c, struct span code, const struct view_entry **out, struct error *err)
{
    *out = NULL;
    for (int k = 0; k < KIND_COUNT && !*out && code.n > 0; k++)
        *out = view_find(c->view, (enum kind)k, code);
    if (*out || code.n == 0)
        return 0;
    struct error mine = { .code = ERROR_NONE };
    *out = view_find_folded(c->view, KIND_DRUG, code, &mine);
    if (!*out && mine.code != ERROR_NONE) {
        *err = mine;
        return -1;
    }
    return 0;
}

/* Is the row a drug at all? 1, 0, -1 err. */
static int is_drug(struct coverage *c, const struct row *row, const struct view_entry *e, struct error *err)
{
    const unsigned others = KIND_BIT(KIND_SERVICE) | KIND_BIT(KIND_FACILITY) | KIND_BIT(KIND_CONSUMABLE);
    if (e)
        return view_kind(e) == KIND_DRUG;
    if (row->kinds)
        return (row->kinds & KIND_BIT(KIND_DRUG)) != 0;
    if (row->catalog_code.n == 0)
        return 1;
    int broken = codes_malformed(c->codes, KIND_BIT(KIND_DRUG), row->catalog_code, err);
    if (broken <= 0)
        return broken < 0 ? -1 : 1;
    broken = codes_malformed(c->codes, others, row->catalog_code, err);
    return broken < 0 ? -1 : broken; /* a code as those of the others are */
}

static enum coverage_reason reason_of(const struct coverage *c, const struct row *row, const struct view_entry *e)
{
    if (row->catalog_code.n == 0)
        return row->pay_class == 'C' ? COVERAGE_SELF_PAID : COVERAGE_NO_CODE;
    if (!e)
        return COVERAGE_UNKNOWN_CODE;
    if (!in_force(e, c->options.day))
        return COVERAGE_NOT_IN_FORCE;
    return row->pay_class == 'C' || view_pay_class(e) == 'C' ? COVERAGE_SELF_PAID : COVERAGE_IN;
}

static struct coverage_item *item_of(struct coverage *c, const struct row *row, bool *is_new, struct error *err)
{
    struct span code = row_value(row, COLUMN_LOCAL_CODE);
    *is_new = true;
    if (code.n > 0) { /* a row without one is an item of its own */
        uint32_t at = map_get(&c->item_keys, code);
        if (at != MAP_NONE) {
            *is_new = false;
            return &c->items[at];
        }
        if (map_put(&c->item_keys, code, (uint32_t)c->item_count) < 0) {
            error_memory(err);
            return NULL;
        }
    }
    if (c->item_count == c->item_cap) {
        size_t cap = c->item_cap ? c->item_cap * 2 : 256;
        struct coverage_item *items = realloc(c->items, cap * sizeof *items);
        if (!items) {
            error_memory(err);
            return NULL;
        }
        c->items = items;
        c->item_cap = cap;
    }
    struct coverage_item *item = &c->items[c->item_count++];
    *item = (struct coverage_item){ .line = row->line };
    return item;
}

/* What is kept of an item that is not in the catalog, to be listed. */
static int keep_texts(struct coverage *c, struct coverage_item *item, const struct row *row, struct error *err)
{
    const struct {
        struct span from, *to;
    } texts[] = { { row_value(row, COLUMN_LOCAL_CODE), &item->local_code }, { row_value(row, COLUMN_LOCAL_NAME), &item->local_name },
                  { row->catalog_code, &item->catalog_code } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i].to = arena_copy(&c->memory, texts[i].from);
        if (texts[i].from.p && !texts[i].to->p)
            return error_memory(err);
    }
    return 0;
}

static int add_item(struct coverage *c, const struct row *row, const struct view_entry *e, struct span file, struct error *err)
{
    bool is_new;
    struct coverage_item *item = item_of(c, row, &is_new, err);
    enum coverage_reason reason = reason_of(c, row, e);
    if (!item)
        return -1;
    if (e && in_force(e, c->options.day)) {
        uint32_t at = c->drug_of[view_index(c->view, e)];
        if (at != NO_DRUG)
            c->drugs[at].stocked = true;
    }
    if (!is_new && item->reason <= reason)
        return 0; /* its best row counts */
    item->reason = reason;
    item->type = type_of_row(c, row, e);
    item->line = row->line;
    item->file = file;
    item->sheet = c->sheet;
    return reason == COVERAGE_IN ? 0 : keep_texts(c, item, row, err);
}

static int add_row(struct coverage *c, const struct table_row *read, struct span file, struct error *err)
{
    const struct row *row = &read->row;
    const struct view_entry *e;
    if (read->ragged) {
        c->ragged++;
        return 0;
    }
    if (!row->in_use || (row->valid_from != DATE_NONE && row->valid_from > c->options.day) ||
        (row->valid_to != DATE_NONE && row->valid_to < c->options.day))
        return 0;
    if (find_entry(c, row->catalog_code, &e, err) < 0)
        return -1;
    int drug = is_drug(c, row, e, err);
    return drug <= 0 ? drug : add_item(c, row, e, file, err);
}

static int read_rows(struct coverage *c, struct table *t, struct coverage_table_facts *facts, struct error *err)
{
    struct table_row row;
    struct span file = facts->file = arena_copy(&c->memory, span_of(table_name(t)));
    int got = 0;
    memset(&row, 0, sizeof row);
    struct span sheet = arena_copy(&c->memory, span_of(table_sheet(t)));
    if (!file.p || (table_sheet(t) && !sheet.p))
        return error_memory(err);
    c->sheet = facts->source.sheet = sheet.p;
    for (facts->rows = 0; (got = table_next(t, &row, err)) > 0; facts->rows++) {
        if (facts->rows % ASK_EVERY == 0 && c->options.stopped && c->options.stopped(c->options.ctx))
            return error_set(err, ERROR_STOPPED, _("stopped"));
        if (add_row(c, &row, file, err) < 0)
            return -1;
    }
    return got;
}

int coverage_table(struct coverage *c, const char *path, struct coverage_table_facts *facts, struct error *err)
{
    struct table_options options = { .encoding = c->options.encoding, .temp_dir = c->options.temp_dir, .hash = c->options.hash_tables,
                                     .kinds = c->options.kind >= 0 ? KIND_BIT(c->options.kind) : 0, .sheets = c->options.sheets };
    struct table *t = table_open(path, &options, c->headings, c->values, err);
    if (!t)
        return -1;
    table_source(t, &facts->source);
    int status;
    uint64_t needed = COLUMN_BIT(COLUMN_CATALOG_CODE);
    if (table_missing(t) || table_doubled(t) || (table_present(t) & needed) != needed)
        status = error_set(err, ERROR_INPUT, _("%s needs one column each of local_code, local_name and catalog_code; duima check says what its headings are taken for"),
                           table_title(t));
    else
        status = read_rows(c, t, facts, err);
    table_free(t);
    return status < 0 ? -1 : 0;
}

/* --- what came out */

void coverage_finish(struct coverage *c)
{
    for (size_t i = 0; i < c->drug_count; i++) {
        const struct coverage_drug *d = &c->drugs[i];
        const enum coverage_type counted[] = { d->type, COVERAGE_ALL, COVERAGE_OTC };
        for (size_t k = 0; k < (d->otc ? 3u : 2u); k++) {
            c->shares[COVERAGE_STOCKED][counted[k]].all++;
            c->shares[COVERAGE_STOCKED][counted[k]].with += d->stocked;
        }
    }
    for (size_t i = 0; i < c->item_count; i++) {
        const struct coverage_item *item = &c->items[i];
        const enum coverage_type counted[] = { item->type, COVERAGE_ALL };
        for (size_t k = 0; k < 2; k++) {
            c->shares[COVERAGE_ITEMS][counted[k]].all++;
            c->shares[COVERAGE_ITEMS][counted[k]].with += item->reason == COVERAGE_IN;
        }
    }
}

const struct coverage_share *coverage_share(const struct coverage *c, enum coverage_measure measure, enum coverage_type type)
{
    return &c->shares[measure][type];
}

enum coverage_verdict coverage_judge(const struct coverage_share *s)
{
    if (s->least == AMOUNT_NONE || s->all == 0)
        return COVERAGE_NOT_ASKED;
    return s->with * (uint64_t)AMOUNT_SCALE >= s->all * (uint64_t)s->least ? COVERAGE_MET : COVERAGE_BELOW;
}

uint64_t coverage_ragged(const struct coverage *c) { return c->ragged; }

const struct coverage_item *coverage_item_at(const struct coverage *c, size_t i)
{
    return i < c->item_count ? &c->items[i] : NULL;
}

const struct coverage_drug *coverage_drug_at(const struct coverage *c, size_t i)
{
    return i < c->drug_count ? &c->drugs[i] : NULL;
}
