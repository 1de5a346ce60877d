#include "phenoForeseenChannels.h"
#include "phenoImage.h"
#include "phenoNode.h"
#include "phenoNumber.h"
#include "phenoTable.h"

#include <cmath>

namespace
{
using namespace pheno;

struct Rule
{
  std::string column;
  std::string channel; ///< empty: each
  double      below = -HUGE_VAL;
  double      above = HUGE_VAL;
};

/** Quarantines sites that break a rule. */
class PassSite : public Node
{
public:
  explicit PassSite(const Json & params)
  {
    for (const Json & rule : params.at("rules"))
    {
      m_Rules.push_back({ rule.at("column"),
                          rule.value("channel", std::string()),
                          rule.value("below", -HUGE_VAL),
                          rule.value("above", HUGE_VAL) });
      if (!rule.contains("below") && !rule.contains("above"))
      {
        throw Error("a rule on '" + m_Rules.back().column + "' says neither below nor above");
      }
    }
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    for (const Rule & rule : m_Rules)
    {
      if (!rule.channel.empty())
      {
        NeedChannels(in, "image", "rules", { rule.channel }, problems);
      }
    }
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    return ForeseeSameChannels(in, "image", "image");
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Table> flags = in.Get<Table>("flags");
    const Shard &    shard = context.GetShard();
    for (const Rule & rule : m_Rules)
    {
      const Table::Real values = flags->Numbers(rule.column);
      for (std::size_t row = 0; row < flags->Rows(); ++row)
      {
        const std::string channel = flags->Cell(row, "channel");
        const bool here = flags->Cell(row, "well") == shard.at("well") && flags->Cell(row, "site") == shard.at("site");
        if (here && (rule.channel.empty() || rule.channel == channel) &&
            (values[row] < rule.below || values[row] > rule.above))
        {
          const std::string reason = flags->Cell(row, "reason");
          throw BadData("channel '" + channel +
                        "': " + (reason.empty() ? rule.column + " is " + FormatNumber(values[row]) : reason));
        }
      }
    }
    out.Set("image", *in.Get<Image>("image"));
  }

private:
  std::vector<Rule> m_Rules;
};
} // namespace

PHENO_NODE(PassSite)
