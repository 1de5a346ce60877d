#ifndef phenoXlsxMaker_h
#define phenoXlsxMaker_h

#include "phenoTestFiles.h"

#include <zip.h>

#include <map>
#include <string>

namespace pheno::test
{
/** Members of an archive by name. */
using Members = std::map<std::string, std::string>;

inline void
MakeZip(const fs::path & path, const Members & members)
{
  fs::create_directories(path.parent_path());
  int     code = 0;
  zip_t * zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  REQUIRE(zip != nullptr);
  for (const auto & [name, bytes] : members)
  {
    zip_source_t * source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    REQUIRE(zip_file_add(zip, name.c_str(), source, ZIP_FL_OVERWRITE) >= 0);
  }
  REQUIRE(zip_close(zip) == 0);
}

/** The parts of a workbook whose first sheet, called second in the list of parts, holds `rows` (XML of <row>). */
inline Members
XlsxParts(const std::string & rows, const std::string & strings = "")
{
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  const std::string space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  Members           members = {
              { "[Content_Types].xml",
                head + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"></Types>" },
              { "xl/workbook.xml",
                head + "<workbook " + space + " xmlns:r=\"" + relations +
                  "\"><sheets><sheet name=\"map\" sheetId=\"2\" r:id=\"rId7\"/><sheet name=\"other\" sheetId=\"1\" "
                            "r:id=\"rId1\"/></sheets></workbook>" },
              { "xl/_rels/workbook.xml.rels",
                head +
                  "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                            "<Relationship Id=\"rId1\" Type=\"" +
                  relations + "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId7\" Type=\"" + relations +
                  "/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>" },
              { "xl/worksheets/sheet1.xml", head + "<worksheet " + space + "><sheetData/></worksheet>" },
              { "xl/worksheets/sheet2.xml", head + "<worksheet " + space + "><sheetData>" + rows + "</sheetData></worksheet>" }
  };
  if (!strings.empty())
  {
    members["xl/sharedStrings.xml"] = head + "<sst " + space + ">" + strings + "</sst>";
  }
  return members;
}

/** Cells of inline strings, a row each. */
inline std::string
XlsxRows(const std::vector<std::vector<std::string>> & cells)
{
  std::string rows;
  for (const std::vector<std::string> & row : cells)
  {
    rows += "<row>";
    for (const std::string & cell : row)
    {
      rows += cell.empty() ? "<c/>" : "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
    }
    rows += "</row>";
  }
  return rows;
}
} // namespace pheno::test

#endif
