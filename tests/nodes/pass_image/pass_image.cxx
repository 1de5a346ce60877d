#include "phenoTestNode.h"

#include "phenoImage.h"

namespace
{
/** The image that came in. */
class PassImage : public pheno::Node
{
public:
  explicit PassImage(const pheno::Json &) {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context &) override
  {
    out.Store("image", in.Load("image"));
  }
};
} // namespace

PHENO_NODE(PassImage)
