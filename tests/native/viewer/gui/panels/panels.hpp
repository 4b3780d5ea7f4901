#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "support/files.hpp"
#include "tests/native/viewer/gui/driver.hpp"

/// What the panels' tests share: a viewer that opens a panel with fixtures, and what its worker answered.
namespace latentwalk::viewer::tests {

inline const std::string kFixtures = LATENTWALK_FIXTURES;

inline AppOptions with(std::initializer_list<const char*> models, const std::string& panel) {
  AppOptions options;
  for (const char* model : models) options.models.push_back(kFixtures + "/" + model + ".safetensors");
  options.data = LATENTWALK_DIGITS;
  options.panel = panel;
  return options;
}

inline std::shared_ptr<const Answer> answer_of(Driver& driver, const std::string& slot) {
  auto answer = driver.app->worker.answer(slot);
  REQUIRE(answer != nullptr);
  CHECK(answer->error == "");
  return answer;
}

}  // namespace latentwalk::viewer::tests
