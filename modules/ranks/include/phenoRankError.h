#ifndef phenoRankError_h
#define phenoRankError_h

#include <stdexcept>

namespace pheno
{
/** Ranks cannot be started, or one of them failed. */
class RankError : public std::runtime_error
{
public:
  using std::runtime_error::runtime_error;
};
} // namespace pheno

#endif
