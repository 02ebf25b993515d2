# cmake -DOUT=x.cc -DLIBRARY=considerations.textproto -P embed.cmake
# Writes a C++ file that holds the text of the shipped library of considerations.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${LIBRARY} library)
file(WRITE ${OUT} "#include \"services/considerations/embedded.h\"\n\nnamespace midstance::considerations {\n\n"
  "std::string_view RunningHipConsiderations() {\n  return\n${library};\n}\n\n}  // namespace midstance::considerations\n")
