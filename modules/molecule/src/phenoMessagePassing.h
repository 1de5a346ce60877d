#ifndef phenoMessagePassing_h
#define phenoMessagePassing_h

#include "phenoMoleculeGraph.h"
#include "phenoParameterList.h"
#include "phenoSegmentTable.h"

namespace pheno::molecule
{
/** A layer's weight and bias; Apply is x W^T + b. */
struct Linear
{
  torch::Tensor weight, bias;

  /** Adds <name>.weight and <name>.bias, both uniform in +-1/sqrt(in). */
  static Linear
  Add(ParameterList & list, const std::string & name, std::int64_t in, std::int64_t out);

  torch::Tensor
  Apply(const torch::Tensor & x) const;
};

/** The bonds of a batch, as layers use them. */
struct Bonds
{
  torch::Tensor from, to;  ///< atoms, E
  torch::Tensor features;  ///< E x bond features, in the parameters' type
  SegmentTable  into_atom; ///< bonds by the atom they lead to

  Bonds(const GraphBatch & batch, torch::ScalarType type);
};

/** One round of messages between neighbours. */
class MessagePassing
{
public:
  virtual ~MessagePassing() = default;

  /** \param atoms A x W \return A x W */
  virtual torch::Tensor
  Apply(const torch::Tensor & atoms, const Bonds & bonds) const = 0;
};
} // namespace pheno::molecule

#endif
