/* mapper/resolve.c: see the header. Nearly every row takes the first road, one look-up in the view; the others are asked in
 * the order in which spec/rules.md names them: history, spelling, one edit away, and only then "unknown". */
#include "mapper/resolve.h"
#include "base/i18n.h"
#include "base/map.h"
#include "mapper/codes.h"
#include "mapper/peers.h"
#include "mapper/rules.h"

#define LOOKALIKES_MOST 32  /* named in C109 */
#define NEAR_MOST       512 /* codes one edit away, whatever their names: numbers that follow each other lie close */

struct resolver {
    struct view *view;
    struct text *text;
    unsigned kinds;
    struct history *history; /* shared, as are the codes */
    struct codes *codes;
    struct buf chain, folded;
};

struct resolver *resolver_new(struct view *view, struct history *history, struct codes *codes, struct text *text, struct error *err)
{
    struct resolver *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    r->view = view;
    r->history = history;
    r->codes = codes;
    r->text = text;
    buf_init(&r->chain);
    buf_init(&r->folded);
    for (int k = 0; k < KIND_COUNT; k++) {
        if (view_version(view, (enum kind)k))
            r->kinds |= KIND_BIT(k);
    }
    return r;
}

void resolver_free(struct resolver *r)
{
    if (!r)
        return;
    buf_release(&r->chain);
    buf_release(&r->folded);
    free(r);
}

unsigned resolver_kinds(const struct resolver *r)
{
    return r->kinds;
}

bool resolver_has(const struct resolver *r, struct span code)
{
    bool has = false;
    for (int k = 0; k < KIND_COUNT && !has; k++)
        has = view_find(r->view, (enum kind)k, code) != NULL;
    return has;
}

int resolve_past(struct resolver *r, enum kind kind, struct span code, struct code_past *out, struct error *err)
{
    return history_find(r->history, kind, code, out, err);
}

/* One search for a code: the row's own kinds first, then the others that are in force. */
struct search {
    struct resolver *r;
    struct rule_context *ctx;
    struct row *row;
    struct resolved *out;
    unsigned own, others; /* KIND_BITs */
};

static const struct view_entry *find_exact(const struct search *s, unsigned kinds, struct span code)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        const struct view_entry *e = kinds & KIND_BIT(k) ? view_find(s->r->view, (enum kind)k, code) : NULL;
        if (e)
            return e;
    }
    return NULL;
}

static int find_past(const struct search *s, struct span code, struct code_past *past, enum kind *kind)
{
    for (int pass = 0; pass < 2; pass++) {
        unsigned kinds = pass == 0 ? s->own : s->others;
        for (int k = 0; k < KIND_COUNT; k++) {
            if (!(kinds & KIND_BIT(k)))
                continue;
            int got = resolve_past(s->r, (enum kind)k, code, past, s->ctx->err);
            *kind = (enum kind)k;
            if (got != 0)
                return got;
        }
    }
    return 0;
}

static int find_folded(struct resolver *r, unsigned kinds, struct span code, const struct view_entry **out, struct error *err)
{
    *out = NULL;
    for (int k = 0; k < KIND_COUNT && !*out; k++) {
        if (!(kinds & KIND_BIT(k)))
            continue;
        struct error mine = { .code = ERROR_NONE };
        *out = view_find_folded(r->view, (enum kind)k, code, &mine);
        if (!*out && mine.code != ERROR_NONE) {
            *err = mine;
            return -1;
        }
    }
    return 0;
}

int resolve_spelling(struct resolver *r, unsigned kinds, struct span code, struct span *out, struct error *err)
{
    unsigned own = kinds & r->kinds ? kinds & r->kinds : r->kinds, others = r->kinds & ~own;
    const struct view_entry *e = NULL;
    *out = code;
    for (int k = 0; k < KIND_COUNT && !e; k++)
        e = r->kinds & KIND_BIT(k) ? view_find(r->view, (enum kind)k, code) : NULL;
    if (e)
        return 0;
    if (find_folded(r, own, code, &e, err) < 0 || (!e && find_folded(r, others, code, &e, err) < 0))
        return -1;
    if (e) {
        *out = view_text(r->view, e, ENTRY_CODE);
        return 0;
    }
    if (text_fold_code(r->text, code, &r->folded) < 0)
        return error_memory(err);
    struct span folded = buf_span(&r->folded);
    struct code_past past;
    for (int k = 0; k < KIND_COUNT && folded.n > 0 && !span_eq(folded, code); k++) {
        int got = r->kinds & KIND_BIT(k) ? resolve_past(r, (enum kind)k, folded, &past, err) : 0;
        if (got > 0)
            *out = folded;
        if (got != 0)
            return got < 0 ? -1 : 0;
    }
    return 0;
}

