#include "phenoMadeProfiles.h"
#include "phenoMetricRows.h"
#include "phenoNodeHarness.h"

#include <cmath>
#include <limits>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Compounds a (alike) and b (not alike) of two wells each, and two controls, on a plate. */
Profiles
OnePlate(const std::string & controlName = "DMSO")
{
  return MakeProfiles({ "Plate", "compound", "role" },
                      { { { "P", "a", "trt" }, { 1, 0 } },
                        { { "P", "a", "trt" }, { 1, 0.1 } },
                        { { "P", "b", "trt" }, { 1, 0 } },
                        { { "P", "b", "trt" }, { 0.2, 1 } },
                        { { "P", controlName, "negcon" }, { 0, 1 } },
                        { { "P", controlName, "negcon" }, { 0.1, 1 } } });
}

Json
AgainstControls()
{
  return { { "pos_sameby", { "compound" } }, { "neg_sameby", { "Metadata_Plate" } }, { "neg_diffby", { "role" } } };
}

std::string
NoteOf(const NodeHarness & node, const std::string & metric, const std::string & group = "")
{
  return Note(*node.Out<Table>("metrics"), metric, group);
}

bool
Contains(const std::string & text, const std::string & part)
{
  return text.find(part) != std::string::npos;
}
} // namespace

TEST_CASE("average_precision: replicates against controls, in copairs' columns, with exact p")
{
  NodeHarness node("pheno.average_precision", AgainstControls());
  node.In("profiles", OnePlate()).Run();
  const Ptr<Table> ap = node.Out<Table>("ap");
  CHECK(ap->Names() == std::vector<std::string>{ "Metadata_Plate",
                                                 "Metadata_compound",
                                                 "Metadata_role",
                                                 "average_precision",
                                                 "normalized_average_precision",
                                                 "n_pos_pairs",
                                                 "n_total_pairs" });
  // By hand: b's second well finds both controls before its replicate, the second control b's second well first.
  CHECK(ap->Numbers("average_precision") == Table::Real{ 1, 1, 1, 1.0 / 3, 1, 0.5 });
  CHECK(ap->Numbers("n_pos_pairs") == Table::Real(6, 1));
  CHECK(ap->Numbers("n_total_pairs") == Table::Real{ 3, 3, 3, 3, 5, 5 });
  CHECK(ap->Numbers("normalized_average_precision")[0] == 1);
  CHECK(ap->Numbers("normalized_average_precision")[3] == doctest::Approx((1.0 / 3 - 11.0 / 18) / (7.0 / 18)));

  const Ptr<Table> map = node.Out<Table>("map");
  CHECK(map->Texts("Metadata_compound") == Table::Text{ "DMSO", "a", "b" });
  CHECK(map->Numbers("mean_average_precision")[0] == 0.75);
  CHECK(map->Numbers("mean_average_precision")[2] == doctest::Approx(2.0 / 3));
  CHECK(map->Numbers("expected_average_precision")[1] == doctest::Approx(11.0 / 18)); // (1 + 1/2 + 1/3) / 3
  CHECK(map->Numbers("p_value")[0] == doctest::Approx(0.2));                          // one rank of five
  CHECK(map->Numbers("p_value")[1] == doctest::Approx(1.0 / 3));
  CHECK(map->Numbers("corrected_p_value")[0] == doctest::Approx(1.0 / 3)); // 0.2 x 3 / 1, not above the largest
  CHECK(map->Numbers("p_exact") == Table::Real{ 1, 1, 1 });
  CHECK(map->Texts("below_corrected_p") == Table::Text{ "False", "False", "False" });

  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "mean_average_precision") == doctest::Approx((0.75 + 1 + 2.0 / 3) / 3));
  CHECK(metrics->Numbers("n")[0] == 3);
  CHECK(metrics->Numbers("low")[0] == doctest::Approx(2.0 / 3)); // the ends over three groups are the extremes
  CHECK(metrics->Numbers("high")[0] == doctest::Approx(1));
  CHECK(Contains(NoteOf(node, "group_mean_average_precision", "a"), "exact p"));
  CHECK(metrics->Numbers("p")[MetricRow(*metrics, "group_mean_average_precision", "a")] == doctest::Approx(1.0 / 3));
  CHECK(metrics->Numbers("low")[MetricRow(*metrics, "group_mean_average_precision", "b")] == doctest::Approx(1.0 / 3));
}

