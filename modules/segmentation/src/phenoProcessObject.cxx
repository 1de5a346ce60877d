#include "phenoProcessObject.h"

#include <itkImageBase.h>
#include <itkInputDataObjectConstIterator.h>

#include <cmath>

namespace pheno
{
namespace
{
constexpr double kTolerance = 1e-6; // of a pixel, and of direction cosines; ITK's own default

bool
SamePlace(const itk::ImageBase<2> & a, const itk::ImageBase<2> & b)
{
  bool same = true;
  for (unsigned int i = 0; i < 2; ++i)
  {
    const double tolerance = kTolerance * std::abs(a.GetSpacing()[0]);
    same = same && std::abs(a.GetOrigin()[i] - b.GetOrigin()[i]) <= tolerance;
    same = same && std::abs(a.GetSpacing()[i] - b.GetSpacing()[i]) <= tolerance;
    for (unsigned int j = 0; j < 2; ++j)
    {
      same = same && std::abs(a.GetDirection()[i][j] - b.GetDirection()[i][j]) <= kTolerance;
    }
  }
  return same;
}
} // namespace

void
VerifySameGrid(const itk::ProcessObject & filter)
{
  const itk::ImageBase<2> * first = nullptr;
  for (itk::InputDataObjectConstIterator it(&filter); !it.IsAtEnd(); ++it)
  {
    const auto * image = dynamic_cast<const itk::ImageBase<2> *>(it.GetInput());
    if (image == nullptr)
    {
      continue;
    }
    if (first == nullptr)
    {
      first = image;
    }
    const auto expected = first->GetLargestPossibleRegion();
    const auto found = image->GetLargestPossibleRegion();
    if (found != expected)
    {
      itkGenericExceptionMacro(<< filter.GetNameOfClass() << ": input '" << it.GetName() << "' covers "
                               << found.GetSize() << " pixels from " << found.GetIndex() << ", expected "
                               << expected.GetSize() << " from " << expected.GetIndex());
    }
    if (!SamePlace(*first, *image))
    {
      itkGenericExceptionMacro(<< filter.GetNameOfClass() << ": input '" << it.GetName() << "' has origin "
                               << image->GetOrigin() << " and spacing " << image->GetSpacing() << ", expected "
                               << first->GetOrigin() << " and " << first->GetSpacing() << " and the same direction");
    }
  }
}

void
UpdateProgressOrAbort(itk::ProcessObject & filter, float progress)
{
  filter.UpdateProgress(progress);
  if (filter.GetAbortGenerateData())
  {
    itk::ProcessAborted aborted(__FILE__, __LINE__);
    aborted.SetDescription(std::string(filter.GetNameOfClass()) + ": stopped on request");
    throw aborted;
  }
}
} // namespace pheno
