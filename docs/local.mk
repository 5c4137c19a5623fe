# The documentation, installed as it stands here, so that the links hold. Every command in it runs in tests/cli/examples.t.
dist_doc_DATA = README.md README.zh.md NEWS
docpagesdir = $(docdir)/docs
dist_docpages_DATA = docs/compared.md docs/formats.md docs/quality.md docs/tutorial.md
zhpagesdir = $(docdir)/docs/zh
dist_zhpages_DATA = docs/zh/compared.md docs/zh/formats.md docs/zh/tutorial.md
