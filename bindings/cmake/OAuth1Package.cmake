# What `cpack` makes: an archive of all that is installed (TGZ), and packages for Debian and its like (DEB): liboauth1-0,
# named after the soname, and liboauth1-dev. Their libraries are where Debian has them if CMAKE_INSTALL_PREFIX is /usr
# from the beginning. DEBFULLNAME and DEBEMAIL in the environment are the packager, as for Debian's own tools.
include_guard(DIRECTORY)

set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_NAME oauth1)
set(CPACK_PACKAGE_VENDOR "The oauth1 contributors")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE-MIT")
set(CPACK_PACKAGE_FILE_NAME "oauth1-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_ARCHIVE_COMPONENT_INSTALL OFF)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_VERBATIM_VARIABLES ON)

# --- Debian -----------------------------------------------------------------------------------------------------------

find_program(OAUTH1_SHLIBDEPS dpkg-shlibdeps)
find_program(OAUTH1_GZIP gzip)
mark_as_advanced(OAUTH1_SHLIBDEPS OAUTH1_GZIP)

set(_packager "$ENV{DEBFULLNAME}")
set(_address "$ENV{DEBEMAIL}")
if(NOT _packager)
  set(_packager "The oauth1 contributors")
endif()
if(NOT _address)
  cmake_host_system_information(RESULT _host QUERY FQDN)
  set(_address "packages@${_host}")
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SOURCE oauth1)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${_packager} <${_address}>")
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
if(CMAKE_LIBRARY_ARCHITECTURE AND CMAKE_INSTALL_LIBDIR MATCHES "/${CMAKE_LIBRARY_ARCHITECTURE}$")
  set(CPACK_DEBIAN_PACKAGE_MULTIARCH same)
endif()

set(_runtime_package "liboauth1-${_soversion}")
set(CPACK_DEBIAN_OAUTH1_RUNTIME_PACKAGE_NAME "${_runtime_package}")
set(CPACK_DEBIAN_OAUTH1_RUNTIME_PACKAGE_SECTION libs)
if(OAUTH1_SHLIBDEPS)
  set(CPACK_DEBIAN_OAUTH1_RUNTIME_PACKAGE_SHLIBDEPS ON)
endif()
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_COMPONENT_OAUTH1_RUNTIME_DESCRIPTION "OAuth 1.0a library for C and C++ - shared library
liboauth1 signs HTTP requests by OAuth 1.0a (RFC 5849), runs the three-legged
handshake with a provider, sends requests over TLS, and verifies those that it
receives. It knows the quirks of many providers, and tells why a signature is
refused.
.
This package contains the shared library.")

set(CPACK_DEBIAN_OAUTH1_DEVELOPMENT_PACKAGE_NAME liboauth1-dev)
set(CPACK_DEBIAN_OAUTH1_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_OAUTH1_DEVELOPMENT_PACKAGE_DEPENDS
  "${_runtime_package} (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}), libc6-dev | libc-dev")
set(CPACK_COMPONENT_OAUTH1_DEVELOPMENT_DESCRIPTION "OAuth 1.0a library for C and C++ - development files
liboauth1 signs HTTP requests by OAuth 1.0a (RFC 5849), runs the three-legged
handshake with a provider, sends requests over TLS, and verifies those that it
receives. It knows the quirks of many providers, and tells why a signature is
refused.
.
This package contains the headers for C and C++, the static library, and what
pkg-config and CMake find the library by.")

# The documentation has its own form there: copyright, and changelogs.
string(TIMESTAMP OAUTH1_DEB_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(OAUTH1_DEB_MAINTAINER "${CPACK_DEBIAN_PACKAGE_MAINTAINER}")
set(OAUTH1_DEB_VERSION "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
configure_file(bindings/debian/changelog.in debian/changelog @ONLY)
configure_file(bindings/cmake/OAuth1Debian.cmake.in debian/documents.cmake @ONLY)
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_BINARY_DIR}/debian/documents.cmake")
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/bindings/cmake/OAuth1Generator.cmake")

set(CPACK_COMPONENTS_ALL oauth1_runtime oauth1_development oauth1_documentation)
include(CPack)
