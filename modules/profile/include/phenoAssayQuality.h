#ifndef phenoAssayQuality_h
#define phenoAssayQuality_h

#include <span>
#include <vector>

namespace pheno
{
/** How well positive and negative control wells separate. sd: sample standard deviation; MAD: 1.4826 median|x -
 * median|. NaN values are left out. One well on a side leaves its sd undefined: NaN (never 0). Both sd 0 and different
 * means: zprime 1, ssmd +-infinity; equal means: zprime -infinity, NaN when both sd are 0 too. */
struct AssayQuality
{
  double zprime;            ///< 1 - 3 (sd_p + sd_n) / |mean_p - mean_n| (Zhang, Chung, Oldenburg 1999)
  double zprime_pop;        ///< with population sd, as CellProfiler
  double robust_zprime;     ///< with medians and MADs
  double ssmd;              ///< (mean_p - mean_n) / sqrt(sd_p^2 + sd_n^2) (Zhang 2007)
  double ssmd_robust;       ///< with medians and MADs
  double ssmd_umvue;        ///< / sqrt(2/K ((n_p-1) sd_p^2 + (n_n-1) sd_n^2)), K = n_p + n_n - 3.48 (Zhang 2008)
  double signal_window;     ///< (|mean_p - mean_n| - 3 (sd_p + sd_n)) / sd of the larger mean (Sittampalam 1997)
  double signal_window_agm; ///< each sd divided by sqrt(n) of its group (Assay Guidance Manual)
  double sb;                ///< mean_p / mean_n
  double sn;                ///< (mean_p - mean_n) / sd_n
  double cohen_d;           ///< pooled sd
  double hedges_g;          ///< cohen_d Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)), m = n_p + n_n - 2
  double glass_delta;       ///< (mean_p - mean_n) / sd_n
  double welch_t;
  double welch_p; ///< two-sided
};

AssayQuality
ComputeAssayQuality(std::span<const double> positives, std::span<const double> negatives);

/** Mean and sample standard deviation, NaN values left out. */
struct MeanAndSpread
{
  double mean;
  double sd;
};

MeanAndSpread
MeasureSpread(std::span<const double> values);

/** zprime of AssayQuality alone, for many groups against the same controls. */
double
ZPrime(const MeanAndSpread & positives, const MeanAndSpread & negatives);

/** Scores of single wells against the control wells of their plate (no replicates); one value a well. */
struct WellScores
{
  std::vector<double> z;                  ///< (x - mean_n) / sd_n
  std::vector<double> robust_z;           ///< (x - median_n) / MAD_n
  std::vector<double> ssmd_star;          ///< (x - mean_n) / (sd_n sqrt 2) (Zhang 2011)
  std::vector<double> ssmd_star_robust;   ///< with median and MAD
  std::vector<double> percent_of_control; ///< 100 x / mean_n
  std::vector<double> npi;                ///< 100 (mean_p - x) / (mean_p - mean_n); NaN without positives
};

WellScores
ScoreWells(std::span<const double> wells, std::span<const double> positives, std::span<const double> negatives);

/** Statistics of paired differences. */
struct PairedQuality
{
  double ssmd_mm;    ///< mean / sd
  double ssmd_umvue; ///< Gamma((n-1)/2) / Gamma((n-2)/2) sqrt(2/(n-1)) mean / sd; NaN for n < 3
  double t;
  double p; ///< two-sided
};

PairedQuality
ComputePairedQuality(std::span<const double> differences);
} // namespace pheno

#endif
