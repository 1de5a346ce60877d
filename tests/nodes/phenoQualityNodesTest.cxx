#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Eleven sites of one channel: focus and background rise a little from site to site, then what the case changes. */
Table
Quality()
{
  Table table;
  table.Add("plate", Table::Text(11, "P1"));
  table.Add("well", Table::Text(11, "A01"));
  Table::Text sites;
  Table::Real slope, background;
  for (int site = 1; site <= 11; ++site)
  {
    sites.push_back(std::to_string(site));
    slope.push_back(-2 + .01 * site);
    background.push_back(100 + site);
  }
  table.Add("site", sites);
  table.Add("channel", Table::Text(11, "dna"));
  table.Add("power_slope", slope);
  table.Add("laplacian_variance", Table::Real(11, .5));
  table.Add("background", background);
  table.Add("minimum", Table::Real(11, 90));
  table.Add("standard_deviation", Table::Real(11, 30));
  table.Add("saturated_share", Table::Real(11, 0));
  table.Add("field_agreement", Table::Real(11, .4));
  table.Add("nuclei", Table::Real(11, std::nan("")));
  return table;
}

Table
With(Table table, const std::string & column, std::size_t row, double value)
{
  Table::Real values = table.Numbers(column);
  values[row] = value;
  table.Set(column, values);
  return table;
}

struct Judgement
{
  Table flags;
  Table exclusions;
};

Judgement
Judge(const Table & quality, const Json & params = Json::object())
{
  NodeHarness node("pheno.flag_quality", params);
  node.In("quality", quality, OneAxis("site", "1")).Run();
  return { *node.Out<Table>("flags"), *node.Out<Table>("exclusions") };
}
} // namespace

TEST_CASE("measure_quality measures every channel of a site")
{
  Image image = DiscImage();
  Image field;
  field.channels = image.channels;
  field.planes = image.planes; // shading of its own discs
  NodeHarness node("pheno.measure_quality", { { "highest_level", 200 } });
  node.At({ { "plate", "P1" }, { "well", "A01" }, { "site", "2" } }).In("image", image).In("field", field).Run();
  const Ptr<Table> quality = node.Out<Table>("quality");
  REQUIRE(quality->Rows() == 2);
  CHECK(quality->Texts("channel") == Table::Text{ "dna", "body" });
  CHECK(quality->Texts("site") == Table::Text{ "2", "2" });
  CHECK(quality->Numbers("minimum") == Table::Real{ 10, 10 });
  CHECK(quality->Numbers("maximum") == Table::Real{ 200, 100 });
  CHECK(quality->Numbers("saturated_share")[0] > .1); // discs of radius 8 on a grid of 40: 197 of 1600 pixels
  CHECK(quality->Numbers("saturated_share")[0] < .13);
  CHECK(quality->Numbers("saturated_share")[1] == 0);
  CHECK(std::isnan(quality->Numbers("nuclei")[0]));
}

TEST_CASE("flag_quality says what is wrong with sites that stand out")
{
  const Judgement none = Judge(Quality());
  CHECK(none.exclusions.Rows() == 0);
  CHECK(none.flags.Numbers("flagged") == Table::Real(11, 0));
  // Medians: site 6; deviations .01 .. .05 twice and 0, median .03.
  CHECK(none.flags.Numbers("power_slope_z")[10] == doctest::Approx(.05 / (1.4826 * .03)));
  CHECK(std::isnan(none.flags.Numbers("nuclei_z")[0]));

  Table bad = With(Quality(), "power_slope", 3, -3);
  bad = With(bad, "saturated_share", 4, .2);
  bad = With(bad, "standard_deviation", 5, 0);
  bad = With(bad, "background", 6, 900);
  const Judgement found = Judge(bad);
  CHECK(found.exclusions.Texts("site") == Table::Text{ "4", "5", "6", "7" });
  const Table::Text reasons = found.exclusions.Texts("reason");
  CHECK(reasons[0].starts_with("dna: blurred (power_slope -3, z -"));
  CHECK(reasons[1] == "dna: saturated (0.2 of the pixels)");
  CHECK(reasons[2] == "dna: blank (every pixel is 90)");
  CHECK(reasons[3].starts_with("dna: bright background (background 900, z "));
  CHECK(Judge(bad, { { "z", 1e6 }, { "saturated_share", .5 } }).exclusions.Texts("site") == Table::Text{ "6" });

  Table turned = Quality();
  turned.Set("field_agreement", Table::Real(11, -.3));
  CHECK(Judge(turned).exclusions.Rows() == 11);
  CHECK(Judge(turned).exclusions.Cell(0, "reason") == "dna: illumination of another plate (median agreement -0.3)");
  CHECK(Judge(turned, { { "field_agreement", -1 } }).exclusions.Rows() == 0);
}

TEST_CASE("flag_quality without a good site is bad data")
{
  NodeHarness node("pheno.flag_quality");
  CHECK_THROWS_WITH_AS(node.Empty("quality").Run(), "the plate has no good site", BadData);
}

TEST_CASE("pass_site quarantines what breaks a rule")
{
  const Table flags = Judge(With(Quality(), "saturated_share", 4, .2)).flags;
  const auto  pass = [&flags](const std::string & site, const Json & params = Json::object()) {
    NodeHarness node("pheno.pass_site", params);
    node.At({ { "plate", "P1" }, { "well", "A01" }, { "site", site } })
      .In("image", DiscImage())
      .In("flags", flags)
      .Run();
    return node.Out<Image>("image")->channels.size();
  };
  CHECK(pass("4") == 2);
  CHECK_THROWS_WITH_AS(pass("5"), "channel 'dna': saturated (0.2 of the pixels)", BadData);
  const Json rule = { { "column", "background" }, { "above", 110.5 } };
  CHECK_THROWS_WITH_AS(pass("11", { { "rules", { rule } } }), "channel 'dna': background is 111", BadData);
  CHECK(pass("10", { { "rules", { rule } } }) == 2);
  const Json other = { { "column", "background" }, { "above", 110.5 }, { "channel", "body" } };
  CHECK(pass("11", { { "rules", { other } } }) == 2);
  CHECK_THROWS_AS(pass("1", { { "rules", { { { "column", "background" } } } } }), Error);
}
