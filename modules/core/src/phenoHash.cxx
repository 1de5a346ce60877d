#include "phenoHash.h"

#include "phenoError.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

namespace pheno
{
namespace
{
class Digest
{
public:
  Digest()
    : m_Context(EVP_MD_CTX_new())
  {
    EVP_DigestInit_ex(m_Context.get(), EVP_sha256(), nullptr);
  }
  void
  Update(const void * bytes, std::size_t count)
  {
    EVP_DigestUpdate(m_Context.get(), bytes, count);
  }
  std::string
  Hex()
  {
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned int                               size = 0;
    EVP_DigestFinal_ex(m_Context.get(), raw.data(), &size);
    static constexpr char kHex[] = "0123456789abcdef";
    std::string           text;
    for (unsigned int i = 0; i < size; ++i)
    {
      text += kHex[raw[i] >> 4];
      text += kHex[raw[i] & 15];
    }
    return text;
  }

private:
  struct Free
  {
    void
    operator()(EVP_MD_CTX * context) const
    {
      EVP_MD_CTX_free(context);
    }
  };
  std::unique_ptr<EVP_MD_CTX, Free> m_Context;
};
} // namespace

std::string
Sha256(std::string_view bytes)
{
  Digest digest;
  digest.Update(bytes.data(), bytes.size());
  return digest.Hex();
}

std::string
Sha256File(const fs::path & path)
{
  struct Close
  {
    void
    operator()(std::FILE * file) const
    {
      std::fclose(file);
    }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (!file)
  {
    throw Error(path.string() + ": cannot be read: " + std::strerror(errno));
  }
  Digest            digest;
  std::vector<char> buffer(1 << 20);
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get()))
  {
    digest.Update(buffer.data(), count);
  }
  if (std::ferror(file.get()))
  {
    throw Error(path.string() + ": reading failed: " + std::strerror(errno));
  }
  return digest.Hex();
}

std::uint64_t
SeedFrom(std::string_view text)
{
  return std::stoull(Sha256(text).substr(0, 16), nullptr, 16);
}
} // namespace pheno
