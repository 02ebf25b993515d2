# cmake -DOUT=x.cc -DPARAMETERS=a.textproto -P embed.cmake
# Writes a C++ file that holds the text of the shipped parameters.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${PARAMETERS} text)
set(code "#include \"services/adherence/parameters.h\"\n\nnamespace midstance::adherence {\n\n")
string(APPEND code "std::string_view ShippedParametersText() {\n  return\n${text};\n}\n\n}  // namespace midstance::adherence\n")
file(WRITE ${OUT} "${code}")
