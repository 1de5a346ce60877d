#ifndef phenoFalseDiscovery_h
#define phenoFalseDiscovery_h

#include <span>
#include <vector>

namespace pheno
{
/** Adjusted p values, monotone, at most 1 (Benjamini, Hochberg 1995). NaN stay NaN and are not counted. */
std::vector<double>
BenjaminiHochberg(std::span<const double> p);

/** The same under any dependence: times sum 1/i (Benjamini, Yekutieli 2001). */
std::vector<double>
BenjaminiYekutieli(std::span<const double> p);
} // namespace pheno

#endif
