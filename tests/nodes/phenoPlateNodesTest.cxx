#include "phenoMadeProfiles.h"
#include "phenoMetricRows.h"
#include "phenoNodeHarness.h"

#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
const std::vector<std::string> kWells = { "Plate", "Well", "role" };

/** Three positive and three negative controls on P, two negative ones and a well without a place on Q. */
Profiles
Controls()
{
  return MakeProfiles(kWells,
                      { { { "P", "A01", "poscon" }, { 10 } },
                        { { "P", "A02", "poscon" }, { 11 } },
                        { { "P", "A03", "poscon" }, { 12 } },
                        { { "P", "B01", "negcon" }, { 0 } },
                        { { "P", "B02", "negcon" }, { 1 } },
                        { { "P", "B03", "negcon" }, { 2 } },
                        { { "Q", "A01", "negcon" }, { 0 } },
                        { { "Q", "A02", "negcon" }, { 4 } },
                        { { "Q", "7", "trt" }, { NAN } } });
}

/** A plate of `columns` columns with one negative control a well, the value of each from its place. */
template <typename Value>
Profiles
FullPlate(int rows, int columns, const Value & value)
{
  std::vector<MadeRow> all;
  for (int row = 0; row < rows; ++row)
  {
    for (int column = 0; column < columns; ++column)
    {
      all.push_back({ { "P", std::string(1, static_cast<char>('A' + row)) + std::to_string(column + 1), "negcon" },
                      { static_cast<double>(value(row, column)) } });
    }
  }
  return MakeProfiles(kWells, all);
}

const Json kFirstFeature = { { "value", "f1" } };

std::string
NoteOf(const NodeHarness & node, const std::string & metric, const std::string & group = "")
{
  return Note(*node.Out<Table>("metrics"), metric, group);
}

double
ValueOf(const NodeHarness & node, const std::string & metric, const std::string & group = "")
{
  return Metric(*node.Out<Table>("metrics"), metric, group);
}
} // namespace

TEST_CASE("score_plates: separation of controls by hand, wells scored against their plate")
{
  NodeHarness node("pheno.score_plates", kFirstFeature);
  node.In("profiles", Controls()).Run();
  CHECK(ValueOf(node, "zprime", "P") == doctest::Approx(1 - 3 * 2 / 10.0));
  CHECK(ValueOf(node, "robust_zprime", "P") == doctest::Approx(1 - 3 * 2 * 1.4826 / 10));
  CHECK(ValueOf(node, "ssmd", "P") == doctest::Approx(10 / std::sqrt(2.0)));
  CHECK(ValueOf(node, "robust_ssmd", "P") == doctest::Approx(10 / (1.4826 * std::sqrt(2.0))));
  CHECK(ValueOf(node, "signal_window", "P") == doctest::Approx(4));
  const Ptr<Table>  metrics = node.Out<Table>("metrics");
  const std::size_t row = MetricRow(*metrics, "zprime", "P");
  CHECK(metrics->Numbers("n")[row] == 6);
  CHECK(metrics->Numbers("low")[row] < 0.4);
  CHECK(metrics->Numbers("high")[row] > 0.4);
  CHECK(NoteOf(node, "zprime", "P") == "3 positive, 3 negative control wells; 95 % bootstrap over wells");
  CHECK(NoteOf(node, "zprime", "Q") == "left out: 0 positive, 2 negative control wells");
  CHECK(std::isnan(ValueOf(node, "zprime", "Q")));
  CHECK(metrics->Cell(MetricRow(*metrics, "zprime"), "group") == "");
  CHECK(ValueOf(node, "zprime") == doctest::Approx(0.4));
  CHECK(std::isnan(metrics->Numbers("low")[MetricRow(*metrics, "zprime")])); // of one plate
  CHECK(NoteOf(node, "zprime") == "mean over plates; 2 plates in all");

  const Ptr<Table> wells = node.Out<Table>("wells");
  CHECK(wells->Numbers("value")[1] == 11);
  CHECK(wells->Numbers("z")[0] == doctest::Approx(9));
  CHECK(wells->Numbers("robust_z")[0] == doctest::Approx(9 / 1.4826));
  CHECK(wells->Numbers("ssmd_star")[0] == doctest::Approx(9 / std::sqrt(2.0)));
  CHECK(wells->Numbers("percent_of_control")[0] == doctest::Approx(1000));
  CHECK(wells->Numbers("npi")[0] == doctest::Approx(10));
  CHECK(std::isnan(wells->Numbers("npi")[6])); // Q has no positive control
  CHECK(std::isnan(wells->Numbers("edge")[8]));
  CHECK(std::isnan(wells->Numbers("b_score")[8]));
}

