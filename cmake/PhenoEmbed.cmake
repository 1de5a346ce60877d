# pheno_embed(<target> <Name> <file>...)
#
# Compiles files of any size, one after the other, into a target. The target's sources (and those that link it privately
# in the same folder) then see `#include "embedded/<Name>.h"` with
#     namespace pheno::embedded { std::string_view <Name>(); }   // the bytes of the files
# The assembler includes them, so that megabytes cost nothing to compile.
function(pheno_embed target name)
  set(files "")
  set(incbins "")
  foreach(file IN LISTS ARGN)
    get_filename_component(file "${file}" ABSOLUTE)
    list(APPEND files "${file}")
    string(APPEND incbins "    \".incbin \\\"${file}\\\"\\n\"\n")
  endforeach()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/embedded/${target}")
  set(header "${folder}/embedded/${name}.h")
  set(source "${folder}/${name}.cxx")
  file(CONFIGURE OUTPUT "${header}" @ONLY CONTENT [[#ifndef embedded_@name@_h
#define embedded_@name@_h

#include <string_view>

namespace pheno::embedded
{
std::string_view
@name@();
} // namespace pheno::embedded

#endif
]])
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT [[#include "embedded/@name@.h"

asm(".pushsection .rodata\n"
    ".hidden pheno_@target@_@name@_begin\n"
    ".hidden pheno_@target@_@name@_end\n"
    ".global pheno_@target@_@name@_begin\n"
    ".global pheno_@target@_@name@_end\n"
    ".balign 16\n"
    "pheno_@target@_@name@_begin:\n"
@incbins@    "pheno_@target@_@name@_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" __attribute__((visibility("hidden"))) const char pheno_@target@_@name@_begin[];
extern "C" __attribute__((visibility("hidden"))) const char pheno_@target@_@name@_end[];

std::string_view
pheno::embedded::@name@()
{
  return { pheno_@target@_@name@_begin,
           static_cast<std::size_t>(pheno_@target@_@name@_end - pheno_@target@_@name@_begin) };
}
]])
  target_sources(${target} PRIVATE "${source}")
  target_include_directories(${target} PRIVATE "${folder}")
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${files}")
endfunction()
