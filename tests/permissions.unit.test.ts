import { expect, test } from "vitest";
import type { Member, Post, PostRole } from "~/domain/member";
import { can, type Permission, permissions, type ThingOf } from "~/domain/permissions";

const roles: readonly PostRole[] = ["signatory", "delegate", "member"];
/** Organizations by what they are to the things below: two lead the letter, one edits it, one was only asked to sign it … */
const organizations = ["lead", "coLead", "editor", "invited", "campaign", "partner"] as const;

const anybody = (is: { id?: string; posts?: Post[]; coordinator?: boolean; guestRoomIds?: string[] }): Member =>
  ({
    personId: is.id ?? "somebody",
    name: "Somebody",
    coalitionId: "mesa",
    coalitionSlug: "mesa",
    coordinator: is.coordinator ?? false,
    posts: is.posts ?? [],
    actingForId: is.posts?.[0]?.organizationId ?? null,
    guestRoomIds: is.guestRoomIds ?? [],
  }) as unknown as Member;

const organization = { id: "campaign", hasSignatory: true };
const ofCampaign = ["lead", "coLead", "editor", "campaign"];
const campaign = { id: "the campaign", organizationIds: ofCampaign };
const letter = {
  id: "the letter",
  leadIds: ["lead", "coLead"],
  editorIds: ["editor"],
  editingOpen: false,
  campaignOrganizationIds: ofCampaign,
  invitedIds: ["invited", "campaign"],
};
const signature = { organizationId: "campaign", letter };
const room = { id: "the room", campaignOrganizationIds: ofCampaign };
const authored = { authorId: "the author" };
const action = { createdBy: "the author", leadOrganizationId: "campaign", campaignOrganizationIds: ofCampaign };

/** For each permission, the things that it is asked about; the names of the cases stand in the table. */
const things: { [P in Permission]: Record<string, ThingOf<P>> } = {
  "coalition.read": { "": [] },
  "coalition.invite_organization": { "": [] },
  "coalition.invite_coordinator": { "": [] },
  "coalition.remove_organization": { "": [] },
  "coalition.remove_coordinator": { "": [] },
  "coalition.edit": { "": [] },
  "coalition.see_activity": { "": [] },
  "organization.read": { "": [] },
  "organization.edit": { "": [organization], "without signatory": [{ ...organization, hasSignatory: false }] },
  "organization.set_sign_off_rule": { "": [organization] },
  "organization.manage_people": { "": [organization] },
  "organization.invite_person": { "": [organization], "without signatory": [{ ...organization, hasSignatory: false }] },
  "organization.see_people": { "": [organization] },
  "organization.see_inbox": { "": [organization] },
  "campaign.see": { "": [] },
  "campaign.enter": { "": [campaign] },
  "campaign.create": { "": [] },
  "campaign.edit": { "": [campaign] },
  "campaign.bring_in_organization": { "": [campaign] },
  "letter.create": { "": [campaign] },
  "letter.read": { "": [letter] },
  "letter.edit_text": { "": [letter], "open to all": [{ ...letter, editingOpen: true }] },
  "letter.comment": { "": [letter] },
  "letter.save_version": { "": [letter], "open to all": [{ ...letter, editingOpen: true }] },
  "letter.edit_details": { "": [letter] },
  "letter.send_to_review": { "": [letter] },
  "letter.consent_to_freeze": { "": [letter] },
  "letter.freeze": { "": [letter] },
  "letter.unfreeze": { "": [letter] },
  "letter.open": { "": [letter] },
  "letter.extend": { "": [letter] },
  "letter.close": { "": [letter] },
  "letter.reopen": { "": [letter] },
  "letter.review_list": { "": [letter] },
  "letter.finalize": { "": [letter] },
  "letter.publish": { "": [letter] },
  "letter.cancel": { "": [letter] },
  "letter.archive": { "": [letter] },
  "letter.see_board": { "": [letter] },
  "letter.see_answers": { "": [letter] },
  "letter.see_answer_counts": { "": [letter] },
  "letter.remind": { "": [letter] },
  "letter.invite_to_sign": { "": [letter] },
  "letter.take_back_invitation": { "": [letter] },
  "letter.record_delivery": { "": [letter] },
  "letter.see_editions": { "": [letter] },
  "signature.consider": { "": [signature] },
  "signature.request": { "": [signature] },
  "signature.confirm": { "": [signature] },
  "signature.decline": { "": [signature] },
  "signature.withdraw": { "": [signature] },
  "signature.see_inside": { "": [signature] },
  "comment.edit": { "": [authored], own: [{ authorId: "somebody" }] },
  "comment.resolve": { "": [letter] },
  "room.create": { "": [campaign] },
  "room.read": { "": [room] },
  "room.chat": { "": [room] },
  "room.edit": { "": [room] },
  "room.invite_guest": { "": [room] },
  "message.edit": { "": [authored], own: [{ authorId: "somebody" }] },
  "message.delete": { "": [authored], own: [{ authorId: "somebody" }] },
  "action.read": { "": [action], "of all": [{ ...action, campaignOrganizationIds: null }] },
  "action.create": { "": [] },
  "action.edit": { "": [action], own: [{ ...action, createdBy: "somebody" }] },
  "action.answer": { "": [action], "of all": [{ ...action, campaignOrganizationIds: null }] },
};

