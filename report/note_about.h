/* report/note_about.h: what every verb tells the formats of notes about itself. */
#ifndef REPORT_NOTE_ABOUT_H
#define REPORT_NOTE_ABOUT_H

#include <stdbool.h>

struct note_about {
    const char *program, *version; /* "duima 0.1.0", "0.1.0" */
    const char *region;
    const char *temp_dir;
    bool raw;                      /* --raw */
    bool baseline;                 /* one was given */
};
#endif
