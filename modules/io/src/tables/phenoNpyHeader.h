#ifndef phenoNpyHeader_h
#define phenoNpyHeader_h

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pheno
{
/** What stands before the data of a .npy file of format 1.0, its length a multiple of 64. type: such as "<f4" or "|O".
 */
std::string
NpyHeader(std::string_view type, const std::vector<std::size_t> & shape);
} // namespace pheno

#endif
