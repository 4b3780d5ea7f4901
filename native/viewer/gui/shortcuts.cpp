#include "viewer/gui/shortcuts.hpp"

namespace latentwalk::viewer {
namespace {

constexpr Shortcut kShortcuts[] = {
    {Action::previous_model, Key::left_bracket, false, false, false, "[  ]", "The model before, the next one"},
    {Action::next_model, Key::right_bracket, false, false, false, "", ""},
    {Action::fresh, Key::n, false, false, false, "N", "New digits: a new seed, station, corner or point"},
    {Action::play, Key::p, false, false, false, "P", "Play or pause the walk; move or pause the digits"},
    {Action::step_back, Key::comma, false, false, true, ",  .", "A step back, a step on"},
    {Action::step_forward, Key::period, false, false, true, "", ""},
    {Action::toggle_path, Key::l, false, false, false, "L", "Great circle (slerp) or straight line (lerp)"},
    {Action::toggle_loop, Key::o, false, false, false, "O", "Walk in a loop"},
    {Action::reset, Key::r, false, false, false, "R", "Back to what the seed gave"},
    {Action::clear, Key::c, false, false, false, "C", "Clear the drawing"},
    {Action::undo, Key::z, true, false, true, "Ctrl Z", "Undo"},
    {Action::redo, Key::z, true, true, true, "Ctrl Shift Z", "Redo (Ctrl Y too)"},
    {Action::redo, Key::y, true, false, true, "", ""},
    {Action::open, Key::o, true, false, false, "Ctrl O", "Open a model, a training run, a scene or latents"},
    {Action::save, Key::s, true, false, false, "Ctrl S", "Save the picture, animation, scene or latents"},
    {Action::copy, Key::c, true, false, false, "Ctrl C  Ctrl V",
     "Copy the page\u2019s address of what is shown; open one"},
    {Action::paste, Key::v, true, false, false, "", ""},
    {Action::reload, Key::f5, false, false, false, "F5", "Read the model file again"},
    {Action::toggle_dark, Key::d, false, false, false, "D", "Light or dark"},
    {Action::fold_models, Key::m, false, false, false, "M", "Fold or unfold the models\u2019 column"},
    {Action::fold_controls, Key::b, false, false, false, "B", "Fold or unfold the controls"},
    {Action::larger, Key::equal, true, false, true, "Ctrl +  \u2212  0", "Larger, smaller, normal size"},
    {Action::smaller, Key::minus, true, false, true, "", ""},
    {Action::normal_size, Key::zero, true, false, false, "", ""},
    {Action::settings, Key::comma, true, false, false, "Ctrl ,", "Settings"},
    {Action::help, Key::f1, false, false, false, "?  F1", "This list"},
    {Action::quit, Key::q, true, false, false, "Ctrl Q", "Quit"},
};

}  // namespace

std::span<const Shortcut> all_shortcuts() { return kShortcuts; }

}  // namespace latentwalk::viewer