TEST_CASE("average_precision: a threshold, and random rankings that hang on the seed alone")
{
  Json params = AgainstControls();
  params["null"] = "independent";
  params["null_size"] = 50;
  params["threshold"] = 1;
  NodeHarness one("pheno.average_precision", params);
  NodeHarness three("pheno.average_precision", params);
  one.In("profiles", OnePlate()).Run();
  three.WithThreads(3).In("profiles", OnePlate()).Run();
  const Table::Real p = one.Out<Table>("map")->Numbers("p_value");
  CHECK(p == three.Out<Table>("map")->Numbers("p_value"));
  for (const double each : p)
  {
    CHECK(each * 51 == doctest::Approx(std::round(each * 51)));
  }
  // Both wells of a must come first in rankings of their own: one in nine.
  CHECK(p[1] < 0.3);
  CHECK(one.Out<Table>("map")->Numbers("p_exact")[1] == 0);
  CHECK(one.Out<Table>("map")->Texts("below_p")[1] == "True");
  CHECK(Contains(NoteOf(one, "group_mean_average_precision", "a"), "p of 50 random rankings"));
}

TEST_CASE("average_precision: a column with several labels is one query a label")
{
  NodeHarness node(
    "pheno.average_precision",
    { { "pos_sameby", { "target" } }, { "neg_diffby", { "target" } }, { "multilabel_column", "target" } });
  node
    .In("profiles",
        MakeProfiles(
          { "target" },
          { { { "t2|t1|t1" }, { 1, 0 } }, { { "t1" }, { 1, 0.1 } }, { { "t2" }, { 0, 1 } }, { { "t3" }, { 0.1, 1 } } }))
    .Run();
  const Ptr<Table> ap = node.Out<Table>("ap");
  CHECK(ap->Texts("Metadata_target") == Table::Text{ "t1", "t2", "t1", "t2", "t3" });
  CHECK(ap->Numbers("n_total_pairs") == Table::Real{ 2, 2, 3, 3, 3 });
  const Table::Real values = ap->Numbers("average_precision");
  CHECK(values[0] == 1);
  CHECK(values[1] == 0.5);
  CHECK(values[2] == 1);
  CHECK(values[3] == doctest::Approx(1.0 / 3));
  CHECK(std::isnan(values[4]));
  const Ptr<Table> map = node.Out<Table>("map");
  CHECK(map->Texts("Metadata_target") == Table::Text{ "t1", "t2", "t3" });
  CHECK(map->Numbers("mean_average_precision")[1] == doctest::Approx(5.0 / 12));
  CHECK(map->Numbers("n_profiles") == Table::Real{ 2, 2, 0 });
  CHECK(NoteOf(node, "group_mean_average_precision", "t3") == "none of 1 profiles has a positive");
}

TEST_CASE("average_precision: rules that cannot be met are refused before anything runs, unknown columns by name")
{
  const std::string id = "pheno.average_precision";
  CHECK_THROWS_WITH(NodeHarness(id, { { "pos_sameby", { "compound" } } }),
                    doctest::Contains("the rule for negative pairs names no column"));
  CHECK_THROWS_WITH(NodeHarness(id, { { "pos_diffby", { "Plate" } }, { "neg_diffby", { "Plate" } } }),
                    "group_by and pos_sameby are both empty; expected columns that group profiles for the mean");
  CHECK_THROWS_WITH(
    NodeHarness(id, { { "pos_sameby", { "x" } }, { "pos_diffby", { "Metadata_x" } }, { "neg_diffby", { "x" } } }),
    doctest::Contains("wants column 'Metadata_x' both to agree and to differ"));
  CHECK_THROWS(NodeHarness(
    id, { { "pos_sameby", { "compound" } }, { "neg_diffby", { "target" } }, { "multilabel_column", "target" } }));
  NodeHarness unknown(id, { { "pos_sameby", { "compond" } }, { "neg_diffby", { "role" } } });
  CHECK_THROWS_WITH(unknown.In("profiles", OnePlate()).Run(),
                    "pos_sameby: profiles have no column 'Metadata_compond' (did you mean 'Metadata_compound'?); they "
                    "have Metadata_Plate, Metadata_compound, Metadata_role");
  NodeHarness group(id, { { "pos_sameby", { "compound" } }, { "neg_diffby", { "role" } }, { "group_by", { "moa" } } });
  CHECK_THROWS_WITH(group.In("profiles", OnePlate()).Run(),
                    "group_by: profiles have no column 'Metadata_moa'; they have Metadata_Plate, Metadata_compound, "
                    "Metadata_role");
}

