/* cli/cmd_pack.c: duima pack VERSION: a published version, signed, as one file to hand out. Changes nothing in the store. */
#include "base/i18n.h"
#include "cli/document.h"
#include "cli/password.h"
#include "pack/pack.h"

const struct option_row options_pack[] = {
    { OPTION_OUTPUT, 'o', "output", N_("FILE"), N_("the pack; it appears whole or not at all"), N_("Options:") },
    { OPTION_KEY, 0, "key", N_("FILE"), N_("the secret key that signs it, as duima key or minisign made it"), N_("Options:") },
    { OPTION_PASSWORD_FILE, 0, "password-file", N_("FILE"), N_("the password is the first line of FILE (else $DUIMA_KEY_PASSWORD, else it is asked for)"),
      N_("Options:") },
    { OPTION_AFTER, 0, "after", N_("FILE"), N_("the pack of this region that was handed out before it"), N_("Options:") },
    { OPTION_PUBKEY, 0, "pubkey", N_("KEY"), N_("the public key of the pack named by --after, where another one signed it"), N_("Options:") },
    { OPTION_FIRST, 0, "first", NULL, N_("no pack of this region was handed out before, although it has other published versions"), N_("Options:") },
    { OPTION_EXPIRES, 0, "expires", N_("DATE"), N_("the last day on which it may be taken in (else the version's own)"), N_("Options:") },
    { .name = NULL },
};

struct pack_run {
    struct cli *cli;
    const struct args *args;
    const char *key_path, *path;
    date expires; /* DATE_NONE: the version's */
    struct secret_key *key;
    struct version_info versions[KIND_COUNT];
    size_t count;
    bool has_other; /* a published version of the region that is not among these */
    struct manifest manifest;
    struct out_file file;
};

static int read_options(struct pack_run *run, struct error *err)
{
    const struct args *args = run->args;
    run->key_path = args_value(args, OPTION_KEY);
    run->path = args_value(args, OPTION_OUTPUT);
    if (!run->path)
        return error_set(err, ERROR_USAGE, _("name the file of the pack with -o FILE"));
    if (!run->key_path)
        return error_set(err, ERROR_USAGE, _("a pack is signed: name the secret key with --key FILE; duima key new FILE makes one"));
    if (args_has(args, OPTION_AFTER) && args_has(args, OPTION_FIRST))
        return error_set(err, ERROR_USAGE, _("--after names the pack before this one, --first says that there is none: give one of them"));
    if (args_has(args, OPTION_PUBKEY) && !args_has(args, OPTION_AFTER))
        return error_set(err, ERROR_USAGE, _("--pubkey is for the pack named by --after"));
    if (same_file(run->path, buf_str(&run->cli->db)) || same_file(run->path, run->key_path))
        return error_set(err, ERROR_USAGE, _("-o %s would overwrite the store or the key: name another file"), run->path);
    return date_option(args, OPTION_EXPIRES, "expires", &run->expires, err);
}

/* ---- what it is made of ---- */

static int on_version(void *ctx, const struct version_info *v, struct error *err)
{
    struct pack_run *run = ctx;
    bool mine = false;
    (void)err;
    for (size_t i = 0; i < run->count; i++)
        mine = mine || v->id == run->versions[i].id;
    run->has_other = run->has_other || (!mine && v->status != VERSION_STAGED);
    return 0;
}

static int check_versions(struct pack_run *run, struct error *err)
{
    const struct version_info *a = &run->versions[0];
    for (size_t i = 0; i < run->count; i++) {
        const struct version_info *v = &run->versions[i];
        if (v->status != VERSION_PUBLISHED)
            return error_set(err, ERROR_REFUSED, _("%s/%s@%s is not published, and only what is in force from some day is handed out: duima publish first"),
                             v->region, kind_word(v->kind), v->label);
        if (v->in_force_from != a->in_force_from)
            return error_set(err, ERROR_USAGE, _("%s and %s of %s@%s are in force from different days: pack them one by one, as %s/%s@%s"),
                             kind_word(a->kind), kind_word(v->kind), a->region, a->label, a->region, kind_word(a->kind), a->label);
    }
    return 0;
}

/* Finds the versions and what the manifest says of them. */
static int look_up(struct pack_run *run, struct error *err)
{
    struct manifest *m = &run->manifest;
    const struct version_info *a = &run->versions[0];
    if (named_versions(run->cli, run->args->operands[0], run->versions, &run->count, err) < 0 || check_versions(run, err) < 0)
        return -1;
    snprintf(m->region, sizeof m->region, "%s", a->region);
    snprintf(m->label, sizeof m->label, "%s", a->label);
    m->effective = a->in_force_from;
    m->expires = run->expires != DATE_NONE ? run->expires : a->expires;
    m->count = run->count;
    for (size_t i = 0; i < run->count; i++) {
        const struct version_info *v = &run->versions[i];
        m->kinds[i] = (struct manifest_kind){ .kind = v->kind, .number = v->number, .entries = v->entries };
        memcpy(m->kinds[i].rows, v->hash, sizeof v->hash);
    }
    return store_versions(run->cli->store, span_of(a->region), ~0u, on_version, run, err);
}

