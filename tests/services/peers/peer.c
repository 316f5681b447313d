/* liboauth: sends a signed request. See README.md for the arguments. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <oauth.h> /* wants size_t from those before */

static char *text_of_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 16384);

    if (file == NULL || text == NULL || fread(text, 1, 16383, file) == 0)
        exit(2);
    fclose(file);
    return text;
}

int main(int argc, char **argv)
{
    const char *key = getenv("PEER_KEY"), *secret = getenv("PEER_SECRET");
    const char *token = getenv("PEER_TOKEN"), *token_secret = getenv("PEER_TOKEN_SECRET");
    OAuthMethod signature_method = OA_HMAC;
    const char *place, *method, *url;
    char **params = NULL, *answer, *form;
    int i, count;

    if (argc < 5)
        return 2;
    place = argv[2];
    method = argv[3];
    url = argv[4];
    if (strcmp(argv[1], "RSA-SHA1") == 0) {
        signature_method = OA_RSA;
        secret = text_of_file(getenv("PEER_RSA_KEY_FILE"));
    } else if (strcmp(argv[1], "PLAINTEXT") == 0) {
        signature_method = OA_PLAINTEXT;
    }

    count = oauth_split_url_parameters(url, &params);
    for (i = 5; i < argc; i++)
        oauth_add_param_to_array(&count, &params, argv[i]);
    oauth_sign_array2_process(&count, &params, NULL, signature_method, method, key, secret, token,
                              token_secret);
    if (strcmp(place, "header") == 0) {
        char *pairs = oauth_serialize_url_sep(count, 1, params, ", ", 6);
        char *header = malloc(strlen(pairs) + sizeof "Authorization: OAuth ");

        if (header == NULL)
            return 2;
        strcpy(header, "Authorization: OAuth ");
        strcat(header, pairs);
        if (strcmp(method, "GET") == 0) {
            answer = oauth_http_get2(url, NULL, header);
        } else {
            form = oauth_serialize_url_sep(argc - 5, 0, argv + 5, "&", 0);
            answer = oauth_http_post2(url, form, header);
        }
    } else if (strcmp(place, "query") == 0) {
        answer = oauth_http_get(oauth_serialize_url(count, 0, params), NULL);
    } else {
        form = oauth_serialize_url_parameters(count, params);
        answer = oauth_http_post(params[0], form);
    }
    return answer != NULL && strcmp(answer, "taken") == 0 ? 0 : 1;
}
