#ifndef phenoSigmoidFit_h
#define phenoSigmoidFit_h

#include <Eigen/Dense>

#include <optional>
#include <vector>

namespace pheno
{
/** The wells of one dose: what a least-squares fit needs to know of them. */
struct DoseLevel
{
  double logDose; ///< minus infinity for dose 0
  double wells;
  double mean;
};

/** low, high, ln(slope), log10(AC50). */
using SigmoidParameters = Eigen::Vector4d;

/** The rising share 1 / (1 + 10^(slope (log_ac50 - logDose))). */
double
SigmoidShare(double logSlope, double logAc50, double logDose);

/** A least-squares fit of a sigmoid to the means of doses, weighted by their wells. */
struct SigmoidFit
{
  SigmoidParameters parameters;
  double            sse;    ///< of the means
  Eigen::Matrix4d   normal; ///< J^T J in (low, high, ln slope, log AC50)
};

/** The least sum of squares found. \param levels at least two, of different doses */
SigmoidFit
FitSigmoid(const std::vector<DoseLevel> & levels, std::optional<double> fixedLow);
} // namespace pheno

#endif
