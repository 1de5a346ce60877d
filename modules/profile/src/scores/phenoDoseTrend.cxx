#include "phenoDoseTrend.h"
#include "phenoProfileError.h"
#include "phenoRowGroups.h"
#include "phenoSampleStatistics.h"

#include <cmath>
#include <set>

namespace pheno
{
std::vector<DoseTrend>
DoseTrends(const LabelColumn & compounds, std::span<const double> doses, std::span<const double> responses)
{
  if (compounds.size() != doses.size() || doses.size() != responses.size())
  {
    throw ProfileError("dose trends got " + std::to_string(compounds.size()) + " compounds, " +
                       std::to_string(doses.size()) + " doses and " + std::to_string(responses.size()) +
                       " responses; expected equally many");
  }
  std::vector<DoseTrend> trends;
  for (const RowGroup & group : GroupRows(compounds))
  {
    std::vector<double> groupDoses;
    std::vector<double> groupResponses;
    std::set<double>    different;
    for (const std::size_t row : group.rows)
    {
      groupDoses.push_back(doses[row]);
      groupResponses.push_back(responses[row]);
      if (!std::isnan(doses[row]) && !std::isnan(responses[row]))
      {
        different.insert(doses[row]);
      }
    }
    trends.push_back({ group.key.front(), different.size(), Spearman(groupDoses, groupResponses) });
  }
  return trends;
}

double
MeanDoseSpearman(std::span<const DoseTrend> trends)
{
  std::vector<double> rhos;
  for (const DoseTrend & trend : trends)
  {
    rhos.push_back(trend.spearman.rho);
  }
  return Mean(rhos);
}
} // namespace pheno
