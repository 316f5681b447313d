/**
 * @file
 * OAuth 1.0a (RFC 5849): signs requests, runs the three-legged handshake, sends requests.
 *
 * The words are those of the wire: consumer, request token, access token. RFC 5849 calls them
 * client, temporary credentials and token credentials.
 *
 * ## Linking
 *
 *     cc program.c $(pkg-config --cflags --libs oauth1)
 *
 * or, with CMake, find_package(oauth1 CONFIG REQUIRED) and one of the targets oauth1::oauth1
 * (shared) and oauth1::static.
 *
 * ## An example
 *
 * Posts a status for a user whose access token the program has. How to get one is shown by
 * examples/c/tweet.c: oauth1_client_request_token(), oauth1_authorization_url(),
 * oauth1_client_access_token().
 *
 * @code{.c}
 * #include <oauth1.h>
 * #include <stdio.h>
 *
 * int main(void)
 * {
 *     oauth1_client *client = NULL;
 *     oauth1_token *token = NULL;
 *     oauth1_session *session = NULL;
 *     oauth1_request *request = NULL;
 *     oauth1_response *response = NULL;
 *     oauth1_error *error = NULL;
 *
 *     int failed =
 *         oauth1_client_new("consumer key", "consumer secret", &client, &error) ||
 *         oauth1_token_new("token key", "token secret", &token, &error) ||
 *         oauth1_session_new(client, token, &session, &error) ||
 *         oauth1_request_new("POST", "https://api.example.com/update.json", &request, &error) ||
 *         oauth1_request_add_param(request, "status", "Hello Ladies + Gentlemen", &error) ||
 *         oauth1_session_send(session, request, &response, &error);
 *     if (failed)
 *         fprintf(stderr, "%s\n", oauth1_error_message(error, NULL));
 *     else
 *         printf("%d %s\n", oauth1_response_status(response),
 *                oauth1_response_body(response, NULL));
 *
 *     oauth1_error_free(error);
 *     oauth1_response_free(response);
 *     oauth1_request_free(request);
 *     oauth1_session_free(session);
 *     oauth1_token_free(token);
 *     oauth1_client_free(client);
 *     return failed;
 * }
 * @endcode
 *
 * ## Ownership
 *
 * - What a function puts into a `T **` named out is the caller's, to be freed with the `_free`
 *   function of its type, in any order; a `char *` with oauth1_string_free(). free() will not do.
 * - A `const T *` or `const char *` that a function returns is lent: it is not to be freed, and
 *   lives as long as the handle it came from, unless it is said otherwise.
 * - What goes in is copied, or used during the call only. Sessions keep what they need of their
 *   client and token.
 * - Every `_free` function takes NULL, and does nothing then.
 *
 * ## Errors
 *
 * - A function that can fail returns an oauth1_status: OAUTH1_OK, which is 0, or what went wrong.
 * - The places for results are written on success only (the one exception is the length of
 *   oauth1_session_authorization_into()), and *error on failure only: set both to NULL
 *   first, and they can always be freed at the end.
 * - error may be NULL for who needs the status only. An error is the caller's; nothing is kept
 *   per thread or process.
 * - NULL where a pointer is needed is an error, OAUTH1_ERROR_NULL_ARGUMENT, and never a crash. What
 *   cannot fail returns NULL, 0 or false for a NULL handle.
 * - When memory runs out, the program is aborted.
 *
 * ## Strings
 *
 * - Strings that go in are NUL-terminated and UTF-8. The functions whose names end with _n take a
 *   pointer and a length instead, where a value can hold any bytes.
 * - Strings that come out have a NUL behind them, and a length for the rare one that has another
 *   inside.
 *
 * ## Threads
 *
 * - Clients, sessions, tokens, signed requests, responses, explanations, findings, diagnoses and
 *   errors never change: any number of threads can use one at once, as long as none frees it.
 *   Requests, captured ones too, and builders are for one thread while they are changed.
 * - Callbacks can be called by any thread that signs, several at once. They are not to leave by a
 *   C++ exception or longjmp().
 * - A child of fork() can go on signing and sending: its nonces differ from its parent's, and it
 *   has connections of its own.
 *
 * ## Why is my signature invalid?
 *
 * - oauth1_session_explain() signs a request and tells how, step by step. The explanation compares
 *   a provider's base string with its own, and translates the provider's answer into what to do.
 * - oauth1_session_explain_captured() takes a request as it was on the wire, whoever signed it, and
 *   finds the mistake that makes its signature.
 *
 * ## Versions
 *
 * - A program that was compiled with one version runs with every later one of the same soname
 *   (liboauth1.so.0): functions and numbers are added, never changed or taken away.
 * - Each function says since which version it is there. "Since 0.1.0" and the like are versions of
 *   this library, OAUTH1_VERSION.
 *
 * This file is generated: change the sources it is made from.
 */

#ifndef OAUTH1_H
#define OAUTH1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The version of this header; oauth1_version() tells that of the library. */
#define OAUTH1_VERSION "0.1.0"
/** The version's first number. */
#define OAUTH1_VERSION_MAJOR 0
/** The version's second number. */
#define OAUTH1_VERSION_MINOR 1
/** The version's third number. */
#define OAUTH1_VERSION_PATCH 0

