/* cli/config.c: reads .duimarc files and merges them into what the command line gave. Where they are, cli/config_find.c knows. */
#include "cli/config.h"
#include "base/i18n.h"
#include "base/near.h"
#include "base/share.h"
#include "base/text.h"
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST ((size_t)1 << 20)
#define NAMES_MOST 256

struct config_line { /* "name = value" */
    const char *file;
    unsigned line;
    int layer;                 /* the higher one wins */
    const struct command *verb; /* of its section; NULL: in front of them */
    const char *name;
    const char *value;
};

struct reading {
    struct config *config;
    const char *path, *folder; /* as messages name it; what its paths are relative to, with the "/" behind, or "" */
    int layer;
    bool own;
    const struct command *verb;
};

/* ---- names ---- */

/* An option that any verb has, where `verb` is NULL. */
static const struct option_row *row_anywhere(const struct command *verb, const char *name)
{
    const struct option_row *row = command_row(verb, name);
    for (size_t i = 0; i < command_count && !row && !verb; i++)
        row = command_row(&commands[i], name);
    return row;
}

static size_t add_names(const struct option_row *rows, bool own, const char **names, size_t n)
{
    for (; rows && rows->name && n < NAMES_MOST; rows++) {
        enum option_place place = option_info(rows->id)->place;
        if (place == PLACE_FILE || (own && place == PLACE_OWN_FILE))
            names[n++] = rows->name;
    }
    return n;
}

static int unknown_name(const struct reading *r, const char *name, struct error *err)
{
    const char *names[NAMES_MOST];
    size_t n = add_names(options_global, r->own, names, 0);
    for (size_t i = 0; i < command_count; i++)
        if (!r->verb || r->verb == &commands[i])
            n = add_names(commands[i].options, r->own, names, n);
    const char *meant = near_name(name, names, n);
    if (meant)
        return error_set(err, ERROR_USAGE, _("there is no option \"%s\"; did you mean \"%s\"?"), name, meant);
    if (r->verb)
        return error_set(err, ERROR_USAGE, _("duima %s has no option \"%s\"; duima %s --help lists them"), r->verb->name, name, r->verb->name);
    return error_set(err, ERROR_USAGE, _("there is no option \"%s\"; duimarc(5) lists them"), name);
}

static int refuse_place(const char *name, enum option_place place, struct error *err)
{
    if (place == PLACE_OWN_FILE)
        return error_set(err, ERROR_USAGE, _("%s says whom to trust or how much is read, so a .duimarc that was found cannot give it: use your own file or --config FILE, see "
                                             "duimarc(5)"), name);
    return error_set(err, ERROR_USAGE, _("%s can only be given on the command line, see duimarc(5)"), name);
}

/* ---- one file ---- */

static const char *copy(struct config *c, struct span s, struct error *err)
{
    struct span kept = arena_copy(&c->memory, s);
    if (!kept.p)
        error_memory(err);
    return kept.p;
}

static int read_section(struct reading *r, struct span line, struct error *err)
{
    if (line.n < 2 || line.p[line.n - 1] != ']')
        return error_set(err, ERROR_USAGE, _("\"%.*s\" is no section: it is a verb in brackets, such as [check]"), SPAN_ARG(line));
    const char *name = copy(r->config, span_trim((struct span){ line.p + 1, line.n - 2 }), err);
    if (!name)
        return -1;
    r->verb = command_find(name, err);
    return r->verb ? 0 : -1;
}

/* Paths lie beside the file; "~/" is the home directory. */
static const char *place_path(struct reading *r, const struct option_row *row, const char *value, struct error *err)
{
    enum option_value kind = option_info(row->id)->value;
    bool path = kind == VALUE_FILE || kind == VALUE_DIR || (kind == VALUE_PROFILE && strchr(value, '/'));
    const char *home = config_home();
    struct buf placed = BUF_INIT;
    if (!path || value[0] == '/' || strcmp(value, "-") == 0)
        return value;
    if (strncmp(value, "~/", 2) == 0 && home)
        buf_addf(&placed, "%s%s", home, value + 1);
    else
        buf_addf(&placed, "%s%s", r->folder, value);
    if (row->id == OPTION_PUBKEY && access(buf_str(&placed), F_OK) < 0) { /* the key itself */
        buf_release(&placed);
        return value;
    }
    const char *kept = buf_check(&placed, err) < 0 ? NULL : copy(r->config, buf_span(&placed), err);
    buf_release(&placed);
    return kept;
}

