/* mapper/suggest_score.h: what the facts of a candidate are worth, and what probability that makes among all candidates of a row.
 *
 * The only place with binary floating point: what each fact is worth (in natural logarithms of odds) is added up and goes through an exponential;
 * shares of one are given to all candidates and to "none of them". Weights and the share of none were set so that of the candidates shown with
 * a score of at least 0.95 at least 95 of 100 are right, on tables that bench/suggest generates and counts again.
 *
 *     facts[i] = (struct suggest_facts){ .agree = …, .differ = …, .alike = …, .tie = … };
 *     n = suggest_rank(facts, count, best, 5);          // best[0].at: the index of the best one */
#ifndef MAPPER_SUGGEST_SCORE_H
#define MAPPER_SUGGEST_SCORE_H

#include <stddef.h>
#include <stdint.h>

struct suggest_facts {
    unsigned agree, differ; /* SUGGEST_BITs */
    uint32_t alike;         /* 0 … 1000: how much the names look alike, where they do not agree */
    uint32_t tie;           /* of equals the lower one comes first */
    double worth;           /* suggest_rank's own */
};
struct suggest_rank {
    size_t at;      /* into facts */
    uint32_t score; /* 1/1000, at most 999 */
};
/* The best of them, best first, at most `most`; how many. All of them share in the scores. */
size_t suggest_rank(struct suggest_facts *facts, size_t n, struct suggest_rank *best, size_t most);
#endif
