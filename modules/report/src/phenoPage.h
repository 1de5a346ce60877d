#ifndef phenoPage_h
#define phenoPage_h

#include <string>
#include <utility>
#include <vector>

namespace pheno
{
/** Text for the inside of an HTML element or a quoted attribute. */
std::string
EscapeHtml(const std::string & text);

/** The page's frame with its styles and scripts, its marks {{name}} replaced by the given parts in one pass (a part
 * that holds a mark is left as it is). Throws Error for a mark without a part. */
std::string
FillPage(const std::vector<std::pair<std::string, std::string>> & parts);
} // namespace pheno

#endif
