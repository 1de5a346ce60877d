#ifndef phenoBase64_h
#define phenoBase64_h

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** Bytes as base64 with padding (RFC 4648, section 4). */
std::string
Base64(const std::vector<std::uint8_t> & bytes);
} // namespace pheno

#endif
