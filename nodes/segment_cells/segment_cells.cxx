#include "phenoCellGrowingImageFilter.h"
#include "phenoCytoplasmImageFilter.h"
#include "phenoForeseenChannels.h"
#include "phenoImage.h"
#include "phenoItkSession.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoNucleusSegmentationImageFilter.h"
#include "phenoStarSegmentationImageFilter.h"

namespace
{
using namespace pheno;

/** Segments the nuclei, cells and cytoplasms of a site. */
class SegmentCells : public Node
{
public:
  explicit SegmentCells(const Json & params)
    : m_NucleusChannel(params.at("nucleus_channel"))
    , m_CellChannel(params.at("cell_channel"))
    , m_Params(params)
  {
    if (m_Params.at("max_nucleus_diameter_px") <= m_Params.at("min_nucleus_diameter_px"))
    {
      throw Error("max_nucleus_diameter_px must be above min_nucleus_diameter_px");
    }
    if (m_CellChannel.empty())
    {
      m_CellChannel = m_NucleusChannel;
    }
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    CheckChannels(in, problems);
    if (in.Has("model") && !IsLearned())
    {
      problems.Add("/params/method", "expected learned, as a model is given, got classical");
    }
    else if (in.Has("model") && in.CanLoad("model"))
    {
      try
      {
        StarModel::Load(in.Get<Model>("model")->folder);
      }
      catch (const Error & error)
      {
        problems.Add("/in/model", error.what());
      }
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Image> image = in.Get<Image>("image");
    const auto       nuclei = this->Nuclei(*image, in, context);
    const auto       cells = GrowCells(*image, nuclei, context);
    if (out.Wanted("cytoplasm"))
    {
      const auto filter = CytoplasmImageFilter<LabelMask>::New();
      filter->SetInput(cells);
      filter->SetNuclei(nuclei);
      UpdateWatched(filter, context);
      out.Set("cytoplasm", Labels{ TakeOutput(filter.GetPointer()).GetPointer() });
    }
    out.Set("nuclei", Labels{ nuclei });
    out.Set("cells", Labels{ cells });
  }

private:
  /** Those that are read: with nuclei from elsewhere the cells' alone, which is the nuclei's where none is named. */
  void
  CheckChannels(const Inputs & in, Diagnostics & problems) const
  {
    const bool hasOwn = m_Params.at("cell_channel") != "";
    if (!hasOwn || !in.Has("nuclei"))
    {
      NeedChannels(in, "image", "nucleus_channel", { m_NucleusChannel }, problems);
    }
    if (hasOwn)
    {
      NeedChannels(in, "image", "cell_channel", { m_CellChannel }, problems);
    }
  }

  bool
  IsLearned() const
  {
    return m_Params.at("method") == "learned";
  }

  LabelMask::ConstPointer
  Nuclei(const Image & image, const Inputs & in, const Context & context) const
  {
    return in.Has("nuclei") ? TakeNuclei(*in.Get<Labels>("nuclei"), image.Size())
           : IsLearned()    ? FindNuclei(image, in, context)
                            : SegmentNuclei(image, context);
  }

  static LabelMask::ConstPointer
  TakeNuclei(const Labels & nuclei, const itk::Size<2> & size)
  {
    const itk::Size<2> found = nuclei.mask->GetBufferedRegion().GetSize();
    if (found != size)
    {
      throw BadData("nuclei cover " + std::to_string(found[0]) + " x " + std::to_string(found[1]) +
                    " pixels, expected the " + std::to_string(size[0]) + " x " + std::to_string(size[1]) +
                    " of the image");
    }
    return nuclei.mask;
  }

  LabelMask::ConstPointer
  FindNuclei(const Image & image, const Inputs & in, const Context & context) const
  {
    const fs::path model = in.Has("model") ? in.Get<Model>("model")->folder : ShippedStarModel("nuclei");
    const auto     filter = StarSegmentationImageFilter<Plane>::New();
    filter->SetInput(image.Plane(m_NucleusChannel));
    filter->SetModel(std::make_shared<const StarModel>(StarModel::Load(model)));
    filter->SetMinimumDiameter(m_Params.at("min_nucleus_diameter_px"));
    filter->SetMaximumDiameter(m_Params.at("max_nucleus_diameter_px"));
    filter->SetExcludeBorder(m_Params.at("exclude_border").get<bool>());
    filter->SetNetworkThreads(static_cast<int>(context.Threads()));
    UpdateWatched(filter, context);
    return TakeOutput(filter.GetPointer()).GetPointer();
  }

  LabelMask::ConstPointer
  SegmentNuclei(const Image & image, const Context & context) const
  {
    const auto filter = NucleusSegmentationImageFilter<Plane>::New();
    filter->SetInput(image.Plane(m_NucleusChannel));
    filter->SetMinimumDiameter(m_Params.at("min_nucleus_diameter_px"));
    filter->SetMaximumDiameter(m_Params.at("max_nucleus_diameter_px"));
    filter->SetSmoothingSigma(m_Params.at("smoothing_px"));
    filter->SetThresholdCorrection(m_Params.at("threshold_correction"));
    filter->SetExcludeBorder(m_Params.at("exclude_border").get<bool>());
    filter->SetDeclump(DeclumpMethodOf(m_Params.at("declump_method")));
    if (m_Params.at("threshold_method") != "automatic")
    {
      filter->SetThreshold(ThresholdMethodOf(m_Params.at("threshold_method")));
    }
    UpdateWatched(filter, context);
    return TakeOutput(filter.GetPointer()).GetPointer();
  }

  LabelMask::ConstPointer
  GrowCells(const Image & image, const LabelMask::ConstPointer & nuclei, const Context & context) const
  {
    const auto filter = CellGrowingImageFilter<Plane>::New();
    filter->SetInput(nuclei);
    filter->SetCytoplasm(image.Plane(m_CellChannel));
    filter->SetMaximumDistance(m_Params.at("max_cell_distance_px"));
    filter->SetRegularization(m_Params.at("regularization"));
    filter->SetSmoothingSigma(m_Params.at("smoothing_px"));
    filter->SetThresholdCorrection(m_Params.at("cell_threshold_correction"));
    filter->SetMethod(CellMethodOf(m_Params.at("cell_method")));
    filter->SetThreshold(ThresholdMethodOf(m_Params.at("cell_threshold_method")));
    UpdateWatched(filter, context);
    return TakeOutput(filter.GetPointer()).GetPointer();
  }

  std::string m_NucleusChannel;
  std::string m_CellChannel;
  Json        m_Params;
};
} // namespace

PHENO_NODE(SegmentCells)