TEST_CASE("average_precision: empty cells are refused, left out or a value")
{
  NodeHarness refused("pheno.average_precision", AgainstControls());
  CHECK_THROWS_WITH(refused.In("profiles", OnePlate("")).Run(),
                    doctest::Contains("column 'Metadata_compound' of a pair rule is empty in row 4"));
  Json params = AgainstControls();
  params["empty_cells"] = "value";
  NodeHarness value("pheno.average_precision", params);
  value.In("profiles", OnePlate("")).Run();
  CHECK(value.Out<Table>("ap")->Numbers("average_precision") == Table::Real{ 1, 1, 1, 1.0 / 3, 1, 0.5 });
  CHECK(value.Out<Table>("map")->Texts("Metadata_compound") == Table::Text{ "a", "b" }); // controls are no group
  CHECK(Contains(NoteOf(value, "mean_average_precision"), "2 average precisions in no group"));
  params["empty_cells"] = "leave_out";
  NodeHarness leftOut("pheno.average_precision", params);
  leftOut.In("profiles", OnePlate("")).Run();
  CHECK(leftOut.Out<Table>("ap")->Rows() == 4);
  CHECK(Contains(NoteOf(leftOut, "mean_average_precision"), "2 profiles with an empty cell in a rule left out"));
  CHECK(Contains(NoteOf(leftOut, "mean_average_precision"), "no negative pair among 4 queries"));
}

TEST_CASE("average_precision: ties, zero vectors, one replicate, one plate, no profiles")
{
  const std::vector<std::string> columns = { "compound", "Plate" };
  const Profiles                 ties =
    MakeProfiles(columns, { { { "a", "P" }, { 1, 0 } }, { { "a", "P" }, { 1, 0 } }, { { "b", "P" }, { 1, 0 } } });
  Json        params = { { "pos_sameby", { "compound" } }, { "neg_diffby", { "compound" } } };
  NodeHarness average("pheno.average_precision", params);
  average.In("profiles", ties).Run();
  const Table::Real ap = average.Out<Table>("ap")->Numbers("average_precision");
  CHECK(ap[0] == 0.75); // the mean of ranks one and two
  CHECK(std::isnan(ap[2]));
  CHECK(Contains(NoteOf(average, "mean_average_precision"), "1 of 3 average precisions undefined"));
  params["ties"] = "positives_first";
  NodeHarness first("pheno.average_precision", params);
  first.In("profiles", ties).Run();
  CHECK(first.Out<Table>("ap")->Numbers("average_precision")[0] == 1);

  // A zero vector is as far from its replicate as from others: the second of three on average.
  NodeHarness zero("pheno.average_precision", { { "pos_sameby", { "compound" } }, { "neg_diffby", { "compound" } } });
  zero
    .In("profiles",
        MakeProfiles(columns,
                     { { { "a", "P" }, { 0, 0 } },
                       { { "a", "P" }, { 1, 0 } },
                       { { "b", "P" }, { 0, 1 } },
                       { { "b", "P" }, { 1, 1 } } }))
    .Run();
  CHECK(zero.Out<Table>("ap")->Numbers("average_precision")[0] == doctest::Approx(11.0 / 18));

  NodeHarness plates(
    "pheno.average_precision",
    { { "pos_sameby", { "compound" } }, { "pos_diffby", { "Plate" } }, { "neg_diffby", { "compound" } } });
  plates.In("profiles", ties).Run();
  const std::string lack = "no positive pair among 3 queries (same: Metadata_compound; different: Metadata_Plate)";
  CHECK(Contains(NoteOf(plates, "mean_average_precision"), "nothing to test: " + lack));
  CHECK(std::isnan(Metric(*plates.Out<Table>("metrics"), "mean_average_precision")));
  CHECK(plates.Messages() == std::vector<std::string>{ lack });

  NodeHarness none("pheno.average_precision", params);
  none.In("profiles", ties.Select({})).Run();
  CHECK(none.Out<Table>("ap")->Rows() == 0);
  CHECK(none.Out<Table>("metrics")->Numbers("n")[0] == 0);
  NodeHarness unconnected("pheno.average_precision", params);
  unconnected.Empty("profiles").Run();
  CHECK(unconnected.Out<Table>("map")->Rows() == 0);
}

