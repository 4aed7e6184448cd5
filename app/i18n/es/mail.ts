import type { mail as en } from "../en/mail";

export const mail: typeof en = {};
