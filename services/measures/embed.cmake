# cmake -DOUT=x.cc -DMEASURES=measures.textproto -P embed.cmake
# Writes a C++ file that holds the text of the shipped measures.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${MEASURES} text)
file(WRITE ${OUT} "#include \"services/measures/library.h\"\n\nnamespace midstance::measures {\n\n\
std::string_view ShippedText() {\n  return\n${text};\n}\n\n}  // namespace midstance::measures\n")