TEST_CASE("score_plates: wells at the edge with an exact p, and a plate unlike the others")
{
  // Two of twelve wells are inside: one of C(12, 2) = 66 choices is as extreme.
  const auto shifted = [](int row, int column) {
    const bool isInside = row == 1 && (column == 1 || column == 2);
    return 0.1 * ((row + 2 * column) % 5) + (isInside ? 0 : 3);
  };
  NodeHarness node("pheno.score_plates", kFirstFeature);
  node.In("profiles", FullPlate(3, 4, shifted)).Run();
  const Ptr<Table>  metrics = node.Out<Table>("metrics");
  const std::size_t edge = MetricRow(*metrics, "edge_effect", "P");
  CHECK(metrics->Numbers("p")[edge] == doctest::Approx(1.0 / 66));
  CHECK(metrics->Numbers("q")[edge] == doctest::Approx(1.0 / 66));
  CHECK(metrics->Numbers("value")[edge] > 5);
  CHECK(metrics->Numbers("low")[edge] > 0);
  CHECK(NoteOf(node, "edge_effect", "P") ==
        "10 wells at the edge, 2 inside; exact p of 66 rearrangements; 95 % bootstrap over wells");
  CHECK(node.Out<Table>("wells")->Numbers("edge") == Table::Real{ 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1 });
  CHECK(NoteOf(node, "plate_effect", "P") == "left out: 12 wells on the plate, 0 on other plates");

  Profiles   both = FullPlate(2, 3, [](int row, int column) { return row + 0.1 * column; });
  const auto other = FullPlate(2, 3, [](int row, int column) { return 20 + row + 0.1 * column; });
  Table      metadata = other.metadata;
  metadata.Set("Metadata_Plate", Table::Text(6, "Q"));
  both.metadata.Append(metadata);
  both.values.insert(both.values.end(), other.values.begin(), other.values.end());
  NodeHarness plates("pheno.score_plates", kFirstFeature);
  plates.In("profiles", both).Run();
  const Ptr<Table>  found = plates.Out<Table>("metrics");
  const std::size_t q = MetricRow(*found, "plate_effect", "Q");
  CHECK(found->Numbers("p")[q] == doctest::Approx(2.0 / 924)); // C(12, 6), either plate above
  CHECK(found->Numbers("value")[q] == doctest::Approx(-ValueOf(plates, "plate_effect", "P")));
  CHECK(NoteOf(plates, "edge_effect", "P") == "left out: 6 wells at the edge, 0 inside");
}

TEST_CASE("score_plates: median polish by hand")
{
  // Row effects -10, 0, 10 and residuals whose rows and columns have the median 0 and whose MAD is 1.
  const double residuals[3][3] = { { 1, -1, 0 }, { -1, 0, 1 }, { 0, 1, -1 } };
  NodeHarness  node("pheno.score_plates", kFirstFeature);
  node.In("profiles", FullPlate(3, 3, [&](int row, int column) { return 100 + 10 * row + residuals[row][column]; }))
    .Run();
  CHECK(ValueOf(node, "row_effect", "P") == doctest::Approx(20 / 1.4826));
  CHECK(ValueOf(node, "column_effect", "P") == doctest::Approx(0));
  CHECK(NoteOf(node, "row_effect", "P") == "of 3 rows and 3 columns; 95 % bootstrap over wells' residuals");
  const Ptr<Table>  metrics = node.Out<Table>("metrics");
  const std::size_t rows = MetricRow(*metrics, "row_effect", "P");
  CHECK(metrics->Numbers("low")[rows] > 0);
  CHECK(metrics->Numbers("low")[rows] < 20 / 1.4826);
  CHECK(metrics->Numbers("high")[rows] > 20 / 1.4826);
  CHECK(metrics->Numbers("low")[MetricRow(*metrics, "column_effect", "P")] >= 0);
  const Table::Real scores = node.Out<Table>("wells")->Numbers("b_score");
  CHECK(scores[0] == doctest::Approx(1 / 1.4826));
  CHECK(scores[1] == doctest::Approx(-1 / 1.4826));
  CHECK(scores[8] == doctest::Approx(-1 / 1.4826));
  NodeHarness additive("pheno.score_plates", kFirstFeature);
  additive.In("profiles", FullPlate(3, 3, [](int row, int column) { return row + 4 * column; })).Run();
  CHECK(std::isnan(additive.Out<Table>("wells")->Numbers("b_score")[0]));
  CHECK(std::isnan(ValueOf(additive, "row_effect", "P")));
  CHECK(NoteOf(additive, "row_effect", "P") == "no value: the residuals of the median polish do not scatter");
}

