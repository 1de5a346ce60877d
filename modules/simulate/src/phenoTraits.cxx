#include "phenoTraits.h"

#include "phenoPortableMath.h"

#include <algorithm>

namespace pheno
{
const std::string &
NameOf(Trait trait)
{
  static const std::array<std::string, kTraits> kNames{
    "cell_count",         "cell_area",         "cell_elongation",    "border_roughness",   "nucleus_area",
    "nucleus_elongation", "nucleus_stain",     "chromatin_contrast", "cytoskeleton_stain", "fibre_alignment",
    "fibre_granularity",  "cortex_strength",   "mitochondria_stain", "mitochondria_reach", "mitochondria_fragmentation",
    "membrane_stain",     "junction_strength", "golgi_spread",       "mitotic_share"
  };
  return kNames[static_cast<std::size_t>(trait)];
}

bool
IsShare(Trait trait)
{
  return trait == Trait::FibreAlignment || trait == Trait::FibreGranularity ||
         trait == Trait::MitochondriaFragmentation || trait == Trait::MitoticShare;
}

double
ApplyEffect(Trait trait, double baseline, double effect, double response)
{
  if (response == 0.0)
  {
    return baseline;
  }
  return IsShare(trait) ? std::clamp(baseline + effect * response, 0.0, 1.0)
                        : baseline * simulate::Power(effect, response);
}

double
NeutralEffect(Trait trait)
{
  return IsShare(trait) ? 0.0 : 1.0;
}

TraitValues
NeutralEffects()
{
  TraitValues effects{};
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    effects[t] = NeutralEffect(static_cast<Trait>(t));
  }
  return effects;
}

TraitValues
CombineEffects(const TraitValues & first, const TraitValues & second)
{
  TraitValues combined{};
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    combined[t] = IsShare(static_cast<Trait>(t)) ? first[t] + second[t] : first[t] * second[t];
  }
  return combined;
}
} // namespace pheno
