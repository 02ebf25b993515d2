# cmake -DOUT=x.cc -DEXERCISES=a.textproto -DCAUTIONS=b.textproto -P embed.cmake: the shipped data as C++.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${EXERCISES} exercises)
literal(${CAUTIONS} cautions)
file(WRITE ${OUT} "#include \"services/exercises/embedded.h\"

namespace midstance::exercises {

std::string_view ExercisesText() {
  return
${exercises};
}

std::string_view CautionsText() {
  return
${cautions};
}

}  // namespace midstance::exercises
")
