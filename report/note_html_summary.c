/* report/note_html_summary.c: the figures at the head of the report: tiles, charts (SVG that needs no script), sheets. */
#include "report/note_html.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "report/label.h"

#define RULES_SHOWN 10 /* bars of a chart; the others are folded away */

#define SMALL_SHEET 3  /* a sheet of so few columns shares its line with others */

static void tile(struct html *h, const char *class, const char *label, uint64_t n)
{
    buf_addf(h->out, "<div class=\"tile %s\"><dt>", class);
    html_words(h->out, label);
    buf_adds(h->out, "</dt><dd>");
    html_count(h->out, n);
    buf_adds(h->out, "</dd></div>\n");
}

static int64_t money_total(const struct html *h)
{
    int64_t sum = 0;
    for (size_t i = 0; i < h->run->rule_count; i++)
        sum = sum > INT64_MAX - h->at_risk[i] ? INT64_MAX : sum + h->at_risk[i];
    return sum;
}

static void money_tile(struct html *h)
{
    int64_t sum = money_total(h);
    if (sum == 0)
        return;
    buf_adds(h->out, "<div class=\"tile money\"><dt>");
    html_words(h->out, _("Money at risk, yuan"));
    buf_adds(h->out, "</dt><dd>");
    html_money(h->out, sum);
    buf_adds(h->out, "</dd></div>\n");
}

void html_tiles(struct html *h)
{
    const struct note_totals *t = h->totals;
    buf_adds(h->out, "<dl class=\"tiles\">\n");
    tile(h, "error", _("Errors"), t->by_severity[SEVERITY_ERROR]);
    tile(h, "warning", _("Warnings"), t->by_severity[SEVERITY_WARNING]);
    tile(h, "info", _("Notices"), t->by_severity[SEVERITY_INFO]);
    money_tile(h);
    if (t->accepted > 0)
        tile(h, "accepted", _("Accepted earlier"), t->accepted);
    if (t->rows > 0) {
        tile(h, "", _("Rows read"), t->rows);
        tile(h, "", _("Rows with a catalog code"), t->mapped);
        tile(h, "clean", _("Rows without a finding"), t->clean);
    }
    buf_adds(h->out, "</dl>\n");
}

static void figure_begin(struct html *h, const char *class, const char *caption)
{
    buf_addf(h->out, "<figure class=\"%s\"><figcaption>", class);
    html_words(h->out, caption);
    buf_adds(h->out, "</figcaption>\n");
}

