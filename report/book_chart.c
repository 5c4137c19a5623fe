/* report/book_chart.c: bars beside a table of figures. */
#include "report/book_impl.h"

#define ROW_PIXELS (BOOK_ROW_POINTS * 4 / 3)
#define HEAD_PIXELS 60
#define BAR_PIXELS 26
#define CHART_PIXELS 288 /* of libxlsxwriter's chart at scale 1 */

uint32_t book_bars_rows(uint32_t bars) { return (HEAD_PIXELS + bars * BAR_PIXELS + ROW_PIXELS - 1) / ROW_PIXELS; }

static void color_bars(struct book *b, lxw_chart_series *series, const struct book_bars *bars)
{
    uint32_t n = bars->last - bars->first + 1;
    lxw_chart_fill plain = { .color = book_tint_fill(TINT_NONE) };
    chart_series_set_fill(series, &plain);
    if (!bars->colors)
        return;
    lxw_chart_fill *fills = calloc(n, sizeof *fills);
    lxw_chart_point *points = calloc(n, sizeof *points);
    lxw_chart_point **list = calloc(n + 1, sizeof *list);
    if (!fills || !points || !list)
        book_fail(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else {
        for (uint32_t i = 0; i < n; i++) {
            fills[i].color = book_tint_fill(bars->colors[i]);
            points[i].fill = &fills[i];
            list[i] = &points[i];
        }
        book_fail(b, chart_series_set_points(series, list));
    }
    free(fills);
    free(points);
    free(list);
}

void book_bars(struct book_sheet *s, uint32_t row, uint16_t column, const struct book_bars *bars)
{
    if (!s || s->book->failed || !book_ahead(s->book, 16 * BOOK_LITTLE))
        return;
    lxw_chart *chart = workbook_add_chart(s->book->workbook, LXW_CHART_BAR);
    lxw_chart_series *series = chart ? chart_add_series(chart, NULL, NULL) : NULL;
    if (!series) {
        book_fail(s->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    lxw_chart_font title = { .size = 12, .bold = LXW_TRUE }, small = { .size = 9 };
    lxw_chart_line none = { .none = LXW_TRUE };
    chart_series_set_categories(series, book_sheet_name(s), bars->first, bars->names, bars->last, bars->names);
    chart_series_set_values(series, book_sheet_name(s), bars->first, bars->values, bars->last, bars->values);
    color_bars(s->book, series, bars);
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, bars->look == LOOK_MONEY ? "#,##0.00" : "#,##0");
    chart_series_set_labels_font(series, &small);
    chart_title_set_name(chart, bars->title);
    chart_title_set_name_font(chart, &title);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_set_series_gap(chart, 40);
    lxw_chart_axis *names = chart->y_axis, *values = chart->x_axis; /* of lying bars */
    chart_axis_set_reverse(names);
    chart_axis_set_num_font(names, &small);
    chart_axis_set_line(names, &none);
    chart_axis_set_major_tick_mark(names, LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_axis_major_gridlines_set_visible(values, LXW_FALSE);
    chart_axis_set_min(values, 0);
    int64_t most = bars->look == LOOK_MONEY ? bars->most / AMOUNT_SCALE + 1 : bars->most;
    if (most > 0 && most < INT32_MAX)
        chart_axis_set_max(values, 1.2 * (int32_t)most); /* room for the figure */
    chart_axis_off(values);
    uint32_t pixels = HEAD_PIXELS + (bars->last - bars->first + 1) * BAR_PIXELS;
    lxw_chart_options options = { .x_scale = 1.0, .y_scale = 1.0 * pixels / CHART_PIXELS, .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                  .description = (char *)(uintptr_t)bars->title };
    book_fail(s->book, worksheet_insert_chart_opt(s->sheet, row, column, chart, &options));
}
