#include "phenoPortableMath.h"
#include "phenoTest.h"

#include <cmath>

using namespace pheno::simulate;

TEST_CASE("portable functions agree with the C library to a few units in the last place")
{
  for (int i = -20000; i <= 20000; ++i)
  {
    const double x = 0.01 * i + 0.0003;
    REQUIRE(Exp(x) == doctest::Approx(std::exp(x)).epsilon(1e-14));
    REQUIRE(Log(std::exp(x)) == doctest::Approx(x).epsilon(1e-14));
    const double turns = x - std::floor(x);
    const auto   direction = DirectionOf(x);
    REQUIRE(std::abs(direction.cosine - std::cos(2.0 * M_PI * turns)) < 1e-14);
    REQUIRE(std::abs(direction.sine - std::sin(2.0 * M_PI * turns)) < 1e-14);
  }
}

TEST_CASE("powers, and the ends of the range")
{
  CHECK(Power(2.0, 10.0) == doctest::Approx(1024.0).epsilon(1e-14));
  CHECK(Power(0.0, 0.5) == 0.0);
  CHECK(Exp(0.0) == 1.0);
  CHECK(Log(1.0) == 0.0);
  CHECK(Exp(-1e9) == Exp(-700.0));
  CHECK(std::isfinite(Exp(1e9)));
}
