#include "phenoGoldenMatrix.h"

#include "phenoFalseDiscovery.h"

namespace pheno::golden
{
Json
RunBhFdr(const Case & golden)
{
  return { { "corrected_p", FromNumbers(BenjaminiHochberg(ToNumbers(golden.inputs.at("p_value")))) } };
}
} // namespace pheno::golden
