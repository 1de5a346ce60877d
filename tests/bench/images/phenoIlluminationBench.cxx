// bench_illumination FOLDER [VIGNETTE OFFSET NOISE]
//
// The known vignette: the DNA fields of FOLDER (Channel2-*: the layout of BBBC013) times f = 1 - VIGNETTE (r /
// r_corner)^2 plus OFFSET grey levels plus Gaussian noise (.45, 5.1 and .5 unless given). For every method one line:
// root mean square of the relative difference of its field, at mean 1, to f ("truth"), of the field over the one of the
// untouched fields to f ("ratio": cancels what shading the fields have themselves), the offset found with the vignette
// and in the untouched fields, and CPU seconds (user + system) for one of the two estimates, reading left out.
#include "phenoBasicIllumination.h"
#include "phenoFlatFieldEstimator.h"
#include "phenoItkSession.h"
#include "phenoPercentileIllumination.h"
#include "phenoPlanePicture.h"
#include "phenoQuarterScaleIllumination.h"
#include "phenoRegularIllumination.h"
#include "phenoStopwatch.h"
#include "phenoTiff.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace
{
using namespace pheno;

struct Vignette
{
  double depth = 0.45;
  double offset = 5.1;
  double noise = 0.5;

  /** r is 1 in the corner. */
  double
  At(std::size_t pixel, std::size_t width, std::size_t height) const
  {
    const double cx = 0.5 * static_cast<double>(width - 1);
    const double cy = 0.5 * static_cast<double>(height - 1);
    const double dx = static_cast<double>(pixel % width) - cx;
    const double dy = static_cast<double>(pixel / width) - cy;
    return 1.0 - depth * (dx * dx + dy * dy) / (cx * cx + cy * cy);
  }
};

double
Normal(std::mt19937_64 & random)
{
  const auto   uniform = [&random] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(6.283185307179586 * uniform());
}

std::vector<Plane::Pointer>
ReadDna(const fs::path & folder)
{
  std::vector<fs::path> files;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    if (entry.path().filename().string().rfind("Channel2-", 0) == 0)
    {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Plane::Pointer> planes;
  for (const fs::path & file : files)
  {
    planes.push_back(ReadTiff(file));
  }
  return planes;
}

std::vector<Plane::Pointer>
Touch(const std::vector<Plane::Pointer> & planes, const Vignette & vignette)
{
  std::mt19937_64             random(1);
  std::vector<Plane::Pointer> touched;
  for (const Plane::Pointer & plane : planes)
  {
    FieldPicture picture = PictureOf(*plane);
    for (std::size_t i = 0; i < picture.values.size(); ++i)
    {
      picture.values[i] = picture.values[i] * vignette.At(i, picture.width, picture.height) + vignette.offset +
                          vignette.noise * Normal(random);
    }
    touched.push_back(PlaneOf(picture, *plane));
  }
  return touched;
}

struct Estimate
{
  FieldPicture flat;
  double       dark = 0.0;
};

struct Method
{
  std::string                                                         name;
  std::function<Estimate(const std::vector<Plane::Pointer> & planes)> estimate;
};

Method
Own(const std::string & name, FlatFieldStatistic statistic)
{
  return { name, [statistic](const std::vector<Plane::Pointer> & planes) {
            FlatFieldSettings settings;
            settings.statistic = statistic;
            FlatFieldEstimator estimator(settings);
            for (const Plane::Pointer & plane : planes)
            {
              estimator.Add(*plane);
            }
            const FlatField field = estimator.Estimate();
            return Estimate{ PictureOf(*field.flat), field.dark };
          } };
}

/** A method that takes pictures and says Stages::illumination. */
template <typename TMethod, typename TSettings>
Method
Published(const std::string & name, const TSettings & settings)
{
  return { name, [settings](const std::vector<Plane::Pointer> & planes) {
            TMethod method(settings);
            for (const Plane::Pointer & plane : planes)
            {
              method.Add(PictureOf(*plane));
            }
            return Estimate{ method.Estimate().illumination };
          } };
}

Method
Regular(const std::string & name, RegularSmoothing smoothing, double width)
{
  RegularSettings settings;
  settings.smoothing = smoothing;
  settings.width_px = width;
  settings.full_scale = 255.0;
  return Published<RegularIllumination>(name, settings);
}

Method
Basic(const std::string & name, bool dark)
{
  BasicSettings settings;
  settings.dark_field = dark;
  return { name, [settings](const std::vector<Plane::Pointer> & planes) {
            BasicIllumination basic(settings);
            for (const Plane::Pointer & plane : planes)
            {
              basic.Add(PictureOf(*plane));
            }
            const BasicIllumination::Fields fields = basic.Estimate();
            return Estimate{ fields.flat, fields.offset };
          } };
}

std::vector<Method>
Methods()
{
  return { Own("foreground (default)", FlatFieldStatistic::Foreground),
           Own("background", FlatFieldStatistic::Background),
           Own("median", FlatFieldStatistic::Median),
           Own("mean", FlatFieldStatistic::Mean),
           Regular("regular, polynomial", RegularSmoothing::Polynomial, 0),
           Regular("regular, Gaussian 100 px", RegularSmoothing::Gaussian, 100),
           Regular("regular, median 100 px", RegularSmoothing::Median, 100),
           Published<PercentileIllumination>("percentile", PercentileSettings{}),
           Published<QuarterScaleIllumination>("quarter scale", QuarterScaleSettings{}),
           Basic("BaSiC, no dark field", false),
           Basic("BaSiC", true) };
}

/** RMS of the relative difference of a field to the vignette, both at mean 1. */
double
ErrorOf(const FieldPicture & field, const Vignette & vignette)
{
  double sum = 0.0;
  double truth = 0.0;
  for (std::size_t i = 0; i < field.values.size(); ++i)
  {
    sum += field.values[i];
    truth += vignette.At(i, field.width, field.height);
  }
  double squares = 0.0;
  for (std::size_t i = 0; i < field.values.size(); ++i)
  {
    const double d = field.values[i] / sum * truth / vignette.At(i, field.width, field.height) - 1.0;
    squares += d * d;
  }
  return std::sqrt(squares / static_cast<double>(field.values.size()));
}
} // namespace

int
main(int argc, char ** argv)
{
  if (argc != 2 && argc != 5)
  {
    std::fprintf(stderr, "usage: bench_illumination FOLDER [VIGNETTE OFFSET NOISE]\n");
    return 2;
  }
  WarmUpItk();
  Vignette vignette;
  if (argc == 5)
  {
    vignette = { std::atof(argv[2]), std::atof(argv[3]), std::atof(argv[4]) };
  }
  const std::vector<Plane::Pointer> untouched = ReadDna(argv[1]);
  const std::vector<Plane::Pointer> touched = Touch(untouched, vignette);
  std::printf("%zu fields, vignette %.2f, offset %.2f, noise %.2f\n",
              untouched.size(),
              vignette.depth,
              vignette.offset,
              vignette.noise);
  std::printf("%-26s %7s %7s %7s %10s %7s\n", "method", "truth", "ratio", "dark", "untouched", "CPU s");
  for (const Method & method : Methods())
  {
    const Stopwatch watch;
    const Estimate  with = method.estimate(touched);
    const double    seconds = watch.Cpu();
    const Estimate  without = method.estimate(untouched);
    FieldPicture    ratio = with.flat;
    for (std::size_t i = 0; i < ratio.values.size(); ++i)
    {
      ratio.values[i] /= without.flat.values[i];
    }
    std::printf("%-26s %7.4f %7.4f %7.2f %10.2f %7.2f\n",
                method.name.c_str(),
                ErrorOf(with.flat, vignette),
                ErrorOf(ratio, vignette),
                with.dark,
                without.dark,
                seconds);
    std::fflush(stdout);
  }
  return 0;
}
