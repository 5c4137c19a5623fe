samplesdir = $(pkgdatadir)/samples
dist_samples_DATA = share/samples/README share/samples/sample-catalog-2026.1.xml share/samples/sample-catalog-2026.2.xml \
	share/samples/sample-hospital.csv
