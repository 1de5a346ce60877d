// bench_illumination FOLDER [VIGNETTE OFFSET NOISE]
//
// The known vignette: the DNA fields of FOLDER (Channel2-*: the layout of BBBC013) times f = 1 - VIGNETTE (r /
// r_corner)^2 plus OFFSET grey levels plus Gaussian noise (.45, 5.1 and .5 unless given). For every method one line:
// root mean square of the relative difference of its field, at mean 1, to f ("truth"), of the field over the one of the
// untouched fields to f ("ratio": cancels what shading the fields have themselves), the offset found with the vignette
// and in the untouched fields, and CPU seconds (user + system) for one of the two estimates, reading left out.
#include "phenoIlluminationMethods.h"
#include "phenoItkSession.h"
#include "phenoStopwatch.h"
#include "phenoTiff.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
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
  const FieldPicture                truth = PictureOf(vignette, PictureOf(*untouched.front()));
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
    FieldPicture    ratio = with.flat;
    for (std::size_t i = 0; i < ratio.values.size(); ++i)
    {
      ratio.values[i] /= without.flat.values[i];
    }
    std::printf("%-26s %7.4f %7.4f %7.2f %10.2f %7.2f\n",
                method.name.c_str(),
                ErrorOf(with.flat, truth),
                ErrorOf(ratio, truth),
                with.dark,
                without.dark,
                seconds);
    std::fflush(stdout);
  }
  return 0;
}
