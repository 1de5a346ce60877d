#include "phenoTest.h"

#include "phenoNumberByNuclei.h"

using namespace pheno;

namespace
{
using Numbers = std::vector<std::uint32_t>;

/** The cells of a row of pixels, numbered. */
Numbers
Numbered(const Numbers & nuclei, Numbers cells)
{
  NumberByNuclei({ nuclei.data(), nuclei.size(), 1 }, { cells.data(), cells.size(), 1 });
  return cells;
}
} // namespace

TEST_CASE("a cell gets the number of the nucleus that it shares most pixels with")
{
  CHECK(Numbered({ 0, 1, 1, 0, 0, 2, 0 }, { 9, 9, 9, 9, 4, 4, 4 }) == Numbers{ 1, 1, 1, 1, 2, 2, 2 });
  CHECK(Numbered({ 2, 1, 1, 0 }, { 7, 7, 7, 7 }) == Numbers{ 1, 1, 1, 1 });
  CHECK(Numbered({ 2, 1, 0, 0 }, { 7, 7, 7, 7 }) == Numbers{ 1, 1, 1, 1 }); // of equal shares the lowest number
}

TEST_CASE("a nucleus is of one cell; cells without one are numbered above all nuclei")
{
  CHECK(Numbered({ 3, 3, 3, 0, 0 }, { 5, 6, 6, 0, 2 }) == Numbers{ 4, 3, 3, 0, 5 });
  CHECK(Numbered({ 0, 0, 0 }, { 8, 0, 3 }) == Numbers{ 1, 0, 2 });
  CHECK(Numbered({ 1, 0 }, { 0, 0 }) == Numbers{ 0, 0 });
  CHECK(Numbered({}, {}).empty());
}
