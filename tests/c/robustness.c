/* Every function of oauth1.h, by calls that tests/header/calls.py writes from it: with NULL for every
 * pointer, alone and all; with numbers that are none of an enumeration's; with strings that are
 * empty, huge or not UTF-8; with any mixture of these; after errors; and from several threads at
 * once. What a function returns has to be what its comment says. */
#define _POSIX_C_SOURCE 200809L
#include "robustness.h"

#include <pthread.h>
#include <unistd.h>

#define URL "https://api.example.com/a"

struct shared shared;

/* How hard to try: less of it under valgrind. */
static size_t huge_length = 16 << 20;
static int mixtures = 40;
static int threads = 4;

static char *huge;
static const char *large_pairs[] = {"a name", NULL, NULL};
static char scratch[] = "/tmp/oauth1-robustness-XXXXXX";
static char rsa_key_text[8192];
static size_t rsa_key_length;
static char public_key_text[8192];
static size_t public_key_length;

/* Data of callbacks that is alive. */
static pthread_mutex_t data_lock = PTHREAD_MUTEX_INITIALIZER;
static int data_alive;

/* A run of calls, in a thread of its own. */
struct run {
    pthread_t thread;
    uint64_t seed;
    oauth1_sending *sending;
    oauth1_failure *failure;
    oauth1_found *found;
    const oauth1_nonce_use *nonce;
    enum inside inside;
    bool gently; /* without the whole of a huge string */
};

static struct run first;
static pthread_key_t run_key;

static struct run *run_of_this_thread(void)
{
    return pthread_getspecific(run_key);
}

/* What was not as it should be. */
static pthread_mutex_t complaint_lock = PTHREAD_MUTEX_INITIALIZER;
static int complaints;

/* Says what was not as it should be, once for each function and each complaint. */
static void complain(const struct call *call, const char *what, const oauth1_error *failed)
{
    static struct {
        const struct row *row;
        const char *what;
        oauth1_status status;
    } known[200];
    const char *message = oauth1_error_message(failed, NULL);
    size_t i;

    CHECK(pthread_mutex_lock(&complaint_lock) == 0);
    for (i = 0; i < (size_t)complaints; i++)
        if (known[i].row == call->row && known[i].what == what && known[i].status == call->status)
            break;
    CHECK(i < sizeof known / sizeof *known);
    if (i == (size_t)complaints) {
        known[i].row = call->row;
        known[i].what = what;
        known[i].status = call->status;
        complaints++;
        fprintf(stderr, "%s(", call->row->name);
        for (i = 0; i < call->row->count; i++)
            fprintf(stderr, "%s%s: %d", i ? ", " : "", call->row->parameters[i].name,
                    call->pick[i]);
        fprintf(stderr, ") %s\n  it gave %d (%s): %.200s\n", what, call->status,
                oauth1_status_text(call->status), message ? message : "no error");
    }
    CHECK(pthread_mutex_unlock(&complaint_lock) == 0);
}

/* --- what goes in ----------------------------------------------------------------------------- */

struct span span(const char *text)
{
    struct span made = {text, strlen(text)};
    return made;
}

static struct span huge_text(void)
{
    const size_t length = run_of_this_thread()->gently ? 64 << 10 : huge_length;
    struct span made = {NULL, 0};
    made.begin = huge + huge_length - length;
    made.length = length;
    return made;
}

struct span rsa_key(void)
{
    struct span made = {rsa_key_text, rsa_key_length};
    return made;
}

struct span public_key(void)
{
    struct span made = {public_key_text, public_key_length};
    return made;
}

struct span pending_bytes(void)
{
    struct span made = {NULL, 0};
    made.begin = oauth1_pending_to_bytes(shared.pending, &made.length);
    return made;
}

const char *scratch_file(void)
{
    return scratch;
}

const char *choose_text(unsigned char choice, const char *good, const char *wrong)
{
    const char *const choices[] = {good, NULL, "", wrong, huge_text().begin};
    return choices[choice];
}

struct span choose_span(unsigned char choice, struct span good)
{
    struct span choices[5] = {{NULL, 0}, {NULL, 5}, {"", 0}, {"\xff\0\xfe", 3}, {NULL, 0}};
    choices[0] = good;
    choices[4] = huge_text();
    return choices[choice];
}

