/* The same program in C++. */
#include <iostream>
#include <oauth1.hpp>

int main()
{
    std::cout << oauth1::version() << '\n';
}
