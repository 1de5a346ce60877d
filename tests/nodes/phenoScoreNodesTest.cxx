#include "phenoMetricRows.h"
#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include <cmath>
#include <random>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Uniform in [-1, 1), the same on every host. */
class Noise
{
public:
  double
  operator()()
  {
    return static_cast<double>(m_Engine() >> 11) / 4503599627370496.0 - 1;
  }

private:
  std::mt19937_64 m_Engine{ 5 };
};

/** Wells of plates with eight rows and six columns; `shift` moves the first feature of the second plate. Each compound
 * has one well a plate. */
Profiles
TwoPlates(double shift)
{
  Profiles    profiles;
  Table::Text plate, well, role, compound;
  Noise       noise;
  profiles.features = { "f1", "f2", "f3" };
  for (const char * name : { "P1", "P2" })
  {
    for (int i = 0; i < 48; ++i)
    {
      plate.push_back(name);
      well.push_back(std::string(1, static_cast<char>('A' + i / 6)) + "0" + std::to_string(1 + i % 6));
      role.push_back(i % 6 == 0 ? "negcon" : "trt");
      compound.push_back(i % 6 == 0 ? "" : std::string("c") + std::to_string(i));
      profiles.values.insert(profiles.values.end(), { noise() + (plate.back() == "P2" ? shift : 0), noise(), noise() });
    }
  }
  profiles.metadata.Add("Metadata_Plate", std::move(plate));
  profiles.metadata.Add("Metadata_Well", std::move(well));
  profiles.metadata.Add("Metadata_role", std::move(role));
  profiles.metadata.Add("Metadata_compound", std::move(compound));
  return profiles;
}

/** Doses of compounds: "up" with AC50 1, "flat", "far" with AC50 1000, "few" with three wells, and controls. */
Table
DoseTable()
{
  Table::Text compound, role;
  Table::Real dose, value;
  const auto  add = [&](const std::string & name, double atDose, double response) {
    compound.push_back(name);
    role.push_back(name.empty() ? "negcon" : "trt");
    dose.push_back(atDose);
    value.push_back(response);
  };
  const double noise[] = { -0.02, 0.005, 0.015 };
  for (int step = 0; step < 7; ++step)
  {
    const double atDose = 0.01 * std::pow(10, step * 0.5);
    for (int replicate = 0; replicate < 3; ++replicate)
    {
      const double more = noise[replicate] * (step % 2 == 0 ? 1 : -1);
      add("up", atDose, 0.1 + 2 / (1 + 1 / atDose) + more);
      add("flat", atDose, 0.5 + more);
      add("far", atDose, 0.1 + 50 / (1 + 1000 / atDose) + more);
    }
  }
  for (int i = 0; i < 3; ++i)
  {
    add("few", 1 + i, 1);
    add("", 0, 0.1 + noise[i]);
  }
  Table table;
  table.Add("compound", compound);
  table.Add("role", role);
  table.Add("dose", dose);
  table.Add("value", value);
  return table;
}

std::size_t
RowOf(const Table & table, const std::string & column, const std::string & value)
{
  const Table::Text cells = table.Texts(column);
  std::size_t       row = 0;
  while (row < cells.size() && cells[row] != value)
  {
    ++row;
  }
  REQUIRE_MESSAGE(row < cells.size(), value);
  return row;
}

