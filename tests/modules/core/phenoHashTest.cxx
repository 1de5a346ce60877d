#include "phenoHash.h"
#include "phenoError.h"
#include "phenoTest.h"

#include <fstream>

using namespace pheno;

TEST_CASE("SHA-256 of the messages of FIPS 180-4")
{
  CHECK(Sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("a file's digest is that of its bytes, across buffer borders")
{
  const test::TemporaryFolder folder;
  const std::string           bytes((1 << 20) + 17, 'a');
  std::ofstream((folder / "big").c_str(), std::ios::binary) << bytes;
  CHECK(Sha256File(folder / "big") == Sha256(bytes));
  CHECK_THROWS_AS(Sha256File(folder / "absent"), Error);
}

TEST_CASE("a seed is the first 64 bits of the digest")
{
  CHECK(SeedFrom("abc") == 0xba7816bf8f01cfeaULL);
}
