#ifndef phenoParameterList_h
#define phenoParameterList_h

#include <torch/types.h>

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

/** How a parameter starts: a constant, or draws of one distribution. */
struct StartValues
{
  enum class Kind
  {
    Given,           ///< as it is
    Constant,        ///< value
    Normal,          ///< mean 0, standard deviation `value`
    TruncatedNormal, ///< mean 0, of deviation `value` before it is cut at two deviations
    Uniform          ///< in [-value, value)
  };
  Kind   kind = Kind::Constant;
  double value = 0;
};

/** Uniform in +-1/sqrt(fan in): what PyTorch gives linear layers. */
StartValues
UniformByFanIn(std::int64_t fan_in);

/** The trained tensors of a network, in order of definition. */
class ParameterList
{
public:
  /** \param type float32 or float64 */
  explicit ParameterList(torch::ScalarType type)
    : m_Type(type)
  {}

  /** Adds a tensor of zeros; four-dimensional ones lie channels last. The returned tensor shares its memory. */
  torch::Tensor
  Add(const std::string & name, at::IntArrayRef shape, const StartValues & start);

  /** Adds a tensor that has its values; it shares memory with the list. */
  void
  Adopt(const std::string & name, const torch::Tensor & tensor);

  /** Adds the tensors of another list behind these; both share their memory. */
  void
  Append(const ParameterList & other);

  /** Fills all tensors, in order, with draws from the generator (CPU). */
  void
  Initialise(at::Generator generator) const;

  torch::ScalarType
  Type() const
  {
    return m_Type;
  }
  const std::vector<NamedTensor> &
  Tensors() const
  {
    return m_Tensors;
  }

private:
  torch::ScalarType        m_Type;
  std::vector<NamedTensor> m_Tensors;
  std::vector<StartValues> m_Starts;
};

/** Brings tensors to a device; whoever shares them sees them there. */
void
MoveTo(const std::vector<NamedTensor> & tensors, const torch::Device & device);

/** Copies `given` into `own`, whatever its type, by name.
 * \param owner begins the messages
 * \throws LearnError for a missing, surplus or wrongly shaped tensor */
void
CopyState(const std::string & owner, const std::vector<NamedTensor> & own, const std::vector<NamedTensor> & given);
} // namespace pheno

#endif
