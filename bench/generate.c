/* bench/generate.c: an invented catalog of any size and a hospital's table mapped onto it, from a seed.
 *
 * For measuring and for tests at scale. The same arguments give the same bytes; memory does not grow with the size. */
#include "bench/document.h"
#include "bench/table.h"
#include <getopt.h>

static const char usage[] =
    "usage: generate [OPTION]... [--catalog FILE] [--table FILE]\n"
    "  --seed N            another catalog for each seed (1)\n"
    "  --entries N         drugs in the catalog (1000)\n"
    "  --catalog FILE      write the catalog, native XML; - is standard output\n"
    "  --shuffle           its records in no order, else in code order\n"
    "  --encoding NAME     of what is written (UTF-8)\n"
    "  --change SHARE      write the second version instead: this share of entries changed, a twentieth of it added,\n"
    "                      and as many removed\n"
    "  --region NAME       (430000)\n"
    "  --rows N            rows of the table (1000)\n"
    "  --table FILE        write the hospital's table, CSV; with --change, mapped onto the second version\n"
    "  --faults SHARE      this share of the rows has a fault (0)\n"
    "  --without RULES     no faults of these (T104,T105)\n"
    "  --answers FILE      for each faulty row, its line and the rule that must fire\n"
    "  --headings WHICH    chinese or canonical (chinese)\n"
    "A check of the table is meant for --as-of " PLAN_TODAY ".\n";

struct options {
    uint64_t seed, entries, change, rows, faults;
    const char *catalog, *table, *answers, *without, *encoding, *region;
    bool shuffle, canonical;
};

/* Digits only; -1 with a word. */
static int read_number(const char *name, const char *text, uint64_t *out)
{
    uint64_t value = 0;

    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '9' || value > UINT64_MAX / 16) {
            fprintf(stderr, "generate: --%s %s: not a whole number\n", name, text);
            return -1;
        }
        value = value * 10 + (uint64_t)(*p - '0');
    }
    *out = value;
    return 0;
}

/* "0.02" as millionths; from 0 to 1. */
static int read_share(const char *name, const char *text, uint64_t *out)
{
    uint64_t value = 0, unit = 1000000;
    bool behind = false;

    for (const char *p = text; *p; p++) {
        if (*p == '.' && !behind) {
            behind = true;
            continue;
        }
        if (behind)
            unit /= 10;
        if (*p < '0' || *p > '9' || unit == 0 || (value = value + (uint64_t)(*p - '0') * unit) > 1000000) {
            fprintf(stderr, "generate: --%s %s: not a share from 0 to 1 with up to 6 decimals\n", name, text);
            return -1;
        }
    }
    *out = value;
    return 0;
}

static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option known[] = {
        { "seed", required_argument, NULL, 's' },     { "entries", required_argument, NULL, 'n' },
        { "catalog", required_argument, NULL, 'c' },  { "shuffle", no_argument, NULL, 'u' },
        { "encoding", required_argument, NULL, 'e' }, { "change", required_argument, NULL, 'd' },
        { "region", required_argument, NULL, 'r' },   { "rows", required_argument, NULL, 'm' },
        { "table", required_argument, NULL, 't' },    { "faults", required_argument, NULL, 'f' },
        { "answers", required_argument, NULL, 'a' },  { "headings", required_argument, NULL, 'h' },
        { "without", required_argument, NULL, 'w' },
        { "help", no_argument, NULL, 'H' },           { NULL, 0, NULL, 0 },
    };
    int c, bad = 0;

    while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (c) {
        case 's': bad |= read_number("seed", optarg, &o->seed); break;
        case 'n': bad |= read_number("entries", optarg, &o->entries); break;
        case 'm': bad |= read_number("rows", optarg, &o->rows); break;
        case 'd': bad |= read_share("change", optarg, &o->change); break;
        case 'f': bad |= read_share("faults", optarg, &o->faults); break;
        case 'c': o->catalog = optarg; break;
        case 't': o->table = optarg; break;
        case 'a': o->answers = optarg; break;
        case 'w': o->without = optarg; break;
        case 'e': o->encoding = optarg; break;
        case 'r': o->region = optarg; break;
        case 'u': o->shuffle = true; break;
        case 'h': o->canonical = strcmp(optarg, "canonical") == 0; break;
        case 'H': fputs(usage, stdout); return 1;
        default: bad = -1;
        }
    }
    if (bad || optind < argc || (!o->catalog && !o->table)) {
        fputs(usage, stderr);
        return -1;
    }
    return 0;
}

static int write_catalog(const struct plan *plan, const struct options *opt)
{
    struct document doc = { opt->region, opt->encoding, opt->shuffle, opt->change > 0 ? 2 : 1 };
    struct out *o = out_open(opt->catalog, opt->encoding);
    int result;

    if (!o)
        return -1;
    result = document_write(plan, &doc, o);
    return out_close(o) | result;
}

static int write_table(const struct plan *plan, const struct options *opt)
{
    struct table table = { opt->rows, opt->faults, opt->canonical, opt->change > 0 ? 2 : 1, opt->without, NULL, NULL };
    int result = -1;

    table.out = out_open(opt->table, opt->encoding);
    if (table.out && opt->answers)
        table.answers = out_open(opt->answers, NULL);
    if (table.out && (!opt->answers || table.answers))
        result = table_write(plan, &table);
    if (table.out)
        result |= out_close(table.out);
    if (table.answers)
        result |= out_close(table.answers);
    return result;
}

int main(int argc, char **argv)
{
    struct options o = { .seed = 1, .entries = 1000, .rows = 1000, .encoding = "UTF-8", .region = "430000" };
    struct plan plan;
    int asked = read_options(argc, argv, &o);

    if (asked)
        return asked > 0 ? 0 : 2;
    if (plan_init(&plan, o.seed, o.entries, o.change) < 0) {
        fprintf(stderr, "generate: --entries: from 1 to about 5 million\n");
        return 2;
    }
    if ((o.catalog && write_catalog(&plan, &o) < 0) || (o.table && write_table(&plan, &o) < 0))
        return 1;
    return 0;
}