const char *const *choose_pairs(unsigned char choice)
{
    static const char *const none[] = {NULL};
    static const char *const good[] = {"a name", "a value", "", "", NULL};
    static const char *const odd[] = {"a name", NULL};
    static const char *const wrong[] = {"a name", "\xff", NULL};
    const char *const *const choices[] = {good, NULL, none, odd, wrong, large_pairs};
    return choices[choice];
}

size_t choose_size(unsigned char choice, size_t good, size_t second, size_t third)
{
    const size_t choices[] = {good, second, third};
    return choices[choice];
}

uint64_t choose_number(unsigned char choice, uint64_t good, uint64_t most)
{
    const uint64_t choices[] = {good, 0, most, most / 2};
    return choices[choice];
}

/* --- handles ---------------------------------------------------------------------------------- */

#define MAKE(call)                                                                                 \
    do {                                                                                           \
        oauth1_error *error = NULL;                                                                \
        CHECK_OK(call);                                                                            \
    } while (0)

char *make_string(void)
{
    char *made = NULL;
    MAKE(oauth1_percent_encode("a b", &made, &error));
    return made;
}

oauth1_provider *make_provider(void)
{
    oauth1_provider *made = NULL;
    MAKE(oauth1_provider_new("own", &made, &error));
    MAKE(oauth1_provider_set_request_token_url(made, URL, &error));
    MAKE(oauth1_provider_set_authorization_url(made, URL, &error));
    MAKE(oauth1_provider_set_access_token_url(made, URL, &error));
    return made;
}

void use_provider(oauth1_provider *used)
{
    oauth1_client_builder *builder = NULL;
    if (oauth1_client_builder_new_for(used, "key", CONSUMER_SECRET, &builder, NULL) == OAUTH1_OK)
        use_client_builder(builder);
    oauth1_client_builder_free(builder);
}

oauth1_client_builder *make_client_builder(void)
{
    oauth1_client_builder *made = NULL;
    MAKE(oauth1_client_builder_new("key", CONSUMER_SECRET, &made, &error));
    return made;
}

void use_client_builder(oauth1_client_builder *used)
{
    oauth1_client *client = NULL;
    oauth1_session *session = NULL;
    char *value = NULL;
    if (oauth1_client_builder_build(used, &client, NULL) == OAUTH1_OK) {
        MAKE(oauth1_session_new(client, shared.token, &session, &error));
        oauth1_session_authorization(session, shared.request, &value, NULL);
    }
    oauth1_string_free(value);
    oauth1_session_free(session);
    oauth1_client_free(client);
}

oauth1_client *make_client(void)
{
    oauth1_provider *provider = make_provider();
    oauth1_client_builder *builder = NULL;
    oauth1_client *made = NULL;
    MAKE(oauth1_client_builder_new_for(provider, "key", CONSUMER_SECRET, &builder, &error));
    MAKE(oauth1_client_builder_set_transport(builder, callback_oauth1_send_fn, NULL, NULL, &error));
    MAKE(oauth1_client_builder_set_nonce(builder, callback_oauth1_nonce_fn, NULL, NULL, &error));
    MAKE(oauth1_client_builder_build(builder, &made, &error));
    oauth1_client_builder_free(builder);
    oauth1_provider_free(provider);
    return made;
}

oauth1_token *make_token(void)
{
    oauth1_token *made = NULL;
    MAKE(oauth1_token_new("token", TOKEN_SECRET, &made, &error));
    return made;
}

oauth1_session *make_session(void)
{
    oauth1_session *made = NULL;
    MAKE(oauth1_session_new(shared.client, shared.token, &made, &error));
    return made;
}

oauth1_request *make_request(void)
{
    oauth1_request *made = NULL;
    MAKE(oauth1_request_new("POST", URL, &made, &error));
    return made;
}

