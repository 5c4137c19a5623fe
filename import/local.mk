noinst_LIBRARIES += import/libimport.a
import_libimport_a_SOURCES = import/import.h