static int read_value(struct reading *r, unsigned line, const struct option_row *row, struct span text, struct error *err)
{
    if (text.n == 0)
        return error_set(err, ERROR_USAGE, _("%s has no value"), row->name);
    if (!row->argument && !span_is(text, "yes") && !span_is(text, "no"))
        return error_set(err, ERROR_USAGE, _("%s is \"%.*s\": it is yes or no"), row->name, SPAN_ARG(text));
    const char *value = copy(r->config, text, err);
    value = value ? place_path(r, row, value, err) : NULL;
    if (!value)
        return -1;
    struct config *c = r->config;
    struct config_line *lines = realloc(c->lines, (c->count + 1) * sizeof *lines);
    if (!lines)
        return error_memory(err);
    c->lines = lines;
    lines[c->count++] = (struct config_line){ r->path, line, r->layer, r->verb, row->name, value };
    return 0;
}

static int read_line(struct reading *r, unsigned number, struct span line, struct error *err)
{
    line = span_trim(line);
    if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';')
        return 0;
    if (line.p[0] == '[')
        return read_section(r, line, err);
    const char *equals = memchr(line.p, '=', line.n);
    if (!equals)
        return error_set(err, ERROR_USAGE, _("\"%.*s\" is no line of a .duimarc: write OPTION = VALUE, or OPTION = yes"), SPAN_ARG(line));
    size_t n = (size_t)(equals - line.p);
    const char *name = copy(r->config, span_trim((struct span){ line.p, n }), err);
    if (!name)
        return -1;
    const struct option_row *row = row_anywhere(r->verb, name);
    if (!row)
        return unknown_name(r, name, err);
    enum option_place place = option_info(row->id)->place;
    if (place == PLACE_COMMAND_LINE || (place == PLACE_OWN_FILE && !r->own))
        return refuse_place(name, place, err);
    return read_value(r, number, row, span_trim((struct span){ equals + 1, line.n - n - 1 }), err);
}

static int read_lines(struct reading *r, struct span all, struct error *err)
{
    if (span_starts(all, SPAN("\xEF\xBB\xBF"))) {
        all.p += 3;
        all.n -= 3;
    }
    for (unsigned number = 1; all.n > 0; number++) {
        const char *end = memchr(all.p, '\n', all.n);
        struct span line = { all.p, end ? (size_t)(end - all.p) : all.n };
        int status = 0;
        if (!utf8_is_valid(line) || memchr(line.p, '\0', line.n))
            status = error_set(err, ERROR_USAGE, _("this is not UTF-8: save the file as UTF-8"));
        if (status < 0 || read_line(r, number, line, err) < 0)
            return error_prefix(err, _("%s, line %u"), r->path, number);
        all.p += line.n + (end != NULL);
        all.n -= line.n + (end != NULL);
    }
    return 0;
}

static int read_file(struct config *c, const char *path, int layer, bool own, struct error *err)
{
    struct stat st;
    struct buf all = BUF_INIT;
    const char *slash = strrchr(path, '/');
    struct reading r = { .config = c, .layer = layer, .own = own };
    r.path = copy(c, span_of(path), err);
    r.folder = r.path ? copy(c, (struct span){ path, slash ? (size_t)(slash - path) + 1 : 0 }, err) : NULL;
    if (!r.folder)
        return -1;
    c->files[layer] = r.path;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) /* a pipe would be waited for */
        return error_set(err, ERROR_USAGE, _("%s is no plain file"), path);
    int status = file_read(path, FILE_MOST, ERROR_USAGE, &all, err);
    if (status == 0)
        status = read_lines(&r, buf_span(&all), err);
    buf_release(&all);
    return status;
}

/* ---- into the options ---- */

/* Whether this line counts: nothing above it gives the option. Above are the command line, the other file, the verb's section; of a yes and a no,
 * the later one. */
