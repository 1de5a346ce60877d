#ifndef phenoBagEncoder_h
#define phenoBagEncoder_h

#include "phenoCrossChannelFormer.h"
#include "phenoEncoder.h"
#include "phenoGatedAttentionPool.h"

#include <memory>

namespace pheno
{
/** CellCLIP's image side (methods 3.2): a bag of M sites, each with W features of each of C channels, comes as
 * N x C x M x W, filled up with zeros; the sites are pooled channel by channel, and a transformer over the channels
 * gives the embedding. Without batch norms; always computes in the parameters' type.
 *
 * features: the pooled channels, N x (C W), as they were before the channel embedding; what CWCL's weights come from.
 * embedding: N x embed_dim, not normalised. The head of the settings must be "linear": the transformer's projection.
 *
 * Pooling: "attention" (gated), "mean", "median" (both leave padding out) or "kmeans" (4 clusters). */
class BagEncoder : public Encoder
{
public:
  /** \throws LearnError for another head, or numbers that the parts refuse */
  explicit BagEncoder(const EncoderSettings & settings, torch::ScalarType type = torch::kFloat32);

protected:
  torch::Tensor
  Pool(const torch::Tensor & x) const override;
  torch::Tensor
  Embed(const torch::Tensor & features) const override;

private:
  std::unique_ptr<GatedAttentionPool> m_Attention; ///< null for the other poolings
  CrossChannelFormer                  m_Former;
};
} // namespace pheno

#endif