uint32_t resolve_number(const struct resolver *r, struct span code)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        const struct view_entry *e = r->kinds & KIND_BIT(k) ? view_find(r->view, (enum kind)k, code) : NULL;
        if (e)
            return view_index(r->view, e);
    }
    uint32_t number = (uint32_t)(hash_span(code) >> 32) | 0x80000000u;
    return number == UINT32_MAX ? number - 1 : number; /* which stands for no code */
}

static struct finding_facts code_facts(const struct search *s, enum rule rule, enum severity severity)
{
    return (struct finding_facts){ .rule = rule, .severity = severity, .column = COLUMN_CATALOG_CODE,
                                   .local = s->row->catalog_code };
}

/* C107 where the code that has ended has a successor; true: it was said (or the check failed). */
static bool said_replaced(const struct search *s, enum kind kind)
{
    struct rule_context *ctx = s->ctx;
    struct span code = s->row->catalog_code;
    enum chain_end end = CHAIN_NONE;
    if (view_chain(s->r->view, kind, code, ctx->options->day, &end, &s->r->chain, ctx->err) < 0) {
        ctx->failed = true;
        return true;
    }
    struct span target = buf_span(&s->r->chain);
    struct finding_facts facts = code_facts(s, RULE_C107, SEVERITY_ERROR);
    facts.expected = target;
    switch (end) {
    case CHAIN_NONE:
        return false;
    case CHAIN_ONE:
        if (finding_add(ctx, &facts, _("code %.*s has ended; the catalog replaced it by %.*s"), SPAN_ARG(code), SPAN_ARG(target)))
            finding_fix(ctx, COLUMN_CATALOG_CODE, target, true);
        return true;
    case CHAIN_POSSIBLY:
        if (finding_add(ctx, &facts, _("code %.*s has ended; the catalog says that %.*s possibly takes its place: compare before you use it"),
                        SPAN_ARG(code), SPAN_ARG(target)))
            finding_fix(ctx, COLUMN_CATALOG_CODE, target, false);
        return true;
    case CHAIN_SEVERAL:
        finding_add(ctx, &facts, _("code %.*s has ended; several codes took its place, choose one of them: %.*s"), SPAN_ARG(code),
                    SPAN_ARG(target));
        return true;
    case CHAIN_CIRCLE:
        finding_add(ctx, &facts, _("code %.*s has ended, and its replacements lead in a circle (%.*s comes twice): ask the publisher of the catalog"),
                    SPAN_ARG(code), SPAN_ARG(target));
        return true;
    case CHAIN_DEAD_END:
        finding_add(ctx, &facts, _("code %.*s has ended, and its replacements end at %.*s, which is not valid either"), SPAN_ARG(code),
                    SPAN_ARG(target));
        return true;
    }
    return false;
}

/* The code is in the version in force; is the entry valid on the day? C104, C105, C107. */
static void check_entry(const struct search *s, const struct view_entry *e)
{
    struct rule_context *ctx = s->ctx;
    date day = ctx->options->day, from = view_valid_from(e), to = view_valid_to(e);
    char text[DATE_TEXT];
    struct span code = s->row->catalog_code;
    s->out->entry = e;
    s->out->kind = view_kind(e);
    s->out->kind_known = true;
    s->out->in_force = true;
    bool early = from != DATE_NONE && from > day, ended = to != DATE_NONE && to < day;
    if (!early && !ended && !view_inactive(e))
        return;
    s->out->in_force = false;
    struct finding_facts facts = code_facts(s, early && !view_inactive(e) ? RULE_C104 : RULE_C105, SEVERITY_ERROR);
    if (facts.rule == RULE_C104)
        finding_add(ctx, &facts, _("code %.*s is valid only from %s on"), SPAN_ARG(code), date_text(from, text));
    else if (said_replaced(s, view_kind(e)))
        return;
    else if (view_inactive(e))
        finding_add(ctx, &facts, _("code %.*s is marked as inactive in the catalog"), SPAN_ARG(code));
    else
        finding_add(ctx, &facts, _("code %.*s was valid only to %s"), SPAN_ARG(code), date_text(to, text));
}

