#include "phenoCosineTransform.h"

#include <cmath>

namespace pheno
{
namespace
{
constexpr double kPi = 3.14159265358979323846;

std::size_t
HalfOf(std::size_t n)
{
  return (n + 1) / 2;
}

/** The k-th cosine is even or odd about the middle as k is, so its first half says all. */
std::vector<float>
HalfCosines(std::size_t n)
{
  const auto         samples = static_cast<double>(n);
  std::vector<float> matrix;
  for (std::size_t k = 0; k < n; ++k)
  {
    const double scale = std::sqrt((k == 0 ? 1.0 : 2.0) / samples);
    for (std::size_t i = 0; i < HalfOf(n); ++i)
    {
      const double angle = kPi * (2.0 * static_cast<double>(i) + 1.0) * static_cast<double>(k) / (2.0 * samples);
      matrix.push_back(static_cast<float>(scale * std::cos(angle)));
    }
  }
  return matrix;
}

std::vector<float>
Transposed(const std::vector<float> & picture, std::size_t width)
{
  const std::size_t  height = picture.size() / width;
  std::vector<float> result(picture.size());
  for (std::size_t y = 0; y < height; ++y)
  {
    for (std::size_t x = 0; x < width; ++x)
    {
      result[x * height + y] = picture[y * width + x];
    }
  }
  return result;
}

void
AddScaled(float * out, float factor, const float * in, std::size_t width)
{
  for (std::size_t x = 0; x < width; ++x)
  {
    out[x] += factor * in[x];
  }
}

/** Down the columns: sums and differences of mirrored rows, each times its cosines. */
std::vector<float>
ForwardColumns(const std::vector<float> & picture, const std::vector<float> & cosines, std::size_t height)
{
  const std::size_t  width = picture.size() / height;
  const std::size_t  half = HalfOf(height);
  std::vector<float> even(half * width), odd(half * width);
  for (std::size_t i = 0; i < half; ++i)
  {
    const float * first = picture.data() + i * width;
    const float * last = picture.data() + (height - 1 - i) * width;
    for (std::size_t x = 0; x < width; ++x)
    {
      const bool middle = first == last;
      even[i * width + x] = middle ? first[x] : first[x] + last[x];
      odd[i * width + x] = first[x] - last[x];
    }
  }
  std::vector<float> result(picture.size(), 0.0f);
  for (std::size_t k = 0; k < height; ++k)
  {
    const std::vector<float> & part = k % 2 == 0 ? even : odd;
    for (std::size_t i = 0; i < half; ++i)
    {
      AddScaled(result.data() + k * width, cosines[k * half + i], part.data() + i * width, width);
    }
  }
  return result;
}

std::vector<float>
InverseColumns(const std::vector<float> & coefficients, const std::vector<float> & cosines, std::size_t height)
{
  const std::size_t  width = coefficients.size() / height;
  const std::size_t  half = HalfOf(height);
  std::vector<float> result(coefficients.size());
  std::vector<float> even(width), odd(width);
  for (std::size_t i = 0; i < half; ++i)
  {
    even.assign(width, 0.0f);
    odd.assign(width, 0.0f);
    for (std::size_t k = 0; k < height; ++k)
    {
      AddScaled((k % 2 == 0 ? even : odd).data(), cosines[k * half + i], coefficients.data() + k * width, width);
    }
    float * first = result.data() + i * width;
    float * last = result.data() + (height - 1 - i) * width;
    for (std::size_t x = 0; x < width; ++x)
    {
      last[x] = even[x] - odd[x];
      first[x] = even[x] + odd[x];
    }
  }
  return result;
}
} // namespace

CosineTransform::CosineTransform(std::size_t width, std::size_t height)
  : m_Width(width)
  , m_Height(height)
  , m_AlongRows(HalfCosines(width))
  , m_AlongColumns(HalfCosines(height))
{}

std::vector<float>
CosineTransform::Forward(const std::vector<float> & picture) const
{
  const std::vector<float> down = ForwardColumns(picture, m_AlongColumns, m_Height);
  return Transposed(ForwardColumns(Transposed(down, m_Width), m_AlongRows, m_Width), m_Height);
}

std::vector<float>
CosineTransform::Inverse(const std::vector<float> & coefficients) const
{
  const std::vector<float> down = InverseColumns(coefficients, m_AlongColumns, m_Height);
  return Transposed(InverseColumns(Transposed(down, m_Width), m_AlongRows, m_Width), m_Height);
}
} // namespace pheno
