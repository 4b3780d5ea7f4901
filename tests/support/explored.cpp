#include "tests/support/explored.hpp"

#include <algorithm>
#include <vector>

#include "latentwalk/drawing.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/nearest.hpp"
#include "latentwalk/plane.hpp"
#include "latentwalk/principal.hpp"
#include "latentwalk/search.hpp"
#include "latentwalk/shape.hpp"
#include "tests/support/tiny_models.hpp"

namespace latentwalk::tests {
namespace {

Json numbers(const Tensor& tensor) { return std::vector<float>(tensor.begin(), tensor.end()); }

Tensor tensor_of(const Shape& shape, const std::vector<float>& values) {
  Tensor tensor = zeros(shape);
  std::copy(values.begin(), values.end(), tensor.data());
  return tensor;
}

Tensor first_rows(const Tensor& rows, std::size_t count) {
  Tensor first = zeros({count, rows.shape(1)});
  std::copy_n(rows.data(), first.size(), first.data());
  return first;
}

// Digits of one leaning stroke and a foot.
Tensor digits(double lean) {
  Tensor all = zeros({3, 28, 28});
  for (std::size_t n = 0; n < 3; ++n) {
    Tensor pad = zeros({kPadSide, kPadSide});
    const double foot = 60 + 8 * static_cast<double>(n);
    draw_stroke(pad, 56 + lean, 20, 56 - lean, 90);
    draw_stroke(pad, 56 - lean, 90, foot, 92.5, 3);
    const Tensor digit = prepare_drawing(pad);
    std::copy(digit.begin(), digit.end(), all.data() + n * digit.size());
  }
  return all;
}

// The best latent after some rounds of a search for `target`, where latents are their own pictures.
Json searched(const ModelSpec& spec, const Tensor& target, int rounds) {
  LatentSearch search(spec, 1);
  for (int round = 0; round < rounds && !search.done(); ++round) search.tell(picture_distances(search.ask(), target));
  return numbers(search.best());
}

}  // namespace

Json explored() {
  const ModelSpec spec = tiny_model("tiny-cgan").spec;
  const Tensor latents = sample_latents(spec, 3, 60), three = first_rows(latents, 3);
  const PrincipalAxes principal = principal_axes(latents, 2);
  const Tensor corners = principal_plane(principal), places = tensor_of({2, 2}, {0.25F, -0.5F, 1.25F, 1.0F});
  const Tensor spread = places_on_plane(corners, latents), low = digits(-8), high = digits(20);
  Json result;
  result["lengths"] = lengths_of(latents);
  result["arithmetic"] = numbers(arithmetic(three, true));
  result["class_weights_along"] = numbers(class_weights_along(std::vector<std::int32_t>{2, 0, 1}, 3, 5, true));
  result["plane_points"] = numbers(plane_points(three, places));
  result["plane_class_weights"] = numbers(class_weights_on_plane(std::vector<std::int32_t>{4, 1, 4}, 5, places));
  result["coordinate_plane"] = numbers(coordinate_plane(first_rows(latents, 1), 7, 2));
  result["principal_plane"] = numbers(corners);
  result["principal_shares"] = principal.shares;
  result["plane_places"] = numbers(spread);
  result["plane_through"] = numbers(plane_through(corners, first_rows(latents, 1)));
  result["path_places"] = numbers(places_along(tensor_of({3, 2}, {0, 0, 3, 4, 3, 5}), 7));
  result["plane_reach"] = Json::array({reach_of(spread)});
  result["digits"] = numbers(high);
  result["changes"] = Json::array();
  for (const ShapeChange& change : clear_changes(low, high))
    for (const double value : {static_cast<double>(change.measure), change.change, change.clarity})
      result["changes"].push_back(value);
  std::vector<std::uint8_t> bits(3 * 50);
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = static_cast<std::uint8_t>(i * 73 + (i >> 3U) * 19);
  std::vector<float> picture(20);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<float>(i % 7) / 6;
  const NearestDigit nearest = nearest_digit(bits, picture);
  result["nearest"] = Json::array({nearest.index, nearest.distance});
  const Tensor target = sample_latents(spec, 9, 1);
  result["search_begun"] = searched(spec, target, 16 + 12);
  result["search_done"] = searched(spec, target, 1000);
  return result;
}

}  // namespace latentwalk::tests