/** 24 genes of three wells, four of them marked as null; genes 2k and 2k + 1 look alike for k < 4. */
Profiles
Genes()
{
  Profiles    profiles;
  Table::Text plate, well, role, gene, expressed;
  Noise       noise;
  profiles.features = { "f1", "f2", "f3", "f4", "f5", "f6" };
  double own[24][6];
  for (int i = 0; i < 24; ++i)
  {
    for (double & value : own[i])
    {
      value = i >= 20 ? 0 : 5 * noise();
    }
    if (i < 8 && i % 2 == 1)
    {
      std::copy(own[i - 1], own[i - 1] + 6, own[i]);
    }
  }
  const auto add = [&](const std::string & name, const double * center, const std::string & mark) {
    plate.push_back("P");
    well.push_back(std::string("A") + std::to_string(well.size() + 1));
    role.push_back(name.empty() ? "negcon" : "trt");
    gene.push_back(name);
    expressed.push_back(mark);
    for (int feature = 0; feature < 6; ++feature)
    {
      profiles.values.push_back((center == nullptr ? 0 : center[feature]) + 0.3 * noise());
    }
  };
  for (int i = 0; i < 24; ++i)
  {
    for (int replicate = 0; replicate < 5; ++replicate)
    {
      add(std::string("g") + std::to_string(i), own[i], i >= 20 ? "no" : "yes");
    }
  }
  for (int i = 0; i < 12; ++i)
  {
    add("", nullptr, "");
  }
  profiles.metadata.Add("Metadata_Plate", std::move(plate));
  profiles.metadata.Add("Metadata_Well", std::move(well));
  profiles.metadata.Add("Metadata_role", std::move(role));
  profiles.metadata.Add("Metadata_gene", std::move(gene));
  profiles.metadata.Add("Metadata_expressed", std::move(expressed));
  return profiles;
}

Table
Relations()
{
  return Table({ "entity1", "entity2" },
               { { "g0", "g1" },
                 { "g3", "g2" },
                 { "g4", "g5" },
                 { "g5", "g4" },
                 { "g6", "g7" },
                 { "g6", "g6" },
                 { "g6", "elsewhere" } });
}
} // namespace

TEST_CASE("score_doses: a curve, no response, an AC50 beyond the doses, too few wells")
{
  NodeHarness node("pheno.score_doses");
  node.In("doses", DoseTable()).Run();
  const Ptr<Table> curves = node.Out<Table>("curves");
  REQUIRE(curves->Rows() == 4); // controls have no curve
  const std::size_t up = RowOf(*curves, "compound", "up");
  CHECK(curves->Cell(up, "status") == "curve");
  CHECK(curves->Numbers("ac50")[up] == doctest::Approx(1).epsilon(0.02));
  CHECK(curves->Numbers("ac50_low")[up] < 1);
  CHECK(curves->Numbers("ac50_high")[up] > 1);
  CHECK(curves->Numbers("slope")[up] == doctest::Approx(1).epsilon(0.05));
  CHECK(curves->Numbers("spearman")[up] > 0.9);
  CHECK(curves->Numbers("wells")[up] == 21);
  const std::size_t flat = RowOf(*curves, "compound", "flat");
  CHECK(curves->Cell(flat, "status") == "no response");
  CHECK(std::isnan(curves->Numbers("ac50")[flat]));
  CHECK(curves->Numbers("p")[flat] > 0.05);
  const std::size_t far = RowOf(*curves, "compound", "far");
  CHECK(curves->Cell(far, "status") != "curve");
  CHECK(curves->Cell(far, "status") != "no response");
  const std::size_t few = RowOf(*curves, "compound", "few");
  CHECK(curves->Cell(few, "status") == "not fitted");
  CHECK(curves->Cell(few, "note") == "needs five wells and two doses");
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "dose_responsive_compounds") == 2);
  CHECK(Metric(*metrics, "compounds_with_ac50") == 1);
  CHECK(metrics->Numbers("n")[0] == 3);
}

TEST_CASE("score_doses: the low end fixed at the controls, or refused without them")
{
  NodeHarness node("pheno.score_doses", { { "low_end", "controls" } });
  node.In("doses", DoseTable()).Run();
  const Ptr<Table>  curves = node.Out<Table>("curves");
  const std::size_t up = RowOf(*curves, "compound", "up");
  CHECK(curves->Numbers("low")[up] == doctest::Approx(0.1));
  CHECK(std::isnan(curves->Numbers("p")[up]));
  CHECK(curves->Cell(up, "status") == "curve");
  NodeHarness none("pheno.score_doses", { { "low_end", "controls" }, { "negative_value", "nobody" } });
  CHECK_THROWS_AS(none.In("doses", DoseTable()).Run(), Error);
  NodeHarness empty("pheno.score_doses");
  empty.In("doses", DoseTable().Select({})).Run();
  CHECK(empty.Out<Table>("curves")->Rows() == 0);
  CHECK(Note(*empty.Out<Table>("metrics"), "dose_responsive_compounds") ==
        "no compound has enough wells and doses for a curve");
}

