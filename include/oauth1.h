/**
 * @file
 * OAuth 1.0a (RFC 5849): signs, sends and verifies requests, runs the three-legged handshake.
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
 *   client and token, responses of their session, and so on: no handle needs one it was made of.
 * - A `_copy` function makes a handle of one's own, of one that is lent as well. Copies of clients,
 *   sessions, verifiers and cancellations have all in common, and are cheap.
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
 * - Clients, sessions, tokens, signed requests, responses, pending authorizations, explanations,
 *   findings, diagnoses, verifiers, verified requests and errors never change: any number of
 *   threads can use one at once, as long as none frees it. Requests, captured ones too, providers
 *   and builders are for one thread while they are changed; streams and multiparts are for one
 *   thread at a time.
 * - A request is sent by the thread that calls, which waits. Another thread, or a signal handler,
 *   calls it off by an oauth1_cancellation.
 * - A child of fork() can go on signing and sending: its nonces differ from its parent's, and it
 *   has connections of its own.
 *
 * ## Callbacks
 *
 * - A callback comes with userdata, which it is called with, and with a function that destroys it.
 *   The library takes userdata over if the call that sets the callback succeeds; if it fails, it
 *   stays the caller's. It is destroyed once, when the last handle that has the callback is freed.
 * - A callback is called by the thread that signs, sends or verifies, and so by several at once,
 *   unless its type says otherwise. What it is given lasts for the call.
 * - It says by what it returns that it failed, as its type tells, and why by
 *   oauth1_failure_set_message(), or oauth1_sending_fail() if it sends. That fails the one call.
 * - It is not to leave by a C++ exception or longjmp(), and frees no handle that is in use.
 *
 * ## Sending
 *
 * - oauth1_session_send() gives a whole response, oauth1_session_stream() one that is read piece by
 *   piece or saved to a file. Bodies that are sent come from memory, a file or a callback.
 * - Every wait has a time limit, and every response a largest size; the functions that begin with
 *   oauth1_client_builder_set_ set them for a client, those that begin with oauth1_request_set_ for
 *   one request.
 * - oauth1_error_is_unsent() tells whether a request that failed can be sent again without harm.
 *   oauth1_client_builder_set_retries() has the library do so.
 * - oauth1_client_builder_set_transport() has requests sent by other means, such as libcurl.
 * - oauth1_set_log() shows what the library does.
 *
 * ## Why is my signature invalid?
 *
 * - oauth1_session_explain() signs a request and tells how, step by step. The explanation compares
 *   a provider's base string with its own, and translates the provider's answer into what to do.
 * - oauth1_session_explain_captured() takes a request as it was on the wire, whoever signed it, and
 *   finds the mistake that makes its signature.
 *
 * ## Verifying: the provider's side
 *
 * - oauth1_verifier_verify() takes a request as a server received it, and gives who signed it, for
 *   whom, and what was signed. The verifier is made by an oauth1_verifier_builder, which is given
 *   secrets or functions that look them up, and a store of nonces or that in memory.
 * - A request that is refused is an error, OAUTH1_ERROR_NOT_VERIFIED: oauth1_error_message() is for
 *   the provider's log, and what the client is to be told is oauth1_error_http_status(),
 *   oauth1_error_public_message() and oauth1_error_www_authenticate().
 *
 * ## Versions
 *
 * - A program that was compiled with one version runs with every later one of the same soname
 *   (liboauth1.so.0): functions and numbers are added, never changed or taken away.
 * - Each function says since which version it is there. "Since 0.1.0" and the like are versions of
 *   this library, OAUTH1_VERSION. A number is as old as its type, unless it says otherwise.
 * - What there is a better way for is marked with OAUTH1_DEPRECATED, so that a compiler tells, and
 *   stays for as long as the soname does.
 *
 * ## Sections
 *
 * - Errors
 * - The library as a whole
 * - Callbacks
 * - The library's log
 * - Settings
 * - Signatures by hand
 * - URLs as they are signed and sent
 * - Authorization headers
 * - Tokens
 * - Providers
 * - Cancellations: calling off requests
 * - Bodies that are read while they are sent
 * - Bodies of fields and files
 * - Requests
 * - Signed requests
 * - Sending by other means
 * - Clients
 * - Client builders: other settings than the defaults
 * - Client builders: how requests are sent
 * - The handshake, step by step
 * - The handshake with a known provider
 * - Responses
 * - Responses that are read piece by piece
 * - Sessions: signing and sending
 * - Findings: why a signature does not fit
 * - Explanations: a signature, step by step
 * - Captured requests, and what is wrong with them
 * - Refusals: why a request is not verified
 * - What verifiers ask for: secrets, and whether a nonce is new
 * - Verified requests
 * - Verifiers: checking requests that others signed
 * - Verifier builders: by what rules
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

/**
 * Marks a function that there is a better way for, which the message tells. Where the compiler has
 * no means to tell of it, it is nothing.
 */
#if defined(__GNUC__)
#define OAUTH1_DEPRECATED(message) __attribute__((deprecated(message)))
#elif defined(_MSC_VER)
#define OAUTH1_DEPRECATED(message) __declspec(deprecated(message))
#elif (defined(__cplusplus) && __cplusplus >= 201402L) || \
    (defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L)
#define OAUTH1_DEPRECATED(message) [[deprecated(message)]]
#else
#define OAUTH1_DEPRECATED(message)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ==============================================================================================
 * Errors
 * ============================================================================================== */

/**
 * What went wrong: a status, a message for people, and, where a provider answered, what it said.
 * No message holds a secret. An error never changes, and can be read by several threads at once.
 * Since 0.1.0.
 */
typedef struct oauth1_error oauth1_error;

/**
 * What a fallible function returns: OAUTH1_OK, or one of the OAUTH1_ERROR_ numbers. Numbers are
 * positive and never reused; a later version can have more. Since 0.1.0.
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
/** The builder was asked to build already, and is done, whether that succeeded or not. */
#define OAUTH1_ERROR_ALREADY_BUILT 65
/** A request that was received is refused, or could not be verified. */
#define OAUTH1_ERROR_NOT_VERIFIED 66

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
 * Whether it is certain that nothing of the request was sent, so that it was not acted upon and
 * can be sent again.
 *
 * @param error  an error, or NULL
 * @return whether it is; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_error_is_unsent(const oauth1_error *error);

/**
 * The HTTP status, where the provider answered; of a request that a verifier refuses, the status
 * to answer with (RFC 5849, section 3.2): 400, 401, or 503 where the failure is the provider's
 * own.
 *
 * @param error  an error, or NULL
 * @return the status, such as 401; 0 where there is none, and for NULL
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
 * The provider's advice (oauth_problem_advice), at most 300 characters of it.
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the advice, alive as long as the error; NULL where there is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_problem_advice(const oauth1_error *error, size_t *length);

/**
 * What the problem means and what to do about it, in a sentence.
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the sentence, alive as long as the error; NULL where there is no problem, or one that
 *         the extension does not have, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_what_to_do(const oauth1_error *error, size_t *length);

/**
 * The timestamps that the provider takes (oauth_acceptable_timestamps), in seconds since
 * 1970-01-01 00:00:00 GMT.
 *
 * @param error  an error, or NULL
 * @param from   receives the first, where there are any; or NULL
 * @param to     receives the last, where there are any; or NULL
 * @return whether the provider says so; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_error_acceptable_timestamps(const oauth1_error *error, uint64_t *from, uint64_t *to);

/**
 * The lowest version that the provider takes (oauth_acceptable_versions).
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the version, alive as long as the error; NULL where the provider does not say so, and
 *         for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_lowest_acceptable_version(const oauth1_error *error, size_t *length);

/**
 * The highest version that the provider takes (oauth_acceptable_versions).
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the version, alive as long as the error; NULL where the provider does not say so, and
 *         for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_highest_acceptable_version(const oauth1_error *error, size_t *length);

/**
 * How many parameters the provider misses (oauth_parameters_absent).
 *
 * @param error  an error, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_error_absent_parameter_count(const oauth1_error *error);

/**
 * The name of a parameter that the provider misses.
 *
 * @param error   an error, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the name, alive as long as the error; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_absent_parameter(const oauth1_error *error, size_t index, size_t *length);

/**
 * How many parameters the provider does not take (oauth_parameters_rejected).
 *
 * @param error  an error, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_error_rejected_parameter_count(const oauth1_error *error);

/**
 * The name of a parameter that the provider does not take.
 *
 * @param error   an error, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the name, alive as long as the error; NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_rejected_parameter_name(const oauth1_error *error,
                                                 size_t index,
                                                 size_t *length);

/**
 * The value of a parameter that the provider does not take: *** where it may be a secret.
 *
 * @param error   an error, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the value, alive as long as the error; empty where the provider gives only the name;
 *         NULL behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_rejected_parameter_value(const oauth1_error *error,
                                                  size_t index,
                                                  size_t *length);

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
 * Safe in any thread, once none uses it. Since 0.1.0.
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
 * Safe in any thread, once none uses it. Since 0.1.0.
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
 * Callbacks
 * ============================================================================================== */

/**
 * Where a callback can say why it fails, by oauth1_failure_set_message(). It is lent for the call,
 * and for the thread that was called. Since 0.1.0.
 */
typedef struct oauth1_failure oauth1_failure;

/**
 * Destroys the data of a callback: once, when the last client, session, verifier or builder that
 * has the callback is freed, or when the builder gets another in its place. NULL will do where
 * there is nothing to destroy.
 *
 * @param userdata  what was given with the callback, which can be NULL
 *
 * Called by the thread that frees or replaces, whichever it is. Since 0.1.0.
 */
typedef void (*oauth1_destroy_fn)(void *userdata);

/**
 * Tells the time.
 *
 * @param userdata  what was given with the callback, which can be NULL
 * @param seconds   receives the seconds since 1970-01-01 00:00:00 GMT; not NULL
 * @param failure   takes why it fails; not NULL
 * @return whether it could tell; false fails the signature with OAUTH1_ERROR_SIGNING_FAILED, and
 *         refuses a request that is to be verified with OAUTH1_REASON_UNAVAILABLE
 *
 * Called by several threads at once. Since 0.1.0.
 */
typedef bool (*oauth1_clock_fn)(void *userdata, uint64_t *seconds, oauth1_failure *failure);

/**
 * Tells whether to call off the request that is under way. It is asked twenty times a second.
 *
 * @param userdata  what was given with the callback, which can be NULL
 * @return whether to call it off, which fails it with OAUTH1_ERROR_CANCELLED
 *
 * Called by each thread that sends, several at once. Since 0.1.0.
 */
typedef bool (*oauth1_interrupt_fn)(void *userdata);

/**
 * Makes a nonce, which is to be unique for its timestamp (RFC 5849, section 3.3).
 *
 * @param userdata  what was given with the callback, which can be NULL
 * @param buffer    receives the nonce, with no NUL behind it; not NULL
 * @param capacity  how many bytes the buffer has: 256
 * @param failure   takes why it fails; not NULL
 * @return how many bytes the nonce has; 0 if it fails, which fails the signature with
 *         OAUTH1_ERROR_SIGNING_FAILED
 *
 * Called by several threads at once. Since 0.1.0.
 */
typedef size_t (*oauth1_nonce_fn)(void *userdata,
                                  char *buffer,
                                  size_t capacity,
                                  oauth1_failure *failure);

/**
 * Signs a base string.
 *
 * @param userdata                what was given with the callback, which can be NULL
 * @param base_string             the base string, NUL-terminated; lent for the call; not NULL
 * @param base_string_length      how many bytes it has
 * @param consumer_secret         the consumer's secret, NUL-terminated; lent for the call; not NULL
 * @param consumer_secret_length  how many bytes it has
 * @param token_secret            the token's secret, NUL-terminated; lent for the call; empty where
 *                                there is no token; not NULL
 * @param token_secret_length     how many bytes it has
 * @param buffer                  receives the signature, not percent-encoded, with no NUL behind
 *                                it; not NULL
 * @param capacity                how many bytes the buffer has: 8192
 * @param failure                 takes why it fails; not NULL
 * @return how many bytes the signature has; 0 if it fails, which fails the signature with
 *         OAUTH1_ERROR_SIGNING_FAILED
 *
 * Called by several threads at once. Since 0.1.0.
 */
typedef size_t (*oauth1_sign_fn)(void *userdata,
                                 const char *base_string,
                                 size_t base_string_length,
                                 const char *consumer_secret,
                                 size_t consumer_secret_length,
                                 const char *token_secret,
                                 size_t token_secret_length,
                                 char *buffer,
                                 size_t capacity,
                                 oauth1_failure *failure);

/**
 * Says why a callback fails, for the message of the error that comes of it. What the callback then
 * returns has to say that it fails.
 *
 * @param failure  what the callback was called with, or NULL, for which nothing happens
 * @param message  what went wrong, for people, without secrets; NUL-terminated, copied. Bytes that
 *                 are not UTF-8 become U+FFFD, control characters are shown as escapes; NULL for
 *                 nothing to say
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
void oauth1_failure_set_message(oauth1_failure *failure, const char *message);

/* ==============================================================================================
 * The library's log
 * ============================================================================================== */

/**
 * How much a line of the log matters, or which lines are wanted: one of the OAUTH1_LOG_ numbers.
 * Since 0.1.0.
 */
typedef int32_t oauth1_log_level;

/** No lines. */
#define OAUTH1_LOG_OFF 0
/** What fails. */
#define OAUTH1_LOG_ERROR 1
/** And what is likely to be a mistake: a clock that is off, a proxy's URL that is none. */
#define OAUTH1_LOG_WARN 2
/** And what one would want to know of afterwards: retries. */
#define OAUTH1_LOG_INFO 3
/** And a line for each request that is sent: method, URL without its query, status, time. */
#define OAUTH1_LOG_DEBUG 4
/** And everything else. */
#define OAUTH1_LOG_TRACE 5

/**
 * Takes a line of the log.
 *
 * @param userdata  what was given with the callback, which can be NULL
 * @param level     how much it matters: one of the OAUTH1_LOG_ numbers
 * @param message   the line, for people, in English; NUL-terminated; lent for the call; not NULL
 * @param length    how many bytes it has
 *
 * Called by several threads at once. Since 0.1.0.
 */
typedef void (*oauth1_log_fn)(void *userdata,
                              oauth1_log_level level,
                              const char *message,
                              size_t length);

/**
 * Sets the function that takes the library's log, for the process as a whole, in place of one that
 * was set before. No line holds a secret, a signature, a query or a body.
 *
 * A function whose place is taken is not called any more once it has returned from the calls that
 * are under way; its userdata is destroyed then.
 *
 * @param level     the lines that are wanted: one of the OAUTH1_LOG_ numbers
 * @param log       takes a line; NULL for none
 * @param userdata  what log is called with, or NULL. It is taken over if the call succeeds
 * @param destroy   destroys userdata, or NULL; not called where log is NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_ENUM for another level; OAUTH1_ERROR_INVALID_SETTING in
 *         a program with parts in Rust that have set a logger of their own
 *
 * Safe in any thread; best called before others are started, and before a fork(). Since 0.1.0.
 */
oauth1_status oauth1_set_log(oauth1_log_level level,
                             oauth1_log_fn log,
                             void *userdata,
                             oauth1_destroy_fn destroy,
                             oauth1_error **error);

/* ==============================================================================================
 * Settings
 * ============================================================================================== */

/**
 * How requests are signed (RFC 5849, section 3.4): one of the OAUTH1_SIGNATURE_METHOD_ numbers.
 * Since 0.1.0.
 */
typedef int32_t oauth1_signature_method;

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
 * Where the oauth_ parameters travel (RFC 5849, section 3.5): one of the OAUTH1_TRANSMISSION_
 * numbers. Since 0.1.0.
 */
typedef int32_t oauth1_transmission;

/**
 * In the Authorization header (section 3.5.1): every provider takes it unless it says otherwise.
 */
#define OAUTH1_TRANSMISSION_HEADER 1
/** In the query of the URL (section 3.5.3). */
#define OAUTH1_TRANSMISSION_QUERY 2
/** In the body, which is form-encoded (section 3.5.2). */
#define OAUTH1_TRANSMISSION_FORM 3

/**
 * Whether requests carry oauth_body_hash (the body hash draft, 2009): one of the OAUTH1_BODY_HASH_
 * numbers. A form body never has one: its pairs are signed themselves. Since 0.1.0.
 */
typedef int32_t oauth1_body_hash;

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

/** A hash: one of the OAUTH1_HASH_ numbers. Since 0.1.0. */
typedef int32_t oauth1_hash;

/** SHA-1. */
#define OAUTH1_HASH_SHA1 1
/** SHA-256. */
#define OAUTH1_HASH_SHA256 2
/** SHA-512. */
#define OAUTH1_HASH_SHA512 3

/**
 * Something that can be set for one request: one of the OAUTH1_REQUEST_SETTING_ numbers. Since
 * 0.1.0.
 */
typedef int32_t oauth1_request_setting;

