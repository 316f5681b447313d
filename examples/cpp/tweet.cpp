/*
 * Posts a status for a user who allows it: the whole of OAuth 1.0a, from C++.
 *
 *     tweet STATUS
 *
 * It asks the provider for a request token, has the user authorize it in a browser and type the
 * verifier (the PIN that the provider shows), exchanges both for an access token, and posts the
 * status with it. Where the provider is, and who this program is to it, is in the environment:
 *
 *     OAUTH1_SANDBOX_REQUEST_TOKEN_URL   OAUTH1_SANDBOX_CONSUMER_KEY
 *     OAUTH1_SANDBOX_AUTHORIZE_URL       OAUTH1_SANDBOX_CONSUMER_SECRET
 *     OAUTH1_SANDBOX_ACCESS_TOKEN_URL    OAUTH1_SANDBOX_UPDATE_URL
 *
 * which this sets:  python -m oauth1.sandbox -- tweet "Hello!"
 */
#include <oauth1.hpp>

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

/* What goes wrong, and in which step. */
static std::runtime_error failed(const std::string &step, const oauth1::error &error)
{
    return std::runtime_error(step + ": " + error.what());
}

static std::string setting(const std::string &name)
{
    const char *const value = std::getenv(name.c_str());
    if (!value)
        throw std::runtime_error(name + " is not set");
    return value;
}

/* Reads what the user types. */
static std::string ask(const std::string &prompt)
{
    std::string answer;
    std::cout << prompt << ": " << std::flush;
    if (!std::getline(std::cin, answer))
        throw std::runtime_error("there is no " + prompt);
    return answer;
}

static oauth1::token request_token(const oauth1::client &client)
try {
    return client.request_token(setting("OAUTH1_SANDBOX_REQUEST_TOKEN_URL")).token();
} catch (const oauth1::error &error) {
    throw failed("no request token", error);
}

static oauth1::token access_token(const oauth1::client &client, const oauth1::token &request_token,
                                  const std::string &verifier)
try {
    return client
        .access_token(setting("OAUTH1_SANDBOX_ACCESS_TOKEN_URL"), request_token, verifier)
        .token();
} catch (const oauth1::error &error) {
    throw failed("no access token", error);
}

/* The three legs of the handshake (RFC 5849, section 2). */
static oauth1::session log_in(const oauth1::client &client)
{
    const oauth1::token request = request_token(client);
    std::cout << "request token: " << request.key() << std::endl;
    std::cout << "authorization URL: "
              << oauth1::authorization_url(setting("OAUTH1_SANDBOX_AUTHORIZE_URL"), request.key())
              << std::endl;
    const oauth1::token access = access_token(client, request, ask("verifier"));
    std::cout << "access token: " << access.key() << std::endl;
    return oauth1::session(client, access);
}

/* Posts the status, and shows what the provider answers, whatever it is. */
static bool post(const oauth1::session &session, const std::string &status)
try {
    oauth1::request request("POST", setting("OAUTH1_SANDBOX_UPDATE_URL"));
    request.add_param("status", status);
    const oauth1::response response = session.send(request);
    std::cout << "response: " << response.status() << ' ' << response.text() << std::endl;
    return response.status() == 200;
} catch (const oauth1::error &error) {
    throw failed("not posted", error);
}

int main(int argc, char **argv)
try {
    if (argc != 2) {
        std::cerr << "usage: tweet STATUS\n";
        return 2;
    }
    const oauth1::client client(setting("OAUTH1_SANDBOX_CONSUMER_KEY"),
                                setting("OAUTH1_SANDBOX_CONSUMER_SECRET"));
    return post(log_in(client), argv[1]) ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception &exception) {
    std::cerr << "tweet: " << exception.what() << '\n';
    return EXIT_FAILURE;
}
