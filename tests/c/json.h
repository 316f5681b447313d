/* Reads JSON: the vectors that the tests of every language share, and what the sandbox tells. */
#ifndef JSON_H
#define JSON_H

#include <stddef.h>

typedef struct json json;

/* Reads a document, which json_free() frees; ends the program for what is not JSON. */
json *json_read(const char *text);

/* Reads the document in a file, or ends the program. */
json *json_read_file(const char *path);

void json_free(json *value);

/* The member of an object; NULL where there is none, where it is null, and for NULL. */
const json *json_get(const json *object, const char *name);

/* How many elements an array has, or members an object; 0 for NULL. */
size_t json_count(const json *value);

/* An element of an array; ends the program where there is none. */
const json *json_at(const json *array, size_t index);

/* A string, or the digits of a number; NULL for what is neither, and for NULL. */
const char *json_text(const json *value);

/* The string that is a member of an object; NULL where there is none. */
const char *json_get_text(const json *object, const char *name);

#endif
