/* mapper/table_source.h: the file that a table was read from, for a record of what was checked. */
#ifndef MAPPER_TABLE_SOURCE_H
#define MAPPER_TABLE_SOURCE_H

#include <stdint.h>

struct table_source {
    const char *encoding; /* "UTF-8", "GB18030" …; static memory */
    char separator;       /* 0: a sheet's */
    const char *sheet;    /* of a workbook, NULL: none; belongs to who tells it */
    char sha256[65];      /* of its bytes as they lay there, whatever they were decoded from; "": not asked for */
    uint64_t bytes;       /* 0: not asked for */
};
#endif
