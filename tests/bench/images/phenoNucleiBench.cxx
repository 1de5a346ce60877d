// bench_nuclei DSB2018 [BBBC013]           segments with one setting and scores
// bench_nuclei DSB2018 --model FOLDER      the same with a trained network (pheno.train_segmenter)
// bench_nuclei DSB2018 --labels FOLDER     scores label images FOLDER/<id>.png or .tif made elsewhere
//
// DSB2018 holds index.csv (id, kind), images/<id>.png and labels/<id>.png; images of kind `fluor` count. F1 at an
// intersection over union of .5, .7 and .9 over all objects, apart for the test part (the first hexadecimal digit of
// sha256(id) is 6 or 7: nothing is ever chosen on these) and the rest. BBBC013 holds Channel2-*.tif: nuclei of all
// fields, 10 to 40 px, border objects dropped, beside the 17,413 that CellProfiler 4.2.8 finds. CPU seconds an image
// leave reading out.
#include "phenoCsv.h"
#include "phenoF1.h"
#include "phenoHash.h"
#include "phenoNucleusSegmentationImageFilter.h"
#include "phenoStarSegmentationImageFilter.h"
#include "phenoTiff.h"

#include <itkMultiThreaderBase.h>
#include <opencv2/imgcodecs.hpp>

#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{
using namespace pheno;
using Numbers = std::vector<std::uint32_t>;

constexpr std::array<double, 3> kBounds{ 0.5, 0.7, 0.9 };