TEST_CASE("scores of profiles that something was fitted on say so in every note")
{
  Profiles profiles = OnePlate();
  profiles.metadata.Add("Metadata_fitted_on", Table::Text{ "encoder", "", "", "", "encoder, whitening", "" });
  const std::map<std::string, Json> params = { { "pheno.average_precision", AgainstControls() },
                                               { "pheno.score_replicates",
                                                 { { "replicate_by", { "compound" } }, { "control_column", "" } } },
                                               { "pheno.score_perturbations", { { "group_column", "Plate" } } },
                                               { "pheno.score_profiles", { { "treatment_by", { "compound" } } } },
                                               { "pheno.score_relations", { { "perturbation_column", "compound" } } },
                                               { "pheno.score_retrieval", { { "split_column", "" } } },
                                               { "pheno.probe_batches", { { "targets", { "plate" } } } } };
  for (const auto & [id, given] : params)
  {
    NodeHarness node(id, given);
    node.In("profiles", profiles)
      .In("relations", Table({ "entity1", "entity2" }, { { "a", "b" } }))
      .In("treatments", profiles.Select({ 0, 2 }))
      .Run();
    CHECK(node.Out<Table>("metrics")->Rows() > 0);
    for (const std::string & note : node.Out<Table>("metrics")->Texts("note"))
    {
      CHECK_MESSAGE(Contains(note, "warning: 2 of 6 scored profiles were used to fit encoder, whitening"), id << note);
    }
  }
}

TEST_CASE("score_replicates: two treatments whose profiles point opposite ways")
{
  NodeHarness node("pheno.score_replicates",
                   { { "replicate_by", { "compound" } },
                     { "percentages", { 50 } },
                     { "enrichment_quantiles", { 0.5 } },
                     { "cutoffs", { 2, 4 } } });
  node
    .In("profiles",
        MakeProfiles({ "compound", "role" },
                     { { { "a", "trt" }, { 1, 2, 3 } },
                       { { "a", "trt" }, { 2, 4, 6 } },
                       { { "b", "trt" }, { 3, 2, 1 } },
                       { { "b", "trt" }, { 6, 4, 2 } },
                       { { "b", "negcon" }, { 6, 4, 2 } } }))
    .Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  const auto       cell = [&](const std::string & metric, const std::string & column, const std::string & group = "") {
    return metrics->Numbers(column)[MetricRow(*metrics, metric, group)];
  };
  CHECK(cell("replicate_reproducibility", "value") == 1); // both replicate pairs, of six, are above -1
  CHECK(cell("replicate_reproducibility", "n") == 2);
  CHECK(cell("replicate_reproducibility", "low") == 1);
  CHECK(Contains(NoteOf(node, "replicate_reproducibility"), "of 4 other pairs; 95 % bootstrap over treatments"));
  CHECK(cell("hits_within", "value", "50") == 2); // four hits at rank 0, two expected
  CHECK(cell("hits_within_unbiased", "value", "50") == 2);
  CHECK(cell("hits_within", "n") == 4);
  CHECK(cell("enrichment", "value", "0.5") == std::numeric_limits<double>::infinity());
  CHECK(cell("enrichment", "n") == 12);
  CHECK(cell("enrichment", "p") == doctest::Approx(1.0 / 495)); // 1 / C(12, 4)
  CHECK(cell("precision_at_k", "value", "2") == 1);
  CHECK(cell("precision_at_k", "value", "4") == 0.5);
  CHECK(cell("recall_at_k", "value", "4") == 1);
  CHECK(cell("recall_at_k", "high", "4") == 1);
  const Ptr<Table> replicates = node.Out<Table>("replicates");
  CHECK(replicates->Texts("Metadata_compound") == Table::Text{ "a", "b" });
  CHECK(replicates->Numbers("median_correlation") == Table::Real{ 1, 1 });
  CHECK(replicates->Numbers("pairs_above") == Table::Real{ 1, 1 });
  const Ptr<Table> queries = node.Out<Table>("queries");
  CHECK(queries->Numbers("k") == Table::Real{ 2, 2, 4, 4 });
  CHECK(queries->Numbers("precision") == Table::Real{ 1, 1, 0.5, 0.5 });
}