TEST_CASE("probe_batches reads a shifted plate and nothing else")
{
  NodeHarness node("pheno.probe_batches");
  node.In("profiles", TwoPlates(4)).Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "probe_logistic", "plate") > 0.95);
  CHECK(Metric(*metrics, "probe_knn", "plate") > 0.95);
  CHECK(Metric(*metrics, "probe_auroc", "plate") > 0.95);
  CHECK(Metric(*metrics, "probe_chance", "plate") == 0.5);
  CHECK(Metric(*metrics, "probe_chance", "column") == doctest::Approx(1.0 / 6));
  CHECK(Metric(*metrics, "probe_logistic", "column") < 0.45);
  CHECK(Metric(*metrics, "probe_logistic", "row") < 0.45);
  NodeHarness same("pheno.probe_batches", { { "targets", { "plate" } } });
  same.In("profiles", TwoPlates(0)).Run();
  CHECK(Metric(*same.Out<Table>("metrics"), "probe_logistic") < 0.8);
}

TEST_CASE("probe_batches: split by compound, controls alone, any number of threads")
{
  const Json  params = { { "targets", { "plate" } }, { "group_column", "compound" }, { "splits", 2 } };
  NodeHarness one("pheno.probe_batches", params);
  NodeHarness three("pheno.probe_batches", params);
  one.In("profiles", TwoPlates(1)).Run();
  three.WithThreads(3).In("profiles", TwoPlates(1)).Run();
  CHECK(one.Out<Table>("metrics")->Numbers("value") == three.Out<Table>("metrics")->Numbers("value"));
  CHECK(Note(*one.Out<Table>("metrics"), "probe_knn").find("split by compound; mean of 2 splits") != std::string::npos);
  NodeHarness controls("pheno.probe_batches", { { "targets", { "plate" } }, { "wells", "controls" } });
  controls.In("profiles", TwoPlates(4)).Run();
  CHECK(controls.Out<Table>("metrics")->Numbers("n")[0] == 4); // of 16
}

TEST_CASE("probe_batches says what it cannot probe")
{
  NodeHarness one("pheno.probe_batches", { { "targets", { "plate" } } });
  one.In("profiles", WellProfiles({ "P1" })).Run();
  CHECK(Note(*one.Out<Table>("metrics"), "probe_knn") == "left out: fewer than two different values");
  NodeHarness few("pheno.probe_batches", { { "targets", { "row" } } });
  few.In("profiles", WellProfiles({ "P1" }).Select({ 0, 3 })).Run();
  CHECK(Note(*few.Out<Table>("metrics"), "probe_knn") == "left out: 2 wells are too few to learn from and to test on");
  NodeHarness none("pheno.probe_batches");
  none.In("profiles", WellProfiles({ "P1" }).Select({})).Run();
  CHECK(none.Out<Table>("metrics")->Rows() == 3);
  CHECK_THROWS_AS(NodeHarness("pheno.probe_batches", { { "targets", { "plate" } }, { "group_column", "plate" } }),
                  Error);
}

TEST_CASE("score_relations: related genes are found, strengths told apart from nothing")
{
  NodeHarness node("pheno.score_relations", { { "null_column", "expressed" }, { "null_value", "no" } });
  node.In("profiles", Genes()).In("relations", Relations()).Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "relation_recall") == 1);
  CHECK(metrics->Numbers("n")[0] == 4);
  CHECK(metrics->Numbers("low")[0] == 1); // in every draw that has a relation
  CHECK(Note(*metrics, "relation_recall").ends_with("; 95 % bootstrap over perturbations, the null kept"));
  CHECK(Metric(*metrics, "relation_recall_chance") == doctest::Approx(0.1));
  CHECK(Note(*metrics, "relation_recall").find("1 with an end that has no profile, 1 repeated, 1 of a perturbation") !=
        std::string::npos);
  const Ptr<Table> each = node.Out<Table>("perturbations");
  CHECK(each->Rows() == 20); // neither null genes nor controls
  const std::size_t g0 = RowOf(*each, "perturbation", "g0");
  CHECK(each->Numbers("wells")[g0] == 5);
  CHECK(each->Numbers("consistency")[g0] > 0.9);
  CHECK(each->Numbers("consistency_p")[g0] == doctest::Approx(0.2)); // four null genes, none as strong
  CHECK(each->Numbers("magnitude_p")[g0] == doctest::Approx(0.2));
  CHECK(each->Numbers("magnitude")[g0] > 1);
}

