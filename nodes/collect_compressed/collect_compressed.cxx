#include "phenoNode.h"
#include "phenoNumber.h"
#include "phenoTable.h"

#include <array>
#include <map>
#include <utility>

namespace
{
using namespace pheno;

constexpr std::array kSummed = { "sites", "kept_sites", "files", "kept_files", "bytes", "kept_bytes" };
constexpr auto       kAll = "all";

/** What wells take, added up. */
struct Total
{
  double                             wells = 0;
  std::array<double, kSummed.size()> sums{};
};

/** Gathers the wells of a compressed screen. */
class CollectCompressed : public Node
{
public:
  explicit CollectCompressed(const Json &) {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Table index;
    in.Each<Table>({ "index" }, [&index](const Shard &, const Ptr<Table> & rows) { index.Append(*rows); });
    std::map<std::pair<std::string, std::string>, Total> totals;
    Total                                                all;
    in.Each<Table>({ "sizes" }, [&](const Shard &, const Ptr<Table> & sizes) {
      for (std::size_t row = 0; row < sizes->Rows(); ++row)
      {
        const std::string plate = sizes->Cell(row, "plate");
        for (Total * total : { &totals[{ plate, sizes->Cell(row, "role") }], &totals[{ plate, kAll }], &all })
        {
          AddWell(*total, *sizes, row);
        }
      }
    });
    Table ratios = Ratios({});
    for (const auto & [key, total] : totals)
    {
      ratios.Append(Ratios({ { key, total } }));
    }
    ratios.Append(Ratios({ { { kAll, kAll }, all } }));
    context.Log(LogLevel::Info,
                FormatNumber(all.sums[4] / 1e6) + " MB became " + FormatNumber(all.sums[5] / 1e6) + " MB");
    out.Set("index", std::move(index));
    out.Set("ratios", std::move(ratios));
  }

private:
  static void
  AddWell(Total & total, const Table & sizes, std::size_t row)
  {
    total.wells += 1;
    for (std::size_t i = 0; i < kSummed.size(); ++i)
    {
      total.sums[i] += sizes.Numbers(kSummed[i])[row];
    }
  }

  static Table
  Ratios(const std::vector<std::pair<std::pair<std::string, std::string>, Total>> & totals)
  {
    Table::Text                             plates, roles;
    Table::Real                             wells, ratios;
    std::array<Table::Real, kSummed.size()> sums;
    for (const auto & [key, total] : totals)
    {
      plates.push_back(key.first);
      roles.push_back(key.second);
      wells.push_back(total.wells);
      for (std::size_t i = 0; i < kSummed.size(); ++i)
      {
        sums[i].push_back(total.sums[i]);
      }
      ratios.push_back(total.sums[4] / total.sums[5]);
    }
    Table table;
    table.Add("plate", std::move(plates));
    table.Add("role", std::move(roles));
    table.Add("wells", std::move(wells));
    for (std::size_t i = 0; i < kSummed.size(); ++i)
    {
      table.Add(kSummed[i], std::move(sums[i]));
    }
    table.Add("ratio", std::move(ratios));
    return table;
  }
};
} // namespace

PHENO_NODE(CollectCompressed)
