/* cli/option.h: what is known of an option besides its row: what kind of value it takes, whether a .duimarc may give it, what counts where
 * nothing does. One row an option in option.c; an option without a row may not stand in a file. */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "cli/args.h"

enum option_value {
    VALUE_TEXT,
    VALUE_FILE, /* in a .duimarc relative to its folder */
    VALUE_DIR,  /* the same */
    VALUE_DATE,
    VALUE_NUMBER,
    VALUE_WORDS, /* one of `words` */
    VALUE_RULES, /* rules or groups, parted by commas */
    VALUE_KIND,
    VALUE_FORMAT,  /* of the verb */
    VALUE_GATES,   /* of publish, parted by commas */
    VALUE_CHANGES, /* of diff, parted by commas */
    VALUE_REGION,
    VALUE_CATALOG,
    VALUE_VERSION,
    VALUE_LABEL,
    VALUE_PROFILE, /* of share/profiles, or a file */
};

/* A .duimarc comes with a folder that may be somebody else's. So what writes a file, overrules a check, runs a program, is a secret or says
 * what a single run is about is said on the command line only; whom to trust and how much is
 * read, only there and in a file that the user named or owns. */
enum option_place {
    PLACE_COMMAND_LINE,
    PLACE_OWN_FILE, /* --config FILE, $XDG_CONFIG_HOME/duima/duimarc */
    PLACE_FILE,
};

struct option_info {
    enum option_id id;
    enum option_value value;
    enum option_place place;
    const char *words; /* parted by blanks; NULL: none */
    const char *usual; /* where nothing gives it, as --show-config says; NULL: nothing */
};
/* Never NULL. */
const struct option_info *option_info(enum option_id id);
#endif
