#include "phenoSiteSample.h"

#include <algorithm>
#include <numeric>

namespace pheno
{
std::vector<double>
SiteSample::Median() const
{
  return MeanOfRanks((Sites() - 1) / 2, Sites() / 2 + 1);
}

std::vector<double>
SiteSample::Background() const
{
  const std::size_t first = Sites() / 50;
  return MeanOfRanks(first, std::max(first + 1, (Sites() + 4) / 5));
}

std::vector<double>
SiteSample::MeanOfRanks(std::size_t first, std::size_t end) const
{
  std::vector<double> means;
  std::vector<float>  column(Sites());
  for (std::size_t point = 0; point < points; ++point)
  {
    for (std::size_t site = 0; site < column.size(); ++site)
    {
      column[site] = values[site * points + point];
    }
    const auto last = column.begin() + static_cast<std::ptrdiff_t>(end);
    std::partial_sort(column.begin(), last, column.end());
    const double sum = std::accumulate(column.begin() + static_cast<std::ptrdiff_t>(first), last, 0.0);
    means.push_back(sum / static_cast<double>(end - first));
  }
  return means;
}
} // namespace pheno