static int look_up_once(struct pack_run *run, struct error *err)
{
    if (store_begin_read(run->cli->store, err) < 0)
        return -1;
    int status = look_up(run, err);
    store_end_read(run->cli->store);
    if (status == 0 && run->has_other && !args_has(run->args, OPTION_AFTER) && !args_has(run->args, OPTION_FIRST))
        status = error_set(err, ERROR_USAGE, _("%s has other published versions too: name the pack handed out before this one with --after FILE, or "
                                               "say --first where there was none; a hospital takes a pack only behind the one that it holds"),
                           run->manifest.region);
    return status;
}

/* ---- the pack before it ---- */

static int check_before(struct pack_run *run, const struct pack *before, struct error *err)
{
    struct manifest *m = &run->manifest;
    const struct manifest *b = &before->manifest;
    if (strcmp(b->region, m->region) != 0)
        return error_set(err, ERROR_USAGE, _("%s is a pack of region %s, not %s"), before->name, b->region, m->region);
    for (size_t i = 0; i < b->count; i++)
        for (size_t k = 0; k < m->count; k++)
            if (b->kinds[i].kind == m->kinds[k].kind && b->kinds[i].number >= m->kinds[k].number)
                return error_set(err, ERROR_USAGE, _("%s has version number %d of %s/%s, this one would have %d: a pack comes behind one of a lower number"),
                                 before->name, b->kinds[i].number, m->region, kind_word(m->kinds[k].kind), m->kinds[k].number);
    m->has_previous = true;
    memcpy(m->previous, before->manifest_sha, sizeof m->previous);
    return 0;
}

static int read_before(struct pack_run *run, struct error *err)
{
    const char *path = args_value(run->args, OPTION_AFTER), *key = args_value(run->args, OPTION_PUBKEY);
    struct public_key pub = *secret_key_public(run->key);
    struct pack before = { .fd = -1 };
    if (!path)
        return 0;
    if (same_file(path, run->path))
        return error_set(err, ERROR_USAGE, _("-o %s would overwrite the pack before it: name another file"), run->path);
    if (key && public_key_read(key, &pub, err) < 0)
        return -1;
    struct source *src = source_open(path, err);
    if (!src)
        return -1;
    int status = pack_open(&before, src, &pub, run->cli->temp_dir, err);
    source_free(src);
    if (status == 0)
        status = check_before(run, &before, err);
    pack_release(&before);
    return status;
}

static int open_key(struct pack_run *run, struct error *err)
{
    struct secret password = { .n = 0 };
    run->key = secret_key_open(run->key_path, err);
    int status = run->key ? password_read(run->cli, run->args, run->key_path, false, &password, err) : -1;
    if (status == 0)
        status = secret_key_unlock(run->key, &password, err);
    secret_wipe(&password);
    return status;
}

/* ---- writing ---- */

static int to_maker(void *ctx, const char *p, size_t n, struct error *err)
{
    return pack_maker_add(ctx, p, n, err);
}

static int to_file(void *ctx, const char *p, size_t n, struct error *err)
{
    return out_file_write(ctx, p, n, err);
}

static int write_pack(struct pack_run *run, struct error *err)
{
    struct cli *cli = run->cli;
    struct pack_maker *maker = pack_maker_new(cli->temp_dir, err);
    int status = maker ? store_begin_read(cli->store, err) : -1;
    if (status == 0) {
        status = look_up(run, err); /* again: the key took its time, and the store is not locked meanwhile */
        if (status == 0)
            status = document_write(cli, run->versions, run->count, to_maker, maker, err);
        store_end_read(cli->store);
    }
    if (status == 0)
        status = out_file_open(&run->file, run->path, err);
    if (status == 0)
        status = pack_maker_finish(maker, &run->manifest, cli->program, run->key, to_file, &run->file, err);
    pack_maker_free(maker);
    return status == 0 ? out_file_commit(&run->file, err) : -1;
}

static int say_pack(struct pack_run *run, struct error *err)
{
    struct buf out = BUF_INIT;
    char id[KEY_ID_TEXT], day[DATE_TEXT];
    int64_t entries = 0;
    for (size_t i = 0; i < run->count; i++)
        entries += run->versions[i].entries;
    buf_addf(&out, _("%s: %s@%s, in force from %s, entries: %lld, signed with key %s\n"), run->path, run->manifest.region, run->manifest.label,
             date_text(run->manifest.effective, day), (long long)entries, key_id_text(secret_key_public(run->key)->id, id));
    int status = cli_print(run->cli, &out, err);
    buf_release(&out);
    return status;
}

int cmd_pack(struct cli *cli, const struct args *args, struct error *err)
{
    struct pack_run run = { .cli = cli, .args = args, .file = { .fd = -1 } };
    int status = -1;
    if (read_options(&run, err) == 0 && look_up_once(&run, err) == 0 && open_key(&run, err) == 0 && read_before(&run, err) == 0 &&
        write_pack(&run, err) == 0)
        status = say_pack(&run, err);
    out_file_release(&run.file);
    secret_key_free(run.key);
    return status;
}
