import type { letters as en } from "../en/letters";

export const letters: typeof en = {};
