#include "phenoRecalibration.h"
#include "phenoChannelStatistics.h"
#include "phenoLearnError.h"

#include <algorithm>

namespace pheno
{
namespace
{
std::int64_t
Bytes(const Activations & activations)
{
  std::int64_t bytes = 0;
  for (const torch::Tensor & tensor : { activations.x, activations.kept, activations.main })
  {
    bytes += tensor.defined() ? static_cast<std::int64_t>(tensor.nbytes()) : 0;
  }
  return bytes;
}

/** Walks all chunks through the network, one norm after the other. */
class LayerwisePass
{
public:
  LayerwisePass(const Encoder & encoder, const ImageChunks & images, std::int64_t bytes)
    : m_Encoder(encoder)
    , m_Images(images)
    , m_Bytes(bytes)
    , m_Kept(static_cast<std::size_t>(images.count))
  {
    for (std::size_t k = 0; k < encoder.NumberOfNorms(); ++k)
    {
      BatchNorm norm = encoder.Norm(k);
      norm.mean = norm.mean.clone();
      norm.variance = norm.variance.clone();
      m_BatchNorms.push_back(std::move(norm));
    }
  }

  /** Statistics of the inputs of norm k, all chunks; the norms before must have been computed. */
  learn::ChannelStatistics
  Compute(std::size_t k)
  {
    learn::ChannelStatistics statistics;
    bool                     keep = false;
    for (std::int64_t i = 0; i < m_Images.count; ++i)
    {
      Activations activations = this->Advance(i, k);
      statistics.Add(activations.x);
      keep = i == 0 ? Bytes(activations) * m_Images.count <= m_Bytes : keep;
      if (keep)
      {
        m_Kept[static_cast<std::size_t>(i)] = std::move(activations);
      }
    }
    m_KeptAt = keep ? static_cast<std::int64_t>(k) : m_KeptAt;
    if (statistics.Count() < 2)
    {
      throw LearnError("batch norm " + m_Encoder.Norm(k).name +
                       " sees one value a channel: its variance is undefined; more or larger control crops are needed");
    }
    m_BatchNorms[k].mean.copy_(statistics.Mean());
    m_BatchNorms[k].variance.copy_(statistics.BiasedVariance());
    return statistics;
  }

private:
  Activations
  Advance(std::int64_t chunk, std::size_t k) const
  {
    Activations activations;
    if (m_KeptAt < 0)
    {
      activations.x = m_Images.load(chunk);
      m_Encoder.RunSegment(0, activations);
    }
    else
    {
      activations = m_Kept[static_cast<std::size_t>(chunk)];
    }
    for (auto at = static_cast<std::size_t>(std::max<std::int64_t>(m_KeptAt, 0)); at < k; ++at)
    {
      activations.x = m_BatchNorms[at].Apply(activations.x, false); // a new tensor: what is kept stays as it is
      m_Encoder.RunSegment(at + 1, activations);
    }
    return activations;
  }

  const Encoder &          m_Encoder;
  const ImageChunks &      m_Images;
  std::int64_t             m_Bytes;
  std::vector<Activations> m_Kept;        // of every chunk, at the input of norm m_KeptAt
  std::int64_t             m_KeptAt = -1; // -1: nothing is kept
  std::vector<BatchNorm>   m_BatchNorms;  // with the batch's own, biased variance
};
} // namespace

void
RecalibrateNorms(Encoder & encoder, const ImageChunks & images, std::int64_t bytes)
{
  if (images.count < 1)
  {
    throw LearnError("no control crop to take batch-norm statistics from");
  }
  const at::NoGradGuard                 guard;
  LayerwisePass                         pass(encoder, images, bytes);
  std::vector<learn::ChannelStatistics> statistics;
  for (std::size_t k = 0; k < encoder.NumberOfNorms(); ++k)
  {
    statistics.push_back(pass.Compute(k));
  }
  for (std::size_t k = 0; k < encoder.NumberOfNorms(); ++k)
  {
    encoder.Norm(k).mean.copy_(statistics[k].Mean());
    encoder.Norm(k).variance.copy_(statistics[k].UnbiasedVariance());
  }
}
} // namespace pheno
