// Winograd's minimal filtering (Lavin & Gray, 2016) in tiles of 4 x 4 outputs. F(4 x 4, 5 x 5) needs 64 products
// instead of 400, and F(4 x 4, 2 x 2) needs 25 instead of 64. The latter serves kernels of 4 with stride 2: the pixels
// of even and odd rows and columns form four images ("phases"), each convolved with 2 x 2 of the taps. The phases
// become channels, of the input of a convolution or of the output of a transposed one. Each product is a matrix product
// over the channels with one row per tile. The method is exact in real arithmetic. In floats the transforms amplify
// rounding errors of the products, so these are summed in short blocks, which halves the error
// (docs/notes/performance.md).
#include <algorithm>
#include <array>

#include "kernels/convolution.hpp"
#include "kernels/gemm.hpp"
#include "kernels/winograd_tiles.hpp"

namespace latentwalk::kernels {
namespace {

constexpr std::size_t kTile = 4;
// Channels that are summed in one block.
constexpr std::size_t kDepthBlock = 64;

// The rows of G, one for each point: the kernel as a polynomial at that point, divided by the product of the point's
// distances to the others.
std::vector<std::vector<double>> point_rows(std::size_t kernel) {
  std::vector<double> points{0};
  if (kernel == 5)
    for (const double point : kPoints8) points.push_back(point), points.push_back(-point);
  else
    points.insert(points.end(), {1.0, -1.0, kPoint5});
  std::vector<std::vector<double>> rows;
  for (const double point : points) {
    double power = 1.0;
    for (const double other : points)
      if (other != point) power /= point - other;
    rows.emplace_back();
    for (std::size_t i = 0; i < kernel; ++i, power *= point) rows.back().push_back(power);
  }
  rows.emplace_back(kernel, 0.0);  // infinity
  rows.back().back() = 1.0;
  return rows;
}

template <class Value, class Sum>
void add_scaled(double factor, const Value* values, std::size_t count, Sum* sums) {
  if (factor == 0) return;
  for (std::size_t i = 0; i < count; ++i) sums[i] += static_cast<Sum>(factor) * static_cast<Sum>(values[i]);
}

class Winograd final : public Convolution {
 public:
  Winograd(const ConvolutionShape& shape, const float* taps, const std::vector<float>& bias, float slope,
           std::size_t batch)
      : shape_(shape),
        bias_(bias),
        slope_(slope),
        phased_(shape.stride == 2),
        kernel_(phased_ ? 2 : 5),
        points_(kernel_ + kTile - 1),
        g_(point_rows(kernel_)),
        in_phases_(phased_ && !shape.transposed ? 4 : 1),
        out_phases_(phased_ && shape.transposed ? 4 : 1),
        lead_(static_cast<std::ptrdiff_t>(phased_ ? (shape.transposed ? 1 : 0)
                                                  : (shape.transposed ? kernel_ - 1 - shape.padding : shape.padding))) {
    // The four phases of a transposed convolution's output begin half a step before the image and end half a step
    // after it.
    const std::size_t height = out_phases_ == 4 ? shape.in_height + 1 : shape.out_height;
    const std::size_t width = out_phases_ == 4 ? shape.in_width + 1 : shape.out_width;
    rows_tall_ = (height + kTile - 1) / kTile;
    columns_wide_ = (width + kTile - 1) / kTile;
    tile_count_ = batch * rows_tall_ * columns_wide_;
    for (std::size_t p = 0; p < points_ * points_; ++p)
      weights_.push_back({in_depth(), out_depth(),
                          FloatBuffer(in_depth() * out_depth())});  // the channels are a multiple of the panel
    std::vector<double> space(packing_size());
    if (taps) pack_weights(taps, space.data());
    for (std::size_t t = 0; t < tile_count_; ++t)
      rows_.push_back({static_cast<std::uint32_t>(t * in_depth()), static_cast<std::uint32_t>(t * out_depth())});
  }

  void set_weights(const float* taps, const float* bias, float* scratch) override {
    std::copy_n(bias, bias_.size(), bias_.begin());
    pack_weights(taps, scratch);
  }

  std::size_t scratch_size() const override {
    return points_ * points_ * (plane(tile_count_, in_depth()) + plane(tile_count_, out_depth()));
  }

