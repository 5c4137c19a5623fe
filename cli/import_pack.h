/* cli/import_pack.h: duima import of a signed pack: proves it before a byte of its catalog is read. */
#ifndef CLI_IMPORT_PACK_H
#define CLI_IMPORT_PACK_H

#include "cli/cli.h"
#include "import/import.h"
#include "pack/pack.h"

struct import_pack {
    bool is_pack; /* else the files are plain documents, and nothing else is set */
    struct pack pack;
    struct stage_pack stage;
    int fd; /* the document, unpacked; the import takes it over */
};

/* Looks whether the files are a pack. One that is, is proved with --pubkey, unpacked, and put into the options: 0, or -1 with ERROR_CATALOG where it does not
 * hold or has expired, or where there is no key to prove it with. With --pubkey what is no pack is refused. import_pack_release after every call. */
int import_pack_open(struct import_pack *p, struct cli *cli, const struct args *args, struct import_options *o, struct error *err);
void import_pack_release(struct import_pack *p);
#endif
