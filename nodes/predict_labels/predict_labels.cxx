#include "phenoForeseenChannels.h"
#include "phenoGrantedDevice.h"
#include "phenoImage.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoNumber.h"
#include "phenoNumberByNuclei.h"
#include "phenoObjectRules.h"
#include "phenoScriptedSegmenter.h"
#include "phenoTable.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <utility>

namespace
{
using namespace pheno;

using Numbers = std::vector<std::uint32_t>;

LabelMask::ConstPointer
MaskOf(const Numbers & numbers, const itk::Size<2> & size)
{
  const auto mask = LabelMask::New();
  mask->SetRegions(size);
  mask->Allocate();
  std::copy(numbers.begin(), numbers.end(), mask->GetBufferPointer());
  return mask.GetPointer();
}

/** Labels sites by a TorchScript module. */
class PredictLabels : public Node
{
public:
  explicit PredictLabels(const Json & params)
    : m_Channels(params.at("channels").get<std::vector<std::string>>())
    , m_PixelSize(params.at("pixel_size_um"))
    , m_ModelPixelSize(params.at("model_pixel_size_um"))
  {
    if (params.at("normalisation") == "percentiles")
    {
      m_Percentiles = params.at("percentiles").get<std::pair<double, double>>();
      if (m_Percentiles->second <= m_Percentiles->first)
      {
        throw Error("percentiles: expected the second above the first, got " + params.at("percentiles").dump());
      }
    }
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    NeedChannels(in, "image", "channels", m_Channels, problems);
    if (!in.CanLoad("model"))
    {
      return;
    }
    try
    {
      const double modelPixelSize = this->ModelPixelSize(SegmenterOf(in));
      if (modelPixelSize > 0 && m_PixelSize == 0 && !in.Has("files"))
      {
        problems.Add("/params/pixel_size_um", NeedsPixelSize(modelPixelSize));
      }
    }
    catch (const std::exception & error)
    {
      problems.Add("/in/model", error.what());
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Image>          image = in.Get<Image>("image");
    const itk::Size<2>        size = image->Size();
    const ScriptedSegmenter   segmenter = SegmenterOf(in);
    ScriptedSegmenterSettings settings;
    settings.scale = this->Scale(in, this->ModelPixelSize(segmenter));
    settings.percentiles = m_Percentiles;
    settings.threads = static_cast<int>(context.Threads());
    settings.device = GrantedDevice(context);
    std::vector<Numbers> planes = segmenter.Segment(this->PlanesOf(*image), settings);
    SelectObjects({ planes[0].data(), size[0], size[1] }, 1.0, std::numeric_limits<double>::infinity(), false);
    out.Set("nuclei", Labels{ MaskOf(planes[0], size) });
    if (planes.size() == 2)
    {
      NumberByNuclei({ planes[0].data(), size[0], size[1] }, { planes[1].data(), size[0], size[1] });
      out.Set("cells", Labels{ MaskOf(planes[1], size) });
    }
  }

private:
  /** Loaded anew for each site, as a module may change while it runs. */
  static ScriptedSegmenter
  SegmenterOf(const Inputs & in)
  {
    return ScriptedSegmenter(in.Get<File>("model")->path.string());
  }

  static std::string
  NeedsPixelSize(double modelPixelSize)
  {
    return "the module is for pixels of " + FormatNumber(modelPixelSize) +
           " um: expected the size of the image's, or the index at files";
  }

  double
  ModelPixelSize(const ScriptedSegmenter & segmenter) const
  {
    return m_ModelPixelSize > 0 ? m_ModelPixelSize : segmenter.PixelSize();
  }

  double
  Scale(const Inputs & in, double modelPixelSize) const
  {
    if (modelPixelSize == 0)
    {
      return 1.0;
    }
    if (m_PixelSize == 0 && !in.Has("files"))
    {
      throw Error(NeedsPixelSize(modelPixelSize));
    }
    return (m_PixelSize > 0 ? m_PixelSize : PixelSizeOf(*in.Get<Table>("files"))) / modelPixelSize;
  }

  static double
  PixelSizeOf(const Table & files)
  {
    const Table::Real      cells = files.Numbers("pixel_size_um");
    const std::set<double> sizes(cells.begin(), cells.end());
    if (sizes.size() != 1 || !(*sizes.begin() > 0))
    {
      throw BadData("expected one size of pixels above 0 in the site's column pixel_size_um, found '" +
                    Join(files.Texts("pixel_size_um")) + "'");
    }
    return *sizes.begin();
  }

  ChannelPlanes
  PlanesOf(const Image & image) const
  {
    ChannelPlanes planes;
    planes.height = static_cast<std::int64_t>(image.Size()[1]);
    planes.width = static_cast<std::int64_t>(image.Size()[0]);
    for (const std::string & channel : m_Channels)
    {
      planes.channels.push_back(image.Plane(channel)->GetBufferPointer());
    }
    return planes;
  }

  std::vector<std::string>                 m_Channels;
  double                                   m_PixelSize;
  double                                   m_ModelPixelSize;
  std::optional<std::pair<double, double>> m_Percentiles;
};
} // namespace

PHENO_NODE(PredictLabels)
