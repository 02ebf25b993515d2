# cmake -DOUT=x.cc -DFILE=a.textproto -DNAMESPACE=midstance::reports -DFUNCTION=ReportsText -P embed_data.cmake
# Writes a C++ file with one function that returns the text of a file. Its declaration is the caller's:
# `std::string_view ReportsText();`.
include(${CMAKE_CURRENT_LIST_DIR}/embed.cmake)
literal(${FILE} text)
file(WRITE ${OUT} "#include <string_view>\n\nnamespace ${NAMESPACE} {\n\nstd::string_view ${FUNCTION}();\n\n\
std::string_view ${FUNCTION}() {\n  return\n${text};\n}\n\n}  // namespace ${NAMESPACE}\n")
