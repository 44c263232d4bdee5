#include "core/domain/legal_form.hpp"

#include <doctest/doctest.h>

#include <string>

namespace crm::test {

TEST_CASE("a name that ends with a legal form is a company's") {
  for (const std::string name :
       {"Globex GmbH", "Initech, Inc.", "Lind AB", "Hotel Post e.K.", "Müller & Sohn OHG",
        "Sharma Textiles Pvt. Ltd.", "Acme S.A.", "Nordlicht GmbH & Co. KG", "Carsberg A/S",
        "株式会社みどり", "みどり有限会社", "北京某某有限公司"}) {
    CAPTURE(name);
    CHECK(has_legal_form(name));
  }
  for (const std::string name : {"Anna Berg", "GmbH", "Lind Ab", "Kim As", "Inca", "Sa", "有限公司",
                                 "Acme Robotics", "", "Anna Maria Se", "Pvt", "अनिता शर्मा"}) {
    CAPTURE(name);
    CHECK(!has_legal_form(name));
  }
}

}  // namespace crm::test
