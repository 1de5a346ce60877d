#ifndef phenoBlobSeedImageFilter_h
#define phenoBlobSeedImageFilter_h

#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class BlobSeedImageFilter
 * \brief Marks the middles of bright round things of one size by single pixels 1..n in raster order.
 *
 * Maxima of the Laplacian of Gaussian, see phenoBlobSeeds.h. Pixels that are not finite count as the least finite one.
 * Global: the output is always produced entirely.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT BlobSeedImageFilter : public WholeImageFilter<TInputImage, LabelImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(BlobSeedImageFilter);
  using Self = BlobSeedImageFilter;
  using Superclass = WholeImageFilter<TInputImage, LabelImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(BlobSeedImageFilter, WholeImageFilter);

  /** Of the discs that answer strongest, in pixels. Default 20. */
  itkSetMacro(Diameter, double);
  itkGetConstMacro(Diameter, double);

  /** A blob counts from the answer of a disc so many grey levels above its surroundings on. Default 0. */
  itkSetMacro(LeastHeight, double);
  itkGetConstMacro(LeastHeight, double);

protected:
  BlobSeedImageFilter() = default;
  ~BlobSeedImageFilter() override = default;

  void
  VerifyPreconditions() const override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  double m_Diameter{ 20.0 };
  double m_LeastHeight{ 0.0 };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoBlobSeedImageFilter.hxx"
#endif

namespace pheno
{
extern template class BlobSeedImageFilter<FloatImage>;
} // namespace pheno

#endif
