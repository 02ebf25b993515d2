# cmake -DOUT=x.cc -DWEIGHTS=duplicates.textproto -P embed.cmake
# Writes a C++ file that holds the weights of duplicates.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${WEIGHTS} text)
file(WRITE ${OUT} "#include \"services/patients/duplicates.h\"

namespace midstance::patients {

std::string_view DuplicateWeightsText() {
  return
${text};
}

}  // namespace midstance::patients
")
