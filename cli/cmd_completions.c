/* cli/cmd_completions.c: duima completions: the script of a shell, and the answers that the scripts ask for. */
#include "cli/complete.h"
#include "base/i18n.h"
#include "cli/completion_bytes.h"

const struct option_row options_completions[] = {
    { .name = NULL },
};

static int print_script(struct cli *cli, const char *shell, struct error *err)
{
    for (size_t i = 0; i < sizeof completion_scripts / sizeof *completion_scripts; i++)
        if (strcmp(shell, completion_scripts[i].shell) == 0)
            return cli_write(cli, (const char *)completion_scripts[i].bytes, completion_scripts[i].n, err);
    return error_set(err, ERROR_USAGE, _("there are no completions for \"%s\": there are those of bash, zsh and fish"), shell);
}

int cmd_completions(struct cli *cli, const struct args *args, struct error *err)
{
    struct buf out = BUF_INIT;
    bool asked = strcmp(args->operands[0], "words") == 0; /* by a script */
    if (!asked && args->operand_count > 1)
        return error_set(err, ERROR_USAGE, _("duima completions takes one shell: bash, zsh or fish"));
    if (!asked)
        return print_script(cli, args->operands[0], err);
    int status = complete_words(cli, (const char *const *)args->operands + 1, args->operand_count - 1, &out, err);
    if (status == 0)
        status = cli_print(cli, &out, err);
    buf_release(&out);
    return status;
}
