#ifndef phenoCytoplasmImageFilter_hxx
#define phenoCytoplasmImageFilter_hxx

#include "phenoCytoplasmImageFilter.h"

#include "phenoCytoplasm.h"

#include <algorithm>

namespace pheno
{
template <typename TInputImage>
CytoplasmImageFilter<TInputImage>::CytoplasmImageFilter()
{
  this->AddRequiredInputName("Nuclei", 1);
}

template <typename TInputImage>
void
CytoplasmImageFilter<TInputImage>::GenerateData()
{
  this->AllocateOutputs();
  const auto cytoplasm = CytoplasmOf(ViewOf(*this->GetInput()), ViewOf(*this->GetNuclei()));
  std::copy(cytoplasm.begin(), cytoplasm.end(), this->GetOutput()->GetBufferPointer());
  this->Advance(1.0f);
}
} // namespace pheno

#endif
