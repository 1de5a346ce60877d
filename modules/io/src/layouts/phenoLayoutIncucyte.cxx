#include "phenoLayout.h"

namespace pheno
{
ImageList
ListIncucyte(const fs::path & source, const IndexOptions &)
{
  return ListByNames(source, "incucyte", "an Incucyte leaves no list");
}

std::string
RecognizeIncucyte(const fs::path & source)
{
  return RecognizeNames(source, "incucyte");
}
} // namespace pheno