void use_request(oauth1_request *used)
{
    char *value = NULL;
    oauth1_response *response = NULL;
    oauth1_session_authorization(shared.session, used, &value, NULL);
    oauth1_string_free(value);
    if (run_of_this_thread()->inside == INSIDE_NOTHING)
        oauth1_session_send(shared.session, used, &response, NULL);
    oauth1_response_free(response);
}

oauth1_signed *make_signed(void)
{
    oauth1_signed *made = NULL;
    MAKE(oauth1_session_sign(shared.session, shared.request, &made, &error));
    return made;
}

oauth1_response *make_response(void)
{
    oauth1_response *made = NULL;
    MAKE(oauth1_session_send(shared.session, shared.request, &made, &error));
    return made;
}

oauth1_token_response *make_token_response(void)
{
    oauth1_token_response *made = NULL;
    MAKE(oauth1_client_request_token(shared.client, URL, NULL, &made, &error));
    return made;
}

oauth1_pending *make_pending(void)
{
    oauth1_pending *made = NULL;
    MAKE(oauth1_client_authorize(shared.client, NULL, &made, &error));
    return made;
}

oauth1_explanation *make_explanation(void)
{
    oauth1_explanation *made = NULL;
    MAKE(oauth1_session_explain(shared.session, shared.request, &made, &error));
    return made;
}

oauth1_findings *make_findings(void)
{
    oauth1_findings *made = NULL;
    MAKE(oauth1_explanation_compare(shared.explanation, "GET&a&b", &made, &error));
    return made;
}

oauth1_captured *make_captured(void)
{
    oauth1_captured *made = NULL;
    MAKE(oauth1_captured_new("POST", URL, &made, &error));
    return made;
}

void use_captured(oauth1_captured *used)
{
    oauth1_diagnosis *diagnosis = NULL;
    oauth1_session_explain_captured(shared.session, used, &diagnosis, NULL);
    oauth1_diagnosis_free(diagnosis);
}

oauth1_diagnosis *make_diagnosis(void)
{
    oauth1_diagnosis *made = NULL;
    MAKE(oauth1_session_explain_captured(shared.session, shared.captured, &made, &error));
    return made;
}

oauth1_error *make_error(void)
{
    oauth1_error *made = NULL;
    CHECK(oauth1_token_new(NULL, NULL, NULL, &made) == OAUTH1_ERROR_NULL_ARGUMENT);
    return made;
}

oauth1_url *make_url(void)
{
    oauth1_url *made = NULL;
    MAKE(oauth1_url_new(URL, &made, &error));
    return made;
}

oauth1_authorization_header *make_authorization_header(void)
{
    oauth1_authorization_header *made = NULL;
    MAKE(oauth1_authorization_header_new("OAuth realm=\"a\", b=\"c\"", &made, &error));
    return made;
}

oauth1_stream *make_stream(void)
{
    oauth1_stream *made = NULL;
    MAKE(oauth1_session_stream(shared.session, shared.request, &made, &error));
    return made;
}

void use_stream(oauth1_stream *used)
{
    char buffer[64];
    size_t count = 0;
    oauth1_stream_read(used, buffer, sizeof buffer, &count, NULL);
}

oauth1_multipart *make_multipart(void)
{
    oauth1_multipart *made = NULL;
    MAKE(oauth1_multipart_new(&made, &error));
    MAKE(oauth1_multipart_add_text(made, "name", "value", &error));
    return made;
}

void use_multipart(oauth1_multipart *used)
{
    oauth1_request *request = make_request();
    oauth1_request_set_multipart(request, used, NULL);
    use_request(request);
    oauth1_request_free(request);
}

oauth1_cancellation *make_cancellation(void)
{
    oauth1_cancellation *made = NULL;
    MAKE(oauth1_cancellation_new(&made, &error));
    return made;
}

void use_cancellation(oauth1_cancellation *used)
{
    oauth1_cancellation_cancel(used);
}

oauth1_verifier_builder *make_verifier_builder(void)
{
    oauth1_verifier_builder *made = NULL;
    MAKE(oauth1_verifier_builder_new(&made, &error));
    MAKE(oauth1_verifier_builder_set_look_ups(made, callback_oauth1_find_consumer_fn,
                                              callback_oauth1_find_token_fn, NULL, NULL, &error));
    return made;
}

