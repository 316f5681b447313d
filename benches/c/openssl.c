/* OpenSSL: RSA-SHA256 of a base string that is in a file; the key, whose file is named second, is
 * parsed once. */
#include "bench.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

struct context {
    unsigned char text[4096];
    size_t length;
    EVP_PKEY *key;
};

static void sign(void *data)
{
    const struct context *context = data;
    unsigned char signature[1024];
    size_t length = sizeof signature;
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    if (hash == NULL || EVP_DigestSignInit(hash, NULL, EVP_sha256(), NULL, context->key) != 1 ||
        EVP_DigestSign(hash, signature, &length, context->text, context->length) != 1)
        fail("EVP_DigestSign");
    EVP_MD_CTX_free(hash);
}

int main(int argc, char **argv)
{
    static struct context context;
    FILE *text, *key;

    if (argc < 3)
        fail("expected the files of a base string and of a key");
    text = fopen(argv[1], "r");
    key = fopen(argv[2], "r");
    if (text == NULL || key == NULL)
        fail("fopen");
    context.length = fread(context.text, 1, sizeof context.text, text);
    context.key = PEM_read_PrivateKey(key, NULL, NULL, NULL);
    if (context.length == 0 || context.key == NULL)
        fail("reading the base string and the key");
    time_calls("raw", sign, &context);

    EVP_PKEY_free(context.key);
    fclose(key);
    fclose(text);
    return 0;
}
