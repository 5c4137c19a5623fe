/* base/banned.h: functions that do not compile here. Included before everything by the build. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#pragma GCC poison strcpy strcat sprintf vsprintf strncpy strncat strtok strtok_r gets atoi atol atoll atof
#pragma GCC poison scanf fscanf sscanf alloca tmpnam mktemp
#endif
