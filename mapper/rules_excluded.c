/* mapper/rules_excluded.c: S402 of spec/rules.md: does the local item's name or content name what the entry excludes (除外内容)?
 *
 * 特殊缝线、止血材料 excludes two things, each of at least two characters. What the entry's own names say too is no news. What the row says it
 * does not hold (不含药费; 材料费另收) it does not bill. */
#include "base/i18n.h"
#include "mapper/parts.h"
#include "mapper/rules.h"

#define EXCLUDED_MOST 32

struct excluded {
    struct span text[EXCLUDED_MOST], key[EXCLUDED_MOST]; /* in the row's arena */
    size_t n;
};

/* ---- the things excluded ---- */

static struct span without_ends(struct span s)
{
    static const char *const fronts[] = { "除外内容", "不包括", "不包含", "不含", "包括", "含", "各种", "各类", "所需的", "所需", "所用的", "所用", "使用的", "如" };
    static const char *const ends[] = { "除外", "另收", "另计", "另行收费", "另行计费", "单独收费", "以外", "等费用", "等" };
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (span_starts(s, span_of(fronts[i])))
            s = (struct span){ s.p + strlen(fronts[i]), s.n - strlen(fronts[i]) };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (span_ends(s, span_of(ends[i])))
            s.n -= strlen(ends[i]);
    return span_trim(s);
}

/* Words that name nothing. */
static bool says_nothing(struct span key)
{
    static const char *const words[] = { "其他", "其它", "费用", "收费", "内容", "项目", "暂无", "没有", "另收", "另计", "自理" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(key, words[i]))
            return true;
    return utf8_count(key) < 2;
}

/* Does a name of the entry itself have it? 1, 0, -1 memory. */
static int in_entry_names(struct rule_context *ctx, const struct view_entry *entry, struct span key)
{
    static const enum entry_text fields[] = { ENTRY_NAME, ENTRY_GENERIC, ENTRY_BRAND };
    const struct span *aliases;
    size_t own = sizeof fields / sizeof *fields, n = view_aliases(ctx->view, entry, &aliases);
    for (size_t i = 0; i < own + n; i++) {
        struct span name = i < own ? view_text(ctx->view, entry, fields[i]) : aliases[i - own];
        if (text_key(ctx->text, name, &ctx->scratch[1]) < 0)
            return -1;
        if (span_find(buf_span(&ctx->scratch[1]), key) != (size_t)-1)
            return 1;
    }
    return 0;
}

static void add_excluded(struct rule_context *ctx, const struct view_entry *entry, struct excluded *e, struct span text)
{
    text = without_ends(text);
    if (text.n == 0 || e->n == EXCLUDED_MOST || ctx->failed)
        return;
    int known = text_key(ctx->text, text, &ctx->scratch[0]);
    struct span key = buf_span(&ctx->scratch[0]);
    if (known == 0 && says_nothing(key))
        return;
    if (known == 0)
        known = in_entry_names(ctx, entry, key);
    if (known < 0)
        rule_failed(ctx);
    if (known != 0)
        return;
    e->text[e->n] = text;
    e->key[e->n++] = rule_copy(ctx, key);
}

/* `folded` lives as long as e. */
static void find_excluded(struct rule_context *ctx, const struct view_entry *entry, struct span folded, struct excluded *e)
{
    static const char *const signs[] = { "、", ",", ";", "。", ".", "/", "|", "(", ")", "[", "]", "【", "】", ":", "\n", "+" };
    static const char *const joints[] = { "以及", "及", "和", "与", "或" };
    struct span rest = folded, part, some;
    while (parts_next(&rest, signs, sizeof signs / sizeof *signs, &part)) {
        add_excluded(ctx, entry, e, part);
        for (struct span whole = part; parts_next(&part, joints, sizeof joints / sizeof *joints, &some);)
            if (some.n < whole.n)
                add_excluded(ctx, entry, e, some);
    }
}

/* ---- what the row says it holds ---- */

/* Where the first of the words stands in s, with its length; (size_t)-1: nowhere. */
static size_t find_word(struct span s, const char *const *words, size_t n, size_t *length)
{
    size_t first = (size_t)-1;
    for (size_t i = 0; i < n; i++) {
        size_t at = span_find(s, span_of(words[i]));
        if (at != (size_t)-1 && (first == (size_t)-1 || at < first)) {
            first = at;
            *length = strlen(words[i]);
        }
    }
    return first;
}

