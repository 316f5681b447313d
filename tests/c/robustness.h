/* What robustness.c and the calls that tests/header/calls.py writes share. */
#ifndef ROBUSTNESS_H
#define ROBUSTNESS_H

#include "test.h"

/* The URL of a request that the verifier takes, as often as it comes. */
#define RECEIVED_URL                                                                               \
    "https://api.example.com/a?oauth_consumer_key=key&oauth_nonce=nonce&oauth_signature="          \
    CONSUMER_SECRET "%26&oauth_signature_method=PLAINTEXT&oauth_timestamp=1"

/* Where a function has to be called, for its handle is there only then. */
enum inside { INSIDE_NOTHING, INSIDE_SEND, INSIDE_NONCE, INSIDE_LOOK_UP, INSIDE_NOTE };

/* A call, and what came of it. */
struct call {
    const struct row *row;
    const unsigned char *pick;
    oauth1_status status;
    char buffer[4096];
};

/* A parameter, and what some of its choices are to lead to where all others are good. */
struct parameter {
    const char *name;
    unsigned char choices;
    struct {
        unsigned char choice;
        oauth1_status status;
    } must[4];
};

/* A function. */
struct row {
    const char *name;
    void (*call)(struct call *call, const unsigned char *pick);
    enum inside inside;
    bool may_refuse; /* what is good */
    size_t count;
    struct parameter parameters[12];
    oauth1_status returns[40]; /* by its comment, and -1 */
};

extern const struct row rows[];
extern const size_t row_count;

/* Handles that threads share, for they never change. */
struct shared {
    oauth1_provider *provider;
    oauth1_client *client;
    oauth1_token *token;
    oauth1_session *session;
    oauth1_request *request;
    oauth1_signed *signed_;
    oauth1_response *response;
    oauth1_token_response *token_response;
    oauth1_pending *pending;
    oauth1_explanation *explanation;
    oauth1_findings *findings;
    oauth1_captured *captured;
    oauth1_diagnosis *diagnosis;
    oauth1_error *error;
    oauth1_url *url;
    oauth1_authorization_header *authorization_header;
    oauth1_verifier *verifier;
    oauth1_verified *verified;
};
extern struct shared shared;

struct span {
    const char *begin;
    size_t length;
};

struct span span(const char *text);
struct span rsa_key(void);
struct span public_key(void);
struct span pending_bytes(void);
const char *scratch_file(void);
char *make_string(void);
const char *choose_text(unsigned char choice, const char *good, const char *wrong);
struct span choose_span(unsigned char choice, struct span good);
const char *const *choose_pairs(unsigned char choice);
size_t choose_size(unsigned char choice, size_t good, size_t second, size_t third);
uint64_t choose_number(unsigned char choice, uint64_t good, uint64_t most);

/* Makes a handle of a call's own, and uses one that a call may have changed. */
#define HANDLE(name)                                                                               \
    oauth1_##name *make_##name(void);                                                              \
    void use_##name(oauth1_##name *used)
HANDLE(provider);
HANDLE(client);
HANDLE(client_builder);
HANDLE(token);
HANDLE(session);
HANDLE(request);
HANDLE(signed);
HANDLE(response);
HANDLE(token_response);
HANDLE(pending);
HANDLE(explanation);
HANDLE(findings);
HANDLE(captured);
HANDLE(diagnosis);
HANDLE(error);
HANDLE(url);
HANDLE(authorization_header);
HANDLE(stream);
HANDLE(multipart);
HANDLE(cancellation);
HANDLE(verifier_builder);
HANDLE(verifier);
HANDLE(verified);
#undef HANDLE

oauth1_sending *inside_oauth1_sending(void);
oauth1_failure *inside_oauth1_failure(void);
oauth1_found *inside_oauth1_found(void);
const oauth1_nonce_use *inside_oauth1_nonce_use(void);

/* Data of a callback, its destruction, and the callbacks. */
void *new_data(void);
void callback_oauth1_destroy_fn(void *userdata);
bool callback_oauth1_clock_fn(void *userdata, uint64_t *seconds, oauth1_failure *failure);
bool callback_oauth1_interrupt_fn(void *userdata);
size_t callback_oauth1_nonce_fn(void *userdata, char *buffer, size_t capacity,
                                oauth1_failure *failure);
size_t callback_oauth1_sign_fn(void *userdata, const char *base_string, size_t base_string_length,
                               const char *consumer_secret, size_t consumer_secret_length,
                               const char *token_secret, size_t token_secret_length, char *buffer,
                               size_t capacity, oauth1_failure *failure);
int64_t callback_oauth1_read_fn(void *userdata, char *buffer, size_t capacity,
                                oauth1_failure *failure);
bool callback_oauth1_rewind_fn(void *userdata, oauth1_failure *failure);
void callback_oauth1_send_fn(void *userdata, oauth1_sending *sending);
bool callback_oauth1_find_consumer_fn(void *userdata, const char *consumer_key,
                                      size_t consumer_key_length, oauth1_found *found,
                                      oauth1_failure *failure);
bool callback_oauth1_find_token_fn(void *userdata, const char *consumer_key,
                                   size_t consumer_key_length, const char *token,
                                   size_t token_length, oauth1_found *found,
                                   oauth1_failure *failure);
bool callback_oauth1_note_nonce_fn(void *userdata, const oauth1_nonce_use *nonce, bool *is_new,
                                   oauth1_failure *failure);
void callback_oauth1_log_fn(void *userdata, oauth1_log_level level, const char *message,
                            size_t length);

/* Destroys data when nothing can have it any more, unless the library was to do so. */
void let_go(struct call *call, void *data, bool is_to_destroy);

/* Check what a call gave. */
void check_status_of(struct call *call, const oauth1_error *failed);
void check_made(struct call *call, bool made);
void check_text_of(struct call *call, const char *text, size_t length, bool of_nothing);
void check_value(struct call *call, bool nothing, bool of_nothing);

#endif
