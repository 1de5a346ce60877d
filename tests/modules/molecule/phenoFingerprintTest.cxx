#include "phenoFingerprint.h"
#include "phenoMoleculeError.h"

#include "phenoTest.h"

#include <numeric>

using namespace pheno;

namespace
{
std::vector<float>
Of(const std::string & smiles, const FingerprintSettings & settings)
{
  return *Fingerprint(smiles, settings).value;
}
} // namespace

TEST_CASE("blocks stand one behind the other")
{
  const std::vector<FingerprintSettings> blocks = { { FingerprintKind::Morgan, 2, 2000, false },
                                                    { FingerprintKind::Maccs },
                                                    { FingerprintKind::RdkitCounts, 0, 64 } };
  CHECK(FingerprintWidth(blocks) == 2000 + 167 + 64);
  const std::string        aspirin = "CC(=O)Oc1ccccc1C(=O)O";
  const std::vector<float> all = Fingerprint(*ReadSmiles(aspirin).value, blocks);
  std::vector<float>       expected;
  for (const FingerprintSettings & block : blocks)
  {
    const std::vector<float> one = Of(aspirin, block);
    expected.insert(expected.end(), one.begin(), one.end());
  }
  CHECK(all == expected);
  CHECK(FingerprintWidth(CloomeCountFingerprint()) == 8192);
}

TEST_CASE("counts are at least their bits; radius 0 of butane counts two kinds of carbon twice")
{
  const std::vector<float> bits = Of("CCCC", { FingerprintKind::Morgan, 0, 512, false });
  const std::vector<float> counts = Of("CCCC", { FingerprintKind::MorganCounts, 0, 512, false });
  CHECK(std::accumulate(bits.begin(), bits.end(), 0.0F) == 2);
  CHECK(std::accumulate(counts.begin(), counts.end(), 0.0F) == 4);
  for (std::size_t i = 0; i < bits.size(); ++i)
  {
    CHECK((counts[i] > 0) == (bits[i] > 0));
  }
}

TEST_CASE("chirality tells enantiomers apart, and only when asked to")
{
  for (const FingerprintKind kind : { FingerprintKind::Morgan, FingerprintKind::MorganCounts })
  {
    CHECK(Of("C[C@@H](N)C(=O)O", { kind, 2, 1024, true }) != Of("C[C@H](N)C(=O)O", { kind, 2, 1024, true }));
    CHECK(Of("C[C@@H](N)C(=O)O", { kind, 2, 1024, false }) == Of("C[C@H](N)C(=O)O", { kind, 2, 1024, false }));
  }
}

TEST_CASE("a molecule without atoms gives zeros, a bad SMILES its reason, a bad setting an error")
{
  for (const char * const name : { "morgan", "morgan_counts", "maccs", "rdkit", "rdkit_counts" })
  {
    const std::vector<float> values = Of("", { FingerprintKindFromName(name) });
    CHECK(std::all_of(values.begin(), values.end(), [](float value) { return value == 0; }));
  }
  CHECK(!Fingerprint("C1CC", {}).value);
  CHECK(Fingerprint("C1CC", {}).reason == "unclosed ring");
  CHECK_THROWS_WITH_AS(FingerprintKindFromName("ecfp"), doctest::Contains("rdkit_counts, got 'ecfp'"), MoleculeError);
  CHECK_THROWS_WITH_AS(Fingerprint("C", { FingerprintKind::Rdkit, 0, 0 }), doctest::Contains("bits"), MoleculeError);
  CHECK_THROWS_WITH_AS(
    Fingerprint("C1CC", { FingerprintKind::Morgan, -1 }), doctest::Contains("radius"), MoleculeError);
  CHECK_THROWS_WITH_AS(FingerprintWidth({}), doctest::Contains("at least one block"), MoleculeError);
}
