#include "phenoFieldAgreement.h"
#include "phenoImage.h"
#include "phenoImageQuality.h"
#include "phenoNode.h"
#include "phenoTable.h"

#include <cmath>
#include <set>
#include <utility>

namespace
{
using namespace pheno;

std::size_t
CountLabels(const LabelMask & mask)
{
  const std::uint32_t * const begin = mask.GetBufferPointer();
  std::set<std::uint32_t>     seen(begin, begin + mask.GetBufferedRegion().GetNumberOfPixels());
  seen.erase(0);
  return seen.size();
}

constexpr std::pair<const char *, double ImageQuality::*> kMeasures[] = {
  { "power_slope", &ImageQuality::power_slope },
  { "laplacian_variance", &ImageQuality::laplacian_variance },
  { "focus_score", &ImageQuality::focus_score },
  { "minimum", &ImageQuality::minimum },
  { "background", &ImageQuality::background },
  { "median", &ImageQuality::median },
  { "signal", &ImageQuality::signal },
  { "maximum", &ImageQuality::maximum },
  { "mean", &ImageQuality::mean },
  { "standard_deviation", &ImageQuality::standard_deviation },
  { "saturated_share", &ImageQuality::saturated_share },
  { "minimal_share", &ImageQuality::minimal_share },
};

/** Measures the quality of a site's planes. */
class MeasureQuality : public Node
{
public:
  explicit MeasureQuality(const Json & params)
    : m_Highest(params.at("highest_level"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Image>          image = in.Get<Image>("image");
    std::vector<ImageQuality> qualities;
    Table::Real               agreement;
    for (const std::string & channel : image->channels)
    {
      context.ThrowIfCancelled();
      const Plane::ConstPointer plane = image->Plane(channel);
      qualities.push_back(MeasureImageQuality(ViewOf(*plane), m_Highest));
      agreement.push_back(in.Has("field")
                            ? FieldAgreement(ViewOf(*plane), ViewOf(*in.Get<Image>("field")->Plane(channel)))
                            : std::nan(""));
    }
    const std::size_t rows = qualities.size();
    Table             table;
    for (const char * axis : { "plate", "well", "site" })
    {
      table.Add(axis, Table::Text(rows, context.GetShard().Has(axis) ? context.GetShard().at(axis) : ""));
    }
    table.Add("channel", image->channels);
    for (const auto & [name, member] : kMeasures)
    {
      Table::Real column;
      for (const ImageQuality & quality : qualities)
      {
        column.push_back(quality.*member);
      }
      table.Add(name, std::move(column));
    }
    table.Add("field_agreement", std::move(agreement));
    const double nuclei =
      in.Has("nuclei") ? static_cast<double>(CountLabels(*in.Get<Labels>("nuclei")->mask)) : std::nan("");
    table.Add("nuclei", Table::Real(rows, nuclei));
    out.Set("quality", std::move(table));
  }

private:
  double m_Highest;
};
} // namespace

PHENO_NODE(MeasureQuality)
