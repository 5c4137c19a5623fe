/* import/value.c: text in, text out: what a reading says is done to it. It must never know which field it reads. */
#include "import/value.h"

#include "base/i18n.h"
#include "base/text.h"

#define TABLE_BYTES_MOST ((size_t)96 << 20)

int value_reader_init(struct value_reader *v, const struct profile *profile, struct error *err)
{
    *v = (struct value_reader){ .profile = profile, .kept = ARENA_INIT, .scratch = ARENA_INIT, .work = BUF_INIT, .why = BUF_INIT };
    v->tables = calloc(profile->table_count + 1, sizeof *v->tables);
    if (!v->tables)
        return error_memory(err);
    for (size_t i = 0; i < profile->table_count; i++)
        map_init(&v->tables[i]);
    return 0;
}

void value_reader_release(struct value_reader *v)
{
    for (size_t i = 0; v->tables && i < v->profile->table_count; i++)
        map_release(&v->tables[i]);
    free(v->tables);
    free(v->texts);
    arena_release(&v->kept);
    arena_release(&v->scratch);
    buf_release(&v->work);
    buf_release(&v->why);
    *v = (struct value_reader){ 0 };
}

int value_add_row(struct value_reader *v, size_t table, struct span key, struct span value, struct error *err)
{
    struct span text;
    const char *why;
    struct map *map = &v->tables[table];
    enum value_found found = value_read(v, &v->profile->tables[table].reading, value, false, &text, &why, err);
    if (found == VALUE_FATAL)
        return -1;
    if (found != VALUE_READ)
        text = SPAN_NONE;
    uint32_t at = map_get(map, key);
    if (at != MAP_NONE)
        return !span_eq(v->texts[at], text);
    if (v->kept.total + map->keys.total > TABLE_BYTES_MOST)
        return error_set(err, ERROR_INPUT, _("the look-up table %.*s takes more than %zu MiB"),
                         SPAN_ARG(v->profile->tables[table].id), TABLE_BYTES_MOST >> 20);
    if (v->text_count == v->text_cap) {
        size_t cap = v->text_cap ? v->text_cap * 2 : 256;
        struct span *p = realloc(v->texts, cap * sizeof *p);
        if (!p)
            return error_memory(err);
        v->texts = p;
        v->text_cap = cap;
    }
    struct span kept = text.p ? arena_copy(&v->kept, text) : SPAN_NONE;
    if ((text.p && !kept.p) || map_put(map, key, (uint32_t)v->text_count) < 0)
        return error_memory(err);
    v->texts[v->text_count++] = kept;
    return 0;
}

static int rewrite(struct value_reader *v, const struct reading *r, struct span *text, struct error *err)
{
    for (size_t i = 0; i < r->rewrite_count; i++) {
        buf_clear(&v->work);
        int n = regex_replace(r->rewrites[i].pattern, *text, r->rewrites[i].to, &v->work, err);
        if (n < 0 || buf_check(&v->work, err) < 0)
            return -1;
        if (n == 0)
            continue;
        *text = arena_copy(&v->scratch, v->work.n ? buf_span(&v->work) : SPAN(""));
        if (!text->p)
            return error_memory(err);
    }
    *text = span_trim(*text);
    return 0;
}

static bool is_absent(const struct reading *r, struct span text, bool amount)
{
    int64_t have, word;
    for (size_t i = 0; i < r->absent_count; i++) {
        if (span_eq(text, r->absent[i]))
            return true;
        if (amount && amount_parse(r->absent[i], '.', &word) == DECIMAL_OK &&
            amount_parse(text, r->point, &have) == DECIMAL_OK && have == word)
            return true;
    }
    return false;
}

static enum value_found look_up(struct value_reader *v, const struct reading *r, struct span *text, const char **why)
{
    uint32_t at = map_get(&v->tables[r->table], *text);
    if (at == MAP_NONE) {
        if (!v->complete)
            return VALUE_WAIT;
        if (r->other != OTHER_ERROR)
            return r->other == OTHER_KEEP ? VALUE_READ : VALUE_ABSENT;
        buf_clear(&v->why);
        buf_addf(&v->why, _("it is not in the look-up table %.*s"), SPAN_ARG(v->profile->tables[r->table].id));
        *why = buf_str(&v->why);
        return VALUE_BAD;
    }
    *text = v->texts[at];
    return text->p ? VALUE_READ : VALUE_ABSENT;
}

