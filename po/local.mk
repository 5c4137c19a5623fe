# The translations: po/zh_CN.po -> locale/zh_CN/LC_MESSAGES/duima.mo, used in the build tree and installed.
MO = locale/zh_CN/LC_MESSAGES/duima.mo
EXTRA_DIST += po/zh_CN.po po/update
CLEANFILES += $(MO)
all-local: $(MO)
$(MO): po/zh_CN.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) --check-format -o $@ $(srcdir)/po/zh_CN.po

install-data-local: $(MO)
	$(MKDIR_P) $(DESTDIR)$(localedir)/zh_CN/LC_MESSAGES
	$(INSTALL_DATA) $(MO) $(DESTDIR)$(localedir)/zh_CN/LC_MESSAGES/duima.mo

uninstall-local:
	rm -f $(DESTDIR)$(localedir)/zh_CN/LC_MESSAGES/duima.mo
