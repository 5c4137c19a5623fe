/* cli/args.c: getopt_long over option rows, and --help from the same rows. Knows no verb. */
#include "cli/args.h"
#include "base/i18n.h"
#include "base/near.h"
#include "base/text.h"
#include "report/layout.h"
#include <getopt.h>

#define ROWS_MAX 64 /* options of one verb and the global ones together */

struct tables { /* what getopt_long wants, made from the rows */
    const struct option_row *rows[ROWS_MAX];
    struct option longs[ROWS_MAX + 1];
    char shorts[2 * ROWS_MAX + 3];
    size_t count;
};

static void tables_add(struct tables *t, const struct option_row *rows, size_t *letters)
{
    for (; rows && rows->name && t->count < ROWS_MAX; rows++) {
        t->longs[t->count] = (struct option){ rows->name, rows->argument ? required_argument : no_argument, NULL, (int)rows->id };
        t->rows[t->count++] = rows;
        if (rows->letter) {
            t->shorts[(*letters)++] = rows->letter;
            if (rows->argument)
                t->shorts[(*letters)++] = ':';
        }
    }
    t->longs[t->count] = (struct option){ NULL, 0, NULL, 0 };
    t->shorts[*letters] = '\0';
}

static const struct option_row *row_of(const struct tables *t, int value)
{
    for (size_t i = 0; i < t->count; i++)
        if ((int)t->rows[i]->id == value || (t->rows[i]->letter && t->rows[i]->letter == value))
            return t->rows[i];
    return NULL;
}

static int add_item(struct args *a, enum option_id id, const char *value, struct error *err)
{
    struct args_item *items = realloc(a->items, (a->count + 1) * sizeof *items);
    if (!items)
        return error_memory(err);
    a->items = items;
    a->items[a->count++] = (struct args_item){ .id = id, .value = value };
    return 0;
}

/* An option that getopt_long did not know, found ambiguous, or given an argument it does not take. getopt_long leaves 0 in
 * optopt for an unknown long one, our id for a long one with an argument too many, else the letter. */
static int unknown_option(const struct tables *t, const char *word, int opt, struct error *err)
{
    const char *names[ROWS_MAX];
    if (opt > 255) {
        const struct option_row *row = row_of(t, opt);
        return error_set(err, ERROR_USAGE, _("--%s takes no argument"), row ? row->name : word);
    }
    if (opt > 0)
        return error_set(err, ERROR_USAGE, _("there is no option -%c; --help lists them"), opt);
    struct span name = span_of(word);
    const char *equals = strchr(word, '=');
    if (equals)
        name.n = (size_t)(equals - word);
    for (size_t i = 0; i < t->count; i++)
        names[i] = t->rows[i]->name;
    char bare[32];
    snprintf(bare, sizeof bare, "%.*s", name.n > 2 ? (int)name.n - 2 : 0, word + 2);
    const char *meant = near_name(bare, names, t->count);
    if (meant)
        return error_set(err, ERROR_USAGE, _("there is no option %.*s; did you mean --%s?"), SPAN_ARG(name), meant);
    return error_set(err, ERROR_USAGE, _("there is no option %.*s; --help lists them"), SPAN_ARG(name));
}

static int read_options(struct args *a, const struct tables *t, int argc, char **argv, struct error *err)
{
    optind = 0; /* GNU: begin anew */
    opterr = 0;
    for (;;) {
        optopt = 0;
        int value = getopt_long(argc, argv, t->shorts, t->longs, NULL);
        if (value == -1)
            return 0;
        const struct option_row *row = row_of(t, value == ':' ? optopt : value);
        if (value == ':' && row)
            return error_set(err, ERROR_USAGE, _("--%s needs an argument: --%s %s"), row->name, row->name, _(row->argument));
        if (value == '?' || !row)
            return unknown_option(t, argv[optind - 1], optopt, err);
        if (add_item(a, row->id, optarg, err) < 0)
            return -1;
    }
}

int args_read_globals(struct args *a, int argc, char **argv, const struct option_row *globals, int *verb, struct error *err)
{
    struct tables t = { .count = 0 };
    size_t letters = 2;
    *a = (struct args){ NULL, 0, NULL, 0 };
    t.shorts[0] = '+'; /* stop at the first word that is no option */
    t.shorts[1] = ':';
    tables_add(&t, globals, &letters);
    if (read_options(a, &t, argc, argv, err) < 0)
        return -1;
    *verb = optind;
    return 0;
}

int args_read_verb(struct args *a, int argc, char **argv, const struct option_row *globals, const struct option_row *own,
                   struct error *err)
{
    struct tables t = { .count = 0 };
    size_t letters = 1;
    t.shorts[0] = ':';
    tables_add(&t, own, &letters);
    tables_add(&t, globals, &letters);
    if (read_options(a, &t, argc, argv, err) < 0)
        return -1;
    a->operands = argv + optind;
    a->operand_count = (size_t)(argc - optind);
    return 0;
}

void args_release(struct args *a)
{
    free(a->items);
    *a = (struct args){ NULL, 0, NULL, 0 };
}

const struct args_item *args_item(const struct args *a, enum option_id id)
{
    for (size_t i = a->count; i > 0; i--)
        if (a->items[i - 1].id == id)
            return &a->items[i - 1];
    return NULL;
}

bool args_has(const struct args *a, enum option_id id) { return args_item(a, id) != NULL; }

const char *args_value(const struct args *a, enum option_id id)
{
    const struct args_item *item = args_item(a, id);
    return item ? item->value : NULL;
}

static void help_row(const struct option_row *row, int width, struct buf *out)
{
    enum { HELP_AT = 26 };
    struct buf left = BUF_INIT;
    if (row->letter)
        buf_addf(&left, "  -%c, --%s", row->letter, row->name);
    else
        buf_addf(&left, "      --%s", row->name);
    if (row->argument)
        buf_addf(&left, " %s", _(row->argument));
    int used = text_width(buf_span(&left));
    buf_addspan(out, buf_span(&left));
    out->failed = out->failed || left.failed;
    buf_release(&left);
    if (used + 2 > HELP_AT) {
        buf_addc(out, '\n');
        used = 0;
    }
    layout_blanks(out, HELP_AT - used);
    layout_wrapped(out, span_of(_(row->help)), HELP_AT, HELP_AT, width);
    buf_addc(out, '\n');
}

static bool has_name(const struct option_row *rows, const char *name)
{
    for (; rows && rows->name; rows++)
        if (strcmp(rows->name, name) == 0)
            return true;
    return false;
}

void args_help(const struct option_row *rows, const struct option_row *besides, int width, struct buf *out)
{
    const char *group = NULL;
    for (; rows && rows->name; rows++) {
        if (has_name(besides, rows->name))
            continue;
        if (!group || strcmp(group, rows->group) != 0) {
            group = rows->group;
            buf_addf(out, "\n%s\n", _(group));
        }
        help_row(rows, width, out);
    }
}
