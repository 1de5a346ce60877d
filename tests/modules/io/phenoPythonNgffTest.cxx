#include "phenoOmeZarrMaker.h"
#include "phenoPython.h"

using namespace pheno;

TEST_CASE("images, labels, wells and plates that we write are valid by the JSON schemas of OME-NGFF 0.4 and 0.5, the strict ones too")
{
  // ngff-zarr brings the schemas of the specification as files; it need not be imported.
  const std::string python =
    test::PythonWith("jsonschema, referencing, importlib.util as u; assert u.find_spec(\"ngff_zarr\")");
  if (python.empty())
  {
    PHENO_SKIP("no Python with jsonschema and ngff-zarr, which brings the schemas");
  }
  const test::TemporaryFolder folder;
  for (const unsigned zarr : { 2u, 3u })
  {
    OmeZarrOptions options;
    options.zarr = zarr;
    options.pixelSize = 0.5;
    const std::string name = std::to_string(zarr);
    test::MakePlate(folder / ("P" + name + ".zarr"), zarr);
    OmeZarrStack stack{ { "DNA", "ER" }, 2, 2, {} };
    for (int i = 0; i < 8; ++i)
    {
      stack.planes.push_back(test::MakePlane(9, 7, static_cast<float>(i)));
    }
    WriteOmeZarrImage(folder / ("I" + name + ".zarr"), stack, options);
    WriteOmeZarrImage(folder / ("L" + name + ".zarr"), Image{ { "DNA" }, { test::MakePlane(9, 7, 0) } }, options);
    const auto mask = LabelMask::New();
    mask->SetRegions(itk::Size<2>{ { 9, 7 } });
    mask->Allocate(true);
    mask->SetPixel({ { 2, 3 } }, 7);
    WriteOmeZarrLabels(folder / ("L" + name + ".zarr"), "cells", *mask, options);
  }
  CHECK(test::RunPython(python, folder.Path(), R"(
import importlib.util, json, pathlib
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
package = pathlib.Path(importlib.util.find_spec("ngff_zarr").submodule_search_locations[0])
def attributes(group, version):
    if version == "0.4":
        return json.loads((group / ".zattrs").read_text())
    return json.loads((group / "zarr.json").read_text())["attributes"]
checked = 0
for n, version in ((2, "0.4"), (3, "0.5")):
    schemas = {p.stem: json.loads(p.read_text()) for p in (package / "spec" / version / "schemas").glob("*.schema")}
    registry = Registry().with_resources((s["$id"], DRAFT202012.create_resource(s)) for s in schemas.values())
    def check(group, kinds):
        global checked
        for kind in [form + kind for kind in kinds for form in ("", "strict_")]:
            validator = Draft202012Validator(schemas[kind], registry=registry)
            errors = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(attributes(pathlib.Path(group), version))]
            assert not errors, (group, kind, errors)
            checked += 1
    check(f"P{n}.zarr", ["plate"])
    for well in ("B/3", "D/11"):
        check(f"P{n}.zarr/{well}", ["well"])
    for image in (f"P{n}.zarr/B/3/0", f"P{n}.zarr/B/3/1", f"I{n}.zarr", f"L{n}.zarr"):
        check(image, ["image"])
    check(f"L{n}.zarr/labels/cells", ["label", "image"])
    # a schema that finds nothing wrong is of no use
    broken = attributes(pathlib.Path(f"P{n}.zarr"), version)
    del (broken if version == "0.4" else broken["ome"])["plate"]["columns"]
    assert list(Draft202012Validator(schemas["plate"], registry=registry).iter_errors(broken))
assert checked == 36, checked
)"));
}
