#ifndef phenoPromptTemplate_h
#define phenoPromptTemplate_h

#include <map>
#include <string>
#include <vector>

namespace pheno
{
/** What is known of a treatment: "cell", "name", ... A field that is absent or empty is missing. */
using PromptRecord = std::map<std::string, std::string>;

/** A rule that makes the text of a treatment (methods 3.5).
 *
 * "compound" (cell, name, smiles), CellCLIP's for Bray 2017, CPJUMP1 and RxRx3-core:
 *   "{cell} cells treated with compound: {name}, SMILES: {smiles}"; a name with "DMSO" has "control, " before it; any
 *   other name with "control": "{cell} cells treated with compound: control".
 *   Without a name, or where that is longer than 512 characters: "{cell} cells treated with SMILES: {smiles}".
 *   Without a SMILES, or where that is again too long: "{cell} cells treated with compound, {name}".
 * "crispr" (cell, gene, sequence, control), CPJUMP1 and RxRx3-core:
 *   "{cell} cells treated with crispr sequence: {sequence}, targeting genes: {gene}"; a sequence with "guide" (RxRx3's
 *   name of a guide) is left out: "{cell} cells treated with crispr, targeting genes: {gene}".
 *   A control field with "control": "{cell} cells treated with crispr sequence: {sequence}, {control}", or "... crispr,
 *   {control}" without a sequence. Else without a sequence, or a gene with "control":
 *   "{cell} cells treated with control, no treatment."
 * "orf" (cell, gene, type, control), CPJUMP1: "{cell} cells treated with orf, targeting genes: {gene}"; a type with
 *   "control": "{cell} cells treated with orf {type} {control}, targeting genes: {gene}.". Else without a gene:
 *   "{cell} cells treated with control, no treatment."
 * "image" (cell, name, smiles), as printed in the CellCLIP paper: "A cell painting image of {cell} cells treated with
 *   {name}, SMILES: {smiles}", or the part there is.
 *
 * CellCLIP's code writes "nan" for a missing name, SMILES or gene; here that part is left out. Its "crispr ,targeting"
 * is "crispr, targeting" here, which BERT's tokenizer does not tell apart. */
struct PromptTemplate
{
  std::string              name;
  std::vector<std::string> fields; ///< it reads; others of a record are passed over

  /** \throws LearnError for a missing cell, or when all that tells the treatment is missing */
  std::string (*make)(const PromptRecord & record);
};

/** All templates, by name. */
const std::vector<PromptTemplate> &
PromptTemplates();

/** \throws LearnError for an unknown name (the known ones are listed) */
const PromptTemplate &
FindPromptTemplate(const std::string & name);
} // namespace pheno

#endif
