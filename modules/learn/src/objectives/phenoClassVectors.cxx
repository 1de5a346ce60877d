#include "phenoClassVectors.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr double kSameDirection = 1e-14; // |t| below this: z on w or opposite to it

double
Dot(const double * a, const double * b, std::int64_t n)
{
  double sum = 0;
  for (std::int64_t i = 0; i < n; ++i)
  {
    sum += a[i] * b[i];
  }
  return sum;
}

void
Normalise(double * w, std::int64_t n)
{
  const double norm = std::sqrt(Dot(w, w, n));
  for (std::int64_t i = 0; i < n; ++i)
  {
    w[i] /= norm;
  }
}

/** One geodesic step; w and z have n values, tangent is room for n. */
void
Step(double * w, const double * z, double * tangent, std::int64_t n, double step)
{
  const double along = Dot(z, w, n);
  for (std::int64_t i = 0; i < n; ++i)
  {
    tangent[i] = z[i] - along * w[i];
  }
  const double across = std::sqrt(Dot(tangent, tangent, n));
  if (across < kSameDirection)
  {
    return;
  }
  const double angle = std::min(step, std::atan2(across, along));
  for (std::int64_t i = 0; i < n; ++i)
  {
    w[i] = std::cos(angle) * w[i] + std::sin(angle) * tangent[i] / across;
  }
  Normalise(w, n);
}

/** Calls step(w of class(b), z_b, width) for one image after the other. */
template <typename TStep>
void
OneByOne(torch::Tensor &                   table,
         const torch::Tensor &             images,
         const std::vector<std::int64_t> & classes,
         const TStep &                     step)
{
  const at::NoGradGuard guard;
  const std::int64_t    width = table.size(1);
  const torch::Tensor   moved = table.to(torch::kCPU, torch::kFloat64, false, true);
  for (std::size_t b = 0; b < classes.size(); ++b)
  {
    step(moved.data_ptr<double>() + classes[b] * width,
         images.data_ptr<double>() + static_cast<std::int64_t>(b) * width,
         width);
  }
  table.copy_(moved);
}
} // namespace

ClassVectors::ClassVectors(std::int64_t classes, std::int64_t width, at::Generator generator, torch::ScalarType type)
  : m_Table(NormaliseRows(torch::empty({ classes, width }, type).uniform_(0, 1, generator)))
{}

ClassVectors::ClassVectors(torch::Tensor table)
  : m_Table(table.detach().clone().contiguous())
{
  if (table.dim() != 2)
  {
    throw LearnError("class vectors: expected a K x D matrix");
  }
}

torch::Tensor
ClassVectors::Gather(const std::vector<std::int64_t> & classes) const
{
  for (const std::int64_t c : classes)
  {
    if (c < 0 || c >= m_Table.size(0))
    {
      throw LearnError("class " + std::to_string(c) + " asked of a table of " + std::to_string(m_Table.size(0)) +
                       " class vectors");
    }
  }
  return m_Table.index_select(0, torch::tensor(classes, torch::kInt64).to(m_Table.device()));
}

torch::Tensor
ClassVectors::Checked(const torch::Tensor & z, const std::vector<std::int64_t> & classes) const
{
  const torch::Tensor images = z.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const auto          batch = static_cast<std::int64_t>(classes.size());
  const std::int64_t  width = m_Table.size(1);
  if (images.dim() != 2 || images.size(0) != batch || images.size(1) != width)
  {
    throw LearnError("class vectors: expected " + std::to_string(batch) + " x " + std::to_string(width) +
                     " embeddings");
  }
  if (!at::isfinite(images).all().item<bool>())
  {
    throw LearnError("class vectors: an embedding is not finite");
  }
  this->Gather(classes); // checks the indices
  return images;
}

void
ClassVectors::Attract(const torch::Tensor & z, const std::vector<std::int64_t> & classes, double step_rad)
{
  std::vector<double> tangent(static_cast<std::size_t>(m_Table.size(1)));
  const auto          step = [&](double * w, const double * image, std::int64_t n) {
    Step(w, image, tangent.data(), n, step_rad);
  };
  OneByOne(m_Table, this->Checked(z, classes), classes, step);
}

void
ClassVectors::AttractByRate(const torch::Tensor & z, const std::vector<std::int64_t> & classes, double rate)
{
  if (!(rate > 0 && rate <= 1))
  {
    throw LearnError("class vectors: expected a rate above 0 and at most 1, got " + std::to_string(rate));
  }
  std::vector<double> sum(static_cast<std::size_t>(m_Table.size(1)));
  const auto          step = [&](double * w, const double * image, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i)
    {
      sum[static_cast<std::size_t>(i)] = (1 - rate) * w[i] + rate * image[i];
    }
    if (Dot(sum.data(), sum.data(), n) > kSameDirection * kSameDirection)
    {
      std::copy(sum.begin(), sum.end(), w);
      Normalise(w, n);
    }
  };
  OneByOne(m_Table, this->Checked(z, classes), classes, step);
}

void
ClassVectors::AttractByGradient(const torch::Tensor &             z,
                                const std::vector<std::int64_t> & classes,
                                double                            temperature,
                                double                            learning_rate)
{
  if (!(temperature > 0 && learning_rate > 0))
  {
    throw LearnError("class vectors: expected a temperature and a learning rate above 0, got " +
                     std::to_string(temperature) + " and " + std::to_string(learning_rate));
  }
  const at::NoGradGuard guard;
  const torch::Tensor   images = this->Checked(z, classes);
  const torch::Tensor   w = m_Table.to(torch::kCPU, torch::kFloat64);
  const torch::Tensor   sum = torch::zeros_like(w).index_add(0, torch::tensor(classes, torch::kInt64), images);
  const torch::Tensor   tangent = sum - (sum * w).sum(1, true) * w;
  const torch::Tensor   length = tangent.norm(2, { 1 }, true);
  const torch::Tensor   angle = length * (learning_rate / (temperature * static_cast<double>(images.size(0))));
  const torch::Tensor   moved = at::cos(angle) * w + at::sin(angle) * tangent / length.clamp_min(kSameDirection);
  m_Table.copy_(at::where(length < kSameDirection, w, NormaliseRows(moved)));
}
} // namespace pheno
