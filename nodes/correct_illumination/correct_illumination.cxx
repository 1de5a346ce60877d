#include "phenoFlatFieldCorrectionImageFilter.h"
#include "phenoForeseenChannels.h"
#include "phenoImage.h"
#include "phenoIntensityDistribution.h"
#include "phenoItkSession.h"
#include "phenoNode.h"
#include "phenoPlanePicture.h"
#include "phenoTable.h"

#include <algorithm>
#include <map>

namespace
{
using namespace pheno;

/** Takes the plate's dark field from a site and divides by its flat field. */
class CorrectIllumination : public Node
{
public:
  explicit CorrectIllumination(const Json & params)
    : m_SubtractOffset(params.at("subtract_offset"))
    , m_SubtractBackground(params.at("subtract_background"))
    , m_BackgroundPercentile(params.at("background_percentile"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Image>              image = in.Get<Image>("image");
    const Ptr<Image>              field = in.Get<Image>("field");
    std::map<std::string, double> offsets;
    const bool                    varies = m_SubtractOffset && in.Has("dark");
    const bool                    told = m_SubtractOffset && !varies && in.Has("levels");
    if (told)
    {
      const Ptr<Table>  levels = in.Get<Table>("levels");
      const Table::Text channels = levels->Texts("channel");
      const Table::Real values = levels->Numbers("offset");
      for (std::size_t i = 0; i < channels.size(); ++i)
      {
        offsets[channels[i]] = values[i];
      }
    }
    if (image->Size() != field->Size())
    {
      throw BadData("the site is " + std::to_string(image->Size()[0]) + " x " + std::to_string(image->Size()[1]) +
                    " pixels, its plate's illumination " + std::to_string(field->Size()[0]) + " x " +
                    std::to_string(field->Size()[1]));
    }
    Image corrected;
    corrected.channels = image->channels;
    for (const std::string & channel : image->channels)
    {
      const auto offset = offsets.find(channel);
      if (told && offset == offsets.end())
      {
        throw Error("the levels table has no offset for channel '" + channel + "'");
      }
      const auto filter = FlatFieldCorrectionImageFilter<Plane>::New();
      filter->SetInput(image->Plane(channel));
      filter->SetFlatField(field->Plane(channel));
      filter->SetDark(offset == offsets.end() ? 0 : offset->second);
      if (varies)
      {
        filter->SetDarkField(in.Get<Image>("dark")->Plane(channel));
      }
      UpdateWatched(filter, context);
      const Plane::Pointer plane = TakeOutput(filter.GetPointer());
      if (m_SubtractBackground)
      {
        SubtractBackground(*plane);
      }
      corrected.planes.push_back(plane.GetPointer());
    }
    out.Set("image", std::move(corrected));
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    return ForeseeSameChannels(in, "image", "image");
  }

private:
  /** Takes a percentile of its pixels from all of them. */
  void
  SubtractBackground(Plane & plane) const
  {
    PixelDistribution pixels;
    pixels.Add(SpanOf(plane));
    const auto background = static_cast<float>(pixels.Percentile(m_BackgroundPercentile));
    float *    values = plane.GetBufferPointer();
    std::transform(values, values + pixels.GetCount(), values, [background](float v) { return v - background; });
  }

  bool   m_SubtractOffset;
  bool   m_SubtractBackground;
  double m_BackgroundPercentile;
};
} // namespace

PHENO_NODE(CorrectIllumination)
