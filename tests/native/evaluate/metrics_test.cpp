#include "evaluate/metrics.hpp"

#include <algorithm>
#include <cmath>

#include "evaluate/class_reading.hpp"
#include "latentwalk/rng.hpp"
#include "support/files.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

Moments diagonal(const std::vector<double>& mean, const std::vector<double>& variance) {
  return {torch::tensor(mean, torch::kFloat64), torch::tensor(variance, torch::kFloat64).diag()};
}

torch::Tensor normals(std::int64_t count, std::int64_t dim, std::uint64_t seed, float shift, float scale) {
  torch::Tensor cloud = torch::empty({count, dim});
  Rng rng(seed);
  std::generate_n(cloud.data_ptr<float>(), cloud.numel(), [&] { return static_cast<float>(rng.normal()); });
  return shift + scale * cloud;
}

Classifier committed_classifier() {
  return Classifier::parse(read_file(LATENTWALK_CLASSIFIER), "digit-classifier.safetensors");
}

}  // namespace

TEST_CASE("the Fréchet distance of normals with diagonal covariances is the closed form") {
  const Moments a = diagonal({1, 2, 3}, {4, 9, 1}), b = diagonal({0, 2, 5}, {1, 16, 0});
  // |m1 - m2|² + sum of (s1 - s2)²
  CHECK(frechet_distance(a, b) == doctest::Approx(1 + 0 + 4 + 1 + 1 + 1).epsilon(1e-12));
  CHECK(frechet_distance(b, a) == doctest::Approx(8).epsilon(1e-12));
  CHECK(std::abs(frechet_distance(a, a)) < 1e-12);
  CHECK(frechet_distance(b, b) >= 0.0);
}

TEST_CASE("the Fréchet distance does not change when both clouds are turned") {
  const Moments a = diagonal({1, 0}, {4, 1}), b = diagonal({0, 3}, {9, 25});
  const double c = std::cos(0.7), s = std::sin(0.7);
  const torch::Tensor turn = torch::tensor({{c, -s}, {s, c}}, torch::kFloat64);
  const auto turned = [&](const Moments& m) { return Moments{turn.mv(m.mean), turn.mm(m.covariance).mm(turn.t())}; };
  CHECK(frechet_distance(turned(a), turned(b)) == doctest::Approx(frechet_distance(a, b)).epsilon(1e-10));
}

TEST_CASE("the Fréchet distance of two samples comes near that of their distributions") {
  const Moments a = moments_of(normals(20000, 4, 1, 0.0F, 1.0F)), b = moments_of(normals(20000, 4, 2, 1.0F, 2.0F));
  CHECK(frechet_distance(a, b) == doctest::Approx(4 * (1.0 + 1.0)).epsilon(0.03));
  CHECK(contains(message_of([] { moments_of(torch::zeros({1, 4})); }), "at least 2 feature vectors"));
}

TEST_CASE("class shares, entropy and modes are counted from the largest probability") {
  Tensor probabilities = zeros({100, 10});
  for (std::size_t n = 0; n < 100; ++n) probabilities(n, n < 49 ? 3 : n < 99 ? 7 : 1) = 0.8F;
  const ClassReading reading = read_classes(probabilities);
  CHECK(reading.share[3] == doctest::Approx(0.49));
  CHECK(reading.share[7] == doctest::Approx(0.50));
  CHECK(reading.modes == 2);  // one sample in a hundred is no mode
  CHECK(reading.confidence == doctest::Approx(0.8));
  CHECK(reading.entropy == doctest::Approx(-(0.49 * std::log(0.49) + 0.5 * std::log(0.5) + 0.01 * std::log(0.01))));
}

TEST_CASE("the entropy of a single digit is 0, and no share or confidence is above 1") {
  for (const std::size_t count : {3, 7, 49, 1000}) {
    Tensor probabilities = zeros({count, 10});
    for (std::size_t n = 0; n < count; ++n) probabilities(n, 4) = 1.0F;
    const ClassReading reading = read_classes(probabilities);
    CHECK(reading.entropy == 0.0);
    CHECK_FALSE(std::signbit(reading.entropy));
    CHECK(reading.share[4] == 1.0);
    CHECK(reading.confidence == 1.0);
    CHECK(classifier_score(probabilities) >= 1.0);
  }
}

TEST_CASE("an unknown metric is refused with the known ones") {
  CHECK(contains(message_of([] {
                   check_metric_names({"fcd10k", "fid"});
                 }),
                 "unknown metric \"fid\"; known metrics: all, fcd10k, kcd10k, precision10k"));
}

TEST_CASE("the committed classifier reads the test digits, and noise does not count as one digit") {
  const Classifier classifier = committed_classifier();
  CHECK(classifier.test_accuracy() >= 0.993);
  CHECK(classifier.hash().size() == 16);
  const Digits digits = load_digits(LATENTWALK_DIGITS, "t10k");
  const Classifier::Output read = classifier(images_of(digits, digits.count));
  std::size_t right = 0;
  for (std::size_t n = 0; n < digits.count; ++n) {
    const float* row = read.probabilities.data() + n * 10;
    right += static_cast<std::size_t>(std::max_element(row, row + 10) - row) == digits.labels[n] ? 1 : 0;
    double sum = 0;
    for (std::size_t c = 0; c < 10; ++c) sum += row[c];
    REQUIRE(sum == doctest::Approx(1.0).epsilon(1e-5));
  }
  CHECK(static_cast<double>(right) / static_cast<double>(digits.count) >= 0.985);
}

TEST_CASE("a file that is no classifier, and images of another size, are refused") {
  const auto model = read_file(LATENTWALK_FIXTURES "/tiny-gan.safetensors");
  CHECK(contains(message_of([&] { Classifier::parse(model, "tiny-gan"); }), "tiny-gan: not a digit classifier"));
  const Classifier classifier = committed_classifier();
  CHECK(contains(message_of([&] { classifier(zeros({2, 8, 12})); }), "takes images (N, 28, 28), found [2, 8, 12]"));
}
