/* cli/complete_values.c: what an option's value, or an operand, may be. The store is looked into where it is there; where it is not, nothing is said. */
#include "cli/complete.h"
#include "base/i18n.h"
#include "base/map.h"
#include "catalog/diff.h"
#include "catalog/gate.h"
#include "import/profile.h"
#include "mapper/rule.h"
#include "report/change.h"
#include "report/formats.h"
#include "report/label.h"

/* ---- lists ---- */

/* Of "a,b,c" only what is behind the last comma is being typed. */
static void last_of_list(struct complete *c)
{
    for (size_t i = c->word.n; i > 0; i--) {
        if (c->word.p[i - 1] != ',')
            continue;
        c->front = (struct span){ c->front.n ? c->front.p : c->word.p, c->front.n + i };
        c->word = (struct span){ c->word.p + i, c->word.n - i };
        return;
    }
}

static void add_words(struct complete *c, const char *words)
{
    for (const char *at = words; at && *at; at += strspn(at, " ")) {
        char word[32];
        size_t n = strcspn(at, " ");
        snprintf(word, sizeof word, "%.*s", (int)n, at);
        complete_add(c, word, NULL);
        at += n;
    }
}

/* Identifiers and groups; names where somebody began to type one. */
static void add_rules(struct complete *c, bool groups)
{
    bool names = c->word.n > 0 && c->word.p[0] >= 'a' && c->word.p[0] <= 'z';
    char before = 0;
    for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
        const struct rule_info *info = rule_info(rule);
        char group[2] = { info->id[0], '\0' };
        if (groups && !names && group[0] != before)
            complete_add(c, group, _("all rules of this group"));
        before = group[0];
        complete_add(c, names ? info->slug : info->id, _(info->title));
    }
}

static void add_kinds(struct complete *c)
{
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        complete_add(c, kind_word(kind), kind_label(kind));
}

static void add_formats(struct complete *c)
{
    const struct note_format *format;
    if (c->command && command_takes_formats(c->command)) {
        for (size_t i = 0; (format = format_at(i)); i++)
            complete_add(c, format->name, _(format->what));
    } else if (c->command && strcmp(c->command->name, "diff") == 0) {
        for (size_t i = 0; change_format_name(i); i++)
            complete_add(c, change_format_name(i), NULL);
    } else {
        add_words(c, c->command && strcmp(c->command->name, "export") == 0 ? "xml csv" : "text ndjson");
    }
}

static void add_gates(struct complete *c, const struct option_row *row)
{
    if (strcmp(row->argument, "gap") == 0) {
        complete_add(c, row->argument, _(row->help));
        return;
    }
    last_of_list(c);
    for (enum gate gate = 0; gate < GATE_COUNT; gate++)
        complete_add(c, gate_word(gate), NULL);
}

static void add_changes(struct complete *c)
{
    last_of_list(c);
    for (enum change_class class = 0; class < CHANGE_COUNT; class ++)
        complete_add(c, change_word(class), NULL);
}

static void add_profiles(struct complete *c)
{
    struct profile_set set;
    struct error ignored;
    if (profile_set_load(&set, c->cli->share_dir, NULL, &ignored) < 0)
        return;
    for (size_t i = 0; i < set.count; i++) {
        struct buf name = BUF_INIT, title = BUF_INIT;
        buf_addspan(&name, set.at[i]->name);
        buf_addspan(&title, set.at[i]->title);
        complete_add(c, buf_str(&name), buf_str(&title));
        buf_release(&name);
        buf_release(&title);
    }
    profile_set_release(&set);
}

/* ---- the store ---- */

enum wanted { WANTED_REGIONS, WANTED_CATALOGS, WANTED_VERSIONS, WANTED_LABELS };
struct stored {
    struct complete *c;
    enum wanted wanted;
    char regions[17]; /* the region before */
    char catalog[40]; /* the catalog before */
    struct map labels; /* that were said */
};

