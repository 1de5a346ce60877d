// bench_nuclei annotated DSB2018 [--test]          segments with one setting and scores
// bench_nuclei model DSB2018 FOLDER [--test]       the same with a trained network (pheno.train_segmenter)
// bench_nuclei labels DSB2018 FOLDER [--test]      scores label images FOLDER/<id>.png or .tif made elsewhere
// bench_nuclei plate BBBC013                       counts beside CellProfiler's, CPU seconds a field
// bench_nuclei human EXAMPLEHUMAN                  nuclei beside CellProfiler's table, one by one
//
// DSB2018 holds index.csv (id, kind), images/<id>.png and labels/<id>.png; images of kind `fluor` count. F1 at an
// intersection over union of .5, .7 and .9 over all objects of the images that things may be chosen on; with --test of
// the others alone (the first hexadecimal digit of sha256(id) is 6 or 7). BBBC013 holds Channel2-*.tif: nuclei of all
// fields, 10 to 40 px, border objects dropped, beside the 17,413 that CellProfiler 4.2.8 finds. EXAMPLEHUMAN holds the
// DNA image of CellProfiler's ExampleHuman and Nuclei.csv: 8 to 80 px, border objects dropped, nuclei whose centres are
// nearest to each other and within 5 px are one. CPU seconds an image leave reading out.
#include "phenoCsv.h"
#include "phenoF1.h"
#include "phenoHash.h"
#include "phenoNucleusSegmentationImageFilter.h"
#include "phenoStarSegmentationImageFilter.h"
#include "phenoStopwatch.h"
#include "phenoTiff.h"

#include <itkMultiThreaderBase.h>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{
using namespace pheno;
using Numbers = std::vector<std::uint32_t>;

constexpr std::array<double, 3> kBounds{ 0.5, 0.7, 0.9 };

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
Score(const fs::path & folder, bool test, const Segmenter & segment)
{
  const Table index = ReadCsv(folder / "index.csv");
  Part        part;
  for (std::size_t row = 0; row < index.Rows(); ++row)
  {
    const std::string id = index.Cell(row, "id");
    const char        digit = Sha256(id)[0];
    if (index.Cell(row, "kind") == "fluor" && test == (digit == '6' || digit == '7'))
    {
      part.Add(segment(folder, id), ReadNumbers(folder / "labels" / (id + ".png")));
    }
  }
  part.Print(test ? "test" : "rest");
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
    const Stopwatch           watch;
    m_Filter->SetInput(image);
    m_Filter->Update();
    m_Seconds += watch.Cpu();
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
Classical()
{
  auto filter = NucleusSegmentationImageFilter<FloatImage>::New();
  filter->SetMinimumDiameter(5.0);
  filter->SetMaximumDiameter(100.0);
  return filter.GetPointer();
}

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
      const Stopwatch      watch;
      auto                 filter = NucleusSegmentationImageFilter<Plane>::New();
      filter->SetInput(image);
      filter->SetMinimumDiameter(10.0);
      filter->SetMaximumDiameter(40.0);
      filter->ExcludeBorderOn();
      filter->Update();
      seconds += watch.Cpu();
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

struct Nucleus
{
  double x, y, area;
};

std::vector<Nucleus>
NucleiOf(const LabelImage & labels)
{
  const Numbers        numbers = PixelsOf(labels);
  const std::size_t    width = labels.GetBufferedRegion().GetSize()[0];
  std::vector<Nucleus> nuclei(numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end()));
  for (std::size_t i = 0; i < numbers.size(); ++i)
  {
    if (numbers[i] != 0)
    {
      Nucleus & nucleus = nuclei[numbers[i] - 1];
      nucleus.x += static_cast<double>(i % width);
      nucleus.y += static_cast<double>(i / width);
      nucleus.area += 1.0;
    }
  }
  for (Nucleus & nucleus : nuclei)
  {
    nucleus.x /= nucleus.area;
    nucleus.y /= nucleus.area;
  }
  return nuclei;
}

double
Distance(const Nucleus & a, const Nucleus & b)
{
  return std::hypot(a.x - b.x, a.y - b.y);
}

const Nucleus &
Nearest(const std::vector<Nucleus> & nuclei, const Nucleus & to)
{
  return *std::min_element(nuclei.begin(), nuclei.end(), [&](const Nucleus & a, const Nucleus & b) {
    return Distance(a, to) < Distance(b, to);
  });
}

