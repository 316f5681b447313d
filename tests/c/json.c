#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json {
    char *name;     /* of a member */
    char *text;     /* of a string or number */
    int is_null;
    json *children; /* of an array or object: the first */
    json *next;     /* the next child of the same */
};

static json *read_value(const char **at);

static void fail(const char *at)
{
    fprintf(stderr, "not JSON: %.40s\n", at);
    exit(EXIT_FAILURE);
}

static void *allocate(size_t size)
{
    void *memory = calloc(1, size);
    if (memory == NULL)
        abort();
    return memory;
}

static void skip_space(const char **at)
{
    *at += strspn(*at, " \t\r\n");
}

static int skip(const char **at, char expected)
{
    skip_space(at);
    if (**at != expected)
        return 0;
    ++*at;
    return 1;
}

static unsigned read_hex(const char **at)
{
    char digits[5] = {0};
    if (strspn(*at, "0123456789abcdefABCDEF") < 4)
        fail(*at);
    memcpy(digits, *at, 4);
    *at += 4;
    return (unsigned)strtoul(digits, NULL, 16);
}

/* Reads what follows \u: one code point, be it in two halves. */
static unsigned long read_code_point(const char **at)
{
    unsigned long unit = read_hex(at);
    if (unit < 0xD800 || unit > 0xDBFF)
        return unit;
    if ((*at)[0] != '\\' || (*at)[1] != 'u')
        fail(*at);
    *at += 2;
    return 0x10000 + ((unit - 0xD800) << 10) + (read_hex(at) - 0xDC00);
}

static char *put_utf8(char *out, unsigned long code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        *out++ = (char)(0xF0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 0x3F));
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

/* Reads a string, of which no escape is shorter than what it stands for. */
static char *read_string(const char **at)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *end;
    char *text, *out;

    if (!skip(at, '"'))
        fail(*at);
    for (end = *at; *end != '"'; end++) {
        if (*end == '\\')
            end++;
        if (*end == '\0')
            fail(*at);
    }
    out = text = allocate((size_t)(end - *at) + 1);
    while (*at < end) {
        const char *letter;
        if (**at != '\\') {
            *out++ = *(*at)++;
            continue;
        }
        ++*at;
        letter = strchr(letters, **at);
        if (letter != NULL) {
            *out++ = meanings[letter - letters];
            ++*at;
        } else if (*(*at)++ == 'u') {
            out = put_utf8(out, read_code_point(at));
        } else {
            fail(*at);
        }
    }
    ++*at;
    return text;
}

/* Reads the children of an array or object, the first bracket of which is read already. */
static void read_children(const char **at, json *parent, char end)
{
    json **place = &parent->children;
    if (skip(at, end))
        return;
    do {
        char *name = NULL;
        if (end == '}') {
            name = read_string(at);
            if (!skip(at, ':'))
                fail(*at);
        }
        *place = read_value(at);
        (*place)->name = name;
        place = &(*place)->next;
    } while (skip(at, ','));
    if (!skip(at, end))
        fail(*at);
}

static json *read_value(const char **at)
{
    json *value = allocate(sizeof *value);
    size_t length;

    skip_space(at);
    if (skip(at, '[')) {
        read_children(at, value, ']');
    } else if (skip(at, '{')) {
        read_children(at, value, '}');
    } else if (**at == '"') {
        value->text = read_string(at);
    } else {
        length = strcspn(*at, ",]} \t\r\n");
        if (length == 0)
            fail(*at);
        value->is_null = strncmp(*at, "null", length) == 0;
        value->text = allocate(length + 1);
        memcpy(value->text, *at, length);
        *at += length;
    }
    return value;
}

json *json_read(const char *text)
{
    json *value = read_value(&text);
    skip_space(&text);
    if (*text != '\0')
        fail(text);
    return value;
}

json *json_read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text;
    long size;
    json *value;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    rewind(file);
    text = allocate((size_t)size + 1);
    if (fread(text, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fclose(file);
    value = json_read(text);
    free(text);
    return value;
}

void json_free(json *value)
{
    while (value != NULL) {
        json *next = value->next;
        json_free(value->children);
        free(value->name);
        free(value->text);
        free(value);
        value = next;
    }
}

const json *json_get(const json *object, const char *name)
{
    const json *child = object == NULL ? NULL : object->children;
    while (child != NULL && strcmp(child->name, name) != 0)
        child = child->next;
    return child == NULL || child->is_null ? NULL : child;
}

size_t json_count(const json *value)
{
    size_t count = 0;
    const json *child = value == NULL ? NULL : value->children;
    for (; child != NULL; child = child->next)
        count++;
    return count;
}

const json *json_at(const json *array, size_t index)
{
    const json *child = array == NULL ? NULL : array->children;
    while (child != NULL && index-- > 0)
        child = child->next;
    if (child == NULL)
        fail("too few elements");
    return child;
}

const char *json_text(const json *value)
{
    return value == NULL ? NULL : value->text;
}

const char *json_get_text(const json *object, const char *name)
{
    return json_text(json_get(object, name));
}
