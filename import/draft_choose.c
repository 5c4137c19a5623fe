/* import/draft_choose.c: of all places that may be fields of a record, for each field the best. It must never take one whose values speak against
 * it. */
#include "import/draft_run.h"

#include "base/i18n.h"

bool draft_is_code(struct span field) { return span_is(field, "code"); }

/* How much a place is worth as the code: it is there in every record, and each has another. */
static int code_score(const struct draft_gathering *g, const struct draft_candidate *c)
{
    static const char *const endings[] = { "id", "code", "cd", "no", "key", "编码", "代码", "编号" };
    const struct survey_node *n = &g->x->s->nodes[c->node];
    struct draft_key key, element;
    int score = c->word && draft_is_code(c->field) ? c->score : 0;
    if (c->above || c->repeats || n->longest > 64 || !survey_looks(n, LOOK_WORD, 99))
        return 0;
    if (survey_looks(n, LOOK_HAN, 5) || (c->word && !draft_is_code(c->field) && c->score >= SCORE_EXACT))
        return 0;
    draft_key(n->name, &key);
    draft_key(g->record->name, &element);
    for (size_t i = 0; score < 40 && i < sizeof endings / sizeof *endings; i++)
        if (span_ends(draft_key_span(&key), span_of(endings[i])))
            score = 40;
    bool different = n->distinct * 100 >= n->filled * (n->distinct < 256 ? 100 : 85), always = c->filled == g->record->count;
    if (score == 0 && !(n->attribute && always && different) && c->node != g->node)
        score = always && different && survey_looks(n, LOOK_CODE, 90) ? 20 : 0;
    score += survey_looks(n, LOOK_DRUG_CODE, 90) || survey_looks(n, LOOK_CONSUMABLE_CODE, 90) || survey_looks(n, LOOK_SERVICE_CODE, 90) ? 40 : 0;
    score += span_starts(draft_key_span(&key), draft_key_span(&element)) ? 5 : 0;
    if (g->record->count > 1)
        score += different ? 15 : -60;
    return score + (always ? 10 : n->filled * 100 < g->record->count * 95 && (!c->word || c->word->kind < 0) ? -30 : 0);
}

/* How much it is worth as the name, where no word says so: a text in every record, mostly another one. */
static int name_score(const struct draft_gathering *g, const struct draft_candidate *c)
{
    const struct survey_node *n = &g->x->s->nodes[c->node];
    if (c->above || c->repeats || c->filled < g->record->count || n->longest < 2 || (c->word && c->score >= SCORE_USED))
        return 0;
    if (!survey_looks(n, LOOK_HAN, 90) && !survey_looks(n, LOOK_LETTERS, 90))
        return 0;
    return n->distinct * 2 >= n->filled ? 30 + (int)(n->distinct * 10 / (n->filled > n->distinct ? n->filled : n->distinct)) : 0;
}

void draft_find_kinds(struct draft_gathering *g)
{
    static const enum look looks[KIND_COUNT] = { LOOK_DRUG_CODE, LOOK_SERVICE_CODE, LOOK_COUNT, LOOK_CONSUMABLE_CODE };
    const struct survey *s = g->x->s;
    for (size_t i = 0; i < g->n; i++) {
        const struct draft_candidate *c = &g->at[i];
        if (c->word && c->word->kind >= 0 && draft_is_code(c->field) && c->score >= SCORE_EXACT && c->filled > 0)
            g->kinds |= KIND_BIT((unsigned)c->word->kind);
    }
    if (g->x->o->kind >= 0)
        g->kinds = KIND_BIT((unsigned)g->x->o->kind);
    for (uint32_t at = g->node; g->kinds == 0 && at != SURVEY_NONE; at = s->nodes[at].parent) {
        int kind = draft_kind_of(&g->x->words, s->nodes[at].name);
        g->kinds = kind >= 0 ? KIND_BIT((unsigned)kind) : 0;
    }
    for (size_t i = 0; g->kinds == 0 && i < g->n; i++)
        for (unsigned kind = 0; kind < KIND_COUNT; kind++)
            if (looks[kind] != LOOK_COUNT && survey_looks(&s->nodes[g->at[i].node], looks[kind], 90))
                g->kinds = KIND_BIT(kind);
}

/* Nothing said it: what its other words would fit. */
unsigned draft_vote_kinds(const struct draft_gathering *g)
{
    unsigned votes[KIND_COUNT] = { 0 }, best = KIND_DRUG;
    for (size_t i = 0; i < g->n; i++)
        if (g->at[i].word && g->at[i].word->kind >= 0 && g->at[i].score >= SCORE_USED)
            votes[g->at[i].word->kind]++;
    for (unsigned kind = 0; kind < KIND_COUNT; kind++)
        best = votes[kind] > votes[best] ? kind : best;
    return KIND_BIT(best);
}

