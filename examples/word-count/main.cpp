// Counts the bytes and the words of each event. Nothing but the standard library and sockets; HTTP/1.0 is enough for the
// Runtime API.
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>

struct Answer {
    std::string head;
    std::string body;
};

static int connect_to(const std::string& api) {
    const auto colon = api.rfind(':');
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    if (getaddrinfo(api.substr(0, colon).c_str(), api.substr(colon + 1).c_str(), &wanted, &found) != 0) {
        throw std::runtime_error("no address: " + api);
    }
    const int connection = socket(found->ai_family, SOCK_STREAM, 0);
    const bool connected = connect(connection, found->ai_addr, found->ai_addrlen) == 0;
    freeaddrinfo(found);
    if (!connected) {
        throw std::runtime_error("cannot connect to " + api);
    }
    return connection;
}

static Answer call(const std::string& api, const std::string& method, const std::string& path, const std::string& body) {
    const int connection = connect_to(api);
    std::ostringstream request;
    request << method << " /2018-06-01/runtime/invocation/" << path << " HTTP/1.0\r\nHost: " << api
            << "\r\nContent-Length: " << body.size() << "\r\n\r\n" << body;
    const std::string text = request.str();
    for (size_t sent = 0; sent < text.size();) {
        const ssize_t more = write(connection, text.data() + sent, text.size() - sent);
        if (more <= 0) {
            throw std::runtime_error("cannot send");
        }
        sent += more;
    }
    std::string answer;
    char part[16384];
    for (ssize_t got; (got = read(connection, part, sizeof part)) > 0;) {
        answer.append(part, got);
    }
    close(connection);
    const auto end = answer.find("\r\n\r\n");
    if (end == std::string::npos) {
        throw std::runtime_error("no answer");
    }
    return {answer.substr(0, end), answer.substr(end + 4)};
}

static std::string request_id(const std::string& head) {
    const std::string name = "\r\nlambda-runtime-aws-request-id:";
    std::string lower = head;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto from = head.find_first_not_of(' ', lower.find(name) + name.size());
    return head.substr(from, head.find('\r', from) - from);
}

int main() {
    const std::string api = std::getenv("AWS_LAMBDA_RUNTIME_API");
    while (true) {
        const Answer next = call(api, "GET", "next", "");
        std::istringstream words(next.body);
        size_t count = 0;
        for (std::string word; words >> word;) {
            ++count;
        }
        const std::string answer =
            "{\"bytes\": " + std::to_string(next.body.size()) + ", \"words\": " + std::to_string(count) + "}";
        call(api, "POST", request_id(next.head) + "/response", answer);
    }
}