TEST_CASE("score_replicates: hit@k and enrichment drawn over treatments, by hand")
{
  // a's profiles agree, b's point opposite ways: of draws of two treatments a quarter has a alone, a quarter b alone.
  NodeHarness node("pheno.score_replicates",
                   { { "replicate_by", { "compound" } },
                     { "control_column", "" },
                     { "percentages", { 50 } },
                     { "enrichment_quantiles", { 0.5 } } });
  node
    .In("profiles",
        MakeProfiles(
          { "compound" },
          { { { "a" }, { 1, 2, 3 } }, { { "a" }, { 2, 4, 6 } }, { { "b" }, { 3, 1, 2 } }, { { "b" }, { 1, 3, 2 } } }))
    .Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  const auto       cell = [&](const std::string & metric, const std::string & column) {
    return metrics->Numbers(column)[MetricRow(*metrics, metric)];
  };
  CHECK(cell("hits_within_unbiased", "value") == 0); // two hits of a within the first half, of four expected two
  CHECK(cell("hits_within_unbiased", "low") == -2);  // b twice: none of four
  CHECK(cell("hits_within_unbiased", "high") == 2);
  CHECK(cell("hits_within", "value") == 2); // rank <= n / 2 counts all
  CHECK(cell("hits_within", "low") == 2);
  CHECK(cell("hits_within_unbiased", "n") == 4);
  CHECK(Contains(NoteOf(node, "hits_within"), "; 95 % bootstrap over treatments as queries"));
  CHECK(cell("enrichment", "value") == 1);
  CHECK(cell("enrichment", "low") == 0);
  CHECK(cell("enrichment", "high") == std::numeric_limits<double>::infinity());
  CHECK(Contains(NoteOf(node, "enrichment"), "treatments as queries, the threshold kept"));
}

TEST_CASE("score_replicates: ties, zero vectors, one treatment, one replicate, unknown columns, no profiles")
{
  const Json params = { { "replicate_by", { "compound" } }, { "control_column", "" }, { "cutoffs", { 2 } } };
  const std::vector<std::string> columns = { "compound" };
  NodeHarness                    ties("pheno.score_replicates", params);
  ties
    .In("profiles",
        MakeProfiles(columns,
                     { { { "a" }, { 1, 2 } },
                       { { "a" }, { 1, 2 } },
                       { { "b" }, { 1, 2 } },
                       { { "b" }, { 1, 2 } },
                       { { "b" }, { 0, 0 } } }))
    .Run();
  const Ptr<Table> metrics = ties.Out<Table>("metrics");
  CHECK(Metric(*metrics, "replicate_reproducibility") == 0);             // none lies above what it equals
  CHECK(Metric(*metrics, "precision_at_k") == doctest::Approx(1.0 / 3)); // two hits among six equal pairs
  CHECK(Contains(NoteOf(ties, "precision_at_k"), "1 profiles without two different values left out"));

  NodeHarness alone("pheno.score_replicates", params);
  alone.In("profiles", MakeProfiles(columns, { { { "a" }, { 1, 2 } }, { { "a" }, { 1, 3 } } })).Run();
  CHECK(std::isnan(Metric(*alone.Out<Table>("metrics"), "replicate_reproducibility")));
  CHECK(NoteOf(alone, "replicate_reproducibility") == "left out: no pair of different treatments to compare with");

  NodeHarness single("pheno.score_replicates", params);
  single.In("profiles", MakeProfiles(columns, { { { "a" }, { 1, 2 } }, { { "b" }, { 1, 3 } } })).Run();
  CHECK(NoteOf(single, "replicate_reproducibility") ==
        "left out: none of 2 profiles has another that agrees in compound");
  CHECK(single.Out<Table>("metrics")->Rows() == 1);
  CHECK(single.Out<Table>("queries")->Names() ==
        std::vector<std::string>{ "Metadata_compound", "k", "precision", "recall" });

  NodeHarness zero("pheno.score_replicates", params);
  zero.In("profiles", MakeProfiles(columns, { { { "a" }, { 0, 0 } }, { { "a" }, { 0, 0 } } })).Run();
  CHECK(Contains(NoteOf(zero, "replicate_reproducibility"), "none of 0 profiles"));

  NodeHarness unknown("pheno.score_replicates", { { "replicate_by", { "compound" } } });
  CHECK_THROWS_WITH(unknown.In("profiles", MakeProfiles(columns, { { { "a" }, { 1, 2 } } })).Run(),
                    "control_column: profiles have no column 'Metadata_role'; they have Metadata_compound");
  NodeHarness none("pheno.score_replicates");
  none.Empty("profiles").Run();
  CHECK(none.Out<Table>("replicates")->Rows() == 0);
}

