#include "phenoStarDetection.h"

#include "phenoStarNetwork.h"
#include "phenoStarRendering.h"
#include "phenoStarSuppression.h"
#include "phenoThreads.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace pheno
{
namespace
{
/** Along one axis: what a tile gives, [first, end), and what it sees, [from, to). */
struct Extent
{
  std::size_t first;
  std::size_t end;
  std::size_t from;
  std::size_t to;
};

std::size_t
RoundUp(std::size_t n, std::size_t multiple)
{
  return (n + multiple - 1) / multiple * multiple;
}

/** \param halo a multiple of what tiles begin at */
std::vector<Extent>
Divide(std::size_t size, std::size_t tile, std::size_t halo)
{
  if (size <= tile + halo)
  {
    return { { 0, size, 0, size } };
  }
  std::vector<Extent> extents;
  for (std::size_t first = 0; first < size; first += tile)
  {
    const std::size_t end = std::min(size, first + tile);
    extents.push_back({ first, end, first - std::min(first, halo), std::min(size, end + halo) });
  }
  return extents;
}

/** One detection under way. */
class Detector
{
public:
  Detector(const StarNetwork & network, PlaneView<const float> pixels, double probability, StarDetection & result)
    : m_Network(network)
    , m_Pixels(pixels)
    , m_Probability(static_cast<float>(probability))
    , m_Result(result)
  {}

  void
  Add(const Extent & x, const Extent & y)
  {
    const c10::InferenceMode  guard;
    const StarNetwork::Output output = m_Network.Forward(this->Input(x, y));
    this->CopyForeground(at::sigmoid(output.foreground).contiguous(), x, y);
    this->AddCandidates(at::sigmoid(output.probability).contiguous(), output.distances, x, y);
  }

private:
  torch::Tensor
  Input(const Extent & x, const Extent & y) const
  {
    const auto          multiple = static_cast<std::size_t>(m_Network.Multiple());
    const auto          height = static_cast<std::int64_t>(RoundUp(y.to - y.from, multiple));
    const auto          width = static_cast<std::int64_t>(RoundUp(x.to - x.from, multiple));
    const torch::Tensor input = torch::zeros({ 1, 1, height, width });
    for (std::size_t row = y.from; row < y.to; ++row)
    {
      const float * const pixels = m_Pixels.data + row * m_Pixels.width;
      std::copy(
        pixels + x.from, pixels + x.to, input.data_ptr<float>() + static_cast<std::int64_t>(row - y.from) * width);
    }
    return input;
  }

  void
  CopyForeground(const torch::Tensor & foreground, const Extent & x, const Extent & y)
  {
    for (std::size_t row = y.first; row < y.end; ++row)
    {
      const float * const from = foreground.data_ptr<float>() + (row - y.from) * foreground.size(3) - x.from;
      std::copy(from + x.first, from + x.end, m_Result.foreground.begin() + row * m_Pixels.width + x.first);
    }
  }

  void
  AddCandidates(const torch::Tensor & probability, const torch::Tensor & distances, const Extent & x, const Extent & y)
  {
    constexpr std::size_t kStep = StarNetwork::kStep;
    const auto            values = probability.accessor<float, 4>();
    const auto            radii = distances.accessor<float, 4>();
    const auto            furthest = static_cast<float>(m_Pixels.width + m_Pixels.height);
    for (std::size_t row = y.first; row < y.end; row += kStep)
    {
      for (std::size_t column = x.first; column < x.end; column += kStep)
      {
        const auto i = static_cast<std::int64_t>((row - y.from) / kStep);
        const auto j = static_cast<std::int64_t>((column - x.from) / kStep);
        if (values[0][0][i][j] >= m_Probability)
        {
          StarPolygon polygon{ values[0][0][i][j], static_cast<float>(column), static_cast<float>(row), {} };
          for (std::int64_t ray = 0; ray < distances.size(1); ++ray)
          {
            polygon.radii.push_back(std::min(radii[0][ray][i][j], furthest));
          }
          m_Result.candidates.push_back(std::move(polygon));
        }
      }
    }
  }

  const StarNetwork &    m_Network;
  PlaneView<const float> m_Pixels;
  float                  m_Probability;
  StarDetection &        m_Result;
};
} // namespace

StarDetection
DetectStars(const StarModel & model, PlaneView<const float> plane, double probability, const StarDetectionRun & run)
{
  learn::UseThreads(run.threads, false);
  const std::vector<float>  pixels = model.Description().scaling.Apply(plane);
  const auto                multiple = static_cast<std::size_t>(model.Network().Multiple());
  const std::size_t         halo = RoundUp(static_cast<std::size_t>(model.Network().Reach()), multiple);
  const std::size_t         tile = RoundUp(std::max<std::size_t>(1, run.tile_px), multiple);
  const std::vector<Extent> columns = Divide(plane.width, tile, halo), rows = Divide(plane.height, tile, halo);
  StarDetection             result;
  result.foreground.resize(plane.size());
  const bool hasContrast = std::any_of(pixels.begin(), pixels.end(), [](float pixel) { return pixel != 0.0F; });
  Detector   detector(model.Network(), { pixels.data(), plane.width, plane.height }, probability, result);
  float      done = 0;
  for (const Extent & y : rows)
  {
    for (const Extent & x : columns)
    {
      if (hasContrast)
      {
        detector.Add(x, y);
      }
      done += 1.0F;
      if (run.advance)
      {
        run.advance(done / static_cast<float>(rows.size() * columns.size()));
      }
    }
  }
  return result;
}

std::uint32_t
SegmentStars(const StarModel &        model,
             PlaneView<const float>   plane,
             const StarDetectionRun & run,
             PlaneView<std::uint32_t> labels)
{
  const StarThresholds & thresholds = model.Description().thresholds;
  StarDetection          detection = DetectStars(model, plane, thresholds.probability, run);
  return RenderStars(SuppressOverlaps(std::move(detection.candidates), thresholds.overlap),
                     { detection.foreground.data(), plane.width, plane.height },
                     labels);
}
} // namespace pheno
