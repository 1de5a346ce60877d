#ifndef phenoPassingDigest_h
#define phenoPassingDigest_h

#include "phenoQuickHash.h"

#include <cstdint>
#include <string_view>

namespace pheno
{
/** The digest of a file whose bytes pass in nearly their order: what comes next is taken, what was taken or comes too
 * early is let pass. Whoever reads asks for what is missing with Next(). */
class PassingDigest
{
public:
  /** The position of the first byte that was not taken. */
  std::uint64_t
  Next() const
  {
    return m_Next;
  }

  void
  Pass(std::uint64_t position, std::string_view bytes)
  {
    const std::uint64_t end = position + bytes.size();
    if (position <= m_Next && end > m_Next)
    {
      m_Hash.Add(bytes.substr(static_cast<std::size_t>(m_Next - position)));
      m_Next = end;
    }
  }

  /** As QuickDigest, of what was taken. */
  std::string
  Finish() const
  {
    return m_Hash.Finish();
  }

private:
  QuickHash     m_Hash;
  std::uint64_t m_Next = 0;
};
} // namespace pheno

#endif
