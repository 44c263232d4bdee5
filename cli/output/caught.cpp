#include "cli/output/caught.hpp"

#include <ostream>
#include <sstream>

namespace crm {
namespace {

/// While it lives, what is printed is caught.
class Catch {
 public:
  explicit Catch(std::ostream& out) : out_(out), usual_(out.rdbuf(text_.rdbuf())) {}

  Catch(const Catch&) = delete;
  Catch& operator=(const Catch&) = delete;

  ~Catch() { out_.rdbuf(usual_); }

  std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::ostream& out_;
  std::streambuf* usual_;
};

/// While it lives, the world prints for a mail.
class MailLook {
 public:
  explicit MailLook(World& world)
      : world_(world), terminal_(world.terminal), manners_(world.manners) {
    constexpr int cells_of_a_line = 72;
    world.terminal.out = true;
    world.terminal.width = cells_of_a_line;
    world.terminal.colour = world.terminal.places_cursor = false;
    world.manners.csv = world.manners.tsv = world.manners.ids = world.manners.nul = false;
    world.manners.json.clear();
  }

  MailLook(const MailLook&) = delete;
  MailLook& operator=(const MailLook&) = delete;

  ~MailLook() {
    world_.terminal = terminal_;
    world_.manners = manners_;
  }

 private:
  World& world_;
  Terminal terminal_;
  Manners manners_;
};

}  // namespace

std::string caught(World& world, const std::function<void()>& print) {
  const Catch caught(world.out);
  print();
  return caught.text();
}

std::string caught_for_mail(World& world, const std::function<void()>& print) {
  const MailLook look(world);
  return caught(world, print);
}

}  // namespace crm
