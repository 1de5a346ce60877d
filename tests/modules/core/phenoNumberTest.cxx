#include "phenoNumber.h"
#include "phenoTest.h"

#include <cmath>
#include <limits>

using namespace pheno;

TEST_CASE("numbers are written short and read back the same")
{
  for (const double value : { 0.1, 1.0 / 3, 1e300, -5e-324, 123456789.125, 30.0 })
  {
    CHECK(ParseNumber(FormatNumber(value)) == value);
  }
  CHECK(FormatNumber(0.1) == "0.1");
  CHECK(FormatNumber(30) == "30");
  CHECK(FormatNumber(std::numeric_limits<double>::quiet_NaN()) == "");
  CHECK(FormatNumber(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("text that is no number is told from a missing one")
{
  CHECK(ParseNumber(" 2.5\r") == 2.5);
  CHECK(ParseNumber("+3") == 3.0);
  CHECK(ParseNumber("-1e3") == -1000.0);
  CHECK_FALSE(ParseNumber("2,5").has_value());
  CHECK_FALSE(ParseNumber("12 px").has_value());
  CHECK_FALSE(ParseNumber("B02").has_value());
  for (const char * missing : { "", " ", "nan", "NaN", "NA" })
  {
    REQUIRE(ParseNumber(missing).has_value());
    CHECK(std::isnan(*ParseNumber(missing)));
  }
}

TEST_CASE("a doubled sign is no number")
{
  CHECK_FALSE(ParseNumber("+-3").has_value());
}
