/* mapper/headings.c: see the header. Never looks at rows. */
#include "mapper/headings.h"
#include "base/i18n.h"
#include "base/near.h"
#include "base/map.h"
#include "base/share.h"

#define REVERSED 0x100u /* beside the column's number in the map */

struct headings {
    struct text *text;
    struct buf scratch;
    struct map map;
};

static const char *const vocabularies[] = { "columns/platform.tsv", "columns/rs.tsv", "columns/zh.tsv" };

static bool column_of(struct span word, enum column *out)
{
    for (int c = 0; c < COLUMN_COUNT; c++) {
        if (span_is(word, column_word((enum column)c))) {
            *out = (enum column)c;
            return true;
        }
    }
    *out = COLUMN_NONE;
    return span_is(word, "-");
}

static int put(struct headings *h, struct span heading, uint32_t value, struct error *err)
{
    if (text_fold(h->text, span_trim(heading), &h->scratch) < 0 || map_put(&h->map, buf_span(&h->scratch), value) < 0)
        return error_memory(err);
    return 0;
}

static int unknown_column(struct span word, struct error *err)
{
    struct near near = near_begin(word);
    for (int c = 0; c < COLUMN_COUNT; c++)
        near_try(&near, span_of(column_word((enum column)c)));
    error_set(err, ERROR_USAGE, _("'%.*s' is not a column; `man 5 duima-mapping` lists them"), SPAN_ARG(word));
    return near_hint(err, near.best.p);
}

static int one_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct headings *h = ctx;
    (void)line;
    enum column column;
    if (!column_of(span_trim(fields[1]), &column))
        return unknown_column(span_trim(fields[1]), err);
    bool reversed = n > 2 && span_is(span_trim(fields[2]), "reversed");
    if (n > 2 && fields[2].n > 0 && !reversed)
        return error_set(err, ERROR_USAGE, _("'%.*s' stands where only 'reversed' may stand"), SPAN_ARG(fields[2]));
    if (reversed && column != COLUMN_IN_USE && column != COLUMN_RESTRICTED)
        return error_set(err, ERROR_USAGE, _("'%.*s' is not a yes-or-no column and cannot be reversed"), SPAN_ARG(fields[1]));
    return put(h, fields[0], (uint32_t)column | (reversed ? REVERSED : 0), err);
}

static int load(struct headings *h, const char *share_dir, const char *columns_file, struct error *err)
{
    for (int c = 0; c < COLUMN_COUNT; c++) {
        if (put(h, span_of(column_word((enum column)c)), (uint32_t)c, err) < 0)
            return -1;
    }
    for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies; i++) {
        if (share_read(share_dir, vocabularies[i], 2, one_line, h, err) < 0)
            return -1;
    }
    return columns_file ? share_read_path(columns_file, 2, one_line, h, err) : 0;
}

struct headings *headings_new(const char *share_dir, const char *columns_file, struct text *text, struct error *err)
{
    struct headings *h = calloc(1, sizeof *h);
    if (!h) {
        error_memory(err);
        return NULL;
    }
    h->text = text;
    buf_init(&h->scratch);
    map_init(&h->map);
    if (load(h, share_dir, columns_file, err) < 0) {
        headings_free(h);
        return NULL;
    }
    return h;
}

void headings_free(struct headings *h)
{
    if (!h)
        return;
    buf_release(&h->scratch);
    map_release(&h->map);
    free(h);
}

bool headings_find(struct headings *h, struct span heading, enum column *column, bool *reversed)
{
    *column = COLUMN_NONE;
    *reversed = false;
    if (text_fold(h->text, span_trim(heading), &h->scratch) < 0)
        return false;
    uint32_t value = map_get(&h->map, span_trim(buf_span(&h->scratch)));
    if (value != MAP_NONE) {
        *column = (enum column)(value & ~REVERSED);
        *reversed = (value & REVERSED) != 0;
    }
    return true;
}

struct span headings_near(struct headings *h, struct span heading, uint64_t besides)
{
    if (text_fold(h->text, span_trim(heading), &h->scratch) < 0)
        return SPAN_NONE;
    struct near near = near_begin(span_trim(buf_span(&h->scratch)));
    for (uint32_t i = 0; i < h->map.count; i++)
        if (!(besides >> (map_value(&h->map, i) & ~REVERSED) & 1))
            near_try(&near, map_key(&h->map, i));
    return near.best;
}
