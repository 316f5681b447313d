/**
 * @file
 * OAuth 1.0a (RFC 5849) for C++17 and later: oauth1.h, with its handles as values, its errors as
 * exceptions or results, and its callbacks as callables.
 *
 * The contract of each function is that of the function of oauth1.h which it names. Link with what
 * is linked for C; nothing else is needed.
 *
 * @code{.cpp}
 * #include <oauth1.hpp>
 * #include <iostream>
 *
 * int main()
 * {
 *     try {
 *         const oauth1::client client("consumer key", "consumer secret");
 *         const oauth1::token token("token key", "token secret");
 *         const oauth1::session session(client, token);
 *         const oauth1::response response =
 *             session.send(oauth1::request("POST", "https://api.example.com/update.json")
 *                              .add_param("status", "Hello Ladies + Gentlemen"));
 *         std::cout << response.status() << ' ' << response.body() << '\n';
 *     } catch (const oauth1::error &error) {
 *         std::cerr << error.what() << '\n';
 *         return 1;
 *     }
 * }
 * @endcode
 *
 * ## Errors
 *
 * - A function that can fail throws oauth1::error. With std::nothrow as its last argument it gives
 *   an oauth1::result instead; for constructors there is make(), which takes it too. Of the other
 *   arguments none can be left out then.
 * - std::bad_alloc comes as an exception either way.
 *
 * ## Objects
 *
 * - Every object owns its handle. All can be moved, and all can be copied but for builders,
 *   streams and multiparts. One that was moved from is empty: it can be assigned to and destroyed,
 *   what it gives is empty, 0 or false, and what can fail fails with status::null_argument.
 * - get() is the handle, for the functions of oauth1.h; release() gives it away, and the
 *   constructor that takes a pointer takes it over.
 * - What may be absent is a std::optional, or a pointer that may be null.
 *
 * ## Strings
 *
 * - A std::string_view that goes in is copied. One with a NUL inside is an error where the C
 *   function takes text that ends with one.
 * - A std::string_view that comes out, a range and a reference live as long as the object they came
 *   from, however it is moved; those of requests, providers and captured requests until it is
 *   changed.
 *
 * ## Callables
 *
 * - Any callable will do, one that can only be moved too. It is destroyed with the last object that
 *   has it. Where the C callback can be called by several threads at once, so can the callable.
 * - What a callable throws ends the request, the signature or the verification, and comes out of the call that it was
 *   made for: the very exception is thrown, or is error::cause() of the result.
 *
 * ## Threads
 *
 * As for the handles: what is const can be used by several threads at once, but for streams and
 * multiparts.
 */
#ifndef OAUTH1_HPP
#define OAUTH1_HPP

#if !(__cplusplus >= 201703L || (defined(_MSVC_LANG) && _MSVC_LANG >= 201703L))
#error "oauth1.hpp needs C++17"
#endif

#include <oauth1.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#if __cplusplus >= 202002L
#include <ranges>
#endif

namespace oauth1 {

/* ==============================================================================================
 * Numbers
 * ============================================================================================== */

/** What went wrong: the OAUTH1_ERROR_ numbers. A later version of the library can have more. */
enum class status : oauth1_status {
    ok = OAUTH1_OK,
    invalid_setting = OAUTH1_ERROR_INVALID_SETTING,
    invalid_url = OAUTH1_ERROR_INVALID_URL,
    invalid_parameter = OAUTH1_ERROR_INVALID_PARAMETER,
    invalid_header = OAUTH1_ERROR_INVALID_HEADER,
    invalid_key = OAUTH1_ERROR_INVALID_KEY,
    signing_failed = OAUTH1_ERROR_SIGNING_FAILED,
    insecure_transport = OAUTH1_ERROR_INSECURE_TRANSPORT,
    invalid_body = OAUTH1_ERROR_INVALID_BODY,
    host_not_found = OAUTH1_ERROR_HOST_NOT_FOUND,
    connection_failed = OAUTH1_ERROR_CONNECTION_FAILED,
    tls_failed = OAUTH1_ERROR_TLS_FAILED,
    timed_out = OAUTH1_ERROR_TIMED_OUT,
    invalid_response = OAUTH1_ERROR_INVALID_RESPONSE,
    response_too_large = OAUTH1_ERROR_RESPONSE_TOO_LARGE,
    cancelled = OAUTH1_ERROR_CANCELLED,
    too_many_redirects = OAUTH1_ERROR_TOO_MANY_REDIRECTS,
    not_saved = OAUTH1_ERROR_NOT_SAVED,
    refused = OAUTH1_ERROR_REFUSED,
    invalid_token_response = OAUTH1_ERROR_INVALID_TOKEN_RESPONSE,
    callback_not_confirmed = OAUTH1_ERROR_CALLBACK_NOT_CONFIRMED,
    access_denied = OAUTH1_ERROR_ACCESS_DENIED,
    invalid_callback = OAUTH1_ERROR_INVALID_CALLBACK,
    invalid_pending_authorization = OAUTH1_ERROR_INVALID_PENDING_AUTHORIZATION,
    null_argument = OAUTH1_ERROR_NULL_ARGUMENT,
    invalid_utf8 = OAUTH1_ERROR_INVALID_UTF8,
    invalid_enum = OAUTH1_ERROR_INVALID_ENUM,
    panic = OAUTH1_ERROR_PANIC,
    buffer_too_small = OAUTH1_ERROR_BUFFER_TOO_SMALL,
    already_built = OAUTH1_ERROR_ALREADY_BUILT,
    not_verified = OAUTH1_ERROR_NOT_VERIFIED,
};

/** Why a request is not verified: the OAUTH1_REASON_ numbers. A later version can have more. */
enum class reason : oauth1_reason {
    not_signed = OAUTH1_REASON_NOT_SIGNED,
    malformed = OAUTH1_REASON_MALFORMED,
    parameter_missing = OAUTH1_REASON_PARAMETER_MISSING,
    parameter_repeated = OAUTH1_REASON_PARAMETER_REPEATED,
    two_places = OAUTH1_REASON_TWO_PLACES,
    version = OAUTH1_REASON_VERSION,
    signature_method = OAUTH1_REASON_SIGNATURE_METHOD,
    insecure_transport = OAUTH1_REASON_INSECURE_TRANSPORT,
    timestamp = OAUTH1_REASON_TIMESTAMP,
    consumer = OAUTH1_REASON_CONSUMER,
    token = OAUTH1_REASON_TOKEN,
    signature = OAUTH1_REASON_SIGNATURE,
    body_hash_missing = OAUTH1_REASON_BODY_HASH_MISSING,
    body_hash = OAUTH1_REASON_BODY_HASH,
    nonce = OAUTH1_REASON_NONCE,
    unavailable = OAUTH1_REASON_UNAVAILABLE,
};

/** By which headers proxies tell what they were asked for: the OAUTH1_PROXY_HEADERS_ numbers. */
enum class proxy_headers : oauth1_proxy_headers {
    x_forwarded = OAUTH1_PROXY_HEADERS_X_FORWARDED,
    forwarded = OAUTH1_PROXY_HEADERS_FORWARDED,
};

/** How requests are signed: the OAUTH1_SIGNATURE_METHOD_ numbers. */
enum class signature_method : oauth1_signature_method {
    hmac_sha1 = OAUTH1_SIGNATURE_METHOD_HMAC_SHA1,
    hmac_sha256 = OAUTH1_SIGNATURE_METHOD_HMAC_SHA256,
    hmac_sha512 = OAUTH1_SIGNATURE_METHOD_HMAC_SHA512,
    plaintext = OAUTH1_SIGNATURE_METHOD_PLAINTEXT,
    rsa_sha1 = OAUTH1_SIGNATURE_METHOD_RSA_SHA1,
    rsa_sha256 = OAUTH1_SIGNATURE_METHOD_RSA_SHA256,
    rsa_sha512 = OAUTH1_SIGNATURE_METHOD_RSA_SHA512,
};

/** Where the oauth_ parameters travel: the OAUTH1_TRANSMISSION_ numbers; 0 of an empty object. */
enum class transmission : oauth1_transmission {
    header = OAUTH1_TRANSMISSION_HEADER,
    query = OAUTH1_TRANSMISSION_QUERY,
    form = OAUTH1_TRANSMISSION_FORM,
};

/** Whether requests carry oauth_body_hash: the OAUTH1_BODY_HASH_ numbers; 0 of an empty object. */
enum class body_hash : oauth1_body_hash {
    never = OAUTH1_BODY_HASH_NEVER,
    always = OAUTH1_BODY_HASH_ALWAYS,
    always_sha1 = OAUTH1_BODY_HASH_ALWAYS_SHA1,
    always_sha256 = OAUTH1_BODY_HASH_ALWAYS_SHA256,
    always_sha512 = OAUTH1_BODY_HASH_ALWAYS_SHA512,
};

/** What can be set for one request, and unset again: the OAUTH1_REQUEST_SETTING_ numbers. */
enum class request_setting : oauth1_request_setting {
    nonce = OAUTH1_REQUEST_SETTING_NONCE,
    timestamp = OAUTH1_REQUEST_SETTING_TIMESTAMP,
    realm = OAUTH1_REQUEST_SETTING_REALM,
    version = OAUTH1_REQUEST_SETTING_VERSION,
    transmission = OAUTH1_REQUEST_SETTING_TRANSMISSION,
    body_hash = OAUTH1_REQUEST_SETTING_BODY_HASH,
    empty_token = OAUTH1_REQUEST_SETTING_EMPTY_TOKEN,
    repeatable = OAUTH1_REQUEST_SETTING_REPEATABLE,
    timeout = OAUTH1_REQUEST_SETTING_TIMEOUT,
    max_response_size = OAUTH1_REQUEST_SETTING_MAX_RESPONSE_SIZE,
    cancellation = OAUTH1_REQUEST_SETTING_CANCELLATION,
};

/** A hash: the OAUTH1_HASH_ numbers. */
enum class hash : oauth1_hash {
    sha1 = OAUTH1_HASH_SHA1,
    sha256 = OAUTH1_HASH_SHA256,
    sha512 = OAUTH1_HASH_SHA512,
};

/** How much a line of the log matters, or which are wanted: the OAUTH1_LOG_ numbers. */
enum class log_level : oauth1_log_level {
    off = OAUTH1_LOG_OFF,
    error = OAUTH1_LOG_ERROR,
    warn = OAUTH1_LOG_WARN,
    info = OAUTH1_LOG_INFO,
    debug = OAUTH1_LOG_DEBUG,
    trace = OAUTH1_LOG_TRACE,
};

/** Which parameters of a provider: the OAUTH1_PROVIDER_PARAMS_ numbers. */
enum class provider_params : oauth1_provider_params {
    request_token = OAUTH1_PROVIDER_PARAMS_REQUEST_TOKEN,
    authorization = OAUTH1_PROVIDER_PARAMS_AUTHORIZATION,
    access_token = OAUTH1_PROVIDER_PARAMS_ACCESS_TOKEN,
    oauth = OAUTH1_PROVIDER_PARAMS_OAUTH,
};

/** What can be set of a provider, and unset again: the OAUTH1_PROVIDER_SETTING_ numbers. */
enum class provider_setting : oauth1_provider_setting {
    title = OAUTH1_PROVIDER_SETTING_TITLE,
    source = OAUTH1_PROVIDER_SETTING_SOURCE,
    request_token_url = OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_URL,
    authorization_url = OAUTH1_PROVIDER_SETTING_AUTHORIZATION_URL,
    access_token_url = OAUTH1_PROVIDER_SETTING_ACCESS_TOKEN_URL,
    renewal_url = OAUTH1_PROVIDER_SETTING_RENEWAL_URL,
    handshake_method = OAUTH1_PROVIDER_SETTING_HANDSHAKE_METHOD,
    signature_method = OAUTH1_PROVIDER_SETTING_SIGNATURE_METHOD,
    other_signature_methods = OAUTH1_PROVIDER_SETTING_OTHER_SIGNATURE_METHODS,
    transmission = OAUTH1_PROVIDER_SETTING_TRANSMISSION,
    handshake_transmission = OAUTH1_PROVIDER_SETTING_HANDSHAKE_TRANSMISSION,
    realm = OAUTH1_PROVIDER_SETTING_REALM,
    body_hash = OAUTH1_PROVIDER_SETTING_BODY_HASH,
    version = OAUTH1_PROVIDER_SETTING_VERSION,
    empty_token = OAUTH1_PROVIDER_SETTING_EMPTY_TOKEN,
    user_agent_required = OAUTH1_PROVIDER_SETTING_USER_AGENT_REQUIRED,
    callback_confirmation = OAUTH1_PROVIDER_SETTING_CALLBACK_CONFIRMATION,
    callback = OAUTH1_PROVIDER_SETTING_CALLBACK,
    authorization_token_param = OAUTH1_PROVIDER_SETTING_AUTHORIZATION_TOKEN_PARAM,
    authorization_key_param = OAUTH1_PROVIDER_SETTING_AUTHORIZATION_KEY_PARAM,
    authorization_param_names = OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAM_NAMES,
    required_authorization_params = OAUTH1_PROVIDER_SETTING_REQUIRED_AUTHORIZATION_PARAMS,
    request_token_params = OAUTH1_PROVIDER_SETTING_REQUEST_TOKEN_PARAMS,
    authorization_params = OAUTH1_PROVIDER_SETTING_AUTHORIZATION_PARAMS,
    access_token_params = OAUTH1_PROVIDER_SETTING_ACCESS_TOKEN_PARAMS,
    oauth_params = OAUTH1_PROVIDER_SETTING_OAUTH_PARAMS,
};

/** Why a signature does not fit: the OAUTH1_CAUSE_ numbers. A later version can have more. */
enum class cause : oauth1_cause {
    double_encoding = OAUTH1_CAUSE_DOUBLE_ENCODING,
    plus_for_space = OAUTH1_CAUSE_PLUS_FOR_SPACE,
    missing_query_parameter = OAUTH1_CAUSE_MISSING_QUERY_PARAMETER,
    missing_parameter = OAUTH1_CAUSE_MISSING_PARAMETER,
    extra_parameter = OAUTH1_CAUSE_EXTRA_PARAMETER,
    different_value = OAUTH1_CAUSE_DIFFERENT_VALUE,
    method = OAUTH1_CAUSE_METHOD,
    scheme = OAUTH1_CAUSE_SCHEME,
    port = OAUTH1_CAUSE_PORT,
    host_case = OAUTH1_CAUSE_HOST_CASE,
    host = OAUTH1_CAUSE_HOST,
    path = OAUTH1_CAUSE_PATH,
    body_not_signed = OAUTH1_CAUSE_BODY_NOT_SIGNED,
    body_signed = OAUTH1_CAUSE_BODY_SIGNED,
    sort_order = OAUTH1_CAUSE_SORT_ORDER,
    escape_case = OAUTH1_CAUSE_ESCAPE_CASE,
    reserved_characters = OAUTH1_CAUSE_RESERVED_CHARACTERS,
    not_encoded = OAUTH1_CAUSE_NOT_ENCODED,
    signature_included = OAUTH1_CAUSE_SIGNATURE_INCLUDED,
    realm_included = OAUTH1_CAUSE_REALM_INCLUDED,
    query_in_uri = OAUTH1_CAUSE_QUERY_IN_URI,
    duplicates_dropped = OAUTH1_CAUSE_DUPLICATES_DROPPED,
    body_hash = OAUTH1_CAUSE_BODY_HASH,
    malformed = OAUTH1_CAUSE_MALFORMED,
    another_request = OAUTH1_CAUSE_ANOTHER_REQUEST,
    character_set = OAUTH1_CAUSE_CHARACTER_SET,
    parameter_repeated = OAUTH1_CAUSE_PARAMETER_REPEATED,
    signature_format = OAUTH1_CAUSE_SIGNATURE_FORMAT,
    secrets = OAUTH1_CAUSE_SECRETS,
    token_secret_missing = OAUTH1_CAUSE_TOKEN_SECRET_MISSING,
    secrets_not_encoded = OAUTH1_CAUSE_SECRETS_NOT_ENCODED,
    secrets_encoded = OAUTH1_CAUSE_SECRETS_ENCODED,
    secrets_swapped = OAUTH1_CAUSE_SECRETS_SWAPPED,
    white_space_in_secret = OAUTH1_CAUSE_WHITE_SPACE_IN_SECRET,
    secret_sent = OAUTH1_CAUSE_SECRET_SENT,
    key_as_secret = OAUTH1_CAUSE_KEY_AS_SECRET,
    clock = OAUTH1_CAUSE_CLOCK,
    nonce_used = OAUTH1_CAUSE_NONCE_USED,
    signature_method = OAUTH1_CAUSE_SIGNATURE_METHOD,
    version = OAUTH1_CAUSE_VERSION,
    consumer_key = OAUTH1_CAUSE_CONSUMER_KEY,
    token = OAUTH1_CAUSE_TOKEN,
    callback = OAUTH1_CAUSE_CALLBACK,
    permission = OAUTH1_CAUSE_PERMISSION,
    user_refused = OAUTH1_CAUSE_USER_REFUSED,
    authorization_required = OAUTH1_CAUSE_AUTHORIZATION_REQUIRED,
    parameter_rejected = OAUTH1_CAUSE_PARAMETER_REJECTED,
    invalid_signature = OAUTH1_CAUSE_INVALID_SIGNATURE,
    unknown = OAUTH1_CAUSE_UNKNOWN,
};

/** Where a signed parameter travels: the OAUTH1_SOURCE_ numbers. */
enum class source : oauth1_source {
    query = OAUTH1_SOURCE_QUERY,
    form = OAUTH1_SOURCE_FORM,
    protocol = OAUTH1_SOURCE_PROTOCOL,
};

/** What was changed of a URL: the OAUTH1_URL_CHANGE_ numbers. A later version can have more. */
enum class url_change_kind : oauth1_url_change {
    spaces = OAUTH1_URL_CHANGE_SPACES,
    scheme_case = OAUTH1_URL_CHANGE_SCHEME_CASE,
    host_case = OAUTH1_URL_CHANGE_HOST_CASE,
    punycode = OAUTH1_URL_CHANGE_PUNYCODE,
    default_port = OAUTH1_URL_CHANGE_DEFAULT_PORT,
    port = OAUTH1_URL_CHANGE_PORT,
    empty_path = OAUTH1_URL_CHANGE_EMPTY_PATH,
    path_encoded = OAUTH1_URL_CHANGE_PATH_ENCODED,
    query_encoded = OAUTH1_URL_CHANGE_QUERY_ENCODED,
    fragment = OAUTH1_URL_CHANGE_FRAGMENT,
};

/** What a status means, in a few words. oauth1_status_text(). */
inline std::string_view to_string(status what) noexcept
{
    return oauth1_status_text(static_cast<oauth1_status>(what));
}

/** The name of a cause, such as "double_encoding". oauth1_cause_name(). */
inline std::string_view to_string(cause what) noexcept
{
    return oauth1_cause_name(static_cast<oauth1_cause>(what));
}

/** The version of the library that the program runs with. oauth1_version(). */
inline std::string_view version() noexcept
{
    return oauth1_version();
}

/** A name and a value. */
using name_value = std::pair<std::string_view, std::string_view>;

/* ==============================================================================================
 * Ranges
 * ============================================================================================== */

/**
 * What an object has several of: headers, parameters, names. It has random access, and gives its
 * elements by value.
 */
template <class Source>
class range {
public:
    using value_type = typename Source::value_type;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;

