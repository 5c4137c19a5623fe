# make deb: a Debian package of this tree, from a clone or from the tarball, in deb/ of the build folder. The tests stay out of it
# (make check runs them); DEB_BUILD_OPTIONS= takes them in. make check-deb: the package on a new Debian, as root, over the network.
EXTRA_DIST += debian/changelog debian/control debian/copyright debian/duima.lintian-overrides debian/rules debian/source/format

DEB_DIR = deb
DEB_JOBS = 2
DEB_BUILD_OPTIONS ?= nocheck
.PHONY: deb check-deb
deb:
	@command -v dh >/dev/null && command -v dpkg-buildpackage >/dev/null || \
	  { echo "make deb needs debhelper and dpkg-dev: apt-get install debhelper dpkg-dev" >&2; exit 1; }
	@head -n 1 $(srcdir)/debian/changelog | grep -qF '($(PACKAGE_VERSION))' || \
	  { echo "debian/changelog begins with another version than $(PACKAGE_VERSION), which configure.ac says" >&2; exit 1; }
	rm -rf $(DEB_DIR)
	$(MAKE) distdir
	$(MKDIR_P) $(DEB_DIR)
	mv $(distdir) $(DEB_DIR)/
	cd $(DEB_DIR)/$(distdir) && env -u MAKEFLAGS -u MAKELEVEL DEB_BUILD_OPTIONS="$(DEB_BUILD_OPTIONS)" \
	  dpkg-buildpackage --no-sign --build=binary -j$(DEB_JOBS) >../build.log 2>&1 || { tail -n 50 ../build.log >&2; exit 1; }
	rm -rf $(DEB_DIR)/$(distdir)
	@ls $(DEB_DIR)/*.deb

check-deb: deb
	$(SHELL) $(srcdir)/tests/package/clean-root $(DEB_DIR)/duima_$(PACKAGE_VERSION)_*.deb

clean-local-deb:
	rm -rf $(DEB_DIR)
clean-local: clean-local-deb
