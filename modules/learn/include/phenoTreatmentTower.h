#ifndef phenoTreatmentTower_h
#define phenoTreatmentTower_h

#include "phenoParameterList.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** The treatments' side of a cross-modal contrast: gives each treatment an embedding, be it made of its text, its
 * fingerprint or its molecule's graph.
 *
 * Treatments are numbered from 0 in the order in which the tower was given them. Parameters are float32 or float64. No
 * draw is made but in Initialise and for dropout, each from the generator given. */
class TreatmentTower
{
public:
  virtual ~TreatmentTower() = default;
  TreatmentTower(const TreatmentTower &) = delete;
  TreatmentTower &
  operator=(const TreatmentTower &) = delete;

  /** \param treatments B numbers, which may repeat
   * \param training drops units out, norms use and remember the batch's statistics
   * \return B x Width(), rows not normalised \throws LearnError for a number that is no treatment's */
  virtual torch::Tensor
  Encode(const std::vector<std::int64_t> & treatments, bool training, at::Generator & dropout) = 0;

  virtual std::int64_t
  Treatments() const = 0;

  /** Of an embedding. */
  virtual std::int64_t
  Width() const = 0;

  virtual void
  Initialise(at::Generator generator) = 0;

  /** Trained tensors, in order of definition; they share memory with the tower. */
  virtual std::vector<NamedTensor>
  Parameters() const = 0;

  /** All that training changes: the parameters, and running statistics where there are any. */
  virtual std::vector<NamedTensor>
  State() const
  {
    return this->Parameters();
  }

  /** \throws LearnError for a missing, surplus or wrongly shaped tensor */
  void
  LoadState(const std::vector<NamedTensor> & state)
  {
    CopyState("treatment tower", this->State(), state);
  }

  /** What a model file says of the tower: "tower" is its kind, the rest its own. */
  virtual nlohmann::json
  Settings() const = 0;

protected:
  TreatmentTower() = default;

  /** The numbers as an int64 tensor (CPU). \throws LearnError for a number that is no treatment's */
  torch::Tensor
  RowsOf(const std::vector<std::int64_t> & treatments) const;
};

/** The tensors of a part of a tower, under names with `prefix` before them. */
std::vector<NamedTensor>
Prefixed(const std::string & prefix, std::vector<NamedTensor> tensors);
} // namespace pheno

#endif
