# Where each part goes so that shells, man, systemd and people find it; and the Debian package.
include(${PROJECT_SOURCE_DIR}/cmake/papers.cmake)
set(name ${CRM_PROGRAM_NAME})

install(TARGETS crm RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
foreach(section 1 5 7)
  install(DIRECTORY ${CRM_PAPERS}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT papers
          FILES_MATCHING PATTERN "*.${section}")
endforeach()
install(FILES ${CRM_PAPERS}/completions/${name}.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME ${name} COMPONENT papers)
install(FILES ${CRM_PAPERS}/completions/${name}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
        COMPONENT papers)
# Debian's zsh and systemd look into other folders for what is packaged than for what somebody has built, and a person's
# own units are not in lib: so the prefix decides.
install(CODE "
  set(zsh ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  set(units ${CMAKE_INSTALL_DATADIR}/systemd/user)
  if(CMAKE_INSTALL_PREFIX MATCHES \"(^|/)usr$\")
    set(zsh ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
    set(units lib/systemd/user)
  endif()
  file(INSTALL DESTINATION \${CMAKE_INSTALL_PREFIX}/\${zsh} TYPE FILE FILES ${CRM_PAPERS}/completions/_${name})
  file(INSTALL DESTINATION \${CMAKE_INSTALL_PREFIX}/\${units} TYPE FILE FILES
       ${CRM_PAPERS}/packaging/${name}-remind.service ${CRM_PAPERS}/packaging/${name}-remind.timer
       ${CRM_PAPERS}/packaging/${name}-meetings.service ${CRM_PAPERS}/packaging/${name}-meetings.timer
       ${CRM_PAPERS}/packaging/${name}-wishes.service ${CRM_PAPERS}/packaging/${name}-wishes.timer)
" COMPONENT papers)

set(doc ${CMAKE_INSTALL_DATADIR}/doc/${name})
install(FILES README.md CHANGELOG.md LICENSE packaging/copyright DESTINATION ${doc} COMPONENT papers)
install(FILES ${CRM_PAPERS}/packaging/crontab DESTINATION ${doc}/examples COMPONENT papers)
install(FILES pictures/terminal.svg pictures/reports.png DESTINATION ${doc}/pictures COMPONENT papers)
install(FILES data-format/README.md data-format/CHANGES.md DESTINATION ${doc}/data-format COMPONENT papers)
install(DIRECTORY data-format/schema data-format/example-book DESTINATION ${doc}/data-format COMPONENT papers)

# The package in which a library is that is opened when it is needed: dpkg-shlibdeps can't see it.
function(package_of library fallback result)
  set(${result} ${fallback} PARENT_SCOPE)
  find_library(CRM_LATE_${library} ${library})
  find_program(CRM_DPKG_QUERY dpkg-query)
  if(NOT CRM_LATE_${library} OR NOT CRM_DPKG_QUERY)
    return()
  endif()
  file(REAL_PATH ${CRM_LATE_${library}} file)
  execute_process(COMMAND ${CRM_DPKG_QUERY} -S ${file} OUTPUT_VARIABLE said ERROR_QUIET)
  if(said MATCHES "^([a-z0-9.+-]+)")
    set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
  endif()
endfunction()

package_of(ical libical3 ical)
package_of(icui18n libicu72 icu)
package_of(gmime-3.0 libgmime-3.0-0 gmime)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ${name})
set(CPACK_PACKAGE_CONTACT "The crm maintainers <maintainers@crm.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "customers in plain text, from the terminal")
set(CPACK_PACKAGE_DESCRIPTION
"Keeps the customers of freelancers, small sales teams, shops and support
desks in plain text: one YAML file a customer, in a folder that can be read,
edited, searched and shared with git, and a command line that tells each
morning what is due.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Names in other scripts, recurring reminders and time zones are everybody's; mail and sharing are not.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "${icu}, ${ical}, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "git, ${gmime}")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "fzf, libnotify-bin")
if(name STREQUAL "crm")
  # Its cluster shell is called crm as well.
  set(CPACK_DEBIAN_PACKAGE_CONFLICTS crmsh)
endif()
include(CPack)
