/* cli/baseline_file.h: the files of a baseline and of suppressions (CSV with a heading; separator and encoding are found as a table's are).
 * What is wrong in it is a matter of configuration: ERROR_USAGE, naming file and line. */
#ifndef CLI_BASELINE_FILE_H
#define CLI_BASELINE_FILE_H

#include "cli/cli.h"
#include "report/baseline.h"
#include "report/suppressions.h"

int suppressions_read_file(const char *path, const char *temp_dir, struct suppressions *s, struct error *err);
int baseline_read_file(const char *path, const char *temp_dir, struct baseline *b, struct error *err);
/* Whole or not at all. */
int baseline_write_file(const char *path, struct baseline *b, struct error *err);
#endif
