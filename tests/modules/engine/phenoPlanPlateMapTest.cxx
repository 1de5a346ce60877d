// What `-i platemap=` may name: tables of any kind, workbooks, folders of plate maps.
#include "modules/io/phenoXlsxMaker.h"
#include "phenoFolders.h"
#include "phenoPlan.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** A screen of two plates of two wells and a step that asks the plate map for a column. */
class MappedScreen
{
public:
  MappedScreen()
  {
    Write(folder / "screen.csv",
          "plate,well,site,channel,path,size,digest\nP1,A01,1,dna,a.tif,1,\nP1,A02,1,dna,b.tif,1,\n"
          "P2,A01,1,dna,c.tif,1,\nP2,A02,1,dna,d.tif,1,\n");
    Write(folder / "workflow.json",
          R"({ "pheno": 1, "name": "case", "seed": 7,
               "inputs": { "screen": { "type": "table", "path": "screen.csv" }, "platemap": { "type": "table" } },
               "steps": {
                 "emit": { "node": "test.emit_rows", "each": ["plate", "well", "site"], "in": { "rows": "@screen" } },
                 "gather": { "node": "test.gather_rows", "in": { "tables": "emit.table", "wells": "@platemap" } } } })");
    m_Registry.AddFolder(fs::path(kBinaryDir) / "test_nodes", false);
  }

  Plan
  MakePlan(const std::string & platemap)
  {
    WorkflowOptions options;
    options.inputs["platemap"] = (folder / platemap).string();
    std::vector<Diagnostic> warnings;
    return pheno::MakePlan(ReadWorkflow(folder / "workflow.json", m_Registry, options, warnings), m_Registry, {});
  }

  TemporaryFolder folder;

private:
  NodeRegistry m_Registry;
};

std::string
NotesOf(const Plan & plan)
{
  std::string notes;
  for (const Diagnostic & note : plan.notes)
  {
    notes += ToString(note) + "\n";
  }
  return notes;
}

/** The key of the step that reads the map. */
std::string
KeyOf(const Plan & plan)
{
  return plan.tasks.at(plan.TasksOf("gather").at(0)).key;
}
} // namespace

TEST_CASE("one plate map in every form gives one plan")
{
  MappedScreen screen;
  Write(screen.folder / "map.csv", "plate,well,well_original,compound\nP1,A01,a1,x\nP2,A02,r01c02,y\nP2,B03,b3,z\n");
  const Plan plan = screen.MakePlan("map.csv");
  CHECK_HOLDS(NotesOf(plan), "only in 'platemap' (1): plate P2: B03");
  CHECK_HOLDS(NotesOf(plan), "only in the screen index (2): plate P1: A02; plate P2: A01");

  const std::vector<std::vector<std::string>> rows = {
    { "plate", "well", "compound" }, { "P1", "a1", "x" }, { "P2", "r01c02", "y" }, { "P2", "b3", "z" }
  };
  MakeZip(screen.folder / "map.xlsx", XlsxParts(XlsxRows(rows)));
  std::string tabs;
  for (const auto & row : rows)
  {
    tabs += Join(row, "\t") + "\n";
  }
  Write(screen.folder / "map.tsv", tabs);
  for (const std::string file : { "map.xlsx", "map.tsv" })
  {
    CAPTURE(file);
    const Plan same = screen.MakePlan(file);
    CHECK(NotesOf(same) == NotesOf(plan));
    CHECK(same.tasks.size() == plan.tasks.size());
  }
  CHECK(KeyOf(screen.MakePlan("map.xlsx")) == KeyOf(screen.MakePlan("map.tsv")));
}

TEST_CASE("a folder of plate maps is a plate map; what fits nowhere is noted without saying where it lay")
{
  MappedScreen screen;
  Write(screen.folder / "maps/barcode_platemap.csv", "Assay_Plate_Barcode,Plate_Map_Name\nP1,M1\nP2,M1\nP3,M1\n");
  Write(screen.folder / "maps/platemap/M1.txt", "well_position\tbroad_sample\na1\tB1\na2\tB2\nc5\tB1\n");
  Write(screen.folder / "maps/platemap/M2.txt", "well_position\tbroad_sample\na1\tB1\n");
  Write(screen.folder / "maps/external_metadata.tsv", "broad_sample\tpert_iname\nB1\taspirin\n");
  const Plan        plan = screen.MakePlan("maps");
  const std::string notes = NotesOf(plan);
  CHECK_HOLDS(notes, "/inputs/platemap: barcode_platemap.csv: no plate has the maps M2.txt");
  CHECK_HOLDS(notes, "external_metadata.tsv: does not know 1 values of broad_sample of the plate maps: B2");
  CHECK_HOLDS(notes, "only in 'platemap' (5): plate P1: C05; plate P2: C05; plate P3");
  CHECK_FALSE(Holds(notes, screen.folder.Path().string()));
}

TEST_CASE("a plate map that cannot be read is a problem of the input")
{
  MappedScreen screen;
  Write(screen.folder / "map.xlsx", "no archive");
  CHECK_HOLDS(MessageOf<DiagnosticsError>([&] { screen.MakePlan("map.xlsx"); }), "cannot be read as a zip archive");
  fs::create_directories(screen.folder / "empty");
  CHECK_HOLDS(MessageOf<DiagnosticsError>([&] { screen.MakePlan("empty"); }),
              "is a folder without barcode_platemap.csv");
}