double
CpuSeconds()
{
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/** A grey PNG of 8 or 16 bit as OpenCV type `type`. */
cv::Mat
ReadPng(const fs::path & path, int type)
{
  cv::Mat image = cv::imread(path.string(), cv::IMREAD_UNCHANGED);
  if (image.empty() || image.channels() != 1)
  {
    throw std::runtime_error(path.string() + ": expected a grey PNG");
  }
  image.convertTo(image, type);
  return image;
}

FloatImage::Pointer
ReadImage(const fs::path & path)
{
  const cv::Mat grey = ReadPng(path, CV_32F);
  auto          image = FloatImage::New();
  image->SetRegions(
    FloatImage::SizeType{ { static_cast<itk::SizeValueType>(grey.cols), static_cast<itk::SizeValueType>(grey.rows) } });
  image->Allocate();
  std::copy(grey.begin<float>(), grey.end<float>(), image->GetBufferPointer());
  return image;
}

Numbers
PixelsOf(const LabelImage & labels)
{
  const std::uint32_t * first = labels.GetBufferPointer();
  return { first, first + labels.GetBufferedRegion().GetNumberOfPixels() };
}

Numbers
ReadNumbers(const fs::path & path)
{
  if (path.extension() == ".png")
  {
    const cv::Mat labels = ReadPng(path, CV_32S);
    return { labels.begin<int>(), labels.end<int>() };
  }
  return PixelsOf(*ReadTiffLabels(path));
}

/** The numbers of an image of DSB2018 by its id. */
using Segmenter = std::function<Numbers(const fs::path & folder, const std::string & id)>;

/** Matches at each bound over the images of one part. */
struct Part
{
  std::array<test::Matches, kBounds.size()> matches;
  std::size_t                               images = 0;

  void
  Add(const Numbers & found, const Numbers & truth)
  {
    ++images;
    for (std::size_t bound = 0; bound < kBounds.size(); ++bound)
    {
      matches[bound].Add(found, truth, kBounds[bound]);
    }
  }
  void
  Print(const char * name) const
  {
    std::printf("%s: %zu images, found %zu, there %zu, F1", name, images, matches[0].found, matches[0].there);
    for (const test::Matches & match : matches)
    {
      std::printf(" %.4f", match.F1());
    }
    std::printf("\n");
  }
};

void
Score(const fs::path & folder, const Segmenter & segment)
{
  const Table index = ReadCsv(folder / "index.csv");
  Part        parts[2];
  for (std::size_t row = 0; row < index.Rows(); ++row)
  {
    const std::string id = index.Cell(row, "id");
    if (index.Cell(row, "kind") == "fluor")
    {
      const char digit = Sha256(id)[0];
      parts[digit == '6' || digit == '7'].Add(segment(folder, id), ReadNumbers(folder / "labels" / (id + ".png")));
    }
  }
  parts[0].Print("rest");
  parts[1].Print("test");
}

Numbers
ReadLabels(const fs::path & labels, const std::string & id)
{
  const fs::path png = labels / (id + ".png");
  return ReadNumbers(fs::exists(png) ? png : labels / (id + ".tif"));
}

using Filter = itk::ImageToImageFilter<FloatImage, LabelImage>;

/** One setting for all images; counts its processor time. */
class Ours
{
public:
  explicit Ours(Filter::Pointer filter)
    : m_Filter(std::move(filter))
  {}

  Numbers
  operator()(const fs::path & folder, const std::string & id)
  {
    const FloatImage::Pointer image = ReadImage(folder / "images" / (id + ".png"));
    const double              before = CpuSeconds();
    m_Filter->SetInput(image);
    m_Filter->Update();
    m_Seconds += CpuSeconds() - before;
    ++m_Images;
    return PixelsOf(*m_Filter->GetOutput());
  }
  double
  Seconds() const
  {
    return m_Seconds / m_Images;
  }

private:
  Filter::Pointer m_Filter;
  double          m_Seconds = 0.0;
  double          m_Images = 0.0;
};

Filter::Pointer
Learned(const fs::path & model)
{
  auto filter = StarSegmentationImageFilter<FloatImage>::New();
  filter->SetModel(std::make_shared<const StarModel>(StarModel::Load(model)));
  return filter.GetPointer();
}

void
CountPlate(const fs::path & folder)
{
  std::size_t nuclei = 0;
  double      fields = 0.0;
  double      seconds = 0.0;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    if (entry.path().filename().string().rfind("Channel2-", 0) == 0)
    {
      const Plane::Pointer image = ReadTiff(entry.path());
      const double         before = CpuSeconds();
      auto                 filter = NucleusSegmentationImageFilter<Plane>::New();
      filter->SetInput(image);
      filter->SetMinimumDiameter(10.0);
      filter->SetMaximumDiameter(40.0);
      filter->ExcludeBorderOn();
      filter->Update();
      seconds += CpuSeconds() - before;
      nuclei += filter->GetNumberOfObjects();
      ++fields;
    }
  }
  std::printf("plate: %.0f fields, %zu nuclei (CellProfiler 17413, ratio %.4f), %.4f CPU s a field\n",
              fields,
              nuclei,
              static_cast<double>(nuclei) / 17413.0,
              seconds / fields);
}
} // namespace

int
main(int argc, char ** argv)
{
  itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
  try
  {
    if (argc == 4 && std::string(argv[2]) == "--labels")
    {
      Score(argv[1], [&](const fs::path &, const std::string & id) { return ReadLabels(argv[3], id); });
      return 0;
    }
    const bool isLearned = argc == 4 && std::string(argv[2]) == "--model";
    if (argc != 2 && argc != 3 && !isLearned)
    {
      std::fprintf(stderr, "usage: bench_nuclei DSB2018 [BBBC013 | --model FOLDER | --labels FOLDER]\n");
      return 2;
    }
    Ours ours(isLearned ? Learned(argv[3]) : NucleusSegmentationImageFilter<FloatImage>::New().GetPointer());
    Score(argv[1], std::ref(ours));
    std::printf("%.4f CPU s an image\n", ours.Seconds());
    if (argc == 3)
    {
      CountPlate(argv[2]);
    }
  }
  catch (const std::exception & error)
  {
    std::fprintf(stderr, "bench_nuclei: %s\n", error.what());
    return 1;
  }
  return 0;
}
