#include "phenoMurckoScaffold.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
std::string
Of(const std::string & smiles)
{
  return *MurckoScaffold(smiles).value;
}
} // namespace

TEST_CASE("rings and the chains between them stay, side chains go")
{
  CHECK(Of("Cc1ccccc1") == "c1ccccc1");
  CHECK(Of("CC(=O)Oc1ccccc1C(=O)O") == "c1ccccc1"); // aspirin
  CHECK(Of("CCC(C)(c1ccccc1)c1ccncc1") == Of("C(c1ccccc1)c1ccncc1"));
  CHECK(Of("CN1CCC(=O)CC1") == "O=C1CCNCC1");               // doubly bonded atoms of a ring stay
  CHECK(Of("CC1CCC2(CC1)OCCO2") == Of("C1CCC2(CC1)OCCO2")); // spiro
}

TEST_CASE("a molecule without rings has an empty scaffold, a salt that of its ring")
{
  CHECK(Of("CCO") == "");
  CHECK(Of("C") == "");
  CHECK(Of("") == "");
  CHECK(Of("[Na+].[O-]C(=O)c1ccccc1") == "c1ccccc1");
}

TEST_CASE("one scaffold has one text: other atom orders, enantiomers and the scaffold itself give the same")
{
  CHECK(Of("c1cc(C)ccc1Cc1cnccc1") == Of("n1cccc(c1)Cc1ccc(CC)cc1"));
  CHECK(Of("C[C@H]1CC[C@@H](c2ccccc2)C1") == Of("C[C@@H]1CC[C@H](c2ccccc2)C1"));
  for (const char * const smiles : { "COc1cc(N2CCN(C)CC2)ccc1N=c1nc(-c2cn(C)c3cnccc23)cc[nH]1",
                                     "CCC1=NC(=O)C2CSSCCC=CC(CC(=O)NC(C(C)C)C(=O)N2)OC(=O)C(C(C)C)NC1=O",
                                     "O=C1Nc2ccc(I)cc2C1=Cc1cc(Br)c(O)c(Br)c1" })
  {
    CHECK(Of(Of(smiles)) == Of(smiles));
  }
}

TEST_CASE("a bad SMILES has no scaffold but a reason")
{
  CHECK(!MurckoScaffold("C1CC").value);
  CHECK(MurckoScaffold("C1CC").reason == "unclosed ring");
}
