#include "phenoNode.h"
#include "phenoTable.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace
{
using namespace pheno;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/** Means of metrics over independent trainings. */
class SummariseScopes : public Node
{
public:
  explicit SummariseScopes(const Json & params)
    : m_Scopes(params.at("scopes").get<std::vector<std::string>>())
    , m_As(params.at("as"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context &) override
  {
    Table             table = *in.Get<Table>("metrics");
    const Table::Text metric = table.Texts("metric");
    const Table::Text scope = table.Texts("scope");
    const Table::Text group = table.Texts("group");
    const Table::Real value = table.Numbers("value");
    for (const std::string & wanted : m_Scopes)
    {
      if (std::find(scope.begin(), scope.end(), wanted) == scope.end())
      {
        throw Error("the metrics have no scope '" + wanted + "'");
      }
    }
    std::map<std::pair<std::string, std::string>, std::vector<double>> values;
    std::vector<std::pair<std::string, std::string>>                   order;
    for (std::size_t i = 0; i < metric.size(); ++i)
    {
      if (std::find(m_Scopes.begin(), m_Scopes.end(), scope[i]) != m_Scopes.end() && !std::isnan(value[i]))
      {
        auto & some = values[{ metric[i], group[i] }];
        if (some.empty())
        {
          order.emplace_back(metric[i], group[i]);
        }
        some.push_back(value[i]);
      }
    }
    Append(table, order, values);
    out.Set("metrics", std::move(table));
  }

private:
  void
  Append(Table &                                                                    table,
         const std::vector<std::pair<std::string, std::string>> &                   order,
         const std::map<std::pair<std::string, std::string>, std::vector<double>> & values) const
  {
    Table::Text metric, group, note;
    Table::Real mean, low, high;
    for (const auto & name : order)
    {
      const std::vector<double> & some = values.at(name);
      if (some.size() == m_Scopes.size())
      {
        metric.push_back(name.first);
        group.push_back(name.second);
        mean.push_back(std::accumulate(some.begin(), some.end(), 0.0) / static_cast<double>(some.size()));
        low.push_back(*std::min_element(some.begin(), some.end()));
        high.push_back(*std::max_element(some.begin(), some.end()));
        note.push_back("mean of " + std::to_string(some.size()) +
                       " trainings with different seeds; low and high are the smallest and largest");
      }
    }
    const std::size_t rows = metric.size();
    Table             summary;
    summary.Add("metric", std::move(metric));
    summary.Add("scope", Table::Text(rows, m_As));
    summary.Add("group", std::move(group));
    summary.Add("value", std::move(mean));
    summary.Add("n", Table::Real(rows, static_cast<double>(m_Scopes.size())));
    summary.Add("p", Table::Real(rows, kNone));
    summary.Add("q", Table::Real(rows, kNone));
    summary.Add("low", std::move(low));
    summary.Add("high", std::move(high));
    summary.Add("note", std::move(note));
    table.Append(summary);
  }

  std::vector<std::string> m_Scopes;
  std::string              m_As;
};
} // namespace

PHENO_NODE(SummariseScopes)