    class iterator {
    public:
        using value_type = typename Source::value_type;
        using reference = value_type;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
#if __cplusplus >= 202002L
        using iterator_concept = std::random_access_iterator_tag;
#endif

        /** What a `->` is followed on. */
        class pointer {
        public:
            explicit pointer(value_type value) : value_(std::move(value)) {}
            const value_type *operator->() const noexcept { return &value_; }

        private:
            value_type value_;
        };

        iterator() = default;
        iterator(Source source, difference_type index) noexcept : source_(source), index_(index) {}

        reference operator*() const { return source_.at(static_cast<std::size_t>(index_)); }
        pointer operator->() const { return pointer(**this); }
        reference operator[](difference_type offset) const { return *(*this + offset); }

        iterator &operator++() noexcept { return *this += 1; }
        iterator &operator--() noexcept { return *this -= 1; }
        iterator operator++(int) noexcept { return std::exchange(*this, *this + 1); }
        iterator operator--(int) noexcept { return std::exchange(*this, *this - 1); }
        iterator &operator+=(difference_type offset) noexcept
        {
            index_ += offset;
            return *this;
        }
        iterator &operator-=(difference_type offset) noexcept { return *this += -offset; }

        friend iterator operator+(iterator at, difference_type offset) noexcept
        {
            return at += offset;
        }
        friend iterator operator+(difference_type offset, iterator at) noexcept
        {
            return at += offset;
        }
        friend iterator operator-(iterator at, difference_type offset) noexcept
        {
            return at -= offset;
        }
        friend difference_type operator-(const iterator &a, const iterator &b) noexcept
        {
            return a.index_ - b.index_;
        }
        friend bool operator==(const iterator &a, const iterator &b) noexcept
        {
            return a.index_ == b.index_;
        }
        friend bool operator!=(const iterator &a, const iterator &b) noexcept { return !(a == b); }
        friend bool operator<(const iterator &a, const iterator &b) noexcept
        {
            return a.index_ < b.index_;
        }
        friend bool operator>(const iterator &a, const iterator &b) noexcept { return b < a; }
        friend bool operator<=(const iterator &a, const iterator &b) noexcept { return !(b < a); }
        friend bool operator>=(const iterator &a, const iterator &b) noexcept { return !(a < b); }

    private:
        Source source_{};
        difference_type index_ = 0;
    };
    using const_iterator = iterator;

    range() = default;
    explicit range(Source source) noexcept : source_(source) {}

    std::size_t size() const noexcept { return source_.size(); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    iterator begin() const noexcept { return iterator(source_, 0); }
    iterator end() const noexcept
    {
        return iterator(source_, static_cast<difference_type>(size()));
    }

    /** An element; behind the last one there are only empty ones. */
    value_type operator[](std::size_t index) const { return source_.at(index); }

private:
    Source source_{};
};

namespace detail {

/* --- strings that come out -------------------------------------------------------------------- */

/** The text that a function of C gives; empty for NULL. */
template <class Function, class... Arguments>
std::string_view text(Function function, Arguments... arguments)
{
    std::size_t length = 0;
    const char *const begin = function(arguments..., &length);
    return begin ? std::string_view(begin, length) : std::string_view();
}

/** The same, where there may be none. */
template <class Function, class... Arguments>
std::optional<std::string_view> text_or_none(Function function, Arguments... arguments)
{
    std::size_t length = 0;
    const char *const begin = function(arguments..., &length);
    if (begin)
        return std::string_view(begin, length);
    return std::nullopt;
}

/** What a range is made of: the strings that a handle has several of. */
template <class Handle, std::size_t (*Count)(const Handle *),
          const char *(*Item)(const Handle *, std::size_t, std::size_t *)>
struct strings {
    using value_type = std::string_view;
    const Handle *handle = nullptr;

    std::size_t size() const noexcept { return Count(handle); }
    value_type at(std::size_t index) const { return text(Item, handle, index); }
};

/** The same, for pairs of strings. */
template <class Handle, std::size_t (*Count)(const Handle *),
          const char *(*Name)(const Handle *, std::size_t, std::size_t *),
          const char *(*Value)(const Handle *, std::size_t, std::size_t *)>
struct pairs {
    using value_type = name_value;
    const Handle *handle = nullptr;

    std::size_t size() const noexcept { return Count(handle); }
    value_type at(std::size_t index) const
    {
        return {text(Name, handle, index), text(Value, handle, index)};
    }
};

} // namespace detail

/* ==============================================================================================
 * Errors and results
 * ============================================================================================== */

/**
 * What went wrong: what() is one line for people. Copies share what they hold. oauth1_error.
 */
class error : public std::runtime_error {
public:
    /** An error of the program's own; unsent says what is_unsent() is to be. */
    error(oauth1::status status, const std::string &message, bool unsent = false)
        : std::runtime_error(message), status_(status), unsent_(unsent)
    {
    }

    /** Takes over what a function of C has put into *error, together with what it returned. */
    error(oauth1_status status, oauth1_error *taken)
        : error(static_cast<oauth1::status>(status), shared(taken), nullptr)
    {
    }

    /** An error with the exception that made a call of C fail. */
    error(oauth1::status status, const std::string &message, oauth1_error *taken,
          std::exception_ptr cause)
        : std::runtime_error(message), handle_(shared(taken)), status_(status),
          unsent_(oauth1_error_is_unsent(get())), cause_(std::move(cause))
    {
    }

    /** oauth1_error_status(). */
    oauth1::status status() const noexcept { return status_; }

    /** Whether nothing of the request was sent, for certain. oauth1_error_is_unsent(). */
    bool is_unsent() const noexcept { return unsent_; }

    /**
     * The status that the provider answered with, or that a refused request is to be answered with;
     * 0 where there is none. oauth1_error_http_status().
     */
    std::uint16_t http_status() const noexcept { return oauth1_error_http_status(get()); }

    /** Such as "signature_invalid". oauth1_error_oauth_problem(). */
    std::optional<std::string_view> oauth_problem() const
    {
        return detail::text_or_none(oauth1_error_oauth_problem, get());
    }

    /** oauth1_error_problem_advice(). */
    std::optional<std::string_view> problem_advice() const
    {
        return detail::text_or_none(oauth1_error_problem_advice, get());
    }

    /** oauth1_error_what_to_do(). */
    std::optional<std::string_view> what_to_do() const
    {
        return detail::text_or_none(oauth1_error_what_to_do, get());
    }

    /** The first and the last that the provider takes. oauth1_error_acceptable_timestamps(). */
    std::optional<std::pair<std::uint64_t, std::uint64_t>> acceptable_timestamps() const noexcept
    {
        std::uint64_t from = 0, to = 0;
        if (!oauth1_error_acceptable_timestamps(get(), &from, &to))
            return std::nullopt;
        return std::make_pair(from, to);
    }

    /** oauth1_error_lowest_acceptable_version(). */
    std::optional<std::string_view> lowest_acceptable_version() const
    {
        return detail::text_or_none(oauth1_error_lowest_acceptable_version, get());
    }

    /** oauth1_error_highest_acceptable_version(). */
    std::optional<std::string_view> highest_acceptable_version() const
    {
        return detail::text_or_none(oauth1_error_highest_acceptable_version, get());
    }

    /** The parameters that the provider misses. oauth1_error_absent_parameter(). */
    auto absent_parameters() const noexcept
    {
        return range(detail::strings<oauth1_error, oauth1_error_absent_parameter_count,
                                     oauth1_error_absent_parameter>{get()});
    }

    /** The parameters that it does not take. oauth1_error_rejected_parameter_name(). */
    auto rejected_parameters() const noexcept
    {
        return range(detail::pairs<oauth1_error, oauth1_error_rejected_parameter_count,
                                   oauth1_error_rejected_parameter_name,
                                   oauth1_error_rejected_parameter_value>{get()});
    }

    /** The beginning of the provider's answer. oauth1_error_body_excerpt(). */
    std::optional<std::string_view> body_excerpt() const
    {
        return detail::text_or_none(oauth1_error_body_excerpt, get());
    }

    /** Why a request is not verified, where that is what went wrong. oauth1_error_reason(). */
    std::optional<oauth1::reason> reason() const noexcept
    {
        const oauth1_reason number = oauth1_error_reason(get());
        if (number == 0)
            return std::nullopt;
        return static_cast<oauth1::reason>(number);
    }

    /** What the client may be told of it. oauth1_error_public_message(). */
    std::optional<std::string_view> public_message() const
    {
        return detail::text_or_none(oauth1_error_public_message, get());
    }

    /** The header to answer with. oauth1_error_www_authenticate(). */
    std::optional<std::string_view> www_authenticate() const
    {
        return detail::text_or_none(oauth1_error_www_authenticate, get());
    }

    /** What a callable threw, where that is what went wrong. */
    std::exception_ptr cause() const noexcept { return cause_; }

    /** Throws the cause where there is one, and this otherwise. */
    [[noreturn]] void raise() const
    {
        if (cause_)
            std::rethrow_exception(cause_);
        throw *this;
    }

    /** The handle; NULL of an error that C did not make. */
    const oauth1_error *get() const noexcept { return handle_.get(); }

private:
    using shared_handle = std::shared_ptr<const oauth1_error>;

    error(oauth1::status status, shared_handle handle, std::nullptr_t)
        : std::runtime_error(message_of(status, handle.get())), handle_(std::move(handle)),
          status_(status), unsent_(oauth1_error_is_unsent(get()))
    {
    }

    static shared_handle shared(oauth1_error *taken)
    {
        return taken ? shared_handle(taken, [](oauth1_error *freed) { oauth1_error_free(freed); })
                     : nullptr;
    }

    static std::string message_of(oauth1::status status, const oauth1_error *handle)
    {
        return std::string(handle ? detail::text(oauth1_error_message, handle) : to_string(status));
    }

    shared_handle handle_;
    oauth1::status status_;
    bool unsent_;
    std::exception_ptr cause_;
};

template <class T>
class result;

namespace detail {

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<result<T>> = true;

template <class F, class... Value>
using transformed = std::remove_cv_t<std::invoke_result_t<F, Value...>>;

/** What a function makes of a value, in a result. */
template <class F, class... Value>
result<transformed<F, Value...>> transform(F &&function, Value &&...value)
{
    if constexpr (std::is_void_v<transformed<F, Value...>>) {
        std::forward<F>(function)(std::forward<Value>(value)...);
        return {};
    } else {
        return std::forward<F>(function)(std::forward<Value>(value)...);
    }
}

} // namespace detail

/**
 * A value, or the error in its place: what functions give that are called with std::nothrow. It
 * reads as std::expected does.
 */
template <class T>
class [[nodiscard]] result {
    static_assert(std::is_object_v<T> && !std::is_same_v<std::remove_cv_t<T>, oauth1::error>);

public:
    using value_type = T;
    using error_type = oauth1::error;

    result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    result(oauth1::error error) : content_(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const noexcept { return content_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /** The value; where there is none, throws as the call would have without std::nothrow. */
    T &value() &
    {
        check();
        return **this;
    }
    const T &value() const &
    {
        check();
        return **this;
    }
    T &&value() &&
    {
        check();
        return *std::move(*this);
    }

    /** The value, of a result that has one. */
    T &operator*() & noexcept { return *std::get_if<0>(&content_); }
    const T &operator*() const & noexcept { return *std::get_if<0>(&content_); }
    T &&operator*() && noexcept { return std::move(*std::get_if<0>(&content_)); }
    T *operator->() noexcept { return std::get_if<0>(&content_); }
    const T *operator->() const noexcept { return std::get_if<0>(&content_); }

    /** The error, of a result that has no value. */
    const oauth1::error &error() const noexcept { return *std::get_if<1>(&content_); }

    /** The value, or another where there is none. */
    template <class U>
    T value_or(U &&other) const &
    {
        return has_value() ? **this : static_cast<T>(std::forward<U>(other));
    }
    template <class U>
    T value_or(U &&other) &&
    {
        return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(other));
    }

    /** What a function that gives a result makes of the value; or the error. */
    template <class F>
    auto and_then(F &&function) const & -> std::invoke_result_t<F, const T &>
    {
        static_assert(detail::is_result<std::invoke_result_t<F, const T &>>);
        if (!has_value())
            return error();
        return std::forward<F>(function)(**this);
    }
    template <class F>
    auto and_then(F &&function) && -> std::invoke_result_t<F, T &&>
    {
        static_assert(detail::is_result<std::invoke_result_t<F, T &&>>);
        if (!has_value())
            return error();
        return std::forward<F>(function)(*std::move(*this));
    }

    /** What a function makes of the value, in a result; or the error. */
    template <class F>
    auto transform(F &&function) const & -> result<detail::transformed<F, const T &>>
    {
        if (!has_value())
            return error();
        return detail::transform(std::forward<F>(function), **this);
    }
    template <class F>
    auto transform(F &&function) && -> result<detail::transformed<F, T &&>>
    {
        if (!has_value())
            return error();
        return detail::transform(std::forward<F>(function), *std::move(*this));
    }

    /** This, or where there is no value, what a function makes of the error: another result. */
    template <class F>
    result or_else(F &&function) &&
    {
        return has_value() ? std::move(*this) : std::forward<F>(function)(error());
    }

private:
    void check() const
    {
        if (!has_value())
            error().raise();
    }

    std::variant<T, oauth1::error> content_;
};

/** Success without a value, or an error. */
template <>
class [[nodiscard]] result<void> {
public:
    using value_type = void;
    using error_type = oauth1::error;

    result() = default;
    result(oauth1::error error) : error_(std::move(error)) {}

    bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }

    /** Throws, where there is an error, as the call would have without std::nothrow. */
    void value() const
    {
        if (error_)
            error_->raise();
    }
    void operator*() const noexcept {}

    /** The error, of a result that has one. */
    const oauth1::error &error() const noexcept { return *error_; }

    /** What a function that gives a result gives; or the error. */
    template <class F>
    auto and_then(F &&function) const -> std::invoke_result_t<F>
    {
        static_assert(detail::is_result<std::invoke_result_t<F>>);
        if (error_)
            return *error_;
        return std::forward<F>(function)();
    }

    /** What a function gives, in a result; or the error. */
    template <class F>
    auto transform(F &&function) const -> result<detail::transformed<F>>
    {
        if (error_)
            return *error_;
        return detail::transform(std::forward<F>(function));
    }

    /** This, or where there is an error, what a function makes of it: another result. */
    template <class F>
    result or_else(F &&function) &&
    {
        return error_ ? std::forward<F>(function)(*error_) : std::move(*this);
    }

private:
    std::optional<oauth1::error> error_;
};

/** Stands where std::nothrow could: the function throws. */
struct throwing {};

namespace detail {

template <class T, class Tag>
struct outcome_of {};
template <class T>
struct outcome_of<T, throwing> {
    using type = T;
};
template <class T>
struct outcome_of<T, std::nothrow_t> {
    using type = result<T>;
};
template <class T>
struct outcome_of<T &, std::nothrow_t> {
    using type = result<void>;
};

} // namespace detail

/**
 * What a function gives that can fail: T, as it is; with std::nothrow, a result<T>. A function that
 * gives its own object, so that calls can be chained, gives a result<void> with std::nothrow.
 */
template <class T, class Tag>
using outcome = typename detail::outcome_of<T, Tag>::type;

/* ==============================================================================================
 * How C is called
 * ============================================================================================== */

/** A moment, in seconds since 1970-01-01 00:00:00 GMT; one before then is taken for that. */
class timestamp {
public:
    template <class Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
    timestamp(Integer seconds) noexcept : seconds_(unsigned_of(seconds))
    {
    }
    timestamp(std::chrono::system_clock::time_point time) noexcept
        : timestamp(
              std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count())
    {
    }

    std::uint64_t seconds() const noexcept { return seconds_; }

private:
    template <class Integer>
    static std::uint64_t unsigned_of(Integer value) noexcept
    {
        if constexpr (std::is_signed_v<Integer>)
            return value < 0 ? 0 : static_cast<std::uint64_t>(value);
        else
            return static_cast<std::uint64_t>(value);
    }

