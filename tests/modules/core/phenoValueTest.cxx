#include "phenoValue.h"
#include "phenoError.h"
#include "phenoTest.h"

using namespace pheno;

TEST_CASE("types have the names that descriptors use")
{
  for (const char * name : { "table", "image", "labels", "crops", "profiles", "model", "file" })
  {
    CHECK(Name(ValueTypeFromName(name)) == name);
  }
  CHECK_THROWS_WITH_AS(ValueTypeFromName("picture"),
                       "unknown value type 'picture'; there are table, image, labels, crops, profiles, model, file",
                       Error);
}

TEST_CASE("a value knows its type")
{
  CHECK(TypeOf(Value(Ptr<Table>())) == ValueType::Table);
  CHECK(TypeOf(Value(Ptr<Labels>())) == ValueType::Labels);
  CHECK(TypeOf(Value(Ptr<File>())) == ValueType::File);
}
