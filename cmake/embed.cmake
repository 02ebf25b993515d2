# For the scripts that write a C++ file with the texts of other files in it.

# literal(FILE RESULT): the text of a file as C++ string literals, one after the other.
function(literal file result)
  file(READ ${file} text)
  # A compiler need not accept longer literals than this. Cut at the end of a line: positions count bytes, and no letter
  # may be cut in two.
  string(LENGTH "${text}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(LENGTH "${piece}" taken)
    string(FIND "${piece}" "\n" end REVERSE)
    if(NOT end EQUAL -1)
      math(EXPR taken "${end} + 1")
    endif()
    string(SUBSTRING "${text}" ${at} ${taken} piece)
    string(APPEND pieces "R\"~~(${piece})~~\"\n")
    math(EXPR at "${at} + ${taken}")
  endwhile()
  set(${result} "${pieces}" PARENT_SCOPE)
endfunction()
