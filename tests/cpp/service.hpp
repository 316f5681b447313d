/* What the C tests are written with, for C++: the sandbox, the server of faults, and JSON. */
#ifndef SERVICE_HPP
#define SERVICE_HPP

extern "C" {
#include "fault_server.h"
#include "sandbox.h"
}

#endif
