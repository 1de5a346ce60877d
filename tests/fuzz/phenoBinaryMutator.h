#ifndef phenoBinaryMutator_h
#define phenoBinaryMutator_h

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>

namespace pheno::test
{
/** Makes broken copies of files of any kind, the same for one seed on every machine: a bit, the end, bytes that move,
 * or a field of 1, 2, 4 or 8 bytes that lies (nothing, one, the largest, the largest positive, something). Half of the
 * changes meet the first or last bytes, where headers, directories and indexes stand. */
class BinaryMutator
{
public:
  explicit BinaryMutator(std::uint64_t seed)
    : m_Random(seed)
  {}

  std::string
  Mutate(std::string bytes)
  {
    for (std::size_t changes = 1 + Below(3); changes > 0 && !bytes.empty(); --changes)
    {
      switch (Below(6))
      {
        case 0:
        case 1:
          bytes[Place(bytes)] ^= static_cast<char>(1 << Below(8));
          break;
        case 2:
          bytes.resize(Below(bytes.size()));
          break;
        case 3:
          std::swap(bytes[Place(bytes)], bytes[Place(bytes)]);
          break;
        default:
          Lie(bytes);
      }
    }
    return bytes;
  }

  std::size_t
  Below(std::size_t count)
  {
    return static_cast<std::size_t>(m_Random() % count);
  }

private:
  std::size_t
  Place(const std::string & bytes)
  {
    constexpr std::size_t kEdge = 256;
    const std::size_t     edge = std::min(kEdge, bytes.size());
    switch (Below(4))
    {
      case 0:
        return Below(edge);
      case 1:
        return bytes.size() - 1 - Below(edge);
      default:
        return Below(bytes.size());
    }
  }

  /** In little-endian or big-endian order. */
  void
  Lie(std::string & bytes)
  {
    const std::size_t   width = std::size_t(1) << Below(4);
    const std::uint64_t largest = width == 8 ? ~std::uint64_t(0) : (std::uint64_t(1) << (8 * width)) - 1;
    const std::uint64_t values[] = { 0, 1, largest, largest >> 1, largest >> Below(8 * width), m_Random() & largest };
    const std::uint64_t value = values[Below(std::size(values))];
    const std::size_t   at = Place(bytes);
    const bool          big = Below(2) == 0;
    for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i)
    {
      bytes[at + i] = static_cast<char>(value >> (8 * (big ? width - 1 - i : i)));
    }
  }

  std::mt19937_64 m_Random;
};
} // namespace pheno::test

#endif
