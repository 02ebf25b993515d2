# cmake -DOUT=x.cc -DRUNNERS=a.json -DCOMPLAINTS=b.json -P embed.cmake: the invented data as C++.
include(${CMAKE_CURRENT_LIST_DIR}/../../../cmake/embed.cmake)

literal(${RUNNERS} runners)
literal(${COMPLAINTS} complaints)
file(WRITE ${OUT} "#include \"clients/story/embedded.h\"

namespace midstance::story {

std::string_view RunnersJson() {
  return
${runners};
}

std::string_view ComplaintsJson() {
  return
${complaints};
}

}  // namespace midstance::story
")
