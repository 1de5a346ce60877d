#ifndef phenoLearnError_h
#define phenoLearnError_h

#include <stdexcept>

namespace pheno
{
/** What every function of this module throws: what was found, what was expected, where. */
class LearnError : public std::runtime_error
{
public:
  using std::runtime_error::runtime_error;
};
} // namespace pheno

#endif
