#include "phenoReadEffects.h"

namespace pheno::simulate
{
TraitValues
ReadEffects(const Json & effects)
{
  TraitValues values = NeutralEffects();
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    values[t] = effects.value(NameOf(static_cast<Trait>(t)), values[t]);
  }
  return values;
}
} // namespace pheno::simulate