/** oauth1_request_set_nonce(). */
#define OAUTH1_REQUEST_SETTING_NONCE 1
/** oauth1_request_set_timestamp(). */
#define OAUTH1_REQUEST_SETTING_TIMESTAMP 2
/** oauth1_request_set_realm(). */
#define OAUTH1_REQUEST_SETTING_REALM 3
/** oauth1_request_set_version(). */
#define OAUTH1_REQUEST_SETTING_VERSION 4
/** oauth1_request_set_transmission(). */
#define OAUTH1_REQUEST_SETTING_TRANSMISSION 5
/** oauth1_request_set_body_hash(). */
#define OAUTH1_REQUEST_SETTING_BODY_HASH 6
/** oauth1_request_set_empty_token(). */
#define OAUTH1_REQUEST_SETTING_EMPTY_TOKEN 7
/** oauth1_request_set_repeatable(). */
#define OAUTH1_REQUEST_SETTING_REPEATABLE 8
/** oauth1_request_set_timeout(). */
#define OAUTH1_REQUEST_SETTING_TIMEOUT 9
/** oauth1_request_set_max_response_size(). */
#define OAUTH1_REQUEST_SETTING_MAX_RESPONSE_SIZE 10
/** oauth1_request_set_cancellation(). */
#define OAUTH1_REQUEST_SETTING_CANCELLATION 11

/* ==============================================================================================
 * Signatures by hand
 * ============================================================================================== */

/**
 * Makes a nonce (RFC 5849, section 3.3), as every request has one unless it is set: 22 letters and
 * digits from a cryptographic generator, unique across threads and after fork().
 *
 * @param out    receives the nonce, to be freed with oauth1_string_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_nonce(char **out, oauth1_error **error);

/**
 * Makes the signature base string (RFC 5849, section 3.4.1) of a method, a URL and exactly these
 * parameters, those of the URL's query beside them. One that is called oauth_signature is left out.
 *
 * @param method  the method, in any case; NUL-terminated; not NULL
 * @param url     the URL; NUL-terminated; not NULL
 * @param params  the parameters of the form body and the oauth_ parameters, as they are before any
 *                encoding: an array of name, value, name, value and so on, at whose end is a NULL;
 *                or NULL for none
 * @param out     receives the base string, to be freed with oauth1_string_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_PARAMETER where the last name
 *         has no value; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_base_string(const char *method,
                                 const char *url,
                                 const char *const *params,
                                 char **out,
                                 oauth1_error **error);

/**
 * Does as oauth1_base_string(), with parameters that can hold any bytes.
 *
 * @param method       the method, in any case; NUL-terminated; not NULL
 * @param url          the URL; NUL-terminated; not NULL
 * @param form         the parameters as form data (application/x-www-form-urlencoded), as a body
 *                     has them; NULL only where form_length is 0
 * @param form_length  how many bytes it has
 * @param out          receives the base string, to be freed with oauth1_string_free(); not NULL
 * @param error        receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_PARAMETER for more than 4 GiB;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_base_string_of_form(const char *method,
                                         const char *url,
                                         const char *form,
                                         size_t form_length,
                                         char **out,
                                         oauth1_error **error);

/**
 * Signs a text, such as a base string, with a key as it is given, where a session would make the
 * key of the two secrets (RFC 5849, section 3.4.2).
 *
 * @param method      one of the OAUTH1_SIGNATURE_METHOD_ numbers
 * @param key         the key: for HMAC and PLAINTEXT the secrets, each percent-encoded, with & in
 *                    between, in UTF-8; for RSA what oauth1_client_builder_set_rsa_key() takes;
 *                    NULL only where key_length is 0
 * @param key_length  how many bytes it has
 * @param text        the text; NUL-terminated; not NULL
 * @param out         receives the signature, not percent-encoded, to be freed with
 *                    oauth1_string_free(); not NULL
 * @param error       receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_KEY for what is no RSA key;
 *         OAUTH1_ERROR_SIGNING_FAILED; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8;
 *         OAUTH1_ERROR_INVALID_ENUM
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_sign_with_key(oauth1_signature_method method,
                                   const char *key,
                                   size_t key_length,
                                   const char *text,
                                   char **out,
                                   oauth1_error **error);

/* ==============================================================================================
 * URLs as they are signed and sent
 * ============================================================================================== */

/**
 * An absolute http or https URL, normalised as requests have it: scheme and host in lower case, the
 * host in punycode where it has other letters than ASCII, no default port, a path that is at least
 * a slash, no fragment; whatever a URL may not hold is percent-encoded. Path and query stay
 * otherwise as they were given. It never changes, and can be read by several threads at once. Since
 * 0.1.0.
 */
typedef struct oauth1_url oauth1_url;

/**
 * Reads a URL.
 *
 * @param text   the URL; NUL-terminated; not NULL
 * @param out    receives the URL, to be freed with oauth1_url_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_URL for no or another scheme, no host, a host or port
 *         that is none, user information or a control character; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_url_new(const char *text, oauth1_url **out, oauth1_error **error);

/**
 * The whole URL, as it is sent.
 *
 * @param url     a URL, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the URL, alive as long as the handle; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_url_text(const oauth1_url *url, size_t *length);

/**
 * The base string URI (RFC 5849, section 3.4.1.2): scheme, authority and path.
 *
 * @param url     a URL, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the URI, alive as long as the URL; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_url_base_string_uri(const oauth1_url *url, size_t *length);

/**
 * Scheme, host and port, such as "https://example.com:8443". Two URLs are of the same origin where
 * these are equal (RFC 6454, section 4).
 *
 * @param url     a URL, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the origin, alive as long as the URL; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_url_origin(const oauth1_url *url, size_t *length);

/**
 * The path, at least "/".
 *
 * @param url     a URL, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the path, alive as long as the URL; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_url_path(const oauth1_url *url, size_t *length);

/**
 * What follows the question mark.
 *
 * @param url     a URL, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the query, alive as long as the URL; NULL where there is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_url_query(const oauth1_url *url, size_t *length);

/**
 * Whether the scheme is https.
 *
 * @param url  a URL, or NULL
 * @return whether it is; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_url_is_https(const oauth1_url *url);

/**
 * Copies a URL.
 *
 * @param url    the URL; not NULL
 * @param out    receives the copy, to be freed with oauth1_url_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_url_copy(const oauth1_url *url, oauth1_url **out, oauth1_error **error);

/**
 * Frees a URL, and what was read from it with it.
 *
 * @param url  a URL, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_url_free(oauth1_url *url);

/* ==============================================================================================
 * Authorization headers
 * ============================================================================================== */

/**
 * An Authorization header of the scheme OAuth (RFC 5849, section 3.5.1), taken apart. It never
 * changes, and can be read by several threads at once. Since 0.1.0.
 */
typedef struct oauth1_authorization_header oauth1_authorization_header;

/**
 * Reads the value of a header. The scheme may be in any case; a WWW-Authenticate header of the same
 * scheme is read as well.
 *
 * @param value  the value; NUL-terminated; not NULL
 * @param out    receives the header, to be freed with oauth1_authorization_header_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER, whose message names the place, for another scheme
 *         and for what has no such form; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_authorization_header_new(const char *value,
                                              oauth1_authorization_header **out,
                                              oauth1_error **error);

/**
 * The realm, which is never signed.
 *
 * @param header  a header, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the realm, alive as long as the header; NULL where there is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_authorization_header_realm(const oauth1_authorization_header *header,
                                              size_t *length);

/**
 * The value of the first parameter of a name, decoded.
 *
 * @param header  a header, or NULL
 * @param name    the name, such as "oauth_token"; NUL-terminated, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the value, of any bytes, alive as long as the header; NULL where there is no such
 *         parameter, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_authorization_header_get(const oauth1_authorization_header *header,
                                            const char *name,
                                            size_t *length);

/**
 * How many parameters there are, the realm apart, duplicates counted.
 *
 * @param header  a header, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_authorization_header_param_count(const oauth1_authorization_header *header);

/**
 * The name of a parameter, decoded; they are in the order in which they came.
 *
 * @param header  a header, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the name, of any bytes, alive as long as the header; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_authorization_header_param_name(const oauth1_authorization_header *header,
                                                   size_t index,
                                                   size_t *length);

/**
 * The value of a parameter, decoded; they are in the order in which they came.
 *
 * @param header  a header, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the value, of any bytes, alive as long as the header; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_authorization_header_param_value(const oauth1_authorization_header *header,
                                                    size_t index,
                                                    size_t *length);

/**
 * Copies a header.
 *
 * @param header  the header; not NULL
 * @param out     receives the copy, to be freed with oauth1_authorization_header_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_authorization_header_copy(const oauth1_authorization_header *header,
                                               oauth1_authorization_header **out,
                                               oauth1_error **error);

/**
 * Frees a header, and what was read from it with it.
 *
 * @param header  a header, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_authorization_header_free(oauth1_authorization_header *header);

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
 * Safe in any thread, once none uses it. Since 0.1.0.
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
 * The handle by which oauth1_client_renew() renews the access token (the OAuth session extension).
 *
 * @param response  an answer, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the handle, alive as long as the answer; NULL where there is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_token_response_session_handle(const oauth1_token_response *response,
                                                 size_t *length);

/**
 * For how many seconds the access token holds (the OAuth session extension).
 *
 * @param response  an answer, or NULL
 * @param seconds   receives the seconds, where the provider says them; or NULL
 * @return whether the provider says so; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_token_response_expires_in(const oauth1_token_response *response, uint64_t *seconds);

/**
 * For how many seconds the access token can be renewed (the OAuth session extension).
 *
 * @param response  an answer, or NULL
 * @param seconds   receives the seconds, where the provider says them; or NULL
 * @return whether the provider says so; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_token_response_authorization_expires_in(const oauth1_token_response *response,
                                                    uint64_t *seconds);

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
 * Copies an answer, with its token.
 *
 * @param response  the answer; not NULL
 * @param out       receives the copy, to be freed with oauth1_token_response_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_token_response_copy(const oauth1_token_response *response,
                                         oauth1_token_response **out,
                                         oauth1_error **error);

/**
 * Frees an answer, and what was read from it with it, the token too.
 *
 * @param response  an answer, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_token_response_free(oauth1_token_response *response);

/* ==============================================================================================
 * Providers
 * ============================================================================================== */

/**
 * An OAuth 1.0a provider: its endpoints (RFC 5849, section 2), how it is signed for, and what it
 * insists on. It sends nothing; a client is made for it by oauth1_client_builder_new_for(). While
 * it is changed, it is for one thread; while it is not, any number can use it at once. Since
 * 0.1.0.
 */
typedef struct oauth1_provider oauth1_provider;

/** Which parameters of a provider: one of the OAUTH1_PROVIDER_PARAMS_ numbers. Since 0.1.0. */
typedef int32_t oauth1_provider_params;

/** Those that go with the question for a request token. */
#define OAUTH1_PROVIDER_PARAMS_REQUEST_TOKEN 1
/** Those of the authorization URL, beside the token. */
#define OAUTH1_PROVIDER_PARAMS_AUTHORIZATION 2
/** Those that go with the question for an access token. */
#define OAUTH1_PROVIDER_PARAMS_ACCESS_TOKEN 3
/** The oauth_ parameters that every request carries, beyond those that the signer writes. */
#define OAUTH1_PROVIDER_PARAMS_OAUTH 4

/**
 * Something that can be set of a provider: one of the OAUTH1_PROVIDER_SETTING_ numbers. Since
 * 0.1.0.
 */
typedef int32_t oauth1_provider_setting;

/** oauth1_provider_set_title(). */
#define OAUTH1_PROVIDER_SETTING_TITLE 1
/** oauth1_provider_set_source(). */
#define OAUTH1_PROVIDER_SETTING_SOURCE 2
/** oauth1_provider_set_request_token_url(). */
#define OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_URL 3
/** oauth1_provider_set_authorization_url(). */
#define OAUTH1_PROVIDER_SETTING_AUTHORIZATION_URL 4
/** oauth1_provider_set_access_token_url(). */
#define OAUTH1_PROVIDER_SETTING_ACCESS_TOKEN_URL 5
/** oauth1_provider_set_renewal_url(). */
#define OAUTH1_PROVIDER_SETTING_RENEWAL_URL 6
/** oauth1_provider_set_handshake_method(). */
#define OAUTH1_PROVIDER_SETTING_HANDSHAKE_METHOD 7
/** oauth1_provider_set_signature_method(). */
#define OAUTH1_PROVIDER_SETTING_SIGNATURE_METHOD 8
/** oauth1_provider_add_other_signature_method(). */
#define OAUTH1_PROVIDER_SETTING_OTHER_SIGNATURE_METHODS 9
/** oauth1_provider_set_transmission(). */
#define OAUTH1_PROVIDER_SETTING_TRANSMISSION 10
/** oauth1_provider_set_handshake_transmission(). */
#define OAUTH1_PROVIDER_SETTING_HANDSHAKE_TRANSMISSION 11
/** oauth1_provider_set_realm(). */
#define OAUTH1_PROVIDER_SETTING_REALM 12
/** oauth1_provider_set_body_hash(). */
#define OAUTH1_PROVIDER_SETTING_BODY_HASH 13
/** oauth1_provider_set_version(). */
#define OAUTH1_PROVIDER_SETTING_VERSION 14
/** oauth1_provider_set_empty_token(). */
#define OAUTH1_PROVIDER_SETTING_EMPTY_TOKEN 15
/** oauth1_provider_set_user_agent_required(). */
#define OAUTH1_PROVIDER_SETTING_USER_AGENT_REQUIRED 16
/** oauth1_provider_set_callback_confirmation(). */
#define OAUTH1_PROVIDER_SETTING_CALLBACK_CONFIRMATION 17
/** oauth1_provider_set_callback(). */
#define OAUTH1_PROVIDER_SETTING_CALLBACK 18
/** oauth1_provider_set_authorization_token_param(). */
#define OAUTH1_PROVIDER_SETTING_AUTHORIZATION_TOKEN_PARAM 19
/** oauth1_provider_set_authorization_key_param(). */
#define OAUTH1_PROVIDER_SETTING_AUTHORIZATION_KEY_PARAM 20
/** oauth1_provider_add_authorization_param_name(). */
#define OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAM_NAMES 21
/** oauth1_provider_add_required_authorization_param(). */
#define OAUTH1_PROVIDER_SETTING_REQUIRED_AUTHORIZATION_PARAMS 22
/** oauth1_provider_set_param(), of OAUTH1_PROVIDER_PARAMS_REQUEST_TOKEN. */
#define OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_PARAMS 23
/** oauth1_provider_set_param(), of OAUTH1_PROVIDER_PARAMS_AUTHORIZATION. */
#define OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAMS 24
/** oauth1_provider_set_param(), of OAUTH1_PROVIDER_PARAMS_ACCESS_TOKEN. */
#define OAUTH1_PROVIDER_SETTING_ACCESS_TOKEN_PARAMS 25
/** oauth1_provider_set_param(), of OAUTH1_PROVIDER_PARAMS_OAUTH. */
#define OAUTH1_PROVIDER_SETTING_OAUTH_PARAMS 26