static bool counts(const struct config *c, size_t i, const struct command *command, const struct args *args, const struct option_row *row)
{
    const struct config_line *line = &c->lines[i];
    if (line->verb && line->verb != command)
        return false;
    for (size_t k = 0; k < args->count; k++)
        if (args->items[k].id == row->id && !args->items[k].file)
            return false;
    for (size_t k = 0; k < c->count; k++) {
        const struct config_line *other = &c->lines[k];
        if (strcmp(other->name, line->name) != 0 || (other->verb && other->verb != command))
            continue;
        if (other->layer > line->layer || (other->layer == line->layer && other->verb && !line->verb))
            return false;
        if (k > i && !row->argument && other->layer == line->layer && other->verb == line->verb)
            return false;
    }
    return true;
}

static int merge(struct config *c, const struct command *command, struct args *args, struct error *err)
{
    struct args_item *items = calloc(c->count + args->count + 1, sizeof *items);
    size_t n = 0;
    c->negated = calloc(c->count + 1, sizeof *c->negated);
    if (!items || !c->negated) {
        free(items);
        return error_memory(err);
    }
    for (size_t i = 0; i < c->count; i++) {
        const struct config_line *line = &c->lines[i];
        const struct option_row *row = command_row(command, line->name);
        if (!row || !counts(c, i, command, args, row))
            continue;
        if (row->argument)
            items[n++] = (struct args_item){ row->id, line->value, line->file, line->line };
        else if (strcmp(line->value, "yes") == 0)
            items[n++] = (struct args_item){ row->id, NULL, line->file, line->line };
        else
            c->negated[c->negated_count++] = (struct args_item){ row->id, "no", line->file, line->line };
    }
    for (size_t i = 0; i < args->count; i++)
        items[n++] = args->items[i];
    free(args->items);
    args->items = items;
    args->count = n;
    return 0;
}

int config_read(struct config *c, const struct command *command, struct args *args, struct error *err)
{
    const char *given = args_value(args, OPTION_CONFIG);
    bool table = command && strncmp(command->operands, "TABLE", 5) == 0 && args->operand_count > 0;
    struct buf path = BUF_INIT;
    int status = 0;
    if (given && args_has(args, OPTION_NO_CONFIG))
        return error_set(err, ERROR_USAGE, _("--config and --no-config: give one of them"));
    if (args_has(args, OPTION_NO_CONFIG))
        return 0;
    if (given) {
        status = read_file(c, given, 1, true, err);
    } else {
        status = config_own(&path, err);
        if (status == 0 && path.n > 0)
            status = read_file(c, buf_str(&path), 0, true, err);
        buf_clear(&path);
        if (status == 0)
            status = config_found(table ? args->operands[0] : NULL, &path, err);
        if (status == 0 && path.n > 0)
            status = read_file(c, buf_str(&path), 1, false, err);
    }
    buf_release(&path);
    return status < 0 ? -1 : merge(c, command, args, err);
}

void config_release(struct config *c)
{
    arena_release(&c->memory);
    free(c->lines);
    free(c->negated);
    *c = (struct config)CONFIG_INIT;
}

/* ---- what went wrong ---- */

/* Does the sentence name the option, or its value? */
static bool speaks_of(const struct error *err, const struct args_item *item, const struct option_row *row)
{
    size_t n = row ? strlen(row->name) : 0;
    for (const char *at = row ? strstr(err->text, "--") : NULL; at; at = strstr(at + 2, "--"))
        if (strncmp(at + 2, row->name, n) == 0 && at[2 + n] != '-' && (at[2 + n] < 'a' || at[2 + n] > 'z'))
            return true;
    return item->value && strlen(item->value) > 2 && strstr(err->text, item->value);
}

void config_blame(const struct args *args, const struct command *command, struct error *err)
{
    for (size_t i = args->count; i > 0; i--) {
        const struct args_item *item = &args->items[i - 1];
        if (!item->file || !speaks_of(err, item, command_row_of_id(command, item->id)))
            continue;
        char text[sizeof err->text];
        memcpy(text, err->text, sizeof text);
        error_set(err, err->code, _("%s (as %s, line %u, says)"), text, item->file, item->line);
        return;
    }
}
