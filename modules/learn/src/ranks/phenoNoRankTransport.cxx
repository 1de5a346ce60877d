#include "phenoLearnError.h"
#include "phenoRankTransport.h"

namespace pheno::learn
{
std::unique_ptr<RankTransport>
MakeRankTransport(const RankPlace & place)
{
  throw LearnError("training on " + std::to_string(place.size) +
                   " ranks needs Gloo, and pheno was built with a LibTorch without it or without its headers "
                   "(Debian: libgloo-dev); install them and build again, or train on one rank");
}
} // namespace pheno::learn
