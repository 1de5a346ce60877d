// The made field of phenoMadeField.h against peer_measurements.csv (cp_measure 0.3.0, see peer_measurements.py).
#include "phenoFolders.h"
#include "phenoTest.h"

#include "phenoMeasureAll.h"
#include "phenoZernikeTolerance.h"

#include "phenoCsv.h"

#include <algorithm>
#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
Table
PeerTable()
{
  return ReadCsv(fs::path(kSourceDir) / "tests/modules/measurement/peer_measurements.csv");
}

bool
StartsWith(const std::string & text, const std::string & start)
{
  return text.rfind(start, 0) == 0;
}

/** What the peer has and we do not, or where two definitions differ. */
bool
IsOther(const std::string & name)
{
  const auto ends = [&](const std::string & end) {
    return name.size() >= end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
  };
  return name == "AreaShape_FilledArea" || name == "AreaShape_PerimeterCrofton" || // not of CellProfiler 4
         ends("_Z_A") ||                                                           // planes have no z
         name == "AreaShape_NormalizedMoment_0_0" || name == "AreaShape_NormalizedMoment_0_1" ||
         name == "AreaShape_NormalizedMoment_1_0"; // never defined
}

FeatureColumns
MeasurePeerField(const MadeField & field)
{
  const std::vector<NamedPlane> planes{ { "A", field.A() }, { "B", field.B() } };
  const ObjectMap               objects(field.Labels());
  FeatureColumns                columns(objects.Objects().size());
  AreaShapeFeatures().Measure(objects, columns);
  IntensityFeatures(planes).Measure(objects, columns);
  TextureFeatures(planes, { 3 }).Measure(objects, columns);
  RadialDistributionFeatures(planes).Measure(objects, columns);
  GranularityFeatures(planes).Measure(objects, columns);
  CorrelationFeatures(planes, 0.5).Measure(objects, columns);
  for (const unsigned distance : { 1U, 5U, 20U })
  {
    NeighborFeatures(distance).Measure(objects, columns);
  }
  return columns;
}
} // namespace

TEST_CASE("features equal those of cp_measure")
{
  const MadeField      field = PeerField();
  const FeatureColumns ours = MeasurePeerField(field);
  const Table          peer = PeerTable();
  const Table::Text    names = peer.Texts("feature");
  const auto           zernike_0_0 =
    static_cast<std::size_t>(std::find(names.begin(), names.end(), "AreaShape_Zernike_0_0") - names.begin());
  std::size_t compared = 0;
  for (std::size_t row = 0; row < names.size(); ++row)
  {
    const std::string & name = names[row];
    if (IsOther(name))
    {
      continue;
    }
    for (std::size_t object = 0; object < ours.Rows(); ++object)
    {
      const double theirs = peer.Numbers(std::to_string(object + 1))[row];
      const double value = ours.At(name)[object];
      // planes hold floats, the peer computes in double; shape does not look at planes
      double tolerance = (StartsWith(name, "AreaShape_") ? 1e-9 : 2e-6) * std::max(1.0, std::abs(theirs));
      if (StartsWith(name, "AreaShape_Zernike_"))
      {
        tolerance = ZernikeTolerance(ours.At("AreaShape_Area")[object],
                                     ours.At("AreaShape_Zernike_0_0")[object],
                                     peer.Numbers(std::to_string(object + 1))[zernike_0_0])
                      .bound;
      }
      if (name == "AreaShape_Orientation" && (object == 0 || object == 3))
      {
        CHECK(std::isnan(value)); // a disc and a ring have no long axis; the peer says 45 degrees
        continue;
      }
      INFO(name, " of object ", object + 1, ": ", value, ", the peer has ", theirs);
      CHECK(std::abs(value - theirs) <= tolerance);
      ++compared;
    }
  }
  CHECK(compared > 1200);
}
