/*
 * libcurl as the transport of an oauth1_client: the library signs, follows redirects, retries and
 * keeps the limits, and libcurl sends. To be copied, with transport.c and signed.h.
 */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include <oauth1.h>

/*
 * Has the client that is built send by libcurl. Any number of threads can use the client at once;
 * connections are kept alive. curl_global_init() is to be called before.
 *
 * Gives OAUTH1_OK, or what oauth1_client_builder_set_transport() does.
 */
oauth1_status use_curl(oauth1_client_builder *builder, oauth1_error **error);

#endif