    std::uint64_t seconds_;
};

namespace detail {

/* --- handles ---------------------------------------------------------------------------------- */

/** Marks a handle that belongs to another, and is not to be freed. */
struct lent_t {};
inline constexpr lent_t lent{};

/** Owns a handle, or is lent one. */
template <class Handle, void (*Free)(Handle *)>
class owner {
public:
    using handle_type = Handle;

    owner(owner &&other) noexcept : handle_(other.release()), lent_(other.lent_) {}
    owner &operator=(owner &&other) noexcept
    {
        if (this != &other) {
            reset();
            lent_ = other.lent_;
            handle_ = other.release();
        }
        return *this;
    }
    ~owner() { reset(); }

    /** The handle, for the functions of oauth1.h; NULL of an object that was moved from. */
    Handle *get() noexcept { return handle_; }
    const Handle *get() const noexcept { return handle_; }

    /** Gives the handle away: it is the caller's to free. */
    Handle *release() noexcept { return std::exchange(handle_, nullptr); }

protected:
    explicit owner(Handle *taken) noexcept : handle_(taken) {}
    owner(const Handle *handle, lent_t) noexcept
        : handle_(const_cast<Handle *>(handle)), lent_(true)
    {
    }

private:
    void reset() noexcept
    {
        if (!lent_)
            Free(handle_);
        handle_ = nullptr;
    }

    Handle *handle_;
    bool lent_ = false;
};

/* --- what callables throw --------------------------------------------------------------------- */

/** A call of C, and what a callable has thrown that was called by it in the same thread. */
class call_scope {
public:
    call_scope() noexcept : outer_(std::exchange(innermost(), this)) {}
    ~call_scope() { innermost() = outer_; }
    call_scope(const call_scope &) = delete;
    call_scope &operator=(const call_scope &) = delete;

    /** Keeps the exception that is being handled for the call, if it is the first. */
    static void keep(status failure, const char *who) noexcept
    {
        call_scope *const scope = innermost();
        if (scope && !scope->thrown_) {
            scope->thrown_ = std::current_exception();
            scope->failure_ = failure;
            scope->who_ = who;
        }
    }

    /** What has become of the call: nothing where it has succeeded. */
    std::optional<error> failure(oauth1_status returned, oauth1_error *taken) const
    {
        if (thrown_)
            return error(failure_, message(), taken, thrown_);
        if (returned != OAUTH1_OK)
            return error(returned, taken);
        return std::nullopt;
    }

private:
    static call_scope *&innermost() noexcept
    {
        static thread_local call_scope *scope = nullptr;
        return scope;
    }

    std::string message() const
    {
        std::string text = who_;
        text += " failed";
        try {
            std::rethrow_exception(thrown_);
        } catch (const std::exception &exception) {
            text += ": ";
            text += exception.what();
        } catch (...) {
        }
        return text;
    }

    call_scope *outer_;
    std::exception_ptr thrown_;
    status failure_ = status::ok;
    const char *who_ = "";
};

/** What a function gives, or another value where it throws: the exception is kept for the call. */
template <class Value, class Function>
Value guarded(status what, const char *who, Value otherwise, oauth1_failure *failure,
              Function &&function) noexcept
{
    try {
        return std::forward<Function>(function)();
    } catch (const std::exception &exception) {
        oauth1_failure_set_message(failure, exception.what());
        call_scope::keep(what, who);
    } catch (...) {
        call_scope::keep(what, who);
    }
    return otherwise;
}

/* --- what goes in ----------------------------------------------------------------------------- */

/** A copy of a string with a NUL behind it, wiped in the end: it may be a secret. */
class c_string {
public:
    c_string(std::string_view text, status failure, const char *what) : failure_(failure)
    {
        if (!text.empty() && std::memchr(text.data(), '\0', text.size()))
            what_ = what;
        length_ = text.size();
        if (length_ >= sizeof small_)
            large_ = std::make_unique<char[]>(length_ + 1);
        char *const copy = large_ ? large_.get() : small_;
        if (!text.empty())
            std::memcpy(copy, text.data(), length_);
        copy[length_] = '\0';
    }
    ~c_string()
    {
        volatile char *const copy = large_ ? large_.get() : small_;
        for (std::size_t i = 0; i < length_; ++i)
            copy[i] = '\0';
    }
    c_string(const c_string &) = delete;
    c_string &operator=(const c_string &) = delete;

    const char *raw() const noexcept { return large_ ? large_.get() : small_; }

    /** Why it cannot be handed over, if it cannot. */
    std::optional<error> refusal() const
    {
        if (!what_)
            return std::nullopt;
        return error(failure_, std::string(what_) + " holds a NUL, which it cannot", true);
    }

private:
    std::unique_ptr<char[]> large_;
    std::size_t length_ = 0;
    const char *what_ = nullptr;
    status failure_;
    char small_[232];
};

inline c_string url_text(std::string_view text)
{
    return c_string(text, status::invalid_url, "a URL");
}
inline c_string header_text(std::string_view text)
{
    return c_string(text, status::invalid_header, "a method or header");
}
inline c_string parameter_text(std::string_view text)
{
    return c_string(text, status::invalid_parameter, "a parameter");
}
inline c_string setting_text(std::string_view text)
{
    return c_string(text, status::invalid_setting, "a setting, key or secret");
}
inline c_string path_text(std::string_view text)
{
    return c_string(text, status::invalid_body, "a path");
}

/** A time limit or a pause, in milliseconds. */
class duration {
public:
    explicit duration(std::chrono::milliseconds length) noexcept : count_(length.count()) {}

    std::uint64_t raw() const noexcept { return static_cast<std::uint64_t>(count_); }
    std::optional<error> refusal() const
    {
        if (count_ >= 0)
            return std::nullopt;
        return error(status::invalid_setting, "a time is negative: expected 0 or more", true);
    }

private:
    std::chrono::milliseconds::rep count_;
};

template <class T, class = void>
inline constexpr bool is_checked = false;
template <class T>
inline constexpr bool is_checked<T, std::void_t<decltype(std::declval<const T &>().refusal())>> =
    true;

template <class T>
std::optional<error> refusal(const T &argument)
{
    if constexpr (is_checked<T>)
        return argument.refusal();
    else
        return std::nullopt;
}

template <class T>
auto raw(const T &argument) noexcept
{
    if constexpr (is_checked<T>)
        return argument.raw();
    else if constexpr (std::is_enum_v<T>)
        return static_cast<std::underlying_type_t<T>>(argument);
    else
        return argument;
}

/* --- calls ------------------------------------------------------------------------------------ */

/** Calls a function whose last argument is a place for an error. */
template <class Function, class... Arguments>
std::optional<error> call(Function function, const Arguments &...arguments)
{
    std::optional<error> refused;
    if (((refused = refusal(arguments)).has_value() || ...))
        return refused;
    const call_scope scope;
    oauth1_error *failure = nullptr;
    const oauth1_status returned = function(raw(arguments)..., &failure);
    return scope.failure(returned, failure);
}

/** What a function gives to its caller: the value, unless there was an error. */
template <class T, class Tag, class Value>
outcome<T, Tag> finish(const std::optional<error> &failure, Value &&value)
{
    if (failure) {
        if constexpr (std::is_same_v<Tag, throwing>)
            failure->raise();
        else
            return *failure;
    }
    if constexpr (std::is_same_v<outcome<T, Tag>, result<void>>)
        return {};
    else
        return std::forward<Value>(value);
}

template <class Tag>
outcome<void, Tag> finish(const std::optional<error> &failure)
{
    if constexpr (std::is_same_v<Tag, throwing>) {
        if (failure)
            failure->raise();
    } else {
        if (failure)
            return *failure;
        return {};
    }
}

/** Calls a function that makes a handle. */
template <class T, class Tag, class Function, class... Arguments>
outcome<T, Tag> make(Function function, const Arguments &...arguments)
{
    typename T::handle_type *handle = nullptr;
    const std::optional<error> failure = call(function, arguments..., &handle);
    return finish<T, Tag>(failure, T(handle)); // freed here, if it was made and a callable threw
}

/** Calls a function that makes a string. */
template <class Tag, class Function, class... Arguments>
outcome<std::string, Tag> make_string(Function function, const Arguments &...arguments)
{
    char *string = nullptr;
    const std::optional<error> failure = call(function, arguments..., &string);
    const std::unique_ptr<char, void (*)(char *)> owned(string, oauth1_string_free);
    return finish<std::string, Tag>(failure, std::string(string ? string : ""));
}

/** Calls a function that changes an object, which is given back. */
template <class Tag, class Self, class Function, class... Arguments>
outcome<Self &, Tag> change(Self &self, Function function, const Arguments &...arguments)
{
    return finish<Self &, Tag>(call(function, self.get(), arguments...), self);
}

/** The same, for a function that takes data over if it succeeds. */
template <class Tag, class Self, class Data, class Function, class... Arguments>
outcome<Self &, Tag> change_with(Self &self, std::unique_ptr<Data> data, Function function,
                                 const Arguments &...arguments)
{
    void *const userdata = data.get();
    const oauth1_destroy_fn destroy = [](void *destroyed) {
        delete static_cast<Data *>(destroyed);
    };
    const std::optional<error> failure =
        call(function, self.get(), arguments..., userdata, destroy);
    if (!failure)
        static_cast<void>(data.release());
    return finish<Self &, Tag>(failure, self);
}

/** Owns a handle, or is lent one; its copies own a copy of the handle. */
template <class Handle, void (*Free)(Handle *),
          oauth1_status (*Copy)(const Handle *, Handle **, oauth1_error **)>
class copyable : public owner<Handle, Free> {
public:
    copyable(const copyable &other) : owner<Handle, Free>(copied(other.get())) {}
    copyable(copyable &&) noexcept = default;
    copyable &operator=(const copyable &other) { return *this = copyable(other); }
    copyable &operator=(copyable &&) noexcept = default;
    ~copyable() = default;

protected:
    explicit copyable(Handle *taken) noexcept : owner<Handle, Free>(taken) {}
    copyable(const Handle *handle, lent_t) noexcept : owner<Handle, Free>(handle, lent) {}

private:
    /** NULL of NULL. */
    static Handle *copied(const Handle *handle)
    {
        Handle *out = nullptr;
        if (handle)
            finish<throwing>(call(Copy, handle, &out));
        return out;
    }
};

/* --- callables -------------------------------------------------------------------------------- */

template <class F, status Failure = status::signing_failed>
struct clock_callable {
    F function;

    static bool call(void *userdata, std::uint64_t *seconds, oauth1_failure *failure) noexcept
    {
        return guarded(Failure, "the clock", false, failure, [&] {
            const timestamp now = static_cast<clock_callable *>(userdata)->function();
            *seconds = now.seconds();
            return true;
        });
    }
};

/** Writes what a callable gives where C wants it; what is too long is for C to refuse. */
template <class Text>
std::size_t write(const Text &text, char *buffer, std::size_t capacity)
{
    const std::string_view view = text;
    if (!view.empty() && view.size() <= capacity)
        std::memcpy(buffer, view.data(), view.size());
    return view.size();
}

template <class F>
struct nonce_callable {
    F function;

    static std::size_t call(void *userdata, char *buffer, std::size_t capacity,
                            oauth1_failure *failure) noexcept
    {
        constexpr const char *who = "the nonce's callable";
        return guarded(status::signing_failed, who, std::size_t{0}, failure, [&] {
            return write(static_cast<nonce_callable *>(userdata)->function(), buffer, capacity);
        });
    }
};

template <class F, status Failure = status::signing_failed>
struct sign_callable {
    F function;

    static std::size_t call(void *userdata, const char *base_string, std::size_t length,
                            const char *consumer_secret, std::size_t consumer_secret_length,
                            const char *token_secret, std::size_t token_secret_length,
                            char *buffer, std::size_t capacity, oauth1_failure *failure) noexcept
    {
        constexpr const char *who = "the signature's callable";
        return guarded(Failure, who, std::size_t{0}, failure, [&] {
            return write(static_cast<sign_callable *>(userdata)->function(
                             std::string_view(base_string, length),
                             std::string_view(consumer_secret, consumer_secret_length),
                             std::string_view(token_secret, token_secret_length)),
                         buffer, capacity);
        });
    }
};

template <class F>
struct interrupt_callable {
    F function;

    static bool call(void *userdata) noexcept
    {
        return guarded(status::cancelled, "the interrupt's callable", true, nullptr, [&] {
            return static_cast<bool>(static_cast<interrupt_callable *>(userdata)->function());
        });
    }
};

template <class F>
struct log_callable {
    F function;

    static void call(void *userdata, oauth1_log_level level, const char *message,
                     std::size_t length) noexcept
    {
        try {
            static_cast<log_callable *>(userdata)->function(static_cast<log_level>(level),
                                                            std::string_view(message, length));
        } catch (...) { // there is no call that it could fail
        }
    }
};

template <class Read, class Rewind>
struct body_callables {
    Read read;
    Rewind rewind;

    static constexpr bool can_rewind = !std::is_same_v<Rewind, std::nullptr_t>;

    static std::int64_t call_read(void *userdata, char *buffer, std::size_t capacity,
                                  oauth1_failure *failure) noexcept
    {
        return guarded(status::invalid_body, "the body's reader", std::int64_t{-1}, failure, [&] {
            return static_cast<std::int64_t>(
                static_cast<body_callables *>(userdata)->read(buffer, capacity));
        });
    }

    static bool call_rewind(void *userdata, oauth1_failure *failure) noexcept
    {
        return guarded(status::invalid_body, "the body's rewinding", false, failure, [&] {
            if constexpr (!can_rewind) {
                return false;
            } else if constexpr (std::is_void_v<std::invoke_result_t<Rewind &>>) {
                static_cast<body_callables *>(userdata)->rewind();
                return true;
            } else {
                return static_cast<bool>(static_cast<body_callables *>(userdata)->rewind());
            }
        });
    }

    static constexpr oauth1_rewind_fn rewind_function() noexcept
    {
        return can_rewind ? call_rewind : nullptr;
    }
};

template <class Read, class Rewind>
auto new_body(Read read, Rewind rewind)
{
    static_assert(std::is_invocable_v<Read &, char *, std::size_t>,
                  "a body's reader is called with a buffer and its size");
    static_assert(std::is_same_v<Rewind, std::nullptr_t> || std::is_invocable_v<Rewind &>,
                  "what goes back to a body's beginning is called with nothing, or is nullptr");
    using callables = body_callables<Read, Rewind>;
    return std::unique_ptr<callables>(new callables{std::move(read), std::move(rewind)});
}

inline std::uint64_t length_of(std::optional<std::uint64_t> length) noexcept
{
    return length.value_or(OAUTH1_LENGTH_UNKNOWN);
}

inline std::optional<std::uint64_t> length_if_known(std::uint64_t length) noexcept
{
    if (length == OAUTH1_LENGTH_UNKNOWN)
        return std::nullopt;
    return length;
}

} // namespace detail

/** Names and values that go in: `{{"name", "value"}, ...}`, or any container or range of pairs. */
class name_values {
public:
    name_values() = default;
    name_values(std::initializer_list<name_value> pairs) { take(pairs); }
    template <class Range,
              std::enable_if_t<!std::is_same_v<std::decay_t<Range>, name_values> &&
                                   std::is_convertible_v<
                                       decltype((*std::begin(std::declval<const Range &>())).first),
                                       std::string_view>,
                               int> = 0>
    name_values(const Range &pairs)
    {
        take(pairs);
    }
    name_values(name_values &&) = default;
    name_values &operator=(name_values &&) = default;

    /** As C takes them: name, value and so on, and a NULL. */
    const char *const *raw() const noexcept { return pointers_.data(); }

    /** Why they cannot be handed over, if they cannot. */
    std::optional<error> refusal() const
    {
        for (const std::string &string : strings_)
            if (string.find('\0') != std::string::npos)
                return error(status::invalid_parameter,
                             "a name or value holds a NUL, which it cannot", true);
        return std::nullopt;
    }

private:
    template <class Range>
    void take(const Range &pairs)
    {
        for (const auto &[name, value] : pairs) {
            strings_.emplace_back(name);
            strings_.emplace_back(value);
        }
        pointers_.clear();
        for (const std::string &string : strings_)
            pointers_.push_back(string.c_str());
        pointers_.push_back(nullptr);
    }