/* The code is in no version in force, but in another one. C104, C106, C107. */
static void check_past(const struct search *s, enum kind kind, const struct code_past *past)
{
    struct rule_context *ctx = s->ctx;
    struct span code = s->row->catalog_code;
    const struct version_info *now = view_version(s->r->view, kind);
    char text[DATE_TEXT];
    s->out->entry = past->entry;
    s->out->kind = kind;
    s->out->kind_known = true;
    s->out->in_force = false;
    struct finding_facts facts = code_facts(s, past->last_label.p ? RULE_C106 : RULE_C104, SEVERITY_ERROR);
    if (facts.rule == RULE_C104) {
        finding_add(ctx, &facts, _("code %.*s comes into force only with version %.*s on %s"), SPAN_ARG(code),
                    SPAN_ARG(past->next_label), date_text(past->next_from, text));
    } else if (said_replaced(s, kind)) {
        return;
    } else if (now && now->fragment) { /* what a part of a catalog lacks may still be in the whole one */
        facts.severity = SEVERITY_INFO;
        finding_add(ctx, &facts, _("code %.*s was last in version %.*s; whether it was withdrawn cannot be told, since version %s is only a part of the catalog"),
                    SPAN_ARG(code), SPAN_ARG(past->last_label), now->label);
    } else {
        finding_add(ctx, &facts, _("code %.*s was last in version %.*s and is not in version %s, which is in force"), SPAN_ARG(code),
                    SPAN_ARG(past->last_label), now ? now->label : "");
    }
}

static void say_spelling(const struct search *s, struct span written)
{
    struct finding_facts facts = code_facts(s, RULE_C108, SEVERITY_ERROR);
    facts.local = written;
    facts.expected = s->row->catalog_code;
    if (finding_add(s->ctx, &facts, _("code “%.*s” is spelled %.*s in the catalog"), SPAN_ARG(written), SPAN_ARG(s->row->catalog_code)))
        finding_fix(s->ctx, COLUMN_CATALOG_CODE, s->row->catalog_code, true);
}

#define ZEROS_MOST 12 /* that a spreadsheet may have dropped */
#define CODE_DIGITS 15 /* a longer number has lost others */

