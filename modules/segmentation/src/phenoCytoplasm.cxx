#include "phenoCytoplasm.h"

#include <algorithm>

namespace pheno
{
std::vector<std::uint32_t>
CytoplasmOf(PlaneView<const std::uint32_t> cells, PlaneView<const std::uint32_t> nuclei)
{
  std::vector<std::uint32_t> cytoplasm(cells.size());
  std::transform(cells.data,
                 cells.data + cells.size(),
                 nuclei.data,
                 cytoplasm.begin(),
                 [](std::uint32_t cell, std::uint32_t nucleus) { return nucleus == 0 ? cell : 0; });
  return cytoplasm;
}
} // namespace pheno
