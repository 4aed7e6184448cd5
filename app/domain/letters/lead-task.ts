/** What waits for a letter's leads once sign-on is over. */
export const leadTaskKinds = ["late_request", "review_list", "deliver", "follow_up"] as const;
export type LeadTask = {
  letterId: string;
  kind: (typeof leadTaskKinds)[number];
  /** How many organizations ask for a place; 0 for other kinds. */
  n: number;
  /** ISO 8601. */
  since: string | null;
};

/** Where it is done, below the letter's address. */
export const leadTaskPages: Record<LeadTask["kind"], string> = {
  late_request: "list#late",
  review_list: "list",
  deliver: "deliveries",
  follow_up: "deliveries",
};