void use_verifier_builder(oauth1_verifier_builder *used)
{
    oauth1_verifier *verifier = NULL;
    if (oauth1_verifier_builder_build(used, &verifier, NULL) == OAUTH1_OK)
        use_verifier(verifier);
    oauth1_verifier_free(verifier);
}

oauth1_verifier *make_verifier(void)
{
    oauth1_verifier_builder *builder = make_verifier_builder();
    oauth1_verifier *made = NULL;
    MAKE(oauth1_verifier_builder_add_signature_method(builder, OAUTH1_SIGNATURE_METHOD_PLAINTEXT,
                                                      &error));
    MAKE(oauth1_verifier_builder_set_clock(builder, callback_oauth1_clock_fn, NULL, NULL, &error));
    MAKE(oauth1_verifier_builder_set_nonce_store(builder, callback_oauth1_note_nonce_fn, NULL,
                                                 NULL, &error));
    MAKE(oauth1_verifier_builder_build(builder, &made, &error));
    oauth1_verifier_builder_free(builder);
    return made;
}

void use_verifier(oauth1_verifier *used)
{
    oauth1_verified *verified = NULL;
    oauth1_verifier_verify(used, "GET", RECEIVED_URL, NULL, NULL, 0, &verified, NULL);
    oauth1_verified_free(verified);
}

oauth1_verified *make_verified(void)
{
    oauth1_verified *made = NULL;
    MAKE(oauth1_verifier_verify(shared.verifier, "GET", RECEIVED_URL, NULL, NULL, 0, &made,
                                &error));
    return made;
}

oauth1_sending *inside_oauth1_sending(void)
{
    return run_of_this_thread()->sending;
}

oauth1_failure *inside_oauth1_failure(void)
{
    return run_of_this_thread()->failure;
}

oauth1_found *inside_oauth1_found(void)
{
    return run_of_this_thread()->found;
}

const oauth1_nonce_use *inside_oauth1_nonce_use(void)
{
    return run_of_this_thread()->nonce;
}

/* --- callbacks -------------------------------------------------------------------------------- */

struct data {
    int mark;
};

void *new_data(void)
{
    struct data *made = malloc(sizeof *made);
    CHECK(made != NULL);
    made->mark = 4711;
    CHECK(pthread_mutex_lock(&data_lock) == 0);
    data_alive++;
    CHECK(pthread_mutex_unlock(&data_lock) == 0);
    return made;
}

void callback_oauth1_destroy_fn(void *userdata)
{
    struct data *data = userdata;
    if (data == NULL)
        return;
    CHECK(data->mark == 4711);
    data->mark = 0;
    free(data);
    CHECK(pthread_mutex_lock(&data_lock) == 0);
    data_alive--;
    CHECK(pthread_mutex_unlock(&data_lock) == 0);
}

static void check_alive(void *userdata)
{
    CHECK(userdata == NULL || ((struct data *)userdata)->mark == 4711);
}

bool callback_oauth1_clock_fn(void *userdata, uint64_t *seconds, oauth1_failure *failure)
{
    check_alive(userdata);
    (void)failure;
    *seconds = 1;
    return true;
}

bool callback_oauth1_interrupt_fn(void *userdata)
{
    check_alive(userdata);
    return false;
}

static void try_rows(enum inside inside);

size_t callback_oauth1_nonce_fn(void *userdata, char *buffer, size_t capacity,
                                oauth1_failure *failure)
{
    struct run *run = run_of_this_thread();

    check_alive(userdata);
    CHECK(capacity >= 5);
    if (run->inside == INSIDE_NONCE && run->failure == NULL) {
        run->failure = failure;
        try_rows(INSIDE_NONCE);
        run->failure = NULL;
        run->inside = INSIDE_NOTHING;
    }
    memcpy(buffer, "nonce", 5);
    return 5;
}