static bool is_digits(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* The only code in force that is the row's, all digits, with zeros in front, which a spreadsheet drops from what it takes for a number. NULL: none, or
 * several. */
static const struct view_entry *find_zeros(const struct search *s, struct span code)
{
    char padded[64];
    const struct view_entry *found = NULL;
    if (code.n + ZEROS_MOST > sizeof padded || !is_digits(code))
        return NULL;
    memset(padded, '0', ZEROS_MOST);
    memcpy(padded + ZEROS_MOST, code.p, code.n);
    for (size_t zeros = 1; zeros <= ZEROS_MOST; zeros++) {
        struct span with = { padded + ZEROS_MOST - zeros, code.n + zeros };
        const struct view_entry *e = find_exact(s, s->own | s->others, with);
        if (e && found)
            return NULL;
        found = e ? e : found;
    }
    return found;
}

static void say_zeros(const struct search *s, struct span written, bool safe)
{
    struct finding_facts facts = code_facts(s, RULE_C108, SEVERITY_ERROR);
    facts.local = written;
    facts.expected = s->row->catalog_code;
    if (finding_add(s->ctx, &facts, _("code “%.*s” is %.*s in the catalog: a spreadsheet took it for a number and dropped the zeros in front; format the column as text"),
                    SPAN_ARG(written), SPAN_ARG(s->row->catalog_code)))
        finding_fix(s->ctx, COLUMN_CATALOG_CODE, s->row->catalog_code, safe);
}

/* A code that was in force once, or will be. */
static int check_past_zeros(const struct search *s, struct span written)
{
    static const char zeros[] = "000000000000"; /* ZEROS_MOST */
    struct code_past past;
    enum kind kind;
    int got = 0;
    for (size_t n = 1; n <= ZEROS_MOST && got == 0 && is_digits(written) && written.n <= CODE_DIGITS; n++) {
        struct buf *with = &s->r->folded;
        buf_clear(with);
        buf_add(with, zeros, n);
        buf_addspan(with, written);
        if (buf_check(with, s->ctx->err) < 0)
            return -1;
        got = find_past(s, buf_span(with), &past, &kind);
    }
    if (got > 0) {
        s->row->catalog_code = rule_copy(s->ctx, buf_span(&s->r->folded));
        say_zeros(s, written, false);
        check_past(s, kind, &past);
    }
    return got;
}

/* C108 of a code that a workbook has as a number. The fix is safe where the name agrees as well. 1 said (and the entry checked), 0: it is none of these,
 * -1 failed. */
static int check_zeros(const struct search *s)
{
    struct span written = span_trim(s->row->catalog_code);
    const struct view_entry *e = s->row->code_is_number ? find_zeros(s, written) : NULL;
    if (!e)
        return s->row->code_is_number ? check_past_zeros(s, written) : 0;
    s->row->catalog_code = view_text(s->r->view, e, ENTRY_CODE);
    say_zeros(s, written, name_agrees(s->ctx, s->row, e));
    check_entry(s, e);
    return 1;
}

/* C108: 1 said (and the entry checked), 0 not a matter of spelling, -1 failed. */
static int check_spelling(const struct search *s)
{
    struct span written = s->row->catalog_code;
    const struct view_entry *e;
    if (find_folded(s->r, s->own, written, &e, s->ctx->err) < 0 ||
        (!e && find_folded(s->r, s->others, written, &e, s->ctx->err) < 0))
        return -1;
    if (e) {
        s->row->catalog_code = view_text(s->r->view, e, ENTRY_CODE);
        say_spelling(s, written);
        check_entry(s, e);
        return 1;
    }
    if (text_fold_code(s->r->text, written, &s->r->folded) < 0) {
        error_memory(s->ctx->err);
        return -1;
    }
    struct span folded = buf_span(&s->r->folded);
    struct code_past past;
    enum kind kind;
    if (folded.n == 0 || span_eq(folded, written))
        return 0;
    int got = find_past(s, folded, &past, &kind);
    if (got > 0) {
        s->row->catalog_code = rule_copy(s->ctx, folded);
        say_spelling(s, written);
        check_past(s, kind, &past);
    }
    return got;
}

/* The codes one edit away whose name agrees, into found; their number, or -1. */
static int find_lookalikes(const struct search *s, const struct view_entry *found[LOOKALIKES_MOST])
{
    int n = 0;
    for (int k = 0; k < KIND_COUNT; k++) {
        if (!(s->own & KIND_BIT(k)))
            continue;
        const struct view_entry *near[NEAR_MOST];
        int got = view_lookalikes(s->r->view, (enum kind)k, s->row->catalog_code, near, NEAR_MOST, s->ctx->err);
        if (got < 0)
            return -1;
        for (int i = 0; i < got && n < LOOKALIKES_MOST; i++) {
            if (entry_in_force(near[i], s->ctx->options->day) && name_agrees(s->ctx, s->row, near[i]))
                found[n++] = near[i];
        }
    }
    return n;
}

/* C109: 1 said, 0 nothing near, -1 failed. */
static int check_lookalikes(const struct search *s)
{
    const struct view_entry *found[LOOKALIKES_MOST];
    int n = find_lookalikes(s, found);
    if (n <= 0)
        return n;
    struct buf *codes = &s->r->chain;
    buf_clear(codes);
    for (int i = 0; i < n; i++) {
        buf_adds(codes, i > 0 ? ", " : "");
        buf_addspan(codes, view_text(s->r->view, found[i], ENTRY_CODE));
    }
    if (buf_check(codes, s->ctx->err) < 0)
        return -1;
    struct finding_facts facts = code_facts(s, RULE_C109, SEVERITY_ERROR);
    facts.expected = buf_span(codes);
    struct span name = view_text(s->r->view, found[0], ENTRY_NAME);
    if (n > 1)
        finding_add(s->ctx, &facts, _("code %.*s is unknown; these codes are one slip away from it and have an item of that name: %.*s"),
                    SPAN_ARG(s->row->catalog_code), SPAN_ARG(facts.expected));
    else if (finding_add(s->ctx, &facts, _("code %.*s is unknown; one slip away from it is %.*s, “%.*s”"),
                         SPAN_ARG(s->row->catalog_code), SPAN_ARG(facts.expected), SPAN_ARG(name)))
        finding_fix(s->ctx, COLUMN_CATALOG_CODE, facts.expected, false);
    return 1;
}

/* Is one of the catalogs asked only a part? */
static bool any_fragment(const struct search *s)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        const struct version_info *v = s->own & KIND_BIT(k) ? view_version(s->r->view, (enum kind)k) : NULL;
        if (v && v->fragment)
            return true;
    }
    return false;
}

/* C102, C103. */
static void say_unknown(const struct search *s)
{
    struct span code = span_trim(s->row->catalog_code); /* blanks around it are a matter of spelling, not of form */
    /* A row that says no kind is blamed only where its code fits no kind at all. */
    unsigned kinds = s->row->kinds ? s->own : KIND_BIT(KIND_COUNT) - 1;
    int malformed = codes_malformed(s->r->codes, kinds, code, s->ctx->err);
    if (malformed < 0) {
        s->ctx->failed = true;
        return;
    }
    struct finding_facts facts = code_facts(s, malformed ? RULE_C102 : RULE_C103, SEVERITY_ERROR);
    if (malformed) {
        finding_add(s->ctx, &facts, _("code “%.*s” is in no version of the catalog, and no code is formed like that"), SPAN_ARG(code));
    } else if (any_fragment(s)) {
        facts.severity = SEVERITY_INFO;
        finding_add(s->ctx, &facts, _("cannot tell whether code %.*s exists: only a part of the catalog was imported"), SPAN_ARG(code));
    } else {
        finding_add(s->ctx, &facts, _("code %.*s is in no version of the catalog"), SPAN_ARG(code));
    }
}

