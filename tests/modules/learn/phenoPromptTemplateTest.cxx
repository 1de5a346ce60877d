#include "phenoLearnError.h"
#include "phenoPromptTemplate.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
std::string
Make(const std::string & name, const PromptRecord & record)
{
  return FindPromptTemplate(name).make(record);
}
} // namespace

// Expected texts: CellCLIP's rules (methods 3.5) and its paper's example.
TEST_CASE("Compounds: name and SMILES, controls apart")
{
  CHECK(
    Make("compound", { { "cell", "U2OS" }, { "name", "butyric acid" }, { "smiles", "CCCC(=O)O" }, { "dose", "5" } }) ==
    "U2OS cells treated with compound: butyric acid, SMILES: CCCC(=O)O");
  CHECK(Make("compound", { { "cell", "U2OS" }, { "name", "DMSO" }, { "smiles", "CS(C)=O" } }) ==
        "U2OS cells treated with compound: control, DMSO, SMILES: CS(C)=O");
  CHECK(Make("compound", { { "cell", "A549" }, { "name", "EMPTY_control" }, { "smiles", "C" } }) ==
        "A549 cells treated with compound: control");
  CHECK(Make("compound", { { "cell", "A549" }, { "name", "DMSO control" }, { "smiles", "C" } }) ==
        "A549 cells treated with compound: control, DMSO control, SMILES: C");
}

TEST_CASE("Compounds: what is missing or makes more than 512 characters is left out")
{
  CHECK(Make("compound", { { "cell", "U2OS" }, { "name", "" }, { "smiles", "CCO" } }) ==
        "U2OS cells treated with SMILES: CCO");
  CHECK(Make("compound", { { "cell", "U2OS" }, { "name", "ethanol" } }) == "U2OS cells treated with compound, ethanol");
  CHECK(Make("compound", { { "cell", "U2OS" }, { "name", "DMSO" } }) == "U2OS cells treated with compound, DMSO");
  const auto compound = [](const std::string & name, std::size_t smiles) {
    return Make("compound", { { "cell", "U2OS" }, { "name", name }, { "smiles", std::string(smiles, 'C') } });
  };
  // "U2OS cells treated with compound: x, SMILES: " has 45 characters, "U2OS cells treated with SMILES: " 32.
  CHECK(compound("x", 467) == "U2OS cells treated with compound: x, SMILES: " + std::string(467, 'C'));
  CHECK(compound("\u03B2", 467).size() == 513); // characters count, not bytes
  CHECK(compound("x", 468) == "U2OS cells treated with SMILES: " + std::string(468, 'C'));
  CHECK(compound("x", 480) == "U2OS cells treated with SMILES: " + std::string(480, 'C'));
  CHECK(compound("x", 481) == "U2OS cells treated with compound, x");
  CHECK(compound("", 481) == "U2OS cells treated with SMILES: " + std::string(481, 'C')); // there is nothing shorter
}

TEST_CASE("CRISPR guides: sequence and gene, or no treatment")
{
  CHECK(Make("crispr", { { "cell", "U2OS" }, { "gene", "TP53" }, { "sequence", "ACGT" }, { "control", "trt" } }) ==
        "U2OS cells treated with crispr sequence: ACGT, targeting genes: TP53");
  CHECK(Make("crispr",
             { { "cell", "U2OS" }, { "gene", "TP53" }, { "sequence", "ACGT" }, { "control", "control negcon" } }) ==
        "U2OS cells treated with crispr sequence: ACGT, control negcon");
  CHECK(Make("crispr", { { "cell", "U2OS" }, { "control", "control negcon" } }) ==
        "U2OS cells treated with crispr, control negcon");
  CHECK(Make("crispr", { { "cell", "HUVEC" }, { "gene", "EMPTY_control" }, { "sequence", "EMPTY_control" } }) ==
        "HUVEC cells treated with control, no treatment.");
  CHECK(Make("crispr", { { "cell", "U2OS" }, { "gene", "TP53" } }) == "U2OS cells treated with control, no treatment.");
  CHECK(Make("crispr", { { "cell", "HUVEC" }, { "gene", "TP53" }, { "sequence", "TP53_guide_1" } }) ==
        "HUVEC cells treated with crispr, targeting genes: TP53");
  CHECK(Make("crispr", { { "cell", "U2OS" }, { "sequence", "ACGT" } }) ==
        "U2OS cells treated with crispr sequence: ACGT");
}

TEST_CASE("Open reading frames: gene, controls with their type, or no treatment")
{
  CHECK(Make("orf", { { "cell", "A549" }, { "gene", "KRAS" }, { "type", "trt" } }) ==
        "A549 cells treated with orf, targeting genes: KRAS");
  CHECK(Make("orf", { { "cell", "A549" }, { "gene", "LacZ" }, { "type", "control" }, { "control", "negcon" } }) ==
        "A549 cells treated with orf control negcon, targeting genes: LacZ.");
  CHECK(Make("orf", { { "cell", "A549" }, { "type", "control" } }) == "A549 cells treated with orf control.");
  CHECK(Make("orf", { { "cell", "A549" } }) == "A549 cells treated with control, no treatment.");
}

TEST_CASE("The paper's image prompt")
{
  CHECK(Make("image", { { "cell", "U2OS" }, { "name", "butyric acid" }, { "smiles", "CCCC(=O)O" } }) ==
        "A cell painting image of U2OS cells treated with butyric acid, SMILES: CCCC(=O)O");
  CHECK(Make("image", { { "cell", "U2OS" }, { "name", "butyric acid" } }) ==
        "A cell painting image of U2OS cells treated with butyric acid");
  CHECK(Make("image", { { "cell", "U2OS" }, { "smiles", "CCCC(=O)O" } }) ==
        "A cell painting image of U2OS cells treated with SMILES: CCCC(=O)O");
}

TEST_CASE("Unknown templates and records that tell no treatment are refused")
{
  CHECK_THROWS_WITH_AS(FindPromptTemplate("gene"),
                       "prompt template: expected one of 'compound', 'crispr', 'image', 'orf', got 'gene'",
                       LearnError);
  for (const PromptTemplate & each : PromptTemplates())
  {
    CHECK_THROWS_WITH_AS(each.make({ { "name", "x" } }), doctest::Contains("'cell', it is missing"), LearnError);
  }
  CHECK_THROWS_WITH_AS(
    Make("compound", { { "cell", "U2OS" } }), doctest::Contains("'name' and 'smiles' at least"), LearnError);
  CHECK_THROWS_WITH_AS(
    Make("image", { { "cell", "U2OS" } }), doctest::Contains("'name' and 'smiles' at least"), LearnError);
  CHECK_THROWS_WITH_AS(
    Make("crispr", { { "cell", "U2OS" }, { "sequence", "guide_3" } }), doctest::Contains("'gene'"), LearnError);
}