static const struct pair *find_pair(const struct reading *r, struct span text)
{
    size_t low = 0, high = r->map_count;
    for (size_t i = 0; !r->sorted && i < r->map_count; i++)
        if (span_eq(r->map[i].from, text))
            return &r->map[i];
    while (r->sorted && low < high) { /* the first that is not below */
        size_t middle = low + (high - low) / 2;
        if (span_cmp(r->sorted[middle]->from, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return r->sorted && low < r->map_count && span_eq(r->sorted[low]->from, text) ? r->sorted[low] : NULL;
}

static enum value_found map_value_of(struct value_reader *v, const struct reading *r, struct span *text, const char **why)
{
    const struct pair *pair = find_pair(r, *text);
    if (pair) {
        *text = pair->to;
        return text->n ? VALUE_READ : VALUE_ABSENT;
    }
    if (r->other != OTHER_ERROR)
        return r->other == OTHER_KEEP ? VALUE_READ : VALUE_ABSENT;
    struct buf known = BUF_INIT;
    for (size_t i = 0; i < r->map_count; i++)
        buf_addf(&known, "%s%.*s", i ? ", " : "", SPAN_ARG(r->map[i].from));
    buf_clear(&v->why);
    buf_addf(&v->why, _("it is none of %s"), buf_str(&known));
    buf_release(&known);
    *why = buf_str(&v->why);
    return VALUE_BAD;
}

enum value_found value_read(struct value_reader *v, const struct reading *r, struct span text, bool amount, struct span *out,
                            const char **why, struct error *err)
{
    *out = text;
    if (r->plain)
        return text.n ? VALUE_READ : VALUE_ABSENT;
    if (r->rewrite_count > 0 && rewrite(v, r, &text, err) < 0)
        return VALUE_FATAL;
    if (text.n == 0 || is_absent(r, text, amount))
        return VALUE_ABSENT;
    enum value_found found = r->table >= 0 ? look_up(v, r, &text, why) : VALUE_READ;
    if (found == VALUE_READ && r->map_count > 0)
        found = map_value_of(v, r, &text, why);
    *out = text;
    return found;
}

const char *why_not_date(const struct reading *r, struct span text, date *out)
{
    switch (r->date) {
    case DATE_ISO:
        return date_parse_iso(text, out) ? NULL : N_("it is no day written YYYY-MM-DD");
    case DATE_LOOSE:
        return date_parse_loose(text, out) ? NULL : N_("it is no day such as 2026-07-01 or 20260701");
    case DATE_PATTERN:
        return date_parse_format(text, r->date_pattern.p, out) ? NULL : N_("it is no day written as the profile says");
    }
    return NULL;
}

const char *why_not_amount(const struct reading *r, struct span text, int64_t *out)
{
    enum decimal_status status = r->numerator == 1 && r->denominator == 1
                                     ? amount_parse(text, r->point, out)
                                     : amount_parse_scaled(text, r->point, r->numerator, r->denominator, out);
    switch (status) {
    case DECIMAL_OK:
        return *out < 0 ? N_("it is below 0") : NULL;
    case DECIMAL_EMPTY:
    case DECIMAL_BAD:
        return r->point == ',' ? N_("it is no number with a decimal comma") : N_("it is no number with a decimal point");
    case DECIMAL_INEXACT:
        return N_("it has more than 4 decimals");
    case DECIMAL_RANGE:
        return N_("it is too large");
    }
    return NULL;
}

/* Blanks, controls and what nobody sees. */
static bool is_visible(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } no[] = {
        { 0x00, 0x20 },     { 0x7F, 0xA0 },     { 0xAD, 0xAD },     { 0x1680, 0x1680 }, { 0x180E, 0x180E }, { 0x2000, 0x200F },
        { 0x2028, 0x202F }, { 0x205F, 0x206F }, { 0x3000, 0x3000 }, { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF },
        { 0xFFF0, 0xFFFF }, { 0xE0000, 0xE0FFF },
    };
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (c >= no[i].from && c <= no[i].to)
            return false;
    return true;
}

const char *why_not_word(struct span text, size_t most)
{
    size_t at = 0, count = 0;
    for (; at < text.n; count++) {
        if ((unsigned char)(text.p[at] - '!') <= '~' - '!')
            at++;
        else if (!is_visible(utf8_next(text, &at)))
            return N_("it has a blank or another character that nobody sees");
    }
    return count > most ? N_("it is too long") : NULL;
}

const char *why_not_code(struct span text)
{
    const char *why = why_not_word(text, SIZE_MAX);
    if (!why && text.n > 64 && utf8_count(text) > 64)
        why = N_("it has more than 64 characters");
    return why;
}
