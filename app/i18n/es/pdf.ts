import type { pdf as en } from "../en/pdf";

export const pdf: typeof en = {};
