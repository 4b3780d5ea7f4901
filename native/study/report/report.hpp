#pragma once

#include <filesystem>
#include <string>

#include "study/plan/plan.hpp"

namespace latentwalk {

/// Writes report.md, report.html and figures/ from the cells that exist, and from nothing else: no clock, no machine.
/// Returns a remark where gnuplot is missing, so that there are no charts. Throws Error.
std::string write_report(const Plan& plan, const std::filesystem::path& out);

}  // namespace latentwalk
