samplesdir = $(pkgdatadir)/samples
dist_samples_DATA = share/samples/README share/samples/sample-catalog-2026.1.xml share/samples/sample-catalog-2026.2.xml \
	share/samples/sample-hospital.csv share/samples/sample-1301.txt share/samples/sample-1301-changes.txt
# a layout that nobody described, and its profile: the example of duima-profile(5)
dist_samples_DATA += share/samples/sample-layout.xml share/samples/sample-layout-profile.xml
profilesdir = $(pkgdatadir)/profiles
dist_profiles_DATA = share/profiles/README.md share/profiles/native.xml share/profiles/nhsa-1301.xml share/profiles/nhsa-1302.xml share/profiles/nhsa-1305.xml share/profiles/nhsa-1306.xml \
	share/profiles/nhsa-1320.xml share/profiles/on-odb.xml share/profiles/rs-1632.xml \
	share/profiles/rs-903.xml share/profiles/rs-904.xml
dist_profiles_DATA += share/profiles/ch-bag.xml
dist_profiles_DATA += share/profiles/uk-dmd-amp.xml share/profiles/uk-dmd-ingredient.xml
dist_profiles_DATA += share/profiles/uk-dmd-vmp.xml
dist_profiles_DATA += share/profiles/uk-dmd-vtm.xml

wordsdir = $(pkgdatadir)
dist_words_DATA = share/forms.tsv share/makers.tsv share/name-words.tsv share/places.tsv share/profile-words.tsv share/salts.tsv share/units.tsv

# columns, values, codes
columnsdir = $(pkgdatadir)/columns
dist_columns_DATA = share/columns/platform.tsv share/columns/rs.tsv share/columns/zh.tsv
dist_pkgdata_DATA = share/codes.tsv share/coverage.tsv share/flags.tsv share/kinds.tsv share/pay-classes.tsv
dist_pkgdata_DATA += share/limits.tsv

# pinyin initials, and what made them
dist_pkgdata_DATA += share/pinyin.tsv
EXTRA_DIST += share/make-pinyin

# one a rule, a group a line
examplesdir = $(pkgdatadir)/examples
dist_examples_DATA = share/examples/README share/examples/X001.example \
	share/examples/T101.example share/examples/T102.example share/examples/T103.example share/examples/T104.example \
	share/examples/T105.example share/examples/T106.example \
	share/examples/C101.example share/examples/C102.example share/examples/C103.example share/examples/C104.example \
	share/examples/C105.example share/examples/C106.example share/examples/C107.example share/examples/C108.example \
	share/examples/C109.example share/examples/C110.example share/examples/C111.example \
	share/examples/N201.example share/examples/N202.example share/examples/N203.example \
	share/examples/D301.example share/examples/D302.example share/examples/D303.example share/examples/D304.example share/examples/D305.example \
	share/examples/D306.example share/examples/D307.example share/examples/D308.example \
	share/examples/S401.example share/examples/S402.example share/examples/S403.example share/examples/S404.example \
	share/examples/P601.example share/examples/P602.example share/examples/P603.example share/examples/P604.example share/examples/P605.example \
	share/examples/B701.example share/examples/B702.example share/examples/B703.example \
	share/examples/B704.example share/examples/B705.example share/examples/B706.example share/examples/B708.example \
	share/examples/M801.example share/examples/M802.example share/examples/M803.example share/examples/M804.example \
	share/examples/M805.example share/examples/M806.example share/examples/M807.example share/examples/M808.example

# CI: workflows to copy, a hook of git
cidir = $(pkgdatadir)/ci
dist_ci_DATA = share/ci/github.yml share/ci/gitlab-ci.yml share/ci/pre-commit-config.yaml
dist_ci_SCRIPTS = share/ci/pre-commit
# how to use them
cidocdir = $(docdir)/docs
dist_cidoc_DATA = docs/ci.md
zhcidocdir = $(docdir)/docs/zh
dist_zhcidoc_DATA = docs/zh/ci.md

# schemas, RELAX NG: of profiles, of the native document
schemadir = $(pkgdatadir)/schema
dist_schema_DATA = share/schema/catalog.rng share/schema/profile.rng
