#ifndef phenoHierarchicalClustering_h
#define phenoHierarchicalClustering_h

#include "phenoDendrogram.h"

#include <string>

namespace pheno
{
/** The distance of two clusters: the smallest, the mean (UPGMA) or the largest of their pairs, or by how much joining
 * them adds to the squared scatter (Ward 1963). */
enum class Linkage
{
  Single,
  Average,
  Complete,
  Ward
};

/** "single", "average", "complete" or "ward". Throws ProfileError otherwise. */
Linkage
LinkageFromName(const std::string & name);

/** Agglomerative clustering by nearest-neighbour chains (Murtagh 1983) and the update of Lance and Williams (1967);
 * Ward's acts on the squares of the given distances, whatever their kind, and gives their root as heights: with
 * Euclidean distances of rows this is Ward's criterion.
 *
 * \param distances all pairs i < j of `rows` rows, in the order of PairDistances; overwritten. Memory: these alone.
 * Time O(rows^2). Equal distances: where the chain could go on to several clusters it goes back if it can, else to the
 * cluster of the lowest row; merges of equal height stand in the order they were found. Fewer than two rows: no merges.
 * Throws ProfileError for another number of distances or one that is negative, NaN or infinite. */
Dendrogram
ClusterHierarchically(std::vector<double> distances, std::size_t rows, Linkage linkage);
} // namespace pheno

#endif
