#ifndef phenoSeededWatershedImageFilter_h
#define phenoSeededWatershedImageFilter_h

#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class SeededWatershedImageFilter
 * \brief Spreads numbered seeds over a mask from bright to dim (FloodFromSeeds of phenoWatershed.h).
 *
 * Inputs: the seeds (primary), the stain (Stain) and the mask (Mask; what is not 0 can be reached). Seeds keep their
 * pixels and numbers. Global: the output is always produced entirely.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT SeededWatershedImageFilter : public WholeImageFilter<LabelImage, LabelImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(SeededWatershedImageFilter);
  using Self = SeededWatershedImageFilter;
  using Superclass = WholeImageFilter<LabelImage, LabelImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(SeededWatershedImageFilter, WholeImageFilter);

  /** What is flooded from high to low, same geometry as the seeds. Required. */
  itkSetInputMacro(Stain, TInputImage);
  itkGetInputMacro(Stain, TInputImage);

  /** Where numbers may go, same geometry as the seeds. Required. */
  itkSetInputMacro(Mask, MaskImage);
  itkGetInputMacro(Mask, MaskImage);

protected:
  SeededWatershedImageFilter();
  ~SeededWatershedImageFilter() override = default;

  void
  GenerateData() override;
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoSeededWatershedImageFilter.hxx"
#endif

namespace pheno
{
extern template class SeededWatershedImageFilter<FloatImage>;
} // namespace pheno

#endif
