#ifndef cluster_maps_h
#define cluster_maps_h

#include "landmark_analysis.h"

#include "phenoFileSystem.h"
#include "phenoHierarchicalClustering.h"
#include "phenoTable.h"

namespace pheno::landmarks
{
/** Hierarchical clustering of all treatments but the controls by the cosine distances of their centroids, and its maps:
 * the treatments in the order of the dendrogram, cut into chunks, with the similarities within each chunk. */
class ClusterMaps
{
public:
  ClusterMaps(const LandmarkAnalysis & analysis, Linkage linkage, unsigned threads);

  /** Treatments with a centroid, in the order of the dendrogram. */
  const std::vector<std::size_t> &
  Order() const
  {
    return m_Order;
  }
  /** first, second, height, size: one row a merge; rows of the clustering are those of Leaves(). */
  Table
  Merges() const;
  /** What the numbers of Merges mean: position in the dendrogram, treatment, is_reference. */
  Table
  Leaves() const;

  /** For each of the customers' splits (test_and_reference, test_only, ...) <split>_order.csv,
   * <split>/chunk_001.csv, ...: the similarities of `chunkSize` treatments that follow each other, to four digits, and
   * <split>.html, in which a person leafs through them as pictures. */
  void
  WriteChunks(const fs::path & folder, std::size_t chunkSize) const;
  /** treatment_similarity_matrix.parquet: a column a treatment, rows in the same order, which is the data's. Without
   * treatments no file. */
  void
  WriteSimilarities(const fs::path & path) const;

private:
  std::string
  Label(std::size_t treatment) const;
  Table
  SimilarityTable(const std::vector<std::size_t> & treatments) const;

  const LandmarkAnalysis & m_Analysis;
  std::vector<std::size_t> m_Treatments; ///< what is clustered
  std::vector<std::string> m_Labels;     ///< of all treatments, each once
  Dendrogram               m_Dendrogram;
  std::vector<std::size_t> m_Order;
};
} // namespace pheno::landmarks

#endif
