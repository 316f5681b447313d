# What doxygen reads instead of include/oauth1.h, line for line: the opening chapter is its first page, each section is a
# page of its own, and the names of types and numbers in comments are links, as those of functions are anyway.

function name_of(title) {
    title = tolower(title)
    gsub(/[^a-z0-9]+/, "_", title)
    return "section_" title
}

function with_links(line,    name, before, out) {
    while (match(line, /(oauth1|OAUTH1)_[A-Za-z0-9_]+/)) {
        name = substr(line, RSTART, RLENGTH)
        before = substr(line, 1, RSTART - 1)
        out = out before (name in declared && before ~ /[ (]$/ ? "#" : "") name
        line = substr(line, RSTART + RLENGTH)
    }
    return out line
}

BEGIN {
    while ((getline line < ARGV[1]) > 0) {
        if (line ~ /^#define /) {
            pattern = "OAUTH1_[A-Z0-9_]+"
        } else if (line ~ /^typedef .*\(\*/) {
            pattern = "oauth1_[a-z0-9_]+\\)\\("
        } else if (line ~ /^typedef /) {
            pattern = "oauth1_[a-z0-9_]+;$"
        } else {
            continue
        }
        match(line, pattern)
        name = substr(line, RSTART, RLENGTH)
        sub(/[^A-Za-z0-9_]+$/, "", name)
        declared[name]
    }
}

NR == 2 && /@file/ {
    print " * @mainpage oauth1.h"
    next
}

# The list of sections in the opening chapter has links.
/^ \* ## / { in_list = ($0 == " * ## Sections") }
/^ \*\// { in_list = 0 }
in_list && /^ \* - / {
    title = substr($0, 6)
    print " * - @ref " name_of(title) " \"" title "\""
    next
}

/^#ifndef OAUTH1_H$/ { print "/** @file oauth1.h @brief All that there is for C; see the sections. */" }

/^\/\* =+$/ {
    print (section ? "/** @} */" : "")
    getline title
    getline
    section = substr(title, 4)
    print "/** @defgroup " name_of(section) " " section
    print " * @{ */"
    next
}

section && /^#ifdef __cplusplus$/ { print "/** @} */" }

/@code/ { in_code = 1 }
/@endcode/ { in_code = 0 }
{ print (/^(\/\*\*| \*) / && !in_code ? with_links($0) : $0) }