TEST_CASE("score_plates: V factor of a dose series, distances to the controls, a metadata column")
{
  Profiles    profiles = MakeProfiles({ "Plate", "Well", "role", "compound", "dose", "Count" },
                                   { { { "P", "A01", "negcon", "", "", "5" }, { 0, 1 } },
                                        { { "P", "A02", "negcon", "", "", "7" }, { 0, -1 } },
                                        { { "P", "A03", "trt", "c", "1", "8" }, { 3, 4 } },
                                        { { "P", "B01", "trt", "c", "1", "9" }, { 4, 3 } },
                                        { { "P", "B02", "trt", "c", "9", "9" }, { 6, 8 } },
                                        { { "P", "B03", "trt", "d", "1", "9" }, { 0, 0 } },
                                        { { "P", "C01", "trt", "e", "1", "9" }, { 0, 1 } },
                                        { { "P", "C02", "trt", "e", "2", "9" }, { 0, 7 } } });
  NodeHarness node("pheno.score_plates");
  node.In("profiles", profiles).Run();
  CHECK(node.Out<Table>("wells")->Numbers("value") == Table::Real{ 1, 1, 5, 5, 10, 0, 1, 7 });
  CHECK(ValueOf(node, "v_factor", "P|c") == 1); // no scatter within the dose of two wells
  const Ptr<Table> scored = node.Out<Table>("metrics");
  CHECK(scored->Numbers("low")[MetricRow(*scored, "v_factor", "P|c")] == 1); // nor in any draw that has a V factor
  CHECK(NoteOf(node, "v_factor", "P|c") == "2 doses; 95 % bootstrap over wells");
  CHECK(std::isnan(scored->Numbers("low")[MetricRow(*scored, "v_factor", "P|e")]));
  CHECK(std::isnan(ValueOf(node, "v_factor", "P|e")));
  CHECK(NoteOf(node, "v_factor", "P|e") == "2 doses, none with two wells or all with one mean");
  CHECK(node.Out<Table>("metrics")->Numbers("n")[MetricRow(*node.Out<Table>("metrics"), "v_factor", "P|c")] == 3);
  for (const std::string & group : node.Out<Table>("metrics")->Texts("group"))
  {
    CHECK(group != "P|d"); // one dose
  }
  NodeHarness counts("pheno.score_plates", { { "value", "Count" } });
  counts.In("profiles", profiles).Run();
  CHECK(counts.Out<Table>("wells")->Numbers("value")[1] == 7);
  // A zero vector has the cosine distance 1 to anything.
  NodeHarness cosine("pheno.score_plates", { { "control_distance", "cosine" } });
  profiles.values[1] = 3;
  cosine.In("profiles", profiles).Run();
  CHECK(cosine.Out<Table>("wells")->Numbers("value")[5] == 1);
}

