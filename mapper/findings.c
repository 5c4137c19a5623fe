/* mapper/findings.c: see the header. Messages are made here and nowhere kept: they live in the row's arena. */
#include "mapper/findings.h"
#include "catalog/hash.h"

void findings_init(struct findings *f)
{
    *f = (struct findings){ .items = NULL };
    buf_init(&f->text);
    buf_init(&f->key);
}

void findings_release(struct findings *f)
{
    free(f->items);
    buf_release(&f->text);
    buf_release(&f->key);
}

void findings_start(struct findings *f, struct span local_code, struct span catalog_code)
{
    f->count = 0;
    f->local_code = local_code;
    f->catalog_code = catalog_code;
    f->last = NULL;
}

static void key_part(struct buf *key, struct span part)
{
    buf_addspan(key, part);
    buf_addc(key, part.p ? '\0' : '\1'); /* absent is not empty */
}

uint64_t finding_fingerprint(struct findings *f, enum rule rule, struct span local_key, struct span expected_key)
{
    buf_clear(&f->key);
    buf_adds(&f->key, rule_info(rule)->id);
    buf_addc(&f->key, '\0');
    key_part(&f->key, f->local_code);
    key_part(&f->key, f->catalog_code);
    key_part(&f->key, local_key);
    key_part(&f->key, expected_key);
    return hash64(buf_span(&f->key));
}

void rule_failed(struct rule_context *ctx)
{
    if (!ctx->failed)
        error_memory(ctx->err);
    ctx->failed = true;
}

struct span rule_copy(struct rule_context *ctx, struct span s)
{
    struct span copy = arena_copy(ctx->arena, s);
    if (s.p && !copy.p)
        rule_failed(ctx);
    return copy;
}

static struct finding *one_more(struct findings *f)
{
    if (f->count == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 16;
        struct finding *items = realloc(f->items, cap * sizeof *items);
        if (!items)
            return NULL;
        f->items = items;
        f->cap = cap;
    }
    return &f->items[f->count++];
}

int findings_append(struct findings *f, const struct finding *items, size_t n, struct error *err)
{
    for (size_t i = 0; i < n; i++) {
        struct finding *one = one_more(f);
        if (!one)
            return error_memory(err);
        *one = items[i];
    }
    return 0;
}

__attribute__((format(printf, 2, 0))) static struct span format_message(struct rule_context *ctx, const char *format, va_list args)
{
    struct buf *text = &ctx->findings->text;
    buf_clear(text);
    buf_addfv(text, format, args);
    if (text->failed) {
        rule_failed(ctx);
        return SPAN_NONE;
    }
    return rule_copy(ctx, buf_span(text));
}

bool finding_add(struct rule_context *ctx, const struct finding_facts *facts, const char *format, ...)
{
    struct findings *f = ctx->findings;
    f->last = NULL;
    if (ctx->probe) {
        ctx->probe->found[facts->severity] |= RULE_BIT(facts->rule);
        return false;
    }
    if (ctx->failed || (ctx->silenced & RULE_BIT(facts->rule)))
        return false;
    struct finding *one = one_more(f);
    if (!one) {
        rule_failed(ctx);
        return false;
    }
    ctx->silenced |= rule_info(facts->rule)->silences;
    va_list args;
    va_start(args, format);
    *one = (struct finding){ .rule = facts->rule };
    one->severity = facts->severity;
    one->column = facts->column;
    one->local = rule_copy(ctx, facts->local);
    one->expected = rule_copy(ctx, facts->expected);
    one->message = format_message(ctx, format, args);
    one->fix_column = COLUMN_NONE;
    one->at_risk = AMOUNT_NONE;
    one->fingerprint = finding_fingerprint(f, facts->rule, facts->local_key.p ? facts->local_key : facts->local,
                                           facts->expected_key.p ? facts->expected_key : facts->expected);
    va_end(args);
    if (f->key.failed)
        rule_failed(ctx);
    f->last = one;
    return !ctx->failed;
}

void finding_fix(struct rule_context *ctx, enum column column, struct span value, bool safe)
{
    struct finding *last = ctx->findings->last;
    if (!last)
        return;
    last->fix_column = column;
    last->fix_value = rule_copy(ctx, value);
    last->fix_safe = safe;
}

void finding_risk(struct rule_context *ctx, int64_t excess, int64_t quantity)
{
    struct finding *last = ctx->findings->last;
    int64_t sum;
    if (last && quantity != AMOUNT_NONE && quantity >= 0 && amount_mul(excess, quantity, &sum) && sum <= RISK_MOST)
        last->at_risk = sum;
}

/* By the rules' identifiers, as whoever reads the output would sort it. */
static bool comes_after(enum rule a, enum rule b)
{
    return a != b && strcmp(rule_info(a)->id, rule_info(b)->id) > 0;
}

void findings_sort(struct findings *f)
{
    for (size_t i = 1; i < f->count; i++) { /* a handful, and must be stable */
        struct finding one = f->items[i];
        size_t at = i;
        for (; at > 0 && comes_after(f->items[at - 1].rule, one.rule); at--)
            f->items[at] = f->items[at - 1];
        f->items[at] = one;
    }
}
