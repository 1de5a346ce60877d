#ifndef phenoProfileError_h
#define phenoProfileError_h

#include <stdexcept>

namespace pheno
{
/** An input that a computation on profiles is not defined for: what was found, what was expected, where. */
class ProfileError : public std::invalid_argument
{
public:
  using std::invalid_argument::invalid_argument;
};
} // namespace pheno

#endif
