#ifndef phenoCovariateColumns_h
#define phenoCovariateColumns_h

#include "phenoComBat.h"
#include "phenoJson.h"
#include "phenoTable.h"

namespace pheno
{
/** The covariates that "categorical_covariates" and "continuous_covariates" name. Throws Error when there is no such
 * column, or for a text that is no number in a continuous one. */
inline Covariates
CovariatesOf(const Table & metadata, const Json & columns)
{
  Covariates covariates;
  for (const std::string name : columns.at("categorical_covariates"))
  {
    covariates.categorical[name] = metadata.Texts(name);
  }
  for (const std::string name : columns.at("continuous_covariates"))
  {
    covariates.continuous[name] = metadata.Numbers(name);
  }
  return covariates;
}
} // namespace pheno

#endif