  void run(const float* x, std::size_t count, float* y, float* scratch) const override {
    const std::size_t each = rows_tall_ * columns_wide_, tiles = count * each, products_each = points_ * points_;
    const std::size_t in_plane = plane(tiles, in_depth()), out_plane = plane(tiles, out_depth());
    float* products = scratch + products_each * in_plane;
    const auto for_each_place = [&](std::size_t phases, TilePlace place, std::ptrdiff_t lead, auto each_place) {
      for (std::size_t t = 0; t < tiles; ++t)
        for (std::size_t phase = 0; phase < phases; ++phase) {
          place.top = static_cast<std::ptrdiff_t>(t % each / columns_wide_ * kTile) - lead;
          place.left = static_cast<std::ptrdiff_t>(t % columns_wide_ * kTile) - lead;
          place.phase_row = static_cast<std::ptrdiff_t>(phase / 2);
          place.phase_column = static_cast<std::ptrdiff_t>(phase % 2);
          each_place(t, phase, place);
        }
    };
    const auto place_in = [](std::size_t height, std::size_t width, std::size_t channels, std::size_t phases) {
      return TilePlace{static_cast<std::ptrdiff_t>(height),
                       static_cast<std::ptrdiff_t>(width),
                       channels,
                       phases == 4 ? 2 : 1,
                       0,
                       0,
                       0,
                       0};
    };
    const std::size_t in_size = shape_.in_pixels() * shape_.in_channels,
                      out_size = shape_.out_pixels() * shape_.out_channels;
    for_each_place(in_phases_, place_in(shape_.in_height, shape_.in_width, shape_.in_channels, in_phases_), lead_,
                   [&](std::size_t t, std::size_t phase, const TilePlace& place) {
                     winograd_input_tile(points_, x + t / each * in_size, place,
                                         scratch + t * in_depth() + phase * shape_.in_channels, in_plane);
                   });
    for (std::size_t p = 0; p < products_each; ++p)
      multiply(std::span(rows_).first(tiles), scratch + p * in_plane, weights_[p], products + p * out_plane,
               Write::store, kDepthBlock);
    for_each_place(out_phases_, place_in(shape_.out_height, shape_.out_width, shape_.out_channels, out_phases_), 0,
                   [&](std::size_t t, std::size_t phase, const TilePlace& place) {
                     winograd_output_tile(points_, products + t * out_depth() + phase * shape_.out_channels, out_plane,
                                          {bias_.data(), slope_}, place, y + t / each * out_size);
                   });
  }

  double flops() const override {
    return 2.0 * static_cast<double>(points_ * points_ * rows_tall_ * columns_wide_ * in_depth() * out_depth());
  }
  const char* method() const override { return "winograd"; }

 private:
  std::size_t in_depth() const { return in_phases_ * shape_.in_channels; }
  std::size_t out_depth() const { return out_phases_ * shape_.out_channels; }

  // One cache line more than the tiles need: planes at a distance of a power of two would compete for few cache sets.
  static std::size_t plane(std::size_t tiles, std::size_t channels) { return tiles * channels + 16; }

  // The tap of the layer that corresponds to tap t of an axis in the given phase.
  std::size_t tap_of(std::size_t t, std::size_t phase) const {
    if (!phased_)
      return shape_.transposed ? kernel_ - 1 - t
                               : t;  // a transposed convolution of stride 1 is a convolution with the mirrored kernel
    return shape_.transposed ? 3 - phase - 2 * t : 2 * t + 1 - phase;
  }

  std::size_t packing_size() const { return (points_ * kernel_ + 1) * shape_.out_channels; }

  // First along the columns of a kernel, then along its rows. The result is stored as the product will read it. Weights
  // that are packed once are summed in double precision.
  template <class Sum>
  void pack_weights(const float* taps, Sum* half) {
    const std::size_t ins = shape_.in_channels, outs = shape_.out_channels, depth = in_depth();
    Sum* const whole = half + points_ * kernel_ * outs;
    for (std::size_t phase = 0; phase < in_phases_ * out_phases_; ++phase)
      for (std::size_t in = 0; in < ins; ++in) {
        std::fill_n(half, points_ * kernel_ * outs, Sum{0});
        for (std::size_t ty = 0; ty < kernel_; ++ty)
          for (std::size_t tx = 0; tx < kernel_; ++tx) {
            const std::size_t tap = tap_of(ty, phase / 2) * shape_.kernel + tap_of(tx, phase % 2);
            for (std::size_t py = 0; py < points_; ++py)
              add_scaled(g_[py][ty], taps + (tap * ins + in) * outs, outs, half + (py * kernel_ + tx) * outs);
          }
        const std::size_t line = in_phases_ == 4 ? phase * ins + in : in, column = out_phases_ == 4 ? phase * outs : 0;
        for (std::size_t p = 0; p < points_ * points_; ++p) {
          std::fill_n(whole, outs, Sum{0});
          for (std::size_t tx = 0; tx < kernel_; ++tx)
            add_scaled(g_[p % points_][tx], half + (p / points_ * kernel_ + tx) * outs, outs, whole);
          const Sum* from = whole;
          float* to = weights_[p].panels.data() + column * depth + line * kPanel;
          for (std::size_t out = 0; out < outs; out += kPanel, to += kPanel * depth)
            for (std::size_t i = 0; i < kPanel; ++i) to[i] = static_cast<float>(*from++);
        }
      }
  }

  ConvolutionShape shape_;
  std::vector<float> bias_;
  float slope_;
  bool phased_;                  // kernel 4 with stride 2: 2 x 2 taps on four phases
  std::size_t kernel_, points_;  // along one axis
  std::vector<std::vector<double>> g_;
  std::size_t in_phases_, out_phases_;
  std::ptrdiff_t lead_;  // pixels of padding before the first tile
  std::size_t rows_tall_ = 0, columns_wide_ = 0, tile_count_ = 0;
  std::vector<PackedMatrix> weights_;  // one for each product
  std::vector<RowPair> rows_;
};

}  // namespace

std::unique_ptr<Convolution> plan_winograd(const ConvolutionShape& shape, const float* taps,
                                           const std::vector<float>& bias, float slope, std::size_t batch) {
  return std::make_unique<Winograd>(shape, taps, bias, slope, batch);
}

}  // namespace latentwalk::kernels
