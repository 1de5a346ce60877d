#ifndef phenoSchemaText_h
#define phenoSchemaText_h

#include "phenoError.h"
#include "phenoJson.h"

#include <string>
#include <vector>

/** What checking a schema and checking an instance share; private to this room. */
namespace pheno::schema
{
/** The schema that a local reference ("#", "#/$defs/name") names. Throws Error when there is none. */
const Json &
Target(const Json & root, const std::string & reference);

/** A JSON Pointer one level deeper, with '~' and '/' escaped. */
std::string
Below(const std::string & where, const std::string & token);
inline std::string
Below(const std::string & where, std::size_t index)
{
  return where + "/" + std::to_string(index);
}

/** "integer" is any number without a fraction, 1.0 too. */
bool
HasType(const Json & instance, const std::string & type);

/** The keyword `type` as a list; empty when absent. */
std::vector<std::string>
TypesOf(const Json & schema);

/** Unicode code points of UTF-8 text. */
std::size_t
Length(const std::string & text);

/** Does an ECMAScript pattern match somewhere in the text? Texts above 4096 bytes never match. Throws Error on a
 * pattern that is none. */
bool
Matches(const std::string & pattern, const std::string & text);

/** An instance as short JSON for a message. */
std::string
Show(const Json & instance);

/** What a schema wants, for a message: "a number above 2". */
std::string
Describe(const Json & schema, const Json & root);

/** Problems of an instance with one rule of the schema `root`; pointers relative to the instance. */
std::vector<Diagnostic>
Problems(const Json & root, const Json & rule, const Json & instance);

/** Fills the defaults of one rule of the schema `root`. Throws Error when they never end. */
void
FillDefaults(const Json & root, const Json & rule, Json & instance);
} // namespace pheno::schema

#endif
