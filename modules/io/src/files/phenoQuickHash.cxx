#include "phenoQuickHash.h"

#include <array>
#include <cstdio>

#include <xxhash.h>

namespace pheno
{
QuickHash::QuickHash()
  : m_State(XXH3_createState())
{
  XXH3_128bits_reset(m_State);
}

QuickHash::~QuickHash()
{
  XXH3_freeState(m_State);
}

void
QuickHash::Add(std::string_view bytes)
{
  XXH3_128bits_update(m_State, bytes.data(), bytes.size());
}

std::string
QuickHash::Finish() const
{
  XXH128_canonical_t canonical{};
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(m_State));
  std::string text;
  for (const unsigned char byte : canonical.digest)
  {
    std::array<char, 3> hex{};
    std::snprintf(hex.data(), hex.size(), "%02x", byte);
    text += hex.data();
  }
  return text;
}
} // namespace pheno