namespace
{
const std::vector<std::string> kPerturbed = { "compound", "mechanism", "role" };

/** p1 and p2 of one mechanism, p3 alone in its own, and two controls. */
Profiles
Perturbed()
{
  return MakeProfiles(kPerturbed,
                      { { { "p1", "m", "trt" }, { 1, 2, 3 } },
                        { { "p2", "m", "trt" }, { 2, 4, 6 } },
                        { { "p3", "o", "trt" }, { 3, 1, 5 } },
                        { { "p4", "m", "trt" }, { 0, 0, 0 } },
                        { { "", "", "negcon" }, { 3, 2, 1 } },
                        { { "", "", "negcon" }, { 1, 3, 2 } } });
}

/** Six profiles of "far", six of "near" and six controls, which are near. */
Profiles
FarAndNear()
{
  std::vector<MadeRow> rows;
  for (int i = 0; i < 18; ++i)
  {
    const bool        isFar = i < 6;
    const std::string name = isFar ? "far" : i < 12 ? "near" : "";
    const double      a = 0.1 * (i * 7 % 5);
    const double      b = 0.1 * (i * 11 % 7);
    rows.push_back({ { name, "m", name.empty() ? "negcon" : "trt" }, { isFar ? 9 + a : a, b, isFar ? b - 9 : a - b } });
  }
  return MakeProfiles(kPerturbed, rows);
}
} // namespace

TEST_CASE("score_perturbations: grit by hand, alone in a group, a zero vector, exact MP-values")
{
  NodeHarness node("pheno.score_perturbations");
  node.In("profiles", Perturbed()).Run();
  const Ptr<Table> each = node.Out<Table>("perturbations");
  CHECK(each->Texts("perturbation") == Table::Text{ "p1", "p2", "p3", "p4" });
  // p1 correlates with p2 by 1, with the controls by -1 and 1/2: (1 + 1/4) / (3/4).
  CHECK(each->Numbers("grit")[0] == doctest::Approx(5.0 / 3));
  CHECK(each->Numbers("grit")[1] == doctest::Approx(5.0 / 3));
  CHECK(std::isnan(each->Numbers("grit")[2]));
  CHECK(std::isnan(each->Numbers("grit")[3]));
  CHECK(each->Numbers("grit_pairs") == Table::Real{ 1, 1, 0, 0 });
  CHECK(each->Numbers("mp_relabellings") == Table::Real(4, 3)); // one profile among three
  CHECK(each->Numbers("mp_exact") == Table::Real(4, 1));
  for (const double p : each->Numbers("mp_p"))
  {
    CHECK(p >= 1.0 / 3);
  }
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "mean_grit") == doctest::Approx(5.0 / 3));
  CHECK(metrics->Numbers("n")[0] == 2);
  CHECK(NoteOf(node, "mean_grit") == "mean over perturbations; 1 profiles without two different values left out; 2 "
                                     "perturbations without another of their group, not scored; 95 % bootstrap over "
                                     "perturbations");
  CHECK(NoteOf(node, "grit", "p3") == "no correlation with another perturbation of its group");
  CHECK(NoteOf(node, "mp_distance", "p1") == "exact p, all 3 relabellings enumerated");
  CHECK(Metric(*metrics, "distinct_perturbations") == 0);
}

