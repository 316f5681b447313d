# oauth1_add_c_test, oauth1_add_cpp_test: how a C or C++ program becomes tests.
# oauth1_add_example_test: how an example does.
#
#   oauth1_add_c_test(<name> <source>... [TIMEOUT <seconds>] [LIBRARIES <library>...])
#   oauth1_add_cpp_test(<name> <source>... [TIMEOUT <seconds>] [LIBRARIES <library>...])
#   oauth1_add_example_test(<test> <target> <script>)
#
# The sources are one program: it exits with 0 when all is well, and with 77 when it has to be skipped. It is compiled
# as strict C99 or C++17, without a warning, and registered three times: c.<name>.shared and c.<name>.static, after what
# it is linked with, and c.<name>.valgrind, which fails for any leak or error in memory; those of C++ are cpp.<name>.
#
# An example's target is given to a script, as the command that it is to run, and is registered as <test> and
# <test>.valgrind; there is nothing to do where there is no such target.
#
# All of these have the label valgrind or program, the others none.
#
# The tests run in the root of the source tree; OAUTH1_TEST_PYTHON in their environment is a Python that has the sandbox.
include_guard(DIRECTORY)

find_program(OAUTH1_VALGRIND valgrind)
mark_as_advanced(OAUTH1_VALGRIND)
if(NOT OAUTH1_VALGRIND)
  message(WARNING "valgrind was not found: the tests that need it will be skipped")
endif()
find_package(Threads REQUIRED)

# Under valgrind is the shared build of every program, and every example. The static build is the same code, and is left
# out; so are the programs in tests/c/consumer, which are about linking and call what others here call.
#
# What a command is run under to have each leak and each error in memory fail it. Memory that is still reachable at the
# end is no leak: it is what Rust, TLS libraries and curl_global_init() keep for as long as the process lasts.
set(_oauth1_valgrind "${OAUTH1_VALGRIND}" --quiet --error-exitcode=97 --leak-check=full
  --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible)

# Registers <test>, which runs a command under valgrind, or is skipped where there is none.
function(_oauth1_add_valgrind_test test timeout)
  if(OAUTH1_VALGRIND)
    math(EXPR timeout "${timeout} * 5")
    add_test(NAME "${test}" COMMAND ${ARGN} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  else()
    add_test(NAME "${test}" COMMAND sh -c "echo 'valgrind is not installed'; exit 77")
  endif()
  set_tests_properties("${test}" PROPERTIES TIMEOUT "${timeout}" SKIP_RETURN_CODE 77 LABELS valgrind)
endfunction()

function(_oauth1_add_test language name)
  cmake_parse_arguments(PARSE_ARGV 2 _arg "" "TIMEOUT" "LIBRARIES")
  if(NOT _arg_TIMEOUT)
    set(_arg_TIMEOUT 120)
  endif()

  foreach(_linkage IN ITEMS shared static)
    set(_target "oauth1_${language}_test_${name}_${_linkage}")
    add_executable("${_target}" ${_arg_UNPARSED_ARGUMENTS})
    set_target_properties("${_target}" PROPERTIES
      C_STANDARD 99 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF
      CXX_STANDARD 17 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
    target_compile_options("${_target}" PRIVATE
      -Wall -Wextra -pedantic -Werror "$<$<COMPILE_LANGUAGE:CXX>:-Wconversion;-Wshadow>")
    target_include_directories("${_target}" PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/tests/c")
    if(_linkage STREQUAL "shared")
      target_link_libraries("${_target}" PRIVATE oauth1::oauth1 Threads::Threads ${_arg_LIBRARIES})
    else()
      target_link_libraries("${_target}" PRIVATE oauth1::static Threads::Threads ${_arg_LIBRARIES})
    endif()
    add_test(NAME "${language}.${name}.${_linkage}" COMMAND "${_target}" WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties("${language}.${name}.${_linkage}" PROPERTIES
      TIMEOUT "${_arg_TIMEOUT}" SKIP_RETURN_CODE 77 LABELS program)
  endforeach()

  _oauth1_add_valgrind_test("${language}.${name}.valgrind" "${_arg_TIMEOUT}"
    ${_oauth1_valgrind} "$<TARGET_FILE:oauth1_${language}_test_${name}_shared>")
endfunction()

function(oauth1_add_c_test name)
  _oauth1_add_test(c "${name}" ${ARGN})
endfunction()

function(oauth1_add_cpp_test name)
  _oauth1_add_test(cpp "${name}" ${ARGN})
endfunction()

function(oauth1_add_example_test test target script)
  if(NOT TARGET "${target}")
    return()
  endif()
  set(_program "$<TARGET_FILE:${target}>")
  add_test(NAME "${test}" COMMAND "${script}" "${_program}" WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties("${test}" PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77 LABELS program)
  _oauth1_add_valgrind_test("${test}.valgrind" 120 "${script}" ${_oauth1_valgrind} "${_program}")
endfunction()