size_t callback_oauth1_sign_fn(void *userdata, const char *base_string, size_t base_string_length,
                               const char *consumer_secret, size_t consumer_secret_length,
                               const char *token_secret, size_t token_secret_length, char *buffer,
                               size_t capacity, oauth1_failure *failure)
{
    check_alive(userdata);
    CHECK(strlen(base_string) == base_string_length && capacity > 0);
    CHECK(strlen(consumer_secret) == consumer_secret_length);
    CHECK(strlen(token_secret) == token_secret_length);
    (void)buffer;
    oauth1_failure_set_message(failure, "no signature today");
    return 0;
}

int64_t callback_oauth1_read_fn(void *userdata, char *buffer, size_t capacity,
                                oauth1_failure *failure)
{
    check_alive(userdata);
    (void)buffer, (void)failure;
    CHECK(capacity > 0);
    return 0;
}

bool callback_oauth1_rewind_fn(void *userdata, oauth1_failure *failure)
{
    check_alive(userdata);
    (void)failure;
    return true;
}

void callback_oauth1_send_fn(void *userdata, oauth1_sending *sending)
{
    static const char body[] = "oauth_token=token&oauth_token_secret=" TOKEN_SECRET
                               "&oauth_callback_confirmed=true&oauth_session_handle=handle";
    struct run *run = run_of_this_thread();

    check_alive(userdata);
    if (run->inside == INSIDE_SEND && run->sending == NULL) {
        run->sending = sending;
        try_rows(INSIDE_SEND);
        run->sending = NULL;
        run->inside = INSIDE_NOTHING;
    }
    CHECK(oauth1_sending_set_status(sending, 200, NULL) == OAUTH1_OK);
    CHECK(oauth1_sending_add_body(sending, body, sizeof body - 1, NULL) == OAUTH1_OK);
}

bool callback_oauth1_find_consumer_fn(void *userdata, const char *consumer_key,
                                      size_t consumer_key_length, oauth1_found *found,
                                      oauth1_failure *failure)
{
    struct run *run = run_of_this_thread();

    check_alive(userdata);
    CHECK(strlen(consumer_key) == consumer_key_length);
    (void)failure;
    if (run->inside == INSIDE_LOOK_UP && run->found == NULL) {
        run->found = found;
        try_rows(INSIDE_LOOK_UP);
        run->found = NULL;
        run->inside = INSIDE_NOTHING;
    }
    return oauth1_found_set_secret(found, CONSUMER_SECRET, NULL) == OAUTH1_OK;
}

bool callback_oauth1_find_token_fn(void *userdata, const char *consumer_key,
                                   size_t consumer_key_length, const char *token,
                                   size_t token_length, oauth1_found *found,
                                   oauth1_failure *failure)
{
    check_alive(userdata);
    CHECK(strlen(consumer_key) == consumer_key_length && strlen(token) == token_length);
    (void)failure;
    return oauth1_found_set_secret(found, TOKEN_SECRET, NULL) == OAUTH1_OK;
}

bool callback_oauth1_note_nonce_fn(void *userdata, const oauth1_nonce_use *nonce, bool *is_new,
                                   oauth1_failure *failure)
{
    struct run *run = run_of_this_thread();

    check_alive(userdata);
    (void)failure;
    if (run->inside == INSIDE_NOTE && run->nonce == NULL) {
        run->nonce = nonce;
        try_rows(INSIDE_NOTE);
        run->nonce = NULL;
        run->inside = INSIDE_NOTHING;
    }
    *is_new = true;
    return true;
}

void callback_oauth1_log_fn(void *userdata, oauth1_log_level level, const char *message,
                            size_t length)
{
    (void)userdata; /* another thread may have it destroyed meanwhile, where nothing destroys it */
    CHECK(level >= OAUTH1_LOG_ERROR && level <= OAUTH1_LOG_TRACE);
    CHECK(strlen(message) == length);
}

void let_go(struct call *call, void *data, bool is_to_destroy)
{
    CHECK(oauth1_set_log(OAUTH1_LOG_OFF, NULL, NULL, NULL, NULL) == OAUTH1_OK);
    if (call->status != OAUTH1_OK || !is_to_destroy)
        callback_oauth1_destroy_fn(data);
}

/* --- what comes out --------------------------------------------------------------------------- */

