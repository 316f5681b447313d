/* The functions of liboauth that its own tests call, by oauth1.h. What they give is to be freed with
 * free(). */
#ifndef LIBOAUTH_H
#define LIBOAUTH_H

#include <stdbool.h>
#include <stddef.h>

typedef enum { OA_HMAC = 0, OA_RSA, OA_PLAINTEXT } OAuthMethod;

/* Percent-encodes text (RFC 5849, section 3.6). */
char *oauth_url_escape(const char *text);

/* The parameters of a query, normalized: what liboauth gives by oauth_split_url_parameters(), a sort
 * by oauth_cmpstringp(), and oauth_serialize_url(). In liboauth, \001 stands for an & in a value. */
char *oauth_normalize(const char *query);

/* The base string of a request whose parameters are all in its URL: what liboauth gives by the same
 * functions, and oauth_catenc(). */
char *oauth_base_string(const char *method, const char *url);

/* The signature of a text by a key: two secrets with an & between, each encoded. */
char *oauth_sign_hmac_sha1(const char *base_string, const char *key);

/* The signature of a text by a private key in PEM. */
char *oauth_sign_rsa_sha1(const char *base_string, const char *key);

/* Whether that is the signature of a base string. liboauth has a certificate in the key's place. */
bool oauth_verify_rsa_sha1(const char *base_string, const char *key, const char *signature);

/* "oauth_body_hash=" and the hash of a body. */
char *oauth_body_hash_data(size_t length, const char *data);

/* Signs a GET request, and gives its URL with all parameters, normalized, and the signature behind
 * them. A nonce and a timestamp are taken from the URL. */
char *oauth_sign_url2(const char *url, char **body, OAuthMethod method, const char *http_method,
                      const char *consumer_key, const char *consumer_secret, const char *token,
                      const char *token_secret);

#endif
