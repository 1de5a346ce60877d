#include "phenoSmallMapConvolution.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace pheno::learn
{
namespace
{
constexpr std::int64_t kColumnsOfPart = 256; // of a product, for one thread

/** The taps of a kernel between the pixels of two maps of one size. */
class Taps
{
public:
  Taps(std::int64_t height, std::int64_t width, std::int64_t kernel)
    : m_Pixels(height * width)
    , m_Kernel(kernel)
  {
    const std::int64_t half = kernel / 2;
    for (std::int64_t out = 0; out < m_Pixels; ++out)
    {
      for (std::int64_t in = 0; in < m_Pixels; ++in)
      {
        m_Taps.push_back((in / width - out / width + half) * kernel + in % width - out % width + half);
      }
    }
  }
  std::int64_t
  Pixels() const
  {
    return m_Pixels;
  }
  std::int64_t
  Count() const
  {
    return m_Kernel * m_Kernel;
  }
  /** The tap by which pixel `in` of the one map enters pixel `out` of the other. */
  std::int64_t
  Between(std::int64_t in, std::int64_t out) const
  {
    return m_Taps[static_cast<std::size_t>(out * m_Pixels + in)];
  }

  /** Pixels of the one map that enter the other by a tap, and those that they enter. */
  std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>>
  Places(std::int64_t tap) const
  {
    std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>> places;
    for (std::int64_t out = 0; out < m_Pixels; ++out)
    {
      for (std::int64_t in = 0; in < m_Pixels; ++in)
      {
        if (this->Between(in, out) == tap)
        {
          places.first.push_back(in);
          places.second.push_back(out);
        }
      }
    }
    return places;
  }

private:
  std::int64_t              m_Pixels;
  std::int64_t              m_Kernel;
  std::vector<std::int64_t> m_Taps;
};

/** A map no larger than half of the kernel has a tap between any two of its pixels. */
bool
Reaches(std::int64_t height, std::int64_t width, std::int64_t kernel)
{
  return height - 1 <= kernel / 2 && width - 1 <= kernel / 2;
}

template <typename TVisitor>
void
DispatchOnSize(torch::ScalarType type, const TVisitor & visit)
{
  switch (c10::elementSize(type))
  {
    case 2:
      return visit(std::uint16_t());
    case 4:
      return visit(std::uint32_t());
    default:
      return visit(std::uint64_t());
  }
}

/** (Q O) x (P C) from O x C x K x K: row (q, o), column (p, c) is the weight of tap(p, q). */
torch::Tensor
Spread(const torch::Tensor & weight, const Taps & taps)
{
  const std::int64_t  outs = weight.size(0), ins = weight.size(1);
  const torch::Tensor matrix = torch::empty({ taps.Pixels() * outs, taps.Pixels() * ins }, weight.options());
  DispatchOnSize(weight.scalar_type(), [&](auto word) {
    using Word = decltype(word);
    const auto * const from = static_cast<const Word *>(weight.data_ptr());
    auto * const       to = static_cast<Word *>(matrix.data_ptr());
    at::parallel_for(0, outs, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t o = begin; o < end; ++o)
      {
        for (std::int64_t q = 0; q < taps.Pixels(); ++q)
        {
          for (std::int64_t p = 0; p < taps.Pixels(); ++p)
          {
            const Word * const w = from + o * ins * taps.Count() + taps.Between(p, q);
            Word * const       row = to + ((q * outs + o) * taps.Pixels() + p) * ins;
            for (std::int64_t c = 0; c < ins; ++c)
            {
              row[c] = w[c * taps.Count()];
            }
          }
        }
      }
    });
  });
  return matrix;
}

/** Calls part(first, count) for parts of n columns that do not depend on the number of threads, side by side, so that
 * no BLAS divides the work by its own number of threads. bfloat16 in one part: oneDNN multiplies it, and how it divides
 * the work does not change the sums. */
template <typename TPart>
void
InParts(torch::ScalarType type, std::int64_t n, const TPart & part)
{
  const std::int64_t size = type == torch::kBFloat16 ? n : kColumnsOfPart;
  at::parallel_for(0, (n + size - 1) / size, 1, [&](std::int64_t begin, std::int64_t end) {
    const at::AutoDispatchBelowADInplaceOrView guard; // threads of the pool record gradients unless told otherwise
    for (std::int64_t first = begin * size; first < std::min(n, end * size); first += size)
    {
      part(first, std::min(size, n - first));
    }
  });
}

/** a b. */
torch::Tensor
Product(const torch::Tensor & a, const torch::Tensor & b)
{
  const torch::Tensor out = torch::empty({ a.size(0), b.size(1) }, a.options());
  InParts(a.scalar_type(), b.size(1), [&](std::int64_t first, std::int64_t count) {
    torch::Tensor part = out.narrow(1, first, count);
    at::mm_out(part, a, b.narrow(1, first, count));
  });
  return out;
}

