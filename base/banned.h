/* base/banned.h: functions that do not compile here. Included before everything by the build, so config.h (which asks
 * the C library for POSIX) must come first of all. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#undef alloca
#pragma GCC poison strcpy strcat sprintf vsprintf strncpy strncat strtok strtok_r gets atoi atol atoll atof
#pragma GCC poison scanf fscanf sscanf alloca tmpnam mktemp
#endif
