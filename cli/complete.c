/* cli/complete.c: which word of the line is what: verb, option, value, operand. */
#include "cli/complete.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/layout.h"

void complete_add(struct complete *c, const char *candidate, const char *what)
{
    enum { WHAT_MOST = 70 };
    struct span s = span_of(candidate), text = span_of(what);
    if (!span_starts(s, c->word))
        return;
    buf_addspan(c->out, c->front);
    layout_plain(c->out, s);
    if (text.n > 0 && !span_eq(text, s)) {
        size_t shown = text_fit(text, WHAT_MOST);
        buf_addc(c->out, '\t');
        layout_plain(c->out, (struct span){ text.p, shown });
        buf_adds(c->out, shown < text.n ? "…" : "");
    }
    buf_addc(c->out, '\n');
}

static void add_options(struct complete *c, const struct option_row *rows, const struct command *besides)
{
    for (; rows && rows->name; rows++) {
        char name[40];
        if (besides && command_row(besides, rows->name) != rows)
            continue; /* the verb has one of that name itself */
        snprintf(name, sizeof name, "--%s", rows->name);
        complete_add(c, name, _(rows->help));
    }
}

static void add_verbs(struct complete *c)
{
    for (size_t i = 0; i < command_count; i++)
        complete_add(c, commands[i].name, _(commands[i].summary));
}

/* An option in front of the word: the row whose value the next word is, or NULL. */
static const struct option_row *read_option(struct complete *c, const char *word)
{
    char name[40];
    const struct option_row *row;
    const char *equals = strchr(word, '=');
    if (word[1] != '-') {
        row = command_row_of_letter(c->command, word[1]);
        return row && row->argument && !word[2] ? row : NULL;
    }
    snprintf(name, sizeof name, "%.*s", equals ? (int)(equals - word - 2) : (int)sizeof name - 1, word + 2);
    row = command_row(c->command, name);
    if (row && row->id == OPTION_DB && equals)
        c->db = equals + 1;
    return row && row->argument && !equals ? row : NULL;
}

/* What stands in front of the word. *pending: the option whose value it is. -1: there is no such verb. */
static int read_before(struct complete *c, const char *const *words, size_t n, const struct option_row **pending, bool *operands_only)
{
    for (size_t i = 0; i < n; i++) {
        if (*pending) {
            if ((*pending)->id == OPTION_DB)
                c->db = words[i];
            *pending = NULL;
        } else if (!*operands_only && strcmp(words[i], "--") == 0) {
            *operands_only = true;
        } else if (!*operands_only && words[i][0] == '-' && words[i][1]) {
            *pending = read_option(c, words[i]);
        } else if (!c->command) {
            struct error ignored;
            c->command = command_find(words[i], &ignored);
            if (!c->command)
                return -1;
        } else {
            c->first = c->operands++ ? c->first : words[i];
        }
    }
    return 0;
}

/* "--option=VALUE" */
static const struct option_row *split_word(struct complete *c)
{
    const char *equals = memchr(c->word.p, '=', c->word.n);
    char name[40];
    if (!equals || !span_starts(c->word, SPAN("--")))
        return NULL;
    snprintf(name, sizeof name, "%.*s", (int)(equals - c->word.p - 2), c->word.p + 2);
    const struct option_row *row = command_row(c->command, name);
    size_t n = (size_t)(equals - c->word.p) + 1;
    c->front = (struct span){ c->word.p, n };
    c->word = (struct span){ c->word.p + n, c->word.n - n };
    return row && row->argument ? row : NULL;
}

int complete_words(struct cli *cli, const char *const *words, size_t n, struct buf *out, struct error *err)
{
    struct complete c = { .cli = cli, .front = SPAN(""), .word = n > 0 ? span_of(words[n - 1]) : SPAN(""), .out = out };
    const struct option_row *pending = NULL;
    bool operands_only = false;
    if (read_before(&c, words, n > 0 ? n - 1 : 0, &pending, &operands_only) < 0)
        return 0;
    if (pending)
        return complete_value(&c, pending, err);
    if (!operands_only && c.word.n > 0 && c.word.p[0] == '-') {
        if (memchr(c.word.p, '=', c.word.n)) {
            pending = split_word(&c);
            return pending ? complete_value(&c, pending, err) : 0;
        }
        add_options(&c, c.command ? c.command->options : NULL, NULL);
        add_options(&c, options_global, c.command);
        return 0;
    }
    if (!c.command) {
        add_verbs(&c);
        return 0;
    }
    return complete_operand(&c, err);
}
