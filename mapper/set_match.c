/* mapper/set_match.c: see the header. Both sides are in the order of the local codes' hashes, so one walk over both suffices. */
#include "mapper/set_match.h"
#include <stdlib.h>

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_all(const void *a, const void *b)
{
    const struct match_row *x = a, *y = b;
    int c = compare(x->local, y->local);
    c = c ? c : compare(x->code, y->code);
    c = c ? c : compare(x->name, y->name);
    return c ? c : compare(x->line, y->line);
}

/* How much a row counts among those of its local code. */
static int rank(const struct match_row *row)
{
    if (row->flags & MATCH_RAGGED)
        return 3;
    if (row->flags & MATCH_OUT)
        return 0;
    return row->code == CODE_NONE ? 1 : 2;
}

static size_t local_end(const struct match_row *rows, size_t n, size_t i)
{
    size_t end = i + 1;
    while (end < n && rows[end].local == rows[i].local)
        end++;
    return end;
}

size_t match_tidy(struct match_row *rows, size_t n)
{
    size_t kept = 0;
    if (n > 0)
        qsort(rows, n, sizeof *rows, by_all);
    for (size_t i = 0, end; i < n; i = end) {
        end = local_end(rows, n, i);
        int best = 0;
        for (size_t k = i; k < end; k++)
            best = rank(&rows[k]) > best ? rank(&rows[k]) : best;
        for (size_t k = i; k < end; k++) {
            if (rank(&rows[k]) == best)
                rows[kept++] = rows[k];
        }
    }
    return kept;
}

/* The first of rows[start] … rows[end - 1], all of one local code, that stands at or behind (code, name). */
static size_t find_code(const struct match_row *rows, size_t start, size_t end, uint32_t code, uint32_t name)
{
    while (start < end) {
        size_t middle = start + (end - start) / 2;
        int c = compare(rows[middle].code, code);
        c = c ? c : compare(rows[middle].name, name);
        if (c < 0)
            start = middle + 1;
        else
            end = middle;
    }
    return start;
}

size_t match_find(const struct match_row *rows, size_t n, uint64_t local, size_t *end)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].local < local)
            low = middle + 1;
        else
            high = middle;
    }
    *end = low < n && rows[low].local == local ? local_end(rows, n, low) : low;
    return low;
}

bool match_is_first(const struct match_row *rows, size_t start, size_t i)
{
    return i == start || rows[i].code != rows[i - 1].code;
}

/* Rows of both sides that have one local code: keys order[i] … order[i_end - 1], rows[start] … rows[end - 1]; either may be none. */
struct meeting {
    struct set_keys *keys;
    const struct set_order *order;
    size_t i, i_end, start, end;
};

static struct set_key *key_at(const struct meeting *m, size_t i)
{
    return &m->keys->items[set_order_at(m->order, i)];
}

void match_previous(struct set_keys *keys, const struct set_order *by_local, const uint32_t *names, const struct match_row *rows, size_t n)
{
    struct meeting m = { .keys = keys, .order = by_local };
    for (size_t at = 0; m.i < by_local->n && at < n; m.i = m.i_end) {
        uint64_t local = key_at(&m, m.i)->local;
        m.i_end = set_order_local_end(keys, by_local, m.i);
        while (at < n && rows[at].local < local)
            at++;
        if (at == n || rows[at].local != local)
            continue;
        size_t end = local_end(rows, n, at);
        for (size_t i = m.i; i < m.i_end; i++) {
            struct set_key *key = key_at(&m, i);
            uint32_t name = names[set_order_at(by_local, i)];
            if (!(key->place & KEY_MAPPED))
                continue;
            size_t same = find_code(rows, at, end, key->code, name);
            if (same == end || rows[same].code != key->code || rows[same].name != name)
                key->place |= KEY_BEFORE;
        }
    }
}

static void mark_extra(struct match_row *rows, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        if (rank(&rows[i]) == 2 && match_is_first(rows, start, i))
            rows[i].flags |= MATCH_EXTRA;
    }
}

/* The first key of the meeting that has the flag, or NULL. */
static struct set_key *first_with(const struct meeting *m, unsigned flag)
{
    for (size_t i = m->i; i < m->i_end; i++) {
        if (key_at(m, i)->place & flag)
            return key_at(m, i);
    }
    return NULL;
}

/* The other table has these local code's rows with codes: are ours among them, and has it more? */
static void match_codes(const struct meeting *m, struct match_row *rows)
{
    bool all = true;
    for (size_t i = m->i; i < m->i_end; i++) {
        struct set_key *key = key_at(m, i);
        if (!(key->place & KEY_MAPPED))
            continue;
        size_t same = find_code(rows, m->start, m->end, key->code, 0);
        if (same < m->end && rows[same].code == key->code) {
            rows[same].flags |= MATCH_SEEN;
        } else {
            key->place |= KEY_CENTRE;
            all = false;
        }
    }
    struct set_key *mapped = first_with(m, KEY_MAPPED), *checked = first_with(m, KEY_CHECKED);
    if (!mapped && checked)
        checked->place |= KEY_CENTRE;
    for (size_t i = m->start; mapped && all && i < m->end; i++) {
        if (match_is_first(rows, m->start, i) && !(rows[i].flags & MATCH_SEEN))
            mapped->place |= KEY_MORE;
    }
}

static void match_meeting(const struct meeting *m, struct match_row *rows)
{
    if (m->i == m->i_end) {
        mark_extra(rows, m->start, m->end);
    } else if (m->start < m->end && rank(&rows[m->start]) == 2) {
        match_codes(m, rows);
    } else if (m->start == m->end || rank(&rows[m->start]) < 2) {
        for (size_t i = m->i; i < m->i_end; i++) {
            if (key_at(m, i)->place & KEY_MAPPED)
                key_at(m, i)->place |= KEY_CENTRE;
        }
    }
}

void match_centre(struct set_keys *keys, const struct set_order *by_local, struct match_row *rows, size_t n)
{
    struct meeting m = { .keys = keys, .order = by_local };
    while (m.i < by_local->n || m.start < n) {
        bool ours = m.i < by_local->n && (m.start == n || key_at(&m, m.i)->local <= rows[m.start].local);
        bool theirs = m.start < n && (m.i == by_local->n || rows[m.start].local <= key_at(&m, m.i)->local);
        m.i_end = ours ? set_order_local_end(keys, by_local, m.i) : m.i;
        m.end = theirs ? local_end(rows, n, m.start) : m.start;
        match_meeting(&m, rows);
        m.i = m.i_end;
        m.start = m.end;
    }
}
