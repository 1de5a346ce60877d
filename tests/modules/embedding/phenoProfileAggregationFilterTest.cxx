#include "phenoTest.h"

#include "modules/embedding/phenoEmbeddingTest.h"

#include "phenoProfileAggregationFilter.h"

#include <cmath>
#include <limits>

using namespace pheno;
using Filter = ProfileAggregationFilter;

namespace
{
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/** Three cells of P|B and one of P|A. */
ProfileDataObject::Pointer
MakeCells()
{
  Profiles cells;
  cells.metadata = Table({ "Metadata_Plate", "Metadata_Well", "Metadata_role" },
                         { { "P", "B", "t" }, { "P", "A", "c" }, { "P", "B", "t" }, { "P", "B", "t" } });
  cells.features = { "f", "g" };
  cells.values = { 1, 0, 3, 4, 2, 2, 6, kMissing };
  auto object = ProfileDataObject::New();
  object->SetProfiles(std::move(cells));
  return object;
}

Filter::Pointer
MakeFilter()
{
  auto filter = Filter::New();
  filter->SetProfiles(MakeCells());
  return filter;
}
} // namespace

TEST_CASE("aggregation keeps the contract of a filter")
{
  test::ProcessObjectContract<Filter> contract;
  contract.inputs = { [](Filter & filter) { filter.SetProfiles(MakeCells()); } };
  contract.Check();
}

TEST_CASE("one row a well: mean or median, missing values left out, sorted by plate and well")
{
  const auto filter = MakeFilter();
  filter->Update();
  const Profiles & wells = filter->GetOutput()->GetProfiles();
  CHECK(wells.metadata.Names() ==
        std::vector<std::string>{ "Metadata_Plate", "Metadata_Well", "Metadata_Object_Count" });
  CHECK(wells.metadata.Texts("Metadata_Well") == Table::Text{ "A", "B" });
  CHECK(wells.metadata.Texts("Metadata_Object_Count") == Table::Text{ "1", "3" });
  CHECK(wells.features == std::vector<std::string>{ "f", "g" });
  CHECK(wells.values == std::vector<double>{ 3, 4, 3, 1 }); // by hand: (1 + 2 + 6) / 3, (0 + 2) / 2

  filter->SetCenter(Center::Median);
  filter->Update();
  CHECK(filter->GetOutput()->GetProfiles().values == std::vector<double>{ 3, 4, 2, 1 });
}

TEST_CASE("unit norm divides by the length of a row")
{
  const auto filter = MakeFilter();
  filter->UnitNormOn();
  filter->Update();
  const std::vector<double> & values = filter->GetOutput()->GetProfiles().values;
  CHECK(values[0] == doctest::Approx(0.6)); // 3 / 5
  CHECK(values[1] == doctest::Approx(0.8));
  CHECK(values[2] == doctest::Approx(3 / std::sqrt(10.0)));
}

TEST_CASE("groups by any columns; a column that is not there is named")
{
  const auto filter = MakeFilter();
  filter->SetGroupBy({ "Metadata_Plate", "Metadata_Well", "Metadata_role" });
  filter->Update();
  CHECK(filter->GetOutput()->GetProfiles().metadata.Texts("Metadata_role") == Table::Text{ "c", "t" });
  filter->SetGroupBy({ "Metadata_compound" });
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("no column 'Metadata_compound'"), itk::ExceptionObject);
  filter->SetGroupBy({});
  CHECK_THROWS_AS(filter->Update(), itk::ExceptionObject);
}

TEST_CASE("no cells give no wells")
{
  auto none = ProfileDataObject::New();
  none->SetProfiles(MakeCells()->GetProfiles().Select({}));
  auto filter = MakeFilter();
  filter->SetProfiles(none);
  filter->Update();
  CHECK(filter->GetOutput()->GetProfiles().Rows() == 0);
  CHECK(filter->GetOutput()->GetProfiles().Columns() == 2);
}
