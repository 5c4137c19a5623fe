bin_PROGRAMS += duima
duima_SOURCES = cli/args.c cli/args.h cli/cli.h cli/cmd_check.c cli/cmd_diff.c cli/cmd_export.c cli/cmd_impact.c cli/cmd_import.c cli/cmd_list.c cli/cmd_publish.c cli/cmd_rules.c \
	cli/cmd_show.c cli/command.c cli/environment.c cli/gates.c cli/gates.h cli/example.c cli/lang.c cli/main.c cli/name.c cli/output.c cli/placed.c cli/placed.h cli/progress.c cli/progress.h \
	cli/table_verb.c cli/table_verb.h
duima_LDADD = $(CLI_LIBS)
duima_LDFLAGS = $(SAN_CFLAGS) $(COV_CFLAGS) $(LTO_CFLAGS)
dist_man_MANS += share/man/duima.1 share/man/duima-catalog.5 share/man/duima-check.1 share/man/duima-diff.1 share/man/duima-export.1 share/man/duima-impact.1 share/man/duima-import.1 \
	share/man/duima-mapping.5 share/man/duima-rules.7

dist_man_MANS += share/man/duima-formats.5

# looking names up
duima_SOURCES += cli/cmd_find.c cli/find_index.c cli/find_index.h cli/version_choice.c cli/show_history.c cli/show_history.h cli/list_format.c cli/list_format.h
dist_man_MANS += share/man/duima-find.1 share/man/duima-drop.1 share/man/duima-list.1 share/man/duima-publish.1 share/man/duima-show.1 share/man/duima-withdraw.1

duima_SOURCES += cli/show_codes.c cli/show_codes.h

# stocking
duima_SOURCES += cli/cmd_coverage.c
dist_man_MANS += share/man/duima-coverage.1

# suggestions
duima_SOURCES += cli/cmd_suggest.c
dist_man_MANS += share/man/duima-suggest.1

# baselines
duima_SOURCES += cli/baseline_file.c cli/baseline_file.h

# packs
duima_SOURCES += cli/cmd_key.c cli/cmd_pack.c cli/cmd_verify.c cli/document.c cli/document.h cli/import_pack.c cli/read_limits.c cli/read_limits.h cli/twice.c cli/twice.h cli/import_pack.h cli/list_packs.c cli/list_packs.h cli/pack_text.h cli/password.c cli/password.h
dist_man_MANS += share/man/duima-pack.1 share/man/duima-verify.1

# options from files, and what is known of each option
duima_SOURCES += cli/config.c cli/config.h cli/config_find.c cli/config_show.c cli/option.c cli/option.h
duima_SOURCES += cli/pager.c

# completions: the scripts of the shells are printed by the verb, so they are in the program too, as bytes
duima_SOURCES += cli/cmd_completions.c cli/complete.c cli/complete.h cli/complete_values.c
nodist_duima_SOURCES = cli/completion_bytes.h
COMPLETION_TEXTS = share/completions/bash/duima share/completions/zsh/_duima share/completions/fish/duima.fish
bashcompletionsdir = $(datadir)/bash-completion/completions
dist_bashcompletions_DATA = share/completions/bash/duima
zshcompletionsdir = $(datadir)/zsh/site-functions
dist_zshcompletions_DATA = share/completions/zsh/_duima
fishcompletionsdir = $(datadir)/fish/vendor_completions.d
dist_fishcompletions_DATA = share/completions/fish/duima.fish
BUILT_SOURCES += cli/completion_bytes.h
CLEANFILES += cli/completion_bytes.h
cli/cmd_completions.$(OBJEXT): cli/completion_bytes.h
cli/completion_bytes.h: cli/local.mk $(COMPLETION_TEXTS)
	$(AM_V_GEN)$(MKDIR_P) cli && { \
	  echo '/* Made from share/completions. */'; \
	  list=''; \
	  for f in $(COMPLETION_TEXTS); do \
	    shell=`echo "$$f" | sed 's/.*completions.//; s/.[^\/]*$$//'`; \
	    echo "static const unsigned char $${shell}_script[] = {"; \
	    od -An -v -tx1 "$(srcdir)/$$f" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'; echo '};'; \
	    list="$$list { \"$$shell\", $${shell}_script, sizeof $${shell}_script },"; \
	  done; \
	  echo "static const struct { const char *shell; const unsigned char *bytes; size_t n; } completion_scripts[] = {$$list };"; \
	} > $@.tmp && mv $@.tmp $@
dist_man_MANS += share/man/duimarc.5
duima_SOURCES += cli/help.c

# which rules, how grave
duima_SOURCES += cli/rule_choice.c cli/rule_choice.h

# profiles
dist_man_MANS += share/man/duima-profile.1 share/man/duima-profile.5
duima_SOURCES += cli/cmd_profile.c cli/profile_new.c cli/profile_show.c cli/profile_test.c cli/profile_verb.h
