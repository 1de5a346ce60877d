#include "phenoFolders.h"
#include "phenoRunFolder.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("help lists every verb; no words at all is a usage error")
{
  const Ended help = PhenoRun("--help");
  CHECK(help.code == 0);
  for (const char * verb : { "run",
                             "check",
                             "plan",
                             "explain",
                             "status",
                             "verify",
                             "clean",
                             "nodes",
                             "node",
                             "show",
                             "index",
                             "simulate",
                             "task" })
  {
    CHECK(Has(help, std::string("  ") + verb + " "));
    const Ended one = PhenoRun(std::string(verb) + " --help");
    CHECK(one.code == 0);
  }
  CHECK(PhenoRun("").code == 2);
}

TEST_CASE("a misspelt option or file is one sentence and exit code 2")
{
  CHECK(PhenoRun("check").code == 2);
  const Ended missing = PhenoRun("check /no/such/workflow.json");
  CHECK(missing.code == 2);
  CHECK(Has(missing, "/no/such/workflow.json"));
  CHECK(PhenoRun("workflow.json --max-bad lots").code == 2);
  CHECK(Has(PhenoRun("/no/such.json --max-bad lots"), "--max-bad: expected a number of sites"));
}

TEST_CASE("index keeps stacks and says so, and takes --plane")
{
  const TemporaryFolder folder;
  std::string           images;
  for (const char * plane : { "1", "2" })
  {
    const std::string file = std::string("p") + plane + ".tiff";
    std::ofstream((folder / file).string()) << plane;
    images += "<Image><id>1K1F1P" + std::string(plane) + "R1</id><State>Ok</State><URL>" + file +
              "</URL><Row>2</Row><Col>3</Col><FieldID>1</FieldID><PlaneID>" + plane +
              "</PlaneID><TimepointID>0</TimepointID><ChannelID>1</ChannelID><ChannelName>DNA</ChannelName></Image>";
  }
  std::ofstream((folder / "Index.xml").string())
    << R"(<?xml version="1.0"?><EvaluationInputData xmlns="http://www.perkinelmer.com/PEHH/HarmonyV5"><Plates><Plate><PlateID>P1</PlateID></Plate></Plates><Images>)"
    << images << "</Images></EvaluationInputData>";
  const std::string words = "index phenix " + folder.Path().string() + " -o " + (folder / "index.csv").string();
  const Ended       open = PhenoRun(words);
  CHECK(open.code == 0);
  CHECK_MESSAGE(Has(open, "fields have planes 1, 2: pheno.read_site projects them, and --plane chooses one"),
                open.output);
  const Ended chosen = PhenoRun(words + " --plane 2 --channel DNA=dna");
  CHECK_MESSAGE(chosen.code == 0, chosen.output);
  CHECK(Has(Bytes(folder / "index.csv"), "P1,B03,1,dna,p2.tiff,1,"));
  CHECK(Has(PhenoRun(words + " --plane 3"), "has no plane '3'; it has 1, 2"));
}

TEST_CASE("nodes are listed and described from their descriptors")
{
  const Ended all = PhenoRun("nodes");
  CHECK(all.code == 0);
  CHECK(Has(all, "pheno.train_contrastive"));
  const Ended one = PhenoRun("nodes pheno.segment_cells");
  CHECK(Has(one, "`min_nucleus_diameter_px`"));
  const Ended unknown = PhenoRun("nodes pheno.segment_cell");
  CHECK(unknown.code == 2);
  CHECK(Has(unknown, "pheno.segment_cells"));
}

TEST_CASE("docs/nodes.md is what the descriptors say")
{
  const std::string page = Bytes(std::string(kSourceDir) + "/docs/nodes.md");
  CHECK_MESSAGE(page == PhenoRun("nodes --markdown").output,
                "make it again: pheno-run nodes --markdown > docs/nodes.md");
}

TEST_CASE("every workflow of the repository names nodes, ports and parameters that exist")
{
  // Their inputs are not there; the inputs' own problems are all that may be said.
  for (const fs::directory_entry & entry : fs::directory_iterator(std::string(kSourceDir) + "/workflows"))
  {
    const Ended ended = PhenoRun("check " + entry.path().string() + " -i screen=/no/index.csv");
    CHECK(ended.code == 2);
    CHECK_FALSE_MESSAGE(Has(ended, "/steps/"), ended.output);
  }
}

TEST_CASE("one built-in node by hand")
{
  const TemporaryFolder folder;
  std::ofstream((folder / "a.csv").string()) << "metric,value\nx,1\n";
  std::ofstream((folder / "b.csv").string()) << "metric,value\ny,2\n";
  const std::string words = "node pheno.append_tables -i first=" + (folder / "a.csv").string() +
                            " -i second=" + (folder / "b.csv").string() + " -o " + (folder / "out").string();
  CHECK(PhenoRun(words).code == 0);
  CHECK(Bytes(folder / "out/table.csv") == "metric,value\nx,1\ny,2\n");
  const Ended missing = PhenoRun("node pheno.append_tables -o " + (folder / "out").string());
  CHECK(missing.code == 2);
  CHECK(Has(missing, "-i first: missing"));
}
