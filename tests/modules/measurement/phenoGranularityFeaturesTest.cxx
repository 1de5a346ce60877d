// The parts of the granular spectrum by hand; its whole is in phenoPeerMeasurementsTest.cxx.
#include "phenoTest.h"

#include "phenoGranularSpectrum.h"
#include "phenoGranularityFeatures.h"
#include "phenoMadeField.h"

#include <cmath>

using namespace pheno;
using namespace pheno::test;

TEST_CASE("erosion and dilation by discs")
{
  const GreyPlane plane{ 5, 3, { 9, 9, 9, 9, 9, 9, 9, 1, 9, 9, 9, 9, 9, 9, 9 } };
  CHECK(Erode(plane, 1).values == std::vector<double>{ 9, 9, 1, 9, 9, 9, 1, 1, 1, 9, 9, 9, 1, 9, 9 });
  CHECK(Dilate(Erode(plane, 1), 1).values == std::vector<double>{ 9, 9, 9, 9, 9, 9, 9, 1, 9, 9, 9, 9, 9, 9, 9 });
  // radius 2 reaches two pixels straight and one diagonally
  CHECK(Erode(plane, 2).values == std::vector<double>{ 9, 1, 1, 1, 9, 1, 1, 1, 1, 1, 9, 1, 1, 1, 9 });
}

TEST_CASE("reconstruction fills what is joined to the marker, to the marker's height")
{
  GreyPlane       marker{ 7, 1, { 0, 5, 0, 0, 0, 0, 0 } };
  const GreyPlane mask{ 7, 1, { 3, 6, 6, 4, 8, 0, 9 } };
  Reconstruct(marker, mask);
  CHECK(marker.values == std::vector<double>{ 3, 5, 5, 4, 4, 0, 0 });
  // around corners, against the order of scans
  GreyPlane       corner{ 3, 3, { 0, 0, 0, 0, 0, 0, 0, 0, 7 } };
  const GreyPlane path{ 3, 3, { 7, 7, 7, 7, 0, 0, 7, 7, 7 } };
  Reconstruct(corner, path);
  CHECK(corner.values == std::vector<double>{ 7, 7, 7, 7, 0, 0, 7, 7, 7 });
}

TEST_CASE("the spectrum adds up to what erosion removes")
{
  // one bright square of 5 x 5 samples on nothing: three erosions by a disc of radius 1 remove it
  const MadeField field = MakeField(
    64,
    64,
    [](int, int) { return 1U; },
    [](int x, int y) { return x >= 20 && x < 40 && y >= 20 && y < 40 ? 1.0 : 0.0; });
  const GranularSpectrum spectrum(field.A());
  const auto             percent = spectrum.OfImage();
  CHECK(percent[0] == 0);
  CHECK(percent[1] == 0);
  CHECK(percent[2] == doctest::Approx(100));
  CHECK(percent[3] == 0);
  const MadeField dark = MakeField(
    64, 64, [](int, int) { return 0U; }, [](int, int) { return 0.0; });
  CHECK(std::isnan(GranularSpectrum(dark.A()).OfImage()[0]));
}
