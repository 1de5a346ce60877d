#ifndef phenoDeclumpImageFilter_h
#define phenoDeclumpImageFilter_h

#include "phenoDeclump.h"
#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class DeclumpImageFilter
 * \brief Numbers the objects of a mask after dividing those that touch, by shape and intensity (phenoDeclump.h).
 *
 * Inputs: the mask (primary; what is not 0 is object) and the stain (Stain), smoothed already. Numbers 1..n in raster
 * order. Global: the output is always produced entirely.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT DeclumpImageFilter : public WholeImageFilter<MaskImage, LabelImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(DeclumpImageFilter);
  using Self = DeclumpImageFilter;
  using Superclass = WholeImageFilter<MaskImage, LabelImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(DeclumpImageFilter, WholeImageFilter);

  /** The stain in which the objects lie, same geometry as the mask. Required. */
  itkSetInputMacro(Stain, TInputImage);
  itkGetInputMacro(Stain, TInputImage);

  /** Default Both. */
  itkSetEnumMacro(Method, DeclumpMethod);
  itkGetEnumMacro(Method, DeclumpMethod);

  /** Of a typical object, in pixels. Default 20. */
  itkSetMacro(Diameter, double);
  itkGetConstMacro(Diameter, double);

  /** Grey level of the stain between objects. Default 0. */
  itkSetMacro(BackgroundLevel, double);
  itkGetConstMacro(BackgroundLevel, double);

protected:
  DeclumpImageFilter();
  ~DeclumpImageFilter() override = default;

  void
  VerifyPreconditions() const override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  DeclumpMethod m_Method{ DeclumpMethod::Both };
  double        m_Diameter{ 20.0 };
  double        m_BackgroundLevel{ 0.0 };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoDeclumpImageFilter.hxx"
#endif

namespace pheno
{
extern template class DeclumpImageFilter<FloatImage>;
} // namespace pheno

#endif
