#include "phenoMoleculeError.h"
#include "phenoMoleculeTable.h"

#include "phenoTest.h"

using namespace pheno;

TEST_CASE("rows that cannot be encoded are quarantined with a sentence each, the others keep their order")
{
  const std::vector<MoleculeRow> rows = { { "b", "CCO" }, { "a", "c1ccccc1" }, { "ring", "C1CC" },
                                          { "none", "" }, { "blank", "  " },   { "", "CC" },
                                          { "b", "CCO" }, { "", "CN" },        { "ring", "C1CC" } };
  const MoleculeTable            table(rows);
  CHECK(table.Ids() == std::vector<std::string>{ "b", "a" });
  CHECK(table.Molecules()[1].NumberOfAtoms() == 6);
  std::vector<std::string> quarantine;
  for (const QuarantinedMolecule & row : table.Quarantine())
  {
    quarantine.push_back(row.id + "|" + row.smiles + "|" + row.reason);
  }
  CHECK(quarantine == std::vector<std::string>{ "ring|C1CC|The SMILES cannot be read: unclosed ring.",
                                                "none||The SMILES is missing or has no atoms.",
                                                "blank|  |The SMILES is missing or has no atoms.",
                                                "|CC|The row has no id.",
                                                "|CN|The row has no id." });
}

TEST_CASE("the feature matrix has one row a molecule")
{
  const std::vector<MoleculeRow>         rows = { { "x", "C1CC" }, { "a", "CCO" }, { "b", "CCN" } };
  const MoleculeTable                    table(rows);
  const std::vector<FingerprintSettings> blocks = { { FingerprintKind::Maccs }, { FingerprintKind::MorganCounts } };
  const torch::Tensor                    features = table.Fingerprints(blocks);
  REQUIRE(features.sizes().vec() == std::vector<std::int64_t>{ 2, 167 + 1024 });
  for (std::int64_t row = 0; row < 2; ++row)
  {
    const std::vector<float> one = Fingerprint(table.Molecules()[static_cast<std::size_t>(row)], blocks);
    CHECK(torch::equal(features[row], torch::tensor(one)));
  }
  CHECK(MoleculeTable({}).Fingerprints(blocks).sizes().vec() == std::vector<std::int64_t>{ 0, 167 + 1024 });
}

TEST_CASE("one id with two SMILES is an error")
{
  const std::vector<MoleculeRow> rows = { { "a", "CCO" }, { "a", "CCN" } };
  CHECK_THROWS_WITH_AS(
    MoleculeTable{ rows }, doctest::Contains("'a': expected one SMILES, got 'CCO' and 'CCN'"), MoleculeError);
}
