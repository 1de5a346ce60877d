#include "phenoScreenIndex.h"

#include "phenoLayoutMaker.h"

using namespace pheno;

namespace
{
std::string
ImageXml(int row, int column, int field, int channel, const std::string & url, const std::string & more)
{
  std::ostringstream xml;
  xml << "<Image Version=\"1\"><id>x</id><State>Ok</State><URL>" << url << "</URL><Row>" << row << "</Row><Col>"
      << column << "</Col><FieldID>" << field << "</FieldID><ChannelID>" << channel << "</ChannelID>" << more
      << "</Image>\n";
  return xml.str();
}

std::string
Document(const std::string & name, const std::string & images, const std::string & maps = "")
{
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
         "<EvaluationInputData xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" Version=\"1\" xmlns=\"" +
         name + "\">\n<User>u</User><Plates><Plate><PlateID>P7</PlateID><Name>other</Name></Plate></Plates>\n" + maps +
         "<Images Version=\"1\">\n" + images + "</Images></EvaluationInputData>\n";
}

const std::string kV5 = "http://www.perkinelmer.com/PEHH/HarmonyV5";
const std::string kV7 = "43B2A954-E3C3-47E1-B392-6635266B0DD3/HarmonyV7";

/** Two channels of one field, named as in Harmony up to 5. */
std::string
TwoChannels()
{
  const auto name = [](const std::string & channel) {
    return "<PlaneID>1</PlaneID><TimepointID>0</TimepointID><ChannelName>" + channel + "</ChannelName>";
  };
  return ImageXml(2, 3, 1, 1, "a-ch1.tiff", name("Hoechst")) + ImageXml(2, 3, 1, 2, "a-ch2.tiff", name("Alexa 488"));
}

ScreenIndex
Make(const test::TemporaryFolder & folder, const IndexOptions & options = {})
{
  return MakeIndex("phenix", folder.Path(), folder.Path(), options);
}

std::string
Refusal(const test::TemporaryFolder & folder, const IndexOptions & options = {})
{
  return test::MessageOf([&] { Make(folder, options); });
}
} // namespace

TEST_CASE("Harmony 5: one folder a plate, names with each image, the list among the images")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "P7__2021" / "Images" / "Index.idx.xml", Document(kV5, TwoChannels()));
  test::Write(folder / "P7__2021" / "Images" / "Index.xml", "not read, since the other stands before it");
  test::Write(folder / "P7__2021" / "Images" / "a-ch1.tiff", "abc");
  const ScreenIndex index = Make(folder);
  CHECK(index.table.Names() ==
        std::vector<std::string>{ "plate", "well", "site", "channel", "path", "size", "digest", "page" });
  REQUIRE(index.table.Rows() == 2);
  CHECK(index.table.Texts("plate") == Table::Text{ "P7", "P7" });
  CHECK(index.table.Texts("well") == Table::Text{ "B03", "B03" });
  CHECK(index.table.Texts("site") == Table::Text{ "1", "1" });
  CHECK(index.table.Texts("channel") == Table::Text{ "Alexa 488", "Hoechst" });
  CHECK(index.table.Cell(1, "path") == "P7__2021/Images/a-ch1.tiff");
  CHECK(index.table.Cell(1, "size") == "3");
  CHECK(index.table.Cell(1, "digest") == QuickDigest(folder / "P7__2021" / "Images" / "a-ch1.tiff"));
  CHECK(index.table.Cell(1, "page") == "0");
  // A listed file that is not there stays, without size and digest, and is named.
  CHECK(index.table.Cell(0, "size") == "");
  CHECK(index.table.Cell(0, "digest") == "");
  REQUIRE(index.notes.size() == 1);
  CHECK(index.notes[0] == "plate P7: 1 of 2 listed files do not exist: P7__2021/Images/a-ch2.tiff");
}

