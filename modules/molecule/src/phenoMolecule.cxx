#include "phenoMolecule.h"
#include "phenoRdkitLog.h"

#include <GraphMol/ROMol.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <RDGeneral/versions.h>

#include <algorithm>

namespace pheno
{
namespace
{
std::string
Trimmed(const std::string & text)
{
  constexpr auto    kWhiteSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kWhiteSpace);
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(kWhiteSpace) + 1 - first);
}

/** The place (from 1) of the first byte that RDKit would end the SMILES at; 0 when there is none. */
std::size_t
PlaceOfStrangeByte(const std::string & smiles)
{
  const auto found =
    std::find_if(smiles.begin(), smiles.end(), [](char c) { return c != '\t' && (c < ' ' || c > '~'); });
  return found == smiles.end() ? 0 : static_cast<std::size_t>(found - smiles.begin()) + 1;
}
} // namespace

std::size_t
Molecule::NumberOfAtoms() const
{
  return m_Molecule->getNumAtoms();
}

SmilesResult<Molecule>
ReadSmiles(const std::string & smiles)
{
  const std::string trimmed = Trimmed(smiles);
  if (const std::size_t place = PlaceOfStrangeByte(trimmed))
  {
    return { std::nullopt, "character " + std::to_string(place) + " is not printable ASCII" };
  }
  const molecule::RdkitLog log;
  try
  {
    if (std::shared_ptr<const RDKit::ROMol> read{ RDKit::SmilesToMol(trimmed) })
    {
      return { Molecule(std::move(read)), "" };
    }
  }
  catch (const std::exception & error)
  {
    return { std::nullopt, molecule::RdkitLog::Clause(error.what()) };
  }
  const std::string reason = log.FirstError();
  return { std::nullopt, reason.empty() ? "RDKit gives no reason" : reason };
}

std::string
RdkitVersion()
{
  return RDKit::rdkitVersion;
}
} // namespace pheno