/** Pixels of N x (P C) one below the other: (pixels N) x C. */
torch::Tensor
Stacked(const torch::Tensor & rows, std::int64_t channels, const std::vector<std::int64_t> & pixels)
{
  std::vector<torch::Tensor> parts;
  for (const std::int64_t pixel : pixels)
  {
    parts.push_back(rows.narrow(1, pixel * channels, channels));
  }
  return at::cat(parts);
}

/** The gradient of the weights, a product a tap over all its places and images.
 * \param of_y N x (Q O)
 * \param x N x (P C) */
torch::Tensor
GradientOfWeight(const torch::Tensor &             of_y,
                 const torch::Tensor &             x,
                 const Taps &                      taps,
                 const std::vector<std::int64_t> & shape,
                 torch::ScalarType                 type)
{
  const std::int64_t         outs = shape[0], ins = shape[1];
  const torch::Tensor        gradient = torch::zeros({ outs, ins, taps.Count() }, type);
  std::vector<torch::Tensor> above, below;
  for (std::int64_t tap = 0; tap < taps.Count(); ++tap)
  {
    const auto [in, out] = taps.Places(tap);
    above.push_back(in.empty() ? torch::Tensor() : Stacked(of_y, outs, out).t());
    below.push_back(in.empty() ? torch::Tensor() : Stacked(x, ins, in));
  }
  InParts(x.scalar_type(), outs, [&](std::int64_t first, std::int64_t count) {
    for (std::size_t tap = 0; tap < above.size(); ++tap)
    {
      if (above[tap].defined())
      {
        gradient.narrow(0, first, count)
          .select(2, static_cast<std::int64_t>(tap))
          .copy_(above[tap].narrow(0, first, count).mm(below[tap]));
      }
    }
  });
  return gradient.view(shape);
}

/** N x (P C), a row an image; a view where channels lie last. */
torch::Tensor
AsRows(const torch::Tensor & x)
{
  return x.permute({ 0, 2, 3, 1 }).reshape({ x.size(0), -1 });
}

/** N x C x H x W, channels last, from N x (P C). */
torch::Tensor
AsMaps(const torch::Tensor & rows, std::int64_t height, std::int64_t width)
{
  return rows.view({ rows.size(0), height, width, -1 }).permute({ 0, 3, 1, 2 });
}

class SmallMapConvolution : public torch::autograd::Function<SmallMapConvolution>
{
public:
  static torch::Tensor
  forward(torch::autograd::AutogradContext * context, const torch::Tensor & x, const torch::Tensor & weight)
  {
    const torch::Tensor matrix = SmallMapMatrix(weight.to(x.scalar_type()), x.size(2), x.size(3));
    context->save_for_backward({ x, matrix });
    context->saved_data["weight"] = weight.sizes();
    context->saved_data["type"] = weight.scalar_type();
    return ConvolveSmallMapBy(matrix, x);
  }

  static torch::autograd::variable_list
  backward(torch::autograd::AutogradContext * context, const torch::autograd::variable_list & gradients)
  {
    const auto           saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &matrix = saved[1], rows = AsRows(gradients[0]);
    const auto           type = context->saved_data["type"].toScalarType();
    const auto           shape = context->saved_data["weight"].toIntVector();
    torch::Tensor        ofX;
    if (context->needs_input_grad(0))
    {
      ofX = AsMaps(Product(rows, matrix), x.size(2), x.size(3));
    }
    const Taps taps(x.size(2), x.size(3), shape[2]);
    return { ofX, GradientOfWeight(rows, AsRows(x), taps, shape, type) };
  }
};
} // namespace

bool
IsSmallMap(const torch::Tensor & x, const torch::Tensor & weight, int stride, int padding)
{
  const std::int64_t kernel = weight.size(2);
  return x.device().is_cpu() && stride == 1 && 2 * padding + 1 == kernel &&
         2 * x.size(2) * x.size(3) <= kernel * kernel && Reaches(x.size(2), x.size(3), kernel);
}

torch::Tensor
ConvolveSmallMap(const torch::Tensor & x, const torch::Tensor & weight)
{
  return SmallMapConvolution::apply(x, weight);
}

torch::Tensor
SmallMapMatrix(const torch::Tensor & weight, std::int64_t height, std::int64_t width)
{
  return Spread(weight.contiguous(), { height, width, weight.size(2) });
}

torch::Tensor
ConvolveSmallMapBy(const torch::Tensor & matrix, const torch::Tensor & x)
{
  return AsMaps(Product(AsRows(x), matrix.t()), x.size(2), x.size(3));
}
} // namespace pheno::learn
