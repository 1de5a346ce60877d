#include "phenoFitArchive.h"
#include "phenoProfileError.h"

namespace pheno
{
namespace
{
template <typename TParts>
const typename TParts::mapped_type &
PartOf(const TParts & parts, const std::string & name, const std::string & what)
{
  const auto found = parts.find(name);
  if (found == parts.end())
  {
    std::string known;
    for (const auto & [each, part] : parts)
    {
      known += (known.empty() ? "" : ", ") + each;
    }
    throw ProfileError("the saved fit has no " + what + " '" + name + "'; it has " + (known.empty() ? "none" : known));
  }
  return found->second;
}
} // namespace

const FitArchive::Array &
FitArchive::GetArray(const std::string & name, std::size_t dimensions) const
{
  const Array & array = PartOf(arrays, name, "array");
  if (array.shape.size() != dimensions)
  {
    throw ProfileError("the saved fit's array '" + name + "' has " + std::to_string(array.shape.size()) +
                       " dimensions; expected " + std::to_string(dimensions));
  }
  return array;
}

const std::vector<std::string> &
FitArchive::GetTexts(const std::string & name) const
{
  return PartOf(texts, name, "text");
}

double
FitArchive::GetNumber(const std::string & name) const
{
  return PartOf(numbers, name, "number");
}
} // namespace pheno
