import { z } from "zod";
import { actionKinds } from "~/domain/actions/action";

/** What the form sends; times are read by the domain. Apart from the form, so that its page needs no Zod. */
export const actionSchema = z.strictObject({
  title: z.string().max(400),
  kind: z.enum(actionKinds),
  campaign: z.union([z.uuid(), z.literal("")]).default(""),
  allDay: z.literal("on").optional(),
  starts: z.string().max(40).default(""),
  ends: z.string().max(40).default(""),
  startsOn: z.string().max(40).default(""),
  endsOn: z.string().max(40).default(""),
  zone: z.string().max(80),
  place: z.string().max(400).default(""),
  link: z.string().max(1000).default(""),
  description: z.string().max(10_000).default(""),
  office: z.string().max(400).default(""),
  lead: z.union([z.uuid(), z.literal("")]).default(""),
});

export type ActionFields = z.infer<typeof actionSchema>;

/** From the form's fields to what the verbs take. Without script both kinds of time fields are there: the box decides. */
export function actionInput(form: ActionFields) {
  const allDay = form.allDay === "on";
  return {
    title: form.title,
    kind: form.kind,
    campaignId: form.campaign || null,
    leadOrganizationId: form.lead || null,
    allDay,
    starts: allDay ? form.startsOn || form.starts.slice(0, 10) : form.starts,
    ends: allDay ? form.endsOn || form.ends.slice(0, 10) : form.ends,
    zone: form.zone,
    place: form.place,
    link: form.link,
    description: form.description,
    office: form.office,
  };
}