void check_status_of(struct call *call, const oauth1_error *failed)
{
    const struct row *row = call->row;
    const unsigned char *const pick = call->pick;
    const bool has_place = pick[row->count - 1] == 0;
    const oauth1_status *returns = row->returns;
    size_t i, k, wrong = 0, which = 0;

    while (*returns != -1 && *returns != call->status)
        returns++;
    if (*returns == -1)
        complain(call, "gives what its comment does not say", failed);
    if ((failed != NULL) != (has_place && call->status != OAUTH1_OK))
        complain(call, "puts an error elsewhere than where it fails", failed);
    if (failed != NULL && oauth1_error_status(failed) != call->status)
        complain(call, "makes an error of another status", failed);
    if (failed != NULL && strlen(oauth1_error_message(failed, NULL)) > 4096)
        complain(call, "repeats what is huge in a message", failed);
    check_tells_no_secret(failed, row->name, 0);

    for (i = 0; i + 1 < row->count; i++)
        if (pick[i] != 0) {
            wrong++;
            which = i;
        }
    if (wrong == 0 && !row->may_refuse && call->status != OAUTH1_OK)
        complain(call, "should succeed", failed);
    if (wrong != 1)
        return;
    for (k = 0; k < 4; k++) {
        const struct parameter *parameter = &row->parameters[which];
        if (parameter->must[k].choice == 0 || parameter->must[k].choice != pick[which])
            continue;
        if (parameter->must[k].status != call->status)
            complain(call, "should refuse NULL, a wrong number or bytes that are not UTF-8",
                     failed);
        else if (call->status == OAUTH1_ERROR_NULL_ARGUMENT && failed != NULL &&
                 strncmp(oauth1_error_message(failed, NULL), parameter->name,
                         strlen(parameter->name)) != 0)
            complain(call, "does not name the parameter", failed);
    }
}

void check_made(struct call *call, bool made)
{
    if (made != (call->status == OAUTH1_OK))
        complain(call, "makes something elsewhere than on success", NULL);
}

void check_text_of(struct call *call, const char *text, size_t length, bool of_nothing)
{
    if (of_nothing && text != NULL)
        complain(call, "lends something of NULL", NULL);
    if (length != SIZE_MAX && (text == NULL ? length != 0 : text[length] != '\0'))
        complain(call, "gives another length", NULL);
}

void check_value(struct call *call, bool nothing, bool of_nothing)
{
    if (of_nothing && !nothing)
        complain(call, "gives a value of NULL", NULL);
}

/* --- runs ------------------------------------------------------------------------------------- */

static uint64_t random_number(struct run *run)
{
    /* xorshift64 */
    run->seed ^= run->seed << 13;
    run->seed ^= run->seed >> 7;
    run->seed ^= run->seed << 17;
    return run->seed;
}

static void try_pick(const struct row *row, const unsigned char *pick)
{
    struct call call;
    call.row = row;
    call.pick = pick;
    call.status = OAUTH1_OK;
    row->call(&call, pick);
}

static void try_row(const struct row *row)
{
    struct run *run = run_of_this_thread();
    unsigned char pick[12] = {0};
    size_t i;
    int k;

    try_pick(row, pick);
    for (i = 0; i < row->count && run == &first; i++) {
        for (k = 1; k < row->parameters[i].choices; k++) {
            pick[i] = (unsigned char)k;
            try_pick(row, pick);
        }
        pick[i] = 0;
    }
    for (i = 0; i < row->count; i++)
        pick[i] = row->parameters[i].choices > 1;
    try_pick(row, pick);
    run->gently = true;
    for (k = 0; k < mixtures; k++) {
        for (i = 0; i < row->count; i++)
            pick[i] = (unsigned char)(random_number(run) % row->parameters[i].choices);
        try_pick(row, pick);
    }
    run->gently = run != &first;
    memset(pick, 0, sizeof pick);
    try_pick(row, pick); /* after all the errors */
}

static void try_rows(enum inside inside)
{
    size_t i;
    for (i = 0; i < row_count; i++)
        if (rows[i].inside == inside)
            try_row(&rows[i]);
}

