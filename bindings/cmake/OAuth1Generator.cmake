# Read by cpack for each kind of package: those for Debian have documents of their own instead of what is installed, and
# each its own first line of description.
if(CPACK_GENERATOR STREQUAL "DEB")
  list(REMOVE_ITEM CPACK_COMPONENTS_ALL oauth1_documentation)
  unset(CPACK_PACKAGE_DESCRIPTION_SUMMARY)
endif()
