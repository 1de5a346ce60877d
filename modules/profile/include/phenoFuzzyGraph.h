#ifndef phenoFuzzyGraph_h
#define phenoFuzzyGraph_h

#include "phenoNearestNeighbours.h"
#include "phenoWeightedGraph.h"

namespace pheno
{
/** The fuzzy simplicial set of UMAP (McInnes, Healy, Melville 2018): W = A + A^T - A o A^T with
 *   A_ij = exp(-max(d_ij - rho_i, 0) / sigma_i) for the k nearest j of i, A_ii = 0;
 *   rho_i the smallest positive of their distances (0 without one);
 *   sigma_i such that sum_j A_ij = log2 k (64 bisections), at least 1e-3 times the mean of the k distances, or of all
 *   rows' distances where rho_i = 0.
 * Symmetric, weights in (0, 1]; zero weights are no edges. From additions and multiplications alone: the same bytes on
 * every processor. */
WeightedGraph
BuildFuzzyGraph(const NearestNeighbours & neighbours);

/** Drops the edges below this share of the largest weight. */
WeightedGraph
PruneEdges(const WeightedGraph & graph, double share);
} // namespace pheno

#endif