TEST_CASE("score_plates: one control well, equal wells, and what is refused")
{
  NodeHarness one("pheno.score_plates", kFirstFeature);
  one.In("profiles", Controls().Select({ 0, 3 })).Run();
  CHECK(std::isnan(ValueOf(one, "zprime", "P")));                              // no deviation of one well
  CHECK(NoteOf(one, "zprime", "P") == "1 positive, 1 negative control wells"); // and no interval
  NodeHarness equal("pheno.score_plates", kFirstFeature);
  equal
    .In("profiles",
        MakeProfiles(kWells,
                     { { { "P", "A01", "poscon" }, { 2 } },
                       { { "P", "A02", "poscon" }, { 2 } },
                       { { "P", "A03", "negcon" }, { 1 } },
                       { { "P", "B02", "negcon" }, { 1 } } }))
    .Run();
  CHECK(ValueOf(equal, "zprime", "P") == 1);

  NodeHarness unknown("pheno.score_plates", { { "value", "f9" } });
  CHECK_THROWS_WITH(unknown.In("profiles", Controls()).Run(),
                    "value: 'f9' is neither one of 1 features nor a metadata column (did you mean 'f1'?); metadata "
                    "columns are Metadata_Plate, Metadata_Well, Metadata_role");
  NodeHarness twice("pheno.score_plates", kFirstFeature);
  CHECK_THROWS_WITH(twice.In("profiles", Controls().Select({ 0, 1, 1 })).Run(),
                    "plate 'P' has several profiles of well 'A02', and 1 of 3 profiles are of a well that another has; "
                    "expected one a well: aggregate first");
  NodeHarness small("pheno.score_plates", { { "value", "f1" }, { "plate_format", 6 } });
  CHECK_THROWS_WITH(small.In("profiles", FullPlate(3, 4, [](int row, int) { return row; })).Run(),
                    "wells lie in up to 3 rows and 4 columns; expected plates of 6 wells");
  NodeHarness roles("pheno.score_plates", { { "control_column", "kind" } });
  CHECK_THROWS_WITH(roles.In("profiles", Controls()).Run(), doctest::Contains("no column 'Metadata_kind'"));
  NodeHarness none("pheno.score_plates");
  none.Empty("profiles").Run();
  CHECK(none.Out<Table>("wells")->Rows() == 0);
  CHECK(ValueOf(none, "zprime") != ValueOf(none, "zprime")); // NaN
  CHECK(NoteOf(none, "zprime") == "mean over plates; 0 plates in all");
}

namespace
{
const std::vector<std::string> kCompounds = { "compound", "dose" };

/** c1 is like minus g1 at dose 10 and like g3 at dose 1, c2 has no target, "zero" is a zero vector. */
Profiles
Compounds()
{
  return MakeProfiles(kCompounds,
                      { { { "c1", "1" }, { 0, 0, 0.9, 0.1, 0 } },
                        { { "c1", "10" }, { -3, 0, 0, 0, 0 } },
                        { { "c1", "10" }, { -5, 0, 0, 0, 0 } },
                        { { "c2", "10" }, { 0, 1, 0, 0, 0 } },
                        { { "zero", "10" }, { 0, 0, 0, 0, 0 } },
                        { { "", "10" }, { 1, 1, 1, 1, 1 } } });
}

Profiles
GenesOnAxes()
{
  std::vector<MadeRow> rows;
  for (int i = 0; i < 5; ++i)
  {
    MadeRow row = { { std::string("g").append(std::to_string(i + 1)) }, std::vector<double>(5, 0.0) };
    row.values[static_cast<std::size_t>(i)] = 2;
    rows.push_back(row);
  }
  return MakeProfiles({ "gene" }, rows);
}

Table
Affinities()
{
  return Table({ "compound", "gene", "nanomolar" },
               { { "c1", "g1", "10" },
                 { "c1", "g2", "5000" }, // neither target nor negative
                 { "c1", "g3", "50000" },
                 { "c2", "g4", "50000" },
                 { "zero", "g5", "100" },
                 { "c1", "elsewhere", "1" },
                 { "nobody", "g1", "1" } });
}

const Json kTwoNegatives = { { "fewest_negatives", 2 }, { "draws", 4 } };
} // namespace

