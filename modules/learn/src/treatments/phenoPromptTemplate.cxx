#include "phenoPromptTemplate.h"
#include "phenoLearnError.h"
#include "phenoUnicode.h"

namespace pheno
{
namespace
{
constexpr std::size_t kLongestPrompt = 512; // characters, CellCLIP's limit

std::string
Field(const PromptRecord & record, const std::string & key)
{
  const auto found = record.find(key);
  return found == record.end() ? "" : found->second;
}

bool
Has(const std::string & text, const char * word)
{
  return text.find(word) != std::string::npos;
}

/** `before` and the text, or nothing without a text. */
std::string
Part(const std::string & before, const std::string & text)
{
  return text.empty() ? "" : before + text;
}

/** "{cell} cells treated with ". */
std::string
Treated(const PromptRecord & record)
{
  const std::string cell = Field(record, "cell");
  if (cell.empty())
  {
    throw LearnError("prompt: expected a field 'cell', it is missing");
  }
  return cell + " cells treated with ";
}

[[noreturn]] void
ThrowUnknownTreatment(const std::string & fields)
{
  throw LearnError("prompt: expected one of the fields " + fields + " at least, all are missing");
}

bool
TooLong(const std::string & prompt)
{
  return learn::DecodeUtf8(prompt).size() > kLongestPrompt;
}

std::string
MakeCompound(const PromptRecord & record)
{
  const std::string treated = Treated(record), name = Field(record, "name"), smiles = Field(record, "smiles");
  if (name.empty() && smiles.empty())
  {
    ThrowUnknownTreatment("'name' and 'smiles'");
  }
  const bool isSolvent = Has(name, "DMSO");
  if (Has(name, "control") && !isSolvent)
  {
    return treated + "compound: control";
  }
  const std::string whole = treated + "compound: " + (isSolvent ? "control, " : "") + name + ", SMILES: " + smiles;
  if (!name.empty() && !smiles.empty() && !TooLong(whole))
  {
    return whole;
  }
  const std::string structure = treated + "SMILES: " + smiles;
  if (!smiles.empty() && (name.empty() || !TooLong(structure)))
  {
    return structure;
  }
  return treated + "compound, " + name;
}

std::string
MakeCrispr(const PromptRecord & record)
{
  const std::string treated = Treated(record), gene = Field(record, "gene"), sequence = Field(record, "sequence");
  const std::string control = Field(record, "control");
  const std::string crispr = treated + "crispr";
  if (Has(control, "control"))
  {
    return crispr + Part(" sequence: ", sequence) + ", " + control;
  }
  if (sequence.empty() || Has(gene, "control"))
  {
    return treated + "control, no treatment.";
  }
  if (!Has(sequence, "guide"))
  {
    return crispr + " sequence: " + sequence + Part(", targeting genes: ", gene);
  }
  if (gene.empty())
  {
    ThrowUnknownTreatment("'gene' and 'sequence' (a guide's name tells no treatment)");
  }
  return crispr + ", targeting genes: " + gene;
}

std::string
MakeOrf(const PromptRecord & record)
{
  const std::string treated = Treated(record), gene = Field(record, "gene"), type = Field(record, "type");
  if (Has(type, "control"))
  {
    return treated + "orf " + type + Part(" ", Field(record, "control")) + Part(", targeting genes: ", gene) + ".";
  }
  return treated + (gene.empty() ? "control, no treatment." : "orf, targeting genes: " + gene);
}

std::string
MakeImage(const PromptRecord & record)
{
  const std::string treated = Treated(record), name = Field(record, "name"), smiles = Field(record, "smiles");
  if (name.empty() && smiles.empty())
  {
    ThrowUnknownTreatment("'name' and 'smiles'");
  }
  return "A cell painting image of " + treated + name + Part(name.empty() ? "SMILES: " : ", SMILES: ", smiles);
}
} // namespace

const std::vector<PromptTemplate> &
PromptTemplates()
{
  static const std::vector<PromptTemplate> templates = {
    { "compound", { "cell", "name", "smiles" }, MakeCompound },
    { "crispr", { "cell", "gene", "sequence", "control" }, MakeCrispr },
    { "image", { "cell", "name", "smiles" }, MakeImage },
    { "orf", { "cell", "gene", "type", "control" }, MakeOrf }
  };
  return templates;
}

const PromptTemplate &
FindPromptTemplate(const std::string & name)
{
  std::string known;
  for (const PromptTemplate & each : PromptTemplates())
  {
    if (each.name == name)
    {
      return each;
    }
    known += (known.empty() ? "'" : ", '") + each.name + "'";
  }
  throw LearnError("prompt template: expected one of " + known + ", got '" + name + "'");
}
} // namespace pheno
