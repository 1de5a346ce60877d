#ifndef phenoPage_h
#define phenoPage_h

#include "phenoJson.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pheno
{
/** Text for the inside of an HTML element or a quoted attribute. */
std::string
EscapeHtml(const std::string & text);

/** JSON that can stand inside a script element: no '<', so neither "</script>" nor "<!--" can end or change it. */
std::string
ScriptData(const Json & data);

/** A page's frame with its marks {{name}} replaced by the given parts in one pass (a part that holds a mark is left as
 * it is); {{style}} is the style that all pages share. Throws Error for a mark without a part. */
std::string
FillPage(std::string_view frame, const std::vector<std::pair<std::string, std::string_view>> & parts);
} // namespace pheno

#endif
