#include "phenoPoissonBinomial.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <string>
#include <vector>

namespace pheno
{
double
PoissonBinomialTail(std::span<const double> probabilities, std::size_t successes)
{
  std::vector<double> reached(successes + 1); // probability of so many successes; the last: of at least so many
  reached[0] = 1;
  for (std::size_t trial = 0; trial < probabilities.size(); ++trial)
  {
    const double p = probabilities[trial];
    if (!(p >= 0 && p <= 1))
    {
      throw ProfileError("Poisson binomial: expected probabilities in [0, 1], got " + std::to_string(p));
    }
    const std::size_t last = std::min(trial + 1, successes);
    for (std::size_t count = last; count > 0; --count)
    {
      const double stays = count == successes ? 1 : 1 - p;
      reached[count] = reached[count] * stays + reached[count - 1] * p;
    }
    reached[0] *= successes == 0 ? 1 : 1 - p;
  }
  return reached[successes];
}
} // namespace pheno
