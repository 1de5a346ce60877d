#include "phenoScreenIndex.h"

#include "phenoTestFiles.h"

#include <ctime>

using namespace pheno;

namespace
{
const std::vector<std::string> kNames = { "plate", "well", "site", "channel", "path", "size" };

Table
Tall(const std::vector<std::vector<std::string>> & rows)
{
  return Table(kNames, rows);
}

std::string
Refusal(const Table & table)
{
  return test::MessageOf([&] { NormalizeIndex(table, "."); });
}
} // namespace

TEST_CASE("rows are sorted in natural order, columns put in ours, others kept")
{
  Table table = Tall({ { "P10", "a1", "1", "b", "4", "1" },
                       { "P2", "A10", "1", "b", "3", "1" },
                       { "P2", "A2", "10", "b", "2", "1" },
                       { "P2", "A2", "2", "b", "1", "1" },
                       { "P2", "A2", "2", "a", "0", "1" } });
  table.Add("moa", Table::Text{ "e", "d", "c", "b", "a" });
  const ScreenIndex index = NormalizeIndex(table, ".");
  CHECK(index.table.Names() ==
        std::vector<std::string>{
          "plate", "well", "site", "channel", "path", "size", "digest", "page", "moa", "well_original" });
  CHECK(index.table.Texts("path") == Table::Text{ "0", "1", "2", "3", "4" });
  CHECK(index.table.Texts("moa") == Table::Text{ "a", "b", "c", "d", "e" });
  CHECK(index.table.Texts("page") == Table::Text(5, "0"));
  // What was normalised once is left as it is.
  const ScreenIndex again = NormalizeIndex(index.table, ".");
  CHECK(again.table.Names() == index.table.Names());
  CHECK(again.table.Texts("path") == index.table.Texts("path"));
}

TEST_CASE("an index without sizes gets them from the files")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "a.tif", "12345");
  Table table = Tall({ { "P", "A01", "1", "x", "a.tif", "" }, { "P", "A01", "1", "y", "b.tif", "" } });
  table.Remove("size");
  const ScreenIndex index = NormalizeIndex(table, folder.Path());
  CHECK(index.table.Texts("size") == Table::Text{ "5", "" });
  CHECK(index.notes == std::vector<std::string>{ "plate P: 1 of 2 listed files do not exist: b.tif" });
}

TEST_CASE("missing columns and cells, bad wells and pages are errors that name them")
{
  CHECK(Refusal(Table({ "plate", "path" }, {})) == "screen index: lacks 'well', 'site', 'channel'; it has plate, path");
  CHECK(Refusal(Tall({ { "P", "A01", "1", "x", "a", "1" }, { "P", "A01", "1", "", "b", "1" } })) ==
        "screen index: row 2 has no channel");
  CHECK_HOLDS(Refusal(Tall({ { "P", "A01", "1", "x", "a", "1" }, { "P", "A", "1", "", "b", "1" } })),
              "row 2: expected a well");
  Table paged = Tall({ { "P", "A01", "1", "x", "a", "1" } });
  paged.Add("page", Table::Text{ "-1" });
  CHECK(Refusal(paged) == "screen index: row 1: expected a page (0 is the first), got '-1'");
}

TEST_CASE("two files for one image are an error that names both")
{
  CHECK(Refusal(Tall({ { "P", "A01", "1", "x", "a.tif", "1" }, { "P", "a1", "1", "x", "b.tif", "1" } })) ==
        "screen index: 1 image is listed twice (plates of two batches need different names): "
        "plate P well A01 site 1 channel x: a.tif and b.tif");
  CHECK_HOLDS(Refusal(Tall({ { "P", "A01", "1", "x", "a.tif", "1" }, { "P", "A01", "01", "x", "b.tif", "1" } })),
              "leading zeros");
}

