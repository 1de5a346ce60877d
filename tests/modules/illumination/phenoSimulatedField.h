#ifndef phenoSimulatedField_h
#define phenoSimulatedField_h

#include "modules/illumination/phenoImageFilterContract.h"

#include <itkDiscreteGaussianImageFilter.h>

#include <cmath>
#include <cstdint>
#include <random>

namespace pheno::test
{
/** Random numbers that are the same with every standard library. */
class Random
{
public:
  explicit Random(std::uint64_t seed)
    : m_Engine(seed)
  {}
  double
  Uniform(double low, double high)
  {
    return low + (high - low) * static_cast<double>(m_Engine() >> 11) * 0x1p-53;
  }
  double
  Normal()
  {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - Uniform(0.0, 1.0)));
    return radius * std::cos(6.283185307179586 * Uniform(0.0, 1.0));
  }

private:
  std::mt19937_64 m_Engine;
};

/** How sites of a simulated channel look. */
struct FieldRecipe
{
  itk::SizeValueType width = 320;
  itk::SizeValueType height = 320;
  int                colonies = 4;
  double             background = 50.0; ///< stained medium, grey levels
  double             signal = 500.0;    ///< of a nucleus
  double             offset = 100.0;    ///< of the camera
  double             read_noise = 3.0;
  double             vignette = 0.45; ///< loss of light in the corner
  double             packing = 2.4;   ///< least distance of nuclei in their mean radius
};

/** 1 - vignette r^2, r = 1 in the corner, mean not normalised. */
inline double
VignetteAt(const FieldRecipe & recipe, double x, double y)
{
  const double cx = 0.5 * static_cast<double>(recipe.width - 1);
  const double cy = 0.5 * static_cast<double>(recipe.height - 1);
  return 1.0 - recipe.vignette * ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (cx * cx + cy * cy);
}

/** One site: what the camera sees and which pixel belongs to which nucleus. */
struct SimulatedField
{
  itk::Image<float, 2>::Pointer         plane;
  itk::Image<std::uint32_t, 2>::Pointer truth;
  std::uint32_t                         nuclei = 0;
};

/** Colonies of elliptic nuclei of 6 to 10 px half axis that do not overlap, blurred, under a vignette, with camera
 * offset, shot noise and read noise; whole grey levels. */
inline SimulatedField
SimulateField(const FieldRecipe & recipe, std::uint64_t seed)
{
  struct Nucleus
  {
    double x, y, a, b, angle, brightness;
  };
  Random               random(seed);
  std::vector<Nucleus> nuclei;
  const double         stain = random.Uniform(0.7, 1.3);
  const auto           width = static_cast<double>(recipe.width);
  const auto           height = static_cast<double>(recipe.height);
  for (int colony = 0; colony < recipe.colonies; ++colony)
  {
    const double x = random.Uniform(-60, width + 60);
    const double y = random.Uniform(-60, height + 60);
    const int    members = static_cast<int>(random.Uniform(4, 40));
    for (int i = 0; i < members; ++i)
    {
      const Nucleus candidate{ x + 40 * random.Normal(),  y + 40 * random.Normal(),
                               random.Uniform(7, 10),     random.Uniform(6, 8.5),
                               random.Uniform(0, 3.1416), stain * std::exp(0.25 * random.Normal()) };
      const bool    clear = std::none_of(nuclei.begin(), nuclei.end(), [&](const Nucleus & other) {
        return std::hypot(candidate.x - other.x, candidate.y - other.y) <
               recipe.packing * 0.25 * (candidate.a + candidate.b + other.a + other.b);
      });
      if (clear)
      {
        nuclei.push_back(candidate);
      }
    }
  }

  const Grid     grid{ recipe.width, recipe.height, 1.0 };
  SimulatedField field;
  field.truth = MakeImage<std::uint32_t>(grid, [](double, double) { return 0; });
  const double background = recipe.background * random.Uniform(0.9, 1.1);
  auto         sample = MakeImage<float>(grid, [&](double, double) { return background; });
  for (const Nucleus & nucleus : nuclei)
  {
    bool inside = false;
    for (itk::SizeValueType pixel = 0; pixel < recipe.width * recipe.height; ++pixel)
    {
      const double dx = static_cast<double>(pixel % recipe.width) - nucleus.x;
      const double dy = static_cast<double>(pixel / recipe.width) - nucleus.y;
      if (std::abs(dx) > 11 || std::abs(dy) > 11)
      {
        continue;
      }
      const double u = (dx * std::cos(nucleus.angle) + dy * std::sin(nucleus.angle)) / nucleus.a;
      const double v = (dy * std::cos(nucleus.angle) - dx * std::sin(nucleus.angle)) / nucleus.b;
      if (u * u + v * v <= 1.0 && field.truth->GetBufferPointer()[pixel] == 0)
      {
        field.nuclei += !inside;
        inside = true;
        field.truth->GetBufferPointer()[pixel] = field.nuclei;
        sample->GetBufferPointer()[pixel] += static_cast<float>(recipe.signal * nucleus.brightness);
      }
    }
  }
  auto blur = itk::DiscreteGaussianImageFilter<itk::Image<float, 2>, itk::Image<float, 2>>::New();
  blur->SetInput(sample);
  blur->SetVariance(1.5 * 1.5);
  blur->Update();
  const float * light = blur->GetOutput()->GetBufferPointer();
  field.plane = MakeImage<float>(grid, [&](double x, double y) {
    const double photons = light[static_cast<std::size_t>(y * width + x)] * VignetteAt(recipe, x, y);
    const double value =
      photons + recipe.offset + recipe.read_noise * random.Normal() + 0.5 * std::sqrt(photons) * random.Normal();
    return std::max(0.0, std::round(value));
  });
  return field;
}
} // namespace pheno::test

#endif
