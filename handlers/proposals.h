// What leads and admins do with what members propose: look at it, edit it, approve it into a file, or decline it with a reason.
// Must never tell who proposed something, nor who decided; the author hears what became of it.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// The proposal with Approve, Edit and Decline, as whoever may decide sees it.
Card proposal_card(const Speaker& speaker, const store::Proposal& proposal);

/// May decide: admins of the workspace, and who leads a channel of it.
Result<Reply> proposal_list(const Call& call);
/// *Next*: the one that the button names.
Result<Reply> proposal_shown(const Call& call);
/// *Edit*: a form with its text, and what was saved.
Result<Reply> proposal_form(const Call& call);
Result<Reply> proposal_edited(const Call& call, const Prepared& prepared, store::Writer& tx);
/// *Decline*: asks for a reason, which goes to the author.
Result<Reply> proposal_reason(const Call& call);
Result<Reply> proposal_declined(const Call& call, const Prepared& prepared, store::Writer& tx);
/// *Approve*: writes the file (library/proposal.h) and says how to publish it. Where it cannot be written, nothing changes.
Result<Reply> proposal_approved(const Call& call, const Prepared& prepared, store::Writer& tx);

/// What has waited too long expires; its author is told. Returns how many.
Result<std::size_t> expire_proposals(const Services& services);

}  // namespace allybot::handlers