    std::vector<std::string> strings_;
    std::vector<const char *> pointers_{nullptr};
};

/* ==============================================================================================
 * The library as a whole
 * ============================================================================================== */

/** Percent-encodes bytes (RFC 5849, section 3.6). oauth1_percent_encode_n(). */
template <class Tag = throwing>
outcome<std::string, Tag> percent_encode(std::string_view value, Tag = {})
{
    return detail::make_string<Tag>(oauth1_percent_encode_n, value.data(), value.size());
}

/** Decodes %XX sequences. oauth1_percent_decode(). */
template <class Tag = throwing>
outcome<std::string, Tag> percent_decode(std::string_view encoded, Tag = {})
{
    char *bytes = nullptr;
    std::size_t length = 0;
    const std::optional<error> failure =
        detail::call(oauth1_percent_decode, detail::parameter_text(encoded), &bytes, &length);
    const std::unique_ptr<char, void (*)(char *)> owned(bytes, oauth1_string_free);
    return detail::finish<std::string, Tag>(failure,
                                            bytes ? std::string(bytes, length) : std::string());
}

/**
 * Has a callable take the library's log, for the process as a whole: it is called with a log_level
 * and a std::string_view, which lasts for the call. What it throws is dropped, for a log fails no
 * request. oauth1_set_log().
 */
template <class F, class Tag = throwing>
outcome<void, Tag> set_log(log_level level, F take, Tag = {})
{
    if constexpr (std::is_same_v<F, std::nullptr_t>) {
        return detail::finish<Tag>(
            detail::call(oauth1_set_log, level, nullptr, nullptr, nullptr));
    } else {
        static_assert(std::is_invocable_v<F &, log_level, std::string_view>,
                      "what takes the log is called with a log_level and a std::string_view");
        using callable = detail::log_callable<F>;
        std::unique_ptr<callable> data(new callable{std::move(take)});
        const oauth1_destroy_fn destroy = [](void *destroyed) {
            delete static_cast<callable *>(destroyed);
        };
        const std::optional<error> failure =
            detail::call(oauth1_set_log, level, &callable::call, data.get(), destroy);
        if (!failure)
            static_cast<void>(data.release());
        return detail::finish<Tag>(failure);
    }
}

/* ==============================================================================================
 * Signatures by hand
 * ============================================================================================== */

/** Makes a nonce, as every request has one unless it is set. oauth1_nonce(). */
template <class Tag = throwing>
outcome<std::string, Tag> nonce(Tag = {})
{
    return detail::make_string<Tag>(oauth1_nonce);
}

/** Makes a signature base string. oauth1_base_string(). */
template <class Tag = throwing>
outcome<std::string, Tag> base_string(std::string_view method, std::string_view url,
                                      const name_values &params = {}, Tag = {})
{
    return detail::make_string<Tag>(oauth1_base_string, detail::header_text(method),
                                    detail::url_text(url), params);
}

/** The same, with parameters as form data. oauth1_base_string_of_form(). */
template <class Tag = throwing>
outcome<std::string, Tag> base_string_of_form(std::string_view method, std::string_view url,
                                              std::string_view form, Tag = {})
{
    return detail::make_string<Tag>(oauth1_base_string_of_form, detail::header_text(method),
                                    detail::url_text(url), form.data(), form.size());
}

/** Signs a text with a key as it is given. oauth1_sign_with_key(). */
template <class Tag = throwing>
outcome<std::string, Tag> sign_with_key(signature_method method, std::string_view key,
                                        std::string_view text, Tag = {})
{
    return detail::make_string<Tag>(oauth1_sign_with_key, method, key.data(), key.size(),
                                    detail::parameter_text(text));
}

/* ==============================================================================================
 * URLs and Authorization headers
 * ============================================================================================== */

/** A URL, normalised as requests have it. oauth1_url. */
class url : public detail::copyable<oauth1_url, oauth1_url_free, oauth1_url_copy> {
public:
    /** oauth1_url_new(). */
    explicit url(std::string_view text) : url(make(text)) {}

    /** Takes a handle over. */
    explicit url(oauth1_url *taken) noexcept : copyable(taken) {}

    /** oauth1_url_new(). */
    template <class Tag = throwing>
    static outcome<url, Tag> make(std::string_view text, Tag = {})
    {
        return detail::make<url, Tag>(oauth1_url_new, detail::url_text(text));
    }

    /** The whole URL, as it is sent. oauth1_url_text(). */
    std::string_view text() const { return detail::text(oauth1_url_text, get()); }

    /** oauth1_url_base_string_uri(). */
    std::string_view base_string_uri() const
    {
        return detail::text(oauth1_url_base_string_uri, get());
    }

    /** Scheme, host and port. oauth1_url_origin(). */
    std::string_view origin() const { return detail::text(oauth1_url_origin, get()); }

    /** oauth1_url_path(). */
    std::string_view path() const { return detail::text(oauth1_url_path, get()); }

    /** oauth1_url_query(). */
    std::optional<std::string_view> query() const
    {
        return detail::text_or_none(oauth1_url_query, get());
    }

    /** oauth1_url_is_https(). */
    bool is_https() const noexcept { return oauth1_url_is_https(get()); }
};

/** An Authorization header of the scheme OAuth, taken apart. oauth1_authorization_header. */
class authorization_header
    : public detail::copyable<oauth1_authorization_header, oauth1_authorization_header_free,
                              oauth1_authorization_header_copy> {
public:
    /** oauth1_authorization_header_new(). */
    explicit authorization_header(std::string_view value) : authorization_header(make(value)) {}

    /** Takes a handle over. */
    explicit authorization_header(oauth1_authorization_header *taken) noexcept : copyable(taken) {}

    /** oauth1_authorization_header_new(). */
    template <class Tag = throwing>
    static outcome<authorization_header, Tag> make(std::string_view value, Tag = {})
    {
        return detail::make<authorization_header, Tag>(oauth1_authorization_header_new,
                                                       detail::header_text(value));
    }

    /** oauth1_authorization_header_realm(). */
    std::optional<std::string_view> realm() const
    {
        return detail::text_or_none(oauth1_authorization_header_realm, get());
    }

    /** The first parameter of a name, decoded. oauth1_authorization_header_get(). */
    std::optional<std::string_view> get(std::string_view name) const
    {
        const detail::c_string text = detail::parameter_text(name);
        if (text.refusal())
            return std::nullopt;
        return detail::text_or_none(oauth1_authorization_header_get, get(), text.raw());
    }
    using copyable::get;

    /** The parameters, decoded, the realm apart. oauth1_authorization_header_param_name(). */
    auto params() const noexcept
    {
        return range(detail::pairs<oauth1_authorization_header,
                                   oauth1_authorization_header_param_count,
                                   oauth1_authorization_header_param_name,
                                   oauth1_authorization_header_param_value>{get()});
    }
};

/* ==============================================================================================
 * Tokens
 * ============================================================================================== */

/** Key and secret of a request token or an access token. oauth1_token. */
class token
    : public detail::copyable<oauth1_token, oauth1_token_free, oauth1_token_copy> {
public:
    /** oauth1_token_new(). */
    token(std::string_view key, std::string_view secret) : token(make(key, secret)) {}

    /** Takes a handle over. */
    explicit token(oauth1_token *taken) noexcept : copyable(taken) {}
    token(const oauth1_token *handle, detail::lent_t) noexcept : copyable(handle, detail::lent) {}

    /** oauth1_token_new(). */
    template <class Tag = throwing>
    static outcome<token, Tag> make(std::string_view key, std::string_view secret, Tag = {})
    {
        return detail::make<token, Tag>(oauth1_token_new, detail::setting_text(key),
                                        detail::setting_text(secret));
    }

    /** What is sent as oauth_token. oauth1_token_key(). */
    std::string_view key() const { return detail::text(oauth1_token_key, get()); }

    /** What signs, and is never sent. oauth1_token_secret(). */
    std::string_view secret() const { return detail::text(oauth1_token_secret, get()); }
};

/** What a provider answers in a handshake. oauth1_token_response. */
class token_response
    : public detail::copyable<oauth1_token_response, oauth1_token_response_free, oauth1_token_response_copy> {
public:
    /** Takes a handle over. */
    explicit token_response(oauth1_token_response *taken) noexcept
        : copyable(taken), token_(oauth1_token_response_token(taken), detail::lent)
    {
    }

    /** The request token or access token. oauth1_token_response_token(). */
    const oauth1::token &token() const & noexcept { return token_; }
    oauth1::token token() && { return std::as_const(token_); }

    /** oauth1_token_response_callback_confirmed(). */
    bool callback_confirmed() const noexcept
    {
        return oauth1_token_response_callback_confirmed(get());
    }

    /** What client::renew() takes. oauth1_token_response_session_handle(). */
    std::optional<std::string_view> session_handle() const
    {
        return detail::text_or_none(oauth1_token_response_session_handle, get());
    }

    /** How long the access token holds. oauth1_token_response_expires_in(). */
    std::optional<std::chrono::duration<std::uint64_t>> expires_in() const noexcept
    {
        return seconds(oauth1_token_response_expires_in);
    }

    /** How long it can be renewed. oauth1_token_response_authorization_expires_in(). */
    std::optional<std::chrono::duration<std::uint64_t>> authorization_expires_in() const noexcept
    {
        return seconds(oauth1_token_response_authorization_expires_in);
    }

    /** The value of a field beyond token and secret. oauth1_token_response_get(). */
    std::optional<std::string_view> get(std::string_view name) const
    {
        const detail::c_string text = detail::parameter_text(name);
        if (text.refusal())
            return std::nullopt;
        return detail::text_or_none(oauth1_token_response_get, get(), text.raw());
    }
    using copyable::get;

    /** The fields beyond token and secret. oauth1_token_response_extra_name(). */
    auto extras() const noexcept
    {
        return range(detail::pairs<oauth1_token_response, oauth1_token_response_extra_count,
                                   oauth1_token_response_extra_name,
                                   oauth1_token_response_extra_value>{get()});
    }

private:
    template <class Function>
    std::optional<std::chrono::duration<std::uint64_t>> seconds(Function function) const noexcept
    {
        std::uint64_t count = 0;
        if (!function(get(), &count))
            return std::nullopt;
        return std::chrono::duration<std::uint64_t>(count);
    }

    oauth1::token token_;
};

/* ==============================================================================================
 * Providers
 * ============================================================================================== */

/** A provider: endpoints, how it is signed for, and what it insists on. oauth1_provider. */
class provider
    : public detail::copyable<oauth1_provider, oauth1_provider_free, oauth1_provider_copy> {
public:
    /** A provider of the program's own. oauth1_provider_new(). */
    explicit provider(std::string_view name) : provider(make(name)) {}

    /** Takes a handle over. */
    explicit provider(oauth1_provider *taken) noexcept : copyable(taken) {}
    provider(const oauth1_provider *handle, detail::lent_t) noexcept : copyable(handle, detail::lent)
    {
    }

    /** oauth1_provider_new(). */
    template <class Tag = throwing>
    static outcome<provider, Tag> make(std::string_view name, Tag = {})
    {
        return detail::make<provider, Tag>(oauth1_provider_new, detail::setting_text(name));
    }

    /** A provider that is known, such as "x". oauth1_provider_named(). */
    template <class Tag = throwing>
    static outcome<provider, Tag> named(std::string_view name, Tag = {})
    {
        return detail::make<provider, Tag>(oauth1_provider_named, detail::setting_text(name));
    }

    /** The names of those that are known. oauth1_provider_preset_name(). */
    static auto presets() noexcept { return range(preset_names()); }

    /** Whether it can work as it is described. oauth1_provider_check(). */
    template <class Tag = throwing>
    outcome<void, Tag> check(Tag = {}) const
    {
        return detail::finish<Tag>(detail::call(oauth1_provider_check, get()));
    }

    /** Whether it takes a signature method. oauth1_provider_check_signature_method(). */
    template <class Tag = throwing>
    outcome<void, Tag> check_signature_method(std::string_view name, Tag = {}) const
    {
        return detail::finish<Tag>(detail::call(oauth1_provider_check_signature_method, get(),
                                                detail::setting_text(name)));
    }

    /** oauth1_provider_set_site(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_site(std::string_view url, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_site, url);
    }

    /** oauth1_provider_set_account(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_account(std::string_view id, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_account, id);
    }

    /** Moves all endpoints to another origin. oauth1_provider_set_origin(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_origin(std::string_view url, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_origin, url);
    }

    /** Such as "x". oauth1_provider_name(). */
    std::string_view name() const { return detail::text(oauth1_provider_name, get()); }

    /** Such as "X (Twitter)". oauth1_provider_title(). */
    std::string_view title() const { return detail::text(oauth1_provider_title, get()); }

    /** oauth1_provider_set_title(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_title(std::string_view title, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_title, title);
    }

    /** Where the provider documents this. oauth1_provider_source(). */
    std::optional<std::string_view> source() const
    {
        return detail::text_or_none(oauth1_provider_source, get());
    }

    /** oauth1_provider_set_source(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_source(std::string_view url, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_source, url);
    }

    /** oauth1_provider_request_token_url(). */
    std::optional<std::string_view> request_token_url() const
    {
        return detail::text_or_none(oauth1_provider_request_token_url, get());
    }

    /** oauth1_provider_set_request_token_url(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_request_token_url(std::string_view url, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_request_token_url, url);
    }

    /** oauth1_provider_authorization_url(). */
    std::optional<std::string_view> authorization_url() const
    {
        return detail::text_or_none(oauth1_provider_authorization_url, get());
    }

    /** oauth1_provider_set_authorization_url(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_authorization_url(std::string_view url, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_authorization_url, url);
    }

    /** oauth1_provider_access_token_url(). */
    std::optional<std::string_view> access_token_url() const
    {
        return detail::text_or_none(oauth1_provider_access_token_url, get());
    }

    /** oauth1_provider_set_access_token_url(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_access_token_url(std::string_view url, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_access_token_url, url);
    }

    /** oauth1_provider_renewal_url(). */
    std::optional<std::string_view> renewal_url() const
    {
        return detail::text_or_none(oauth1_provider_renewal_url, get());
    }

    /** oauth1_provider_set_renewal_url(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_renewal_url(std::string_view url, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_renewal_url, url);
    }

    /** "POST" or "GET". oauth1_provider_handshake_method(). */
    std::string_view handshake_method() const
    {
        return detail::text(oauth1_provider_handshake_method, get());
    }

    /** oauth1_provider_set_handshake_method(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_handshake_method(std::string_view method, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_handshake_method, method);
    }

    /** Such as "HMAC-SHA1"; none is any. oauth1_provider_signature_method(). */
    std::optional<std::string_view> signature_method() const
    {
        return detail::text_or_none(oauth1_provider_signature_method, get());
    }

    /** oauth1_provider_set_signature_method(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_signature_method(std::string_view name, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_signature_method, name);
    }

    /** Those that it takes beside the first. oauth1_provider_other_signature_method(). */
    auto other_signature_methods() const noexcept
    {
        return range(detail::strings<oauth1_provider, oauth1_provider_other_signature_method_count,
                                     oauth1_provider_other_signature_method>{get()});
    }

    /** oauth1_provider_add_other_signature_method(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> add_other_signature_method(std::string_view name, Tag = {})
    {
        return set<Tag>(oauth1_provider_add_other_signature_method, name);
    }

    /** oauth1_provider_transmission(). */
    oauth1::transmission transmission() const noexcept
    {
        return static_cast<oauth1::transmission>(oauth1_provider_transmission(get()));
    }

    /** oauth1_provider_set_transmission(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_transmission(oauth1::transmission where, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_transmission, where);
    }

    /** While tokens are asked for. oauth1_provider_handshake_transmission(). */
    oauth1::transmission handshake_transmission() const noexcept
    {
        return static_cast<oauth1::transmission>(oauth1_provider_handshake_transmission(get()));
    }

    /** oauth1_provider_set_handshake_transmission(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_handshake_transmission(oauth1::transmission where, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_handshake_transmission, where);
    }

    /** oauth1_provider_realm(). */
    std::optional<std::string_view> realm() const
    {
        return detail::text_or_none(oauth1_provider_realm, get());
    }

    /** oauth1_provider_set_realm(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_realm(std::string_view realm, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_realm, realm);
    }

    /** Takes the realm away. oauth1_provider_set_realm() with NULL. */
    template <class Tag = throwing>
    outcome<provider &, Tag> unset_realm(Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_realm, nullptr);
    }

    /** oauth1_provider_body_hash(). */
    oauth1::body_hash body_hash() const noexcept
    {
        return static_cast<oauth1::body_hash>(oauth1_provider_body_hash(get()));
    }

    /** oauth1_provider_set_body_hash(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_body_hash(oauth1::body_hash when, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_body_hash, when);
    }

    /** Whether oauth_version is sent. oauth1_provider_version(). */
    bool version() const noexcept { return oauth1_provider_version(get()); }

    /** oauth1_provider_set_version(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_version(bool send, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_version, send);
    }

    /** Whether an empty oauth_token is sent. oauth1_provider_empty_token(). */
    bool empty_token() const noexcept { return oauth1_provider_empty_token(get()); }

    /** oauth1_provider_set_empty_token(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_empty_token(bool send, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_empty_token, send);
    }

    /** oauth1_provider_user_agent_required(). */
    bool user_agent_required() const noexcept
    {
        return oauth1_provider_user_agent_required(get());
    }

    /** oauth1_provider_set_user_agent_required(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_user_agent_required(bool required, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_user_agent_required, required);
    }

    /** oauth1_provider_callback_confirmation(). */
    bool callback_confirmation() const noexcept
    {
        return oauth1_provider_callback_confirmation(get());
    }

    /** oauth1_provider_set_callback_confirmation(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_callback_confirmation(bool require, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_callback_confirmation, require);
    }

    /** The only one that it takes, if so. oauth1_provider_callback(). */
    std::optional<std::string_view> callback() const
    {
        return detail::text_or_none(oauth1_provider_callback, get());
    }

    /** oauth1_provider_set_callback(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_callback(std::string_view callback, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_callback, callback);
    }

    /** oauth1_provider_authorization_token_param(). */
    std::string_view authorization_token_param() const
    {
        return detail::text(oauth1_provider_authorization_token_param, get());
    }

    /** oauth1_provider_set_authorization_token_param(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_authorization_token_param(std::string_view name, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_authorization_token_param, name);
    }

    /** oauth1_provider_authorization_key_param(). */
    std::optional<std::string_view> authorization_key_param() const
    {
        return detail::text_or_none(oauth1_provider_authorization_key_param, get());
    }

    /** oauth1_provider_set_authorization_key_param(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_authorization_key_param(std::string_view name, Tag = {})
    {
        return set<Tag>(oauth1_provider_set_authorization_key_param, name);
    }

    /** Those that it documents. oauth1_provider_authorization_param_name(). */
    auto authorization_param_names() const noexcept
    {
        return range(
            detail::strings<oauth1_provider, oauth1_provider_authorization_param_name_count,
                            oauth1_provider_authorization_param_name>{get()});
    }

