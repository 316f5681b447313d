# What `cmake --install` installs, in components: oauth1_runtime is what a program needs to run, oauth1_development what
# it needs to be compiled and linked, oauth1_documentation what people read.
include_guard(DIRECTORY)
include(CMakePackageConfigHelpers)

# The libraries in the build tree keep their symbols, for debuggers; the installed ones are without, unless a packager
# who puts debugging information into a package of its own says otherwise.
set(_installed_dir "${_lib_dir}")
if(OAUTH1_STRIP AND CMAKE_STRIP)
  set(_installed_dir "${CMAKE_CURRENT_BINARY_DIR}/stripped")
  file(MAKE_DIRECTORY "${_installed_dir}")
  if(APPLE)
    set(_strip_shared -x)
  else()
    set(_strip_shared --strip-unneeded)
  endif()
  add_custom_command(
    OUTPUT "${_installed_dir}/${_shared_file}" "${_installed_dir}/${_static}"
    COMMAND "${CMAKE_STRIP}" ${_strip_shared} -o "${_installed_dir}/${_shared_file}" "${_lib_dir}/${_shared_file}"
    COMMAND "${CMAKE_STRIP}" -S -o "${_installed_dir}/${_static}" "${_lib_dir}/${_static}"
    DEPENDS oauth1_cargo "${_lib_dir}/${_shared_file}" "${_lib_dir}/${_static}"
    COMMENT "Stripping liboauth1"
    VERBATIM)
  add_custom_target(oauth1_stripped ALL
    DEPENDS "${_installed_dir}/${_shared_file}" "${_installed_dir}/${_static}")
endif()

set(_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/oauth1")
set(_permissions OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
if(NOT CMAKE_INSTALL_SO_NO_EXE) # Debian's policy wants shared libraries that are not executable, others' the contrary
  list(APPEND _permissions OWNER_EXECUTE GROUP_EXECUTE WORLD_EXECUTE)
endif()

install(FILES "${_installed_dir}/${_shared_file}" DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  PERMISSIONS ${_permissions} COMPONENT oauth1_runtime)
install(FILES "${_lib_dir}/${_soname}" DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT oauth1_runtime)
install(FILES "${_lib_dir}/${_shared}" "${_installed_dir}/${_static}" DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  COMPONENT oauth1_development)
install(FILES "${_include_dir}/oauth1.h" bindings/cpp/oauth1.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  COMPONENT oauth1_development)

# Both packages find the prefix from where they are themselves, so that it can be moved. In the .pc file nothing begins
# with its prefix, which `pkg-config --define-prefix` guesses, and wrongly where libraries are in lib/ARCHITECTURE.
set(_pc_dir "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH OAUTH1_PC_TO_PREFIX "${_pc_dir}" "${CMAKE_INSTALL_PREFIX}")
file(RELATIVE_PATH OAUTH1_LIBDIR_TO_INCLUDEDIR "${CMAKE_INSTALL_FULL_LIBDIR}" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
string(REGEX REPLACE "/$" "" OAUTH1_PC_TO_PREFIX "${OAUTH1_PC_TO_PREFIX}")
configure_file(bindings/pkgconfig/oauth1.pc.in oauth1.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/oauth1.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
  COMPONENT oauth1_development)

set(OAUTH1_SHARED_FILE "${_shared_file}")
set(OAUTH1_SONAME "${_soname}")
set(OAUTH1_STATIC_FILE "${_static}")
configure_package_config_file(bindings/cmake/oauth1Config.cmake.in oauth1Config.cmake
  INSTALL_DESTINATION "${_package_dir}"
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR
  NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# What docs/abi.md promises, within 0.x too.
write_basic_package_version_file(oauth1ConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES
  "${CMAKE_CURRENT_BINARY_DIR}/oauth1Config.cmake" "${CMAKE_CURRENT_BINARY_DIR}/oauth1ConfigVersion.cmake"
  DESTINATION "${_package_dir}" COMPONENT oauth1_development)

# The library brings others' code with it, and owes their licences to whom it is given to.
install(FILES LICENSE-MIT LICENSE-APACHE THIRD-PARTY-LICENSES.txt CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}"
  COMPONENT oauth1_documentation)
