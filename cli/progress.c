/* cli/progress.c: the line that tells how far something is. The only place that asks how long it took; nothing else may depend on that. */
#include "cli/progress.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/layout.h"
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define QUIET_MS  300  /* what is done sooner shows no line */
#define REDRAW_MS 100
#define STEADY_MS 1000 /* no speed before that: it would only jump */
#define BAR_LEAST 10
#define BAR_MOST  40

static uint64_t now_ms(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000 : 0;
}

/* The window may have changed its size since the last line. */
static int terminal_columns(const struct cli *cli)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return cli->width > 0 ? cli->width : 80;
}

static void add_bytes(struct buf *out, uint64_t n)
{
    static const char *const units[] = { "B", "KB", "MB", "GB", "TB" };
    size_t unit = 0;
    uint64_t tenths = n <= UINT64_MAX / 10 ? n * 10 : UINT64_MAX;
    for (; tenths >= 10000 && unit + 1 < sizeof units / sizeof *units; unit++)
        tenths /= 1000;
    if (unit == 0 || tenths >= 1000)
        buf_addf(out, "%llu %s", (unsigned long long)(tenths / 10), units[unit]);
    else
        buf_addf(out, "%llu.%llu %s", (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10), units[unit]);
}

static void add_left(struct buf *out, const struct progress_step *s, uint64_t ms)
{
    uint64_t seconds = (uint64_t)((__extension__(unsigned __int128)ms) * (s->total - s->done) / s->done / 1000);
    char clock[32];
    if (seconds >= 360000) /* nobody waits for that */
        return;
    if (seconds >= 3600)
        snprintf(clock, sizeof clock, "%u:%02u:%02u", (unsigned)(seconds / 3600), (unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60));
    else
        snprintf(clock, sizeof clock, "%u:%02u", (unsigned)(seconds / 60), (unsigned)(seconds % 60));
    buf_addf(out, _(", %s left"), clock);
}

/* What stands behind the bar. */
static void add_figures(struct buf *out, const struct progress_step *s, uint64_t ms)
{
    bool bytes = s->unit == PROGRESS_BYTES, steady = ms >= STEADY_MS;
    uint64_t count = bytes ? s->records : s->done;
    if (bytes && s->total == 0) {
        add_bytes(out, s->done);
        if (steady) {
            buf_adds(out, " (");
            add_bytes(out, s->done * 1000 / ms);
            buf_adds(out, "/s)");
        }
        buf_adds(out, _(", "));
    }
    buf_addf(out, _("%llu records"), (unsigned long long)count);
    if (steady)
        buf_addf(out, _(", %llu a second"), (unsigned long long)(count * 1000 / ms));
    if (steady && s->done > 0 && s->total > s->done)
        add_left(out, s, ms);
}

static void add_bar(struct buf *out, int percent, int columns)
{
    int inside = columns - 2, full = inside * percent / 100;
    buf_addc(out, '[');
    for (int i = 0; i < inside; i++)
        buf_addc(out, i < full ? '#' : '.');
    buf_adds(out, "] ");
}

void progress_line(struct buf *out, const struct progress_step *s, uint64_t ms, int columns)
{
    struct buf left = BUF_INIT, right = BUF_INIT;
    const char *slash = strrchr(s->what, '/');
    int percent = s->total == 0 ? -1 : s->done >= s->total ? 100 : (int)(s->done / (s->total / 100 + 1));
    if (s->total > 0 && s->done < s->total && s->done <= UINT64_MAX / 100)
        percent = (int)(s->done * 100 / s->total);
    layout_plain(&left, span_of(slash ? slash + 1 : s->what));
    left.n = text_fit(buf_span(&left), columns / 3);
    if (s->doing)
        buf_addf(&left, _(": %s"), s->doing);
    buf_adds(&left, percent >= 0 ? " " : _(": "));
    if (percent >= 0)
        buf_addf(&left, "%3d%% ", percent);
    if (s->total > 0 || s->unit == PROGRESS_BYTES)
        add_figures(&right, s, ms);
    int bar = columns - text_width(buf_span(&left)) - text_width(buf_span(&right)) - 1;
    if (percent >= 0 && bar >= BAR_LEAST)
        add_bar(&left, percent, bar < BAR_MOST ? bar : BAR_MOST);
    buf_addspan(&left, buf_span(&right));
    if (!left.failed && !right.failed)
        buf_add(out, left.p, text_fit(buf_span(&left), columns));
    buf_release(&left);
    buf_release(&right);
}

void cli_progress(struct cli *cli, const struct progress_step *step)
{
    if (!cli->progress.wanted)
        return;
    uint64_t now = now_ms();
    struct progress *p = &cli->progress;
    if (!p->first)
        p->first = now;
    if (!p->began || p->doing != step->doing || step->done < p->done) {
        p->began = now;
        p->doing = step->doing;
    }
    p->done = step->done;
    if (now - p->first < QUIET_MS || (p->drawn && now - p->drawn < REDRAW_MS))
        return;
    p->drawn = now;
    struct buf line = BUF_INIT;
    buf_adds(&line, "\r");
    progress_line(&line, step, now - p->began, terminal_columns(cli) - 1); /* in the last column some terminals would begin a new line */
    buf_adds(&line, "\033[K");
    if (line.p && !line.failed)
        (void)!write_all(STDERR_FILENO, line.p, line.n);
    buf_release(&line);
    p->shown = true;
}

void cli_progress_end(struct cli *cli)
{
    if (cli->progress.shown)
        (void)!write_all(STDERR_FILENO, "\r\033[K", 4);
    cli->progress.shown = false;
}