/* The code is in no version, but an entry in force says that it took its place. true: it was said (or the check failed). */
static bool said_succeeded(const struct search *s)
{
    for (int pass = 0; pass < 2; pass++) {
        unsigned kinds = pass == 0 ? s->own : s->others;
        for (int k = 0; k < KIND_COUNT; k++) {
            if (!(kinds & KIND_BIT(k)) || !view_is_replaced(s->r->view, (enum kind)k, s->row->catalog_code))
                continue;
            s->out->kind = (enum kind)k;
            s->out->kind_known = true;
            return said_replaced(s, (enum kind)k);
        }
    }
    return false;
}

static void resolve_rare(const struct search *s)
{
    struct code_past past;
    enum kind kind;
    int got = find_past(s, s->row->catalog_code, &past, &kind);
    if (got > 0)
        check_past(s, kind, &past);
    else if (got == 0 && said_succeeded(s))
        return;
    if (got == 0)
        got = check_spelling(s);
    if (got == 0)
        got = check_zeros(s);
    if (got == 0)
        got = check_lookalikes(s);
    if (got == 0)
        say_unknown(s);
    if (got < 0)
        s->ctx->failed = true;
}

void rule_not_mapped(struct rule_context *ctx)
{
    struct finding_facts facts = { .rule = RULE_C101, .severity = SEVERITY_WARNING, .column = COLUMN_CATALOG_CODE };
    finding_add(ctx, &facts, _("no catalog code: map the item, or mark it as self-paid or out of use"));
}

static void say_not_mapped(struct rule_context *ctx, const struct row *row, unsigned kinds)
{
    bool said = (row->present & COLUMN_BIT(COLUMN_CATALOG_CODE)) && !(row->marked & COLUMN_BIT(COLUMN_CATALOG_CODE));
    if (!said || row->pay_class == 'C')
        return;
    rule_unmapped(ctx, row, kinds);
    rule_not_mapped(ctx);
}

/* The texts that rules read of most rows. */
#define READ                                                                                                            \
    (1u << ENTRY_NAME | 1u << ENTRY_GENERIC | 1u << ENTRY_BRAND | 1u << ENTRY_SPEC | 1u << ENTRY_PACK | 1u << ENTRY_MANUFACTURER |      \
     1u << ENTRY_HOLDER | 1u << ENTRY_APPROVAL | 1u << ENTRY_STANDARD_CODE)

void resolve_many(struct resolver *r, struct row *const *rows, const struct view_entry **found, size_t n)
{
    struct view_wish wishes[VIEW_MANY];
    for (size_t i = 0; i < n; i++) {
        unsigned own = rows[i]->kinds & r->kinds;
        own = own ? own : r->kinds;
        int k = 0; /* the first of the row's kinds; for the others there is time in resolve_row */
        while (k < KIND_COUNT - 1 && !(own & KIND_BIT(k)))
            k++;
        wishes[i] = (struct view_wish){ (enum kind)k, rows[i]->catalog_code, NULL };
    }
    view_find_many(r->view, wishes, n, READ);
    for (size_t i = 0; i < n; i++)
        found[i] = wishes[i].code.p ? wishes[i].entry : NULL;
}

void resolve_row(struct resolver *r, struct rule_context *ctx, struct row *row, const struct view_entry *found, struct resolved *out)
{
    *out = (struct resolved){ .entry = NULL };
    unsigned said = row->kinds & r->kinds;
    struct search s = { r, ctx, row, out, said ? said : r->kinds, said ? r->kinds & ~said : 0 };
    for (int k = 0; k < KIND_COUNT; k++) {
        if (row->kinds == KIND_BIT(k)) {
            out->kind = (enum kind)k;
            out->kind_known = true;
        }
    }
    if (!row->catalog_code.p) {
        say_not_mapped(ctx, row, s.own);
        return;
    }
    const struct view_entry *e = found ? found : find_exact(&s, s.own, row->catalog_code);
    if (!e && s.others)
        e = find_exact(&s, s.others, row->catalog_code);
    if (e)
        check_entry(&s, e);
    else
        resolve_rare(&s);
}
