#ifndef phenoEncoder_h
#define phenoEncoder_h

#include "phenoEncoderSettings.h"
#include "phenoParameterList.h"

#include <torch/types.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pheno
{
class Communicator;
namespace learn
{
class FoldedEvaluation;
}

/** What flows through a network between two batch norms. */
struct Activations
{
  torch::Tensor x;    ///< the running activation
  torch::Tensor kept; ///< a residual block's input
  torch::Tensor main; ///< a residual block's branch, while its shortcut is computed
};

/** Batch normalisation; each training pass moves the running statistics towards those of the batch.
 *
 * Training: y = (x - mean) / sqrt(biased variance + eps) of the batch; running <- (1 - momentum) running + momentum
 * batch, for the variance the UNBIASED one. With momentum 1 the batch's statistics replace them (methods 1.2).
 * Evaluation: the same with the running statistics. With an affine, y * weight + bias. */
struct BatchNorm
{
  static constexpr double kEpsilon = 1e-5;

  std::string   name;
  torch::Tensor mean;           ///< running, C
  torch::Tensor variance;       ///< running, C
  double        momentum = 1.0; ///< of a training pass; recalibration always replaces
  torch::Tensor weight = {};    ///< C, or undefined: no affine
  torch::Tensor bias = {};      ///< as weight

  /** x: N x C or N x C x H x W. \param ranks in training, the batch is that of all of them, each with as many rows;
   * null: of this process alone  \throws LearnError in training when a channel has a single value */
  torch::Tensor
  Apply(const torch::Tensor & x, bool training, const std::shared_ptr<Communicator> & ranks = nullptr) const;

  /** Running mean 0, variance 1. */
  void
  Reset() const;

  /** Adds <name>.running_mean and <name>.running_var, which share memory with the norm. */
  void
  AppendStatistics(std::vector<NamedTensor> & state) const;
};

/** A convolution's numbers. */
struct ConvolutionShape
{
  int  in;
  int  out;
  int  kernel; ///< side, pixels; padded by kernel / 2
  int  stride;
  bool bias = false;
};

/** An image encoder: a trunk of convolutions or attention, pooled to features, and a head that gives the embedding.
 *
 * A network is a list of steps cut at its batch norms, so that one definition serves training, evaluation and the layer
 * by layer recalibration of the norms; a network without batch norms is one segment. Parameters are float32 or float64;
 * images come in that type, or in bfloat16, in which the trunk then computes while the head stays in the parameters'
 * type. No draw is made but in Initialise, from the generator given. */
class Encoder
{
public:
  struct Output
  {
    torch::Tensor features;             ///< N x F, before the head
    int           feature_channels = 1; ///< the features are those of so many channels, one behind the other
    torch::Tensor embedding;            ///< N x D; unit rows with head "unit_mlp"
  };

  virtual ~Encoder() = default;
  Encoder(const Encoder &) = delete;
  Encoder &
  operator=(const Encoder &) = delete;

  /** images: N x C x H x W, channels last in memory for speed. \throws LearnError for another number of channels, or a
   * size that the architecture cannot take */
  Output
  Forward(const torch::Tensor & images) const;

  /** Training: norms use and remember the batch's statistics. New encoders are in evaluation mode. */
  virtual void
  SetTraining(bool training)
  {
    m_Training = training && !m_TrunkIsFrozen;
  }

  /** From now on the head alone is trained: the trunk stays in evaluation mode, and no gradient flows into it. \throws
   * LearnError without a head */
  void
  FreezeTrunk();

  /** Brings all tensors to a device. */
  virtual void
  MoveTo(const torch::Device & device);

  /** Writes into a model's folder what Settings and State cannot rebuild. */
  virtual void
  SaveParts(const std::string & folder) const;

  /** In training, Forward becomes a collective of these ranks: norms use the statistics of all ranks' batches. */
  void
  SetCommunicator(std::shared_ptr<Communicator> ranks)
  {
    m_Ranks = std::move(ranks);
  }

  /** Convolutions: Kaiming normal, fan out (He 2015), biases 0. Heads: uniform in +-1/sqrt(fan in). Norms: weight 1,
   * bias 0, mean 0, variance 1. Transformers: see phenoVisionTransformer.h. */
  void
  Initialise(at::Generator generator);

  const EncoderSettings &
  Settings() const
  {
    return m_Settings;
  }
  const std::string &
  Architecture() const
  {
    return m_Settings.architecture;
  }
  int
  InChannels() const
  {
    return m_Settings.in_channels;
  }
  int
  FeatureWidth() const
  {
    return m_FeatureWidth;
  }
  int
  EmbedDim() const
  {
    return m_Settings.embed_dim;
  }
  /** Whether it is a network of convolutions and batch norms, whose products of matrices are small. */
  bool
  IsConvolutional() const
  {
    return !m_Norms.empty();
  }
  torch::ScalarType
  ParameterType() const
  {
    return m_Parameters.Type();
  }

  /** Tensors that can be trained, in order of definition. */
  const std::vector<NamedTensor> &
  Parameters() const
  {
    return m_Parameters.Tensors();
  }

  /** How many of them are the trunk's: the first ones. */
  std::size_t
  TrunkParameters() const
  {
    return m_TrunkParameters;
  }

  /** Those that are: the parameters, or with a frozen trunk the head's. */
  std::vector<NamedTensor>
  TrainedParameters() const;

  /** Parameters, buffers and running statistics under their state-dict names. The tensors share memory with the
   * network. */
  std::vector<NamedTensor>
  State() const;

  /** Copies a state into the network. \throws LearnError for a missing, surplus or wrongly shaped tensor */
  void
  LoadState(const std::vector<NamedTensor> & state);

  /** For recalibration: the norms in order, and the steps between them. */
  std::size_t
  NumberOfNorms() const
  {
    return m_Norms.size();
  }
  BatchNorm &
  Norm(std::size_t k)
  {
    return m_Norms[k];
  }
  const BatchNorm &
  Norm(std::size_t k) const
  {
    return m_Norms[k];
  }
  /** Runs the steps behind norm k - 1 up to the input of norm k; k == NumberOfNorms() runs the last ones. */
  void
  RunSegment(std::size_t k, Activations & activations) const;
  Output
  Finish(const Activations & activations) const;

protected:
  bool
  IsTraining() const
  {
    return m_Training;
  }

  /** \throws LearnError for less than one channel */
  Encoder(EncoderSettings settings, torch::ScalarType type);

  using Step = std::function<void(Activations &)>;

  /** Adds a step behind the last norm. Steps of networks with AddConvolution use what oneDNN's tensors can, too. */
  void
  Add(Step step);
  torch::Tensor
  AddParameter(const std::string & name, at::IntArrayRef shape, const StartValues & start);
  /** Adds `from -> x` convolved. */
  void
  AddConvolution(const std::string &      name,
                 const ConvolutionShape & shape,
                 torch::Tensor Activations::*from = &Activations::x);
  /** The same with a batch norm behind it. */
  void
  AddNormedConvolution(const std::string &      name,
                       const std::string &      norm,
                       const ConvolutionShape & shape,
                       torch::Tensor Activations::*from = &Activations::x);
  /** Ends the network: `features` wide, with the settings' head; `name` and `hidden` serve the two-layer heads.
   * \throws LearnError for an embed_dim that cannot be */
  void
  AddHead(const std::string & name, int features, int hidden);

  /** Adds a parameter that has its values: Initialise leaves it. */
  void
  AdoptParameter(const std::string & name, const torch::Tensor & parameter)
  {
    m_Parameters.Adopt(name, parameter);
  }
  /** Adds a tensor that training changes though it is no parameter. */
  void
  AddBuffer(const std::string & name, const torch::Tensor & buffer)
  {
    m_Buffers.push_back({ name, buffer });
  }
  /** Adds the parameters of a part that Pool or Embed uses. */
  void
  AddParameters(const ParameterList & part)
  {
    m_Parameters.Append(part);
  }
  /** For networks without AddHead. \param width features a channel */
  void
  SetFeatures(int channels, int width)
  {
    m_FeatureChannels = channels;
    m_FeatureWidth = channels * width;
  }

  /** What the last step leaves, as N x F features: the mean over pixels unless overridden. */
  virtual torch::Tensor
  Pool(const torch::Tensor & x) const;

  /** The embedding of features: the settings' head unless overridden. */
  virtual torch::Tensor
  Embed(const torch::Tensor & features) const;

private:
  friend class learn::FoldedEvaluation;

  struct Convolution
  {
    torch::Tensor weight;
    torch::Tensor bias; ///< or undefined
    int           stride;
    int           padding;
    bool          has_norm; ///< a batch norm follows; the norms are in the order of these
    torch::Tensor matrix;   ///< when folded: of small maps, from the first one on
  };

  void
  AddLinear(const std::string & name, int in, int out);
  /** An output without its embedding. */
  Output
  PoolLast(const Activations & activations) const;
  void
  AddNorm(const std::string & name, int channels);
  bool
  IsFolded() const
  {
    return !m_Training && !m_Folded.empty();
  }
  torch::Tensor
  Convolve(const torch::Tensor & x, std::size_t convolution) const;
  static torch::Tensor
  ConvolvePacked(const torch::Tensor & x, Convolution & convolution);

  EncoderSettings                                      m_Settings;
  ParameterList                                        m_Parameters;
  std::vector<NamedTensor>                             m_Buffers;
  std::size_t                                          m_TrunkParameters = 0;
  bool                                                 m_TrunkIsFrozen = false;
  int                                                  m_FeatureChannels = 1;
  int                                                  m_FeatureWidth = 0;
  bool                                                 m_Training = false;
  std::shared_ptr<Communicator>                        m_Ranks;
  std::vector<Convolution>                             m_Convolutions;
  mutable std::vector<Convolution>                     m_Folded; // by FoldedEvaluation; else empty
  std::vector<BatchNorm>                               m_Norms;
  std::vector<std::vector<Step>>                       m_Segments; // one more than norms
  std::vector<std::pair<torch::Tensor, torch::Tensor>> m_Head;     // weight and bias of each layer
};

/** The architectures that MakeEncoder knows. */
const std::vector<std::string> &
EncoderNames();

/** \throws LearnError for an unknown architecture (the known ones are named) or an impossible setting */
std::shared_ptr<Encoder>
MakeEncoder(const EncoderSettings & settings, torch::ScalarType type = torch::kFloat32);

/** Rows divided by max(L2 norm, eps). */
torch::Tensor
NormaliseRows(const torch::Tensor & x, double eps = 1e-12);
} // namespace pheno

#endif
