#ifndef phenoDendrogram_h
#define phenoDendrogram_h

#include <array>
#include <cstddef>
#include <vector>

namespace pheno
{
/** The merges of a hierarchical clustering of n rows. Clusters 0..n-1 are the rows, cluster n + t is that of merge t.
 */
struct Dendrogram
{
  std::vector<std::array<std::size_t, 2>> merges;  ///< n - 1, the smaller number first
  std::vector<double>                     heights; ///< ascending
  std::vector<std::size_t>                sizes;   ///< rows in the cluster of each merge
  std::size_t                             rows = 0;
};

/** The rows from left to right: at every merge first the cluster of the smaller number. */
std::vector<std::size_t>
LeafOrder(const Dendrogram & dendrogram);

/** Clusters that no merge above `height` made: one number a row, 0, 1, ... by first appearance. */
std::vector<std::size_t>
CutAtHeight(const Dendrogram & dendrogram, double height);

/** At most `count` clusters, the most there are without splitting merges of equal height (to 1e-12 of it), numbered as
 * by CutAtHeight. Throws ProfileError for a count of 0. */
std::vector<std::size_t>
CutIntoClusters(const Dendrogram & dendrogram, std::size_t count);

/** The height at which each pair of rows comes together, in the order of PairDistances. */
std::vector<double>
CopheneticDistances(const Dendrogram & dendrogram);

/** The rows of every cluster, n rows first, then merges: those of the first cluster of a merge before those of the
 * second. */
std::vector<std::vector<std::size_t>>
ClusterMembers(const Dendrogram & dendrogram);
} // namespace pheno

#endif
