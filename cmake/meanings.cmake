# Writes the schemas' descriptions into a C++ source: cmake -DSCHEMAS=… -DOUT=… -P meanings.cmake
cmake_minimum_required(VERSION 3.25)
set(rows "")
set(known "")

# The description of an entry and of each of its fields.
function(describe noun entry)
  if("${noun}" IN_LIST known)
    return()
  endif()
  list(APPEND known "${noun}")
  string(JSON text GET "${entry}" description)
  string(APPEND rows "      {\"${noun}\", \"\", R\"text(${text})text\"},\n")
  string(JSON fields GET "${entry}" properties)
  string(JSON count LENGTH "${fields}")
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON key MEMBER "${fields}" ${i})
    string(JSON text GET "${fields}" "${key}" description)
    string(APPEND rows "      {\"${noun}\", \"${key}\", R\"text(${text})text\"},\n")
  endforeach()
  set(rows "${rows}" PARENT_SCOPE)
  set(known "${known}" PARENT_SCOPE)
endfunction()

foreach(schema customer campaign settings)
  file(READ ${SCHEMAS}/${schema}.json json)
  string(JSON title GET "${json}" title)
  describe("${title}" "${json}")
  string(JSON definitions GET "${json}" definitions)
  string(JSON count LENGTH "${definitions}")
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON noun MEMBER "${definitions}" ${i})
    string(JSON entry GET "${definitions}" "${noun}")
    string(JSON fields ERROR_VARIABLE none GET "${entry}" properties)
    if("${none}" STREQUAL "NOTFOUND")
      describe("${noun}" "${entry}")
    endif()
  endforeach()
endforeach()

file(WRITE ${OUT} "#include \"cli/meanings.hpp\"

namespace crm {

const std::vector<FieldMeaning>& meanings() {
  static const std::vector<FieldMeaning> all{
${rows}  };
  return all;
}

}  // namespace crm
")
