noinst_LIBRARIES += catalog/libcatalog.a
catalog_libcatalog_a_SOURCES = catalog/ahead.c catalog/ahead.h catalog/db.c catalog/db.h catalog/diff.c catalog/diff.h catalog/entry.c catalog/entry.h catalog/field.c catalog/field.h catalog/finder.c catalog/finder.h catalog/finder_build.c catalog/finder_impl.h catalog/fresh.c catalog/fresh.h catalog/gate.c catalog/gate.h catalog/hash.c catalog/hash.h \
	catalog/kind.c catalog/kind.h catalog/lineage.c catalog/lineage.h catalog/members.c catalog/members.h catalog/migrate.c catalog/migrate.h catalog/pack_chain.c catalog/pack_chain.h \
	catalog/sorter.c catalog/sorter.h catalog/stage.c catalog/stage.h catalog/stage_base.c catalog/stage_commit.c catalog/stage_impl.h catalog/stage_write.c \
	catalog/statements.h catalog/statements_open.h catalog/store.c catalog/store.h catalog/store_file.h catalog/store_open.c catalog/successor_graph.c catalog/successor_graph.h catalog/version.c \
	catalog/view.c catalog/view.h catalog/view_chain.c catalog/view_find.c catalog/view_impl.h catalog/view_load.c \
	catalog/view_many.c catalog/view_past.c
catalog_libcatalog_a_SOURCES += catalog/pack_list.c catalog/lookup.c catalog/lookup.h
nodist_catalog_libcatalog_a_SOURCES = catalog/schema_bytes.h
catalog_libcatalog_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(SODIUM_CFLAGS) $(CRYPTO_CFLAGS)

# The schema and the migrations, as bytes. A migration is a file catalog/migrate/NNNN-what.sql, named here in order.
CATALOG_MIGRATIONS = catalog/migrate/0002-event-allowed.sql catalog/migrate/0003-pack.sql \
	catalog/migrate/0004-replaces.sql catalog/migrate/0005-base.sql
EXTRA_DIST += catalog/schema.sql catalog/migrate/README $(CATALOG_MIGRATIONS)
BUILT_SOURCES += catalog/schema_bytes.h
CLEANFILES += catalog/schema_bytes.h
catalog/libcatalog_a-migrate.$(OBJEXT): catalog/schema_bytes.h
catalog/schema_bytes.h: catalog/schema.sql catalog/local.mk $(CATALOG_MIGRATIONS)
	$(AM_V_GEN)$(MKDIR_P) catalog && { \
	  bytes() { od -An -v -tx1 "$$1" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'; }; \
	  echo '/* Made from catalog/schema.sql and catalog/migrate. */'; \
	  echo 'static const unsigned char schema_sql[] = {'; bytes '$(srcdir)/catalog/schema.sql'; echo '};'; \
	  list=''; \
	  for f in $(CATALOG_MIGRATIONS); do \
	    n=`echo "$$f" | sed 's/.*\///; s/^0*\([0-9]*\)-.*/\1/'`; \
	    echo "static const unsigned char migrate_$$n[] = {"; bytes "$(srcdir)/$$f"; echo '};'; \
	    list="$$list { $$n, migrate_$$n, sizeof migrate_$$n },"; \
	  done; \
	  echo "static const struct migration migrations[] = {$$list { 0, NULL, 0 } };"; \
	} > $@.tmp && mv $@.tmp $@
