import type { publicPages as en } from "../en/public";

export const publicPages: typeof en = {};
