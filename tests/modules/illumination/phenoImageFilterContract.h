#ifndef phenoImageFilterContract_h
#define phenoImageFilterContract_h

#include <doctest/doctest.h>

#include <itkCommand.h>
#include <itkImageRegionConstIterator.h>
#include <itkPipelineMonitorImageFilter.h>
#include <itkStreamingImageFilter.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace pheno::test
{
/** The pixel grid that an input of a contract is asked for. */
struct Grid
{
  itk::SizeValueType width = 64;
  itk::SizeValueType height = 48;
  double             spacing = 1.0;
};

/** An image on a grid, filled by a function of x and y. */
template <typename TPixel>
typename itk::Image<TPixel, 2>::Pointer
MakeImage(const Grid & grid, const std::function<double(double, double)> & value)
{
  auto image = itk::Image<TPixel, 2>::New();
  image->SetRegions({ { { 0, 0 } }, { { grid.width, grid.height } } });
  const double spacing[2] = { grid.spacing, grid.spacing };
  image->SetSpacing(spacing);
  image->Allocate();
  TPixel * out = image->GetBufferPointer();
  for (itk::SizeValueType y = 0; y < grid.height; ++y)
  {
    for (itk::SizeValueType x = 0; x < grid.width; ++x)
    {
      *out++ = static_cast<TPixel>(value(static_cast<double>(x), static_cast<double>(y)));
    }
  }
  return image;
}

template <typename TImage>
std::vector<typename TImage::PixelType>
PixelsOf(const TImage * image)
{
  return { image->GetBufferPointer(), image->GetBufferPointer() + image->GetBufferedRegion().GetNumberOfPixels() };
}

/** How a filter hands on pieces of its output. */
enum class Streaming
{
  Pieces, ///< makes what it is asked for
  Whole,  ///< always makes everything
  NoImage ///< its output is no image
};

/** What every image filter promises besides the right values; call Check() with a filter type and a way to set each of
 * its required inputs on a grid. */
template <typename TFilter>
struct ImageFilterContract
{
  using SetInput = std::function<void(TFilter &, const Grid &)>;
  std::vector<SetInput> inputs;
  Streaming             streaming = Streaming::Whole;

  void
  Check() const
  {
    CheckMissingInputs();
    CheckGeometry();
    CheckAbort();
    if constexpr (requires(TFilter & filter) { filter.GetOutput()->GetBufferedRegion(); })
    {
      CheckStreaming();
    }
  }

private:
  typename TFilter::Pointer
  Make() const
  {
    auto filter = TFilter::New();
    for (const SetInput & set : inputs)
    {
      set(*filter, Grid{});
    }
    return filter;
  }

  static int
  CountEvents(TFilter & filter, const itk::EventObject & event, const std::function<void()> & run)
  {
    int        count = 0;
    const auto tag = filter.AddObserver(event, [&count](const itk::EventObject &) { ++count; });
    run();
    filter.RemoveObserver(tag);
    return count;
  }

  void
  CheckMissingInputs() const
  {
    for (std::size_t missing = 0; missing < inputs.size(); ++missing)
    {
      CAPTURE(missing);
      auto filter = TFilter::New();
      for (std::size_t i = 0; i < inputs.size(); ++i)
      {
        if (i != missing)
        {
          inputs[i](*filter, Grid{});
        }
      }
      const int started =
        CountEvents(*filter, itk::StartEvent(), [&] { CHECK_THROWS_AS(filter->Update(), itk::ExceptionObject); });
      CHECK(started == 0);
    }
  }

  void
  CheckGeometry() const
  {
    const Grid wider{ 65, 48, 1.0 };
    const Grid coarser{ 64, 48, 2.0 };
    for (std::size_t odd = 1; odd < inputs.size(); ++odd)
    {
      for (const Grid & grid : { wider, coarser })
      {
        CAPTURE(odd);
        auto filter = TFilter::New();
        for (std::size_t i = 0; i < inputs.size(); ++i)
        {
          inputs[i](*filter, i == odd ? grid : Grid{});
        }
        const int started =
          CountEvents(*filter, itk::StartEvent(), [&] { CHECK_THROWS_AS(filter->Update(), itk::ExceptionObject); });
        CHECK(started == 0);
      }
    }
  }

  void
  CheckAbort() const
  {
    auto filter = Make();
    filter->AddObserver(itk::ProgressEvent(), [&](const itk::EventObject &) { filter->SetAbortGenerateData(true); });
    CHECK_THROWS_AS(filter->Update(), itk::ProcessAborted);
    filter->RemoveAllObservers();
    CHECK_NOTHROW(filter->Update());
    CHECK(filter->GetProgress() == doctest::Approx(1.0));
  }

  void
  CheckStreaming() const
  {
    using Image = std::remove_pointer_t<decltype(std::declval<TFilter &>().GetOutput())>;
    constexpr int kPieces = 4;
    auto          plain = Make();
    plain->Update();

    auto filter = Make();
    auto monitor = itk::PipelineMonitorImageFilter<Image>::New();
    monitor->SetInput(filter->GetOutput());
    auto stream = itk::StreamingImageFilter<Image, Image>::New();
    stream->SetInput(monitor->GetOutput());
    stream->SetNumberOfStreamDivisions(kPieces);
    const int runs = CountEvents(*filter, itk::EndEvent(), [&] { stream->Update(); });
    if (streaming == Streaming::Pieces)
    {
      CHECK(monitor->VerifyAllInputCanStream(kPieces));
      CHECK(runs == kPieces);
    }
    else
    {
      CHECK(runs == 1);
    }
    CHECK(PixelsOf(stream->GetOutput()) == PixelsOf(plain->GetOutput()));
  }
};
} // namespace pheno::test

#endif
