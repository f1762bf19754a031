// A body in Markdown to the blocks of a card.
// Must never let HTML, an image or a link that is not https through: such a body is refused with its place.
#pragma once

#include <string>
#include <vector>

#include "bot/core/card.h"
#include "bot/library/source_text.h"

namespace allybot::library {

struct MarkdownBody {
  std::vector<Block> blocks;
  std::vector<Finding> problems;  ///< errors only
  std::size_t links = 0;
  std::size_t second_link = 0;  ///< offset of the second link's paragraph, for the finding
};

/// Reads `source` from the byte `from` to its end.
MarkdownBody read_markdown(const SourceText& source, std::size_t from);

/// Whether an address may be shown as a link: https with a host, no spaces, no credentials.
bool is_https_address(std::string_view address);

/// The words of a body as plain text, its blocks separated by blank lines.
std::string plain_body(const std::vector<Block>& blocks);

}  // namespace allybot::library