/* What a clause says that the item holds. *denied: the clauses before ended in "does not hold …", and this one may go on with it. */
static struct span held(struct span clause, bool *denied)
{
    static const char *const denials[] = { "不含", "不包", "不使用", "未使用", "不用", "无需", "未用" };
    static const char *const apart[] = { "除外", "另收", "另计", "另行", "单独收费", "自理", "自备" };
    static const char *const again[] = { "含", "包括", "包含", "另含" };
    size_t length = 0;
    for (size_t i = 0; i < sizeof again / sizeof *again; i++)
        *denied = *denied && !span_starts(clause, span_of(again[i]));
    size_t at = find_word(clause, apart, sizeof apart / sizeof *apart, &length);
    if (at != (size_t)-1)
        clause = (struct span){ clause.p + at + length, clause.n - at - length };
    if (*denied)
        return SPAN_NONE;
    at = find_word(clause, denials, sizeof denials / sizeof *denials, &length);
    *denied = at != (size_t)-1;
    return *denied ? (struct span){ clause.p, at } : clause;
}

/* The first thing excluded that a clause of the folded text names; EXCLUDED_MOST: none. */
static size_t named_in(struct rule_context *ctx, struct span folded, const struct excluded *e)
{
    static const char *const stops[] = { "。", ";", "(", ")", "[", "]", "\n" }, *const commas[] = { ",", "，" };
    struct span rest = folded, sentence, clause;
    while (parts_next(&rest, stops, sizeof stops / sizeof *stops, &sentence)) {
        bool denied = false;
        while (parts_next(&sentence, commas, sizeof commas / sizeof *commas, &clause)) {
            if (text_key(ctx->text, held(clause, &denied), &ctx->scratch[1]) < 0) {
                rule_failed(ctx);
                return EXCLUDED_MOST;
            }
            for (size_t i = 0; i < e->n; i++)
                if (span_find(buf_span(&ctx->scratch[1]), e->key[i]) != (size_t)-1)
                    return i;
        }
    }
    return EXCLUDED_MOST;
}

static void add_finding(struct rule_context *ctx, enum column column, struct span field, const struct excluded *e, size_t i)
{
    struct finding_facts facts = { .rule = RULE_S402, .severity = SEVERITY_WARNING, .column = column, .local = field, .expected = e->text[i],
                                   .local_key = e->key[i], .expected_key = e->key[i] };
    finding_add(ctx, &facts, _("“%.*s” names “%.*s”, which the catalog excludes from this item (除外内容): bill it apart"), SPAN_ARG(field),
                SPAN_ARG(e->text[i]));
}

void rule_excluded(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
{
    static const enum column fields[] = { COLUMN_LOCAL_NAME, COLUMN_CONTENT };
    struct span exclusions = view_text(ctx->view, entry, ENTRY_EXCLUSIONS), name = row_value(row, COLUMN_LOCAL_NAME);
    if (exclusions.n == 0 || !rule_wanted(ctx, RULE_S402) ||
        (!row_has(row, COLUMN_CONTENT) && span_eq(name, view_text(ctx->view, entry, ENTRY_NAME))))
        return;
    struct excluded e = { .n = 0 };
    struct buf folded = BUF_INIT, ours = BUF_INIT;
    if (text_fold(ctx->text, exclusions, &folded) < 0)
        rule_failed(ctx);
    else
        find_excluded(ctx, entry, buf_span(&folded), &e);
    for (size_t i = 0; i < 2 && e.n > 0 && !ctx->failed; i++) {
        struct span field = row_value(row, fields[i]);
        if (!field.p)
            continue;
        if (text_fold(ctx->text, field, &ours) < 0) {
            rule_failed(ctx);
            break;
        }
        size_t named = named_in(ctx, buf_span(&ours), &e);
        if (named < EXCLUDED_MOST && !ctx->failed) {
            add_finding(ctx, fields[i], field, &e, named);
            break;
        }
    }
    buf_release(&folded);
    buf_release(&ours);
}
