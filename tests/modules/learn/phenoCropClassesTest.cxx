#include "phenoCropClasses.h"
#include "phenoEmbeddingNames.h"
#include "phenoLearnError.h"

#include "phenoTest.h"

using namespace pheno;

TEST_CASE("A class is a combination of labels; classes are numbered in byte order; an empty label leaves a crop out")
{
  const CropClasses classes = ClassesByLabels({ { "P2", "P1", "P1", "P1", "" }, { "B", "B", "A", "", "A" } });
  CHECK(classes.names == std::vector<std::string>{ "P1|A", "P1|B", "P2|B" });
  CHECK(classes.crops == std::vector<std::int64_t>{ 0, 1, 2 });
  CHECK(classes.index == std::vector<std::int64_t>{ 2, 1, 0 });
}

TEST_CASE("No crops give no classes; labels of other lengths are refused")
{
  CHECK(ClassesByLabels({ {} }).names.empty());
  CHECK_THROWS_AS(ClassesByLabels({}), LearnError);
  CHECK_THROWS_WITH_AS(ClassesByLabels({ { "a" }, { "b", "c" } }),
                       "classes of crops: labels for 2 and 1 crops, expected equal numbers",
                       LearnError);
}

TEST_CASE("Embedding columns are numbered from 1 with four digits, or more where needed")
{
  CHECK(EmbeddingNames(0).empty());
  CHECK(EmbeddingNames(2) == std::vector<std::string>{ "Embedding_0001", "Embedding_0002" });
  CHECK(EmbeddingNames(10000).back() == "Embedding_10000");
}
