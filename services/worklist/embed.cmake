# cmake -DOUT=x.cc -DTABLE=worklist.textproto -P embed.cmake: a C++ file that holds the text of the settings.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${TABLE} text)
file(WRITE ${OUT} "#include \"services/worklist/settings.h\"

namespace midstance::worklist {

std::string_view SettingsText() {
  return
${text};
}

}  // namespace midstance::worklist
")
