#include "phenoValue.h"

#include "phenoError.h"

#include <algorithm>
#include <array>

namespace pheno
{
namespace
{
const std::array<std::string, 7> kNames = { "table", "image", "labels", "crops", "profiles", "model", "file" };
}

const std::string &
Name(ValueType type)
{
  return kNames.at(static_cast<std::size_t>(type));
}

ValueType
ValueTypeFromName(const std::string & name)
{
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end())
  {
    throw Error("unknown value type '" + name + "'; there are " + Join({ kNames.begin(), kNames.end() }));
  }
  return static_cast<ValueType>(found - kNames.begin());
}
} // namespace pheno