TEST_CASE("match_compounds_genes: targets among negatives by hand, chance, what is left out")
{
  NodeHarness node("pheno.match_compounds_genes", kTwoNegatives);
  node.In("compounds", Compounds()).In("genes", GenesOnAxes()).In("affinities", Affinities()).Run();
  const Ptr<Table> each = node.Out<Table>("compounds");
  CHECK(each->Texts("compound") == Table::Text{ "c1", "c1", "zero", "c1", "zero" });
  CHECK(each->Texts("dose") == Table::Text{ "1", "10", "10", "highest", "highest" });
  const Table::Real ap = each->Numbers("ap");
  CHECK(ap[1] == 1); // opposite counts as alike
  CHECK(each->Numbers("auroc")[1] == 1);
  CHECK(ap[2] == doctest::Approx(1.0 / 3)); // equal scores: negatives first
  CHECK(each->Numbers("auroc")[2] == 0.5);
  CHECK(each->Numbers("ap_chance")[1] == doctest::Approx(11.0 / 18)); // one target, two negatives
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "compound_gene_ap", "10") == doctest::Approx(2.0 / 3));
  CHECK(Metric(*metrics, "compound_gene_ap_median", "10") == doctest::Approx(2.0 / 3));
  CHECK(Metric(*metrics, "compound_gene_auroc", "10") == 0.75);
  CHECK(Metric(*metrics, "compound_gene_ap_chance", "10") == doctest::Approx(11.0 / 18));
  CHECK(Metric(*metrics, "compound_gene_auroc_chance", "highest") == 0.5);
  const std::size_t row = MetricRow(*metrics, "compound_gene_ap", "10");
  CHECK(metrics->Numbers("n")[row] == 2);
  CHECK(metrics->Numbers("low")[row] == doctest::Approx(1.0 / 3));
  CHECK(metrics->Numbers("high")[row] == 1);
  CHECK(std::isnan(metrics->Numbers("low")[MetricRow(*metrics, "compound_gene_ap", "1")])); // one compound
  CHECK(Note(*metrics, "compound_gene_ap", "10") ==
        "mean over compounds and 4 draws of negatives; 2 of 7 affinities without a profile of compound or gene, 1 "
        "compounds without a target or with too few genes to draw from, left out; 95 % bootstrap over compounds");
  NodeHarness three("pheno.match_compounds_genes", kTwoNegatives);
  three.WithThreads(3).In("compounds", Compounds()).In("genes", GenesOnAxes()).In("affinities", Affinities()).Run();
  CHECK(three.Out<Table>("compounds")->Numbers("ap") == ap);
}

TEST_CASE("match_compounds_genes: names that match nothing, too few genes, bad input")
{
  NodeHarness names("pheno.match_compounds_genes", kTwoNegatives);
  names.In("compounds", Compounds())
    .In("genes", GenesOnAxes())
    .In("affinities", Table({ "compound", "gene", "nanomolar" }, { { "C-1", "g1", "10" }, { "C-2", "g2", "10" } }))
    .Run();
  const std::string lack =
    "nothing to score: 2 of 2 affinities without a profile of compound or gene, 0 compounds without a target or with "
    "too few genes to draw from, left out; profiles have 3 compounds and 5 genes";
  CHECK(Note(*names.Out<Table>("metrics"), "compound_gene_ap") == lack);
  CHECK(names.Messages() == std::vector<std::string>{ lack });
  CHECK(names.Out<Table>("compounds")->Rows() == 0);

  NodeHarness few("pheno.match_compounds_genes"); // twenty negatives of five genes
  few.In("compounds", Compounds()).In("genes", GenesOnAxes()).In("affinities", Affinities()).Run();
  CHECK(Note(*few.Out<Table>("metrics"), "compound_gene_ap").find("3 compounds without a target or with too few") !=
        std::string::npos);
  NodeHarness none("pheno.match_compounds_genes");
  none.Empty("compounds").In("genes", GenesOnAxes()).In("affinities", Affinities()).Run();
  CHECK(none.Out<Table>("metrics")->Numbers("n")[0] == 0);

  CHECK_THROWS_WITH(NodeHarness("pheno.match_compounds_genes", { { "inactive", 10 } }),
                    "inactive is 10 nM; expected at least active, 1000 nM");
  NodeHarness dose("pheno.match_compounds_genes", { { "dose_column", "uM" } });
  CHECK_THROWS_WITH(dose.In("compounds", Compounds()).In("genes", GenesOnAxes()).In("affinities", Affinities()).Run(),
                    "dose_column: profiles have no column 'Metadata_uM'; they have Metadata_compound, Metadata_dose");
  NodeHarness other("pheno.match_compounds_genes");
  Profiles    genes = GenesOnAxes();
  genes.features.back() = "other";
  CHECK_THROWS_WITH(other.In("compounds", Compounds()).In("genes", genes).In("affinities", Affinities()).Run(),
                    "compounds of 5 and genes of 5 features of other names; expected the same features");
}
