/* report/note_html_page.c: the page of report/html, slot by slot, and every word on it. Must decide nothing about what was found. */
#include "report/note_html.h"
#include "base/i18n.h"
#include "report/html_bytes.h"

static void add_bytes(struct html *h, const unsigned char *p, size_t n) { buf_add(h->out, p, n); }
static void slot_style(struct html *h) { add_bytes(h, html_style, sizeof html_style); }
static void slot_script(struct html *h) { add_bytes(h, html_script, sizeof html_script); }
static void slot_policy(struct html *h) { buf_adds(h->out, HTML_POLICY); }
static void slot_program(struct html *h) { html_words(h->out, h->run->program); }

static void slot_day(struct html *h)
{
    char day[DATE_TEXT];
    buf_adds(h->out, date_text(h->run->day, day));
}

static void slot_title(struct html *h)
{
    static const struct {
        const char *verb, *title;
    } titles[] = {
        { "check", N_("Check of the mapping table") },
        { "suggest", N_("Suggested catalog codes") },
        { "impact", N_("Impact of a catalog version") },
        { "coverage", N_("Stock and catalog") },
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(titles[i].verb, h->run->verb) == 0) {
            html_words(h->out, _(titles[i].title));
            return;
        }
    html_words(h->out, h->run->verb);
}

struct slot {
    const char *name;
    const char *words;            /* N_(), or NULL … */
    void (*add)(struct html *h);  /* … what stands there; both NULL: nothing, items come there */
};
static const struct slot slots[] = {
    /* TRANSLATORS: the language of these messages, as BCP 47 has it: zh-CN */
    { "lang", N_("en"), NULL },
    { "brand", N_("duima · catalog mapping"), NULL },
    { "policy", NULL, slot_policy },
    { "program", NULL, slot_program },
    { "title", NULL, slot_title },
    { "day", NULL, slot_day },
    { "style", NULL, slot_style },
    { "script", NULL, slot_script },
    { "data", NULL, NULL },
    { "facts", NULL, html_facts },
    { "unread", NULL, html_unread },
    { "tiles", NULL, html_tiles },
    { "charts", NULL, html_charts },
    { "sheets", NULL, html_sheets },
    { "checked", NULL, html_checked },
    { "names", NULL, html_names_add },
    { "skip", N_("Go to the items"), NULL },
    { "contents", N_("Parts of the report"), NULL },
    { "summary", N_("Summary"), NULL },
    { "items", N_("Items"), NULL },
    { "basis", N_("What was checked"), NULL },
    { "theme", N_("Appearance"), NULL },
    { "theme_auto", N_("as the system"), NULL },
    { "theme_light", N_("light"), NULL },
    { "theme_dark", N_("dark"), NULL },
    { "wait", N_("The list of items appears here. It needs JavaScript and a browser of 2020 or later; summary, figures and what was checked are complete "
                 "without it, and `--format csv` and `--format text` give the same items."), NULL },
    { "filters", N_("Filters of the items"), NULL },
    { "find", N_("Search"), NULL },
    { "find_hint", N_("code, name, rule, text"), NULL },
    { "severity", N_("Severity"), NULL },
    { "rule", N_("Rule"), NULL },
    { "kind", N_("Kind"), NULL },
    { "file", N_("Table"), NULL },
    { "state", N_("Acceptance"), NULL },
    { "reset", N_("Clear filters"), NULL },
    { "pages", N_("Pages of the list"), NULL },
    { "first", N_("First page"), NULL },
    { "back", N_("Page before"), NULL },
    { "next", N_("Next page"), NULL },
    { "last", N_("Last page"), NULL },
    { "size", N_("items a page"), NULL },
    { "list", N_("List of the items"), NULL },
    { "caption", N_("Items with findings: what the table has and what the catalog has, side by side. The buttons in the headings sort; the arrow "
                    "keys go from item to item."), NULL },
    { "none", N_("Nothing fits these filters."), NULL },
    { "footer", N_("One file, complete: it loads nothing and sends nothing."), NULL },
};

static const struct slot *slot_named(struct span name)
{
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (span_is(name, slots[i].name))
            return &slots[i];
    return NULL;
}

void html_page_until(struct html *h, const char *until)
{
    struct span rest = { (const char *)html_page + h->page_at, sizeof html_page - h->page_at };
    for (size_t open; (open = span_find(rest, SPAN("{{"))) != (size_t)-1;) {
        buf_add(h->out, rest.p, open);
        rest = (struct span){ rest.p + open + 2, rest.n - open - 2 };
        size_t close = span_find(rest, SPAN("}}"));
        const struct slot *slot = close == (size_t)-1 ? NULL : slot_named((struct span){ rest.p, close });
        if (!slot)
            break; /* a test holds every slot to have its row */
        rest = (struct span){ rest.p + close + 2, rest.n - close - 2 };
        if (slot->words)
            html_words(h->out, _(slot->words));
        else if (slot->add)
            slot->add(h);
        if (until && strcmp(slot->name, until) == 0) {
            h->page_at = sizeof html_page - rest.n;
            return;
        }
    }
    buf_addspan(h->out, rest);
}

/* What the script says; {0}, {1} … stand for numbers and texts. */
static const struct {
    const char *key, *text;
} words[] = {
    { "info", N_("info") },
    { "warning", N_("warning") },
    { "error", N_("error") },
    { "line", N_("Line") },
    { "code", N_("Code") },
    { "name", N_("Name") },
    { "severity", N_("Severity") },
    { "finding", N_("Finding") },
    { "field", N_("Field") },
    { "local", N_("In the table") },
    { "catalog", N_("In the catalog") },
    { "now", N_("Now") },
    { "coming", N_("In the coming version") },
    { "money", N_("Money at risk") },
    { "score", N_("Score") },
    { "count", N_("Items {0} of {1} · findings {2}") },
    { "reading", N_("Reading: {0} items …") },
    { "page", N_("Page {0} of {1}") },
    { "all_rules", N_("all rules ({0})") },
    { "all_kinds", N_("all kinds") },
    { "all_files", N_("all tables") },
    { "nothing", N_("Nothing was found: no item needs a look.") },
    { "state_new", N_("not accepted ({0})") },
    { "state_accepted", N_("accepted ({0})") },
    { "state_all", N_("accepted or not") },
    { "known", N_("known to the baseline") },
    { "suppressed", N_("accepted") },
    { "until", N_("until {0}") },
    { "by", N_("by {0}") },
    { "fix", N_("Suggestion") },
    { "fix_safe", N_("safe to apply") },
    { "details", N_("All values of {0}") },
    { "differs", N_("differs") },
    { "silent", N_("none") },
    { "catalog_entry", N_("Catalog entry") },
    { "fingerprint", N_("Fingerprint") },
    { "whole_table", N_("the whole table") },
    { "no_table", N_("not in the table") },
    { "not_shown", N_("findings that the filters hide: {0}") },
    { "printed", N_("Printed: the first {0} of {1} items that the filters leave. Filter more to print the rest.") },
};

void html_page_words(struct buf *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        buf_addf(out, "%s\"%s\":", i > 0 ? "," : "", words[i].key);
        html_json(out, span_of(_(words[i].text)));
    }
}
