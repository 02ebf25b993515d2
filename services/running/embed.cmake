# cmake -DOUT=x.cc -DTABLE=stages.textproto -P embed.cmake
# Writes a C++ file that holds the text of the walk-run table.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${TABLE} text)
set(code "#include \"services/running/table.h\"\n\nnamespace midstance::running {\n\n")
string(APPEND code "std::string_view ShippedText() {\n  return\n${text};\n}\n\n}  // namespace midstance::running\n")
file(WRITE ${OUT} "${code}")