static void try_all(struct run *run)
{
    oauth1_response *response = NULL;
    char *value = NULL;

    CHECK(pthread_setspecific(run_key, run) == 0);
    try_rows(INSIDE_NOTHING);
    run->inside = INSIDE_NONCE;
    CHECK(oauth1_session_authorization(shared.session, shared.request, &value, NULL) == OAUTH1_OK);
    oauth1_string_free(value);
    CHECK(run->inside == INSIDE_NOTHING);
    run->inside = INSIDE_SEND;
    oauth1_session_send(shared.session, shared.request, &response, NULL);
    oauth1_response_free(response);
    CHECK(run->inside == INSIDE_NOTHING);
    run->inside = INSIDE_LOOK_UP;
    use_verifier(shared.verifier);
    CHECK(run->inside == INSIDE_NOTHING);
    run->inside = INSIDE_NOTE;
    use_verifier(shared.verifier);
    CHECK(run->inside == INSIDE_NOTHING);
}

static void *in_a_thread(void *run)
{
    try_all(run);
    return NULL;
}

static void make_shared(void)
{
    shared.provider = make_provider();
    shared.client = make_client();
    shared.token = make_token();
    shared.session = make_session();
    shared.request = make_request();
    shared.signed_ = make_signed();
    shared.response = make_response();
    shared.token_response = make_token_response();
    shared.pending = make_pending();
    shared.explanation = make_explanation();
    shared.findings = make_findings();
    shared.captured = make_captured();
    shared.diagnosis = make_diagnosis();
    shared.error = make_error();
    shared.url = make_url();
    shared.authorization_header = make_authorization_header();
    shared.verifier = make_verifier();
    shared.verified = make_verified();
}

static void free_shared(void)
{
    oauth1_provider_free(shared.provider);
    oauth1_client_free(shared.client);
    oauth1_token_free(shared.token);
    oauth1_session_free(shared.session);
    oauth1_request_free(shared.request);
    oauth1_signed_free(shared.signed_);
    oauth1_response_free(shared.response);
    oauth1_token_response_free(shared.token_response);
    oauth1_pending_free(shared.pending);
    oauth1_explanation_free(shared.explanation);
    oauth1_findings_free(shared.findings);
    oauth1_captured_free(shared.captured);
    oauth1_diagnosis_free(shared.diagnosis);
    oauth1_error_free(shared.error);
    oauth1_url_free(shared.url);
    oauth1_authorization_header_free(shared.authorization_header);
    oauth1_verifier_free(shared.verifier);
    oauth1_verified_free(shared.verified);
}

int main(void)
{
    struct run others[4];
    int file, i;

    if (getenv("OAUTH1_TEST_SLOW") != NULL) { /* under valgrind */
        huge_length = 64 << 10;
        mixtures = 2;
        threads = 2;
    }
    CHECK(pthread_key_create(&run_key, NULL) == 0);
    CHECK(pthread_setspecific(run_key, &first) == 0);
    huge = malloc(huge_length + 1);
    CHECK(huge != NULL);
    memset(huge, 'a', huge_length);
    huge[huge_length] = '\0';
    large_pairs[1] = huge;
    first.seed = 1;
    rsa_key_length = read_file("tests/keys/rsa2048.pkcs8.pem", rsa_key_text, sizeof rsa_key_text);
    public_key_length =
        read_file("tests/keys/rsa2048.public.pem", public_key_text, sizeof public_key_text);
    file = mkstemp(scratch);
    CHECK(file >= 0);
    close(file);

    make_shared();
    printf("%lu functions in one thread\n", (unsigned long)row_count);
    fflush(stdout);
    try_all(&first);
    printf("and in %d at once\n", threads);
    fflush(stdout);
    for (i = 0; i < threads; i++) {
        memset(&others[i], 0, sizeof others[i]);
        others[i].seed = (uint64_t)i + 2;
        others[i].gently = true;
        CHECK(pthread_create(&others[i].thread, NULL, in_a_thread, &others[i]) == 0);
    }
    for (i = 0; i < threads; i++)
        CHECK(pthread_join(others[i].thread, NULL) == 0);
    free_shared();
    CHECK(data_alive == 0 && complaints == 0);
    free(huge);
    CHECK(remove(scratch) == 0);
    return EXIT_SUCCESS;
}
