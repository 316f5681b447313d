/* A program of somebody else's: all it knows of oauth1 is what was installed. */
#include <oauth1.h>
#include <stdio.h>

int main(void)
{
    return printf("%s\n", oauth1_version()) < 0;
}
