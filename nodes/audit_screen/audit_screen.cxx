#include "phenoIndexedPlane.h"
#include "phenoNode.h"
#include "phenoNumber.h"
#include "phenoTable.h"

#include <cmath>
#include <map>
#include <set>

namespace
{
using namespace pheno;

/** What was seen of one file. */
struct Finding
{
  std::string status = "ok";
  std::string reason;
  PlaneKind   page;
  double      minimum = std::nan("");
  double      maximum = std::nan("");
  double      mean = std::nan("");
  double      saturated = std::nan(""); ///< share of the pixels
};

/** Opens every file of a well. */
class AuditScreen : public Node
{
public:
  explicit AuditScreen(const Json & params)
    : m_Channels(params.at("channels").get<std::vector<std::string>>())
    , m_SaturatedShare(params.at("saturated_share"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Table>                             files = in.Get<Table>("files");
    const bool                                   known = !in.Has("wells") || in.Get<Table>("wells")->Rows() > 0;
    const Table::Text                            sites = files->Texts("site");
    const Table::Text                            channels = files->Texts("channel");
    Rows                                         rows(context.GetShard(), known);
    std::map<std::string, std::set<std::string>> found;
    PlaneKind                                    first;
    for (std::size_t row = 0; row < files->Rows(); ++row)
    {
      context.ThrowIfCancelled();
      Finding finding = Look(*files, row, first);
      found[sites[row]].insert(channels[row]);
      rows.Add(sites[row], channels[row], finding);
    }
    std::set<std::string> expected(m_Channels.begin(), m_Channels.end());
    if (m_Channels.empty())
    {
      expected.insert(channels.begin(), channels.end());
    }
    for (const auto & [site, has] : found)
    {
      for (const std::string & channel : expected)
      {
        if (has.count(channel) == 0)
        {
          Finding missing;
          missing.status = "missing";
          missing.reason = "the index lists no file of this channel";
          rows.Add(site, channel, missing);
        }
      }
    }
    out.Set("audit", rows.Finish());
  }

private:
  /** The audit table, column by column. */
  class Rows
  {
  public:
    Rows(const Shard & shard, bool known)
      : m_Shard(shard)
      , m_Known(known)
    {}
    void
    Add(const std::string & site, const std::string & channel, const Finding & finding)
    {
      m_Site.push_back(site);
      m_Channel.push_back(channel);
      m_Status.push_back(finding.status);
      m_Reason.push_back(finding.reason);
      m_Width.push_back(finding.page.width);
      m_Height.push_back(finding.page.height);
      m_Bits.push_back(finding.page.bits);
      m_Minimum.push_back(finding.minimum);
      m_Maximum.push_back(finding.maximum);
      m_Mean.push_back(finding.mean);
      m_Saturated.push_back(finding.saturated);
    }
    Table
    Finish()
    {
      Table             table;
      const std::size_t rows = m_Site.size();
      table.Add("plate", Table::Text(rows, m_Shard.Has("plate") ? m_Shard.at("plate") : ""));
      table.Add("well", Table::Text(rows, m_Shard.Has("well") ? m_Shard.at("well") : ""));
      table.Add("site", std::move(m_Site));
      table.Add("channel", std::move(m_Channel));
      table.Add("status", std::move(m_Status));
      table.Add("reason", std::move(m_Reason));
      table.Add("in_plate_map", Table::Text(rows, m_Known ? "yes" : "no"));
      table.Add("width", std::move(m_Width));
      table.Add("height", std::move(m_Height));
      table.Add("bits", std::move(m_Bits));
      table.Add("minimum", std::move(m_Minimum));
      table.Add("maximum", std::move(m_Maximum));
      table.Add("mean", std::move(m_Mean));
      table.Add("saturated_share", std::move(m_Saturated));
      return table;
    }

  private:
    const Shard &  m_Shard;
    bool           m_Known;
    Table::Text    m_Site, m_Channel, m_Status, m_Reason;
    Table::Integer m_Width, m_Height, m_Bits;
    Table::Real    m_Minimum, m_Maximum, m_Mean, m_Saturated;
  };

  Finding
  Look(const Table & files, std::size_t row, PlaneKind & first) const
  {
    Finding finding;
    try
    {
      const PlaneSurvey survey = SurveyIndexedPlane(IndexedPlaneAt(files, row));
      finding.page = survey.kind;
      finding.minimum = survey.range.minimum;
      finding.maximum = survey.range.maximum;
      finding.mean = survey.range.mean;
      finding.saturated = static_cast<double>(survey.range.saturated) / static_cast<double>(survey.range.count);
      Judge(finding, first);
    }
    catch (const BadData & error)
    {
      finding.status = files.Cell(row, "size").empty() ? "missing" : "bad";
      finding.reason = error.what();
    }
    return finding;
  }

  void
  Judge(Finding & finding, PlaneKind & first) const
  {
    if (first.width == 0)
    {
      first = finding.page;
    }
    if (finding.minimum == finding.maximum)
    {
      finding.status = "blank";
      finding.reason = "every pixel is " + FormatNumber(finding.minimum);
    }
    else if (finding.page.width != first.width || finding.page.height != first.height ||
             finding.page.bits != first.bits)
    {
      finding.status = "other_size";
      finding.reason = "size or bit depth differ from the well's first file";
    }
    else if (finding.saturated > m_SaturatedShare)
    {
      finding.status = "saturated";
      finding.reason = FormatNumber(finding.saturated) + " of the pixels have the highest value";
    }
  }

  std::vector<std::string> m_Channels;
  double                   m_SaturatedShare;
};
} // namespace

PHENO_NODE(AuditScreen)
