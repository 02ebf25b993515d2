# cmake -DOUTPUT=file.cc -DFILES=a.sql;b.sql -P embed.cmake: the migrations as the array that AllMigrations() returns.
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/embed.cmake)

set(rows "")
foreach(file IN LISTS FILES)
  get_filename_component(stem ${file} NAME_WE)
  string(REGEX MATCH "^([0-9]+)_(.+)$" matched ${stem})
  set(name ${CMAKE_MATCH_2})
  math(EXPR number "${CMAKE_MATCH_1}")
  literal(${file} text)
  string(APPEND rows "    {${number}, \"${name}\",\n${text}},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"storage/sql/migrate.h\"

namespace midstance::storage::sql {

std::span<const Migration> AllMigrations() {
  static constexpr Migration kMigrations[] = {
${rows}  };
  return kMigrations;
}

}  // namespace midstance::storage::sql
")
