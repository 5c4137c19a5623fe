bin_PROGRAMS += duima
duima_SOURCES = cli/main.c
duima_LDADD = $(CLI_LIBS)
