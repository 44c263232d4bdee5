// What takes letters out of the house: the program that sends mail, or any other one.
#pragma once

#include <string>

#include "cli/commands/posting.hpp"

namespace crm {

/// As the channel reaches them: an e-mail address, a number in international form, lines of paper.
std::string plain_address(const ReadyLetter& ready, const Mailing& mailing);

/// By the program of CRM_SENDMAIL or the person's configuration. Throws Failure where the letter
/// does not go by e-mail, or nobody knows from whom it is. The mailing must outlive it.
HandOver by_mail(const Mailing& mailing);

/// By any other program, with the text on stdin and what the record says in the places of {phone},
/// {email}, {name}, {id} and {subject} in its words. Throws Failure where such a blank stands
/// inside of a line for a shell. The mailing must outlive it.
HandOver by_command(const std::string& line, const Mailing& mailing);

}  // namespace crm
