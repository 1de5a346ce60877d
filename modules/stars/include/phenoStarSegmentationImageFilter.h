#ifndef phenoStarSegmentationImageFilter_h
#define phenoStarSegmentationImageFilter_h

#include "phenoStarModel.h"
#include "phenoWholeImageFilter.h"

#include <limits>
#include <memory>

namespace pheno
{
/** \class StarSegmentationImageFilter
 * \brief Numbers the nuclei of a DNA stain by a trained network of star-convex polygons (Schmidt et al. 2018).
 *
 * The output holds 0 for background and 1..n for nuclei in raster order of their first pixel. An image without contrast
 * gives no nuclei. The image is scaled by its own percentiles, so its depth does not matter. Global: the output is
 * always produced entirely; the network runs tile by tile, see phenoStarDetection.h for the memory it needs.
 *
 * \ingroup PhenoStars
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT StarSegmentationImageFilter : public WholeImageFilter<TInputImage, LabelImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(StarSegmentationImageFilter);
  using Self = StarSegmentationImageFilter;
  using Superclass = WholeImageFilter<TInputImage, LabelImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  using ModelPointer = std::shared_ptr<const StarModel>;
  itkNewMacro(Self);
  itkTypeMacro(StarSegmentationImageFilter, WholeImageFilter);

  /** The network; several filters may share it. Required. */
  void
  SetModel(ModelPointer model);
  const ModelPointer &
  GetModel() const
  {
    return m_Model;
  }

  /** Diameters of the circles of equal area within which an object is a nucleus, in pixels. Default: any. */
  itkSetMacro(MinimumDiameter, double);
  itkGetConstMacro(MinimumDiameter, double);
  itkSetMacro(MaximumDiameter, double);
  itkGetConstMacro(MaximumDiameter, double);

  /** Leave out nuclei that touch the image's border. Default off. */
  itkSetMacro(ExcludeBorder, bool);
  itkGetConstMacro(ExcludeBorder, bool);
  itkBooleanMacro(ExcludeBorder);

  /** Threads of the network's arithmetic. Default 1. */
  itkSetMacro(NetworkThreads, int);
  itkGetConstMacro(NetworkThreads, int);

  /** Number of nuclei found. Valid after an update. */
  itkGetConstMacro(NumberOfObjects, std::uint32_t);

protected:
  StarSegmentationImageFilter() = default;
  ~StarSegmentationImageFilter() override = default;

  void
  VerifyPreconditions() const override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  ModelPointer  m_Model;
  double        m_MinimumDiameter{ 0.0 };
  double        m_MaximumDiameter{ std::numeric_limits<double>::infinity() };
  bool          m_ExcludeBorder{ false };
  int           m_NetworkThreads{ 1 };
  std::uint32_t m_NumberOfObjects{ 0 };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoStarSegmentationImageFilter.hxx"
#endif

namespace pheno
{
extern template class StarSegmentationImageFilter<FloatImage>;
} // namespace pheno

#endif