/**
 * How many providers are known by name.
 *
 * @return their number
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_provider_preset_count(void);

/**
 * The name of a provider that is known.
 *
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return static text, such as "x"; NULL behind the last index
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_provider_preset_name(size_t index, size_t *length);

/**
 * Makes a provider that is known.
 *
 * @param name   one of the names of oauth1_provider_preset_name(), or another by which the
 *               provider goes, such as "twitter" for "x", in any case; NUL-terminated; not NULL
 * @param out    receives the provider, to be freed with oauth1_provider_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for a name that is not known;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_provider_named(const char *name, oauth1_provider **out, oauth1_error **error);

/**
 * Makes a provider of the program's own. It has no endpoints yet, takes any signature method, and
 * does as RFC 5849 says.
 *
 * @param name   what one calls it; NUL-terminated, copied; not NULL
 * @param out    receives the provider, to be freed with oauth1_provider_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_provider_new(const char *name, oauth1_provider **out, oauth1_error **error);

/**
 * Copies a provider, so as to change one and keep the other.
 *
 * @param provider  the provider; not NULL
 * @param out       receives the copy, to be freed with oauth1_provider_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_copy(const oauth1_provider *provider,
                                   oauth1_provider **out,
                                   oauth1_error **error);

/**
 * Whether the provider can work as it is described. What is wrong is in the error, and what is
 * expected instead.
 *
 * @param provider  the provider; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for an endpoint that is incomplete, no URL or
 *         without its counterpart, a handshake method other than POST and GET, a wrong realm or
 *         parameter, a required parameter that is missing, and PLAINTEXT over plain http;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_check(const oauth1_provider *provider, oauth1_error **error);

/**
 * Whether the provider can be signed for by a signature method.
 *
 * @param provider  the provider; not NULL
 * @param name      the method as it is sent, such as "HMAC-SHA1"; NUL-terminated; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for one that it does not take, with those that
 *         it takes in the message, and for PLAINTEXT over plain http; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_check_signature_method(const oauth1_provider *provider,
                                                     const char *name,
                                                     oauth1_error **error);

/**
 * Completes the endpoints of a provider of which each customer has a site of its own: a shop, a
 * wiki, a school.
 *
 * @param provider  the provider; not NULL
 * @param url       where it is, such as "https://shop.example"; NUL-terminated; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for what is no base URL, and where no endpoint
 *         depends on a site; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_site(oauth1_provider *provider,
                                       const char *url,
                                       oauth1_error **error);

/**
 * Completes the endpoints and the realm of a provider of which each customer has an account: the
 * realm gets it in upper case with an underscore, and a host in lower case with a hyphen.
 *
 * @param provider  the provider; not NULL
 * @param id        the account, such as "1234567_SB1", in either way; NUL-terminated; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for what is no account, and where nothing
 *         depends on one, or has been given one already; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_account(oauth1_provider *provider,
                                          const char *id,
                                          oauth1_error **error);

/**
 * Moves all endpoints to another scheme, host and port, paths and queries kept: what a program is
 * tested with against a provider on its own machine.
 *
 * @param provider  the provider; not NULL
 * @param url       the origin, such as "http://127.0.0.1:8000"; NUL-terminated; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for what is no origin;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_origin(oauth1_provider *provider,
                                         const char *url,
                                         oauth1_error **error);

/**
 * What one calls the provider, such as "x".
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_name(const oauth1_provider *provider, size_t *length);

/**
 * What people call the provider, such as "X (Twitter)".
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_title(const oauth1_provider *provider, size_t *length);

/**
 * Sets what people call the provider. Default: its name.
 *
 * @param provider  the provider; not NULL
 * @param title     the title; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_title(oauth1_provider *provider,
                                        const char *title,
                                        oauth1_error **error);

/**
 * Where the provider documents what is said of it here.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_source(const oauth1_provider *provider, size_t *length);

/**
 * Sets where the provider documents this.
 *
 * @param provider  the provider; not NULL
 * @param url       the page; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_source(oauth1_provider *provider,
                                         const char *url,
                                         oauth1_error **error);

/**
 * Where request tokens are asked for; one-legged providers have none.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_request_token_url(const oauth1_provider *provider, size_t *length);

/**
 * Sets where request tokens are asked for. Default: nowhere.
 *
 * @param provider  the provider; not NULL
 * @param url       the URL. It may begin with {site}, or have {account} in it, until one is set;
 *                  NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_request_token_url(oauth1_provider *provider,
                                                    const char *url,
                                                    oauth1_error **error);

/**
 * Where the user is sent to allow access.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_authorization_url(const oauth1_provider *provider, size_t *length);

/**
 * Sets where the user is sent to allow access. Default: nowhere.
 *
 * @param provider  the provider; not NULL
 * @param url       the URL, as for oauth1_provider_set_request_token_url(); NUL-terminated,
 *                  copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_authorization_url(oauth1_provider *provider,
                                                    const char *url,
                                                    oauth1_error **error);

/**
 * Where a request token is exchanged for an access token.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_access_token_url(const oauth1_provider *provider, size_t *length);

/**
 * Sets where a request token is exchanged for an access token. Default: nowhere.
 *
 * @param provider  the provider; not NULL
 * @param url       the URL, as for oauth1_provider_set_request_token_url(); NUL-terminated,
 *                  copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_access_token_url(oauth1_provider *provider,
                                                   const char *url,
                                                   oauth1_error **error);

/**
 * Where an access token is renewed, where that is a place of its own.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_renewal_url(const oauth1_provider *provider, size_t *length);

/**
 * Sets where an access token is renewed. Default: where it was given out.
 *
 * @param provider  the provider; not NULL
 * @param url       the URL, as for oauth1_provider_set_request_token_url(); NUL-terminated,
 *                  copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_renewal_url(oauth1_provider *provider,
                                              const char *url,
                                              oauth1_error **error);

/**
 * The method by which tokens are asked for.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_handshake_method(const oauth1_provider *provider, size_t *length);

/**
 * Sets the method by which tokens are asked for. Default: POST.
 *
 * @param provider  the provider; not NULL
 * @param method    "POST" or "GET"; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_handshake_method(oauth1_provider *provider,
                                                   const char *method,
                                                   oauth1_error **error);

/**
 * The signature method that the provider is signed for by, unless the program has another of those
 * it takes. None is any.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_signature_method(const oauth1_provider *provider, size_t *length);

/**
 * Sets the signature method that the provider is signed for by. Default: any.
 *
 * @param provider  the provider; not NULL
 * @param name      the method as it is sent, such as "HMAC-SHA256"; NUL-terminated, copied; not
 *                  NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_signature_method(oauth1_provider *provider,
                                                   const char *name,
                                                   oauth1_error **error);

/**
 * How many signature methods the provider takes beside the first.
 *
 * @param provider  a provider, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
size_t oauth1_provider_other_signature_method_count(const oauth1_provider *provider);

/**
 * One of the signature methods that the provider takes beside the first.
 *
 * @param provider  a provider, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_other_signature_method(const oauth1_provider *provider,
                                                   size_t index,
                                                   size_t *length);

/**
 * Adds a signature method that the provider takes as well.
 *
 * @param provider  the provider; not NULL
 * @param name      the method as it is sent; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_add_other_signature_method(oauth1_provider *provider,
                                                         const char *name,
                                                         oauth1_error **error);

/**
 * Where the oauth_ parameters travel.
 *
 * @param provider  a provider, or NULL
 * @return one of the OAUTH1_TRANSMISSION_ numbers; 0 for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
oauth1_transmission oauth1_provider_transmission(const oauth1_provider *provider);

/**
 * Sets where the oauth_ parameters travel. Default: in the header.
 *
 * @param provider      the provider; not NULL
 * @param transmission  one of the OAUTH1_TRANSMISSION_ numbers
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_transmission(oauth1_provider *provider,
                                               oauth1_transmission transmission,
                                               oauth1_error **error);

/**
 * Where the oauth_ parameters travel while tokens are asked for.
 *
 * @param provider  a provider, or NULL
 * @return one of the OAUTH1_TRANSMISSION_ numbers; 0 for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
oauth1_transmission oauth1_provider_handshake_transmission(const oauth1_provider *provider);

/**
 * Sets where the oauth_ parameters travel while tokens are asked for. Default: where they always
 * do.
 *
 * @param provider      the provider; not NULL
 * @param transmission  one of the OAUTH1_TRANSMISSION_ numbers
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_handshake_transmission(oauth1_provider *provider,
                                                         oauth1_transmission transmission,
                                                         oauth1_error **error);

/**
 * The realm of every Authorization header.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_realm(const oauth1_provider *provider, size_t *length);

/**
 * Sets the realm of every Authorization header. Default: none.
 *
 * @param provider  the provider; not NULL
 * @param realm     the realm, not quoted; NULL for none; NUL-terminated, copied
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_realm(oauth1_provider *provider,
                                        const char *realm,
                                        oauth1_error **error);

/**
 * Whether requests carry oauth_body_hash.
 *
 * @param provider  a provider, or NULL
 * @return one of the OAUTH1_BODY_HASH_ numbers; 0 for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
oauth1_body_hash oauth1_provider_body_hash(const oauth1_provider *provider);

/**
 * Sets whether requests carry oauth_body_hash. Default: never.
 *
 * @param provider   the provider; not NULL
 * @param body_hash  one of the OAUTH1_BODY_HASH_ numbers
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_body_hash(oauth1_provider *provider,
                                            oauth1_body_hash body_hash,
                                            oauth1_error **error);

/**
 * Whether oauth_version=1.0 is sent.
 *
 * @param provider  a provider, or NULL
 * @return whether it is so; false for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
bool oauth1_provider_version(const oauth1_provider *provider);

/**
 * Sets whether oauth_version=1.0 is sent. Default: it is.
 *
 * @param provider  the provider; not NULL
 * @param send      whether to send it
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_version(oauth1_provider *provider,
                                          bool send,
                                          oauth1_error **error);

/**
 * Whether a request without a token carries an empty oauth_token.
 *
 * @param provider  a provider, or NULL
 * @return whether it is so; false for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
bool oauth1_provider_empty_token(const oauth1_provider *provider);

/**
 * Sets whether a request without a token carries an empty oauth_token. Default: it carries none.
 *
 * @param provider  the provider; not NULL
 * @param send      whether to send it
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_empty_token(oauth1_provider *provider,
                                              bool send,
                                              oauth1_error **error);

/**
 * Whether the provider wants a User-Agent of the application's own.
 *
 * @param provider  a provider, or NULL
 * @return whether it is so; false for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
bool oauth1_provider_user_agent_required(const oauth1_provider *provider);

/**
 * Sets whether the provider wants a User-Agent of the application's own. Default: it does not.
 *
 * @param provider  the provider; not NULL
 * @param required  whether it does
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_user_agent_required(oauth1_provider *provider,
                                                      bool required,
                                                      oauth1_error **error);

/**
 * Whether a request token is taken only where the provider confirms the callback (RFC 5849,
 * section 2.1).
 *
 * @param provider  a provider, or NULL
 * @return whether it is so; false for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
bool oauth1_provider_callback_confirmation(const oauth1_provider *provider);

/**
 * Sets whether a request token is taken only where the provider confirms the callback. Default: it
 * is.
 *
 * @param provider  the provider; not NULL
 * @param require   whether to insist
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_callback_confirmation(oauth1_provider *provider,
                                                        bool require,
                                                        oauth1_error **error);

/**
 * The callback that the provider takes, where it takes but one.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_callback(const oauth1_provider *provider, size_t *length);

/**
 * Sets the callback that is sent whatever the program asks for. Default: the program's own.
 *
 * @param provider  the provider; not NULL
 * @param callback  the callback; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_callback(oauth1_provider *provider,
                                           const char *callback,
                                           oauth1_error **error);

/**
 * The name of the parameter by which the authorization page is told the request token.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_authorization_token_param(const oauth1_provider *provider,
                                                      size_t *length);

/**
 * Sets the name of the parameter by which the authorization page is told the request token.
 * Default: oauth_token.
 *
 * @param provider  the provider; not NULL
 * @param name      the name; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_authorization_token_param(oauth1_provider *provider,
                                                            const char *name,
                                                            oauth1_error **error);

/**
 * The name of the parameter by which the authorization page is told the consumer key, where it
 * wants to know.
 *
 * @param provider  a provider, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL where there is none, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_authorization_key_param(const oauth1_provider *provider,
                                                    size_t *length);

/**
 * Sets the name of the parameter by which the authorization page is told the consumer key.
 * Default: it is not told.
 *
 * @param provider  the provider; not NULL
 * @param name      the name; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_authorization_key_param(oauth1_provider *provider,
                                                          const char *name,
                                                          oauth1_error **error);

/**
 * How many names the provider documents for parameters of the authorization URL.
 *
 * @param provider  a provider, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
size_t oauth1_provider_authorization_param_name_count(const oauth1_provider *provider);

/**
 * One of the names that the provider documents for parameters of the authorization URL. It may
 * take others.
 *
 * @param provider  a provider, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_authorization_param_name(const oauth1_provider *provider,
                                                     size_t index,
                                                     size_t *length);

/**
 * Adds a name that the provider documents for a parameter of the authorization URL.
 *
 * @param provider  the provider; not NULL
 * @param name      the name; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_add_authorization_param_name(oauth1_provider *provider,
                                                           const char *name,
                                                           oauth1_error **error);

/**
 * How many parameters there are without which the provider takes no authorization URL.
 *
 * @param provider  a provider, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
size_t oauth1_provider_required_authorization_param_count(const oauth1_provider *provider);

/**
 * The name of one of the parameters without which the provider takes no authorization URL.
 *
 * @param provider  a provider, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return it, alive until the provider is changed or freed; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_required_authorization_param(const oauth1_provider *provider,
                                                         size_t index,
                                                         size_t *length);

/**
 * Adds a parameter without which the provider takes no authorization URL.
 *
 * @param provider  the provider; not NULL
 * @param name      its name; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_add_required_authorization_param(oauth1_provider *provider,
                                                               const char *name,
                                                               oauth1_error **error);

/**
 * Sets a parameter, in the place of one of the same name. Default: none but those of the presets.
 *
 * @param provider  the provider; not NULL
 * @param list      one of the OAUTH1_PROVIDER_PARAMS_ numbers
 * @param name      its name; NUL-terminated, copied; not NULL
 * @param value     its value; NUL-terminated, copied; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
 *         OAUTH1_ERROR_INVALID_ENUM
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_set_param(oauth1_provider *provider,
                                        oauth1_provider_params list,
                                        const char *name,
                                        const char *value,
                                        oauth1_error **error);

/**
 * How many parameters there are.
 *
 * @param provider  a provider, or NULL
 * @param list      one of the OAUTH1_PROVIDER_PARAMS_ numbers
 * @return their number; 0 for another number, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
size_t oauth1_provider_param_count(const oauth1_provider *provider, oauth1_provider_params list);

/**
 * The name of a parameter.
 *
 * @param provider  a provider, or NULL
 * @param list      one of the OAUTH1_PROVIDER_PARAMS_ numbers
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the name, alive until the provider is changed or freed; NULL behind the last index, for
 *         another number, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_param_name(const oauth1_provider *provider,
                                       oauth1_provider_params list,
                                       size_t index,
                                       size_t *length);

/**
 * The value of a parameter.
 *
 * @param provider  a provider, or NULL
 * @param list      one of the OAUTH1_PROVIDER_PARAMS_ numbers
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the value, alive until the provider is changed or freed; NULL behind the last index, for
 *         another number, and for NULL
 *
 * Safe in any thread while none changes the provider. Since 0.1.0.
 */
const char *oauth1_provider_param_value(const oauth1_provider *provider,
                                        oauth1_provider_params list,
                                        size_t index,
                                        size_t *length);

/**
 * Undoes what was set, or what a preset has: the provider has what one of oauth1_provider_new()
 * has, which is nothing, an empty list, or the default.
 *
 * @param provider  the provider; not NULL
 * @param setting   what is to be undone: one of the OAUTH1_PROVIDER_SETTING_ numbers
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
 *
 * One thread at a time for one provider. Since 0.1.0.
 */
oauth1_status oauth1_provider_unset(oauth1_provider *provider,
                                    oauth1_provider_setting setting,
                                    oauth1_error **error);

/**
 * Frees a provider, and what was read from it with it. Clients made for it have a copy.
 *
 * @param provider  a provider, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_provider_free(oauth1_provider *provider);

/* ==============================================================================================
 * Cancellations: calling off requests
 * ============================================================================================== */

/**
 * Calls off requests that are under way. Any number of requests can have one, and keep what they
 * need of it. Since 0.1.0.
 */
typedef struct oauth1_cancellation oauth1_cancellation;

/**
 * Makes a cancellation that has not happened. oauth1_request_set_cancellation() gives it to a
 * request, oauth1_client_with_cancellation() to all that a copy of a client sends.
 *
 * @param out    receives the cancellation, to be freed with oauth1_cancellation_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_cancellation_new(oauth1_cancellation **out, oauth1_error **error);

/**
 * Ends every request that has this cancellation, within a tenth of a second, with
 * OAUTH1_ERROR_CANCELLED, and every one that is yet to be sent. It cannot be taken back.
 *
 * @param cancellation  a cancellation, or NULL, for which nothing happens
 *
 * Safe in any thread, and in a signal handler: it sets a flag. Since 0.1.0.
 */
void oauth1_cancellation_cancel(const oauth1_cancellation *cancellation);

/**
 * Whether it has happened.
 *
 * @param cancellation  a cancellation, or NULL
 * @return whether it has; false for NULL
 *
 * Safe in any thread, and in a signal handler. Since 0.1.0.
 */
bool oauth1_cancellation_is_cancelled(const oauth1_cancellation *cancellation);

/**
 * Copies a cancellation: each of the two calls off the requests of both, and can be freed without
 * the other.
 *
 * @param cancellation  the cancellation; not NULL
 * @param out           receives the copy, to be freed with oauth1_cancellation_free(); not NULL
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_cancellation_copy(const oauth1_cancellation *cancellation,
                                       oauth1_cancellation **out,
                                       oauth1_error **error);

/**
 * Frees a cancellation. Requests that have it go on as before: it can no longer happen, unless it
 * has.
 *
 * @param cancellation  a cancellation, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_cancellation_free(oauth1_cancellation *cancellation);

/* ==============================================================================================
 * Bodies that are read while they are sent
 * ============================================================================================== */

/** The length of a body whose length is not known. */
#define OAUTH1_LENGTH_UNKNOWN UINT64_MAX

/**
 * Reads the next bytes of a body.
 *
 * @param userdata  what was given with the callback, which can be NULL
 * @param buffer    receives the bytes; not NULL
 * @param capacity  how many bytes the buffer has
 * @param failure   takes why it fails; not NULL
 * @return how many bytes were read; 0 at the end; a negative number if it fails, which fails the
 *         sending with OAUTH1_ERROR_INVALID_BODY
 *
 * Called by the thread that sends, and never by two at once. Since 0.1.0.
 */
typedef int64_t (*oauth1_read_fn)(void *userdata,
                                  char *buffer,
                                  size_t capacity,
                                  oauth1_failure *failure);

/**
 * Goes back to the beginning of a body, before every reading but the first: where a request is sent
 * again, by a redirect, a clock that was off or a retry, or has a body hash.
 *
 * @param userdata  what was given with the callback, which can be NULL
 * @param failure   takes why it fails; not NULL
 * @return whether it could; false fails the sending with OAUTH1_ERROR_INVALID_BODY
 *
 * Called by the thread that sends, and never by two at once. Since 0.1.0.
 */
typedef bool (*oauth1_rewind_fn)(void *userdata, oauth1_failure *failure);

/* ==============================================================================================
 * Bodies of fields and files
 * ============================================================================================== */

