# Manual pages, completions and what goes beside them, in the names of CRM_PROGRAM_NAME. Sets CRM_PAPERS, the folder in
# which they stand: the sources' own, or copies in which the word `crm` is that name. What is the format's (crm.yaml,
# ~/.config/crm/, merge=crm) stays, as in cli/called.cpp.

set(CRM_PAPERS ${PROJECT_SOURCE_DIR})
file(GLOB CRM_PAPER_FILES CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
     ${PROJECT_SOURCE_DIR}/man/* ${PROJECT_SOURCE_DIR}/completions/* ${PROJECT_SOURCE_DIR}/packaging/*)
if(NOT CRM_PROGRAM_NAME MATCHES "^[a-z][a-z0-9-]*$")
  message(FATAL_ERROR "CRM_PROGRAM_NAME is a name for a program: lower-case letters, digits, dashes; not \"${CRM_PROGRAM_NAME}\"")
endif()
if(NOT CRM_PROGRAM_NAME STREQUAL "crm")
  set(CRM_PAPERS ${PROJECT_BINARY_DIR}/papers)
  file(REMOVE_RECURSE ${CRM_PAPERS})
  string(TOUPPER ${CRM_PROGRAM_NAME} upper)
  foreach(paper IN LISTS CRM_PAPER_FILES)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${paper})
    file(READ ${PROJECT_SOURCE_DIR}/${paper} text)
    # Each match takes a character on both sides along, so neighbours are found the second time.
    foreach(again RANGE 1)
      string(REGEX REPLACE "(^|[^A-Za-z0-9./_=~@-])crm(-[a-z]|[^A-Za-z0-9./_=-]|[.][^A-Za-z0-9]|$)"
             "\\1${CRM_PROGRAM_NAME}\\2" text "${text}")
    endforeach()
    string(REPLACE ".Dt CRM" ".Dt ${upper}" text "${text}")
    string(REGEX REPLACE "(^|/)(_?)crm" "\\1\\2${CRM_PROGRAM_NAME}" renamed ${paper})
    file(WRITE ${CRM_PAPERS}/${renamed} "${text}")
  endforeach()
endif()
