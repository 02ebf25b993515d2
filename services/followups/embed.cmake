# cmake -DOUT=x.cc -DTABLE=schedule.textproto -P embed.cmake: a C++ file that holds the text of the schedule.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

literal(${TABLE} text)
file(WRITE ${OUT} "#include \"services/followups/schedule_table.h\"

namespace midstance::followups {

std::string_view ScheduleText() {
  return
${text};
}

}  // namespace midstance::followups
")