    /** oauth1_provider_add_authorization_param_name(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> add_authorization_param_name(std::string_view name, Tag = {})
    {
        return set<Tag>(oauth1_provider_add_authorization_param_name, name);
    }

    /** oauth1_provider_required_authorization_param(). */
    auto required_authorization_params() const noexcept
    {
        return range(
            detail::strings<oauth1_provider, oauth1_provider_required_authorization_param_count,
                            oauth1_provider_required_authorization_param>{get()});
    }

    /** oauth1_provider_add_required_authorization_param(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> add_required_authorization_param(std::string_view name, Tag = {})
    {
        return set<Tag>(oauth1_provider_add_required_authorization_param, name);
    }

    /** oauth1_provider_set_param(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> set_param(provider_params list, std::string_view name,
                                       std::string_view value, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_set_param, list,
                                   detail::parameter_text(name), detail::parameter_text(value));
    }

    /** Undoes what was set, or what a preset has. oauth1_provider_unset(). */
    template <class Tag = throwing>
    outcome<provider &, Tag> unset(provider_setting setting, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_provider_unset, setting);
    }

    /** The parameters of a list. oauth1_provider_param_name(). */
    auto params(provider_params list) const noexcept
    {
        return range(param_pairs{get(), static_cast<oauth1_provider_params>(list)});
    }

private:
    struct preset_names {
        using value_type = std::string_view;
        std::size_t size() const noexcept { return oauth1_provider_preset_count(); }
        value_type at(std::size_t index) const
        {
            return detail::text(oauth1_provider_preset_name, index);
        }
    };

    struct param_pairs {
        using value_type = name_value;
        const oauth1_provider *handle = nullptr;
        oauth1_provider_params list = 0;
        std::size_t size() const noexcept { return oauth1_provider_param_count(handle, list); }
        value_type at(std::size_t index) const
        {
            return {detail::text(oauth1_provider_param_name, handle, list, index),
                    detail::text(oauth1_provider_param_value, handle, list, index)};
        }
    };

    template <class Tag, class Function>
    outcome<provider &, Tag> set(Function function, std::string_view text)
    {
        return detail::change<Tag>(*this, function, detail::setting_text(text));
    }
};

/* ==============================================================================================
 * Cancellations
 * ============================================================================================== */

/** Calls off requests that are under way. oauth1_cancellation. */
class cancellation
    : public detail::copyable<oauth1_cancellation, oauth1_cancellation_free, oauth1_cancellation_copy> {
public:
    /** oauth1_cancellation_new(). */
    cancellation() : cancellation(make()) {}

    /** Takes a handle over. */
    explicit cancellation(oauth1_cancellation *taken) noexcept : copyable(taken) {}

    /** oauth1_cancellation_new(). */
    template <class Tag = throwing>
    static outcome<cancellation, Tag> make(Tag = {})
    {
        return detail::make<cancellation, Tag>(oauth1_cancellation_new);
    }

    /** In any thread, and in a signal handler. oauth1_cancellation_cancel(). */
    void cancel() const noexcept { oauth1_cancellation_cancel(get()); }

    /** oauth1_cancellation_is_cancelled(). */
    bool is_cancelled() const noexcept { return oauth1_cancellation_is_cancelled(get()); }
};

/* ==============================================================================================
 * Bodies of fields and files
 * ============================================================================================== */

/** Fields and files, as a body (RFC 7578). oauth1_multipart. */
class multipart : public detail::owner<oauth1_multipart, oauth1_multipart_free> {
public:
    /** oauth1_multipart_new(). */
    multipart() : multipart(make()) {}

    /** Takes a handle over. */
    explicit multipart(oauth1_multipart *taken) noexcept : owner(taken) {}

    /** oauth1_multipart_new(). */
    template <class Tag = throwing>
    static outcome<multipart, Tag> make(Tag = {})
    {
        return detail::make<multipart, Tag>(oauth1_multipart_new);
    }

    /** Adds a field, of any bytes. oauth1_multipart_add_text_n(). */
    template <class Tag = throwing>
    outcome<multipart &, Tag> add_text(std::string_view name, std::string_view value, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_multipart_add_text_n,
                                   detail::parameter_text(name), value.data(), value.size());
    }

    /** oauth1_multipart_add_file(). */
    template <class Tag = throwing>
    outcome<multipart &, Tag> add_file(std::string_view name, std::string_view path, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_multipart_add_file, detail::parameter_text(name),
                                   detail::path_text(path));
    }

    /** oauth1_multipart_add_file_as(). */
    template <class Tag = throwing>
    outcome<multipart &, Tag> add_file_as(std::string_view name, std::string_view path,
                                          std::string_view file_name,
                                          std::string_view content_type, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_multipart_add_file_as,
                                   detail::parameter_text(name), detail::path_text(path),
                                   detail::parameter_text(file_name),
                                   detail::header_text(content_type));
    }

    /** Adds a file whose content is in memory. oauth1_multipart_add_part(). */
    template <class Tag = throwing>
    outcome<multipart &, Tag> add_part(std::string_view name, std::string_view file_name,
                                       std::string_view content_type, std::string_view content,
                                       Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_multipart_add_part, detail::parameter_text(name),
                                   detail::parameter_text(file_name),
                                   detail::header_text(content_type), content.data(),
                                   content.size());
    }

    /**
     * Adds a file whose content a callable reads; both as for request::set_body_callback().
     * oauth1_multipart_add_callback().
     */
    template <class Read, class Rewind = std::nullptr_t, class Tag = throwing>
    outcome<multipart &, Tag> add_callback(std::string_view name, std::string_view file_name,
                                           std::string_view content_type,
                                           std::optional<std::uint64_t> length, Read read,
                                           Rewind rewind = nullptr, Tag = {})
    {
        using callables = detail::body_callables<Read, Rewind>;
        return detail::change_with<Tag>(
            *this, detail::new_body(std::move(read), std::move(rewind)),
            oauth1_multipart_add_callback, detail::parameter_text(name),
            detail::parameter_text(file_name), detail::header_text(content_type),
            detail::length_of(length), &callables::call_read, callables::rewind_function());
    }
};

/* ==============================================================================================
 * Requests
 * ============================================================================================== */

/** A request: method, URL, parameters, headers, body. oauth1_request. */
class request
    : public detail::copyable<oauth1_request, oauth1_request_free, oauth1_request_copy> {
public:
    /** oauth1_request_new(). */
    request(std::string_view method, std::string_view url) : request(make(method, url)) {}

    /** Takes a handle over. */
    explicit request(oauth1_request *taken) noexcept : copyable(taken) {}

    /** oauth1_request_new(). */
    template <class Tag = throwing>
    static outcome<request, Tag> make(std::string_view method, std::string_view url, Tag = {})
    {
        return detail::make<request, Tag>(oauth1_request_new, detail::header_text(method),
                                          detail::url_text(url));
    }

    /** Adds a parameter where the method has its place. oauth1_request_add_param_n(). */
    template <class Tag = throwing>
    outcome<request &, Tag> add_param(std::string_view name, std::string_view value, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_add_param_n, name.data(), name.size(),
                                   value.data(), value.size());
    }

    /** oauth1_request_add_query_n(). */
    template <class Tag = throwing>
    outcome<request &, Tag> add_query(std::string_view name, std::string_view value, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_add_query_n, name.data(), name.size(),
                                   value.data(), value.size());
    }

    /** oauth1_request_add_form_n(). */
    template <class Tag = throwing>
    outcome<request &, Tag> add_form(std::string_view name, std::string_view value, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_add_form_n, name.data(), name.size(),
                                   value.data(), value.size());
    }

    /** Sets the body, of any bytes, and its type. oauth1_request_set_body_n(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_body(std::string_view content_type, std::string_view body, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_body_n,
                                   detail::header_text(content_type), body.data(), body.size());
    }

    /** oauth1_request_set_body_file(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_body_file(std::string_view content_type, std::string_view path,
                                          Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_body_file,
                                   detail::header_text(content_type), detail::path_text(path));
    }

    /**
     * Sets the body to what a callable reads when the request is sent.
     * oauth1_request_set_body_callback().
     *
     * @param content_type  its type
     * @param length        how many bytes there are; std::nullopt where it is not known
     * @param read          called with a char * and a size; puts the next bytes there, and gives
     *                      how many, 0 at the end. It fails by an exception
     * @param rewind        goes back to the beginning; gives whether it could, or nothing; or
     *                      nullptr, where that cannot be
     */
    template <class Read, class Rewind = std::nullptr_t, class Tag = throwing>
    outcome<request &, Tag> set_body_callback(std::string_view content_type,
                                              std::optional<std::uint64_t> length, Read read,
                                              Rewind rewind = nullptr, Tag = {})
    {
        using callables = detail::body_callables<Read, Rewind>;
        return detail::change_with<Tag>(
            *this, detail::new_body(std::move(read), std::move(rewind)),
            oauth1_request_set_body_callback, detail::header_text(content_type),
            detail::length_of(length), &callables::call_read, callables::rewind_function());
    }

    /** Sets the body to fields and files, which are copied. oauth1_request_set_multipart(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_multipart(const multipart &fields, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_multipart, fields.get());
    }

    /** oauth1_request_add_header(). */
    template <class Tag = throwing>
    outcome<request &, Tag> add_header(std::string_view name, std::string_view value, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_add_header, detail::header_text(name),
                                   detail::header_text(value));
    }

    /** oauth1_request_add_oauth_param(). */
    template <class Tag = throwing>
    outcome<request &, Tag> add_oauth_param(std::string_view name, std::string_view value,
                                            Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_add_oauth_param,
                                   detail::parameter_text(name), detail::parameter_text(value));
    }

    /** oauth1_request_set_nonce(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_nonce(std::string_view nonce, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_nonce, detail::parameter_text(nonce));
    }

    /** oauth1_request_set_timestamp(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_timestamp(timestamp time, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_timestamp, time.seconds());
    }

    /** oauth1_request_set_realm(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_realm(std::string_view realm, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_realm, detail::header_text(realm));
    }

    /** oauth1_request_set_version(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_version(bool send, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_version, send);
    }

    /** oauth1_request_set_transmission(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_transmission(transmission where, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_transmission, where);
    }

    /** oauth1_request_set_body_hash(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_body_hash(body_hash when, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_body_hash, when);
    }

    /** oauth1_request_set_empty_token(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_empty_token(bool send, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_empty_token, send);
    }

    /** oauth1_request_set_repeatable(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_repeatable(bool repeatable, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_repeatable, repeatable);
    }

    /** 0 for the client's. oauth1_request_set_timeout(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_timeout(std::chrono::milliseconds limit, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_timeout, detail::duration(limit));
    }

    /** oauth1_request_set_max_response_size(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_max_response_size(std::uint64_t size, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_max_response_size, size);
    }

    /** Undoes what was set. oauth1_request_unset(). */
    template <class Tag = throwing>
    outcome<request &, Tag> unset(request_setting setting, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_unset, setting);
    }

    /** Lets the request be called off. oauth1_request_set_cancellation(). */
    template <class Tag = throwing>
    outcome<request &, Tag> set_cancellation(const cancellation &by, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_request_set_cancellation, by.get());
    }

    /** oauth1_request_method(). */
    std::string_view method() const { return detail::text(oauth1_request_method, get()); }

    /** With its query, before a signature is added. oauth1_request_url(). */
    std::string_view url() const { return detail::text(oauth1_request_url, get()); }

    /** The headers, the content type apart. oauth1_request_header_name(). */
    auto headers() const noexcept
    {
        return range(detail::pairs<oauth1_request, oauth1_request_header_count,
                                   oauth1_request_header_name, oauth1_request_header_value>{get()});
    }

    /** oauth1_request_content_type(). */
    std::optional<std::string_view> content_type() const
    {
        return detail::text_or_none(oauth1_request_content_type, get());
    }

    /** oauth1_request_body(). */
    std::string_view body() const { return detail::text(oauth1_request_body, get()); }

    /** oauth1_request_is_form(). */
    bool is_form() const noexcept { return oauth1_request_is_form(get()); }
};

/* ==============================================================================================
 * Signed requests
 * ============================================================================================== */

/** What is to be sent, byte for byte. oauth1_signed. */
class signed_request
    : public detail::copyable<oauth1_signed, oauth1_signed_free, oauth1_signed_copy> {
public:
    /** Takes a handle over. */
    explicit signed_request(oauth1_signed *taken) noexcept : copyable(taken) {}
    signed_request(const oauth1_signed *handle, detail::lent_t) noexcept
        : copyable(handle, detail::lent)
    {
    }

    /** oauth1_signed_method(). */
    std::string_view method() const { return detail::text(oauth1_signed_method, get()); }

    /** oauth1_signed_url(). */
    std::string_view url() const { return detail::text(oauth1_signed_url, get()); }

    /** All that are sent, Authorization and Content-Type too. oauth1_signed_header_name(). */
    auto headers() const noexcept
    {
        return range(detail::pairs<oauth1_signed, oauth1_signed_header_count,
                                   oauth1_signed_header_name, oauth1_signed_header_value>{get()});
    }

    /** oauth1_signed_body(). */
    std::optional<std::string_view> body() const
    {
        return detail::text_or_none(oauth1_signed_body, get());
    }

    /** The value of the Authorization header. oauth1_signed_authorization(). */
    std::optional<std::string_view> authorization() const
    {
        return detail::text_or_none(oauth1_signed_authorization, get());
    }

    /** What was signed. oauth1_signed_base_string(). */
    std::string_view base_string() const { return detail::text(oauth1_signed_base_string, get()); }
};

/* ==============================================================================================
 * Sending by other means
 * ============================================================================================== */

/**
 * A request in the hands of a transport, which is called with one, and takes the response: what is
 * to be sent, and what becomes of it. It is for the thread that is called, and for the call.
 * oauth1_sending.
 */
class sending {
public:
    explicit sending(oauth1_sending *handle) noexcept
        : handle_(handle), request_(oauth1_sending_request(handle), detail::lent)
    {
    }
    sending(const sending &) = delete;
    sending &operator=(const sending &) = delete;

    /** oauth1_sending_request(). */
    const signed_request &request() const noexcept { return request_; }

    /** The time that is left for the whole. oauth1_sending_timeout(). */
    std::chrono::milliseconds timeout() const noexcept
    {
        constexpr std::chrono::milliseconds longest = std::chrono::milliseconds::max();
        const std::uint64_t limit = oauth1_sending_timeout(get());
        if (limit > static_cast<std::uint64_t>(longest.count()))
            return longest;
        return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(limit));
    }

    /** oauth1_sending_is_cancelled(). */
    bool is_cancelled() const noexcept { return oauth1_sending_is_cancelled(get()); }

    /** None where it is not known, so that it is sent chunked. oauth1_sending_body_length(). */
    std::optional<std::uint64_t> body_length() const noexcept
    {
        return detail::length_if_known(oauth1_sending_body_length(get()));
    }

    /** Reads some of the body; gives how much, 0 at the end. oauth1_sending_read_body(). */
    template <class Tag = throwing>
    outcome<std::size_t, Tag> read_body(char *buffer, std::size_t capacity, Tag = {})
    {
        std::size_t count = 0;
        const std::optional<error> failure =
            detail::call(oauth1_sending_read_body, get(), buffer, capacity, &count);
        return detail::finish<std::size_t, Tag>(failure, count);
    }

    /** oauth1_sending_set_status(). */
    template <class Tag = throwing>
    outcome<sending &, Tag> set_status(std::uint16_t status, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_sending_set_status, status);
    }

    /** oauth1_sending_add_header(). */
    template <class Tag = throwing>
    outcome<sending &, Tag> add_header(std::string_view name, std::string_view value, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_sending_add_header, detail::header_text(name),
                                   detail::header_text(value));
    }

    /** oauth1_sending_add_body(). */
    template <class Tag = throwing>
    outcome<sending &, Tag> add_body(std::string_view body, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_sending_add_body, body.data(), body.size());
    }

    /**
     * Has the rest of the response's body read by a callable, as the body of a request is.
     * oauth1_sending_set_body_callback().
     */
    template <class Read, class Tag = throwing>
    outcome<sending &, Tag> set_body(Read read, Tag = {})
    {
        auto data = detail::new_body(std::move(read), nullptr);
        return detail::change_with<Tag>(*this, std::move(data), oauth1_sending_set_body_callback,
                                        &decltype(data)::element_type::call_read);
    }

    /** Says that there is no response, and why. oauth1_sending_fail(). */
    template <class Tag = throwing>
    outcome<void, Tag> fail(status why, std::string_view message, bool unsent, Tag = {})
    {
        return detail::finish<Tag>(detail::call(oauth1_sending_fail, get(), why,
                                                detail::parameter_text(message), unsent));
    }

    oauth1_sending *get() noexcept { return handle_; }
    const oauth1_sending *get() const noexcept { return handle_; }

private:
    oauth1_sending *handle_;
    signed_request request_;
};

namespace detail {

template <class F>
struct transport_callable {
    F function;

    static void call(void *userdata, oauth1_sending *handle) noexcept
    {
        const bool sent = guarded(status::connection_failed, "the transport", false, nullptr, [&] {
            sending one(handle);
            static_cast<transport_callable *>(userdata)->function(one);
            return true;
        });
        if (!sent) // by a status of which nothing is sent again
            oauth1_sending_fail(handle, OAUTH1_ERROR_CANCELLED, "the transport threw an exception",
                                false, nullptr);
    }
};

} // namespace detail

/* ==============================================================================================
 * The handshake between its legs
 * ============================================================================================== */

/**
 * Gives the URL to send the user to, where the request token is to be authorized.
 * oauth1_authorization_url().
 */
template <class Tag = throwing>
outcome<std::string, Tag> authorization_url(std::string_view url, std::string_view request_token,
                                            const name_values &extra = {}, Tag = {})
{
    return detail::make_string<Tag>(oauth1_authorization_url, detail::url_text(url),
                                    detail::parameter_text(request_token), extra);
}

