# The Debian package: built and looked into here, installed on a new Debian by make check-deb.
TESTS += tests/package/deb.t
EXTRA_DIST += tests/package/deb.t tests/package/clean-root