TEST_CASE("Harmony 7: the list above the images, names of channels in Maps")
{
  const test::TemporaryFolder folder;
  const std::string maps = "<Maps><Map><Entry ChannelID=\"1\"><FlatfieldProfile>x</FlatfieldProfile></Entry></Map>"
                           "<Map><Entry ChannelID=\"1\"><ChannelName>Brightfield</ChannelName></Entry>"
                           "<Entry ChannelID=\"2\"><ChannelName>Brightfield</ChannelName></Entry>"
                           "<Entry ChannelID=\"3\"><ChannelName>MitoTracker</ChannelName></Entry></Map></Maps>";
  test::Write(folder / "plate" / "index.xml",
              Document(kV7,
                       ImageXml(1, 1, 2, 1, "a.tiff", "") + ImageXml(1, 1, 2, 2, "b.tiff", "") +
                         ImageXml(1, 1, 2, 3, "c.tiff", "") + ImageXml(1, 1, 2, 4, "d.tiff", ""),
                       maps));
  for (const std::string file : { "a.tiff", "b.tiff", "c.tiff", "d.tiff" })
  {
    test::Write(folder / "plate" / "Images" / file, file);
  }
  const ScreenIndex index = Make(folder);
  CHECK(index.notes.empty());
  CHECK(index.table.Texts("channel") == Table::Text{ "Brightfield ch1", "Brightfield ch2", "MitoTracker", "ch4" });
  CHECK(index.table.Cell(0, "path") == "plate/Images/a.tiff");
  CHECK(index.table.Cell(0, "well") == "A01");
}

TEST_CASE("the list itself may be named; without a plate name the folder's counts")
{
  const test::TemporaryFolder folder;
  std::string                 text = Document(kV5, TwoChannels());
  text.replace(text.find("<PlateID>P7</PlateID><Name>other</Name>"), 39, "");
  test::Write(folder / "BR00117035__2021-05-02T16_02_51-Measurement1" / "Images" / "Index.xml", text);
  const ScreenIndex index = MakeIndex(
    "phenix", folder / "BR00117035__2021-05-02T16_02_51-Measurement1" / "Images" / "Index.xml", folder.Path(), {});
  CHECK(index.table.Cell(0, "plate") == "BR00117035");
}

TEST_CASE("several planes are a stack, several time points need a choice")
{
  const test::TemporaryFolder folder;
  const auto                  image = [](const std::string & plane, const std::string & time) {
    return ImageXml(1,
                    1,
                    1,
                    1,
                    "p" + plane + "t" + time + ".tiff",
                    "<PlaneID>" + plane + "</PlaneID><TimepointID>" + time + "</TimepointID>");
  };
  test::Write(folder / "Index.xml", Document(kV5, image("1", "0") + image("2", "0")));
  const ScreenIndex stack = Make(folder);
  CHECK(stack.table.Texts("z") == Table::Text{ "1", "2" });
  CHECK_HOLDS(Join(stack.notes, "\n"),
              "fields have planes 1, 2: pheno.read_site projects them, and --plane chooses one");
  IndexOptions options;
  options.plane = "2";
  CHECK(Make(folder, options).table.Texts("path") == Table::Text{ "p2t0.tiff" });
  options.plane = "3";
  CHECK_HOLDS(Refusal(folder, options), "has no plane '3'; it has 1, 2");
  test::Write(folder / "Index.xml", Document(kV5, image("1", "0") + image("1", "1")));
  // Harmony counts time from 0; what it names is the number of the file names, which begins at 1.
  CHECK_HOLDS(Refusal(folder), "lists time points 1, 2 of each field; an index holds one: choose it with --timepoint");
  options = {};
  options.timepoint = "2";
  const ScreenIndex second = Make(folder, options);
  CHECK(second.table.Texts("path") == Table::Text{ "p1t1.tiff" });
  CHECK(Join(second.notes, "\n").find("1 of 2 images are of other time points than 2: left out") != std::string::npos);
  CHECK_FALSE(second.table.Has("timepoint"));
}

TEST_CASE("the time point of the file name counts where it has one")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "Index.xml",
              Document(kV5,
                       ImageXml(1, 1, 1, 1, "r01c01f01p01-ch1sk4fk1fl1.tiff", "<TimepointID>3</TimepointID>") +
                         ImageXml(1, 1, 1, 1, "r01c01f01p01-ch1sk5fk1fl1.tiff", "<TimepointID>4</TimepointID>")));
  CHECK_HOLDS(Refusal(folder), "lists time points 4, 5");
}