bool draft_one_kind(const struct draft_gathering *g) { return (g->kinds & (g->kinds - 1)) == 0; }

/* The kind a candidate would be for: -1, all. */
int draft_candidate_kind(const struct draft_gathering *g, const struct draft_candidate *c)
{
    return draft_one_kind(g) || !c->word ? -1 : c->word->kind;
}

/* Do two say the same: one field with the same parts (level, type), for the same kind? */
bool draft_same_slot(const struct draft_gathering *g, const struct draft_candidate *a, const struct draft_candidate *b)
{
    struct span parts_a = a->word ? a->word->attributes : SPAN(""), parts_b = b->word ? b->word->attributes : SPAN("");
    if (!span_eq(a->field, b->field) || (draft_candidate_kind(g, a) >= 0 && draft_candidate_kind(g, b) >= 0 && draft_candidate_kind(g, a) != draft_candidate_kind(g, b)))
        return false;
    return span_eq(parts_a, parts_b) || span_is(a->field, "code") || span_is(a->field, "name");
}

static bool is_better(const struct draft_candidate *a, const struct draft_candidate *b)
{
    const struct target *t = target_find(a->field);
    bool text = !t || t->shape == SHAPE_TEXT || t->shape == SHAPE_CODE;
    if (a->above != b->above && !text) /* the record's own price and days, where those above it are of many records */
        return b->above;
    if (a->score != b->score)
        return a->score > b->score;
    if (a->word && b->word && a->word != b->word)
        return a->word->order < b->word->order;
    return a->node < b->node;
}

/* Values that do not fit their field take it away. */
void draft_judge_values(struct draft_gathering *g)
{
    for (size_t i = 0; i < g->n; i++) {
        struct draft_candidate *c = &g->at[i];
        const struct target *t = c->field.p ? target_find(c->field) : NULL;
        struct draft_reading reading;
        if (!t)
            continue;
        draft_read_values(&g->x->s->nodes[c->node], t, c->word, c->repeats, &reading);
        c->against = reading.against;
        c->why = reading.against ? reading.why : NULL;
        if (reading.against)
            c->score = c->score < SCORE_USED - 10 ? c->score : SCORE_USED - 10;
        draft_reading_release(&reading);
        if (c->word && c->word->kind >= 0 && draft_one_kind(g) && g->kinds && g->kinds != KIND_BIT((unsigned)c->word->kind) && c->score >= SCORE_USED &&
            !draft_is_code(c->field) && !span_is(c->field, "name"))
            c->score -= 20;
    }
}

/* The code and the name are too important to be left to words alone. */
void draft_weigh(struct draft_gathering *g)
{
    for (size_t i = 0; i < g->n; i++) {
        struct draft_candidate *c = &g->at[i];
        int code = code_score(g, c);
        if (draft_is_code(c->field) && c->word)
            c->score = code;
        else if (code >= SCORE_USED && (!c->field.p || c->score < SCORE_USED)) {
            c->field = SPAN("code");
            c->word = NULL;
            c->score = code;
            c->why = NULL;
            c->against = false;
        }
    }
}

bool draft_has_taken(const struct draft_gathering *g, const char *field, int kind)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->at[i].state == TAKEN && span_is(g->at[i].field, field) && (kind < 0 || draft_candidate_kind(g, &g->at[i]) < 0 || draft_candidate_kind(g, &g->at[i]) == kind))
            return true;
    return false;
}

/* No word names it: the best by structure, or another field that does. */
static void take_instead(struct draft_gathering *g, const char *field, const char *other, int (*score)(const struct draft_gathering *, const struct draft_candidate *))
{
    struct draft_candidate *best = NULL;
    int most = 0;
    for (size_t i = 0; i < g->n; i++) {
        struct draft_candidate *c = &g->at[i];
        int now = span_is(c->field, other) && c->state == TAKEN ? SCORE_USED : score && c->state == NOT_TAKEN ? score(g, c) : 0;
        if (now <= most)
            continue;
        best = c;
        most = now;
    }
    if (!best)
        return;
    struct draft_candidate copy = *best;
    copy.word = NULL;
    copy.score = most < SCORE_USED ? most : SCORE_USED;
    copy.state = TAKEN;
    copy.against = false;
    copy.why = most < SCORE_USED ? _("no name says so: it was taken for what its values look like") : _("no other place names it");
    if (best->state == TAKEN && strcmp(other, "generic") != 0)
        best->state = NOT_TAKEN;
    if (most < SCORE_USED)
        *best = copy, best->field = span_of(field);
    else
        draft_add_candidate(g, copy.node, copy, span_of(field));
}