#ifdef __cplusplus
extern "C" {
#endif

/* ==============================================================================================
 * Errors
 * ============================================================================================== */

/**
 * What went wrong: a status, a message for people, and, where a provider answered, what it said.
 * No message holds a secret. An error never changes, and can be read by several threads at once.
 */
typedef struct oauth1_error oauth1_error;

/**
 * What a fallible function returns: OAUTH1_OK, or one of the OAUTH1_ERROR_ numbers. Numbers are
 * positive and never reused; a later version can have more.
 */
typedef int32_t oauth1_status;

/** Nothing went wrong. */
#define OAUTH1_OK 0
/** A client was given a setting that cannot work. */
#define OAUTH1_ERROR_INVALID_SETTING 1
/** The URL cannot be one of a request. */
#define OAUTH1_ERROR_INVALID_URL 2
/** A parameter cannot be sent or signed as given. */
#define OAUTH1_ERROR_INVALID_PARAMETER 3
/** A header or method cannot be sent as given. */
#define OAUTH1_ERROR_INVALID_HEADER 4
/** A key of the signature method cannot be used. */
#define OAUTH1_ERROR_INVALID_KEY 5
/** A signature method could not sign. */
#define OAUTH1_ERROR_SIGNING_FAILED 6
/** PLAINTEXT would have sent the secrets over plain http. */
#define OAUTH1_ERROR_INSECURE_TRANSPORT 7
/** The body could not be read, or cannot be sent as it is. */
#define OAUTH1_ERROR_INVALID_BODY 8
/** The host's name could not be resolved. */
#define OAUTH1_ERROR_HOST_NOT_FOUND 20
/** No connection could be made, or it broke. */
#define OAUTH1_ERROR_CONNECTION_FAILED 21
/** The TLS handshake failed: a certificate that is not trusted, or no common protocol. */
#define OAUTH1_ERROR_TLS_FAILED 22
/** A time limit passed. */
#define OAUTH1_ERROR_TIMED_OUT 23
/** What came back is not HTTP, or ended too early. */
#define OAUTH1_ERROR_INVALID_RESPONSE 24
/** What came back is larger than the limit. */
#define OAUTH1_ERROR_RESPONSE_TOO_LARGE 25
/** The request was called off. */
#define OAUTH1_ERROR_CANCELLED 26
/** There were more redirects than are followed. */
#define OAUTH1_ERROR_TOO_MANY_REDIRECTS 27
/** A response that was to be saved could not be written. */
#define OAUTH1_ERROR_NOT_SAVED 28
/** The provider refused a step of the handshake. */
#define OAUTH1_ERROR_REFUSED 40
/** A token response lacks a part, or cannot be read. */
#define OAUTH1_ERROR_INVALID_TOKEN_RESPONSE 41
/** The provider did not confirm the callback (RFC 5849, section 2.1). */
#define OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED 42
/** The user did not allow access. */
#define OAUTH1_ERROR_ACCESS_DENIED 43
/** What came back to the callback is not the answer to this authorization. */
#define OAUTH1_ERROR_INVALID_CALLBACK 44
/** A pending authorization cannot be restored. */
#define OAUTH1_ERROR_INVALID_PENDING_AUTHORIZATION 45
/** A pointer is NULL that may not be. */
#define OAUTH1_ERROR_NULL_ARGUMENT 60
/** A string is not UTF-8. */
#define OAUTH1_ERROR_INVALID_UTF8 61
/** A number is none of the enumeration's. */
#define OAUTH1_ERROR_INVALID_ENUM 62
/** The library came upon a defect of its own, and caught it. Please report it. */
#define OAUTH1_ERROR_PANIC 63
/** The caller's buffer is too small for the result. */
#define OAUTH1_ERROR_BUFFER_TOO_SMALL 64
/** The builder has built its client already. */
#define OAUTH1_ERROR_ALREADY_BUILT 65

/**
 * What a status means, in a few words.
 *
 * @param status  any number
 * @return static text, never NULL: "unknown status" for a number that is none
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_status_text(oauth1_status status);

/**
 * The status that the failed function returned.
 *
 * @param error  an error, or NULL
 * @return the status; OAUTH1_OK for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_error_status(const oauth1_error *error);

/**
 * What was wrong, and what was expected: one line for people, in English.
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the message, alive as long as the error; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_message(const oauth1_error *error, size_t *length);

/**
 * The HTTP status, where the provider answered.
 *
 * @param error  an error, or NULL
 * @return the status, such as 401; 0 where the provider gave no answer, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
uint16_t oauth1_error_http_status(const oauth1_error *error);

/**
 * The provider's oauth_problem, such as "signature_invalid" (the problem reporting extension).
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the problem, alive as long as the error; NULL where there is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_oauth_problem(const oauth1_error *error, size_t *length);

/**
 * The beginning of the provider's answer, at most 512 characters.
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the excerpt, alive as long as the error; NULL where the provider gave no answer, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_body_excerpt(const oauth1_error *error, size_t *length);

/**
 * Frees an error, and what was read from it with it.
 *
 * @param error  an error, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_error_free(oauth1_error *error);

/* ==============================================================================================
 * The library as a whole
 * ============================================================================================== */

/**
 * The version of the library that the program runs with, to be compared with OAUTH1_VERSION, that
 * of the header it was compiled with.
 *
 * @return static text, such as "0.1.0"
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_version(void);

/**
 * Frees a string that a function of this library has put into a `char *`. Strings of the type
 * `const char *` belong to the handles they came from.
 *
 * @param string  such a string, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_string_free(char *string);

/**
 * Percent-encodes text (RFC 5849, section 3.6): letters, digits, "-", ".", "_" and "~" stay, every
 * other byte becomes %XX with upper-case digits.
 *
 * @param value  text, NUL-terminated; not NULL
 * @param out    receives the encoded string, to be freed with oauth1_string_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_percent_encode(const char *value, char **out, oauth1_error **error);

/**
 * Percent-encodes bytes, as oauth1_percent_encode() does text.
 *
 * @param value         bytes of any kind; NULL only where value_length is 0
 * @param value_length  how many
 * @param out           receives the encoded string, to be freed with oauth1_string_free(); not
 *                      NULL
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_percent_encode_n(const char *value,
                                      size_t value_length,
                                      char **out,
                                      oauth1_error **error);

/**
 * Decodes %XX sequences, in either case; a % that begins none stays, and so does +.
 *
 * @param encoded  text, NUL-terminated; not NULL
 * @param out      receives the bytes, and a NUL behind them; to be freed with
 *                 oauth1_string_free(); not NULL
 * @param length   receives their number, for there may be a NUL among them; or NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_percent_decode(const char *encoded,
                                    char **out,
                                    size_t *length,
                                    oauth1_error **error);

/* ==============================================================================================
 * Settings
 * ============================================================================================== */

/**
 * How requests are signed (RFC 5849, section 3.4): one of the OAUTH1_SIGNATURE_METHOD_ numbers.
 * Since 0.1.0.
 */
typedef int32_t oauth1_signature_method;

/**
 * Where the oauth_ parameters travel (RFC 5849, section 3.5): one of the OAUTH1_TRANSMISSION_
 * numbers. Since 0.1.0.
 */
typedef int32_t oauth1_transmission;

/**
 * Whether requests carry oauth_body_hash (the body hash draft, 2009): one of the OAUTH1_BODY_HASH_
 * numbers. A form body never has one: its pairs are signed themselves. Since 0.1.0.
 */
typedef int32_t oauth1_body_hash;

/** A hash: one of the OAUTH1_HASH_ numbers. Since 0.1.0. */
typedef int32_t oauth1_hash;

/** HMAC-SHA1 (RFC 5849, section 3.4.2), which every provider takes unless it says otherwise. */
#define OAUTH1_SIGNATURE_METHOD_HMAC_SHA1 1
/** HMAC-SHA256: as HMAC-SHA1, with SHA-256. */
#define OAUTH1_SIGNATURE_METHOD_HMAC_SHA256 2
/** HMAC-SHA512: as HMAC-SHA1, with SHA-512. */
#define OAUTH1_SIGNATURE_METHOD_HMAC_SHA512 3
/** PLAINTEXT (RFC 5849, section 3.4.4): the secrets themselves, so over https only. */
#define OAUTH1_SIGNATURE_METHOD_PLAINTEXT 4
/**
 * RSA-SHA1 (RFC 5849, section 3.4.3): signed with the consumer's private key, which
 * oauth1_client_builder_set_rsa_key() takes; no secret has a part in it.
 */
#define OAUTH1_SIGNATURE_METHOD_RSA_SHA1 5
/** RSA-SHA256: as RSA-SHA1, with SHA-256. */
#define OAUTH1_SIGNATURE_METHOD_RSA_SHA256 6
/** RSA-SHA512: as RSA-SHA1, with SHA-512. */
#define OAUTH1_SIGNATURE_METHOD_RSA_SHA512 7
/**
 * In the Authorization header (section 3.5.1): every provider takes it unless it says otherwise.
 */
#define OAUTH1_TRANSMISSION_HEADER 1
/** In the query of the URL (section 3.5.3). */
#define OAUTH1_TRANSMISSION_QUERY 2
/** In the body, which is form-encoded (section 3.5.2). */
#define OAUTH1_TRANSMISSION_FORM 3
/** None: few providers want it. */
#define OAUTH1_BODY_HASH_NEVER 1
/**
 * On every request that has no form body, an empty body included, by the hash of the signature
 * method.
 */
#define OAUTH1_BODY_HASH_ALWAYS 2
/** The same, by SHA-1. */
#define OAUTH1_BODY_HASH_ALWAYS_SHA1 3
/** The same, by SHA-256. */
#define OAUTH1_BODY_HASH_ALWAYS_SHA256 4
/** The same, by SHA-512. */
#define OAUTH1_BODY_HASH_ALWAYS_SHA512 5
/** SHA-1. */
#define OAUTH1_HASH_SHA1 1
/** SHA-256. */
#define OAUTH1_HASH_SHA256 2
/** SHA-512. */
#define OAUTH1_HASH_SHA512 3

/* ==============================================================================================
 * Callbacks
 * ============================================================================================== */

/**
 * Destroys the data of a callback. It is called once, when the last client, session or builder
 * that has the callback is freed, or when the builder gets another in its place; by whatever
 * thread does so. NULL will do where there is nothing to destroy. Since 0.1.0.
 */
typedef void (*oauth1_destroy_fn)(void *userdata);

/**
 * Tells the time, in seconds since 1970-01-01 00:00:00 GMT. It can be called by several threads at
 * once. Since 0.1.0.
 */
typedef uint64_t (*oauth1_clock_fn)(void *userdata);

/**
 * Writes a nonce into a buffer of `capacity` bytes (there are 256), with no NUL behind it, and
 * returns how many bytes it has; 0 if it fails, which fails the signature with
 * OAUTH1_ERROR_SIGNING_FAILED. Each is to be unique for its timestamp (RFC 5849, section 3.3).
 * It can be called by several threads at once. Since 0.1.0.
 */
typedef size_t (*oauth1_nonce_fn)(void *userdata, char *buffer, size_t capacity);

/**
 * Signs a base string, and writes the signature, not percent-encoded, into a buffer of `capacity`
 * bytes (there are 8192), with no NUL behind it; returns how many bytes it has, 0 if it fails,
 * which fails the signature with OAUTH1_ERROR_SIGNING_FAILED. The strings that it gets are
 * NUL-terminated and last for the call; the token's secret is empty where there is no token. It
 * can be called by several threads at once. Since 0.1.0.
 */
typedef size_t (*oauth1_sign_fn)(void *userdata,
                                 const char *base_string,
                                 size_t base_string_length,
                                 const char *consumer_secret,
                                 const char *token_secret,
                                 char *buffer,
                                 size_t capacity);

/* ==============================================================================================
 * Tokens
 * ============================================================================================== */

/**
 * The key and the secret of a request token or an access token (RFC 5849: temporary credentials
 * and token credentials). A token never changes, and can be used by several threads at once. Its
 * secret is wiped from memory when it is freed. Since 0.1.0.
 */
typedef struct oauth1_token oauth1_token;

/**
 * What a provider answers in a handshake: a token, and whatever fields it adds. It never changes,
 * and can be read by several threads at once. Since 0.1.0.
 */
typedef struct oauth1_token_response oauth1_token_response;

/**
 * Makes a token, of what was kept from an earlier handshake.
 *
 * @param key     its key, sent as oauth_token; NUL-terminated, copied; not NULL
 * @param secret  its secret, oauth_token_secret; NUL-terminated, copied; not NULL
 * @param out     receives the token, to be freed with oauth1_token_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_token_new(const char *key,
                               const char *secret,
                               oauth1_token **out,
                               oauth1_error **error);

/**
 * Copies a token, so as to keep one that is lent.
 *
 * @param token  the token; not NULL
 * @param out    receives the copy, to be freed with oauth1_token_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_token_copy(const oauth1_token *token,
                                oauth1_token **out,
                                oauth1_error **error);

/**
 * The key: what is sent as oauth_token.
 *
 * @param token   a token, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the key, alive as long as the token; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_token_key(const oauth1_token *token, size_t *length);

/**
 * The secret: what signs, and is never sent.
 *
 * @param token   a token, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the secret, alive as long as the token; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_token_secret(const oauth1_token *token, size_t *length);

/**
 * Frees a token, and what was read from it with it. Sessions made for it have a copy.
 *
 * @param token  a token, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_token_free(oauth1_token *token);

/**
 * The request token or access token.
 *
 * @param response  an answer, or NULL
 * @return the token, lent: alive as long as the answer, and not to be freed; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const oauth1_token *oauth1_token_response_token(const oauth1_token_response *response);

/**
 * Whether the provider confirmed the callback (RFC 5849, section 2.1): "true", or "1" as some say.
 *
 * @param response  an answer, or NULL
 * @return whether it did; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_token_response_callback_confirmed(const oauth1_token_response *response);

/**
 * The value of a field beyond token and secret, such as "screen_name".
 *
 * @param response  an answer, or NULL
 * @param name      the name of the field, NUL-terminated, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the value, alive as long as the answer; NULL where there is no such field, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_token_response_get(const oauth1_token_response *response,
                                      const char *name,
                                      size_t *length);

/**
 * How many fields there are beyond token and secret.
 *
 * @param response  an answer, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_token_response_extra_count(const oauth1_token_response *response);

/**
 * The name of a field beyond token and secret; they are in the order in which they came.
 *
 * @param response  an answer, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the name, alive as long as the answer; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_token_response_extra_name(const oauth1_token_response *response,
                                             size_t index,
                                             size_t *length);

/**
 * The value of a field beyond token and secret; they are in the order in which they came.
 *
 * @param response  an answer, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the value, alive as long as the answer; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_token_response_extra_value(const oauth1_token_response *response,
                                              size_t index,
                                              size_t *length);

/**
 * Frees an answer, and what was read from it with it, the token too.
 *
 * @param response  an answer, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_token_response_free(oauth1_token_response *response);

/* ==============================================================================================
 * Clients, and the handshake
 * ============================================================================================== */

/**
 * Consumer key and secret, signature method, policies, and the connection pool (RFC 5849: the
 * client credentials). A client never changes and never knows a user: one serves all users of a
 * program, each by a session of its own, and all its threads at once. Since 0.1.0.
 */
typedef struct oauth1_client oauth1_client;

/**
 * Makes a client with other settings than the defaults. A builder is for one thread at a time.
 * Since 0.1.0.
 */
typedef struct oauth1_client_builder oauth1_client_builder;

/**
 * Begins with the default settings.
 *
 * @param consumer_key     from the provider; NUL-terminated, copied; not NULL
 * @param consumer_secret  from the provider, may be empty; NUL-terminated, copied; not NULL
 * @param out    receives the builder, to be freed with oauth1_client_builder_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_new(const char *consumer_key,
                                        const char *consumer_secret,
                                        oauth1_client_builder **out,
                                        oauth1_error **error);

/**
 * Sets how requests are signed. Default: HMAC-SHA1.
 *
 * @param builder  the builder; not NULL
 * @param method   one of the OAUTH1_SIGNATURE_METHOD_ numbers, but for those of RSA
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
 *         OAUTH1_ERROR_ALREADY_BUILT; OAUTH1_ERROR_INVALID_SETTING for an RSA method, whose key is
 *         for oauth1_client_builder_set_rsa_key()
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_signature_method(oauth1_client_builder *builder,
                                                         oauth1_signature_method method,
                                                         oauth1_error **error);

/**
 * Sets an RSA method and its key (RFC 5849, section 3.4.3). The consumer's secret and the token's
 * have no part in its signatures, and the key is wiped from memory when the last client and
 * session that has it is freed.
 *
 * @param builder  the builder; not NULL
 * @param method   OAUTH1_SIGNATURE_METHOD_RSA_SHA1, OAUTH1_SIGNATURE_METHOD_RSA_SHA256 or
 *                 OAUTH1_SIGNATURE_METHOD_RSA_SHA512
 * @param key      the private key as it stands in a file: PKCS#1 or PKCS#8, PEM or DER, 1024 to
 *                 8192 bits, not encrypted; copied; not NULL
 * @param length   how many bytes it has
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_KEY for what is no such key, with a message that says
 *         what it is instead; OAUTH1_ERROR_INVALID_SETTING for a method that is none of RSA;
 *         OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_rsa_key(oauth1_client_builder *builder,
                                                oauth1_signature_method method,
                                                const char *key,
                                                size_t length,
                                                oauth1_error **error);

/**
 * Sets a signature method of the caller's own (RFC 5849, section 3.4: servers may have others).
 *
 * @param builder    the builder; not NULL
 * @param name       sent as oauth_signature_method; NUL-terminated, copied; not NULL
 * @param body_hash  the hash for oauth_body_hash under this method: one of the OAUTH1_HASH_
 *                   numbers
 * @param sign       signs a base string; not NULL
 * @param userdata   what sign is called with, or NULL. The builder takes it over if the call
 *                   succeeds, and hands it on to what it builds
 * @param destroy    destroys userdata, or NULL
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8,
 *         OAUTH1_ERROR_INVALID_ENUM or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_custom_signature(oauth1_client_builder *builder,
                                                         const char *name,
                                                         oauth1_hash body_hash,
                                                         oauth1_sign_fn sign,
                                                         void *userdata,
                                                         oauth1_destroy_fn destroy,
                                                         oauth1_error **error);

/**
 * Sets where the oauth_ parameters travel. Default: in the Authorization header.
 *
 * @param builder       the builder; not NULL
 * @param transmission  one of the OAUTH1_TRANSMISSION_ numbers
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_transmission(oauth1_client_builder *builder,
                                                     oauth1_transmission transmission,
                                                     oauth1_error **error);

/**
 * Sets the realm of every Authorization header (RFC 5849, section 3.5.1). Default: none.
 *
 * @param builder  the builder; not NULL
 * @param realm    the realm, not quoted; NUL-terminated, copied; not NULL. One with control
 *                 characters is an error when the client is built
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_realm(oauth1_client_builder *builder,
                                              const char *realm,
                                              oauth1_error **error);

/**
 * Sets whether oauth_version=1.0 is sent (it is optional, RFC 5849, section 3.1). Default: it is.
 *
 * @param builder  the builder; not NULL
 * @param send     whether to send it
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_version(oauth1_client_builder *builder,
                                                bool send,
                                                oauth1_error **error);

/**
 * Sets whether requests carry oauth_body_hash. Default: never.
 *
 * @param builder    the builder; not NULL
 * @param body_hash  one of the OAUTH1_BODY_HASH_ numbers
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_body_hash(oauth1_client_builder *builder,
                                                  oauth1_body_hash body_hash,
                                                  oauth1_error **error);

/**
 * Lets PLAINTEXT sign for plain http, where anyone on the way can read the secrets: for sandboxes.
 * Default: it is an error.
 *
 * @param builder  the builder; not NULL
 * @param allow    whether to let it
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_plaintext_over_http(oauth1_client_builder *builder,
                                                            bool allow,
                                                            oauth1_error **error);

/**
 * Sets the clock that timestamps are taken from. Default: the system's.
 *
 * @param builder   the builder; not NULL
 * @param clock     tells the time; not NULL
 * @param userdata  what clock is called with, or NULL. The builder takes it over if the call
 *                  succeeds, and hands it on to what it builds
 * @param destroy   destroys userdata, or NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_clock(oauth1_client_builder *builder,
                                              oauth1_clock_fn clock,
                                              void *userdata,
                                              oauth1_destroy_fn destroy,
                                              oauth1_error **error);

/**
 * Sets where nonces come from. Default: 22 letters and digits from a cryptographic generator,
 * unique across threads and after fork().
 *
 * @param builder   the builder; not NULL
 * @param nonce     writes a nonce; not NULL
 * @param userdata  what nonce is called with, or NULL. The builder takes it over if the call
 *                  succeeds, and hands it on to what it builds
 * @param destroy   destroys userdata, or NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_nonce(oauth1_client_builder *builder,
                                              oauth1_nonce_fn nonce,
                                              void *userdata,
                                              oauth1_destroy_fn destroy,
                                              oauth1_error **error);

/**
 * Sets whether a request token is taken only where the provider confirms the callback (RFC 5849,
 * section 2.1). Default: it is; there are providers that never do.
 *
 * @param builder  the builder; not NULL
 * @param require  whether to insist
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_callback_confirmation(oauth1_client_builder *builder,
                                                              bool require,
                                                              oauth1_error **error);

/**
 * Sets the size of the largest response body that is taken, after decompression. Default: 16 MiB.
 * A token response is never larger than 64 KiB.
 *
 * @param builder  the builder; not NULL
 * @param bytes    the size in bytes
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_max_response_size(oauth1_client_builder *builder,
                                                          uint64_t bytes,
                                                          oauth1_error **error);

/**
 * Sets the time limits of one request, in milliseconds.
 *
 * @param builder  the builder; not NULL
 * @param resolve  for resolving the host's name; 0 for the default, 10 seconds
 * @param connect  for connecting, TLS included; 0 for the default, 10 seconds
 * @param total    for the whole; 0 for the default, 60 seconds
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_timeouts(oauth1_client_builder *builder,
                                                 uint64_t resolve,
                                                 uint64_t connect,
                                                 uint64_t total,
                                                 oauth1_error **error);

/**
 * Makes the client. The builder is done with then, whether that succeeds or not, and still to be
 * freed.
 *
 * @param builder  the builder; not NULL
 * @param out      receives the client, to be freed with oauth1_client_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for an empty consumer key or an empty name of a
 *         signature method; OAUTH1_ERROR_INVALID_HEADER for a realm with control characters;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_build(oauth1_client_builder *builder,
                                          oauth1_client **out,
                                          oauth1_error **error);

/**
 * Frees a builder. The client that it has built does not need it.
 *
 * @param builder  a builder, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_client_builder_free(oauth1_client_builder *builder);

/**
 * Makes a client with default settings: HMAC-SHA1, parameters in the Authorization header.
 *
 * @param consumer_key     from the provider; NUL-terminated, copied; not NULL
 * @param consumer_secret  from the provider, may be empty; NUL-terminated, copied; not NULL
 * @param out    receives the client, to be freed with oauth1_client_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for an empty consumer key;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_client_new(const char *consumer_key,
                                const char *consumer_secret,
                                oauth1_client **out,
                                oauth1_error **error);

/**
 * The consumer key.
 *
 * @param client  a client, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the key, alive as long as the client; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_client_consumer_key(const oauth1_client *client, size_t *length);

/**
 * The name of the signature method: what is sent as oauth_signature_method.
 *
 * @param client  a client, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the name, alive as long as the client; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_client_signature_method(const oauth1_client *client, size_t *length);

/**
 * The first step of the handshake (RFC 5849, section 2.1): asks the provider for a request token.
 * This blocks until the provider has answered or a time limit has passed.
 *
 * @param client    the client; not NULL
 * @param url       where request tokens are given out; NUL-terminated; not NULL
 * @param callback  the URL that the user is sent back to; NULL or "oob" to have the user see a
 *                  PIN; NUL-terminated
 * @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_REFUSED for any status but 2xx, with the provider's words in the
 *         error; OAUTH1_ERROR_INVALID_TOKEN_RESPONSE where the token or its secret is missing;
 *         OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED; what oauth1_session_send() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_request_token(const oauth1_client *client,
                                          const char *url,
                                          const char *callback,
                                          oauth1_token_response **out,
                                          oauth1_error **error);

/**
 * The second step (RFC 5849, section 2.2): gives the URL to send the user to, where the request
 * token is to be authorized. Nothing is sent.
 *
 * @param url            where users authorize; a query that it has stays; NUL-terminated; not NULL
 * @param request_token  the request token's key; NUL-terminated; not NULL
 * @param extra          further parameters: an array of name, value, name, value and so on, at
 *                       whose end is a NULL; or NULL for none
 * @param out            receives the URL, to be freed with oauth1_string_free(); not NULL
 * @param error          receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_PARAMETER where the last name
 *         in extra has no value; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_authorization_url(const char *url,
                                       const char *request_token,
                                       const char *const *extra,
                                       char **out,
                                       oauth1_error **error);

/**
 * The last step (RFC 5849, section 2.3): exchanges a request token that the user has authorized,
 * and the verifier that came back, for an access token. This blocks until the provider has
 * answered or a time limit has passed.
 *
 * @param client         the client; not NULL
 * @param url            where access tokens are given out; NUL-terminated; not NULL
 * @param request_token  the request token; not NULL
 * @param verifier       the PIN that the user was shown, or the callback's oauth_verifier;
 *                       NUL-terminated; not NULL
 * @param out            receives the answer, to be freed with oauth1_token_response_free(); not
 *                       NULL
 * @param error          receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_REFUSED for any status but 2xx, with the provider's words in the
 *         error; OAUTH1_ERROR_INVALID_TOKEN_RESPONSE where the token or its secret is missing;
 *         what oauth1_session_send() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_access_token(const oauth1_client *client,
                                         const char *url,
                                         const oauth1_token *request_token,
                                         const char *verifier,
                                         oauth1_token_response **out,
                                         oauth1_error **error);

/**
 * Frees a client, and what was read from it with it. Sessions made of it go on working.
 *
 * @param client  a client, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_client_free(oauth1_client *client);

/* ==============================================================================================
 * Requests
 * ============================================================================================== */

/**
 * A request: method, URL, parameters, headers, body. It can be signed and sent any number of
 * times. While it is changed, it is for one thread; while it is not, any number can read, sign and
 * send it at once. Since 0.1.0.
 */
typedef struct oauth1_request oauth1_request;

/**
 * Makes a request.
 *
 * @param method  any HTTP method, such as "GET"; NUL-terminated, copied; not NULL
 * @param url     an absolute http or https URL, whose query is signed with the rest;
 *                NUL-terminated, copied; not NULL
 * @param out     receives the request, to be freed with oauth1_request_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a method that is none;
 *         OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_PARAMETER where the query holds a
 *         parameter that the signer writes; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_request_new(const char *method,
                                 const char *url,
                                 oauth1_request **out,
                                 oauth1_error **error);

/**
 * Copies a request, so as to change one and keep the other.
 *
 * @param request  the request; not NULL
 * @param out      receives the copy, to be freed with oauth1_request_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
oauth1_status oauth1_request_copy(const oauth1_request *request,
                                  oauth1_request **out,
                                  oauth1_error **error);

/**
 * Adds a parameter where the method has its place: to the query for GET, HEAD, DELETE and
 * OPTIONS, and where a body was set that is no form; otherwise to the form body.
 *
 * @param request  the request; not NULL
 * @param name     text, NUL-terminated, copied; not NULL
 * @param value    text, NUL-terminated, copied; not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_add_param(oauth1_request *request,
                                       const char *name,
                                       const char *value,
                                       oauth1_error **error);

/**
 * Does as oauth1_request_add_param(), for names and values that are not text or hold a NUL.
 *
 * @param request       the request; not NULL
 * @param name          bytes of any kind, copied; NULL only where name_length is 0
 * @param name_length   how many
 * @param value         bytes of any kind, copied; NULL only where value_length is 0
 * @param value_length  how many
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_add_param_n(oauth1_request *request,
                                         const char *name,
                                         size_t name_length,
                                         const char *value,
                                         size_t value_length,
                                         oauth1_error **error);

/**
 * Adds a parameter to the query.
 *
 * @param request  the request; not NULL
 * @param name     text, NUL-terminated, copied; not NULL
 * @param value    text, NUL-terminated, copied; not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_add_query(oauth1_request *request,
                                       const char *name,
                                       const char *value,
                                       oauth1_error **error);

/**
 * Does as oauth1_request_add_query(), for names and values that are not text or hold a NUL.
 *
 * @param request       the request; not NULL
 * @param name          bytes of any kind, copied; NULL only where name_length is 0
 * @param name_length   how many
 * @param value         bytes of any kind, copied; NULL only where value_length is 0
 * @param value_length  how many
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_add_query_n(oauth1_request *request,
                                         const char *name,
                                         size_t name_length,
                                         const char *value,
                                         size_t value_length,
                                         oauth1_error **error);

/**
 * Adds a parameter to the form body.
 *
 * @param request  the request; not NULL
 * @param name     text, NUL-terminated, copied; not NULL
 * @param value    text, NUL-terminated, copied; not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own,
 *         or where the request has a body that is no form;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_add_form(oauth1_request *request,
                                      const char *name,
                                      const char *value,
                                      oauth1_error **error);

/**
 * Does as oauth1_request_add_form(), for names and values that are not text or hold a NUL.
 *
 * @param request       the request; not NULL
 * @param name          bytes of any kind, copied; NULL only where name_length is 0
 * @param name_length   how many
 * @param value         bytes of any kind, copied; NULL only where value_length is 0
 * @param value_length  how many
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that is the signer's own,
 *         or where the request has a body that is no form;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_add_form_n(oauth1_request *request,
                                        const char *name,
                                        size_t name_length,
                                        const char *value,
                                        size_t value_length,
                                        oauth1_error **error);

/**
 * Sets the body and its content type. One of the type application/x-www-form-urlencoded is form
 * data, and its pairs are signed; of any other the bytes are not, unless the body hash is.
 *
 * @param request       the request; not NULL
 * @param content_type  such as "application/json"; NUL-terminated, copied; not NULL
 * @param body          text, NUL-terminated, copied; not NULL
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that no header may hold;
 *         OAUTH1_ERROR_INVALID_PARAMETER for form data with a parameter that the signer writes;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_body(oauth1_request *request,
                                      const char *content_type,
                                      const char *body,
                                      oauth1_error **error);

/**
 * Does as oauth1_request_set_body(), for a body that is not text or holds a NUL.
 *
 * @param request       the request; not NULL
 * @param content_type  such as "image/png"; NUL-terminated, copied; not NULL
 * @param body          bytes of any kind, copied; NULL only where body_length is 0
 * @param body_length   how many
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that no header may hold;
 *         OAUTH1_ERROR_INVALID_PARAMETER for form data with a parameter that the signer writes;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8 for the content type
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_body_n(oauth1_request *request,
                                        const char *content_type,
                                        const char *body,
                                        size_t body_length,
                                        oauth1_error **error);

/**
 * Adds a header. Content-Type is set, not added; Authorization is the signer's where the oauth_
 * parameters travel in it.
 *
 * @param request  the request; not NULL
 * @param name     the name; NUL-terminated, copied; not NULL
 * @param value    the value; NUL-terminated, copied; not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a name that is none, for a value with control
 *         characters, and for Host and Content-Length, which follow from the URL and the body;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_add_header(oauth1_request *request,
                                        const char *name,
                                        const char *value,
                                        oauth1_error **error);

/**
 * Adds an oauth_ parameter beyond those that the signer writes: oauth_callback, oauth_verifier,
 * oauth_session_handle, or a provider's own. It travels where the signature does.
 *
 * @param request  the request; not NULL
 * @param name     the name, which begins with "oauth_"; NUL-terminated, copied; not NULL
 * @param value    text, NUL-terminated, copied; not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a name that does not begin so, is the
 *         signer's own, or is there already; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_add_oauth_param(oauth1_request *request,
                                             const char *name,
                                             const char *value,
                                             oauth1_error **error);

/**
 * Sets the nonce of this request; otherwise each signature has a fresh one.
 *
 * @param request  the request; not NULL
 * @param nonce    the nonce, not empty; NUL-terminated, copied; not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty one; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_nonce(oauth1_request *request,
                                       const char *nonce,
                                       oauth1_error **error);

/**
 * Sets the timestamp of this request; otherwise each signature has the time at which it is made.
 *
 * @param request  the request; not NULL
 * @param seconds  since 1970-01-01 00:00:00 GMT
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_timestamp(oauth1_request *request,
                                           uint64_t seconds,
                                           oauth1_error **error);

/**
 * Sets the realm of this request (RFC 5849, section 3.5.1). It is sent in the Authorization header
 * and never signed.
 *
 * @param request  the request; not NULL
 * @param realm    the realm, not quoted; NUL-terminated, copied; not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for one with control characters;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_realm(oauth1_request *request,
                                       const char *realm,
                                       oauth1_error **error);

/**
 * Sends oauth_version with this request, or leaves it out (it is optional, RFC 5849, section 3.1),
 * whatever the client's setting.
 *
 * @param request  the request; not NULL
 * @param send     whether to send it
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_version(oauth1_request *request, bool send, oauth1_error **error);

/**
 * Sets where the oauth_ parameters of this request travel, whatever the client's setting.
 *
 * @param request       the request; not NULL
 * @param transmission  one of the OAUTH1_TRANSMISSION_ numbers
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_transmission(oauth1_request *request,
                                              oauth1_transmission transmission,
                                              oauth1_error **error);

/**
 * Sets whether this request carries oauth_body_hash, whatever the client's setting.
 *
 * @param request    the request; not NULL
 * @param body_hash  one of the OAUTH1_BODY_HASH_ numbers
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_body_hash(oauth1_request *request,
                                           oauth1_body_hash body_hash,
                                           oauth1_error **error);

/**
 * Sends an empty oauth_token where the session has no token (RFC 5849, section 3.1 lets it be left
 * out; there are providers that want it).
 *
 * @param request  the request; not NULL
 * @param send     whether to send it
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_empty_token(oauth1_request *request,
                                             bool send,
                                             oauth1_error **error);

/**
 * The method.
 *
 * @param request  a request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the method, alive until the request is changed or freed; NULL for NULL
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
const char *oauth1_request_method(const oauth1_request *request, size_t *length);

/**
 * The URL with its query, in the form in which it is sent, before a signature is added to it.
 *
 * @param request  a request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the URL, alive until the request is changed or freed; NULL for NULL
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
const char *oauth1_request_url(const oauth1_request *request, size_t *length);

/**
 * How many headers there are, the content type apart.
 *
 * @param request  a request, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
size_t oauth1_request_header_count(const oauth1_request *request);

/**
 * The name of a header.
 *
 * @param request  a request, or NULL
 * @param index    which, counted from 0
 * @param length   receives the length in bytes, or NULL
 * @return the name, alive until the request is changed or freed; NULL behind the last index, and
 *         for NULL
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
const char *oauth1_request_header_name(const oauth1_request *request, size_t index, size_t *length);

/**
 * The value of a header.
 *
 * @param request  a request, or NULL
 * @param index    which, counted from 0
 * @param length   receives the length in bytes, or NULL
 * @return the value, alive until the request is changed or freed; NULL behind the last index, and
 *         for NULL
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
const char *oauth1_request_header_value(const oauth1_request *request,
                                        size_t index,
                                        size_t *length);

/**
 * The content type of the body.
 *
 * @param request  a request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the type, alive until the request is changed or freed; NULL where there is none, and for
 *         NULL
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
const char *oauth1_request_content_type(const oauth1_request *request, size_t *length);

/**
 * The body, before a signature is added to it.
 *
 * @param request  a request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the body, and a NUL behind it, alive until the request is changed or freed; empty where
 *         there is none; NULL for NULL
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
const char *oauth1_request_body(const oauth1_request *request, size_t *length);

/**
 * Whether the body is form data, whose pairs are signed.
 *
 * @param request  a request, or NULL
 * @return whether it is; false for NULL
 *
 * Safe in any thread while none changes the request. Since 0.1.0.
 */
bool oauth1_request_is_form(const oauth1_request *request);

/**
 * Frees a request, and what was read from it with it.
 *
 * @param request  a request, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_request_free(oauth1_request *request);

/* ==============================================================================================
 * Signed requests
 * ============================================================================================== */

/**
 * A signed request: what is to be sent, byte for byte, by this library or by any other. It never
 * changes, can be read by several threads at once, and does not need the request it was made of.
 * Since 0.1.0.
 */
typedef struct oauth1_signed oauth1_signed;

/**
 * The method.
 *
 * @param signed  a signed request, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the method, alive as long as the signed request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_method(const oauth1_signed *signed_, size_t *length);

/**
 * The URL; it carries the signature where the oauth_ parameters travel in the query.
 *
 * @param signed  a signed request, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the URL, alive as long as the signed request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_url(const oauth1_signed *signed_, size_t *length);

/**
 * How many headers there are, Authorization and Content-Type among them where the request has
 * them.
 *
 * @param signed  a signed request, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_signed_header_count(const oauth1_signed *signed_);

/**
 * The name of a header.
 *
 * @param signed  a signed request, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the name, alive as long as the signed request; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_header_name(const oauth1_signed *signed_, size_t index, size_t *length);

/**
 * The value of a header.
 *
 * @param signed  a signed request, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the value, alive as long as the signed request; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_header_value(const oauth1_signed *signed_, size_t index, size_t *length);

/**
 * The body; it carries the signature where the oauth_ parameters travel in the form body.
 *
 * @param signed  a signed request, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the body, and a NUL behind it, alive as long as the signed request; NULL where there is
 *         none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_body(const oauth1_signed *signed_, size_t *length);

/**
 * The value of the Authorization header (RFC 5849, section 3.5.1).
 *
 * @param signed  a signed request, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the value, alive as long as the signed request; NULL where the oauth_ parameters travel
 *         elsewhere, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_authorization(const oauth1_signed *signed_, size_t *length);

/**
 * The signature base string (RFC 5849, section 3.4.1): what was signed. PLAINTEXT has no use for
 * it, but it is here all the same.
 *
 * @param signed  a signed request, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the base string, alive as long as the signed request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_base_string(const oauth1_signed *signed_, size_t *length);

/**
 * Frees a signed request, and what was read from it with it.
 *
 * @param signed  a signed request, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_signed_free(oauth1_signed *signed_);

/* ==============================================================================================
 * Responses
 * ============================================================================================== */

/**
 * A response: status, headers, body. Any status is a response, not an error. It never changes, and
 * can be read by several threads at once. Since 0.1.0.
 */
typedef struct oauth1_response oauth1_response;

/**
 * The status (RFC 9110, section 15), such as 200; one of success is from 200 to 299.
 *
 * @param response  a response, or NULL
 * @return the status; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
uint16_t oauth1_response_status(const oauth1_response *response);

/**
 * The value of the first header of a name, whatever its case.
 *
 * @param response  a response, or NULL
 * @param name      the name, NUL-terminated, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the value, alive as long as the response; NULL where there is no such header, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_response_header(const oauth1_response *response,
                                   const char *name,
                                   size_t *length);

/**
 * How many headers there are, duplicates counted.
 *
 * @param response  a response, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_response_header_count(const oauth1_response *response);

/**
 * The name of a header; they are in the order in which they came.
 *
 * @param response  a response, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the name, alive as long as the response; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_response_header_name(const oauth1_response *response,
                                        size_t index,
                                        size_t *length);

/**
 * The value of a header; they are in the order in which they came.
 *
 * @param response  a response, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the value, alive as long as the response; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_response_header_value(const oauth1_response *response,
                                         size_t index,
                                         size_t *length);

/**
 * The body.
 *
 * @param response  a response, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the body, which can hold any bytes, and a NUL behind it; alive as long as the response;
 *         NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_response_body(const oauth1_response *response, size_t *length);

/**
 * Frees a response, and what was read from it with it.
 *
 * @param response  a response, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_response_free(oauth1_response *response);

/* ==============================================================================================
 * Sessions: signing and sending
 * ============================================================================================== */

/**
 * A client bound to one token, or to none: what signs and sends. A session never changes, and any
 * number of threads can sign and send with it at once. To have one for each user is cheap. It does
 * not need the client and the token that it was made of. Since 0.1.0.
 */
typedef struct oauth1_session oauth1_session;

/**
 * Makes a session.
 *
 * @param client  the client; not NULL
 * @param token   the user's access token, copied; or NULL to sign with the consumer's secret alone
 * @param out     receives the session, to be freed with oauth1_session_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_session_new(const oauth1_client *client,
                                 const oauth1_token *token,
                                 oauth1_session **out,
                                 oauth1_error **error);

/**
 * The token that a session is bound to.
 *
 * @param session  a session, or NULL
 * @return the token, lent: alive as long as the session, and not to be freed; NULL where there is
 *         none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const oauth1_token *oauth1_session_token(const oauth1_session *session);

/**
 * Signs a request and gives the value of its Authorization header (RFC 5849, section 3.5.1), for a
 * program that sends requests by other means. Each call has a fresh nonce and timestamp.
 *
 * @param session  the session; not NULL
 * @param request  the request; not NULL
 * @param out      receives the value, to be freed with oauth1_string_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where the oauth_ parameters travel in the query
 *         or the form body; what oauth1_session_sign() can return
 *
 * Safe in any thread, several at once for one session. Since 0.1.0.
 */
oauth1_status oauth1_session_authorization(const oauth1_session *session,
                                           const oauth1_request *request,
                                           char **out,
                                           oauth1_error **error);

/**
 * Does as oauth1_session_authorization(), into a buffer of the caller's, which spares the
 * allocation. 1024 bytes are enough for most.
 *
 * @param session   the session; not NULL
 * @param request   the request; not NULL
 * @param buffer    receives the value, and a NUL behind it; NULL only where capacity is 0
 * @param capacity  how many bytes the buffer has
 * @param length    receives the length of the value, without the NUL; where the buffer is too
 *                  small, the length that the next value for this request can have at most, so
 *                  that a buffer of one byte more will do, unless a callback then gives a longer
 *                  nonce or signature; or NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_BUFFER_TOO_SMALL, which leaves the buffer as it was; what
 *         oauth1_session_authorization() can return
 *
 * Safe in any thread, several at once for one session. Since 0.1.0.
 */
oauth1_status oauth1_session_authorization_into(const oauth1_session *session,
                                                const oauth1_request *request,
                                                char *buffer,
                                                size_t capacity,
                                                size_t *length,
                                                oauth1_error **error);

/**
 * Signs a request. What comes of it is what is to be sent, byte for byte.
 *
 * @param session  the session; not NULL
 * @param request  the request; not NULL
 * @param out      receives the signed request, to be freed with oauth1_signed_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INSECURE_TRANSPORT for PLAINTEXT over plain http;
 *         OAUTH1_ERROR_INVALID_HEADER for a request that has an Authorization header where the
 *         oauth_ parameters travel in it; OAUTH1_ERROR_INVALID_SETTING for oauth_ parameters that
 *         are to travel in a body that is no form or that the method does not have;
 *         OAUTH1_ERROR_SIGNING_FAILED where a callback failed, which the message names, or an RSA
 *         key cannot sign; OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread, several at once for one session. Since 0.1.0.
 */
oauth1_status oauth1_session_sign(const oauth1_session *session,
                                  const oauth1_request *request,
                                  oauth1_signed **out,
                                  oauth1_error **error);

/**
 * Signs a request and sends it. A response of any status is a response, not an error; redirects
 * are not followed. This blocks until the response is there or a time limit has passed.
 *
 * @param session  the session; not NULL
 * @param request  the request; not NULL
 * @param out      receives the response, to be freed with oauth1_response_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; what oauth1_session_sign() can return, before anything is sent; then
 *         OAUTH1_ERROR_HOST_NOT_FOUND, OAUTH1_ERROR_CONNECTION_FAILED, OAUTH1_ERROR_TLS_FAILED,
 *         OAUTH1_ERROR_TIMED_OUT, OAUTH1_ERROR_INVALID_RESPONSE, OAUTH1_ERROR_RESPONSE_TOO_LARGE
 *
 * Safe in any thread, several at once for one session. Since 0.1.0.
 */
oauth1_status oauth1_session_send(const oauth1_session *session,
                                  const oauth1_request *request,
                                  oauth1_response **out,
                                  oauth1_error **error);

/**
 * Frees a session.
 *
 * @param session  a session, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_session_free(oauth1_session *session);

/* ==============================================================================================
 * Findings: why a signature does not fit
 * ============================================================================================== */

/**
 * What was found, in the order in which it is best looked at: each finding is a cause, what it is
 * seen by, and what to do. No text of it holds a secret of the session that explained. Findings
 * never change, and can be read by several threads at once. Since 0.1.0.
 */
typedef struct oauth1_findings oauth1_findings;

/**
 * The likely cause of a signature that does not fit, or of a refusal: one of the OAUTH1_CAUSE_
 * numbers. They are positive and never reused; a later version can have more. Since 0.1.0.
 */
typedef int32_t oauth1_cause;

/** Something was percent-encoded once too often. */
#define OAUTH1_CAUSE_DOUBLE_ENCODING 1
/** A space was signed as +, or a + was taken for a space. */
#define OAUTH1_CAUSE_PLUS_FOR_SPACE 2
/** Parameters of the URL's query were not signed. */
#define OAUTH1_CAUSE_MISSING_QUERY_PARAMETER 3
/** A parameter was not signed. */
#define OAUTH1_CAUSE_MISSING_PARAMETER 4
/** A parameter was signed that was not sent, or the other way round. */
#define OAUTH1_CAUSE_EXTRA_PARAMETER 5
/** A parameter was signed with another value than was sent. */
#define OAUTH1_CAUSE_DIFFERENT_VALUE 6
/** Another method was signed. */
#define OAUTH1_CAUSE_METHOD 7
/** Another scheme was signed. */
#define OAUTH1_CAUSE_SCHEME 8
/** Another port was signed. */
#define OAUTH1_CAUSE_PORT 9
/** The host was signed in another case. */
#define OAUTH1_CAUSE_HOST_CASE 10
/** Another host was signed. */
#define OAUTH1_CAUSE_HOST 11
/** Another path was signed. */
#define OAUTH1_CAUSE_PATH 12
/** The form body was not signed. */
#define OAUTH1_CAUSE_BODY_NOT_SIGNED 13
/** A body was signed that is no form. */
#define OAUTH1_CAUSE_BODY_SIGNED 14
/** The parameters were not sorted as they should be. */
#define OAUTH1_CAUSE_SORT_ORDER 15
/** Escapes were written in lower case. */
#define OAUTH1_CAUSE_ESCAPE_CASE 16
/** Characters were encoded that should not be, or left that should be encoded. */
#define OAUTH1_CAUSE_RESERVED_CHARACTERS 17
/** Something was not encoded, or the parameters not once more as a part of the base string. */
#define OAUTH1_CAUSE_NOT_ENCODED 18
/** oauth_signature itself was signed. */
#define OAUTH1_CAUSE_SIGNATURE_INCLUDED 19
/** The realm was signed. */
#define OAUTH1_CAUSE_REALM_INCLUDED 20
/** The query was signed as a part of the URL. */
#define OAUTH1_CAUSE_QUERY_IN_URI 21
/** Of parameters with the same name some were not signed. */
#define OAUTH1_CAUSE_DUPLICATES_DROPPED 22
/** oauth_body_hash is not the hash of the body. */
#define OAUTH1_CAUSE_BODY_HASH 23
/** Something does not have the form that it should have. */
#define OAUTH1_CAUSE_MALFORMED 24
/** What is compared are two requests: nonce or timestamp differ. */
#define OAUTH1_CAUSE_ANOTHER_REQUEST 25
/** Text was encoded in another character set than UTF-8. */
#define OAUTH1_CAUSE_CHARACTER_SET 26
/** A parameter that must be sent once was sent several times. */
#define OAUTH1_CAUSE_PARAMETER_REPEATED 27
/** The signature is written otherwise than in base64, percent-encoded where it travels. */
#define OAUTH1_CAUSE_SIGNATURE_FORMAT 28
/** The secrets differ. */
#define OAUTH1_CAUSE_SECRETS 40
/** It was signed without the token secret. */
#define OAUTH1_CAUSE_TOKEN_SECRET_MISSING 41
/** The secrets were not encoded before they were joined to the key. */
#define OAUTH1_CAUSE_SECRETS_NOT_ENCODED 42
/** A secret is still encoded as it was in a token response. */
#define OAUTH1_CAUSE_SECRETS_ENCODED 43
/** The two secrets are in each other's place. */
#define OAUTH1_CAUSE_SECRETS_SWAPPED 44
/** A secret begins or ends with white space. */
#define OAUTH1_CAUSE_WHITE_SPACE_IN_SECRET 45
/** A parameter carries a secret. */
#define OAUTH1_CAUSE_SECRET_SENT 46
/** A key was taken for a secret. */
#define OAUTH1_CAUSE_KEY_AS_SECRET 47
/** The clock is wrong. */
#define OAUTH1_CAUSE_CLOCK 60
/** A nonce was used twice. */
#define OAUTH1_CAUSE_NONCE_USED 61
/** The signature method is not the one that is wanted. */
#define OAUTH1_CAUSE_SIGNATURE_METHOD 62
/** The version is not one that is supported. */
#define OAUTH1_CAUSE_VERSION 63
/** The consumer key is unknown, refused or another's. */
#define OAUTH1_CAUSE_CONSUMER_KEY 64
/** The token is unknown, used up, expired, revoked or another's. */
#define OAUTH1_CAUSE_TOKEN 65
/** The callback is not one that the provider takes. */
#define OAUTH1_CAUSE_CALLBACK 66
/** The user or the application may not do this. */
#define OAUTH1_CAUSE_PERMISSION 67
/** The user said no. */
#define OAUTH1_CAUSE_USER_REFUSED 68
/** The user must authorize the application anew. */
#define OAUTH1_CAUSE_AUTHORIZATION_REQUIRED 69
/** The provider does not take a parameter. */
#define OAUTH1_CAUSE_PARAMETER_REJECTED 70
/** The provider says that the signature is wrong, and no more. */
#define OAUTH1_CAUSE_INVALID_SIGNATURE 71
/** The provider's words are not known. */
#define OAUTH1_CAUSE_UNKNOWN 90

/**
 * The name of a cause, for programs.
 *
 * @param cause  any number
 * @return static text, such as "double_encoding", never NULL: "unknown cause" for a number that is
 *         none
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_cause_name(oauth1_cause cause);

/**
 * How many findings there are.
 *
 * @param findings  findings, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_findings_count(const oauth1_findings *findings);

/**
 * The cause of a finding.
 *
 * @param findings  findings, or NULL
 * @param index     which, counted from 0
 * @return one of the OAUTH1_CAUSE_ numbers; 0 behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_cause oauth1_findings_cause(const oauth1_findings *findings, size_t index);

/**
 * Whether a finding is proven, such as by a mistake that reproduces the signature; otherwise it is
 * likely.
 *
 * @param findings  findings, or NULL
 * @param index     which, counted from 0
 * @return whether it is; false behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_findings_certain(const oauth1_findings *findings, size_t index);

/**
 * What a finding is seen by: what differs, naming the parameter where it is one.
 *
 * @param findings  findings, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the words, alive as long as the findings; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_findings_detail(const oauth1_findings *findings, size_t index, size_t *length);

/**
 * What to do about a finding.
 *
 * @param findings  findings, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the words, alive as long as the findings; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_findings_advice(const oauth1_findings *findings, size_t index, size_t *length);

/**
 * All findings as text for people, two lines for each.
 *
 * @param findings  findings, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the text, alive as long as the findings; empty where there are none; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_findings_text(const oauth1_findings *findings, size_t *length);

/**
 * Frees findings, and what was read from them with them. Those that an explanation or a diagnosis
 * lends are not to be freed.
 *
 * @param findings  findings, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_findings_free(oauth1_findings *findings);

/* ==============================================================================================
 * Explanations: a signature, step by step
 * ============================================================================================== */

/**
 * One signature, step by step: what was signed, in which order, with what, and what came of it.
 * What it gives holds no secret of the session, but for the parameters of the request itself and
 * what is made of them; its text masks those as well. It never changes, and can be read by several
 * threads at once. Since 0.1.0.
 */
typedef struct oauth1_explanation oauth1_explanation;

/**
 * What was changed of a URL before it was signed and sent (RFC 5849, section 3.4.1.2): one of the
 * OAUTH1_URL_CHANGE_ numbers; a later version can have more. Since 0.1.0.
 */
typedef int32_t oauth1_url_change;

/** Where a parameter travels: one of the OAUTH1_SOURCE_ numbers. Since 0.1.0. */
typedef int32_t oauth1_source;

/** The query of the URL. */
#define OAUTH1_SOURCE_QUERY 1
/** The body, form-encoded. */
#define OAUTH1_SOURCE_FORM 2
/** An oauth_ parameter, which travels wherever the signature does. */
#define OAUTH1_SOURCE_PROTOCOL 3
/** Spaces around it were dropped. */
#define OAUTH1_URL_CHANGE_SPACES 1
/** The scheme was written in lower case. */
#define OAUTH1_URL_CHANGE_SCHEME_CASE 2
/** The host was written in lower case. */
#define OAUTH1_URL_CHANGE_HOST_CASE 3
/** The host was written in punycode (RFC 3492). */
#define OAUTH1_URL_CHANGE_PUNYCODE 4
/** The port was dropped, as it is the scheme's own. */
#define OAUTH1_URL_CHANGE_DEFAULT_PORT 5
/** The port was written in another form. */
#define OAUTH1_URL_CHANGE_PORT 6
/** An empty path became a slash. */
#define OAUTH1_URL_CHANGE_EMPTY_PATH 7
/** Characters of the path were percent-encoded. */
#define OAUTH1_URL_CHANGE_PATH_ENCODED 8
/** Characters of the query were percent-encoded. */
#define OAUTH1_URL_CHANGE_QUERY_ENCODED 9
/** The fragment was dropped. */
#define OAUTH1_URL_CHANGE_FRAGMENT 10

/**
 * Signs a request, once, and tells how: for a look at what is signed, and to compare with what a
 * provider says. What it gives can be sent, unless the signature is masked; each call has a nonce
 * and timestamp of its own, unless the request has them set.
 *
 * @param session  the session; not NULL
 * @param request  the request; not NULL
 * @param out      receives the explanation, to be freed with oauth1_explanation_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; what oauth1_session_sign() can return
 *
 * Safe in any thread, several at once for one session. Since 0.1.0.
 */
oauth1_status oauth1_session_explain(const oauth1_session *session,
                                     const oauth1_request *request,
                                     oauth1_explanation **out,
                                     oauth1_error **error);

/**
 * The method that was signed.
 *
 * @param explanation  an explanation, or NULL
 * @param length       receives the length in bytes, or NULL
 * @return the method, alive as long as the explanation; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_method(const oauth1_explanation *explanation, size_t *length);

/**
 * The name of the signature method.
 *
 * @param explanation  an explanation, or NULL
 * @param length       receives the length in bytes, or NULL
 * @return the name, alive as long as the explanation; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_signature_method(const oauth1_explanation *explanation,
                                                size_t *length);

/**
 * The base string URI (RFC 5849, section 3.4.1.2).
 *
 * @param explanation  an explanation, or NULL
 * @param length       receives the length in bytes, or NULL
 * @return the URI, alive as long as the explanation; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_base_string_uri(const oauth1_explanation *explanation,
                                               size_t *length);

/**
 * How many things were changed of the URL that was given.
 *
 * @param explanation  an explanation, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_explanation_url_change_count(const oauth1_explanation *explanation);

/**
 * What kind of change was made to the URL.
 *
 * @param explanation  an explanation, or NULL
 * @param index        which, counted from 0
 * @return one of the OAUTH1_URL_CHANGE_ numbers; 0 behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_url_change oauth1_explanation_url_change(const oauth1_explanation *explanation,
                                                size_t index);

/**
 * What was changed, as it was given; of a part that was encoded the characters that were.
 *
 * @param explanation  an explanation, or NULL
 * @param index        which change, counted from 0
 * @param length       receives the length in bytes, or NULL
 * @return the part, alive as long as the explanation; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_url_change_from(const oauth1_explanation *explanation,
                                               size_t index,
                                               size_t *length);

/**
 * What came of a change: the part as it is sent.
 *
 * @param explanation  an explanation, or NULL
 * @param index        which change, counted from 0
 * @param length       receives the length in bytes, or NULL
 * @return the part, alive as long as the explanation, empty where it was dropped; NULL behind the
 *         last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_url_change_to(const oauth1_explanation *explanation,
                                             size_t index,
                                             size_t *length);

/**
 * A change of the URL in words, such as "default port dropped: :80".
 *
 * @param explanation  an explanation, or NULL
 * @param index        which change, counted from 0
 * @param length       receives the length in bytes, or NULL
 * @return the words, alive as long as the explanation; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_url_change_text(const oauth1_explanation *explanation,
                                               size_t index,
                                               size_t *length);

/**
 * How many parameters were signed, duplicates counted.
 *
 * @param explanation  an explanation, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_explanation_parameter_count(const oauth1_explanation *explanation);

/**
 * The name of a parameter; they are in the order in which they were collected.
 *
 * @param explanation  an explanation, or NULL
 * @param index        which, counted from 0
 * @param length       receives the length in bytes, or NULL
 * @return the name, which can hold any bytes, and a NUL behind it; alive as long as the
 *         explanation; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_parameter_name(const oauth1_explanation *explanation,
                                              size_t index,
                                              size_t *length);

/**
 * The value of a parameter, not masked.
 *
 * @param explanation  an explanation, or NULL
 * @param index        which, counted from 0
 * @param length       receives the length in bytes, or NULL
 * @return the value, which can hold any bytes, and a NUL behind it; alive as long as the
 *         explanation; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_parameter_value(const oauth1_explanation *explanation,
                                               size_t index,
                                               size_t *length);

/**
 * The name of a parameter, percent-encoded: as it is sorted and joined (RFC 5849, section
 * 3.4.1.3.2).
 *
 * @param explanation  an explanation, or NULL
 * @param index        which, counted from 0
 * @param length       receives the length in bytes, or NULL
 * @return the name, alive as long as the explanation; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_parameter_encoded_name(const oauth1_explanation *explanation,
                                                      size_t index,
                                                      size_t *length);

/**
 * The value of a parameter, percent-encoded, not masked.
 *
 * @param explanation  an explanation, or NULL
 * @param index        which, counted from 0
 * @param length       receives the length in bytes, or NULL
 * @return the value, alive as long as the explanation; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_parameter_encoded_value(const oauth1_explanation *explanation,
                                                       size_t index,
                                                       size_t *length);

/**
 * Where a parameter travels.
 *
 * @param explanation  an explanation, or NULL
 * @param index        which, counted from 0
 * @return one of the OAUTH1_SOURCE_ numbers; 0 behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_source oauth1_explanation_parameter_source(const oauth1_explanation *explanation,
                                                  size_t index);

/**
 * Whether the value of a parameter is a secret, such as a password: the text of the explanation
 * shows it as ***.
 *
 * @param explanation  an explanation, or NULL
 * @param index        which, counted from 0
 * @return whether it is; false behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_explanation_parameter_secret(const oauth1_explanation *explanation, size_t index);

/**
 * Which parameter stands where in the order that is signed: by encoded name, then by encoded
 * value, byte by byte (RFC 5849, section 3.4.1.3.2).
 *
 * @param explanation  an explanation, or NULL
 * @param position     where, counted from 0
 * @return the index of the parameter; SIZE_MAX behind the last position, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_explanation_sorted(const oauth1_explanation *explanation, size_t position);

/**
 * The signature base string (RFC 5849, section 3.4.1).
 *
 * @param explanation  an explanation, or NULL
 * @param length       receives the length in bytes, or NULL
 * @return the base string, alive as long as the explanation; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_base_string(const oauth1_explanation *explanation, size_t *length);

/**
 * The key, with *** in place of each secret: "***&***", or "***&" where there is no token secret;
 * of the RSA methods that it is one.
 *
 * @param explanation  an explanation, or NULL
 * @param length       receives the length in bytes, or NULL
 * @return the key, alive as long as the explanation; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_key(const oauth1_explanation *explanation, size_t *length);

/**
 * How long the consumer secret is, in characters, before it is encoded: one too many may be a line
 * feed.
 *
 * @param explanation  an explanation, or NULL
 * @return the length; 0 for the RSA methods, which do without, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_explanation_consumer_secret_length(const oauth1_explanation *explanation);

/**
 * How long the token secret is, in characters, before it is encoded.
 *
 * @param explanation  an explanation, or NULL
 * @return the length; 0 where there is none, for the RSA methods, which do without, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_explanation_token_secret_length(const oauth1_explanation *explanation);

/**
 * The size of the RSA key, in bits.
 *
 * @param explanation  an explanation, or NULL
 * @return the size; 0 for the other methods, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_explanation_rsa_bits(const oauth1_explanation *explanation);

/**
 * The signature, before it is percent-encoded; *** where it is the secrets themselves, as that of
 * PLAINTEXT.
 *
 * @param explanation  an explanation, or NULL
 * @param length       receives the length in bytes, or NULL
 * @return the signature, alive as long as the explanation; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_signature(const oauth1_explanation *explanation, size_t *length);

/**
 * Where the oauth_ parameters travel.
 *
 * @param explanation  an explanation, or NULL
 * @return one of the OAUTH1_TRANSMISSION_ numbers; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_transmission oauth1_explanation_transmission(const oauth1_explanation *explanation);

/**
 * The oauth_ parameters as they travel: the value of the Authorization header, or the pairs that
 * are appended to the query or the form body. The signature is masked as in
 * oauth1_explanation_signature().
 *
 * @param explanation  an explanation, or NULL
 * @param length       receives the length in bytes, or NULL
 * @return the parameters, alive as long as the explanation; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_carried(const oauth1_explanation *explanation, size_t *length);

/**
 * What is odd about the request or the secrets, whatever a provider says.
 *
 * @param explanation  an explanation, or NULL
 * @return the findings, lent: alive as long as the explanation, and not to be freed; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const oauth1_findings *oauth1_explanation_findings(const oauth1_explanation *explanation);

/**
 * The whole explanation as text for people, step by step, with no secret in it.
 *
 * @param explanation  an explanation, or NULL
 * @param length       receives the length in bytes, or NULL
 * @return the text, alive as long as the explanation; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_explanation_text(const oauth1_explanation *explanation, size_t *length);

/**
 * Compares a provider's base string with the one that was explained: what differs, and the likely
 * cause. Of one that is the same the finding is that the secrets differ.
 *
 * @param explanation  the explanation; not NULL
 * @param base_string  the provider's, as it prints it, percent-encoded once more or escaped for
 *                     HTML or not; NUL-terminated; not NULL
 * @param out          receives the findings, to be freed with oauth1_findings_free(); not NULL
 * @param error        receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_explanation_compare(const oauth1_explanation *explanation,
                                         const char *base_string,
                                         oauth1_findings **out,
                                         oauth1_error **error);

/**
 * Translates a provider's refusal of the request that was explained into what to do, by the time
 * of the request's timestamp; a base string in the answer is compared with the explained one, as
 * oauth1_explanation_compare() does.
 *
 * @param explanation  the explanation; not NULL
 * @param status       the answer's HTTP status; nothing is found in an answer of success
 * @param headers      the answer's headers: an array of name, value, name, value and so on, at
 *                     whose end is a NULL; or NULL for none
 * @param body         the answer's body, of any bytes; NULL only where length is 0
 * @param length       how many bytes it has
 * @param out          receives the findings, to be freed with oauth1_findings_free(); not NULL
 * @param error        receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE for an answer of more than 64 KiB;
 *         OAUTH1_ERROR_INVALID_PARAMETER where the last header has no value;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8 for a header
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_explanation_explain_answer(const oauth1_explanation *explanation,
                                                uint16_t status,
                                                const char *const *headers,
                                                const char *body,
                                                size_t length,
                                                oauth1_findings **out,
                                                oauth1_error **error);

/**
 * Does as oauth1_explanation_explain_answer(), for a response that this library has received.
 *
 * @param explanation  the explanation; not NULL
 * @param response     the response; not NULL
 * @param out          receives the findings, to be freed with oauth1_findings_free(); not NULL
 * @param error        receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE for a response of more than 64 KiB;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_explanation_explain_response(const oauth1_explanation *explanation,
                                                  const oauth1_response *response,
                                                  oauth1_findings **out,
                                                  oauth1_error **error);

/**
 * Translates a provider's refusal into what to do, of a request that was not explained: such as
 * what an error tells, by oauth1_error_http_status() and oauth1_error_body_excerpt().
 *
 * @param status   the answer's HTTP status; nothing is found in an answer of success
 * @param headers  the answer's headers: an array of name, value, name, value and so on, at whose
 *                 end is a NULL; or NULL for none. WWW-Authenticate and Date count
 * @param body     the answer's body, of any bytes; NULL only where length is 0
 * @param length   how many bytes it has
 * @param now      the time of the refused request's timestamp, in seconds since 1970-01-01
 *                 00:00:00 GMT
 * @param out      receives the findings, to be freed with oauth1_findings_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE for an answer of more than 64 KiB;
 *         OAUTH1_ERROR_INVALID_PARAMETER where the last header has no value;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8 for a header
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_explain_answer(uint16_t status,
                                    const char *const *headers,
                                    const char *body,
                                    size_t length,
                                    uint64_t now,
                                    oauth1_findings **out,
                                    oauth1_error **error);

/**
 * Frees an explanation, and what was read from it with it.
 *
 * @param explanation  an explanation, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_explanation_free(oauth1_explanation *explanation);

/* ==============================================================================================
 * Captured requests, and what is wrong with them
 * ============================================================================================== */

/**
 * A request as it was on the wire, signed by anyone, to be explained by
 * oauth1_session_explain_captured(). While it is changed, it is for one thread; while it is not,
 * any number can use it at once. Since 0.1.0.
 */
typedef struct oauth1_captured oauth1_captured;

/**
 * What there is to say of a captured request: how it should have been signed, whether it was, and
 * where it was not, which mistake reproduces its signature. It never changes, and can be read by
 * several threads at once. Since 0.1.0.
 */
typedef struct oauth1_diagnosis oauth1_diagnosis;

/**
 * Makes a captured request, without headers and body.
 *
 * @param method  its method, as it was; NUL-terminated, copied; not NULL
 * @param url     its URL, with its query; NUL-terminated, copied; not NULL
 * @param out     receives the captured request, to be freed with oauth1_captured_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL, also for a URL of more than 64 KiB;
 *         OAUTH1_ERROR_INVALID_HEADER for an empty method; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_captured_new(const char *method,
                                  const char *url,
                                  oauth1_captured **out,
                                  oauth1_error **error);

/**
 * Reads a request as HTTP/1.1 has it (RFC 9112, section 3), lines ended by CRLF or LF: request
 * line, headers, an empty line, the body.
 *
 * @param scheme   "http" or "https", which such a text does not say; NUL-terminated; not NULL
 * @param request  the text, of any bytes; NULL only where length is 0
 * @param length   how many bytes it has
 * @param out      receives the captured request, to be freed with oauth1_captured_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for what is no request, has no Host, a body in
 *         chunks, or more than 64 KiB before the body; OAUTH1_ERROR_INVALID_URL;
 *         OAUTH1_ERROR_INVALID_PARAMETER for a form of more than 64 KiB;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_captured_from_http(const char *scheme,
                                        const char *request,
                                        size_t length,
                                        oauth1_captured **out,
                                        oauth1_error **error);

/**
 * Adds a header.
 *
 * @param captured  the captured request; not NULL
 * @param name      its name; NUL-terminated, copied; not NULL
 * @param value     its value; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for headers of more than 64 KiB together;
 *         OAUTH1_ERROR_INVALID_PARAMETER where it makes a form of a body of more than 64 KiB;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one captured request. Since 0.1.0.
 */
oauth1_status oauth1_captured_add_header(oauth1_captured *captured,
                                         const char *name,
                                         const char *value,
                                         oauth1_error **error);

/**
 * Sets the body. One that is no form can be of any size: it is only hashed.
 *
 * @param captured  the captured request; not NULL
 * @param body      bytes of any kind, copied; NULL only where length is 0
 * @param length    how many
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a form of more than 64 KiB;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one captured request. Since 0.1.0.
 */
oauth1_status oauth1_captured_set_body(oauth1_captured *captured,
                                       const char *body,
                                       size_t length,
                                       oauth1_error **error);

/**
 * The method.
 *
 * @param captured  a captured request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the method, alive until the captured request is changed or freed; NULL for NULL
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
const char *oauth1_captured_method(const oauth1_captured *captured, size_t *length);

/**
 * The URL as it was given.
 *
 * @param captured  a captured request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the URL, alive until the captured request is changed or freed; NULL for NULL
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
const char *oauth1_captured_url(const oauth1_captured *captured, size_t *length);

/**
 * How many headers there are.
 *
 * @param captured  a captured request, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
size_t oauth1_captured_header_count(const oauth1_captured *captured);

/**
 * The name of a header.
 *
 * @param captured  a captured request, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the name, alive until the captured request is changed or freed; NULL behind the last
 *         index, and for NULL
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
const char *oauth1_captured_header_name(const oauth1_captured *captured,
                                        size_t index,
                                        size_t *length);

/**
 * The value of a header.
 *
 * @param captured  a captured request, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the value, alive until the captured request is changed or freed; NULL behind the last
 *         index, and for NULL
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
const char *oauth1_captured_header_value(const oauth1_captured *captured,
                                         size_t index,
                                         size_t *length);

/**
 * The body.
 *
 * @param captured  a captured request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the body, and a NUL behind it, alive until the captured request is changed or freed;
 *         empty where there is none; NULL for NULL
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
const char *oauth1_captured_body(const oauth1_captured *captured, size_t *length);

/**
 * Frees a captured request, and what was read from it with it.
 *
 * @param captured  a captured request, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_captured_free(oauth1_captured *captured);

/**
 * Looks at a request as it was on the wire, by whomever it was signed: rebuilds its base string as
 * a server does, and checks its signature with the secrets of a session. Where it is not right, a
 * fixed number of known mistakes is tried until one reproduces it. The timestamp is compared with
 * the client's clock.
 *
 * @param session   the session, of the request's consumer and token; not NULL
 * @param captured  the captured request; not NULL
 * @param out       receives the diagnosis, to be freed with oauth1_diagnosis_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for an OAuth Authorization header that cannot be
 *         read; OAUTH1_ERROR_SIGNING_FAILED where a callback failed or an RSA key cannot sign;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
oauth1_status oauth1_session_explain_captured(const oauth1_session *session,
                                              const oauth1_captured *captured,
                                              oauth1_diagnosis **out,
                                              oauth1_error **error);

/**
 * Whether the signature is right. There may be findings all the same, such as a wrong clock.
 *
 * @param diagnosis  a diagnosis, or NULL
 * @return whether it is; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_diagnosis_valid(const oauth1_diagnosis *diagnosis);

/**
 * The signature that the request has; *** where it is the secrets themselves.
 *
 * @param diagnosis  a diagnosis, or NULL
 * @param length     receives the length in bytes, or NULL
 * @return the signature, alive as long as the diagnosis; NULL where the request has none, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_diagnosis_signature(const oauth1_diagnosis *diagnosis, size_t *length);

/**
 * How the request should have been signed, step by step.
 *
 * @param diagnosis  a diagnosis, or NULL
 * @return the explanation, lent: alive as long as the diagnosis, and not to be freed; NULL for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const oauth1_explanation *oauth1_diagnosis_explanation(const oauth1_diagnosis *diagnosis);

/**
 * What was found: mistakes that reproduce the signature first, which are certain.
 *
 * @param diagnosis  a diagnosis, or NULL
 * @return the findings, lent: alive as long as the diagnosis, and not to be freed; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const oauth1_findings *oauth1_diagnosis_findings(const oauth1_diagnosis *diagnosis);

/**
 * The whole diagnosis as text for people, with no secret in it.
 *
 * @param diagnosis  a diagnosis, or NULL
 * @param length     receives the length in bytes, or NULL
 * @return the text, alive as long as the diagnosis; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_diagnosis_text(const oauth1_diagnosis *diagnosis, size_t *length);

/**
 * Frees a diagnosis, and what was read from it with it.
 *
 * @param diagnosis  a diagnosis, or NULL, for which nothing happens
 *
 * Since 0.1.0.
 */
void oauth1_diagnosis_free(oauth1_diagnosis *diagnosis);

#ifdef __cplusplus
}
#endif

#endif
