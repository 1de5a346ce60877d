#ifndef phenoStarNetwork_h
#define phenoStarNetwork_h

#include "phenoEncoder.h"
#include "phenoParameterList.h"

#include <torch/types.h>

#include <optional>
#include <string>
#include <vector>

namespace pheno
{
/** The numbers of a star network. */
struct StarArchitecture
{
  int              rays = 32;
  std::vector<int> widths = { 32, 48, 64, 80 }; ///< channels of the levels, at half of the image's size and on
  int              head = 64;                   ///< channels before the outputs

  bool
  operator==(const StarArchitecture &) const = default;
};

/** A U-Net (Ronneberger et al. 2015) that says at every second pixel of every second row whether it is inside an object
 * and how far the object reaches along rays (Schmidt et al. 2018), and of every pixel whether it is of any object.
 *
 * Four neighbouring pixels become four channels of one point. Each level has two convolutions of 3 x 3 with batch norm
 * and ReLU; levels are halved by the greatest of 2 x 2, doubled by repetition and joined. The outputs share one more
 * such convolution. No draw is made but in Initialise, from the generator given. */
class StarNetwork
{
public:
  /** At the points of the grid, step 2; the point (i, j) speaks of pixel (2 i, 2 j). */
  struct Output
  {
    torch::Tensor probability; ///< logits, N x 1 x H/2 x W/2
    torch::Tensor distances;   ///< pixels, N x rays x H/2 x W/2, positive
    torch::Tensor foreground;  ///< logits of all pixels, N x 1 x H x W
  };
  static constexpr int kStep = 2;

  /** \param is_folded without norms, with biases instead: for evaluation alone
   * \throws LearnError for an impossible number */
  explicit StarNetwork(const StarArchitecture & architecture, bool is_folded = false);

  /** images: N x 1 x H x W, float32 or bfloat16; outputs are float32. \throws LearnError for a height or width that is
   * not a multiple of Multiple() */
  Output
  Forward(const torch::Tensor & images) const;

  /** Convolutions: Kaiming normal, fan out (He 2015), biases 0; norms: weight 1, bias 0, mean 0, variance 1. */
  void
  Initialise(at::Generator generator);

  /** Training: norms use and remember the batch's statistics (momentum .1). New networks are in evaluation mode. */
  void
  SetTraining(bool training)
  {
    m_Training = training;
  }

  /** A copy whose norms are part of the convolutions before them: the same but for rounding, in evaluation. */
  StarNetwork
  Folded() const;

  const StarArchitecture &
  Architecture() const
  {
    return m_Architecture;
  }
  /** What heights and widths must be multiples of. */
  int
  Multiple() const
  {
    return kStep << (m_Architecture.widths.size() - 1);
  }
  /** No pixel further away than this, along rows or columns, has a part in an output. */
  int
  Reach() const;
  /** Tensors that can be trained, in order of definition. */
  const std::vector<NamedTensor> &
  Parameters() const
  {
    return m_Parameters.Tensors();
  }
  /** The same and the norms' running statistics. */
  std::vector<NamedTensor>
  State() const;

private:
  struct Convolution
  {
    std::string              name;
    torch::Tensor            weight;
    torch::Tensor            bias; ///< or undefined: a norm follows
    std::optional<BatchNorm> norm;
  };

  /** One with norm and ReLU unless it is the last. */
  void
  Add(const std::string & name, int in, int out, int kernel, bool is_last = false);
  torch::Tensor
  Apply(std::size_t convolution, const torch::Tensor & x) const;

  StarArchitecture         m_Architecture;
  bool                     m_IsFolded;
  bool                     m_Training = false;
  ParameterList            m_Parameters;
  std::vector<Convolution> m_Convolutions; ///< two a level downwards, two a level upwards, two of the head
};
} // namespace pheno

#endif