TEST_CASE("score_perturbations: what is far is distinct, what is near is not; drawn p hang on the seed alone")
{
  NodeHarness exact("pheno.score_perturbations", { { "group_column", "" } });
  exact.In("profiles", FarAndNear()).Run();
  const Ptr<Table> each = exact.Out<Table>("perturbations");
  CHECK(each->Texts("perturbation") == Table::Text{ "far", "near" });
  CHECK(each->Numbers("mp_relabellings") == Table::Real{ 924, 924 }); // C(12, 6)
  CHECK(each->Numbers("mp_p")[0] < 0.01);
  CHECK(each->Numbers("mp_p")[1] > 0.05);
  CHECK(each->Numbers("mp_distance")[0] > 10 * each->Numbers("mp_distance")[1]);
  const Ptr<Table> scored = exact.Out<Table>("metrics");
  CHECK(Metric(*scored, "distinct_perturbations") == 0.5);
  const std::size_t far = MetricRow(*scored, "mp_distance", "far");
  CHECK(scored->Numbers("low")[far] < scored->Numbers("high")[far]);
  CHECK(scored->Numbers("low")[far] > scored->Numbers("high")[MetricRow(*scored, "mp_distance", "near")]);
  CHECK(NoteOf(exact, "mp_distance", "far") == "exact p, all 924 relabellings enumerated; 95 % bootstrap over the "
                                               "perturbation's wells, components and controls kept");

  std::vector<std::size_t> thrice;
  for (std::size_t i = 0; i < 54; ++i)
  {
    thrice.push_back(i % 18);
  }
  const Profiles many = FarAndNear().Select(thrice);
  const Json     params = { { "group_column", "" }, { "null_size", 40 } };
  NodeHarness    one("pheno.score_perturbations", params);
  NodeHarness    three("pheno.score_perturbations", params);
  one.In("profiles", many).Run();
  three.WithThreads(3).In("profiles", many).Run();
  CHECK(one.Out<Table>("perturbations")->Numbers("mp_p") == three.Out<Table>("perturbations")->Numbers("mp_p"));
  CHECK(one.Out<Table>("perturbations")->Numbers("mp_p")[0] == doctest::Approx(1.0 / 41));
  CHECK(Contains(NoteOf(one, "mp_distance", "far"), "p of 40 random relabellings; 95 % bootstrap"));
}

TEST_CASE("score_perturbations: too few controls, a perturbation in two groups, unknown columns, no profiles")
{
  NodeHarness few("pheno.score_perturbations");
  few.In("profiles", Perturbed().Select({ 0, 1, 2, 4 })).Run();
  CHECK(NoteOf(few, "mean_grit") == "left out: 1 control profiles, needs at least 2");
  CHECK(NoteOf(few, "distinct_perturbations") == "left out: 1 control profiles, needs at least 2");
  CHECK(std::isnan(few.Out<Table>("perturbations")->Numbers("mp_p")[0]));
  Profiles two = Perturbed();
  two.metadata.Set("Metadata_compound", Table::Text{ "p1", "p2", "p1", "p4", "", "" });
  NodeHarness both("pheno.score_perturbations");
  CHECK_THROWS_WITH(both.In("profiles", two).Run(),
                    doctest::Contains("perturbation 'p1' is in the groups 'm' and 'o'"));
  NodeHarness unknown("pheno.score_perturbations", { { "group_column", "gene" } });
  CHECK_THROWS_WITH(unknown.In("profiles", Perturbed()).Run(),
                    "group_column: profiles have no column 'Metadata_gene'; they have Metadata_compound, "
                    "Metadata_mechanism, Metadata_role");
  NodeHarness none("pheno.score_perturbations");
  none.Empty("profiles").Run();
  CHECK(none.Out<Table>("perturbations")->Rows() == 0);
  CHECK(none.Out<Table>("metrics")->Rows() == 2);
}
