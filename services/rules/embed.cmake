# cmake -DOUT=x.cc -DSET=a.textproto -DSCENARIOS=b.textproto,c.textproto -P embed.cmake
# Writes a C++ file that holds the texts of the shipped rule set and its scenarios.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${SET} set)
set(code "#include \"services/rules/embedded.h\"\n\n#include <array>\n\nnamespace midstance::rules {\n\n")
string(APPEND code "std::string_view RunningHipCore() {\n  return\n${set};\n}\n\n")
string(REPLACE "," ";" files "${SCENARIOS}")
list(LENGTH files count)
string(APPEND code "std::span<const ShippedFile> ShippedScenarios() {\n")
string(APPEND code "  static constexpr std::array<ShippedFile, ${count}> kFiles = {{\n")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME_WE)
  literal(${file} text)
  string(APPEND code "{\"${name}\",\n${text}},\n")
endforeach()
string(APPEND code "  }};\n  return kFiles;\n}\n\n}  // namespace midstance::rules\n")
file(WRITE ${OUT} "${code}")
