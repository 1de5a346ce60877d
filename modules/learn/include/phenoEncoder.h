#ifndef phenoEncoder_h
#define phenoEncoder_h

#include <torch/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** A tensor under its state-dict name. */
struct NamedTensor
{
  std::string   name;
  torch::Tensor tensor;
};

/** What flows through a network between two batch norms. */
struct Activations
{
  torch::Tensor x;    ///< the running activation
  torch::Tensor kept; ///< a residual block's input
  torch::Tensor main; ///< a residual block's branch, while its shortcut is computed
};

/** Batch normalisation without affine and with momentum 1: each training pass replaces the running statistics.
 *
 * Training: y = (x - mean) / sqrt(biased variance + eps) of the batch; running variance becomes the UNBIASED one.
 * Evaluation: the same with the running statistics (methods 1.2). */
struct BatchNorm
{
  std::string   name;
  torch::Tensor mean;     ///< running, C
  torch::Tensor variance; ///< running, C

  /** x: N x C x H x W. \throws LearnError in training when a channel has a single value */
  torch::Tensor
  Apply(const torch::Tensor & x, bool training) const;
};

/** An image encoder: convolutions and batch norms, global mean, then Linear - ReLU - Linear, L2 normalised.
 *
 * A network is a list of steps cut at its batch norms, so that one definition serves training, evaluation and the layer
 * by layer recalibration of the norms. Parameters are float32 or float64; images come in that type, or in bfloat16, in
 * which the convolutions and norms then compute while the head stays in the parameters' type. No draw is made but in
 * Initialise, from the generator given. */
class Encoder
{
public:
  struct Output
  {
    torch::Tensor features;  ///< N x F, before the head
    torch::Tensor embedding; ///< N x D, unit rows
  };

  virtual ~Encoder() = default;
  Encoder(const Encoder &) = delete;
  Encoder &
  operator=(const Encoder &) = delete;

  /** images: N x C x H x W, channels last in memory for speed. \throws LearnError for another number of channels */
  Output
  Forward(const torch::Tensor & images) const;

  /** Training: norms use and remember the batch's statistics. New encoders are in evaluation mode. */
  void
  SetTraining(bool training)
  {
    m_Training = training;
  }

  /** Convolutions: Kaiming normal, fan out (He 2015). Linear layers: uniform in +-1/sqrt(fan in). Norms: mean 0,
   * variance 1. */
  void
  Initialise(at::Generator generator);

  const std::string &
  Architecture() const
  {
    return m_Architecture;
  }
  int
  InChannels() const
  {
    return m_InChannels;
  }
  int
  FeatureWidth() const
  {
    return m_FeatureWidth;
  }
  int
  EmbedDim() const
  {
    return m_EmbedDim;
  }
  torch::ScalarType
  ParameterType() const
  {
    return m_Type;
  }

  /** Trained tensors, in order of definition. */
  const std::vector<NamedTensor> &
  Parameters() const
  {
    return m_Parameters;
  }

  /** Parameters and running statistics under their state-dict names. The tensors share memory with the network. */
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
  Encoder(std::string architecture, int in_channels, torch::ScalarType type);

  using Step = std::function<void(Activations &)>;

  /** Adds a step behind the last norm. */
  void
  Add(Step step);
  /** Adds `from -> x` convolved, without bias. */
  void
  AddConvolution(const std::string & name,
                 int                 in,
                 int                 out,
                 int                 kernel,
                 int                 stride,
                 torch::Tensor Activations::*from = &Activations::x);
  void
  AddNorm(const std::string & name, int channels);
  void
  AddHead(const std::string & name, int features, int hidden, int embed_dim);

private:
  torch::Tensor
  AddParameter(const std::string & name, at::IntArrayRef shape);

  std::string                    m_Architecture;
  int                            m_InChannels;
  torch::ScalarType              m_Type;
  int                            m_FeatureWidth = 0;
  int                            m_EmbedDim = 0;
  bool                           m_Training = false;
  std::vector<NamedTensor>       m_Parameters;
  std::vector<BatchNorm>         m_Norms;
  std::vector<std::vector<Step>> m_Segments; // one more than norms
  torch::Tensor                  m_HeadWeight0, m_HeadBias0, m_HeadWeight1, m_HeadBias1;
};

/** What identifies a network. */
struct EncoderSettings
{
  std::string architecture = "resnet18";
  int         in_channels = 1;
  int         embed_dim = 128;
};

/** \throws LearnError for an unknown architecture (the known ones are named) or an impossible number */
std::shared_ptr<Encoder>
MakeEncoder(const EncoderSettings & settings, torch::ScalarType type = torch::kFloat32);

/** Rows divided by max(L2 norm, eps). */
torch::Tensor
NormaliseRows(const torch::Tensor & x, double eps = 1e-12);
} // namespace pheno

#endif
