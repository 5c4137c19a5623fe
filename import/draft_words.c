/* import/draft_words.c: the words by which fields are guessed, and how a name is compared with them. It must never see a value. */
#include "import/draft_run.h"

#include "base/i18n.h"
#include "base/share.h"
#include "base/text.h"

enum letter { LETTER_MARK, LETTER_LOW, LETTER_HIGH, LETTER_DIGIT, LETTER_HAN, LETTER_OTHER };

static enum letter letter_of(uint32_t c)
{
    if (c >= 'a' && c <= 'z')
        return LETTER_LOW;
    if (c >= 'A' && c <= 'Z')
        return LETTER_HIGH;
    if (c >= '0' && c <= '9')
        return LETTER_DIGIT;
    if (c == ' ' || c == '_' || c == '-' || c == '.' || c == ':')
        return LETTER_MARK;
    return utf8_is_han(c) ? LETTER_HAN : LETTER_OTHER;
}

/* Does a word begin at a letter, given the one before and the one behind it? PriceUnit, GTINCode, No5, 药品编码. */
static bool begins_word(enum letter before, enum letter now, enum letter behind)
{
    if (now == LETTER_HAN)
        return true;
    if (now == LETTER_HIGH)
        return before != LETTER_HIGH || behind == LETTER_LOW;
    return before != now && !(now == LETTER_LOW && before == LETTER_HIGH);
}

void draft_key(struct span name, struct draft_key *out)
{
    enum letter before = LETTER_MARK;
    out->n = out->count = 0;
    for (size_t i = 0; i < name.n;) {
        size_t from = i, peek;
        uint32_t c = utf8_next(name, &i);
        enum letter now = letter_of(c), behind = LETTER_MARK;
        if (i < name.n) {
            peek = i;
            behind = letter_of(utf8_next(name, &peek));
        }
        if (now != LETTER_MARK) {
            if (out->n + (i - from) >= KEY_MOST)
                return;
            if (out->count == 0 || begins_word(before, now, behind))
                out->begins[out->count++] = (uint16_t)out->n;
            memcpy(out->text + out->n, name.p + from, i - from);
            if (now == LETTER_HIGH)
                out->text[out->n] = (char)(name.p[from] - 'A' + 'a');
            out->n += i - from;
        }
        before = now;
    }
}

/* ---- the file ---- */

static bool take_flag(struct span *attributes, const char *flag)
{
    struct span f = span_of(flag);
    if (!span_ends(*attributes, f))
        return false;
    attributes->n -= f.n;
    while (attributes->n > 0 && attributes->p[attributes->n - 1] == ' ')
        attributes->n--;
    return true;
}

/* Every word of `targets` must be something that can be filled. */
static bool knows_targets(struct span targets)
{
    static const char *const document[] = { "@region", "@version", "@effective", "@expires", "@title", "@publisher", "@count", "@pages", "@page", "@kind", "-" };
    for (size_t i = 0; i < sizeof document / sizeof *document; i++)
        if (span_is(targets, document[i]))
            return true;
    while (targets.n > 0) {
        const char *blank = memchr(targets.p, ' ', targets.n);
        struct span word = { targets.p, blank ? (size_t)(blank - targets.p) : targets.n };
        if (!target_find(word))
            return false;
        targets = blank ? (struct span){ blank + 1, targets.n - word.n - 1 } : SPAN("");
    }
    return true;
}

static int on_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct draft_words *w = ctx;
    struct draft_key key;
    enum kind kind = KIND_DRUG;
    bool any = span_is(fields[2], "-");
    if (!knows_targets(fields[1]) || (!any && !kind_parse(fields[2], &kind)))
        return error_set(err, ERROR_USAGE, _("profile-words.tsv:%d: \"%.*s\" is no field, or \"%.*s\" no kind"), line, SPAN_ARG(fields[1]), SPAN_ARG(fields[2]));
    if (w->count == w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 512;
        struct draft_word *more = realloc(w->at, cap * sizeof *more);
        if (!more)
            return error_memory(err);
        w->at = more;
        w->cap = cap;
    }
    struct draft_word word = { .kind = any ? -1 : (int)kind, .order = (uint32_t)w->count };
    struct span attributes = n > 3 ? fields[3] : SPAN("");
    word.weak = take_flag(&attributes, "weak");
    word.reversed = take_flag(&attributes, "reversed");
    word.targets = arena_copy(&w->memory, fields[1]);
    word.attributes = arena_copy(&w->memory, attributes);
    if (!word.targets.p || !word.attributes.p)
        return error_memory(err);
    draft_key(fields[0], &key);
    struct map *among = fields[1].p[0] == '@' ? &w->document : &w->fields;
    if (map_get(among, draft_key_span(&key)) == MAP_NONE && map_put(among, draft_key_span(&key), (uint32_t)w->count) < 0)
        return error_memory(err);
    w->at[w->count++] = word;
    return 0;
}