/* What the code's own name says of another place: VPIDPREV beside VPID is the code before, VPIDDT the day from which it is. */
static void find_beside_code(struct draft_gathering *g)
{
    static const struct {
        const char *ending, *field;
    } endings[] = { { "prev", "replaces" }, { "previous", "replaces" }, { "old", "replaces" }, { "dt", "valid-from" }, { "date", "valid-from" } };
    const struct survey *s = g->x->s;
    struct draft_key code = { .n = 0 }, key;
    for (size_t i = 0; i < g->n; i++)
        if (g->at[i].state == TAKEN && draft_is_code(g->at[i].field))
            draft_key(s->nodes[g->at[i].node].name, &code);
    for (size_t i = 0; code.n > 0 && i < g->n; i++) {
        struct draft_candidate *c = &g->at[i];
        draft_key(s->nodes[c->node].name, &key);
        struct span rest = draft_key_span(&key);
        if (c->state != NOT_TAKEN || c->above || !span_starts(rest, draft_key_span(&code)))
            continue;
        rest = (struct span){ rest.p + code.n, rest.n - code.n };
        for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
            bool day = strcmp(endings[k].field, "valid-from") == 0;
            if (!span_is(rest, endings[k].ending) || draft_has_taken(g, endings[k].field, -1) || (day && !survey_looks(&s->nodes[c->node], LOOK_DATE_LOOSE, 95)))
                continue;
            c->field = span_of(endings[k].field);
            c->word = NULL;
            c->score = SCORE_END;
            c->state = TAKEN;
            c->why = NULL;
        }
    }
}

/* NameFr, NameIt beside NameDe: other names. */
static void find_tongues(struct draft_gathering *g)
{
    const struct draft_candidate *name = NULL;
    const struct draft_candidate *first = NULL;
    for (size_t i = 0; i < g->n; i++)
        if (g->at[i].state == TAKEN && span_is(g->at[i].field, "name"))
            name = &g->at[i];
    for (size_t i = 0; name && i < g->n; i++) {
        struct draft_candidate *c = &g->at[i];
        if (c->state != NOT_TAKEN || c->word != name->word || !c->word || c->against || c->score < SCORE_USED || c->above != name->above || c->repeats ||
            g->x->s->nodes[c->node].parent != g->x->s->nodes[name->node].parent || !span_is(c->field, "name") || draft_has_taken(g, "alias", -1))
            continue;
        c->field = SPAN("alias");
        c->why = NULL;
        c->state = first ? TAKEN_AS_WELL : NOT_TAKEN;
        first = first ? first : c;
    }
    for (size_t i = 0; first && i < g->n; i++)
        if (&g->at[i] == first)
            g->at[i].state = TAKEN;
}

void draft_choose(struct draft_gathering *g)
{
    for (size_t i = 0; i < g->n; i++) {
        struct draft_candidate *c = &g->at[i];
        bool must_have = draft_is_code(c->field) || span_is(c->field, "name");
        c->state = c->field.p && !c->against && c->score >= SCORE_USED && (c->filled > 0 || (!must_have && c->score >= SCORE_SURE)) ? TAKEN : NOT_TAKEN;
    }
    for (size_t i = 0; i < g->n; i++) {
        for (size_t k = 0; k < g->n; k++) {
            struct draft_candidate *c = &g->at[i], *other = &g->at[k];
            if (i == k || c->state != TAKEN || other->state != TAKEN || !draft_same_slot(g, c, other) || !is_better(other, c))
                continue;
            bool alternative = c->score >= SCORE_SURE && other->score >= SCORE_SURE && c->word && other->word && c->word != other->word &&
                               !draft_is_code(c->field) && !span_is(c->field, "name") && c->repeats == other->repeats && !c->above && !other->above;
            c->state = alternative ? TAKEN_AS_WELL : NOT_TAKEN;
            c->why = alternative ? NULL : _("another place is taken for it");
        }
    }
    if (!draft_has_taken(g, "code", -1))
        take_instead(g, "code", "policy-code", code_score);
    if (!draft_has_taken(g, "code", -1))
        take_instead(g, "code", "local-code", NULL);
    if (!draft_has_taken(g, "name", -1))
        take_instead(g, "name", "generic", name_score);
    if (!draft_has_taken(g, "name", -1))
        take_instead(g, "name", "brand", NULL);
    find_beside_code(g);
    find_tongues(g);
}