/** One line for each permission and case: which roles of each organization may, then the coordinator and guests. */
function matrix(): string {
  const heads = [...organizations, "coordinator", "guest here", "guest elsewhere"];
  const rows = permissions.flatMap((permission) =>
    Object.entries(things[permission] ?? {}).map(([name, thing]) => {
      const may = (member: Member) => can(member, permission, ...(thing as ThingOf<typeof permission>));
      const cells = organizations.map((id) => {
        const letters = roles.map((role) =>
          may(anybody({ posts: [{ organizationId: id, role }] })) ? role[0]?.toUpperCase() : "-",
        );
        return letters.join("");
      });
      const others = [
        anybody({ coordinator: true }),
        anybody({ guestRoomIds: [room.id] }),
        anybody({ guestRoomIds: ["another room"] }),
      ];
      return [
        name ? `${permission} (${name})` : permission,
        ...cells,
        ...others.map((member) => (may(member) ? "yes" : "-")),
      ];
    }),
  );
  const table = [["", ...heads], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

test("who may do what: every permission × every role (S signatory, D delegate, M member)", () => {
  expect(Object.keys(things)).toEqual(permissions);
  expect(matrix()).toMatchInlineSnapshot(`
    "                                                lead  coLead  editor  invited  campaign  partner  coordinator  guest here  guest elsewhere
    coalition.read                                  SDM   SDM     SDM     SDM      SDM       SDM      yes          -           -
    coalition.invite_organization                   ---   ---     ---     ---      ---       ---      yes          -           -
    coalition.invite_coordinator                    ---   ---     ---     ---      ---       ---      yes          -           -
    coalition.remove_organization                   ---   ---     ---     ---      ---       ---      yes          -           -
    coalition.remove_coordinator                    ---   ---     ---     ---      ---       ---      yes          -           -
    coalition.edit                                  ---   ---     ---     ---      ---       ---      yes          -           -
    coalition.see_activity                          SDM   SDM     SDM     SDM      SDM       SDM      yes          -           -
    organization.read                               SDM   SDM     SDM     SDM      SDM       SDM      yes          -           -
    organization.edit                               ---   ---     ---     ---      S--       ---      -            -           -
    organization.edit (without signatory)           ---   ---     ---     ---      S--       ---      yes          -           -
    organization.set_sign_off_rule                  ---   ---     ---     ---      S--       ---      -            -           -
    organization.manage_people                      ---   ---     ---     ---      S--       ---      -            -           -
    organization.invite_person                      ---   ---     ---     ---      S--       ---      -            -           -
    organization.invite_person (without signatory)  ---   ---     ---     ---      S--       ---      yes          -           -
    organization.see_people                         ---   ---     ---     ---      SDM       ---      yes          -           -
    organization.see_inbox                          ---   ---     ---     ---      SDM       ---      -            -           -
    campaign.see                                    SDM   SDM     SDM     SDM      SDM       SDM      yes          -           -
    campaign.enter                                  SDM   SDM     SDM     ---      SDM       ---      yes          -           -
    campaign.create                                 SD-   SD-     SD-     SD-      SD-       SD-      yes          -           -
    campaign.edit                                   SD-   SD-     SD-     ---      SD-       ---      yes          -           -
    campaign.bring_in_organization                  SD-   SD-     SD-     ---      SD-       ---      yes          -           -
    letter.create                                   SD-   SD-     SD-     ---      SD-       ---      yes          -           -
    letter.read                                     SDM   SDM     SDM     SDM      SDM       ---      yes          -           -
    letter.edit_text                                SDM   SDM     SDM     ---      ---       ---      -            -           -
    letter.edit_text (open to all)                  SDM   SDM     SDM     ---      SDM       ---      yes          -           -
    letter.comment                                  SDM   SDM     SDM     SDM      SDM       ---      yes          -           -
    letter.save_version                             SDM   SDM     SDM     ---      ---       ---      -            -           -
    letter.save_version (open to all)               SDM   SDM     SDM     ---      SDM       ---      yes          -           -
    letter.edit_details                             SD-   SD-     ---     ---      ---       ---      -            -           -
    letter.send_to_review                           SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.consent_to_freeze                        ---   SD-     ---     ---      ---       ---      -            -           -
    letter.freeze                                   SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.unfreeze                                 SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.open                                     SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.extend                                   SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.close                                    SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.reopen                                   SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.review_list                              SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.finalize                                 SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.publish                                  SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.cancel                                   SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.archive                                  SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.see_board                                SDM   SDM     SDM     SDM      SDM       ---      yes          -           -
    letter.see_answers                              SD-   SD-     ---     ---      ---       ---      -            -           -
    letter.see_answer_counts                        SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.remind                                   SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.invite_to_sign                           SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.take_back_invitation                     SD-   SD-     ---     ---      ---       ---      -            -           -
    letter.record_delivery                          SD-   SD-     ---     ---      ---       ---      yes          -           -
    letter.see_editions                             SDM   SDM     SDM     SDM      SDM       ---      yes          -           -
    signature.consider                              ---   ---     ---     ---      SD-       ---      -            -           -
    signature.request                               ---   ---     ---     ---      SD-       ---      -            -           -
    signature.confirm                               ---   ---     ---     ---      S--       ---      -            -           -
    signature.decline                               ---   ---     ---     ---      S--       ---      -            -           -
    signature.withdraw                              ---   ---     ---     ---      S--       ---      -            -           -
    signature.see_inside                            SD-   SD-     ---     ---      SD-       ---      -            -           -
    comment.edit                                    ---   ---     ---     ---      ---       ---      -            -           -
    comment.edit (own)                              SDM   SDM     SDM     SDM      SDM       SDM      yes          yes         yes
    comment.resolve                                 SDM   SDM     SDM     SDM      SDM       ---      yes          -           -
    room.create                                     SD-   SD-     SD-     ---      SD-       ---      yes          -           -
    room.read                                       SDM   SDM     SDM     ---      SDM       ---      yes          yes         -
    room.chat                                       SDM   SDM     SDM     ---      SDM       ---      yes          yes         -
    room.edit                                       SD-   SD-     SD-     ---      SD-       ---      yes          -           -
    room.invite_guest                               SD-   SD-     SD-     ---      SD-       ---      yes          -           -
    message.edit                                    ---   ---     ---     ---      ---       ---      -            -           -
    message.edit (own)                              SDM   SDM     SDM     SDM      SDM       SDM      yes          yes         yes
    message.delete                                  ---   ---     ---     ---      ---       ---      -            -           -
    message.delete (own)                            SDM   SDM     SDM     SDM      SDM       SDM      yes          yes         yes
    action.read                                     SDM   SDM     SDM     ---      SDM       ---      yes          -           -
    action.read (of all)                            SDM   SDM     SDM     SDM      SDM       SDM      yes          -           -
    action.create                                   SD-   SD-     SD-     SD-      SD-       SD-      yes          -           -
    action.edit                                     ---   ---     ---     ---      SD-       ---      yes          -           -
    action.edit (own)                               SDM   SDM     SDM     SDM      SDM       SDM      yes          yes         yes
    action.answer                                   SDM   SDM     SDM     ---      SDM       ---      yes          -           -
    action.answer (of all)                          SDM   SDM     SDM     SDM      SDM       SDM      yes          -           -"
  `);
});
