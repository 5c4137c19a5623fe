# A suite: check_PROGRAMS and TESTS += tests/pack/test-X; tests_pack_test_X_SOURCES, _CFLAGS, _LDADD.
PACK_ROOM_TESTS = tests/pack/test-pack
check_PROGRAMS += $(PACK_ROOM_TESTS)
TESTS += $(PACK_ROOM_TESTS) tests/pack/minisign.t
tests_pack_test_pack_SOURCES = tests/pack/test-pack.c
tests_pack_test_pack_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_pack_test_pack_LDADD = $(PACK_LIBS) $(CHECK_LIBS)
dist_check_SCRIPTS += tests/pack/minisign.t
