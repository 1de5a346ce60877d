#ifndef phenoSchemaKeywords_h
#define phenoSchemaKeywords_h

#include "phenoJson.h"

#include <map>
#include <string>

namespace pheno::schema
{
/** What the value of a keyword must be. */
enum class Form
{
  Schema,
  Schemas,    ///< a list of schemas, not empty
  SchemaMap,  ///< name -> schema
  PatternMap, ///< pattern -> schema
  Number,
  Positive,
  Count,
  Text,
  Pattern,
  Flag,
  Types,
  Names,  ///< a list of different texts
  Values, ///< a list, not empty
  Anything,
  Reference,
  Root, ///< a text, at the root alone
  Draft
};

inline constexpr const char * kDraft = "https://json-schema.org/draft/2020-12/schema";

/** The keywords of the supported subset. */
const std::map<std::string, Form> &
Keywords();

/** "" when the value of a keyword has a form that holds no schemas, references or patterns; otherwise what is expected.
 */
std::string
Misfit(Form form, const Json & value);
} // namespace pheno::schema

#endif
