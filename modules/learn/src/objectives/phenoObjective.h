#ifndef phenoObjective_h
#define phenoObjective_h

#include "phenoEncoder.h"
#include "phenoTrainer.h"

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pheno::learn
{
/** What the trainer asks of an objective. */
class Objective
{
public:
  virtual ~Objective() = default;

  /** Views of each item; the batch holds them view after view. */
  virtual int
  Views() const
  {
    return 1;
  }

  /** The scalar to minimise. \param classes of the items, once each
   * \param dropout draws for what the objective drops out; absent: nothing is, as for a validation loss */
  virtual torch::Tensor
  Loss(const Encoder::Output &           output,
       const std::vector<std::int64_t> & classes,
       std::optional<at::Generator>      dropout) = 0;

  /** After the optimizer's step, which may have been of several batches: moves what the optimizer does not. */
  virtual void
  AfterStep()
  {}

  /** Brings the parameters back to where they must lie, after a step or when their averages stand in their place. */
  virtual void
  Project()
  {}

  /** Leaves that the optimizer moves together with the encoder's. */
  virtual std::vector<NamedTensor>
  Parameters() const
  {
    return {};
  }

  /** What a checkpoint must hold besides the encoder, the parameters included; shares memory with this object. */
  virtual std::vector<NamedTensor>
  State() const
  {
    return this->Parameters();
  }
};

const std::vector<std::string> &
ObjectiveNames();

/** Whether the network takes bags of features, which are not augmented. */
inline bool
TakesBags(const TrainingSettings & settings)
{
  return settings.architecture == "cross_channel_former";
}

/** Whether an objective needs a class for each crop. */
bool
NeedsClasses(const std::string & objective);

/** Whether it sets images against class vectors. */
bool
HasClassVectors(const std::string & objective);

/** Name of the class vectors in Objective::State. */
inline constexpr auto kClassVectorsName = "class_vectors";

/** \param class_vectors where they start, K x D, unit rows; copied; undefined for objectives without
 * \param treatments the other side of a cross-modal objective; outlives the objective; else null
 * \throws LearnError for settings that the objective refuses */
std::unique_ptr<Objective>
MakeObjective(const TrainingSettings & settings, const torch::Tensor & class_vectors, TreatmentTower * treatments);
} // namespace pheno::learn

#endif
