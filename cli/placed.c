/* cli/placed.c: see the header. */
#include "cli/placed.h"
#include "base/i18n.h"
#include "base/near.h"
#include <unistd.h>

static int place(struct placed *p, const char *path, struct error *err)
{
    if (p->path || !*path)
        return error_set(err, ERROR_USAGE, _("-o %s: every format takes one -o with the name of a file"), path);
    p->path = path;
    return 0;
}

int placed_read(struct cli *cli, const struct args *args, const enum option_id *kinds, size_t n, struct placed *out, size_t most, size_t *count,
                struct error *err)
{
    struct placed early = { .path = NULL };
    bool usual = true; /* nothing of kinds[0] so far */
    *count = 0;
    for (size_t i = 0; i < args->count; i++) {
        const struct args_item *item = &args->items[i];
        size_t k = 0;
        while (k < n && item->id != kinds[k])
            k++;
        if (k == n && item->id == OPTION_OUTPUT && place(*count ? &out[*count - 1] : &early, item->value, err) < 0)
            return -1;
        if (k == n)
            continue;
        if (*count + 1 == most) /* one is kept for the usual one */
            return error_set(err, ERROR_USAGE, _("more than %d formats at once"), (int)most - 1);
        out[(*count)++] = (struct placed){ item->id, item->value, early.path, cli, { .fd = -1 } };
        early.path = NULL;
        usual = usual && k != 0;
    }
    if (usual)
        out[(*count)++] = (struct placed){ kinds[0], NULL, early.path, cli, { .fd = -1 } };
    return 0;
}

void placed_one(struct cli *cli, const struct args *args, struct placed *out)
{
    *out = (struct placed){ OPTION_FORMAT, args_value(args, OPTION_FORMAT), args_value(args, OPTION_OUTPUT), cli, { .fd = -1 } };
}

int placed_no_format(const struct placed *p, const char *(*name_at)(size_t i), struct error *err)
{
    struct buf list = BUF_INIT;
    for (size_t i = 0; name_at(i); i++)
        buf_addf(&list, "%s%s", i ? _(", ") : "", name_at(i));
    error_set(err, ERROR_USAGE, _("--format %s: there is %s"), p->value, buf_str(&list));
    buf_release(&list);
    struct near near = near_begin(span_of(p->value));
    for (size_t i = 0; name_at(i); i++)
        near_try(&near, span_of(name_at(i)));
    return near_hint(err, near.best.p);
}

static const char *format_name(size_t i)
{
    const struct note_format *format = format_at(i);
    return format ? format->name : NULL;
}

int placed_format(const struct placed *p, const struct note_format **out, struct error *err)
{
    *out = p->value ? format_named(span_of(p->value)) : &format_text;
    if (!*out)
        return placed_no_format(p, format_name, err);
    if ((*out)->binary && placed_is_stdout(p) && isatty(STDOUT_FILENO))
        return error_set(err, ERROR_USAGE, _("--format %s is not for a terminal: name its file with -o FILE behind it"), p->value);
    return 0;
}

/* ---- where it may not go ---- */

int placed_spare(const struct placed *placed, size_t n, const char *const *inputs, size_t input_count, struct error *err)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < input_count && !placed_is_stdout(&placed[i]); k++)
            if (inputs[k] && same_file(placed[i].path, inputs[k]))
                return error_set(err, ERROR_USAGE, _("-o %s would overwrite a file that is read: name another one"), placed[i].path);
    return 0;
}

int placed_check(const struct placed *placed, size_t n, struct error *err)
{
    size_t standard = 0;
    for (size_t i = 0; i < n; i++) {
        const char *path = placed[i].path;
        standard += placed_is_stdout(&placed[i]) && placed[i].option == OPTION_FORMAT;
        if (placed_is_stdout(&placed[i]))
            continue;
        if (same_file(path, buf_str(&placed[i].cli->db)))
            return error_set(err, ERROR_USAGE, _("-o %s is the store itself: name another file"), path);
        for (size_t k = 0; k < i; k++)
            if (!placed_is_stdout(&placed[k]) && same_file(path, placed[k].path))
                return error_set(err, ERROR_USAGE, _("two formats go to %s: give each its own -o FILE"), path);
    }
    return standard > 1 ? error_set(err, ERROR_USAGE, _("two formats go to standard output: give each but one an -o FILE")) : 0;
}

int placed_formats(struct cli *cli, const struct args *args, struct placed out[PLACED_FORMATS], const struct note_format *formats[PLACED_FORMATS],
                   size_t *count, bool *notes, struct error *err)
{
    static const enum option_id kind = OPTION_FORMAT;
    *notes = false;
    if (placed_read(cli, args, &kind, 1, out, PLACED_FORMATS, count, err) < 0)
        return -1;
    for (size_t i = 0; i < *count; i++) {
        if (placed_format(&out[i], &formats[i], err) < 0)
            return -1;
        *notes = *notes || formats[i]->ops;
    }
    if (placed_spare(out, *count, (const char *const *)args->operands, args->operand_count, err) < 0)
        return -1;
    return placed_check(out, *count, err);
}

/* ---- writing ---- */

int placed_open(struct placed *p, struct error *err)
{
    return placed_is_stdout(p) ? 0 : out_file_open(&p->file, p->path, err);
}

int placed_write(void *placed, const char *p, size_t n, struct error *err)
{
    struct placed *to = placed;
    return placed_is_stdout(to) ? cli_write(to->cli, p, n, err) : out_file_write(&to->file, p, n, err);
}

int placed_commit(struct placed *p, struct error *err)
{
    return placed_is_stdout(p) ? 0 : out_file_commit(&p->file, err);
}

void placed_release(struct placed *p)
{
    out_file_release(&p->file);
}
