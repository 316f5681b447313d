/* The version is that of Cargo.toml, in the header and in the library. */
#include "test.h"

int main(void)
{
    char numbers[32];

    CHECK_TEXT(OAUTH1_VERSION, CARGO_VERSION);
    CHECK_TEXT(oauth1_version(), CARGO_VERSION);
    snprintf(numbers, sizeof numbers, "%d.%d.%d", OAUTH1_VERSION_MAJOR, OAUTH1_VERSION_MINOR,
             OAUTH1_VERSION_PATCH);
    CHECK_TEXT(numbers, CARGO_VERSION);
    return 0;
}
