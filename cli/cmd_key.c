/* cli/cmd_key.c: duima key new FILE: a key pair for signing packs. It must never overwrite a key. */
#include "cli/password.h"
#include "base/i18n.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

const struct option_row options_key[] = {
    { OPTION_PASSWORD_FILE, 0, "password-file", N_("FILE"), N_("the password is the first line of FILE (else $DUIMA_KEY_PASSWORD, else it is asked for)"),
      N_("Options:") },
    { .name = NULL },
};

/* A new file, which appears whole or not at all. */
static int write_new(const char *path, mode_t mode, const struct buf *text, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0 && errno == EEXIST)
        return error_set(err, ERROR_USAGE, _("%s is there already, and a key is never overwritten: name another file"), path);
    if (fd < 0)
        return error_errno(err, ERROR_STORE, errno, _("cannot write %s"), path);
    bool ok = write_all(fd, text->p, text->n) == 0 && fsync(fd) == 0;
    int why = errno;
    ok = close(fd) == 0 && ok;
    if (ok)
        return 0;
    unlink(path);
    return error_errno(err, ERROR_STORE, why, _("cannot write %s"), path);
}

static int write_pair(const char *path, const char *pub_path, const struct public_key *pub, const struct buf *secret_text, struct error *err)
{
    struct buf text = BUF_INIT;
    public_key_text(pub, &text);
    int status = buf_check(&text, err);
    if (status == 0)
        status = write_new(path, 0600, secret_text, err);
    if (status == 0 && write_new(pub_path, 0644, &text, err) < 0) {
        unlink(path);
        status = -1;
    }
    buf_release(&text);
    return status;
}

static int say_pair(struct cli *cli, const char *path, const char *pub_path, const struct public_key *pub, struct error *err)
{
    struct buf out = BUF_INIT;
    char id[KEY_ID_TEXT], key[PUBLIC_KEY_TEXT];
    buf_addf(&out, _("key %s: the secret one is %s, the public one %s\n"), key_id_text(pub->id, id), path, pub_path);
    buf_addf(&out, "%s\n", public_key_base64(pub, key));
    int status = cli_print(cli, &out, err);
    buf_release(&out);
    if (status == 0)
        cli_say(cli, _("keep %s and its password apart, and a copy of both: nobody can make them again; hand out %s"), path, pub_path);
    return status;
}

static int make_pair(struct cli *cli, const struct args *args, const char *path, const char *pub_path, struct error *err)
{
    struct secret password = { .n = 0 };
    struct buf secret_text = BUF_INIT;
    struct public_key pub;
    int status = password_read(cli, args, path, true, &password, err);
    if (status == 0)
        status = key_make(&password, KEY_COST_MINISIGN, &pub, &secret_text, err);
    secret_wipe(&password);
    if (status == 0)
        status = write_pair(path, pub_path, &pub, &secret_text, err);
    buf_wipe(&secret_text);
    return status == 0 ? say_pair(cli, path, pub_path, &pub, err) : -1;
}

int cmd_key(struct cli *cli, const struct args *args, struct error *err)
{
    struct buf pub_path = BUF_INIT;
    const char *path = args->operands[1];
    if (strcmp(args->operands[0], "new") != 0)
        return error_set(err, ERROR_USAGE, _("duima key %s: there is duima key new FILE"), args->operands[0]);
    buf_addf(&pub_path, "%s.pub", path);
    buf_str(&pub_path);
    int status = buf_check(&pub_path, err);
    if (status == 0 && (access(path, F_OK) == 0 || access(pub_path.p, F_OK) == 0)) /* said before a password is asked for */
        status = error_set(err, ERROR_USAGE, _("%s is there already, and a key is never overwritten: name another file"),
                           access(path, F_OK) == 0 ? path : pub_path.p);
    if (status == 0)
        status = make_pair(cli, args, path, pub_path.p, err);
    buf_release(&pub_path);
    return status;
}
