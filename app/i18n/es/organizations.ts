import type { organizations as en } from "../en/organizations";

export const organizations: typeof en = {};