TEST_CASE("gaps are told in words")
{
  std::vector<std::vector<std::string>> rows;
  for (const std::string plate : { "P1", "P2" })
  {
    for (const std::string well : { "A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08" })
    {
      for (const std::string site : { "1", "2" })
      {
        for (const std::string channel : { "dna", "er" })
        {
          const bool missingChannel = plate == "P1" && well != "A01" && site == "1" && channel == "er";
          const bool missingSite = plate == "P1" && well == "A08" && site == "2";
          if (!missingChannel && !missingSite && (plate == "P1" || channel == "dna"))
          {
            rows.push_back({ plate, well, site, channel, plate + well + site + channel, "1" });
          }
        }
      }
    }
  }
  const ScreenIndex index = NormalizeIndex(Tall(rows), ".");
  CHECK(index.notes == std::vector<std::string>{ "plate P1: 7 of 15 sites lack channel 'er': A02 site 1, A03 site 1, "
                                                 "A04 site 1, A05 site 1, A06 site 1 and 2 more",
                                                 "plate P1: 1 of 8 wells have fewer than 2 sites: A08 (1)",
                                                 "plate P2: lacks the channels of other plates: er" });
  CHECK(NormalizeIndex(Tall({}), ".").notes.empty());
  CHECK(NormalizeIndex(Tall({}), ".").table.Rows() == 0);
}

TEST_CASE("the digest is XXH3-128")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "empty", "");
  // XXH3_128bits of nothing with seed 0, as `xxhsum -H2` prints it (xxHash's own sanity test has the same value).
  CHECK(QuickDigest(folder / "empty") == "99aa06d3014798d86001c324468d497f");
  test::Write(folder / "big", std::string(3000000, 'x'));
  const std::string digest = QuickDigest(folder / "big");
  CHECK(digest.size() == 32);
  test::Write(folder / "big", std::string(2999999, 'x') + "y");
  CHECK(QuickDigest(folder / "big") != digest);
  CHECK_THROWS_AS(QuickDigest(folder / "none"), Error);
  CHECK_THROWS_AS(QuickDigest(folder.Path()), Error);
}

TEST_CASE("a file that is not the indexed one is refused; one that was missing then is bad data")
{
  const test::TemporaryFolder folder;
  const fs::path              path = folder / "a.tif";
  test::Write(path, "12345");
  const std::string digest = QuickDigest(path);
  VerifyIndexed(path, "5", digest);
  VerifyIndexed(path, "5", "");
  CHECK_HOLDS(test::MessageOf([&] { VerifyIndexed(path, "6", digest); }),
              "changed since it was indexed (6 bytes then, 5 now)");
  test::Write(path, "12346");
  CHECK_HOLDS(test::MessageOf([&] { VerifyIndexed(path, "5", digest); }), "same size, other content");
  VerifyIndexed(path, "5", ""); // without a digest only the size is known
  fs::remove(path);
  CHECK_HOLDS(test::MessageOf([&] { VerifyIndexed(path, "5", digest); }), "is gone since it was indexed");
  bool quarantined = false;
  try
  {
    VerifyIndexed(path, "5", digest);
  }
  catch (const BadData &)
  {
    quarantined = true;
  }
  catch (const Error &)
  {}
  CHECK_FALSE(quarantined);
  CHECK_HOLDS(test::MessageOf<BadData>([&] { VerifyIndexed(path, "", ""); }),
              "was missing when the screen was indexed");
}

TEST_CASE("an index of 200,000 files takes no quadratic work")
{
  Table::Text plates;
  Table::Text wells;
  Table::Text sites;
  Table::Text channels;
  Table::Text paths;
  for (int i = 0; i < 200000; ++i)
  {
    plates.push_back("plate" + std::to_string(i / 20000));
    wells.push_back(std::string(1, static_cast<char>('A' + i / 50 % 16)) + std::to_string(1 + i / 800 % 25));
    sites.push_back(std::to_string(i / 5 % 10));
    channels.push_back("channel" + std::to_string(i % 5));
    paths.push_back("images/" + std::to_string(i) + ".tiff");
  }
  Table table;
  table.Add("plate", plates);
  table.Add("well", wells);
  table.Add("site", sites);
  table.Add("channel", channels);
  table.Add("path", paths);
  table.Add("size", Table::Text(plates.size(), "1"));
  const std::clock_t begin = std::clock(); // of the processor: other programs do not count
  const ScreenIndex  index = NormalizeIndex(table, ".");
  const double       seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  MESSAGE("200,000 rows in ", seconds, " s");
  CHECK(index.table.Rows() == 200000);
  CHECK(seconds < 5); // quadratic work takes minutes
}
