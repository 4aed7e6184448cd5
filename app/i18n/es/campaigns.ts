import type { campaigns as en } from "../en/campaigns";

export const campaigns: typeof en = {};
