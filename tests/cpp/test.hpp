/* What the tests are written with: checks that tell where they failed, and end the program. */
#ifndef TEST_HPP
#define TEST_HPP

#include <oauth1.hpp>

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

/* The secrets that tests sign with where none is prescribed: no error may repeat one. */
#define CONSUMER_SECRET "a-consumer-secret"
#define TOKEN_SECRET "a-token-secret"

/* Checks a condition. */
#define CHECK(condition) test::check((condition) ? true : false, #condition, __FILE__, __LINE__)

/* Checks that two values are the same. */
#define CHECK_EQUAL(actual, expected)                                                              \
    test::check_equal(actual, expected, #actual, __FILE__, __LINE__)

/* Checks that a text has a part. */
#define CHECK_HAS(text, part) test::check_has(text, part, #text, __FILE__, __LINE__)

/* Checks that a function fails with a status both ways, by an exception and by a result, and that
 * neither tells a secret; gives the error. */
#define CHECK_FAILS(expected, function, ...)                                                       \
    test::check_fails([&] { static_cast<void>(function(__VA_ARGS__)); },                           \
                      [&] { return function(__VA_ARGS__, std::nothrow); }, expected, #function,    \
                      __FILE__, __LINE__)

/* Runs a test, and says so. */
#define RUN(name)                                                                                  \
    do {                                                                                           \
        std::cout << #name << std::endl;                                                           \
        name();                                                                                    \
    } while (false)

namespace test {

[[noreturn]] inline void fail(const char *file, int line, const std::string &why)
{
    std::cerr << file << ':' << line << ": " << why << std::endl;
    std::exit(EXIT_FAILURE);
}

inline void check(bool holds, const char *condition, const char *file, int line)
{
    if (!holds)
        fail(file, line, std::string("not so: ") + condition);
}

template <class T>
std::string shown(const T &value)
{
    std::ostringstream out;
    if constexpr (std::is_enum_v<T>)
        out << +static_cast<std::underlying_type_t<T>>(value);
    else
        out << value;
    return out.str();
}

template <class T>
std::string shown(const std::optional<T> &value)
{
    return value ? shown(*value) : "nothing";
}

inline std::string shown(std::nullopt_t)
{
    return "nothing";
}

template <class Actual, class Expected>
void check_equal(const Actual &actual, const Expected &expected, const char *expression,
                 const char *file, int line)
{
    if (!(actual == expected))
        fail(file, line, std::string(expression) + "\n  is        " + shown(actual) +
                             "\n  should be " + shown(expected));
}

inline void check_has(std::string_view text, std::string_view part, const char *expression,
                      const char *file, int line)
{
    if (text.find(part) == text.npos)
        fail(file, line, std::string(expression) + " is\n  " + std::string(text) +
                             "\nand should have\n  " + std::string(part));
}

inline void check_tells_no_secret(const oauth1::error &error, const char *file, int line)
{
    for (const std::string_view told :
         {std::string_view(error.what()), error.body_excerpt().value_or("")})
        for (const char *secret : {CONSUMER_SECRET, TOKEN_SECRET})
            check(told.find(secret) == told.npos, "the error tells no secret", file, line);
}

template <class Throwing, class Nothrow>
oauth1::error check_fails(Throwing throws, Nothrow gives, oauth1::status expected,
                          const char *function, const char *file, int line)
{
    std::optional<oauth1::error> thrown;
    try {
        throws();
    } catch (const oauth1::error &error) {
        thrown = error;
    }
    if (!thrown)
        fail(file, line, std::string(function) + " throws no error");
    const auto result = gives();
    if (result.has_value())
        fail(file, line, std::string(function) + " gives no error");
    for (const oauth1::error &error : {*thrown, result.error()}) {
        if (error.status() != expected)
            fail(file, line, std::string(function) + "\n  fails with     " +
                                 std::string(to_string(error.status())) + ": " + error.what() +
                                 "\n  should be with " + std::string(to_string(expected)));
        check_tells_no_secret(error, file, line);
    }
    check(!result, "a result with an error is false", file, line);
    return result.error();
}

/* A client that does not need the network. */
inline oauth1::session new_session()
{
    return oauth1::session(oauth1::client("key", CONSUMER_SECRET),
                           oauth1::token("token", TOKEN_SECRET));
}

} // namespace test

#endif
