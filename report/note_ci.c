/* report/note_ci.c: what the formats for CI share. */
#include "report/note_ci.h"
#include "report/layout.h"
#include "base/i18n.h"

struct span note_path(const char *file)
{
    struct span path = span_of(file);
    while (path.n > 2 && path.p[0] == '.' && path.p[1] == '/') {
        path.p += 2;
        path.n -= 2;
        while (path.n > 1 && path.p[0] == '/') { /* ".//x" */
            path.p++;
            path.n--;
        }
    }
    return path;
}

static void add_pair(struct buf *out, struct span code, struct span name)
{
    layout_plain(out, code);
    buf_adds(out, code.n > 0 && name.n > 0 ? " " : "");
    layout_plain(out, name);
}

void note_item_name(struct buf *out, const struct note_item *item)
{
    struct span code = span_trim(item->local_code), name = span_trim(item->local_name);
    if (item->whole_table)
        return;
    if (code.n > 0 || name.n > 0)
        add_pair(out, code, name);
    else if (item->catalog_code.n > 0 && !item->file)
        add_pair(out, item->catalog_code, item->catalog_name);
    else if (item->line > 0)
        buf_addf(out, _("line %u"), (unsigned)item->line);
}

void note_sentence(struct buf *out, const struct note_item *item, const struct note *note)
{
    size_t before = out->n;
    if (item->sheet) {
        struct buf place = BUF_INIT;
        buf_addf(&place, _("sheet %s, row %u"), item->sheet, (unsigned)item->line);
        layout_plain(out, buf_span(&place));
        buf_adds(out, _(": "));
        before = out->n;
        out->failed = out->failed || place.failed;
        buf_release(&place);
    }
    note_item_name(out, item);
    if (out->n > before)
        buf_adds(out, _(": "));
    layout_plain(out, note->message);
}

void note_rule_name(struct buf *out, const struct note_rule *rule)
{
    struct span id = span_of(rule->id), slug = span_of(rule->slug);
    buf_addspan(out, id);
    if (slug.n > 0 && !span_ends(id, slug)) {
        buf_addc(out, ' ');
        buf_addspan(out, slug);
    }
}

uint32_t note_times(struct map *seen, struct span key, struct error *err)
{
    uint32_t times = map_get(seen, key);
    times = times == MAP_NONE ? 1 : times + 1;
    if (map_put(seen, key, times) < 0) {
        error_memory(err);
        return 0;
    }
    return times;
}

uint32_t note_times_seen(struct map *seen, const struct note *note, struct error *err)
{
    unsigned char key[sizeof note->fingerprint + sizeof note->rule];
    memcpy(key, &note->fingerprint, sizeof note->fingerprint);
    memcpy(key + sizeof note->fingerprint, &note->rule, sizeof note->rule);
    return note_times(seen, (struct span){ (const char *)key, sizeof key }, err);
}