static void severity_chart(struct html *h)
{
    const uint64_t *n = h->totals->by_severity;
    uint64_t all = n[SEVERITY_ERROR] + n[SEVERITY_WARNING] + n[SEVERITY_INFO], before = 0;
    if (all == 0)
        return;
    figure_begin(h, "chart shares", _("By severity"));
    buf_adds(h->out, "<svg class=\"stack\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">");
    for (size_t i = SEVERITY_COUNT; i-- > 0;) {
        uint64_t from = before * 1000 / all;
        before += n[i];
        buf_addf(h->out, "<rect class=\"%s\" x=\"%u\" width=\"%u\" height=\"10\"/>", severity_word((enum severity)i), (unsigned)from,
                 (unsigned)(before * 1000 / all - from));
    }
    buf_adds(h->out, "</svg>\n<ul class=\"legend\">");
    for (size_t i = SEVERITY_COUNT; i-- > 0;) {
        unsigned share = (unsigned)((n[i] * 2000 / all + 1) / 2); /* 1/1000, rounded */
        buf_addf(h->out, "<li><span class=\"key %s\" aria-hidden=\"true\"></span>", severity_word((enum severity)i));
        html_words(h->out, severity_label((enum severity)i));
        buf_adds(h->out, " <b>");
        html_count(h->out, n[i]);
        buf_addf(h->out, "</b> <span class=\"quiet\">%u.%u %%</span></li>", share / 10, share % 10);
    }
    buf_adds(h->out, "</ul></figure>\n");
}

/* Rules with something to show, most first; among equals in the order of the rules. Their number; order has room for all. */
static size_t order_rules(const struct html *h, const uint64_t *weight, size_t *order)
{
    size_t n = 0;
    for (size_t i = 0; i < h->run->rule_count; i++) {
        if (weight[i] == 0)
            continue;
        size_t at = n++;
        for (; at > 0 && weight[order[at - 1]] < weight[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return n;
}

static void bars(struct html *h, const size_t *order, size_t n, const uint64_t *weight, uint64_t most, bool money)
{
    buf_adds(h->out, "<table class=\"bars\"><tbody>\n");
    for (size_t i = 0; i < n; i++) {
        const struct note_rule *rule = &h->run->rules[order[i]];
        buf_addf(h->out, "<tr><th scope=\"row\"><a href=\"#items\" data-rule=\"%zu\">", order[i] + 1);
        html_rule(h, h->out, rule);
        buf_adds(h->out, "</a></th><td class=\"rod\">");
        html_bar(h->out, severity_word(rule->severity), weight[order[i]], most);
        buf_adds(h->out, "</td><td class=\"number\">");
        if (money)
            html_money(h->out, (int64_t)weight[order[i]]);
        else
            html_count(h->out, weight[order[i]]);
        buf_adds(h->out, "</td></tr>\n");
    }
    buf_adds(h->out, "</tbody></table>\n");
}

static void rule_chart(struct html *h, const char *caption, const uint64_t *weight, size_t *order, bool money)
{
    size_t n = order_rules(h, weight, order);
    if (n == 0)
        return;
    size_t first = n > RULES_SHOWN + 2 ? RULES_SHOWN : n; /* nothing is folded away for the sake of two lines */
    figure_begin(h, money ? "chart money" : "chart counts", caption);
    bars(h, order, first, weight, weight[order[0]], money);
    if (n > first) {
        buf_adds(h->out, "<details><summary>");
        html_words(h->out, _("The other rules"));
        buf_addf(h->out, " (%zu)</summary>\n", n - first);
        bars(h, order + first, n - first, weight, weight[order[0]], money);
        buf_adds(h->out, "</details>");
    }
    buf_adds(h->out, "</figure>\n");
}

void html_charts(struct html *h)
{
    size_t n = h->run->rule_count;
    size_t *order = calloc(n + 1, sizeof *order);
    uint64_t *weight = calloc(n + 1, sizeof *weight);
    if (order && weight) {
        buf_adds(h->out, "<div class=\"charts\">\n");
        severity_chart(h);
        if (h->totals->by_rule)
            rule_chart(h, _("By rule"), h->totals->by_rule, order, false);
        for (size_t i = 0; i < n; i++)
            weight[i] = (uint64_t)h->at_risk[i];
        rule_chart(h, _("Money at risk by rule, yuan"), weight, order, true);
        buf_adds(h->out, "</div>\n");
    } else
        h->out->failed = true;
    free(order);
    free(weight);
}

static void sheet(struct html *h, const struct note_sheet *s)
{
    struct buf *out = h->out;
    buf_addf(out, "<div class=\"scroll%s\" tabindex=\"0\" role=\"region\" aria-label=\"", s->column_count <= SMALL_SHEET ? " small" : "");
    html_words(out, s->title);
    buf_adds(out, "\"><table class=\"sheet\"><caption>");
    html_words(out, s->title);
    buf_adds(out, "</caption><thead><tr>");
    for (size_t i = 0; i < s->column_count; i++) {
        buf_adds(out, s->columns[i].number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        html_words(out, s->columns[i].label);
        buf_adds(out, "</th>");
    }
    buf_adds(out, "</tr></thead><tbody>\n");
    for (size_t row = 0; row < s->row_count; row++) {
        buf_adds(out, "<tr>");
        for (size_t i = 0; i < s->column_count; i++) {
            bool head = i == 0 && !s->columns[0].number;
            buf_adds(out, head ? "<th scope=\"row\">" : s->columns[i].number ? "<td class=\"number\">" : "<td>");
            html_isolated(out, s->cells[row * s->column_count + i]);
            buf_adds(out, head ? "</th>" : "</td>");
        }
        buf_adds(out, "</tr>\n");
    }
    buf_adds(out, "</tbody></table></div>\n");
}

void html_sheets(struct html *h)
{
    buf_adds(h->out, "<div class=\"sheets\">\n");
    for (size_t i = 0; i < h->totals->sheet_count; i++)
        if (strcmp(h->totals->sheets[i].id, "risk") != 0) /* money by rule is a chart already */
            sheet(h, &h->totals->sheets[i]);
    buf_adds(h->out, "</div>\n");
}
