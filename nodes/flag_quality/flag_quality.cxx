#include "phenoNode.h"
#include "phenoNumber.h"
#include "phenoSampleStatistics.h"
#include "phenoTable.h"

#include <cmath>
#include <map>
#include <tuple>

namespace
{
using namespace pheno;

/** A measure of which one side is bad. */
struct Judged
{
  const char * column;
  bool         lowIsBad;
  const char * words;
};
constexpr Judged kJudged[] = { { "power_slope", true, "blurred" },
                               { "laplacian_variance", true, "blurred" },
                               { "background", false, "bright background" },
                               { "nuclei", true, "few nuclei" } };

/** Robust z-scores: 0 for the median, infinite beside a deviation of 0, NaN for NaN. */
std::vector<double>
RobustScores(const std::vector<double> & values)
{
  const MedianAndDeviation centre = MedianWithDeviation(values);
  std::vector<double>      scores;
  for (const double value : values)
  {
    scores.push_back(value == centre.median ? 0.0 : (value - centre.median) / (kMadFactor * centre.deviation));
  }
  return scores;
}

/** Judges the sites of a plate. */
class FlagQuality : public Node
{
public:
  explicit FlagQuality(const Json & params)
    : m_Z(params.at("z"))
    , m_SaturatedShare(params.at("saturated_share"))
    , m_FieldAgreement(params.at("field_agreement"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Table flags;
    in.Each<Table>({ "quality" }, [&flags](const Shard &, const Ptr<Table> & site) { flags.Append(*site); });
    if (flags.Rows() == 0)
    {
      throw BadData("the plate has no good site");
    }
    Table::Text reasons(flags.Rows());
    for (const auto & [channel, rows] : RowsOfChannels(flags))
    {
      this->Judge(flags, rows, reasons);
    }
    Table::Integer flagged;
    for (const std::string & reason : reasons)
    {
      flagged.push_back(reason.empty() ? 0 : 1);
    }
    out.Set("exclusions", Exclusions(flags, reasons, context));
    flags.Add("flagged", std::move(flagged));
    flags.Add("reason", std::move(reasons));
    out.Set("flags", std::move(flags));
  }

private:
  static std::map<std::string, std::vector<std::size_t>>
  RowsOfChannels(Table & flags)
  {
    std::map<std::string, std::vector<std::size_t>> rows;
    const Table::Text                               channels = flags.Texts("channel");
    for (std::size_t row = 0; row < channels.size(); ++row)
    {
      rows[channels[row]].push_back(row);
    }
    for (const Judged & judged : kJudged)
    {
      flags.Add(std::string(judged.column) + "_z", Table::Real(channels.size(), std::nan("")));
    }
    return rows;
  }

  static std::vector<double>
  Of(const Table & flags, const char * column, const std::vector<std::size_t> & rows)
  {
    const Table::Real   all = flags.Numbers(column);
    std::vector<double> values;
    for (const std::size_t row : rows)
    {
      values.push_back(all[row]);
    }
    return values;
  }

  void
  Judge(Table & flags, const std::vector<std::size_t> & rows, Table::Text & reasons) const
  {
    const auto say = [&reasons](std::size_t row, const std::string & words) {
      reasons[row] += (reasons[row].empty() ? "" : "; ") + words;
    };
    for (const Judged & judged : kJudged)
    {
      const std::vector<double> values = Of(flags, judged.column, rows);
      const std::vector<double> scores = RobustScores(values);
      const std::string         name = std::string(judged.column) + "_z";
      Table::Real               column = flags.Numbers(name);
      for (std::size_t i = 0; i < rows.size(); ++i)
      {
        column[rows[i]] = scores[i];
        if (judged.lowIsBad ? scores[i] <= -m_Z : scores[i] >= m_Z)
        {
          say(rows[i],
              std::string(judged.words) + " (" + judged.column + " " + FormatNumber(values[i]) + ", z " +
                FormatNumber(std::round(scores[i] * 10) / 10) + ")");
        }
      }
      flags.Set(name, std::move(column));
    }
    const std::vector<double> saturated = Of(flags, "saturated_share", rows);
    const std::vector<double> spread = Of(flags, "standard_deviation", rows);
    const double              median = Median(Of(flags, "field_agreement", rows));
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      if (spread[i] == 0)
      {
        say(rows[i], "blank (every pixel is " + flags.Cell(rows[i], "minimum") + ")");
      }
      if (saturated[i] > m_SaturatedShare)
      {
        say(rows[i], "saturated (" + FormatNumber(saturated[i]) + " of the pixels)");
      }
      if (median < m_FieldAgreement)
      {
        say(rows[i], "illumination of another plate (median agreement " + FormatNumber(median) + ")");
      }
    }
  }

  /** One row a site with the reasons of its channels. */
  static Table
  Exclusions(const Table & flags, const Table::Text & reasons, Context & context)
  {
    using Site = std::tuple<std::string, std::string, std::string>;
    std::vector<Site>           order;
    std::map<Site, std::string> said;
    std::map<Site, std::size_t> sites;
    for (std::size_t row = 0; row < reasons.size(); ++row)
    {
      const Site site{ flags.Cell(row, "plate"), flags.Cell(row, "well"), flags.Cell(row, "site") };
      ++sites[site];
      if (reasons[row].empty())
      {
        continue;
      }
      std::string & text = said[site];
      if (text.empty())
      {
        order.push_back(site);
      }
      text += (text.empty() ? "" : "; ") + flags.Cell(row, "channel") + ": " + reasons[row];
    }
    Table::Text plates, wells, names, texts;
    for (const Site & site : order)
    {
      plates.push_back(std::get<0>(site));
      wells.push_back(std::get<1>(site));
      names.push_back(std::get<2>(site));
      texts.push_back(said.at(site));
    }
    context.Log(LogLevel::Info,
                std::to_string(order.size()) + " of " + std::to_string(sites.size()) + " sites are flagged");
    Table table;
    table.Add("plate", std::move(plates));
    table.Add("well", std::move(wells));
    table.Add("site", std::move(names));
    table.Add("reason", std::move(texts));
    return table;
  }

  double m_Z;
  double m_SaturatedShare;
  double m_FieldAgreement;
};
} // namespace

PHENO_NODE(FlagQuality)
