/* catalog/successor_graph.h: the successors that the entries of one version name, as a graph: where it turns in a circle, where it leads to
 * nothing. For this room only. */
#ifndef CATALOG_SUCCESSOR_GRAPH_H
#define CATALOG_SUCCESSOR_GRAPH_H

#include "catalog/store.h"

struct successor_graph;
/* Reads every entry of the version. NULL with err. */
struct successor_graph *successor_graph_new(struct store *s, const struct version_info *v, struct error *err);
/* Or, where every entry passes by anyway: an empty one, each entry that names a successor, and at last the version that they are. */
struct successor_graph *successor_graph_empty(struct error *err);
int successor_graph_add(struct successor_graph *g, const struct entry *e, struct error *err);
void successor_graph_settle(struct successor_graph *g, struct store *s, const struct version_info *v);
/* How many were named so far: each takes memory. */
size_t successor_graph_size(const struct successor_graph *g);
void successor_graph_free(struct successor_graph *g);

typedef int successor_fn(void *ctx, struct span code, struct span successor);
/* Each code that names a successor which the version does not have. */
int successor_graph_missing(struct successor_graph *g, successor_fn *on_missing, void *ctx, struct error *err);
/* Each circle once: a code of it, and the successor of that code in it. */
int successor_graph_circles(struct successor_graph *g, successor_fn *on_circle, void *ctx, struct error *err);
#endif