/** A handshake of which the user is yet to come back from the provider. oauth1_pending. */
class pending_authorization
    : public detail::copyable<oauth1_pending, oauth1_pending_free, oauth1_pending_copy> {
public:
    /** Of a first step that was made by other means. oauth1_pending_new(). */
    pending_authorization(const token &request_token, std::string_view url)
        : pending_authorization(make(request_token, url))
    {
    }

    /** Takes a handle over. */
    explicit pending_authorization(oauth1_pending *taken) noexcept
        : copyable(taken), request_token_(oauth1_pending_request_token(taken), detail::lent)
    {
    }

    /** oauth1_pending_new(). */
    template <class Tag = throwing>
    static outcome<pending_authorization, Tag> make(const token &request_token,
                                                    std::string_view url, Tag = {})
    {
        return detail::make<pending_authorization, Tag>(oauth1_pending_new, request_token.get(),
                                                        detail::url_text(url));
    }

    /** Of what to_bytes() gave. oauth1_pending_from_bytes(). */
    template <class Tag = throwing>
    static outcome<pending_authorization, Tag> from_bytes(std::string_view bytes, Tag = {})
    {
        return detail::make<pending_authorization, Tag>(oauth1_pending_from_bytes, bytes.data(),
                                                        bytes.size());
    }

    /** Text, which holds a secret. oauth1_pending_to_bytes(). */
    std::string_view to_bytes() const { return detail::text(oauth1_pending_to_bytes, get()); }

    /** The URL to send the user to. oauth1_pending_url(). */
    std::string_view url() const { return detail::text(oauth1_pending_url, get()); }

    /** The provider's name; empty where there is none. oauth1_pending_provider(). */
    std::string_view provider() const { return detail::text(oauth1_pending_provider, get()); }

    /** oauth1_pending_request_token(). */
    const token &request_token() const & noexcept { return request_token_; }
    token request_token() && { return std::as_const(request_token_); }

    /** The verifier with which the user came back, checked. oauth1_pending_verifier(). */
    template <class Tag = throwing>
    outcome<std::string, Tag> verifier(std::string_view redirected_to, Tag = {}) const
    {
        return detail::make_string<Tag>(oauth1_pending_verifier, get(),
                                        detail::url_text(redirected_to));
    }

private:
    token request_token_;
};

/* ==============================================================================================
 * Clients
 * ============================================================================================== */

/** Consumer key and secret, settings, and the connection pool. oauth1_client. */
class client
    : public detail::copyable<oauth1_client, oauth1_client_free, oauth1_client_copy> {
public:
    /** With the default settings; a client_builder makes others. oauth1_client_new(). */
    client(std::string_view consumer_key, std::string_view consumer_secret)
        : client(make(consumer_key, consumer_secret))
    {
    }

    /** Takes a handle over. */
    explicit client(oauth1_client *taken) noexcept
        : copyable(taken), provider_(oauth1_client_provider(taken), detail::lent)
    {
    }

    /** oauth1_client_new(). */
    template <class Tag = throwing>
    static outcome<client, Tag> make(std::string_view consumer_key,
                                     std::string_view consumer_secret, Tag = {})
    {
        return detail::make<client, Tag>(oauth1_client_new, detail::setting_text(consumer_key),
                                         detail::setting_text(consumer_secret));
    }

    /** oauth1_client_consumer_key(). */
    std::string_view consumer_key() const
    {
        return detail::text(oauth1_client_consumer_key, get());
    }

    /** What is sent as oauth_signature_method. oauth1_client_signature_method(). */
    std::string_view signature_method() const
    {
        return detail::text(oauth1_client_signature_method, get());
    }

    /** The provider that it was made for, or nullptr. oauth1_client_provider(). */
    const oauth1::provider *provider() const noexcept
    {
        return provider_.get() ? &provider_ : nullptr;
    }

    /** The same client, for what can be called off. oauth1_client_with_cancellation(). */
    template <class Tag = throwing>
    outcome<client, Tag> with_cancellation(const cancellation &by, Tag = {}) const
    {
        return detail::make<client, Tag>(oauth1_client_with_cancellation, get(), by.get());
    }

    /** Asks for a request token. oauth1_client_request_token(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> request_token(std::string_view url,
                                               std::string_view callback = "oob", Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_request_token, get(),
                                                 detail::url_text(url), detail::url_text(callback));
    }

    /** The same, by a request of the caller's. oauth1_client_request_token_with(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> request_token_with(const request &by,
                                                    std::string_view callback = "oob",
                                                    Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_request_token_with, get(), by.get(),
                                                 detail::url_text(callback));
    }

    /** Exchanges a request token for an access token. oauth1_client_access_token(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> access_token(std::string_view url, const token &request_token,
                                              std::string_view verifier, Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_access_token, get(),
                                                 detail::url_text(url), request_token.get(),
                                                 detail::parameter_text(verifier));
    }

    /** The same, by a request of the caller's. oauth1_client_access_token_with(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> access_token_with(const request &by, const token &request_token,
                                                   std::string_view verifier, Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_access_token_with, get(), by.get(),
                                                 request_token.get(),
                                                 detail::parameter_text(verifier));
    }

    /** Exchanges an access token for a new one. oauth1_client_renew(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> renew(std::string_view url, const token &access_token,
                                       std::string_view session_handle = "", Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_renew, get(), detail::url_text(url),
                                                 access_token.get(),
                                                 detail::parameter_text(session_handle));
    }

    /** The same, by a request of the caller's. oauth1_client_renew_with(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> renew_with(const request &by, const token &access_token,
                                            std::string_view session_handle = "", Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_renew_with, get(), by.get(),
                                                 access_token.get(),
                                                 detail::parameter_text(session_handle));
    }

    /** Renews it with the provider that the client is for. oauth1_client_renew_token(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> renew_token(const token &access_token,
                                             std::string_view session_handle = "", Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_renew_token, get(),
                                                 access_token.get(),
                                                 detail::parameter_text(session_handle));
    }

    /** An access token for a name and a password. oauth1_client_xauth(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> xauth(std::string_view url, std::string_view username,
                                       std::string_view password, Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_xauth, get(), detail::url_text(url),
                                                 detail::parameter_text(username),
                                                 detail::parameter_text(password));
    }

    /** The same, by a request of the caller's. oauth1_client_xauth_with(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> xauth_with(const request &by, std::string_view username,
                                            std::string_view password, Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_xauth_with, get(), by.get(),
                                                 detail::parameter_text(username),
                                                 detail::parameter_text(password));
    }

    /** Begins the handshake with the provider that the client is for. oauth1_client_authorize(). */
    template <class Tag = throwing>
    outcome<pending_authorization, Tag> authorize(std::string_view callback = "oob",
                                                  Tag = {}) const
    {
        return detail::make<pending_authorization, Tag>(oauth1_client_authorize, get(),
                                                        detail::url_text(callback));
    }

    /** The same, with further parameters for both legs. oauth1_client_authorize_with(). */
    template <class Tag = throwing>
    outcome<pending_authorization, Tag> authorize_with(std::string_view callback,
                                                       const name_values &request_token_params,
                                                       const name_values &authorization_params,
                                                       Tag = {}) const
    {
        return detail::make<pending_authorization, Tag>(oauth1_client_authorize_with, get(),
                                                        detail::url_text(callback),
                                                        request_token_params, authorization_params);
    }

    /** Ends the handshake when the user is back. oauth1_client_complete(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> complete(const pending_authorization &pending,
                                          std::string_view redirected_to, Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_complete, get(), pending.get(),
                                                 detail::url_text(redirected_to));
    }

    /** Ends the handshake with a PIN. oauth1_client_complete_with_verifier(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> complete_with_verifier(const pending_authorization &pending,
                                                        std::string_view verifier, Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_client_complete_with_verifier, get(),
                                                 pending.get(), detail::parameter_text(verifier));
    }

private:
    oauth1::provider provider_;
};

/* ==============================================================================================
 * Client builders
 * ============================================================================================== */

/** The time limits of each request; 0 is the default. oauth1_client_builder_set_timeouts(). */
struct timeouts {
    std::chrono::milliseconds resolve{0};
    std::chrono::milliseconds connect{0};
    std::chrono::milliseconds first_byte{0};
    std::chrono::milliseconds total{0};
};

/** When a request is sent again; 0 is the default time. oauth1_client_builder_set_retries(). */
struct retries {
    std::uint32_t attempts = 1;
    std::chrono::milliseconds first_pause{0};
    std::chrono::milliseconds longest_pause{0};
    std::chrono::milliseconds longest_wait{0};
};

/** Makes a client with other settings than the defaults. oauth1_client_builder. */
class client_builder : public detail::owner<oauth1_client_builder, oauth1_client_builder_free> {
public:
    /** oauth1_client_builder_new(). */
    client_builder(std::string_view consumer_key, std::string_view consumer_secret)
        : client_builder(make(consumer_key, consumer_secret))
    {
    }

    /** Begins with the settings of a provider. oauth1_client_builder_new_for(). */
    client_builder(const provider &of, std::string_view consumer_key,
                   std::string_view consumer_secret)
        : client_builder(make_for(of, consumer_key, consumer_secret))
    {
    }

    /** Takes a handle over. */
    explicit client_builder(oauth1_client_builder *taken) noexcept : owner(taken) {}

    /** oauth1_client_builder_new(). */
    template <class Tag = throwing>
    static outcome<client_builder, Tag> make(std::string_view consumer_key,
                                             std::string_view consumer_secret, Tag = {})
    {
        return detail::make<client_builder, Tag>(oauth1_client_builder_new,
                                                 detail::setting_text(consumer_key),
                                                 detail::setting_text(consumer_secret));
    }

    /** oauth1_client_builder_new_for(). */
    template <class Tag = throwing>
    static outcome<client_builder, Tag> make_for(const provider &of, std::string_view consumer_key,
                                                 std::string_view consumer_secret, Tag = {})
    {
        return detail::make<client_builder, Tag>(oauth1_client_builder_new_for, of.get(),
                                                 detail::setting_text(consumer_key),
                                                 detail::setting_text(consumer_secret));
    }

    /** oauth1_client_builder_set_signature_method(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_signature_method(signature_method method, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_signature_method, method);
    }

    /** An RSA method, and its private key as in a file. oauth1_client_builder_set_rsa_key(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_rsa_key(signature_method method, std::string_view key,
                                               Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_rsa_key, method, key.data(),
                                   key.size());
    }

    /**
     * A signature method of the program's own: the callable gets the base string, the consumer's
     * secret and the token's, each a std::string_view, and gives the signature, as what converts to
     * a std::string_view. oauth1_client_builder_set_custom_signature().
     */
    template <class F, class Tag = throwing>
    outcome<client_builder &, Tag> set_custom_signature(std::string_view name, hash body_hash,
                                                        F sign, Tag = {})
    {
        static_assert(
            std::is_invocable_v<F &, std::string_view, std::string_view, std::string_view>,
            "what signs is called with three of std::string_view");
        using callable = detail::sign_callable<F>;
        return detail::change_with<Tag>(*this, owned(new callable{std::move(sign)}),
                                        oauth1_client_builder_set_custom_signature,
                                        detail::setting_text(name), body_hash, &callable::call);
    }

    /** oauth1_client_builder_set_transmission(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_transmission(transmission where, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_transmission, where);
    }

    /** oauth1_client_builder_set_realm(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_realm(std::string_view realm, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_realm,
                                   detail::header_text(realm));
    }

    /** oauth1_client_builder_set_version(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_version(bool send, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_version, send);
    }

    /** oauth1_client_builder_set_body_hash(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_body_hash(body_hash when, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_body_hash, when);
    }

    /** oauth1_client_builder_set_plaintext_over_http(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_plaintext_over_http(bool allow, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_plaintext_over_http, allow);
    }

    /**
     * The clock: the callable gives a timestamp, such as a time_point of the system clock or a
     * number of seconds. oauth1_client_builder_set_clock().
     */
    template <class F, class Tag = throwing>
    outcome<client_builder &, Tag> set_clock(F clock, Tag = {})
    {
        static_assert(std::is_invocable_r_v<timestamp, F &>,
                      "a clock is called with nothing, and gives an oauth1::timestamp");
        using callable = detail::clock_callable<F>;
        return detail::change_with<Tag>(*this, owned(new callable{std::move(clock)}),
                                        oauth1_client_builder_set_clock, &callable::call);
    }

    /**
     * Where nonces come from: the callable gives one, as what converts to a std::string_view.
     * oauth1_client_builder_set_nonce().
     */
    template <class F, class Tag = throwing>
    outcome<client_builder &, Tag> set_nonce(F nonce, Tag = {})
    {
        static_assert(std::is_invocable_v<F &>, "what gives nonces is called with nothing");
        using callable = detail::nonce_callable<F>;
        return detail::change_with<Tag>(*this, owned(new callable{std::move(nonce)}),
                                        oauth1_client_builder_set_nonce, &callable::call);
    }

    /** oauth1_client_builder_set_empty_token(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_empty_token(bool send, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_empty_token, send);
    }

    /** oauth1_client_builder_set_timeouts(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_timeouts(const timeouts &limits, Tag = {})
    {
        return detail::change<Tag>(
            *this, oauth1_client_builder_set_timeouts, detail::duration(limits.resolve),
            detail::duration(limits.connect), detail::duration(limits.first_byte),
            detail::duration(limits.total));
    }

    /** oauth1_client_builder_set_idle_timeout(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_idle_timeout(std::chrono::milliseconds limit, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_idle_timeout,
                                   detail::duration(limit));
    }

    /** oauth1_client_builder_set_pool_size(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_pool_size(std::size_t connections, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_pool_size, connections);
    }

    /** oauth1_client_builder_set_max_header_size(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_max_header_size(std::size_t size, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_max_header_size, size);
    }

    /** oauth1_client_builder_set_max_response_size(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_max_response_size(std::uint64_t size, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_max_response_size, size);
    }

    /** oauth1_client_builder_set_proxy(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_proxy(std::string_view url, std::string_view exceptions = "",
                                             Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_proxy,
                                   detail::setting_text(url), detail::setting_text(exceptions));
    }

    /** No proxy, whatever the environment says. oauth1_client_builder_set_proxy() with NULL. */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_no_proxy(Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_proxy, nullptr, nullptr);
    }

    /** oauth1_client_builder_set_root_certificates(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_root_certificates(std::string_view pem, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_root_certificates, pem.data(),
                                   pem.size());
    }

    /** oauth1_client_builder_set_client_certificate(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_client_certificate(std::string_view certificates,
                                                          std::string_view key, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_client_certificate,
                                   certificates.data(), certificates.size(), key.data(),
                                   key.size());
    }

    /** oauth1_client_builder_set_user_agent(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_user_agent(std::string_view user_agent, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_user_agent,
                                   detail::header_text(user_agent));
    }

    /** oauth1_client_builder_set_redirects(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_redirects(bool follow, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_redirects, follow);
    }

    /** oauth1_client_builder_set_clock_correction(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_clock_correction(bool correct, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_clock_correction, correct);
    }

    /** oauth1_client_builder_set_retries(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_retries(const retries &when, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_retries, when.attempts,
                                   detail::duration(when.first_pause),
                                   detail::duration(when.longest_pause),
                                   detail::duration(when.longest_wait));
    }

    /**
     * A callable that is asked while a request is under way whether to call it off.
     * oauth1_client_builder_set_interrupt().
     */
    template <class F, class Tag = throwing>
    outcome<client_builder &, Tag> set_interrupt(F interrupt, Tag = {})
    {
        static_assert(std::is_invocable_r_v<bool, F &>,
                      "what interrupts is called with nothing, and gives a bool");
        using callable = detail::interrupt_callable<F>;
        return detail::change_with<Tag>(*this, owned(new callable{std::move(interrupt)}),
                                        oauth1_client_builder_set_interrupt, &callable::call);
    }

    /** oauth1_client_builder_set_callback_confirmation(). */
    template <class Tag = throwing>
    outcome<client_builder &, Tag> set_callback_confirmation(bool require, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_client_builder_set_callback_confirmation, require);
    }

    /**
     * A callable that sends requests in the library's place: it is called with a sending.
     * oauth1_client_builder_set_transport().
     */
    template <class F, class Tag = throwing>
    outcome<client_builder &, Tag> set_transport(F send, Tag = {})
    {
        static_assert(std::is_invocable_v<F &, sending &>,
                      "a transport is called with an oauth1::sending &");
        using callable = detail::transport_callable<F>;
        return detail::change_with<Tag>(*this, owned(new callable{std::move(send)}),
                                        oauth1_client_builder_set_transport, &callable::call);
    }

    /** Makes the client; the builder is done with then. oauth1_client_builder_build(). */
    template <class Tag = throwing>
    outcome<client, Tag> build(Tag = {})
    {
        return detail::make<client, Tag>(oauth1_client_builder_build, get());
    }

private:
    template <class Data>
    static std::unique_ptr<Data> owned(Data *data)
    {
        return std::unique_ptr<Data>(data);
    }

};

/* ==============================================================================================
 * Responses
 * ============================================================================================== */

