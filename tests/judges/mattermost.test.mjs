// Mattermost's own types over what the adapter sends.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { complaints } from "./typed.mjs";

const golden = (name) => JSON.parse(fs.readFileSync(new URL(`../golden/mattermost/${name}.json`, import.meta.url)));

// The published PostAction is what a browser gets; `integration` is what an integration sends and a browser never sees.
const types = `import type { MessageAttachment } from "@mattermost/types/message_attachments";
import type { PostAction } from "@mattermost/types/integration_actions";
import type { CommandResponse } from "@mattermost/types/integrations";
import type { Post } from "@mattermost/types/posts";
type Action = PostAction & { integration: { url: string; context: Record<string, unknown> } };
type Attachment = Omit<MessageAttachment, "actions"> & { actions?: Action[] };
type Props = { attachments: Attachment[] };
type Answer = Pick<CommandResponse, "response_type" | "text" | "skip_slack_parsing"> & { attachments: Attachment[] };
type NewPost = Pick<Post, "channel_id" | "message"> & Partial<Pick<Post, "pending_post_id" | "root_id">> & { props: Props };
type Update = { update: Pick<Post, "message"> & { props: Props }; skip_slack_parsing?: boolean };`;

for (const [name, type] of [["tip", "Answer"], ["post", "NewPost"], ["moved", "NewPost"], ["update", "Update"]])
  test(`Mattermost's types take ${name}`, () => assert.deepEqual(complaints(types, type, golden(name)), []));

test("Mattermost's types refuse an attachment with a misspelt field, so this judge can say no", () => {
  const card = golden("tip");
  card.attachments[0].titel = "misspelt";
  assert.notEqual(complaints(types, "Answer", card).length, 0);
});