/**
 * Fields and files, as a body of the type multipart/form-data (RFC 7578). Files are read when the
 * request is sent, and of none is more than a piece in memory. None of it is signed (RFC 5849,
 * section 3.4.1.3.1), unless the body hash is. It is for one thread at a time. Since 0.1.0.
 */
typedef struct oauth1_multipart oauth1_multipart;

/**
 * Begins with no fields.
 *
 * @param out    receives the multipart, to be freed with oauth1_multipart_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_multipart_new(oauth1_multipart **out, oauth1_error **error);

/**
 * Adds a field.
 *
 * @param multipart  the fields and files; not NULL
 * @param name       the field's name, not empty; NUL-terminated, copied; not NULL
 * @param value      text, NUL-terminated, copied; not NULL
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one multipart. Since 0.1.0.
 */
oauth1_status oauth1_multipart_add_text(oauth1_multipart *multipart,
                                        const char *name,
                                        const char *value,
                                        oauth1_error **error);

/**
 * Does as oauth1_multipart_add_text(), for a value that is not text or holds a NUL.
 *
 * @param multipart     the fields and files; not NULL
 * @param name          the field's name, not empty; NUL-terminated, copied; not NULL
 * @param value         bytes of any kind, copied; NULL only where value_length is 0
 * @param value_length  how many
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8 for the name
 *
 * One thread at a time for one multipart. Since 0.1.0.
 */
oauth1_status oauth1_multipart_add_text_n(oauth1_multipart *multipart,
                                          const char *name,
                                          const char *value,
                                          size_t value_length,
                                          oauth1_error **error);

/**
 * Adds a file under its own name, of the type application/octet-stream.
 *
 * @param multipart  the fields and files; not NULL
 * @param name       the field's name, not empty; NUL-terminated, copied; not NULL
 * @param path       the file's path, NUL-terminated, copied; not NULL. It is opened each time that
 *                   the request is sent; its length is taken now
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_INVALID_BODY
 *         for a file that cannot be read, or is none; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one multipart. Since 0.1.0.
 */
oauth1_status oauth1_multipart_add_file(oauth1_multipart *multipart,
                                        const char *name,
                                        const char *path,
                                        oauth1_error **error);

/**
 * Adds a file under another name, of another type.
 *
 * @param multipart     the fields and files; not NULL
 * @param name          the field's name, not empty; NUL-terminated, copied; not NULL
 * @param path          the file's path, NUL-terminated, copied; not NULL. It is opened each time
 *                      that the request is sent; its length is taken now
 * @param file_name     the file's name, which the provider is told; NUL-terminated, copied; not
 *                      NULL
 * @param content_type  the file's type, such as "image/png"; NUL-terminated, copied; not NULL
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_INVALID_HEADER
 *         for a content type with control characters; OAUTH1_ERROR_INVALID_BODY for a file that
 *         cannot be read, or is none; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one multipart. Since 0.1.0.
 */
oauth1_status oauth1_multipart_add_file_as(oauth1_multipart *multipart,
                                           const char *name,
                                           const char *path,
                                           const char *file_name,
                                           const char *content_type,
                                           oauth1_error **error);

/**
 * Adds a file whose content is in memory.
 *
 * @param multipart     the fields and files; not NULL
 * @param name          the field's name, not empty; NUL-terminated, copied; not NULL
 * @param file_name     the file's name, which the provider is told; NUL-terminated, copied; not
 *                      NULL
 * @param content_type  the file's type, such as "image/png"; NUL-terminated, copied; not NULL
 * @param content       bytes of any kind, copied; NULL only where length is 0
 * @param length        how many
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_INVALID_HEADER
 *         for a content type with control characters; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one multipart. Since 0.1.0.
 */
oauth1_status oauth1_multipart_add_part(oauth1_multipart *multipart,
                                        const char *name,
                                        const char *file_name,
                                        const char *content_type,
                                        const char *content,
                                        size_t length,
                                        oauth1_error **error);

/**
 * Adds a file whose content a function reads when the request is sent.
 *
 * @param multipart       the fields and files; not NULL
 * @param name            the field's name, not empty; NUL-terminated, copied; not NULL
 * @param file_name       the file's name, which the provider is told; NUL-terminated, copied; not
 *                        NULL
 * @param content_type    the file's type, such as "image/png"; NUL-terminated, copied; not NULL
 * @param content_length  how many bytes there are, no more and no fewer; or OAUTH1_LENGTH_UNKNOWN,
 *                        to send them chunked
 * @param read            reads the next bytes; not NULL
 * @param rewind          goes back to the beginning, so that the request can be sent more than
 *                        once; or NULL, where that cannot be
 * @param userdata        what both are called with, or NULL. It is taken over if the call
 *                        succeeds, and destroyed with the last multipart or request that has it
 * @param destroy         destroys userdata, or NULL
 * @param error           receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for an empty name; OAUTH1_ERROR_INVALID_HEADER
 *         for a content type with control characters; OAUTH1_ERROR_NULL_ARGUMENT;
 *         OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one multipart. Since 0.1.0.
 */
oauth1_status oauth1_multipart_add_callback(oauth1_multipart *multipart,
                                            const char *name,
                                            const char *file_name,
                                            const char *content_type,
                                            uint64_t content_length,
                                            oauth1_read_fn read,
                                            oauth1_rewind_fn rewind,
                                            void *userdata,
                                            oauth1_destroy_fn destroy,
                                            oauth1_error **error);

/**
 * Frees a multipart. Requests that were given it have a copy.
 *
 * @param multipart  a multipart, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_multipart_free(oauth1_multipart *multipart);

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
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that is none;
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
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that is none;
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
 * Sets the body to the content of a file, which is read piece by piece when the request is sent,
 * and its content type. Its bytes are not signed, unless the body hash is: then it is read once
 * more, before.
 *
 * @param request       the request; not NULL
 * @param content_type  such as "video/mp4"; NUL-terminated, copied; not NULL
 * @param path          the file's path, NUL-terminated, copied; not NULL. It is opened each time
 *                      that the request is sent; its length is taken now
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that is none;
 *         OAUTH1_ERROR_INVALID_BODY for form data, whose pairs are signed: that is for
 *         oauth1_request_set_body(), and for a file that cannot be read, or is none;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_body_file(oauth1_request *request,
                                           const char *content_type,
                                           const char *path,
                                           oauth1_error **error);

/**
 * Sets the body to what a function reads when the request is sent, and its content type. Its bytes
 * are not signed, unless the body hash is: then they are read once more, before. Two requests that
 * have one such body, one a copy of the other, cannot be sent at once.
 *
 * @param request       the request; not NULL
 * @param content_type  such as "video/mp4"; NUL-terminated, copied; not NULL
 * @param length        how many bytes there are, no more and no fewer; or OAUTH1_LENGTH_UNKNOWN,
 *                      to send them chunked
 * @param read          reads the next bytes; not NULL
 * @param rewind        goes back to the beginning, so that the request can be sent more than once;
 *                      or NULL, where that cannot be
 * @param userdata      what both are called with, or NULL. It is taken over if the call succeeds,
 *                      and destroyed when the last request that has it gets another body or is
 *                      freed
 * @param destroy       destroys userdata, or NULL
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_HEADER for a content type that is none;
 *         OAUTH1_ERROR_INVALID_BODY for form data, whose pairs are signed: that is for
 *         oauth1_request_set_body(); OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_body_callback(oauth1_request *request,
                                               const char *content_type,
                                               uint64_t length,
                                               oauth1_read_fn read,
                                               oauth1_rewind_fn rewind,
                                               void *userdata,
                                               oauth1_destroy_fn destroy,
                                               oauth1_error **error);

/**
 * Sets the body to fields and files (RFC 7578), and its content type.
 *
 * @param request    the request; not NULL
 * @param multipart  the fields and files, copied, and the files read when the request is sent; not
 *                   NULL
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_multipart(oauth1_request *request,
                                           const oauth1_multipart *multipart,
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
 *         characters, and for Host, Content-Length and Transfer-Encoding, which follow from the
 *         URL and the body; OAUTH1_ERROR_INVALID_PARAMETER or OAUTH1_ERROR_INVALID_BODY for a
 *         content type that makes form data of a body which is none that can be signed;
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
 * Says whether the request can be sent twice without harm, whatever its method, so that
 * oauth1_client_builder_set_retries() holds for it as for GET. Default: only the methods that are
 * idempotent are.
 *
 * @param request     the request; not NULL
 * @param repeatable  whether it can
 * @param error       receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_repeatable(oauth1_request *request,
                                            bool repeatable,
                                            oauth1_error **error);

/**
 * Sets the time limit of this request as a whole, redirects and the response's body included, in
 * place of the client's.
 *
 * @param request       the request; not NULL
 * @param milliseconds  the limit; 0 for that of the client
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_timeout(oauth1_request *request,
                                         uint64_t milliseconds,
                                         oauth1_error **error);

/**
 * Sets the size of the largest response body that is taken for this request, after decompression,
 * in place of the client's. It holds for oauth1_session_stream() too, which otherwise takes any
 * size.
 *
 * @param request  the request; not NULL
 * @param size     the size in bytes
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_max_response_size(oauth1_request *request,
                                                   uint64_t size,
                                                   oauth1_error **error);

/**
 * Undoes what was set for this request, so that it has what the client's settings say.
 *
 * @param request  the request; not NULL
 * @param setting  what is to be undone: one of the OAUTH1_REQUEST_SETTING_ numbers
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_ENUM
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_unset(oauth1_request *request,
                                   oauth1_request_setting setting,
                                   oauth1_error **error);

/**
 * Lets this request be called off while it is sent.
 *
 * @param request       the request; not NULL
 * @param cancellation  what calls it off; not NULL. The request keeps what it needs of it
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one request. Since 0.1.0.
 */
