# cmake -DOUT=x.cc -DMOVES=a.textproto -DCARE=b.textproto -P embed.cmake
# Writes a C++ file that holds the texts of the workflow's tables.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${MOVES} moves)
literal(${CARE} care)
set(code "#include \"services/cases/workflow.h\"\n\nnamespace midstance::cases {\n\n")
string(APPEND code "std::string_view MoveTableText() {\n  return\n${moves};\n}\n\n")
string(APPEND code "std::string_view CareRulesText() {\n  return\n${care};\n}\n\n}  // namespace midstance::cases\n")
file(WRITE ${OUT} "${code}")
