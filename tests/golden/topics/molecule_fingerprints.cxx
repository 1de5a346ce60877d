#include "phenoGoldenCompare.h"

#include "phenoFingerprint.h"

#include <regex>
#include <stdexcept>

namespace pheno::golden
{
namespace
{
/** Of a field's name: maccs, morgan<radius>_<bits>[_chiral][_counts], rdkit_<bits>[_counts]. */
FingerprintSettings
SettingsOf(const std::string & field)
{
  static const std::regex pattern("(morgan|rdkit)([0-9]*)_([0-9]+)(_chiral)?(_counts)?");
  FingerprintSettings     settings;
  std::smatch             parts;
  if (field == "maccs")
  {
    settings.kind = FingerprintKindFromName(field);
    return settings;
  }
  if (!std::regex_match(field, parts, pattern))
  {
    throw std::logic_error("unknown field " + field);
  }
  settings.kind = FingerprintKindFromName(parts[1].str() + parts[5].str());
  settings.radius = parts[2].length() > 0 ? std::stoi(parts[2]) : 0;
  settings.bits = std::stoi(parts[3]);
  settings.chirality = parts[4].matched;
  return settings;
}

/** The columns that are not zero; of counts with their values. */
Json
Columns(const std::vector<float> & values, bool counts)
{
  Json columns = Json::array();
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    if (values[i] != 0)
    {
      columns.push_back(counts ? Json{ i, static_cast<int>(values[i]) } : Json(i));
    }
  }
  return columns;
}

bool
EndsWithCounts(const std::string & field)
{
  return field.size() > 7 && field.compare(field.size() - 7, 7, "_counts") == 0;
}
} // namespace

Json
RunMoleculeFingerprints(const Case & golden)
{
  const auto                   smiles = golden.inputs.at("smiles").get<std::string>();
  const SmilesResult<Molecule> read = ReadSmiles(smiles);
  Json                         got = { { "valid", read.value.has_value() } };
  if (!read.value)
  {
    return got;
  }
  got["n_heavy"] = read.value->NumberOfAtoms();
  for (const auto & [field, expected] : golden.whole.at("expected").items())
  {
    if (!got.contains(field))
    {
      got[field] = Columns(*Fingerprint(smiles, SettingsOf(field)).value, EndsWithCounts(field));
    }
  }
  // expected_by_equation is RDKit 2022.09's answer where versions differ; no file says what versions in between give.
  const Json & whole = golden.whole;
  if (whole.contains("expected_by_equation") && RdkitVersion().rfind("2022.09", 0) != 0)
  {
    for (const auto & field : whole.at("expected_by_equation").at("differs"))
    {
      got[field.get<std::string>()] = Unspecified();
    }
  }
  return got;
}
} // namespace pheno::golden