double
Median(std::vector<double> values)
{
  std::sort(values.begin(), values.end());
  return values.empty() ? std::numeric_limits<double>::quiet_NaN() : values[values.size() / 2];
}

double
Correlation(const std::vector<double> & a, const std::vector<double> & b)
{
  const auto n = static_cast<double>(a.size());
  double     ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
  {
    ma += a[i] / n;
    mb += b[i] / n;
  }
  for (std::size_t i = 0; i < a.size(); ++i)
  {
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
    ab += (a[i] - ma) * (b[i] - mb);
  }
  return ab / std::sqrt(aa * bb);
}

void
CompareHumanBy(const fs::path & folder, const std::string & name)
{
  auto filter = NucleusSegmentationImageFilter<Plane>::New();
  filter->SetInput(ReadTiff(folder / "AS_09125_050116030001_D03f00d0.tif"));
  filter->SetMinimumDiameter(8.0);
  filter->SetMaximumDiameter(80.0);
  filter->ExcludeBorderOn();
  if (name != "automatic")
  {
    filter->SetThreshold(ThresholdMethodOf(name));
  }
  filter->Update();
  const std::vector<Nucleus> ours = NucleiOf(*filter->GetOutput());
  const Table                table = ReadCsv(folder / "Nuclei.csv");
  std::vector<Nucleus>       theirs;
  for (std::size_t row = 0; row < table.Rows(); ++row)
  {
    theirs.push_back({ table.Numbers("Location_Center_X")[row],
                       table.Numbers("Location_Center_Y")[row],
                       table.Numbers("AreaShape_Area")[row] });
  }
  std::vector<double> distances, ratios, ourAreas, theirAreas;
  for (const Nucleus & nucleus : ours)
  {
    const Nucleus & other = Nearest(theirs, nucleus);
    if (Distance(nucleus, other) <= 5.0 && &Nearest(ours, other) == &nucleus)
    {
      distances.push_back(Distance(nucleus, other));
      ratios.push_back(nucleus.area / other.area);
      ourAreas.push_back(nucleus.area);
      theirAreas.push_back(other.area);
    }
  }
  std::printf("human, %s: %zu nuclei, CellProfiler %zu, matched %zu, centres %.2f px apart (median), area ratio %.3f "
              "(median), correlation of areas %.4f\n",
              name.c_str(),
              ours.size(),
              theirs.size(),
              distances.size(),
              Median(distances),
              Median(ratios),
              Correlation(ourAreas, theirAreas));
}

void
CompareHuman(const fs::path & folder)
{
  for (const char * name : { "automatic", "otsu", "otsu3", "li", "triangle", "local" })
  {
    CompareHumanBy(folder, name);
  }
}

int
Run(const std::vector<std::string> & words)
{
  const bool        test = words.back() == "--test";
  const std::size_t n = words.size() - test;
  if (n == 3 && words[0] == "labels")
  {
    Score(words[1], test, [&](const fs::path &, const std::string & id) { return ReadLabels(words[2], id); });
  }
  else if ((n == 2 && words[0] == "annotated") || (n == 3 && words[0] == "model"))
  {
    Ours ours(n == 3 ? Learned(words[2]) : Classical());
    Score(words[1], test, std::ref(ours));
    std::printf("%.4f CPU s an image\n", ours.Seconds());
  }
  else if (n == 2 && !test && words[0] == "plate")
  {
    CountPlate(words[1]);
  }
  else if (n == 2 && !test && words[0] == "human")
  {
    CompareHuman(words[1]);
  }
  else
  {
    return 2;
  }
  return 0;
}
} // namespace

int
main(int argc, char ** argv)
{
  itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
  try
  {
    const int code = argc > 1 ? Run({ argv + 1, argv + argc }) : 2;
    if (code != 0)
    {
      std::fprintf(stderr,
                   "usage: bench_nuclei annotated DSB2018 [--test] | model DSB2018 FOLDER [--test] | labels DSB2018 "
                   "FOLDER [--test] | plate BBBC013 | "
                   "human EXAMPLEHUMAN\n");
    }
    return code;
  }
  catch (const std::exception & error)
  {
    std::fprintf(stderr, "bench_nuclei: %s\n", error.what());
    return 1;
  }
}