TEST_CASE("score_relations without controls, null genes, enough genes or wells says so")
{
  NodeHarness node("pheno.score_relations", { { "control_column", "" } });
  node.In("profiles", Genes()).In("relations", Relations()).Run();
  CHECK(Note(*node.Out<Table>("metrics"), "strong_perturbations") == "left out: there are no negative controls");
  CHECK(std::isnan(node.Out<Table>("perturbations")->Numbers("magnitude")[0]));
  CHECK(std::isnan(Metric(*node.Out<Table>("metrics"), "consistent_perturbations")));
  NodeHarness few("pheno.score_relations");
  few.In("profiles", Genes().Select({ 0, 1, 5, 6, 7 })).In("relations", Relations()).Run();
  CHECK(Note(*few.Out<Table>("metrics"), "relation_recall") == "left out: 2 perturbations, needs at least 20");
  NodeHarness none("pheno.score_relations");
  none.In("profiles", Genes().Select({})).In("relations", Relations()).Run();
  CHECK(none.Out<Table>("perturbations")->Rows() == 0);
  NodeHarness other("pheno.score_relations", { { "first_column", "gene_a" } });
  CHECK_THROWS_AS(other.In("profiles", Genes()).In("relations", Relations()).Run(), Error);
}

TEST_CASE("score_profiles: NSCB leaves out what no other batch can match, percent replicating counts treatments")
{
  // m1 has two compounds in different batches, m2 two in one batch: the latter can never be right.
  Profiles    profiles;
  Table::Text plate, well, role, compound, mechanism, batch;
  Noise       noise;
  profiles.features = { "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8" };
  const struct
  {
    const char * compound;
    const char * mechanism;
    const char * batch;
    int          axis;
  } treatments[] = { { "a", "m1", "b1", 0 }, { "b", "m1", "b2", 0 }, { "c", "m2", "b1", 1 },
                     { "d", "m2", "b1", 1 }, { "", "", "b1", 2 },    { "", "", "b2", 2 } };
  for (const auto & each : treatments)
  {
    for (int i = 0; i < 3; ++i)
    {
      plate.push_back(std::string("P") + each.batch);
      well.push_back("A" + std::to_string(well.size() + 1));
      role.push_back(each.compound[0] == '\0' ? "negcon" : "trt");
      compound.push_back(each.compound);
      mechanism.push_back(each.mechanism);
      batch.push_back(each.batch);
      for (int feature = 0; feature < 8; ++feature)
      {
        profiles.values.push_back((feature % 3 == each.axis ? 3 : 0) + 0.1 * noise());
      }
    }
  }
  profiles.metadata.Add("Metadata_Plate", std::move(plate));
  profiles.metadata.Add("Metadata_Well", std::move(well));
  profiles.metadata.Add("Metadata_role", std::move(role));
  profiles.metadata.Add("Metadata_compound", std::move(compound));
  profiles.metadata.Add("Metadata_mechanism", std::move(mechanism));
  profiles.metadata.Add("Metadata_batch", std::move(batch));
  NodeHarness node("pheno.score_profiles", { { "treatment_by", { "compound" } }, { "batch_column", "batch" } });
  node.In("profiles", profiles).Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "nscb") == 1);
  CHECK(metrics->Numbers("n")[MetricRow(*metrics, "nscb")] == 2);
  CHECK(Note(*metrics, "nscb").find("2 without a candidate of their mechanism, left out") != std::string::npos);
  CHECK(metrics->Numbers("n")[MetricRow(*metrics, "nsc")] == 4);
  CHECK(metrics->Numbers("n")[MetricRow(*metrics, "percent_replicating")] == 4);
  CHECK(Note(*metrics, "percent_replicating").find("not scored") == std::string::npos);
  CHECK(metrics->Numbers("n")[MetricRow(*metrics, "percent_matching")] == 2);
  CHECK(Note(*metrics, "percent_matching").find("random compounds") != std::string::npos);
}
