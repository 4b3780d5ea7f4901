#include "viewer/gui/keys.hpp"

#include <imgui.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace latentwalk::viewer {
namespace {

#if IMGUI_VERSION_NUM >= 18700
using Code = ImGuiKey;
#define LATENTWALK_KEY(name, glfw) ImGuiKey_##name
#else
using Code = int;  // GLFW's numbers
#define LATENTWALK_KEY(name, glfw) glfw
#endif

struct Row {
  Key key;
  Code code;
};

const Row kRows[] = {
    {Key::left, LATENTWALK_KEY(LeftArrow, 263)},
    {Key::right, LATENTWALK_KEY(RightArrow, 262)},
    {Key::up, LATENTWALK_KEY(UpArrow, 265)},
    {Key::down, LATENTWALK_KEY(DownArrow, 264)},
    {Key::tab, LATENTWALK_KEY(Tab, 258)},
    {Key::enter, LATENTWALK_KEY(Enter, 257)},
    {Key::escape, LATENTWALK_KEY(Escape, 256)},
    {Key::space, LATENTWALK_KEY(Space, 32)},
    {Key::backspace, LATENTWALK_KEY(Backspace, 259)},
    {Key::del, LATENTWALK_KEY(Delete, 261)},
    {Key::home, LATENTWALK_KEY(Home, 268)},
    {Key::end, LATENTWALK_KEY(End, 269)},
    {Key::page_up, LATENTWALK_KEY(PageUp, 266)},
    {Key::page_down, LATENTWALK_KEY(PageDown, 267)},
    {Key::f1, LATENTWALK_KEY(F1, 290)},
    {Key::f5, LATENTWALK_KEY(F5, 294)},
    {Key::minus, LATENTWALK_KEY(Minus, 45)},
    {Key::equal, LATENTWALK_KEY(Equal, 61)},
    {Key::comma, LATENTWALK_KEY(Comma, 44)},
    {Key::period, LATENTWALK_KEY(Period, 46)},
    {Key::left_bracket, LATENTWALK_KEY(LeftBracket, 91)},
    {Key::right_bracket, LATENTWALK_KEY(RightBracket, 93)},
    {Key::zero, LATENTWALK_KEY(0, 48)},
    {Key::one, LATENTWALK_KEY(1, 49)},
    {Key::two, LATENTWALK_KEY(2, 50)},
    {Key::three, LATENTWALK_KEY(3, 51)},
    {Key::four, LATENTWALK_KEY(4, 52)},
    {Key::five, LATENTWALK_KEY(5, 53)},
    {Key::six, LATENTWALK_KEY(6, 54)},
    {Key::seven, LATENTWALK_KEY(7, 55)},
    {Key::eight, LATENTWALK_KEY(8, 56)},
    {Key::nine, LATENTWALK_KEY(9, 57)},
    {Key::a, LATENTWALK_KEY(A, 65)},
    {Key::b, LATENTWALK_KEY(B, 66)},
    {Key::c, LATENTWALK_KEY(C, 67)},
    {Key::d, LATENTWALK_KEY(D, 68)},
    {Key::g, LATENTWALK_KEY(G, 71)},
    {Key::l, LATENTWALK_KEY(L, 76)},
    {Key::m, LATENTWALK_KEY(M, 77)},
    {Key::n, LATENTWALK_KEY(N, 78)},
    {Key::o, LATENTWALK_KEY(O, 79)},
    {Key::p, LATENTWALK_KEY(P, 80)},
    {Key::q, LATENTWALK_KEY(Q, 81)},
    {Key::r, LATENTWALK_KEY(R, 82)},
    {Key::s, LATENTWALK_KEY(S, 83)},
    {Key::t, LATENTWALK_KEY(T, 84)},
    {Key::v, LATENTWALK_KEY(V, 86)},
    {Key::x, LATENTWALK_KEY(X, 88)},
    {Key::y, LATENTWALK_KEY(Y, 89)},
    {Key::z, LATENTWALK_KEY(Z, 90)},
};

Code code_of(Key key) {
  return std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& row) { return row.key == key; })->code;
}

}  // namespace

int key_of_layout(int key, const char* name) {
  constexpr int kFirstOfPad = 320, kLastOfPad = 336;
  if (name == nullptr || name[0] == 0 || name[1] != 0 || (key >= kFirstOfPad && key <= kLastOfPad)) return key;
  const char typed = name[0];
  if (typed >= 'a' && typed <= 'z') return typed - 'a' + 'A';
  // GLFW's numbers of these keys are what they type. Digits stay where they are: some layouts type them with Shift.
  constexpr std::string_view kSigns = "'+,-./;=[\\]`";
  if (typed == '+') return '=';  // larger
  return kSigns.find(typed) != std::string_view::npos ? typed : key;
}

bool key_pressed(Key key, bool repeat) { return ImGui::IsKeyPressed(code_of(key), repeat); }
bool key_down(Key key) { return ImGui::IsKeyDown(code_of(key)); }

#if IMGUI_VERSION_NUM >= 18700

void setup_keys() {}
void send_key(Key key, bool down) { ImGui::GetIO().AddKeyEvent(code_of(key), down); }
void send_modifiers(bool ctrl, bool shift) {
#if IMGUI_VERSION_NUM >= 18900
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, ctrl);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, shift);
#else
  ImGui::GetIO().AddKeyEvent(ImGuiKey_ModCtrl, ctrl);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_ModShift, shift);
#endif
}

#else

void setup_keys() {
  const struct {
    ImGuiKey name;
    Key key;
  } map[] = {{ImGuiKey_Tab, Key::tab},
             {ImGuiKey_LeftArrow, Key::left},
             {ImGuiKey_RightArrow, Key::right},
             {ImGuiKey_UpArrow, Key::up},
             {ImGuiKey_DownArrow, Key::down},
             {ImGuiKey_PageUp, Key::page_up},
             {ImGuiKey_PageDown, Key::page_down},
             {ImGuiKey_Home, Key::home},
             {ImGuiKey_End, Key::end},
             {ImGuiKey_Delete, Key::del},
             {ImGuiKey_Backspace, Key::backspace},
             {ImGuiKey_Space, Key::space},
             {ImGuiKey_Enter, Key::enter},
             {ImGuiKey_Escape, Key::escape},
             {ImGuiKey_A, Key::a},
             {ImGuiKey_C, Key::c},
             {ImGuiKey_V, Key::v},
             {ImGuiKey_X, Key::x},
             {ImGuiKey_Y, Key::y},
             {ImGuiKey_Z, Key::z}};
  for (const auto& row : map) ImGui::GetIO().KeyMap[row.name] = code_of(row.key);
}
void send_key(Key key, bool down) { ImGui::GetIO().KeysDown[code_of(key)] = down; }
void send_modifiers(bool ctrl, bool shift) {
  ImGui::GetIO().KeyCtrl = ctrl;
  ImGui::GetIO().KeyShift = shift;
}

#endif

}  // namespace latentwalk::viewer
