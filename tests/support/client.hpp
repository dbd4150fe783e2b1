#pragma once
/// A small HTTP client for tests of the real program: one keep-alive connection. Not thread-safe.

#include <memory>
#include <string>

namespace gongdan::test {

struct Answer {
    int status = 0;  ///< 0 = the connection broke: nobody knows whether the command was taken
    std::string body;
};

class Client {
 public:
    Client(std::string base, std::string token);
    ~Client();
    [[nodiscard]] Answer get(const std::string& path);
    [[nodiscard]] Answer post(const std::string& path, const std::string& body, const std::string& key = "");

 private:
    [[nodiscard]] Answer send(const std::string& path, const std::string* body, const std::string& key);
    class Handle;
    std::string base_;
    std::string token_;
    std::unique_ptr<Handle> handle_;
};

}  // namespace gongdan::test
