// bench_illumination FOLDER [VIGNETTE OFFSET NOISE | others]
//
// The known vignette: the DNA fields of FOLDER (Channel2-*: the layout of BBBC013) times f = 1 - VIGNETTE (r /
// r_corner)^2 plus OFFSET grey levels plus Gaussian noise (.45, 5.1 and .5 unless given). For every method one line:
// root mean square of the relative difference of its field, at mean 1, to f ("truth"), of the field over the one of the
// untouched fields to f ("ratio": cancels what shading the fields have themselves), the offset found with the vignette
// and in the untouched fields, and CPU seconds (user + system) for one of the two estimates, reading left out.
// `others`: the default method alone on vignettes of three depths, centred and off centre, under four offsets, each
// with noise of its own.
#include "phenoIlluminationMethods.h"
#include "phenoItkSession.h"
#include "phenoStopwatch.h"
#include "phenoTiff.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace
{
using namespace pheno;
using namespace pheno::bench;

struct Vignette
{
  double depth = 0.45;
  double offset = 5.1;
  double noise = 0.5;
  double x = 0.5; ///< of the centre, in widths
  double y = 0.5; ///< in heights

  /** r is 1 in the farthest corner. */
  double
  At(std::size_t pixel, std::size_t width, std::size_t height) const
  {
    const auto   right = static_cast<double>(width - 1);
    const auto   bottom = static_cast<double>(height - 1);
    const double dx = static_cast<double>(pixel % width) - x * right;
    const double dy = static_cast<double>(pixel / width) - y * bottom;
    const double far_x = std::max(x, 1.0 - x) * right;
    const double far_y = std::max(y, 1.0 - y) * bottom;
    return 1.0 - depth * (dx * dx + dy * dy) / (far_x * far_x + far_y * far_y);
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
Touch(const std::vector<Plane::Pointer> & planes, const Vignette & vignette, std::uint64_t seed)
{
  std::mt19937_64             random(seed);
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

FieldPicture
PictureOf(const Vignette & vignette, const FieldPicture & like)
{
  FieldPicture picture = like;
  for (std::size_t i = 0; i < picture.values.size(); ++i)
  {
    picture.values[i] = vignette.At(i, picture.width, picture.height);
  }
  return picture;
}

double
ErrorOf(const FieldPicture & field, const Vignette & vignette)
{
  return bench::ErrorOf(field, PictureOf(vignette, field));
}

/** Of the field over the one of the untouched sites. */
double
RatioErrorOf(FieldPicture field, const FieldPicture & untouched, const Vignette & vignette)
{
  std::transform(
    field.values.begin(), field.values.end(), untouched.values.begin(), field.values.begin(), std::divides<>());
  return ErrorOf(field, vignette);
}

void
PrintMethods(const std::vector<Plane::Pointer> & untouched, const Vignette & vignette)
{
  const std::vector<Plane::Pointer> touched = Touch(untouched, vignette, 1);
  std::printf("%zu fields, vignette %.2f, offset %.2f, noise %.2f\n",
              untouched.size(),
              vignette.depth,
              vignette.offset,
              vignette.noise);
  std::printf("%-26s %7s %7s %7s %10s %7s\n", "method", "truth", "ratio", "dark", "untouched", "CPU s");
  for (const Method & method : Methods(255.0))
  {
    const Stopwatch watch;
    const Estimate  with = method.estimate(touched);
    const double    seconds = watch.Cpu();
    const Estimate  without = method.estimate(untouched);
    std::printf("%-26s %7.4f %7.4f %7.2f %10.2f %7.2f\n",
                method.name.c_str(),
                ErrorOf(with.flat, vignette),
                RatioErrorOf(with.flat, without.flat, vignette),
                with.dark,
                without.dark,
                seconds);
    std::fflush(stdout);
  }
}

void
PrintOthers(const std::vector<Plane::Pointer> & untouched)
{
  const Method   method = Methods(255.0).front();
  const Estimate without = method.estimate(untouched);
  std::printf("%s, %.2f grey levels found in the untouched fields\n", method.name.c_str(), without.dark);
  std::printf("%8s %5s %5s %7s %7s %7s\n", "vignette", "x", "y", "offset", "ratio", "dark");
  std::uint64_t seed = 1;
  for (const auto & [x, y] : { std::pair(0.5, 0.5), std::pair(0.35, 0.6) })
  {
    for (const double depth : { 0.3, 0.45, 0.6 })
    {
      for (const double offset : { 2.0, 5.1, 12.0, 20.0 })
      {
        const Vignette vignette{ depth, offset, 0.5, x, y };
        const Estimate with = method.estimate(Touch(untouched, vignette, ++seed));
        std::printf("%8.2f %5.2f %5.2f %7.2f %7.4f %7.2f\n",
                    depth,
                    x,
                    y,
                    offset,
                    RatioErrorOf(with.flat, without.flat, vignette),
                    with.dark);
        std::fflush(stdout);
      }
    }
  }
}
} // namespace

int
main(int argc, char ** argv)
{
  const bool others = argc == 3 && std::string(argv[2]) == "others";
  if (argc != 2 && argc != 5 && !others)
  {
    std::fprintf(stderr, "usage: bench_illumination FOLDER [VIGNETTE OFFSET NOISE | others]\n");
    return 2;
  }
  WarmUpItk();
  const std::vector<Plane::Pointer> untouched = ReadDna(argv[1]);
  if (others)
  {
    PrintOthers(untouched);
    return 0;
  }
  PrintMethods(untouched,
               argc == 5 ? Vignette{ std::atof(argv[2]), std::atof(argv[3]), std::atof(argv[4]) } : Vignette{});
  return 0;
}
