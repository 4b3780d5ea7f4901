#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latentwalk {

/// The figures of a run: loss.png (losses against iterations, the paper's Figure 7), discriminator.png (for GANs),
/// epochs.png (sheets at chosen epochs, Figure 4), samples.png (the newest sheet, Figure 6) and reconstructions.png
/// (originals beside reconstructions, Figure 5, for VAEs).
struct Figures {
  std::vector<std::filesystem::path> written;
  std::string note;  // why figures are missing, or empty
};

/// Draws the figures of the folder `run` with gnuplot, from log.jsonl and the sheets. `epochs`: the epochs of
/// epochs.png; if empty, 10 and 20 as in the paper, or the first and the last where these are missing. Throws Error
/// where the run has no log, or no sheet of an epoch in `epochs`.
Figures draw_figures(const std::filesystem::path& run, const std::filesystem::path& out,
                     const std::vector<std::int64_t>& epochs);

}  // namespace latentwalk
