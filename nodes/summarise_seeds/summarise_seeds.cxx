#include "phenoMetrics.h"

#include "phenoNode.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>

namespace
{
using namespace pheno;
using namespace pheno::scoring;

/** One metric over the seeds. */
struct Spread
{
  std::string         metric;
  std::string         scope;
  std::string         group;
  std::vector<double> values;
};

/** Standard deviation of a sample of at least two. */
double
DeviationOf(const std::vector<double> & values, double mean)
{
  const double squares = std::accumulate(
    values.begin(), values.end(), 0.0, [mean](double sum, double v) { return sum + (v - mean) * (v - mean); });
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/** A number with three digits, independent of the locale. */
std::string
ThreeDigits(double value)
{
  char text[32];
  return { text, std::to_chars(text, text + sizeof(text), value, std::chars_format::general, 3).ptr };
}

/** Means of metrics over independent trainings. */
class SummariseSeeds : public Node
{
public:
  explicit SummariseSeeds(const Json &) {}

  void
  Run(const Inputs & in, Outputs & out, Context &) override
  {
    const std::vector<Shard> shards = in.Shards("metrics");
    if (shards.size() == 1)
    {
      out.Set("metrics", Table(*in.Get<Table>("metrics")));
      return;
    }
    std::vector<Spread> spreads;
    Table               ofSeeds;
    in.Each<Table>({ "metrics" }, [&](const Shard & shard, const Ptr<Table> & metrics) {
      Collect(*metrics, spreads);
      Table named = *metrics;
      named.Set("scope", ScopesOfSeed(named.Texts("scope"), shard));
      ofSeeds.Append(named);
    });
    Table all = Means(spreads, shards.size());
    all.Append(ofSeeds);
    out.Set("metrics", std::move(all));
  }

private:
  static Table::Text
  ScopesOfSeed(Table::Text scopes, const Shard & shard)
  {
    for (std::string & scope : scopes)
    {
      scope += "_seed_" + shard.at("seed");
    }
    return scopes;
  }

  /** Adds a seed's values; metrics stay in the order in which they first came. */
  static void
  Collect(const Table & metrics, std::vector<Spread> & spreads)
  {
    const Table::Text metric = metrics.Texts("metric");
    const Table::Text scope = metrics.Texts("scope");
    const Table::Text group = metrics.Texts("group");
    const Table::Real value = metrics.Numbers("value");
    for (std::size_t i = 0; i < metric.size(); ++i)
    {
      auto spread = std::find_if(spreads.begin(), spreads.end(), [&](const Spread & s) {
        return s.metric == metric[i] && s.scope == scope[i] && s.group == group[i];
      });
      if (spread == spreads.end())
      {
        spread = spreads.insert(spread, { metric[i], scope[i], group[i], {} });
      }
      if (!std::isnan(value[i]))
      {
        spread->values.push_back(value[i]);
      }
    }
  }

  static Table
  Means(const std::vector<Spread> & spreads, std::size_t seeds)
  {
    Table table = Metrics("").ToTable();
    for (const Spread & spread : spreads)
    {
      Metrics           one(spread.scope);
      const std::size_t count = spread.values.size();
      Metrics::Row      row{ spread.metric, spread.group };
      row.n = static_cast<double>(count);
      row.note = "mean of " + std::to_string(count) + " of " + std::to_string(seeds) + " seeds";
      if (count > 0)
      {
        row.low = *std::min_element(spread.values.begin(), spread.values.end());
        row.high = *std::max_element(spread.values.begin(), spread.values.end());
        row.value = row.low == row.high // to the last bit
                      ? row.low
                      : std::accumulate(spread.values.begin(), spread.values.end(), 0.0) / row.n;
      }
      if (count > 1)
      {
        row.note += ", standard deviation " + ThreeDigits(DeviationOf(spread.values, row.value)) +
                    "; low and high are the smallest and the largest";
      }
      one.Add(std::move(row));
      table.Append(one.ToTable());
    }
    return table;
  }
};
} // namespace

PHENO_NODE(SummariseSeeds)
