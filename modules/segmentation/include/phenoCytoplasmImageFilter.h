#ifndef phenoCytoplasmImageFilter_h
#define phenoCytoplasmImageFilter_h

#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class CytoplasmImageFilter
 * \brief Cells without the pixels of any nucleus: cytoplasms with the numbers of their cells.
 *
 * Inputs: the cells (primary) and the nuclei (Nuclei). Global: the output is always produced entirely.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT CytoplasmImageFilter : public WholeImageFilter<TInputImage, TInputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(CytoplasmImageFilter);
  using Self = CytoplasmImageFilter;
  using Superclass = WholeImageFilter<TInputImage, TInputImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(CytoplasmImageFilter, WholeImageFilter);

  /** What is taken out of the cells, same geometry as they. Required. */
  itkSetInputMacro(Nuclei, TInputImage);
  itkGetInputMacro(Nuclei, TInputImage);

protected:
  CytoplasmImageFilter();
  ~CytoplasmImageFilter() override = default;

  void
  GenerateData() override;
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoCytoplasmImageFilter.hxx"
#endif

namespace pheno
{
extern template class CytoplasmImageFilter<LabelImage>;
} // namespace pheno

#endif
