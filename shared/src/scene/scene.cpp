#include "latentwalk/scene.hpp"

#include <algorithm>
#include <functional>

#include "latentwalk/error.hpp"
#include "scene/numbers.hpp"
#include "scene/parameters.hpp"

namespace latentwalk {
namespace {

View parse_view(const std::string& name, std::string_view where) {
  const auto at = std::find(kViewNames.begin(), kViewNames.end(), name);
  if (at == kViewNames.end())
    fail(where,
         ": \"view\" must be sample, walk, map, dimensions, draw, inside, learn, compare, training, arithmetic "
         "or theory, found ",
         excerpt(Json(name)));
  return static_cast<View>(at - kViewNames.begin());
}

const SceneParameter& parameter_of(const Scene& scene, const std::string& name, std::string_view where) {
  std::string known = "model, view";
  for (const SceneParameter& parameter : scene_parameters()) {
    if (!belongs(parameter, scene.view)) continue;
    if (name == parameter.name) return parameter;
    known += std::string(", ") + parameter.name;
  }
  fail(where, ": unknown key ", excerpt(Json(name)), "; the view ", kViewNames[static_cast<std::size_t>(scene.view)],
       " has ", known);
}

/// Reads what both forms have: an object whose values are the address's texts, or JSON.
Scene scene_of(const Json& json, std::string_view where) {
  if (!json.is_object()) fail(where, ": a scene must be a JSON object");
  Scene scene;
  scene.model = read_string(json, "model", where);
  if (scene.model.empty()) fail(where, ": \"model\" must name a model");
  scene.view = parse_view(read_string(json, "view", kViewNames.front(), where), where);
  for (const auto& [name, value] : json.items()) {
    if (name == "model" || name == "view") continue;
    const SceneParameter& parameter = parameter_of(scene, name, where);
    const std::string place = std::string(where) + ": " + name;
    read_json(parameter, value, scene, place);
  }
  if (!all_digits(scene.classes) || !std::is_sorted(scene.classes.begin(), scene.classes.end(), std::less_equal<>()))
    fail(where, ": classes: expected classes from 0 to 9 in rising order, found ", excerpt(Json(scene.classes)));
  if (scene.view == View::draw) parse_ink(scene.ink, std::string(where) + ": ink");
  if (!scene.ink.empty() && scene.test) fail(where, ": a scene has either \"ink\" or \"test\", found both");
  return scene;
}

/// Calls `write` for each parameter that differs from the default.
template <class Write>
void for_each_entry(const Scene& scene, Write write) {
  const Scene defaults;
  for (const SceneParameter& parameter : scene_parameters())
    if (belongs(parameter, scene.view) && !same(parameter, scene, defaults)) write(parameter);
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      plain += static_cast<char>(16 * hex(text[i + 1]) + hex(text[i + 2]));
      i += 2;
    } else {
      plain += text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

/// As JavaScript's encodeURIComponent, but keeps what may stand in a fragment and reads more easily so.
std::string encoded(std::string_view text) {
  constexpr std::string_view kKept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'():,@",
                             kHex = "0123456789ABCDEF";
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kKept.find(c) != std::string_view::npos) {
      safe += c;
    } else {
      safe += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return safe;
}

}  // namespace

void take_view(const Scene& from, Scene& to) {
  for (const SceneParameter& parameter : scene_parameters())
    if (belongs(parameter, from.view)) std::visit([&](auto member) { to.*member = from.*member; }, parameter.member);
}

Scene parse_scene(std::string_view json, std::string_view where) { return scene_of(parse_json(json, where), where); }

std::string scene_text(const Scene& scene) {
  Json json{{"model", scene.model}, {"view", kViewNames[static_cast<std::size_t>(scene.view)]}};
  for_each_entry(scene, [&](const SceneParameter& parameter) { json[parameter.name] = json_of(parameter, scene); });
  return json.dump(2) + "\n";
}

Scene parse_address(std::string_view address, std::string_view where) {
  if (const std::size_t hash = address.find('#'); hash != std::string_view::npos) address.remove_prefix(hash + 1);
  Json json = Json::object();
  while (!address.empty()) {
    const std::string_view entry = address.substr(0, address.find('&'));
    address.remove_prefix(std::min(entry.size() + 1, address.size()));
    const std::size_t mark = std::min(entry.find('='), entry.size());
    const std::string name = decoded(entry.substr(0, mark));
    if (name == "hide" || entry.empty()) continue;
    if (mark == entry.size()) fail(where, ": expected name=value, found ", excerpt(Json(name)));
    if (json.contains(name)) fail(where, ": ", excerpt(Json(name)), " is given twice");
    json[name] = decoded(entry.substr(mark + 1));
  }
  if (json.empty()) fail(where, ": expected an address such as #model=conv-gan&view=walk&stations=1:27,1:29");
  return scene_of(json, where);
}

std::string scene_address(const Scene& scene) {
  std::string address = "#model=" + encoded(scene.model) + "&view=" + kViewNames[static_cast<std::size_t>(scene.view)];
  for_each_entry(scene, [&](const SceneParameter& parameter) {
    address += std::string("&") + parameter.name + "=" + encoded(text_of(parameter, scene));
  });
  return address;
}

}  // namespace latentwalk
