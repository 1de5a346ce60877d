#ifndef phenoCrossChannelFormer_h
#define phenoCrossChannelFormer_h

#include "phenoParameterList.h"

#include <memory>
#include <vector>

namespace pheno
{
namespace learn
{
struct TransformerBlock;
}

/** The numbers of a CrossChannelFormer; the defaults are CellCLIP's for Cell Painting and DINOv2-giant. */
struct CrossChannelFormerSettings
{
  int  channels = 5;
  int  width = 1536;
  int  out_width = 512;
  int  depth = 12;
  int  heads = 8;
  bool class_token = true; ///< read out the class token; else the mean of the channels' tokens
};

/** CellCLIP's transformer over the channels of a sample (methods 3.2).
 *
 * x + channel embedding -> LayerNorm -> class token before -> LayerNorm -> pre-norm blocks with QuickGELU, MLP 4 times
 * as wide -> LayerNorm of the token read out -> times proj, unless out_width is width. LayerNorm eps 1e-5. No position
 * embedding but the channels'. The input is left as it is (CellCLIP adds the channel embedding in place, so that its
 * caller's CWCL weights see it).
 *
 * Start (CellCLIP; blocks as CLIP, Radford 2021, W the width): channel embedding truncated normal with deviation 0.02,
 * class token 0, proj normal W^-1/2, qkv normal W^-1/2, both outputs of a block W^-1/2 (2 depth)^-1/2, first MLP layer
 * (2 W)^-1/2, biases 0, norms 1. */
class CrossChannelFormer
{
public:
  /** \throws LearnError for a number below 1, or a width that heads does not divide */
  explicit CrossChannelFormer(const CrossChannelFormerSettings & settings, torch::ScalarType type = torch::kFloat32);
  ~CrossChannelFormer();
  CrossChannelFormer(const CrossChannelFormer &) = delete;
  CrossChannelFormer &
  operator=(const CrossChannelFormer &) = delete;

  void
  Initialise(at::Generator generator)
  {
    m_Parameters.Initialise(generator);
  }

  /** channel_embed, class_token, channel_ln, ln_pre, blocks.<i>.{ln_1, attn.in_proj, attn.out_proj, ln_2, mlp.c_fc,
   * mlp.c_proj}, ln_post (each with weight and bias) and proj (width x out_width); they share memory with this object.
   */
  const std::vector<NamedTensor> &
  Parameters() const
  {
    return m_Parameters.Tensors();
  }
  const ParameterList &
  List() const
  {
    return m_Parameters;
  }

  /** \throws LearnError for a missing, surplus or wrongly shaped tensor */
  void
  LoadState(const std::vector<NamedTensor> & state);

  /** pooled + channel embedding, a new tensor. \param pooled B x C x W \throws LearnError for another shape */
  torch::Tensor
  AddChannelEmbedding(const torch::Tensor & pooled) const;

  /** \param pooled B x C x W \return B x out_width, not normalised \throws LearnError for another shape */
  torch::Tensor
  Forward(const torch::Tensor & pooled) const;

private:
  CrossChannelFormerSettings           m_Settings;
  ParameterList                        m_Parameters;
  torch::Tensor                        m_ChannelEmbedding, m_ClassToken, m_Projection;
  std::vector<learn::TransformerBlock> m_Blocks;
  struct Norms;
  std::unique_ptr<Norms> m_Norms;
};
} // namespace pheno

#endif