/** Status, headers, body. oauth1_response. */
class response
    : public detail::copyable<oauth1_response, oauth1_response_free, oauth1_response_copy> {
public:
    /** What another HTTP library got. oauth1_response_new(). */
    explicit response(std::uint16_t status, const name_values &headers = {},
                      std::string_view body = {})
        : response(make(status, headers, body))
    {
    }

    /** Takes a handle over. */
    explicit response(oauth1_response *taken) noexcept : copyable(taken) {}

    /** oauth1_response_new(). */
    template <class Tag = throwing>
    static outcome<response, Tag> make(std::uint16_t status, const name_values &headers,
                                       std::string_view body, Tag = {})
    {
        return detail::make<response, Tag>(oauth1_response_new, status, headers, body.data(),
                                           body.size());
    }

    /** oauth1_response_status(). */
    std::uint16_t status() const noexcept { return oauth1_response_status(get()); }

    /** The first header of a name. oauth1_response_header(). */
    std::optional<std::string_view> header(std::string_view name) const
    {
        const detail::c_string text = detail::header_text(name);
        if (text.refusal())
            return std::nullopt;
        return detail::text_or_none(oauth1_response_header, get(), text.raw());
    }

    /** oauth1_response_header_name(). */
    auto headers() const noexcept
    {
        return range(
            detail::pairs<oauth1_response, oauth1_response_header_count,
                          oauth1_response_header_name, oauth1_response_header_value>{get()});
    }

    /** oauth1_response_body(). */
    std::string_view body() const { return detail::text(oauth1_response_body, get()); }

    /** The body in UTF-8, whatever its charset. oauth1_response_text(). */
    std::string_view text() const { return detail::text(oauth1_response_text, get()); }

    /** Insists on success: a status from 200 to 299. oauth1_response_check(). */
    template <class Tag = throwing>
    outcome<void, Tag> check(Tag = {}) const
    {
        return detail::finish<Tag>(detail::call(oauth1_response_check, get()));
    }

    /** Reads it as an answer in a handshake. oauth1_token_response_new(). */
    template <class Tag = throwing>
    outcome<token_response, Tag> read_token(Tag = {}) const
    {
        return detail::make<token_response, Tag>(oauth1_token_response_new, get());
    }
};

/** A response whose body is yet to be read. It is for one thread at a time. oauth1_stream. */
class stream : public detail::owner<oauth1_stream, oauth1_stream_free> {
public:
    /** Takes a handle over. */
    explicit stream(oauth1_stream *taken) noexcept : owner(taken) {}

    /** oauth1_stream_status(). */
    std::uint16_t status() const noexcept { return oauth1_stream_status(get()); }

    /** The first header of a name. oauth1_stream_header(). */
    std::optional<std::string_view> header(std::string_view name) const
    {
        const detail::c_string text = detail::header_text(name);
        if (text.refusal())
            return std::nullopt;
        return detail::text_or_none(oauth1_stream_header, get(), text.raw());
    }

    /** oauth1_stream_header_name(). */
    auto headers() const noexcept
    {
        return range(detail::pairs<oauth1_stream, oauth1_stream_header_count,
                                   oauth1_stream_header_name, oauth1_stream_header_value>{get()});
    }

    /** How many bytes the body has, where it is known. oauth1_stream_content_length(). */
    std::optional<std::uint64_t> content_length() const noexcept
    {
        return detail::length_if_known(oauth1_stream_content_length(get()));
    }

    /** Reads a piece of the body; gives how many bytes, 0 at the end. oauth1_stream_read(). */
    template <class Tag = throwing>
    outcome<std::size_t, Tag> read(char *buffer, std::size_t capacity, Tag = {})
    {
        std::size_t count = 0;
        const std::optional<error> failure =
            detail::call(oauth1_stream_read, get(), buffer, capacity, &count);
        return detail::finish<std::size_t, Tag>(failure, count);
    }

    /** Reads the rest of the body into a file; gives how many bytes. oauth1_stream_save(). */
    template <class Tag = throwing>
    outcome<std::uint64_t, Tag> save(std::string_view path, Tag = {})
    {
        std::uint64_t length = 0;
        const std::optional<error> failure =
            detail::call(oauth1_stream_save, get(), detail::path_text(path), &length);
        return detail::finish<std::uint64_t, Tag>(failure, length);
    }

    /** Reads the rest of the body. oauth1_stream_read_response(). */
    template <class Tag = throwing>
    outcome<response, Tag> read_response(Tag = {})
    {
        return detail::make<response, Tag>(oauth1_stream_read_response, get());
    }
};

/* ==============================================================================================
 * Why a signature does not fit
 * ============================================================================================== */

/** A cause, what it is seen by, and what to do. It lives as long as the findings it is of. */
struct finding {
    /** oauth1_findings_cause(). */
    oauth1::cause cause;
    /** Whether it is proven. oauth1_findings_certain(). */
    bool certain;
    /** oauth1_findings_detail(). */
    std::string_view detail;
    /** oauth1_findings_advice(). */
    std::string_view advice;
};

namespace detail {

struct finding_items {
    using value_type = finding;
    const oauth1_findings *handle = nullptr;

    std::size_t size() const noexcept { return oauth1_findings_count(handle); }
    value_type at(std::size_t index) const
    {
        return {static_cast<cause>(oauth1_findings_cause(handle, index)),
                oauth1_findings_certain(handle, index), text(oauth1_findings_detail, handle, index),
                text(oauth1_findings_advice, handle, index)};
    }
};

} // namespace detail

/** What was found: a range of finding, the best to look at first. oauth1_findings. */
class findings
    : public detail::copyable<oauth1_findings, oauth1_findings_free, oauth1_findings_copy> {
public:
    using value_type = finding;
    using iterator = range<detail::finding_items>::iterator;
    using const_iterator = iterator;

    /** Takes a handle over. */
    explicit findings(oauth1_findings *taken) noexcept : copyable(taken) {}
    findings(const oauth1_findings *handle, detail::lent_t) noexcept : copyable(handle, detail::lent)
    {
    }

    /** oauth1_findings_count(). */
    std::size_t size() const noexcept { return items().size(); }
    [[nodiscard]] bool empty() const noexcept { return items().empty(); }
    iterator begin() const noexcept { return items().begin(); }
    iterator end() const noexcept { return items().end(); }
    finding operator[](std::size_t index) const { return items()[index]; }

    /** All findings as text for people. oauth1_findings_text(). */
    std::string_view text() const { return detail::text(oauth1_findings_text, get()); }

private:
    range<detail::finding_items> items() const noexcept
    {
        return range(detail::finding_items{get()});
    }
};

/** What was changed of a URL. It lives as long as the explanation it is of. */
struct url_change {
    /** oauth1_explanation_url_change(). */
    url_change_kind kind;
    /** oauth1_explanation_url_change_from(). */
    std::string_view from;
    /** oauth1_explanation_url_change_to(). */
    std::string_view to;
    /** In words. oauth1_explanation_url_change_text(). */
    std::string_view text;
};

/** A parameter that was signed. It lives as long as the explanation it is of. */
struct signed_parameter {
    /** oauth1_explanation_parameter_name(). */
    std::string_view name;
    /** oauth1_explanation_parameter_value(). */
    std::string_view value;
    /** oauth1_explanation_parameter_encoded_name(). */
    std::string_view encoded_name;
    /** oauth1_explanation_parameter_encoded_value(). */
    std::string_view encoded_value;
    /** oauth1_explanation_parameter_source(). */
    oauth1::source source;
    /** Whether the value is a secret. oauth1_explanation_parameter_secret(). */
    bool secret;
};

namespace detail {

struct url_change_items {
    using value_type = url_change;
    const oauth1_explanation *handle = nullptr;

    std::size_t size() const noexcept { return oauth1_explanation_url_change_count(handle); }
    value_type at(std::size_t index) const
    {
        return {static_cast<url_change_kind>(oauth1_explanation_url_change(handle, index)),
                text(oauth1_explanation_url_change_from, handle, index),
                text(oauth1_explanation_url_change_to, handle, index),
                text(oauth1_explanation_url_change_text, handle, index)};
    }
};

struct parameter_items {
    using value_type = signed_parameter;
    const oauth1_explanation *handle = nullptr;

    std::size_t size() const noexcept { return oauth1_explanation_parameter_count(handle); }
    value_type at(std::size_t index) const
    {
        return {text(oauth1_explanation_parameter_name, handle, index),
                text(oauth1_explanation_parameter_value, handle, index),
                text(oauth1_explanation_parameter_encoded_name, handle, index),
                text(oauth1_explanation_parameter_encoded_value, handle, index),
                static_cast<source>(oauth1_explanation_parameter_source(handle, index)),
                oauth1_explanation_parameter_secret(handle, index)};
    }
};

struct sorted_items : parameter_items {
    value_type at(std::size_t position) const
    {
        return parameter_items::at(oauth1_explanation_sorted(handle, position));
    }
};

} // namespace detail

/** One signature, step by step. oauth1_explanation. */
class explanation
    : public detail::copyable<oauth1_explanation, oauth1_explanation_free, oauth1_explanation_copy> {
public:
    /** Takes a handle over. */
    explicit explanation(oauth1_explanation *taken) noexcept
        : copyable(taken), findings_(oauth1_explanation_findings(taken), detail::lent)
    {
    }
    explanation(const oauth1_explanation *handle, detail::lent_t) noexcept
        : copyable(handle, detail::lent),
          findings_(oauth1_explanation_findings(handle), detail::lent)
    {
    }

    /** oauth1_explanation_method(). */
    std::string_view method() const { return detail::text(oauth1_explanation_method, get()); }

    /** oauth1_explanation_signature_method(). */
    std::string_view signature_method() const
    {
        return detail::text(oauth1_explanation_signature_method, get());
    }

    /** oauth1_explanation_base_string_uri(). */
    std::string_view base_string_uri() const
    {
        return detail::text(oauth1_explanation_base_string_uri, get());
    }

    /** What was changed of the URL that was given. oauth1_explanation_url_change(). */
    auto url_changes() const noexcept { return range(detail::url_change_items{get()}); }

    /** As they were collected. oauth1_explanation_parameter_name(). */
    auto parameters() const noexcept { return range(detail::parameter_items{get()}); }

    /** As they were signed. oauth1_explanation_sorted(). */
    auto sorted_parameters() const noexcept { return range(detail::sorted_items{{get()}}); }

    /** oauth1_explanation_base_string(). */
    std::string_view base_string() const
    {
        return detail::text(oauth1_explanation_base_string, get());
    }

    /** With *** in place of each secret. oauth1_explanation_key(). */
    std::string_view key() const { return detail::text(oauth1_explanation_key, get()); }

    /** oauth1_explanation_consumer_secret_length(). */
    std::size_t consumer_secret_length() const noexcept
    {
        return oauth1_explanation_consumer_secret_length(get());
    }

    /** oauth1_explanation_token_secret_length(). */
    std::size_t token_secret_length() const noexcept
    {
        return oauth1_explanation_token_secret_length(get());
    }

    /** oauth1_explanation_rsa_bits(). */
    std::size_t rsa_bits() const noexcept { return oauth1_explanation_rsa_bits(get()); }

    /** oauth1_explanation_signature(). */
    std::string_view signature() const
    {
        return detail::text(oauth1_explanation_signature, get());
    }

    /** oauth1_explanation_transmission(). */
    oauth1::transmission transmission() const noexcept
    {
        return static_cast<oauth1::transmission>(oauth1_explanation_transmission(get()));
    }

    /** The oauth_ parameters as they travel. oauth1_explanation_carried(). */
    std::string_view carried() const { return detail::text(oauth1_explanation_carried, get()); }

    /** What is odd, whatever a provider says. oauth1_explanation_findings(). */
    const oauth1::findings &findings() const & noexcept { return findings_; }
    const oauth1::findings &findings() const && = delete;

    /** The whole as text for people. oauth1_explanation_text(). */
    std::string_view text() const { return detail::text(oauth1_explanation_text, get()); }

    /** Compares with a provider's base string. oauth1_explanation_compare(). */
    template <class Tag = throwing>
    outcome<oauth1::findings, Tag> compare(std::string_view base_string, Tag = {}) const
    {
        return detail::make<oauth1::findings, Tag>(oauth1_explanation_compare, get(),
                                                   detail::parameter_text(base_string));
    }

    /** Translates a provider's refusal. oauth1_explanation_explain_answer(). */
    template <class Tag = throwing>
    outcome<oauth1::findings, Tag> explain_answer(std::uint16_t status, const name_values &headers,
                                                  std::string_view body, Tag = {}) const
    {
        return detail::make<oauth1::findings, Tag>(oauth1_explanation_explain_answer, get(), status,
                                                   headers, body.data(), body.size());
    }

    /** The same, for a response. oauth1_explanation_explain_response(). */
    template <class Tag = throwing>
    outcome<oauth1::findings, Tag> explain_response(const response &answer, Tag = {}) const
    {
        return detail::make<oauth1::findings, Tag>(oauth1_explanation_explain_response, get(),
                                                   answer.get());
    }

private:
    oauth1::findings findings_;
};

/**
 * Translates a provider's refusal into what to do, of a request that was not explained, by the time
 * of its timestamp. oauth1_explain_answer().
 */
template <class Tag = throwing>
outcome<findings, Tag> explain_answer(std::uint16_t status, const name_values &headers,
                                      std::string_view body, timestamp now, Tag = {})
{
    return detail::make<findings, Tag>(oauth1_explain_answer, status, headers, body.data(),
                                       body.size(), now.seconds());
}

/** A request as it was on the wire, signed by anyone. oauth1_captured. */
class captured_request
    : public detail::copyable<oauth1_captured, oauth1_captured_free, oauth1_captured_copy> {
public:
    /** oauth1_captured_new(). */
    captured_request(std::string_view method, std::string_view url)
        : captured_request(make(method, url))
    {
    }

    /** Takes a handle over. */
    explicit captured_request(oauth1_captured *taken) noexcept : copyable(taken) {}

    /** oauth1_captured_new(). */
    template <class Tag = throwing>
    static outcome<captured_request, Tag> make(std::string_view method, std::string_view url,
                                               Tag = {})
    {
        return detail::make<captured_request, Tag>(oauth1_captured_new, detail::header_text(method),
                                                   detail::url_text(url));
    }

    /** Reads a request as HTTP/1.1 has it. oauth1_captured_from_http(). */
    template <class Tag = throwing>
    static outcome<captured_request, Tag> from_http(std::string_view scheme,
                                                    std::string_view request, Tag = {})
    {
        return detail::make<captured_request, Tag>(oauth1_captured_from_http,
                                                   detail::url_text(scheme), request.data(),
                                                   request.size());
    }

    /** oauth1_captured_add_header(). */
    template <class Tag = throwing>
    outcome<captured_request &, Tag> add_header(std::string_view name, std::string_view value,
                                                Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_captured_add_header, detail::header_text(name),
                                   detail::header_text(value));
    }

    /** oauth1_captured_set_body(). */
    template <class Tag = throwing>
    outcome<captured_request &, Tag> set_body(std::string_view body, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_captured_set_body, body.data(), body.size());
    }

    /** oauth1_captured_method(). */
    std::string_view method() const { return detail::text(oauth1_captured_method, get()); }

    /** oauth1_captured_url(). */
    std::string_view url() const { return detail::text(oauth1_captured_url, get()); }

    /** oauth1_captured_header_name(). */
    auto headers() const noexcept
    {
        return range(
            detail::pairs<oauth1_captured, oauth1_captured_header_count,
                          oauth1_captured_header_name, oauth1_captured_header_value>{get()});
    }

    /** oauth1_captured_body(). */
    std::string_view body() const { return detail::text(oauth1_captured_body, get()); }

    /** oauth1_captured_is_form(). */
    bool is_form() const noexcept { return oauth1_captured_is_form(get()); }
};

/** What there is to say of a captured request. oauth1_diagnosis. */
class diagnosis
    : public detail::copyable<oauth1_diagnosis, oauth1_diagnosis_free, oauth1_diagnosis_copy> {
public:
    /** Takes a handle over. */
    explicit diagnosis(oauth1_diagnosis *taken) noexcept
        : copyable(taken), explanation_(oauth1_diagnosis_explanation(taken), detail::lent),
          findings_(oauth1_diagnosis_findings(taken), detail::lent)
    {
    }

    /** Whether the signature is right. oauth1_diagnosis_valid(). */
    bool valid() const noexcept { return oauth1_diagnosis_valid(get()); }

    /** The one that the request has. oauth1_diagnosis_signature(). */
    std::optional<std::string_view> signature() const
    {
        return detail::text_or_none(oauth1_diagnosis_signature, get());
    }

    /** How it should have been signed. oauth1_diagnosis_explanation(). */
    const oauth1::explanation &explanation() const & noexcept { return explanation_; }
    const oauth1::explanation &explanation() const && = delete;

    /** oauth1_diagnosis_findings(). */
    const oauth1::findings &findings() const & noexcept { return findings_; }
    const oauth1::findings &findings() const && = delete;

    /** The whole as text for people. oauth1_diagnosis_text(). */
    std::string_view text() const { return detail::text(oauth1_diagnosis_text, get()); }

private:
    oauth1::explanation explanation_;
    oauth1::findings findings_;
};

/* ==============================================================================================
 * Sessions: signing and sending
 * ============================================================================================== */