int draft_words_read(struct draft_words *w, const char *share_dir, struct error *err)
{
    *w = (struct draft_words){ .at = NULL };
    map_init(&w->fields);
    map_init(&w->document);
    arena_init(&w->memory);
    return share_read(share_dir, "profile-words.tsv", 3, on_line, w, err);
}

void draft_words_release(struct draft_words *w)
{
    free(w->at);
    map_release(&w->fields);
    map_release(&w->document);
    arena_release(&w->memory);
}

/* ---- comparing ---- */

static bool better(struct draft_match *best, const struct draft_words *w, const struct map *among, struct span key, int score)
{
    uint32_t at = map_get(among, key);
    if (at == MAP_NONE)
        return false;
    const struct draft_word *word = &w->at[at];
    score -= word->weak ? SCORE_WEAK : 0;
    if (best->word && score <= best->score)
        return false;
    *best = (struct draft_match){ word, score };
    return true;
}

/* "de" of NameDe. */
static bool is_tongue(struct span s)
{
    static const char *const tongues[] = { "de", "fr", "it", "en", "zh", "cn", "es", "pt", "nl", "la", "chs" };
    for (size_t i = 0; i < sizeof tongues / sizeof *tongues; i++)
        if (span_is(s, tongues[i]))
            return true;
    return false;
}

static struct draft_match match_key(const struct draft_words *w, const struct map *among, const struct draft_key *k)
{
    struct draft_match best = { NULL, 0 };
    struct span whole = draft_key_span(k);
    if (better(&best, w, among, whole, SCORE_EXACT) && !best.word->weak)
        return best;
    for (size_t i = 1; i < k->count; i++) {
        struct span end = { k->text + k->begins[i], k->n - k->begins[i] };
        if (end.n >= ((unsigned char)end.p[0] < 0x80 ? 2u : 6u) && better(&best, w, among, end, SCORE_END - (int)i))
            break; /* the longest ending says most */
    }
    for (size_t i = k->count; i-- > 1;) {
        struct span begin = { k->text, k->begins[i] }, rest = { k->text + k->begins[i], k->n - k->begins[i] };
        if (begin.n >= ((unsigned char)begin.p[0] < 0x80 ? 4u : 6u) && better(&best, w, among, begin, is_tongue(rest) ? SCORE_TONGUE : SCORE_BEGIN))
            break;
    }
    return best;
}

struct draft_match draft_match_name(const struct draft_words *w, const struct map *among, struct span name)
{
    struct draft_key key;
    draft_key(name, &key);
    return match_key(w, among, &key);
}

/* Names that say little without their parent's: 1: of a text, 2: of a code, 3: of a price; 0: others. */
static int says_little(struct span name)
{
    static const char *const words[] = { "code", "id", "编码", "代码", "name", "text", "value", "description", "desc", "content", "title", "label", "名称",
                                         "price", "价格" };
    struct draft_key key;
    draft_key(name, &key);
    if (key.count > 1 && is_tongue((struct span){ key.text + key.begins[key.count - 1], key.n - key.begins[key.count - 1] }))
        key.n = key.begins[key.count - 1];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(draft_key_span(&key), words[i]))
            return i < 4 ? 2 : i < 13 ? 1 : 3;
    return 0;
}

static bool is_field(const struct draft_match *m) { return m->word && !span_is(m->word->targets, "-"); }

struct draft_match draft_match_node(const struct draft_words *w, const struct map *among, const struct survey *s, uint32_t node)
{
    const struct survey_node *n = &s->nodes[node];
    struct draft_match own = draft_match_name(w, among, n->name), joined = { NULL, 0 }, parent = { NULL, 0 };
    int little = n->parent == SURVEY_NONE ? 0 : says_little(n->name);
    if (little == 0)
        return own;
    struct buf both = BUF_INIT;
    buf_addf(&both, "%.*s_%.*s", SPAN_ARG(s->nodes[n->parent].name), SPAN_ARG(n->name));
    joined = draft_match_name(w, among, buf_span(&both));
    buf_release(&both);
    parent = draft_match_name(w, among, s->nodes[n->parent].name);
    /* genericName/name is the generic name; drug/name is just a name */
    if (is_field(&joined) && joined.score >= SCORE_EXACT)
        return joined;
    if (little == 3 && is_field(&parent) && is_field(&own) && own.score >= SCORE_EXACT && parent.score >= SCORE_EXACT &&
        span_eq(parent.word->targets, own.word->targets))
        return (struct draft_match){ parent.word, own.score + 3 };
    if (little == 1 && is_field(&parent) && parent.score >= SCORE_EXACT)
        return (struct draft_match){ parent.word, parent.score - 20 };
    return own;
}

int draft_kind_of(const struct draft_words *w, struct span name)
{
    struct draft_match m = draft_match_name(w, &w->document, name);
    return m.word && span_is(m.word->targets, "@kind") ? m.word->kind : -1;
}
