/* cli/main.c: the program's front door: signals, language, options, verb, store, exit code.
 * The only file with writable data of its own, the signal that came in and when. */
#include "cli/config.h"
#include "base/i18n.h"
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#define ONE_STOP_MS 500 /* timeout(1) and a terminal's hangup send the signal to the program and to its group: two, but one wish */

static volatile sig_atomic_t signal_seen;
static struct timespec signal_at; /* read by the handler alone */

/* The first one is remembered, a later one ends the program at once. */
static void on_signal(int number)
{
    struct timespec now = { 0, 0 };
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!signal_seen)
        signal_at = now;
    else if ((now.tv_sec - signal_at.tv_sec) * 1000 + (now.tv_nsec - signal_at.tv_nsec) / 1000000 >= ONE_STOP_MS) {
        signal(number, SIG_DFL);
        raise(number);
    }
    signal_seen = number;
}

static void catch_signals(void)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction stop = { .sa_handler = on_signal };
    struct sigaction old;
    sigemptyset(&stop.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) /* one at a time, whichever they are */
        sigaddset(&stop.sa_mask, numbers[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) /* nohup stays nohup */
            sigaction(numbers[i], &stop, NULL);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write */
}

/* A standard descriptor that came closed must not become the number of the next file opened: what is printed would go into it. */
static void hold_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd) /* writing there fails, as it should */
            _exit(EXIT_STORE);
}

/* Ends as the signal would have, so that a shell sees 130 or 143 and stops its loop. */
static int end_by(int number)
{
    signal(number, SIG_DFL);
    raise(number);
    return 128 + number;
}

static int open_store(struct cli *cli, enum store_need need, struct error *err)
{
    static const enum store_mode modes[] = { [NEED_READ] = STORE_READ, [NEED_WRITE] = STORE_WRITE, [NEED_CREATE] = STORE_CREATE };
    if (need == NEED_NONE)
        return 0;
    if (need == NEED_WRITE || need == NEED_CREATE)
        environment_user(cli);
    cli->store = store_open(buf_str(&cli->db), modes[need], err);
    if (!cli->store)
        return -1;
    store_temp(cli->store, cli->temp_dir);
    return 0;
}

static int run_command(struct cli *cli, const struct command *c, const struct args *args, struct error *err)
{
    if (args->operand_count < c->operands_min)
        return error_set(err, ERROR_USAGE, _("duima %s needs %s; duima %s --help says more"), c->name, _(c->operands), c->name);
    if (args->operand_count > c->operands_max)
        return error_set(err, ERROR_USAGE, _("duima %s does not take \"%s\"; duima %s --help says what it takes"), c->name,
                         args->operands[c->operands_max], c->name);
    if (environment_read(cli, args, err) < 0 || open_store(cli, c->need, err) < 0)
        return -1;
    cli->paging = c->paged && pager_is_wanted(args_has(args, OPTION_NO_PAGER));
    int status = c->run(cli, args, err);
    store_close(cli->store);
    cli->store = NULL;
    return status;
}

static int print_config(struct cli *cli, const struct config *config, const struct command *c, const struct args *args, struct error *err)
{
    struct buf text = BUF_INIT;
    int status = environment_read(cli, args, err);
    if (status == 0) {
        config_show(config, cli, c, args, &text);
        status = cli_print(cli, &text, err);
    }
    buf_release(&text);
    return status;
}

/* With what the files say added. */
static int run_configured(struct cli *cli, const struct command *c, struct args *args, struct error *err)
{
    struct config config = CONFIG_INIT;
    int status = config_read(&config, c, args, err);
    if (status == 0 && args_value(args, OPTION_LANG))
        lang_choose(args_value(args, OPTION_LANG));
    if (status == 0 && args_has(args, OPTION_SHOW_CONFIG))
        status = print_config(cli, &config, c, args, err);
    else if (status == 0 && c)
        status = run_command(cli, c, args, err);
    else if (status == 0)
        status = error_set(err, ERROR_USAGE, _("what to do? duima --help lists the verbs"));
    if (status < 0 && err->code == ERROR_USAGE)
        config_blame(args, c, err);
    config_release(&config);
    args->count = 0; /* values that a file gave are gone */
    return status;
}

static int help_width(void)
{
    const char *columns = getenv("COLUMNS");
    long n = columns ? strtol(columns, NULL, 10) : 0;
    return n >= 60 && n <= 100 ? (int)n : 80;
}

static int print_help(struct cli *cli, const struct command *c, struct error *err)
{
    struct buf text = BUF_INIT;
    if (c)
        command_help(c, help_width(), &text);
    else
        program_help(help_width(), &text);
    int status = cli_print(cli, &text, err);
    buf_release(&text);
    return status;
}

static int print_version(struct cli *cli, struct error *err)
{
    struct buf text = BUF_INIT;
    buf_addf(&text, "%s\n", cli->program);
    int status = cli_print(cli, &text, err);
    buf_release(&text);
    return status;
}

static int run(struct cli *cli, int argc, char **argv, struct args *args, struct error *err)
{
    int at;
    if (args_read_globals(args, argc, argv, options_global, &at, err) < 0)
        return -1;
    const struct command *c = NULL;
    if (at < argc) {
        c = command_find(argv[at], err);
        if (!c || args_read_verb(args, argc - at, argv + at, options_global, c->options, err) < 0)
            return -1;
    }
    cli->paging = args_has(args, OPTION_HELP) && pager_is_wanted(args_has(args, OPTION_NO_PAGER));
    if (args_has(args, OPTION_HELP))
        return print_help(cli, c, err);
    if (args_has(args, OPTION_VERSION_OF_PROGRAM))
        return print_version(cli, err);
    return run_configured(cli, c, args, err);
}

int main(int argc, char **argv)
{
    struct cli cli = { .program = PACKAGE_NAME " " PACKAGE_VERSION, .signal = &signal_seen, .messages = -1 };
    struct args args = { NULL, 0, NULL, 0 };
    struct error err = { .code = ERROR_NONE };
    hold_descriptors();
    catch_signals();
    lang_choose(lang_wish(argc, argv));
    if (run(&cli, argc, argv, &args, &err) < 0)
        cli_fail(&cli, &err);
    cli_progress_end(&cli);
    pager_end(&cli);
    args_release(&args);
    buf_release(&cli.db);
    buf_release(&cli.cache_dir);
    if (err.code == ERROR_STOPPED && cli.pipe_closed)
        return end_by(SIGPIPE);
    if (err.code == ERROR_STOPPED && signal_seen)
        return end_by(signal_seen);
    return cli.status;
}
