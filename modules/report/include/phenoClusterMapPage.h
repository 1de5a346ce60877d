#ifndef phenoClusterMapPage_h
#define phenoClusterMapPage_h

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** Items that follow each other in a dendrogram, and how similar they are. */
struct ClusterMapChunk
{
  std::vector<std::string>  names;
  std::vector<std::string>  kinds;        ///< one word an item, such as "landmark"; shown beside its name
  std::vector<std::uint8_t> similarities; ///< n x n by rows; 0 stands for a similarity of -1, 255 for 1
};

/** A page of its own, in which a person leafs through the chunks, looks up an item by its name and reads the similarity
 * of two items under the pointer. Takes 1.4 bytes a pair. Throws Error for a chunk whose sizes disagree. */
std::string
RenderClusterMaps(const std::string & title, const std::vector<ClusterMapChunk> & chunks);
} // namespace pheno

#endif
