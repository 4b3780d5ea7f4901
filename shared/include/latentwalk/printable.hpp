#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text from a file, a path or a library, made safe to print: one line that cannot control a terminal or reorder what
/// stands beside it.
namespace latentwalk {

/// The most bytes that printable() returns if the caller names no other limit: longer than any real fact or path.
inline constexpr std::size_t kMaxPrintable = 4096;

/// Escapes control characters (C0 with newline and escape, DEL, C1), U+2028 and U+2029, marks that change the direction
/// of text, invisible tags, and bytes that are not UTF-8, as \\n, \\u001b, \\u202e or \\xff. Everything else stays as
/// it is. A result of more than `most` bytes keeps its head and its tail, with "…" between them; no character is cut.
std::string printable(std::string_view text, std::size_t most = kMaxPrintable);

/// A short printable excerpt between double quotes, for messages.
std::string in_quotes(std::string_view text);

}  // namespace latentwalk
