#include "support/caught.hpp"

#include <filesystem>
#include <new>
#include <stdexcept>
#include <system_error>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr const char* kNoMemory =
    "not enough memory: ask for less at a time (fewer digits, a smaller scale or batch), or close other programs";

// The first line, because LibTorch's messages have a stack trace below it.
std::string fault(const std::string& what) {
  return "a fault of the program; please report it: " + printable(what.substr(0, what.find('\n')), 400);
}

}  // namespace

std::string caught_message() {
  try {
    throw;
  } catch (const Error& error) {
    return error.what();
  } catch (const std::bad_alloc&) {
    return kNoMemory;
  } catch (const std::length_error&) {  // a vector longer than any memory
    return kNoMemory;
  } catch (const std::filesystem::filesystem_error& error) {
    return printable(error.path1().string() + ": " + error.code().message(), Error::kMaxMessage);
  } catch (const std::system_error& error) {  // a thread that cannot be started, for example
    return printable("the system refuses: " + error.code().message(), Error::kMaxMessage);
  } catch (const std::exception& error) {
    return fault(error.what());
  } catch (...) {
    return fault("an unknown exception");
  }
}

}  // namespace latentwalk