TEST_CASE("a plane that differs between channels needs no choice")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "Index.xml",
              Document(kV5,
                       ImageXml(1, 1, 1, 1, "a.tiff", "<PlaneID>1</PlaneID>") +
                         ImageXml(1, 1, 1, 2, "b.tiff", "<PlaneID>2</PlaneID>")));
  const ScreenIndex index = Make(folder);
  CHECK(index.table.Texts("plane") == Table::Text{ "1", "2" });
}

TEST_CASE("every Harmony from 4 to 7: wells, fields, names of channels, positions and sizes of pixels")
{
  for (int version = 4; version <= 7; ++version)
  {
    CAPTURE(version);
    const test::TemporaryFolder folder;
    const test::Grid            grid;
    test::MakeHarmony(folder / "BR001__2021-05-02T16_02_51-Measurement1", grid, { version, "BR001" });
    const ScreenIndex index = Make(folder);
    CHECK(index.notes.empty());
    CHECK(index.table.Rows() == 12);
    test::CheckShots(index, folder.Path(), grid, "BR001", { "DNA", "ER" });
    CHECK(index.table.Texts("pixel_size_um") == Table::Text(12, "0.65"));
    CHECK(index.table.Cell(0, "position_x_um") == "0");
    CHECK(index.table.Cell(2, "position_x_um") == "500"); // second field
    CHECK(index.table.Cell(0, "position_y_um") == "-125");
    CHECK(index.table.Cell(0, "position_z_um") == "2");
    CHECK_FALSE(index.table.Has("plane"));
    const std::vector<RecognizedLayout> known = RecognizeLayouts(folder.Path());
    REQUIRE(known.size() == 1);
    CHECK(known[0].layout == "phenix");
    CHECK_HOLDS(known[0].by, test::HarmonyList({ version, "" }));
  }
}

TEST_CASE("two plates in two folders; what was not recorded is counted")
{
  const test::TemporaryFolder folder;
  test::MakeHarmony(folder / "a", {}, { 5, "P1" });
  test::MakeHarmony(folder / "b", {}, { 7, "P2" });
  test::Write(folder / "b" / "Index.xml", [&] {
    std::string       text = test::Read(folder / "b" / "Index.xml");
    const std::string url = "<URL>r01c01f01p01-ch1sk1fk1fl1.tiff</URL>";
    text.replace(text.find(url), url.size(), "<URL />");
    return text;
  }());
  const ScreenIndex index = Make(folder);
  CHECK(index.table.Rows() == 23);
  CHECK_HOLDS(Join(index.notes, "\n"), "1 of 12 images name no file (not recorded): left out");
  CHECK_HOLDS(Join(index.notes, "\n"), "plate P2: 1 of 6 sites lack channel 'DNA': A01 site 1");
}

TEST_CASE("a folder that has lost its index is read by the names of its files")
{
  const test::TemporaryFolder folder;
  test::MakeHarmony(folder / "BR9__x", {}, { 5, "BR9" });
  fs::remove(folder / "BR9__x" / "Images" / "Index.idx.xml");
  test::Write(folder / "BR9__x" / "notes.txt", "x");
  const ScreenIndex index = Make(folder);
  test::CheckShots(index, folder.Path(), {}, "BR9", { "ch1", "ch2" });
  CHECK_HOLDS(index.notes[0], "no Index.idx.xml, index.idx.xml");
  CHECK_HOLDS(index.notes[0], "read from the names of files alone");
  CHECK_HOLDS(index.notes[1], "1 of 13 files have other names, for instance 'BR9__x/notes.txt'");
  REQUIRE(RecognizeLayouts(folder.Path()).size() == 1);
  CHECK(RecognizeLayouts(folder.Path())[0].layout == "phenix");
}

