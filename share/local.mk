samplesdir = $(pkgdatadir)/samples
dist_samples_DATA = share/samples/README share/samples/sample-catalog-2026.1.xml share/samples/sample-catalog-2026.2.xml \
	share/samples/sample-hospital.csv
profilesdir = $(pkgdatadir)/profiles
dist_profiles_DATA = share/profiles/README.md share/profiles/native.xml share/profiles/on-odb.xml share/profiles/rs-1632.xml \
	share/profiles/rs-903.xml share/profiles/rs-904.xml

wordsdir = $(pkgdatadir)
dist_words_DATA = share/forms.tsv share/makers.tsv share/name-words.tsv share/places.tsv share/salts.tsv share/units.tsv

# columns, values, codes
columnsdir = $(pkgdatadir)/columns
dist_columns_DATA = share/columns/platform.tsv share/columns/rs.tsv share/columns/zh.tsv
dist_pkgdata_DATA = share/codes.tsv share/flags.tsv share/kinds.tsv share/pay-classes.tsv
