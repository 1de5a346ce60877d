#ifndef phenoLandmarkTable_h
#define phenoLandmarkTable_h

#include "phenoProfiles.h"

#include <cmath>
#include <string>
#include <vector>

namespace pheno::test
{
/** A small simulated screen of embedded wells in eight dimensions. Controls (DMSO) point along the first axis.
 * Reference plates R_1 and R_2: A@10.0 and B@10.0 are tight and far from the controls, C@10.0 is tight and near them,
 * D@10.0 is far and scattered, E@10.0 has one well. Test plate T_1: X@10.0 is like A, Y@1.0 like nothing else, A@10.0
 * again. */
class LandmarkTable
{
public:
  LandmarkTable()
  {
    for (const std::string plate : { "R_1", "R_2", "T_1" })
    {
      for (int i = 0; i < 8; ++i)
      {
        this->Add(plate, "DMSO", { 1, .2 * std::sin(3. * i), .2 * std::cos(5. * i) });
      }
    }
    for (int i = 0; i < 3; ++i)
    {
      const double wobble = .03 * i;
      this->Add(i % 2 ? "R_2" : "R_1", "A@10.0", { .1, 1, wobble });
      this->Add(i % 2 ? "R_2" : "R_1", "B@10.0", { .1, 0, 1, 2 * wobble });
      this->Add(i % 2 ? "R_2" : "R_1", "C@10.0", { 1, 0, 0, wobble });
      this->Add("T_1", "X@10.0", { 0, 1, .2, wobble });
      this->Add("T_1", "Y@1.0", { 0, 0, 0, 0, wobble, 1 });
      this->Add("T_1", "A@10.0", { .1, 1, wobble });
    }
    this->Add("R_1", "D@10.0", { 0, 0, 0, 1 });
    this->Add("R_1", "D@10.0", { 0, 0, 0, 1, .5 });
    this->Add("R_2", "D@10.0", { 0, 0, 0, 1, 1, .5 });
    this->Add("R_2", "D@10.0", { 0, 0, 0, 0, 1, 2 });
    this->Add("R_1", "E@10.0", { 0, 0, 0, 0, 0, 0, 1 });
  }

  std::size_t
  Rows() const
  {
    return m_Plates.size();
  }
  const std::vector<double> &
  Values() const
  {
    return m_Values;
  }

  /** plate, well, treatment, compound_name, compound_uM, moa, library, PP_ID. */
  Table
  Wells() const
  {
    Table::Text compounds, doses, moas, ids;
    for (const std::string & treatment : m_Treatments)
    {
      const bool isControl = treatment == "DMSO";
      compounds.push_back(treatment.substr(0, treatment.find('@')));
      doses.push_back(isControl ? "0" : treatment.substr(treatment.find('@') + 1));
      moas.push_back(isControl ? "" : "target " + compounds.back() + ", other");
      ids.push_back(isControl ? "" : "PP" + compounds.back());
    }
    Table table;
    table.Add("plate", m_Plates);
    table.Add("well", m_Wells);
    table.Add("treatment", m_Treatments);
    table.Add("compound_name", compounds);
    table.Add("compound_uM", doses);
    table.Add("moa", moas);
    table.Add("library", Table::Text(Rows(), "simulated"));
    table.Add("PP_ID", ids);
    return table;
  }

  /** The same as profiles. */
  Profiles
  Annotated() const
  {
    Profiles profiles;
    profiles.values = m_Values;
    for (std::size_t i = 1; i <= kFeatures; ++i)
    {
      profiles.features.push_back(std::string("Z") + std::to_string(i));
    }
    for (const Table::Column & column : Wells().columns)
    {
      profiles.metadata.Add(column.name == "plate"  ? "Metadata_Plate"
                            : column.name == "well" ? "Metadata_Well"
                                                    : "Metadata_" + column.name,
                            column.cells);
    }
    return profiles;
  }

  static constexpr std::size_t kFeatures = 8;

private:
  void
  Add(const std::string & plate, const std::string & treatment, std::vector<double> values)
  {
    const std::size_t number = m_Plates.size();
    values.resize(kFeatures);
    m_Values.insert(m_Values.end(), values.begin(), values.end());
    m_Plates.push_back(plate);
    m_Wells.push_back(std::string(1, static_cast<char>('A' + number / 12)) + (number % 12 < 9 ? "0" : "") +
                      std::to_string(number % 12 + 1));
    m_Treatments.push_back(treatment);
  }

  Table::Text         m_Plates, m_Wells, m_Treatments;
  std::vector<double> m_Values;
};
} // namespace pheno::test

#endif