/** A client bound to one token, or to none: what signs and sends. oauth1_session. */
class session
    : public detail::copyable<oauth1_session, oauth1_session_free, oauth1_session_copy> {
public:
    /** Signs with the consumer's secret alone. oauth1_session_new_without_token(). */
    explicit session(const client &of) : session(make(of)) {}

    /** Signs for the user whose access token it is. oauth1_session_new(). */
    session(const client &of, const oauth1::token &token) : session(make(of, token)) {}

    /** Takes a handle over. */
    explicit session(oauth1_session *taken) noexcept
        : copyable(taken), token_(oauth1_session_token(taken), detail::lent)
    {
    }

    /** oauth1_session_new_without_token(). */
    template <class Tag = throwing>
    static outcome<session, Tag> make(const client &of, Tag = {})
    {
        return detail::make<session, Tag>(oauth1_session_new_without_token, of.get());
    }

    /** oauth1_session_new(). */
    template <class Tag = throwing>
    static outcome<session, Tag> make(const client &of, const oauth1::token &token, Tag = {})
    {
        return detail::make<session, Tag>(oauth1_session_new, of.get(), token.get());
    }

    /** The token that it is bound to, or nullptr. oauth1_session_token(). */
    const oauth1::token *token() const noexcept { return token_.get() ? &token_ : nullptr; }

    /** Gives the value of the Authorization header. oauth1_session_authorization(). */
    template <class Tag = throwing>
    outcome<std::string, Tag> authorization(const request &of, Tag = {}) const
    {
        return detail::make_string<Tag>(oauth1_session_authorization, get(), of.get());
    }

    /**
     * Writes the value of the Authorization header, and a NUL behind it, into a buffer. Its length,
     * or how long it can be where the buffer is too small, is put into length.
     * oauth1_session_authorization_into().
     */
    template <class Tag = throwing>
    outcome<void, Tag> authorization_into(const request &of, char *buffer, std::size_t capacity,
                                          std::size_t &length, Tag = {}) const
    {
        return detail::finish<Tag>(detail::call(oauth1_session_authorization_into, get(), of.get(),
                                                buffer, capacity, &length));
    }

    /** Signs a request. oauth1_session_sign(). */
    template <class Tag = throwing>
    outcome<signed_request, Tag> sign(const request &what, Tag = {}) const
    {
        return detail::make<signed_request, Tag>(oauth1_session_sign, get(), what.get());
    }

    /** Signs a request and sends it. oauth1_session_send(). */
    template <class Tag = throwing>
    outcome<response, Tag> send(const request &what, Tag = {}) const
    {
        return detail::make<response, Tag>(oauth1_session_send, get(), what.get());
    }

    /** The same, for a response that is read piece by piece. oauth1_session_stream(). */
    template <class Tag = throwing>
    outcome<oauth1::stream, Tag> stream(const request &what, Tag = {}) const
    {
        return detail::make<oauth1::stream, Tag>(oauth1_session_stream, get(), what.get());
    }

    /** Signs a request, and tells how. oauth1_session_explain(). */
    template <class Tag = throwing>
    outcome<explanation, Tag> explain(const request &what, Tag = {}) const
    {
        return detail::make<explanation, Tag>(oauth1_session_explain, get(), what.get());
    }

    /** Finds what is wrong with a request as it was sent. oauth1_session_explain_captured(). */
    template <class Tag = throwing>
    outcome<diagnosis, Tag> explain_captured(const captured_request &what, Tag = {}) const
    {
        return detail::make<diagnosis, Tag>(oauth1_session_explain_captured, get(), what.get());
    }

private:
    oauth1::token token_;
};

/* ==============================================================================================
 * Verifiers: the provider's side
 * ============================================================================================== */

/** Where a look-up puts what it found. It is for the thread that is called. oauth1_found. */
class found {
public:
    explicit found(oauth1_found *handle) noexcept : handle_(handle) {}
    found(const found &) = delete;
    found &operator=(const found &) = delete;

    /** oauth1_found_set_secret(). */
    template <class Tag = throwing>
    outcome<found &, Tag> set_secret(std::string_view secret, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_found_set_secret, detail::setting_text(secret));
    }

    /** The public key of a consumer, as in a file. oauth1_found_set_public_key(). */
    template <class Tag = throwing>
    outcome<found &, Tag> set_public_key(std::string_view key, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_found_set_public_key, key.data(), key.size());
    }

    oauth1_found *get() noexcept { return handle_; }
    const oauth1_found *get() const noexcept { return handle_; }

private:
    oauth1_found *handle_;
};

/** The use of a nonce. It is for the thread that is called, and for the call. oauth1_nonce_use. */
class nonce_use {
public:
    explicit nonce_use(const oauth1_nonce_use *handle) noexcept : handle_(handle) {}
    nonce_use(const nonce_use &) = delete;
    nonce_use &operator=(const nonce_use &) = delete;

    /** 64 hexadecimal digits that stand for the whole. oauth1_nonce_use_key(). */
    std::string_view key() const { return detail::text(oauth1_nonce_use_key, get()); }

    /** oauth1_nonce_use_consumer_key(). */
    std::string_view consumer_key() const
    {
        return detail::text(oauth1_nonce_use_consumer_key, get());
    }

    /** oauth1_nonce_use_token(). */
    std::optional<std::string_view> token() const
    {
        return detail::text_or_none(oauth1_nonce_use_token, get());
    }

    /** oauth1_nonce_use_nonce(). */
    std::string_view nonce() const { return detail::text(oauth1_nonce_use_nonce, get()); }

    /** In seconds since 1970. oauth1_nonce_use_timestamp(). */
    std::uint64_t timestamp() const noexcept { return oauth1_nonce_use_timestamp(get()); }

    /** The last second in which it has to be remembered. oauth1_nonce_use_expires(). */
    std::uint64_t expires() const noexcept { return oauth1_nonce_use_expires(get()); }

    /** oauth1_nonce_use_now(). */
    std::uint64_t now() const noexcept { return oauth1_nonce_use_now(get()); }

    const oauth1_nonce_use *get() const noexcept { return handle_; }

private:
    const oauth1_nonce_use *handle_;
};

namespace detail {

template <class Consumer, class Token>
struct look_up_callables {
    Consumer consumer;
    Token token;

    static bool call_consumer(void *userdata, const char *consumer_key, std::size_t length,
                              oauth1_found *handle, oauth1_failure *failure) noexcept
    {
        return guarded(status::not_verified, "the look-up of the consumer", false, failure, [&] {
            oauth1::found place(handle);
            static_cast<look_up_callables *>(userdata)->consumer(
                std::string_view(consumer_key, length), place);
            return true;
        });
    }

    static bool call_token(void *userdata, const char *consumer_key,
                           std::size_t consumer_key_length, const char *token_key,
                           std::size_t token_length, oauth1_found *handle,
                           oauth1_failure *failure) noexcept
    {
        return guarded(status::not_verified, "the look-up of the token", false, failure, [&] {
            if constexpr (!std::is_same_v<Token, std::nullptr_t>) {
                oauth1::found place(handle);
                static_cast<look_up_callables *>(userdata)->token(
                    std::string_view(consumer_key, consumer_key_length),
                    std::string_view(token_key, token_length), place);
            }
            return true;
        });
    }
};

template <class F>
struct note_callable {
    F function;

    static bool call(void *userdata, const oauth1_nonce_use *handle, bool *is_new,
                     oauth1_failure *failure) noexcept
    {
        return guarded(status::not_verified, "the store of nonces", false, failure, [&] {
            const nonce_use use(handle);
            *is_new = static_cast<bool>(static_cast<note_callable *>(userdata)->function(use));
            return true;
        });
    }
};

} // namespace detail

/** A parameter that was signed, decoded, and where it travelled. */
struct verified_parameter {
    std::string_view name;
    std::string_view value;
    oauth1::source source;
};

namespace detail {

struct verified_items {
    using value_type = verified_parameter;
    const oauth1_verified *handle = nullptr;

    std::size_t size() const noexcept { return oauth1_verified_param_count(handle); }
    value_type at(std::size_t index) const
    {
        return {text(oauth1_verified_param_name, handle, index),
                text(oauth1_verified_param_value, handle, index),
                static_cast<oauth1::source>(oauth1_verified_param_source(handle, index))};
    }
};

} // namespace detail

/** A request that was verified: who signed it, for whom, and what was signed. oauth1_verified. */
class verified_request
    : public detail::copyable<oauth1_verified, oauth1_verified_free, oauth1_verified_copy> {
public:
    /** Takes a handle over. */
    explicit verified_request(oauth1_verified *taken) noexcept : copyable(taken) {}

    /** Who signed. oauth1_verified_consumer_key(). */
    std::string_view consumer_key() const
    {
        return detail::text(oauth1_verified_consumer_key, get());
    }

    /** For whom; none where the consumer signed for itself. oauth1_verified_token(). */
    std::optional<std::string_view> token() const
    {
        return detail::text_or_none(oauth1_verified_token, get());
    }

    /** Its name, such as "HMAC-SHA1". oauth1_verified_signature_method(). */
    std::string_view signature_method() const
    {
        return detail::text(oauth1_verified_signature_method, get());
    }

    /** oauth1_verified_transmission(). */
    oauth1::transmission transmission() const noexcept
    {
        return static_cast<oauth1::transmission>(oauth1_verified_transmission(get()));
    }

    /** oauth1_verified_realm(). */
    std::optional<std::string_view> realm() const
    {
        return detail::text_or_none(oauth1_verified_realm, get());
    }

    /** In seconds since 1970; PLAINTEXT may have none. oauth1_verified_timestamp(). */
    std::optional<std::uint64_t> timestamp() const noexcept
    {
        std::uint64_t seconds = 0;
        if (!oauth1_verified_timestamp(get(), &seconds))
            return std::nullopt;
        return seconds;
    }

    /** oauth1_verified_nonce(). */
    std::optional<std::string_view> nonce() const
    {
        return detail::text_or_none(oauth1_verified_nonce, get());
    }

    /** That by which the world knows the server. oauth1_verified_url(). */
    std::string_view url() const { return detail::text(oauth1_verified_url, get()); }

    /** The parameters that were signed. oauth1_verified_param_name(). */
    auto params() const noexcept { return range(detail::verified_items{get()}); }

    /** The value of the first parameter of a name. oauth1_verified_get(). */
    std::optional<std::string_view> get(std::string_view name) const
    {
        const detail::c_string text = detail::parameter_text(name);
        if (text.refusal())
            return std::nullopt;
        return detail::text_or_none(oauth1_verified_get, get(), text.raw());
    }
    using copyable::get;

    /** Whether the signature covers the body. oauth1_verified_covers_body(). */
    bool covers_body() const noexcept { return oauth1_verified_covers_body(get()); }
};

/** Checks requests that others signed. oauth1_verifier. */
class verifier
    : public detail::copyable<oauth1_verifier, oauth1_verifier_free, oauth1_verifier_copy> {
public:
    /** Takes a handle over. */
    explicit verifier(oauth1_verifier *taken) noexcept : copyable(taken) {}

    /**
     * Verifies a request that was received. One that is refused is an error, status::not_verified,
     * with its error::reason(). oauth1_verifier_verify().
     */
    template <class Tag = throwing>
    outcome<verified_request, Tag> verify(std::string_view method, std::string_view url,
                                          const name_values &headers = {},
                                          std::string_view body = {}, Tag = {}) const
    {
        return detail::make<verified_request, Tag>(
            oauth1_verifier_verify, get(), detail::header_text(method), detail::url_text(url),
            headers, body.data(), body.size());
    }

    /** Tells, for the log, what is wrong with a signature. oauth1_verifier_explain(). */
    template <class Tag = throwing>
    outcome<diagnosis, Tag> explain(std::string_view method, std::string_view url,
                                    const name_values &headers = {}, std::string_view body = {},
                                    Tag = {}) const
    {
        return detail::make<diagnosis, Tag>(
            oauth1_verifier_explain, get(), detail::header_text(method), detail::url_text(url),
            headers, body.data(), body.size());
    }
};

/** Makes a verifier. oauth1_verifier_builder. */
class verifier_builder
    : public detail::owner<oauth1_verifier_builder, oauth1_verifier_builder_free> {
public:
    /** oauth1_verifier_builder_new(). */
    verifier_builder() : verifier_builder(make()) {}

    /** Takes a handle over. */
    explicit verifier_builder(oauth1_verifier_builder *taken) noexcept : owner(taken) {}

    /** oauth1_verifier_builder_new(). */
    template <class Tag = throwing>
    static outcome<verifier_builder, Tag> make(Tag = {})
    {
        return detail::make<verifier_builder, Tag>(oauth1_verifier_builder_new);
    }

    /** oauth1_verifier_builder_set_consumer_secret(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_consumer_secret(std::string_view consumer_key,
                                                         std::string_view secret, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_consumer_secret,
                                   detail::setting_text(consumer_key),
                                   detail::setting_text(secret));
    }

    /** The public key as in a file. oauth1_verifier_builder_set_consumer_public_key(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_consumer_public_key(std::string_view consumer_key,
                                                             std::string_view public_key, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_consumer_public_key,
                                   detail::setting_text(consumer_key), public_key.data(),
                                   public_key.size());
    }

    /** oauth1_verifier_builder_set_token_secret(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_token_secret(std::string_view consumer_key,
                                                      std::string_view token,
                                                      std::string_view secret, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_token_secret,
                                   detail::setting_text(consumer_key), detail::setting_text(token),
                                   detail::setting_text(secret));
    }

    /**
     * What looks up consumers and tokens: the first callable gets the consumer's key, the second,
     * which can be nullptr, that and the token, each a std::string_view; both get a found & to put
     * into what they find. oauth1_verifier_builder_set_look_ups().
     */
    template <class Consumer, class Token, class Tag = throwing>
    outcome<verifier_builder &, Tag> set_look_ups(Consumer consumer, Token token, Tag = {})
    {
        static_assert(std::is_invocable_v<Consumer &, std::string_view, found &>,
                      "what looks up consumers is called with a std::string_view and a found &");
        constexpr bool has_tokens = !std::is_same_v<Token, std::nullptr_t>;
        if constexpr (has_tokens)
            static_assert(
                std::is_invocable_v<Token &, std::string_view, std::string_view, found &>,
                "what looks up tokens is called with two of std::string_view and a found &");
        using callables = detail::look_up_callables<Consumer, Token>;
        const oauth1_find_token_fn find_token = has_tokens ? &callables::call_token : nullptr;
        return detail::change_with<Tag>(
            *this, owned(new callables{std::move(consumer), std::move(token)}),
            oauth1_verifier_builder_set_look_ups, &callables::call_consumer, find_token);
    }

    /**
     * A store of nonces: the callable gets a const nonce_use &, notes it in one step, and gives
     * whether it is new. oauth1_verifier_builder_set_nonce_store().
     */
    template <class F, class Tag = throwing>
    outcome<verifier_builder &, Tag> set_nonce_store(F note, Tag = {})
    {
        static_assert(std::is_invocable_r_v<bool, F &, const nonce_use &>,
                      "a store of nonces is called with a const nonce_use &, and gives a bool");
        using callable = detail::note_callable<F>;
        return detail::change_with<Tag>(*this, owned(new callable{std::move(note)}),
                                        oauth1_verifier_builder_set_nonce_store, &callable::call);
    }

    /** oauth1_verifier_builder_set_nonce_capacity(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_nonce_capacity(std::size_t capacity, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_nonce_capacity, capacity);
    }

    /** oauth1_verifier_builder_add_signature_method(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> add_signature_method(signature_method method, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_add_signature_method, method);
    }

    /**
     * A method of the program's own, which signs as that of a client does.
     * oauth1_verifier_builder_add_custom_signature().
     */
    template <class F, class Tag = throwing>
    outcome<verifier_builder &, Tag> add_custom_signature(std::string_view name, hash body_hash,
                                                          F sign, Tag = {})
    {
        static_assert(
            std::is_invocable_v<F &, std::string_view, std::string_view, std::string_view>,
            "what signs is called with three of std::string_view");
        using callable = detail::sign_callable<F, status::not_verified>;
        return detail::change_with<Tag>(*this, owned(new callable{std::move(sign)}),
                                        oauth1_verifier_builder_add_custom_signature,
                                        detail::setting_text(name), body_hash, &callable::call);
    }

    /** oauth1_verifier_builder_set_plaintext_over_http(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_plaintext_over_http(bool allow, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_plaintext_over_http, allow);
    }

    /** oauth1_verifier_builder_set_public_url(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_public_url(std::string_view base, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_public_url,
                                   detail::url_text(base));
    }

    /** oauth1_verifier_builder_set_proxies(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_proxies(std::size_t proxies, proxy_headers headers,
                                                 Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_proxies, proxies, headers);
    }

    /** oauth1_verifier_builder_set_timestamp_window(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_timestamp_window(std::chrono::seconds window, Tag = {})
    {
        const std::uint64_t seconds =
            window.count() < 0 ? 0 : static_cast<std::uint64_t>(window.count());
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_timestamp_window, seconds);
    }

    /** oauth1_verifier_builder_set_require_body_hash(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_require_body_hash(bool require, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_require_body_hash, require);
    }

    /** oauth1_verifier_builder_set_realm(). */
    template <class Tag = throwing>
    outcome<verifier_builder &, Tag> set_realm(std::string_view realm, Tag = {})
    {
        return detail::change<Tag>(*this, oauth1_verifier_builder_set_realm,
                                   detail::header_text(realm));
    }

    /** The clock, as that of a client. oauth1_verifier_builder_set_clock(). */
    template <class F, class Tag = throwing>
    outcome<verifier_builder &, Tag> set_clock(F clock, Tag = {})
    {
        static_assert(std::is_invocable_r_v<timestamp, F &>,
                      "a clock is called with nothing, and gives an oauth1::timestamp");
        using callable = detail::clock_callable<F, status::not_verified>;
        return detail::change_with<Tag>(*this, owned(new callable{std::move(clock)}),
                                        oauth1_verifier_builder_set_clock, &callable::call);
    }

    /** Makes the verifier; the builder is done with then. oauth1_verifier_builder_build(). */
    template <class Tag = throwing>
    outcome<verifier, Tag> build(Tag = {})
    {
        return detail::make<verifier, Tag>(oauth1_verifier_builder_build, get());
    }

private:
    template <class Data>
    static std::unique_ptr<Data> owned(Data *data)
    {
        return std::unique_ptr<Data>(data);
    }
};

} // namespace oauth1

#if __cplusplus >= 202002L
template <class Source>
inline constexpr bool std::ranges::enable_borrowed_range<oauth1::range<Source>> = true;
template <class Source>
inline constexpr bool std::ranges::enable_view<oauth1::range<Source>> = true;
#endif

#endif
