#include "phenoEmbeddingNames.h"

#include <algorithm>

namespace pheno
{
std::vector<std::string>
EmbeddingNames(int width)
{
  constexpr std::size_t    kDigits = 4;
  std::vector<std::string> names;
  for (int i = 1; i <= width; ++i)
  {
    const std::string number = std::to_string(i);
    names.push_back("Embedding_" + std::string(kDigits - std::min(kDigits, number.size()), '0') + number);
  }
  return names;
}
} // namespace pheno
