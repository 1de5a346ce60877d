#ifndef phenoLearnTest_h
#define phenoLearnTest_h

#include "phenoCropSource.h"
#include "phenoDraws.h"
#include "phenoTrainer.h"

#include <torch/types.h>

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <string>
#include <vector>

namespace pheno::test
{
/** Random 8-bit crops that own their pixels; crop i is brighter in its class i mod classes. */
class RandomCrops
{
public:
  RandomCrops(std::int64_t crops, int channels, int size, int classes = 4)
    : m_Shape{ channels, size, size, PixelType::kUInt8 }
    , m_Pixels(static_cast<std::size_t>(crops) * m_Shape.Pixels())
  {
    Draws draws({ 7 });
    for (std::size_t i = 0; i < m_Pixels.size(); ++i)
    {
      const auto c = static_cast<std::int64_t>(i / m_Shape.Pixels()) % classes;
      m_Pixels[i] = static_cast<std::uint8_t>(draws.Below(128) + static_cast<std::uint64_t>(30 * c));
    }
    m_Classes = classes;
    m_Count = crops;
  }

  BlockCropSource
  Source() const
  {
    return BlockCropSource(m_Shape, { { m_Pixels.data(), m_Count } });
  }

  TrainingData
  Data(const CropSource & source) const
  {
    TrainingData data;
    data.crops = &source;
    data.scaling = EightBitScaling(m_Shape.channels);
    for (int c = 0; c < m_Shape.channels; ++c)
    {
      data.channels.push_back("channel" + std::to_string(c));
    }
    for (int c = 0; c < m_Classes; ++c)
    {
      data.class_names.push_back("class" + std::to_string(c));
    }
    for (std::int64_t i = 0; i < m_Count; ++i)
    {
      data.class_of_crop.push_back(i % m_Classes);
    }
    return data;
  }

  std::vector<std::uint8_t> &
  Pixels()
  {
    return m_Pixels;
  }

private:
  CropShape                 m_Shape;
  std::vector<std::uint8_t> m_Pixels;
  int                       m_Classes = 0;
  std::int64_t              m_Count = 0;
};

inline at::Generator
Generator(std::uint64_t seed)
{
  return at::make_generator<at::CPUGeneratorImpl>(seed);
}

/** Standard normal float64 numbers. */
inline torch::Tensor
Normal(at::IntArrayRef shape, std::uint64_t seed)
{
  return torch::empty(shape, torch::kFloat64).normal_(0, 1, Generator(seed));
}

inline double
LargestDifference(const torch::Tensor & a, const torch::Tensor & b)
{
  return (a - b).abs().max().item<double>();
}

inline double
LargestDifference(const std::vector<float> & a, const std::vector<float> & b)
{
  double largest = a.size() == b.size() ? 0 : 1e300;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
  {
    largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
  }
  return largest;
}
} // namespace pheno::test

#endif
