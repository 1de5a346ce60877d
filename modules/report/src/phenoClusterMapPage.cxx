#include "phenoClusterMapPage.h"

#include "embedded/ClusterMapPage.h"
#include "embedded/ClusterMapScript.h"
#include "phenoBase64.h"
#include "phenoError.h"
#include "phenoPage.h"

namespace pheno
{
std::string
RenderClusterMaps(const std::string & title, const std::vector<ClusterMapChunk> & chunks)
{
  Json data = Json::array();
  for (const ClusterMapChunk & chunk : chunks)
  {
    const std::size_t n = chunk.names.size();
    if (chunk.kinds.size() != n || chunk.similarities.size() != n * n)
    {
      throw Error("a cluster map of " + std::to_string(n) + " items got " + std::to_string(chunk.kinds.size()) +
                  " kinds and " + std::to_string(chunk.similarities.size()) + " similarities");
    }
    data.push_back({ { "names", chunk.names }, { "kinds", chunk.kinds }, { "pixels", Base64(chunk.similarities) } });
  }
  return FillPage(
    embedded::ClusterMapPage(),
    { { "title", EscapeHtml(title) }, { "data", ScriptData(data) }, { "script", embedded::ClusterMapScript() } });
}
} // namespace pheno
