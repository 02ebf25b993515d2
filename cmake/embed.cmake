# For the scripts that write a C++ file with the texts of other files in it.

# literal(FILE RESULT): the text of a file as C++ string literals, one after the other.
function(literal file result)
  file(READ ${file} text)
  # A compiler need not accept longer literals than this.
  string(LENGTH "${text}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND pieces "R\"~~(${piece})~~\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  set(${result} "${pieces}" PARENT_SCOPE)
endfunction()