oauth1_status oauth1_request_set_cancellation(oauth1_request *request,
                                              const oauth1_cancellation *cancellation,
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
 *         there is none, and where it is read when it is sent; NULL for NULL
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
 * Safe in any thread, once none uses it. Since 0.1.0.
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
 * @param request  a signed request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the method, alive as long as the signed request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_method(const oauth1_signed *request, size_t *length);

/**
 * The URL; it carries the signature where the oauth_ parameters travel in the query.
 *
 * @param request  a signed request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the URL, alive as long as the signed request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_url(const oauth1_signed *request, size_t *length);

/**
 * How many headers there are, Authorization and Content-Type among them where the request has
 * them.
 *
 * @param request  a signed request, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_signed_header_count(const oauth1_signed *request);

/**
 * The name of a header.
 *
 * @param request  a signed request, or NULL
 * @param index    which, counted from 0
 * @param length   receives the length in bytes, or NULL
 * @return the name, alive as long as the signed request; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_header_name(const oauth1_signed *request, size_t index, size_t *length);

/**
 * The value of a header.
 *
 * @param request  a signed request, or NULL
 * @param index    which, counted from 0
 * @param length   receives the length in bytes, or NULL
 * @return the value, alive as long as the signed request; NULL behind the last index, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_header_value(const oauth1_signed *request, size_t index, size_t *length);

/**
 * The body; it carries the signature where the oauth_ parameters travel in the form body.
 *
 * @param request  a signed request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the body, and a NUL behind it, alive as long as the signed request; empty where it is
 *         read when it is sent; NULL where there is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_body(const oauth1_signed *request, size_t *length);

/**
 * The value of the Authorization header (RFC 5849, section 3.5.1).
 *
 * @param request  a signed request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the value, alive as long as the signed request; NULL where the oauth_ parameters travel
 *         elsewhere, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_authorization(const oauth1_signed *request, size_t *length);

/**
 * The signature base string (RFC 5849, section 3.4.1): what was signed. PLAINTEXT has no use for
 * it, but it is here all the same.
 *
 * @param request  a signed request, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the base string, alive as long as the signed request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_signed_base_string(const oauth1_signed *request, size_t *length);

/**
 * Copies a signed request, so as to keep one that is lent.
 *
 * @param signed_request  the signed request; not NULL
 * @param out             receives the copy, to be freed with oauth1_signed_free(); not NULL
 * @param error           receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_signed_copy(const oauth1_signed *signed_request,
                                 oauth1_signed **out,
                                 oauth1_error **error);

/**
 * Frees a signed request, and what was read from it with it.
 *
 * @param request  a signed request, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_signed_free(oauth1_signed *request);

/* ==============================================================================================
 * Sending by other means
 * ============================================================================================== */

/**
 * A request on its way, in the hands of an oauth1_send_fn: what is to be sent, and what is to
 * become of it. It is lent for the call, and for the thread that was called. Since 0.1.0.
 */
typedef struct oauth1_sending oauth1_sending;

/**
 * Sends a request and takes its response: sends what oauth1_sending_request() gives, byte for
 * byte, its headers and no other Authorization or Content-Type, and hands the response over by
 * oauth1_sending_set_status(), oauth1_sending_add_header() and oauth1_sending_add_body(); or says
 * by oauth1_sending_fail() why there is none. Any status is a response. It follows no redirect and
 * repeats nothing: the signature holds for one request. A response that is compressed it
 * decompresses.
 *
 * @param userdata  what was given with the callback, which can be NULL
 * @param sending   what is to be sent, and what is to become of it; lent for the call; not NULL
 *
 * Called by each thread that sends, several at once. Since 0.1.0.
 */
typedef void (*oauth1_send_fn)(void *userdata, oauth1_sending *sending);

/**
 * What is to be sent, byte for byte.
 *
 * @param sending  a sending, or NULL
 * @return the signed request, lent: alive during the call, and not to be freed; NULL for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
const oauth1_signed *oauth1_sending_request(const oauth1_sending *sending);

/**
 * The time limit for the whole, in milliseconds: what is left of it where redirects came before.
 *
 * @param sending  a sending, or NULL
 * @return the limit, at least 1; 0 for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
uint64_t oauth1_sending_timeout(const oauth1_sending *sending);

/**
 * Whether the request was called off. Look from time to time, and end with OAUTH1_ERROR_CANCELLED.
 *
 * @param sending  a sending, or NULL
 * @return whether it was; false for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
bool oauth1_sending_is_cancelled(const oauth1_sending *sending);

/**
 * How many bytes the body has, in memory or not.
 *
 * @param sending  a sending, or NULL
 * @return their number; 0 where there is no body, and for NULL; OAUTH1_LENGTH_UNKNOWN where it is
 *         not known, so that the body is to be sent chunked
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
uint64_t oauth1_sending_body_length(const oauth1_sending *sending);

/**
 * Reads the next bytes of the body, in memory or not. What goes wrong with it fails the sending.
 *
 * @param sending   the sending; not NULL
 * @param buffer    receives the bytes; NULL only where capacity is 0
 * @param capacity  how many bytes the buffer has; no more than 64 KiB are read at once
 * @param count     receives how many were read; 0 at the end; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_BODY where the body cannot be read;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
oauth1_status oauth1_sending_read_body(oauth1_sending *sending,
                                       char *buffer,
                                       size_t capacity,
                                       size_t *count,
                                       oauth1_error **error);

/**
 * Sets the status of the response.
 *
 * @param sending  the sending; not NULL
 * @param status   from 200 to 999: those below come before the response
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_RESPONSE for another number; OAUTH1_ERROR_NULL_ARGUMENT
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
oauth1_status oauth1_sending_set_status(oauth1_sending *sending,
                                        uint16_t status,
                                        oauth1_error **error);

/**
 * Adds a header to the response. Duplicates stay.
 *
 * @param sending  the sending; not NULL
 * @param name     its name; NUL-terminated, copied; not NULL
 * @param value    its value, without spaces around it; NUL-terminated, copied; not NULL. Bytes
 *                 that are not UTF-8 become U+FFFD
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8 for the name
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
oauth1_status oauth1_sending_add_header(oauth1_sending *sending,
                                        const char *name,
                                        const char *value,
                                        oauth1_error **error);

/**
 * Adds bytes at the end of the response's body, which begins empty.
 *
 * @param sending  the sending; not NULL
 * @param body     bytes of any kind, copied; NULL only where length is 0
 * @param length   how many
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE where the body grows beyond the limit, which
 *         fails the sending; OAUTH1_ERROR_NULL_ARGUMENT
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
oauth1_status oauth1_sending_add_body(oauth1_sending *sending,
                                      const char *body,
                                      size_t length,
                                      oauth1_error **error);

/**
 * Has the rest of the response's body read by a function, piece by piece as the response is read,
 * so that no large body has to be in memory. It is called after the transport has returned, by the
 * thread that reads the response. What it fails with is OAUTH1_ERROR_CONNECTION_FAILED.
 *
 * @param sending   the sending; not NULL
 * @param read      reads the next bytes; not NULL
 * @param userdata  what read is called with, or NULL. The response takes it over if the call
 *                  succeeds
 * @param destroy   destroys userdata, or NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
oauth1_status oauth1_sending_set_body_callback(oauth1_sending *sending,
                                               oauth1_read_fn read,
                                               void *userdata,
                                               oauth1_destroy_fn destroy,
                                               oauth1_error **error);

/**
 * Says that there is no response, and why. What was set of one is dropped.
 *
 * @param sending  the sending; not NULL
 * @param status   OAUTH1_ERROR_HOST_NOT_FOUND, OAUTH1_ERROR_CONNECTION_FAILED,
 *                 OAUTH1_ERROR_TLS_FAILED, OAUTH1_ERROR_TIMED_OUT, OAUTH1_ERROR_INVALID_RESPONSE,
 *                 OAUTH1_ERROR_RESPONSE_TOO_LARGE or OAUTH1_ERROR_CANCELLED;
 *                 OAUTH1_ERROR_INVALID_URL, OAUTH1_ERROR_INVALID_HEADER or
 *                 OAUTH1_ERROR_INVALID_BODY for what cannot be sent
 * @param message  what went wrong, for people, without secrets; NUL-terminated, copied; not NULL
 * @param unsent   whether it is certain that nothing was sent, so that the request can be sent
 *                 again whatever its method
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8, or
 *         OAUTH1_ERROR_INVALID_ENUM for another status
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
oauth1_status oauth1_sending_fail(oauth1_sending *sending,
                                  oauth1_status status,
                                  const char *message,
                                  bool unsent,
                                  oauth1_error **error);

/* ==============================================================================================
 * Clients
 * ============================================================================================== */

/**
 * Consumer key and secret, signature method, policies, and the connection pool (RFC 5849: the
 * client credentials). A client never changes and never knows a user: one serves all users of a
 * program, each by a session of its own, and all its threads at once. Since 0.1.0.
 */
typedef struct oauth1_client oauth1_client;

/**
 * Makes a client with default settings: HMAC-SHA1, parameters in the Authorization header.
 *
 * @param consumer_key     from the provider; NUL-terminated, copied; not NULL
 * @param consumer_secret  from the provider, may be empty; NUL-terminated, copied; not NULL
 * @param out              receives the client, to be freed with oauth1_client_free(); not NULL
 * @param error            receives the error, or NULL
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
 * The provider that the client was made for, by oauth1_client_builder_new_for().
 *
 * @param client  a client, or NULL
 * @return the provider, lent: alive as long as the client, and not to be freed; NULL where there is
 *         none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const oauth1_provider *oauth1_client_provider(const oauth1_client *client);

/**
 * Copies a client, which is cheap: the copy has all in common with it, its connections too, and
 * each can be freed without the other.
 *
 * @param client  the client; not NULL
 * @param out     receives the copy, to be freed with oauth1_client_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_client_copy(const oauth1_client *client,
                                 oauth1_client **out,
                                 oauth1_error **error);

/**
 * Copies a client as oauth1_client_copy() does, for requests that a cancellation calls off,
 * whichever of the copy's sessions and steps of the handshake they are of: so is
 * oauth1_client_authorize() called off. One that has a cancellation of its own can be called off by
 * either.
 *
 * @param client        the client; not NULL
 * @param cancellation  the cancellation; not NULL. Each of the two can be freed without the other
 * @param out           receives the copy, to be freed with oauth1_client_free(); not NULL
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_client_with_cancellation(const oauth1_client *client,
                                              const oauth1_cancellation *cancellation,
                                              oauth1_client **out,
                                              oauth1_error **error);

/**
 * Frees a client, and what was read from it with it. Sessions made of it go on working.
 *
 * @param client  a client, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_client_free(oauth1_client *client);

/* ==============================================================================================
 * Client builders: other settings than the defaults
 * ============================================================================================== */

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
 * @param out              receives the builder, to be freed with oauth1_client_builder_free(); not
 *                         NULL
 * @param error            receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_new(const char *consumer_key,
                                        const char *consumer_secret,
                                        oauth1_client_builder **out,
                                        oauth1_error **error);

/**
 * Begins with the settings of a provider: what it insists on, and its endpoints for
 * oauth1_client_authorize() and oauth1_client_complete(). Each setting can be changed. A signature
 * method that needs a key is for the program to set, by oauth1_client_builder_set_rsa_key().
 *
 * @param provider         the provider, copied; not NULL. What is wrong with it is told when the
 *                         client is built
 * @param consumer_key     from the provider; NUL-terminated, copied; not NULL
 * @param consumer_secret  from the provider, may be empty; NUL-terminated, copied; not NULL
 * @param out              receives the builder, to be freed with oauth1_client_builder_free(); not
 *                         NULL
 * @param error            receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_new_for(const oauth1_provider *provider,
                                            const char *consumer_key,
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
 * Sets whether an empty oauth_token is sent where a session has no token (RFC 5849, section 3.1
 * lets it be left out; there are providers that want it). Default: it is not.
 *
 * @param builder  the builder; not NULL
 * @param send     whether to send it
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_empty_token(oauth1_client_builder *builder,
                                                    bool send,
                                                    oauth1_error **error);

/**
 * Makes the client. The builder is done with then, whether that succeeds or not, and still to be
 * freed.
 *
 * @param builder  the builder; not NULL
 * @param out      receives the client, to be freed with oauth1_client_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for an empty consumer key, an empty name of a
 *         signature method, a provider for which oauth1_provider_check() fails, that does not take
 *         the signature method or that asks for a user agent where none is set, certificates that
 *         cannot be read, a size or a number of attempts that is none; OAUTH1_ERROR_INVALID_KEY for
 *         the key of a client certificate that cannot be read or does not fit;
 *         OAUTH1_ERROR_INVALID_HEADER for a realm or a user agent with control characters;
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
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_client_builder_free(oauth1_client_builder *builder);

/* ==============================================================================================
 * Client builders: how requests are sent
 * ============================================================================================== */

/**
 * Sets the time limits of each request, in milliseconds. When one passes, sending fails with
 * OAUTH1_ERROR_TIMED_OUT. oauth1_request_set_timeout() sets that for the whole for one request,
 * oauth1_client_builder_set_idle_timeout() that between two pieces of a body.
 *
 * @param builder     the builder; not NULL
 * @param resolve     for resolving the host's name; 0 for the default, 10 seconds
 * @param connect     for connecting; the TLS handshake has what is left of this and of resolve; 0
 *                    for the default, 10 seconds
 * @param first_byte  from the end of the request to the end of the response's headers; 0 for the
 *                    default, 30 seconds
 * @param total       for the whole, redirects and the response's body included; 0 for the default,
 *                    60 seconds. Each retry has it for itself
 * @param error       receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_timeouts(oauth1_client_builder *builder,
                                                 uint64_t resolve,
                                                 uint64_t connect,
                                                 uint64_t first_byte,
                                                 uint64_t total,
                                                 oauth1_error **error);

/**
 * Sets how long a body may stand still: for the server to take the next piece of the request's, or
 * to send the next of the response's. When it passes, sending or reading fails with
 * OAUTH1_ERROR_TIMED_OUT. The time that a program takes to read a stream does not count.
 *
 * @param builder       the builder; not NULL
 * @param milliseconds  how long, in milliseconds; 0 for the default, 30 seconds
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_idle_timeout(oauth1_client_builder *builder,
                                                     uint64_t milliseconds,
                                                     oauth1_error **error);

/**
 * Sets how many idle connections the client keeps alive. Default: 32. A response's connection goes
 * back when its body was read to its end.
 *
 * @param builder      the builder; not NULL
 * @param connections  how many; with 0, each request makes its own
 * @param error        receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_pool_size(oauth1_client_builder *builder,
                                                  size_t connections,
                                                  oauth1_error **error);

/**
 * Sets the size of the largest response headers that are taken, together. Larger ones fail with
 * OAUTH1_ERROR_RESPONSE_TOO_LARGE. Default: 64 KiB. Each connection has a buffer of that size.
 *
 * @param builder  the builder; not NULL
 * @param size     the size in bytes, from 1 KiB to 16 MiB; another is an error when the client is
 *                 built
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_max_header_size(oauth1_client_builder *builder,
                                                        size_t size,
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
 * Sets the proxy. Of a request to an https URL it sees host and port alone. Default: what the
 * environment says when the client is built, by HTTPS_PROXY for https URLs, HTTP_PROXY for http
 * URLs (not in a CGI program, where a request could set it), else ALL_PROXY, each in upper or lower
 * case, and by NO_PROXY for the exceptions.
 *
 * @param builder     the builder; not NULL
 * @param url         "http://host:port" or "https://host:port", with "user:password@"
 *                    percent-encoded before the host if need be; NULL for no proxy, whatever the
 *                    environment says; NUL-terminated, copied
 * @param exceptions  the hosts that are asked directly: a list with commas of host names, which
 *                    stand for their subdomains too, of IP addresses, or "*" for all; NULL for
 *                    none; NUL-terminated, copied
 * @param error       receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING for a URL that is none of a proxy;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8; OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_proxy(oauth1_client_builder *builder,
                                              const char *url,
                                              const char *exceptions,
                                              oauth1_error **error);

/**
 * Sets the certificates that are trusted, in place of the system's. Default: the system's, or
 * those in the file that the environment variable SSL_CERT_FILE names; where there are none,
 * Mozilla's, as they are bundled. Certificates are always verified.
 *
 * @param builder  the builder; not NULL
 * @param pem      certificates in PEM, as they stand in a file, copied; NULL only where length is
 *                 0. Where there is none that can be read, building the client fails
 * @param length   how many bytes they have
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_root_certificates(oauth1_client_builder *builder,
                                                          const char *pem,
                                                          size_t length,
                                                          oauth1_error **error);

/**
 * Sets the certificate with which the program shows who it is, where a server asks. Default: none.
 * A pair of which one cannot be read, or that does not fit, fails the building of the client.
 *
 * @param builder              the builder; not NULL
 * @param certificates         the certificate, and behind it those that vouch for it, in PEM, as
 *                             they stand in a file, copied; NULL only where certificates_length is
 *                             0
 * @param certificates_length  how many bytes they have
 * @param key                  its private key in PEM, not encrypted, copied; NULL only where
 *                             key_length is 0
 * @param key_length           how many bytes it has
 * @param error                receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_client_certificate(oauth1_client_builder *builder,
                                                           const char *certificates,
                                                           size_t certificates_length,
                                                           const char *key,
                                                           size_t key_length,
                                                           oauth1_error **error);

/**
 * Sets the User-Agent of every request that has none of its own (RFC 9110, section 10.1.5).
 * Default: liboauth1 and its version.
 *
 * @param builder     the builder; not NULL
 * @param user_agent  such as "MyApp/1.0 +https://example.com"; NUL-terminated, copied; not NULL.
 *                    One with control characters is an error when the client is built
 * @param error       receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_user_agent(oauth1_client_builder *builder,
                                                   const char *user_agent,
                                                   oauth1_error **error);

/**
 * Sets whether redirects are followed: within an origin (scheme, host and port) and five at most,
 * each with a signature of its own. One that leads elsewhere is a response. Default: they are.
 *
 * @param builder  the builder; not NULL
 * @param follow   whether to follow them
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_redirects(oauth1_client_builder *builder,
                                                  bool follow,
                                                  oauth1_error **error);

/**
 * Sets whether a clock that is off is made up for: where a provider refuses a request (401) and
 * its Date, or its oauth_acceptable_timestamps, shows a time that is more than half a minute from
 * the one that was signed, the request is signed with that time and sent once more; where that
 * helps, the difference is kept for the origin. Default: it is.
 *
 * @param builder  the builder; not NULL
 * @param correct  whether to make up for it
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_clock_correction(oauth1_client_builder *builder,
                                                         bool correct,
                                                         oauth1_error **error);

/**
 * Sets when a request that failed is sent again, each time with a fresh signature. Default: never.
 *
 * A request is sent again, whatever its method, where it is certain that nothing of it was sent;
 * and where its method is idempotent (RFC 9110, section 9.2.2) or oauth1_request_set_repeatable()
 * says that it can be repeated, when the connection broke, a time limit passed, or the response
 * has the status 429, 502, 503 or 504. It never is where its body cannot be read again, or where
 * its nonce or timestamp was set.
 *
 * @param builder        the builder; not NULL
 * @param attempts       how many in all; 1 is no retry; 0 is an error when the client is built
 * @param first_pause    the pause before the second attempt, in milliseconds, of which a random
 *                       part, at least half, is waited; it doubles each time; 0 for the default,
 *                       half a second
 * @param longest_pause  the longest such pause, in milliseconds; 0 for the default, half a minute
 * @param longest_wait   the longest Retry-After (RFC 9110, section 10.2.3) that is waited for, in
 *                       milliseconds; where a provider asks for more, its response is given back
 *                       at once; 0 for the default, one minute
 * @param error          receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_retries(oauth1_client_builder *builder,
                                                uint32_t attempts,
                                                uint64_t first_pause,
                                                uint64_t longest_pause,
                                                uint64_t longest_wait,
                                                oauth1_error **error);

/**
 * Sets a function that is asked twenty times a second, by the thread that sends, whether to call
 * off the request that is under way: for signals, and for event loops. One request alone is called
 * off by an oauth1_cancellation. Default: none.
 *
 * @param builder    the builder; not NULL
 * @param interrupt  tells whether to call it off; not NULL
 * @param userdata   what interrupt is called with, or NULL. The builder takes it over if the call
 *                   succeeds, and hands it on to what it builds
 * @param destroy    destroys userdata, or NULL
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_interrupt(oauth1_client_builder *builder,
                                                  oauth1_interrupt_fn interrupt,
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
 * Sets a function that sends requests in the library's place, so that a program keeps its own HTTP
 * library. Redirects, clock correction, retries and limits go on as they are set; of the time
 * limits that for the whole is handed to the function. What concerns connections (pool, proxy,
 * certificates, headers' size, the other time limits) is the function's then.
 *
 * @param builder   the builder; not NULL
 * @param send      sends a request; not NULL
 * @param userdata  what send is called with, or NULL. The builder takes it over if the call
 *                  succeeds, and hands it on to what it builds
 * @param destroy   destroys userdata, or NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_client_builder_set_transport(oauth1_client_builder *builder,
                                                  oauth1_send_fn send,
                                                  void *userdata,
                                                  oauth1_destroy_fn destroy,
                                                  oauth1_error **error);

/* ==============================================================================================
 * The handshake, step by step
 * ============================================================================================== */

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
 *         OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED; OAUTH1_ERROR_INVALID_URL;
 *         OAUTH1_ERROR_INVALID_UTF8; what oauth1_session_send() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_request_token(const oauth1_client *client,
                                          const char *url,
                                          const char *callback,
                                          oauth1_token_response **out,
                                          oauth1_error **error);

/**
 * Does as oauth1_client_request_token(), by a request of the caller's. This blocks until the
 * provider has answered or a time limit has passed.
 *
 * @param client    the client; not NULL
 * @param request   the request to the place where request tokens are given out, before this step
 *                  adds its own parameters: with the method, further parameters, headers and time
 *                  limit that the provider wants; copied; not NULL
 * @param callback  the URL that the user is sent back to; NULL or "oob" to have the user see a
 *                  PIN; NUL-terminated
 * @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a request that has an oauth_callback; what
 *         oauth1_client_request_token() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_request_token_with(const oauth1_client *client,
                                               const oauth1_request *request,
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
 *                       an empty one is not sent, for the providers that have none;
 *                       NUL-terminated; not NULL
 * @param out            receives the answer, to be freed with oauth1_token_response_free(); not
 *                       NULL
 * @param error          receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_REFUSED for any status but 2xx, with the provider's words in the
 *         error; OAUTH1_ERROR_INVALID_TOKEN_RESPONSE where the token or its secret is missing;
 *         OAUTH1_ERROR_INVALID_URL; OAUTH1_ERROR_INVALID_UTF8; what oauth1_session_send() can
 *         return
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
 * Does as oauth1_client_access_token(), by a request of the caller's. This blocks until the
 * provider has answered or a time limit has passed.
 *
 * @param client         the client; not NULL
 * @param request        the request to the place where access tokens are given out, before this
 *                       step adds its own parameters: with the method, further parameters, headers
 *                       and time limit that the provider wants; copied; not NULL
 * @param request_token  the request token; not NULL
 * @param verifier       the PIN that the user was shown, or the callback's oauth_verifier; an
 *                       empty one is not sent; NUL-terminated; not NULL
 * @param out            receives the answer, to be freed with oauth1_token_response_free(); not
 *                       NULL
 * @param error          receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a request that has an oauth_verifier; what
 *         oauth1_client_access_token() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_access_token_with(const oauth1_client *client,
                                              const oauth1_request *request,
                                              const oauth1_token *request_token,
                                              const char *verifier,
                                              oauth1_token_response **out,
                                              oauth1_error **error);

/**
 * Exchanges an access token for a new one, by the session handle that came with it (the OAuth
 * session extension). This blocks until the provider has answered or a time limit has passed.
 *
 * @param client          the client; not NULL
 * @param url             where access tokens are given out, or renewed; NUL-terminated; not NULL
 * @param access_token    the access token, still valid or not; not NULL
 * @param session_handle  what oauth1_token_response_session_handle() gave; NULL or empty where the
 *                        provider renews a token without one; NUL-terminated
 * @param out             receives the answer, to be freed with oauth1_token_response_free(); not
 *                        NULL
 * @param error           receives the error, or NULL
 * @return OAUTH1_OK; what oauth1_client_access_token() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_renew(const oauth1_client *client,
                                  const char *url,
                                  const oauth1_token *access_token,
                                  const char *session_handle,
                                  oauth1_token_response **out,
                                  oauth1_error **error);

/**
 * Does as oauth1_client_renew(), by a request of the caller's. This blocks until the provider has
 * answered or a time limit has passed.
 *
 * @param client          the client; not NULL
 * @param request         the request to the place where access tokens are given out, or renewed,
 *                        before this step adds its own parameters: with the method, further
 *                        parameters, headers and time limit that the provider wants; copied; not
 *                        NULL
 * @param access_token    the access token, still valid or not; not NULL
 * @param session_handle  what oauth1_token_response_session_handle() gave; NULL or empty where the
 *                        provider renews a token without one; NUL-terminated
 * @param out             receives the answer, to be freed with oauth1_token_response_free(); not
 *                        NULL
 * @param error           receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a request that has an
 *         oauth_session_handle; what oauth1_client_renew() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_renew_with(const oauth1_client *client,
                                       const oauth1_request *request,
                                       const oauth1_token *access_token,
                                       const char *session_handle,
                                       oauth1_token_response **out,
                                       oauth1_error **error);

/**
 * Gets an access token for a user whose name and password the program has (xAuth), where a
 * provider lets it: one step, no request token. This blocks until the provider has answered or a
 * time limit has passed.
 *
 * @param client    the client; not NULL
 * @param url       where access tokens are given out; NUL-terminated; not NULL
 * @param username  the user's name; NUL-terminated; not NULL
 * @param password  the user's password; NUL-terminated; not NULL
 * @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INSECURE_TRANSPORT for a URL that is not https, where the
 *         password could be read on the way, unless
 *         oauth1_client_builder_set_plaintext_over_http() allows it; what
 *         oauth1_client_access_token() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_xauth(const oauth1_client *client,
                                  const char *url,
                                  const char *username,
                                  const char *password,
                                  oauth1_token_response **out,
                                  oauth1_error **error);

/**
 * Does as oauth1_client_xauth(), by a request of the caller's. This blocks until the provider has
 * answered or a time limit has passed.
 *
 * @param client    the client; not NULL
 * @param request   the request to the place where access tokens are given out, before this step
 *                  adds its own parameters to its form body; copied; not NULL
 * @param username  the user's name; NUL-terminated; not NULL
 * @param password  the user's password; NUL-terminated; not NULL
 * @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER for a request whose body is no form; what
 *         oauth1_client_xauth() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_xauth_with(const oauth1_client *client,
                                       const oauth1_request *request,
                                       const char *username,
                                       const char *password,
                                       oauth1_token_response **out,
                                       oauth1_error **error);

/* ==============================================================================================
 * The handshake with a known provider
 * ============================================================================================== */

/**
 * A handshake between its legs: the user was, or is to be, sent to the provider, and is yet to
 * come back. It goes to bytes and back, for a web session. It never changes, and can be used by
 * several threads at once; its secrets are wiped from memory when it is freed. Since 0.1.0.
 */
typedef struct oauth1_pending oauth1_pending;

/**
 * Begins the handshake with the provider that the client was made for: asks for a request token,
 * and makes the URL to send the user to. This blocks until the provider has answered or a time
 * limit has passed.
 *
 * @param client    the client; not NULL
 * @param callback  the URL that the user is sent back to; NULL or "oob" to have the user see a
 *                  PIN; NUL-terminated
 * @param out       receives the pending authorization, to be freed with oauth1_pending_free(); not
 *                  NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where the client was not made by
 *         oauth1_client_builder_new_for(), or the provider has no such endpoints; what
 *         oauth1_client_request_token() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_authorize(const oauth1_client *client,
                                      const char *callback,
                                      oauth1_pending **out,
                                      oauth1_error **error);

/**
 * Does as oauth1_client_authorize(), with further parameters for both legs. One that the
 * provider's settings have too replaces theirs. This blocks until the provider has answered or a
 * time limit has passed.
 *
 * @param client                the client; not NULL
 * @param callback              the URL that the user is sent back to; NULL or "oob" to have the
 *                              user see a PIN; NUL-terminated
 * @param request_token_params  parameters that go with the question for a request token: an array
 *                              of name, value, name, value and so on, at whose end is a NULL; or
 *                              NULL for none
 * @param authorization_params  parameters of the URL, likewise; or NULL for none
 * @param out                   receives the pending authorization, to be freed with
 *                              oauth1_pending_free(); not NULL
 * @param error                 receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER where the last name in an array has no value;
 *         what oauth1_client_authorize() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_authorize_with(const oauth1_client *client,
                                           const char *callback,
                                           const char *const *request_token_params,
                                           const char *const *authorization_params,
                                           oauth1_pending **out,
                                           oauth1_error **error);

/**
 * Makes a pending authorization of a first step that was made by other means. It is of no
 * provider, so that oauth1_client_complete() takes it with any client.
 *
 * @param request_token  the request token, copied; not NULL
 * @param url            the URL that the user is sent to; NUL-terminated, copied; not NULL
 * @param out            receives the pending authorization, to be freed with
 *                       oauth1_pending_free(); not NULL
 * @param error          receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_pending_new(const oauth1_token *request_token,
                                 const char *url,
                                 oauth1_pending **out,
                                 oauth1_error **error);

/**
 * Makes a pending authorization of what oauth1_pending_to_bytes() gave.
 *
 * @param bytes   the bytes, copied; NULL only where length is 0
 * @param length  how many
 * @param out     receives the pending authorization, to be freed with oauth1_pending_free(); not
 *                NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PENDING_AUTHORIZATION for any other bytes;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_pending_from_bytes(const char *bytes,
                                        size_t length,
                                        oauth1_pending **out,
                                        oauth1_error **error);

/**
 * The pending authorization as bytes, which are ASCII text. They hold the request token's secret:
 * keep them where the user cannot read or change them, and for one user alone.
 *
 * @param pending  a pending authorization, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the bytes, and a NUL behind them, alive as long as the pending authorization, with which
 *         they are wiped from memory; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_pending_to_bytes(const oauth1_pending *pending, size_t *length);

/**
 * The URL to send the user to.
 *
 * @param pending  a pending authorization, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the URL, alive as long as the pending authorization; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_pending_url(const oauth1_pending *pending, size_t *length);

/**
 * The name of the provider.
 *
 * @param pending  a pending authorization, or NULL
 * @param length   receives the length in bytes, or NULL
 * @return the name, alive as long as the pending authorization; empty where there is none; NULL
 *         for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_pending_provider(const oauth1_pending *pending, size_t *length);

/**
 * The request token, whose key comes back with the user.
 *
 * @param pending  a pending authorization, or NULL
 * @return the token, lent: alive as long as the pending authorization, and not to be freed; NULL
 *         for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const oauth1_token *oauth1_pending_request_token(const oauth1_pending *pending);

/**
 * The verifier with which the user came back, once all is checked that can be: that it is this
 * authorization that they come from (the token is compared in constant time), and that they
 * allowed access. Nothing is sent.
 *
 * @param pending        the pending authorization; not NULL
 * @param redirected_to  the URL at which the user arrived, or its path and query, or the query
 *                       alone; NUL-terminated; not NULL
 * @param out            receives the verifier, to be freed with oauth1_string_free(); not NULL
 * @param error          receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_ACCESS_DENIED where the user or the provider said no;
 *         OAUTH1_ERROR_INVALID_CALLBACK where the token is missing or another, or the verifier is
 *         missing or there twice; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_pending_verifier(const oauth1_pending *pending,
                                      const char *redirected_to,
                                      char **out,
                                      oauth1_error **error);

/**
 * Ends the handshake when the user is back: checks the callback as oauth1_pending_verifier() does,
 * and exchanges the request token for an access token. This blocks until the provider has answered
 * or a time limit has passed.
 *
 * @param client         the client; not NULL
 * @param pending        the pending authorization; not NULL
 * @param redirected_to  the URL at which the user arrived, or its path and query, or the query
 *                       alone; NUL-terminated; not NULL
 * @param out            receives the answer, to be freed with oauth1_token_response_free(); not
 *                       NULL
 * @param error          receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where the client was not made by
 *         oauth1_client_builder_new_for(), or for another provider than the pending authorization
 *         is of; what oauth1_pending_verifier() and oauth1_client_access_token() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_complete(const oauth1_client *client,
                                     const oauth1_pending *pending,
                                     const char *redirected_to,
                                     oauth1_token_response **out,
                                     oauth1_error **error);

/**
 * Ends the handshake with the PIN that the user was shown, or a verifier that arrived otherwise.
 * This blocks until the provider has answered or a time limit has passed.
 *
 * @param client    the client; not NULL
 * @param pending   the pending authorization; not NULL
 * @param verifier  the PIN, around which spaces do no harm; NUL-terminated; not NULL
 * @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING as for oauth1_client_complete();
 *         OAUTH1_ERROR_INVALID_PARAMETER for an empty verifier; what oauth1_client_access_token()
 *         can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_complete_with_verifier(const oauth1_client *client,
                                                   const oauth1_pending *pending,
                                                   const char *verifier,
                                                   oauth1_token_response **out,
                                                   oauth1_error **error);

/**
 * Renews an access token with the client's provider: exchanges it for a new one by its session
 * handle; or, where the provider has an endpoint for renewal alone, has the token hold for longer
 * as it is. This blocks until the provider has answered or a time limit has passed.
 *
 * @param client          the client, made for a provider; not NULL
 * @param access_token    the access token, still valid or not; not NULL
 * @param session_handle  what oauth1_token_response_session_handle() gave; NULL or empty where
 *                        there is none; NUL-terminated
 * @param out             receives the answer, to be freed with oauth1_token_response_free(); not
 *                        NULL
 * @param error           receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where the client was not made for a provider, or
 *         that has no such endpoint; what oauth1_client_renew() can return
 *
 * Safe in any thread, several at once for one client. Since 0.1.0.
 */
oauth1_status oauth1_client_renew_token(const oauth1_client *client,
                                        const oauth1_token *access_token,
                                        const char *session_handle,
                                        oauth1_token_response **out,
                                        oauth1_error **error);

/**
 * Copies a pending authorization.
 *
 * @param pending  the pending authorization; not NULL
 * @param out      receives the copy, to be freed with oauth1_pending_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_pending_copy(const oauth1_pending *pending,
                                  oauth1_pending **out,
                                  oauth1_error **error);

/**
 * Frees a pending authorization, and what was read from it with it.
 *
 * @param pending  a pending authorization, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_pending_free(oauth1_pending *pending);

/* ==============================================================================================
 * Responses
 * ============================================================================================== */

/**
 * A response: status, headers, body. Any status is a response, not an error. It never changes, and
 * can be read by several threads at once. Since 0.1.0.
 */
typedef struct oauth1_response oauth1_response;

/**
 * Makes a response of what another HTTP library got, so as to read it by
 * oauth1_token_response_new(), oauth1_response_check() and oauth1_explanation_explain_response().
 *
 * @param status   its status, such as 200
 * @param headers  its headers: an array of name, value, name, value and so on, at whose end is a
 *                 NULL; or NULL for none
 * @param body     its body, of any bytes, copied; NULL only where length is 0
 * @param length   how many bytes it has
 * @param out      receives the response, to be freed with oauth1_response_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_PARAMETER where the last header has no value;
 *         OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_response_new(uint16_t status,
                                  const char *const *headers,
                                  const char *body,
                                  size_t length,
                                  oauth1_response **out,
                                  oauth1_error **error);

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
 * The body as text, in UTF-8, whatever the charset of its content type; where that names none, or
 * one that is not known, the body is taken for UTF-8. A byte order mark counts for more than the
 * content type. What the charset does not have becomes U+FFFD.
 *
 * @param response  a response, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the text, alive as long as the response; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_response_text(const oauth1_response *response, size_t *length);

/**
 * Insists on success.
 *
 * @param response  the response; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK for a status from 200 to 299; OAUTH1_ERROR_REFUSED for any other, with the
 *         provider's words in the error, and its oauth_problem; OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_response_check(const oauth1_response *response, oauth1_error **error);

/**
 * Reads a provider's answer in a handshake, where the program sends the requests of its steps by
 * other means: form data, or JSON. Whether the callback was confirmed is for the program to see.
 *
 * @param response  the response; not NULL
 * @param out       receives the answer, to be freed with oauth1_token_response_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_REFUSED for any status but 2xx, with the provider's words in the
 *         error; OAUTH1_ERROR_INVALID_TOKEN_RESPONSE where the token or its secret is missing or
 *         there twice; OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_token_response_new(const oauth1_response *response,
                                        oauth1_token_response **out,
                                        oauth1_error **error);

/**
 * Copies a response, its body too.
 *
 * @param response  the response; not NULL
 * @param out       receives the copy, to be freed with oauth1_response_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_response_copy(const oauth1_response *response,
                                   oauth1_response **out,
                                   oauth1_error **error);

/**
 * Frees a response, and what was read from it with it.
 *
 * @param response  a response, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_response_free(oauth1_response *response);

/* ==============================================================================================
 * Responses that are read piece by piece
 * ============================================================================================== */

/**
 * A response whose body is yet to be read: status and headers are there, the body comes in pieces,
 * of any size. It keeps its connection until the body is read to its end or it is freed, and the
 * time limit of the request holds for the body too. It is for one thread at a time. Since 0.1.0.
 */
typedef struct oauth1_stream oauth1_stream;

/**
 * The status (RFC 9110, section 15), such as 200.
 *
 * @param stream  a stream, or NULL
 * @return the status; 0 for NULL
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
uint16_t oauth1_stream_status(const oauth1_stream *stream);

/**
 * The value of the first header of a name, whatever its case.
 *
 * @param stream  a stream, or NULL
 * @param name    the name, NUL-terminated, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the value, alive as long as the stream; NULL where there is no such header, and for NULL
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
const char *oauth1_stream_header(const oauth1_stream *stream, const char *name, size_t *length);

/**
 * How many headers there are, duplicates counted.
 *
 * @param stream  a stream, or NULL
 * @return their number; 0 for NULL
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
size_t oauth1_stream_header_count(const oauth1_stream *stream);

/**
 * The name of a header; they are in the order in which they came.
 *
 * @param stream  a stream, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the name, alive as long as the stream; NULL behind the last index, and for NULL
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
const char *oauth1_stream_header_name(const oauth1_stream *stream, size_t index, size_t *length);

/**
 * The value of a header; they are in the order in which they came.
 *
 * @param stream  a stream, or NULL
 * @param index   which, counted from 0
 * @param length  receives the length in bytes, or NULL
 * @return the value, alive as long as the stream; NULL behind the last index, and for NULL
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
const char *oauth1_stream_header_value(const oauth1_stream *stream, size_t index, size_t *length);

/**
 * How many bytes the body has, where the response says so. It does not where the body came
 * compressed.
 *
 * @param stream  a stream, or NULL
 * @return their number; OAUTH1_LENGTH_UNKNOWN where it is not known, and for NULL
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
uint64_t oauth1_stream_content_length(const oauth1_stream *stream);

/**
 * Reads the next piece of the body. This blocks until there is one, or the time limit of the
 * request has passed.
 *
 * @param stream    the stream; not NULL
 * @param buffer    receives the bytes; NULL only where capacity is 0
 * @param capacity  how many bytes the buffer has; no more than 64 KiB are read at once
 * @param count     receives how many were read; 0 at the end, and where capacity is 0; not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_RESPONSE_TOO_LARGE for a body larger than
 *         oauth1_request_set_max_response_size() allows; OAUTH1_ERROR_CONNECTION_FAILED,
 *         OAUTH1_ERROR_TIMED_OUT, OAUTH1_ERROR_INVALID_RESPONSE or OAUTH1_ERROR_CANCELLED for what
 *         goes wrong on the way; OAUTH1_ERROR_NULL_ARGUMENT
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
oauth1_status oauth1_stream_read(oauth1_stream *stream,
                                 char *buffer,
                                 size_t capacity,
                                 size_t *count,
                                 oauth1_error **error);

/**
 * Reads the rest of the body into a file, which is made or replaced. Where it fails, what was
 * written stays.
 *
 * @param stream  the stream; not NULL
 * @param path    the file's path, NUL-terminated; not NULL
 * @param length  receives how many bytes were written, or NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_NOT_SAVED where the file cannot be written; what
 *         oauth1_stream_read() can return
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
oauth1_status oauth1_stream_save(oauth1_stream *stream,
                                 const char *path,
                                 uint64_t *length,
                                 oauth1_error **error);

/**
 * Reads the rest of the body, and makes a response of it. This blocks until the body is there, or
 * the time limit of the request has passed; it is of any size unless
 * oauth1_request_set_max_response_size() was set.
 *
 * @param stream  the stream; not NULL. It is read to its end then, and still to be freed
 * @param out     receives the response, to be freed with oauth1_response_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK; what oauth1_stream_read() can return
 *
 * One thread at a time for one stream. Since 0.1.0.
 */
oauth1_status oauth1_stream_read_response(oauth1_stream *stream,
                                          oauth1_response **out,
                                          oauth1_error **error);

/**
 * Frees a stream, and what was read from it with it. Where the body was not read to its end, its
 * connection is closed.
 *
 * @param stream  a stream, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_stream_free(oauth1_stream *stream);

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
 * Makes a session that signs for a user.
 *
 * @param client  the client; not NULL
 * @param token   the user's access token, copied; not NULL, which is what is left of a token that
 *                could not be had: oauth1_session_new_without_token() is for who needs none
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
 * Makes a session that signs with the consumer's secret alone: for two-legged requests.
 *
 * @param client  the client; not NULL
 * @param out     receives the session, to be freed with oauth1_session_free(); not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_session_new_without_token(const oauth1_client *client,
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
 *         OAUTH1_ERROR_INVALID_PARAMETER for an oauth_ parameter in the query or the form body
 *         where the signature travels elsewhere (RFC 5849, section 3.5);
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
 * Signs a request and sends it. A response of any status is a response, not an error. A redirect
 * within the origin (scheme, host and port) is followed, with a signature of its own; one that
 * leads elsewhere is the response, so that nothing that is signed reaches a host that the caller
 * did not name. This blocks until the response is there or a time limit has passed.
 *
 * @param session  the session; not NULL
 * @param request  the request; not NULL
 * @param out      receives the response, to be freed with oauth1_response_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; what oauth1_session_sign() can return, before anything is sent; then
 *         OAUTH1_ERROR_HOST_NOT_FOUND, OAUTH1_ERROR_CONNECTION_FAILED, OAUTH1_ERROR_TLS_FAILED,
 *         OAUTH1_ERROR_TIMED_OUT, OAUTH1_ERROR_INVALID_RESPONSE, OAUTH1_ERROR_RESPONSE_TOO_LARGE,
 *         OAUTH1_ERROR_TOO_MANY_REDIRECTS, OAUTH1_ERROR_CANCELLED, and OAUTH1_ERROR_INVALID_BODY
 *         for a body that cannot be read
 *
 * Safe in any thread, several at once for one session. Since 0.1.0.
 */
oauth1_status oauth1_session_send(const oauth1_session *session,
                                  const oauth1_request *request,
                                  oauth1_response **out,
                                  oauth1_error **error);

/**
 * Does as oauth1_session_send(), and gives the response as soon as its headers are there: the body
 * is read piece by piece, and is of any size unless oauth1_request_set_max_response_size() is set
 * for the request. This blocks until the headers are there or a time limit has passed.
 *
 * @param session  the session; not NULL
 * @param request  the request; not NULL
 * @param out      receives the response, to be freed with oauth1_stream_free(); not NULL
 * @param error    receives the error, or NULL
 * @return as oauth1_session_send()
 *
 * Safe in any thread, several at once for one session. Since 0.1.0.
 */
oauth1_status oauth1_session_stream(const oauth1_session *session,
                                    const oauth1_request *request,
                                    oauth1_stream **out,
                                    oauth1_error **error);

/**
 * Copies a session, which is cheap: the copy has all in common with it, and each can be freed
 * without the other.
 *
 * @param session  the session; not NULL
 * @param out      receives the copy, to be freed with oauth1_session_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_session_copy(const oauth1_session *session,
                                  oauth1_session **out,
                                  oauth1_error **error);

/**
 * Frees a session.
 *
 * @param session  a session, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
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
 * Copies findings, so as to keep some that are lent.
 *
 * @param findings  the findings; not NULL
 * @param out       receives the copy, to be freed with oauth1_findings_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_findings_copy(const oauth1_findings *findings,
                                   oauth1_findings **out,
                                   oauth1_error **error);

/**
 * Frees findings, and what was read from them with them. Those that an explanation or a diagnosis
 * lends are not to be freed.
 *
 * @param findings  findings, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
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

/** Where a parameter travels: one of the OAUTH1_SOURCE_ numbers. Since 0.1.0. */
typedef int32_t oauth1_source;

/** The query of the URL. */
#define OAUTH1_SOURCE_QUERY 1
/** The body, form-encoded. */
#define OAUTH1_SOURCE_FORM 2
/** An oauth_ parameter, which travels wherever the signature does. */
#define OAUTH1_SOURCE_PROTOCOL 3

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
 * Copies an explanation, so as to keep one that is lent.
 *
 * @param explanation  the explanation; not NULL
 * @param out          receives the copy, to be freed with oauth1_explanation_free(); not NULL
 * @param error        receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_explanation_copy(const oauth1_explanation *explanation,
                                      oauth1_explanation **out,
                                      oauth1_error **error);

/**
 * Frees an explanation, and what was read from it with it.
 *
 * @param explanation  an explanation, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
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
 * Copies a captured request, so as to change one and keep the other.
 *
 * @param captured  the captured request; not NULL
 * @param out       receives the copy, to be freed with oauth1_captured_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
oauth1_status oauth1_captured_copy(const oauth1_captured *captured,
                                   oauth1_captured **out,
                                   oauth1_error **error);

/**
 * Whether the body is form data, whose pairs are signed.
 *
 * @param captured  a captured request, or NULL
 * @return whether it is; false for NULL
 *
 * Safe in any thread while none changes the captured request. Since 0.1.0.
 */
bool oauth1_captured_is_form(const oauth1_captured *captured);

/**
 * Frees a captured request, and what was read from it with it.
 *
 * @param captured  a captured request, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
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
 * Copies a diagnosis.
 *
 * @param diagnosis  the diagnosis; not NULL
 * @param out        receives the copy, to be freed with oauth1_diagnosis_free(); not NULL
 * @param error      receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_diagnosis_copy(const oauth1_diagnosis *diagnosis,
                                    oauth1_diagnosis **out,
                                    oauth1_error **error);

/**
 * Frees a diagnosis, and what was read from it with it.
 *
 * @param diagnosis  a diagnosis, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_diagnosis_free(oauth1_diagnosis *diagnosis);

/* ==============================================================================================
 * Refusals: why a request is not verified
 * ============================================================================================== */

/**
 * Which step of the verification failed: one of the OAUTH1_REASON_ numbers. Numbers are positive
 * and never reused; a later version can have more. Since 0.1.0.
 */
typedef int32_t oauth1_reason;

/** The request has no oauth_ parameter at all: 401. */
#define OAUTH1_REASON_NOT_SIGNED 1
/** The URL, the method, a header or a parameter cannot be read: 400. */
#define OAUTH1_REASON_MALFORMED 2
/** A required parameter is not there: 400. */
#define OAUTH1_REASON_PARAMETER_MISSING 3
/** A protocol parameter is there twice (RFC 5849, section 3.1): 400. */
#define OAUTH1_REASON_PARAMETER_REPEATED 4
/** Protocol parameters travel in more than one place (RFC 5849, section 3.5): 400. */
#define OAUTH1_REASON_TWO_PLACES 5
/** oauth_version is not 1.0: 400. */
#define OAUTH1_REASON_VERSION 6
/** The signature method is none of those that are taken: 400. */
#define OAUTH1_REASON_SIGNATURE_METHOD 7
/** PLAINTEXT came over plain http (RFC 5849, section 3.4.4): 400. */
#define OAUTH1_REASON_INSECURE_TRANSPORT 8
/** The timestamp is out of the window: 401. */
#define OAUTH1_REASON_TIMESTAMP 9
/** The consumer is not known: 401. The client is told the same as of a wrong signature. */
#define OAUTH1_REASON_CONSUMER 10
/**
 * The token is not known, or not one of this consumer: 401. The client is told the same as of a
 * wrong signature.
 */
#define OAUTH1_REASON_TOKEN 11
/** The signature is not that of the request: 401. */
#define OAUTH1_REASON_SIGNATURE 12
/** The body hash is required and not there: 400. */
#define OAUTH1_REASON_BODY_HASH_MISSING 13
/** The body hash is not that of the body: 401. */
#define OAUTH1_REASON_BODY_HASH 14
/** The nonce was used before: 401. */
#define OAUTH1_REASON_NONCE 15
/** It could not be told: a look-up, the nonce store, the clock or a custom method failed. 503. */
#define OAUTH1_REASON_UNAVAILABLE 16

/**
 * Why a request is refused: of an error that is OAUTH1_ERROR_NOT_VERIFIED.
 *
 * oauth1_error_message() tells in full what was wrong: it is for the provider's log. What the
 * client is to be told is oauth1_error_http_status(), oauth1_error_public_message() and
 * oauth1_error_www_authenticate().
 *
 * @param error  an error, or NULL
 * @return one of the OAUTH1_REASON_ numbers; 0 for an error of another status, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_reason oauth1_error_reason(const oauth1_error *error);

/**
 * What the client may be told of a request that is refused. It is the same for an unknown
 * consumer, an unknown token and a wrong signature.
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the message, alive as long as the error; NULL for an error of another status, and for
 *         NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_public_message(const oauth1_error *error, size_t *length);

/**
 * The value of the WWW-Authenticate header to answer with (RFC 9110, section 11.6.1): the
 * challenge, with the problem in it (the problem reporting extension).
 *
 * @param error   an error, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the value, alive as long as the error; NULL where the reason is
 *         OAUTH1_REASON_UNAVAILABLE, for an error of another status, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_error_www_authenticate(const oauth1_error *error, size_t *length);

/* ==============================================================================================
 * What verifiers ask for: secrets, and whether a nonce is new
 * ============================================================================================== */

/**
 * Where a look-up puts what it found: the secret of a consumer or a token, the public key of a
 * consumer. Where it puts nothing, there is none. It is lent for the call, and for the thread that
 * was called. Since 0.1.0.
 */
typedef struct oauth1_found oauth1_found;

/**
 * The use of a nonce: unique for its timestamp, consumer and token (RFC 5849, section 3.3). It is
 * lent for the call, and for the thread that was called. Since 0.1.0.
 */
typedef struct oauth1_nonce_use oauth1_nonce_use;

/**
 * Looks up a consumer (RFC 5849: client), by oauth1_found_set_secret() and
 * oauth1_found_set_public_key(). Where there is none, or it may not act any more, nothing is set.
 *
 * @param userdata             what was given with the callback, which can be NULL
 * @param consumer_key         its key (oauth_consumer_key), NUL-terminated; lent for the call; not
 *                             NULL
 * @param consumer_key_length  how many bytes it has
 * @param found                takes what is known of the consumer; not NULL
 * @param failure              takes why it fails; not NULL
 * @return whether it could look; false refuses the request with OAUTH1_REASON_UNAVAILABLE
 *
 * Called by several threads at once. Since 0.1.0.
 */
typedef bool (*oauth1_find_consumer_fn)(void *userdata,
                                        const char *consumer_key,
                                        size_t consumer_key_length,
                                        oauth1_found *found,
                                        oauth1_failure *failure);

/**
 * Looks up the secret of a token, an access token or a request token, by
 * oauth1_found_set_secret(). Where there is none, it was not given to this consumer, or it holds
 * no more, nothing is set. It is called whether the consumer is known or not, so that time does
 * not tell which it is.
 *
 * @param userdata             what was given with the callback, which can be NULL
 * @param consumer_key         the consumer's key, NUL-terminated; lent for the call; not NULL
 * @param consumer_key_length  how many bytes it has
 * @param token                the token (oauth_token), NUL-terminated; lent for the call; not NULL
 * @param token_length         how many bytes it has
 * @param found                takes the secret; not NULL
 * @param failure              takes why it fails; not NULL
 * @return whether it could look; false refuses the request with OAUTH1_REASON_UNAVAILABLE
 *
 * Called by several threads at once. Since 0.1.0.
 */
typedef bool (*oauth1_find_token_fn)(void *userdata,
                                     const char *consumer_key,
                                     size_t consumer_key_length,
                                     const char *token,
                                     size_t token_length,
                                     oauth1_found *found,
                                     oauth1_failure *failure);

/**
 * Notes that a nonce is used, in one step that no other can come between, such as an insertion
 * into a table with a unique constraint, or Redis' SET with NX and EXAT (RFC 5849, section 3.3).
 * What it notes has to be kept until oauth1_nonce_use_expires() has passed.
 *
 * @param userdata  what was given with the callback, which can be NULL
 * @param nonce     the use of the nonce; lent for the call; not NULL
 * @param is_new    receives whether the nonce was not noted before; not NULL
 * @param failure   takes why it fails; not NULL
 * @return whether it could tell; false refuses the request with OAUTH1_REASON_UNAVAILABLE
 *
 * Called by several threads at once. Since 0.1.0.
 */
typedef bool (*oauth1_note_nonce_fn)(void *userdata,
                                     const oauth1_nonce_use *nonce,
                                     bool *is_new,
                                     oauth1_failure *failure);

/**
 * Sets the secret that was found.
 *
 * @param found   what the look-up was called with; not NULL
 * @param secret  the secret, may be empty; NUL-terminated, copied; wiped from memory once the
 *                request is verified; not NULL
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_INVALID_UTF8
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
oauth1_status oauth1_found_set_secret(oauth1_found *found,
                                      const char *secret,
                                      oauth1_error **error);

/**
 * Sets the public key that was found, for the RSA methods. A consumer that has a key and no secret
 * cannot sign by the others.
 *
 * @param found   what the look-up of a consumer was called with; not NULL
 * @param key     the key as it stands in a file: PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE, PEM or
 *                DER; copied; not NULL
 * @param length  how many bytes it has
 * @param error   receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_KEY for what is no such key, with a message that says
 *         what it is instead; OAUTH1_ERROR_INVALID_SETTING for a token, which has none;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
oauth1_status oauth1_found_set_public_key(oauth1_found *found,
                                          const char *key,
                                          size_t length,
                                          oauth1_error **error);

/**
 * A key for stores that have short ones: 64 hexadecimal digits, the SHA-256 of consumer key,
 * token, timestamp and nonce, each behind its length.
 *
 * @param nonce   the use of a nonce, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the key, alive as long as the call; NULL for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
const char *oauth1_nonce_use_key(const oauth1_nonce_use *nonce, size_t *length);

/**
 * The consumer key.
 *
 * @param nonce   the use of a nonce, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the key, alive as long as the call; NULL for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
const char *oauth1_nonce_use_consumer_key(const oauth1_nonce_use *nonce, size_t *length);

/**
 * The token.
 *
 * @param nonce   the use of a nonce, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the token, alive as long as the call; NULL where there is none, and for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
const char *oauth1_nonce_use_token(const oauth1_nonce_use *nonce, size_t *length);

/**
 * The nonce, at most 256 bytes.
 *
 * @param nonce   the use of a nonce, or NULL
 * @param length  receives the length in bytes, or NULL
 * @return the nonce, alive as long as the call; NULL for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
const char *oauth1_nonce_use_nonce(const oauth1_nonce_use *nonce, size_t *length);

/**
 * The timestamp.
 *
 * @param nonce  the use of a nonce, or NULL
 * @return the seconds since 1970-01-01 00:00:00 GMT; 0 for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
uint64_t oauth1_nonce_use_timestamp(const oauth1_nonce_use *nonce);

/**
 * The last second in which a request of this timestamp is taken: until it has passed, the use has
 * to be remembered.
 *
 * @param nonce  the use of a nonce, or NULL
 * @return the seconds since 1970-01-01 00:00:00 GMT; 0 for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
uint64_t oauth1_nonce_use_expires(const oauth1_nonce_use *nonce);

/**
 * The time by the verifier's clock.
 *
 * @param nonce  the use of a nonce, or NULL
 * @return the seconds since 1970-01-01 00:00:00 GMT; 0 for NULL
 *
 * For the thread that was called, during the call. Since 0.1.0.
 */
uint64_t oauth1_nonce_use_now(const oauth1_nonce_use *nonce);

/* ==============================================================================================
 * Verified requests
 * ============================================================================================== */

/**
 * A request that was verified: who signed it, for whom, and what was signed. It never changes, and
 * can be read by several threads at once. Since 0.1.0.
 */
typedef struct oauth1_verified oauth1_verified;

/**
 * The consumer key (oauth_consumer_key): who signed.
 *
 * @param verified  a verified request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the key, alive as long as the verified request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_consumer_key(const oauth1_verified *verified, size_t *length);

/**
 * The token (oauth_token): for whom.
 *
 * @param verified  a verified request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the token, alive as long as the verified request; NULL where the consumer
 *         signed for itself, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_token(const oauth1_verified *verified, size_t *length);

/**
 * The name of the signature method (oauth_signature_method), such as "HMAC-SHA1".
 *
 * @param verified  a verified request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the name, alive as long as the verified request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_signature_method(const oauth1_verified *verified, size_t *length);

/**
 * Where the oauth_ parameters travelled.
 *
 * @param verified  a verified request, or NULL
 * @return one of the OAUTH1_TRANSMISSION_ numbers; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_transmission oauth1_verified_transmission(const oauth1_verified *verified);

/**
 * The realm of the Authorization header, which is not signed.
 *
 * @param verified  a verified request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the realm, alive as long as the verified request; NULL where there
 *         is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_realm(const oauth1_verified *verified, size_t *length);

/**
 * The timestamp (oauth_timestamp). PLAINTEXT may have none.
 *
 * @param verified  a verified request, or NULL
 * @param seconds   receives the seconds since 1970-01-01 00:00:00 GMT, or NULL
 * @return whether there is one; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_verified_timestamp(const oauth1_verified *verified, uint64_t *seconds);

/**
 * The nonce (oauth_nonce). PLAINTEXT may have none.
 *
 * @param verified  a verified request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the nonce, alive as long as the verified request; NULL where there
 *         is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_nonce(const oauth1_verified *verified, size_t *length);

/**
 * The URL that was signed: that by which the world knows the server.
 *
 * @param verified  a verified request, or NULL
 * @param length    receives the length in bytes, or NULL
 * @return the URL, alive as long as the verified request; NULL for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_url(const oauth1_verified *verified, size_t *length);

/**
 * How many parameters were signed: those of the query, then those of the header, then those of the
 * form body; oauth_signature is none of them. PLAINTEXT signs none, but they are here all the
 * same.
 *
 * @param verified  a verified request, or NULL
 * @return their number; 0 for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
size_t oauth1_verified_param_count(const oauth1_verified *verified);

/**
 * The name of a parameter that was signed, decoded: bytes of any kind.
 *
 * @param verified  a verified request, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the name, and a NUL behind it, alive as long as the verified request; NULL behind the
 *         last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_param_name(const oauth1_verified *verified,
                                       size_t index,
                                       size_t *length);

/**
 * The value of a parameter that was signed, decoded: bytes of any kind.
 *
 * @param verified  a verified request, or NULL
 * @param index     which, counted from 0
 * @param length    receives the length in bytes, or NULL
 * @return the value, and a NUL behind it, alive as long as the verified request; NULL behind the
 *         last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_param_value(const oauth1_verified *verified,
                                        size_t index,
                                        size_t *length);

/**
 * Where a parameter that was signed travelled.
 *
 * @param verified  a verified request, or NULL
 * @param index     which, counted from 0
 * @return one of the OAUTH1_SOURCE_ numbers; 0 behind the last index, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_source oauth1_verified_param_source(const oauth1_verified *verified, size_t index);

/**
 * The value of the first parameter of a name, such as "oauth_callback" or "oauth_verifier".
 *
 * @param verified  a verified request, or NULL
 * @param name      the name; NUL-terminated; NULL for none
 * @param length    receives the length in bytes, or NULL
 * @return the value, and a NUL behind it, alive as long as the verified request; NULL where there
 *         is none, and for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
const char *oauth1_verified_get(const oauth1_verified *verified, const char *name, size_t *length);

/**
 * Whether the signature covers the body: it is a form, its hash was sent and is right, or there is
 * none. What is not covered could have been changed on its way. Of PLAINTEXT it says nothing: that
 * method covers nothing at all.
 *
 * @param verified  a verified request, or NULL
 * @return whether it does; false for NULL
 *
 * Safe in any thread. Since 0.1.0.
 */
bool oauth1_verified_covers_body(const oauth1_verified *verified);

/**
 * Copies a verified request.
 *
 * @param verified  the verified request; not NULL
 * @param out       receives the copy, to be freed with oauth1_verified_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_verified_copy(const oauth1_verified *verified,
                                   oauth1_verified **out,
                                   oauth1_error **error);

/**
 * Frees a verified request, and what was read from it with it.
 *
 * @param verified  a verified request, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_verified_free(oauth1_verified *verified);

/* ==============================================================================================
 * Verifiers: checking requests that others signed
 * ============================================================================================== */

/**
 * Checks requests that others signed (RFC 5849, section 3.2): the provider's side. It never
 * changes; one serves all threads of a program at once, and a copy is one more reference to the
 * same. Since 0.1.0.
 */
typedef struct oauth1_verifier oauth1_verifier;

/**
 * Verifies a request that was received: reads it, looks up who signs, checks the signature and the
 * body hash, and notes the nonce. In all of it, bytes that are not UTF-8 become U+FFFD.
 *
 * Where it is refused, oauth1_error_reason() tells why, and what oauth1_error_http_status(),
 * oauth1_error_public_message() and oauth1_error_www_authenticate() give is to be answered.
 *
 * @param verifier  the verifier; not NULL
 * @param method    the request's method; NUL-terminated; not NULL. Not UTF-8: U+FFFD
 * @param url       its whole URL, path and query as they were received, not decoded; path and
 *                  query alone are enough where oauth1_verifier_builder_set_public_url() was
 *                  called; NUL-terminated; not NULL. Not UTF-8: U+FFFD
 * @param headers   the names and values of its headers in turn, and a NULL behind them; NULL for
 *                  none; each NUL-terminated. Authorization and Content-Type count, and those of
 *                  proxies; others are left aside, so that all can be given
 * @param body      its body, all of it, bytes of any kind; NULL only where length is 0
 * @param length    how many bytes it has
 * @param out       receives the verified request, to be freed with oauth1_verified_free(); not
 *                  NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_NOT_VERIFIED where the request is refused, or a callback fails;
 *         OAUTH1_ERROR_INVALID_PARAMETER for a header's name without a value;
 *         OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_verifier_verify(const oauth1_verifier *verifier,
                                     const char *method,
                                     const char *url,
                                     const char *const *headers,
                                     const char *body,
                                     size_t length,
                                     oauth1_verified **out,
                                     oauth1_error **error);

/**
 * Tells of a request, for the provider's log, how it should have been signed, and where it was
 * not, which known mistake makes its signature; the text of it holds no secret. It looks up
 * consumer and token once more, and notes no nonce. It takes far longer than verifying: call it
 * for some refusals, and not for each.
 *
 * @param verifier  the verifier; not NULL
 * @param method    as for oauth1_verifier_verify(); NUL-terminated; not NULL. Not UTF-8: U+FFFD
 * @param url       as for oauth1_verifier_verify(); NUL-terminated; not NULL. Not UTF-8: U+FFFD
 * @param headers   as for oauth1_verifier_verify(); NULL for none; each NUL-terminated
 * @param body      as for oauth1_verifier_verify(); NULL only where length is 0
 * @param length    how many bytes it has
 * @param out       receives the diagnosis, to be freed with oauth1_diagnosis_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_NOT_VERIFIED where there is nothing to explain: a request that
 *         cannot be read, is out of time or has more than 64 KiB, a consumer or a token that is
 *         not known, a callback that fails; OAUTH1_ERROR_INVALID_PARAMETER for a header's name
 *         without a value; OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_verifier_explain(const oauth1_verifier *verifier,
                                      const char *method,
                                      const char *url,
                                      const char *const *headers,
                                      const char *body,
                                      size_t length,
                                      oauth1_diagnosis **out,
                                      oauth1_error **error);

/**
 * Copies a verifier: the copy has the same store of nonces and the same callbacks.
 *
 * @param verifier  the verifier; not NULL
 * @param out       receives the copy, to be freed with oauth1_verifier_free(); not NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_verifier_copy(const oauth1_verifier *verifier,
                                   oauth1_verifier **out,
                                   oauth1_error **error);

/**
 * Frees a verifier. With the last copy, its secrets are wiped from memory, the data of its
 * callbacks is destroyed, and its nonces are forgotten.
 *
 * @param verifier  a verifier, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_verifier_free(oauth1_verifier *verifier);

/* ==============================================================================================
 * Verifier builders: by what rules
 * ============================================================================================== */

/** Makes a verifier. A builder is for one thread at a time. Since 0.1.0. */
typedef struct oauth1_verifier_builder oauth1_verifier_builder;

/**
 * By which headers a proxy tells what it was asked for: one of the OAUTH1_PROXY_HEADERS_ numbers.
 * Since 0.1.0.
 */
typedef int32_t oauth1_proxy_headers;

/** X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port, each where it is there. */
#define OAUTH1_PROXY_HEADERS_X_FORWARDED 1
/** Forwarded (RFC 7239). */
#define OAUTH1_PROXY_HEADERS_FORWARDED 2

/**
 * Begins with the default settings, and knowing nobody.
 *
 * @param out    receives the builder, to be freed with oauth1_verifier_builder_free(); not NULL
 * @param error  receives the error, or NULL
 * @return OAUTH1_OK or OAUTH1_ERROR_NULL_ARGUMENT
 *
 * Safe in any thread. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_new(oauth1_verifier_builder **out, oauth1_error **error);

/**
 * Gives the secret of a consumer (RFC 5849: client), for the HMAC methods, PLAINTEXT and custom
 * ones. It takes the place of one that was given before. Consumers that are given are not looked
 * up.
 *
 * @param builder       the builder; not NULL
 * @param consumer_key  its key (oauth_consumer_key); NUL-terminated, copied; not NULL
 * @param secret        its secret, may be empty; NUL-terminated, copied; not NULL
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_consumer_secret(oauth1_verifier_builder *builder,
                                                          const char *consumer_key,
                                                          const char *secret,
                                                          oauth1_error **error);

/**
 * Gives the public key of a consumer, for the RSA methods. A consumer that has a key and no secret
 * cannot sign by the others.
 *
 * @param builder       the builder; not NULL
 * @param consumer_key  its key (oauth_consumer_key); NUL-terminated, copied; not NULL
 * @param public_key    the public key as it stands in a file: PUBLIC KEY, RSA PUBLIC KEY or
 *                      CERTIFICATE, PEM or DER; copied; not NULL
 * @param length        how many bytes it has
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_KEY for what is no such key, with a message that says
 *         what it is instead; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_INVALID_UTF8;
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_consumer_public_key(oauth1_verifier_builder *builder,
                                                              const char *consumer_key,
                                                              const char *public_key,
                                                              size_t length,
                                                              oauth1_error **error);

/**
 * Gives the secret of a token, an access token or a request token. It takes the place of one that
 * was given before. Tokens that are given are not looked up.
 *
 * @param builder       the builder; not NULL
 * @param consumer_key  the key of the consumer that the token was given to; NUL-terminated,
 *                      copied; not NULL
 * @param token         the token (oauth_token); NUL-terminated, copied; not NULL
 * @param secret        its secret, may be empty; NUL-terminated, copied; not NULL
 * @param error         receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_token_secret(oauth1_verifier_builder *builder,
                                                       const char *consumer_key,
                                                       const char *token,
                                                       const char *secret,
                                                       oauth1_error **error);

/**
 * Sets functions that look up consumers and tokens: those that were not given. Both are called for
 * each request that names them, known or not, so that time does not tell which of them is known;
 * what the look-ups themselves take is theirs to level. Default: none.
 *
 * @param builder   the builder; not NULL
 * @param consumer  looks up a consumer; not NULL
 * @param token     looks up a token; NULL where there is none to be looked up
 * @param userdata  what both are called with, or NULL. The builder takes it over if the call
 *                  succeeds, and hands it on to what it builds
 * @param destroy   destroys userdata, or NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_look_ups(oauth1_verifier_builder *builder,
                                                   oauth1_find_consumer_fn consumer,
                                                   oauth1_find_token_fn token,
                                                   void *userdata,
                                                   oauth1_destroy_fn destroy,
                                                   oauth1_error **error);

/**
 * Sets a store of the nonces that were used. Where a provider has several processes they share
 * one, or a request could be replayed to another. Default: a store in the memory of this process,
 * of a million nonces.
 *
 * @param builder   the builder; not NULL
 * @param note      notes that a nonce is used, and tells whether it is new; not NULL
 * @param userdata  what note is called with, or NULL. The builder takes it over if the call
 *                  succeeds, and hands it on to what it builds
 * @param destroy   destroys userdata, or NULL
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_nonce_store(oauth1_verifier_builder *builder,
                                                      oauth1_note_nonce_fn note,
                                                      void *userdata,
                                                      oauth1_destroy_fn destroy,
                                                      oauth1_error **error);

/**
 * Keeps nonces in the memory of this process, at most so many: how many requests are taken within
 * the timestamp window, both ways. Each takes 10 to 22 bytes. Where the store is full, requests
 * are refused with OAUTH1_REASON_UNAVAILABLE until some expire. Default: a million.
 *
 * @param builder   the builder; not NULL
 * @param capacity  how many, rounded up to a multiple of 16
 * @param error     receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_nonce_capacity(oauth1_verifier_builder *builder,
                                                         size_t capacity,
                                                         oauth1_error **error);

/**
 * Takes requests that are signed by this method. Where none is added, those of HMAC and RSA are
 * taken; the first that is added takes their place. OAUTH1_SIGNATURE_METHOD_PLAINTEXT is taken
 * where it is added, and over https only.
 *
 * @param builder  the builder; not NULL
 * @param method   one of the OAUTH1_SIGNATURE_METHOD_ numbers. One that is added twice is an error
 *                 when the verifier is built
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_add_signature_method(oauth1_verifier_builder *builder,
                                                           oauth1_signature_method method,
                                                           oauth1_error **error);

/**
 * Takes a signature method of the provider's own as well (RFC 5849, section 3.4: servers may have
 * others). It signs as the client does, and the signatures are compared in constant time. It can
 * be called several times.
 *
 * @param builder    the builder; not NULL
 * @param name       what oauth_signature_method is then; NUL-terminated, copied; not NULL
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
oauth1_status oauth1_verifier_builder_add_custom_signature(oauth1_verifier_builder *builder,
                                                           const char *name,
                                                           oauth1_hash body_hash,
                                                           oauth1_sign_fn sign,
                                                           void *userdata,
                                                           oauth1_destroy_fn destroy,
                                                           oauth1_error **error);

/**
 * Takes PLAINTEXT, where it is taken, over plain http too, where anyone on the way can read the
 * secrets: for sandboxes. Default: it is refused.
 *
 * @param builder  the builder; not NULL
 * @param allow    whether to take it
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_plaintext_over_http(oauth1_verifier_builder *builder,
                                                              bool allow,
                                                              oauth1_error **error);

/**
 * Sets the base by which the world knows the server, where there is a proxy before it: scheme,
 * host, port, and a path to which that of the request is appended, whatever the request says.
 * Default: the URL of the request as it is given.
 *
 * @param builder  the builder; not NULL
 * @param url      the base, such as "https://api.example.com"; NUL-terminated, copied; not NULL.
 *                 One with a query is an error when the verifier is built
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_INVALID_URL, OAUTH1_ERROR_NULL_ARGUMENT,
 *         OAUTH1_ERROR_INVALID_UTF8 or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_public_url(oauth1_verifier_builder *builder,
                                                     const char *url,
                                                     oauth1_error **error);

/**
 * Takes scheme, host and port of the URL that was signed from the headers of proxies, each of
 * which adds its value: what counts is the value so many from the end, since those before it are
 * the client's to make up. The proxies have to set these headers, or to remove what a client sent.
 * It takes the place of oauth1_verifier_builder_set_public_url(), which is the safer one. Default:
 * no such header counts.
 *
 * @param builder  the builder; not NULL
 * @param proxies  how many proxies stand before the server; 0 is an error when the verifier is
 *                 built
 * @param headers  one of the OAUTH1_PROXY_HEADERS_ numbers
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_ENUM or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_proxies(oauth1_verifier_builder *builder,
                                                  size_t proxies,
                                                  oauth1_proxy_headers headers,
                                                  oauth1_error **error);

/**
 * Sets how far a timestamp may be from the clock here, to either side. As long are nonces kept.
 * Default: 300 seconds.
 *
 * @param builder  the builder; not NULL
 * @param seconds  how many seconds, from 1 to those of ten years; another number is an error when
 *                 the verifier is built
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_timestamp_window(oauth1_verifier_builder *builder,
                                                           uint64_t seconds,
                                                           oauth1_error **error);

/**
 * Sets whether a body that is no form and not empty has to have an oauth_body_hash (the body hash
 * draft, 2009), without which it is not signed. One that is there is checked in any case. Default:
 * it has not to.
 *
 * @param builder  the builder; not NULL
 * @param require  whether it has to
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT or OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_require_body_hash(oauth1_verifier_builder *builder,
                                                            bool require,
                                                            oauth1_error **error);

/**
 * Sets the realm of the WWW-Authenticate header of refusals (RFC 9110, section 11.5). Default:
 * none.
 *
 * @param builder  the builder; not NULL
 * @param realm    the realm, not quoted; NUL-terminated, copied; not NULL. One with control
 *                 characters is an error when the verifier is built
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK, OAUTH1_ERROR_NULL_ARGUMENT, OAUTH1_ERROR_INVALID_UTF8 or
 *         OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_set_realm(oauth1_verifier_builder *builder,
                                                const char *realm,
                                                oauth1_error **error);

/**
 * Sets the clock that timestamps are compared with. Default: the system's.
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
oauth1_status oauth1_verifier_builder_set_clock(oauth1_verifier_builder *builder,
                                                oauth1_clock_fn clock,
                                                void *userdata,
                                                oauth1_destroy_fn destroy,
                                                oauth1_error **error);

/**
 * Makes the verifier. The builder is done with then, whether that succeeds or not, and still to be
 * freed.
 *
 * @param builder  the builder; not NULL
 * @param out      receives the verifier, to be freed with oauth1_verifier_free(); not NULL
 * @param error    receives the error, or NULL
 * @return OAUTH1_OK; OAUTH1_ERROR_INVALID_SETTING where no consumer is known and none is looked
 *         up, for a signature method that is added twice or has no name, a window or a number of
 *         proxies that is none, and a base with a query; OAUTH1_ERROR_INVALID_HEADER for a realm
 *         with control characters; OAUTH1_ERROR_NULL_ARGUMENT; OAUTH1_ERROR_ALREADY_BUILT
 *
 * One thread at a time for one builder. Since 0.1.0.
 */
oauth1_status oauth1_verifier_builder_build(oauth1_verifier_builder *builder,
                                            oauth1_verifier **out,
                                            oauth1_error **error);

/**
 * Frees a builder. The verifier that it has built does not need it.
 *
 * @param builder  a builder, or NULL, for which nothing happens
 *
 * Safe in any thread, once none uses it. Since 0.1.0.
 */
void oauth1_verifier_builder_free(oauth1_verifier_builder *builder);

#ifdef __cplusplus
}
#endif

#endif
