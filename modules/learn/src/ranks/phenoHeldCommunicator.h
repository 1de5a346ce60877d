#ifndef phenoHeldCommunicator_h
#define phenoHeldCommunicator_h

#include "phenoCommunicator.h"

#include <torch/csrc/autograd/custom_function.h>

#include <memory>
#include <utility>

namespace pheno::learn
{
/** A communicator as autograd keeps it from a forward to its backward pass. */
struct HeldCommunicator : torch::CustomClassHolder
{
  explicit HeldCommunicator(std::shared_ptr<Communicator> held)
    : ranks(std::move(held))
  {}

  std::shared_ptr<Communicator> ranks;
};

inline void
Hold(torch::autograd::AutogradContext & context, std::shared_ptr<Communicator> ranks)
{
  context.saved_data["ranks"] = c10::IValue::make_capsule(c10::make_intrusive<HeldCommunicator>(std::move(ranks)));
}

inline std::shared_ptr<Communicator>
Held(const torch::autograd::AutogradContext & context)
{
  return c10::static_intrusive_pointer_cast<HeldCommunicator>(context.saved_data.at("ranks").toCapsule())->ranks;
}
} // namespace pheno::learn

#endif