static int on_version(void *ctx, const struct version_info *v, struct error *err)
{
    struct stored *s = ctx;
    char catalog[40], name[120], from[DATE_TEXT], what[120];
    (void)err;
    snprintf(catalog, sizeof catalog, "%s/%s", v->region, kind_word(v->kind));
    bool new_region = strcmp(s->regions, v->region) != 0, new_catalog = strcmp(s->catalog, catalog) != 0;
    snprintf(s->regions, sizeof s->regions, "%s", v->region);
    snprintf(s->catalog, sizeof s->catalog, "%s", catalog);
    snprintf(what, sizeof what, "%s%s%s", status_label(v->status), v->status == VERSION_PUBLISHED ? " " : "",
             v->status == VERSION_PUBLISHED ? date_text(v->in_force_from, from) : "");
    snprintf(name, sizeof name, s->wanted == WANTED_LABELS ? "%s%s" : "%s@%s", s->wanted == WANTED_LABELS ? "" : catalog, v->label);
    if ((s->wanted == WANTED_REGIONS || s->wanted == WANTED_CATALOGS) && new_region)
        complete_add(s->c, v->region, v->publisher);
    if (s->wanted == WANTED_CATALOGS && new_catalog)
        complete_add(s->c, catalog, v->title);
    if (s->wanted == WANTED_VERSIONS || (s->wanted == WANTED_LABELS && map_put(&s->labels, span_of(v->label), 0) == 1))
        complete_add(s->c, name, s->wanted == WANTED_LABELS ? NULL : what);
    return 0;
}

static void add_stored(struct complete *c, enum wanted wanted)
{
    struct stored stored = { .c = c, .wanted = wanted, .labels = MAP_INIT };
    struct error ignored;
    struct store *store = store_open(c->db ? c->db : buf_str(&c->cli->db), STORE_READ, &ignored);
    if (store && store_begin_read(store, &ignored) == 0) {
        (void)store_versions(store, SPAN_NONE, KIND_BIT(KIND_COUNT) - 1, on_version, &stored, &ignored);
        store_end_read(store);
    }
    store_close(store);
    map_release(&stored.labels);
}

/* ---- values, operands ---- */

int complete_value(struct complete *c, const struct option_row *row, struct error *err)
{
    const struct option_info *info = option_info(row->id);
    bool region = strcmp(row->argument, "REGION") == 0;
    switch (info->value) {
    case VALUE_TEXT:
    case VALUE_DATE:
    case VALUE_NUMBER: break;
    case VALUE_FILE: buf_adds(c->out, ":file\n"); break;
    case VALUE_DIR: buf_adds(c->out, ":dir\n"); break;
    case VALUE_WORDS: add_words(c, info->words); break;
    case VALUE_RULES:
        last_of_list(c);
        add_rules(c, true);
        break;
    case VALUE_KIND: add_kinds(c); break;
    case VALUE_FORMAT: add_formats(c); break;
    case VALUE_GATES: add_gates(c, row); break;
    case VALUE_CHANGES: add_changes(c); break;
    case VALUE_REGION: add_stored(c, WANTED_REGIONS); break;
    case VALUE_CATALOG: add_stored(c, region ? WANTED_REGIONS : WANTED_CATALOGS); break;
    case VALUE_VERSION: add_stored(c, WANTED_VERSIONS); break;
    case VALUE_LABEL: add_stored(c, WANTED_LABELS); break;
    case VALUE_PROFILE:
        add_profiles(c);
        buf_adds(c->out, ":file\n");
        break;
    }
    return buf_check(c->out, err);
}

/* list, show NAME, test FILE…, new FILE */
static void add_profile_operand(struct complete *c)
{
    if (c->operands == 0)
        add_words(c, "list show test new");
    else if (strcmp(c->first, "show") == 0 && c->operands == 1)
        add_profiles(c);
    if (c->operands > 0 && (strcmp(c->first, "test") == 0 || (strcmp(c->first, "list") != 0 && c->operands == 1)))
        buf_adds(c->out, ":file\n");
}

int complete_operand(struct complete *c, struct error *err)
{
    const struct command *command = c->command;
    const char *what = command->operands;
    bool more = c->operands < command->operands_max;
    if (more && (strncmp(what, "TABLE", 5) == 0 || strncmp(what, "FILE", 4) == 0))
        buf_adds(c->out, ":file\n");
    else if (more && strcmp(what, "[CATALOG]") == 0)
        add_stored(c, WANTED_CATALOGS);
    else if (more && (strcmp(what, "VERSION") == 0 || strcmp(what, "FROM TO") == 0))
        add_stored(c, WANTED_VERSIONS);
    else if (more && strcmp(what, "RULE") == 0)
        add_rules(c, false);
    else if (more && strcmp(what, "SHELL") == 0 && c->operands == 0)
        add_words(c, "bash zsh fish");
    else if (strcmp(command->name, "profile") == 0)
        add_profile_operand(c);
    else if (more && strcmp(what, "new FILE") == 0 && c->operands == 0)
        complete_add(c, "new", _(command->summary));
    else if (more && strcmp(what, "new FILE") == 0)
        buf_adds(c->out, ":file\n");
    return buf_check(c->out, err);
}
