import type { delivery as en } from "../en/delivery";

export const delivery: typeof en = {};
