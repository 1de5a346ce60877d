#ifndef phenoQuickHash_h
#define phenoQuickHash_h

#include <memory>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace pheno
{
/** XXH3-128 of bytes that come piece by piece. */
class QuickHash
{
public:
  QuickHash();
  ~QuickHash();
  QuickHash(const QuickHash &) = delete;
  QuickHash &
  operator=(const QuickHash &) = delete;

  void
  Add(std::string_view bytes);
  /** Lower-case hexadecimal. */
  std::string
  Finish() const;

private:
  XXH3_state_s * m_State;
};
} // namespace pheno

#endif
