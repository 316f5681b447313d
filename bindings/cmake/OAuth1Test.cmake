# oauth1_add_c_test, oauth1_add_cpp_test: how a C or C++ program becomes tests.
#
#   oauth1_add_c_test(<name> <source>... [TIMEOUT <seconds>] [NO_VALGRIND])
#   oauth1_add_cpp_test(<name> <source>... [TIMEOUT <seconds>] [NO_VALGRIND])
#
# The sources are one program: it exits with 0 when all is well, and with 77 when it has to be skipped. It is compiled
# as strict C99 or C++17, without a warning, and registered three times: c.<name>.shared and c.<name>.static, after what
# it is linked with, and c.<name>.valgrind, which fails for any leak or error in memory; those of C++ are cpp.<name>.
# The tests run in the root of the source tree; OAUTH1_TEST_PYTHON in their environment is a Python that has the sandbox.
include_guard(DIRECTORY)

find_program(OAUTH1_VALGRIND valgrind)
mark_as_advanced(OAUTH1_VALGRIND)
if(NOT OAUTH1_VALGRIND)
  message(WARNING "valgrind was not found: the tests that need it will be skipped")
endif()
find_package(Threads REQUIRED)

function(_oauth1_add_test language name)
  cmake_parse_arguments(PARSE_ARGV 2 _arg "NO_VALGRIND" "TIMEOUT" "")
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
      target_link_libraries("${_target}" PRIVATE oauth1::oauth1 Threads::Threads)
    else()
      target_link_libraries("${_target}" PRIVATE oauth1::static Threads::Threads)
    endif()
    add_test(NAME "${language}.${name}.${_linkage}" COMMAND "${_target}" WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties("${language}.${name}.${_linkage}" PROPERTIES TIMEOUT "${_arg_TIMEOUT}" SKIP_RETURN_CODE 77)
  endforeach()

  if(_arg_NO_VALGRIND)
    return()
  endif()
  if(OAUTH1_VALGRIND)
    math(EXPR _timeout "${_arg_TIMEOUT} * 5")
    add_test(NAME "${language}.${name}.valgrind"
      COMMAND "${OAUTH1_VALGRIND}" --quiet --error-exitcode=97 --leak-check=full
        --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible
        "$<TARGET_FILE:oauth1_${language}_test_${name}_shared>"
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  else()
    set(_timeout "${_arg_TIMEOUT}")
    add_test(NAME "${language}.${name}.valgrind" COMMAND sh -c "echo 'valgrind is not installed'; exit 77")
  endif()
  set_tests_properties("${language}.${name}.valgrind" PROPERTIES TIMEOUT "${_timeout}" SKIP_RETURN_CODE 77)
endfunction()

function(oauth1_add_c_test name)
  _oauth1_add_test(c "${name}" ${ARGN})
endfunction()

function(oauth1_add_cpp_test name)
  _oauth1_add_test(cpp "${name}" ${ARGN})
endfunction()
