import { beforeAll, expect, it } from "vitest";
import { archiveCampaign } from "~/domain/campaigns/archive-campaign.server";
import { bringInOrganizations } from "~/domain/campaigns/bring-in-organizations.server";
import { createCampaign } from "~/domain/campaigns/create-campaign.server";
import { editCampaign } from "~/domain/campaigns/edit-campaign.server";
import { takeOutOrganization } from "~/domain/campaigns/take-out-organization.server";
import { editCoalition } from "~/domain/coalitions/edit-coalition.server";
import { inviteCoordinator } from "~/domain/coalitions/invite-coordinator.server";
import { removeCoordinator } from "~/domain/coalitions/remove-coordinator.server";
import { newId } from "~/domain/id";
import type { Member } from "~/domain/member";
import { editOrganization } from "~/domain/organizations/edit-organization.server";
import { inviteOrganization } from "~/domain/organizations/invite-organization.server";
import { removeOrganization } from "~/domain/organizations/remove-organization.server";
import { setSignOffRule } from "~/domain/organizations/set-sign-off-rule.server";
import { changeRole } from "~/domain/people/change-role.server";
import { invitePerson } from "~/domain/people/invite-person.server";
import { removePerson } from "~/domain/people/remove-person.server";
import { resendInvitation } from "~/domain/people/resend-invitation.server";
import { revokeInvitation } from "~/domain/people/revoke-invitation.server";
import { createRoom } from "~/domain/rooms/create-room.server";
import { transaction } from "~db/client.server";
import { coalitionOrganizations, coordinators, organizations } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { makePost } from "~tests/support/people";
import { roleTable, tried } from "~tests/support/role-table";
import { makePerson, makeWorld, type World, type WorldOrganization } from "~tests/support/signing-world";
import { makeGuest } from "~tests/support/small-world";

await useDatabase();
let world: World;
let roles: Record<string, Member>;
/** The organization that it is about. */
const own = () => world.organizations[0] as WorldOrganization;
const address = () => `${newId()}@example.org`;

beforeAll(async () => {
  world = await makeWorld({ organizations: 2 });
  const other = await makeWorld({ organizations: 1 });
  const roomId = await createRoom(world.coordinator, { campaignId: world.campaignId, name: "With a guest" });
  roles = {
    stranger: (other.organizations[0] as WorldOrganization).signatory,
    guest: await makeGuest({ roomId, mesa: world.coalitionId }, "Guest"),
    outsider: world.outsider.signatory,
    partner: (world.organizations[1] as WorldOrganization).signatory,
    member: own().person,
    delegate: own().delegate,
    signatory: own().signatory,
    coordinator: world.coordinator,
  };
});

/** An organization of the coalition without people. */
async function empty(): Promise<string> {
  const id = newId();
  await transaction(async (tx) => {
    await tx.insert(organizations).values({ id, name: `Empty ${id}`, country: "GT" });
    await tx.insert(coalitionOrganizations).values({ coalitionId: world.coalitionId, organizationId: id });
  });
  return id;
}
const nothing = async () => undefined;
const organizationId = () => own().id;
const somebody = () => makePost(own().id, "member");
const invited = () =>
  invitePerson(own().signatory, { organizationId: own().id, email: address(), role: "member", locale: "en" });
async function secondCoordinator(): Promise<string> {
  const personId = await makePerson("Second");
  await transaction((tx) => tx.insert(coordinators).values({ coalitionId: world.coalitionId, personId }));
  return personId;
}
const campaign = async () =>
  (
    await createCampaign(world.coordinator, {
      name: `Campaign ${newId()}`,
      organizationIds: world.organizations.map((o) => o.id),
    })
  ).campaignId;
const details = (id: string) => ({ organizationId: id, name: `Named ${id}`, country: "MX" });

it("who may do what with an organization and its people", async () => {
  const table = await roleTable(roles, {
    edit: tried(nothing, (m) => editOrganization(m, details(organizationId()))),
    "edit without signatory": tried(empty, (m, id) => editOrganization(m, details(id))),
    "sign-off rule": tried(nothing, (m) => setSignOffRule(m, { organizationId: organizationId(), rule: "two" })),
    "invite person": tried(nothing, (m) =>
      invitePerson(m, { organizationId: organizationId(), email: address(), role: "member" }),
    ),
    "invite first signatory": tried(empty, (m, id) =>
      invitePerson(m, { organizationId: id, email: address(), role: "signatory" }),
    ),
    "resend invitation": tried(invited, (m, id) => resendInvitation(m, id)),
    "revoke invitation": tried(invited, (m, id) => revokeInvitation(m, id)),
    "change role": tried(somebody, (m, personId) =>
      changeRole(m, { organizationId: organizationId(), personId, role: "delegate" }),
    ),
    "remove person": tried(somebody, (m, personId) => removePerson(m, { organizationId: organizationId(), personId })),
    "remove organization": tried(empty, (m, id) => removeOrganization(m, id)),
  });
  expect(table).toMatchInlineSnapshot(`
    "                        stranger   guest      outsider     partner      member       delegate     signatory    coordinator
    edit                    not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed
    edit without signatory  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  yes
    sign-off rule           not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed
    invite person           not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed
    invite first signatory  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  yes
    resend invitation       not_found  not_found  not_found    not_found    not_found    not_found    yes          not_found
    revoke invitation       not_found  not_found  not_found    not_found    not_found    not_found    yes          not_found
    change role             not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed
    remove person           not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed
    remove organization     not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  yes"
  `);
});

// A stranger asks for the coalition that they are in: there they may begin a campaign, and are no coordinator either.
it("who may do what with a coalition and its campaigns", async () => {
  const table = await roleTable(roles, {
    edit: tried(nothing, (m) => editCoalition(m, { name: "Named", nameLocale: "en", motto: "", dye: "grana" })),
    "invite organization": tried(nothing, (m) =>
      inviteOrganization(m, { name: `New ${newId()}`, country: "CO", signatory: { email: address() } }),
    ),
    "invite coordinator": tried(nothing, (m) => inviteCoordinator(m, { email: address() })),
    "remove coordinator": tried(secondCoordinator, (m, personId) => removeCoordinator(m, personId)),
    "create campaign": tried(nothing, (m) => createCampaign(m, { name: `New ${newId()}`, organizationIds: [] })),
    "edit campaign": tried(campaign, (m, campaignId) => editCampaign(m, { campaignId, name: "Named", purpose: "" })),
    "bring in": tried(campaign, (m, campaignId) =>
      bringInOrganizations(m, { campaignId, organizationIds: [world.outsider.id] }),
    ),
    "take out": tried(campaign, (m, campaignId) =>
      takeOutOrganization(m, { campaignId, organizationId: (world.organizations[1] as WorldOrganization).id }),
    ),
    "archive campaign": tried(campaign, (m, campaignId) => archiveCampaign(m, { campaignId })),
  });
  expect(table).toMatchInlineSnapshot(`
    "                     stranger     guest        outsider     partner      member       delegate     signatory    coordinator
    edit                 not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  yes
    invite organization  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  yes
    invite coordinator   not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  yes
    remove coordinator   not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  not_allowed  yes
    create campaign      yes          not_allowed  yes          yes          not_allowed  yes          yes          yes
    edit campaign        not_found    not_found    not_allowed  yes          not_allowed  yes          yes          yes
    bring in             not_found    not_found    not_allowed  yes          not_allowed  yes          yes          yes
    take out             not_found    not_found    not_allowed  yes          not_allowed  yes          yes          yes
    archive campaign     not_found    not_found    not_allowed  yes          not_allowed  yes          yes          yes"
  `);
});
