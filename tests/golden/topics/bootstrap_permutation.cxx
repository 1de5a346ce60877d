#include "phenoGoldenMatrix.h"

#include "phenoBootstrap.h"
#include "phenoEnergyDistance.h"
#include "phenoExactBootstrap.h"
#include "phenoFalseDiscovery.h"
#include "phenoPermutationTest.h"

#include <algorithm>
#include <cmath>

namespace pheno::golden
{
namespace
{
constexpr double kDraws = 2000;

/** Where the end of an interval of 2000 random resamples may lie: within four standard errors of its share. */
Json
Band(const ExactBootstrap & exact, double share)
{
  const double error = std::sqrt(share * (1 - share) / kDraws);
  return FromNumbers(std::vector<double>{ exact.Quantile(share - 4 * error), exact.Quantile(share + 4 * error) });
}

void
RequireInside(double end, const Json & band)
{
  if (!(end >= band[0].get<double>() - 1e-9 && end <= band[1].get<double>() + 1e-9))
  {
    throw std::runtime_error("an end of the interval of 2000 random resamples is " + std::to_string(end) +
                             ", expected it in " + band.dump());
  }
}

Json
RunBootstrap(const Json & inputs)
{
  const std::vector<double> values = ToNumbers(inputs.at("x"));
  const double              level = inputs.at("level");
  const double              tail = (1 - level) / 2;
  const Center              center = CenterFromName(inputs.at("statistic"));
  const ExactBootstrap      exact = EnumerateBootstrap(values, center);
  BootstrapOptions          options;
  options.level = level;
  options.resamples = static_cast<std::size_t>(kDraws);
  const Interval drawn = center == Center::Mean ? BootstrapMean(values, options) : BootstrapMedian(values, options);
  const Json     low = Band(exact, tail);
  const Json     high = Band(exact, 1 - tail);
  RequireInside(drawn.low, low);
  RequireInside(drawn.high, high);
  return { { "estimate", drawn.estimate },
           { "boot_mean", exact.mean },
           { "boot_sd", exact.deviation },
           { "support", FromNumbers(exact.support) },
           { "cdf", FromNumbers(exact.cdf) },
           { "ci_lo", exact.Quantile(tail) },
           { "ci_hi", exact.Quantile(1 - tail) },
           { "band_R2000_lo", low },
           { "band_R2000_hi", high } };
}

/** Rows of numbers, or a list of numbers as rows of one. */
Matrix
ToRows(const Json & list)
{
  if (!list.empty() && list[0].is_array())
  {
    return ToMatrix(list);
  }
  Matrix rows(list.size(), 1);
  rows.values = ToNumbers(list);
  return rows;
}

Json
RunPermutation(const Json & inputs)
{
  PermutationOptions options;
  options.exact_limit = 20'000'000;
  const PermutationTest test = inputs.at("statistic") == "energy"
                                 ? TestEnergyDistance(ToRows(inputs.at("a")), ToRows(inputs.at("b")), options)
                                 : TestMeanDifference(ToNumbers(inputs.at("a")), ToNumbers(inputs.at("b")), options);
  return { { "observed", FromNumber(test.observed) },
           { "n_splits", test.n },
           { "p_greater", FromNumber(test.p_greater) },
           { "p_two_sided", FromNumber(test.p_two_sided) } };
}

Json
RunSignFlips(const Json & inputs)
{
  PermutationOptions options;
  options.exact_limit = 20'000'000;
  const PermutationTest test = TestSignFlips(ToNumbers(inputs.at("x")), options);
  return { { "observed", FromNumber(test.observed) },
           { "n_signs", test.n },
           { "p_greater", FromNumber(test.p_greater) },
           { "p_two_sided", FromNumber(test.p_two_sided) } };
}

Json
RunFalseDiscovery(const Json & inputs)
{
  const std::vector<double> p = ToNumbers(inputs.at("p"));
  const std::vector<double> bh = BenjaminiHochberg(p);
  const std::vector<double> by = BenjaminiYekutieli(p);
  const auto                rejected = [](const std::vector<double> & q) {
    return std::count_if(q.begin(), q.end(), [](double each) { return each <= 0.05; });
  };
  return { { "bh", FromNumbers(bh) },
           { "by", FromNumbers(by) },
           { "reject_bh_05", rejected(bh) },
           { "reject_by_05", rejected(by) } };
}

/** The weights of a sample, under whichever name; empty without. */
std::vector<double>
Weights(const Json & inputs, const std::vector<std::string> & names)
{
  for (const std::string & name : names)
  {
    if (inputs.contains(name) && !inputs.at(name).is_null())
    {
      return ToNumbers(inputs.at(name));
    }
  }
  return {};
}

Json
RunEnergy1d(const Json & inputs)
{
  const double energy = EnergyDistance1d(ToNumbers(inputs.at("a")),
                                         ToNumbers(inputs.at("b")),
                                         Weights(inputs, { "a_weights", "weights_a", "u_weights", "wa" }),
                                         Weights(inputs, { "b_weights", "weights_b", "v_weights", "wb" }));
  return { { "energy", FromNumber(energy) }, { "scipy_energy", FromNumber(std::sqrt(energy)) } };
}

Json
RunEnergy(const Json & inputs)
{
  const EnergyDistance energy = ComputeEnergyDistance(ToRows(inputs.at("a")), ToRows(inputs.at("b")));
  return { { "V", FromNumber(energy.v) }, { "U", FromNumber(energy.u) } };
}
} // namespace

Json
RunBootstrapPermutation(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const std::string kind = golden.inputs.at("kind");
    return kind == "bootstrap_exact"          ? RunBootstrap(golden.inputs)
           : kind == "two_sample_permutation" ? RunPermutation(golden.inputs)
           : kind == "signflip"               ? RunSignFlips(golden.inputs)
           : kind == "fdr"                    ? RunFalseDiscovery(golden.inputs)
           : kind == "energy1d"               ? RunEnergy1d(golden.inputs)
                                              : RunEnergy(golden.inputs);
  });
}
} // namespace pheno::golden
