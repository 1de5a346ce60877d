#ifndef phenoFlatFieldEstimationImageFilter_hxx
#define phenoFlatFieldEstimationImageFilter_hxx

#include "phenoFlatFieldEstimationImageFilter.h"

#include <itkExtractImageFilter.h>
#include <itkProgressReporter.h>

namespace pheno
{
template <typename TStackImage>
void
FlatFieldEstimationImageFilter<TStackImage>::SetSettings(const FlatFieldSettings & settings)
{
  FlatFieldEstimator check(settings);
  m_Settings = settings;
  this->Modified();
}

template <typename TStackImage>
void
FlatFieldEstimationImageFilter<TStackImage>::GenerateOutputInformation()
{
  const TStackImage *         stack = this->GetInput();
  OutputImageType *           output = this->GetOutput();
  OutputImageType::RegionType region;
  auto                        spacing = output->GetSpacing();
  auto                        origin = output->GetOrigin();
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    region.SetIndex(axis, stack->GetLargestPossibleRegion().GetIndex(axis));
    region.SetSize(axis, stack->GetLargestPossibleRegion().GetSize(axis));
    spacing[axis] = stack->GetSpacing()[axis];
    origin[axis] = stack->GetOrigin()[axis];
  }
  output->SetLargestPossibleRegion(region);
  output->SetSpacing(spacing);
  output->SetOrigin(origin);
}

template <typename TStackImage>
void
FlatFieldEstimationImageFilter<TStackImage>::EnlargeOutputRequestedRegion(itk::DataObject * output)
{
  output->SetRequestedRegionToLargestPossibleRegion();
}

template <typename TStackImage>
void
FlatFieldEstimationImageFilter<TStackImage>::GenerateInputRequestedRegion()
{
  auto * stack = const_cast<TStackImage *>(this->GetInput());
  auto   site = stack->GetLargestPossibleRegion();
  site.SetSize(2, std::min<itk::SizeValueType>(site.GetSize(2), 1));
  stack->SetRequestedRegion(site);
}

template <typename TStackImage>
void
FlatFieldEstimationImageFilter<TStackImage>::GenerateData()
{
  auto *                stack = const_cast<TStackImage *>(this->GetInput());
  const auto            whole = stack->GetLargestPossibleRegion();
  const auto            sites = whole.GetSize(2);
  auto                  site = whole;
  FlatFieldEstimator    estimator(m_Settings);
  itk::ProgressReporter progress(this, 0, sites + 1);
  for (itk::SizeValueType z = 0; z < sites; ++z)
  {
    site.SetIndex(2, whole.GetIndex(2) + static_cast<itk::IndexValueType>(z));
    site.SetSize(2, 1);
    stack->SetRequestedRegion(site);
    stack->PropagateRequestedRegion();
    stack->UpdateOutputData();

    site.SetSize(2, 0);
    auto extract = itk::ExtractImageFilter<TStackImage, OutputImageType>::New();
    extract->SetDirectionCollapseToSubmatrix();
    extract->SetExtractionRegion(site);
    auto shallow = TStackImage::New();
    shallow->Graft(stack);
    extract->SetInput(shallow);
    extract->Update();
    estimator.Add(*extract->GetOutput());
    progress.CompletedPixel();
  }
  const FlatField field = estimator.Estimate();
  m_Dark = field.dark;
  this->GraftOutput(field.flat);
  progress.CompletedPixel();
}

template <typename TStackImage>
void
FlatFieldEstimationImageFilter<TStackImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Dark: " << m_Dark << std::endl;
}
} // namespace pheno

#endif