TEST_CASE("what is no index says so")
{
  const test::TemporaryFolder folder;
  CHECK_HOLDS(Refusal(folder), "no Index.idx.xml, index.idx.xml, Index.xml");
  CHECK_HOLDS(test::MessageOf([&] { MakeIndex("phenix", folder / "none", folder.Path(), {}); }), "does not exist");
  test::Write(folder / "Index.xml", "<a><b></a>");
  CHECK_HOLDS(Refusal(folder), "is no valid XML at byte");
  test::Write(folder / "Index.xml", "<OME></OME>");
  CHECK_HOLDS(Refusal(folder), "<OME> has no <Images>");
  test::Write(
    folder / "Index.xml",
    "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<x>&b;</x>");
  CHECK_HOLDS(Refusal(folder), "declares a document type at byte 22, which no instrument's list does");
  test::Write(folder / "Index.xml", Document(kV5, ""));
  CHECK_HOLDS(Refusal(folder), "lists no images");
  test::Write(
    folder / "Index.xml",
    Document(kV5, "<Image><id>k</id><URL>a.tiff</URL><Row>1</Row><Col>1</Col><ChannelID>1</ChannelID></Image>"));
  CHECK_HOLDS(Refusal(folder), "the image 'k' has no <FieldID>");
  test::Write(folder / "Index.xml", Document(kV5, ImageXml(40, 1, 1, 1, "a.tiff", "")));
  CHECK_HOLDS(Refusal(folder), "got 'r40c1'");
}

TEST_CASE("indexfile.txt: tabs, also at the ends of lines; names of columns vary")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "P1" / "indexfile.txt",
              "Row\tColumn\tField\tPlane\tTimepoint\tChannel ID\tChannel Name\tPosition X [m]\tURL\t\r\n"
              "2\t3\t1\t1\t0\t1\tHoechst\t0.1\ta.tiff\t\r\n2\t3\t1\t1\t0\t2\tAlexa 488\t0.1\tb.tiff\t\r\n");
  test::Write(folder / "P2" / "indexfile.txt", "Plate,Well,Field,Channel,Filename\nQ2,b3,4,Hoechst,Images\\c.tiff\n");
  test::Write(folder / "P2" / "Images" / "c.tiff", "c");
  const ScreenIndex index = Make(folder);
  CHECK(index.table.Texts("plate") == Table::Text{ "P1", "P1", "Q2" });
  CHECK(index.table.Texts("well") == Table::Text{ "B03", "B03", "B03" });
  CHECK(index.table.Texts("channel") == Table::Text{ "Alexa 488", "Hoechst", "Hoechst" });
  CHECK(index.table.Texts("path") == Table::Text{ "P1/b.tiff", "P1/a.tiff", "P2/Images/c.tiff" });
  CHECK(index.table.Cell(2, "size") == "1");
  CHECK(index.table.Cell(2, "well_original") == "b3");

  test::Write(folder / "P2" / "indexfile.txt", "Row\tColumn\tChannel\tURL\n1\t1\tx\ta.tiff\n");
  CHECK_HOLDS(Refusal(folder),
              "has no column for the field (field or fieldid or site); it has Row, Column, Channel, URL");
  test::Write(folder / "P2" / "indexfile.txt", "Row\tColumn\tField\tChannel\tURL\n");
  CHECK_HOLDS(Refusal(folder), "lists no images");
}

TEST_CASE("the index is the same for any number of threads")
{
  const test::TemporaryFolder folder;
  std::string                 images;
  for (int field = 1; field <= 12; ++field)
  {
    const std::string file = std::to_string(field) + ".tiff";
    images += ImageXml(1, 1, field, 1, file, "");
    test::Write(folder / file, std::string(1000, static_cast<char>('a' + field)));
  }
  test::Write(folder / "Index.xml", Document(kV5, images));
  IndexOptions four;
  four.threads = 4;
  const Table one = Make(folder).table;
  const Table many = Make(folder, four).table;
  for (const std::string & name : one.Names())
  {
    CHECK(one.Texts(name) == many.Texts(name));
  }
  CHECK(one.Cell(1, "site") == "2"); // natural order, not 1, 10, 11
  IndexOptions without;
  without.digest = false;
  CHECK(Make(folder, without).table.Cell(0, "digest") == "");
  CHECK(Make(folder, without).table.Cell(0, "size") == "1000");
}
